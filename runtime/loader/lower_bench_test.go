package loader

import (
	"strings"
	"testing"

	"github.com/dop251/goja"
)

// benchModule is some 10 KB of ordinary code.
var benchModule = "import { dep } from './dep';\n" + strings.Repeat(`
(class Shape {
  #name = 'shape'; static count = 0;
  constructor(public readonly width: number, private height = 1) { Shape.count++ }
  get area(): number { return this.width * this.height }
  async load(url: string, options: { retries?: number } = {}) {
    for (let i = 0; i < (options.retries ?? 3); i++) {
      try {
        const r = await dep(url);
        return r.items.map(x => ({ ...x, id: x.id ?? i })).filter(x => x.ok && x.size > 10);
      } catch (e) { if (i > 1) throw e }
    }
  }
  async *pages(start = 0) { for await (const page of this.source(start)) { yield page.title.toUpperCase() + '!' } }
  private async *source(n: number) { while (n < 10) yield { title: 'page ' + n++ } }
});
`, 12)

// BenchmarkLower measures the parts of loading a module.
func BenchmarkLower(b *testing.B) {
	req := lowerRequest{Path: "/a/m.ts", Source: benchModule, Kind: kindTS, Module: true, Head: testHead, Tail: testTail}
	res, err := lower(req)
	if err != nil {
		b.Fatal(err)
	}
	b.Run("lower", func(b *testing.B) {
		b.SetBytes(int64(len(req.Source)))
		for b.Loop() {
			if _, err := lower(req); err != nil {
				b.Fatal(err)
			}
		}
	})
	parse := func(b *testing.B) (*goja.Program, error) {
		prg, err := parseLowered(req.Path, res.Code, false)
		if err != nil {
			b.Fatal(err)
		}
		fn, err := wrapperOf(prg)
		if err != nil {
			b.Fatal(err)
		}
		b.StartTimer()
		passAsync(fn)
		b.StopTimer()
		return goja.CompileAST(prg, true)
	}
	b.Run("pass", func(b *testing.B) {
		b.SetBytes(int64(len(req.Source)))
		b.StopTimer()
		for range b.N {
			_, _ = parse(b)
		}
	})
	b.Run("parse", func(b *testing.B) {
		b.SetBytes(int64(len(req.Source)))
		for b.Loop() {
			if _, err := parseLowered(req.Path, res.Code, false); err != nil {
				b.Fatal(err)
			}
		}
	})
}
