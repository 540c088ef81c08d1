import { test, assert } from "lariat:test";
import { isShared, share } from "lariat:shared";
import { inspect } from "node:util";

const data = () => ({
  list: [{ id: 1, name: "x" }, { id: 2, name: "ü💥" }, [1, [2]]], none: null, missing: undefined, big: 5n, flag: true,
  7: "seven", "two words": 2, half: "\ud800",
});

test("a shared value looks like what it was made of", () => {
  const plain = data(), shared = share(plain);
  assert.deepEqual(shared, plain);
  assert.deepEqual(Object.keys(shared), Object.keys(plain));
  assert.deepEqual(Object.entries(shared).length, 8);
  assert.equal(JSON.stringify({ ...shared, big: 0 }), JSON.stringify({ ...plain, big: 0 }));
  assert.deepEqual(["list" in shared, "lost" in shared, shared.hasOwnProperty("none"), Object.hasOwn(shared, "toString")], [true, false, true, false]);
  assert.equal(shared.lost, undefined);
  assert.equal(shared.half, "\ud800");
  assert.equal(inspect(shared, { depth: 5 }), inspect(plain, { depth: 5 }));
  assert.equal(String(shared), "[object Object]");
  const names = [];
  for (const name in shared) names.push(name);
  assert.deepEqual(names, Object.keys(plain));
  const { list: [first, ...rest], ...others } = shared;
  assert.deepEqual([first.id, rest.length, Object.keys(others).length], [1, 2, 7]);
  assert.equal(Object.getPrototypeOf(shared), Object.prototype);
});

test("a shared array is an array", () => {
  const list = share([3, 1, { n: 2 }, [4]]);
  assert.ok(Array.isArray(list));
  assert.equal(list.length, 4);
  assert.deepEqual([...list], [3, 1, { n: 2 }, [4]]);
  assert.deepEqual(list.map((x) => typeof x), ["number", "number", "object", "object"]);
  assert.deepEqual(list.filter(Number.isInteger), [3, 1]);
  assert.deepEqual(list.slice(1, 2), [1]);
  assert.deepEqual(list.concat([5]).length, 5);
  assert.deepEqual([0].concat(list).length, 5);
  assert.deepEqual([list.at(-1)[0], list.indexOf(1), list.includes(list[2]), list.find((x) => x.n)?.n], [4, 1, true, 2]);
  assert.deepEqual(list.flat(), [3, 1, { n: 2 }, 4]);
  assert.deepEqual(list.toSorted(() => 0).length, 4);
  assert.deepEqual(list.reduce((n, x) => n + (x.n ?? 1), 0), 5);
  assert.deepEqual(Array.from(list, (_, i) => i), [0, 1, 2, 3]);
  assert.deepEqual(Object.keys(list), ["0", "1", "2", "3"]);
  assert.equal(list.join(), "3,1,[object Object],4");
  assert.equal(JSON.stringify(list), '[3,1,{"n":2},[4]]');
  assert.equal(Math.max(...share([1, 5, 2])), 5);
  assert.deepEqual([list[4], list[-1], list["0"], 0 in list, 4 in list], [undefined, undefined, 3, true, false]);
  assert.equal(Object.prototype.toString.call(list), "[object Array]");
  const seen = [];
  list.forEach((x, i) => seen.push(i));
  for (const [i] of list.entries()) seen.push(i);
  assert.deepEqual(seen, [0, 1, 2, 3, 0, 1, 2, 3]);
});

test("the same part is always the same object", () => {
  const part = { n: 1 }, shared = share({ a: part, b: [part] });
  assert.equal(shared.a, shared.a);
  assert.equal(shared.a, shared.b[0]);
  assert.equal(share(shared), shared);
  assert.equal(share({ x: shared.a }).x, shared.a);
  assert.equal(new Map([[shared.a, 1]]).get(shared.b[0]), 1);
  const self = { name: "self", list: [] };
  self.self = self;
  self.list.push(self);
  const cycle = share(self);
  assert.equal(cycle.self.list[0].self, cycle);
  assert.throws(() => JSON.stringify(cycle), { name: "TypeError" });
});

