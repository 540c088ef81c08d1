package clone_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime/clone"
	"github.com/lariatjs/lariat/runtime/fault"
)

func TestErrorNamesThePath(t *testing.T) {
	const function = " and cannot be cloned: send data, and import the function on the other side"
	for _, c := range []struct{ expr, want string }{
		{`() => 1`, "value is a function" + function},
		{`({list: [1, 2, 3, {fn() {}}]})`, "value.list[3].fn is a function" + function},
		{`({list: [0, class {}]})`, "value.list[1] is a class" + function},
		{`[[async () => 1]]`, "value[0][0] is an async function" + function},
		{`({g: function* () {}})`, "value.g is a generator function" + function},
		{`({"odd key": {"": Symbol()}})`, `value["odd key"][""] is a symbol and cannot be cloned: send a string`},
		{`({0: [Symbol()]})`, "value[0][0] is a symbol and cannot be cloned: send a string"},
		{`({"01": Object(Symbol())})`, `value["01"] is a symbol and cannot be cloned: send a string`},
		{`({"é": new WeakMap()})`, "value.é is a WeakMap and cannot be cloned: send the values that are needed"},
		{`({"\ud800": new WeakSet()})`, "value.\ufffd is a WeakSet and cannot be cloned: send the values that are needed"},
		{
			`new Map([["k", new Map([[1, Promise.resolve()]])]])`,
			`value.get("k").get(1) is a Promise and cannot be cloned: await it first`,
		},
		{`new Map([[{f() {}}, 1]])`, "value.keys()[0].f is a function" + function},
		{`new Map([[{}, 1], [{}, () => 1]])`, "value.values()[1] is a function" + function},
		{`({s: new Set([1, () => 1])})`, "value.s.values()[1] is a function" + function},
		{`[, (function () { return arguments })()]`, "value[1] is an arguments object and cannot be cloned: send [...arguments]"},
		{`[[].values()]`, "value[0] is an iterator and cannot be cloned: send its values, as in [...iterator]"},
		{`({p: new Proxy({}, {})})`, "value.p is a Proxy and cannot be cloned: send what is behind it, or a copy such as { ...proxy }"},
		{`({e: new Error("x", {cause: {f() {}}})})`, "value.e.cause.f is a function" + function},
		{`({e: new AggregateError([1, Symbol()])})`, "value.e.errors[1] is a symbol and cannot be cloned: send a string"},
		{`({a: globalThis})`, "value.a is the global object and cannot be cloned: send the values that are needed"},
		{`({go: goValue})`, "value.go is an object of the host and cannot be cloned: send the values that are needed"},
		{
			`(() => { let o = {f() {}}; for (let i = 0; i < 40; i++) o = {["k" + i]: o}; return o })()`,
			"value.k39.k38.k37.k36.k35.k34.k33.k32….k2.k1.k0.f is a function" + function,
		},
	} {
		v := newVM(t, clone.Hooks{})
		if err := v.Set("goValue", map[string]any{"x": 1}); err != nil {
			t.Fatal(err)
		}
		_, err := v.realm.Encode(v.eval(t, c.expr), clone.Options{})
		if !errors.Is(err, fault.Clone) || err.Error() != c.want {
			t.Errorf("%s\ngot  %v\nwant %s", c.expr, err, c.want)
		}
	}
}

func TestThrownValuePassesThrough(t *testing.T) {
	v := newVM(t, clone.Hooks{})
	thrown := v.eval(t, `globalThis.thrown = new TypeError("mine")`)
	_, err := v.realm.Encode(v.eval(t, `({a: [{get b() { throw thrown }}]})`), clone.Options{})
	var ex *goja.Exception
	if !errors.As(err, &ex) || !ex.Value().StrictEquals(thrown) {
		t.Fatalf("got %v", err)
	}
}

