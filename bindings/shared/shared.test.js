import { test, assert } from "lariat:test";
import { SharedArray, SharedCounter, SharedMap } from "lariat:shared";
import { sleep, withTimeout } from "lariat:task";

const wrong = (message) => ({ name: "TypeError", code: "ERR_ARG_TYPE", message });
const range = (message) => ({ name: "RangeError", message });

test("a counter counts", () => {
  const counter = new SharedCounter(5);
  assert.deepEqual(
    [counter.add(2), counter.sub(3), counter.increment(), counter.decrement(), counter.value],
    [7, 4, 5, 4, 4],
  );
  counter.value = 10;
  assert.equal(counter.value, 10);
  assert.deepEqual([counter.compareExchange(9, 1), counter.compareExchange(10, 1), counter.value], [10, 10, 1]);
  assert.equal(new SharedCounter().value, 0);
});

test("an int64 counter takes integers, a float64 one all numbers", () => {
  assert.throws(() => new SharedCounter(1.5), range(/counts integers up to 2\^53; for 1\.5 make it with \{ type: "float64" \}$/));
  const counter = new SharedCounter();
  assert.throws(() => counter.add(0.5), { name: "RangeError" });
  assert.throws(() => counter.add(2 ** 53 + 2), { name: "RangeError" });
  assert.throws(() => { counter.value = NaN }, wrong(/"value" must be a number$/));
  assert.equal(counter.value, 0);
  const float = new SharedCounter({ type: "float64", initial: 0.5 });
  assert.deepEqual([float.add(0.25), float.sub(1), float.compareExchange(-0.25, 1e300), float.add(1e300)], [0.75, -0.25, -0.25, 2e300]);
  assert.throws(() => new SharedCounter({ type: "int32" }), wrong(/"type" must be "int64" or "float64", got "int32"$/));
});

test("a counter is exact up to 2^53, counts on beyond and wraps around", () => {
  const counter = new SharedCounter(2 ** 53);
  counter.add(1);
  counter.add(1);
  assert.equal(counter.value, 2 ** 53 + 2);
  counter.sub(2);
  assert.equal(counter.value, 2 ** 53);
  for (let i = 0; i < 1023; i++) counter.add(2 ** 53);
  assert.equal(counter.value, -(2 ** 63));
});

test("waitFor is woken by writers and asks at once", async () => {
  const counter = new SharedCounter({ name: "items" }), asked = [];
  const waiting = counter.waitFor((n) => (asked.push(n), n >= 3));
  counter.increment();
  await sleep(1);
  counter.increment();
  counter.increment();
  assert.equal(await waiting, 3);
  assert.equal(asked[0], 0);
  assert.ok(asked.length <= 4);
  assert.equal(await counter.waitFor((n) => n === 3), 3);
});

test("waitFor obeys timeouts, signals and scopes", async () => {
  const counter = new SharedCounter(), never = () => false;
  await assert.rejects(counter.waitFor(never, { timeout: 5 }), { name: "TimeoutError" });
  await assert.rejects(withTimeout(5, () => counter.waitFor(never)), { name: "TimeoutError" });
  const controller = new AbortController();
  const waiting = counter.waitFor(never, { signal: controller.signal });
  controller.abort(new Error("enough"));
  await assert.rejects(waiting, { message: "enough" });
  await assert.rejects(counter.waitFor(() => { throw new Error("bad") }), { message: "bad" });
  await assert.rejects(counter.waitFor(async () => true), { name: "TypeError", message: /at once, not with a promise$/ });
  await assert.rejects(counter.waitFor(), wrong(/"predicate" must be a function$/));
});

test("a wait that nothing can end is a deadlock", async () => {
  const counter = new SharedCounter({ name: "lonely" });
  await assert.rejects(counter.waitFor((n) => n > 0), { name: "DeadlockError", message: /waits for SharedCounter "lonely"/ });
});