test("every attempt to change a shared value throws", () => {
  const shared = share({ a: 1, deep: { b: 2 }, list: [3, 2, 1] }), { list, deep } = shared;
  const attempts = [
    () => { shared.a = 2 }, () => { shared.fresh = 1 }, () => { deep.b++ }, () => { delete shared.a }, () => { list[0] = 1 },
    () => { list[9] = 1 }, () => { list.length = 0 }, () => { delete list[0] }, () => { list.name = 1 }, () => { shared[Symbol.iterator] = 1 },
    () => list.push(1), () => list.pop(), () => list.shift(), () => list.unshift(0), () => list.splice(0, 1), () => list.sort(),
    () => list.reverse(), () => list.fill(0), () => list.copyWithin(0, 1), () => Object.assign(shared, { a: 1 }),
    () => Object.defineProperty(shared, "a", { value: 2 }), () => Object.defineProperty(shared, "get", { get() {} }),
    () => Object.defineProperty(list, 0, { value: 2 }), () => Object.defineProperty(list, "length", { value: 0 }),
    () => Object.setPrototypeOf(shared, null), () => Object.setPrototypeOf(list, {}), () => { shared.__proto__ = {} },
  ];
  for (const attempt of attempts) assert.throws(attempt, { name: "TypeError" }, String(attempt));
  assert.deepEqual(shared, { a: 1, deep: { b: 2 }, list: [3, 2, 1] });
  assert.equal(Reflect.setPrototypeOf(shared, null), false);
  assert.equal(Reflect.setPrototypeOf(shared, Object.prototype), true);
  assert.equal(Object.setPrototypeOf(shared, Object.prototype), shared);
});

test("a shared value is frozen, and other objects are as before", () => {
  const shared = share({ a: 1, list: [1] });
  assert.deepEqual([Object.isFrozen(shared), Object.isSealed(shared), Object.isExtensible(shared.list)], [true, true, false]);
  assert.deepEqual([Object.freeze(shared) === shared, Reflect.isExtensible(shared), Reflect.preventExtensions(shared)], [true, false, true]);
  assert.deepEqual(Object.getOwnPropertyDescriptor(shared, "a"), { value: 1, writable: false, enumerable: true, configurable: false });
  assert.deepEqual(Object.getOwnPropertyDescriptors(shared.list)[0].writable, false);
  const own = { a: 1 };
  assert.deepEqual(Object.getOwnPropertyDescriptor(own, "a"), { value: 1, writable: true, enumerable: true, configurable: true });
  assert.deepEqual([Object.isFrozen(own), Object.isExtensible(own), Object.isFrozen(Object.freeze(own))], [false, true, true]);
  const child = Object.setPrototypeOf({}, shared);
  assert.equal(child.a, 1);
  child.__proto__ = null;
});

test("what cannot be shared is named by its path", () => {
  class Point {}
  const cases = [
    [{ a: [1, { f() {} }] }, "value.a[1].f is a function and cannot be shared"],
    [{ "x y": new Point() }, 'value["x y"] is an instance of a class and cannot be shared: only plain objects and arrays can'],
    [[new Map()], "value[0] is a Map, which can be changed: share its entries as an array, or use a SharedMap"],
    [[new Set()], "value[0] is a Set, which can be changed: share its items as an array"],
    [{ at: new Date() }, "value.at is a Date, which can be changed: share its time as a number or as text"],
    [new Uint8Array(1), "value is a typed array, which can be changed: use a SharedArray, or share its items as an array"],
    [new SharedArrayBuffer(1), "value is a buffer, which can be changed: use a SharedArray or a SharedArrayBuffer beside the shared value"],
    [{ s: Symbol() }, "value.s is a symbol and cannot be shared"],
    [{ e: new Error() }, "value.e is an error and cannot be shared: share its message"],
    [{ p: Promise.resolve() }, "value.p is a Promise: await it first"],
    [{ r: /x/ }, "value.r is a regular expression, which has a state: share its source as text"],
    [{ p: new Proxy({}, {}) }, "value.p is a Proxy and cannot be shared"],
    [Object.assign([1], { extra: 1 }), "value is an array with properties of its own, which would be lost: share an object instead"],
    [globalThis, "value is an instance of a class and cannot be shared: only plain objects and arrays can"],
  ];
  for (const [value, message] of cases) assert.throws(() => share(value), { name: "DataCloneError", message });
  let deep = [];
  for (let i = 0; i < 2000; i++) deep = [deep];
  assert.throws(() => share(deep), { name: "DataCloneError", message: /is nested deeper than 1000 levels$/ });
  assert.throws(() => share({ get x() { throw new Error("mine") } }), { message: "mine" });
});

