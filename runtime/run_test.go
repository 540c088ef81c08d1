package runtime_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	goruntime "runtime"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/fault"
	"github.com/lariatjs/lariat/runtime/loop"
)

// clockwork has what the tests of the engine need and nothing else.
var clockwork = runtime.Module{
	Name: "test:clockwork", Aliases: []string{"clockwork"}, Globals: []string{"log", "later", "exit", "block", "keep"},
	Load: func(rt *runtime.Runtime) runtime.Exports {
		return runtime.Exports{
			"log": bind.Func(rt, "log", 1, func(c *bind.Call) (any, error) {
				_, err := fmt.Fprintln(rt.Stdout(), c.Text(0))
				return nil, err
			}),
			"later": bind.Func(rt, "later", 2, func(c *bind.Call) (any, error) {
				d, fn := c.Duration(0, "ms"), c.Function(1, "fn")
				rt.Loop().SetTimer(d, false, func() {
					if _, err := fn.Call(); err != nil {
						rt.ReportUncaught(rt.ErrorValue(err))
					}
				})
				return nil, nil
			}),
			"exit": bind.Func(rt, "exit", 1, func(c *bind.Call) (any, error) {
				rt.Exit(c.Int(0, "code", 0))
				return nil, nil
			}),
			"block": bind.AsyncFunc(rt, "block", 0, func(c *bind.Call) (any, error) {
				return bind.Go(c, c.Context(0), func(ctx context.Context) (struct{}, error) {
					<-ctx.Done()
					return struct{}{}, ctx.Err()
				}, nil)
			}),
			"keep": bind.Func(rt, "keep", 0, func(*bind.Call) (any, error) {
				rt.Loop().SetTimer(time.Hour, true, func() {})
				return nil, nil
			}),
		}
	},
}

func engine(t *testing.T, out *bytes.Buffer, options ...runtime.Option) *runtime.Runtime {
	t.Helper()
	rt, err := runtime.New(append([]runtime.Option{runtime.WithModules(clockwork), runtime.WithStdio(nil, out, out)}, options...)...)
	if err != nil {
		t.Fatal(err)
	}
	return rt
}

func TestHoursOfScriptInABubble(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var out bytes.Buffer
		rt := engine(t, &out)
		defer rt.Close()
		before := time.Now()
		err := rt.Eval(t.Context(), "hours.js", `
			for (let i = 0; i < 3; i++) await new Promise((resolve) => later("1h", resolve));
			log("three hours");
		`)
		if err != nil || out.String() != "three hours\n" || time.Since(before) != 3*time.Hour {
			t.Errorf("%q after %s: %v", out.String(), time.Since(before), err)
		}
	})
}

func TestDateLivesInVirtualTime(t *testing.T) {
	var out bytes.Buffer
	start := time.Date(2001, 2, 3, 4, 5, 6, 0, time.UTC)
	rt := engine(t, &out, runtime.WithClock(loop.NewVirtual(start, true)))
	err := rt.Eval(t.Context(), "test.js", `
		const start = Date.now();
		later(3_600_000, () => log([start, Date.now() - start, new Date().getUTCHours(), Date().slice(0, 15)]));
	`)
	want := fmt.Sprintf("%d,3600000,5,%s\n", start.UnixMilli(), start.Add(time.Hour).Local().Format("Mon Jan 02 2006"))
	if err != nil || out.String() != want {
		t.Errorf("%q, %v; want %q", out.String(), err, want)
	}
}

func TestExitStopsTheScript(t *testing.T) {
	var out bytes.Buffer
	rt := engine(t, &out)
	defer rt.Close()
	err := rt.Eval(t.Context(), "exit.js", `
		later(1, () => log("never"));
		try { log("before"); exit(7); for (;;) log("after"); } finally { log("no finally"); }
	`)
	var exit *runtime.ExitError
	if !errors.As(err, &exit) || exit.Code != 7 || out.String() != "before\n" {
		t.Errorf("%v, %q", err, out.String())
	}
	if err := rt.Eval(t.Context(), "again.js", `log("again")`); err == nil {
		t.Error("a runtime that has ended ran again")
	}
}

