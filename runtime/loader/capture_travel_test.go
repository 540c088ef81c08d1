package loader

import (
	"errors"
	"fmt"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime/fault"
)

// An export goes by reference: its module is loaded once in the other isolate, with what it imports.
func TestExportsTravelByReference(t *testing.T) {
	tree := map[string]string{
		"lib.mjs":   "console.log('lib runs'); let n = 0; export const count = () => ++n; export { count as again }; export default function () { return n }; export let later = null; export const set = () => { later = (x) => n + x }",
		"again.mjs": "export { count as third } from './lib.mjs'; export * from './lib.mjs'",
		"c.cjs":     "console.log('c runs'); let n = 0; exports.f = () => ++n; exports.default = () => 'default'",
		"fn.cjs":    "let n = 10; module.exports = () => ++n",
		"made.mjs":  "import { make } from './maker.mjs'; export const f = make(5)",
		"maker.mjs": "export const make = (n) => (x) => x + n",
		"kinds.mjs": "export const bound = ((a, b) => a + b).bind(null, 1); export const proxy = new Proxy((a) => a, {}); export class C {}",
	}
	cases := []captureCase{
		{name: "const", before: "import { count } from './lib.mjs'", fn: "count", want: "lib runs\ncount/0: 1"},
		{name: "once", before: "import { count } from './lib.mjs'; task(count)", fn: "count", want: "lib runs\ncount/0: 2"},
		{name: "default", before: "import f, { count } from './lib.mjs'; task(count)", fn: "f", want: "lib runs\ndefault/0: 1"},
		{name: "other name", before: "import { again } from './lib.mjs'", fn: "again", want: "lib runs\ncount/0: 1"},
		{name: "export of an import", before: "import { third } from './again.mjs'", fn: "third", want: "lib runs\ncount/0: 1"},
		{name: "export star", before: "import * as all from './again.mjs'", fn: "all.count", want: "lib runs\ncount/0: 1"},
		{name: "let", before: "import { later, set } from './lib.mjs'; set()", fn: "later", args: "[1]", want: "! the export \"later\" of lib.mjs is not a function"},
		{name: "CommonJS", before: "import { f } from './c.cjs'", fn: "f", want: "c runs\n/0: 1"},
		{name: "CommonJS default", before: "import * as c from './c.cjs'", fn: "c['module.exports']?.default ?? c.default.default ?? c.default", want: "c runs\n/0: default"},
		{name: "CommonJS function", before: "import f from './fn.cjs'", fn: "f", want: "/0: 11"},
		{name: "host", before: "import { add } from 'demo'", fn: "add", args: "[1, 2]", want: "! 3"},
		{name: "made elsewhere", before: "import { f } from './made.mjs'", fn: "f", args: "[1]", want: "/1: 6"},
		{name: "bound", before: "import { bound } from './kinds.mjs'", fn: "bound", args: "[1]", want: "bound /1: 2"},
		{name: "proxy", before: "import { proxy } from './kinds.mjs'", fn: "proxy", args: "[1]", want: "/1: 1"},
		{name: "class", before: "import { C } from './kinds.mjs'", fn: "C", want: "class \"C\" cannot run as a task; pass a function that makes an instance: (...args) => new C(...args)"},
		{name: "capture goes before", before: "import { count } from './lib.mjs'", fn: "count", capture: "{ n: 7 }", want: "lib runs\ncount/0: 8"},
	}
	runCases(t, "main.mjs", tree, cases)
}

