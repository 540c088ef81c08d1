import { test, assert } from "lariat:test";
import { AsyncEvent, Barrier, Condition, Latch, Mutex, once, SingleFlight } from "lariat:lock";
import { BrokenBarrierError, OwnershipError } from "lariat:errors";
import { AsyncContext, currentSignal, sleep, taskGroup, withSignal, withTimeout } from "lariat:task";

const named = (name) => (error) => error.name === name;
const wrong = (message) => ({ name: "TypeError", code: "ERR_ARG_TYPE", message });
const broken = (message) => (error) => error instanceof BrokenBarrierError && error.code === "ERR_BROKEN_BARRIER" && message.test(error.message);

test("a condition gives the mutex away while it waits and has it again afterwards", async () => {
  const mutex = new Mutex({ name: "m" }), condition = new Condition(mutex, { name: "c" }), trace = [];
  assert.deepEqual([condition.mutex, condition.name, condition.waiting], [mutex, "c", 0]);
  const token = await mutex.lock();
  const waiting = condition.wait(token).then(() => trace.push(`woken, held ${token.held}`));
  assert.deepEqual([token.held, mutex.locked, condition.waiting], [false, false, 1]);
  const other = await mutex.lock();
  assert.equal(condition.notify(), 1);
  assert.equal(condition.waiting, 0);
  await sleep(1);
  assert.deepEqual(trace, []);
  other.release();
  await waiting;
  assert.deepEqual(trace, ["woken, held true"]);
  assert.equal(token.release(), true);
  assert.equal(mutex.locked, false);
});

test("notify wakes in the order of the waits, as many as it says", async () => {
  const condition = new Condition(), order = [];
  const wait = async (n) => {
    using token = await condition.mutex.lock();
    await condition.wait(token);
    order.push(n);
  };
  const all = [1, 2, 3, 4, 5].map(wait);
  await sleep(1);
  assert.equal(condition.notify(), 1);
  await sleep(1);
  assert.deepEqual(order, [1]);
  assert.equal(condition.notify(2), 2);
  await sleep(1);
  assert.deepEqual(order, [1, 2, 3]);
  assert.equal(condition.notify(0), 0);
  assert.equal(condition.notifyAll(), 2);
  await Promise.all(all);
  assert.deepEqual([order.join(""), condition.notify(), condition.notifyAll()], ["12345", 0, 0]);
  assert.throws(() => condition.notify(-1), RangeError);
  assert.throws(() => condition.notify("all"), TypeError);
});

test("a condition of its own has one mutex, always the same object", () => {
  const condition = new Condition();
  assert.ok(condition.mutex instanceof Mutex);
  assert.equal(condition.mutex, condition.mutex);
  assert.equal(new Condition(null, { name: "x" }).mutex.name, "x");
  class Sub extends Mutex {}
  const sub = new Sub();
  assert.equal(new Condition(sub).mutex, sub);
  assert.throws(() => new Condition({}), wrong('new Condition: "mutex" must be a Mutex'));
});

test("a condition takes only a token that holds its mutex", async () => {
  const condition = new Condition();
  const foreign = await new Mutex().lock(), released = await condition.mutex.lock();
  released.release();
  for (const token of [foreign, released]) {
    await assert.rejects(condition.wait(token), OwnershipError);
    await assert.rejects(condition.waitFor(token, () => true), OwnershipError);
  }
  assert.ok(foreign.held);
  await assert.rejects(condition.wait(), wrong('Condition.wait: "token" must be a Token'));
  await assert.rejects(condition.waitFor(foreign), wrong('Condition.waitFor: "predicate" must be a function'));
});

test("a token that is released while it waits for a condition does not come back", async () => {
  const condition = new Condition();
  const token = await condition.mutex.lock();
  const waiting = condition.wait(token);
  assert.equal(token.release(), true);
  condition.notify();
  await assert.rejects(waiting, OwnershipError);
  assert.deepEqual([token.held, condition.mutex.locked], [false, false]);
});

