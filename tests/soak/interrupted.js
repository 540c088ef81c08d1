// A world of everything that isolates share is used in several of them, which are ended at random points: in the middle of a
// loop that does not wait, or while they wait. Afterwards nothing is held, nobody stands in a line, nothing is counted twice.
import { AdaptiveLimiter, KeyedRateLimiter, RateLimiter } from "lariat:limit";
import { AsyncEvent, Barrier, BoundedSemaphore, Condition, Latch, Mutex, RWLock, Semaphore } from "lariat:lock";
import { Channel, PubSub, Queue } from "lariat:queue";
import { Bulkhead, CircuitBreaker, RetryBudget } from "lariat:retry";
import { share, SharedArray, SharedCounter, SharedMap } from "lariat:shared";
import { assert } from "lariat:test";
import { WorkerPool } from "lariat:worker";

const world = () => {
  const mutex = new Mutex();
  return {
    mutex, condition: new Condition(mutex), rw: new RWLock(), semaphore: new Semaphore(4), bounded: new BoundedSemaphore(3),
    barrier: new Barrier(2), latch: new Latch(1e9), channel: new Channel(2), queue: new Queue(), news: new PubSub({ buffer: 2, overflow: "drop-oldest" }),
    rate: new RateLimiter({ limit: 1e6, interval: 1 }), keyed: new KeyedRateLimiter({ limit: 1e6, interval: 1 }),
    adaptive: new AdaptiveLimiter({ initial: 4, min: 4, max: 4 }), bulkhead: new Bulkhead(3), breaker: new CircuitBreaker({ failures: 1e9 }),
    budget: new RetryBudget(), money: new SharedArray("float64", 2), map: new SharedMap(), fixed: share({ deep: [1, 2, 3] }),
    done: new SharedCounter(), begun: new SharedCounter(), steps: new SharedCounter(), reached: new AsyncEvent(),
  };
};

// user is sent to a worker. It never ends by itself; at the step with the given number it tells so.
async function user(w, seed, last, waits) {
  const chance = (n) => Math.floor((seed = (seed * 48271) % 2147483647) / 2147483647 * n);
  const step = () => { if (w.steps.increment() === last) w.reached.set(); };
  // pay is a transaction under the mutex: whoever is ended in it has begun, and not done.
  const pay = () => {
    w.begun.increment();
    const amount = w.money.get(0) + 1;
    step();
    w.money.set(0, amount);
    w.done.increment();
  };
  const tries = [
    () => w.mutex.tryLock(), () => w.rw.tryRead(), () => w.rw.tryWrite(), () => w.semaphore.tryAcquire({ weight: 1 + chance(2) }),
    () => w.bounded.tryAcquire(), () => w.rate.tryAcquire(), () => w.keyed.for("a").tryAcquire(), () => w.adaptive.tryAcquire(),
    () => w.bulkhead.tryAcquire(), () => w.breaker.tryAcquire(),
  ];
  const others = [
    () => { const sent = w.channel.trySend(1); step(); return sent && w.channel.tryReceive(); },
    () => w.queue.trySend(1) && w.queue.tryReceive() && w.queue.taskDone(),
    () => w.map.set("k" + chance(3), { n: chance(9) }), () => w.map.get("k1"), () => w.map.delete("k2"),
    () => { if (w.fixed.deep[1] !== 2) throw new Error("what is shared has changed"); },
    () => w.latch.countDown(), () => { w.reached.isSet; w.condition.notifyAll(); },
  ];
  const lines = [
    async () => { using token = await w.mutex.lock(); pay(); if (chance(2)) await w.condition.wait(token, { timeout: 1 }).catch(() => {}); step(); },
    async () => { using token = await w.rw.write(); step(); using read = w.rw.downgrade(token); await null; step(); },
    async () => { using token = await w.semaphore.acquire({ weight: 1 + chance(4) }); step(); await null; step(); },
    async () => { using token = await w.bounded.acquire(); await null; step(); },
    () => w.bulkhead.with(async () => { step(); await null; }), () => w.breaker.with(() => step()),
    () => w.rate.with(() => step()), () => w.adaptive.with(async () => { await null; step(); }),
    () => w.channel.send(2, { timeout: 2 }).catch(() => {}), () => w.channel.receive({ timeout: 2 }).catch(() => {}),
    async () => { w.queue.trySend(3); await w.queue.get({ timeout: 2 }).then(() => w.queue.taskDone(), () => {}); },
    () => w.barrier.wait({ timeout: 1 }).catch(() => w.barrier.reset()),
    () => w.news.publish(1), async () => { for await (const item of w.news.subscribe({ signal: AbortSignal.timeout(1) })) { step(); if (item) break; } },
  ];
  for (;;) {
    step();
    if (waits) {
      try {
        await lines[chance(lines.length)]();
      } catch (error) {
        if (error.name !== "TimeoutError") throw error;
      }
    } else if (chance(2)) {
      others[chance(others.length)]();
    } else {
      const token = tries[chance(tries.length)]();
      step();
      token?.release();
    }
  }
}

