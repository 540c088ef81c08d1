package loader

import "testing"

// Each form that a function has in a source, with its name and its length.
func TestFunctionForms(t *testing.T) {
	cases := []captureCase{
		{name: "arrow", fn: "(a, b) => a + b", args: "[1, 2]", want: "/2: 3"},
		{name: "arrow with a body", fn: "(a) => { return a * 2 }", args: "[4]", want: "/1: 8"},
		{name: "arrow with a name", before: "const twice = a => a * 2", fn: "twice", args: "[4]", want: "twice/1: 8"},
		{name: "async arrow", fn: "async (a) => { await null; return a }", args: "[4]", want: "/1: 4"},
		{name: "function", fn: "function (a) { return a }", args: "[1]", want: "/1: 1"},
		{name: "function with a name", fn: "function one(a, b = 1, ...c) { return a + b + c.length }", args: "[1]", want: "one/1: 2"},
		{name: "declaration", before: "function add(a, b) { return a + b }", fn: "add", args: "[1, 2]", want: "add/2: 3"},
		{name: "later declaration", fn: "add", args: "[1, 2]", before: "if (1) ;", want: "! add is not defined"},
		{name: "async function", before: "async function a() { return 1 }", fn: "a", want: "a/0: 1"},
		{name: "generator", before: "function* g(n) { yield n; yield* [1, 2] }", fn: "g", args: "[0]", want: "g/1: [0,1,2]"},
		{name: "async generator", before: "async function* g(n) { yield await n; yield* [1] }", fn: "g", args: "[0]", want: "g/1: [0,1]"},
		{name: "async generator expression", fn: "async function* (n) { for await (const x of n) yield x }", args: "[[1, 2]]", want: "/1: [1,2]"},
		{name: "for await", fn: "async (n) => { let s = 0; for await (const x of n) s += x; return s }", args: "[[1, 2]]", want: "/1: 3"},
		{name: "method", fn: "({ m(a) { return a } }).m", args: "[1]", want: "m/1: 1"},
		{name: "computed method", before: "const k = 'x' + 1", fn: "({ [k](a) { return a } }).x1", args: "[1]", want: "x1/1: 1"},
		{name: "quoted method", fn: "({ 'a b'() { return 1 } })['a b']", want: "a b/0: 1"},
		{name: "symbol method", fn: "({ [Symbol.iterator]() { return 1 } })[Symbol.iterator]", want: "[Symbol.iterator]/0: 1"},
		{name: "method called __proto__", fn: "Object.getOwnPropertyDescriptor({ ['__proto__']() { return 1 } }, '__proto__').value", want: "__proto__/0: 1"},
		{name: "async method", fn: "({ async m() { return await 1 } }).m", want: "m/0: 1"},
		{name: "generator method", fn: "({ *m() { yield 1 } }).m", want: "m/0: [1]"},
		{name: "async generator method", fn: "({ async *m(a) { yield a; yield await 2 } }).m", args: "[1]", want: "m/1: [1,2]"},
		{name: "getter", fn: "Object.getOwnPropertyDescriptor({ get x() { return 1 } }, 'x').get", want: "get x/0: 1"},
		{name: "setter", fn: "Object.getOwnPropertyDescriptor({ set x(v) { return v } }, 'x').set", args: "[3]", want: "set x/1: 3"},
		{name: "method of a class", before: "class A { m(a) { return a } }", fn: "A.prototype.m", args: "[1]", want: "m/1: 1"},
		{name: "static method", before: "class A { static m(a) { return a } }", fn: "A.m", args: "[1]", want: "m/1: 1"},
		{name: "static async generator method", before: "class A { static async *m(a) { yield a } }", fn: "A.m", args: "[1]", want: "m/1: [1]"},
		{name: "private method", before: "class A { #m(a) { return a } static take() { return new A().#m } }", fn: "A.take()", args: "[1]", want: "#m/1: 1"},
		{name: "field", before: "class A { f = (a) => a }", fn: "new A().f", args: "[1]", want: "f/1: 1"},
		{name: "static field", before: "class A { static f = function (a) { return a } }", fn: "A.f", args: "[1]", want: "f/1: 1"},
		{name: "property", before: "const o = { f: (a) => a }", fn: "o.f", args: "[1]", want: "f/1: 1"},
		{name: "default of a parameter", before: "function f(g = (a) => a + 1) { return g }", fn: "f()", args: "[1]", want: "g/1: 2"},
		{name: "renamed", before: "const f = (a) => a; Object.defineProperty(f, 'name', { value: 'other' })", fn: "f", args: "[1]", want: "other/1: 1"},
		{name: "two names for one text", before: "const f = n => ({ [n]: () => n.length && 1 })[n]", fn: "f('a')", want: "! 'n'"},
		{name: "made in a loop", before: "const l = []; for (const i of [1, 2]) l.push((a) => a + 1)", fn: "l[1]", args: "[1]", want: "/1: 2"},
		{name: "one of many alike", before: "const a = 1; { let a = 5; var f = (x) => x } const g = (x) => x", fn: "g", args: "[7]", want: "g/1: 7"},
		{name: "comment in the head", fn: "async /* why */ (a /* b */) => a", args: "[1]", want: "/1: 1"},
		{name: "emoji", fn: "(a) => '\\u{1f600}😀' + a /* 😀 */", args: "['ü']", want: "/1: 😀😀ü"},
		{name: "name beyond ASCII", before: "const größe = (ä) => ä", fn: "größe", args: "[1]", want: "größe/1: 1"},
		{name: "template", fn: "(a) => `<${a}>${(() => a)()}`", args: "[1]", want: "/1: <1>1"},
		{name: "using", fn: "() => { const l = []; { using x = { [Symbol.dispose]() { l.push(1) } }; l.push(0) } return l }", want: "/0: [0,1]"},
		{name: "await using", fn: "async () => { const l = []; { await using x = { async [Symbol.asyncDispose]() { l.push(1) } } } return l }", want: "/0: [1]"},
		{name: "class within", fn: "() => { class B { #p = 1; static s = 2; get p() { return this.#p + B.s } } return new B().p }", want: "/0: 3"},
		{name: "import()", fn: "async () => (await import('./lib.mjs')).one", want: "/0: 1"},
		{name: "import.meta", fn: "() => [import.meta.main, import.meta.filename.split('/').pop(), import.meta.resolve('./x').startsWith('file:')]", want: `/0: [false,"main.mjs",true]`},
		{name: "strict", fn: "() => { try { undeclared = 1 } catch (e) { return e.name } }", want: "! 'undeclared'"},
		{name: "strict this", fn: "function () { return typeof this }", want: "/0: undefined"},
		{name: "arguments", fn: "function () { return arguments.length + (() => arguments[0])() }", args: "[2, 3]", want: "/0: 4"},
		{name: "new.target", fn: "function () { return new.target === undefined }", want: "/0: true"},
		{name: "regexp", fn: "(s) => /\\p{Lu}/u.test(s)", args: "['A']", want: "/1: true"},
		{name: "error stack", fn: "() => new Error('x').stack.split('\\n')[1].replace(/.*[(/]/, '')", want: "/0: main.mjs:2:30"},
	}
	runCases(t, "main.mjs", map[string]string{"lib.mjs": "export const one = 1"}, cases)
}

