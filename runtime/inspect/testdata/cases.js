// The expressions whose text is recorded from Node. In each, custom is the symbol of custom inspection, and at(error,
// ...lines) gives an error a stack of these lines. An expression may be followed by " // " and options.
exports.inspect = String.raw`
undefined
null
true
false
0
-0
1
-1.5
1e21
1e-7
123456789.123
NaN
Infinity
-Infinity
10n
-123456789012345678901234567890n
1234567.891 // {numericSeparator: true}
1234567 // {numericSeparator: true}
-1234 // {numericSeparator: true}
123 // {numericSeparator: true}
0.1234567 // {numericSeparator: true}
1234567n // {numericSeparator: true}
-1e21 // {numericSeparator: true}
NaN // {numericSeparator: true}
"text"
""
"it's"
"say \"hi\""
"it's \"both\""
"it's \"all\" \${x} three"
"it's \"all\" three \u0060"
"back\\slash"
"\0\x01\b\t\n\v\f\r\x1b\x7f\x80\x9f\xa0"
"é 日本語 😀 \u200b"
"\ud800"
"\udc00\ud800 x \ud83d\ude00"
"'\ud800\""
"a".repeat(200)
"a".repeat(10050)
"a".repeat(10001)
"a\nb".repeat(10)
"line one\nline two\nline three is longer\nand the last line of all\n"
["line one\nline two\nline three is longer than the others, it goes on for quite a bit, really"]
({s: "line one\nline two\nline three is longer than the others, it goes on for quite a bit, really"})
"abcdefgh" // {maxStringLength: 3}
"abcd" // {maxStringLength: 3}
"abc" // {maxStringLength: 3}
"abc" // {maxStringLength: 0}
"a\nb".repeat(10) // {compact: true}
Symbol("s")
Symbol()
Symbol("a\nb'c")
Symbol.iterator
Symbol.for("x")
{}
({})
({a: 1})
({a: 1, b: "two", c: [3], d: {e: 4}})
({"odd key": 1, "a-b": 2, "1x": 3, $dollar: 4, _under: 5, "": 6, "it's": 7, "é": 8})
({1: "one", 0: "zero", "-1": "minus"})
({["__proto__"]: 1, constructor: 2})
({[Symbol("key")]: 1, [Symbol.iterator]: 2, [Symbol()]: 3})
({[Symbol("a\nb")]: 1})
({"\ud800": 1, "\n": 2})
({u: undefined, n: null, f() {}, g: () => 1, h: class {}})
({get a() { throw 1 }})
({set a(v) {}})
({get a() { return 1 }, set a(v) {}})
({get a() { return 1 }, set b(v) {}, get c() { return {x: 1} }, set c(v) {}, get d() { throw new Error("boo") }, get e() { return null }}) // {getters: true}
({get a() { return 1 }, get c() { return "s" }, set c(v) {}}) // {getters: "get"}
({get a() { return 1 }, get c() { return "s" }, set c(v) {}}) // {getters: "set"}
Object.defineProperty({a: 1}, "hidden", {value: 2})
Object.defineProperty({a: 1}, "hidden", {value: 2}) // {showHidden: true}
Object.defineProperty({}, "hid'den", {value: 2}) // {showHidden: true}
Object.defineProperty({}, Symbol("s"), {value: 2}) // {showHidden: true}
Object.freeze({a: 1})
Object.create(null)
Object.assign(Object.create(null), {a: 1})
Object.assign(Object.create(null), {a: {b: {c: {d: 1}}}})
Object.create({})
Object.create({a: 1})
Object.create(Object.create(null))
Object.assign(Object.create(Object.create(null)), {x: 1})
Object.create({constructor: {name: "Fake"}})
Object.create({constructor: function Real() {}})
({constructor: function Own() {}})
new (class Foo {})()
new (class Foo { constructor() { this.a = 1 } })()
new (class Foo { #hidden = 1; shown = 2 })()
new (class {})()
new (class Foo extends (class Bar {}) {})()
new (class Foo { static name = "Renamed" })()
new (class Foo { get [Symbol.toStringTag]() { return "Tag" } })()
new (class Foo { get [Symbol.toStringTag]() { return "Foo" } })()
new (class Foo { get [Symbol.toStringTag]() { throw 1 } })() ? 1 : 0
new (function OldStyle() { this.x = 1 })()
Object.setPrototypeOf({a: 1}, (class Foo {}).prototype)
(class Foo {}).prototype
Object.prototype
Array.prototype
Object.setPrototypeOf(new (class Foo { a = 1 })(), null) ? 1 : 0
({[Symbol.toStringTag]: "Own"})
Object.defineProperty({}, Symbol.toStringTag, {value: "Hidden"})
Object.defineProperty({a: 1}, Symbol.toStringTag, {value: "Hidden"})
Object.defineProperty(Object.create(null), Symbol.toStringTag, {value: "Hidden"})
Object.defineProperty(new (class Foo {})(), Symbol.toStringTag, {value: "Hidden"})
Object.defineProperty({}, Symbol.toStringTag, {value: ""})
Object.defineProperty({}, Symbol.toStringTag, {value: 5})
({a: {b: {c: {d: 1}}}})
({a: {b: {c: {}}}})
({a: {b: {c: []}}})
({a: {b: {c: [1]}}})
({a: {b: {c: new Map([[1, 2]]), d: new Set(), e: new Date(0), f: /x/, g: () => 1, h: new (class Foo { x = 1 })(), i: Object(1)}}})
({a: {b: {c: Object.assign(Object.create(null), {x: 1}), d: new Uint8Array(2), e: Promise.resolve(1), f: Symbol("s")}}})
[[[[1]]]]
[[[[]]]]
({a: {b: {c: {d: {e: 1}}}}}) // {depth: 3}
({a: {b: {c: {d: {e: 1}}}}}) // {depth: null}
({a: {b: {c: {d: {e: 1}}}}}) // {depth: Infinity}
({a: {b: 1}}) // {depth: 0}
({a: {b: 1}}) // {depth: -1}
[]
[1, 2, 3]
["a", "b"]
[undefined, null, true]
[[], {}, [[]]]
[,]
[1, , 3]
[1, , , 4, , ]
[, , 1]
new Array(5)
new Array(1)
new Array(4294967295)
(() => { const a = []; a[4294967294] = 1; return a })()
(() => { const a = [1, 2]; a[1000000] = 1; a.x = "extra"; return a })()
(() => { const a = [1, 2]; a.extra = "e"; a[-1] = "m"; a["01"] = 1; a[Symbol("s")] = 2; return a })()
(() => { const a = [1]; Object.defineProperty(a, 1, {get() { return 1 }, enumerable: true}); return a })()
(() => { const a = []; a[3] = 1; Object.defineProperty(a, 5, {get() { return 1 }, enumerable: true}); return a })()
Object.freeze([1, 2, 3])
Object.freeze([1, 2, 3, 4, 5, 6, 7, 8])
Object.assign([], {x: 1})
[1, 2, 3] // {showHidden: true}
[1, , 3] // {showHidden: true}
new (class Sub extends Array {})()
(class Sub extends Array {}).of(1, 2)
Object.setPrototypeOf([1, 2], null)
Object.setPrototypeOf([1, 2], {})
Object.setPrototypeOf([], null)
Object.defineProperty([1], Symbol.toStringTag, {value: "T"})
Array.from({length: 6}, (_, i) => i)
Array.from({length: 7}, (_, i) => i)
Array.from({length: 26}, (_, i) => i)
Array.from({length: 100}, (_, i) => i)
Array.from({length: 101}, (_, i) => i)
Array.from({length: 102}, (_, i) => i)
Array.from({length: 200}, (_, i) => i * i * i)
Array.from({length: 30}, (_, i) => -i * 1.5)
Array.from({length: 30}, (_, i) => BigInt(i) ** 5n)
Array.from({length: 27}, (_, i) => "x".repeat(i % 7))
Array.from({length: 27}, (_, i) => "item " + i)
Array.from({length: 10}, (_, i) => "x".repeat(i * 3))
Array.from({length: 12}, (_, i) => i % 2 ? i : "s" + i)
Array.from({length: 8}, () => ({a: 1}))
Array.from({length: 8}, () => ({a: 1, b: {c: 2}}))
Array.from({length: 20}, (_, i) => [i])
Array.from({length: 20}, (_, i) => [i, i + 1, [i]])
Array.from({length: 9}, (_, i) => "日本".repeat(i % 3))
Array.from({length: 9}, (_, i) => "😀é" + i)
Array.from({length: 20}, () => undefined)
Array.from({length: 16}, () => Symbol("s"))
({list: Array.from({length: 40}, (_, i) => i)})
({a: {b: Array.from({length: 40}, (_, i) => i * 1000)}})
Array.from({length: 10}, (_, i) => i) // {maxArrayLength: 3}
Array.from({length: 10}, (_, i) => i) // {maxArrayLength: 9}
Array.from({length: 10}, (_, i) => i) // {maxArrayLength: 0}
Array.from({length: 10}, (_, i) => i) // {maxArrayLength: null}
[1, , , , 5, , 7] // {maxArrayLength: 2}
[, , , , 5, , 7] // {maxArrayLength: 1}
[, , , , 5, , 7] // {maxArrayLength: 3}
new Array(10) // {maxArrayLength: 3}
Array.from({length: 10}, (_, i) => i) // {maxArrayLength: -1}
Array.from({length: 130}, (_, i) => i) // {maxArrayLength: null}
Array.from({length: 26}, (_, i) => i) // {compact: 1}
Array.from({length: 26}, (_, i) => i) // {compact: 2}
Array.from({length: 26}, (_, i) => i) // {compact: false}
Array.from({length: 26}, (_, i) => i) // {compact: true}
Array.from({length: 50}, (_, i) => i) // {breakLength: 40}
Array.from({length: 50}, (_, i) => i) // {breakLength: 120}
Array.from({length: 50}, (_, i) => i) // {breakLength: Infinity}
({a: 1, b: 2, c: {d: 3, e: [1, 2, {f: 4}]}}) // {compact: false}
({a: 1, b: 2, c: {d: 3, e: [1, 2, {f: 4}]}}) // {compact: true}
({a: 1, b: 2, c: {d: 3, e: [1, 2, {f: 4}]}}) // {compact: 1}
({a: 1, b: 2, c: {d: 3, e: [1, 2, {f: 4}]}}) // {compact: 2}
({a: {b: {c: {d: {}}}}}) // {compact: true, depth: 9, breakLength: 10}
({long: "x".repeat(90), b: new Map([["key", "value".repeat(20)]])}) // {compact: true}
new Map([["a", {b: 1}]]) // {compact: true}
new Set(["x".repeat(50), "y".repeat(50)]) // {compact: true}
({a: "x".repeat(30), b: "y".repeat(30)})
({a: "x".repeat(31), b: "y".repeat(31)})
({a: "x".repeat(33), b: "y".repeat(33)})
({a: "x".repeat(26), b: "y".repeat(26), c: 1})
({a: "x".repeat(76)})
({a: "x".repeat(100)})
({a: {b: {c: 1}, d: {e: {f: 2}}}, g: 3})
({a: 1, b: {c: 2}}) // {breakLength: 10}
({a: 1, b: {c: 2}}) // {breakLength: Infinity, compact: false}
({b: 2, a: 1, c: {z: 1, y: 2}}) // {sorted: true}
({b: 2, a: 1, C: 3, "é": 4, "😀": 5, "\uffff": 6}) // {sorted: true}
({b: 2, a: 1}) // {sorted: (x, y) => x < y ? 1 : -1}
Object.assign([3, 1, 2], {z: 1, y: 2}) // {sorted: true}
new Set([3, 1, 2]) // {sorted: true}
new Map([["b", 1], ["a", 2]]) // {sorted: true}
new Map()
new Map([["a", 1], ["b", {c: 2}]])
new Map([[{a: 1}, [2]], [null, undefined]])
new Map([[new Map([[1, 2]]), new Set([3])]])
new Map(Array.from({length: 120}, (_, i) => [i, i]))
new Map([["a", 1], ["b", 2], ["c", 3]]) // {maxArrayLength: 1}
Object.assign(new Map([["a", 1]]), {x: 1})
new Map([[1, 2]]) // {showHidden: true}
new (class Sub extends Map {})([["a", 1]])
new (class Sub extends Map {})()
Object.setPrototypeOf(new Map([[1, 2]]), null)
Object.setPrototypeOf(new Map(), null)
Object.setPrototypeOf(new Map([[1, 2]]), Set.prototype)
new Map([["long key ".repeat(5), "long value ".repeat(5)]])
new Set()
new Set([1, "a", {b: [1]}])
new Set(Array.from({length: 105}, (_, i) => i))
new Set([[1, [2, [3, [4]]]]])
Object.assign(new Set([1]), {x: 1})
new (class Sub extends Set {})([1])
Object.setPrototypeOf(new Set([1]), null)
new Map([["a", 1], ["b", 2]]).keys()
new Map([["a", 1], ["b", 2]]).values()
new Map([["a", 1], ["b", {c: {d: {}}}]]).entries()
new Set([1, 2]).values()
new Set([1, 2]).entries()
new Map().keys()
new Set().entries()
(() => { const i = new Map([["a", 1], ["b", 2]]).keys(); i.next(); return i })()
(() => { const i = new Set([1, 2, 3]).values(); i.next(); return Object.assign(i, {x: 1}) })()
new Set(Array.from({length: 105}, (_, i) => i)).values()
new Map([["a", 1], ["b", 2]]).entries() // {maxArrayLength: 1}
[1].values()
[1].entries()
"a"[Symbol.iterator]()
"a".matchAll(/a/g)
new WeakMap()
new WeakSet()
Object.assign(new WeakMap(), {x: 1})
(function* gen() {})()
Object.assign((function* gen() {})(), {x: 1})
(function () { return arguments })()
(function () { return arguments })(1, "a")
(function () { "use strict"; return arguments })(1, "a")
Promise.resolve(1)
Promise.resolve({a: {b: {c: 1}}})
new Promise(() => {})
Promise.resolve()
(() => { const p = Promise.reject(3); p.catch(() => {}); return p })()
(() => { const p = Promise.reject(at(new Error("e"), "f (x.js:1:2)")); p.catch(() => {}); return p })()
Object.assign(Promise.resolve(1), {x: 1})
new (class Sub extends Promise {})(() => {})
Object.setPrototypeOf(Promise.resolve(1), null)
new Date(0)
new Date(1e15)
new Date(-1e15)
new Date(-62167219200001)
new Date(8.64e15)
new Date(NaN)
Object.assign(new Date(0), {x: 1})
new (class Sub extends Date {})(0)
Object.setPrototypeOf(new Date(0), null)
/a/
/a\/b[/]"'\n/gimsuy
Object.assign(/x/, {a: 1})
(() => { const r = /x/g; r.lastIndex = 3; return r })()
new (class Sub extends RegExp {})("x")
Object.setPrototypeOf(/x/, null)
new RegExp("")
new RegExp("a/b[/]/\\/")
new RegExp("\n\r")
new RegExp("[\\]/]/")
/[\]/]\//
({r: /a\/b/, s: [/x/g]})
Object(1)
Object(-0)
Object("text")
Object("it's")
Object(true)
Object(10n)
Object(Symbol("s"))
Object.assign(Object(1), {x: 1})
Object.assign(Object("ab"), {x: 1})
new (class Sub extends Number {})(1)
new (class Sub extends String {})("s")
Object.setPrototypeOf(Object(1), null)
Object.defineProperty(Object(1), Symbol.toStringTag, {value: "T"})
Object("ab") // {showHidden: true}
new ArrayBuffer(0)
new ArrayBuffer(4)
new Uint8Array([1, 171, 255]).buffer
new ArrayBuffer(60)
new ArrayBuffer(10) // {maxArrayLength: 3}
new ArrayBuffer(4) // {maxArrayLength: 3}
Object.assign(new ArrayBuffer(2), {x: 1})
(() => { const b = new ArrayBuffer(4); structuredClone(b, {transfer: [b]}); return b })()
(() => { const b = new Uint8Array(4); structuredClone(b, {transfer: [b.buffer]}); return b })()
new Uint8Array(0)
new Uint8Array([1, 2, 3])
new Uint8ClampedArray([1, 300])
new Int8Array([-1])
new Uint16Array([1, 2])
new Int16Array([-300])
new Uint32Array([4294967295])
new Int32Array([-5])
new Float32Array([1.1, -0, NaN])
new Float64Array([1.5, Infinity, -0])
new BigInt64Array([-1n, 2n])
new BigUint64Array([2n ** 64n - 1n])
new Uint8Array(150)
new Float64Array(30)
new Uint8Array([1234, 200]) // {numericSeparator: true}
new Float64Array([12345.6789]) // {numericSeparator: true}
new BigInt64Array([12345n]) // {numericSeparator: true}
new Uint8Array([1, 2]) // {showHidden: true}
Object.assign(new Uint8Array(2), {x: 1})
new (class Sub extends Uint8Array {})(2)
Object.setPrototypeOf(new Uint8Array(2), null)
Object.setPrototypeOf(new Uint8Array(0), null)
new DataView(new ArrayBuffer(4), 1, 2)
({v: new DataView(new ArrayBuffer(2))})
Object.assign(new DataView(new ArrayBuffer(2)), {x: 1})
function f() {}
(function () {})
function named(a, b) {}
() => 1
async function f() {}
async () => 1
function* g() {}
({m() {}}).m
({async m() {}}).m
({*m() {}}).m
({get a() { return 1 }})
Math.max
(() => 1).bind()
(function f() {}).bind()
Object.assign(function f() {}, {x: 1})
Object.assign(() => 1, {x: {y: {z: 1}}})
Object.setPrototypeOf(function f() {}, null)
Object.setPrototypeOf(function f() {}, {})
Object.defineProperty(function f() {}, "name", {value: "other"})
Object.defineProperty(function f() {}, "name", {value: ""})
Object.defineProperty(function f() {}, Symbol.toStringTag, {value: "T"})
Object.assign(Object.defineProperty(function f() {}, "name", {value: 5}), {x: 1})
(class {})
(class A {})
(class A extends Map {})
(class A extends (class {}) {})
(class A extends (class B {}) { static x = 1 })
(class A { static name() {} }) ? 1 : 0
(class A extends null {})
Object.setPrototypeOf(class A {}, null)
Object.setPrototypeOf(class A {}, {})
[class A {}, function f() {}, async () => 1, Map]
Map
Proxy
Symbol
(function f() {}) // {showHidden: true}
({f: function () {}, g: class {}}) // {depth: 0}
at(new Error("message"), "f (file.js:1:2)", "file.js:3:4")
at(new Error(""), "f (file.js:1:2)")
at(new TypeError("type"), "f (file.js:1:2)")
at(new Error("two\nlines"), "f (file.js:1:2)")
at(new Error("none"))
({e: at(new Error("in object"), "f (file.js:1:2)")})
[at(new Error("in array"), "f (file.js:1:2)")]
({a: {b: {c: at(new Error("deep"), "f (file.js:1:2)")}}})
({a: {b: {c: {d: at(new Error("deeper"), "f (file.js:1:2)")}}}})
Object.assign(at(new Error("with code"), "f (file.js:1:2)"), {code: "E_CODE", errno: -2})
Object.assign(at(new Error("with object"), "f (file.js:1:2)"), {info: {a: 1, b: [1, 2]}})
Object.assign(at(new Error("none")), {code: "E"})
at(new Error("outer", {cause: at(new TypeError("inner"), "g (file.js:5:6)")}), "f (file.js:1:2)")
at(new Error("outer", {cause: "text"}), "f (file.js:1:2)")
at(new Error("outer", {cause: undefined}), "f (file.js:1:2)")
at(new Error("outer", {cause: {code: 1}}))
at(new Error("o", {cause: at(new Error("m", {cause: at(new Error("i"), "h (c.js:1:1)")}), "g (b.js:1:1)")}), "f (a.js:1:1)")
at(new Error("same", {cause: at(new Error("inner"), "x (i.js:1:1)", "a (f.js:1:1)", "b (f.js:2:1)", "c (f.js:3:1)", "d (f.js:4:1)", "e (f.js:5:1)")}), "y (o.js:1:1)", "a (f.js:1:1)", "b (f.js:2:1)", "c (f.js:3:1)", "d (f.js:4:1)", "e (f.js:5:1)")
at(new AggregateError([at(new Error("one"), "f (a.js:1:1)"), 2], "several"), "g (b.js:1:1)")
at(new AggregateError([], "none"), "g (b.js:1:1)")
at(new (class MyError extends Error {})("mine"), "f (file.js:1:2)")
at(new (class Special extends TypeError {})("mine"), "f (file.js:1:2)")
at(new (class Odd extends Error {})("mine"), "f (file.js:1:2)")
(() => { const e = at(new Error("renamed"), "f (file.js:1:2)"); e.name = "Renamed"; return e })()
(() => { const e = at(new Error("renamed"), "f (file.js:1:2)"); e.name = "OtherError"; return e })()
(() => { const e = at(new Error("m"), "f (file.js:1:2)"); e.message = "changed"; return e })()
(() => { const e = new Error("m"); e.stack = "something else entirely"; return e })()
(() => { const e = new Error("m"); e.stack = undefined; return e })()
(() => { const e = new Error("m"); e.stack = ""; e.x = 1; return e })()
(() => { const e = new Error("m"); e.stack = 5; return e })()
(() => { const e = at(new Error("m"), "f (file.js:1:2)"); Object.defineProperty(e, "name", {value: "Hidden"}); return e })()
(() => { const e = at(new Error("m"), "f (file.js:1:2)"); e.message = {toString() { return "obj" }}; return e })() ? 1 : 0
(() => { const e = at(new Error("m"), "f (file.js:1:2)"); e.name = undefined; return e })()
(() => { class MyError extends Error {}; MyError.prototype.name = "MyError"; return at(new MyError("p"), "f (file.js:1:2)") })()
Object.setPrototypeOf(at(new Error("m"), "f (file.js:1:2)"), null)
Object.setPrototypeOf(at(new TypeError("m")), null)
Object.setPrototypeOf(at(new TypeError("m"), "f (file.js:1:2)"), null)
Object.defineProperty(at(new Error("m"), "f (file.js:1:2)"), Symbol.toStringTag, {value: "T"})
Error.prototype
(() => { const o = {}; o.self = o; return o })()
(() => { const o = {a: {}}; o.a.up = o; o.a.me = o.a; return o })()
(() => { const a = []; a.push(a, [a]); return a })()
(() => { const m = new Map(); m.set("me", m); return m })()
(() => { const s = new Set(); s.add(s); return s })()
(() => { const f = function f() {}; f.self = f; return f })()
(() => { const e = at(new Error("c"), "f (file.js:1:2)"); e.self = e; return e })()
(() => { const e = at(new Error("c"), "f (file.js:1:2)"); e.cause = e; return e })()
(() => { const a = {n: 1}, b = {a}; a.b = b; return {x: a, y: b} })()
(() => { const x = {v: 1}; return [x, x] })()
(() => { const o = {}; o.self = o; return o })() // {compact: true}
new Proxy({a: 1}, {})
new Proxy({a: 1}, {get() { throw 1 }, ownKeys() { throw 2 }})
new Proxy([1, 2], {})
new Proxy(function f() {}, {})
new Proxy(new Map([[1, 2]]), {})
new Proxy({a: 1}, {get() {}}) // {showProxy: true}
new Proxy(new Proxy({a: 1}, {}), {}) // {showProxy: true}
new Proxy({a: 1}, {}) // {showProxy: true, depth: 0}
({p: new Proxy({a: 1}, {})}) // {showProxy: true, depth: 0}
(() => { const r = Proxy.revocable({}, {}); r.revoke(); return r.proxy })()
(() => { const r = Proxy.revocable({}, {}); r.revoke(); return r.proxy })() // {showProxy: true}
({[custom]() { return "custom text" }})
({[custom]() { return "two\nlines" }})
({a: {[custom]() { return "two\nlines" }}})
({[custom]() { return {instead: 1} }})
({[custom]() { return this }, a: 1})
({[custom]() { return undefined }})
({[custom](depth) { return depth }})
({a: {[custom](depth, options) { return depth + "," + options.depth }}})
({[custom](depth, options, inspect) { return inspect({a: {b: {c: {}}}}, {...options, depth: 0}) }})
({[custom](depth, options, inspect) { return inspect("s") + options.stylize("x", "number") }})
({[custom](depth, options, inspect) { return inspect("s") + options.stylize("x", "number") }}) // {colors: true}
({[custom](d, o) { return Object.keys(o).sort().join() }})
({[custom]: 5, a: 1})
({[custom]() { return "text" }}) // {customInspect: false}
new Proxy({[custom]() { return "through the proxy" }}, {})
new (class Foo { [custom]() { return "instance" } })()
(class Foo { [custom]() { return "instance" } }).prototype
(class Foo { static [custom]() { return "static" } })
[{[custom]() { return "x".repeat(50) }}, {[custom]() { return "y".repeat(50) }}]
({a: 1, b: "s", c: true, d: null, e: undefined, f: Symbol("x"), g: 1n, h: () => 1, i: new Date(0), j: /r/}) // {colors: true}
[1, "a", [2], {b: {c: {d: 1}}}] // {colors: true}
Array.from({length: 30}, (_, i) => i) // {colors: true}
Array.from({length: 30}, (_, i) => "s" + i) // {colors: true}
new Map([["k", 1]]) // {colors: true}
[, 1] // {colors: true}
({get a() { return 1 }, [Symbol("s")]: 1, "odd-key": 2}) // {colors: true}
new Uint8Array([1, 2]) // {colors: true}
new ArrayBuffer(2) // {colors: true}
Promise.resolve(1) // {colors: true}
[Object(1), Object("s"), Object(Symbol("s"))] // {colors: true}
(() => { const o = {}; o.self = o; return o })() // {colors: true}
at(new Error("m"), "f (file.js:1:2)", "g (/x/node_modules/pkg/a.js:1:2)", "h (/x/node_modules/@scope/pkg/a.js:1:2)") // {colors: true}
"x".repeat(100) + "\n" + "y" // {colors: true}
new Proxy({}, {}) // {colors: true, showProxy: true}
(class A extends Map {}) // {colors: true}
globalThis === 1
new (class Foo { constructor() { this.b = 2 } get g() { return 1 } m() {} })() // {showHidden: true}
new (class Foo extends (class Base { get base() { return 1 } }) { get g() { return 1 } })() // {showHidden: true}
new (class Foo extends (class Base { get base() { return 1 } }) { get g() { return 1 } })() // {showHidden: true, colors: true}
Object.create({inherited: 1, deep: {a: 1}}) // {showHidden: true}
new Float32Array(20)
new BigInt64Array(9)
Array.from({length: 8}, (_, i) => new Date(i))
Array.from({length: 7}, (_, i) => /x/)
Array.from({length: 12}, (_, i) => i % 2 ? null : undefined)
Array.from({length: 12}, (_, i) => i % 2 === 0)
Array.from({length: 100}, (_, i) => "abcdefghijklmnopqrstuvwxyz".slice(0, i % 26))
Array.from({length: 101}, (_, i) => "é".repeat(i % 9))
Object.assign(Array.from({length: 10}, (_, i) => i), {extra: 1})
Object.assign(Array.from({length: 101}, (_, i) => i), {extra: 1, more: {a: 1}})
[1, 2, 3, 4, 5, 6, , 8]
[[], [[]], [[[]]], [[[[]]]]]
[new Map([[1, new Map([[2, new Map()]])]])]
({a: new Set([new Set([new Set([1])])])})
({k: {get a() { return 1 }, set b(v) {}}})
(() => { const a = {}; a.list = Array.from({length: 8}, () => a); return a })()
(() => { const a = {}; a.b = {a, c: {a}}; a.d = a.b; return a })()
(() => { const m = new Map(); m.set({m}, {m}); return m })()
class A { static s = 1; static get g() { return 1 } }
({["a".repeat(80)]: "b".repeat(80), c: {["d".repeat(80)]: 1}})
({a: 1n, b: -0, c: [-0]})
[["a", 1], ["b", 2], ["c", 3]]
[{name: "alpha", value: 1}, {name: "beta", value: 2}]
({users: [{id: 1, name: "Ann", tags: ["x", "y"]}, {id: 2, name: "Bob", tags: []}], total: 2, next: null})
({a: [{b: [{c: [{}]}]}]})
({x: {y: {z: {}}}, f: [function foo() {}, class Bar {}]})
({"a b": {"c d": [1, 2, 3]}, long: "lorem ipsum dolor sit amet consectetur adipiscing elit sed do eiusmod"})
({arr: ["a".repeat(20), "b".repeat(20), "c".repeat(20), "d".repeat(20)]})
({nested: {arr: Array.from({length: 10}, (_, i) => ({i}))}})
`.split("\n").filter((line) => line !== "");