// What cannot travel says what to do instead.
func TestWhatCannotTravel(t *testing.T) {
	runCases(t, "main.mjs", nil, []captureCase{
		{name: "class", before: "class A {}", fn: "A", want: "class \"A\" cannot run as a task; pass a function that makes an instance: (...args) => new A(...args)"},
		{name: "nameless class", fn: "class {}", want: "! new C(...args)"},
		{name: "bound", fn: "(function f() {}).bind(1)", want: "! function \"bound f\" is bound"},
		{name: "native", fn: "Math.max", want: "function \"max\" is native code, which cannot travel; wrap it: (...args) => max(...args)"},
		{name: "host function", fn: "console.log", want: "! is native code"},
		{name: "proxy", fn: "new Proxy(() => 1, {})", want: "! is a proxy"},
		{name: "proxy of nothing", fn: "new Proxy({}, {})", want: "what is to run in a worker must be a function"},
		{name: "revoked proxy", before: "const r = Proxy.revocable(() => 1, {}); r.revoke()", fn: "r.proxy", want: "! proxy"},
		{name: "object", fn: "{}", want: "what is to run in a worker must be a function"},
		{name: "Function", fn: "Function", want: "! native code"},
		{name: "host script", fn: "Object.getPrototypeOf(function* () {}).constructor", want: "! native code"},
	})
}

// Modules whose exports run code, or throw, are looked at with care.
func TestHostileExports(t *testing.T) {
	tree := map[string]string{
		"proxy.cjs":  "module.exports = new Proxy(() => 1, { ownKeys() { throw 1 }, get() { throw 2 }, getOwnPropertyDescriptor() { throw 3 } })",
		"getter.cjs": "Object.defineProperty(exports, 'f', { enumerable: true, get() { throw new Error('read') } }); exports.g = () => 2",
		"frozen.cjs": "exports.f = () => 3; Object.freeze(exports); Object.defineProperty(module, 'loaded', { get() { throw 1 }, set() {} })",
		"null.cjs":   "module.exports = null",
		"tdz.mjs":    "import './late.mjs'; export const f = () => 4; export let g = f; g = () => 5",
		"late.mjs":   "import { f } from './tdz.mjs'; try { console.log(task(() => 6)) } catch (e) { console.log(e.message) } export const own = () => f",
		"array.cjs":  "module.exports = [() => 7]",
	}
	runCases(t, "main.cjs", tree, []captureCase{
		{name: "proxy", before: "require('./proxy.cjs')", fn: "() => 1", want: "/0: 1"},
		{name: "getter", before: "const { g } = require('./getter.cjs')", fn: "g", want: "/0: 2"},
		{name: "frozen", before: "const { f } = require('./frozen.cjs')", fn: "f", want: "/0: 3"},
		{name: "null", before: "require('./null.cjs')", fn: "() => 1", want: "/0: 1"},
		{name: "edited cache", before: "require('./getter.cjs'); for (const k in require.cache) Object.defineProperty(require.cache, k, { get() { throw 1 } })", fn: "() => 1", want: "/0: 1"},
		{name: "early", before: "const { f } = require('./tdz.mjs')", fn: "f", want: "/0: 6\nf/0: 4"},
		{name: "let", before: "const { g } = require('./tdz.mjs')", fn: "g", want: "/0: 6\ng/0: 5"},
		{name: "array", before: "const [f] = require('./array.cjs')", fn: "f", want: "/0: 7"},
	})
}

