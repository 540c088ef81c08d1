package abort_test

import (
	"context"
	"errors"
	goruntime "runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/fault"
	"github.com/lariatjs/lariat/runtime/runtimetest"
	"github.com/lariatjs/lariat/stdlib"
	"github.com/lariatjs/lariat/stdlib/abort"
	"github.com/lariatjs/lariat/stdlib/console"
	"github.com/lariatjs/lariat/stdlib/timers"
)

func TestFiles(t *testing.T) { runtimetest.Files(t, stdlib.All()...) }

// probe is a module whose globals are native functions.
func probe(natives map[string]bind.Fn) runtime.Module {
	m := runtime.Module{Name: "test:probe"}
	for name := range natives {
		m.Globals = append(m.Globals, name)
	}
	m.Load = func(rt *runtime.Runtime) runtime.Exports {
		exports := runtime.Exports{}
		for name, fn := range natives {
			exports[name] = bind.Func(rt, name, 0, fn)
		}
		return exports
	}
	return m
}

// run evaluates a script beside native functions and returns what it printed.
func run(t *testing.T, source string, natives map[string]bind.Fn) (string, error) {
	t.Helper()
	modules := append([]runtime.Module{abort.Module, console.Module, probe(natives)}, timers.Modules...)
	out, err := runtimetest.Run(t, source, modules...)
	return strings.TrimSpace(out), err
}

func expect(t *testing.T, source, want string, natives map[string]bind.Fn) {
	t.Helper()
	got, err := run(t, source, natives)
	if err != nil || got != want {
		t.Errorf("got:\n%s\n%v\nwant:\n%s", got, err, want)
	}
}

func signalOf(c *bind.Call) *runtime.Signal {
	sig, ok := bind.SignalOf(c.Value(0))
	if !ok {
		c.Wrong("signal", "an AbortSignal")
	}
	return sig
}

// dependents counts what is left at a signal after a collection.
func dependents(c *bind.Call) (any, error) {
	goruntime.GC()
	return signalOf(c).Dependents(), nil
}

// TestAnyLeavesNothingAtItsSources makes a hundred thousand signals over one that lives on.
func TestAnyLeavesNothingAtItsSources(t *testing.T) {
	counts := map[int]int{}
	_, err := run(t, `
		const { signal } = new AbortController();
		for (let round = 0; round < 10; round++) {
			for (let i = 0; i < 10_000; i++) {
				const either = AbortSignal.any([signal, new AbortController().signal]);
				if (i % 10 === 0) {
					const listener = () => {};
					either.addEventListener("abort", listener);
					either.removeEventListener("abort", listener);
				}
			}
			count(round, dependents(signal));
		}
	`, map[string]bind.Fn{"dependents": dependents, "count": func(c *bind.Call) (any, error) {
		counts[c.Int(0, "round", 0)] = c.Int(1, "n", 0)
		return nil, nil
	}})
	if err != nil || len(counts) != 10 {
		t.Fatal(err, counts)
	}
	for round, n := range counts {
		if n > 16 { // the stack of the VM may still hold a few
			t.Errorf("%d signals are left after round %d", n, round)
		}
	}
}

func TestAnyIsKeptWhileSomebodyListens(t *testing.T) {
	expect(t, `
		const controller = new AbortController();
		const remove = new AbortController();
		const make = (n) => {
			AbortSignal.any([controller.signal]).addEventListener("abort", () => console.log("listener", n));
			AbortSignal.any([controller.signal]).onabort = () => console.log("handler", n);
			AbortSignal.any([controller.signal]).addEventListener("abort", () => console.log("never"), { signal: remove.signal });
			hook(AbortSignal.any([controller.signal]));
		};
		for (let n = 0; n < 100; n++) make(n);
		console.log(dependents(controller.signal) >= 400);
		remove.abort();
		const n = dependents(controller.signal);
		console.log(n >= 300 && n < 320, n);
		console.group();
		controller.abort();
		console.groupEnd();
		console.log(dependents(controller.signal));
	`, "true\ntrue 300\n"+hundred()+"0", map[string]bind.Fn{
		"dependents": dependents,
		"hook": func(c *bind.Call) (any, error) {
			signalOf(c).AfterFunc(func() { _, _ = c.Runtime().Stdout().Write([]byte("  hook\n")) })
			return nil, nil
		},
	})
}

