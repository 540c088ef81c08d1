// Governor.all of everything that admits callers, from several isolates at once.
import { test, assert } from "lariat:test";
import { Governor } from "lariat:errors";
import { AdaptiveLimiter, RateLimiter, TaskQueue } from "lariat:limit";
import { AsyncEvent, Mutex, Semaphore } from "lariat:lock";
import { Bulkhead, CircuitBreaker } from "lariat:retry";
import { SharedCounter } from "lariat:shared";
import { map, sleep, taskGroup, withTimeout } from "lariat:task";
import { WorkerPool } from "lariat:worker";

const everything = () => ({
  mutex: new Mutex({ name: "m" }), semaphore: new Semaphore(3), rate: new RateLimiter({ limit: 1000, burst: 3 }),
  bulkhead: new Bulkhead(2), adaptive: new AdaptiveLimiter({ min: 2, max: 2, initial: 2 }),
  breaker: new CircuitBreaker({ failures: 1000 }),
});
const atRest = ({ mutex, semaphore, rate, bulkhead, adaptive }) => assert.deepEqual(
  [mutex.locked, mutex.waiting, semaphore.available, semaphore.waiting, rate.waiting, bulkhead.running, bulkhead.waiting, adaptive.inflight, adaptive.waiting],
  [false, 0, 3, 0, 0, 0, 0, 0, 0]);

// This runs in each isolate: some of everything, in any order, for a while, with a limit of time.
export async function user(shared, inside, times) {
  const { Governor } = await import("lariat:errors");
  const { sleep, withTimeout } = await import("lariat:task");
  let served = 0;
  for (let i = 0; i < times; i++) {
    const names = Object.keys(shared).sort(() => Math.random() - 0.5).slice(0, 1 + Math.floor(Math.random() * 6));
    const all = Governor.all(...names.map((name) => shared[name]));
    await withTimeout(Math.random() * 60, () => all.with(async () => {
      if (names.includes("mutex") && inside.add(1) !== 1) throw new Error("two are inside");
      try {
        await sleep(Math.random() * 3);
      } finally {
        if (names.includes("mutex")) inside.add(-1);
      }
      served++;
    })).catch((error) => { if (error.name !== "TimeoutError") throw error; });
  }
  return served;
}

test("isolates that name them in any order neither block each other nor lose anything", async () => {
  const shared = everything(), inside = new SharedCounter();
  await using pool = new WorkerPool({ max: 3 });
  const jobs = Array.from({ length: 6 }, () => pool.run(user, shared, inside, 40));
  jobs.push(user(shared, inside, 40), user(shared, inside, 40));
  const served = (await Promise.all(jobs)).reduce((a, b) => a + b);
  assert.ok(served > 50, served);
  atRest(shared);
});

test("a worker that dies while it waits for all loses nothing", async () => {
  const shared = everything(), pool = new WorkerPool({ max: 2 });
  using held = await shared.mutex.lock();
  const lost = [1, 2].map(() => pool.run(async (s) => {
    const { Governor } = await import("lariat:errors");
    await Governor.all(...Object.values(s)).acquire();
  }, shared).catch(() => {}));
  while (shared.mutex.waiting < 2) await sleep(1);
  await pool.terminate();
  await Promise.all(lost);
  held.release();
  await Governor.all(...Object.values(shared)).with(() => {});
  atRest(shared);
});

test("nothing is held, and no turn is spent, while one of them is waited for", async () => {
  const { mutex, semaphore, rate } = everything();
  for (const all of [Governor.all(mutex, semaphore, rate), Governor.all(rate, mutex, semaphore)]) {
    const held = await mutex.lock();
    const waits = all.acquire();
    assert.deepEqual([semaphore.available, rate.available, mutex.waiting], [3, 3, 1]);
    assert.equal(all.tryAcquire(), null);
    assert.equal(rate.available, 3);
    held.release();
    const token = await waits;
    assert.deepEqual([semaphore.available, rate.available, mutex.locked], [2, 2, true]);
    token.release();
    await sleep(10);
  }
});

