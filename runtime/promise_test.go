package runtime_test

import (
	"testing"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime"
)

// TestThenUsesItsReactionsAgain settles promises in many orders, with others attached meanwhile: each Then hears once, and
// of its own promise.
func TestThenUsesItsReactionsAgain(t *testing.T) {
	rt, err := runtime.New()
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = rt.Close() }()
	const n = 3000
	heard := make([]int, 3*n)
	begin := rt.Loop().Post(func() {
		for i := range n {
			first, second := rt.NewPromise(), rt.NewPromise()
			hear := func(slot int, want int64) func(goja.Value) {
				return func(v goja.Value) {
					if heard[slot]++; v.ToInteger() != want {
						t.Errorf("Then %d got %v, want %d", slot, v, want)
					}
				}
			}
			wrong := func(goja.Value) { t.Errorf("the wrong reaction of %d", i) }
			rt.Then(first.Value, func(v goja.Value) {
				rt.Then(second.Value, wrong, hear(n+i, int64(-i)))
				hear(i, int64(i))(v)
				second.RejectValue(rt.VM().ToValue(-i))
			}, wrong)
			rt.Then(rt.VM().ToValue(i), hear(2*n+i, int64(i)), wrong)
			settle := func() { first.Resolve(rt.VM().ToValue(i)) }
			if i%3 == 0 {
				settle()
			} else {
				rt.Loop().Post(settle)
			}
		}
	})
	if err := rt.Loop().Run(t.Context()); err != nil || !begin {
		t.Fatal(err)
	}
	for slot, times := range heard {
		if times != 1 {
			t.Fatalf("Then %d heard %d times", slot, times)
		}
	}
}
