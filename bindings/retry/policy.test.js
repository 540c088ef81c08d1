// Circuit breakers, hedged calls, bulkheads, fallbacks, and policies that combine them.
import { test, assert } from "lariat:test";
import { backoff, Bulkhead, CircuitBreaker, compose, fallback, hedge, policy, retry, RetryBudget, StopRetry } from "lariat:retry";
import { CircuitOpenError, Governor } from "lariat:errors";
import { Mutex, Semaphore } from "lariat:lock";
import { WorkerPool } from "lariat:worker";
import { map, sleep, withSignal, withTimeout } from "lariat:task";

const named = (name) => (error) => error.name === name;
const fail = async () => { throw new Error("down"); };
const swallow = (promise) => promise.catch(() => {});

test("a breaker tells of its state, wherever the calls are", async () => {
  const heard = [];
  const breaker = new CircuitBreaker({ failures: 1, openFor: 10, onStateChange: ({ from, to }) => heard.push(`${from} ${to}`) });
  await swallow(breaker.run(fail));
  assert.deepEqual(heard, []);
  await sleep(10);
  assert.deepEqual(heard, ["closed open"]);
  await using pool = new WorkerPool({ max: 1 });
  await pool.run((breaker) => breaker.run(() => {}), breaker);
  await sleep(1);
  assert.deepEqual(heard, ["closed open", "open half-open", "half-open closed"]);
  breaker.close();
  breaker.open();
  await sleep(1);
  assert.deepEqual(heard.slice(3), ["closed open"]);
  assert.throws(() => new CircuitBreaker({ onStateChange: "log" }), /"onStateChange" must be a function/);
});

test("a breaker opens after failures in a row, and refuses at once", async () => {
  const breaker = new CircuitBreaker({ failures: 2, openFor: 1000, name: "mail" });
  await swallow(breaker.run(fail));
  assert.equal(await breaker.run(() => "ok"), "ok");
  await swallow(breaker.run(fail));
  assert.equal(breaker.state, "closed");
  await swallow(breaker.run(() => { throw new Error("sync"); }));
  assert.equal(breaker.state, "open");
  let called = false;
  const error = await breaker.run(() => { called = true; }).catch((e) => e);
  assert.ok(error instanceof CircuitOpenError && !called);
  assert.deepEqual([error.code, error.retryAfter, error.message], ["ERR_CIRCUIT_OPEN", 1000, 'CircuitBreaker "mail" is open']);
  assert.equal(breaker.tryAcquire(), null);
  await sleep(400);
  assert.equal((await breaker.acquire().catch((e) => e)).retryAfter, 600);
});

test("half-open, a few calls try it out", async () => {
  const breaker = new CircuitBreaker({ failures: 1, openFor: 1000, halfOpenCalls: 2 });
  await swallow(breaker.run(fail));
  await sleep(1000);
  assert.equal(breaker.state, "half-open");
  const [a, b] = [breaker.run(() => sleep(10)), breaker.run(() => sleep(20))];
  assert.equal((await breaker.run(() => 1).catch((e) => e)).retryAfter, 0);
  await a;
  assert.equal(breaker.state, "half-open");
  await b;
  assert.equal(breaker.state, "closed");
  await swallow(breaker.run(fail));
  await sleep(1000);
  const probes = [breaker.run(fail), breaker.run(() => sleep(10))];
  await swallow(probes[0]);
  assert.equal(breaker.state, "open");
  await probes[1]; // it began in another time, and has no say
  assert.equal(breaker.state, "open");
  await sleep(1000);
  const lost = [breaker.tryAcquire(), breaker.tryAcquire()];
  assert.equal(breaker.tryAcquire(), null);
  await sleep(1000);
  assert.ok(breaker.tryAcquire()); // one that does not come back is given up
  assert.ok(lost.every((token) => token.held));
});

test("the share of failures in the window counts", async () => {
  const breaker = new CircuitBreaker({ failureRate: 0.5, minCalls: 4, window: 1000 });
  for (let i = 0; i < 3; i++) await swallow(breaker.run(fail));
  assert.equal(breaker.state, "closed");
  await sleep(2000);
  for (let i = 0; i < 3; i++) await swallow(breaker.run(fail));
  assert.equal(breaker.state, "closed");
  for (let i = 0; i < 4; i++) await breaker.run(() => {});
  assert.equal(breaker.state, "closed");
  await swallow(breaker.run(fail));
  assert.equal(breaker.state, "open");
  const plain = new CircuitBreaker();
  for (let i = 0; i < 10; i++) await swallow(plain.run(fail));
  assert.equal(plain.state, "open");
});

