import { test, assert } from "lariat:test";

const { locks } = navigator;
const turn = (ms = 1) => new Promise((resolve) => setTimeout(resolve, ms));
const refused = (promise, name) => assert.rejects(promise, { name });

/** Takes a lock and returns what gives it back. */
function hold(name, options = {}) {
  return new Promise((granted, refused) => {
    const done = locks.request(name, options, (lock) => new Promise((release) => granted({ lock, release, done })));
    done.catch(refused);
  });
}

test("a lock is held while the callback runs, and its result is that of request()", async () => {
  const log = [];
  const first = locks.request("a", async (lock) => {
    assert.ok(lock instanceof Lock && lock.name === "a" && lock.mode === "exclusive");
    log.push("one");
    await turn();
    log.push("one done");
    return 1;
  });
  const second = locks.request("a", () => log.push("two"));
  assert.deepEqual(log, []); // never at once
  assert.equal(await first, 1);
  assert.equal(await second, 3);
  assert.deepEqual(log, ["one", "one done", "two"]);
  assert.deepEqual(await locks.query(), { held: [], pending: [] });
});

test("what the callback throws rejects, and gives the lock back", async () => {
  await assert.rejects(locks.request("a", () => { throw new RangeError("no"); }), { name: "RangeError", message: "no" });
  await assert.rejects(locks.request("a", async () => { throw new RangeError("later"); }), { message: "later" });
  assert.equal(await locks.request("a", { ifAvailable: true }, (lock) => lock.name), "a");
});

test("shared locks are held together; requests are served in order", async () => {
  const log = [];
  const request = (label, mode) => locks.request("a", { mode }, async (lock) => {
    log.push(`${label} ${lock.mode}`);
    await turn(10);
    log.push(`${label} done`);
  });
  await Promise.all([request(1, "shared"), request(2, "shared"), request(3, "exclusive"), request(4, "shared")]);
  assert.deepEqual(log, ["1 shared", "2 shared", "1 done", "2 done", "3 exclusive", "3 done", "4 shared", "4 done"]);
});

test("locks of different names have nothing to do with each other", async () => {
  const names = ["", "abc", "\u{1F4A9}", "\uD800", "\uDC00", "\uFFFD", "a\u0000b", "a", " "];
  const held = await Promise.all(names.map((name) => hold(name, { ifAvailable: true })));
  assert.deepEqual(held.map(({ lock }) => lock.name), names);
  assert.deepEqual((await locks.query()).held.map(({ name }) => name), names);
  for (const { release } of held) release();
  await Promise.all(held.map(({ done }) => done));
  assert.equal(await locks.request({ toString: () => "text" }, ({ name }) => name), "text");
});

test("ifAvailable", async () => {
  const { release, done } = await hold("a", { mode: "shared" });
  assert.equal(await locks.request("a", { ifAvailable: true }, (lock) => lock), null);
  assert.equal(await locks.request("a", { ifAvailable: true, mode: "shared" }, (lock) => lock.mode), "shared");
  const waits = locks.request("a", () => "served");
  await turn();
  // Somebody waits, so even a shared lock is not available: it would overtake.
  assert.equal(await locks.request("a", { ifAvailable: true, mode: "shared" }, (lock) => lock), null);
  await assert.rejects(locks.request("a", { ifAvailable: true }, () => { throw new Error("of the callback"); }), { message: "of the callback" });
  release();
  await done;
  assert.equal(await waits, "served");
});

test("steal takes the lock from its holder and passes those who wait", async () => {
  const first = await hold("a");
  const lost = refused(first.done, "AbortError");
  const log = [];
  const waits = locks.request("a", () => log.push("waited"));
  await locks.request("a", { steal: true }, async (lock) => {
    assert.equal(lock.mode, "exclusive");
    await turn(5);
    log.push("stole");
  });
  await waits;
  await lost;
  assert.deepEqual(log, ["stole", "waited"]);
  first.release(); // too late: nothing happens
  await turn();
  assert.equal(await locks.request("free", { steal: true }, () => "nobody had it"), "nobody had it");
});

test("steal of shared locks, twice", async () => {
  const both = [await hold("a", { mode: "shared" }), await hold("a", { mode: "shared" })];
  const lost = Promise.all(both.map(({ done }) => refused(done, "AbortError")));
  const thief = locks.request("a", { steal: true }, () => new Promise(() => {}));
  const robbed = refused(thief, "AbortError");
  await locks.request("a", { steal: true }, () => lost);
  await robbed;
});

