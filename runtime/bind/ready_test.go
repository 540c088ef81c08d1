package bind_test

import (
	"context"
	"strings"
	"testing"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/fault"
)

// ready has three numbers, and each second one at once.
type ready struct {
	last   int
	quick  int
	closed int
}

func (r *ready) Next(_ context.Context, done func(int, bool, error)) {
	if r.last == 3 {
		done(0, false, nil)
		return
	}
	r.last++
	done(r.last, true, nil)
}

func (r *ready) Ready() (int, bool) {
	if r.last%2 == 1 || r.last == 3 {
		return 0, false
	}
	r.last++
	r.quick++
	return r.last, true
}

func (r *ready) Close() { r.closed++ }

func TestForAwaitTakesWhatIsReady(t *testing.T) {
	const each = `const got = [];
		const it = items();
		BEFORE
		try { for await (const n of it) { got.push(n); INSIDE } } catch (err) { got.push(err.message); }
		globalThis.got = got.join();`
	for name, c := range map[string]struct {
		before, inside, got string
		bad, quick          int
	}{
		"all":                         {"", "", "1,2,3", 0, 2},
		"broken off":                  {"", "if (n === 2) break;", "1,2", 0, 1},
		"some by hand":                {"got.push((await it.next()).value);", "", "1,2,3", 0, 1},
		"another next":                {"const next = it.next; it.next = () => { got.push('next'); return next.call(it); };", "", "next,1,next,2,next,3,next", 0, 0},
		"a then of everything":        {"let n = 0; Object.defineProperty(Object.prototype, 'then', { get() { n++; }, configurable: true });", "", "1,2,3", 0, 0},
		"one that cannot be given":    {"", "", "no 1", 1, 1},
		"a later one that cannot":     {"", "", "1,2,no 3", 3, 2},
		"one that next does not give": {"", "", "1,no 2", 2, 1},
	} {
		t.Run(name, func(t *testing.T) {
			src := &ready{}
			module := runtime.Module{Name: "test:ready", Globals: []string{"items"}, Load: func(rt *runtime.Runtime) runtime.Exports {
				return runtime.Exports{"items": bind.Func(rt, "items", 0, func(*bind.Call) (any, error) {
					return bind.Iterator(rt, "items", src, func(n int) (any, error) {
						if n == c.bad {
							return nil, fault.Type.New("no %d", n)
						}
						return n, nil
					}), nil
				})}
			}}
			rt, err := runtime.New(runtime.WithModules(module))
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = rt.Close() }()
			if err := rt.Eval(t.Context(), "test.js", strings.NewReplacer("BEFORE", c.before, "INSIDE", c.inside).Replace(each)); err != nil {
				t.Fatal(err)
			}
			if got := rt.VM().Get("got").String(); got != c.got || src.quick != c.quick || src.closed != 1 {
				t.Errorf("%s, %d at once, closed %d times", got, src.quick, src.closed)
			}
		})
	}
}
