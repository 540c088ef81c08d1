package inspect_test

import (
	"errors"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/dop251/goja"
)

// parts are what the fuzzed expressions are made of: "%" stands for another one.
var parts = []string{
	"1", "-0", `"it's"`, `"\ud800\n"`, `"日本"`, "null", "undefined", "10n", "Symbol('s')", "new Date(NaN)", "/x/g", "() => 1",
	"class A {}",
	"[%, %]", "[, %]", "({a: %, b: %})", "({'odd key': %})", "new Map([[%, %]])", "new Set([%])", "Object.assign(() => 1, {x: %})",
	"Object.assign(new Error('e'), {x: %})", "new Error('e', {cause: %})", "new AggregateError([%], 'a')",
	"Promise.resolve(%)",
	"new (class Foo { v = % })()", "Object.create(%, {a: {value: %}})", "new Proxy([%], {})", "new Proxy(() => 1, {get() { throw 1 }})",
	"({[custom]() { return % }})", "({get a() { return % }})", "(() => { const o = {v: %}; o.self = o; return o })()",
	"Array.from({length: 9}, () => %)", "Array.from({length: 130}, (_, i) => i)",
	"Object.setPrototypeOf(new Map([[%, 1]]), null)", "new Map([[%, %]]).entries()",
	"new Uint8Array(9)", "new DataView(new ArrayBuffer(2))", "new Array(4294967295)", "Object.freeze([%])", "new WeakMap()", "Object('s')",
	"Object.defineProperty({}, Symbol.toStringTag, {value: %})", "Object.create(new Proxy({}, {get() { throw 1 }}))", "globalThis",
}

var fuzzOptions = []string{
	"{}", "{showHidden: true}", "{depth: null}", "{depth: 0}", "{colors: true}", "{compact: false}", "{compact: true}", "{sorted: true}",
	"{getters: true}", "{showProxy: true}", "{breakLength: 10}", "{maxArrayLength: 1, maxStringLength: 1}", "{customInspect: false}",
}

func expression(data *[]byte, depth int) string {
	next := byte(0)
	if len(*data) > 0 {
		next, *data = (*data)[0], (*data)[1:]
	}
	text := parts[int(next)%len(parts)]
	if depth == 0 && strings.Contains(text, "%") {
		return "0"
	}
	for strings.Contains(text, "%") {
		before, after, _ := strings.Cut(text, "%")
		text = before + "(" + strings.ReplaceAll(expression(data, depth-1), "%", "") + ")" + after
	}
	return text
}

// FuzzInspect inspects the values of random expressions under random options: no panic, no error, valid UTF-8, and the
// same text again.
func FuzzInspect(f *testing.F) {
	for _, seed := range []string{"\x00\x0f\x01\x02", "\x03\x1e\x0d\x00\x01", "\x01\x18\x11\x02\x03", "\x04\x21\x1f\x20\x05", "\x09\x1a\x1b"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) == 0 {
			return
		}
		options, rest := fuzzOptions[int(data[0])%len(fuzzOptions)], data[1:]
		source := expression(&rest, 4)
		h := newHost(t)
		v, err := h.RunString("(" + source + ")")
		if err != nil {
			return // not every combination can be evaluated: Object.create(1)
		}
		o := h.ParseOptions(h.eval(t, "("+options+")").(*goja.Object), h.Defaults)
		first, err := h.Inspect(v, o)
		var thrown *goja.Exception
		if errors.As(err, &thrown) && o.CustomInspect && strings.Contains(source, "custom") {
			o.CustomInspect = false // what a custom function calls may throw
			first, err = h.Inspect(v, o)
		}
		if err != nil || !utf8.ValidString(first) {
			t.Fatalf("%s %s: %v\n%q", source, options, err, first)
		}
		if second, err := h.Inspect(v, o); err != nil || second != first {
			t.Fatalf("%s %s: %v\nfirst  %s\nsecond %s", source, options, err, first, second)
		}
		_, err = h.Format([]goja.Value{h.ToValue("%o %O %d"), v, v, h.ToValue(1)}, o)
		if err != nil && !(errors.As(err, &thrown) && strings.Contains(source, "custom")) {
			t.Fatalf("%s %s: format: %v", source, options, err)
		}
	})
}
