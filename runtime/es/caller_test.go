package es

import (
	"testing"

	"github.com/dop251/goja"
)

// TestCaller compares the place of a call with what goja says.
func TestCaller(t *testing.T) {
	vm := newVM(t)
	calls := 0
	_ = vm.Set("here", func(goja.FunctionCall) goja.Value {
		calls++
		frame, ok := Caller(vm)
		stack := vm.CaptureCallStack(2, nil)
		if want := stack[1]; ok != (want.SrcName() != "<native>") || ok && frame.Position() != want.Position() {
			t.Errorf("%v %v, want %v", frame.Position(), ok, want.Position())
		}
		return goja.Undefined()
	})
	run(t, vm, `here();
		const f = (g) => {
			g();   g(1);
		};
		f(here); [1].forEach(here); Reflect.apply(here, null, []); class A { constructor() { here() } } new A();
		(async () => { await 1; here() })(); function* g() { here(); yield here() } [...g()]`)
	if calls != 9 {
		t.Errorf("%d calls", calls)
	}
	if !callerLayout().known {
		t.Error("goja keeps its contexts in another way")
	}
}
