package lariat_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime/lariat"
)

// start makes a runtime that is closed when the test ends.
func start(t testing.TB, opts ...lariat.Option) *lariat.Runtime {
	t.Helper()
	rt, err := lariat.New(opts...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = rt.Close() })
	return rt
}

// began is a module by which a script tells the test that it runs.
func began(tell func()) *lariat.Module { return lariat.NewModule("app:test").Func("began", tell) }

// is fails the test unless err is target and has the words in its message.
func is(t testing.TB, err, target error, words string) {
	t.Helper()
	if !errors.Is(err, target) || !strings.Contains(err.Error(), words) {
		t.Errorf("got the error %v, want one that is %v and says %q", err, target, words)
	}
}

func TestEvalReturnsTheLastValue(t *testing.T) {
	rt := start(t)
	n, err := lariat.Eval[int](t.Context(), rt, "const a = await Promise.resolve(20); a + 22")
	if n != 42 || err != nil {
		t.Error(n, err)
	}
	v, err := rt.Eval(t.Context(), "({ a: [1, 'x'] })")
	if v.String() != "{ a: [ 1, 'x' ] }" || err != nil {
		t.Error(v, err)
	}
}

func TestEvalInABubble(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		rt := start(t)
		defer rt.Close()
		began := time.Now()
		if _, err := rt.Eval(t.Context(), "await new Promise(r => setTimeout(r, 3_600_000))"); err != nil {
			t.Error(err)
		}
		if d := time.Since(began); d < time.Hour {
			t.Error(d)
		}
	})
}

func TestAnEndOfTheContextUnwindsTheScript(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		rt := start(t)
		defer rt.Close()
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		_, err := rt.Eval(ctx, `
			import { sleep } from "lariat:task";
			try { await sleep("1h") } finally { globalThis.unwound = true }`)
		is(t, err, context.DeadlineExceeded, "timed out")
		unwound, err := lariat.Eval[bool](t.Context(), rt, "unwound")
		if !unwound || err != nil {
			t.Error(unwound, err)
		}
	})
}

func TestABusyScriptIsInterruptedAfterTheGrace(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	rt := start(t, lariat.WithGrace(10*time.Millisecond), lariat.WithModules(began(cancel)))
	_, err := rt.Eval(ctx, `import { began } from "app:test"; began(); for (;;);`)
	is(t, err, context.Canceled, "eval was cancelled")
	_, err = rt.Eval(t.Context(), "1")
	is(t, err, lariat.ErrLimit, "did not let go")
}

func TestWhatCanNeverSettleIsAnError(t *testing.T) {
	rt := start(t)
	_, err := rt.Eval(t.Context(), "await new Promise(() => {})")
	is(t, err, lariat.ErrUnsettled, "eval can never settle")
	_, err = rt.Eval(t.Context(), `import { Mutex } from "lariat:lock"; const m = new Mutex(); await m.lock(); await m.lock()`)
	is(t, err, lariat.ErrDeadlock, "deadlock")
	if n, err := lariat.Eval[int](t.Context(), rt, "7"); n != 7 || err != nil {
		t.Error(n, err)
	}
}

func TestAnUncaughtExceptionEndsTheRuntime(t *testing.T) {
	rt := start(t)
	_, err := rt.Eval(t.Context(), "setTimeout(() => { throw new RangeError('oops') }); await new Promise(r => setTimeout(r, 60_000))")
	var js *lariat.JSError
	if !errors.As(err, &js) || js.Name != "RangeError" || js.Message != "oops" || len(js.Stack) == 0 || js.Stack[0].Line != 1 {
		t.Fatalf("%v %+v", err, js)
	}
	if _, again := rt.Eval(t.Context(), "1"); !errors.Is(again, err) {
		t.Error(again)
	}
}

func TestCloseEndsCallsAndComesTwice(t *testing.T) {
	rt := start(t)
	began := make(chan struct{})
	done := make(chan error)
	go func() {
		done <- rt.Do(t.Context(), func(*goja.Runtime) error { close(began); return nil })
		_, err := rt.Eval(t.Context(), "await new Promise(r => setTimeout(r, 60_000))")
		done <- err
	}()
	<-began
	if err := <-done; err != nil {
		t.Error(err)
	}
	if err := rt.Close(); err != nil {
		t.Error(err)
	}
	is(t, <-done, lariat.ErrClosed, "the runtime was closed")
	if err := rt.Close(); err != nil {
		t.Error(err)
	}
	_, err := rt.Eval(t.Context(), "1")
	is(t, err, lariat.ErrClosed, "closed")
}

func TestDoHasTheEngine(t *testing.T) {
	rt := start(t)
	err := rt.Do(t.Context(), func(vm *goja.Runtime) error {
		if err := vm.Set("answer", 42); err != nil {
			return err
		}
		_, err := vm.RunString("throw new TypeError('as ' + answer)")
		return err
	})
	var js *lariat.JSError
	if !errors.As(err, &js) || js.Message != "as 42" {
		t.Error(err)
	}
	err = rt.Do(t.Context(), func(*goja.Runtime) error {
		_, err := rt.Eval(t.Context(), "1")
		return err
	})
	is(t, err, err, "called by a function that the script waits for")
}

func TestWaitWaitsUntilNothingIsLeft(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		rt := start(t)
		defer rt.Close()
		if _, err := rt.Eval(t.Context(), "setTimeout(() => { globalThis.late = true }, 1000); 0"); err != nil {
			t.Fatal(err)
		}
		if err := rt.Wait(t.Context()); err != nil {
			t.Error(err)
		}
		if late, err := lariat.Eval[bool](t.Context(), rt, "late"); !late || err != nil {
			t.Error(late, err)
		}
	})
}

func TestWhatACancelledCallLeavesBehindIsNoFailure(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		rt := start(t)
		defer rt.Close()
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		_, err := rt.Eval(ctx, `import { sleep } from "lariat:task"; sleep("1h"); (async () => { await sleep("2h") })(); await sleep("3h")`)
		is(t, err, context.DeadlineExceeded, "eval timed out")
		if n, err := lariat.Eval[int](t.Context(), rt, "7"); n != 7 || err != nil {
			t.Error(n, err)
		}
	})
}

func TestManyCallsAtOnce(t *testing.T) {
	rt := start(t)
	eval[any](t, rt, "globalThis.n = 0; 0")
	done := make(chan error)
	for range 50 {
		go func() {
			_, err := rt.Eval(t.Context(), "await new Promise(r => setTimeout(r, 1)); n++; 0")
			done <- err
		}()
	}
	for range 50 {
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
	if n := eval[int](t, rt, "n"); n != 50 {
		t.Error(n)
	}
}

func TestHooksSeeCalls(t *testing.T) {
	var log []string
	rt := start(t, lariat.WithHooks(lariat.Hooks{Call: func(_ context.Context, what string) func(error) {
		return func(err error) {
			log = append(log, what+" "+strings.SplitN(strings.TrimSpace(errText(err)), "\n", 2)[0])
		}
	}}))
	_, _ = rt.Eval(t.Context(), "1")
	_, _ = rt.Eval(t.Context(), "throw new Error('x')")
	if got := strings.Join(log, "; "); got != "eval ok; eval Error: x" {
		t.Error(got)
	}
}

func errText(err error) string {
	if err == nil {
		return "ok"
	}
	return err.Error()
}
