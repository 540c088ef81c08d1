import { test, assert } from "lariat:test";
import {
  all, any, AsyncContext, AsyncLocalStorage, currentSignal, currentTask, forEach, imap, map, moveOnAfter, race, shield,
  sleep, TaskGroup, taskGroup, throwIfCancelled, timeRemaining, withSignal, withTimeout,
} from "lariat:task";

const named = (name) => (error) => error.name === name;

test("sleep takes the time it says", async (t) => {
  const before = t.clock.now();
  await sleep("1.5s");
  await sleep(500);
  assert.equal(t.clock.now() - before, 2000);
});

test("sleep obeys signal and timeout and refuses nonsense", async () => {
  await assert.rejects(sleep("1h", { timeout: 5 }), named("TimeoutError"));
  const controller = new AbortController();
  const reason = new Error("mine");
  const waiting = sleep("1h", { signal: controller.signal });
  controller.abort(reason);
  await assert.rejects(waiting, (error) => error === reason);
  await assert.rejects(sleep("1h", { signal: AbortSignal.abort() }), named("AbortError"));
  await assert.rejects(sleep(-1), RangeError);
  await assert.rejects(sleep("soon"), RangeError);
  await assert.rejects(sleep({}), TypeError);
  await assert.rejects(sleep(1, { signal: {} }), TypeError);
});

test("a deadline reaches every wait and lets finally run", async (t) => {
  const trace = [];
  const deep = async () => {
    try {
      await sleep("1h");
    } finally {
      trace.push("finally");
    }
  };
  const before = t.clock.now();
  await assert.rejects(withTimeout(50, async () => { await null; await deep(); }), named("TimeoutError"));
  assert.equal(t.clock.now() - before, 50);
  assert.deepEqual(trace, ["finally"]);
});

test("cancellation is level-triggered: new waits reject too", async () => {
  let second;
  await assert.rejects(withTimeout(5, async () => {
    await sleep("1h").catch(() => {});
    second = await sleep(1).catch((error) => error.name);
    throw new Error("own");
  }), /own/);
  assert.equal(second, "TimeoutError");
});

test("the scope follows then, timers and async generators", async () => {
  const viaThen = withTimeout(5, () => Promise.resolve().then(() => sleep("1h")));
  await assert.rejects(viaThen, named("TimeoutError"));
  const viaTimer = withTimeout(5, () => new Promise((resolve, reject) => {
    setTimeout(() => sleep("1h").then(resolve, reject), 1);
  }));
  await assert.rejects(viaTimer, named("TimeoutError"));
  let closed = false;
  async function* numbers() {
    try {
      for (let i = 0; ; i++) { await sleep(2); yield i; }
    } finally {
      closed = true;
    }
  }
  const seen = [];
  await assert.rejects(withTimeout(7, async () => { for await (const n of numbers()) seen.push(n); }), named("TimeoutError"));
  assert.deepEqual(seen, [0, 1, 2]);
  assert.ok(closed);
});

test("nested deadlines take the minimum", async (t) => {
  const before = t.clock.now();
  await assert.rejects(withTimeout(10, () => withTimeout("1h", () => sleep("2h"))), /10 ms/);
  assert.equal(t.clock.now() - before, 10);
  assert.equal(await withTimeout("1h", () => moveOnAfter(5, () => sleep("2h"), "fallback")), "fallback");
  await assert.rejects(withTimeout(5, () => moveOnAfter("1h", () => sleep("2h"), "fallback")), named("TimeoutError"));
  await withTimeout("2s", async () => {
    assert.equal(timeRemaining(), 2000);
    await withTimeout("1s", () => assert.equal(timeRemaining(), 1000));
    await withTimeout("1h", () => assert.equal(timeRemaining(), 2000));
  });
  assert.equal(timeRemaining(), Infinity);
});

test("the inner scope's error can be caught while the outer lives", async () => {
  await withTimeout("1h", async () => {
    await assert.rejects(withTimeout(1, () => sleep("1m")), named("TimeoutError"));
    assert.equal(currentSignal().aborted, false);
    await sleep(1);
  });
});

test("a shield completes, and nobody leaves before it", async (t) => {
  const trace = [];
  const before = t.clock.now();
  await assert.rejects(withTimeout(10, async () => {
    try {
      await sleep("1h");
    } finally {
      await shield(async () => { await sleep(100); trace.push("saved"); });
    }
  }), named("TimeoutError"));
  assert.deepEqual(trace, ["saved"]);
  assert.equal(t.clock.now() - before, 110);
  await assert.rejects(shield(() => sleep("1h")), /5000 ms/);
  await assert.rejects(shield(() => sleep("1h"), { timeout: 3 }), /3 ms/);
});