// In a CommonJS file, also one that goja gets as it is.
func TestFunctionFormsCommonJS(t *testing.T) {
	cases := []captureCase{
		{name: "sloppy", fn: "function () { return typeof this }", want: "/0: object"},
		{name: "strict by directive", before: "'use strict'", fn: "function () { return typeof this }", want: "/0: undefined"},
		{name: "strict method of a class", before: "class A { m() { return typeof this } }", fn: "A.prototype.m", want: "m/0: undefined"},
		{name: "own directive", fn: "function () { 'use strict'; return typeof this }", want: "/0: undefined"},
		{name: "require", fn: "(s) => require('./lib.cjs').up(s)", args: "['a']", want: "/1: A"},
		{name: "names of the file", fn: "() => [__filename.endsWith('main.cjs'), __filename.startsWith(__dirname)]", want: "/0: [true,true]"},
		{name: "const of require", before: "const { up, low: small } = require('./lib.cjs')", fn: "(s) => up(s) + small(s)", args: "['Ab']", want: "/1: ABab"},
		{name: "member of require", before: "const up = require('./lib.cjs').up", fn: "(s) => up(s)", args: "['Ab']", want: "/1: AB"},
		{name: "host module", before: "const demo = require('demo')", fn: "() => demo.add(1, 2)", want: "/0: 3"},
		{name: "var of require", before: "var lib = require('./lib.cjs')", fn: "(s) => lib.up(s)", want: "! 'lib' (main.cjs:2:31) is not available"},
		{name: "default in the pattern", before: "const { up = 1 } = require('./lib.cjs')", fn: "(s) => up(s)", want: "! 'up'"},
		{name: "module", fn: "() => module.id", want: "! 'module' (main.cjs:2:30) is not available in a worker, where the file of the function is not loaded"},
		{name: "exports", fn: "() => exports", want: "! 'exports'"},
		{name: "function in a block", before: "{ function f(a) { return a } }", fn: "f", args: "[1]", want: "f/1: 1"},
		{name: "with within", fn: "(o) => { with (o) return a + (typeof b) }", args: "[{ a: 1 }]", want: "/1: 1undefined"},
		{name: "with within, and a variable", before: "var a = 1", fn: "(o) => { with (o) return a }", args: "[{ a: 1 }]", want: "! 'a'"},
		{name: "with around", before: "var f; with ({ a: 1 }) f = () => a", fn: "f", want: "! stands in a with statement"},
		{name: "eval", before: "var x = 1", fn: "() => eval('x')", want: "! calls eval"},
		{name: "indirect eval", fn: "() => (0, eval)('1 + 1')", want: "/0: 2"},
		{name: "eval of its own", fn: "() => { const eval = (x) => x; return eval(3) }", want: "/0: 3"},
		{name: "arguments of the file", fn: "() => arguments.length", want: "! uses \"arguments\" of the function around it"},
		{name: "goja as it is", before: "#!/usr/bin/env lariat\nvar a = 1;;", fn: "(x) => x /* ü */ + 'ü'", args: "['ä']", want: "/1: äü"},
	}
	runCases(t, "main.cjs", map[string]string{"lib.cjs": "exports.up = (s) => s.toUpperCase(); exports.low = (s) => s.toLowerCase()"}, cases)
}
