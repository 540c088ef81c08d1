package es

import (
	goruntime "runtime"
	"testing"
	"time"

	"github.com/dop251/goja"
)

func TestWeakRef(t *testing.T) {
	runChecks(t, []check{
		{
			"objects and symbols",
			`(() => { const o = {}, s = Symbol(); return [new WeakRef(o).deref() === o, new WeakRef(s).deref() === s,
				new WeakRef(Symbol.iterator).deref() === Symbol.iterator] })()`,
			"[true,true,true]",
		},
		{
			"functions and proxies",
			`(() => { const f = () => 1, p = new Proxy({}, {});
				return [new WeakRef(f).deref() === f, new WeakRef(p).deref() === p] })()`,
			"[true,true]",
		},
		{
			"nothing else",
			"[1, 'a', null, undefined, true, 1n, Symbol.for('x')].map((v) => thrown(() => new WeakRef(v))).join()",
			`"TypeError,TypeError,TypeError,TypeError,TypeError,TypeError,TypeError"`,
		},
		{"without new", "thrown(() => WeakRef({}))", `"TypeError"`},
		{
			"brand",
			`[{}, Object.create(new WeakRef({})), new Proxy(new WeakRef({}),
				{})].map((v) => thrown(() => WeakRef.prototype.deref.call(v))).join()`,
			`"TypeError,TypeError,TypeError"`,
		},
		{
			"subclass",
			`(() => { class W extends WeakRef { x = 1 } const o = {}; const w = new W(o);
				return [w.deref() === o, w.x, w instanceof WeakRef, String(w)] })()`,
			`[true,1,true,"[object WeakRef]"]`,
		},
	})
}

// collect runs Go's collector until done, which it asks after every run.
func collect(t *testing.T, done func() bool) {
	t.Helper()
	deadline := time.Now().Add(20 * time.Second)
	for !done() {
		if time.Now().After(deadline) {
			t.Fatal("what nothing refers to was not collected")
		}
		goruntime.GC()
	}
}

func TestWeakRefLetsGo(t *testing.T) {
	vm := newVM(t)
	run(t, vm, "var object, ref, symbol; (() => { object = new WeakRef({ big: [1, 2] }); symbol = new WeakRef(Symbol()) })()")
	run(t, vm, "var kept = { }; var keeper = new WeakRef(kept)")
	collect(t, func() bool {
		return run(t, vm, "object.deref() === undefined && symbol.deref() === undefined").ToBoolean()
	})
	if !run(t, vm, "keeper.deref() === kept").ToBoolean() {
		t.Error("a target that is referred to is gone")
	}
}

func TestFinalizationRegistry(t *testing.T) {
	runChecks(t, []check{
		{
			"arguments",
			`(() => { const r = new FinalizationRegistry(() => {}); const o = {};
				return [() => r.register(1, 2), () => r.register(o, o), () => r.register(o, 1, 2), () => r.unregister(1),
				() => r.unregister(undefined), () => r.register(Symbol.for('x'), 1)].map(thrown).join() })()`,
			`"TypeError,TypeError,TypeError,TypeError,TypeError,TypeError"`,
		},
		{
			"results",
			`(() => { const r = new FinalizationRegistry(() => {}); const o = {}, token = {};
				return [String(r.register(o, 1, token)), r.unregister(token), r.unregister(token)] })()`,
			`["undefined",true,false]`,
		},
		{
			"unregister takes all of a token",
			`(() => { const r = new FinalizationRegistry(() => {}); const o = {}, s = Symbol(); r.register(o, 1, s);
				r.register(o, 2, s); return [r.unregister(s), r.unregister(s)] })()`,
			"[true,false]",
		},
		{
			"the target may be the token",
			`(() => { const r = new FinalizationRegistry(() => {}); const o = {}; r.register(o, 1, o);
				return r.unregister(o) })()`,
			"true",
		},
		{
			"constructor",
			`[thrown(() => new FinalizationRegistry()), thrown(() => FinalizationRegistry(() => {})),
				thrown(() => FinalizationRegistry.prototype.register.call({}, {}))]`,
			`["TypeError","TypeError","TypeError"]`,
		},
	})
}

func TestFinalizationCallbacks(t *testing.T) {
	vm := goja.New()
	host := newTestHost()
	Install(vm, host)
	run(t, vm, `
		var seen = [], kept = {};
		var registry = new FinalizationRegistry((held) => { seen.push(held); if (held === "b") throw new Error("callback") });
		(() => {
			registry.register({}, "a");
			registry.register({}, "b");
			registry.register({}, "c");
			registry.register(Symbol(), "symbol");
			registry.register({}, "unregistered", kept);
			registry.register(kept, "kept");
		})();
		registry.unregister(kept);
	`)
	failed := 0
	collect(t, func() bool {
		for {
			select {
			case job := <-host.jobs:
				if ex := vm.Try(job); ex != nil {
					failed++
				}
			default:
				return run(t, vm, "seen.length").ToInteger() == 4
			}
		}
	})
	if got := run(t, vm, "seen.sort().join()").String(); got != "a,b,c,symbol" {
		t.Errorf("called with %s", got)
	}
	if failed != 1 {
		t.Errorf("%d jobs threw, want the one of the callback", failed)
	}
}

// TestFinalizationUnregisteredLate has a target collected whose job has not run when it is unregistered.
func TestFinalizationUnregisteredLate(t *testing.T) {
	vm := goja.New()
	host := newTestHost()
	Install(vm, host)
	run(t, vm, `
		var seen = [], token = {};
		var registry = new FinalizationRegistry((held) => seen.push(held));
		(() => registry.register({}, "late", token))();
	`)
	collect(t, func() bool { return len(host.jobs) > 0 })
	if !run(t, vm, "registry.unregister(token)").ToBoolean() {
		t.Error("the registration was gone before its job ran")
	}
	(<-host.jobs)()
	if got := run(t, vm, "seen.length").ToInteger(); got != 0 {
		t.Errorf("the callback was called %d times", got)
	}
}

// TestFinalizationRegistryIsCollected drops a registry together with what it holds.
func TestFinalizationRegistryIsCollected(t *testing.T) {
	vm := goja.New()
	host := newTestHost()
	Install(vm, host)
	run(t, vm, `
		var target = {}, held;
		(() => {
			const value = { big: true };
			held = new WeakRef(value);
			new FinalizationRegistry(() => { throw new Error("called") }).register(target, value);
		})();
	`)
	collect(t, func() bool { return run(t, vm, "held.deref() === undefined").ToBoolean() })
	run(t, vm, "target = null")
	for range 3 {
		goruntime.GC()
	}
	if len(host.jobs) != 0 {
		t.Error("a registry that is gone posted a job")
	}
}
