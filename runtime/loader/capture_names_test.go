package loader

import "testing"

// What a function may and may not use.
func TestFreeNames(t *testing.T) {
	const here = "main.ts:2:"
	missing := func(name string) string { return "! '" + name + "' (" + here }
	cases := []captureCase{
		{name: "const", before: "const rate = 3", fn: "(x) => x * rate", args: "[1]", want: missing("rate")},
		{name: "captured", before: "const rate = 3", fn: "(x) => x * rate", args: "[2]", capture: "{ rate }", want: "/1: 6"},
		{name: "captured and more", before: "const a = 3, b = 4", fn: "(x) => x * a", args: "[2]", capture: "{ b, a }", want: "/1: 6"},
		{name: "captured and assigned", before: "let n = 3", fn: "() => ++n", capture: "{ n }", want: "/0: 4"},
		{name: "capture hides a global", fn: "() => Math + 1", capture: "{ Math: 1 }", want: "/0: 2"},
		{name: "captured twice in shadows", before: "const a = 1", fn: "() => { { const a = 2 } return a }", capture: "{ a }", want: "/0: 1"},
		{name: "let", before: "let rate = 3; rate++", fn: "() => rate", want: missing("rate")},
		{name: "var", before: "var rate = 3", fn: "() => rate", want: missing("rate")},
		{name: "function", before: "function rate() {}", fn: "() => rate()", want: missing("rate")},
		{name: "function, cure", before: "const rate = async () => 1; class B {}", fn: "() => [rate(), B]", want: "'rate' (main.ts:2:31) and 'B' (main.ts:2:39) " +
			"are not available in a worker; move them into the function, or export the function"},
		{name: "function and more", before: "const rate = () => 1, b = 1", fn: "() => [rate(), b]", want: "! pass them as arguments, export the function, or use { capture: { rate, b } }"},
		{name: "class", before: "class Rate {}", fn: "() => new Rate()", want: missing("Rate")},
		{name: "enum", before: "enum Rate { A }", fn: "(x) => Rate[x]", want: missing("Rate")},
		{name: "enum in place", before: "const enum Rate { A = 7 }", fn: "() => Rate.A", want: "/0: 7"},
		{name: "namespace", before: "namespace N { export const a = 1 }", fn: "() => N.a", want: missing("N")},
		{name: "type", before: "interface Rate { a: number }", fn: "(x: Rate) => (x as Rate).a", args: "[{ a: 1 }]", want: "/1: 1"},
		{name: "typeof", before: "const rate = 3", fn: "() => typeof rate", want: missing("rate")},
		{name: "typeof undeclared", fn: "() => typeof nothing", want: "/0: undefined"},
		{name: "undeclared", fn: "() => nothing", want: missing("nothing")},
		{name: "undeclared, hint", fn: "() => nothing", want: "! globalThis.nothing"},
		{name: "global", fn: "() => JSON.stringify([Math.max(1, 2), typeof structuredCloneX, undefined, NaN])", want: "/0: [2,\"undefined\",null,null]"},
		{name: "global of the host", fn: "() => { console.log(1); return typeof setTimeout }", want: "/0: function"},
		{name: "added global", before: "globalThis.db = 1", fn: "() => db", want: "! since the script has put it on globalThis of this isolate only"},
		{name: "property of globalThis", before: "globalThis.db = 1", fn: "() => globalThis.db", want: "/0: undefined"},
		{name: "global that the file declares", before: "const Map = 1", fn: "() => Map", want: missing("Map")},
		{name: "global that a function around declares", before: "const f = ((JSON) => () => JSON)(1)", fn: "f", want: "! 'JSON' (main.ts:1:28)"},
		{name: "parameter of a function around", before: "const make = (n: number) => (x) => x + n", fn: "make(1)", want: "! 'n' (main.ts:1:40)"},
		{name: "parameter captured", before: "const make = (n: number) => (x) => x + n", fn: "make(1)", args: "[1]", capture: "{ n: 5 }", want: "/1: 6"},
		{name: "catch parameter", before: "let f; try { throw 1 } catch (e) { f = () => e }", fn: "f", want: "! 'e'"},
		{name: "loop variable", before: "let f; for (const i of [1]) f = () => i", fn: "f", want: "! 'i'"},
		{name: "class name within", before: "const f = (class A { static f = () => A }).f", fn: "f", want: "! 'A'"},
		{name: "all of them", before: "const a = 1, b = 2", fn: "() => a + b + a", want: "! 'a' (main.ts:2:30) and 'b' (main.ts:2:34) are not available in a worker; " +
			"pass them as arguments, export the function, or use { capture: { a, b } }"},
		{name: "own parameters", fn: "({ a, b: { c = a } = {}, ...d }, [e, , f] = [1, 2, 3], ...g) => [a, c, d, e, f, g]", args: "[{ a: 1, z: 2 }]", want: `/1: [1,1,{"z":2},1,3,[]]`},
		{name: "default sees outer, body hides it", before: "const y = 1", fn: "function (a = y) { var y = 2; return a + y }", want: missing("y")},
		{name: "default sees a parameter", fn: "(a, b = a) => a + b", args: "[1]", want: "/1: 2"},
		{name: "hoisted var", fn: "() => { if (0) { var z = 1; for (var q in {}) ; } return [z, q] }", want: "/0: [null,null]"},
		{name: "hoisted function", fn: "() => { return f(); function f() { return 1 } }", want: "/0: 1"},
		{name: "block hides", before: "const a = 1", fn: "() => { { let a = 2; return a } }", want: "/0: 2"},
		{name: "block does not hide", before: "const a = 1", fn: "() => { { let a = 2 } return a }", want: missing("a")},
		{name: "switch", before: "const a = 1", fn: "(x) => { switch (x) { case 1: let a = 2; default: return a } }", args: "[1]", want: "/1: 2"},
		{name: "discriminant of switch", before: "const a = 1", fn: "() => { switch (a) { case 1: let a = 2 } }", want: missing("a")},
		{name: "for head", before: "const i = 1", fn: "() => { let s = 0; for (let i = 0; i < 3; i++) s += i; for (const [i] of [[1]]) s += i; return s }", want: "/0: 4"},
		{name: "after a for", before: "const i = 1", fn: "() => { for (let i = 0; i < 3; i++) ; return i }", want: missing("i")},
		{name: "catch hides", before: "const e = 1", fn: "() => { try { throw 2 } catch (e) { return e } }", want: "/0: 2"},
		{name: "catch pattern", fn: "() => { try { throw { a: 2 } } catch ({ a, b = a }) { return a + b } }", want: "/0: 4"},
		{name: "catch without", fn: "() => { try { throw 2 } catch { return 1 } }", want: "/0: 1"},
		{name: "label", fn: "() => { a: for (;;) { break a } return 1 }", want: "/0: 1"},
		{name: "keys are no names", fn: "() => ({ a: 1, b() {}, get c() { return 1 } }).a", want: "/0: 1"},
		{name: "shorthand is one", before: "const a = 1", fn: "() => ({ a })", want: missing("a")},
		{name: "computed key is one", before: "const a = 'x'", fn: "() => ({ [a]: 1 })", want: missing("a")},
		{name: "class parts", before: "const a = 'x', B = Object", fn: "() => class extends B { [a]() {} x = a; static { a } }", want: "! 'B' (main.ts:2:44) and 'a'"},
		{name: "assignment pattern", before: "let a, b", fn: "() => { [a, { b }] = [1, { b: 2 }] }", want: "! 'a' (main.ts:2:33) and 'b'"},
		{name: "name of an expression", fn: "function f(n) { return n ? f(n - 1) : 'end' }", args: "[3]", want: "f/1: end"},
		{name: "const that is the function", before: "const f = async (n) => n ? await f(n - 1) : 'end'", fn: "f", args: "[3]", want: "f/1: end"},
		{name: "let that is the function", before: "let f = (n) => n ? f(n - 1) : 'end'", fn: "f", args: "[3]", want: "! 'f'"},
		{name: "async generator by its name", before: "async function* f(n) { yield n; if (n) yield* f(n - 1) }", fn: "f", args: "[2]", want: "f/1: [2,1,0]"},
		{name: "this of an arrow", fn: "() => this", want: "! uses \"this\" of the code around it (main.ts:2:30)"},
		{name: "this of a field", before: "class A { a = 1; f = () => this.a }", fn: "new A().f", want: "! uses \"this\" of the code around it (main.ts:1:28)"},
		{name: "this within", fn: "() => ({ a: 1, f() { return (() => this.a)() } }).f()", want: "/0: 1"},
		{name: "this of a class within", fn: "() => new (class { a = 1; b = this.a })().b", want: "/0: 1"},
		{name: "arguments of an arrow", before: "function a() { return () => arguments[0] }", fn: "a(1)", want: "! uses \"arguments\""},
		{name: "new.target of an arrow", before: "function A() { return () => new.target }", fn: "A()", want: "! uses \"new.target\""},
		{name: "super", before: "const o = { __proto__: { m() { return 1 } }, m() { return super.m() } }", fn: "o.m", want: "! uses \"super\""},
		{name: "super of an arrow", before: "const o = { m() { return () => super.m } }", fn: "o.m()", want: "! uses \"super\""},
		{name: "super within", fn: "() => { class A { m() { return 1 } } class B extends A { m() { return super.m() + 1 } } return new B().m() }", want: "/0: 2"},
		{name: "private name", before: "class A { #p = 1; m(o) { return #p in o } }", fn: "new A().m", want: "! uses a private name"},
		{name: "private method", before: "class A { #p() {} m() { this.#p() } }", fn: "new A().m", want: "! uses a private name"},
		{name: "eval", fn: "(x) => eval(x)", want: "! calls eval, so that the names which it uses cannot be known (main.ts:2:31)"},
		{name: "optional chains", before: "const o = null", fn: "() => o?.a?.[o]", want: missing("o")},
		{name: "tagged template", before: "const tag = String.raw", fn: "() => tag`a${1}`", want: missing("tag")},
		{name: "nested functions", before: "const deep = 1", fn: "() => () => function () { return async () => deep }", want: missing("deep")},
		{name: "TypeScript this", fn: "function (this: any, a: number) { return a }", args: "[1]", want: "/1: 1"},
		{name: "JSX-less generics", fn: "<T,>(a: T): T => a", args: "[1]", want: "/1: 1"},
		{name: "satisfies", fn: "(a) => (a satisfies number)!", args: "[1]", want: "/1: 1"},
	}
	runCases(t, "main.ts", nil, cases)
}