test("a function that waits for something foreign is left behind", async (t) => {
  const before = t.clock.now();
  await assert.rejects(withTimeout(10, () => new Promise(() => {})), named("TimeoutError"));
  assert.equal(t.clock.now() - before, 10);
});

test("withSignal cancels with the signal's reason", async () => {
  const controller = new AbortController();
  const work = withSignal(controller.signal, () => sleep("1h"));
  controller.abort("why not");
  assert.equal(await work.catch((reason) => reason), "why not");
  await assert.rejects(withSignal(AbortSignal.abort(), () => assert.fail("must not run")), named("AbortError"));
  await assert.rejects(withSignal({}, () => {}), TypeError);
});

test("currentSignal is one object and throwIfCancelled throws its reason", async () => {
  const error = await withTimeout(5, async (signal) => {
    assert.equal(signal, currentSignal());
    await sleep("1h").catch(() => {});
    assert.ok(signal.aborted);
    try { throwIfCancelled(); } catch (thrown) { assert.equal(thrown, signal.reason); throw thrown; }
  }).catch((e) => e);
  assert.equal(error.name, "TimeoutError");
});

test("a group returns results in spawn order and leaves nobody behind", async () => {
  let running = 0;
  const results = await taskGroup(async (group) => {
    for (const ms of [30, 10, 20]) group.spawn(async () => { running++; await sleep(ms); running--; return ms; });
    assert.equal(group.size, 3);
    assert.equal(group.pending, 3);
    return group.join();
  });
  assert.deepEqual(results, [30, 10, 20]);
  assert.equal(running, 0);
});

test("the first failure cancels the siblings and is thrown as it is", async (t) => {
  const boom = new Error("boom");
  let unwound = 0;
  const before = t.clock.now();
  await assert.rejects(taskGroup(async (group) => {
    for (let i = 0; i < 5; i++) group.spawn(async () => { try { await sleep("1h"); } finally { unwound++; } });
    group.spawn(async () => { await sleep(5); throw boom; });
    await sleep("1h");
  }), (error) => error === boom);
  assert.equal(unwound, 5);
  assert.equal(t.clock.now() - before, 5);
});

test("several failures are one AggregateError; join reports the same", async () => {
  const failing = (group) => { for (const n of [1, 2, 3]) group.spawn(async () => { await sleep(n); throw new Error(`e${n}`); }); };
  await assert.rejects(taskGroup(failing, { onError: "collect" }), (error) => error instanceof AggregateError && error.errors.length === 3);
  let seen;
  await assert.rejects(taskGroup(async (group) => {
    failing(group);
    await group.join().catch((error) => { seen = error; throw error; });
  }, { onError: "collect" }), (error) => error === seen);
  await assert.rejects(taskGroup(async (group) => { failing(group); await group.join(); }), /e1/);
  await assert.rejects(taskGroup((group) => { group.spawn(() => sleep("1h")); throw new Error("body"); }), /body/);
});

test("a cancelled child and a cancelled group are no failures", async () => {
  const value = await taskGroup(async (group) => {
    const child = group.spawn({ name: "one" }, () => sleep("1h"));
    child.cancel();
    const result = await child.settled();
    assert.equal(child.state, "cancelled");
    assert.equal(result.reason.name, "AbortError");
    assert.match(result.reason.message, /task "one" .* was cancelled/);
    group.spawn(() => sleep("1h"));
    group.cancel();
    return 7;
  });
  assert.equal(value, 7);
});

test("a group ends with the scope around it", async () => {
  await assert.rejects(withTimeout(5, () => taskGroup((group) => { group.spawn(() => sleep("1h")); })), /withTimeout timed out/);
  await assert.rejects(taskGroup((group) => { group.spawn(() => sleep("1h")); }, { timeout: 5, name: "short" }), /TaskGroup "short" timed out/);
  let shielded = false;
  await assert.rejects(taskGroup((group) => {
    group.spawn({ shield: true }, async () => { await sleep(50); shielded = true; });
  }, { timeout: 5 }).then(() => { if (shielded) throw new DOMException("ended well", "TimeoutError"); }), named("TimeoutError"));
  assert.ok(shielded);
});

