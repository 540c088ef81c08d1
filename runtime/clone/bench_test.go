package clone_test

import (
	"testing"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime/clone"
)

// sixty is an object of 60 nodes: 7 objects, 4 arrays and their values.
const sixty = `({
	id: 12345, name: "a name of some length", active: true, score: 99.5, parent: null,
	tags: ["alpha", "beta", "gamma", "delta"], matrix: [[1, 2, 3], [4, 5, 6]],
	address: {street: "1 Main Street", city: "Springfield", zip: "12345", geo: {lat: 12.5, lon: -7.25}},
	items: [
		{sku: "a-1", price: 10, count: 2, options: {color: "red", size: "L"}},
		{sku: "b-2", price: 20.5, count: 1, options: {color: "blue", size: "M"}},
		{sku: "c-3", price: 5, count: 7, note: "third"},
	],
	meta: {created: 1700000000000, updated: 1700000001000, by: "someone", version: 3},
})`

func function(b *testing.B, rt *goja.Runtime, source string) func(...goja.Value) goja.Value {
	b.Helper()
	v, err := rt.RunString(source)
	if err != nil {
		b.Fatal(err)
	}
	f := v.(*goja.Object).Export().(func(goja.FunctionCall) goja.Value)
	return func(args ...goja.Value) goja.Value {
		return f(goja.FunctionCall{This: goja.Undefined(), Arguments: args})
	}
}

// The bar: structured clone of 60 nodes takes at most half of a JSON round trip.
func BenchmarkSixty(b *testing.B) {
	b.Run("clone", func(b *testing.B) { benchClone(b, sixty) })
	b.Run("encode", func(b *testing.B) {
		rt := newVM(b, clone.Hooks{})
		v := rt.eval(b, sixty)
		b.ReportAllocs()
		for b.Loop() {
			if _, err := rt.realm.Encode(v, clone.Options{}); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("decode", func(b *testing.B) {
		rt := newVM(b, clone.Hooks{})
		m, err := rt.realm.Encode(rt.eval(b, sixty), clone.Options{})
		if err != nil {
			b.Fatal(err)
		}
		b.ReportAllocs()
		for b.Loop() {
			if _, err := rt.realm.Decode(m); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("json", func(b *testing.B) { benchScript(b, sixty, `(v) => JSON.parse(JSON.stringify(v))`) })
	b.Run("copy", func(b *testing.B) {
		benchScript(b, sixty, `(function copy(v) {
			if (typeof v !== "object" || v === null) return v;
			if (Array.isArray(v)) { const a = []; for (let i = 0; i < v.length; i++) a.push(copy(v[i])); return a }
			const o = {};
			for (const k of Object.keys(v)) o[k] = copy(v[k]);
			return o;
		})`)
	})
}

func BenchmarkTenFields(b *testing.B) {
	const ten = `({a: 1, b: "two", c: true, d: null, e: 5.5, f: "six", g: 7, h: 8, i: 9, j: 10})`
	b.Run("clone", func(b *testing.B) { benchClone(b, ten) })
	b.Run("json", func(b *testing.B) { benchScript(b, ten, `(v) => JSON.parse(JSON.stringify(v))`) })
}

func BenchmarkNumbers1000(b *testing.B) {
	const list = `Array.from({length: 1000}, (_, i) => i)`
	b.Run("clone", func(b *testing.B) { benchClone(b, list) })
	b.Run("json", func(b *testing.B) { benchScript(b, list, `(v) => JSON.parse(JSON.stringify(v))`) })
}

func BenchmarkMap100(b *testing.B) {
	benchClone(b, `new Map(Array.from({length: 100}, (_, i) => ["key" + i, i]))`)
}

func BenchmarkBuffer1MiB(b *testing.B) { benchClone(b, `new Uint8Array(1 << 20)`) }

func benchClone(b *testing.B, source string) {
	rt := newVM(b, clone.Hooks{})
	v := rt.eval(b, source)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := rt.realm.Clone(v, clone.Options{}); err != nil {
			b.Fatal(err)
		}
	}
}

func benchScript(b *testing.B, source, f string) {
	rt := newVM(b, clone.Hooks{})
	v, call := rt.eval(b, source), function(b, rt.Runtime, f)
	b.ReportAllocs()
	for b.Loop() {
		call(v)
	}
}