// Imports of the file are there in the other isolate too.
func TestImportedNames(t *testing.T) {
	tree := map[string]string{
		"lib.ts":        "console.log('lib'); export type T = number; export const one = 1; export default (x) => '<' + x + '>'; export let n = 0; export const inc = () => ++n",
		"late.mjs":      "await null; export const late = 'late'; export { one as again } from './lib.ts'",
		"c.cjs":         "exports.a = 1; exports.f = (x) => x + exports.a",
		"data.json":     `{"v": [1, 2]}`,
		"bad.mjs":       "throw new Error('bad module')",
		"sub/inner.mjs": "export { one } from '../lib.ts'; export const make = () => (x) => x + one; import { one } from '../lib.ts'",
	}
	cases := []captureCase{
		{name: "named", before: "import { one, one as uno, type T } from './lib.ts'", fn: "(x: T) => x + one + uno", args: "[1]", want: "lib\n/1: 3"},
		{name: "default", before: "import wrap from './lib.ts'", fn: "(x) => wrap(x)", args: "[1]", want: "lib\n/1: <1>"},
		{name: "namespace", before: "import * as lib from './lib.ts'", fn: "() => Object.keys(lib).length + lib.one", want: "lib\n/0: 5"},
		{name: "live", before: "import { n, inc } from './lib.ts'", fn: "() => [n, inc(), n]", want: "lib\n/0: [0,1,1]"},
		{name: "host", before: "import { add } from 'host:demo'; import demo from 'demo'", fn: "() => add(1, demo.add(1, 1))", want: "/0: 3"},
		{name: "CommonJS", before: "import { f } from './c.cjs'; import c from './c.cjs'", fn: "() => f(c.a)", want: "/0: 2"},
		{name: "JSON", before: "import data from './data.json' with { type: 'json' }", fn: "() => data.v", want: "/0: [1,2]"},
		{name: "top-level await below", before: "import { late, again } from './late.mjs'", fn: "() => late + again", want: "lib\n/0: late1"},
		{name: "only what is used", before: "import './lib.ts'; import { late } from './late.mjs'", fn: "() => 1", want: "lib\n/0: 1"},
		{name: "import and const", before: "import { one } from './lib.ts'; const two = 2", fn: "() => one + two", want: "! 'two'"},
		{name: "relative to its own file", before: "import { make } from './sub/inner.mjs'", fn: "make()", args: "[1]", want: "lib\n/1: 2"},
		{name: "captured", before: "import { one as uno, n } from './lib.ts'", fn: "(x) => x + uno + n", args: "[1]", capture: "{ uno: 9 }", want: "lib\n/1: 10"},
		{name: "captured, all of them", before: "import * as all from './lib.ts'; import { inc as call } from './lib.ts'", fn: "() => all.one + call", capture: "{ all: { one: 1 }, call: 2 }", want: "lib\n/0: 3"},
		{name: "import = require", before: "import c = require('./c.cjs')", fn: "() => c.a", want: "/0: 1"},
		{name: "hidden import", before: "import { one } from './lib.ts'", fn: "(one) => one", args: "[5]", want: "/1: 5"},
		{name: "in a worker of its own order", before: "import { one } from './lib.ts'; import d from './data.json'", fn: "() => d.v[0] + one", want: "lib\n/0: 2"},
	}
	runCases(t, "main.ts", tree, cases)
}
