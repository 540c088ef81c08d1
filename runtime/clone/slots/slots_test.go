package slots_test

import (
	"errors"
	"reflect"
	"strconv"
	"strings"
	"testing"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime/clone/slots"
	"github.com/lariatjs/lariat/runtime/fault"
)

func eval(t testing.TB, vm *goja.Runtime, source string) *goja.Object {
	t.Helper()
	v, err := vm.RunString(source)
	if err != nil {
		t.Fatalf("%s: %v", source, err)
	}
	return v.(*goja.Object)
}

// examples has every kind; where a script can dress one up as another, it does.
var examples = []struct {
	source string
	want   slots.Kind
}{
	{`({})`, slots.Plain},
	{`Object.create(null)`, slots.Plain},
	{`new (class A {})`, slots.Plain},
	{`Object.setPrototypeOf({}, Map.prototype)`, slots.Plain},
	{`JSON`, slots.Plain},
	{`Math`, slots.Plain},
	{`globalThis`, slots.Plain},
	{`RegExp.prototype`, slots.Plain},
	{`[]`, slots.Array},
	{`Array(4294967295)`, slots.Array},
	{`Array.prototype`, slots.Array},
	{`(() => { const a = []; a[1e6] = 1; return a })()`, slots.Array},
	{`new (class A extends Array {})`, slots.Array},
	{`(function () { return arguments })()`, slots.Arguments},
	{`(function () { "use strict"; return arguments })()`, slots.Arguments},
	{`new Error()`, slots.Error},
	{`new AggregateError([])`, slots.Error},
	{`Object.setPrototypeOf(new TypeError(), null)`, slots.Error},
	{`new Map()`, slots.Map},
	{`Object.setPrototypeOf(new Map(), Set.prototype)`, slots.Map},
	{`new Set()`, slots.Set},
	{`new WeakMap()`, slots.WeakMap},
	{`new WeakSet()`, slots.WeakSet},
	{`new Map().entries()`, slots.MapIterator},
	{`new Set().values()`, slots.SetIterator},
	{`[].keys()`, slots.ArrayIterator},
	{`""[Symbol.iterator]()`, slots.StringIterator},
	{`"".matchAll(/a/g)`, slots.RegExpStringIterator},
	{`(function* () {})()`, slots.Generator},
	{`new Date()`, slots.Date},
	{`/a/`, slots.RegExp},
	{`Object(1)`, slots.Boxed},
	{`Object(true)`, slots.Boxed},
	{`Object(1n)`, slots.Boxed},
	{`Object(Symbol())`, slots.Boxed},
	{`Object("s")`, slots.BoxedString},
	{`new ArrayBuffer(1)`, slots.ArrayBuffer},
	{`new Float32Array(1)`, slots.TypedArray},
	{`new DataView(new ArrayBuffer(1))`, slots.DataView},
	{`Promise.resolve()`, slots.Promise},
	{`(async () => 1)()`, slots.Promise},
	{`new Proxy({}, {})`, slots.Proxy},
	{`new Proxy(function () {}, {})`, slots.Proxy},
	{`(() => { const r = Proxy.revocable({}, {}); r.revoke(); return r.proxy })()`, slots.Proxy},
	{`(function () {})`, slots.Function},
	{`() => 1`, slots.Function},
	{`({m() {}}).m`, slots.Function},
	{`Math.max`, slots.Function},
	{`Map`, slots.Function},
	{`(() => 1).bind()`, slots.Function},
	{`Function.prototype`, slots.Function},
	{`Object.getOwnPropertyDescriptor({get a() {}}, "a").get`, slots.Function},
	{`class A {}`, slots.Class},
	{`(class extends Map {})`, slots.Class},
	{`(async function () {})`, slots.AsyncFunction},
	{`async () => 1`, slots.AsyncFunction},
	{`({async m() {}}).m`, slots.AsyncFunction},
	{`(function* () {})`, slots.GeneratorFunction},
	{`({*m() {}}).m`, slots.GeneratorFunction},
	{`goMap`, slots.Foreign},
	{`goSlice`, slots.ForeignArray},
	{`goStruct`, slots.Foreign},
	{`goInts`, slots.ForeignArray},
	{`goFunction`, slots.Function},
	{`dynamic`, slots.Dynamic},
	{`dynamicArray`, slots.DynamicArray},
}

