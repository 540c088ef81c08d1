package inspect_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime/inspect"
)

// TestHostileValues inspects values that are made to run code, to throw, to hang or to blow up the text.
func TestHostileValues(t *testing.T) {
	for _, c := range []struct{ source, want string }{
		{`new Proxy({}, new Proxy({}, {get() { throw 1 }}))`, "{}"},
		{`new Proxy(new Proxy({a: 1}, {}), {ownKeys() { throw 1 }})`, "{ a: 1 }"},
		{`Object.create(new Proxy({}, {get() { throw 1 }, getPrototypeOf() { throw 2 }}))`, "{}"},
		{`(() => { const a = {x: 1}; Object.setPrototypeOf(a, Object.create(new Proxy(a, {}))); return a })()`, ""},
		{`(() => { let o = {}; for (let i = 0; i < 50; i++) o = new Proxy(o, {}); return o })()`, "{}"},
		{`new (class Foo { get [Symbol.toStringTag]() { throw 1 } })()`, "Foo {}"},
		{`new (class Foo { get [custom]() { throw 1 } })()`, "Foo {}"},
		{`new (class Foo { static get name() { throw 1 } })()`, ""},
		{`new (class Foo { static [Symbol.hasInstance]() { throw 1 } })()`, "Foo {}"},
		{`Object.create({get constructor() { throw 1 }})`, "{}"},
		{
			`new (class E extends Error { get name() { throw 1 } get message() { throw 2 } get cause() { throw 3 } get stack() { throw 4 } })("m")`,
			"",
		},
		{`Object.defineProperty(new Error("m"), "stack", {get() { throw 1 }})`, "[Error: m]"},
		{`Object.defineProperty(new Map(), "size", {get() { throw 1 }})`, ""},
		{`Object.defineProperty([1, 2], "length", {writable: false})`, "[ 1, 2 ]"},
		{`Object.defineProperty(new Uint8Array(2), "length", {get() { throw 1 }})`, "Uint8Array(2) [ 0, 0 ]"},
		{`Object.defineProperty(/x/, "flags", {get() { throw 1 }})`, "/x/"},
		{`(() => { const d = new Date(0); d.toISOString = () => { throw 1 }; return [d] })()`, ""},
		{`Object.assign(() => 1, {toString() { throw 1 }})`, ""},
		{`({toString() { throw 1 }, valueOf() { throw 2 }, toJSON() { throw 3 }, inspect() { throw 4 }})`, ""},
	} {
		h := newHost(t)
		got, err := h.Inspect(h.eval(t, "("+c.source+")"), h.Defaults)
		if err != nil || c.want != "" && got != c.want {
			t.Errorf("%s: error %v\ngot  %s\nwant %s", c.source, err, got, c.want)
		}
	}
}

func TestGettersAreNotRun(t *testing.T) {
	h := newHost(t)
	h.eval(t, `globalThis.ran = 0; const get = () => { ran++ }
		const desc = {get, enumerable: true};
		globalThis.all = [Object.defineProperty({}, "a", desc), Object.defineProperty([1], 0, desc),
			Object.defineProperty(new Map(), "a", desc), Object.defineProperty(() => 1, "a", desc),
			Object.defineProperty(new Error("e"), "code", desc), new Proxy({}, {get, ownKeys: get, getOwnPropertyDescriptor: get})]`)
	for _, showHidden := range []bool{false, true} {
		o := h.Defaults
		o.ShowHidden = showHidden
		if _, err := h.Inspect(h.Get("all"), o); err != nil {
			t.Fatal(err)
		}
	}
	if n := h.Get("ran").ToInteger(); n != 0 {
		t.Errorf("%d getters or traps ran", n)
	}
}

