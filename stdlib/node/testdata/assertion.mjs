// What assertions say when they fail, and when they do not.
import assert from "node:assert";
import strict from "node:assert/strict";

const boom = () => {
  throw new Error("x");
};
const same = { a: 1 };
const cyclic = () => {
  const o = { a: 1 };
  o.self = o;
  return o;
};
const many = (n, last) => [...Array(n).keys(), last];
const shape = (run) => () => {
  try {
    run();
  } catch (e) {
    const { name, code, generatedMessage, operator, message } = e;
    return { name, code, generatedMessage, operator, keys: Object.keys(e), text: String(e), message };
  }
  return "passed";
};

export const assertion = [
  // one value
  () => assert(1), () => assert.ok("x"), () => strict.ok(), () => assert(0, "why"), () => assert.ok(null, new TypeError("mine")),
  () => strict.fail(), () => strict.fail("boom"), () => strict.fail(new TypeError("x")), () => assert.fail(1, 2, undefined, ">"),
  // equality
  ...[assert, strict].flatMap((a) => [
    () => a.equal(1, 2), () => a.equal(1, "1"), () => a.equal(NaN, NaN), () => a.equal(0, -0), () => a.equal(null, undefined), () => a.equal("a", "b"),
    () => a.equal({}, {}), () => a.equal([1, 2], [1, 2]), () => a.equal({ a: 1 }, { a: 2 }), () => a.equal(undefined, { a: 1, b: [1, 2] }),
    () => a.equal("a".repeat(50), "b".repeat(50)), () => a.equal("a\nb", "a\nc"), () => a.equal("x\ny\nz", "x\ny"), () => a.equal(1n, 1),
    () => a.equal("abcdefghijk", "abcdefghijz"), () => a.equal(12345678, 87654321), () => a.equal(Symbol("a"), Symbol("a")),
    () => a.equal(() => 1, () => 2), () => a.equal(1, 2, "custom"), () => a.equal(1, 2, new TypeError("mine")), () => a.equal(1), () => a.equal(),
    () => a.notEqual(1, 1), () => a.notEqual(1, "1"), () => a.notEqual(NaN, NaN), () => a.notEqual(same, same), () => a.notEqual(1, 2),
    () => a.notEqual("x".repeat(100), "x".repeat(100)), () => a.notEqual(1, 1, "custom"),
  ]),
  // deep equality: pairs through both kinds
  ...[
    [1, 2], [1, "1"], [-0, 0], [NaN, NaN], [null, undefined], [{ a: 1 }, { a: 1 }], [{ a: 1 }, { a: 2 }], [{ a: 1 }, { a: "1" }], [{ a: 1, b: undefined }, { a: 1 }],
    [{ a: 1, b: 2 }, { b: 2, a: 1 }], [[1, 2, 3], [1, 2, 3]], [[1, 2, 3, 4], [2, 3, 4]], [[1], [1, 2]], [[1, , 3], [1, undefined, 3]], [[1, , 3], [1, , 3]],
    [[1, 2], { 0: 1, 1: 2, length: 2 }], [Object.assign([1], { x: 1 }), [1]], [Object.create(null), {}], [new Date(0), new Date(0)], [new Date(0), new Date(1)],
    [/a/g, /a/g], [/a/g, /a/i], [new Set([1, 2]), new Set([2, 1])], [new Set([1]), new Set(["1"])], [new Set([{ a: 1 }]), new Set([{ a: 1 }])], [new Set([1]), new Set([2])],
    [new Map([[1, { a: 1 }]]), new Map([[1, { a: 1 }]])], [new Map([[1, 2]]), new Map([["1", 2]])], [new Map([[{ k: 1 }, 2]]), new Map([[{ k: 1 }, 2]])],
    [new Map([[1, { a: 1 }]]), new Map([[1, { a: 2 }]])], [new Map([["a", 1]]), new Map([["b", 1]])], [new Error("a"), new Error("a")], [new Error("a"), new Error("b")],
    [new Error("a"), new TypeError("a")], [new Error("a", { cause: 1 }), new Error("a", { cause: 2 })], [Object.assign(new Error("a"), { code: 1 }), new Error("a")],
    [new Uint8Array([1, 2]), new Uint8Array([1, 2])], [new Uint8Array([1, 2]), new Uint8Array([1, 3])], [new Uint8Array([1]), new Int8Array([1])],
    [new Float32Array([0]), new Float32Array([-0])], [new Uint8Array([1]).buffer, new Uint8Array([1]).buffer], [new Number(1), new Number(1)], [new Number(1), new Number(2)],
    [new String("a"), new String("a")], [new String("a"), "a"], [Object(Symbol.iterator), Object(Symbol.iterator)], [cyclic(), cyclic()], [cyclic(), { a: 1, self: { a: 1 } }],
    [{ [Symbol.for("s")]: 1 }, { [Symbol.for("s")]: 2 }], [{ [Symbol.for("s")]: 1 }, {}], [{ f() {} }, { f() {} }], [{ a: { b: { c: [1, { d: 2 }] } } }, { a: { b: { c: [1, { d: 3 }] } } }],
    [new (class A { x = 1; })(), { x: 1 }], [[], {}], ["", []], [{}, null], [Promise.resolve(), Promise.resolve()], [new WeakMap(), new WeakMap()],
    [many(29, 30), many(29, 31)], [many(3, 4), many(3, 5)], [{ list: many(20, 1), tail: many(20, 1) }, { list: many(20, 2), tail: many(20, 1) }],
    [{ a: "a line\nand another" }, { a: "a line\nand a third" }], [[[[[[[[1]]]]]]], [[[[[[[2]]]]]]]],
  ].flatMap(([a, b]) => [() => assert.deepEqual(a, b), () => strict.deepEqual(a, b), () => assert.notDeepEqual(a, b), () => strict.notDeepEqual(a, b)]),
  () => strict.deepEqual({ a: 1 }, { a: 2 }, "custom"), () => assert.deepEqual({ a: 1 }, { a: 2 }, "custom"), () => strict.deepEqual(1),
  // exceptions
  ...["throws", "rejects"].flatMap((name) => {
    const call = (f, ...args) => () => strict[name](name === "throws" ? f : async () => f(), ...args);
    return [
      call(() => {}), call(() => {}, Error), call(() => {}, Error, "msg"), call(() => {}, "msg"), call(boom), call(boom, Error), call(boom, TypeError), call(boom, /x/),
      call(boom, /y/), call(boom, /y/, "custom"), call(boom, { message: "x" }), call(boom, { message: "y", name: "Error" }), call(boom, { message: /x/, name: "Error" }),
      call(boom, { message: /y/ }), call(boom, { code: 1 }), call(boom, {}), call(boom, new Error("x")), call(boom, new Error("y")), call(boom, () => true), call(boom, () => false),
      call(boom, function val() { return 5; }), call(boom, () => { throw new Error("inner"); }), call(boom, "x"), call(boom, "other"), call(boom, 5),
      call(() => { throw 5; }, { a: 1 }), call(() => { throw 5; }, /5/), call(boom, TypeError, "custom"), call(boom, TypeError, new RangeError("mine")),
    ];
  }),
  () => strict.throws(5), () => strict.throws(boom, "a", "b"), () => strict.rejects(5), () => strict.rejects(() => 5), () => strict.rejects(() => { throw new Error("sync"); }),
  () => strict.doesNotThrow(() => {}), () => strict.doesNotThrow(boom), () => strict.doesNotThrow(boom, "why"), () => strict.doesNotThrow(boom, TypeError),
  () => strict.doesNotThrow(boom, Error, "why"), () => strict.doesNotReject(Promise.resolve()), () => strict.doesNotReject(Promise.reject(new Error("x"))),
  () => strict.ifError(null), () => strict.ifError(undefined), () => strict.ifError(new Error("x")), () => strict.ifError("s"), () => strict.ifError(0),
  () => strict.match("abc", /x/), () => strict.match("abc", /a/), () => strict.match(5, /x/), () => strict.match("a", "b"), () => strict.match("a", /b/, "custom"),
  () => strict.doesNotMatch("abc", /a/), () => strict.doesNotMatch("abc", /x/), () => strict.match("a", /b/, new TypeError("mine")),
  // the error itself
  shape(() => strict.equal(1, 2)), shape(() => assert.deepEqual([1], [2], "custom")), shape(() => strict.throws(boom, { message: "y" })), shape(() => strict.match("a", /b/)),
  shape(() => { throw new assert.AssertionError({ message: "m" }); }), shape(() => { throw new assert.AssertionError({ actual: 1, expected: 2, operator: "strictEqual" }); }),
  () => new assert.AssertionError(), () => new assert.AssertionError("text"), () => assert.strict === strict && strict.strict === strict,
  () => new assert.AssertionError({ message: "m" }) instanceof Error,
];
