package loader

import (
	"errors"
	"reflect"
	"strings"
	"testing"

	"github.com/dop251/goja"
	"github.com/dop251/goja/file"
	"github.com/dop251/goja/parser"

	"github.com/lariatjs/lariat/runtime/fault"
)

// goja's parser panics on this escape; esbuild would write it for the character itself.
func TestHighestCodePoint(t *testing.T) {
	for _, name := range []string{"main.cjs", "main.mjs", "main.ts"} {
		for _, text := range []string{`"\u{10FFFF}"`, `"\u{10ffff}"`, "`\\u{10FFFF}`", "\"\U0010FFFF\"", "/\\u{10FFFF}/u.source && " +
			"'\U0010FFFF'"} {
			_, out, err := program(t, map[string]string{name: "const s = " + text + "; console.log(s.length, s.codePointAt(0) === 0x10ffff)"}, name)
			if err != nil || out != "2 true\n" {
				t.Errorf("%s, %s: %q %v", name, text, out, err)
			}
		}
	}
}

// Nothing that the loader does may run microtasks in the middle of another one.
func TestMicrotasksKeepTheirOrder(t *testing.T) {
	dir := files(t, map[string]string{
		"lib.mjs": "console.log('lib runs'); Promise.resolve().then(() => console.log('microtask of lib')); export default 1",
		"c.cjs":   "console.log('cjs runs'); Promise.resolve().then(() => console.log('microtask of cjs'))",
		"main.cjs": `
Promise.resolve().then(() => {
  console.log('first starts');
  Promise.resolve().then(() => console.log('inner'));
  require('./c.cjs'); require('./lib.mjs'); import('./lib.mjs').then(() => console.log('imported'));
  console.log('first ends');
});
Promise.resolve().then(() => console.log('second'));
console.log('main ends');`,
	})
	w := newWorld(t, NewStore(Config{Dir: dir}))
	if _, err := w.settled(w.l.Main(dir + "/main.cjs")); err != nil {
		t.Fatal(err)
	}
	want := "main ends\nfirst starts\ncjs runs\nlib runs\nfirst ends\nsecond\ninner\nmicrotask of cjs\nmicrotask of lib\nimported\n"
	if got := w.out.String(); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// The Go side may call the loader with an empty call stack, while microtasks are waiting.
func TestGoCallsDoNotDrain(t *testing.T) {
	dir := files(t, map[string]string{"a.mjs": "console.log('a'); export default 1", "c.cjs": "console.log('c'); exports.x = 1"})
	w := newWorld(t, NewStore(Config{Dir: dir}))
	_ = w.vm.Set("fromGo", func(goja.FunctionCall) goja.Value {
		w.out.WriteString("go starts\n")
		if _, err := w.l.Require("./c.cjs", ""); err != nil {
			t.Error(err)
		}
		_ = w.l.Import("./a.mjs", "")
		_ = w.l.Eval("x", "console.log('eval')")
		w.out.WriteString("go ends\n")
		return goja.Undefined()
	})
	if _, err := w.vm.RunString("Promise.resolve().then(fromGo); Promise.resolve().then(() => console.log('waiting'))"); err != nil {
		t.Fatal(err)
	}
	w.drain()
	if got, want := w.out.String(), "go starts\nc\ngo ends\nwaiting\na\neval\n"; got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestModulesAreStrict(t *testing.T) {
	_, out, err := program(t, map[string]string{
		"main.mjs": "import { x } from './lib.mjs'; const e = (f) => { try { f(); return 'ok' } catch (e) { return e.name } };\n" +
			"console.log(e(() => { undeclared = 1 }), e(function () { return this.x }), e(() => { Object.freeze([]).push(1) }), (function " +
			"() { return this })());\nexport const y = x;",
		"lib.mjs": "export const x = 1",
	}, "main.mjs")
	if err != nil || words(out) != "ReferenceError|TypeError|TypeError|undefined\n" {
		t.Errorf("%q %v", out, err)
	}
	_, _, err = program(t, map[string]string{
		"main.mjs": "import { x } from './lib.mjs';\nexport function f() { x = 2 }\nf()", "lib.mjs": "export let x = 1",
	}, "main.mjs")
	if err == nil || !strings.Contains(err.Error(), "TypeError") && !strings.Contains(err.Error(), "SyntaxError") {
		t.Errorf("an import was assigned to: %v", err)
	}
}

// Functions in blocks of sloppy code are variables of the function around them.
func TestFunctionsInBlocks(t *testing.T) {
	_, out, err := program(t, map[string]string{
		"main.cjs": "{ function a() { return 'a' } } if (true) { function b() { return 'b' } } switch (1) { case 1: function c() { " +
			"return 'c' } } try { function d() { return 'd' } } finally { }\nconsole.log(a(), b(), c(), d())",
	}, "main.cjs")
	if err != nil || out != "a b c d\n" {
		t.Errorf("%q %v", out, err)
	}
}

// Computed import() and require() are left to run time, also beside a top-level await, and read their argument
// when they are called.
func TestComputedImports(t *testing.T) {
	for _, name := range []string{"main.mjs", "main.mts", "main.js", "main.ts"} {
		_, out, err := program(t, map[string]string{
			name: "export {}; const all = []; for (var i = 1; i < 3; i++) all.push(import('./m' + i + '.mjs'));\n" +
				"console.log((await Promise.all(all)).map((m) => m.default).join(), (await import(`./m${await 1}.mjs`)).default, (await " +
				"import((1, './m2.mjs'))).default);\n" +
				"function* g() { console.log((yield import(yield 'path')) === all[1]) } const it = g(); it.next(); it.next('./m2.mjs'); " +
				"it.next(all[1]);",
			"m1.mjs": "export default 'one'", "m2.mjs": "export default 'two'",
		}, name)
		if err != nil || out != "one,two one two\ntrue\n" {
			t.Errorf("%s: %q %v", name, out, err)
		}
	}
}

// A module that is required while others load, from several goroutines, waits for nobody.
func TestStoresDoNotBlockEachOther(t *testing.T) {
	dir := files(t, map[string]string{"a.cjs": "exports.b = require('./b.cjs')", "b.cjs": "exports.a = require('./a.cjs')"})
	s := NewStore(Config{Dir: dir})
	done := make(chan string, 4)
	for range cap(done) {
		go func() {
			w := newWorld(t, s)
			v, err := w.l.Require("./a.cjs", "")
			if err != nil {
				done <- err.Error()
				return
			}
			done <- v.(*goja.Object).Get("b").(*goja.Object).Get("a").String()
		}()
	}
	for range cap(done) {
		if got := <-done; got != "[object Object]" {
			t.Error(got)
		}
	}
}

// Text that becomes code while the program runs is lowered too, by the functions of package es.
func TestGuardIsForEvalToo(t *testing.T) {
	if err := Guard("eval", "x => x + 1"); err != nil {
		t.Error(err)
	}
	if err := Guard("eval", strings.Repeat("!", 1e6)); !errors.Is(err, fault.Limit) {
		t.Error(err)
	}
}

// Each node of the tree must be moved to the source, or its place would be nonsense.
func TestRemapReachesEveryNode(t *testing.T) {
	src := everything
	prg, err := goja.Parse("x", "(async function(){"+src+"\n})", parser.WithDisableSourceMaps)
	if err != nil {
		t.Fatal(err)
	}
	fn, err := wrapperOf(prg)
	if err != nil {
		t.Fatal(err)
	}
	const far = 1 << 20
	p := &positions{shift: -far, end: 4 * far, shadow: &shadow{}}
	(&remap{positions: p}).function(fn)
	kinds := map[string]bool{}
	check(t, reflect.ValueOf(fn), "", far, kinds)
	for _, kind := range []string{
		"ForOfStatement", "ClassStaticBlock", "PrivateDotExpression", "TemplateElement", "OptionalChain", "YieldExpression", "ArrayPattern",
	} {
		if !kinds[kind] {
			t.Errorf("the test has no %s", kind)
		}
	}
}

const everything = `
var a = 1, b = [2, , ...c], {d, e: f = 3, ...g} = {d, 'e': 1,
  [a]: 2, get h() { return 1 }, set h(v) {}, m() {}, async n() {}, *o() { yield a; yield* b }, ...a};
let [i, j = 2, ...k] = a; const l = (x, {y}, [z], ...r) => { return x }, m = async x => await x, n = () => ({});
function o(p = 1, ...q) { new.target; return arguments }
class C extends (a, b) { static s = 1; #p = 2; [a] = 3; static { a = 1 }
  constructor() { super(); super.x() } get q() { return this.#p } static async *w() {} has(v) { return #p in v } }
label: for (let v of a) { if (v) continue label; else break label }
for (var v2 in a) ; for (const v3 of b) {} for (v2 of b) {} for ([v2] of b) {}
for (let q1 = 0, q2; q1 < 1; q1++, --q2) {} for (;;) break; for (var q3 = 0; ;) break; for (a = 1; ;) break;
while (a) { a-- } do { a } while (a); switch (a) { case 1: b; default: c }
try { throw a } catch ({message}) { debugger } finally { a?.b?.[c]?.(d); a.b.c(d, ...e) } try {} catch { }
a = b ? c : d; a ||= b; [a, b.c] = d; ({a, b: c.d} = e); void typeof -a;
delete a.b; a in b; a instanceof b; a ** b, 1n, "s", 's', true, null, /re/g, this;
` + "`t${a}u${b}`; tag`x${1}`; new A; new A(1); (0, a.b)(1); import_x['s'](); await a; if (a) function oo() {}"

// check walks over a tree by reflection and finds places that were not moved.
func check(t *testing.T, v reflect.Value, path string, far file.Idx, kinds map[string]bool) {
	switch v.Kind() {
	case reflect.Interface, reflect.Pointer:
		if !v.IsNil() {
			check(t, v.Elem(), path, far, kinds)
		}
	case reflect.Slice:
		for i := range v.Len() {
			check(t, v.Index(i), path, far, kinds)
		}
	case reflect.Struct:
		name := v.Type().Name()
		kinds[name] = true
		for i := range v.NumField() {
			f := v.Type().Field(i)
			if f.Name == "DeclarationList" || f.Name == "File" || !v.Field(i).CanInterface() {
				continue
			}
			if idx, ok := v.Field(i).Interface().(file.Idx); ok {
				if idx != 0 && idx < far {
					t.Errorf("%s.%s of %s was not moved", name, f.Name, path)
				}
				if idx > 2*far {
					t.Errorf("%s.%s of %s was moved twice", name, f.Name, path)
				}
				continue
			}
			check(t, v.Field(i), path+"/"+name, far, kinds)
		}
	}
}

// A direct eval sees the variables around it, in modules and in CommonJS.
func TestDirectEval(t *testing.T) {
	for _, name := range []string{"main.mjs", "main.cjs", "main.ts"} {
		text := "const lexical = 1; function f(a) { var b = 2; return eval('a + b + lexical') }\n" +
			"console.log(f(3), eval('typeof lexical'), (0, eval)('typeof lexical'), [eval].length, typeof eval, eval(5), ({ eval " +
			"}).eval('typeof lexical'));\n" +
			"class A { #p = 7; m() { return eval('this.#p') } } console.log(new A().m());\n" +
			"try { eval('throw new Error(\"inside\")') } catch (e) { console.log(e.message) } try { eval('((') } catch (e) { console.log(e.name) }"
		if name == "main.ts" {
			text = "export {};\n" + text
		}
		_, out, err := program(t, map[string]string{name: text}, name)
		if want := "6 number undefined 1 function 5 undefined\n7\ninside\nSyntaxError\n"; err != nil || out != want {
			t.Errorf("%s: got %q %v", name, out, err)
		}
	}
	_, out, err := program(t, map[string]string{"main.cjs": "function f(eval) { return eval('x') } console.log(f((s) => s + '!')); " +
		"with ({ eval: (s) => s }) console.log(eval('with'))"}, "main.cjs")
	if err != nil || out != "x!\nwith\n" {
		t.Errorf("a variable of that name: %q %v", out, err)
	}
}

// Each place that a function can stand in is looked at, whatever else the file has.
func TestDirectEvalInEveryKindOfFunction(t *testing.T) {
	for _, text := range []string{
		"function f(a) { let b = 2; return eval('a + b') } console.log(f(3))",
		"const f = (a) => { let b = 2; return eval('a + b') }; console.log(f(3))",
		"const f = function (a) { let b = 2; return eval('a + b') }; console.log(f(3))",
		"class C { m(a) { let b = 2; return eval('a + b') } } console.log(new C().m(3))",
		"const o = { m(a) { let b = 2; return eval('a + b') } }; console.log(o.m(3))",
		"function* g(a) { let b = 2; yield eval('a + b') } console.log(g(3).next().value)",
	} {
		for _, name := range []string{"main.cjs", "main.mjs"} {
			if _, out, err := program(t, map[string]string{name: text}, name); err != nil || out != "5\n" {
				t.Errorf("%s: %s: got %q %v", name, text, out, err)
			}
		}
	}
}

// A binding may change through eval, so it stays live.
func TestEvalKeepsBindingsLive(t *testing.T) {
	_, out, err := program(t, map[string]string{
		"main.mjs": "import { x, set } from './lib.mjs'; console.log(x); set(); console.log(x)",
		"lib.mjs":  "export let x = 1; export const set = () => eval('x = 2')",
	}, "main.mjs")
	if err != nil || out != "1\n2\n" {
		t.Errorf("%q %v", out, err)
	}
}

// esbuild's variables for a loop with await do not clash with a module's own.
func TestLoopsAtTheTopLevel(t *testing.T) {
	_, out, err := program(t, map[string]string{
		"main.mts": `const iter: string = 'iter'; let error = 'error', temp = ['temp']; export const more = 'more';
for await (const { x = error, y = temp[0] } of [{}, { x: more }] as any[]) { console.log(x, y, iter); error = 'changed'; }
outer: for await (const a of [1, 2])
  for await (const b of [Promise.resolve(3), 4]) { if (b === 4) continue outer; console.log(a, b, temp[0]); }
let target: any; for await (target of ['assigned']) ;
try { for await (const n of (async function* () { yield 1; throw new Error('thrown'); })())
  console.log(n, error); } catch (e: any) { console.log(e.message); }
{ const iter = 'inner'; for await (const v of [iter]) { const temp = v; console.log(temp, iter); } }
for await (const v of { [Symbol.asyncIterator]() { return { async next() { return { value: 1, done: false } },
  async return() { console.log('closed'); return {} } } } }) break;
console.log(iter, error, temp[0], more, target);`,
	}, "main.mts")
	want := "error|temp|iter\nmore|temp|iter\n1|3|temp\n2|3|temp\n1|changed\nthrown\ninner|inner\nclosed\niter|changed|temp|more|assigned\n"
	if err != nil || words(out) != want {
		t.Errorf("got %q %v", out, err)
	}
}

// import() works in text that becomes code while the program runs.
func TestImportInText(t *testing.T) {
	dir := files(t, map[string]string{"a.mjs": "export default 'a'"})
	w := newWorld(t, NewStore(Config{Dir: dir}))
	p, err := CompileScript("text", "(function (s) { return import(s).then((m) => m.default) })")
	if err != nil {
		t.Fatal(err)
	}
	fn, err := w.vm.RunProgram(p)
	if err != nil {
		t.Fatal(err)
	}
	v, err := w.settled(call(rawOf(fn), goja.Undefined(), w.vm.ToValue("./a.mjs")))
	if err != nil || v.String() != "a" {
		t.Errorf("%v %v", v, err)
	}
	v, err = w.vm.RunString("Object.getOwnPropertyNames(globalThis).filter((n) => n.includes('%')).length")
	if err != nil || v.ToInteger() != 0 {
		t.Errorf("a script sees the name: %v %v", v, err)
	}
}

// An empty statement at the top of a file that goja gets as it is does not end esbuild's helpers.
func TestEmptyStatementAtTop(t *testing.T) {
	_, out, err := program(t, map[string]string{"a.cjs": "var a = 1;;\nvar b = log();\n;function log() { return a + 1 }\nconsole.log(a, b)"}, "a.cjs")
	if err != nil || out != "1 2\n" {
		t.Errorf("%q, %v", out, err)
	}
}

// goja does not name a function after the parameter that it is the default of.
func TestDefaultsOfParametersHaveNames(t *testing.T) {
	const text = `
function f(a = (x) => x, b = function () {}, d = async function* () {}, { e = () => 1 } = {}, g = class { static name = 'own' }) {
	return [a.name, b.name, d.name, e.name, g.name].join()
}
const arrow = (a = () => 1, b = function named() {}) => a.name + b.name
console.log(f(), arrow(), new (class { m(a = () => 1) { return a.name } })().m())`
	for _, name := range []string{"main.mjs", "main.cjs", "main.ts"} {
		_, out, err := program(t, map[string]string{name: text}, name)
		if err != nil || out != "a,b,d,e,own anamed a\n" {
			t.Errorf("%s: %q %v", name, out, err)
		}
	}
}

// A variable may have the name of the parameter of a catch around it.
func TestVariablesNamedLikeTheParameterOfACatch(t *testing.T) {
	const text = `
function f(x) {
	try { throw x } catch (e) {
		var a = 1, e = e + 1, { b } = { b: 2 }
		if (x) var e = e + 1; else var e
		for (var e = e + 1, i = 0; i < 1; i++) var e = e + 1
		l: var e = e + 1
		var g = () => { var e = 'inner'; return e }
		return [a, e, b, g(), (() => e)()].join()
	}
}
function h() { try { throw 1 } catch (e) { for (var e in { k: 1 }) ; var r = e } return [typeof e, r].join() }
console.log(f(1), h())`
	for _, name := range []string{"main.mjs", "main.cjs", "main.ts"} {
		_, out, err := program(t, map[string]string{name: text}, name)
		if err != nil || out != "1,6,2,inner,6 undefined,k\n" {
			t.Errorf("%s: %q %v", name, out, err)
		}
	}
}