test("a script's own governor among them", async () => {
  class Own extends Governor {
    #inner = new Semaphore(1);
    acquire(options) { return this.#inner.acquire(options); }
    tryAcquire() { return this.#inner.tryAcquire(); }
    get free() { return this.#inner.available; }
  }
  const own = new Own(), other = new Own(), shared = everything();
  let inside = 0;
  await taskGroup((group) => {
    for (let i = 0; i < 60; i++) {
      const list = [own, other, ...Object.values(shared)].sort(() => Math.random() - 0.5).slice(0, 2 + (i % 6));
      group.spawn(() => withTimeout(Math.random() * 200, () => Governor.all(...list).with(async () => {
        if (list.includes(own)) assert.equal(++inside, 1);
        try {
          await sleep(Math.random() * 4);
        } finally {
          if (list.includes(own)) inside--;
        }
      })).catch((error) => assert.equal(error.name, "TimeoutError", error.stack)));
    }
  });
  assert.deepEqual([own.free, other.free], [1, 1]);
  atRest(shared);
});

test("they are a concurrency like any other", async () => {
  const { semaphore, rate, adaptive } = everything(), all = Governor.all(rate, semaphore, adaptive);
  let running = 0, most = 0;
  const work = async (n) => {
    most = Math.max(most, ++running);
    await sleep(5);
    running--;
    return n;
  };
  assert.deepEqual(await map([1, 2, 3, 4, 5], work, { concurrency: all }), [1, 2, 3, 4, 5]);
  assert.equal(most, 2);
  const queue = new TaskQueue({ concurrency: all });
  assert.deepEqual(await Promise.all([1, 2, 3, 4, 5].map((n) => queue.add(() => work(n)))), [1, 2, 3, 4, 5]);
  assert.equal(most, 2);
});

test("a breaker that is open refuses at once, and what was given up says nothing to it", async () => {
  const breaker = new CircuitBreaker({ failures: 1, openFor: "1h" }), mutex = new Mutex(), all = Governor.all(mutex, breaker);
  using held = await mutex.lock();
  await assert.rejects(withTimeout(5, () => all.acquire()), { name: "TimeoutError" });
  assert.equal(breaker.state, "closed");
  breaker.open();
  await assert.rejects(all.acquire(), { code: "ERR_CIRCUIT_OPEN" });
  assert.equal(mutex.waiting, 0);
});

test("a deadlock is still found, and a wait for a turn is none", async () => {
  const mutex = new Mutex({ name: "account" }), rate = new RateLimiter({ limit: 1, interval: "1m" });
  using held = await mutex.lock();
  const error = await Governor.all(mutex, rate).acquire().catch((e) => e);
  assert.equal(error.code, "ERR_DEADLOCK");
  assert.match(error.waits[0].waitsFor, /Governor.all\(Mutex "account", RateLimiter #\d+\)/);
  const free = new Mutex();
  await rate.acquire();
  await Governor.all(free, rate).acquire();
});

test("who has had the turn of a limiter and then meets a deadlock is told of it", async () => {
  const limiter = new RateLimiter({ limit: 1, interval: 100, name: "turns" }), mutex = new Mutex({ name: "stuck" });
  const never = new AsyncEvent({ name: "never" });
  await limiter.acquire();
  const both = Governor.all(mutex, limiter).acquire(); // the mutex is free, the turn comes in 100 ms
  const holder = (async () => {
    using token = await mutex.lock();
    await never.wait();
  })();
  const results = await Promise.allSettled([both, holder]);
  for (const [i, text] of [/waits for Governor.all\(Mutex "stuck", RateLimiter "turns"\) at .*, held by task/, /AsyncEvent "never"/].entries()) {
    assert.equal(results[i].reason?.name, "DeadlockError");
    assert.match(results[i].reason.message, text);
  }
  assert.equal(mutex.locked, false);
  using token = await Governor.all(mutex, limiter).acquire({ timeout: "1s" });
});

test("and who waits for a lock after a turn, and gets it, is not", async () => {
  const limiter = new RateLimiter({ limit: 1, interval: 100 }), mutex = new Mutex();
  await limiter.acquire();
  const both = [1, 2].map(() => Governor.all(mutex, limiter).with(() => sleep(150)));
  const holder = mutex.with(() => sleep(1000));
  await Promise.all([...both, holder]);
});
