// What exceptions are held against, and what errors of assertions have.
import assert from "node:assert";

class Own extends Error { constructor(m, code) { super(m); this.code = code; this.name = "Own"; } }
const fail = (value) => () => { throw value; };
const error = Object.assign(new TypeError("wrong value"), { code: 404, info: { nested: true, list: [1, 2] }, at: null, stack: "TypeError: wrong value" });
const shape = (e) => {
  const { name, code, message, actual, expected, operator, generatedMessage } = e;
  return { name, code, message, actual, expected, operator, generatedMessage, keys: Object.keys(e), own: Object.getOwnPropertyNames(e).sort(), instance: e instanceof assert.AssertionError };
};
const caught = (run) => async () => {
  try {
    return await run();
  } catch (e) {
    return e instanceof assert.AssertionError ? shape(e) : e;
  }
};
const expectations = [
  TypeError, Error, RangeError, Own, /wrong/, /^wrong value$/, /TypeError/, /nothing/, /WRONG/i, {}, { code: 404 }, { code: "404" }, { message: "wrong value" }, { message: /wrong/ }, { message: /right/ }, { name: "TypeError", code: 404 }, { name: /^Type/ },
  { info: { nested: true, list: [1, 2] } }, { info: { nested: true } }, { info: { list: [1, 3], nested: true } }, { at: null }, { at: undefined }, { missing: undefined }, { missing: 1 }, { stack: /wrong/ }, { message: "other", code: 404 }, new TypeError("wrong value"), error, new Error("wrong value"), new TypeError("other"),
  Object.assign(new TypeError("wrong value"), { code: 404 }), Object.assign(new TypeError("wrong value"), { code: 405 }), () => true, () => false, () => undefined, () => "yes", (e) => e.code === 404, (e) => e instanceof RangeError, (e) => { assert.strictEqual(e.code, 404); return true; }, (e) => { assert.strictEqual(e.code, 1); return true; },
  function named() { return null; }, async () => true, Array, Object, "wrong value", "another", "", null, undefined, 5, true, Symbol("x"), [], [1], new Map(), new Date(0),
];
const primitives = [undefined, null, 0, "", "text", 5n, Symbol("s"), true, NaN, [], {}, { message: "m" }, () => 1];

