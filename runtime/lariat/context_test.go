package lariat_test

import (
	"context"
	"database/sql"
	"errors"
	"io"
	"testing"
	"testing/synctest"
	"time"

	"github.com/lariatjs/lariat/runtime/lariat"
)

func TestTheDeadlineOfACallIsThatOfTheScript(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		rt := start(t)
		defer rt.Close()
		const source = `import { timeRemaining, withTimeout } from "lariat:task";
			[timeRemaining(), await withTimeout("1s", async () => timeRemaining()), await withTimeout("1h", async () => timeRemaining())]`
		ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
		defer cancel()
		v, err := rt.Eval(ctx, source)
		if v.String() != "[ 5000, 1000, 5000 ]" || err != nil {
			t.Error(v, err)
		}
		expect(t, rt, source, "[ Infinity, 1000, 3600000 ]")
	})
}

func TestTheDeadlineOfARunIsThatOfTheProgram(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		rt := start(t, lariat.WithFS(source(`import { timeRemaining } from "lariat:task"; globalThis.left = timeRemaining()`)))
		defer rt.Close()
		ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
		defer cancel()
		if err := rt.Run(ctx, "main.ts"); err != nil {
			t.Error(err)
		}
		expect(t, rt, `import { timeRemaining } from "lariat:task"; [left, timeRemaining()]`, "[ 5000, Infinity ]")
	})
}

func TestTheLimitOfTimeIsADeadlineToo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		rt := start(t, lariat.WithLimits(lariat.Limits{Time: 3 * time.Second}))
		defer rt.Close()
		expect(t, rt, `import { timeRemaining } from "lariat:task"; timeRemaining()`, "3000")
	})
}

func TestTheDeadlineOfAScopeIsThatOfTheContextInGo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		type told struct {
			left             time.Duration
			has              bool
			err, child, late error
		}
		seen := make(chan told, 1)
		m := lariat.NewModule("app:time").Func("look", func(ctx context.Context) error {
			at, ok := ctx.Deadline()
			s := told{left: time.Until(at), has: ok}
			child, cancel := context.WithTimeout(ctx, time.Hour)
			defer cancel()
			if ok {
				<-child.Done()
				s.err, s.child, s.late = ctx.Err(), child.Err(), context.Cause(child)
			}
			seen <- s
			return nil
		})
		rt := start(t, lariat.WithModules(m))
		defer rt.Close()
		eval[any](t, rt, `import { look } from "app:time"; await look()`)
		if s := <-seen; s.has {
			t.Errorf("%+v", s)
		}
		_, err := rt.Eval(t.Context(), `import { withTimeout } from "lariat:task"; import { look } from "app:time"; await withTimeout("2s", look)`)
		is(t, err, context.DeadlineExceeded, "timed out after 2000 ms")
		s := <-seen
		if s.left != 2*time.Second || s.err != context.DeadlineExceeded || s.child != context.DeadlineExceeded {
			t.Errorf("%+v", s)
		}
		is(t, s.late, context.DeadlineExceeded, "timed out after 2000 ms")
	})
}

func TestCausesGoBothWays(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		causes := make(chan error, 1)
		m := lariat.NewModule("app:cause").Func("wait", func(ctx context.Context) error {
			<-ctx.Done()
			causes <- context.Cause(ctx)
			return ctx.Err()
		})
		rt := start(t, lariat.WithModules(m))
		defer rt.Close()
		_, err := rt.Eval(t.Context(), `
			import { withSignal } from "lariat:task";
			import { wait } from "app:cause";
			const c = new AbortController();
			setTimeout(() => c.abort(new RangeError("enough")), 1000);
			await withSignal(c.signal, wait)`)
		var js *lariat.JSError
		if cause := <-causes; !errors.As(cause, &js) || js.Name != "RangeError" || js.Message != "enough" {
			t.Error(cause)
		}
		is(t, err, err, "RangeError: enough")

		ctx, cancel := context.WithCancelCause(t.Context())
		time.AfterFunc(time.Second, func() { cancel(sql.ErrConnDone) })
		_, err = rt.Eval(ctx, `
			import { currentSignal } from "lariat:task";
			const signal = currentSignal();
			setTimeout(() => {}, 5000);
			try { await new Promise((_, no) => signal.addEventListener("abort", () => no(signal.reason))) } catch (e) { globalThis.reason = e; throw e }`)
		is(t, err, sql.ErrConnDone, "cancelled")
		_, err = rt.Eval(t.Context(), "throw reason")
		is(t, err, sql.ErrConnDone, "cancelled")
	})
}

