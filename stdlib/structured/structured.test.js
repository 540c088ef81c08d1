import { test, assert } from "lariat:test";
import { ClosedError, LariatError } from "lariat:errors";
import { Mutex } from "lariat:lock";

const cannot = (path) => (error) => {
  assert.ok(error instanceof DOMException);
  assert.deepEqual([error.name, error.code], ["DataCloneError", 25]);
  if (path !== undefined) assert.ok(error.message.startsWith(path), error.message);
  return true;
};

test("a copy holds copies", () => {
  const original = {
    n: -0, s: "text", u: undefined, z: null, big: 10n, list: [1, [2]], map: new Map([[{ k: 1 }, new Set([1])]]), date: new Date(5),
    re: /a+/gi, boxed: [new Number(1), new String("x"), new Boolean(false)],
  };
  const copy = structuredClone(original);
  assert.deepEqual(copy, original);
  assert.ok(copy !== original && copy.list !== original.list && copy.map !== original.map && copy.date !== original.date);
  assert.ok(Object.is(copy.n, -0));
  assert.ok("u" in copy);
});

test("cycles and what is shared stay so", () => {
  const shared = {};
  const original = { a: shared, b: [shared] };
  original.self = original;
  const copy = structuredClone(original);
  assert.ok(copy.self === copy && copy.a === copy.b[0] && copy.a !== shared);
});

test("holes, own properties of arrays and long strings", () => {
  const list = [1, , 3];
  list.extra = "x";
  const copy = structuredClone(list);
  assert.deepEqual([copy.length, 1 in copy, copy.extra], [3, false, "x"]);
  assert.equal(structuredClone("\ud800x"), "\ud800x");
});

