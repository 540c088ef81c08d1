package es

import (
	"fmt"
	"strings"
	"testing"

	"github.com/dop251/goja"
)

// hostile are values that a script may hand to anything.
const hostile = `
const boom = () => { throw "boom" };
const traps = { get: boom, has: boom, getPrototypeOf: boom, ownKeys: boom, getOwnPropertyDescriptor: boom, defineProperty: boom };
const revoked = (target) => { const p = Proxy.revocable(target, {}); p.revoke(); return p.proxy };
let steps = 0;
const junk = (result, end = {}) => Object.setPrototypeOf(end, {
  [Symbol.iterator]() { return this },
  next() { return ++steps % 3 ? result : { done: true } },
});
var values = [
  undefined, null, true, 0, -0, NaN, -1, 1.5, 2 ** 53, 1e300, -Infinity, 5n, "", "text", "\ud800", "\\p{L}",
  "(", Symbol(), Symbol.iterator, {}, [], [, 1], [undefined], Object.create(null), Object.freeze([1]), () => 1,
  boom, class {}, class extends Object {}, function* () { yield 1 }, async () => 1, new Proxy({}, traps),
  new Proxy([], {}), new Proxy(() => 1, {}), new Proxy(class {}, {}), new Proxy(() => 1, traps), revoked({}),
  revoked(() => 1), revoked(class {}), { valueOf: boom, toString: boom }, { [Symbol.toPrimitive]: boom },
  { valueOf: () => ({}), toString: () => ({}) }, { toString: () => Symbol() },
  { get length() { throw 1 }, get next() { throw 1 }, get [Symbol.iterator]() { throw 1 } }, { length: -1 },
  { length: 3, 0: boom }, junk(undefined), junk(1), junk({}), junk({ get done() { throw 1 } }),
  junk({ get value() { throw 1 } }), junk({ value: 1 }, { return: boom }), junk({ value: 1 }, { return: 1 }),
  junk({ value: 1 }, { get return() { throw 1 } }), { next: null }, { [Symbol.iterator]: 1 },
  { [Symbol.iterator]() { return 1 } }, { [Symbol.iterator]() { return {} } }, { then: boom },
  { get then() { throw 1 } }, { then(f) { f(1); f(2) } }, { get constructor() { throw 1 } },
  { constructor: {} }, { [Symbol.species]: 1 }, { get [Symbol.dispose]() { throw 1 } }, { [Symbol.dispose]: 1 },
  { [Symbol.dispose]: boom }, { [Symbol.asyncDispose]: boom }, { get [Symbol.match]() { throw 1 } },
  { [Symbol.match]: true, source: Symbol() }, /a/g, /(?<x>a)/y, new Map([[1, 2]]), new WeakMap(), new Set(),
  new Date(NaN), new Error("e"), new ArrayBuffer(8), new Uint8Array(2), Promise.resolve(1), Promise,
  [1].values(), [1].values().map((v) => v), new DisposableStack(), new AsyncDisposableStack(), new WeakRef({}),
  new FinalizationRegistry(() => 1), globalThis, Iterator.prototype, Function.prototype,
];
`

// targets are the functions of this package, with the objects they are found on.
var targets = map[string]string{
	"Promise": "withResolvers try", "Array": "fromAsync", "Object": "groupBy", "Map": "groupBy", "Math": "sumPrecise f16round",
	"Iterator": "from concat", "Iterator.prototype": "map filter take drop flatMap reduce toArray forEach some every find",
	"Object.getPrototypeOf([].values().map(() => 1))": "next return", "Object.getPrototypeOf(Iterator.from({}))": "next return",
	"RegExp": "escape", "Map.prototype": "getOrInsert getOrInsertComputed", "WeakMap.prototype": "getOrInsert getOrInsertComputed",
	"String.prototype": "isWellFormed toWellFormed repeat padStart padEnd", "Error": "captureStackTrace",
	"ArrayBuffer.prototype": "transfer transferToFixedLength", "Function.prototype": "toString", "Object.getPrototypeOf(Uint8Array)": "from",
	"Object.prototype":          "__defineGetter__ __defineSetter__ __lookupGetter__ __lookupSetter__",
	"DisposableStack.prototype": "use adopt defer move dispose", "AsyncDisposableStack.prototype": "use adopt defer move disposeAsync",
	"WeakRef.prototype": "deref", "FinalizationRegistry.prototype": "register unregister",
	"({ split: RegExp.prototype[Symbol.split], replace: RegExp.prototype[Symbol.replace] })": "split replace",
	"({ dispose: Iterator.prototype[Symbol.dispose] })":                                      "dispose",
	"globalThis": "RegExp Function eval SuppressedError DisposableStack AsyncDisposableStack WeakRef FinalizationRegistry Iterator",
}

