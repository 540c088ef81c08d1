package loader

import (
	"strings"
	"testing"

	"github.com/dop251/goja"
)

// sourceCases are functions that lowering changes, each with a call of it, f, whose results are logged.
var sourceCases = []struct{ name, text, use string }{
	{"names", `function f() { const g = () => 1, h = function () {}; function i() {} class J { static k = () => 1 }
		let l = { m: class {} }; return [g.name, h.name, i.name, J.name, J.k.name, l.m.name].join() }`, `log(f())`},
	{"generator", `async function* f(a, b = 2) { const r = yield a; yield* [b, r]; return await 3 }`, `const it = f(1);
		for (const v of [0, 'r', 0, 0]) log(JSON.stringify(await it.next(v)))`},
	{"expression", `async function* () { yield 1 }`, `for await (const x of f()) log(x)`},
	{"loops", `async function f() { let s = '', y, o = {};
		for await (const x of [1, 2]) { if (x > 1) break; s += x }
		outer: for await (let [a, { b = 3 }] of [[1, {}]]) { for await (y of [4, 5]) { s += a + b + y; continue outer } }
		for await ({ z: o.p = 6 } of [{}]) s += o.p; for await (var v of (async function* () { yield 7 })()) ; return s + v }`, `log(await f())`},
	{
		"methods", `class F { async *m() { yield 1; yield* this.#p() } static async *s() { yield 2 } async *#p() { yield 3 }
		async *[Symbol.asyncIterator]() { yield 4 }
		o = { async *q() { yield 5 }, async *['r']() { yield 6 } } }`,
		`const i = new f(); for (const g of [i.m(), f.s(), i, i.o.q(), i.o.r()]) for await (const x of g) log(x)`,
	},
	{"arrow", `async (x) => { const inner = async (y) => { for await (const z of y) return z };
		return await inner([x]) }`, `log(await f(8))`},
	{"nested", `function f() { return async function* g() { yield g.name;
		yield (async function* h() { yield await h.name })().next().then(r => r.value) } }`, `for await (const x of f()()) log(x)`},
	{"using", `function f() { const log = []; { using a = { [Symbol.dispose]() { log.push('d') } } }
		return log.join() }`, `log(f())`},
	{"plain", `function f(__a) { return __a + '__name' }`, `log(f(1))`},
	{"imports", `(x) => [() => import(x), () => import.meta]`, `log(typeof f)`},
}

// TestFunctionSource runs functions, and what their texts are restored to: both do the same, and the restored text
// names no helper.
func TestFunctionSource(t *testing.T) {
	for _, c := range sourceCases {
		t.Run(c.name, func(t *testing.T) {
			want, text := runFunction(t, c.text, c.use)
			if want == "" || strings.Contains(want, "failed") {
				t.Fatalf("the function itself gives %q", want)
			}
			restored := FunctionSource(text)
			if c.name != "using" && numberedHelper(restored) {
				t.Errorf("a helper is left: %s", restored)
			}
			if got, again := runFunction(t, restored, c.use); got != want {
				t.Errorf("got %q, want %q\n%s\n%s", got, want, restored, again)
			}
		})
	}
}

func numberedHelper(text string) bool {
	for _, name := range []string{"__name(", "__await", "__yieldStar", "__asyncGenerator", "__forAwait", "__lariat"} {
		if strings.Contains(text, name) {
			return true
		}
	}
	return false
}

// runFunction makes a function of a text and calls it. It returns what is logged, and the text of the function.
func runFunction(t *testing.T, text, use string) (log, source string) {
	t.Helper()
	prg, err := CompileScript("f.js", "const f = ("+text+"\n); source = f.toString(); (async () => { "+use+" })().catch(e => log('failed', e))")
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	vm := newVM()
	_ = vm.Set("log", func(c goja.FunctionCall) goja.Value {
		for _, a := range c.Arguments {
			log += a.String() + " "
		}
		return goja.Undefined()
	})
	if _, err := vm.RunProgram(prg); err != nil {
		t.Fatal(err)
	}
	return log, vm.Get("source").String()
}

// TestFunctionSourceOfMethods restores the texts of methods, which are no expressions.
func TestFunctionSourceOfMethods(t *testing.T) {
	for text, want := range map[string]string{
		"m(a) {\n  return __asyncGenerator(this, null, function* () {\n    yield new __await(a);\n  });\n}": "async *m(a) {\n    await (a);\n  }",
		"[k]() {\n  const x = /* @__PURE__ */ __name2(() => 1, \"x\");\n}":                                  "[k]() {\n  const x = () => 1;\n}",
		"function f() { [native code] }": "function f() { [native code] }",
		"__name(":                        "__name(",
		"() => __lariat_import(((            x))).then(() => __lariat_import_meta.url)": "() => import(x).then(() => import.meta.url)",
	} {
		if got := FunctionSource(text); got != want {
			t.Errorf("%q became %q", text, got)
		}
	}
}
