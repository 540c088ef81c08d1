package loader

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/dop251/goja"
	"github.com/dop251/goja/ast"

	"github.com/lariatjs/lariat/runtime/es"
	"github.com/lariatjs/lariat/runtime/fault"
)

const (
	testHead = "(async function(exports,require,module){"
	testTail = "\n})"
)

// lowered lowers and parses a module and passes over it.
func lowered(t *testing.T, source string) (*ast.FunctionLiteral, *ast.Program, lowerResult) {
	t.Helper()
	res, err := lower(lowerRequest{Path: "/a/m.ts", Source: source, Kind: kindTS, Module: true, Head: testHead, Tail: testTail})
	if err != nil {
		t.Fatalf("%q: %v", source, err)
	}
	prg, err := parseLowered("/a/m.ts", res.Code, true)
	if err != nil {
		t.Fatalf("%q: %v\n%s", source, err, res.Code)
	}
	fn, err := wrapperOf(prg)
	if err != nil {
		t.Fatal(err)
	}
	passAsync(fn)
	return fn, prg, res
}

// names lists the identifiers in a function, those of declarations aside.
func names(fn *ast.FunctionLiteral) []string {
	var f nameFinder
	walkFunction(&f, fn)
	return f.names
}

type nameFinder struct{ names []string }

func (f *nameFinder) expr(e ast.Expression) (ast.Expression, bool) {
	if id, ok := e.(*ast.Identifier); ok {
		f.names = append(f.names, id.Name.String())
	}
	return e, true
}
func (f *nameFinder) stmt(ast.Statement) bool                { return true }
func (f *nameFinder) list(l []ast.Statement) []ast.Statement { return l }
func (f *nameFinder) function(fn *ast.FunctionLiteral)       { walkFunction(f, fn) }
func (f *nameFinder) class(*ast.ClassLiteral)                {}
func (f *nameFinder) binding(*ast.Binding)                   {}

// runModule runs a module, which awaits by yielding, and returns what it logs. require and import give their
// argument back; import also logs it, at the time of the call.
func runModule(t *testing.T, source string) string {
	t.Helper()
	_, prg, _ := lowered(t, source)
	wrapper := prg.Body[len(prg.Body)-1].(*ast.ExpressionStatement).Expression.(*ast.FunctionLiteral)
	for _, name := range []string{nameImport, nameMeta} {
		wrapper.ParameterList.List = append(wrapper.ParameterList.List, &ast.Binding{Target: identAt(1, name)})
	}
	p, err := goja.CompileAST(prg, true)
	if err != nil {
		t.Fatal(err)
	}
	vm := newVM()
	var log []string
	_ = vm.Set("log", func(c goja.FunctionCall) goja.Value {
		var words []string
		for _, a := range c.Arguments {
			words = append(words, a.String())
		}
		log = append(log, strings.Join(words, " "))
		return goja.Undefined()
	})
	fn, err := vm.RunProgram(p)
	if err != nil {
		t.Fatal(err)
	}
	_ = vm.Set("wrapper", fn)
	_, err = vm.RunString(`
		const it = wrapper({}, x => ({ __esModule: true, default: x }), {}, x => { log("import", x); return Promise.resolve(x) }, { url: "meta" });
		(function step(how, v) {
			try {
				const r = it[how](v);
				if (!r.done) Promise.resolve(r.value).then(v => step("next", v), e => step("throw", e));
			} catch (e) { log("threw", String(e)) }
		})("next");`)
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(log, "\n")
}

