package inspect_test

import (
	"strings"
	"testing"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime/inspect"
)

func TestHostObjects(t *testing.T) {
	h := newHost(t)
	o := h.Defaults
	o.Host = func(o *goja.Object) (string, bool) {
		if v := o.Get("lock"); v != nil {
			return "Mutex {\n  " + v.String() + "\n}", true
		}
		return "", false
	}
	h.eval(t, `globalThis.Mutex = class Mutex { lock = "free" }`)
	for source, want := range map[string]string{
		`new Mutex()`:                  "Mutex {\n  free\n}",
		`({a: new Mutex()})`:           "{\n  a: Mutex {\n    free\n  }\n}",
		`new Proxy(new Mutex(), {})`:   "Mutex {\n  free\n}",
		`({lock: 1})`:                  "{ lock: 1 }",
		`({other: 1})`:                 "{ other: 1 }",
		`Object.assign([], {lock: 1})`: "[ lock: 1 ]",
	} {
		if got, err := h.Inspect(h.eval(t, source), o); got != want || err != nil {
			t.Errorf("%s: error %v\ngot  %s\nwant %s", source, err, got, want)
		}
	}
}

// squares is a dynamic array of that length.
type squares int

func (s squares) Len() int               { return int(s) }
func (squares) Get(i int) goja.Value     { return goja.New().ToValue(i * i) }
func (squares) Set(int, goja.Value) bool { return false }
func (squares) SetLen(int) bool          { return false }

func TestGoValues(t *testing.T) {
	h := newHost(t)
	for _, c := range []struct {
		value any
		want  string
	}{
		{map[string]any{"a": 1}, "{ a: 1 }"},
		{[]any{1, "b"}, "[ 1, 'b' ]"},
		{[2]int{3, 4}, "[ 3, 4 ]"},
		{[]string{}, "[]"},
		{struct{ A int }{1}, "{ A: 1 }"},
		{map[string][]any{"a": {1, nil}}, "{ a: [ 1, null ] }"},
		{h.NewDynamicArray(squares(3)), "[ 0, 1, 4 ]"},
	} {
		v, ok := c.value.(goja.Value)
		if !ok {
			v = h.ToValue(c.value)
		}
		if got := h.Text(v, h.Defaults); got != c.want {
			t.Errorf("%v: %s", c.value, got)
		}
	}
	if got := h.Text(nil, h.Defaults); got != "undefined" {
		t.Errorf("nil: %s", got)
	}
}