test("concurrency bounds a group, as a number or as a Governor", async () => {
  let running = 0, most = 0;
  const work = async () => { most = Math.max(most, ++running); await sleep(1); running--; };
  await taskGroup((group) => { for (let i = 0; i < 20; i++) group.spawn(work); }, { concurrency: 3 });
  assert.equal(most, 3);
  most = 0;
  let permits = 2;
  const line = [];
  const governor = {
    async acquire() {
      if (permits === 0) await new Promise((resolve) => line.push(resolve)); else permits--;
      return { release() { const next = line.shift(); if (next) next(); else permits++; } };
    },
  };
  await taskGroup((group) => { for (let i = 0; i < 20; i++) group.spawn(work); }, { concurrency: governor });
  assert.equal(most, 2);
  assert.equal(permits, 2);
  await assert.rejects(taskGroup(() => {}, { concurrency: 0 }), RangeError);
  await assert.rejects(taskGroup(() => {}, { concurrency: "many" }), TypeError);
  await assert.rejects(taskGroup(() => {}, { onError: "ignore" }), TypeError);
});

test("supervise goes on after a failure", async () => {
  const results = await taskGroup(async (group) => {
    group.spawn(async () => { throw new Error("reported"); });
    group.spawn(async () => { await sleep(5); return "alive"; });
    return group.join();
  }, { onError: "supervise", name: "sup" });
  assert.deepEqual(results, [undefined, "alive"]);
});

test("a group can be iterated as its children end", async () => {
  const order = [];
  await taskGroup(async (group) => {
    for (const ms of [30, 10, 20]) group.spawn(async () => { await sleep(ms); return ms; });
    for await (const result of group) order.push(result.value);
  });
  assert.deepEqual(order, [10, 20, 30]);
});

test("await using a TaskGroup cancels the stragglers", async () => {
  let child;
  {
    await using group = new TaskGroup();
    child = group.spawn(() => sleep("1h"));
    await sleep(1);
  }
  assert.equal(child.state, "cancelled");
  const group = new TaskGroup();
  await group.dispose();
  assert.throws(() => group.spawn(() => {}), { code: "ERR_CLOSED" });
  const failed = new TaskGroup();
  failed.spawn(async () => { throw new Error("not lost"); });
  await assert.rejects(failed.dispose(), /not lost/);
});

test("a task is a real promise with an identity", async () => {
  await taskGroup(async (group) => {
    const task = group.spawn({ name: "me" }, async () => { await sleep(1); return [currentTask()]; });
    assert.ok(task instanceof Promise);
    assert.equal(task.state, "running");
    const [inside] = await task;
    assert.equal(inside, task);
    assert.equal(task.name, "me");
    assert.ok(task.id > 0);
    assert.equal(task.settledAt - task.startedAt, 1);
  });
  assert.equal(currentTask(), null);
});

test("all, race and any cancel and await the losers", async (t) => {
  const trace = [];
  const slow = async () => { try { await sleep("1h"); } finally { await shield(() => sleep(3)); trace.push("unwound"); } };
  const before = t.clock.now();
  assert.equal(await race([slow, async () => { await sleep(2); return "fast"; }]), "fast");
  assert.deepEqual(trace, ["unwound"]);
  assert.equal(t.clock.now() - before, 5);
  assert.equal(await any([async () => { throw new Error("no"); }, async () => { await sleep(1); return "yes"; }, slow]), "yes");
  await assert.rejects(all([slow, async () => { throw new TypeError("bad"); }]), TypeError);
  assert.deepEqual(await all([() => 1, async () => 2]), [1, 2]);
  assert.deepEqual(await all([]), []);
  await assert.rejects(race([]), RangeError);
  await assert.rejects(any([]), AggregateError);
  await assert.rejects(any([() => { throw 1; }, () => { throw 2; }]), (error) => error.errors.join() === "1,2");
  await assert.rejects(all([1]), TypeError);
  await assert.rejects(race([slow], { timeout: 5 }), named("TimeoutError"));
});

test("map keeps order, pulls lazily and bounds what runs", async () => {
  let running = 0, most = 0, pulled = 0;
  function* items() { for (let i = 0; i < 10; i++) { pulled++; yield i; } }
  const results = await map(items(), async (n, i) => {
    most = Math.max(most, ++running);
    assert.ok(pulled <= i + 3);
    await sleep(10 - n);
    running--;
    return n * 2 + i - n;
  }, { concurrency: 2 });
  assert.deepEqual(results, [0, 2, 4, 6, 8, 10, 12, 14, 16, 18]);
  assert.equal(most, 2);
  async function* source() { yield 1; await sleep(5); yield 2; }
  assert.deepEqual(await map(source(), (n) => n + 1), [2, 3]);
  assert.deepEqual(await map([Promise.resolve(1), 2], (n) => n), [1, 2]);
  assert.deepEqual(await map("abc", (c) => c + c), ["aa", "bb", "cc"]);
  assert.deepEqual(await map([], () => assert.fail()), []);
});