test("signal", async () => {
  const { release, done } = await hold("a");
  const controller = new AbortController();
  const reason = new Error("enough");
  const waits = locks.request("a", { signal: controller.signal }, () => assert.fail("it was aborted"));
  await turn();
  assert.equal((await locks.query()).pending.length, 1);
  controller.abort(reason);
  await assert.rejects(waits, (error) => error === reason);
  assert.equal((await locks.query()).pending.length, 0);
  await assert.rejects(locks.request("b", { signal: controller.signal }, () => assert.fail("it was aborted")), (error) => error === reason);
  await refused(locks.request("a", { signal: AbortSignal.timeout(5) }, () => {}), "TimeoutError");
  release();
  await done;
  // Granted but not yet called: the abort still wins, and the lock is free again.
  const late = new AbortController();
  const never = locks.request("a", { signal: late.signal }, () => assert.fail("it was aborted"));
  late.abort();
  await refused(never, "AbortError");
  // Once the callback runs the signal has no power over it.
  const inside = new AbortController();
  assert.equal(await locks.request("a", { signal: inside.signal }, async () => (inside.abort(), await turn(), "done")), "done");
});

test("an aborted request lets those behind it go on", async () => {
  const { release, done } = await hold("a", { mode: "shared" });
  const controller = new AbortController();
  const blocks = refused(locks.request("a", { signal: controller.signal }, () => {}), "AbortError");
  const behind = locks.request("a", { mode: "shared" }, () => "served");
  await turn();
  controller.abort();
  await blocks;
  assert.equal(await behind, "served");
  release();
  await done;
});

test("query", async () => {
  const held = [await hold("b"), await hold("a", { mode: "shared" }), await hold("a", { mode: "shared" })];
  const pending = ["a", "b", "a"].map((name) => locks.request(name, { mode: name === "b" ? "shared" : "exclusive" }, () => {}));
  const snapshot = await locks.query();
  const brief = (list) => list.map(({ name, mode }) => `${name} ${mode}`);
  assert.deepEqual(brief(snapshot.held), ["b exclusive", "a shared", "a shared"]);
  assert.deepEqual(brief(snapshot.pending), ["b shared", "a exclusive", "a exclusive"]);
  const ids = new Set([...snapshot.held, ...snapshot.pending].map(({ clientId }) => clientId));
  assert.ok(ids.size === 1 && typeof [...ids][0] === "string");
  for (const { release } of held) release();
  await Promise.all(pending);
  assert.deepEqual(await locks.query(), { held: [], pending: [] });
});

test("what is refused rejects", async () => {
  const f = () => assert.fail("it was refused");
  const { signal } = new AbortController();
  for (const args of [[], ["a"], ["a", {}], ["a", null], ["a", {}, null], ["a", {}, {}], ["a", 5, f], ["a", { mode: "foo" }, f],
    ["a", { mode: null }, f], ["a", { signal: null }, f], ["a", { signal: {} }, f], [Symbol("a"), f]]) {
    await refused(locks.request(...args), "TypeError");
  }
  for (const args of [["-", f], ["-a", f], ["a", { steal: true, ifAvailable: true }, f], ["a", { steal: true, mode: "shared" }, f],
    ["a", { signal, steal: true }, f], ["a", { signal, ifAvailable: true }, f]]) {
    await refused(locks.request(...args), "NotSupportedError");
  }
  await refused(LockManager.prototype.request.call({}, "a", f), "TypeError");
  assert.deepEqual(await locks.query(), { held: [], pending: [] });
});

test("missing options are fine", async () => {
  for (const options of [undefined, null, {}, { signal: undefined, mode: undefined }]) {
    assert.equal(await locks.request("a", options, ({ mode }) => mode), "exclusive");
  }
});

test("shape", () => {
  for (const Class of [Lock, LockManager, Navigator]) assert.throws(() => new Class(), { name: "TypeError" });
  assert.ok(navigator instanceof Navigator && locks instanceof LockManager && navigator.locks === locks);
  assert.deepEqual(Object.keys(LockManager.prototype).sort(), ["query", "request"]);
  assert.deepEqual([locks.request.length, locks.query.length], [2, 0]);
  assert.ok(Number.isInteger(navigator.hardwareConcurrency) && navigator.hardwareConcurrency > 0);
  assert.match(navigator.userAgent, /^lariat(\/|$)/);
  assert.ok(navigator.languages.includes(navigator.language) && Object.isFrozen(navigator.languages));
  assert.equal(typeof navigator.platform, "string");
  assert.equal(Object.prototype.toString.call(navigator), "[object Navigator]");
});
