package es

import (
	"reflect"
	"testing"

	"github.com/dop251/goja"
)

// What goja keeps of a reaction lies where ours has it.
func TestReactionLayout(t *testing.T) {
	kept, ok := reflect.TypeFor[goja.Promise]().FieldByName("rejectReactions")
	if !ok {
		t.Fatal("goja keeps no list of reactions")
	}
	sameLayout(t, kept.Type.Elem().Elem(), reflect.TypeFor[reaction]())
	handler, _ := kept.Type.Elem().Elem().FieldByName("handler")
	sameLayout(t, handler.Type.Elem(), reflect.TypeFor[jobCallback]())
}

func sameLayout(t *testing.T, theirs, ours reflect.Type) {
	t.Helper()
	if theirs.NumField() != ours.NumField() || theirs.Size() != ours.Size() {
		t.Fatalf("%s has %d fields and %d bytes, ours %d and %d", theirs, theirs.NumField(), theirs.Size(), ours.NumField(), ours.Size())
	}
	for i := range ours.NumField() {
		a, b := theirs.Field(i), ours.Field(i)
		if a.Name != b.Name || a.Offset != b.Offset || a.Type.Size() != b.Type.Size() || a.Type.Kind() != b.Type.Kind() &&
			(a.Type.Kind() != reflect.Pointer || b.Type.Kind() != reflect.UnsafePointer) {
			t.Errorf("%s has %s %s, ours %s %s", theirs, a.Name, a.Type, b.Name, b.Type)
		}
	}
}

// Go hears of a promise in the order in which scripts do, before and after it has settled.
func TestThen(t *testing.T) {
	vm := newVM(t)
	r := Of(vm)
	run(t, vm, `globalThis.seen = []; globalThis.good = Promise.withResolvers(); globalThis.bad = Promise.withResolvers()`)
	note := vm.Get("seen").ToObject(vm)
	push := func(kind string) func(goja.Value) {
		return func(v goja.Value) { _ = note.Set(note.Get("length").String(), kind+v.String()) }
	}
	listen := func(source string) {
		r.Then(PromiseOf(run(t, vm, source)), push("go kept "), push("go broke "))
	}
	run(t, vm, `good.promise.then((v) => seen.push("kept " + v)); bad.promise.catch((v) => seen.push("broke " + v))`)
	listen("good.promise")
	listen("bad.promise")
	run(t, vm, `good.promise.then((v) => seen.push("then " + v)); bad.promise.catch((v) => seen.push("catch " + v))`)
	run(t, vm, "good.resolve(1); bad.reject(2)")
	listen("good.promise")
	listen("bad.promise")
	run(t, vm, "0") // what was added last is called before the next script ends
	got := run(t, vm, "seen.join()").String()
	if want := "kept 1,go kept 1,then 1,broke 2,go broke 2,catch 2,go kept 1,go broke 2"; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}