test("getters are called, holes are undefined, prototypes may be missing", () => {
  const shared = share({ get n() { return 5 }, holes: [1, , 3], bare: Object.assign(Object.create(null), { x: 1 }) });
  assert.deepEqual(shared, { n: 5, holes: [1, undefined, 3], bare: { x: 1 } });
});

test("hidden properties are left out, odd keys are refused", () => {
  const odd = { shown: 1 };
  Object.defineProperty(odd, "hidden", { value: 2 });
  Object.defineProperty(odd, "late", { enumerable: true, get() { delete odd.last; return 3 } });
  odd.last = 4;
  assert.deepEqual(share(odd), { shown: 1, late: 3 });
  assert.throws(() => share({ a: { "\ud800": 1 } }), { name: "DataCloneError", message: /the key is not valid Unicode$/ });
  assert.throws(() => share(Object.defineProperty([1], "x", { value: 1 })), { name: "DataCloneError" });
  const sparse = [];
  sparse[2 ** 31] = 1;
  assert.throws(() => share(sparse), { name: "DataCloneError", message: "value is an array of holes and cannot be shared" });
});

test("primitives are shared already", () => {
  for (const value of [1, "x", null, undefined, true, 5n, NaN]) {
    assert.ok(Object.is(share(value), value));
    assert.equal(isShared(value), false);
  }
  assert.deepEqual([isShared(share({})), isShared(share([])), isShared({}), isShared()], [true, true, false, false]);
});

test("structuredClone makes a copy that can be changed", () => {
  const shared = share({ list: [1, { n: 2 }], deep: { x: null } }), copy = structuredClone(shared);
  assert.deepEqual(copy, { list: [1, { n: 2 }], deep: { x: null } });
  assert.equal(isShared(copy) || isShared(copy.list) || isShared(copy.list[1]), false);
  copy.list.push(3);
  copy.list[1].n = 9;
  copy.deep.x = copy;
  assert.deepEqual(shared.list, [1, { n: 2 }]);
  const both = structuredClone([shared.deep, shared.deep]);
  assert.equal(both[0], both[1]);
});

test("many keys are found, whatever they are called", () => {
  const plain = {};
  for (let i = 0; i < 100; i++) plain[`key ${i}`] = i;
  Object.defineProperty(plain, "__proto__", { value: "own", enumerable: true });
  const shared = share(plain);
  assert.equal(shared["key 57"], 57);
  assert.equal(shared["key 100"], undefined);
  assert.equal(Object.keys(shared).length, 101);
  assert.equal(shared.__proto__, "own");
});

// Random values, also ones with parts that are reached twice, look the same in every way. The generator is seeded.
test("a shared value cannot be told from a plain one", () => {
  let seed = 7;
  const random = (n) => (seed = (seed * 48271) % 2147483647) % n;
  const made = [];
  const value = (depth) => {
    switch (random(depth > 4 ? 6 : 9)) {
      case 0: return random(1000) - 500;
      case 1: return random(1000) / 7;
      case 2: return ["", "text", "ü💥", "\ud800", "a".repeat(100)][random(5)];
      case 3: return null;
      case 4: return random(2) === 0;
      case 5: return undefined;
      case 6: return made.length && made[random(made.length)];
      case 7: {
        const list = Array.from({ length: random(6) }, () => value(depth + 1));
        made.push(list);
        return list;
      }
      default: {
        const object = {};
        for (let i = random(12); i > 0; i--) object[["k" + i, String(i), "two words", "ü" + i][random(4)]] = value(depth + 1);
        made.push(object);
        return object;
      }
    }
  };
  for (let i = 0; i < 200; i++) {
    made.length = 0;
    const plain = { value: value(0) }, shared = share(plain);
    assert.deepEqual(shared, plain);
    assert.equal(JSON.stringify(shared), JSON.stringify(plain));
    assert.equal(inspect(shared, { depth: 20 }), inspect(plain, { depth: 20 }));
    assert.deepEqual(structuredClone(shared), plain);
  }
});
