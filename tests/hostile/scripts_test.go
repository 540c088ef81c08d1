package hostile

import "strings"

// The exit codes of lariat.
const (
	ok     = 0
	failed = 1
	limit  = 5
	engine = 70
)

// script is a program and how it has to end.
type script struct {
	name, source string
	code         int
	// reports is in what it writes to stderr, prints is all that it writes to stdout.
	reports, prints string
}

const (
	tooDeep = "the call stack is too deep"
	// nested is what built-ins throw that are within themselves more than 250 times, long before the stack is full.
	nested = "RangeError: a built-in is within itself too often"
	// tries runs functions and prints the names of what they throw.
	tries = "const tries = (...list) => console.log(list.map((f) => { try { f(); return 'ran' } catch (e) { return e.name } }).join());\n"
	// nest wraps a value n times.
	nest = "const nest = (n, wrap, v) => { while (n--) v = wrap(v); return v };\n"
)

var scripts = append(recursion, append(data, append(allocation, append(faults, append(texts, endings...)...)...)...)...)

// recursion is without end.
var recursion = []script{
	{"a method that calls itself", "class A { go() { return 1 + this.go() } } new A().go()", limit, tooDeep, ""},
	{"constructors", "class A { next = new A() } new A()", limit, tooDeep, ""},
	{"a setter", "const o = { set x(v) { this.x = v } }; o.x = 1", limit, tooDeep, ""},
	{"a callback of forEach", "(function f() { [1, 2].forEach(f) })()", limit, tooDeep, ""},
	{"a replacer of a text", "const f = () => 'aa'.replace(/a/g, f); f()", limit, tooDeep, ""},
	{"a comparator", "const f = () => [3, 1].toSorted(f).length; f()", failed, nested, ""},
	{"conversion to a text", "const o = { toString() { return 'x' + o } }; `${o}`", limit, tooDeep, ""},
	{"toJSON", "const o = { toJSON: () => JSON.stringify([o]) }; JSON.stringify(o)", failed, nested, ""},
	{"a trap", "const p = new Proxy({}, { set(t, k, v) { p[k] = v; return true } }); p.a = 1", limit, tooDeep, ""},
	{"a tag", "const t = (s, v) => t`${v}`; t`${1}`", limit, tooDeep, ""},
	{"an async function", "const f = async () => { await f() }; f()", limit, tooDeep, ""},
	{
		"an overflow is no exception",
		"function f() { f() } try { f() } catch { console.log('caught') } finally { console.log('finally') }",
		limit, tooDeep, "",
	},
	{"yield*", "function* g() { yield* g() } for (const x of g());", failed, "RangeError: maximum call stack size exceeded", ""},
	{"a generator in for of", "function* g() { for (const x of g()) yield x } [...g()]", limit, tooDeep, ""},
	{"natives that call each other", tries + `const o = { toString: Object.prototype.toLocaleString };
		const d = new Date(); d.toISOString = d.toJSON; const e = new Error(); e.message = e; const f = new Error(); f.message = e;
		tries(() => o.toLocaleString(), () => d.toJSON(), () => String(f))`, ok, "", "RangeError,RangeError,RangeError"},
	{"a prototype chain in a circle", tries + `const a = {}; const p = new Proxy(Object.create(a), {});
		tries(() => Object.setPrototypeOf(a, p), () => { a.__proto__ = p }, () => Reflect.setPrototypeOf(a, new Proxy({}, a)));
		console.log('nothing' in a)`, ok, "", "TypeError,TypeError,TypeError\nfalse"},
	{
		"a long chain of thenables",
		"const next = () => ({ then: (f) => f(n++ < 1e4 ? next() : 'end') }); let n = 0; console.log(await next())",
		ok, "", "end",
	},
}

// data is nested deep, or within itself.
var data = []script{
	{
		"arrays as text",
		tries + nest + "const a = nest(2e5, (v) => [v], 1); tries(() => String(a), () => a.join(), () => a.toLocaleString())",
		ok, "", "RangeError,RangeError,RangeError",
	},
	{
		"flat",
		tries + nest + "const a = [1]; a.push(a, a); tries(() => a.flat(Infinity), () => nest(2e5, (v) => [v], 1).flat(1e9))",
		ok, "", "RangeError,RangeError",
	},
	{
		"JSON", tries + nest + `const o = nest(2e5, (o) => ({ o }), null), s = '{"a":'.repeat(1e6);
		tries(() => JSON.stringify(o), () => JSON.stringify(o, null, 1), () => JSON.stringify(o, (k, v) => v), () => JSON.parse(s))`,
		ok, "", "RangeError,RangeError,RangeError,RangeError",
	},
	{"structuredClone", tries + nest + "tries(() => structuredClone(nest(2e5, (o) => ({ o }), null)))", ok, "", "DataCloneError"},
	{"console.log", nest + "console.log(nest(2e5, (v) => [v], 1))", ok, "", "[ [ [ [Array] ] ] ]"},
	{
		"proxies and bound functions", tries + nest + `const f = () => 1;
		tries(() => nest(1e5, (f) => f.bind(null), f)(), () => nest(1e5, (f) => new Proxy(f, {}), f)(),
			() => nest(1e5, (f) => new Proxy({}, f), {}).x)`,
		ok, "", "RangeError,RangeError,RangeError",
	},
	{
		"iterator helpers",
		tries + nest + "tries(() => nest(1e5, (it) => it.map((v) => v), [1].values()).next())",
		ok, "", "RangeError",
	},
	{
		"promises that wait for each other",
		nest + "let go; const p = nest(1e4, async (p) => { await p }, new Promise((f) => { go = f })); go(); await p; console.log('end')",
		ok, "", "end",
	},
	{
		"causes of an error",
		nest + "throw nest(1e4, (cause) => new Error('e', { cause }), new Error('first'))",
		failed, "Error: e", "",
	},
}