test("what counts as a failure", async () => {
  const create = (options) => new CircuitBreaker({ failures: 1, ...options });
  const mine = create({ isFailure: (error) => error.message !== "down" });
  await assert.rejects(mine.run(fail), /down/);
  assert.equal(mine.state, "closed");
  await assert.rejects(create({ isFailure: () => { throw new Error("broken"); } }).run(fail), /broken/);
  const slow = create({ slowCall: 50 });
  await slow.run(() => sleep(50));
  assert.equal(slow.state, "closed");
  await slow.run(() => sleep(51));
  assert.equal(slow.state, "open");
  const cancelled = create(), controller = new AbortController();
  setTimeout(() => controller.abort(new Error("the user left")), 5);
  await assert.rejects(withSignal(controller.signal, () => cancelled.run(() => sleep("1h"))), /the user left/);
  await swallow(cancelled.run(() => { throw new DOMException("stopped", "AbortError"); }));
  assert.equal(cancelled.state, "closed");
  await swallow(withTimeout(5, () => cancelled.run(() => sleep("1h"))));
  assert.equal(cancelled.state, "open");
  await withTimeout(1, async () => {
    await swallow(sleep(5));
    await assert.rejects(mine.run(() => assert.fail()), named("TimeoutError"));
    await assert.rejects(mine.acquire(), named("TimeoutError"));
  }).catch(() => {});
});

test("a breaker is a Governor", async () => {
  const breaker = new CircuitBreaker({ failures: 2 }), mutex = new Mutex();
  assert.ok(breaker instanceof Governor);
  const token = await breaker.acquire();
  assert.deepEqual([token.fail(), token.fail(), token.release(), token.held], [true, false, false, false]);
  { using t = breaker.tryAcquire(); assert.ok(t.held); }
  await swallow(breaker.with(fail));
  assert.equal(breaker.state, "closed"); // the using block was a success
  await swallow(breaker.wrap(fail)());
  assert.equal(breaker.state, "open");
  breaker.close();
  const both = Governor.all(breaker, mutex);
  for (let i = 0; i < 2; i++) await assert.rejects(both.with(fail), /down/);
  assert.deepEqual([breaker.state, mutex.locked], ["open", false]);
  await assert.rejects(both.with(() => {}), named("CircuitOpenError"));
  breaker.close();
  assert.deepEqual(await map([1, 2], (x) => x, { concurrency: breaker }), [1, 2]);
  await assert.rejects(breaker.acquire({ weight: 2 }), RangeError);
  assert.throws(() => breaker.tryAcquire({ weight: 2 }), RangeError);
  breaker.open();
  await sleep("1h");
  assert.equal(breaker.state, "open");
  breaker.close();
  assert.equal(breaker.state, "closed");
});

test("wrong options are refused", () => {
  for (const options of [
    { failures: 0 }, { failures: 1.5 }, { failureRate: 0 }, { failureRate: 2 }, { minCalls: 0 }, { halfOpenCalls: 0 }, { window: 0 },
    { openFor: Infinity },
  ]) {
    assert.throws(() => new CircuitBreaker(options), RangeError);
  }
  assert.throws(() => new CircuitBreaker({ isFailure: 1 }), TypeError);
  for (const args of [[0], [1.5], [1, { maxQueue: -1 }]]) assert.throws(() => new Bulkhead(...args), RangeError);
  assert.throws(() => new Bulkhead(), TypeError);
});

test("breakers, bulkheads and budgets are the same in a worker", async () => {
  const breaker = new CircuitBreaker({ failures: 1, isFailure: () => false }), bulkhead = new Bulkhead(1), budget = new RetryBudget();
  const slot = bulkhead.tryAcquire();
  await using pool = new WorkerPool({ max: 1 });
  const seen = await pool.run(async (breaker, bulkhead, budget) => {
    await breaker.run(async () => { throw new Error("there"); }).catch(() => {});
    return [breaker.state, bulkhead.running, budget.rate];
  }, breaker, bulkhead, budget);
  assert.deepEqual([seen, breaker.state], [["open", 1, 0], "open"]); // isFailure stays here
  slot.release();
});

