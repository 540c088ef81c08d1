package runtime_test

import (
	"slices"
	"testing"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime/runtimetest"
)

// TestMicrotasksOfGo has them stand in line with those of scripts, each under its own frame.
func TestMicrotasksOfGo(t *testing.T) {
	var seen []string
	rt := runtimetest.New(t, &runtimetest.Output{})
	err := rt.Do(t.Context(), func(*goja.Runtime) error {
		frame := *rt.Frame()
		frame.Task = rt.NewTask("other")
		note := func(what string) func() {
			return func() {
				if rt.Frame() == &frame {
					what += " in its frame"
				}
				seen = append(seen, what)
			}
		}
		settled := func(f func()) { rt.Then(rt.Settled(), func(goja.Value) { f() }, nil) }
		settled(note("first"))
		rt.Microtask(&frame, func() {
			note("second")()
			rt.Microtask(rt.Frame(), note("last"))
		})
		settled(note("third"))
		seen = append(seen, "now")
		return nil
	})
	if want := []string{"now", "first", "second in its frame", "third", "last in its frame"}; err != nil || !slices.Equal(seen, want) {
		t.Errorf("%v, %q", err, seen)
	}
}