// TestModuleNamespace: a namespace object has no prototype, a hidden tag, and live bindings.
func TestModuleNamespace(t *testing.T) {
	h := newHost(t)
	v := h.eval(t, `
		const ns = Object.create(null, {
			[Symbol.toStringTag]: {value: "Module"},
			default: {get: () => ({a: 1}), enumerable: true},
			f: {get: () => function f() {}, enumerable: true},
			late: {get: () => { throw new ReferenceError("late") }, enumerable: true},
			plain: {value: undefined, enumerable: true},
		}); ns`)
	const want = `[Module: null prototype] {
  default: { a: 1 },
  f: [Function: f],
  late: <uninitialized>,
  plain: undefined
}`
	if got := h.Text(v, h.Defaults); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestRealStack(t *testing.T) {
	h := newHost(t)
	v, err := h.RunScript("file.js", "function inner() { return new TypeError('real') }\nfunction outer() { return [inner()][0] }\nouter()")
	if err != nil {
		t.Fatal(err)
	}
	const want = "TypeError: real\n    at inner (file.js:1:27)\n    at outer (file.js:2:33)\n    at file.js:3:6"
	if got := h.Text(v, h.Defaults); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	o := h.Defaults
	o.Stack = func(stack string) string {
		return strings.ReplaceAll(inspect.FormatStack(stack), "file.js", "file.ts")
	}
	if got := h.Text(v, o); got != strings.ReplaceAll(want, ".js", ".ts") {
		t.Errorf("with a hook: %s", got)
	}
	if got := h.Text(h.eval(t, `[1].map(() => new Error("e"))[0]`), h.Defaults); !strings.Contains(got, "\n    at map (native)\n") {
		t.Errorf("native frame: %s", got)
	}
}

func TestFormatStack(t *testing.T) {
	for stack, want := range map[string]string{
		"":                              "",
		"Error: m":                      "Error: m",
		"Error: m\n":                    "Error: m",
		"Error: m\n    at f (a.js:1:2)": "Error: m\n    at f (a.js:1:2)",
		"Error: two\nlines\n\tat f (a.js:1:2(34))\n": "Error: two\nlines\n    at f (a.js:1:2)",
		"Error\n\tat a.js:1:2(34)\n\tat native\n":    "Error\n    at a.js:1:2\n    at native",
		"Error\n\tat f (native)\n":                   "Error\n    at f (native)",
		"Error\n\tat odd(1 (a(2).js:1:2(3))\n":       "Error\n    at odd(1 (a(2).js:1:2)",
		"one\ntwo\nthree\n":                          "one\ntwo\nthree\n",
	} {
		if got := inspect.FormatStack(stack); got != want {
			t.Errorf("%q: %q", stack, got)
		}
	}
}

// TestFunction calls util.inspect as a script does.
func TestFunction(t *testing.T) {
	h := newHost(t)
	if err := h.Set("inspect", h.Function()); err != nil {
		t.Fatal(err)
	}
	for source, want := range map[string]string{
		`inspect({a: {b: {c: {d: 1}}}})`:                                         "{ a: { b: { c: [Object] } } }",
		`inspect({a: {b: 1}}, {depth: 0})`:                                       "{ a: [Object] }",
		`inspect({a: {b: 1}}, false, 0)`:                                         "{ a: [Object] }",
		`inspect({a: {b: {c: {d: 1}}}}, false, null)`:                            "{\n  a: { b: { c: { d: 1 } } }\n}",
		`inspect("s", false, 2, true)`:                                           "\x1b[32m's'\x1b[39m",
		`inspect([1], true)`:                                                     "[ 1, [length]: 1 ]",
		`inspect()`:                                                              "undefined",
		`inspect([3, 1], {sorted: (a, b) => { throw 1 }})`:                       "[ 3, 1 ]",
		`inspect.name + typeof inspect.custom`:                                   "inspectsymbol",
		`inspect({[inspect.custom]: () => "x"})`:                                 "x",
		`inspect("\ud800")`:                                                      `'\ud800'`,
		`try { inspect({[inspect.custom]() { throw "mine" }}) } catch (e) { e }`: "mine",
		`try { inspect({}, {get depth() { throw "option" }}) } catch (e) { e }`:  "option",
		`inspect([1, 2, 3], {maxArrayLength: 1, depth: NaN})`:                    "[ 1, ... 2 more items ]",
		`inspect({a: {}}, {depth: "x", breakLength: {}, compact: undefined})`:    "{ a: {} }",
	} {
		if got := h.eval(t, source).String(); got != want {
			t.Errorf("%s\ngot  %q\nwant %q", source, got, want)
		}
	}
}

func TestFormatKeepsItsArguments(t *testing.T) {
	h := newHost(t)
	args := []goja.Value{h.ToValue("%s"), h.eval(t, `({toString() { return "own" }})`), nil}
	if got, err := h.Format(args, h.Defaults); got != "own undefined" || err != nil {
		t.Errorf("%q %v", got, err)
	}
	if got, err := h.Format(nil, h.Defaults); got != "" || err != nil {
		t.Errorf("%q %v", got, err)
	}
	if _, err := h.Format([]goja.Value{h.ToValue("%j"), h.eval(t, `({toJSON() { throw 1 }})`)}, h.Defaults); err == nil {
		t.Error("toJSON threw, but there is no error")
	}
	o := h.Defaults
	o.Colors, o.NumericSeparator = true, true
	args = []goja.Value{h.ToValue("%s %d"), h.ToValue(12345), h.ToValue(12345), h.ToValue(12345)}
	if got, err := h.Format(args, o); got != "12_345 12_345 \x1b[33m12_345\x1b[39m" || err != nil {
		t.Errorf("%q %v", got, err)
	}
}
