import { test, assert } from "lariat:test";
import { ResourcePool } from "lariat:resource";
import { Governor } from "lariat:errors";
import { Semaphore } from "lariat:lock";
import { map, sleep, withTimeout, AsyncContext } from "lariat:task";

// counting makes a pool of numbered resources that notes what happens to them.
function counting(options = {}) {
  let made = 0;
  const log = [];
  const pool = new ResourcePool({
    create: async () => { await sleep(10); log.push(`create ${made + 1}`); return { id: ++made }; },
    destroy: (r) => { log.push(`destroy ${r.id}`); },
    onError: (error, step) => { log.push(`${step}: ${error.message}`); },
    ...options,
  });
  return { pool, log };
}

const ids = (leases) => leases.map((lease) => lease.resource.id);
const named = (name) => (error) => error.name === name;

test("resources are made on demand, up to max, and lent again", async () => {
  const { pool, log } = counting({ max: 2 });
  const [a, b] = await Promise.all([pool.acquire(), pool.acquire()]);
  assert.deepEqual(ids([a, b]), [1, 2]);
  const third = pool.acquire();
  assert.deepEqual([pool.size, pool.idle, pool.borrowed, pool.waiting], [2, 0, 2, 1]);
  await a.release();
  const c = await third;
  assert.equal(c.resource.id, 1);
  await Promise.all([b.release(), c.release()]);
  assert.deepEqual([pool.size, pool.idle, pool.borrowed, pool.waiting], [2, 2, 0, 0]);
  await pool.close();
  assert.deepEqual(log, ["create 1", "create 2", "destroy 2", "destroy 1"]);
  assert.equal(pool.size, 0);
});

test("what is idle comes at once", async () => {
  const resource = {}, pool = new ResourcePool({ create: () => resource });
  await (await pool.acquire()).release();
  let lease;
  pool.acquire().then((l) => { lease = l; });
  await null;
  assert.equal(lease.resource, resource);
  let given = false;
  lease.release().then(() => { given = true; });
  await null;
  assert.ok(given);
  assert.equal(await pool.use((r) => r), resource);
});

test("waiters are served in the order of their calls, higher priorities first", async () => {
  const { pool } = counting({ max: 1 });
  const order = [], first = await pool.acquire();
  const user = async (name, options) => {
    await using lease = await pool.acquire(options);
    order.push(name);
    await sleep(1);
  };
  const users = [user("a"), user("b"), user("high", { priority: 1 }), user("c"), user("low", { priority: -1 })];
  await first.release();
  await Promise.all(users);
  assert.deepEqual(order, ["high", "a", "b", "c", "low"]);
});

test("a lease is given back once", async () => {
  const { pool } = counting({ max: 1 });
  const first = await pool.acquire();
  await first.release();
  const second = await pool.acquire();
  assert.equal(first.held, false);
  assert.throws(() => first.resource, (error) => error.code === "ERR_CLOSED" && /was given back/.test(error.message));
  await first.release();
  await first.destroy();
  await first[Symbol.asyncDispose]();
  assert.deepEqual([second.held, second.resource.id, pool.borrowed], [true, 1, 1]);
  assert.equal(pool.tryAcquire(), null);
  await second.destroy();
  assert.deepEqual([pool.size, pool.borrowed], [0, 0]);
});

test("use gives back whatever happens, and its result comes after that", async () => {
  const steps = [];
  const pool = new ResourcePool({ create: () => ({}), reset: async () => { await sleep(5); steps.push("reset"); } });
  assert.equal(await pool.use(async (r) => { assert.ok(r); await sleep(1); return "done"; }), "done");
  steps.push("used");
  await assert.rejects(pool.use(() => { throw new Error("thrown"); }), /thrown/);
  await assert.rejects(pool.use(async () => { await sleep(1); throw new Error("rejected"); }), /rejected/);
  await assert.rejects(withTimeout(5, () => pool.use(() => sleep("1h"))), named("TimeoutError"));
  assert.deepEqual(steps, ["reset", "used", "reset", "reset", "reset"]);
  assert.deepEqual([pool.size, pool.idle, pool.borrowed], [1, 1, 0]);
  await assert.rejects(pool.use(), /ResourcePool.use: "fn" must be a function/);
});

