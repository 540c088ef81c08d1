package es

import (
	"testing"

	"github.com/dop251/goja"
)

// TestRunning looks at a script from another goroutine, while it is in a loop of one line.
func TestRunning(t *testing.T) {
	vm := newVM(t)
	begun, over := make(chan struct{}), make(chan struct{})
	_ = vm.Set("begun", func(goja.FunctionCall) goja.Value { close(begun); return goja.Undefined() })
	go func() {
		defer close(over)
		_, err := vm.RunScript("busy.js", "begun();\nlet n = 0;\nfor (;;) { n++ }")
		if _, ok := err.(*goja.InterruptedError); !ok {
			t.Errorf("ended with %v", err)
		}
	}()
	<-begun
	found := map[int]int{}
	for i := 0; i < 20_000 || found[3] == 0 && i < 100_000_000; i++ { // it may not have got on for a while
		if frame, ok := Running(vm); ok {
			found[frame.Position().Line]++
		}
	}
	vm.Interrupt("enough")
	<-over
	if found[3] == 0 || found[1]+found[2]+found[3] < 1000 {
		t.Errorf("found %v", found)
	}
	if !machine().known {
		t.Error("goja keeps what it runs in another way")
	}
}

// TestRunningInANative has no place.
func TestRunningInANative(t *testing.T) {
	vm := newVM(t)
	calls := 0
	_ = vm.Set("here", func(goja.FunctionCall) goja.Value {
		calls++
		if frame, ok := Running(vm); ok {
			t.Errorf("found %v", frame.Position())
		}
		return goja.Undefined()
	})
	if run(t, vm, "here()"); calls != 1 {
		t.Error(calls)
	}
}