test("an array has numbers of its type", () => {
  const cases = {
    int8: [200, -56], uint8: [-1, 255], int16: [40000, -25536], uint16: [-2, 65534], int32: [2 ** 31, -(2 ** 31)],
    uint32: [-1, 2 ** 32 - 1], float32: [0.1, Math.fround(0.1)], float64: [0.1, 0.1],
  };
  for (const [type, [given, kept]] of Object.entries(cases)) {
    const array = new SharedArray(type, 3);
    array.set(1, given);
    assert.deepEqual([...array], [0, kept, 0]);
    assert.equal(array.add(1, 1), new array.view.constructor([kept + 1])[0]);
    assert.deepEqual([array.type, array.length, array.view[1]], [type, 3, array.get(1)]);
    assert.equal(array.update(1, (old) => old * 2), array.get(1));
    assert.deepEqual([array.get(0), array.get(2)], [0, 0]);
  }
});

test("an array of bigints", () => {
  const array = new SharedArray("bigint64", [1n, 2n ** 63n]);
  assert.deepEqual([...array], [1n, -(2n ** 63n)]);
  assert.deepEqual([array.add(0, 5n), array.update(0, (n) => n * 7n), array.get(0)], [6n, 42n, 42n]);
  assert.throws(() => array.set(0, 1), wrong(/"value" must be a bigint$/));
  assert.throws(() => array.update(0, () => 1), { name: "TypeError", message: /"fn" must return a bigint$/ });
  assert.throws(() => new SharedArray("bigint64", [1]), wrong(/"items\[0\]" must be a bigint$/));
});

test("an array says what is wrong", () => {
  const array = new SharedArray("int32", 2);
  assert.throws(() => array.get(2), range(/"index" must be an integer from 0 to 1, got 2$/));
  for (const index of [-1, 0.5, 1e12]) assert.throws(() => array.get(index), { name: "RangeError" });
  assert.throws(() => array.get("0"), wrong(/"index" must be a number$/));
  assert.throws(() => array.set(0, "x"), wrong(/"value" must be a number$/));
  assert.throws(() => array.update(0, () => "x"), { name: "TypeError", message: /"fn" must return a number$/ });
  assert.throws(() => array.update(0, () => { throw new Error("mine") }), { message: "mine" });
  assert.deepEqual([...array], [0, 0]);
  assert.throws(() => new SharedArray("int7", 1), { name: "TypeError", message: /must be one of int8, .* got "int7"$/ });
  assert.throws(() => new SharedArray("int8", -1), { name: "RangeError" });
  assert.throws(() => new SharedArray("float64", 2 ** 30), { name: "RangeError" });
  assert.throws(() => new SharedArray("int8", {}), { name: "TypeError" });
  assert.throws(() => new SharedArray("int8", ["x"]), wrong(/"items\[0\]" must be a number$/));
});

test("the view and the buffer are the memory, always the same objects", () => {
  const array = new SharedArray("uint16", [1, 2]);
  assert.equal(array.view, array.view);
  assert.equal(array.buffer, array.view.buffer);
  assert.ok(array.buffer instanceof SharedArrayBuffer);
  array.view[0] = 9;
  Atomics.add(array.view, 1, 5);
  assert.deepEqual([...array], [9, 7]);
  assert.equal(new Uint8Array(array.buffer).length, 4);
});

test("an array's lock keeps order", async () => {
  const array = new SharedArray("int32", 2, { name: "accounts" });
  const token = await array.lock();
  await assert.rejects(array.lock({ timeout: 5 }), { name: "TimeoutError" });
  const next = array.lock();
  token.release();
  (await next).release();
  {
    using again = await array.lock();
    assert.equal(again.held, true);
  }
});