// The arguments of console.log.
exports.format = String.raw`
"plain"
"%s"
"100%"
"%%"
"%% %s"
"%s", "x"
"%s %s", "a"
"%s", 1, 2, {a: 1}
"a", "b"
"a", {b: 1}, [1]
1, 2
1, "text"
{a: "s"}
"%s", -0
"%s", 1n
"%s", 12.5
"%s", Symbol("s")
"%s", undefined
"%s", null
"%s", true
"%s", {a: 1}
"%s", {a: {b: 1}}
"%s", [1, [2, [3]]]
"%s", {toString() { return "own" }}
"%s", {[Symbol.toPrimitive]() { return "prim" }}
"%s", new (class Foo { toString() { return "class" } })()
"%s", new (class Foo {})()
"%s", new (class Foo extends (class Bar { toString() { return "inherited" } }) {})()
"%s", Object.create(null)
"%s", Object.create(null, {toString: {value: () => "null proto"}})
"%s", new Date(0)
"%s", at(new Error("e"), "f (x.js:1:2)")
"%s", at(new (class MyError extends Error {})("e"), "f (x.js:1:2)")
"%s", (a) => a + 1
"%s", class A { m() {} }
"%s", new Map([[1, 2]])
"%s", new Proxy({a: 1}, {})
"%s", Object("boxed")
"%s", "it's"
"%d", 5
"%d", "5.5"
"%d", "x"
"%d", -0
"%d", 5n
"%d", Symbol()
"%d", {}
"%d", {valueOf() { return 7 }}
"%d", null
"%d", undefined
"%d", true
"%d", []
"%d", "0x10"
"%i", 5.9
"%i", "5.9px"
"%i", -0.5
"%i", 5n
"%i", Symbol()
"%i", {}
"%i", 1e21
"%i", "abc"
"%f", 5.5
"%f", "5.5px"
"%f", "x"
"%f", -0
"%f", Symbol()
"%f", 5n
"%f", null
"%j", {a: 1, b: [1, "x"]}
"%j", undefined
"%j", "s"
"%j", () => 1
"%j", {toJSON() { return "json" }}
"%j", (() => { const o = {}; o.o = o; return o })()
"%o", {a: {b: {c: {d: {e: {f: 1}}}}}}
"%o", [1, 2]
"%o", (function f() {}).name
"%O", {a: {b: {c: {d: {e: 1}}}}}
"%O", "s"
"%o", "s"
"%O %s", {a: 1}, "b"
"%c styled", "color: red"
"%ca%cb", "x", "y"
"%c", "x", "y"
"%x", 1
"%", 1
"%s%s%s", 1, 2
"%s%%%s", 1, 2
"%%s", 1
"a%", 1
"%s", "a", "b", "c"
"%s\n%s", "x", "y"
"日本 %s", "é"
"%日", 1
"\ud800 %s", "\udc00"
"x", -0, 1n, Symbol("s"), null, undefined, true
"x", "it's", ["it's"]
"%d%%", 50
"%s is %d years", "Ann", 42
"%s", new (class Foo { get [Symbol.toStringTag]() { return "T" } })()
`.split("\n").filter((line) => line !== "");
