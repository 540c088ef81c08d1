package timers_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/bindings/task"
	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/runtimetest"
	"github.com/lariatjs/lariat/stdlib"
	"github.com/lariatjs/lariat/stdlib/abort"
	"github.com/lariatjs/lariat/stdlib/console"
	"github.com/lariatjs/lariat/stdlib/timers"
)

func TestFiles(t *testing.T) { runtimetest.Files(t, stdlib.All()...) }

func modules() []runtime.Module {
	return append([]runtime.Module{abort.Module, console.Module, task.Module}, timers.Modules...)
}

// run evaluates a script in virtual time and says how long it took there.
func run(t *testing.T, source string) (out string, took time.Duration, err error) {
	t.Helper()
	var text runtimetest.Output
	rt := runtimetest.New(t, &text, runtime.WithModules(modules()...))
	err = rt.Eval(t.Context(), "script.js", source)
	return strings.TrimSpace(text.String()), rt.Loop().Now().Sub(runtimetest.Epoch), err
}

func TestAnExceptionInACallbackIsUncaught(t *testing.T) {
	for _, set := range []string{"setTimeout(fail, 5)", "setInterval(fail, 5)", "setImmediate(fail)", "queueMicrotask(fail)"} {
		_, _, err := run(t, `function fail() { throw new RangeError("in a callback"); }
			`+set+`;
			await new Promise((resolve) => setTimeout(resolve, 20));`)
		var js *runtime.JSError
		if !errors.As(err, &js) || js.Name != "RangeError" || !strings.Contains(js.Text, "script.js:1:") {
			t.Errorf("%s: %v", set, err)
		}
	}
}

// TestAHandledExceptionStopsNothing has a hook that deals with exceptions, as process.on does.
func TestAHandledExceptionStopsNothing(t *testing.T) {
	var out runtimetest.Output
	rt := runtimetest.New(t, &out, runtime.WithModules(modules()...))
	rt.Hooks().Uncaught = func(v goja.Value, origin string) bool {
		fmt.Fprintln(&out, origin, v)
		return true
	}
	err := rt.Eval(t.Context(), "script.js", `
		let n = 0;
		const t = setInterval(() => { if (++n === 3) clearInterval(t); throw n; }, 5);
		queueMicrotask(() => { throw "micro"; });
		queueMicrotask(() => console.log("next"));
		setImmediate(() => { throw "immediate"; });
		setImmediate(() => console.log("next"));
	`)
	const each = "uncaughtException "
	want := each + "micro\nnext\n" + each + "immediate\nnext\n" + each + "1\n" + each + "2\n" + each + "3\n"
	if err != nil || out.String() != want {
		t.Errorf("%v\n%s", err, out.String())
	}
}

func TestWhatKeepsTheProgram(t *testing.T) {
	for source, want := range map[string]time.Duration{
		`setTimeout(() => {}, 3_600_000)`:                                                     time.Hour,
		`setTimeout(() => {}, 3_600_000).unref()`:                                             0,
		`setInterval(() => {}, 10).unref(); setTimeout(() => {}, 25)`:                         25 * time.Millisecond,
		`setTimeout(() => {}, 50).unref().ref()`:                                              50 * time.Millisecond,
		`const t = setTimeout(() => {}, 50); setTimeout(() => t.unref(), 5)`:                  5 * time.Millisecond,
		`const t = setTimeout(() => {}, 50).unref(); setTimeout(() => t.refresh(), 5)`:        5 * time.Millisecond,
		`import { setTimeout as sleep } from "timers/promises"; sleep(50, 0, { ref: false })`: 0,
		`import { setTimeout as sleep } from "timers/promises"; sleep("1.5s")`:                1500 * time.Millisecond,
		`import { setInterval as every } from "timers/promises"; const it = every(50);
			await it.next(); it.next(); await it.return();`: 100 * time.Millisecond,
		`import { setInterval as every } from "timers/promises";
			(async () => { for await (const _ of every(50, 0, { ref: false })) console.log("never"); })()`: 0,
	} {
		if out, took, err := run(t, source); err != nil || took != want || out != "" {
			t.Errorf("%s: %v, want %v; %q, %v", source, took, want, out, err)
		}
	}
}

func TestCallbacksRunWhereTheyWereHandedOver(t *testing.T) {
	out, _, err := run(t, `
		import { AsyncContext, currentSignal, currentTask } from "lariat:task";
		const v = new AsyncContext.Variable({ defaultValue: "none" });
		const show = (name) => () => console.log(name, v.get());
		v.run("a", () => {
			setTimeout(show("timeout"), 5);
			setImmediate(show("immediate"));
			queueMicrotask(show("microtask"));
			const t = setInterval(() => { show("interval")(); clearInterval(t); }, 6);
		});
		const reset = v.run("b", () => setTimeout(show("refreshed"), 7));
		setTimeout(() => v.run("c", () => reset.refresh()), 1);
		show("outside")();
	`)
	if want := "outside none\nmicrotask a\nimmediate a\ntimeout a\ninterval a\nrefreshed b"; err != nil || out != want {
		t.Errorf("%v\n%s", err, out)
	}
}

