package es

import (
	"testing"

	"github.com/dop251/goja"
)

// TestGuardParts fails when goja's objects are not laid out as guards expect: they would do nothing then.
func TestGuardParts(t *testing.T) {
	vm := goja.New()
	for source, want := range map[string]func(p parts) bool{
		"Array.prototype.join": func(p parts) bool { return p.call() != nil && *p.call() != nil },
		"ArrayBuffer":          func(p parts) bool { return p.construct() != nil && *p.construct() != nil },
		"Proxy":                func(p parts) bool { return p.construct() != nil && *p.construct() != nil },
		"BigInt":               func(p parts) bool { return p.call() != nil && *p.call() != nil && p.template >= 0 },
		"globalThis":           func(p parts) bool { return p.template >= 0 },
		"Array.prototype":      func(p parts) bool { return p.template >= 0 },
		"Object.prototype":     func(p parts) bool { return p.template >= 0 },
		"Function.prototype":   func(p parts) bool { return p.template >= 0 },
		"String.prototype":     func(p parts) bool { return p.template >= 0 },
		"({ length: 7 })":      func(p parts) bool { return p.values()["length"].ToInteger() == 7 },
		"new Proxy({}, {})":    func(p parts) bool { return p.private >= 0 },
		"(() => 1)":            func(p parts) bool { return p.private >= 0 },
		"(function () { return arguments })(1, 2, 3)": func(p parts) bool { return p.values()["length"] != nil },
	} {
		if obj := run(t, vm, source).(*goja.Object); !want(partsOf(obj)) {
			t.Errorf("%s: %+v", source, partsOf(obj).layout)
		}
	}
}

// TestGuardsDoNotLeak has a VM that nobody installed anything in beside one with guards.
func TestGuardsDoNotLeak(t *testing.T) {
	guarded, bare := newVM(t), goja.New()
	const source = `(() => { try { Math.max.apply(null, { length: 2 ** 20 + 1 }); return 'ran' } catch (e) { return e.name } })()`
	if got := run(t, guarded, source).String(); got != "RangeError" {
		t.Errorf("guarded: %s", got)
	}
	if got := run(t, bare, source).String(); got != "ran" {
		t.Errorf("bare: %s", got)
	}
}