test("a map keeps values by key, in order", () => {
  const map = new SharedMap({ name: "m" });
  assert.equal(map.set("b", 1).set("a", "x").set(1, null), map);
  map.set("b", 2);
  assert.deepEqual([...map], [["b", 2], ["a", "x"], [1, null]]);
  assert.deepEqual([map.get("a"), map.get(1), map.get("1"), map.has(1), map.has("1"), map.size], ["x", null, undefined, true, false, 3]);
  assert.deepEqual([map.delete("b"), map.delete("b"), map.size], [true, false, 2]);
  map.set("b", 3);
  assert.deepEqual([...map.entries()].map(([key]) => key), ["a", 1, "b"]);
  assert.deepEqual([map.getOrInsert("a", 5), map.getOrInsert("new", 5)], ["x", 5]);
  map.set(-0, "zero");
  assert.equal(map.get(0), "zero");
});

test("a map says what is wrong", () => {
  const map = new SharedMap({ maxEntries: 2, name: "small" });
  map.set("a", 1).set("b", 2);
  assert.throws(() => map.set("c", 3), { name: "LimitError", message: /SharedMap "small" is full: it may have 2 entries/ });
  assert.throws(() => map.update("c", () => 3), { name: "LimitError" });
  assert.throws(() => map.getOrInsert("c", 3), { name: "LimitError" });
  map.delete("a");
  map.set("c", 3);
  assert.deepEqual([...map], [["b", 2], ["c", 3]]);
  for (const key of [undefined, null, {}, NaN, 1n, Symbol()]) assert.throws(() => map.get(key), wrong(/"key" must be a string or a number$/));
  assert.throws(() => map.get("\ud800"), { name: "TypeError", message: /half of a surrogate pair/ });
  assert.throws(() => map.set("b", undefined), { name: "TypeError", message: /undefined is no value/ });
  assert.throws(() => map.set("b", { f() {} }), { name: "DataCloneError", message: "value.f is a function and cannot be shared" });
  assert.throws(() => new SharedMap({ maxEntries: -1 }), { name: "RangeError" });
});

test("update changes one key as a whole", () => {
  const map = new SharedMap();
  assert.equal(map.update("n", (old = 1) => old + 1), 2);
  assert.equal(map.update("n", (old = 1) => old + 1), 3);
  assert.throws(() => map.update("n", () => { throw new Error("mine") }), { message: "mine" });
  assert.throws(() => map.update("n", async () => 1), { name: "TypeError", message: /at once, not a promise$/ });
  assert.throws(() => map.update("n", () => {}), { name: "TypeError", message: /returned undefined$/ });
  assert.equal(map.get("n"), 3);
  map.update("n", (old) => (assert.equal(map.get("n"), old), { seen: old }));
  assert.deepEqual(map.get("n"), { seen: 3 });
});

test("the callback of an update cannot write a map, which would wait for itself", () => {
  const map = new SharedMap({ name: "here" }), other = new SharedMap();
  const writers = [
    () => map.set("k", 1), () => map.set("other", 1), () => map.delete("k"), () => map.update("k", () => 1), () => other.set("k", 1),
    () => map.getOrInsert("k", 1), () => map.compareAndSet("k", 1, 2),
  ];
  for (const write of writers) {
    assert.throws(() => map.update("k", write), { name: "DeadlockError", message: /inside the callback of an update/ });
  }
  assert.equal(map.size, 0);
  map.set("k", 1);
  assert.equal(map.update("k", (old) => old + 1), 2);
});

test("compareAndSet compares primitives by value and shared objects by identity", () => {
  const map = new SharedMap();
  assert.equal(map.compareAndSet("k", undefined, { n: 1 }), true);
  assert.equal(map.compareAndSet("k", undefined, 2), false);
  assert.equal(map.compareAndSet("k", { n: 1 }, 2), false);
  assert.equal(map.compareAndSet("k", map.get("k"), "text"), true);
  assert.equal(map.compareAndSet("k", "text", NaN), true);
  assert.equal(map.compareAndSet("k", NaN, null), true);
  assert.equal(map.compareAndSet("k", null, 5n), true);
  assert.equal(map.compareAndSet("k", 5n, true), true);
  assert.equal(map.get("k"), true);
});

