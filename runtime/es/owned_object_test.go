package es

import (
	goruntime "runtime"
	"testing"
	"weak"

	"github.com/dop251/goja"
)

// An owned object is an ordinary one in every way that a script can tell.
func TestOwnedObject(t *testing.T) {
	if objectTable() == nil {
		t.Fatal("goja lays out its ordinary objects in another way")
	}
	vm := newVM(t)
	proto := run(t, vm, "globalThis.proto = { get own() { return Reflect.ownKeys(this).length } }; proto").(*goja.Object)
	made, ok := new(OwnedObject).Make(vm, proto, "made")
	taken := run(t, vm, "({ __proto__: proto })").(*goja.Object)
	if !ok || !Own(taken, 5) || OwnerOf(made) != "made" || OwnerOf(taken) != 5 {
		t.Errorf("the owners are %v and %v", OwnerOf(made), OwnerOf(taken))
	}
	for _, source := range []string{"Promise.resolve()", "({})", "() => 1", "new Proxy({}, {})", "proto", "[]", "new Error()", "Object"} {
		if owner := OwnerOf(run(t, vm, "("+source+")").(*goja.Object)); owner != nil {
			t.Errorf("%s has the owner %v", source, owner)
		}
	}
	for _, source := range []string{"Promise.resolve()", "() => 1", "new Proxy({}, {})", "[]", "new Error()", "new Map()", "globalThis"} {
		if Own(run(t, vm, "("+source+")").(*goja.Object), 1) {
			t.Errorf("%s has taken an owner", source)
		}
	}
	for i, obj := range []*goja.Object{made, taken} {
		_ = vm.Set("o", obj)
		got := run(t, vm, `[Object.getPrototypeOf(o) === proto, o.own, typeof o, String(o), JSON.stringify(o), Object.isExtensible(o),
			new Map([[o, 5]]).get(o), new WeakMap([[o, 6]]).get(o), (o.x = 1, o[Symbol.iterator] = 2, o.own), Object.keys({ ...o }),
			delete o.x, o.own, Object.defineProperty(o, "y", { get: () => 7 }).y, Object.isFrozen(Object.freeze(o)),
			Object.getPrototypeOf(Object.create(o)) === o, class extends Object { #p = 8; static of(o) { return #p in o } }.of(o)].join()`).String()
		if want := "true,0,object,[object Object],{},true,5,6,2,x,true,1,7,true,true,false"; got != want {
			t.Errorf("%d: got  %s\n   want %s", i, got, want)
		}
	}
	if !Own(taken, "other") || OwnerOf(taken) != "other" || OwnerOf(made) != "made" {
		t.Error("the owner cannot be replaced")
	}
}

func TestOwnedObjectIsCollected(t *testing.T) {
	vm := newVM(t)
	obj, _ := new(OwnedObject).Make(vm, vm.NewObject(), nil)
	gone := weak.Make(obj)
	for i := 0; gone.Value() != nil && i < 10; i++ {
		goruntime.GC()
	}
	if gone.Value() != nil {
		t.Error("it is never collected")
	}
	goruntime.KeepAlive(vm)
}