func TestKindOf(t *testing.T) {
	for _, c := range examples {
		vm := goja.New()
		for name, v := range map[string]any{
			"goMap": map[string]any{}, "goSlice": []any{1}, "goStruct": &struct{ A int }{}, "goInts": [2]int{},
			"goFunction": strings.ToUpper, "dynamic": vm.NewDynamicObject(nothing{}), "dynamicArray": vm.NewDynamicArray(none{}),
		} {
			if err := vm.Set(name, v); err != nil {
				t.Fatal(err)
			}
		}
		if got := slots.Of(eval(t, vm, "("+c.source+")")); got != c.want {
			t.Errorf("%s is of kind %d, not %d", c.source, got, c.want)
		}
	}
}

// nothing and none are an empty dynamic object and an empty dynamic array.
type (
	nothing struct{}
	none    struct{}
)

func (nothing) Get(string) goja.Value       { return nil }
func (nothing) Set(string, goja.Value) bool { return false }
func (nothing) Has(string) bool             { return false }
func (nothing) Delete(string) bool          { return false }
func (nothing) Keys() []string              { return nil }

func (none) Len() int                 { return 0 }
func (none) Get(int) goja.Value       { return nil }
func (none) Set(int, goja.Value) bool { return false }
func (none) SetLen(int) bool          { return false }

func TestItems(t *testing.T) {
	for source, want := range map[string]string{
		`[]`: "0: only", `[1, "a", undefined]`: "3: 1 a undefined only", `new (class A extends Array {})(1, 2)`: "2: 1 2 only",
		`[1, , 3]`: "3: 1 - 3 only", `[,]`: "1: - only", `new Array(3)`: "3: only", `new Array(4294967295)`: "4294967295: only",
		`Object.assign([1], {x: 1})`: "1: 1", `Object.setPrototypeOf([1], null)`: "1: 1 only",
		`(() => { const a = [1, 2]; delete a[0]; return a })()`:                                  "2: - 2 only",
		`(() => { const a = [1, 2]; a.length = 1; a.push(3); return a })()`:                      "2: 1 3 only",
		`(() => { const a = []; for (let i = 0; i < 9; i++) a.push(i); a.shift(); return a })()`: "8: 1 2 3 4 5 6 7 8 only",
		`Object.freeze([1])`: "no", `Object.defineProperty([1], 0, {get() {}})`: "no",
		`(() => { const a = []; a[1e6] = 1; return a })()`: "no",
		`Array.prototype`: "no", `({})`: "no", `({length: 0})`: "no", `new Set()`: "no", `new Uint8Array(2)`: "no",
	} {
		o := eval(t, goja.New(), source)
		items, length, ok := slots.Items(o)
		got := "no"
		if ok {
			got = strconv.Itoa(length) + ":"
			for _, v := range items {
				if v == nil {
					got += " -"
				} else {
					got += " " + v.String()
				}
			}
			if slots.OnlyItems(o) {
				got += " only"
			}
		}
		if got != want {
			t.Errorf("%s: %s", source, got)
		}
	}
}

func TestFields(t *testing.T) {
	for source, want := range map[string]string{
		`({})`:                          "ok",
		`({b: 1, a: "x"})`:              "ok b=1 a=x",
		`({a: 1, get b() { throw 1 }})`: "ok a=1 b!",
		`Object.defineProperty({a: 1}, "b", {value: 2})`:                      "ok a=1 b!",
		`Object.freeze({a: 1})`:                                               "ok a!",
		`(() => { const o = {a: 1, b: 2}; delete o.a; o.a = 3; return o })()`: "ok b=2 a=3",
		`({"": 1, "a b": 2, __proto__: null, ["__proto__"]: 3})`:              "ok =1 a b=2 __proto__=3",
		`new (class { x = 1; #y = 2 })`:                                       "ok x=1",
		`({1: 1})`:                                                            "no",
		`({a: 1, "é": 2})`:                                                    "no",
		`[1]`:                                                                 "no",
		`new Error("x")`:                                                      "no",
		`Math.max`:                                                            "no",
		`globalThis`:                                                          "no",
	} {
		names, fields, ok := slots.FieldsOf(eval(t, goja.New(), source))
		got := "no"
		if ok {
			got = "ok"
		}
		for _, name := range names {
			if v, plain := fields.Value(name); plain {
				got += " " + name + "=" + v.String()
			} else {
				got += " " + name + "!"
			}
		}
		if got != want {
			t.Errorf("%s: %s", source, got)
		}
	}
	_, fields, _ := slots.FieldsOf(eval(t, goja.New(), `({a: 1})`))
	if v, plain := fields.Value("toString"); v != nil || plain {
		t.Error("an inherited property shows")
	}
}

