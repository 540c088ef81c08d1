package es

import (
	"strings"
	"testing"

	"github.com/dop251/goja"
)

func TestFunctionsAreBuiltIn(t *testing.T) {
	vm := goja.New()
	r := Install(vm, newTestHost())
	_ = vm.Set("f", r.fn("some name", 3, func(c goja.FunctionCall) goja.Value { return c.Argument(1) }))
	got := run(t, vm, `[
		f.name, f.length, f(1, 2), "prototype" in f, Object.getPrototypeOf(f) === Function.prototype,
		(() => { try { new f() } catch (e) { return e.name } })(), String(f),
		...["name", "length"].map((key) => Object.getOwnPropertyDescriptor(f, key)).map((d) => [d.writable, d.enumerable, d.configurable]),
	].join()`).String()
	want := "some name,3,2,false,true,TypeError,function some name() { [native code] },false,false,true,false,false,true"
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestPreludeLooksNothingUp(t *testing.T) {
	vm := goja.New()
	r := Install(vm, newTestHost())
	run(t, vm, `
		const trap = () => { throw "trapped" };
		for (const name of ["get", "put", "more", "opaque", "slotted", "stamp"]) Object.prototype[name] = trap;
		for (const name of ["Error", "RangeError", "ReferenceError", "SyntaxError", "eval", "Object"]) globalThis[name] = trap;
		Function.prototype.call = Function.prototype.apply = trap;
	`)
	for name := range strings.FieldsSeq("opaque slotted stamp rangeError referenceError awaited disposeAll fromAsync") {
		if f := r.syntax(name); f == nil {
			t.Errorf("%s is not there", name)
		}
	}
	if got := r.rangeError("text").(*goja.Object); got.Get("name").String() != "RangeError" || got.Get("message").String() != "text" {
		t.Errorf("got %v", got)
	}
	if got := r.referenceError("text").(*goja.Object); got.Get("name").String() != "ReferenceError" {
		t.Errorf("got %v", got)
	}
	if got := r.syntaxError("text").(*goja.Object); got.Get("name").String() != "SyntaxError" || got.Get("message").String() != "text" {
		t.Errorf("got %v", got)
	}
}