test("a cancelled wait for a condition has the mutex again before it rejects", async () => {
  const condition = new Condition();
  const token = await condition.mutex.lock();
  const waiting = condition.wait(token, { timeout: 5 }).catch((error) => [error.name, token.held, other.held]);
  const other = await condition.mutex.lock();
  await sleep(50);
  other.release();
  assert.deepEqual(await waiting, ["TimeoutError", true, false]);
  token.release();
});

test("a notification that meets a cancellation goes to the next", async () => {
  const condition = new Condition(), controller = new AbortController();
  const first = await condition.mutex.lock();
  const cancelled = condition.wait(first, { signal: controller.signal }).catch((e) => e.name).finally(() => first.release());
  const second = await condition.mutex.lock();
  const woken = condition.wait(second).then(() => second.release());
  controller.abort();
  assert.equal(condition.notify(), 1);
  assert.equal(await cancelled, "AbortError");
  await woken;
});

test("waitFor asks at first and after each notification, with the mutex held", async () => {
  const condition = new Condition(), asked = [];
  let n = 0;
  const token = await condition.mutex.lock();
  await condition.waitFor(token, () => true);
  const waiting = condition.waitFor(token, () => { asked.push([n, condition.mutex.locked]); return n >= 2; });
  for (n = 1; n <= 3; n++) {
    condition.notifyAll();
    await sleep(1);
  }
  await waiting;
  assert.deepEqual(asked, [[0, true], [1, true], [2, true]]);
  assert.ok(token.held);
  token.release();
});

test("the timeout of waitFor is for all of its waits together", async (t) => {
  const condition = new Condition(), before = t.clock.now();
  using token = await condition.mutex.lock();
  const waiting = condition.waitFor(token, () => false, { timeout: 25 });
  waiting.catch(() => {});
  for (let i = 0; i < 4; i++) { await sleep(10); condition.notifyAll(); }
  await assert.rejects(waiting, named("TimeoutError"));
  assert.ok(token.held);
  assert.equal(t.clock.now() - before, 40);
});

test("a predicate that throws or gives a promise rejects, with the mutex held", async () => {
  const condition = new Condition(), boom = new Error("boom");
  using token = await condition.mutex.lock();
  await assert.rejects(condition.waitFor(token, () => { throw boom; }), (error) => error === boom);
  await assert.rejects(condition.waitFor(token, async () => true), /predicate.*promise/);
  let asked = 0;
  const later = condition.waitFor(token, () => { if (asked++) throw boom; });
  condition.notify();
  await assert.rejects(later, (error) => error === boom);
  assert.ok(token.held);
});

test("an event lets everybody through while it is set", async () => {
  const event = new AsyncEvent({ name: "ready" });
  assert.deepEqual([event.name, event.isSet, event.waiting], ["ready", false, 0]);
  const order = [];
  const all = [1, 2, 3].map((n) => event.wait().then(() => order.push(n)));
  assert.equal(event.waiting, 3);
  event.set();
  event.clear();
  await Promise.all(all);
  assert.deepEqual([order.join(""), event.isSet], ["123", false]);
  event.set();
  event.set();
  assert.equal(await event.wait(), undefined);
  assert.ok(new AsyncEvent({ initial: true }).isSet);
});

test("a latch opens at zero, for good", async () => {
  const latch = new Latch(3, { name: "l" });
  let open = false;
  const waiting = latch.wait().then(() => { open = true; });
  latch.countDown();
  assert.deepEqual([latch.count, latch.waiting, latch.name, open], [2, 1, "l", false]);
  latch.countDown(5);
  assert.equal(latch.count, 0);
  await waiting;
  latch.countDown();
  await latch.wait();
  await new Latch(0).wait();
  assert.throws(() => new Latch(), TypeError);
  assert.throws(() => new Latch(-1), RangeError);
  for (const n of [0, -1, 0.5]) assert.throws(() => latch.countDown(n), RangeError);
});

