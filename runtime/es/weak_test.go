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

func TestWeakMap(t *testing.T) {
	runChecks(t, []check{
		{
			"keys of all kinds",
			`(() => { class C { #x = 1; x() { return this.#x } } const m = new WeakMap(), c = new C();
				const keys = [{}, [], () => 1, new Proxy({}, {}), Object.freeze({}), new Map(), Promise.resolve(), /x/, m, c, class {}, globalThis, Math,
					new Date(0), new Uint8Array(1), Symbol.prototype, Object.create(null), new String("s"), (function () { return arguments })(1)];
				const before = JSON.stringify(keys.map((k) => Reflect.ownKeys(k).length));
				keys.forEach((k, i) => m.set(k, -1).set(k, i));
				return [keys.every((k, i) => m.has(k) && m.get(k) === i), m.get({}) === undefined, m.has(new Proxy({}, {})), c.x(),
					before === JSON.stringify(keys.map((k) => Reflect.ownKeys(k).length)), keys.map((k) => m.delete(k)).every(Boolean),
					keys.some((k) => m.has(k) || m.get(k) !== undefined || m.delete(k))] })()`,
			"[true,true,false,1,true,true,false]",
		},
		{
			"private fields after it",
			`(() => { class Kept { constructor(o) { return o } } class P extends Kept { #p = 7; static p(o) { return o.#p } }
				const o = {}, m = new WeakMap([[o, 1]]); new P(o); return [P.p(o), m.get(o), m.set(o, 2).get(o)] })()`,
			"[7,1,2]",
		},
		{
			"undefined is a value",
			`(() => { const m = new WeakMap(), k = {}; m.set(k); return [m.has(k), m.get(k) === undefined, m.getOrInsert(k, 1) === undefined] })()`,
			"[true,true,true]",
		},
		{
			"a key in many maps",
			`(() => { const k = {}, maps = Array.from({ length: 100 }, (_, i) => new WeakMap([[k, i]]));
				return [maps.every((m, i) => m.get(k) === i), maps.every((m, i) => i % 2 || m.delete(k)),
				maps.every((m, i) => m.get(k) === (i % 2 ? i : undefined))] })()`,
			"[true,true,true]",
		},
		{
			"made of entries",
			`(() => { let closed = 0; const bad = { [Symbol.iterator]: () => ({ next: () => ({ value: 1 }), return() { closed++; return {} } }) };
				class W extends WeakMap { set(k, v) { return super.set(k, v + 1) } } const k = {};
				return [new W([[k, 1]]).get(k), new WeakMap(null).has(k), thrown(() => new WeakMap(bad)), closed, thrown(() => new WeakMap(5)),
				thrown(() => new WeakMap([[1, 2]])), thrown(() => WeakMap()), new WeakMap(new Map([[k, 3]])).get(k)] })()`,
			`[2,false,"TypeError",1,"TypeError","TypeError","TypeError",3]`,
		},
		{
			"brand",
			`["get", "set", "has", "delete"].map((f) => [{}, new Map(), new Proxy(new WeakMap(), {}), Object.create(new WeakMap())].map((v) => {
				try { WeakMap.prototype[f].call(v, {}, 1); return "" } catch (e) { return e.constructor === TypeError && e.message.includes("." + f + " ") } })
				.join()).join()`,
			`"true,true,true,true,true,true,true,true,true,true,true,true,true,true,true,true"`,
		},
		{
			"no key",
			"[1, 'a', null, undefined, Symbol.for('x')].map((k) => [thrown(() => new WeakMap().set(k, 1)), new WeakMap().get(k) === undefined, new WeakMap().delete(k)].join()).join('|')",
			`"TypeError,true,false|TypeError,true,false|TypeError,true,false|TypeError,true,false|TypeError,true,false"`,
		},
	})
}

// TestWeakMapLetsGo sees to it that an entry lives while its map and its key do, whatever its value refers to.
func TestWeakMapLetsGo(t *testing.T) {
	for name, source := range map[string]string{
		"the value refers to the key":       "var m = new WeakMap(); (() => { const k = {}, v = { k }; m.set(k, v); watch(v) })()",
		"it does so from the start":         "var m = (() => { const k = {}, v = { k }; watch(v); return new WeakMap([[k, v]]) })()",
		"two maps, each with the other key": "var a = new WeakMap(), b = new WeakMap(); (() => { const k = {}, l = { k }; a.set(k, l); b.set(l, k); watch(l) })()",
		"the value refers to the map":       "(() => { const k = {}, m = new WeakMap(), v = { k, m }; m.set(k, v); watch(v) })()",
		"the map is no more":                "var k = {}; (() => { const v = {}; new WeakMap([[k, v]]); watch(v) })()",
		"the entry was removed":             "var k = {}, m = new WeakMap(); (() => { const v = {}; m.set(k, v); m.delete(k); watch(v) })()",
		"the value was replaced":            "var k = {}, m = new WeakMap(); (() => { const v = {}; m.set(k, v).set(k, 1); watch(v) })()",
		"a proxy for a key":                 "var m = new WeakMap(); (() => { const k = new Proxy({}, {}), v = [k]; m.set(k, v); watch(v) })()",
		"a function for a key":              "var m = new WeakMap(); (() => { const k = () => k, v = [k]; m.set(k, v); watch(v) })()",
	} {
		t.Run(name, func(t *testing.T) {
			vm := newVM(t)
			gone := make(chan struct{})
			if err := vm.Set("watch", func(c goja.FunctionCall) goja.Value {
				goruntime.AddCleanup(c.Argument(0).(*goja.Object), func(gone chan struct{}) { close(gone) }, gone)
				return nil
			}); err != nil {
				t.Fatal(err)
			}
			run(t, vm, source)
			run(t, vm, "(() => { const f = (n) => n ? f(n - 1) + 1 : 0; return f(50) })()") // writes over what is left on the stack
			collect(t, func() bool {
				select {
				case <-gone:
					return true
				default:
					return false
				}
			})
			goruntime.KeepAlive(vm)
		})
	}
}

