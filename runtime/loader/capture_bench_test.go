package loader

import (
	"fmt"
	"testing"

	"github.com/dop251/goja"
)

func benchPair(b *testing.B) (p *pair, list *goja.Object) {
	b.Helper()
	p = newPair(b, map[string]string{
		"main.mjs": "import { one } from './lib.mjs'; export const list = (n) => [(x) => x + one, (x) => x + n, () => { return (x) => x }]; export default list(1)",
		"lib.mjs":  "export const one = 1; export const f = (x) => x; export const g = (x) => x",
		"use.mjs":  "import list from './main.mjs'; import { f } from './lib.mjs'; export default [...list, f]",
	})
	space, err := p.settled(p.l.Import("./use.mjs", ""))
	if err != nil {
		b.Fatal(err)
	}
	return p, space.(*goja.Object).Get("default").(*goja.Object)
}

// One dispatch of a function: looked up here, made there.
func BenchmarkDispatch(b *testing.B) {
	for i, name := range []string{"source", "captured", "fresh closure", "reference"} {
		b.Run(name, func(b *testing.B) {
			p, list := benchPair(b)
			fn := list.Get(fmt.Sprint(i)).(*goja.Object)
			var capture []string
			var captured map[string]goja.Value
			if name == "captured" {
				capture, captured = []string{"n"}, map[string]goja.Value{"n": p.other.vm.ToValue(1)}
			}
			dispatch := func() {
				fn := fn
				if name == "fresh closure" {
					fn = call(rawOf(fn), goja.Undefined()).(*goja.Object)
				}
				portable, err := p.l.Portable(fn, capture)
				if err != nil {
					b.Fatal(err)
				}
				if fn, promise := p.other.l.Function(portable, captured); fn == nil {
					must(p.other.settled(promise))
				}
			}
			dispatch()
			b.ReportAllocs()
			for b.Loop() {
				dispatch()
			}
		})
	}
}

// The first time in a process: the file is parsed again, the function analysed and compiled.
func BenchmarkFirstPortable(b *testing.B) {
	p, list := benchPair(b)
	fn := list.Get("0").(*goja.Object)
	for b.Loop() {
		f := readFunction(fn)
		from, _ := p.l.store.origins.of(f.file)
		clear(from.extracts)
		p.l.portables = portables{}
		if _, err := p.l.Portable(fn, nil); err != nil {
			b.Fatal(err)
		}
	}
}

// The first time in an isolate: the compiled function is evaluated.
func BenchmarkFirstFunction(b *testing.B) {
	p, list := benchPair(b)
	portable, err := p.l.Portable(list.Get("2").(*goja.Object), nil)
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		clear(p.other.l.made)
		if fn, _ := p.other.l.Function(portable, nil); fn == nil {
			b.Fatal("it is not there")
		}
	}
}