test("a barrier lets its parties go on together, round after round", async () => {
  const barrier = new Barrier(3, { name: "b" }), trace = [];
  assert.deepEqual([barrier.parties, barrier.waiting, barrier.broken, barrier.name], [3, 0, false, "b"]);
  const party = async (name) => {
    const indexes = [];
    for (let round = 0; round < 3; round++) {
      await sleep(name === "slow" ? 5 : 1);
      trace.push(round);
      indexes.push(await barrier.wait());
    }
    return indexes;
  };
  const [a, b, slow] = await Promise.all([party("a"), party("b"), party("slow")]);
  assert.deepEqual(trace, [0, 0, 0, 1, 1, 1, 2, 2, 2]);
  assert.deepEqual([a, b, slow], [[0, 0, 0], [1, 1, 1], [2, 2, 2]]);
  assert.equal(await new Barrier(1).wait(), 0);
  for (const parties of [0, -1, 1.5]) assert.throws(() => new Barrier(parties), RangeError);
  assert.throws(() => new Barrier(), TypeError);
});

test("the action of a barrier runs once a round, before anybody goes on", async () => {
  const trace = [];
  const barrier = new Barrier(2, { action: async () => { trace.push("action"); await sleep(5); trace.push("done"); } });
  const party = () => barrier.wait().then(() => trace.push("party"));
  for (let round = 0; round < 2; round++) {
    await Promise.all([party(), party()]);
    assert.deepEqual(trace.splice(0), ["action", "done", "party", "party"]);
  }
  const early = [party(), party(), party(), party()];
  await sleep(20);
  assert.deepEqual(trace.toSorted().join(), "action,action,done,done,party,party,party,party");
  await Promise.all(early);
  assert.throws(() => new Barrier(2, { action: 5 }), wrong('new Barrier: "action" must be a function'));
});