test("a failed create frees its place and rejects one waiter", async () => {
  let calls = 0;
  const { pool } = counting({ max: 1, create: async () => {
    await sleep(5);
    if (++calls <= 2) throw new Error(`no ${calls}`);
    return { id: calls };
  } });
  const results = await Promise.allSettled([pool.acquire(), pool.acquire(), pool.acquire()]);
  assert.deepEqual(results.map((r) => r.reason?.message ?? r.value.resource.id), ["no 1", "no 2", 3]);
  assert.deepEqual([pool.size, pool.borrowed, pool.stats().creating], [1, 1, 0]);
  const throwing = new ResourcePool({ create: () => { throw "a string"; }, max: 1 });
  for (let i = 0; i < 3; i++) assert.equal(await throwing.acquire().catch((reason) => reason), "a string");
});

test("a caller who leaves leaves the resource for the next", async () => {
  const { pool, log } = counting({ max: 1 });
  await assert.rejects(pool.acquire({ timeout: 5 }), (error) => /ResourcePool.acquire timed out after 5 ms/.test(error.message));
  assert.deepEqual([pool.stats().creating, pool.stats().timeouts], [1, 1]);
  await sleep(10);
  assert.deepEqual([pool.idle, pool.size], [1, 1]);
  const lease = await pool.acquire();
  const controller = new AbortController(), reason = {};
  const waits = pool.acquire({ signal: controller.signal });
  controller.abort(reason);
  assert.equal(await waits.catch((r) => r), reason);
  await assert.rejects(withTimeout(5, () => pool.acquire()), /withTimeout timed out/);
  await lease.release();
  assert.deepEqual(log, ["create 1"]);
  assert.deepEqual([pool.idle, pool.waiting, pool.borrowed, pool.stats().timeouts], [1, 0, 0, 2]);
});

test("a create that nobody waits for any more is told to onError when it fails", async () => {
  const { pool, log } = counting({ create: async () => { await sleep(10); throw new Error("down"); } });
  await assert.rejects(pool.acquire({ timeout: 5 }), named("TimeoutError"));
  await sleep(10);
  assert.deepEqual(log, ["create: down"]);
  assert.equal(pool.stats().creating, 0);
});

