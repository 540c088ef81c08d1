import { test, assert } from "lariat:test";
import { sleep, taskGroup, withTimeout } from "lariat:task";
import { Mutex } from "lariat:lock";
import { currentWorkerTask, WorkerPool } from "lariat:worker";

const named = (name) => (error) => error.name === name;
const coded = (code) => (error) => error.code === code;
// The clock stands still while a worker works, so nothing can sleep until one that never ends runs.
const forever = () => { currentWorkerTask().emit("runs"); for (;;); };
const runs = async (task) => { for await (const _ of task.messages) return; };
const never = () => new Promise(() => {});

test("a task that waits is taken out of the queue", async () => {
  await using pool = new WorkerPool({ max: 1 });
  pool.pause();
  const reason = new Error("mine");
  const task = pool.run(() => 1);
  task.cancel(reason);
  await assert.rejects(task, (error) => error === reason);
  assert.equal(task.state, "cancelled");
  task.cancel();
  pool.resume();
  assert.equal(await pool.run(() => 2), 2);
  assert.deepEqual([pool.stats().cancelled, pool.stats().interrupted], [1, 0]);
});

test("in a task that runs the waits reject and finally runs", async () => {
  await using pool = new WorkerPool({ max: 1 });
  const lock = new Mutex();
  const work = async (lock) => {
    try {
      await sleep("1h");
    } catch (error) {
      currentWorkerTask().emit([error.name, error.message, currentWorkerTask().signal.aborted]);
      throw error;
    } finally {
      await lock.acquire({ timeout: 1 }).catch((error) => currentWorkerTask().emit(error.message));
    }
  };
  const task = pool.run(work, lock);
  await sleep(10);
  task.cancel(new RangeError("enough"));
  await assert.rejects(task, RangeError);
  assert.equal(task.state, "cancelled");
  const told = [];
  for await (const m of task.messages) told.push(m);
  assert.deepEqual(told, [["RangeError", "enough", true], "enough"]);
  assert.equal(pool.stats().interrupted, 0);
});

test("scopes, signals and timeouts cancel", async (t) => {
  await using pool = new WorkerPool({ max: 4 });
  const before = t.clock.now();
  await assert.rejects(withTimeout(50, () => pool.run(sleep, "1h")), named("TimeoutError"));
  await assert.rejects(pool.submit(sleep, ["1h"], { timeout: 50 }), named("TimeoutError"));
  const controller = new AbortController();
  const task = pool.submit(sleep, ["1h"], { signal: controller.signal });
  await sleep(5);
  controller.abort(new Error("stop"));
  await assert.rejects(task, /stop/);
  await assert.rejects(pool.submit(sleep, [1], { signal: controller.signal }), /stop/);
  let sibling;
  await assert.rejects(taskGroup(async (g) => {
    g.spawn(() => (sibling = pool.run(sleep, "1h")));
    g.spawn(async () => { await sleep(5); throw new Error("first"); });
    await g.join();
  }), /first/);
  assert.equal(sibling.state, "cancelled");
  assert.equal(t.clock.now() - before, 110);
});

test("a loop without end is stopped after the grace, with its neighbours", async () => {
  await using pool = new WorkerPool({ max: 1, concurrencyPerWorker: 2, abortGrace: 20 });
  const neighbour = pool.run(never);
  const task = pool.run(forever);
  neighbour.catch(() => {});
  await runs(task);
  task.cancel();
  await assert.rejects(task, named("AbortError"));
  await assert.rejects(neighbour, coded("ERR_WORKER_CRASHED"));
  assert.equal(await pool.run(() => "next"), "next");
  assert.equal(pool.stats().interrupted, 1);
});

test("taskTimeout stops what runs for too long", async () => {
  await using pool = new WorkerPool({ max: 1, taskTimeout: 50, abortGrace: 10 });
  await assert.rejects(pool.run(sleep, "1h"), named("TimeoutError"));
  await assert.rejects(pool.run(forever), named("TimeoutError"));
  assert.equal(await pool.run(() => "next"), "next");
});

test("so do the timeouts of calls", async () => {
  await using pool = new WorkerPool({ max: 1, abortGrace: 10 });
  await assert.rejects(pool.submit(forever, [], { timeout: 50 }), named("TimeoutError"));
  await assert.rejects(pool.map(forever, [1], { timeout: 50 }), named("TimeoutError"));
  assert.equal(await pool.run(() => "next"), "next");
});