var guardChecks = []check{
	{
		"guarded functions look like before",
		`[Array.prototype.join, Object.setPrototypeOf, JSON.parse, ArrayBuffer, Proxy, Function.prototype.bind, BigInt.asIntN]
			.map((f) => [f.name, f.length, String(f), Object.hasOwn(f, 'prototype')].join()).join('|')`,
		`"join,1,function join() { [native code] },false|setPrototypeOf,2,function setPrototypeOf() { [native code] },false|` +
			`parse,2,function parse() { [native code] },false|ArrayBuffer,1,function ArrayBuffer() { [native code] },true|` +
			`Proxy,2,function Proxy() { [native code] },false|bind,1,function bind() { [native code] },false|` +
			`asIntN,2,function asIntN() { [native code] },false"`,
	},
	{
		"subclasses and species",
		`(() => { class B extends ArrayBuffer {} class U extends Uint8Array {} class A extends Array {}
			return [new B(4) instanceof B, new U([1, 2]).map((v) => v + 1) instanceof U, new A(3).fill(1) instanceof A,
			new U(3).constructor === U, ArrayBuffer.prototype.constructor === ArrayBuffer] })()`,
		"[true,true,true,true,true]",
	},
	{
		"indices of an object that says it is long",
		`[() => [].indexOf.call({ length: 2 ** 53 - 1 }, 1), () => [].every.call({ length: 2 ** 53 - 1 }, () => true),
			() => [].reverse.call({ length: 2 ** 53 - 1 }), () => [].join.call({ length: 2 ** 53 - 1 }),
			() => Array.from({ length: 1e9 }), () => [].sort.call({ length: 2 ** 32 }),
			() => [].slice.call({ length: 2 ** 40 }, 1)].map(thrown).join()`,
		`"RangeError,RangeError,RangeError,RangeError,RangeError,RangeError,RangeError"`,
	},
	{
		"a few indices of such an object",
		`[[].indexOf.call({ length: 2 ** 53 - 1, [2 ** 53 - 3]: 'x' }, 'x', 2 ** 53 - 5), [].includes.call({ length: 2 ** 53 - 1 }, 1, -3),
			[].slice.call({ length: 2 ** 40, 5: 'y' }, 5, 6), [].find.call({ length: 2 ** 53 - 1 }, () => true) === undefined,
			[].at.call({ length: 2 ** 40, 3: 'z' }, 3), [].lastIndexOf.call({ length: 2 ** 40, 2: 1 }, 1, 4)]`,
		`[9007199254740989,false,["y"],true,"z",2]`,
	},
	{
		"arrays of holes",
		`(() => { const a = []; a[2 ** 32 - 2] = 1; const b = []; b.length = 2 ** 30;
			return [() => a.sort(), () => a.fill(0), () => [...a], () => a.join(), () => a.map((x) => x), () => b.map((x) => x),
			() => a.toSorted(), () => a.concat(a), () => { for (const x of a) break }].map(thrown).join() })()`,
		`"RangeError,RangeError,RangeError,RangeError,RangeError,RangeError,RangeError,RangeError,RangeError"`,
	},
	{
		"an array of holes that is not long",
		`(() => { const a = new Array(5); a[3] = 1; return [a.fill(2).join(), [...new Array(3)].length, a.slice(1).length,
			new Array(1e6).fill(1).length] })()`,
		`["2,2,2,2,2",3,4,1000000]`,
	},
	{
		"arguments",
		`[thrown(() => Math.max.apply(null, { length: 3e8 })), thrown(() => Reflect.apply(Math.max, null, { length: 3e8 })),
			thrown(() => Reflect.construct(Array, { length: 3e8 })), Math.max.apply(null, { length: 2, 0: 5, 1: 7 }),
			(function () { return Math.min.apply(null, arguments) })(4, 2), Math.max.apply(null, new Array(1e5).fill(3))]`,
		`["RangeError","RangeError","RangeError",7,2,3]`,
	},
	{
		"buffers",
		`[() => new ArrayBuffer(2 ** 40), () => new Float64Array(2 ** 30), () => new Uint8Array({ length: 2 ** 33 }),
			() => new ArrayBuffer('1e12'), () => new Uint8Array(-1), () => ArrayBuffer(1), () => new ArrayBuffer(Symbol())].map(thrown).join()`,
		`"RangeError,RangeError,RangeError,RangeError,RangeError,TypeError,TypeError"`,
	},
	{
		"BigInt",
		`[thrown(() => BigInt('9'.repeat(3e6))), thrown(() => BigInt.asUintN(2 ** 53 - 1, -1n)), String(BigInt.asUintN(2 ** 53 - 1, 5n)),
			String(BigInt.asIntN(2 ** 53 - 1, -5n)), String(BigInt.asIntN(8, 255n)), thrown(() => BigInt.asIntN(2 ** 53, 1n)),
			thrown(() => (1n << 8000000n).toString()), (255n).toString(16), String(BigInt('0x10'))]`,
		`["RangeError","RangeError","5","-5","-1","RangeError","RangeError","ff","16"]`,
	},
	{"text of a literal", "thrown(() => (1n << 8000000n).toString())", `"RangeError"`},
	{
		"replaceAll",
		"[thrown(() => 'a'.repeat(1e5).replaceAll('a', 'b'.repeat(1e5))), thrown(() => 'a'.repeat(1e5).replaceAll('a', '$`'))," +
			"'a'.repeat(1e5).replaceAll('ab', 'c'.repeat(1e5)).length, 'abc'.replaceAll('b', '[$`]')]",
		`["RangeError","RangeError",100000,"a[a]c"]`,
	},
	{
		"join",
		`[thrown(() => new Array(1e5).join('x'.repeat(1e4))), [1, [2, [3]]].join('-'), (() => { const a = [1]; a.push(a); return String(a) })()]`,
		`["RangeError","1-2,3","1,"]`,
	},
	{
		"a comparator that shrinks the array",
		`[thrown(() => { const a = [3, 2, 1, 5, 4]; a.sort((x, y) => { a.length = 0; return x - y }) }), [3, 1, 2].sort((a, b) => b - a).join(),
			thrown(() => [2, 1].sort(() => { throw new SyntaxError() }))]`,
		`["TypeError","3,2,1","SyntaxError"]`,
	},
	{
		"groups in groups",
		`[() => new RegExp('('.repeat(1e6) + ')'.repeat(1e6)), () => new RegExp('(?='.repeat(1e5) + ')'.repeat(1e5), 'u'),
			() => new RegExp('(a)'.repeat(2000)), () => new RegExp('[(]\\('.repeat(2000))].map(thrown).join()`,
		`"SyntaxError,SyntaxError,nothing,nothing"`,
	},
	{
		"odd traps and iterators",
		`[() => Object.getOwnPropertyNames(new Proxy({}, { ownKeys() { return [,] } })),
			() => Reflect.ownKeys(new Proxy({}, { ownKeys() { return [,] } })),
			() => new Set({ [Symbol.iterator]() { return {} } }), () => new Map({ [Symbol.iterator]() { return {} } }),
			() => Object.fromEntries({ [Symbol.iterator]() { return {} } })].map(thrown).join()`,
		`"TypeError,TypeError,TypeError,TypeError,TypeError"`,
	},
}