func entries(each func(func(k, v goja.Value) bool), limit int) string {
	var b strings.Builder
	each(func(k, v goja.Value) bool {
		if limit == 0 {
			return false
		}
		limit--
		b.WriteString(k.String())
		if v != nil {
			b.WriteString(":" + v.String())
		}
		b.WriteString(" ")
		return true
	})
	return strings.TrimSpace(b.String())
}

func TestEntries(t *testing.T) {
	vm := goja.New()
	for _, c := range []struct {
		source string
		size   int
		want   string
	}{
		{`new Map()`, 0, ""},
		{`new Map([["a", 1], [2, "b"]])`, 2, "a:1 2:b"},
		{`(() => { const m = new Map([["a", 1], ["b", 2]]); m.delete("a"); m.set("c", 3); m.set("b", 4); return m })()`, 2, "b:4 c:3"},
		{`(() => { const m = new Map([["a", 1]]); m.clear(); return m })()`, 0, ""},
		{`(() => { const m = new Map([["a", 1]]); m.forEach = m.entries = null; return m })()`, 1, "a:1"},
		{`new Map([[1, 1], [2, 2], [3, 3], [4, 4]])`, 4, "1:1 2:2 3:3"},
	} {
		o := eval(t, vm, c.source)
		got := entries(func(f func(k, v goja.Value) bool) { slots.Entries(o, f) }, 3)
		if got != c.want || slots.Size(o) != c.size {
			t.Errorf("%s: %q, size %d", c.source, got, slots.Size(o))
		}
	}
	o := eval(t, vm, `(() => { const s = new Set([1, 2, 3]); s.delete(2); return s })()`)
	var got []string
	slots.Entries(o, func(k, _ goja.Value) bool { got = append(got, k.String()); return true })
	if strings.Join(got, " ") != "1 3" || slots.Size(o) != 2 {
		t.Errorf("set: %v", got)
	}
}

func TestRest(t *testing.T) {
	const m = `const m = new Map([["a", 1], ["b", 2], ["c", 3]]); const s = new Set(["x", "y", "z"]); let it = `
	for _, c := range []struct {
		source, want string
		pairs        bool
	}{
		{`m.entries()`, "a:1 b:2 c:3", true},
		{`m.keys()`, "a b c", false},
		{`m.values()`, "1 2 3", false},
		{`s.values()`, "x y z", false},
		{`s.keys()`, "x y z", false},
		{`s.entries()`, "x:x y:y z:z", true},
		{`m.keys(); it.next()`, "b c", false},
		{`m.keys(); it.next(); m.delete("a")`, "b c", false},
		{`m.keys(); it.next(); it.next(); m.delete("a"); m.delete("b")`, "c", false},
		{`m.keys(); it.next(); m.clear()`, "", false},
		{`m.keys(); it.next(); m.set("d", 4)`, "b c d", false},
		{`m.keys(); [...it]`, "", false},
		{`m.entries(); [...it]; m.set("e", 5)`, "", true},
		{`s.values(); it.next(); s.delete("y")`, "z", false},
	} {
		vm := goja.New()
		o := eval(t, vm, `(() => {`+m+c.source+`; return it })()`)
		for range 2 { // looking does not move it
			var pairs bool
			got := entries(func(f func(k, v goja.Value) bool) { pairs = slots.Rest(o, f) }, 9)
			if got != c.want || pairs != c.pairs {
				t.Errorf("%s: %q, pairs %v", c.source, got, pairs)
			}
		}
		if err := vm.Set("it", o); err != nil {
			t.Fatal(err)
		}
		left := eval(t, vm, `[...it]`).Get("length").ToInteger()
		if want := len(strings.Fields(c.want)); int(left) != want {
			t.Errorf("%s: %d left, not %d", c.source, left, want)
		}
	}
}

