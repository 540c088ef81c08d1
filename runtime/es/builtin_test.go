package es

import (
	"testing"

	"github.com/dop251/goja"
)

// TestBuiltinsAreThoseOfTheGlobals compares them before and after a script has looked at the global, and takes it away.
func TestBuiltinsAreThoseOfTheGlobals(t *testing.T) {
	names := append([]string{
		"RegExp", "Function", "SuppressedError", "encodeURIComponent", "decodeURIComponent", "Error", "Symbol", "TypeError", "AggregateError",
		"DataView", "String", "Number", "Boolean",
	}, amended[:]...)
	for _, name := range names {
		for _, first := range []bool{true, false} {
			vm := goja.New()
			r := Install(vm, newTestHost())
			var global goja.Value
			if first {
				global = vm.Get(name)
			}
			got := r.Builtin(name)
			if !first {
				global = vm.Get(name)
			}
			if !IsBuiltin(name) || got == nil || goja.Value(got) != global {
				t.Errorf("%s (the global first: %v): got %v, want %v", name, first, got, global)
			}
			if err := vm.GlobalObject().Delete(name); err != nil {
				t.Fatal(err)
			}
			if r.Builtin(name) != got {
				t.Errorf("%s is another when its global is gone", name)
			}
		}
	}
	if r := Install(goja.New(), newTestHost()); r.Builtin("globalThis") != nil || IsBuiltin("nothing") {
		t.Error("there is a built-in that is none")
	}
}
