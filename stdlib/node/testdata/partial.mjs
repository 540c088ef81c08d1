// What is partly equal: pairs of what is and of what it has to hold.
import assert from "node:assert";

const symbol = Symbol("s");
const own = (target, props) => Object.assign(target, props);
const bare = (e, props) => own(e, { stack: `${e}`, ...props }); // where it was made is told elsewhere
const cyclic = (props) => { const o = { ...props }; o.self = o; return o; };
class A { constructor(props) { Object.assign(this, props); } }
const bytes = (...list) => new Uint8Array(list).buffer;

const pairs = [
  [1, 1], [1, 2], [1, "1"], [NaN, NaN], [0, -0], [null, null], [null, undefined], ["abc", "abc"], ["abc", "ab"], [1n, 1n], [{}, null], [null, {}], [1, {}], [{}, 1], [() => 1, () => 1], [Object(1), Object(1)], [Object(1), Object(2)], [Object("a"), "a"],
  [{ a: 1, b: 2 }, { a: 1 }], [{ a: 1 }, { a: 1, b: 2 }], [{ a: 1 }, {}], [{}, { a: undefined }], [{ a: undefined }, { a: undefined }], [{ a: 1, b: 2 }, { b: 3 }], [{ a: { b: { c: 1, d: 2 }, e: 3 } }, { a: { b: { c: 1 } } }], [{ a: { b: { c: 1 } } }, { a: { b: { c: 2 } } }], [{ a: 1 }, { a: "1" }],
  [{ [symbol]: 1, a: 2 }, { [symbol]: 1 }], [{ a: 2 }, { [symbol]: 1 }], [{ [symbol]: 1 }, { a: 2 }], [{ [symbol]: 1 }, { [symbol]: 2 }], [new A({ x: 1, y: 2 }), { x: 1 }], [{ x: 1, y: 2 }, new A({ x: 1 })], [own(Object.create(null), { x: 1, y: 2 }), { x: 1 }], [Object.create({ x: 1 }), { x: 1 }], [Object.defineProperty({}, "x", { value: 1 }), { x: 1 }],
  [[1, 2, 3], [1, 2]], [[1, 2, 3], [1, 3]], [[1, 2, 3], [3, 1]], [[1, 2, 3], []], [[1, 2], [1, 2, 3]], [[], []], [[1, 2, 2], [2, 2]], [[1, 2], [2, 2]], [[{ a: 1, b: 2 }, { c: 3 }], [{ a: 1 }]], [[{ a: 1, b: 2 }, { c: 3 }], [{ c: 3 }]], [[[1, 2], [3, 4]], [[2], [3]]], [[1, , 3], [1, , 3]], [[1, , 3], [3]], [[1, 2, 3], [1, , 3]], [[, 1], [undefined]], [[undefined, 1], [undefined]], [own([1, 2], { x: 1 }), [1]], [[1], own([1], { x: 1 })], [[1], { 0: 1 }], [{ 0: 1 }, [1]], [[NaN, -0], [-0]], [[NaN, 0], [-0]],
  [new Set([1, 2, 3]), new Set([1, 3])], [new Set([1]), new Set([1, 2])], [new Set([{ a: 1, b: 2 }]), new Set([{ a: 1 }])], [new Set([{ a: 1 }, { a: 2 }]), new Set([{ a: 2 }])], [new Set([{ a: 1 }]), new Set([{ a: 1 }, { a: 1 }])], [new Set([1, 2]), new Set([3])], [new Set(["1"]), new Set([1])], [new Set([[1, 2], 5]), new Set([[1]])], [new Set(), new Set()], [new Set([1]), new Set()], [new Set([{ a: 1, b: 1 }, { a: 1, b: 2 }]), new Set([{ b: 2 }, { a: 1 }])], [new Set([1]), [1]],
  [new Map([["a", 1], ["b", 2]]), new Map([["a", 1]])], [new Map([["a", 1]]), new Map([["a", 1], ["b", 2]])], [new Map([["a", 1]]), new Map([["a", 2]])], [new Map([["a", { x: 1, y: 2 }]]), new Map([["a", { x: 1 }]])], [new Map([[{ k: 1 }, 1]]), new Map([[{ k: 1 }, 1]])], [new Map([[{ k: 1, l: 2 }, { x: 1, y: 2 }]]), new Map([[{ k: 1 }, { x: 1 }]])], [new Map([[{ k: 1 }, 1]]), new Map([[{ k: 2 }, 1]])], [new Map([["a", undefined]]), new Map([["b", undefined]])], [new Map([["b", 1]]), new Map([["a", undefined]])], [new Map(), new Map()], [new Map([[1, 1]]), {}], [own(new Map([[1, 1]]), { x: 1 }), new Map([[1, 1]])],
  [new Date(1), new Date(1)], [new Date(1), new Date(2)], [own(new Date(1), { x: 1 }), new Date(1)], [new Date(1), {}], [/a/g, /a/g], [/a/g, /a/], [own(/a/, { x: 1 }), /a/], [/a/, {}],
  [bare(new Error("a"), { code: 1 }), bare(new Error("a"))], [bare(new Error("a")), bare(new Error("b"))], [bare(new Error("a")), bare(new Error("a"), { code: 1 })], [bare(new TypeError("a")), bare(new Error("a"))], [bare(new Error("a", { cause: { x: 1, y: 2 } })), bare(new Error("a", { cause: { x: 1 } }))], [bare(new Error("a", { cause: 1 })), bare(new Error("a"))], [bare(new Error("a")), bare(new Error("a", { cause: 1 }))], [bare(new Error("a")), { message: "a" }],
  [new Uint8Array([1, 2, 3]), new Uint8Array([1, 2])], [new Uint8Array([1, 2, 3]), new Uint8Array([1, 3])], [new Uint8Array([1, 2, 3]), new Uint8Array([2, 1])], [new Uint8Array([1]), new Uint8Array([1, 2])], [new Uint8Array([1, 2]), new Uint8Array([1, 2])], [new Uint8Array([1, 2]), new Int8Array([1])], [new Float64Array([1.5, NaN]), new Float64Array([NaN])], [Buffer.from("abc"), Buffer.from("ac")], [bytes(1, 2, 3), bytes(1, 3)], [bytes(1, 2), bytes(3)], [bytes(1, 2), bytes(1, 2)], [new DataView(bytes(1, 2, 3)), new DataView(bytes(1, 2))], [new SharedArrayBuffer(2), new SharedArrayBuffer(1)], [new SharedArrayBuffer(2), new ArrayBuffer(2)],
  [cyclic({ a: 1, b: 2 }), cyclic({ a: 1 })], [cyclic({ a: 1 }), cyclic({ a: 2 })], [cyclic({ a: 1 }), { a: 1, self: { a: 1 } }], [{ list: [{ id: 1, tags: ["x", "y"] }, { id: 2, tags: ["z"] }], more: true }, { list: [{ id: 2, tags: ["z"] }] }], [{ list: [{ id: 1, tags: ["x", "y"] }, { id: 2, tags: ["z"] }] }, { list: [{ id: 2, tags: ["q"] }] }],
  [new WeakMap(), new WeakMap()], [Promise.resolve(1), Promise.resolve(1)], [symbol, symbol], [new Proxy({ a: 1, b: 2 }, {}), { a: 1 }], [Math, {}],
];
const shape = (run) => () => {
  try {
    run();
  } catch (e) {
    const { name, code, generatedMessage, operator, actual, expected } = e;
    return { name, code, generatedMessage, operator, actual, expected };
  }
  return "passed";
};
// What the messages of this Node show differs from those of Node v20, which all assertions here have.
const code = (run) => () => {
  try {
    run();
    return "passed";
  } catch (e) {
    return e.code ?? `${e}`;
  }
};

export const partial = [
  ...pairs.map(([a, b]) => code(() => assert.partialDeepStrictEqual(a, b))),
  () => assert.partialDeepStrictEqual({ a: 1 }), () => assert.partialDeepStrictEqual(), code(() => assert.partialDeepStrictEqual({ a: 1 }, { a: 2 }, "said")), () => assert.partialDeepStrictEqual({ a: 1 }, { a: 2 }, new RangeError("mine")), shape(() => assert.partialDeepStrictEqual({ a: 1, b: 2 }, { a: 2 })), shape(() => assert.partialDeepStrictEqual([1], [2], "said")),
  () => [assert.partialDeepStrictEqual === assert.strict.partialDeepStrictEqual, assert.partialDeepStrictEqual.name, assert.partialDeepStrictEqual.length], code(() => assert.partialDeepStrictEqual(1, 1)),
];
