package bind_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
)

// TestTheScopeIsNotLeftBeforeTheAnswer cancels a program while the answer that it waits for is on its way from another
// goroutine: the core has detached its hook already and cannot be told any more.
func TestTheScopeIsNotLeftBeforeTheAnswer(t *testing.T) {
	for _, operate := range []bool{false, true} {
		synctest.Test(t, func(t *testing.T) {
			answers := make(chan func(int, error), 1)
			start := func(_ context.Context, done func(int, error)) { answers <- done }
			module := runtime.Module{Name: "test:answer", Globals: []string{"answer"}, Load: func(rt *runtime.Runtime) runtime.Exports {
				return runtime.Exports{"answer": bind.AsyncFunc(rt, "answer", 0, func(c *bind.Call) (any, error) {
					give := func(n int) (any, error) { return n, nil }
					if operate {
						return bind.Operate(c, c.Context(0), start, give)
					}
					return bind.Await(c, c.Context(0), unlisted{}, start, give)
				})}
			}}
			rt, err := runtime.New(runtime.WithModules(module))
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = rt.Close() }()
			hold := rt.Loop().Hold("test", "the program goes on while nobody waits")
			ctx, cancel := context.WithCancel(t.Context())
			ended := make(chan error, 1)
			go func() {
				ended <- rt.Eval(ctx, "test.js", `try { await answer(); await answer(); } finally { globalThis.tidied = true; }`)
			}()
			done := <-answers
			cancel()
			synctest.Wait()
			if len(ended) > 0 {
				t.Fatal("the program ended before its answer:", <-ended)
			}
			done(1, nil)
			if err := <-ended; !errors.Is(err, context.Canceled) {
				t.Error(err)
			}
			hold.Release()
			if tidied := rt.VM().Get("tidied"); tidied == nil || !tidied.ToBoolean() {
				t.Error("finally did not run")
			}
		})
	}
}

// unlisted waits for something that the deadlock report does not list.
type unlisted struct{}

func (unlisted) Label() string { return "" }
