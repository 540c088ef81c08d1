package es

import (
	goruntime "runtime"
	"testing"

	"github.com/dop251/goja"
)

// TestAbandonedGenerators drops generators that stand at a yield, each referring to itself: they must not be kept.
func TestAbandonedGenerators(t *testing.T) {
	const count = 50
	vm := goja.New()
	r := Install(vm, contextHost{&tracker{}})
	collected := make(chan int, count)
	_ = vm.Set("token", func(goja.FunctionCall) goja.Value {
		o := vm.NewObject()
		goruntime.AddCleanup(o, func(int) { collected <- 1 }, 0)
		return o
	})
	_ = vm.Set("wait", vm.ToValue(r.async.mark(r.async.awaitMark)))
	_ = vm.Set("generate", vm.ToValue(r.async.generate))
	_ = vm.Set("count", count)
	_, err := vm.RunString(`
		function abandon(token) {
			const it = generate(undefined, null, function* () { yield wait(0); yield [it, token]; yield wait(new Promise(() => 0)) });
			it.next(); it.next(); it.next();
		}
		for (let i = 0; i < count; i++) abandon(token());
	`)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := vm.RunString("0"); err != nil { // the last one may still be on the stack
		t.Fatal(err)
	}
	gone := 0
	for range 200 {
		goruntime.GC()
		for more := true; more; {
			select {
			case n := <-collected:
				gone += n
			default:
				more = false
			}
		}
		if gone >= count-2 {
			break
		}
	}
	if gone < count-2 {
		t.Errorf("%d of %d generators are kept", count-gone, count)
	}
	goruntime.KeepAlive(vm)
}