test("a failure in map cancels the rest and closes the source", async () => {
  let closed = false, cancelled = 0;
  function* endless() { try { for (let i = 0; ; i++) yield i; } finally { closed = true; } }
  const boom = new Error("five");
  await assert.rejects(map(endless(), async (n) => {
    if (n === 5) throw boom;
    if (n > 3) try { await sleep("1h"); } catch (error) { cancelled++; throw error; }
  }, { concurrency: 3 }), (error) => error === boom);
  assert.ok(closed);
  assert.equal(cancelled, 2);
  const error = await map([1, 2, 3], (n) => { if (n > 1) throw new Error(`no ${n}`); }, { onError: "collect" }).catch((e) => e);
  assert.deepEqual(error.errors.map((e) => e.index), [1, 2]);
  assert.deepEqual(await map([1, 2, 3], (n) => { if (n === 2) throw 0; return n; }, { onError: "skip" }), [1, 3]);
  await assert.rejects(map(5, () => {}), TypeError);
  await assert.rejects(map([1], 5), TypeError);
  await assert.rejects(map({ [Symbol.iterator]() { return { next() { return 1; } }; } }, () => {}), TypeError);
  await assert.rejects(map([1], () => sleep("1h"), { timeout: 5 }), named("TimeoutError"));
});

test("imap gives results with backpressure, in order or as they come", async () => {
  const sleeper = async (n) => { await sleep(n); return n; };
  const collect = async (it) => { const out = []; for await (const v of it) out.push(v); return out; };
  assert.deepEqual(await collect(imap([30, 10, 20], sleeper)), [30, 10, 20]);
  assert.deepEqual(await collect(imap([30, 10, 20], sleeper, { ordered: false })), [10, 20, 30]);
  let started = 0, cancelled = 0, closed = false;
  function* endless() { try { for (let i = 0; ; i++) yield i; } finally { closed = true; } }
  for await (const n of imap(endless(), async (n) => {
    started++;
    if (n > 1) await sleep("1h").catch((error) => { cancelled++; throw error; });
    return n;
  }, { concurrency: 2, buffer: 1 })) {
    if (n === 1) break;
  }
  assert.ok(started <= 5, `started ${started}`);
  await sleep(1);
  assert.ok(closed);
  assert.ok(cancelled >= 1);
  await assert.rejects(collect(imap([1], () => { throw new Error("bad item"); })), /bad item/);
});

test("forEach runs everything and resolves to nothing", async () => {
  const seen = [];
  assert.equal(await forEach([1, 2, 3], async (n) => { await sleep(4 - n); seen.push(n); }, { concurrency: 1 }), undefined);
  assert.deepEqual(seen, [1, 2, 3]);
});

test("context variables follow the flow of control", async () => {
  const user = new AsyncContext.Variable({ name: "user", defaultValue: "nobody" });
  assert.equal(user.name, "user");
  const seen = await user.run("ann", async () => {
    await sleep(1);
    const inTimer = await new Promise((resolve) => setTimeout(() => resolve(user.get()), 1));
    const inGroup = await taskGroup((group) => group.spawn(() => user.get()));
    const snapshot = new AsyncContext.Snapshot();
    const wrapped = AsyncContext.Snapshot.wrap(() => user.get());
    return [user.get(), inTimer, inGroup, user.run("bob", () => [user.get(), snapshot.run(() => user.get()), wrapped()])];
  });
  assert.deepEqual(seen, ["ann", "ann", "ann", ["bob", "ann", "ann"]]);
  assert.equal(user.get(), "nobody");
  assert.throws(() => user.run(1, () => { throw new RangeError("through"); }), RangeError);
  const storage = new AsyncLocalStorage();
  storage.run(1, () => {
    assert.equal(storage.getStore(), 1);
    storage.exit(() => assert.equal(storage.getStore(), undefined));
  });
  assert.equal(storage.getStore(), undefined);
});