test("watch gives the newest value, and leaves out what it missed", async () => {
  const map = new SharedMap(), seen = [];
  const watching = (async () => {
    for await (const value of map.watch("k")) {
      seen.push(value);
      if (value === "end") break;
    }
  })();
  await sleep(1);
  map.set("k", 1);
  await sleep(1);
  map.set("k", 2).set("other", 0).set("k", 3);
  await sleep(1);
  map.delete("k");
  await sleep(1);
  map.update("k", () => "end");
  await watching;
  assert.deepEqual(seen, [undefined, 1, 3, undefined, "end"]);
});

test("a watch ends by timeout, signal, scope and return", async () => {
  const map = new SharedMap(), forever = async (options) => {
    for await (const value of map.watch("k", options)) assert.equal(value, undefined);
  };
  await assert.rejects(forever({ timeout: 5 }), { name: "TimeoutError" });
  await assert.rejects(withTimeout(5, () => forever()), { name: "TimeoutError" });
  const controller = new AbortController();
  setTimeout(() => controller.abort(new Error("enough")), 1);
  await assert.rejects(forever({ signal: controller.signal }), { message: "enough" });
  const watch = map.watch("k");
  assert.deepEqual(await watch.next(), { value: undefined, done: false });
  assert.deepEqual(await watch.return(), { value: undefined, done: true });
  assert.deepEqual(await watch.next(), { value: undefined, done: true });
  await assert.rejects(forever(), { name: "DeadlockError" });
});

test("they are what they are when they are cloned, and show it", async () => {
  const { inspect } = await import("node:util");
  const counter = new SharedCounter(3), array = new SharedArray("int8", [1]), map = new SharedMap();
  map.set("a", 1);
  for (const thing of [counter, array, map]) assert.equal(structuredClone({ thing }).thing, thing);
  assert.equal(inspect(counter), "SharedCounter { value: 3 }");
  assert.equal(inspect(map), "SharedMap { size: 1 }");
  assert.equal(inspect(array), "SharedArray { view: Int8Array(1) [ 1 ] }");
  class Mine extends SharedCounter { twice() { return this.value * 2 } }
  assert.equal(new Mine(4).twice(), 8);
  assert.throws(() => SharedCounter(1), { name: "TypeError" });
});

test("a SharedArrayBuffer is shared and never moved", async () => {
  const { types } = await import("node:util");
  const buffer = new SharedArrayBuffer(8), view = new Int32Array(buffer, 4);
  const copy = structuredClone({ buffer, view });
  assert.notEqual(copy.buffer, buffer);
  assert.equal(copy.view.buffer, copy.buffer);
  Atomics.store(copy.view, 0, 7);
  assert.equal(view[0], 7);
  assert.throws(() => structuredClone(buffer, { transfer: [buffer] }), { name: "DataCloneError", message: /shared and not transferred/ });
  assert.equal(buffer.byteLength, 8);
  assert.deepEqual(
    [types.isSharedArrayBuffer(buffer), types.isArrayBuffer(buffer), types.isAnyArrayBuffer(buffer), types.isSharedArrayBuffer(new ArrayBuffer(1))],
    [true, false, true, false],
  );
  assert.deepEqual(new SharedArrayBuffer(2), new SharedArrayBuffer(2));
});

test("waitAsync gives what became of the wait", async () => {
  const cells = new Int32Array(new SharedArrayBuffer(8));
  assert.deepEqual(Atomics.waitAsync(cells, 0, 1), { async: false, value: "not-equal" });
  assert.deepEqual(Atomics.waitAsync(cells, 0, 0, 0), { async: false, value: "timed-out" });
  const order = [];
  const waits = [1, 2, 3].map((n) => Atomics.waitAsync(cells, 0, 0, n === 2 ? 5 : undefined).value.then((end) => order.push(n + end)));
  await sleep(10);
  assert.equal(Atomics.notify(cells, 0), 2);
  await Promise.all(waits);
  assert.deepEqual(order, ["2timed-out", "1ok", "3ok"]);
  assert.throws(() => Atomics.wait(cells, 0, 0), { name: "TypeError", message: /only a worker may stop to wait/ });
});