func TestRead(t *testing.T) {
	vm := goja.New()
	for literal, want := range map[string]string{
		`Object.defineProperty(/a+/gimsuy, "global", {value: 0})`: "a+ gimsuy", `/a\/b[/]/`: `a\/b[/] `, `new RegExp("/")`: "/ ",
		`new RegExp("")`: " ", `/é/u`: "é u", `Object.setPrototypeOf(/x/y, null)`: "x y",
	} {
		if source, flags := slots.Pattern(eval(t, vm, literal)); source.String()+" "+flags != want {
			t.Errorf("%s: %s %s", literal, source, flags)
		}
	}
	for class, size := range map[string]int{
		"Uint8ClampedArray": 1, "Uint8Array": 1, "Int8Array": 1, "Uint16Array": 2, "Int16Array": 2, "Uint32Array": 4, "Int32Array": 4,
		"Float32Array": 4, "Float64Array": 8, "BigInt64Array": 8, "BigUint64Array": 8,
	} {
		o := eval(t, vm, `globalThis.buffer = new ArrayBuffer(64);
			Object.defineProperty(new `+class+`(buffer, `+strconv.Itoa(size*2)+`, 3), "length", {value: 9})`)
		v := slots.ViewOf(o)
		if v.Class != class || v.Offset != size*2 || v.Length != 3 || v.Buffer != vm.Get("buffer") {
			t.Errorf("%s: %+v", class, v)
		}
		b, _ := slots.Buffer(v.Buffer)
		b.Detach()
		if v := slots.ViewOf(o); v.Offset != 0 || v.Length != 0 {
			t.Errorf("detached %s: %+v", class, v)
		}
	}
	o := eval(t, vm, `globalThis.buffer = new ArrayBuffer(9); new DataView(buffer, 2, 3)`)
	if v := slots.ViewOf(o); v.Offset != 2 || v.Length != 3 || v.Class != "DataView" || v.Buffer != vm.Get("buffer") {
		t.Errorf("DataView: %+v", v)
	}
	for source, want := range map[string]string{
		`Object(-0)`: "0", `Object("\ud800x")`: "\ufffdx", `Object(false)`: "false", `Object(7n)`: "7",
	} {
		if got := slots.Primitive(eval(t, vm, source)).String(); got != want {
			t.Errorf("%s holds %s", source, got)
		}
	}
	if _, ok := slots.Primitive(eval(t, vm, `Object(Symbol("s"))`)).(*goja.Symbol); !ok {
		t.Error("a boxed Symbol does not hold a symbol")
	}
	if ms, ok := slots.Time(eval(t, vm, `new Date(1234)`)); ms != 1234 || !ok {
		t.Errorf("date %d %v", ms, ok)
	}
	if _, ok := slots.Time(eval(t, vm, `new Date(NaN)`)); ok {
		t.Error("an invalid date has a time")
	}
}

