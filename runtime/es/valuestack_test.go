package es

import (
	goruntime "runtime"
	"testing"
	"weak"

	"github.com/dop251/goja"
)

// The machine runs on the room that it is lent, and what it leaves there is let go.
func TestValueStack(t *testing.T) {
	vm := newVM(t)
	s := Of(vm).ValueStack()
	run(t, vm, "0") // what was left by the start is gone
	var gone weak.Pointer[goja.Object]
	_ = vm.Set("note", func(c goja.FunctionCall) goja.Value {
		gone = weak.Make(c.Argument(0).(*goja.Object))
		if len(*s.used) == 0 || &(*s.used)[0] != &s.room[0] {
			t.Error("the machine has a stack of its own")
		}
		return goja.Undefined()
	})
	for range 3 {
		s.Lend()
		if _, err := vm.RunString("note([1])"); err != nil {
			t.Fatal(err)
		}
		if *s.used != nil {
			t.Fatal("goja keeps the stack: there is nothing to lend")
		}
		s.Clear()
		for i := 0; gone.Value() != nil && i < 10; i++ {
			goruntime.GC()
		}
		if gone.Value() != nil {
			t.Fatal("the stack holds what is gone")
		}
	}
	s.Lend()
	deep, err := vm.RunString("(function f(n) { return n ? 1 + f(n - 1) : 0 })(500)")
	if err != nil || deep.ToInteger() != 500 {
		t.Errorf("a deep stack gives %v, %v", deep, err)
	}
	s.Clear()
	goruntime.KeepAlive(vm)
}