// TestWeakMapKeepsNothingOfMapsThatAreGone has one key in very many maps, one after the other.
func TestWeakMapKeepsNothingOfMapsThatAreGone(t *testing.T) {
	vm := newVM(t)
	key := run(t, vm, "var k = {}; k").(*goja.Object)
	kept := besidePrivate[keptByKey](key, keptTag)
	collect(t, func() bool {
		run(t, vm, "for (let i = 0; i < 1000; i++) new WeakMap([[k, i]])")
		return cap(kept.values) < 4000 && kept.values[0].isGone()
	})
	if n := run(t, vm, "var keys = [], m = new WeakMap(); for (let i = 0; i < 1000; i++) m.set(keys[i] = {}, i); m").(*goja.Object); len(besidePrivate[knownToMap](n, knownTag).values) != 1000 {
		t.Error("a map does not know its entries")
	}
}

func TestWeakCollectionsOfSymbols(t *testing.T) {
	runChecks(t, []check{
		{
			"WeakMap",
			`(() => { const s = Symbol(), o = {}, m = new WeakMap([[s, 1], [o, 2]]);
				const first = [m.get(s), m.get(o), m.has(s), m.has(Symbol()), String(m.get(Symbol()))];
				m.set(s, undefined); first.push(m.has(s), String(m.get(s)), m.delete(s), m.delete(s), m.has(s), m.set(s, 3) === m, m.get(s));
				return first })()`,
			`[1,2,true,false,"undefined",true,"undefined",true,false,false,true,3]`,
		},
		{
			"getOrInsert",
			`(() => { const s = Symbol(), m = new WeakMap();
				return [m.getOrInsert(s, 1), m.getOrInsert(s, 2), m.getOrInsertComputed(Symbol(), (k) => typeof k)] })()`,
			`[1,1,"symbol"]`,
		},
		{
			"WeakSet",
			`(() => { const s = Symbol(), o = {}, w = new WeakSet([s, o, Symbol.iterator]);
				return [w.has(s), w.has(o), w.has(Symbol.iterator), w.has(Symbol()), w.add(s) === w, w.delete(s), w.has(s), w.delete(s)] })()`,
			"[true,true,true,false,true,true,false,false]",
		},
		{
			"registered symbols and wrong receivers",
			`[() => new WeakMap([[Symbol.for('x'), 1]]), () => new WeakSet([Symbol.for('x')]), () => new WeakMap().getOrInsert(Symbol.for('x'), 1),
				() => WeakMap.prototype.get.call(new WeakSet(), Symbol()), () => WeakSet.prototype.add.call({}, Symbol()), () => WeakSet.prototype.add.call(1, Symbol()),
				() => WeakMap.prototype.set.call(new Map(), Symbol(), 1)].map((f) => thrown(f)).join()`,
			`"TypeError,TypeError,TypeError,TypeError,TypeError,TypeError,TypeError"`,
		},
		{"asked for one", "[new WeakMap().has(Symbol.for('x')), new WeakSet().delete(Symbol.for('x')), String(new WeakMap().get(Symbol.for('x')))].join()", `"false,false,undefined"`},
		{
			"subclass",
			`(() => { const log = []; class W extends WeakSet { add(v) { log.push(typeof v); return super.add(v) } } const s = Symbol();
				return [new W([s, {}]).has(s), log.join(), thrown(() => WeakSet([s])),
					thrown(() => { const w = class extends WeakSet {}; w.prototype.add = 1; new w([s]) })] })()`,
			`[true,"symbol,object","TypeError","TypeError"]`,
		},
	})
}

// A symbol that nobody has is gone from a WeakMap, with its value, and so is everything when the map is gone.
func TestWeakCollectionsLetGoOfSymbols(t *testing.T) {
	vm := newVM(t)
	run(t, vm, `var m = new WeakMap(), s = Symbol(), ref, gone;
		(() => { const value = {}; ref = new WeakRef(value); m.set(Symbol(), value) })();
		(() => { const value = {}, other = new WeakMap(); gone = new WeakRef(value); other.set(s, value) })()`)
	collect(t, func() bool {
		return run(t, vm, "ref.deref() === undefined && gone.deref() === undefined").ToBoolean()
	})
	run(t, vm, "for (let i = 0; i < 1000; i++) { m.set(s, i); m.delete(s) } m.set(s, 7)")
	if got := run(t, vm, "m.get(s)").String(); got != "7" {
		t.Errorf("got %s", got)
	}
}