test("hedge starts another attempt when the first is slow, and cancels the losers", async (t) => {
  const began = t.clock.now(), log = [];
  const answer = await hedge(async ({ attempt, signal }) => {
    log.push([attempt, t.clock.now() - began]);
    try {
      await sleep(attempt === 1 ? "1h" : 30);
    } catch (error) {
      log.push([error.name, signal.aborted]);
      throw error;
    }
    return attempt;
  }, { delay: 10, max: 3 });
  assert.equal(answer, 2);
  assert.deepEqual(log.slice(0, 3), [[1, 0], [2, 10], [3, 20]]);
  assert.deepEqual(log.slice(3), [["AbortError", true], ["AbortError", true]]);
  assert.equal(t.clock.now() - began, 40);
  assert.equal(await hedge(() => "at once", { delay: 0 }), "at once");
  assert.equal(await hedge(({ attempt }) => (attempt === 1 ? new Promise(() => {}) : "foreign"), { delay: 1 }), "foreign");
});

test("hedge goes on at once after a failure, and fails when all do", async (t) => {
  const began = t.clock.now();
  assert.equal(await hedge(({ attempt }) => { if (attempt < 3) throw new Error("x"); return attempt; }, { delay: "1h", max: 3 }), 3);
  const error = await hedge(fail, { delay: "1h", max: 3 }).catch((e) => e);
  assert.ok(error instanceof AggregateError);
  assert.deepEqual([error.message, error.errors.length], ["all attempts of hedge failed", 3]);
  await assert.rejects(hedge(fail, { max: 1 }), /down/);
  await assert.rejects(hedge(() => { throw new TypeError("mine"); }, { max: 5 }), named("TypeError"));
  await assert.rejects(hedge(() => { throw new StopRetry(new Error("stop")); }, { max: 5 }), /stop/);
  assert.equal(t.clock.now(), began);
});

test("hedge obeys the scope and the budget", async () => {
  let calls = 0;
  await assert.rejects(withTimeout(50, () => hedge(() => { calls++; return sleep("1h"); }, { delay: 20, max: 9 })), named("TimeoutError"));
  assert.equal(calls, 3);
  const budget = new RetryBudget({ ratio: 0, minPerSecond: 0 });
  assert.equal(await hedge(async ({ attempt }) => { await sleep(50); return attempt; }, { delay: 1, budget }), 1);
  await assert.rejects(hedge(fail, { delay: 1, budget }), /down/);
  await withTimeout(1, async () => {
    await swallow(sleep(5));
    await assert.rejects(hedge(() => assert.fail()), named("TimeoutError"));
  }).catch(() => {});
  await assert.rejects(hedge(), /hedge: "fn" must be a function/);
  for (const options of [{ max: 0 }, { delay: -1 }, { delay: "soon" }]) await assert.rejects(hedge(fail, options), RangeError);
});

test("p95 follows the calls of the same place, or of the same policy", async (t) => {
  let slow = false, attempts = 0;
  const fn = async ({ attempt } = {}) => { attempts++; await sleep(slow && attempt !== 2 ? "1h" : 10); };
  const call = () => hedge(fn);
  for (let i = 0; i < 10; i++) await call();
  assert.equal(attempts, 10);
  slow = true;
  const began = t.clock.now();
  await call();
  assert.equal(t.clock.now() - began, 20);
  slow = false;
  const hedged = compose(policy.hedge());
  for (let i = 0; i < 10; i++) await hedged(() => sleep(10));
  let n = 0;
  await hedged(() => sleep(++n === 1 ? "1h" : 1));
  assert.equal(n, 2);
});

