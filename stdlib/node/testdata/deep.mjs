// What is deeply equal, and what is not: pairs through both kinds, with the message when they are not.
import assert from "node:assert";
import util from "node:util";

const cyclic = (make) => { const o = make(); o.self = o; return o; };
const cyclicMap = (key) => { const m = new Map(); m.set(key, m); return m; };
const cyclicSet = () => { const s = new Set(); s.add(s); return s; };
const cyclicArray = (n) => { const a = [n]; a.push(a); return a; };
const own = (target, props) => Object.assign(target, props);
const hiddenly = (target, key, value) => Object.defineProperty(target, key, { value, enumerable: false });
const symbol = Symbol("s");
const fn = () => 1;
class A { constructor(x) { this.x = x; } }
class B extends A {}
class Tagged { get [Symbol.toStringTag]() { return "Tag"; } }
class List extends Array {}
class Own extends Error { constructor(m, code) { super(m); this.code = code; } }
const view = (...bytes) => new DataView(new Uint8Array(bytes).buffer);
const getter = (value) => ({ get x() { return value; } });
const nulls = (props) => Object.assign(Object.create(null), props);
const bare = (e) => own(e, { stack: `${e}` }); // where it was made is told elsewhere
const two = (x) => [x, x];

const pairs = [
  // numbers and boxes
  [[NaN], [NaN]], [[-0], [0]], [{ a: NaN }, { a: NaN }], [{ a: -0 }, { a: 0 }], [Object(NaN), Object(NaN)], [Object(-0), Object(0)], [Object(1), 1], [Object(1), Object("1")],
  [Object(true), Object(true)], [Object(true), Object(false)], [Object(1n), Object(1n)], [Object(1n), Object(2n)], [Object(symbol), Object(symbol)], [Object(Symbol("s")), Object(Symbol("s"))],
  [own(Object("a"), { x: 1 }), Object("a")], [own(Object("ab"), { x: 1 }), own(Object("ab"), { x: 1 })], [own(Object(1), { x: 1 }), own(Object(1), { x: 2 })], [1n, 1n], [1n, 2n], [1n, 1], [true, 1], ["1", 1], ["", 0], [null, 0], [undefined, 0],
  [[null], [undefined]], [[1], ["1"]], [[true], [1]], [{ a: null }, { a: undefined }], [symbol, symbol], [Symbol("a"), Symbol("a")], [fn, fn], [() => 1, () => 1], [[], ""], [[0], 0], [[1, 2], "1,2"],
  // keys, symbols, prototypes
  [{ a: undefined }, {}], [{ a: undefined }, { b: undefined }], [{ [symbol]: 1 }, { [symbol]: 1 }], [{ [symbol]: 1 }, { [Symbol("s")]: 1 }], [hiddenly({}, symbol, 1), {}], [hiddenly({}, "x", 1), {}], [hiddenly({}, "x", 1), { x: 1 }],
  [new A(1), new A(1)], [new A(1), new A(2)], [new A(1), new B(1)], [new B(1), { x: 1 }], [nulls({ a: 1 }), { a: 1 }], [nulls({ a: 1 }), nulls({ a: 1 })], [new Tagged(), new Tagged()], [new Tagged(), {}], [{ [Symbol.toStringTag]: "A" }, { [Symbol.toStringTag]: "B" }],
  [getter(1), getter(1)], [getter(1), getter(2)], [getter(1), { x: 1 }], [Object.freeze({ a: 1 }), { a: 1 }], [{ length: 0 }, []], [{ constructor: 1 }, { constructor: 1 }], [{ __proto__: { a: 1 } }, {}],
  [(function () { return arguments; })(1, 2), (function () { return arguments; })(1, 2)], [(function () { return arguments; })(1, 2), [1, 2]], [(function () { return arguments; })(1), (function () { return arguments; })(2)],
  // arrays
  [[1, , 2], [1, , 2]], [[, 1], [undefined, 1]], [new Array(3), new Array(3)], [new Array(3), new Array(4)], [own([1], { x: 1 }), own([1], { x: 1 })], [own([1], { x: 1 }), own([1], { x: 2 })], [own([1], { "-1": 1 }), [1]], [List.from([1]), [1]], [List.from([1]), List.from([1])],
  [[[[]]], [[[]]]], [[[[]]], [[{}]]], [[1, [2, [3]]], [1, [2, [4]]]], [[{ a: 1 }, { b: 2 }], [{ a: 1 }, { b: 3 }]], [own([], { [symbol]: 1 }), []],
  // Maps and Sets
  [new Set(), new Set()], [new Set([1]), new Set([1, 2])], [new Set([NaN]), new Set([NaN])], [new Set([-0]), new Set([0])], [new Set([undefined]), new Set([null])], [new Set([undefined, ""]), new Set([null, 0])], [new Set([[1]]), new Set([[1]])], [new Set([[1]]), new Set([["1"]])],
  [new Set([{ a: 1 }, { a: 2 }]), new Set([{ a: 2 }, { a: 1 }])], [new Set([{ a: 1 }, { a: 1 }]), new Set([{ a: 1 }, { a: 2 }])], [new Set([{ a: 1 }, 1]), new Set([1, { a: 1 }])], [new Set([1, "1"]), new Set(["1", 1])], [new Set(["1", 2]), new Set([1, "2"])], [new Set([new Set([1])]), new Set([new Set([1])])],
  [new Set([new Map([[1, 2]])]), new Set([new Map([[1, 2]])])], [own(new Set([1]), { x: 1 }), new Set([1])], [own(new Set([1]), { x: 1 }), own(new Set([1]), { x: 1 })], [new Set([true]), new Set([1])], [new Set([1n]), new Set([1])], [new Set([fn]), new Set([fn])], [new Set([() => 1]), new Set([() => 1])],
  [new Map(), new Map()], [new Map([[1, 2]]), new Map([[1, 2], [3, 4]])], [new Map([[1, 2]]), new Map([[1, "2"]])], [new Map([[1, 2], [3, 4]]), new Map([[3, 4], [1, 2]])], [new Map([[NaN, 1]]), new Map([[NaN, 1]])], [new Map([[null, 1]]), new Map([[undefined, 1]])], [new Map([[1, undefined]]), new Map([[2, undefined]])],
  [new Map([[{}, 1], [{}, 2]]), new Map([[{}, 2], [{}, 1]])], [new Map([[{}, 1], [{}, 2]]), new Map([[{}, 1], [{}, 1]])], [new Map([[[1], { a: 1 }]]), new Map([[[1], { a: 1 }]])], [new Map([["a", NaN]]), new Map([["a", NaN]])], [new Map([["a", -0]]), new Map([["a", 0]])], [new Map([["1", 1]]), new Map([[1, 1]])], [own(new Map(), { x: 1 }), new Map()],
  [new Map(), new Set()], [new Map(), {}], [new Set(), []], [new Set([1]), [1]], [new (class extends Map {})(), new Map()], [new WeakSet(), new WeakSet()], [new WeakSet(), new Set()],
  // bytes
  [new Uint8Array(0), new Uint8Array(0)], [new Uint8Array(2), new Uint8Array(3)], [new Uint8Array([1, 2]), [1, 2]], [new Uint8Array([1]), Buffer.from([1])], [Buffer.from("a"), Buffer.from("a")], [Buffer.from("a"), Buffer.from("b")], [own(new Uint8Array(1), { x: 1 }), new Uint8Array(1)], [own(new Uint8Array(1), { x: 1 }), own(new Uint8Array(1), { x: 1 })],
  [new Float32Array([NaN]), new Float32Array([NaN])], [new Float64Array([NaN]), new Float64Array([NaN])], [new Float64Array([-0]), new Float64Array([0])], [new Float64Array([1.5]), new Float64Array([1.5])], [new BigInt64Array([1n]), new BigInt64Array([1n])], [new BigInt64Array([1n]), new BigUint64Array([1n])], [new Uint8Array([1]), new Uint8ClampedArray([1])],
  [new ArrayBuffer(1), new ArrayBuffer(1)], [new ArrayBuffer(1), new ArrayBuffer(2)], [new SharedArrayBuffer(1), new SharedArrayBuffer(1)], [new SharedArrayBuffer(1), new ArrayBuffer(1)], [view(1), view(1)], [view(1), view(2)], [new DataView(new ArrayBuffer(4), 1, 2), new DataView(new ArrayBuffer(2))], [own(new ArrayBuffer(1), { x: 1 }), new ArrayBuffer(1)],
  // dates, patterns, errors
  [new Date(NaN), new Date(NaN)], [new Date(5), 5], [new Date(5), new Date("1970-01-01T00:00:00.005Z")], [own(new Date(5), { x: 1 }), new Date(5)], [new Date(5), {}], [/a/, /b/], [/a/g, own(/a/g, { lastIndex: 3 })], [/a/gi, /a/ig], [/a/, own(/a/, { x: 1 })], [/a/, "/a/"], [/a/, {}],
  [bare(new Error("a")), { message: "a", name: "Error" }], [new Error("a"), new Own("a")], [new Own("a", 1), new Own("a", 1)], [new Own("a", 1), new Own("a", 2)], [new Error(""), new Error()], [own(new Error("a"), { name: "X" }), new Error("a")], [new AggregateError([new Error("x")], "m"), new AggregateError([new Error("x")], "m")],
  [new Error("a", { cause: new Error("c") }), new Error("a", { cause: new Error("c") })], [new Error("a", { cause: { x: 1 } }), new Error("a", { cause: { x: 2 } })], [new RangeError("a"), new RangeError("a")], [{ e: bare(new Error("a")) }, { e: bare(new Error("b")) }],
  // cycles and shared members
  [cyclic(() => ({})), cyclic(() => ({}))], [cyclic(() => ({ a: 1 })), cyclic(() => ({ a: 2 }))], [cyclic(() => ({})), { self: cyclic(() => ({})) }], [cyclicArray(1), cyclicArray(1)], [cyclicArray(1), cyclicArray(2)], [cyclicArray(1), [1, cyclicArray(1)]], [cyclicMap("a"), cyclicMap("a")], [cyclicMap("a"), cyclicMap("b")], [cyclicSet(), cyclicSet()],
  [two({ a: 1 }), [{ a: 1 }, { a: 1 }]], [two({ a: 1 }), [{ a: 1 }, { a: 2 }]], [two([]), two([])],
  // what hides
  [Promise.resolve(1), Promise.resolve(1)], [new WeakMap(), {}], [new Proxy({ a: 1 }, {}), { a: 1 }], [new Proxy([1], {}), [1]], [new Proxy({ a: 1 }, {}), new Proxy({ a: 2 }, {})], [new Proxy(new Map([[1, 2]]), { get: (t, k) => (typeof t[k] === "function" ? t[k].bind(t) : t[k]) }), new Map([[1, 2]])],
  [Math, Math], [Math, JSON], [function () {}, {}], [own(() => 1, { x: 1 }), own(() => 1, { x: 1 })], [(function* () {})(), (function* () {})()], [new Map().keys(), new Map().keys()], [A, A], [A, B], [Object.create({ x: 1 }), Object.create({ x: 1 })],
];

export const deep = pairs.flatMap(([a, b]) => [
  () => util.isDeepStrictEqual(a, b) === util.isDeepStrictEqual(b, a) && util.isDeepStrictEqual(a, b), () => assert.deepEqual(a, b), () => assert.deepEqual(b, a), () => assert.deepStrictEqual(a, b), () => assert.notDeepEqual(a, b), () => assert.notDeepStrictEqual(a, b),
]);