// TestTextIsBounded: whatever the options, the text does not grow without end.
func TestTextIsBounded(t *testing.T) {
	for _, source := range []string{
		`let o = {}; for (let i = 0; i < 40; i++) o = {a: o, b: o}; o`,
		`let m = new Map(); for (let i = 0; i < 20; i++) m = new Map([[[m], [m]], [m, m]]); m`,
		`let d = {}; for (let i = 0; i < 100000; i++) d = {d}; d`,
		`const text = "x".repeat(1 << 20); const many = {}; for (let i = 0; i < 5000; i++) many["key" + i] = text; many`,
		`const s = "y".repeat(1 << 20); new Array(5000).fill(s)`,
		`const e = new Array(4294967295); e`,
		`Array.from({length: 50000}, () => ({}))`,
		`let p = {}; for (let i = 0; i < 2000; i++) p = Object.create(p); p`,
		`let x = new Error("0"); for (let i = 0; i < 2000; i++) x = new Error(i, {cause: x}); x`,
	} {
		h := newHost(t)
		o := h.Defaults
		o.Depth, o.MaxArrayLength, o.MaxStringLength = inspect.Unlimited, inspect.Unlimited, inspect.Unlimited
		o.MaxObjects, o.MaxBytes = 1<<12, 1<<20
		got, err := h.Inspect(h.eval(t, source), o)
		if err != nil || len(got) == 0 || len(got) > 2<<20 {
			t.Errorf("%s: error %v, %d bytes", source, err, len(got))
		}
	}
}

func TestDeepNestingIsCut(t *testing.T) {
	h := newHost(t)
	o := h.Defaults
	o.Depth = inspect.Unlimited
	got, err := h.Inspect(h.eval(t, `let d = {}; for (let i = 0; i < 1500; i++) d = {d}; d`), o)
	const cut = "[Object: Inspection interrupted prematurely. Maximum call stack size exceeded.]"
	if err != nil || strings.Count(got, cut) != 1 {
		t.Errorf("error %v; not cut", err)
	}
}

func TestCustomFunctionMayThrow(t *testing.T) {
	h := newHost(t)
	v := h.eval(t, `({a: {[custom]() { throw new TypeError("mine") }}})`)
	_, err := h.Inspect(v, h.Defaults)
	var ex *goja.Exception
	if !errors.As(err, &ex) || ex.Value().(*goja.Object).Get("message").String() != "mine" {
		t.Errorf("got %v", err)
	}
	const symbol = "{\n  a: {\n    [Symbol(nodejs.util.inspect.custom)]: [Function: [nodejs.util.inspect.custom]]\n  }\n}"
	if got := h.Text(v, h.Defaults); got != symbol {
		t.Errorf("Text: %s", got)
	}
}

func TestInterruptPassesThrough(t *testing.T) {
	h := newHost(t)
	if err := h.Set("stop", func(goja.FunctionCall) goja.Value {
		h.Interrupt("enough")
		return goja.Undefined()
	}); err != nil {
		t.Fatal(err)
	}
	_, err := h.Inspect(h.eval(t, `({[custom]() { stop(); for (;;); }})`), h.Defaults)
	var stopped *goja.InterruptedError
	if !errors.As(err, &stopped) {
		t.Errorf("got %v", err)
	}
}

// TestPollutedRuntime: what a script puts on the prototypes does not show in other objects.
func TestPollutedRuntime(t *testing.T) {
	h := newHost(t)
	h.Pin()
	h.eval(t, `
		globalThis.values = [{a: 1}, [1, 2], new Map([["k", 1]]), new Set([1]), new Error("e").name, new Uint8Array(1), /x/g, Object("s")];
		const trap = {__proto__: null, get() { throw "getter" }, set() { throw "setter" }, configurable: true};
		for (const key of ["a", "b", "0", "stack", "cause", "errors", "constructors"]) {
			Object.defineProperty(Object.prototype, key, trap);
		}
		for (const key of ["0", "1", "9"]) Object.defineProperty(Array.prototype, key, trap);
		Map.prototype.forEach = Map.prototype.entries = Set.prototype.values = () => { throw "method" };
		Object.getOwnPropertyDescriptor = Reflect.ownKeys = Symbol.for = () => { throw "static" };
		Symbol.prototype.toString = () => { throw "symbol" };
		[].__proto__[Symbol.iterator] = () => { throw "iterator" }`)
	got, err := h.Inspect(h.Get("values"), h.Defaults)
	const want = `[
  { a: 1 },
  [ 1, 2 ],
  Map(1) { 'k' => 1 },
  Set(1) { 1 },
  'Error',
  Uint8Array(1) [ 0 ],
  /x/g,
  [String: 's']
]`
	if got != want || err != nil {
		t.Errorf("error %v\ngot  %s\nwant %s", err, got, want)
	}
}