func TestGuardedCalls(t *testing.T) { runChecks(t, guardChecks) }

var depthChecks = []check{
	{
		"generators",
		`(() => { function* g() { yield* g() } function* to(n) { yield n; if (n > 0) yield* to(n - 1) }
			return [thrown(() => g().next()), [...to(500)].length, thrown(() => g().next())] })()`,
		`["RangeError",501,"RangeError"]`,
	},
	{
		"flat",
		`(() => { const a = []; a.push(a, a); let deep = [7]; for (let i = 0; i < 900; i++) deep = [deep];
			let deeper = deep; for (let i = 0; i < 900; i++) deeper = [deeper]; const holes = [1, , [2, [3]]]; const odd = [,]; odd[1] = odd;
			return [thrown(() => a.flat(Infinity)), deep.flat(Infinity), thrown(() => deeper.flat(Infinity)), holes.flat(Infinity),
			thrown(() => odd.flat(Infinity)), [1, [2, [3]]].flat()] })()`,
		`["RangeError",[7],"RangeError",[1,2,3],"RangeError",[1,2,[3]]]`,
	},
	{
		"text of nested arrays and of errors in errors",
		`(() => { let a = [1], e = new Error('x'); for (let i = 0; i < 1e4; i++) { a = [a]; const f = new Error(); f.message = e; e = f }
			const o = { toString: Object.prototype.toLocaleString }; const d = new Date(0); d.toISOString = d.toJSON;
			return [() => String(a), () => a.toLocaleString(), () => String(e), () => o.toLocaleString(), () => d.toJSON(),
			() => String([[[1]]])].map(thrown).join() })()`,
		`"RangeError,RangeError,RangeError,RangeError,RangeError,nothing"`,
	},
	{
		"JSON",
		`(() => { const nest = (n) => '['.repeat(n) + ']'.repeat(n); let o = {}, p = {}; for (let i = 0; i < 4000; i++) o = { o };
			for (let i = 0; i < 6000; i++) p = { p }; const c = {}; c.c = c; let wide = 1; for (let i = 0; i < 30; i++) wide = [wide, wide];
			return [() => JSON.parse(nest(1e6)), () => JSON.parse(nest(5000)), () => JSON.parse('"' + nest(1e5) + '\\""'),
			() => JSON.stringify(o), () => JSON.stringify(p), () => JSON.stringify(p, ['p']), () => JSON.stringify(p, (k, v) => v),
			() => JSON.stringify(c), () => JSON.stringify({ toJSON: () => 1, p }), () => JSON.stringify(p, () => 1)].map(thrown).join() })()`,
		`"RangeError,nothing,nothing,nothing,RangeError,RangeError,RangeError,TypeError,nothing,nothing"`,
	},
	{
		"JSON under the eyes of a replacer",
		`(() => { let o = { x: [1, { y: 2 }] }; for (let i = 0; i < 3000; i++) o = { o, i };
			const many = Array.from({ length: 3 }, () => new Array(400000).fill({ a: 1 })); const seen = new Set();
			const s = JSON.stringify(many, function (k, v) { seen.add(Array.isArray(this)); return k === 'a' ? 2 : v });
			return [JSON.parse(JSON.stringify(o)).i, s.slice(0, 18), s.length, [...seen]] })()`,
		`[2999,"[[{\"a\":2},{\"a\":2},",9600007,[false,true]]`,
	},
	{
		"proxies on proxies, bound functions of bound functions",
		`(() => { const stack = (make, f = () => 1) => { for (let i = 0; i < 2000; i++) f = make(f); return f };
			let few = () => 1; for (let i = 0; i < 500; i++) few = (i % 2 ? new Proxy(few, {}) : few.bind());
			return [() => stack((f) => new Proxy(f, {})), () => stack((f) => new Proxy({}, f)), () => stack((f) => f.bind()),
			() => stack((f) => Proxy.revocable(f, {}).proxy), () => stack((f) => new Proxy(f.bind(), {}))].map(thrown).join() + few() })()`,
		`"RangeError,RangeError,RangeError,RangeError,RangeError1"`,
	},
	{
		"prototype chains through proxies",
		`(() => { const loop = (set) => { const a = {}; set(a, Object.create(new Proxy(a, {}))) };
			const inHandler = () => { const h = {}; Object.setPrototypeOf(h, new Proxy({}, h)) };
			const viaProxy = () => { const t = {}, p = new Proxy(t, {}); Object.setPrototypeOf(p, Object.create(p)) };
			const plain = {}; Object.setPrototypeOf(plain, new Proxy({ x: 1 }, {}));
			return [() => loop(Object.setPrototypeOf), () => loop(Reflect.setPrototypeOf), () => loop((a, p) => { a.__proto__ = p }),
			inHandler, viaProxy, () => { const a = {}; Object.setPrototypeOf(a, Object.create(a)) }].map(thrown).join() + plain.x +
			Reflect.setPrototypeOf(plain, Object.create(plain)) })()`,
		`"TypeError,TypeError,TypeError,TypeError,TypeError,TypeError1false"`,
	},
}