test("what a stopped worker held is released", async () => {
  await using pool = new WorkerPool({ max: 1, abortGrace: 10 });
  const lock = new Mutex({ name: "held" });
  const task = pool.run(async (lock) => { await lock.acquire(); currentWorkerTask().emit("held"); for (;;); }, lock);
  await runs(task);
  assert.equal(lock.locked, true);
  task.cancel();
  await assert.rejects(task, named("AbortError"));
  using _ = await lock.lock();
});

test("a worker that dies takes its tasks with it, and no others", async () => {
  await using pool = new WorkerPool({ max: 2 });
  const other = pool.run(async () => { await sleep(100); return "well"; });
  const error = await pool.run(() => {
    setTimeout(() => { throw new TypeError("late"); }, 5);
    return new Promise(() => {});
  }).catch((error) => error);
  assert.equal(error.code, "ERR_WORKER_CRASHED");
  assert.match(error.message, /late/);
  assert.match(error.cause.message, /late/);
  assert.equal(await other, "well");
  await assert.rejects(pool.run(() => process.exit(3)), coded("ERR_WORKER_CRASHED"));
  await assert.rejects(pool.run(() => { Promise.reject(new Error("lost")); return new Promise(() => {}); }), /lost/);
  assert.equal(await pool.run(() => 1), 1);
});

test("pause, resume, cancelQueued, drain", async () => {
  await using pool = new WorkerPool({ max: 1 });
  pool.pause();
  const tasks = [1, 2, 3].map((i) => pool.run((i) => i, i));
  assert.equal(pool.stats().queued, 3);
  assert.equal(pool.cancelQueued(), 3);
  for (const task of tasks) await assert.rejects(task, named("AbortError"));
  await pool.drain();
  pool.run(sleep, 50);
  pool.resume();
  await pool.drain();
  assert.equal(pool.stats().completed, 1);
  pool.run(sleep, 50).catch(() => {});
  await assert.rejects(pool.drain({ timeout: 5 }), named("TimeoutError"));
});

test("priorities, and age", async () => {
  await using pool = new WorkerPool({ max: 1, aging: 1 });
  const order = [];
  const say = (name) => name;
  const go = (name, priority) => pool.submit(say, [name], { priority }).then((name) => order.push(name));
  pool.pause();
  const all = [go("low", 0), go("high", 5)];
  await sleep("10s");
  all.push(go("new and high", 5));
  pool.resume();
  await Promise.all(all);
  assert.deepEqual(order, ["high", "low", "new and high"]);
});

test("a full queue", async () => {
  const fill = async (pool) => { const first = pool.run(sleep, 50); await sleep(1); return { first, second: pool.run(sleep, 1) }; };
  await using throwing = new WorkerPool({ max: 1, maxQueue: 1, whenFull: "throw" });
  const kept = await fill(throwing);
  await assert.rejects(throwing.run(sleep, 1), coded("ERR_QUEUE_FULL"));
  await Promise.all([kept.first, kept.second]);
  await using dropping = new WorkerPool({ max: 1, maxQueue: 1, whenFull: "drop-oldest" });
  const { first, second } = await fill(dropping);
  await dropping.run(sleep, 1);
  await assert.rejects(second, coded("ERR_QUEUE_FULL"));
  await first;
  await using here = new WorkerPool({ max: 1, maxQueue: 1, whenFull: "caller-runs" });
  const rest = await fill(here);
  const task = here.run(() => { currentWorkerTask().emit("hi"); globalThis.ranHere = true; return currentWorkerTask().name; });
  assert.equal(await task, "anonymous");
  assert.equal(globalThis.ranHere, true);
  const slow = here.run(sleep, "1h");
  slow.cancel();
  await assert.rejects(slow, named("AbortError"));
  await Promise.all([rest.first, rest.second]);
});

test("ready waits for room", async (t) => {
  await using pool = new WorkerPool({ max: 1, maxQueue: 2 });
  const before = t.clock.now();
  for (let i = 0; i < 10; i++) {
    await pool.ready();
    pool.run(sleep, 10);
    assert.ok(pool.stats().queued <= 3);
  }
  await pool.drain();
  assert.equal(t.clock.now() - before, 100);
});

test("ready waits for a worker where nothing may wait in the queue", async (t) => {
  await using pool = new WorkerPool({ max: 2, maxQueue: 0 });
  const before = t.clock.now();
  for (let i = 0; i < 10; i++) {
    await pool.ready();
    pool.run(sleep, 10);
  }
  pool.resize({ max: 3 });
  await pool.ready(); // there may be another worker
  assert.equal(t.clock.now() - before, 40);
  await pool.drain();
  assert.equal(t.clock.now() - before, 50);
});

