package lariat_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/lariatjs/lariat/runtime/lariat"
)

// inNative has a function that does not come back before release, as a built-in that cannot be interrupted.
func inNative(release <-chan struct{}) *lariat.Module {
	return lariat.NewModule("app:stuck").Func("wait", func() { <-release })
}

const stuckSource = `import { wait } from "app:stuck"; export default () => wait(); export const one = () => 1`

func TestWrongLimitsAreReportedAtOnce(t *testing.T) {
	_, err := lariat.New(lariat.WithLimits(lariat.Limits{Time: -1, Turn: -1, Memory: 1, Workers: -1}), lariat.WithGrace(-1))
	for _, want := range []string{"Time must", "Turn must", "Memory must", "Workers must", "WithGrace: must"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q is not in %v", want, err)
		}
	}
}

func TestTimeOfCallsIsLimited(t *testing.T) {
	rt, err := lariat.New(lariat.WithFS(source(`export const forever = () => new Promise((r) => setTimeout(r, 1e6)); export const one = () => 1`)),
		lariat.WithLimits(lariat.Limits{Time: time.Second}))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = rt.Close() }()
	_, err = lariat.Call[any](t.Context(), rt, "./main.ts", "forever")
	is(t, err, lariat.ErrLimit, "forever of ./main.ts timed out: it may not take more than 1s")
	is(t, err, context.DeadlineExceeded, "timed out")
	if n, err := lariat.Call[int](t.Context(), rt, "./main.ts", "one"); n != 1 || err != nil {
		t.Error(n, err) // the runtime goes on
	}
	rt, err = lariat.New(lariat.WithFS(source("for (;;);")), lariat.WithLimits(lariat.Limits{Time: 30 * time.Millisecond}),
		lariat.WithGrace(10*time.Millisecond))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = rt.Close() }()
	is(t, rt.Run(t.Context(), "main.ts"), lariat.ErrLimit, "main.ts timed out: it may not take more than 30ms")
}

// Whoever waits for a script that sits in a native gets an answer; the runtime is left behind.
func TestAStuckRuntimeIsLeftBehind(t *testing.T) {
	for _, how := range []string{"run", "call"} {
		t.Run(how, func(t *testing.T) {
			release, left := make(chan struct{}), make(chan error, 1)
			rt, err := lariat.New(lariat.WithFS(source(stuckSource+"; if (import.meta.main) wait()")), lariat.WithModules(inNative(release)),
				lariat.WithGrace(10*time.Millisecond), lariat.WithHooks(lariat.Hooks{Left: func(cause error) { left <- cause }}))
			if err != nil {
				t.Fatal(err)
			}
			ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
			defer cancel()
			if how == "run" {
				err = rt.Run(ctx, "main.ts")
			} else {
				_, err = lariat.Call[any](ctx, rt, "./main.ts", "default")
			}
			is(t, err, context.DeadlineExceeded, "timed out")
			is(t, <-left, lariat.ErrLimit, "did not let go of its goroutine")
			_, err = lariat.Call[any](t.Context(), rt, "./main.ts", "one")
			is(t, err, lariat.ErrLimit, "did not let go of its goroutine")
			is(t, rt.Close(), lariat.ErrLimit, "close: the script sits in a function that cannot be interrupted")
			close(release)
		})
	}
}

func TestAPoolDoesNotFillUpWithStuckRuntimes(t *testing.T) {
	release, left := make(chan struct{}), make(chan error, 2)
	pool, err := lariat.NewPool(lariat.PoolConfig{Max: 1, Options: []lariat.Option{
		lariat.WithFS(source(stuckSource)), lariat.WithModules(inNative(release)), lariat.WithGrace(10 * time.Millisecond),
		lariat.WithHooks(lariat.Hooks{Left: func(cause error) { left <- cause }}),
	}})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	_, err = lariat.PoolCall[any](ctx, pool, "./main.ts", "default")
	is(t, err, context.DeadlineExceeded, "timed out")
	is(t, <-left, lariat.ErrLimit, "did not let go")
	until(t, func() bool { return pool.Stats().Stuck == 1 })
	_, err = lariat.PoolCall[any](t.Context(), pool, "./main.ts", "one")
	is(t, err, lariat.ErrLimit, "the pool has left 1 runtimes behind")
	close(release)
	until(t, func() bool { return pool.Stats().Stuck == 0 })
	if n, err := lariat.PoolCall[int](t.Context(), pool, "./main.ts", "one"); n != 1 || err != nil {
		t.Error(n, err)
	}
	if err := pool.Close(); err != nil {
		t.Error(err)
	}
}

// until waits for a fact that nobody tells of.
func until(t *testing.T, fact func() bool) {
	t.Helper()
	for !fact() {
		select {
		case <-t.Context().Done():
			t.Fatal("it does not come")
		case <-time.After(time.Millisecond):
		}
	}
}

func TestAProgramThatNeedsTooMuchEndsAlone(t *testing.T) {
	program := func(text string) *lariat.Runtime {
		rt, err := lariat.New(lariat.WithFS(source(text)), lariat.WithLimits(lariat.Limits{Memory: 64 << 20}))
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = rt.Close() })
		return rt
	}
	hungry := program("export default () => { const all = []; for (;;) all.push({ i: all.length }) }")
	modest := program("let n = 0; export default () => { const all = []; for (let i = 0; i < 1e4; i++) all.push({ i }); return ++n }")
	ended := errors.New("the other has ended")
	ctx, cancel := context.WithCancelCause(t.Context())
	go func() {
		_, err := lariat.Call[any](context.Background(), hungry, "./main.ts", "default")
		is(t, err, lariat.ErrLimit, "the program needs more than 64 MB of memory")
		cancel(ended)
	}()
	for want := 1; context.Cause(ctx) == nil; want++ {
		n, err := lariat.Call[int](context.Background(), modest, "./main.ts", "default")
		if err != nil || n != want {
			t.Fatal(n, err)
		}
	}
	if context.Cause(ctx) != ended {
		t.Error(context.Cause(ctx))
	}
}
