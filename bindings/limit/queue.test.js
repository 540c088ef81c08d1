// TaskQueue, in virtual time.
import { test, assert } from "lariat:test";
import { QueueFullError } from "lariat:errors";
import { AdaptiveLimiter, RateLimiter, TaskQueue } from "lariat:limit";
import { Mutex, Semaphore } from "lariat:lock";
import { AsyncContext, currentTask, sleep, taskGroup, withSignal, withTimeout } from "lariat:task";

const named = (name) => (error) => error.name === name || assert.fail(`${error.name}: ${error.message}`);
const clock = () => {
  const begin = performance.now();
  return () => Math.round(performance.now() - begin);
};

test("no more run than may, and all in the order of the calls", async () => {
  for (const concurrency of [3, new Semaphore(3), new AdaptiveLimiter({ min: 3, max: 3, initial: 3 })]) {
    const queue = new TaskQueue({ concurrency }), order = [];
    let running = 0, most = 0;
    const tasks = Array.from({ length: 20 }, (_, i) => queue.add(async () => {
      order.push(i);
      most = Math.max(most, ++running);
      await sleep(1 + (i % 5));
      running--;
      return i;
    }));
    assert.deepEqual(await Promise.all(tasks), tasks.map((_, i) => i));
    assert.deepEqual(order, tasks.map((_, i) => i));
    assert.equal(most, 3);
    assert.deepEqual([queue.size, queue.running], [0, 0]);
  }
});

test("tasks that end at once are not started by recursion", async () => {
  const queue = new TaskQueue({ concurrency: 1, autoStart: false });
  let n = 0;
  for (let i = 0; i < 20_000; i++) queue.add(() => n++);
  queue.resume();
  await queue.idle();
  assert.equal(n, 20_000);
});

test("higher priorities go first, and aging lifts those that wait", async () => {
  const run = async (aging) => {
    const queue = new TaskQueue({ concurrency: 1, aging }), order = [];
    const add = (name, priority) => queue.add(async () => { order.push(name); await sleep("1s"); }, { priority });
    add("first", 0);
    add("low", 0);
    for (let i = 0; i < 4; i++) {
      add(`high ${i}`, 2);
      await sleep(900);
    }
    await queue.idle();
    return order.indexOf("low");
  };
  assert.equal(await run(0), 5);
  assert.equal(await run(1), 4);
});

test("a weight takes that many places", async () => {
  const queue = new TaskQueue({ concurrency: 3 }), at = clock(), starts = [];
  const add = (weight) => queue.add(async () => { starts.push(at()); await sleep(10); }, { weight });
  [2, 2, 1, 3].forEach(add);
  await queue.idle();
  assert.deepEqual(starts, [0, 10, 10, 20]);
  assert.throws(() => add(4), RangeError);
  assert.throws(() => add(0), RangeError);
});

test("a rate holds each start back, together with a number or a Governor", async () => {
  for (const concurrency of [1, new Mutex(), new Semaphore(1), Infinity]) {
    const queue = new TaskQueue({ concurrency, rate: new RateLimiter({ limit: 10 }) }), at = clock();
    const starts = await Promise.all([1, 2, 3, 4].map(() => queue.add(async () => {
      const start = at();
      await sleep(concurrency === Infinity ? 500 : 150);
      return start;
    })));
    assert.deepEqual(starts, concurrency === Infinity ? [0, 100, 200, 300] : [0, 150, 300, 450]);
  }
});

test("a turn of the rate that no task needs any more is given back", async () => {
  const rate = new RateLimiter({ limit: 1 }), queue = new TaskQueue({ rate }), at = clock();
  await queue.add(() => {});
  const gone = queue.add(() => assert.fail());
  assert.equal(rate.waiting, 1);
  gone.cancel();
  await assert.rejects(gone, named("AbortError"));
  assert.equal(rate.waiting, 0);
  await rate.acquire();
  assert.equal(at(), 1000);
  queue.add(() => assert.fail()).catch(() => {});
  queue.pause();
  await sleep("5s");
  assert.deepEqual([rate.available, rate.waiting, queue.size], [1, 0, 1]);
  assert.equal(queue.clear(), 1);
});

