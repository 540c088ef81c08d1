import { test, assert } from "lariat:test";
import { AsyncLock, KeyedMutex, Mutex, RWLock } from "lariat:lock";
import { Governor, OwnershipError } from "lariat:errors";
import { sleep, taskGroup, withTimeout } from "lariat:task";

const named = (name) => (error) => error.name === name;
const wrong = (message) => ({ name: "TypeError", code: "ERR_ARG_TYPE", message });

test("a mutex is held by one task at a time, in the order of the calls", async () => {
  const mutex = new Mutex(), order = [];
  let inside = 0;
  await Promise.all([1, 2, 3, 4].map(async (n) => {
    using token = await mutex.lock();
    assert.equal(++inside, 1);
    await sleep(5 - n);
    order.push(n);
    inside--;
  }));
  assert.deepEqual(order, [1, 2, 3, 4]);
  assert.equal(mutex.locked, false);
});

test("a mutex shows its state", async () => {
  const mutex = new Mutex({ name: "account" });
  assert.deepEqual([mutex.name, mutex.locked, mutex.waiting, mutex.owner, mutex.poisoned], ["account", false, 0, null, false]);
  const token = await mutex.lock();
  const second = mutex.lock(), third = mutex.lock();
  assert.deepEqual([mutex.locked, mutex.waiting], [true, 2]);
  assert.match(mutex.owner, /^task "a mutex shows its state" \(#\d+\)$/);
  token.release();
  (await second).release();
  (await third).release();
  assert.deepEqual([mutex.locked, mutex.waiting, mutex.owner], [false, 0, null]);
  assert.equal(new Mutex().name, "");
});

test("a token is released once, by using or by hand", async () => {
  const mutex = new Mutex();
  const token = await mutex.lock();
  assert.ok(token.held);
  assert.equal(token.release(), true);
  const next = mutex.tryLock();
  assert.deepEqual([token.release(), token.held, mutex.locked], [false, false, true]);
  next[Symbol.dispose]();
  assert.equal(mutex.locked, false);
  { using scoped = await mutex.lock(); assert.ok(mutex.locked && scoped.held); }
  { await using scoped = await mutex.lock(); assert.ok(mutex.locked && scoped.held); }
  await assert.rejects((async () => { using scoped = await mutex.lock(); throw new Error("inside"); })(), /inside/);
  assert.equal(mutex.locked, false);
  assert.throws(() => new token.constructor(), TypeError);
  assert.throws(() => token.release.call({}), wrong(/"this" must be a Token/));
});

test("tryLock never waits and overtakes nobody", async () => {
  const mutex = new Mutex();
  const token = mutex.tryLock();
  assert.equal(mutex.tryLock(), null);
  const waiting = mutex.lock();
  token.release();
  assert.equal(mutex.tryLock(), null);
  assert.equal(mutex.tryAcquire(), null);
  (await waiting).release();
  mutex.tryAcquire().release();
  assert.equal(mutex.tryAcquire({ weight: 2 }), null);
});

test("higher priorities go first, equal ones in the order of the calls", async () => {
  const mutex = new Mutex(), order = [];
  const token = await mutex.lock();
  const ask = async (name, options) => { using t = await mutex.acquire(options); order.push(name); };
  const all = [ask("a"), ask("low", { priority: -1 }), ask("b", { priority: 0 }), ask("high", { priority: 5 }), ask("c")];
  token.release();
  await Promise.all(all);
  assert.deepEqual(order, ["high", "a", "b", "c", "low"]);
});

test("a mutex is a Governor with the one weight 1", async () => {
  const mutex = new Mutex({ name: "one" });
  assert.ok(mutex instanceof Governor);
  assert.equal(AsyncLock, Mutex);
  assert.equal(await mutex.with(() => mutex.locked), true);
  await assert.rejects(mutex.acquire({ weight: 2 }), { name: "RangeError", message: /weight 2 .* capacity 1 of Mutex "one"/ });
  await assert.rejects(mutex.acquire({ weight: 0 }), RangeError);
});

test("release without a token is for the task that acquired", async () => {
  const lock = new AsyncLock({ name: "seed" });
  assert.throws(() => lock.release(), (error) => error instanceof OwnershipError && /Mutex "seed" is not locked/.test(error.message));
  await lock.acquire();
  lock.release();
  assert.equal(lock.locked, false);
  await taskGroup(async (group) => {
    const opened = Promise.withResolvers();
    group.spawn(async function holder() {
      await lock.acquire();
      opened.resolve();
      await sleep(5);
      lock.release();
    });
    group.spawn(async function thief() {
      await opened.promise;
      assert.throws(() => lock.release(), { code: "ERR_NOT_OWNER", message: /held by task "holder" \(#\d+\), not by task "thief"/ });
      assert.equal(lock.locked, true);
    });
  });
  assert.equal(lock.locked, false);
});

test("a token that was released without itself stands for nothing", async () => {
  const mutex = new Mutex();
  const token = await mutex.acquire();
  mutex.release();
  using other = await mutex.acquire();
  assert.deepEqual([token.held, token.release(), other.held, mutex.locked], [false, false, true, true]);
});

test("a mutex is not reentrant: branches of one task compete", async () => {
  const mutex = new Mutex(), order = [];
  await Promise.all(["a", "b"].map((name) => mutex.with(async () => { order.push(name); await null; order.push(name); })));
  assert.deepEqual(order, ["a", "a", "b", "b"]);
  using token = await mutex.lock();
  await assert.rejects(mutex.lock({ timeout: 5 }), named("TimeoutError"));
});

test("constructors and methods refuse what is wrong, in one wording", async () => {
  assert.throws(() => Mutex(), TypeError);
  assert.throws(() => new Mutex({ name: 5 }), wrong('new Mutex: "name" must be a string'));
  assert.throws(() => new Mutex("name"), wrong('new Mutex: "options" must be an object'));
  const mutex = new Mutex(null);
  await assert.rejects(mutex.lock(5), wrong('Mutex.lock: "options" must be an object'));
  await assert.rejects(mutex.lock({ signal: {} }), wrong('Mutex.lock: "signal" must be an AbortSignal'));
  await assert.rejects(mutex.lock({ timeout: "soon" }), RangeError);
  await assert.rejects(mutex.lock({ timeout: -1 }), RangeError);
  await assert.rejects(mutex.lock({ timeout: {} }), TypeError);
  await assert.rejects(mutex.lock({ priority: "high" }), wrong('Mutex.lock: "priority" must be a number'));
  await assert.rejects(Mutex.prototype.lock.call({}), wrong('Mutex.lock: "this" must be a Mutex'));
  assert.throws(() => Mutex.prototype.tryLock.call(new RWLock()), TypeError);
  assert.throws(() => mutex.tryAcquire({ weight: "x" }), TypeError);
  assert.equal(mutex.locked, false);
  assert.throws(() => { "use strict"; mutex.locked = true; }, TypeError);
  assert.equal(Object.prototype.toString.call(mutex), "[object Mutex]");
  assert.deepEqual(Object.keys(mutex), []);
});

test("classes can be extended, with fields, overrides and own constructors", async () => {
  class Counted extends Mutex {
    count = 0;
    constructor(name) { super({ name }); }
    async lock(options) {
      const token = await super.lock(options);
      this.count++;
      return token;
    }
  }
  const counted = new Counted("mine");
  { using token = await counted.lock(); }
  { using token = await counted.lock({ timeout: 5 }); }
  assert.deepEqual([counted.count, counted.name, counted instanceof Mutex, counted.constructor], [2, "mine", true, Counted]);
  class Timid extends RWLock {}
  assert.ok(new Timid({ prefer: "fifo" }).tryWrite().held);
});

test("a clone of a lock is the lock", async () => {
  const mutex = new Mutex();
  assert.equal(structuredClone(mutex), mutex);
  assert.equal(structuredClone({ inner: [mutex] }).inner[0], mutex);
  const rw = new RWLock();
  assert.equal(structuredClone(rw), rw);
  assert.throws(() => structuredClone(new KeyedMutex()), named("DataCloneError"));
  assert.throws(() => structuredClone(mutex.tryLock()), named("DataCloneError"));
});

test("readers share, a writer is alone", async () => {
  const lock = new RWLock({ name: "table" });
  const one = await lock.read(), two = await lock.read();
  assert.deepEqual([lock.name, lock.readers, lock.writing, lock.waiting], ["table", 2, false, 0]);
  assert.equal(lock.tryWrite(), null);
  const writer = lock.write();
  assert.equal(lock.waiting, 1);
  one.release();
  two.release();
  const token = await writer;
  assert.deepEqual([lock.readers, lock.writing], [0, true]);
  assert.deepEqual([lock.tryRead(), lock.tryWrite()], [null, null]);
  token.release();
  { using reader = lock.tryRead(); assert.equal(lock.readers, 1); }
  { using again = lock.tryWrite(); assert.ok(lock.writing); }
  assert.deepEqual([lock.readers, lock.writing, lock.waiting], [0, false, 0]);
});

const arrivals = async (options) => {
  const lock = new RWLock(options), order = [];
  const first = await lock.read();
  const ask = async (name, method) => { using token = await lock[method](); order.push(name); await sleep(1); };
  const all = [ask("w1", "write"), ask("r1", "read"), ask("w2", "write"), ask("r2", "read")];
  await sleep(1);
  order.push("release");
  first.release();
  await Promise.all(all);
  return order.join(" ");
};

test("an RWLock prefers whom its option says", async () => {
  assert.equal(await arrivals(), "release w1 w2 r1 r2");
  assert.equal(await arrivals({ prefer: "writers" }), "release w1 w2 r1 r2");
  assert.equal(await arrivals({ prefer: "readers" }), "r1 r2 release w1 w2");
  assert.equal(await arrivals({ prefer: "fifo" }), "release w1 r1 w2 r2");
  assert.throws(() => new RWLock({ prefer: "nobody" }), wrong('new RWLock: "prefer" must be "writers", "readers" or "fifo", got "nobody"'));
});

test("downgrade lets readers in and no writer between", async () => {
  const lock = new RWLock({ prefer: "fifo" }), order = [];
  const writer = await lock.write();
  const others = [lock.read(), lock.write()].map(async (wait, i) => { using token = await wait; order.push(i ? "writer" : "reader"); });
  const reader = lock.downgrade(writer);
  assert.deepEqual([writer.held, reader.held, lock.readers >= 1], [false, true, true]);
  await sleep(1);
  assert.deepEqual(order, ["reader"]);
  for (const bad of [writer, reader, new Mutex().tryLock()]) assert.throws(() => lock.downgrade(bad), OwnershipError);
  for (const bad of [undefined, null, {}]) assert.throws(() => lock.downgrade(bad), wrong('RWLock.downgrade: "token" must be a Token'));
  reader.release();
  await Promise.all(others);
  assert.deepEqual(order, ["reader", "writer"]);
});

test("withRead and withWrite release in the end, whatever happens", async () => {
  const lock = new RWLock();
  assert.equal(await lock.withRead(async () => { await null; return lock.readers; }), 1);
  assert.equal(await lock.withWrite(() => lock.writing), true);
  for (const method of ["withRead", "withWrite"]) {
    await assert.rejects(lock[method](() => { throw new Error("at once"); }), /at once/);
    await assert.rejects(lock[method](async () => { await sleep(1); throw new Error("later"); }), /later/);
    await assert.rejects(lock[method](), wrong(`RWLock.${method}: "fn" must be a function`));
  }
  using writer = await lock.write();
  await assert.rejects(lock.withRead(() => assert.fail("must not run"), { timeout: 5 }), named("TimeoutError"));
  await assert.rejects(withTimeout(5, () => lock.withWrite(() => assert.fail("must not run"))), named("TimeoutError"));
  assert.deepEqual([lock.readers, lock.waiting], [0, 0]);
});

test("a keyed mutex has one lock a key, made on demand and freed", async () => {
  const keyed = new KeyedMutex({ name: "users" });
  assert.deepEqual([keyed.name, keyed.size], ["users", 0]);
  const ann = await keyed.lock("ann");
  using bob = await keyed.lock("bob");
  assert.equal(keyed.size, 2);
  assert.equal(keyed.tryLock("ann"), null);
  const order = [];
  const waiters = [1, 2].map(async (n) => { using token = await keyed.lock("ann"); order.push(n); });
  ann.release();
  await Promise.all(waiters);
  assert.deepEqual(order, [1, 2]);
  { using free = keyed.tryLock("ann"); assert.ok(free.held); }
  assert.equal(keyed.size, 1);
  await assert.rejects(keyed.lock("bob", { timeout: 5 }), named("TimeoutError"));
  assert.equal(keyed.size, 1);
});

test("keys are compared as in a Map", async () => {
  const object = {}, symbol = Symbol("s");
  const pairs = [
    ["a", "a", true], ["1", 1, false], [1, 1.0, true], [0, -0, true], [NaN, NaN, true], [NaN, "NaN", false], [1n, 1n, true],
    [1n, 1, false], [10n ** 30n, 10n ** 30n, true], [true, true, true], [true, "true", false], [object, object, true], [{}, {}, false],
    [symbol, symbol, true], [symbol, Symbol("s"), false], ["\u00e9", "\u00e9", true], ["\ud800", "\ud800", true], ["\ud800", "\ud801", false],
    ["\ud800", "\ufffd", false], ["\ufffd", "\ufffd", true],
  ];
  for (const [a, b, same] of pairs) {
    const keyed = new KeyedMutex();
    using token = await keyed.lock(a);
    using other = keyed.tryLock(b);
    assert.equal(other === null, same, `${typeof a} ${String(a)} and ${typeof b} ${String(b)}`);
  }
  const keyed = new KeyedMutex();
  for (const none of [undefined, null]) await assert.rejects(keyed.lock(none), wrong('KeyedMutex.lock: "key" must be neither undefined nor null'));
  assert.throws(() => keyed.tryLock(), TypeError);
});

test("lockAll takes several keys in one order for all", async () => {
  const keyed = new KeyedMutex();
  const token = await keyed.lockAll(new Set(["a", "b"]));
  assert.equal(keyed.size, 2);
  assert.deepEqual([keyed.tryLock("a"), keyed.tryLock("b")], [null, null]);
  token.release();
  assert.equal(keyed.size, 0);
  { using none = await keyed.lockAll([]); assert.ok(none.held); }
  { using doubled = await keyed.lockAll(["x", "x"]); assert.equal(keyed.size, 1); }
  await taskGroup((group) => {
    for (let i = 0; i < 20; i++) {
      group.spawn(async () => {
        using both = await keyed.lockAll(i % 2 ? ["a", "b", "c"] : ["c", "b", "a"]);
        await sleep(1);
      });
    }
  });
  using b = await keyed.lock("b");
  await assert.rejects(keyed.lockAll(["a", "b", "c"], { timeout: 5 }), named("TimeoutError"));
  assert.equal(keyed.size, 1);
  await assert.rejects(keyed.lockAll(5), TypeError);
  await assert.rejects(keyed.lockAll(["a", null]), TypeError);
  assert.equal(keyed.size, 1);
});