// hundred is what the listeners of TestAnyIsKeptWhileSomebodyListens print.
func hundred() string {
	var b strings.Builder
	for n := range 100 {
		b.WriteString(strings.ReplaceAll("  listener N\n  handler N\n  hook\n", "N", strconv.Itoa(n)))
	}
	return b.String()
}

func TestAReasonIsTheGoCause(t *testing.T) {
	var causes []error
	hold := func(c *bind.Call) (any, error) {
		sig := signalOf(c)
		sig.AfterFunc(func() { causes = append(causes, sig.Err()) })
		return nil, nil
	}
	back := func(c *bind.Call) (any, error) {
		return c.Runtime().ErrorValue(causes[len(causes)-1]), nil
	}
	expect(t, `
		const own = (name) => new DOMException("own", name);
		for (const reason of [undefined, own("AbortError"), own("TimeoutError"), new Error("x"), "text", null]) {
			const controller = new AbortController();
			hold(AbortSignal.any([controller.signal]));
			controller.abort(reason);
			console.log(back() === controller.signal.reason, reason === undefined || reason === controller.signal.reason);
		}
		const signal = AbortSignal.timeout("5ms");
		hold(signal);
		await new Promise((resolve) => setTimeout(resolve, 10));
		console.log(back() === signal.reason);
	`, strings.Repeat("true true\n", 6)+"true", map[string]bind.Fn{"hold": hold, "back": back})
	kinds := []error{context.Canceled, context.Canceled, context.DeadlineExceeded, nil, nil, nil, context.DeadlineExceeded}
	for i, want := range kinds {
		for _, kind := range []error{context.Canceled, context.DeadlineExceeded} {
			if got := errors.Is(causes[i], kind); got != errors.Is(want, kind) {
				t.Errorf("cause %d: errors.Is(%v, %v) is %v", i, causes[i], kind, got)
			}
		}
	}
	if !errors.Is(causes[0], fault.Aborted) || !errors.Is(causes[6], fault.Timeout) {
		t.Errorf("%v and %v are not in the table of errors", causes[0], causes[6])
	}
}

func TestTheSignalOfAScope(t *testing.T) {
	var out runtimetest.Output
	current := func(c *bind.Call) (any, error) { return bind.Signal(c.Runtime(), &c.Runtime().Scope().Signal), nil }
	modules := append([]runtime.Module{abort.Module, console.Module, probe(map[string]bind.Fn{"current": current})}, timers.Modules...)
	rt := runtimetest.New(t, &out, runtime.WithModules(modules...))
	gone := errors.New("the client has gone")
	rt.Loop().SetTimer(time.Second, false, func() { rt.Cancel(gone) })
	err := rt.Eval(t.Context(), "script.js", `
		const signal = current();
		console.log(signal === current(), signal instanceof AbortSignal, signal.aborted);
		const either = AbortSignal.any([signal]);
		either.onabort = () => console.log("either", either.reason === signal.reason);
		signal.addEventListener("abort", (event) => console.log(event.type, event.isTrusted, signal.reason.message, either.aborted));
		const { setTimeout: sleep } = await import("node:timers/promises");
		try { await sleep(1e6); } catch (error) { console.log(error === signal.reason); throw error; }
	`)
	if want := "true true false\nabort true the client has gone true\neither true\ntrue\n"; !errors.Is(err, gone) || out.String() != want {
		t.Errorf("%v\ngot:\n%swant:\n%s", err, out.String(), want)
	}
}

func TestNoEventWhenTheRuntimeIsClosed(t *testing.T) {
	var out runtimetest.Output
	current := func(c *bind.Call) (any, error) { return bind.Signal(c.Runtime(), &c.Runtime().Scope().Signal), nil }
	rt := runtimetest.New(t, &out, runtime.WithModules(abort.Module, console.Module, probe(map[string]bind.Fn{"current": current})))
	err := rt.Eval(t.Context(), "script.js", `
		globalThis.keep = AbortSignal.any([current()]);
		for (const signal of [keep, current()]) signal.onabort = () => console.log("too late");
	`)
	if closed := rt.Close(); err != nil || closed != nil || out.String() != "" {
		t.Errorf("%v, %v, %q", err, closed, out.String())
	}
}

