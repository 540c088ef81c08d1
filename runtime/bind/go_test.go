package bind_test

import (
	"context"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/fault"
	"github.com/lariatjs/lariat/runtime/loop"
	"github.com/lariatjs/lariat/runtime/runtimetest"
)

// throughModule has work(signal), which waits until it is told to end and then for unwound, and ask(fn), whose work
// waits for what fn's promise gives.
func throughModule(unwound <-chan struct{}) runtime.Module {
	return runtime.Module{Name: "test:through", Globals: []string{"work", "ask", "after"}, Load: func(rt *runtime.Runtime) runtime.Exports {
		return runtime.Exports{
			"work": bind.AsyncFunc(rt, "work", 0, func(c *bind.Call) (any, error) {
				return bind.GoThrough(c, c.Context(0), func(ctx context.Context, _ *loop.Hold) (string, error) {
					<-ctx.Done()
					<-unwound
					return "", fault.System.New("unwound: %w", context.Cause(ctx))
				}, nil)
			}),
			"ask": bind.AsyncFunc(rt, "ask", 1, func(c *bind.Call) (any, error) {
				fn := c.Function(0, "fn")
				answer := make(chan string, 1)
				return bind.GoThrough(c, c.Context(1), func(ctx context.Context, hold *loop.Hold) (string, error) {
					rt.Loop().Post(func() {
						fn.Async(func(v goja.Value, err error) {
							hold.Ref()
							answer <- v.String()
						})
					})
					hold.Unref()
					select {
					case s := <-answer:
						return s, nil
					case <-ctx.Done():
						return "", context.Cause(ctx)
					}
				}, func(s string) (any, error) { return s, nil })
			}),
			"after": bind.AsyncFunc(rt, "after", 1, func(c *bind.Call) (any, error) {
				d, p := c.Duration(0, "ms"), rt.NewPromise()
				rt.Loop().SetTimer(d, false, func() { p.Resolve(bind.ToValue(rt, "late")) })
				return p.Value, nil
			}),
		}
	}}
}

func TestGoThroughSettlesWhenTheWorkIsThrough(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		unwound := make(chan struct{})
		rt, err := runtime.New(runtime.WithModules(throughModule(unwound)))
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = rt.Close() }()
		ctx, cancel := context.WithCancel(t.Context())
		ended := make(chan error)
		go func() {
			ended <- rt.Eval(ctx, "test.js", `try { await work(); } catch (e) { globalThis.caught = e.message; throw e; }`)
		}()
		synctest.Wait()
		cancel()
		synctest.Wait()
		select {
		case err := <-ended:
			t.Fatal("the program ended before its work:", err)
		default:
		}
		close(unwound)
		if err := <-ended; !errors.Is(err, context.Canceled) {
			t.Fatal(err)
		}
		if caught := rt.VM().Get("caught"); caught == nil || !strings.HasPrefix(caught.String(), "unwound: ") {
			t.Fatal("the script did not hear of the end:", caught)
		}
	})
}

func TestGoThroughLetsTimePassWhileItWaitsForScript(t *testing.T) {
	runtimetest.Expect(t, `if (await ask(() => after("1h")) !== "late") throw new Error();`, "", throughModule(nil))
	_, err := runtimetest.Run(t, `await ask(() => new Promise(() => {}));`, throughModule(nil))
	if !errors.Is(err, fault.Unsettled) {
		t.Fatal(err)
	}
}

func TestGoThroughInAScopeThatHasEnded(t *testing.T) {
	rt := runtimetest.New(t, io.Discard, runtime.WithModules(throughModule(nil)))
	rt.Cancel(fault.Aborted.New("enough"))
	if err := rt.Eval(t.Context(), "test.js", `await work();`); !errors.Is(err, fault.Aborted) {
		t.Fatal(err)
	}
}

func TestOperationsSettleInTheOrderOfTheirAnswers(t *testing.T) {
	module := runtime.Module{Name: "test:operate", Globals: []string{"operate"}, Load: func(rt *runtime.Runtime) runtime.Exports {
		calls := 0
		return runtime.Exports{"operate": bind.AsyncFunc(rt, "operate", 0, func(c *bind.Call) (any, error) {
			calls++
			return bind.Operate(c, c.Context(0), func(_ context.Context, done func(int, error)) {
				if n := calls; n%2 == 0 {
					done(n, nil) // inside start
				} else {
					answered := make(chan struct{})
					go func() { done(n, nil); close(answered) }()
					<-answered // inside start too, on another goroutine
				}
			}, func(n int) (any, error) { return n, nil })
		})}
	}}
	runtimetest.Expect(t, `
		const order = [];
		await Promise.all([1, 2, 3, 4, 5].map(() => operate().then((n) => order.push(n))));
		if (order.join() !== "1,2,3,4,5") throw new Error(order);
	`, "", module)
}