func TestInterruptPassesThrough(t *testing.T) {
	v := newVM(t, clone.Hooks{})
	if err := v.Set("stop", func(goja.FunctionCall) goja.Value {
		v.Interrupt("enough")
		return goja.Undefined()
	}); err != nil {
		t.Fatal(err)
	}
	_, err := v.realm.Encode(v.eval(t, `({get a() { stop(); for (;;); }})`), clone.Options{})
	var stopped *goja.InterruptedError
	if !errors.As(err, &stopped) || stopped.Value() != "enough" {
		t.Fatalf("got %v", err)
	}
}

func TestStackOverflowPassesThrough(t *testing.T) {
	v := newVM(t, clone.Hooks{})
	v.SetMaxCallStackSize(500)
	_, err := v.realm.Encode(v.eval(t, `({get a() { return this.a }})`), clone.Options{})
	var overflow *goja.StackOverflowError
	if !errors.As(err, &overflow) {
		t.Fatalf("got %v", err)
	}
}

func TestLimits(t *testing.T) {
	deep := func(n string) string {
		return `(() => { let o = {}; for (let i = 1; i < ` + n + `; i++) o = {o}; return o })()`
	}
	for _, c := range []struct {
		expr string
		o    clone.Options
		want string
	}{
		{deep("1000"), clone.Options{}, ""},
		{deep("1001"), clone.Options{}, "is nested deeper than 1000 levels"},
		{deep("20000"), clone.Options{MaxDepth: 1 << 30}, ""},
		{deep("20001"), clone.Options{MaxDepth: 1 << 30}, "is nested deeper than 20000 levels"},
		{`[[[1]]]`, clone.Options{MaxDepth: 2}, "value[0][0] is nested deeper than 2 levels"},
		{`({get a() { return {__proto__: null, get a() { return make() }} }})`, clone.Options{}, "deeper than 1000"},
		{`[1, 2, 3]`, clone.Options{MaxNodes: 4}, ""},
		{`[1, 2, 3]`, clone.Options{MaxNodes: 3}, "value makes the message larger than 3 values"},
		{`({a: [1, {b: 2}]})`, clone.Options{MaxNodes: 5}, ""},
		{`({a: [1, {b: 2}]})`, clone.Options{MaxNodes: 4}, "value.a[1].b makes the message larger than 4 values"},
		{`new Map([[1, 2]])`, clone.Options{MaxNodes: 2}, "value.get(1) makes the message larger than 2 values"},
		{`"x".repeat(100)`, clone.Options{MaxBytes: 116}, ""},
		{`["x".repeat(100)]`, clone.Options{MaxBytes: 116}, "value makes the message larger than 116 bytes"},
		{`({["x".repeat(100)]: 1})`, clone.Options{MaxBytes: 116}, "larger than 116 bytes"},
		{`({b: new Uint8Array(1000)})`, clone.Options{MaxBytes: 999}, "value.b.buffer makes the message larger than 999 bytes"},
		{`new Error("m", {cause: "x".repeat(500)})`, clone.Options{MaxBytes: 499}, "larger than 499 bytes"},
	} {
		v := newVM(t, clone.Hooks{})
		v.eval(t, `function make() { return {get a() { return make() }} }`)
		_, err := v.realm.Encode(v.eval(t, c.expr), c.o)
		if c.want == "" {
			if err != nil {
				t.Errorf("%s: %v", c.expr, err)
			}
			continue
		}
		if !errors.Is(err, fault.Clone) || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s\ngot  %v\nwant %s", c.expr, err, c.want)
		}
	}
}

