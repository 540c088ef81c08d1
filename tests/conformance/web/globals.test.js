// The small globals: https://html.spec.whatwg.org/#structuredcloning, #microtask-queuing, #navigator, #timers.
import { test, assert } from "lariat:test";

const named = (name) => (error) => error.name === name;

test("structuredClone() of primitives and built-ins", () => {
  const same = [undefined, null, true, 0, -0, NaN, 1n, "text", "\ud800"];
  for (const value of same) assert.ok(Object.is(structuredClone(value), value));
  const table = [
    new Date(5), /a+/giu, new Map([[1, { a: 1 }]]), new Set([1, "a"]), [1, , 3], Object(1), Object("s"), Object(true), Object(2n),
    new Uint8Array([1, 2]), new Float64Array([1.5]), new DataView(new ArrayBuffer(3), 1), { a: { b: [undefined] } }, new ArrayBuffer(2),
  ];
  for (const value of table) {
    const copy = structuredClone(value);
    assert.notEqual(copy, value);
    assert.deepEqual(copy, value);
    assert.equal(Object.getPrototypeOf(copy), Object.getPrototypeOf(value));
  }
  assert.ok(Number.isNaN(structuredClone(new Date(NaN)).getTime())); // two of them differ for deepEqual, as in Node v20
  assert.equal(structuredClone(/a/g).lastIndex, 0);
  assert.equal(1 in structuredClone([1, , 3]), false);
});

test("structuredClone() of what is more than that", () => {
  const cycle = { list: [] };
  cycle.list.push(cycle);
  const copy = structuredClone(cycle);
  assert.equal(copy.list[0], copy);
  class Point { x = 1; get y() { return 2; } }
  assert.deepEqual(Object.getPrototypeOf(structuredClone(new Point())), Object.prototype);
  assert.deepEqual(structuredClone({ get a() { return 1; }, [Symbol("s")]: 1 }), { a: 1 });
  assert.deepEqual(structuredClone(Object.defineProperty({}, "hidden", { value: 1 })), {});
  const error = structuredClone(Object.assign(new RangeError("why", { cause: 1 }), { extra: 1 }));
  assert.deepEqual([error instanceof RangeError, error.name, error.message], [true, "RangeError", "why"]);
  const odd = structuredClone(Object.assign(new Error("m"), { name: "Odd" }));
  assert.equal(Object.getPrototypeOf(odd), Error.prototype);
});

test("what structuredClone() refuses", () => {
  for (const value of [() => {}, Symbol("s"), { f() {} }, new WeakMap(), new WeakSet(), Promise.resolve(), new WeakRef({}), [Symbol.iterator]]) {
    assert.throws(() => structuredClone(value), named("DataCloneError"));
  }
  assert.throws(() => structuredClone(), named("TypeError"));
  assert.throws(() => structuredClone(1, { transfer: 1 }), named("TypeError"));
  assert.throws(() => structuredClone(1, { transfer: [{}] }), named("DataCloneError"));
  const buffer = new ArrayBuffer(1);
  assert.throws(() => structuredClone(1, { transfer: [buffer, buffer] }), named("DataCloneError"));
  assert.throws(() => structuredClone({ get a() { throw new RangeError("mine"); } }), named("RangeError"));
});

test("structuredClone() moves what is transferred", () => {
  const buffer = new Uint8Array([1, 2]).buffer;
  const copy = structuredClone({ a: buffer, b: buffer }, { transfer: [buffer] });
  assert.deepEqual([buffer.byteLength, copy.a.byteLength, copy.a === copy.b], [0, 2, true]);
  assert.throws(() => structuredClone(buffer), named("DataCloneError"));
  const { port1 } = new MessageChannel();
  assert.ok(structuredClone(port1, { transfer: [port1] }) instanceof MessagePort);
});

test("queueMicrotask()", async () => {
  const order = [];
  queueMicrotask(() => {
    order.push(1);
    queueMicrotask(() => order.push(3));
  });
  Promise.resolve().then(() => order.push(2));
  await new Promise((resolve) => setTimeout(resolve));
  assert.deepEqual(order, [1, 2, 3]);
  for (const wrong of [undefined, null, "f", {}]) assert.throws(() => queueMicrotask(wrong), named("TypeError"));
  assert.equal(queueMicrotask(() => {}), undefined);
});

test("reportError()", async () => {
  const seen = [];
  const note = (error) => seen.push(error);
  process.on("uncaughtException", note);
  try {
    reportError("text");
    reportError(undefined);
    assert.deepEqual(seen, []);
    await new Promise((resolve) => setTimeout(resolve));
  } finally {
    process.off("uncaughtException", note);
  }
  assert.deepEqual(seen, ["text", undefined]);
  assert.throws(() => reportError(), named("TypeError"));
});

test("timers", async () => {
  const order = [];
  setTimeout((...args) => order.push(args), 2, "a", "b");
  setTimeout(() => order.push("soon"), -5);
  setTimeout(() => order.push("text"), "1");
  clearTimeout(setTimeout(() => order.push("never")));
  clearTimeout();
  clearTimeout(null);
  clearTimeout(12345678);
  const interval = setInterval(() => {
    order.push("interval");
    clearTimeout(interval); // either clears both
  }, 3);
  await new Promise((resolve) => setTimeout(resolve, 20));
  assert.deepEqual(order, ["soon", "text", ["a", "b"], "interval"]);
});

test("navigator", () => {
  assert.ok(Number.isInteger(navigator.hardwareConcurrency) && navigator.hardwareConcurrency > 0);
  assert.match(navigator.userAgent, /^[A-Za-z]+\/?[^ ]*/);
  assert.deepEqual([navigator.languages[0], Object.isFrozen(navigator.languages), navigator.languages === navigator.languages], [navigator.language, true, true]);
  assert.throws(() => new Navigator(), named("TypeError"));
});

test("atob() and btoa()", () => {
  for (const [text, base64] of [["", ""], ["a", "YQ=="], ["ab", "YWI="], ["abc", "YWJj"], ["\0\xff", "AP8="], [null, "bnVsbA=="], [1.5, "MS41"]]) {
    assert.equal(btoa(text), base64);
    assert.equal(atob(base64), String(text));
  }
  for (const [text, want] of [[" YQ = = ", "a"], ["YQ", "a"], ["YR==", "a"], ["\tY\nW\fI\r", "ab"], [null, "\x9e\xe9e"]]) assert.equal(atob(text), want);
  for (const wrong of ["Y", "YQ=", "Y===", "YQ==Y", "Y-Q_", "YQ\u00a0", undefined, "=", "YWJj="]) {
    assert.throws(() => atob(wrong), (error) => error.name === "InvalidCharacterError" && error.code === 5, String(wrong));
  }
  assert.throws(() => btoa("\u0100"), named("InvalidCharacterError"));
  assert.throws(() => btoa(), named("TypeError"));
  assert.throws(() => atob(), named("TypeError"));
});

test("an assignment replaces what the web calls replaceable", () => {
  const { performance: before } = globalThis;
  performance = 1;
  assert.equal(globalThis.performance, 1);
  globalThis.performance = before;
  assert.throws(() => { globalThis.crypto = 1; }, named("TypeError"));
});
