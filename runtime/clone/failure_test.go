package clone_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime/clone"
	"github.com/lariatjs/lariat/runtime/fault"
)

// TestErrorsKeepMore covers what the standard allows and Node does not do: class, code and other own properties.
func TestErrorsKeepMore(t *testing.T) {
	for _, c := range []struct{ expr, want string }{
		{
			`Object.assign(new Error("m"), {code: "E_X", info: {a: [1]}})`,
			`= #0=Error{stackh: string, "message"h: "m", "code": "E_X", "info": #1=Object{"a": #2=Array{"0": 1, "length"hf: 1}}}`,
		},
		{
			`new AggregateError([new TypeError("t"), 1], "all", {cause: 0})`,
			`= #0=AggregateError/Error{stackh: string, "message"h: "all", "cause"h: 0, ` +
				`"errors"h: #1=Array{"0": #2=TypeError/Error{stackh: string, "message"h: "t"}, "1": 1, "length"hf: 2}}`,
		},
		{
			`new (class MyError extends Error { constructor() { super("m"); this.name = "MyError" } })`,
			`= #0=Error{stackh: string, "message"h: "m", "name": "MyError"}`,
		},
		{
			`(() => { class MyError extends Error {}; MyError.prototype.name = "MyError"; return new MyError("m") })()`,
			`= #0=Error{stackh: string, "message"h: "m", "name"h: "MyError"}`,
		},
		{
			`(() => { const shared = {a: 1}; return [Object.assign(new Error("m"), {bad: [shared, () => 1], good: shared}), shared] })()`,
			`= #0=Array{"0": #1=Error{stackh: string, "message"h: "m", "good": #2=Object{"a": 1}}, "1": #2, "length"hf: 2}`,
		},
		{
			`Object.assign(new Error("m"), {outer: Object.assign(new Error("n"), {bad: [{}, Symbol()], code: 1}), x: 2})`,
			`= #0=Error{stackh: string, "message"h: "m", "outer": #1=Error{stackh: string, "message"h: "n", "code": 1}, "x": 2}`,
		},
		{`Object.assign(new Error("m"), {deep: {f() {}}})`, `= #0=Error{stackh: string, "message"h: "m"}`},
		{`Object.assign(new Error(), {message: "own"})`, `= #0=Error{stackh: string, "message": "own"}`},
		{
			`(() => { const e = new Error("m"); e.message = {toString() { return "text" }}; return e })()`,
			`= #0=Error{stackh: string, "message"h: "text"}`,
		},
		{`(() => { const e = new Error("m"); delete e.stack; return e })()`, `= #0=Error{"message"h: "m"}`},
	} {
		if got := roundTrip(t, newVM(t, clone.Hooks{}), newVM(t, clone.Hooks{}), c.expr); got != c.want {
			t.Errorf("%s\ngot  %s\nwant %s", c.expr, got, c.want)
		}
	}
}

func TestStackIsKept(t *testing.T) {
	from, to := newVM(t, clone.Hooks{}), newVM(t, clone.Hooks{})
	e := from.eval(t, `function thrower() { return new Error("here") } thrower()`).(*goja.Object)
	m, err := from.realm.Encode(e, clone.Options{})
	if err != nil {
		t.Fatal(err)
	}
	v, err := to.realm.Decode(m)
	if err != nil {
		t.Fatal(err)
	}
	got := v.(*goja.Object).Get("stack").String()
	if got != e.Get("stack").String() || !strings.Contains(got, "thrower") {
		t.Errorf("stack: %s", got)
	}
	if err := to.Set("e", v); err != nil {
		t.Fatal(err)
	}
	if !to.eval(t, `Error.isError(e) && e instanceof Error && String(e) === "Error: here"`).ToBoolean() {
		t.Error("it is no error any more")
	}
}

func TestErrorClassHooks(t *testing.T) {
	from := newVM(t, clone.Hooks{ErrorClass: func(o *goja.Object, name string) string {
		if c, ok := o.Get("constructor").(*goja.Object); ok && name == "Error" {
			return "app#" + c.Get("name").String()
		}
		return name
	}})
	var to *vm
	to = newVM(t, clone.Hooks{ErrorPrototype: func(class string) *goja.Object {
		if class == "app#Special" {
			return to.Get("Special").(*goja.Object).Get("prototype").(*goja.Object)
		}
		return nil
	}})
	to.eval(t, `globalThis.Special = class Special extends Error { get extra() { return "from the class" } }`)
	for expr, want := range map[string]bool{
		`new (class Special extends Error {})("m")`: true,
		`new (class Other extends Error {})("m")`:   false,
		`new TypeError("m")`:                        false,
	} {
		m, err := from.realm.Encode(from.eval(t, expr), clone.Options{})
		if err != nil {
			t.Fatal(err)
		}
		v, err := to.realm.Decode(m)
		if err != nil {
			t.Fatal(err)
		}
		if err := to.Set("e", v); err != nil {
			t.Fatal(err)
		}
		if got := to.eval(t, `e instanceof Special && e.extra === "from the class"`).ToBoolean(); got != want {
			t.Errorf("%s: instanceof Special is %v", expr, got)
		}
		if !to.eval(t, `e instanceof Error && e.message === "m"`).ToBoolean() {
			t.Errorf("%s: not an error with its message", expr)
		}
	}
}

func TestLenient(t *testing.T) {
	v := newVM(t, clone.Hooks{})
	e := v.eval(t, `new AggregateError([() => 1], "all", {cause: new Error("inner", {cause: Symbol()})})`)
	if _, err := v.realm.Encode(e, clone.Options{}); !errors.Is(err, fault.Clone) {
		t.Fatalf("got %v", err)
	}
	x, err := v.realm.Clone(e, clone.Options{Lenient: true})
	const want = `= #0=AggregateError/Error{stackh: string, "message"h: "all", "cause"h: #1=Error{stackh: string, "message"h: "inner"}}`
	if got := v.text(t, x, err); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}