// A query builder is such a thenable: it begins its query when it is awaited, in then.
test("the then of a foreign thenable runs in the context and the scope of whoever waits for it", async () => {
  const variable = new AsyncContext.Variable();
  const seen = [];
  const program = currentSignal();
  const thenable = (name) => ({
    then(resolve) {
      seen.push([name, variable.get(), currentSignal() !== program]);
      resolve(name);
    },
  });
  await withTimeout("1h", () => variable.run("mine", async () => {
    await thenable("await");
    await Promise.resolve(thenable("resolve"));
    await new Promise((resolve) => resolve(thenable("executor")));
    await Promise.all([thenable("all"), variable.run("other", () => Promise.resolve(thenable("other")))]);
    await (async () => thenable("return"))();
    await Promise.resolve().then(() => thenable("then"));
    await Promise.reject(1).catch(() => thenable("catch"));
    for await (const name of [thenable("for await")]) assert.equal(name, "for await");
    async function* generate() {
      yield thenable("yield");
      await thenable("await in a generator");
    }
    for await (const name of generate()) assert.equal(name, "yield");
    await new Promise((resolve) => setTimeout(resolve, 1, thenable("timer")));
    await Array.fromAsync([thenable("fromAsync")]);
    await Promise.any([thenable("any")]);
    queueMicrotask(() => void Promise.resolve(thenable("microtask")));
  }));
  await sleep(1);
  assert.equal(seen.length, 15);
  for (const [name, value, inScope] of seen) {
    assert.equal(value, name === "other" ? "other" : "mine", name);
    assert.ok(inScope, name);
  }
  seen.length = 0;
  await thenable("outside");
  assert.deepEqual(seen, [["outside", undefined, currentSignal() !== program]]);
});

// A generator of pseudo-random numbers with a seed, so that a failure can be run again (mulberry32).
function random(seed) {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

test("hammer: thousands of tasks, cancelled at random points, all end and all are counted", { leaks: "error" }, async () => {
  for (let seed = 1; seed <= 20; seed++) {
    const next = random(seed);
    let begun = 0, ended = 0, well = 0, badly = 0;
    async function work(depth) {
      begun++;
      try {
        for (let i = 0; i < 3; i++) {
          const dice = next();
          if (dice < 0.4) await sleep(next() * 50);
          else if (dice < 0.6) await moveOnAfter(next() * 20, () => sleep(next() * 40), null);
          else if (dice < 0.7 && depth > 0) await nest(depth - 1);
          else if (dice < 0.8) await map([1, 2, 3], (n) => sleep(n * next() * 5), { concurrency: 2 });
          else if (dice < 0.85) throw new Error(`seed ${seed}`);
          else await null;
        }
        well++;
      } catch (error) {
        badly++;
        throw error;
      } finally {
        if (next() < 0.2) await shield(() => sleep(next() * 5));
        ended++;
      }
    }
    async function nest(depth) {
      const options = { onError: next() < 0.5 ? "cancel" : "collect", timeout: next() < 0.3 ? next() * 60 : Infinity };
      if (next() < 0.3) options.concurrency = 1 + Math.floor(next() * 4);
      await taskGroup(async (group) => {
        const tasks = Array.from({ length: 5 }, () => group.spawn(work, depth));
        if (next() < 0.3) { await sleep(next() * 20); tasks[Math.floor(next() * 5)].cancel(); }
        if (next() < 0.1) group.cancel();
      }, options);
    }
    const results = await Promise.allSettled(Array.from({ length: 20 }, () => nest(2)));
    assert.equal(results.length, 20);
    assert.equal(ended, begun, `seed ${seed}: ${begun} tasks began and ${ended} ended`);
    assert.equal(well + badly, begun);
    for (const { reason } of results.filter((r) => r.status === "rejected")) {
      assert.ok(["Error", "AggregateError", "TimeoutError", "AbortError"].includes(reason.name), `seed ${seed}: ${reason}`);
    }
  }
});

test("onProgress hears how far a map is", async () => {
  const told = [];
  const onProgress = (progress) => told.push(progress);
  const work = async (n) => { await sleep(n); if (n === 20) throw new RangeError("twenty"); return n; };
  assert.deepEqual(await map([10, 10, 20, 30], work, { onError: "skip", onProgress }), [10, 10, 30]);
  assert.deepEqual(told, [{ done: 2, failed: 0, total: 4 }, { done: 3, failed: 1, total: 4 }, { done: 4, failed: 1, total: 4 }]);
  told.length = 0;
  await forEach((function* () { yield 1; yield 2; })(), () => {}, { onProgress });
  assert.deepEqual(told, [{ done: 2, failed: 0, total: 2 }]);
  const thrown = () => { throw new RangeError("enough"); };
  await assert.rejects(forEach([10, "1h"], (ms) => sleep(ms), { onProgress: thrown }), /enough/);
  await assert.rejects(map([1], (x) => x, { onProgress: thrown }), /enough/);
});
