package bind_test

import (
	"testing"
	"time"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/fault"
	"github.com/lariatjs/lariat/runtime/runtimetest"
)

// closer is a source of one item, whose end fails.
type closer struct{ bind.Source[int] }

func (closer) CloseThen(done func(error)) { done(fault.Closed.New("the end fails")) }

func TestBreakThrowsTheErrorOfTheSource(t *testing.T) {
	module := runtime.Module{Name: "test:closer", Globals: []string{"items"}, Load: func(rt *runtime.Runtime) runtime.Exports {
		return runtime.Exports{"items": bind.Func(rt, "items", 0, func(*bind.Call) (any, error) {
			return bind.Iterator(rt, "items", closer{&count{}}, func(n int) (any, error) { return n, nil }), nil
		})}
	}}
	runtimetest.Expect(t, `
		let left, own;
		try { for await (const n of items()) break; } catch (e) { left = e.message; }
		try { for await (const n of items()) throw new RangeError("own"); } catch (e) { own = e.message; }
		if (left + own !== "the end failsown") throw new Error(left + own);
	`, "", module)
}

func TestWithinLeavesWhatIsForeignAndWaitsForTheRest(t *testing.T) {
	module := runtime.Module{Name: "test:limit", Globals: []string{"limit", "pause"}, Load: func(rt *runtime.Runtime) runtime.Exports {
		return runtime.Exports{
			"limit": bind.AsyncFunc(rt, "limit", 1, func(c *bind.Call) (any, error) {
				scope, p := rt.NewScope(rt.Scope()), rt.NewPromise()
				scope.Limit(time.Millisecond, "limit")
				c.Function(0, "fn").Within(scope, func(v goja.Value, err error) {
					if err != nil {
						p.Reject(err)
						return
					}
					p.Resolve(v)
				}, bind.ToValue(rt, "argument"))
				return p.Value, nil
			}),
			"pause": bind.AsyncFunc(rt, "pause", 0, func(*bind.Call) (any, error) {
				p, done := rt.NewPromise(), rt.Scope().Busy()
				rt.Loop().SetTimer(5*time.Millisecond, false, func() {
					p.Resolve(nil)
					done()
				})
				return p.Value, nil
			}),
		}
	}}
	runtimetest.Expect(t, `
		const got = [await limit((a) => a), await limit(async (a) => a)];
		await limit(() => new Promise(() => {})).catch((e) => got.push(e.name));
		await limit(() => pause().then(() => "late")).then((v) => got.push(v));
		await limit(() => limit(() => pause().then(() => "later"))).then((v) => got.push(v));
		await limit(() => { throw new RangeError("thrown"); }).catch((e) => got.push(e.message));
		if (got.join() !== "argument,argument,TimeoutError,late,later,thrown") throw new Error(got.join());
	`, "", module)
}