// allocation asks a built-in for more than there is.
var allocation = []script{
	{"buffers", tries + `tries(() => new ArrayBuffer(2 ** 45), () => new Float64Array(2 ** 40), () => new BigInt64Array({ length: 2 ** 34 }),
		() => new ArrayBuffer(8).transfer(2 ** 40))`, ok, "", "RangeError,RangeError,RangeError,RangeError"},
	{
		"texts", tries + `const x = 'x'.repeat(1e5);
		tries(() => x.repeat(2 ** 50), () => x.padStart(2 ** 45), () => x.padEnd(2 ** 45, 'ab'),
			() => x.replaceAll('x', x), () => new Array(1e6).join(x))`,
		ok, "", "RangeError,RangeError,RangeError,RangeError,RangeError",
	},
	{
		"arrays", tries + `const a = []; a[2 ** 32 - 3] = 0;
		tries(() => Array.from({ length: 2 ** 31 }), () => a.fill(1), () => a.sort(), () => [...a],
			() => a.map(Number), () => new Array(2 ** 32))`,
		ok, "", "RangeError,RangeError,RangeError,RangeError,RangeError,RangeError",
	},
	{
		"arguments",
		tries + "tries(() => Math.min.apply(0, { length: 2 ** 30 }), () => Reflect.construct(Date, { length: 2 ** 40 }))",
		ok, "", "RangeError,RangeError",
	},
	{
		"indices", tries + `const o = { length: 2 ** 53 - 1 };
		tries(...['includes', 'lastIndexOf', 'every', 'some', 'join', 'reverse'].map((name) => () => [][name].call(o, () => 1)))`,
		ok, "", "RangeError,RangeError,RangeError,RangeError,RangeError,RangeError",
	},
	{
		"BigInt",
		tries + "tries(() => BigInt.asUintN(2 ** 50, -1n), () => BigInt('1'.repeat(1e7)), () => (1n << 30000000n).toString())",
		ok, "", "RangeError,RangeError,RangeError",
	},
}

// faults make goja panic when nobody looks.
var faults = []script{
	{
		"a comparator that empties the array",
		tries + "const a = [5, 4, 3, 2, 1]; tries(() => a.sort(() => { a.length = 0; return 1 }))",
		ok, "", "TypeError",
	},
	{
		"holes where keys should be",
		tries + "const p = new Proxy({}, { ownKeys: () => [, 'a'] }); tries(() => Object.keys(p), () => Reflect.ownKeys(p))",
		ok, "", "TypeError,TypeError",
	},
	{"a revoked proxy as text", tries + `const { proxy, revoke } = Proxy.revocable(class {}, {}); revoke();
		tries(() => Function.prototype.toString.call(proxy), () => new proxy(), () => typeof proxy)`, ok, "", "ran,TypeError,ran"},
	{
		"an iterator without next in a native",
		tries + "const it = { [Symbol.iterator]: () => ({}) }; tries(() => new Set(it), () => new Map(it), () => Array.from(it))",
		ok, "", "TypeError,TypeError,TypeError",
	},
	{
		"a split without exec",
		tries + "const r = /a/; r.constructor = { [Symbol.species]: function () {} }; tries(() => 'aa'.split(r))",
		ok, "", "TypeError",
	},
	{
		"an iterator without next in a pattern",
		"console.log('before'); const [a] = { [Symbol.iterator]: () => ({}) }; console.log('after')",
		failed, "an iterator has no next method", "before",
	},
	{
		"an iterator without next in a timer",
		"setTimeout(() => { for (const x of { [Symbol.iterator]: () => ({ next: 1 }) }); }, 1)",
		failed, "an iterator has no next method", "",
	},
	{
		"an iterator without next behind yield*",
		"function* g() { yield* { [Symbol.iterator]: () => ({}) } } for (const x of g()) console.log('never')",
		failed, "an iterator has no next method", "",
	},
	{
		"an iterator without next behind yield* in a microtask",
		"Promise.resolve().then(() => { function* g() { yield* { [Symbol.iterator]: () => ({}) } } g().next() })",
		failed, "an iterator has no next method", "",
	},
	{
		"await of what is no promise",
		"console.log('before'); (async () => { await { constructor: Promise }; console.log('after') })()",
		failed, "await was given an object", "before",
	},
	{
		"await of what is no promise, in a timer",
		"setTimeout(async () => { await Object.create(Promise.prototype) }, 1)",
		failed, "await was given an object", "",
	},
	{
		"the engine fails",
		"console.log('before'); ({ ...new Proxy({}, { ownKeys: () => [,] }) }); console.log('after')",
		engine, "the engine failed", "before",
	},
	{
		"the engine fails in a timer",
		"setTimeout(() => { for (const k in new Proxy({}, { ownKeys: () => [,] })); }, 1)",
		engine, "the engine failed", "",
	},
}

