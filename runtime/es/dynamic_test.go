package es

import (
	goruntime "runtime"
	"testing"
	"weak"

	"github.com/dop251/goja"
)

func TestDynamicObject(t *testing.T) {
	if dynamicTable() == nil {
		t.Error("goja lays out its dynamic objects in another way")
	}
	vm := newVM(t)
	proto := run(t, vm, "globalThis.proto = { get own() { return Object.keys(this).length } }; proto").(*goja.Object)
	obj := new(DynamicObject).Make(vm, proto, nothing{})
	_ = vm.Set("o", obj)
	got := run(t, vm, `[Object.getPrototypeOf(o) === proto, o.own, "x" in o, typeof o, String(o), new Map([[o, 5]]).get(o), new WeakMap([[o, 6]]).get(o),
		Object.setPrototypeOf(o, null) === o, Object.getPrototypeOf(o), o === globalThis.o].join()`).String()
	if want := "true,0,false,object,[object Object],5,6,true,,true"; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if _, ok := obj.Export().(nothing); !ok {
		t.Errorf("it exports %T", obj.Export())
	}
	gone := weak.Make(new(DynamicObject).Make(vm, proto, nothing{}))
	for i := 0; gone.Value() != nil && i < 10; i++ {
		goruntime.GC()
	}
	if gone.Value() != nil {
		t.Error("it is never collected")
	}
	goruntime.KeepAlive(obj)
}