func TestGuardedDepth(t *testing.T) { runChecks(t, depthChecks) }

func BenchmarkGuarded(b *testing.B) {
	for name, source := range map[string]string{
		"indexOf": "const a = [1, 2, 3]; for (let i = 0; i < 1000; i++) a.indexOf(3)",
		"join":    "const a = [1, 2, 3]; for (let i = 0; i < 1000; i++) a.join()",
		"apply":   "const f = (a, b) => a; const args = [1, 2]; for (let i = 0; i < 1000; i++) f.apply(null, args)",
		"bind":    "const f = (a, b) => a; for (let i = 0; i < 1000; i++) f.bind(null)",
		"Proxy":   "const o = {}, h = {}; for (let i = 0; i < 1000; i++) new Proxy(o, h)",
		"next":    "function* g() { for (let i = 0; i < 1000; i++) yield i } for (const x of g());",
		"typed":   "for (let i = 0; i < 1000; i++) new Uint8Array(8)",
		"stringify": `const o = { id: 1, name: "some name", tags: ["a", "b", "c"], at: { x: 1.5, y: 2.5 }, ok: true };
			for (let i = 0; i < 1000; i++) JSON.stringify(o)`,
		"parse": `const s = '{"id":1,"name":"some name","tags":["a","b","c"],"at":{"x":1.5,"y":2.5},"ok":true}';
			for (let i = 0; i < 1000; i++) JSON.parse(s)`,
	} {
		prg := goja.MustCompile("bench", "(() => {"+source+"})()", true)
		for kind, vm := range map[string]*goja.Runtime{"bare": goja.New(), "guarded": newVM(b)} {
			b.Run(name+"/"+kind, func(b *testing.B) {
				for b.Loop() {
					if _, err := vm.RunProgram(prg); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}

// TestLeftOut wants neither what a script left out nor what it put in the place of it to make Go panic.
func TestLeftOut(t *testing.T) {
	runChecks(t, []check{
		{"Array.from", `[Array.from({ length: 2, 1: 1 }, String), Array.from({ length: 1 }, String.bind(null))]`, `[["undefined","1"],["undefined"]]`},
		{"TypedArray.from", `[...Uint8Array.from({ length: 2, 1: 1 }, Number), ...Uint8Array.from([1, 2], (x, i) => x + i)]`, "[0,1,1,3]"},
		{
			"sets without iterators",
			`["union", "intersection", "difference", "symmetricDifference", "isSubsetOf", "isSupersetOf", "isDisjointFrom"].map((name) =>
				[0, 3].map((size) => thrown(() => new Set([1, 2])[name]({ size, has() {}, keys() { return {} } }))).join()).join()`,
			`"TypeError,TypeError,TypeError,nothing,TypeError,nothing,TypeError,TypeError,nothing,nothing,TypeError,nothing,TypeError,nothing"`,
		},
		{"an element of a typed array without a value", `thrown(() => Object.defineProperty(new Uint8Array(1), 0, { configurable: true }))`, `"TypeError"`},
	})
}