func TestErrorsOfListenersAreUncaught(t *testing.T) {
	const source = `
		const target = new EventTarget();
		target.addEventListener("x", () => { throw new RangeError("first"); });
		target.addEventListener("x", { handleEvent: 5 });
		target.addEventListener("x", { get handleEvent() { throw new Error("getter"); } });
		target.addEventListener("x", () => console.log("last"));
		console.log(target.dispatchEvent(new Event("x")));
		queueMicrotask(() => console.log("microtask"));
	`
	var js *runtime.JSError
	if out, err := run(t, source, nil); !errors.As(err, &js) || js.Name != "RangeError" || out != "last\ntrue\nmicrotask" {
		t.Errorf("%q, %v", out, err)
	}
	handle := func(c *bind.Call) (any, error) {
		rt := c.Runtime()
		rt.Hooks().Uncaught = func(v goja.Value, origin string) bool {
			_, _ = rt.Stdout().Write([]byte(origin + " " + v.String() + "\n"))
			return true
		}
		return nil, nil
	}
	expect(t, "handle();"+source, `last
true
microtask
uncaughtException RangeError: first
uncaughtException TypeError: the listener of "x" is no function and has no method handleEvent
uncaughtException Error: getter`, map[string]bind.Fn{"handle": handle})
}

func TestAListenerHearsOfWhatItsOwnEndBegins(t *testing.T) {
	expect(t, `
		const outer = new AbortController();
		outer.signal.addEventListener("abort", () => console.log("removed before the event"), { signal: outer.signal });
		outer.signal.addEventListener("abort", () => { outer.abort("again"); console.log("heard", outer.signal.reason); });
		outer.abort("once");
	`, "heard once", nil)
}

func TestATimeoutDoesNotKeepTheProgram(t *testing.T) {
	var out runtimetest.Output
	rt := runtimetest.New(t, &out, runtime.WithModules(abort.Module, console.Module))
	start := rt.Loop().Now()
	err := rt.Eval(t.Context(), "script.js", `AbortSignal.timeout("1h").onabort = () => console.log("never");`)
	if took := rt.Loop().Now().Sub(start); err != nil || took != 0 || out.String() != "" {
		t.Errorf("%v, %v, %q", err, took, out.String())
	}
}

func TestShownAsNodeShowsThem(t *testing.T) {
	expect(t, `
		const controller = new AbortController();
		class Opened extends Event { by = "me"; get timeStamp() { return 5; } }
		console.log([controller], AbortSignal.abort(), new Opened("x"), { a: { b: { controller } } }, typeof AbortSignal.prototype);
	`, `[ AbortController { signal: AbortSignal { aborted: false } } ] AbortSignal { aborted: true } Opened {
  type: 'x',
  defaultPrevented: false,
  cancelable: false,
  timeStamp: 5,
  by: 'me'
} { a: { b: { controller: AbortController {} } } } object`, nil)
}

func BenchmarkAbort(b *testing.B) {
	for name, source := range map[string]string{
		"controller": `() => { new AbortController().abort(); }`,
		"listener":   `() => { const c = new AbortController(); c.signal.addEventListener("abort", () => {}); c.abort(1); }`,
		"any":        `(() => { const c = new AbortController(); return () => { AbortSignal.any([c.signal]); }; })()`,
		"dispatch": `(() => {
			const t = new EventTarget();
			t.addEventListener("x", () => {});
			return () => { t.dispatchEvent(new Event("x")); };
		})()`,
	} {
		b.Run(name, func(b *testing.B) {
			var out runtimetest.Output
			rt := runtimetest.New(b, &out, runtime.WithModules(abort.Module))
			err := rt.Do(b.Context(), func(vm *goja.Runtime) error {
				fn, err := vm.RunString("(f, n) => { for (let i = 0; i < n; i++) f(); }")
				if err != nil {
					return err
				}
				f, err := vm.RunString(source)
				if err != nil {
					return err
				}
				b.ResetTimer()
				_, err = rt.Call(fn, goja.Undefined(), f, vm.ToValue(b.N))
				return err
			})
			if err != nil {
				b.Fatal(err)
			}
		})
	}
}