test("a bulkhead bounds those inside and those in line", async () => {
  const bulkhead = new Bulkhead(2, { maxQueue: 1, maxWait: 50, name: "db" });
  const inside = await Promise.all([bulkhead.acquire(), bulkhead.acquire()]);
  const waits = bulkhead.acquire();
  assert.deepEqual([bulkhead.running, bulkhead.waiting, bulkhead.name], [2, 1, "db"]);
  const refusal = await bulkhead.acquire().catch((e) => e);
  assert.equal(refusal.code, "ERR_QUEUE_FULL");
  assert.match(refusal.message, /Bulkhead "db" is full, and 1 callers may wait/);
  await assert.rejects(waits, (e) => e.name === "TimeoutError" && /timed out after 50 ms/.test(e.message));
  const again = bulkhead.acquire({ timeout: "1m" });
  await sleep(100);
  inside[0].release();
  (await again).release();
  assert.equal(bulkhead.tryAcquire().release(), true);
  inside[1].release();
  assert.equal(bulkhead.running, 0);
  await assert.rejects(bulkhead.acquire({ weight: 3 }), RangeError);
  await assert.rejects(bulkhead.acquire({ weight: 0 }), RangeError);
  using heavy = await bulkhead.acquire({ weight: 2 });
  assert.equal(bulkhead.running, 2);
  const controller = new AbortController();
  const left = bulkhead.acquire({ signal: controller.signal });
  controller.abort("gone");
  assert.equal(await left.catch((e) => e), "gone");
  assert.equal(bulkhead.waiting, 0);
});

test("fallback gives another value, but not for what was cancelled", async () => {
  assert.equal(await fallback(() => 1, 2), 1);
  assert.equal(await fallback(fail, 2), 2);
  assert.equal(await fallback(() => { throw new Error("sync"); }, async (error) => error.message), "sync");
  await assert.rejects(fallback(fail, () => { throw new Error("too"); }), /too/);
  await assert.rejects(withTimeout(5, () => fallback(() => sleep("1h"), 2)), named("TimeoutError"));
  await assert.rejects(fallback(1, 2), /fallback: "fn" must be a function/);
});

test("compose puts policies around a call, the first one outermost", async (t) => {
  const log = [];
  const trace = (name) => async (next) => {
    log.push(`${name} in`);
    try { return await next(); } finally { log.push(`${name} out`); }
  };
  assert.equal(await compose(trace("a"), trace("b"))(() => "done"), "done");
  assert.deepEqual(log, ["a in", "b in", "b out", "a out"]);
  assert.equal(await compose()(() => 1), 1);
  await assert.rejects(compose(() => { throw new Error("sync"); })(() => 1), /sync/);
  await assert.rejects(compose()(1), /compose: "fn" must be a function/);
  assert.throws(() => compose(1), /compose: "policies" must be a function/);

  const breaker = new CircuitBreaker({ failures: 2 });
  const began = t.clock.now();
  const again = policy.retry({ attempts: 5, backoff: backoff.constant(100) });
  const safe = compose(policy.fallback("nothing"), policy.timeout("1s"), again, policy.govern(breaker));
  assert.equal(await safe(fail), "nothing");
  assert.deepEqual([breaker.state, t.clock.now() - began], ["open", 200]);
  breaker.close();
  assert.equal(await safe(() => sleep("1h")), "nothing");
});

test("policies check what they are made of", async () => {
  assert.throws(() => policy.timeout("soon"), RangeError);
  assert.throws(() => policy.govern({}), TypeError);
  assert.throws(() => policy.govern(0), RangeError);
  assert.throws(() => policy.retry({ attempts: 0 }), RangeError);
  assert.throws(() => policy.hedge({ max: 0 }), RangeError);
  let running = 0, most = 0;
  const work = async () => { most = Math.max(most, ++running); await sleep(1); running--; };
  for (const g of [2, new Semaphore(2), { acquire: ((s) => () => s.acquire())(new Semaphore(2)) }]) {
    most = 0;
    const two = compose(policy.govern(g));
    await Promise.all([two(work), two(work), two(work)]);
    assert.equal(most, 2);
  }
  await assert.rejects(compose(policy.timeout(5))(() => sleep("1h")), /policy.timeout timed out after 5 ms/);
});

test("a breaker tells retry when to come again", async (t) => {
  const breaker = new CircuitBreaker({ failures: 1, openFor: 500 });
  const began = t.clock.now();
  let calls = 0;
  const fn = () => breaker.run(async () => { if (++calls === 1) throw new Error("x"); return t.clock.now() - began; });
  assert.equal(await retry(fn, { backoff: backoff.constant(1), attempts: 4 }), 500);
});