test("an urgent task takes the turn that another was asked for", async () => {
  const queue = new TaskQueue({ concurrency: new Mutex(), rate: new RateLimiter({ limit: 1 }) }), order = [];
  await queue.add(() => {});
  queue.add(() => order.push("plain"));
  await sleep(500);
  queue.add(() => order.push("urgent"), { priority: 1 });
  await queue.idle();
  assert.deepEqual(order, ["urgent", "plain"]);
});

test("a governor that refuses fails the task and not the queue", async () => {
  const rate = new RateLimiter({ limit: 1, maxQueue: 0 }), queue = new TaskQueue({ rate });
  const results = await Promise.allSettled([1, 2, 3].map((n) => queue.add(() => n)));
  assert.deepEqual(results.map((r) => r.status), ["fulfilled", "rejected", "rejected"]);
  assert.equal(results[1].reason.code, "ERR_RATE_LIMITED");
  const odd = new TaskQueue({ concurrency: { acquire: async () => 5 } });
  await assert.rejects(odd.add(() => {}), TypeError);
});

test("tasks run in the context and in the scope of the caller", async () => {
  const queue = new TaskQueue({ concurrency: 1 }), user = new AsyncContext.Variable();
  const slow = queue.add(() => sleep(10), { name: "slow" });
  const seen = user.run("ann", () => queue.add(() => [user.get(), currentTask().name], { name: "mine" }));
  assert.deepEqual([await seen, slow.name, slow.state], [["ann", "mine"], "slow", "fulfilled"]);
  const log = [];
  await withTimeout(10, async () => {
    queue.add(async () => { try { await sleep("1h"); } finally { log.push("unwound"); } });
    await queue.add(() => log.push("never"));
  }).catch((error) => log.push(error.name));
  assert.deepEqual([log, queue.size, queue.running], [["unwound", "TimeoutError"], 0, 0]);
});

test("signal, timeout and cancel end a task in the queue or running", async () => {
  const queue = new TaskQueue({ concurrency: 1 }), aborter = new AbortController(), why = new Error("why");
  const runs = queue.add(({ signal }) => new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason))), aborter);
  const waits = queue.add(() => assert.fail(), { timeout: 5 });
  const gone = queue.add(() => assert.fail(), { signal: AbortSignal.abort(why) });
  await assert.rejects(gone, (e) => e === why);
  await assert.rejects(waits, named("TimeoutError"));
  aborter.abort(why);
  await assert.rejects(runs, (e) => e === why);
  assert.deepEqual([runs.state, waits.state], ["cancelled", "cancelled"]);
  const limited = new TaskQueue({ timeout: 10, concurrency: 1 });
  const slow = limited.add(() => sleep("1h")), next = limited.add(() => "next");
  await assert.rejects(slow, named("TimeoutError"));
  assert.equal(await next, "next");
  const deaf = limited.add(() => new Promise(() => {}));
  await assert.rejects(deaf, named("TimeoutError"));
  assert.equal(limited.running, 0);
});

test("clear rejects all that wait, and starts none of them meanwhile", async () => {
  const queue = new TaskQueue({ concurrency: 2 }), why = new Error("enough");
  const runs = queue.add(() => sleep(10));
  const heavy = queue.add(() => assert.fail(), { weight: 2 }), light = queue.add(() => assert.fail());
  assert.equal(queue.clear(why), 2);
  assert.deepEqual((await Promise.allSettled([runs, heavy, light])).map((r) => r.reason), [undefined, why, why]);
  assert.equal(queue.clear(), 0);
});

