package runtime

import (
	"maps"
	"slices"
	"testing"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime/clone"
	"github.com/lariatjs/lariat/runtime/fault"
)

// TestErrorClassesAreMadeWhenNeeded keeps isolates small: all classes would take 65 KB of each.
func TestErrorClassesAreMadeWhenNeeded(t *testing.T) {
	rt, err := New()
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = rt.Close() }()
	made := func(err error, want ...string) {
		t.Helper()
		rt.ErrorValue(err)
		if got := slices.Sorted(maps.Keys(rt.errorClasses.made)); !slices.Equal(got, want) {
			t.Errorf("made: %v, want %v", got, want)
		}
	}
	made(fault.Type.New("wrong"), "TypeError")
	made(fault.Closed.New("closed"), "ClosedError", "LariatError", "TypeError")
	made(fault.Aborted.New("aborted"), "ClosedError", "DOMException", "LariatError", "TypeError")
	if closed := rt.ErrorClass("ClosedError"); rt.ErrorClass("Nobody") != nil || rt.ErrorClass("ClosedError") != closed {
		t.Error("a class is made once, and only if the table has it")
	}
}

// TestOwnErrorsStayWhatTheyAre clones an error of a script's own that is named as one of ours, before ours is made.
func TestOwnErrorsStayWhatTheyAre(t *testing.T) {
	rt, err := New()
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = rt.Close() }()
	v, err := rt.VM().RunString(`class ClosedError extends Error { get name() { return "ClosedError"; } }; new ClosedError("mine")`)
	if err != nil {
		t.Fatal(err)
	}
	copied, err := rt.Cloner().Clone(v, clone.Options{})
	if err != nil {
		t.Fatal(err)
	}
	ours := rt.ErrorClass("ClosedError")
	if rt.VM().InstanceOf(copied, ours) || !rt.VM().InstanceOf(copied, rt.ErrorClass("Error")) {
		t.Error("the copy is one of ours")
	}
	copied, err = rt.Cloner().Clone(rt.ErrorValue(fault.Closed.New("closed")), clone.Options{})
	if err != nil || !rt.VM().InstanceOf(copied, ours) {
		t.Errorf("the copy of ours is not: %v", err)
	}
}

// The classes of errors are made when one is needed, and by then a script may have taken away what they are made of.
func TestErrorsWithoutGlobals(t *testing.T) {
	rt, err := New()
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = rt.Close() }()
	err = rt.Do(t.Context(), func(vm *goja.Runtime) error {
		_, err := vm.RunString(`for (const k of Object.getOwnPropertyNames(globalThis)) { try { globalThis[k] = null; delete globalThis[k] } catch {} }`)
		for _, kind := range fault.Kinds() {
			if v := rt.ErrorValue(kind.New("it failed")); v.(*goja.Object).Get("message").String() != "it failed" {
				t.Error(kind.Class, v)
			}
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}
