package loader

import (
	"fmt"
	"testing"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime/es"
)

// bareHost is a host without an event loop.
type bareHost struct{}

func (bareHost) Post(func()) {}

func (bareHost) Compile(_ es.Code, text string) (*goja.Program, error) {
	return CompileScript("eval", text)
}

func (bareHost) Lower(text string) (string, error) { return text, nil }

// newVM returns a virtual machine with the whole language and without an event loop: RunProgram drains its jobs.
// Its eval is goja's own, for a direct one.
func newVM() *goja.Runtime {
	vm := goja.New()
	_ = vm.Set("eval", es.Install(vm, bareHost{}).Eval())
	return vm
}

// BenchmarkAsync measures one item of what async generators are used for. The first is the limit that goja sets:
// one step of a generator and one await of a fulfilled promise.
func BenchmarkAsync(b *testing.B) {
	cases := []struct{ name, source string }{
		{"limit", `function* g() { for (let i = 0; i < N; i++) yield i }
			const p = Promise.resolve(), it = g(); while (!it.next().done) await p`},
		{"plain", `async function* g() { for (let i = 0; i < N; i++) yield i } for await (const x of g());`},
		{"stages", `async function* g() { for (let i = 0; i < N; i++) yield i }
			async function* h(s) { for await (const x of s) yield x + 1 } for await (const x of h(h(g())));`},
		{"awaiting", `async function* g() { const p = Promise.resolve(); for (let i = 0; i < N; i++) { await p; yield i } }
			for await (const x of g());`},
		{"objects", `async function* g() { for (let i = 0; i < N; i++) yield { i } } for await (const x of g());`},
		{"next", `async function* g() { for (let i = 0; i < N; i++) yield i } const it = g(); while (!(await it.next()).done);`},
		{"delegate", `async function* g() { for (let i = 0; i < N; i++) yield i } async function* h() { yield* g() }
			for await (const x of h());`},
		{"array", `const a = Array.from({ length: N }, (_, i) => i); for await (const x of a);`},
		{"create", `async function* g() { yield 1 } for (let i = 0; i < N; i++) await g().next()`},
		{"closure", `for (let i = 0; i < N; i++) { const f = async function* () { yield i } }`},
		{"plain closure", `for (let i = 0; i < N; i++) { const f = () => i, g = function () { return i } }`},
	}
	for _, c := range cases {
		b.Run(c.name, func(b *testing.B) {
			vm := newVM()
			_ = vm.Set("N", b.N)
			prg, err := CompileScript("bench.js", fmt.Sprintf("(async () => { %s; done() })()", c.source))
			if err != nil {
				b.Fatal(err)
			}
			done := false
			_ = vm.Set("done", func(goja.FunctionCall) goja.Value {
				done = true
				return goja.Undefined()
			})
			b.ReportAllocs()
			b.ResetTimer()
			if _, err := vm.RunProgram(prg); err != nil {
				b.Fatal(err)
			}
			if !done {
				b.Fatal("the script did not end")
			}
		})
	}
}

// BenchmarkClosures makes functions that esbuild keeps the names of: a closure must cost what it costs in goja.
func BenchmarkClosures(b *testing.B) {
	const source = `for (let i = 0; i < N; i++) { const f = () => i, g = function () { return i }, o = { m() {}, p: x => x } }`
	for name, compile := range map[string]func() (*goja.Program, error){
		"goja":    func() (*goja.Program, error) { return goja.Compile("x.js", source, false) },
		"lowered": func() (*goja.Program, error) { return CompileScript("x.js", source) },
	} {
		b.Run(name, func(b *testing.B) {
			prg, err := compile()
			if err != nil {
				b.Fatal(err)
			}
			vm := newVM()
			_ = vm.Set("N", b.N)
			b.ResetTimer()
			if _, err := vm.RunProgram(prg); err != nil {
				b.Fatal(err)
			}
		})
	}
}