func TestSignals(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		kept := make(chan *lariat.Signal, 10)
		m := lariat.NewModule("app:signal").
			Func("keep", func(s *lariat.Signal) { kept <- s }).Params("signal").
			Func("wait", func(ctx context.Context, id int, s *lariat.Signal) (string, error) {
				select {
				case <-ctx.Done():
					return "", ctx.Err()
				case <-s.Done():
					return s.Reason().Error(), nil
				}
			})
		rt := start(t, lariat.WithModules(m))
		defer rt.Close()
		eval[any](t, rt, `import { keep } from "app:signal"; keep(); keep(null); keep(AbortSignal.abort()); globalThis.c = new AbortController(); keep(c.signal); keep(AbortSignal.timeout(1000))`)
		if a, b := <-kept, <-kept; a != nil || b != nil {
			t.Error(a, b)
		}
		aborted, open, timeout := <-kept, <-kept, <-kept
		if !aborted.Aborted() || !errors.Is(aborted.Reason(), context.Canceled) || open.Aborted() || open.Reason() != nil {
			t.Error(aborted.Reason(), open.Reason())
		}
		<-timeout.Done()
		is(t, timeout.Reason(), context.DeadlineExceeded, "")
		child, cancel := context.WithCancel(open)
		defer cancel()
		eval[any](t, rt, `c.abort(new RangeError("no more"))`)
		<-child.Done()
		is(t, context.Cause(child), context.Cause(child), "RangeError: no more")
		expect(t, rt, `import { wait } from "app:signal"; const d = new AbortController(); setTimeout(() => d.abort("why"), 5); await wait(1, d.signal)`, `"uncaught 'why'"`)
		_, err := rt.Eval(t.Context(), `import { keep } from "app:signal"; keep({ aborted: true })`)
		is(t, err, err, `keep of app:signal: "signal": must be an AbortSignal, got { aborted: true }`)
		eval[any](t, rt, `import { keep } from "app:signal"; keep(new AbortController().signal)`)
		last := <-kept
		_ = rt.Close()
		<-last.Done()
		is(t, last.Reason(), lariat.ErrClosed, "the runtime has ended")
	})
}

// TestAParentThatHasJustEnded leaves no time for the runtime to be told of it.
func TestAParentThatHasJustEnded(t *testing.T) {
	for range 300 {
		parent, cancel := context.WithCancelCause(t.Context())
		rt := start(t, lariat.WithParent(parent))
		cancel(io.ErrClosedPipe)
		_, err := rt.Eval(t.Context(), "await new Promise(() => {})")
		is(t, err, io.ErrClosedPipe, "was cancelled")
		is(t, rt.Run(t.Context(), "x.js"), io.ErrClosedPipe, "was cancelled")
		_ = rt.Close()
	}
}

func TestAParentEndsItsRuntimes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		type key struct{}
		parent, cancel := context.WithCancelCause(context.WithValue(t.Context(), key{}, "p"))
		unwound := make(chan bool, 1)
		rt := start(t, lariat.WithParent(parent), lariat.WithModules(lariat.NewModule("app:p").Func("unwound", func() { unwound <- true })))
		idle := start(t, lariat.WithParent(parent))
		if n := eval[int](t, rt, "7"); n != 7 {
			t.Error(n)
		}
		time.AfterFunc(time.Second, func() { cancel(io.ErrClosedPipe) })
		_, err := rt.Eval(t.Context(), `import { sleep } from "lariat:task"; import { unwound } from "app:p"; try { await sleep("1h") } finally { unwound() }`)
		is(t, err, io.ErrClosedPipe, "eval was cancelled")
		<-unwound
		for _, rt := range []*lariat.Runtime{rt, idle} {
			synctest.Wait()
			_, err = rt.Eval(t.Context(), "1")
			is(t, err, io.ErrClosedPipe, "was cancelled")
			is(t, rt.Run(t.Context(), "x.js"), io.ErrClosedPipe, "was cancelled")
			if err := rt.Close(); err != nil {
				t.Error(err)
			}
		}
		late := start(t, lariat.WithParent(parent))
		_, err = late.Eval(t.Context(), "1")
		is(t, err, io.ErrClosedPipe, "was cancelled")
		_ = late.Close()
	})
	_, err := lariat.New(lariat.WithParent(nil), lariat.WithHTTPClient(nil)) //nolint:staticcheck // a mistake that New reports
	is(t, err, err, "WithParent: \"ctx\" must be a context.Context, got nil")
	is(t, err, err, "WithHTTPClient: \"c\" must be an *http.Client, got nil")
}