// TestHostileValues makes sure that nothing panics, hangs or allocates by a claimed length.
func TestHostileValues(t *testing.T) {
	for _, expr := range []string{
		`({length: 2 ** 53})`,
		`new Array(4294967295)`,
		`(() => { const a = []; a[4294967294] = 1; a[0] = a; return a })()`,
		`Object.setPrototypeOf(new Date(0), RegExp.prototype)`,
		`Object.setPrototypeOf(new Map([[1, 2]]), Set.prototype)`,
		`Object.setPrototypeOf(new Uint8Array(2), null)`,
		`Object.setPrototypeOf(new Error("e"), null)`,
		`Object.setPrototypeOf(/x/g, {get flags() { throw 1 }, get source() { throw 2 }})`,
		`Object.defineProperty(/x/g, "global", {value: false})`,
		`Object.defineProperty(new Uint8Array(2), "length", {value: 1e9})`,
		`Object.defineProperty(new DataView(new ArrayBuffer(2)), "byteLength", {value: 1e9})`,
		`Object.defineProperty(new Map(), "size", {value: 1e9})`,
		`Object.defineProperty(new Error("x"), "code", {get() { throw 1 }, enumerable: true})`,
		`(() => { const e = new Error("x"); e.stack = {toString() { throw 1 }}; return e })()`,
		`(() => { const e = new Error("x"); delete e.stack; return e })()`,
	} {
		from, to := newVM(t, clone.Hooks{}), newVM(t, clone.Hooks{})
		m, err := from.realm.Encode(from.eval(t, expr), clone.Options{})
		if err != nil {
			t.Errorf("%s: %v", expr, err)
			continue
		}
		if v, err := to.realm.Decode(m); err != nil || v == nil {
			t.Errorf("%s: decoded %v, %v", expr, v, err)
		}
	}
}

// TestPollutedRuntime clones where a script has put setters on the prototypes and replaced every global.
func TestPollutedRuntime(t *testing.T) {
	const pollute = `
		const trap = {__proto__: null, set() { throw "setter" }, get() { throw "getter" }, configurable: true};
		for (const key of ["a", "b", "0", "1", "stack", "cause", "errors"]) {
			Object.defineProperty(Object.prototype, key, trap);
		}
		for (const key of ["0", "1", "2", "3"]) Object.defineProperty(Array.prototype, key, trap);
		for (const C of [Map, Set]) for (const key of ["set", "add", "get", "forEach"]) C.prototype[key] = () => { throw key };
		for (const key of ["Map", "Set", "Array", "Object", "Error", "Date", "RegExp", "Uint8Array", "Reflect", "Function"]) {
			globalThis[key] = class { constructor() { throw "class" } };
		}
		[].__proto__[Symbol.iterator] = () => { throw "iterator" }`
	from, to := newVM(t, clone.Hooks{}), newVM(t, clone.Hooks{})
	const expr = `({a: 1, b: [1, {a: 2}, , 3], m: new Map([[1, {a: 1}]]), s: new Set([[1]]), d: new Date(5), r: /x/g,
		u: new Uint8Array([1, 2]), e: new RangeError("r", {cause: 7}), ["__proto__"]: 4, n: Object(1)})`
	want := roundTrip(t, from, to, expr)
	value := from.eval(t, expr)
	for _, v := range []*vm{from, to} {
		v.realm.Pin()
	}
	from.eval(t, pollute)
	m, err := from.realm.Encode(value, clone.Options{})
	if err != nil {
		t.Fatal(err)
	}
	to.eval(t, pollute)
	v, err := to.realm.Decode(m)
	if err != nil {
		t.Fatal(err)
	}
	clean := newVM(t, clone.Hooks{})
	again, err := to.realm.Encode(v, clone.Options{}) // the polluted runtime cannot describe it
	if err != nil {
		t.Fatal(err)
	}
	v, err = clean.realm.Decode(again)
	if got := clean.text(t, v, err); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestReplacedClassIsNoticed(t *testing.T) {
	from, to := newVM(t, clone.Hooks{}), newVM(t, clone.Hooks{})
	m, err := from.realm.Encode(from.eval(t, `new Map([[1, 2]])`), clone.Options{})
	if err != nil {
		t.Fatal(err)
	}
	to.eval(t, `globalThis.Map = class { set() {} }`)
	if _, err := to.realm.Decode(m); err == nil || !strings.Contains(err.Error(), "the global Map has been replaced") {
		t.Errorf("got %v", err)
	}
	to.eval(t, `delete globalThis.Date`)
	m, err = from.realm.Encode(from.eval(t, `new Date(0)`), clone.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := to.realm.Decode(m); err == nil || !strings.Contains(err.Error(), "Date is not there any more") {
		t.Errorf("got %v", err)
	}
}