// TestHostileArguments calls everything with everything. An exception is fine, a Go panic is not.
func TestHostileArguments(t *testing.T) {
	for owner, names := range targets {
		for name := range strings.FieldsSeq(names) {
			t.Run(owner+"."+name, func(t *testing.T) {
				vm := goja.New()
				Install(vm, &compilerHost{testHost: newTestHost()})
				run(t, vm, hostile)
				last := ""
				_ = vm.Set("calling", func(c goja.FunctionCall) goja.Value {
					last = fmt.Sprint("values ", c.Arguments)
					return goja.Undefined()
				})
				defer func() {
					if x := recover(); x != nil {
						t.Fatalf("%s: Go panic: %v", last, x)
					}
				}()
				run(t, vm, fmt.Sprintf(`(() => {
					const f = (%s).%s, constructs = /^[A-Z]/.test("%[2]s");
					for (let i = 0; i < values.length; i++) for (let j = 0; j < values.length; j++) {
						calling(i, j);
						try {
							const args = [values[j], values[(i + j) %% values.length], values[i]];
							const result = constructs && i %% 2 ? new f(...args) : Reflect.apply(f, values[i], args);
							if (typeof result?.next === "function" && %[3]v) result.next(), result.next();
							if (typeof result?.catch === "function") result.catch(() => 0);
						} catch {}
					}
				})()`, owner, name, owner == "Iterator.prototype" || owner == "Iterator"))
			})
		}
	}
}

func TestGuards(t *testing.T) { runChecks(t, guardsChecks) }

var guardsChecks = []check{
	{
		"repeat",
		`[thrown(() => 'abc'.repeat(2 ** 52)), thrown(() => 'a'.repeat(2 ** 29)), thrown(() => 'a'.repeat(-1)),
			thrown(() => 'a'.repeat(Infinity)), ''.repeat(2 ** 52), 'ab'.repeat(2.9)]`,
		`["RangeError","RangeError","RangeError","RangeError","","abab"]`,
	},
	{
		"pad",
		`[thrown(() => 'abc'.padEnd(2 ** 40)), thrown(() => 'abc'.padStart(1e300, 'x')), 'abc'.padEnd(2 ** 40, ''),
			'a'.padStart(3, 'xy'), 'a'.padEnd(2), 'abc'.padStart(NaN)]`,
		`["RangeError","RangeError","abc","xya","a ","abc"]`,
	},
	{
		"typed arrays from primitives",
		`[[...Uint8Array.from('123')], [...Uint8Array.from(5)], [...Uint8Array.from([1, 2], (v) => v * 2)],
			thrown(() => Uint8Array.from(null)), thrown(() => Uint8Array.from())]`,
		`[[1,2,3],[],[2,4],"TypeError","TypeError"]`,
	},
	{
		"text of a revoked proxy",
		`(() => { const p = Proxy.revocable(() => 1, {}); p.revoke();
			return [Function.prototype.toString.call(p.proxy), Function.prototype.toString.call(new Proxy(class {}, {})),
			thrown(() => Function.prototype.toString.call(new Proxy({}, {}))),
			thrown(() => Function.prototype.toString.call({}))] })()`,
		`["function () { [native code] }","function () { [native code] }","TypeError","TypeError"]`,
	},
	{
		"text of built-in functions",
		"[Iterator, WeakRef, RegExp].map(String)",
		`["function Iterator() { [native code] }","function WeakRef() { [native code] }","function RegExp() { [native code] }"]`,
	},
	{
		"a RegExp without exec",
		`(() => { const x = /a/; x.exec = null; return [thrown(() => 'a'.replace(x, 'b')), 'aab'.replace(/a/g, 'c'),
			'ab'.replace(/(?<x>a)/, (m, p, i, s, g) => g.x + i)] })()`,
		`["TypeError","ccb","a0b"]`,
	},
	{
		"text of others",
		"[String((a) => a), Function.prototype.toString.call(Math.max)]",
		`["(a) => a","function max() { [native code] }"]`,
	},
	{
		"nothing of Object.prototype is taken for ours",
		`(() => {
			Object.prototype.within = Object.prototype.opaque = Object.prototype.more = Object.prototype.get = Object.prototype.set = () => {
			throw 1 }; const o = { a: 1 }; return [[1].values().map((v) => v).toArray(), String(o.__lookupGetter__('a')),
			[...Object.getOwnPropertyNames(WeakRef)].includes('prototype')] })()`,
		`[[1],"undefined",true]`,
	},
}

// TestDepth nests natives in natives, which goja does not count.
func TestDepth(t *testing.T) {
	runChecks(t, []check{
		{
			"helpers",
			`thrown(() => { let it = [1].values(); for (let i = 0; i < 1e5; i++) it = it.map((v) => v);
				it.next() })`,
			`"RangeError"`,
		},
		{
			"closing helpers",
			`thrown(() => { let it = [1].values(); for (let i = 0; i < 1e5; i++) it = it.map((v) => v);
				it.return() })`,
			`"RangeError"`,
		},
		{
			"stacks",
			`thrown(() => { let s = new DisposableStack(); for (let i = 0; i < 1e5; i++) { const t = new DisposableStack();
				t.use(s); s = t } s.dispose() })`,
			`"RangeError"`,
		},
		{
			"as deep as anybody needs, and again",
			`[1, 2].map(() => { let it = [1].values(); for (let i = 0; i < 1000; i++) it = it.map((v) => v + 1); return it.next().value })`,
			"[1001,1001]",
		},
	})
}