// Scripts can forge what they see of a function; it does not matter.
func TestForgedFunctions(t *testing.T) {
	runCases(t, "main.mjs", nil, []captureCase{
		{name: "toString", before: "const f = () => 1; f.toString = () => 'x => 2'", fn: "f", want: "f/0: 1"},
		{name: "name is a getter", before: "const f = () => 1; Object.defineProperty(f, 'name', { get() { throw 1 } })", fn: "f", want: "/0: 1"},
		{name: "name is an object", before: "const f = () => 1; Object.defineProperty(f, 'name', { value: { toString() { throw 1 } } })", fn: "f", want: "/0: 1"},
		{name: "no name", before: "const f = () => 1; delete f.name", fn: "f", want: "/0: 1"},
		{name: "long name", before: "const f = () => 1; Object.defineProperty(f, 'name', { value: '\\u{1f600}\\ud800'.repeat(3) })", fn: "f", want: "! /0: 1"},
		{name: "constructor", before: "const f = () => 1; f.constructor = 1; Object.setPrototypeOf(f, null)", fn: "f", want: "f/0: 1"},
		{name: "patched intrinsics", before: "Object.getOwnPropertyDescriptor = () => { throw 1 }; Function.prototype.toString = () => { throw 1 }", fn: "(a) => a", args: "[1]", want: "/1: 1"},
		{name: "Function", fn: "Function('a', 'b = 2', 'return a + b')", args: "[1]", want: "anonymous/1: 3"},
		{name: "Function that names a variable", before: "const hidden = 1", fn: "new Function('return hidden')", want: "! 'hidden'"},
		{name: "AsyncGeneratorFunction", fn: "new (async function* () {}).constructor('a', 'yield a; yield await 2')", args: "[1]", want: "anonymous/1: [1,2]"},
		{name: "AsyncFunction", fn: "new (async () => {}).constructor('return await 3')", want: "anonymous/0: 3"},
		{name: "indirect eval", fn: "(0, eval)('(a) => a')", args: "[1]", want: "/1: 1"},
		{name: "indirect eval of a method", fn: "(0, eval)('({ m(a) { return a } })').m", args: "[1]", want: "m/1: 1"},
		{name: "indirect eval of new syntax", fn: "(0, eval)('(async function* (a) { for await (const x of a) yield x })')", args: "[[1]]", want: "/1: [1]"},
		{name: "direct eval", before: "const f = ((secret) => eval('() => secret'))(1)", fn: "f", want: "! 'secret'"},
		{name: "import in eval", fn: "(0, eval)('() => import(\"./lib.mjs\")')", want: "! cannot find module \"./lib.mjs\""},
	})
}

// The entry module's exports go by source when they can, so that the program does not run twice.
func TestEntryExports(t *testing.T) {
	tree := map[string]string{
		"main.ts": `
import { one } from "./lib.ts";
console.log("main runs", import.meta.main);
const rate = 2;
export const plain = (x: number) => x + one;
export function bound(x: number) { return x * rate + one }
if (import.meta.main) { console.log(task(plain, [1])); console.log(task(bound, [1])); }
`,
		"lib.ts": "console.log('lib runs'); export const one = 1",
	}
	p := newPair(t, tree)
	if err := p.main("main.ts"); err != nil {
		t.Fatal(err)
	}
	if want := "lib runs\nmain runs true\nplain/1: 2\nbound/1: 3\n"; p.out.String() != want {
		t.Errorf("here %q", p.out.String())
	}
	if want := "lib runs\nmain runs false\n"; p.other.out.String() != want {
		t.Errorf("there %q, want %q", p.other.out.String(), want)
	}
}

// The exports of a CommonJS file are known while it runs.
func TestEntryExportsOfCommonJS(t *testing.T) {
	p := newPair(t, map[string]string{
		"main.cjs": "const k = 2; exports.f = (x) => x * k; console.log('runs'); if (typeof task === 'function') console.log(task(exports.f, [2]))",
	})
	if err := p.main("main.cjs"); err != nil {
		t.Fatal(err)
	}
	if got := p.out.String() + p.other.out.String(); got != "runs\n/1: 4\nruns\n" {
		t.Errorf("%q", got)
	}
}

// A module that gives work to a pool while it is loaded for a task must not do so for ever.
func TestModuleThatRunsAgain(t *testing.T) {
	tree := map[string]string{
		"main.ts": "import './deep.ts'; const k = 1; export function f() { return k }; task(f); await null; console.log('guarded', task(f))",
		"deep.ts": "console.log(`loading: ${loading()}`)",
	}
	p := newPair(t, tree)
	listen := func(w *world) {
		_ = w.vm.Set("loading", func(goja.FunctionCall) goja.Value {
			names := w.l.Loading()
			for i, n := range names {
				names[i] = filepath.Base(n)
			}
			return w.vm.ToValue(strings.Join(names, " "))
		})
	}
	listen(p.world)
	listen(p.other)
	_ = p.other.vm.Set("task", func(c goja.FunctionCall) goja.Value {
		portable, err := p.other.l.Portable(c.Argument(0).(*goja.Object), nil)
		if err == nil {
			err = p.other.l.Again(portable)
		}
		if err != nil {
			panic(p.other.l.errorValue(err))
		}
		return goja.Undefined()
	})
	err := p.main("main.ts")
	if err == nil || !strings.Contains(err.Error(), "main.ts runs again in the worker, which loads it for a task") ||
		!strings.Contains(err.Error(), "guard that code with import.meta.main, or move the function to a file of its own") {
		t.Error(err)
	}
	if got := p.other.out.String(); got != "loading: deep.ts main.ts\n" {
		t.Errorf("%q", got)
	}
	if got := p.other.l.Loading(); len(got) > 0 {
		t.Errorf("still loading %q", got)
	}
	third := newWorld(t, p.l.Store())
	third.l.Inherit([]string{filepath.Join(p.dir, "deep.ts")})
	portable, err := third.l.Reference("./main.ts#f", p.dir+"/")
	if err != nil {
		t.Fatal(err)
	}
	if err := third.l.Again(portable); err == nil || !strings.Contains(err.Error(), "deep.ts runs again") {
		t.Error(err)
	}
	if err := p.l.Again(portable); err != nil {
		t.Error(err)
	}
}