func TestPromisesObeyTheScopeAndTimersDoNot(t *testing.T) {
	out, took, err := run(t, `
		import { withTimeout } from "lariat:task";
		import { setTimeout as sleep, setImmediate as immediate, setInterval as every, scheduler } from "timers/promises";
		const caught = async (name, wait) => { try { await wait; } catch (error) { console.log(name, error.name); } };
		await withTimeout(10, async () => {
			setTimeout(() => console.log("timeout"), 20);
			await Promise.all([
				caught("sleep", sleep(1e6)), caught("wait", scheduler.wait("1h")), caught("next", every(1e6).next()),
				caught("loop", (async () => { for await (const _ of every(4)) console.log("tick"); })()),
			]);
			await caught("late sleep", sleep(1));
			await caught("late immediate", immediate());
			await caught("late yield", scheduler.yield());
			await caught("late interval", every(1).next());
		});
	`)
	want := []string{
		"tick", "tick", "sleep TimeoutError", "wait TimeoutError", "next TimeoutError", "loop TimeoutError", "late sleep TimeoutError",
		"late immediate TimeoutError", "late yield TimeoutError", "late interval TimeoutError", "timeout",
	}
	if err != nil || out != strings.Join(want, "\n") || took != 20*time.Millisecond {
		t.Errorf("%v, %v\n%s", took, err, out)
	}
}

func TestTheReasonOfASignalIsWhatAWaitRejectsWith(t *testing.T) {
	out, _, err := run(t, `
		import { setTimeout as sleep, setInterval as every } from "timers/promises";
		for (const make of [(signal) => sleep(1e6, 0, { signal }), (signal) => every(1e6, 0, { signal }).next()]) {
			for (const reason of [undefined, "text", new Error("x")]) {
				const controller = new AbortController();
				setTimeout(() => controller.abort(reason), 1);
				console.log(await make(controller.signal).catch((error) => error === controller.signal.reason));
			}
			const late = AbortSignal.timeout(5);
			console.log(await make(late).catch((error) => error === late.reason && error.name));
		}
	`)
	if want := strings.TrimSpace(strings.Repeat("true\ntrue\ntrue\nTimeoutError\n", 2)); err != nil || out != want {
		t.Errorf("%v\n%s", err, out)
	}
}

func TestAliveSaysWhereATimerWasMade(t *testing.T) {
	var out runtimetest.Output
	rt := runtimetest.New(t, &out, runtime.WithModules(modules()...))
	var where []string
	rt.Loop().SetTimer(time.Second, false, func() {
		for _, a := range rt.Loop().Alive() {
			where = append(where, fmt.Sprint(a.Kind, " ", a.At))
		}
		rt.Loop().Stop()
	})
	_ = rt.Eval(t.Context(), "script.js", "setTimeout(() => {}, 5000);\nsetInterval(() => {}, 6000);")
	if got := strings.Join(where, ", "); !strings.Contains(got, "timer") || !strings.Contains(got, "script.js:1:") ||
		!strings.Contains(got, "interval") || !strings.Contains(got, "script.js:2:") {
		t.Errorf("got %s", got)
	}
}

func BenchmarkTimers(b *testing.B) {
	for name, source := range map[string]string{
		"setTimeout":     `(n) => { for (let i = 0; i < n; i++) setTimeout(() => {}, 1); }`,
		"clearTimeout":   `(n) => { for (let i = 0; i < n; i++) clearTimeout(setTimeout(() => {}, 1000)); }`,
		"setImmediate":   `(n) => { const f = () => { if (--n > 0) setImmediate(f); }; setImmediate(f); }`,
		"queueMicrotask": `(n) => { const f = () => { if (--n > 0) queueMicrotask(f); }; queueMicrotask(f); }`,
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			rt, err := runtime.New(runtime.WithModules(modules()...))
			if err != nil {
				b.Fatal(err)
			}
			defer rt.Close()
			err = rt.Do(b.Context(), func(vm *goja.Runtime) error {
				fn, err := vm.RunString(source)
				if err != nil {
					return err
				}
				b.ResetTimer()
				_, err = rt.Call(fn, goja.Undefined(), vm.ToValue(b.N))
				return err
			})
			if err == nil {
				err = rt.Loop().Run(b.Context())
			}
			if err != nil {
				b.Fatal(err)
			}
		})
	}
}