test("a create that hangs is given up, and what it brings late is destroyed", async () => {
  const signals = [];
  let release;
  const { pool, log } = counting({ max: 1, createTimeout: 20, create: ({ signal }) => {
    signals.push(signal);
    if (signals.length === 1) return new Promise((resolve) => { release = resolve; });
    return { id: signals.length };
  } });
  const [first, second] = [pool.acquire(), pool.acquire()];
  await assert.rejects(first, (error) => /^create: ResourcePool #\d+ got no resource within 20ms$/.test(error.message));
  assert.equal((await second).resource.id, 2);
  assert.deepEqual(signals.map((s) => s.aborted), [true, false]);
  assert.equal(signals[0].reason.name, "TimeoutError");
  release({ id: "late" });
  await sleep(1);
  assert.deepEqual(log, ["destroy late"]);
  assert.equal(pool.size, 1);
});

test("waits in create end with its timeout, and obey no caller's scope", async () => {
  const { pool, log } = counting({ createTimeout: "1s", create: async ({ signal }) => {
    try {
      await sleep("1h");
    } catch (error) {
      log.push(error.name, signal.aborted);
      throw error;
    }
  } });
  await assert.rejects(withTimeout(100, () => pool.acquire()), /withTimeout/);
  assert.deepEqual(log, []);
  await sleep("2s");
  assert.match(log.shift(), /^create: create: ResourcePool #\d+ got no resource within 1s$/);
  assert.deepEqual(log, ["TimeoutError", true]);
});

test("create runs with the variables of the pool's maker", async () => {
  const user = new AsyncContext.Variable();
  const seen = [];
  const pool = user.run("maker", () => new ResourcePool({ create: () => { seen.push(user.get()); return {}; } }));
  await user.run("caller", () => pool.use(() => { seen.push(user.get()); }));
  assert.deepEqual(seen, ["maker", "caller"]);
});

test("a bad resource is not lent again", async () => {
  let good = true;
  const { pool, log } = counting({ validate: async (r) => {
    await sleep(1);
    if (good === null) throw new Error("gone");
    return good || r.id > 2;
  } });
  await (await pool.acquire()).release();
  assert.equal(await pool.use((r) => r.id), 1);
  good = false;
  const lease = await pool.acquire();
  assert.equal(lease.resource.id, 2);
  await lease.release();
  good = null;
  assert.equal(await pool.use((r) => r.id), 3);
  assert.deepEqual(log, ["create 1", "destroy 1", "create 2", "validate: gone", "destroy 2", "create 3"]);
});

test("tryAcquire takes what is idle and found good at once", async () => {
  let answer = true;
  const { pool } = counting({ validate: () => answer });
  assert.equal(pool.tryAcquire(), null);
  await pool.use(() => {});
  const lease = pool.tryAcquire();
  assert.equal(lease.resource.id, 1);
  assert.equal(pool.tryAcquire(), null);
  await lease.release();
  answer = Promise.resolve(true).then(() => sleep(1)).then(() => true);
  assert.equal(pool.tryAcquire(), null); // it takes its time
  await sleep(5);
  assert.equal(pool.idle, 1);
  answer = false;
  assert.equal(pool.tryAcquire(), null);
  assert.equal(pool.size, 0);
});

test("reset makes ready for the next, and one that fails costs the resource and no place", async () => {
  let fails = false;
  const { pool, log } = counting({ max: 1, reset: async (r) => { await sleep(1); if (fails) throw new Error("dirty"); r.clean = true; } });
  const lease = await pool.acquire();
  const next = pool.acquire();
  await lease.release();
  assert.ok((await next).resource.clean);
  fails = true;
  await (await next).release();
  assert.deepEqual(log, ["create 1", "reset: dirty", "destroy 1"]);
  assert.equal((await pool.acquire()).resource.id, 2);
});

test("a destroy that throws, rejects or hangs loses no place", async () => {
  const ways = [
    () => { throw new Error("thrown"); },
    async () => { await sleep(1); throw new Error("rejected"); },
    () => new Promise(() => {}),
    () => sleep("1h"),
  ];
  let n = 0;
  const { pool, log } = counting({ max: 1, destroy: () => ways[n++]() });
  for (let i = 1; i <= 4; i++) {
    const lease = await pool.acquire();
    assert.equal(lease.resource.id, i);
    await lease.destroy();
    assert.equal(pool.size, 0);
  }
  assert.deepEqual(log.filter((line) => line.startsWith("destroy")).map((line) => line.replace(/#\d+/, "#")), [
    "destroy: thrown", "destroy: rejected", "destroy: destroy: a resource of ResourcePool # was not done within 5s",
    "destroy: ResourcePool timed out after 5000 ms",
  ]);
});

test("a place is free only when its resource is destroyed", async () => {
  const { pool, log } = counting({ max: 1, destroy: async () => { await sleep(20); log.push("destroyed"); } });
  const lease = await pool.acquire();
  const next = pool.acquire();
  lease.destroy();
  assert.deepEqual([pool.size, pool.borrowed, pool.idle], [1, 0, 0]);
  await next;
  assert.deepEqual(log, ["create 1", "destroyed", "create 2"]);
});

test("idle resources end, but for the minimum", async () => {
  const { pool, log } = counting({ min: 1, max: 3, idleTimeout: "1m", create: ((n) => () => ({ id: ++n }))(0) });
  const leases = await Promise.all([pool.acquire(), pool.acquire(), pool.acquire()]);
  for (const lease of leases) await lease.release();
  await sleep("30s");
  assert.equal(pool.idle, 3);
  await sleep("31s");
  assert.deepEqual([pool.idle, log], [1, ["destroy 1", "destroy 2"]]);
  await sleep("1h");
  assert.equal(pool.idle, 1);
  await pool.close();
});

test("old and worn resources are replaced", async () => {
  const { pool, log } = counting({ maxLifetime: "1m", maxUses: 3, idleTimeout: Infinity });
  for (let i = 0; i < 3; i++) await pool.use(() => {});
  assert.deepEqual(log, ["create 1", "destroy 1"]);
  const lease = await pool.acquire();
  await sleep("2m");
  await lease.release();
  assert.deepEqual(log, ["create 1", "destroy 1", "create 2", "destroy 2"]);
  await pool.use(() => {});
  await sleep("61s");
  assert.deepEqual([pool.size, log.at(-1)], [0, "destroy 3"]);
});

test("the minimum is made ahead, and made again", async () => {
  const { pool, log } = counting({ min: 2 });
  assert.equal(pool.size, 0);
  await sleep(15);
  assert.equal(pool.idle, 2);
  const lease = pool.tryAcquire();
  await lease.destroy();
  await sleep(15);
  assert.equal(pool.idle, 2);
  assert.equal(await pool.evict(), 2);
  await sleep(15);
  assert.deepEqual([pool.idle, log.length], [2, 8]);
  await pool.close();
  const failing = counting({ min: 1, create: async () => { throw new Error("down"); } });
  await sleep(5);
  assert.deepEqual(failing.log, ["create: down"]);
  await assert.rejects(failing.pool.acquire(), /down/);
});

test("lifo lends the latest, else the one that has been idle longest", async () => {
  for (const [lifo, want] of [[true, 3], [false, 1]]) {
    const { pool } = counting({ lifo });
    for (const lease of await Promise.all([pool.acquire(), pool.acquire(), pool.acquire()])) await lease.release();
    assert.equal(pool.tryAcquire().resource.id, want);
  }
});

test("maxWaiting bounds the line", async () => {
  const { pool } = counting({ max: 1, maxWaiting: 1 });
  const lease = await pool.acquire(), waits = pool.acquire();
  await assert.rejects(pool.acquire(), (error) => error.code === "ERR_QUEUE_FULL" && /1 callers may wait/.test(error.message));
  await lease.release();
  await (await waits).release();
  const nobody = counting({ max: 2, maxWaiting: 0 }).pool;
  const two = await Promise.all([nobody.acquire(), nobody.acquire()]);
  await assert.rejects(nobody.acquire(), named("QueueFullError"));
  await two[0].release();
  await nobody.acquire();
});

test("stats tell who has what, since when and where", async () => {
  const { pool } = counting({ max: 1, acquireTimeout: 10 });
  const lease = await pool.acquire({ timeout: "1s" });
  await sleep(100);
  await assert.rejects(pool.acquire(), named("TimeoutError"));
  const { leases, ...rest } = pool.stats();
  assert.deepEqual(rest, { size: 1, idle: 0, borrowed: 1, waiting: 0, creating: 0, created: 1, destroyed: 0, timeouts: 1 });
  assert.equal(leases.length, 1);
  assert.equal(leases[0].heldFor, 110);
  assert.match(leases[0].at, /resource\.test\.js:\d+:\d+$/);
  assert.match(leases[0].task, /^task ".*" \(#\d+\)$/);
  await lease.release();
  assert.deepEqual(pool.stats().leases, []);
});

test("leases that are out for long are told of, once each", async () => {
  const told = [];
  const { pool } = counting({ leakWarning: "1s", onLeak: (lease) => told.push(lease) });
  const first = await pool.acquire();
  await sleep(500);
  const second = await pool.acquire();
  const quick = await pool.acquire();
  await quick.release();
  await sleep(600);
  assert.deepEqual(told.map((l) => l.heldFor), [1000]);
  await sleep("1h");
  assert.equal(told.length, 2);
  assert.match(told[1].at, /resource\.test\.js/);
  await Promise.all([first.release(), second.release()]);
});

test("close refuses, waits for the leases and destroys everything", async () => {
  const { pool, log } = counting({ max: 1 });
  const lease = await pool.acquire(), waits = pool.acquire();
  const closing = pool.close();
  await assert.rejects(waits, (error) => error.code === "ERR_CLOSED" && /was closed/.test(error.message));
  await assert.rejects(pool.acquire(), /is closed/);
  assert.equal(pool.tryAcquire(), null);
  await assert.rejects(pool.close({ timeout: 5 }), named("TimeoutError"));
  assert.equal(lease.resource.id, 1);
  await lease.release();
  await closing;
  await pool.close();
  assert.deepEqual(log, ["create 1", "destroy 1"]);
});

test("close with drop takes what is out", async () => {
  const { pool, log } = counting();
  const lease = await pool.acquire();
  await pool.close({ drop: true });
  assert.deepEqual([lease.held, pool.size, log], [false, 0, ["create 1", "destroy 1"]]);
  await lease.release();
});

test("close cancels what is being made, also at once and in a scope that has ended", async () => {
  const { pool, log } = counting({ create: async ({ signal }) => {
    await sleep("1h").catch((error) => log.push(error.code, signal.aborted));
    return { id: "late" };
  } });
  const waits = pool.acquire().catch((error) => error.code);
  await withTimeout(5, async () => {
    await sleep("1m").catch(() => {});
    await pool.close().catch((error) => log.push(error.name));
  }).catch(() => {});
  await pool.close();
  assert.equal(await waits, "ERR_CLOSED");
  assert.deepEqual(log, ["ERR_CLOSED", true, "TimeoutError", "destroy late"]);
  const never = counting({ min: 2, create: () => { never.log.push("created"); return {}; } });
  await never.pool.close();
  assert.deepEqual(never.log, []);
  const hangs = new ResourcePool({ create: () => new Promise(() => {}) });
  hangs.acquire().catch(() => {});
  await hangs.close(); // five seconds later
});

test("await using closes", async () => {
  let pool;
  {
    await using opened = new ResourcePool({ create: () => ({}) });
    pool = opened;
    await pool.use(() => {});
  }
  assert.equal(pool.size, 0);
  await assert.rejects(pool.acquire(), named("ClosedError"));
});

test("await using gives back in a scope that has ended, and nobody leaves before", async () => {
  const steps = [];
  const pool = new ResourcePool({ create: () => ({}), reset: async () => { await sleep(20); steps.push("reset"); } });
  await assert.rejects(withTimeout(5, async () => {
    await using lease = await pool.acquire();
    await sleep("1h");
  }), named("TimeoutError"));
  steps.push("left");
  assert.deepEqual([steps, pool.idle], [["reset", "left"], 1]);
});

test("hooks may use the pool", async () => {
  const inner = counting({ max: 2 }).pool;
  const outer = new ResourcePool({
    create: async () => ({ lease: await inner.acquire() }), destroy: (r) => r.lease.release(), max: 1,
    reset: async () => { await inner.use(() => {}); },
  });
  await outer.use(() => {});
  assert.equal(inner.borrowed, 1);
  await outer.close();
  assert.equal(inner.borrowed, 0);
  const self = new ResourcePool({
    max: 2, create: () => ({ taken: self.tryAcquire() }), destroy: () => { self.tryAcquire(); self.stats(); },
  });
  const lease = await self.acquire();
  assert.equal(lease.resource.taken, null);
  await lease.destroy();
  await self.close();
});

test("a pool is accepted where concurrency is", async () => {
  const { pool } = counting({ max: 2 });
  let running = 0, most = 0;
  await map([1, 2, 3, 4, 5], async () => { most = Math.max(most, ++running); await sleep(50); running--; }, { concurrency: pool });
  assert.deepEqual([most, pool.idle], [2, 2]);
  const both = Governor.all(pool, new Semaphore(1));
  await both.with(() => assert.equal(pool.borrowed, 1));
  assert.equal(pool.borrowed, 0);
});

test("a wait for a lease that nobody can give back is a deadlock", async () => {
  const { pool } = counting({ max: 1, name: "db" });
  const lease = await pool.acquire();
  const { code, waits: [wait] } = await pool.acquire().catch((error) => error);
  assert.deepEqual([code, wait.waitsFor], ["ERR_DEADLOCK", 'ResourcePool "db"']);
  assert.match(wait.heldBy, /resource\.test\.js/);
  await assert.rejects(pool.close(), named("DeadlockError"));
  await lease.release();
});

test("a pool and its leases stay in their isolate", async () => {
  const { pool } = counting();
  const lease = await pool.acquire();
  assert.throws(() => structuredClone(pool), named("DataCloneError"));
  assert.throws(() => structuredClone(lease), named("DataCloneError"));
  await lease.release();
});

test("wrong options are refused", () => {
  const create = () => ({});
  for (const [options, type, text] of [
    [undefined, TypeError, /"options" must be an object/], [{}, TypeError, /"create" must be a function/],
    [{ create: 1 }, TypeError, /"create"/], [{ create, destroy: 1 }, TypeError, /"destroy"/],
    [{ create, max: 0 }, RangeError, /"max" must be at least 1/], [{ create, min: -1 }, RangeError, /"min"/],
    [{ create, min: 3, max: 2 }, RangeError, /"min" must be from 0 to "max" \(2\)/], [{ create, maxUses: 0 }, RangeError, /"maxUses"/],
    [{ create, maxWaiting: -1 }, RangeError, /"maxWaiting"/], [{ create, idleTimeout: "soon" }, RangeError, /"idleTimeout"/],
    [{ create, max: 1.5 }, RangeError, /"max"/],
  ]) {
    assert.throws(() => new ResourcePool(options), (error) => error instanceof type && text.test(error.message));
  }
  assert.throws(() => ResourcePool({ create }), TypeError);
  assert.throws(() => ResourcePool.prototype.stats.call({}), /"this" must be a ResourcePool/);
});