// The error has what a program that handles it needs.
func TestCaptureErrorProperties(t *testing.T) {
	p := newPair(t, map[string]string{"main.ts": "type X = 1;\nconst rate = 2, limit = 3;\nexport const f = () => (x: number) =>\n  x * rate +\n    limit;"})
	if err := p.main("main.ts"); err != nil {
		t.Fatal(err)
	}
	f := p.l.spaceOf(p.l.main, strictInterop).object.Get("f")
	inner := call(rawOf(f), goja.Undefined()).(*goja.Object)
	_, err := p.l.Portable(inner, nil)
	var e *fault.Error
	if !errors.As(err, &e) || !errors.Is(err, fault.Capture) {
		t.Fatal(err)
	}
	want := map[string]any{
		"file": filepath.Join(p.dir, "main.ts"), "line": 4, "column": 7,
		"variables": []map[string]any{
			{"name": "rate", "line": 4, "column": 7}, {"name": "limit", "line": 5, "column": 5},
		},
	}
	if !reflect.DeepEqual(e.Props, want) {
		t.Errorf("%v", e.Props)
	}
	if got := fmt.Sprint(err); got != "'rate' (main.ts:4:7) and 'limit' (main.ts:5:5) are not available in a worker; "+
		"pass them as arguments, export the function, or use { capture: { rate, limit } }" {
		t.Error(got)
	}
}

// Every global that a fresh isolate has is known to be one.
func TestGlobalsOfEveryIsolate(t *testing.T) {
	w := newWorld(t, NewStore(Config{}))
	names := w.vm.GlobalObject().GetOwnPropertyNames()
	for _, name := range append(names, "Iterator", "DisposableStack", "SuppressedError", "WeakRef", "Atomics", "globalThis", "undefined", "eval") {
		if !everywhere(w, name) {
			t.Errorf("%s is not known", name)
		}
	}
	if everywhere(w, "db") || everywhere(w, "require") {
		t.Error("a name that no isolate has is known")
	}
}

// What is tied to its place is told like a variable.
func TestFeaturesInCaptureErrors(t *testing.T) {
	p := newPair(t, map[string]string{"main.mjs": "class A { #secret = 1; m(o) { return #secret in o } n(o) { return o.#secret } t() { return () => this } }\nexport const list = [A.prototype.m, A.prototype.n, new A().t()]"})
	space, err := p.settled(p.l.Import("./main.mjs", ""))
	if err != nil {
		t.Fatal(err)
	}
	list := space.(*goja.Object).Get("list").(*goja.Object)
	for i, want := range []string{"#secret", "#secret", "this"} {
		_, err := p.l.Portable(list.Get(fmt.Sprint(i)).(*goja.Object), nil)
		var e *fault.Error
		if !errors.As(err, &e) || e.Kind != fault.Capture {
			t.Fatal(err)
		}
		if got := e.Props["variables"].([]map[string]any); len(got) != 1 || got[0]["name"] != want {
			t.Errorf("%d: %v", i, got)
		}
	}
}