test("instances become plain objects, getters their values", () => {
  class Point {
    x = 1;
    #secret = 2;
    get y() { return this.#secret; }
  }
  const copy = structuredClone(new Point());
  assert.equal(Object.getPrototypeOf(copy), Object.prototype);
  assert.deepEqual(Object.keys(copy), ["x"]);
  assert.deepEqual(structuredClone({ get a() { return 5; } }), { a: 5 });
  assert.throws(() => structuredClone({ get a() { throw new RangeError("getter"); } }), RangeError);
});

test("buffers are copied, views share theirs", () => {
  const bytes = new Uint8Array([1, 2, 3, 4]);
  const copy = structuredClone({ all: bytes, part: bytes.subarray(1, 3), view: new DataView(bytes.buffer, 2) });
  assert.deepEqual([...copy.part], [2, 3]);
  assert.equal(copy.all.buffer, copy.part.buffer);
  assert.equal(copy.view.getUint8(0), 3);
  copy.all[1] = 9;
  assert.deepEqual([copy.part[0], bytes[1]], [9, 2]);
});

test("a transferred buffer is moved", () => {
  const buffer = new Uint8Array([1, 2]).buffer;
  const copy = structuredClone({ buffer }, { transfer: [buffer] });
  assert.deepEqual([buffer.byteLength, copy.buffer.byteLength], [0, 2]);
  assert.throws(() => structuredClone(buffer), cannot());
  const other = new ArrayBuffer(1);
  assert.throws(() => structuredClone(other, { transfer: [other, other] }), cannot());
  assert.throws(() => structuredClone({ other, f() {} }, { transfer: [other] }), cannot());
  assert.equal(other.byteLength, 1);
  structuredClone(1, { transfer: new Set([other]) });
  assert.equal(other.byteLength, 0);
  for (const transfer of [[{}], [[]], [() => {}]]) assert.throws(() => structuredClone(1, { transfer }), cannot());
  for (const transfer of [5, [5], ["x"]]) assert.throws(() => structuredClone(1, { transfer }), TypeError);
});

test("what cannot be copied is named", () => {
  assert.throws(() => structuredClone(() => {}), cannot("value is a function"));
  assert.throws(() => structuredClone({ a: [{ b: Symbol("x") }] }), cannot("value.a[0].b is a symbol"));
  for (const wrong of [new WeakMap(), new WeakSet(), Promise.resolve(), (function* () {})(), new Proxy({}, {}), class {}, globalThis]) {
    assert.throws(() => structuredClone({ wrong }), cannot("value.wrong"));
  }
  const timeout = setTimeout(() => {}, 0);
  clearTimeout(timeout);
  for (const ours of [new AbortController(), new AbortController().signal, new Event("x"), timeout]) {
    assert.throws(() => structuredClone({ ours }), cannot());
  }
});

test("errors keep class, message, cause and properties", () => {
  const error = Object.assign(new RangeError("far", { cause: new TypeError("why") }), { code: "E_FAR" });
  const copy = structuredClone(error);
  assert.ok(copy instanceof RangeError && copy.cause instanceof TypeError);
  assert.deepEqual([copy.message, copy.code, copy.cause.message, copy.stack], ["far", "E_FAR", "why", error.stack]);
  assert.equal(Object.hasOwn(copy, "name"), false);
});

test("errors of lariat and DOMExceptions keep their class", () => {
  const copy = structuredClone(new ClosedError("gone", { cause: new Error("why"), at: 5 }));
  assert.ok(copy instanceof ClosedError && copy instanceof LariatError);
  assert.deepEqual([copy.code, copy.message, copy.cause.message, copy.at, copy.name], ["ERR_CLOSED", "gone", "why", 5, "ClosedError"]);
  const dom = structuredClone(new DOMException("late", "TimeoutError"));
  assert.ok(dom instanceof DOMException);
  assert.deepEqual([dom.name, dom.code, dom.message], ["TimeoutError", 23, "late"]);
  class Impostor extends Error { name = "ClosedError"; }
  assert.equal(structuredClone(new Impostor("x")) instanceof ClosedError, false);
});

test("an error is not lost because of what hangs on it", () => {
  const error = Object.assign(new Error("x"), { signal: new AbortController().signal, fn() {}, n: 1 });
  const copy = structuredClone(error);
  assert.deepEqual([copy.message, copy.n, copy.signal, copy.fn], ["x", 1, undefined, undefined]);
});

test("shared objects are the same in the copy", () => {
  const lock = new Mutex();
  const copy = structuredClone({ lock, again: [lock] });
  assert.equal(copy.lock, lock);
  assert.equal(copy.again[0], lock);
});

test("arguments", () => {
  assert.throws(() => structuredClone(), TypeError);
  assert.throws(() => structuredClone(1, 5), TypeError);
  assert.equal(structuredClone(undefined), undefined);
  for (const options of [undefined, null, {}, { transfer: undefined }, { transfer: [] }]) assert.equal(structuredClone(1, options), 1);
  assert.equal(structuredClone.length, 1);
  assert.equal(structuredClone.name, "structuredClone");
});

test("deep nesting is an error and not a crash", () => {
  let deep = {};
  for (let i = 0; i < 100_000; i++) deep = { deep };
  assert.throws(() => structuredClone(deep), cannot());
});

test("what has hidden state is refused, not copied as an empty object", () => {
  for (const [value, name] of [
    [(async function* () {})(), "an async generator"],
    [[1].values().map((x) => x), "an iterator"],
    [Iterator.from({ next: () => ({ done: true }) }), "an iterator"],
    [new WeakRef({}), "a WeakRef"],
    [new FinalizationRegistry(() => {}), "a FinalizationRegistry"],
    [new DisposableStack(), "a DisposableStack"],
    [new AsyncDisposableStack(), "an AsyncDisposableStack"],
    [new (class extends WeakRef {})({}), "a WeakRef"],
  ]) {
    const message = `value.at[0] is ${name} and cannot be cloned: send the values that are needed`;
    assert.throws(() => structuredClone({ at: [value] }), { name: "DataCloneError", message });
  }
  assert.deepEqual(structuredClone(new (class extends Iterator { x = 1; })()), { x: 1 });
  assert.deepEqual(structuredClone(Object.create({ inherited: 1 })), {});
});