export const thrown = [
  ...expectations.flatMap((e) => [() => assert.throws(fail(error), e), () => assert.rejects(Promise.reject(error), e), () => assert.doesNotThrow(fail(error), e), () => assert.throws(fail(error), e, "said"), () => assert.throws(() => {}, e)]),
  ...primitives.flatMap((p) => [() => assert.throws(fail(p)), () => assert.throws(fail(p), /t/), () => assert.throws(fail(p), { message: "m" }), () => assert.throws(fail(p), () => true), () => assert.doesNotThrow(fail(p)), () => assert.rejects(Promise.reject(p), /x/), () => assert.throws(p), () => assert.rejects(p), () => assert.ifError(p)]),
  () => assert.throws(fail(new Own("m", 1)), Own), () => assert.throws(fail(new Own("m", 1)), new Own("m", 1)), () => assert.throws(fail(new Own("m", 1)), new Own("m", 2)), () => assert.throws(fail(new Own("m", 1)), { name: "Own", code: 1, message: "m" }), () => assert.throws(() => {}, Own, "said"), () => assert.throws(() => {}, new TypeError("x")), () => assert.throws(() => {}, /x/, new RangeError("mine")),
  () => assert.throws(fail(new Error("foo")), "foo"), () => assert.throws(fail(new Error("foo")), "bar"), () => assert.throws(fail("foo"), "foo"), () => assert.throws(() => {}, "foo"), () => assert.throws(fail(new Error("foo")), Error, "foo"), () => assert.throws(fail(new Error("foo")), Error, 5),
  () => assert.throws(), () => assert.throws("x", "y"), () => assert.rejects(async () => 5), () => assert.rejects(() => Promise.resolve(), /x/), () => assert.rejects(async () => { throw error; }, error), () => assert.rejects(() => ({ then() {} })), () => assert.rejects({ then: (a, b) => b(error), catch() {} }, TypeError), () => assert.rejects(Promise.resolve(5), "said"),
  () => assert.doesNotReject(async () => 5), () => assert.doesNotReject(() => { throw error; }), () => assert.doesNotReject(Promise.reject(error), TypeError, "said"), () => assert.doesNotReject(Promise.reject(error), RangeError), () => assert.doesNotReject(5), () => assert.doesNotThrow("x"), () => assert.doesNotThrow(fail(error), "said"), () => assert.doesNotThrow(fail(error), /wrong/), () => assert.doesNotThrow(fail(error), /other/),
  ...[() => assert.throws(fail(error), RangeError), () => assert.throws(fail(error), /other/), () => assert.throws(fail(error), { code: 1 }), () => assert.throws(fail(error), { code: 1 }, "said"), () => assert.throws(fail(error), () => false), () => assert.throws(() => {}, /x/), () => assert.rejects(Promise.resolve(1), TypeError), () => assert.doesNotThrow(fail(error)), () => assert.ifError(error), () => assert.ifError("x"),
    () => assert.match("a", /b/), () => assert.match(5, /b/), () => assert.doesNotMatch("b", /b/, "said"), () => assert.fail(), () => assert.fail("said"), () => assert.fail("a", "b"), () => assert.fail("a", "b", "c", "d"), () => assert.equal(1, 2), () => assert.notStrictEqual(1, 1), () => assert.notDeepEqual([], []), () => assert.ok(0, "said"), () => assert.deepStrictEqual(new Map([[1, { a: 1 }]]), new Map([[1, { a: 2 }]]))].map(caught),
  ...["abc", "", 5, undefined, null, {}, Object("abc")].flatMap((text) => [/b/, /x/, /(?:)/, "b", undefined].flatMap((pattern) => [() => assert.match(text, pattern), () => assert.doesNotMatch(text, pattern)])),
  () => assert.match("abc", /x/, "said"), () => assert.match("abc", /x/, new RangeError("mine")), () => { const r = /b/g; assert.match("abc", r); return r.lastIndex; }, () => assert.match("x\ny", /z/),
  ...[{}, { message: "m" }, { message: "" }, { message: 5 }, { actual: 1, expected: 2, operator: "strictEqual" }, { actual: 1, expected: 2, operator: "own" }, { actual: [1], expected: [2], operator: "deepStrictEqual", message: "m" }, { operator: "notStrictEqual", actual: 1, expected: 1 }, { operator: "deepEqual", actual: { a: 1 }, expected: { a: 2 } }, 5, null, undefined, "x", [], () => 1].map((o) => () => shape(new assert.AssertionError(o))),
  () => { class Mine extends assert.AssertionError {} const e = new Mine({ message: "m" }); return [e.name, e instanceof assert.AssertionError, String(e), Object.prototype.toString.call(e)]; }, () => Object.getOwnPropertyNames(assert.AssertionError.prototype).sort(), () => [assert.AssertionError.name, assert.AssertionError.length],
  () => new assert.AssertionError({ message: "m" }).stack.split("\n")[0], () => new assert.AssertionError({ actual: 1, expected: 2, operator: "strictEqual", stackStartFn: fail }).stack.split("\n").slice(0, 4), () => Object.keys(assert).filter((k) => k !== "CallTracker" && k !== "partialDeepStrictEqual").sort(), () => [assert.name, assert.length, assert.strict.name], () => assert.strict.strict.strict === assert.strict, () => assert.deepEqual.name,
  ...["ok", "equal", "deepEqual", "throws", "rejects", "match", "ifError", "strictEqual", "doesNotThrow", "doesNotReject", "doesNotMatch"].map((name) => () => [assert[name].name, assert[name].length]),
];