test("pause holds back what waits, and resume lets it go", async () => {
  const queue = new TaskQueue({ autoStart: false });
  const task = queue.add(() => 1);
  assert.deepEqual([queue.paused, queue.size, task.state], [true, 1, "queued"]);
  queue.resume();
  queue.pause();
  const later = queue.add(() => 2);
  assert.equal(await task, 1);
  await sleep(10);
  assert.equal(later.state, "queued");
  await assert.rejects(queue.idle({ timeout: 5 }), named("TimeoutError"));
  queue.resume();
  assert.equal(await later, 2);
});

test("a full queue waits, throws or drops the oldest", async () => {
  const fill = (whenFull) => {
    const queue = new TaskQueue({ concurrency: 1, maxQueue: 2, whenFull, name: "jobs" });
    queue.add(() => sleep(10));
    return [queue, queue.add(() => "b"), queue.add(() => "c", { priority: 1 })];
  };
  const [waiting] = fill("wait");
  waiting.add(() => {});
  assert.equal(waiting.size, 3);
  const at = clock();
  await waiting.ready();
  assert.equal(at(), 10);
  const [throwing] = fill("throw");
  assert.throws(() => throwing.add(() => {}), (e) => e instanceof QueueFullError && /TaskQueue "jobs" is full, and 2 tasks wait already/.test(e.message));
  const [dropping, b, c] = fill("drop-oldest");
  const d = dropping.add(() => "d");
  await assert.rejects(b, QueueFullError);
  assert.deepEqual([await c, await d], ["c", "d"]);
  const none = new TaskQueue({ concurrency: 1, maxQueue: 0, whenFull: "throw" });
  const only = none.add(() => "runs at once");
  assert.equal(await only, "runs at once");
});

test("addAll is lazy, ordered, and closes what it is given", async () => {
  const queue = new TaskQueue({ concurrency: 3 });
  let taken = 0, closed = false, running = 0;
  async function* jobs() {
    try {
      for (;;) {
        const n = taken++;
        yield async () => {
          running++;
          try {
            await sleep(10 - (n % 7));
          } finally {
            running--;
          }
          return n;
        };
      }
    } finally {
      closed = true;
    }
  }
  const seen = [];
  for await (const n of queue.addAll(jobs())) {
    seen.push(n);
    assert.ok(taken <= seen.length + 4, `${taken} taken, ${seen.length} seen`);
    await sleep(3);
    if (n === 20) break;
  }
  assert.deepEqual(seen, Array.from({ length: 21 }, (_, i) => i));
  await sleep(0);
  assert.deepEqual([closed, queue.size, running], [true, 0, 0]);
  await queue.idle();
});

test("addAll throws the first failure behind the results before it, and cancels the others", async () => {
  const queue = new TaskQueue({ concurrency: 2 }), seen = [], log = [];
  const jobs = [() => 1, () => 2, async () => { throw new Error("boom"); }, async () => {
    try { await sleep("1h"); } catch (error) { log.push(error.name); throw error; }
  }, () => assert.fail()];
  await assert.rejects((async () => { for await (const n of queue.addAll(jobs)) seen.push(n); })(), /boom/);
  await queue.idle();
  assert.deepEqual([seen, log], [[1, 2], ["AbortError"]]);
  const all = [];
  for await (const n of queue.addAll([() => 1, () => sleep(5).then(() => 2), () => 3])) all.push(n);
  assert.deepEqual(all, [1, 2, 3]);
  for await (const _ of queue.addAll([])) assert.fail();
  await assert.rejects(queue.addAll([5]).next(), TypeError);
  await assert.rejects(queue.addAll((function* () { throw new Error("source"); })()).next(), /source/);
  assert.throws(() => queue.addAll(5), TypeError);
});

test("addAll heeds the bound of the queue", async () => {
  const queue = new TaskQueue({ concurrency: 1, maxQueue: 1, whenFull: "throw" });
  queue.add(() => sleep(10));
  const jobs = Array.from({ length: 10 }, (_, i) => () => sleep(1).then(() => i)), seen = [];
  for await (const n of queue.addAll(jobs)) seen.push(n);
  assert.equal(seen.length, 10);
});