func TestModules(t *testing.T) {
	for _, c := range []struct{ name, source, want string }{
		{
			"an import is evaluated at once (P12)", `for (var i = 0; i < 2; i++) { import("./" + i); log("after", i) }`,
			"import ./0\nafter 0\nimport ./1\nafter 1",
		},
		{"await in an import", `const f = async () => "x"; (async () => { log(await import(await f())) })()`, "import x\nx"},
		{
			"yield in an import", `function* g() { log(import(yield 1) instanceof Promise) } const it = g(); it.next();
				it.next("y")`,
			"import y\ntrue",
		},
		{
			"options of an import that nobody can read", `const o = {}, import1 = 1;
				log("import(x, o)", /import(x, o)/, { import(x, o) { return x + o } }.import(1, 2));
				async function f(x) { return await import(x, await o) } f("x"); await import("y", o); import(
					"z", o)`,
			"import(x, o) /import(x, o)/ 3\nimport y\nimport x\nimport z",
		},
		{"import.meta", `log(import.meta.url, (() => import.meta.url)())`, "meta meta"},
		{
			"await at the top", `log(1); const x = await new Promise(r => r(2)); log(x); export { x };
				log((await 3) ?? 4, !await 0, await (await 5, 6))`,
			"1\n2\n3 true 6",
		},
		{
			"awaits in odd places", "const o = { f: async x => x }; log(`${await o.f(1)}`, (await o.f({ y: 2 })).y, await o?.f(3), " +
				"[await o.f(4)][0], await (0, o.f)(5), " +
				"await new Promise(r => r(6)), await -7, typeof await 8, await o.f(await o.f(9)), await /r/, " +
				"await (await o.f(o)).f(10), await function () {} instanceof Function)",
			"1 2 3 4 5 6 -7 number 9 /r/ 10 true",
		},
		{"names beyond ASCII", `const größe = 1, o = { ñ: 2, ["ü"]: 3 }; log(await größe, await o.ñ + 1, await o.ü)`, "1 3 3"},
		{
			"import text in a template", "const t = `\nimport x from \"y\";\nexport const z = ${await 1};\n`; log(t)",
			"\nimport x from \"y\";\nexport const z = 1;\n",
		},
		{"for await at the top", `for await (const x of (async function* () { yield 1; yield 2 })()) log(x);
			for await (const x of [3]) { log(x); break }`, "1\n2\n3"},
		{
			"throw at the top", `try { await Promise.reject("no") } catch (e) { log("caught", e) }
				await Promise.reject(new Error("end"))`,
			"caught no\nthrew Error: end",
		},
		{"yield* of all kinds at the top (P10)", `await 0; function* a() { yield* [1] } async function* b() { yield* a() }
			for await (const x of b()) log(x)`, "1"},
		{"this and strictness", `log(this === undefined, (function () { return this === undefined })())`, "true true"},
		{"the highest character", "log(\"\U0010FFFF\".length, `\U0010FFFF`.codePointAt(0))", "2 1114111"},
		{"a module by request", `log(typeof module)`, "object"},
		{"decorators", `const d = (v, c) => { log(c.kind, c.name) }; @d class A { @d m() {} @d accessor x = 1 }
			log(new A().x)`, "method m\naccessor x\nclass A\n1"},
		{
			"using", `{ using a = { [Symbol.dispose]() { log("disposed") } }; log("body") }
				await using b = { async [Symbol.asyncDispose]() { log("async") } }; log("end")`,
			"body\ndisposed\nend\nasync",
		},
		{
			"using without globals", `const { dispose, asyncDispose } = Symbol;
				for (const name of ["Error", "TypeError", "SuppressedError", "Object", "Reflect", "Array"]) delete globalThis[name];
				globalThis.Symbol = "mine";
				{ using a = { [dispose]() { log("a") } }; await using b = { async [asyncDispose]() { log("b") } } }
				try { using a = { [dispose]() { throw 1 } }; throw 2 } catch (e) { log(e.name, e.error, e.suppressed) }
				try { using a = {} } catch (e) { log(e.name, e.message) }
				const { q, ...rest } = { ...{ q: 1 }, r: 2 };
				for (using z of [{ [dispose]() { log("z") } }]) log(rest.r)`,
			"b\na\nSuppressedError 1 2\nTypeError Object not disposable\n2\nz",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := runModule(t, c.source); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestRetry(t *testing.T) {
	for _, c := range []struct{ name, source, want string }{
		{"super in an async generator (P7)", `class A { async *m(x) { yield "A" + x } static async *s() { yield "s" } get v() { return this.w } }
			class B extends A { w = 7; async *m(x) { yield* super.m(x); yield super.v; for await (const y of super.m(2)) yield y }
				static async *s() { yield* super.s() }
				async n() { let s = ""; for await (const y of super.m(3)) s += await y; return s } }
			const o = { __proto__: { p: 1 }, async *m() { yield super.p } };
			(async () => { for await (const x of new B().m(1)) log(x); for await (const x of B.s()) log(x); log(await new B().n());
				for await (const x of o.m()) log(x);
				try { new (Object.getPrototypeOf(new B()).m)() } catch (e) { log(e.name) } })()`, "A1\n7\nA2\ns\nA3\n1\nTypeError"},
		{"fields with names of keywords (P8)", `class A { static get = 1; set = 2; static static = 3; async = 4; get; static async = () => 5 }
			const a = new A();
			log(A.get, a.set, A.static, a.async, "get" in a, A.async(), A.async.name)`, "1 2 3 4 true 5 async"},
		{"async functions stay native", `class A { static get = async function () { return (async () => arguments[0] + await this.x)() };
			static x = Promise.resolve(1) }
			A.get(2).then(x => log(x))`, "3"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := strings.TrimSpace(runScript(t, c.name, "globalThis.log = print; "+c.source)); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

// TestSuperNeedsRetry keeps CompileScript's second attempt honest: the first one must fail.
func TestSuperNeedsRetry(t *testing.T) {
	for _, source := range []string{`class A { async *m() { yield super.x } }`, `class A { static get = 1 }`} {
		if _, err := compileScript(lowerRequest{Path: "x.js", Source: source}); !errors.Is(err, fault.Syntax) {
			t.Errorf("%s: %v", source, err)
		}
	}
}

func TestOutput(t *testing.T) {
	for _, c := range []struct {
		name, source string
		with         []string
		without      []string
	}{
		{"an unused import runs (P19)", `import { a } from "./side"; import type { B } from "./type"`, []string{"require"}, nil},
		{"yield* of a plain generator (P9)", `function* g() { yield* [1] }`, nil, []string{es.AsyncYieldStar, "__yieldStar"}},
		{"names that are right cost nothing", `const a = () => 1, b = function () {}, o = { c: () => 1, d() {}, e: class {} };
			function f() {} class G { h = () => 1; #i = function () {}; static j = () => 1 }
			let k; k = () => 1; const { l = () => 1 } = {}, [m = () => 1] = [];`, nil, []string{es.FunctionName, "__name"}},
		{"a name that is lost is kept", `const fn = () => fn2, x = fn; { const fn = () => 1; log(fn) }
			export default () => 1`, []string{es.FunctionName}, []string{"__name"}},
		{
			"helpers that are not needed go", `async function* g() { for await (const x of g()) yield await x } g()`,
			[]string{es.AsyncGenerate, es.AsyncForOpen},
			[]string{"__asyncGenerator", "__await", "__forAwait", "__knownSymbol"},
		},
		{
			"a script's own helpers stay", `var __await = x => x * 2, __asyncGenerator = 5;
				async function* g() { yield await __await(__asyncGenerator) }`,
			[]string{"__await2", "__asyncGenerator2", es.AsyncAwait, es.AsyncGenerate},
			nil,
		},
		{
			"late imports of another bundler stay", "var __toESM = x => x; Promise.resolve().then(() => __toESM(require(log(1)))); import('y')",
			[]string{"Promise", "__toESM2", nameImport},
			nil,
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			fn, prg, _ := lowered(t, c.source)
			got := names(fn)
			for _, n := range c.with {
				if !slices.Contains(got, n) {
					t.Errorf("%s is not there: %v", n, got)
				}
			}
			for _, n := range c.without {
				if slices.Contains(got, n) {
					t.Errorf("%s is there: %v", n, got)
				}
			}
			if _, err := goja.CompileAST(prg, true); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestTopLevelAwaitIsReported(t *testing.T) {
	for source, want := range map[string]bool{
		"await 1": true, "for await (const x of y);": true, "async () => { await 1 }": false, "export {}": false,
	} {
		if _, _, res := lowered(t, source); res.TopLevelAwait != want {
			t.Errorf("%q: %v", source, res.TopLevelAwait)
		}
	}
}

func TestSyntaxErrors(t *testing.T) {
	_, err := lower(lowerRequest{Path: "/a/m.ts", Source: "let ok\n  return 1 +;", Kind: kindTS, Module: true, Head: testHead, Tail: testTail})
	var e *fault.Error
	if !errors.As(err, &e) || e.Kind != fault.Syntax {
		t.Fatal(err)
	}
	want := map[string]any{"file": "/a/m.ts", "line": 2, "column": 13, "length": 1, "lineText": "  return 1 +;"}
	for key, v := range want {
		if e.Props[key] != v {
			t.Errorf("%s is %v, not %v", key, e.Props[key], v)
		}
	}
	if e.Message != `/a/m.ts:2:13: Unexpected ";"` {
		t.Error(e.Message)
	}
}

// TestPanicsAreErrors has goja's parser and esbuild's printer panic (P1, P18).
func TestPanicsAreErrors(t *testing.T) {
	for _, code := range []string{`"\u{10FFFF}"`, "`\\u{10ffff}`"} {
		if _, err := parseLowered("x.js", []byte(code), false); !errors.Is(err, fault.Syntax) {
			t.Errorf("%s: %v", code, err)
		}
	}
	const late = `async function* f(p = eval("var arguments"), arguments) {}`
	if _, err := CompileScript("x.js", late); err != nil && !errors.Is(err, fault.Syntax) {
		t.Error(err)
	}
}

// TestPatterns runs literals with Unicode properties (P4); what they look like must not change.
func TestPatterns(t *testing.T) {
	got := runScript(t, "x.js", `
		const all = () => [/\p{Lu}+/u, /[\p{Alphabetic}-]\P{Script=Greek}/giu, /p{Lu}/, /\p{Lu}/];
		for (const re of all()) print(re.source, re.flags, String(re), re.test('ÄA'), re.test('p{Lu}'), re.lastIndex);
		print('aÄbΩ'.replace(/\p{Lu}/gu, x => x.toLowerCase()), all()[0] === all()[0]);`)
	want := "\\p{Lu}+ u /\\p{Lu}+/u true true 0\n" +
		"[\\p{Alphabetic}-]\\P{Script=Greek} giu /[\\p{Alphabetic}-]\\P{Script=Greek}/giu true true 4\n" +
		"p{Lu}  /p{Lu}/ false true 0\n\\p{Lu}  /\\p{Lu}/ false true 0\naäbω false\n"
	if got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// TestArguments has goja panic unless the pass helps: an arrow function mentions the arguments of the function around.
func TestArguments(t *testing.T) {
	got := runScript(t, "x.js", `
		function plain() { return (() => arguments.length)() }
		function given(a = () => arguments.length) { return a() }
		async function later() { await 1; return (() => [...arguments].join())() }
		const o = { *gen(a) { yield (() => arguments[1] + a)() } };
		function hidden() { const f = () => typeof arguments; { let arguments = 1 } return f() }
		class C { constructor() { this.n = (() => arguments.length)() } }
		print(plain(1, 2), given(undefined, 2, 3), o.gen(1, 2).next().value, hidden(), new C(1, 2, 3).n);
		later('a', 'b').then(x => print(x));`)
	if want := "2 3 3 object 3\na,b\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