// TestOwnAndProperties reads properties of every way in which goja stores them.
func TestOwnAndProperties(t *testing.T) {
	for _, c := range []struct{ source, want, hidden string }{
		{`({})`, "", ""},
		{`({b: 1, a: 2, get g() { throw 1 }, set s(v) {}})`, "b=1 a=2 g=get s=set", "b=1 a=2 g=get s=set"},
		{`({2: "b", 1: "a", x: "c"})`, "1=a 2=b x=c", "1=a 2=b x=c"},
		{`({"é": 1, "\ud800": 2, "\u{1f600}": 3, "\ufffd": 4})`, "é=1 \xed\xa0\x80=2 😀=3 \ufffd=4", "é=1 \xed\xa0\x80=2 😀=3 \ufffd=4"},
		{`Object.defineProperty({a: 1}, "h", {value: undefined})`, "a=1", "a=1 -h=undefined"},
		{`({a: 1, [Symbol("s")]: 2})`, "a=1 @s=2", "a=1 @s=2"},
		{`Object.defineProperty({}, Symbol("s"), {get() {}})`, "", "-@s=get"},
		{`Object.assign([1, 2], {x: 3, "-1": 4})`, "x=3 -1=4", "-length=2 x=3 -1=4"},
		{`(() => { const a = []; a[1e6] = 1; a.x = 2; return a })()`, "x=2", "-length=1000001 x=2"},
		{`Object.assign(new Uint8Array(2), {x: 3})`, "x=3", "x=3"},
		{`Object.assign(Object("ab"), {x: 3})`, "x=3", "-length=2 x=3"},
		{`Object.assign(new Map(), {x: 3})`, "x=3", "x=3"},
		{`Object.assign(function f(a) {}, {x: 3})`, "x=3", "-prototype=o -length=1 -name=f x=3"},
		{`Object.assign(new Error("m"), {code: 3, stack: 1})`, "code=3", "-stack=1 -message=m code=3"},
		{`(function () { return arguments })(7)`, "0=7", "0=7 -length=1 -callee=o -@Symbol.iterator=o"},
		{`Object.freeze({a: 1})`, "a=1", "a=1"},
	} {
		r := slots.New(goja.New())
		o := eval(t, r.VM, c.source)
		for hidden, want := range map[bool]string{false: c.want, true: c.hidden} {
			list := r.Properties(o, hidden)
			got := make([]string, len(list))
			for i, p := range list {
				got[i] = text(p)
				if own, ok := r.Own(o, p.Name); p.Symbol == nil && p.Name < "\x80" && (!ok || own != p) {
					t.Errorf("%s: Own(%s) is %v", c.source, p.Name, own)
				}
			}
			if got := strings.Join(got, " "); got != want {
				t.Errorf("%s: hidden %v: %q", c.source, hidden, got)
			}
		}
	}
	r := slots.New(goja.New())
	o := eval(t, r.VM, `Object.prototype.value = 1; ({a: 2, get b() { throw 1 }})`)
	for name, want := range map[string]string{"a": "a=2", "b": "b=get", "c": "", "value": ""} {
		p, ok := r.Own(o, name)
		if ok != (want != "") || ok && text(p) != want {
			t.Errorf("own %s: %v %v", name, p, ok)
		}
	}
}

func text(p slots.Property) string {
	name, value := p.Name, "get"
	if p.Symbol != nil {
		name = "@" + p.Symbol.String()
	}
	if !p.Enumerable {
		name = "-" + name
	}
	switch {
	case p.Getter == nil && p.Setter != nil:
		value = "set"
	case p.Value != nil:
		if value = "o"; p.Value.ExportType() == nil || p.Value.ExportType().Kind() != reflect.Func && p.Value.ExportType().Kind() != reflect.Map {
			value = p.Value.String()
		}
	}
	return name + "=" + value
}

func TestPinTakesEverything(t *testing.T) {
	vm := goja.New()
	pinned, late := slots.New(vm), slots.New(vm)
	if ex := vm.Try(pinned.Pin); ex != nil {
		t.Fatal(ex)
	}
	f := eval(t, vm, `delete globalThis.Object; delete globalThis.Reflect; delete globalThis.JSON; (function f() {})`)
	if p, ok := late.Own(f, "prototype"); !ok || p.Value == nil {
		t.Error("properties cannot be read without the global Object")
	}
	if got := pinned.Call(slots.JSONStringify, goja.Undefined(), vm.ToValue(1)).String(); got != "1" {
		t.Errorf("JSON.stringify: %s", got)
	}
	if ex := vm.Try(late.Pin); ex == nil || !strings.Contains(ex.Error(), "is not there any more") {
		t.Errorf("got %v", ex)
	}
}

func TestRunContainsPanics(t *testing.T) {
	r := slots.New(goja.New())
	if err := r.Run("testing", func() {}); err != nil {
		t.Fatal(err)
	}
	err := r.Run("testing", func() { panic("a bug") })
	if !errors.Is(err, fault.Internal) || err.Error() != "testing failed: a bug" {
		t.Errorf("got %v", err)
	}
	// A goja bug that a script can reach: a hole in the answer of an ownKeys trap.
	holes := eval(t, r.VM, `new Proxy({}, {ownKeys() { return [,] }})`)
	if err := r.Run("testing", func() { r.Properties(holes, true) }); err == nil {
		t.Error("no error")
	}
	var thrown *goja.Exception
	if err := r.Run("testing", func() { panic(r.VM.ToValue("thrown")) }); !errors.As(err, &thrown) {
		t.Errorf("got %v", err)
	}
	if v, err := r.VM.RunString(`1 + 1`); err != nil || v.ToInteger() != 2 {
		t.Errorf("afterwards: %v %v", v, err)
	}
}
