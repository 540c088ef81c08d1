package inspect_test

import (
	"testing"

	"github.com/dop251/goja"
)

// typical is what people log: a record with a list and some nesting, 60 values in all.
const typical = `({
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

func BenchmarkInspect(b *testing.B) {
	for name, source := range map[string]string{
		"typical": typical,
		"small":   `({a: 1, b: "two"})`,
		"class":   `new (class Foo { a = 1; b = "two" })()`,
		"numbers": `Array.from({length: 100}, (_, i) => i)`,
		"map":     `new Map([["a", 1], ["b", 2]])`,
		"error":   `new TypeError("message")`,
	} {
		b.Run(name, func(b *testing.B) {
			h := newHost(b)
			v := h.eval(b, source)
			b.ReportAllocs()
			for b.Loop() {
				if _, err := h.Inspect(v, h.Defaults); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkFormat(b *testing.B) {
	h := newHost(b)
	args := []goja.Value{h.ToValue("%s has %d items"), h.ToValue("somebody"), h.ToValue(42)}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := h.Format(args, h.Defaults); err != nil {
			b.Fatal(err)
		}
	}
}