async function whole(w, users) {
  const { mutex, rw, semaphore, bounded, channel, queue, bulkhead, adaptive, rate, breaker, condition, barrier, news, latch } = w;
  assert.deepEqual([mutex.locked, mutex.waiting, rw.readers, rw.writing, rw.waiting], [false, 0, 0, false, 0]);
  assert.deepEqual([semaphore.available, semaphore.waiting, bounded.available, bounded.waiting], [4, 0, 3, 0]);
  assert.deepEqual([condition.waiting, barrier.waiting, latch.waiting, news.subscribers], [0, 0, 0, 0]);
  assert.deepEqual([adaptive.inflight, adaptive.waiting, rate.waiting, channel.waiting, queue.waiting], [0, 0, 0, 0, 0]);
  for (const [n, governor] of [[1, mutex], [4, semaphore], [3, bounded], [3, bulkhead], [4, adaptive], [1, breaker]]) {
    const tokens = Array.from({ length: n }, () => governor.tryAcquire());
    assert.ok(tokens.every((token) => token), "a permit is lost");
    for (const token of tokens) token.release();
  }
  { using token = rw.tryWrite(); assert.ok(token); }
  while (channel.tryReceive());
  for (let i = 0; i < 2; i++) assert.ok(channel.trySend(i));
  assert.deepEqual([channel.tryReceive(), channel.tryReceive(), channel.tryReceive()], [{ value: 0 }, { value: 1 }, null]);
  assert.ok(channel.capacity === 2 && !channel.closed && queue.unfinished >= queue.size);
  // Each payment that was done is there, and of those that were not, at most the one of each user that was ended in it.
  const money = w.money.get(0), done = w.done.value;
  assert.ok(money >= done && w.begun.value - done <= users && money - done <= users, `${money}, ${done} of ${w.begun.value}`);
}

const [points, first] = process.argv.slice(2).map(Number);
let ended = 0;
for (let seed = first; seed < first + points; seed++) {
  const w = world(), waits = seed % 2 === 0, size = 1 + seed % 3;
  try {
    const pool = new WorkerPool({ max: size, concurrencyPerWorker: waits ? 3 : 1, abortGrace: 0 });
    const users = waits ? size * 3 : size;
    const tasks = Array.from({ length: users }, (_, i) => pool.run(user, w, seed * 16 + i + 1, 1 + seed * 7919 % 400, waits));
    const all = Promise.allSettled(tasks);
    await Promise.race([w.reached.wait(), all]);
    await pool.terminate();
    for (const { status, reason } of await all) {
      const ours = reason?.name === "AbortError" || reason?.code === "ERR_WORKER_CRASHED"; // it did not let go, and was stopped
      assert.ok(status === "rejected" && ours, `${status}: ${reason?.stack ?? reason}`);
      ended++;
    }
    await whole(w, users);
  } catch (error) {
    throw new Error(`seed ${seed}: ${error.message}`, { cause: error });
  }
}
console.log(`${points} points, ${ended} tasks ended`);
