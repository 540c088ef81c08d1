package es

import (
	goruntime "runtime"
	"testing"
	"weak"

	"github.com/dop251/goja"
)

// An owned promise is a promise in every way that a script can tell.
func TestOwnedPromise(t *testing.T) {
	vm := newVM(t)
	r := Of(vm)
	proto := run(t, vm, "globalThis.proto = { __proto__: Promise.prototype, get own() { return Reflect.ownKeys(this).length } }; proto").(*goja.Object)
	made := func(owner any) (*goja.Object, *goja.Promise) { return new(OwnedPromise).Make(vm, proto, owner) }
	good, resolve := made("good")
	bad, reject := made(5)
	if OwnerOf(good) != "good" || OwnerOf(bad) != 5 {
		t.Errorf("the owners are %v and %v", OwnerOf(good), OwnerOf(bad))
	}
	for _, source := range []string{"Promise.resolve()", "({})", "() => 1", "new Proxy({}, {})", "proto", "[]", "async () => 1"} {
		if owner := OwnerOf(run(t, vm, "("+source+")").(*goja.Object)); owner != nil {
			t.Errorf("%s has the owner %v", source, owner)
		}
	}
	_ = vm.Set("good", good)
	_ = vm.Set("bad", bad)
	got := run(t, vm, `[good instanceof Promise, Object.getPrototypeOf(good) === proto, good.own, typeof good, String(good),
		Object.prototype.toString.call(good), Object.isExtensible(good), Promise.resolve(good) === good, new WeakMap([[good, 6]]).get(good),
		(good.x = 1, good[Symbol.iterator] = 2, good.own), Object.setPrototypeOf(good, Promise.prototype) === good].join()`).String()
	if want := "true,true,0,object,[object Promise],[object Promise],true,true,6,2,true"; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	run(t, vm, `globalThis.seen = []; good.then((v) => seen.push(v)); (async () => { seen.push(await good) })();
		bad.catch((e) => seen.push(e)); (async () => { try { await bad } catch (e) { seen.push(e) } })()`)
	r.Resolve(resolve, vm.ToValue("yes"))
	r.Reject(reject, vm.ToValue("no"))
	if got := run(t, vm, "seen.join()"); got.String() != "" {
		t.Errorf("settling ran reactions: %s", got)
	}
	if got := run(t, vm, "seen.join()"); got.String() != "yes,yes,no,no" {
		t.Errorf("the reactions saw %s", got)
	}
	if OwnerOf(good) != "good" {
		t.Error("the owner is gone")
	}
}

func TestOwnedPromiseIsCollected(t *testing.T) {
	vm := newVM(t)
	proto := vm.NewObject()
	obj, _ := new(OwnedPromise).Make(vm, proto, nil)
	gone := weak.Make(obj)
	for i := 0; gone.Value() != nil && i < 10; i++ {
		goruntime.GC()
	}
	if gone.Value() != nil {
		t.Error("it is never collected")
	}
	goruntime.KeepAlive(vm)
}
