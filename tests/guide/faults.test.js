import { test, assert } from "lariat:test";
import { RateLimiter } from "lariat:limit";
import { BoundedSemaphore } from "lariat:lock";
import { EventLoop } from "lariat:loop";
import { ResourcePool } from "lariat:resource";
import { retry } from "lariat:retry";
import { map, sleep, taskGroup } from "lariat:task";
import { WorkerPool } from "lariat:worker";

// The guide's release() waits for the lock that an acquire() holds while it waits for the release.
test("semaphore: a release while somebody waits is no deadlock", async () => {
  const semaphore = new BoundedSemaphore(1);
  const first = await semaphore.acquire();
  const second = semaphore.acquire({ timeout: "1s" });
  assert.equal(semaphore.waiting, 1);
  first.release();
  const token = await second;
  token.release();
  assert.equal(semaphore.available, 1);
});

// Its waiters stand in a set, so any of them may be woken, and one that was cancelled may eat the wake-up.
test("semaphore: waiters are served in the order of their calls, past those who left", async () => {
  const semaphore = new BoundedSemaphore(1);
  const order = [], leaving = new AbortController();
  const first = await semaphore.acquire();
  const waits = [0, 1, 2, 3].map((n) => semaphore.acquire(n === 1 ? { signal: leaving.signal } : {}).then((token) => {
    order.push(n);
    token.release();
  }));
  leaving.abort(new Error("tired"));
  first.release();
  const results = await Promise.allSettled(waits);
  assert.deepEqual(order, [0, 2, 3]);
  assert.deepEqual(results.map(({ status }) => status), ["fulfilled", "rejected", "fulfilled", "fulfilled"]);
});

// The guide's map prints that it timed out, waits for all items nevertheless, and returns [].
test("map: a timeout is an error, ends the work, and collect keeps what failed apart", async () => {
  let running = 0;
  const work = async (n) => {
    running++;
    try {
      await sleep(n);
      return n;
    } finally {
      running--;
    }
  };
  const before = Date.now();
  await assert.rejects(map([1, 3_600_000], work, { concurrency: 2, timeout: 10 }), { name: "TimeoutError" });
  assert.equal(running, 0);
  assert.ok(Date.now() - before < 1000);
});

test("map: what is done before the time is up is not lost", async () => {
  await using pool = new WorkerPool({ max: 1 });
  const seen = [];
  const all = async () => {
    for await (const n of pool.imap((n) => (n < 3 ? n : new Promise(() => {})), [1, 2, 3], { chunkSize: 1, itemTimeout: "1s" })) seen.push(n);
  };
  await assert.rejects(all(), { name: "TimeoutError" });
  assert.deepEqual(seen, [1, 2]);
});

// The guide counts a resource before its factory has made it: after one failure per place, everybody waits for ever.
test("pool: a factory that fails costs no place", async () => {
  let calls = 0;
  await using pool = new ResourcePool({ max: 1, create: () => { if (++calls < 4) throw new Error(`no ${calls}`); return calls; } });
  for (const n of [1, 2, 3]) await assert.rejects(pool.acquire({ timeout: "1s" }), { message: `no ${n}` });
  await using lease = await pool.acquire({ timeout: "1s" });
  assert.equal(lease.resource, 4);
});

// It also holds its lock while it waits for a resource, and so keeps out whoever could be served.
test("pool: who waits keeps nobody from giving back", async () => {
  await using pool = new ResourcePool({ max: 1, create: () => ({}) });
  const first = await pool.acquire();
  const second = pool.acquire({ timeout: "1s" });
  await first.release();
  await (await second).release();
  assert.deepEqual([pool.idle, pool.borrowed, pool.waiting], [1, 0, 0]);
});

// The guide takes the results out of a set, and prints errors instead of giving them back.
test("group: results come in the order of the spawns", async () => {
  const results = await taskGroup(async (group) => {
    for (const ms of [30, 10, 20]) group.spawn(async () => { await sleep(ms); return ms; });
    return group.join();
  });
  assert.deepEqual(results, [30, 10, 20]);
});

test("group: no error is lost", async () => {
  const failing = (n) => async () => { await sleep(n); throw new Error(`task ${n}`); };
  await assert.rejects(taskGroup((group) => { group.spawn(failing(1)); group.spawn(() => sleep("1h")); }), { message: "task 1" });
  const all = taskGroup((group) => { for (const n of [3, 1, 2]) group.spawn(failing(n)); }, { onError: "collect" });
  await assert.rejects(all, ({ errors }) => errors.map(({ message }) => message).sort().join() === "task 1,task 2,task 3");
});

// With retries = 0 the guide's decorator calls nothing and gives None.
test("retry: no attempts at all is a mistake, and says so", async () => {
  let calls = 0;
  for (const attempts of [0, -1, 1.5]) await assert.rejects(retry(() => calls++, { attempts }), RangeError);
  assert.equal(calls, 0);
  assert.equal(await retry(() => ++calls, { attempts: 1 }), 1);
});

// The guide reads the queue of results while its threads still work: what is not there yet is missing.
test("worker: a result cannot be read too early", async () => {
  await using pool = new WorkerPool({ max: 2 });
  const tasks = [3, 1, 2].map((n) => pool.run(async (n) => { await new Promise((resolve) => setTimeout(resolve, n)); return n * n; }, n));
  assert.ok(tasks.every(({ state }) => state === "queued" || state === "running"));
  assert.deepEqual(await Promise.all(tasks), [9, 1, 4]);
});

// Its failures are texts in a queue: which call failed, and where, nobody knows.
test("worker: a failure belongs to its call, with its class and its stack", async () => {
  await using pool = new WorkerPool({ max: 1 });
  const [good, bad] = await Promise.allSettled([pool.run(() => 1), pool.run(function divide() { throw new RangeError("by zero"); })]);
  assert.equal(good.value, 1);
  assert.ok(bad.reason instanceof RangeError);
  assert.match(bad.reason.stack, /divide/);
});

// The guide forgets the time that it slept: of five a second it lets ten through in one.
test("limiter: five a second are never more than five in any second", async () => {
  const limiter = new RateLimiter({ limit: 5, interval: "1s", algorithm: "sliding-window" });
  const times = [];
  await sleep(1700);
  await Promise.all(Array.from({ length: 23 }, () => limiter.run(() => times.push(Date.now()))));
  for (const from of times) {
    const within = times.filter((t) => t >= from && t < from + 1000).length;
    assert.ok(within <= 5, `${within} within the second from ${from}`);
  }
  assert.equal(times.length, 23);
  assert.ok(times.at(-1) - times[0] <= 5000, "it is not slower than it has to be");
});

// The guide's stop() closes a loop that still runs, which raises, and leaves its tasks unfinished.
test("loop: stop() of a running loop ends its tasks and itself", async () => {
  await using loop = new EventLoop();
  loop.start();
  const task = loop.addTask(async () => {
    for (;;) await new Promise((resolve) => setTimeout(resolve, 1000));
  });
  assert.equal(loop.running, true);
  await Promise.all([loop.stop(), assert.rejects(task)]);
  assert.equal(loop.running, false);
  assert.equal(await loop.runUntilComplete((n) => n + 1, 1), 2);
});