test("drain hears of the end however soon after it the program asks", async () => {
  const pool = new WorkerPool({ max: 2 });
  for (let i = 0; i < 5000; i++) {
    for (let n = 0; n <= i % 5; n++) pool.run((n) => n, n);
    await pool.drain();
  }
  assert.equal(pool.stats().completed, 15_000);
  await pool.close();
});

test("workers come and go", async () => {
  await using pool = new WorkerPool({ min: 1, max: 3, idleTimeout: "10s" });
  await Promise.all([1, 2, 3].map(() => pool.run(sleep, 10)));
  assert.equal(pool.stats().workers, 3);
  await sleep("11s");
  assert.equal(pool.stats().workers, 1);
  pool.resize({ min: 2 });
  await pool.warmup(2);
  assert.equal(pool.stats().workers, 2);
  assert.throws(() => pool.resize({ min: 9 }), RangeError);
});

test("recycling", async () => {
  await using pool = new WorkerPool({ max: 1, maxTasksPerWorker: 2 });
  const count = () => (globalThis.calls = (globalThis.calls ?? 0) + 1);
  const got = [];
  for (let i = 0; i < 5; i++) got.push(await pool.run(count));
  assert.deepEqual(got, [1, 2, 1, 2, 1]);
  assert.equal(pool.stats().recycled, 2);
});

test("affinity", async () => {
  await using pool = new WorkerPool({ max: 3 });
  await pool.warmup();
  const at = async (affinity) => {
    const tasks = Array.from({ length: 10 }, () => pool.submit(sleep, [1], { affinity }));
    await Promise.all(tasks);
    return new Set(tasks.map((task) => task.worker)).size;
  };
  assert.deepEqual(await Promise.all(["a", "b"].map(at)), [1, 1]);
});

test("broadcast reaches every worker", async () => {
  await using pool = new WorkerPool({ max: 3 });
  assert.deepEqual(await pool.broadcast(() => 1), []);
  await pool.warmup();
  assert.deepEqual(await pool.broadcast((x) => (globalThis.set = x), 5), [5, 5, 5]);
  assert.deepEqual(await pool.broadcast(() => globalThis.set), [5, 5, 5]);
  await assert.rejects(pool.broadcast(() => { throw new RangeError("no"); }), RangeError);
});

test("close finishes, drop and timeout do not, terminate stops", async (t) => {
  const one = new WorkerPool({ max: 1 });
  const done = one.run(sleep, 50);
  await one.close();
  await done;
  await assert.rejects(one.run(() => 1), coded("ERR_CLOSED"));
  await one.close();
  const two = new WorkerPool({ max: 1 });
  const running = two.run(sleep, 50);
  await sleep(5);
  const waiting = two.run(sleep, 50);
  const dropped = assert.rejects(waiting, coded("ERR_CLOSED"));
  await two.close({ drop: true });
  await Promise.all([running, dropped]);
  const three = new WorkerPool({ max: 1 });
  const slow = assert.rejects(three.run(sleep, "1h"), named("TimeoutError"));
  const before = t.clock.now();
  await three.close({ timeout: 50 });
  assert.equal(t.clock.now() - before, 50);
  await slow;
  const four = new WorkerPool({ max: 1, abortGrace: 10 });
  const stopped = [four.run(forever), four.run(() => 1)].map((task) => assert.rejects(task, /over/));
  await four.terminate(new Error("over"));
  await Promise.all(stopped);
});

test("an initializer that never yields is stopped with its pool", async () => {
  const { SharedCounter } = await import("lariat:shared");
  for (const end of ["close", "terminate"]) {
    const begun = new SharedCounter();
    const hang = (begun) => { begun.increment(); for (;;); };
    const pool = new WorkerPool({ max: 1, initializer: hang, initArgs: [begun] });
    const ready = pool.warmup();
    await begun.waitFor((n) => n === 1);
    await pool[end]();
    await ready;
  }
});

test("an initializer that ends its worker is a crash", async () => {
  for (const isolation of ["worker", "task", "process"]) {
    await using pool = new WorkerPool({ max: 1, initializer: () => process.exit(2), isolation });
    await assert.rejects(pool.run(() => 1), (error) => {
      assert.equal(error.code, "ERR_WORKER_CRASHED");
      assert.match(error.message, /exit status 2/);
      return true;
    });
  }
  assert.throws(() => new WorkerPool({ initializer: (f) => f, initArgs: [() => 1] }), /initArgs\[0\] is a function/);
});