test("await using waits for everything, and nothing can be added then", async () => {
  const log = [];
  let kept;
  {
    await using queue = new TaskQueue({ concurrency: 1, autoStart: false });
    kept = queue;
    queue.add(async () => { await sleep(10); log.push(1); });
    queue.add(() => log.push(2));
  }
  assert.deepEqual(log, [1, 2]);
  assert.throws(() => kept.add(() => {}), { code: "ERR_CLOSED" });
});

test("idle and ready obey scopes, and come when the state is there", async () => {
  const queue = new TaskQueue({ concurrency: 1 }), at = clock();
  await queue.idle();
  await queue.ready();
  queue.add(() => sleep(10));
  queue.add(() => sleep(10));
  await assert.rejects(withTimeout(5, () => queue.ready()), named("TimeoutError"));
  await assert.rejects(withSignal(AbortSignal.abort(), () => queue.idle()), named("AbortError"));
  await taskGroup((group) => {
    group.spawn(() => queue.idle());
    group.spawn(() => queue.ready());
  });
  assert.equal(at(), 20);
});

test("failures reach the governor", async () => {
  const adaptive = new AdaptiveLimiter({ initial: 10, algorithm: "aimd" }), queue = new TaskQueue({ concurrency: adaptive });
  const failed = queue.add(() => { throw new DOMException("too slow", "TimeoutError"); });
  await assert.rejects(failed, named("TimeoutError"));
  assert.equal(adaptive.limit, 9);
});

test("random use loses no task, no slot and no turn", async () => {
  const rate = new RateLimiter({ limit: 500, burst: 5 }), slots = new Semaphore(3);
  const queue = new TaskQueue({ concurrency: slots, rate, aging: 10 });
  let settled = 0, running = 0, most = 0;
  const tasks = [];
  for (let i = 0; i < 2000; i++) {
    const aborter = new AbortController();
    const task = queue.add(async () => {
      most = Math.max(most, ++running);
      try {
        await sleep(Math.random() * 4);
        if (Math.random() < 0.1) throw new Error("bad luck");
      } finally {
        running--;
      }
    }, { signal: aborter.signal, priority: Math.floor(Math.random() * 3), timeout: Math.random() < 0.2 ? Math.random() * 20 : undefined });
    tasks.push(task.catch(() => {}).then(() => settled++));
    if (Math.random() < 0.2) sleep(Math.random() * 10).then(() => aborter.abort());
    if (Math.random() < 0.05) task.cancel();
    if (Math.random() < 0.01) queue.clear();
    if (Math.random() < 0.02) { queue.pause(); sleep(2).then(() => queue.resume()); }
    if (Math.random() < 0.3) await sleep(Math.random() * 6);
  }
  await Promise.all(tasks);
  await queue.idle();
  await sleep(20); // for those who would still abort or resume
  assert.deepEqual([settled, running, queue.size, queue.running, slots.available, slots.waiting, rate.waiting], [2000, 0, 0, 0, 3, 0, 0]);
  assert.ok(most <= 3 && most > 1);
});

test("options are checked", () => {
  for (const wrong of [5, { concurrency: "x" }, { concurrency: {} }, { rate: 5 }, { rate: {} }, { whenFull: "explode" }]) {
    assert.throws(() => new TaskQueue(wrong), TypeError);
  }
  for (const wrong of [{ concurrency: 0 }, { concurrency: 1.5 }, { maxQueue: -1 }, { aging: -1 }, { timeout: "soon" }]) {
    assert.throws(() => new TaskQueue(wrong), RangeError);
  }
  const queue = new TaskQueue();
  assert.throws(() => queue.add(), TypeError);
  assert.throws(() => queue.add(() => {}, { signal: 5 }), TypeError);
  assert.equal(queue.size, 0);
});