func TestUncaughtInATimerEndsTheProgram(t *testing.T) {
	var out bytes.Buffer
	rt := engine(t, &out)
	defer rt.Close()
	err := rt.Eval(t.Context(), "timer.js", `
		later(1, () => { throw new TypeError("in a timer") });
		later(5, () => log("never"));
	`)
	var js *runtime.JSError
	if !errors.As(err, &js) || js.Name != "TypeError" || out.Len() > 0 {
		t.Fatalf("%v, %q", err, out.String())
	}
	if len(js.Stack) == 0 || js.Stack[0].Line != 2 || !strings.Contains(js.Text, "timer.js:2:") {
		t.Errorf("no place: %v\n%s", js.Stack, js.Text)
	}
}

func TestGoErrorsComeBackEqual(t *testing.T) {
	var out bytes.Buffer
	rt := engine(t, &out)
	defer rt.Close()
	ctx, cancel := context.WithCancelCause(t.Context())
	cause := fault.Closed.New("the host closes")
	rt.Loop().SetTimer(time.Millisecond, false, func() { cancel(cause) })
	err := rt.Eval(ctx, "blocked.js", `try { await block(); } finally { log("finally"); }`)
	if !errors.Is(err, fault.Closed) || out.String() != "finally\n" {
		t.Errorf("%v, %q", err, out.String())
	}
}

func TestCancelStopsWhatKeepsTheLoopAlive(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var out bytes.Buffer
		rt := engine(t, &out, runtime.WithGrace(3*time.Second))
		defer rt.Close()
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		before := time.Now()
		err := rt.Eval(ctx, "keep.js", `keep(); await new Promise(() => {})`)
		if !errors.Is(err, context.DeadlineExceeded) || time.Since(before) != time.Second {
			t.Errorf("%v after %s", err, time.Since(before))
		}
	})
}

func TestInterruptEndsALoop(t *testing.T) {
	var out bytes.Buffer
	rt := engine(t, &out)
	defer rt.Close()
	began := make(chan struct{})
	go func() {
		<-began
		rt.Interrupt(fault.Limit.New("enough"))
	}()
	rt.Loop().Post(func() { close(began) })
	err := rt.Eval(t.Context(), "loop.js", `try { for (;;); } catch { log("caught"); } finally { log("finally"); }`)
	if !errors.Is(err, fault.Limit) || out.Len() > 0 {
		t.Errorf("%v, %q", err, out.String())
	}
}

func TestMistakesInModulesAreFoundAtConstruction(t *testing.T) {
	load := func(*runtime.Runtime) runtime.Exports { return nil }
	for name, modules := range map[string][]runtime.Module{
		"no name": {{Load: load}}, "no load": {{Name: "a"}},
		"twice": {{Name: "a", Load: load}, {Name: "b", Aliases: []string{"a"}, Load: load}},
	} {
		if rt, err := runtime.New(runtime.WithModules(modules...)); !errors.Is(err, fault.Module) {
			t.Errorf("%s: %v, %v", name, rt, err)
		}
	}
}

func TestDoGivesTheVM(t *testing.T) {
	var out bytes.Buffer
	rt := engine(t, &out)
	defer rt.Close()
	var sum int64
	err := rt.Do(t.Context(), func(vm *goja.Runtime) error {
		v, err := vm.RunString("1 + 2")
		if err == nil {
			sum = v.ToInteger()
		}
		return err
	})
	if err != nil || sum != 3 {
		t.Errorf("%d, %v", sum, err)
	}
}

func TestAThousandRuntimesLeaveNothing(t *testing.T) {
	goroutines := goruntime.NumGoroutine()
	for i := range 1000 {
		var out bytes.Buffer
		rt := engine(t, &out)
		ctx, cancel := context.WithCancel(t.Context())
		switch i % 3 {
		case 0:
			_ = rt.Eval(ctx, "a.js", `log("well")`)
		case 1:
			rt.Loop().Post(cancel)
			_ = rt.Eval(ctx, "b.js", `keep(); block(); await block()`)
		case 2:
			_ = rt.Eval(ctx, "c.js", `later(1e6, () => {}); block(); throw new Error("half way")`)
		}
		cancel()
		for range 2 {
			if err := rt.Close(); err != nil {
				t.Fatal(err)
			}
		}
	}
	for late := time.Now().Add(10 * time.Second); time.Now().Before(late); goruntime.Gosched() {
		if goruntime.NumGoroutine() <= goroutines {
			return
		}
	}
	t.Errorf("%d goroutines, %d before", goruntime.NumGoroutine(), goroutines)
}
