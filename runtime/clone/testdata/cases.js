// The expressions whose clone is recorded from Node. Each is evaluated in a function body of its own, in which
// transfer(...) sets the transfer list.
module.exports = String.raw`
undefined
null
true
false
0
-0
1
-1
255
4294967296
2**53
2**53 + 2
1.5
-1e300
5e-324
NaN
Infinity
-Infinity
0n
123456789012345678901234567890n
-(2n**200n)
""
"abc"
"a".repeat(100)
"é"
"日本語"
"😀"
"\ud800"
"x\udc00y"
"\ufffd"
"\u0000\n\t\"\\"
new Number(3)
new Number(-0)
new Number(NaN)
new String("boxed")
new String("\ud800")
new Boolean(false)
new Boolean(true)
Object(10n)
new Date(0)
new Date(1e15)
new Date(-1)
new Date(NaN)
new Date(8.64e15)
/a/
/a\/b[/]\n/gimsuy
/(?<year>\d+)/u
new RegExp("")
new RegExp("/")
(() => { const r = /x/g; r.lastIndex = 7; r.extra = 1; return r })()
{}
({})
({a: 1, b: "two", c: true, d: null, e: undefined})
({b: 1, a: 2, 10: "x", 2: "y", "-1": "z", 4294967295: "big"})
({"": 1, " ": 2, "é": 3, "\ud800": 4, "\ufffd": 5, "a\u0000b": 6})
({["__proto__"]: 1, constructor: 2, toString: 3, hasOwnProperty: 4})
({["__proto__"]: {x: 1}})
Object.create(null)
Object.assign(Object.create(null), {x: 1})
Object.create({inherited: 1}, {own: {value: 2, enumerable: true}, hidden: {value: 3}})
Object.defineProperty({a: 1}, "b", {get() { return 2 }, enumerable: true})
Object.defineProperty({a: 1}, "b", {get() { return 2 }})
({get a() { return {b: 1} }, set a(v) {}})
({set onlySetter(v) {}})
({[Symbol("s")]: 1, [Symbol.iterator]: 2, a: 3})
Object.freeze({a: 1, b: [2]})
Object.seal({a: 1})
Object.preventExtensions({a: 1})
new (class Point { constructor() { this.x = 1; this.y = 2 } get z() { return 3 } })()
new (class { #p = 1; q = 2 })()
({a: {b: {c: {d: {e: {f: 1}}}}}})
({then() {}})["then"] ? ({a: 1}) : 0
[]
[1, 2, 3]
["a", {b: 1}, [2, [3]], null, undefined, true, 1n]
[,]
[1, , 3]
[, 1, , ,]
new Array(5)
new Array(4294967295)
(() => { const a = []; a[4294967294] = "end"; return a })()
(() => { const a = []; a[100000] = 1; a[5] = {x: 1}; return a })()
(() => { const a = [1, 2]; a.extra = "e"; a[-1] = "m"; a["01"] = "o"; return a })()
(() => { const a = [1, 2, 3]; a.length = 10; return a })()
(() => { const a = [1, 2, 3]; delete a[1]; return a })()
(() => { const a = [1, 2, 3]; Object.defineProperty(a, 0, {value: 9, writable: true, enumerable: true, configurable: true}); delete a[2]; return a })()
Object.freeze([1, 2, {a: 3}])
(() => { const a = [1]; Object.defineProperty(a, 1, {get() { return "got" }, enumerable: true}); return a })()
(() => { const a = [1, 2]; Object.defineProperty(a, 1, {enumerable: false}); return a })()
(() => { const a = [1]; a[Symbol("s")] = 1; return a })()
(() => { class Sub extends Array {}; return Sub.of(1, 2) })()
Object.setPrototypeOf([1, 2], null)
Object.setPrototypeOf([1, 2], {})
new Map()
new Map([["a", 1], [{k: 1}, [2]], [NaN, NaN], [undefined, null]])
new Map([[1, "int"], ["1", "string"], [1n, "big"], [true, "bool"]])
(() => { const m = new Map([["a", 1], ["b", 2]]); m.delete("a"); m.set("a", 3); m.extra = 1; return m })()
new Map([[new Map([["x", 1]]), new Set([1])]])
(() => { class Sub extends Map {}; return new Sub([["a", 1]]) })()
Object.setPrototypeOf(new Map([[1, 2]]), null)
new Set()
new Set([1, "1", {a: 1}, NaN, -0, undefined])
new Set([[1], [1]])
(() => { const s = new Set([3, 1, 2]); s.delete(3); s.add(3); s.extra = 1; return s })()
(() => { const o = {}; o.self = o; return o })()
(() => { const a = []; a.push(a, [a]); return a })()
(() => { const m = new Map(); m.set(m, m); return m })()
(() => { const s = new Set(); s.add(s); return s })()
(() => { const x = {v: 1}; return [x, x, {x}] })()
(() => { const x = [1, {y: 1}]; return {a: x, b: x, c: [x]} })()
(() => { const x = [1, 2]; return {a: x, b: x} })()
(() => { const a = {}, b = {a}; a.b = b; return [a, b] })()
(() => { const a = [,1]; a.me = a; return a })()
(() => { const d = new Date(5), r = /x/, n = new Number(1); return [d, d, r, r, n, n] })()
(() => { const o = {m: new Map()}; o.m.set("o", o); o.list = [o, o.m]; return o })()
new ArrayBuffer(0)
new ArrayBuffer(8)
new Uint8Array([1, 2, 3]).buffer
new Uint8Array([1, 2, 3])
new Uint8ClampedArray([300, -1, 1.5])
new Int8Array([-1, 127, 128])
new Uint16Array([65535, 1])
new Int16Array([-2])
new Uint32Array([4294967295])
new Int32Array([-5, 5])
new Float32Array([1.5, NaN, -0])
new Float64Array([1.1, Infinity])
new BigInt64Array([-1n, 2n])
new BigUint64Array([2n ** 64n - 1n])
new Uint8Array(0)
new Uint8Array(new Uint8Array([1, 2, 3, 4, 5, 6, 7, 8]).buffer, 2, 3)
new Float64Array(new ArrayBuffer(32), 8, 2)
new DataView(new Uint8Array([9, 8, 7, 6]).buffer, 1, 2)
new DataView(new ArrayBuffer(0))
(() => { const b = new Uint8Array([1, 2, 3, 4]).buffer; return {b, u: new Uint8Array(b), v: new DataView(b, 1), w: new Uint16Array(b, 2)} })()
(() => { const u = new Uint8Array([1, 2]); u.extra = 1; return [u, u] })()
new Error("message")
new Error()
new Error("")
new TypeError("t")
new RangeError("r")
new SyntaxError("s")
new ReferenceError("r")
new EvalError("e")
new URIError("u")
new Error("outer", {cause: new TypeError("inner")})
new Error("outer", {cause: {code: 7}})
new Error("outer", {cause: undefined})
(() => { const e = new Error("a"); e.message = "b"; return e })()
(() => { const e = new Error("a"); Object.defineProperty(e, "message", {get() { return "no" }}); return e })()
(() => { const e = new Error("a", {cause: 1}); e.cause = e; return e })()
(() => { class Sub extends RangeError {}; return new Sub("sub") })()
(() => { const e = new Error("x"); return [e, e] })()
Math
JSON
Array.prototype
Object.prototype
({get a() { throw new RangeError("boo") }})
({get a() { throw 42 }})
[{get a() { throw "s" }}]
(() => { const o = {get a() { delete o.b; return 1 }, b: 2}; return o })()
(() => { const o = {get a() { o.c = 3; return 1 }, b: 2}; return o })()
(() => { const m = new Map(); m.set("a", {get x() { m.set("late", 1); return 1 }}); return m })()
(() => { const s = new Set(); s.add({get x() { s.clear(); return 1 }}); s.add(2); return s })()
(class Thrower extends Error { get name() { throw 5 } }) && new (class Thrower extends Error { get name() { throw 5 } })()
function f() {}
() => 1
class C {}
async () => {}
function* g() {}
({a: [{f() {}}]})
Symbol("s")
({s: Symbol.iterator})
Object(Symbol("s"))
new WeakMap()
new WeakSet()
Promise.resolve(1)
new Proxy({}, {})
new Proxy([], {})
new Proxy(function () {}, {})
(() => { const r = Proxy.revocable({}, {}); r.revoke(); return r.proxy })()
[new Proxy({a: 1}, {})]
(function* () {})()
[].values()
new Map().keys()
new Set().values()
"abc"[Symbol.iterator]()
"a".matchAll(/a/g)
(function () { return arguments })(1, 2)
globalThis
new Error("e", {cause: () => 1})
new Map([["k", () => 1]])
new Set([() => 1])
(() => { const b = new Uint8Array([1, 2, 3]).buffer; transfer(b); return b })()
(() => { const b = new Uint8Array([1, 2, 3]).buffer; transfer(b); return {u: new Uint8Array(b, 1), b} })()
(() => { const b = new ArrayBuffer(2); transfer(b); return "other" })()
(() => { const b = new ArrayBuffer(2), c = new ArrayBuffer(3); transfer(b, c); return [c, b, c] })()
(() => { const b = new ArrayBuffer(2); transfer(b, b); return b })()
(() => { const b = new ArrayBuffer(2); structuredClone(b, {transfer: [b]}); return b })()
(() => { const b = new ArrayBuffer(2); const u = new Uint8Array(b); structuredClone(b, {transfer: [b]}); return u })()
(() => { const b = new ArrayBuffer(2); structuredClone(b, {transfer: [b]}); transfer(b); return 1 })()
`.split("\n").filter((line) => line !== "");