test("an action that fails breaks the barrier", async () => {
  const boom = new Error("boom");
  for (const action of [() => { throw boom; }, async () => { await sleep(1); throw boom; }]) {
    const barrier = new Barrier(2, { action });
    const both = await Promise.allSettled([barrier.wait(), barrier.wait()]);
    for (const { reason } of both) {
      assert.ok(broken(/the action of Barrier #\d+ failed/)(reason));
      assert.equal(reason.cause, boom);
    }
    assert.ok(barrier.broken);
  }
});

test("a party that leaves breaks the barrier for the others", async () => {
  for (const leave of [
    (barrier) => barrier.wait({ timeout: 5 }),
    (barrier) => withTimeout(5, () => barrier.wait()),
    (barrier) => barrier.wait({ signal: AbortSignal.timeout(5) }),
    (barrier) => sleep(5).then(() => barrier.wait({ signal: AbortSignal.abort() })),
    (barrier) => withSignal(AbortSignal.timeout(5), async () => { await sleep("1h").catch(() => {}); await barrier.wait(); }),
  ]) {
    const barrier = new Barrier(3);
    const stays = barrier.wait().catch((error) => error);
    const leaves = leave(barrier).catch((error) => error);
    assert.match((await leaves).name, /TimeoutError|AbortError/);
    assert.ok(broken(/a party of Barrier #\d+ left/)(await stays));
    assert.equal(barrier.broken, true);
    await assert.rejects(barrier.wait(), BrokenBarrierError);
    barrier.reset();
    assert.deepEqual([barrier.broken, barrier.waiting], [false, 0]);
    assert.deepEqual(await Promise.all([barrier.wait(), barrier.wait(), barrier.wait()]), [0, 1, 2]);
  }
});

test("abort breaks a barrier with its reason, reset sends the parties away", async () => {
  const barrier = new Barrier(2), why = { any: "value" };
  let waiting = barrier.wait().catch((error) => error);
  barrier.abort(why);
  assert.ok(broken(/was aborted/)(await waiting));
  assert.equal((await waiting).cause, why);
  await assert.rejects(barrier.wait(), (error) => error.cause === why);
  barrier.reset();
  waiting = barrier.wait().catch((error) => error);
  barrier.reset();
  assert.ok(broken(/was reset/)(await waiting));
  assert.equal(barrier.broken, false);
  barrier.abort();
  await assert.rejects(barrier.wait(), (error) => !("cause" in error) && error instanceof BrokenBarrierError);
});

test("once runs a single time and shares its result", async () => {
  let runs = 0;
  const object = { base: 10, load: once(async function load(n) { runs++; await sleep(1); return this.base + n; }) };
  assert.equal(object.load.name, "load");
  assert.equal(once(() => {}).name, "once");
  const results = await Promise.all([object.load(1), object.load(2), object.load(3)]);
  assert.deepEqual([results, await object.load(4), runs], [[11, 11, 11], 11, 1]);
  assert.equal(await once(() => 5)(), 5);
  assert.equal(await once(() => undefined)(), undefined);
  assert.throws(() => once(5), wrong('once: "fn" must be a function'));
});

test("once tries again after a failure, unless failures are kept", async () => {
  for (const [options, runsInAll] of [[undefined, 3], [{ cacheErrors: false }, 3], [{ cacheErrors: true }, 1]]) {
    let runs = 0;
    const boom = new Error("boom");
    const flaky = once(async () => { runs++; await null; throw boom; }, options);
    const both = await Promise.allSettled([flaky(), flaky()]);
    assert.ok(both.every(({ reason }) => reason === boom));
    assert.equal(runs, 1);
    for (let i = 0; i < 2; i++) await assert.rejects(flaky(), (error) => error === boom);
    assert.equal(runs, runsInAll);
  }
  let calls = 0;
  const second = once(() => { if (++calls < 2) throw new Error("first"); return calls; });
  await assert.rejects(second(), /first/);
  assert.deepEqual([await second(), await second()], [2, 2]);
});

test("a single flight shares one execution a key", async () => {
  const flights = new SingleFlight({ name: "f" });
  let runs = 0;
  const load = (key) => flights.do(key, async (signal) => {
    runs++;
    assert.equal(signal, currentSignal());
    await sleep(1);
    return { key };
  });
  const [a, b, c] = await Promise.all([load("x"), load("x"), load("y")]);
  assert.equal(a, b);
  assert.notEqual(a, c);
  assert.deepEqual([runs, flights.size, flights.name], [2, 0, "f"]);
  assert.notEqual(await load("x"), a);
  assert.equal(await flights.do("now", () => 7), 7);
  const boom = new Error("boom");
  const failed = await Promise.allSettled([1, 2].map(() => flights.do(1, async () => { await null; throw boom; })));
  assert.ok(failed.every(({ reason }) => reason === boom));
  await assert.rejects(flights.do(1, () => { throw boom; }), (error) => error === boom);
  await assert.rejects(flights.do(null, () => {}), TypeError);
  await assert.rejects(flights.do("x"), wrong('SingleFlight.do: "fn" must be a function'));
});

test("forget starts an execution anew and leaves the old one to its callers", async () => {
  const flights = new SingleFlight();
  const run = (value) => flights.do("k", async () => { await sleep(1); return value; });
  const old = run("old");
  flights.forget("k");
  const fresh = run("fresh"), joined = run("never");
  assert.deepEqual(await Promise.all([old, fresh, joined]), ["old", "fresh", "fresh"]);
});

test("shared executions see the context of their first caller", async () => {
  const user = new AsyncContext.Variable(), flights = new SingleFlight();
  const who = async () => { await null; return user.get(); };
  for (const ask of [() => flights.do("k", who), once(who)]) {
    assert.deepEqual(await Promise.all([user.run("ann", ask), user.run("bob", ask)]), ["ann", "ann"]);
  }
  await taskGroup((group) => { group.spawn(() => flights.do("k", () => sleep(1))); });
});
