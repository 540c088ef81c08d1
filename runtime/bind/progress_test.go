package bind_test

import (
	"testing"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/runtimetest"
)

// progressModule has work(items, fn): each item is a part that ends, "bad" one that fails, "turn" is the end of a turn.
func progressModule() runtime.Module {
	return runtime.Module{Name: "test:progress", Globals: []string{"work"}, Load: func(rt *runtime.Runtime) runtime.Exports {
		return runtime.Exports{"work": bind.AsyncFunc(rt, "work", 2, func(c *bind.Call) (any, error) {
			end := rt.NewPromise()
			p := bind.NewProgress(rt, c.FunctionOr(1, "fn"), end.Reject)
			if n, ok := bind.CountOf(c.Value(0)); ok {
				p.Total(n)
			}
			var items []string
			c.VM().ForOf(c.Value(0), func(v goja.Value) bool {
				items = append(items, v.String())
				return true
			})
			var next func(i int)
			next = func(i int) {
				for ; i < len(items); i++ {
					switch items[i] {
					case "turn":
						p.Add(1, 0)
						rt.Loop().Post(func() { next(i + 1) })
						return
					case "bad":
						p.Add(1, 1)
					default:
						p.Add(1, 0)
					}
				}
				if err := p.End(); err != nil {
					end.Reject(err)
					return
				}
				end.Resolve(nil)
			}
			next(0)
			return end.Value, nil
		})}
	}}
}

func TestProgressIsToldOnceATurn(t *testing.T) {
	out, err := runtimetest.Run(t, `
		const told = [];
		const hear = ({ done, failed, total }) => { told.push([done, failed, total ?? "?"].join("/")); };
		await work(["a", "turn", "b", "bad", "turn", "c"], hear);
		await work(new Set(["a", "b"]), hear);
		await work(function* () { yield "a"; }(), hear);
		await work([], hear);
		await work(["a"]);
		log(told.join(" "));
		const refuse = () => { throw new RangeError("enough"); };
		await work(["a"], refuse).catch((error) => log(error.message));
		await work(["a", "turn", "b"], refuse).catch((error) => log(error.message));
	`, progressModule(), testModule(&count{}))
	if want := "2/0/6 5/1/6 6/1/6 2/0/2 1/0/?\nenough\nenough\n"; err != nil || out != want {
		t.Errorf("got %q, %v", out, err)
	}
}