// texts become code.
var texts = []script{
	{
		"eval", tries + nest + `const n = 1e5, deep = (open, close) => () => eval(open.repeat(n) + '1' + close.repeat(n));
		tries(deep('(', ')'), deep('[', ']'), deep('-', ' '), deep('a=>', ''),
			deep('{', '}'), deep('f(', ')'), deep('1?', ':1'), deep('1+', ''))`,
		ok, "", "RangeError,RangeError,RangeError,RangeError,RangeError,RangeError,RangeError,RangeError",
	},
	{
		"functions",
		tries + "tries(() => Function('('.repeat(1e5)), () => Function('['.repeat(1e5), ''), " +
			"() => (async () => {}).constructor('{'.repeat(1e5)))",
		ok, "", "RangeError,RangeError,RangeError",
	},
	{
		"patterns",
		tries + "tries(() => RegExp('('.repeat(1e6)), () => RegExp('(?:'.repeat(1e5) + ')'.repeat(1e5)), () => RegExp('['.repeat(1e5)))",
		ok, "", "SyntaxError,SyntaxError,SyntaxError",
	},
	{
		"unfinished code",
		tries + "tries(...['const[...x(', 'class{', '`${', '({a:', 'for(', '/(', '\"\\\\u{'].map((s) => () => (0, eval)(s)))",
		ok, "", "SyntaxError,SyntaxError,SyntaxError,SyntaxError,SyntaxError,SyntaxError,SyntaxError",
	},
	{
		"unfinished code in a direct eval",
		tries + "tries(...['const[...x(', 'class{', '`${', '({a:', 'for(', '/(', '\"\\\\u{'].map((s) => () => eval(s)))",
		ok, "", "SyntaxError,SyntaxError,SyntaxError,SyntaxError,SyntaxError,SyntaxError,SyntaxError",
	},
	{
		"a source map is no file to read",
		"(0, eval)('1\\n//# sourceMappingURL=file:///dev/zero'); new Function('//# sourceMappingURL=/dev/zero\\n')(); console.log('end')",
		ok, "", "end",
	},
	{"the script itself", strings.Repeat("(", 1e5), limit, "nests too deep", ""},
}

// endings hide an error, or fight the report of it.
var endings = []script{
	{"in a timer", "setTimeout(() => { throw new RangeError('late') }, 1)", failed, "RangeError: late", ""},
	{"in a microtask", "queueMicrotask(() => { throw new RangeError('soon') })", failed, "RangeError: soon", ""},
	{"a rejection", "Promise.reject(new RangeError('nobody'))", failed, "RangeError: nobody", ""},
	{"many rejections", "for (let i = 0; i < 2e4; i++) Promise.reject(new Error('e' + i))", failed, "Error: e0", ""},
	{
		"getters that throw",
		`const e = new Error('e'); for (const k of ['name', 'message', 'stack', 'cause']) Object.defineProperty(e, k, { get() { throw e } });
		throw e`, failed, "Uncaught", "",
	},
	{"a proxy that throws", "throw new Proxy({}, new Proxy({}, { get() { throw 1 } }))", failed, "Uncaught", ""},
	{"a text without end", "throw { toString() { for (;;); }, [Symbol.toPrimitive]() { for (;;); } }", failed, "Uncaught", ""},
	{
		"everything is gone", `const log = console.log, later = setTimeout; later(() => log('late'), 1);
		for (const k of Reflect.ownKeys(globalThis)) { try { delete globalThis[k] } catch {} }
		for (const o of [Object.prototype, Array.prototype, Promise.prototype, Function.prototype])
			for (const k of Object.getOwnPropertyNames(o)) { try { delete o[k] } catch {} }`,
		failed, "ReferenceError", "",
	},
	{"then is poisoned", `Object.defineProperty(Object.prototype, 'then', { get() { throw new TypeError('then') }, configurable: true });
		Promise.prototype.then = null; setTimeout(() => { delete Object.prototype.then; console.log('end') }, 1)`, ok, "", "end"},
}
