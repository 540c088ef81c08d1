import { test, assert } from "lariat:test";
import { AsyncContext, sleep, taskGroup } from "lariat:task";
import { Mutex } from "lariat:lock";
import { currentWorkerTask, isWorker, workerData, WorkerPool } from "lariat:worker";
import { double, twice } from "./testdata/double.js";

const named = (name) => (error) => error.name === name;
const coded = (code) => (error) => error.code === code;

test("run gives a promise that knows its task", async () => {
  await using pool = new WorkerPool({ max: 1 });
  const task = pool.run(async (a, b) => { await sleep(50); return a + b; }, 1, 2);
  assert.ok(task instanceof Promise);
  assert.match(task.state, /queued|running/);
  assert.equal(await task, 3);
  assert.equal(task.state, "fulfilled");
  assert.equal(task.worker, 1);
  assert.ok(task.id > 0);
  assert.ok(task.runTime >= 50);
  assert.ok(task.settledAt >= task.startedAt);
  assert.deepEqual(await task.settled(), { status: "fulfilled", value: 3 });
});

test("values are cloned, shared objects are the same", async () => {
  await using pool = new WorkerPool({ max: 1 });
  const value = { list: [1, { two: 2n }], when: new Date(0), map: new Map([["k", new Set([1])]]), none: undefined };
  value.self = value;
  const back = await pool.run((v) => ({ v, same: v.self === v }), value);
  assert.equal(back.same, true);
  assert.notEqual(back.v, value);
  assert.deepEqual(back.v.list, value.list);
  assert.ok(back.v.when instanceof Date);
  const lock = new Mutex();
  await lock.acquire();
  const task = pool.run(async (lock) => { using _ = await lock.lock(); return "had it"; }, lock);
  await sleep(50);
  assert.equal(task.state, "running");
  lock.release();
  assert.equal(await task, "had it");
  assert.equal(lock.locked, false);
});

test("buffers can be transferred, both ways", async () => {
  await using pool = new WorkerPool({ max: 1 });
  const bytes = new Uint8Array([1, 2, 3]);
  const back = await pool.submit((b) => b.map((x) => x + 1), [bytes], { transfer: [bytes.buffer] });
  assert.equal(bytes.length, 0);
  assert.deepEqual([...back], [2, 3, 4]);
});

test("functions travel by reference, by source and by name", async () => {
  await using pool = new WorkerPool({ max: 1 });
  assert.equal(await pool.run(double, 4), 8);
  assert.equal(await pool.run(twice, 4), 16);
  assert.equal(await pool.submit("./testdata/double.js#twice", [1]), 4);
  assert.equal(await pool.submit(new URL("./testdata/double.js#double", import.meta.url), [1]), 2);
  assert.equal(await pool.run((x) => double(x) + 1, 4), 9);
  const rate = 3;
  await assert.rejects(pool.run((x) => x * rate, 1), coded("ERR_CAPTURE"));
  assert.equal(await pool.submit((x) => x * rate, [2], { capture: { rate } }), 6);
  await assert.rejects(pool.run(Math.max, 1), TypeError);
  await assert.rejects(pool.run(42), TypeError);
  await assert.rejects(pool.submit("./testdata/none.js#f", []), named("ModuleError"));
});

test("what cannot be cloned is refused before it is queued", async () => {
  await using pool = new WorkerPool({ max: 1 });
  await assert.rejects(pool.run((f) => f, () => 1), named("DataCloneError"));
  assert.equal(pool.stats().workers, 0);
  await assert.rejects(pool.run(() => () => 1), named("DataCloneError"));
  await assert.rejects(pool.run(() => { throw () => 1; }), named("DataCloneError"));
});

test("errors come back as they were thrown", async () => {
  await using pool = new WorkerPool({ max: 1 });
  const error = await pool.run(() => {
    throw Object.assign(new RangeError("far", { cause: new TypeError("deep") }), { at: [1, 2], code: "E_FAR" });
  }).then(() => null, (error) => error);
  assert.ok(error instanceof RangeError);
  assert.equal(error.message, "far");
  assert.equal(error.code, "E_FAR");
  assert.deepEqual(error.at, [1, 2]);
  assert.ok(error.cause instanceof TypeError);
  assert.match(error.stack, /worker\.test\.js:\d+:\d+[^]*submitted at .*worker\.test\.js:\d+:\d+/);
  const several = await pool.run(() => { throw new AggregateError([new Error("a"), 2], "both"); }).catch((e) => e);
  assert.equal(several.errors[0].message, "a");
  assert.equal(several.errors[1], 2);
  assert.equal(await pool.run(() => { throw 7; }).catch((e) => e), 7);
  assert.equal((await pool.run(() => { throw new DOMException("no", "AbortError"); }).catch((e) => e)).name, "AbortError");
});

test("a task has its own context", async () => {
  await using pool = new WorkerPool({ max: 1, concurrencyPerWorker: 4 });
  const user = new AsyncContext.Variable({ name: "worker.test.user", transferable: true });
  const local = new AsyncContext.Variable({ name: "local" });
  const read = async () => {
    const { AsyncContext } = await import("lariat:task");
    await null;
    return [new AsyncContext.Variable({ name: "worker.test.user", transferable: true }).get(), currentWorkerTask().name];
  };
  const tasks = ["ann", "bob"].map((name) => user.run(name, () => local.run(1, () => pool.submit(read, [], { name }))));
  assert.deepEqual(await Promise.all(tasks), [["ann", "ann"], ["bob", "bob"]]);
  assert.equal(currentWorkerTask(), null);
  assert.equal(await pool.run(() => currentWorkerTask().signal.aborted), false);
  const task = pool.run(() => currentWorkerTask().id);
  assert.equal(await task, task.id);
});

test("messages come in order, however late they are read", async () => {
  await using pool = new WorkerPool({ max: 1 });
  const work = (n) => { for (let i = 0; i < n; i++) currentWorkerTask().emit({ i }); return "end"; };
  const read = async (task) => { const got = []; for await (const m of task.messages) got.push(m.i); return got; };
  const early = pool.run(work, 3);
  assert.deepEqual(await read(early), [0, 1, 2]);
  const late = pool.run(work, 3);
  await late;
  assert.deepEqual(await read(late), [0, 1, 2]);
  assert.deepEqual(await read(late), []);
});

test("isWorker and workerData", async () => {
  await using pool = new WorkerPool({ max: 1 });
  assert.deepEqual([isWorker, workerData], [false, undefined]);
  assert.deepEqual(await pool.run(() => [isWorker, workerData]), [true, undefined]);
});

test("the module comes before the initializer, and that before the tasks", async () => {
  await using pool = new WorkerPool({
    max: 1, module: "./testdata/double.js", env: { GREETING: "hello" },
    initializer: async (a, b) => { await sleep(20); globalThis.sum = a + b; }, initArgs: [1, 2],
  });
  assert.deepEqual(await pool.run(() => [globalThis.loaded, globalThis.sum, process.env.GREETING]), [true, 3, "hello"]);
});

test("an initializer that throws rejects who waits, and is tried again for the next task only", async () => {
  await using pool = new WorkerPool({ max: 2, initializer: () => { throw new TypeError("not today"); } });
  const results = await Promise.allSettled([pool.run(() => 1), pool.run(() => 2), pool.warmup()]);
  for (const { reason } of results) assert.equal(reason.message, "not today");
  await sleep("1h");
  assert.equal(pool.stats().workers, 0);
  await assert.rejects(pool.run(() => 1), TypeError);
});

test("options that do not go together are refused", () => {
  for (const [options, error] of [
    [{ max: 0 }, RangeError], [{ min: 3, max: 2 }, RangeError], [{ whenFull: "panic" }, TypeError],
    [{ isolation: "thread" }, TypeError], [{ maxQueue: -1 }, RangeError], [{ concurrencyPerWorker: 1.5 }, RangeError],
    [{ isolation: "task", concurrencyPerWorker: 2 }, TypeError], [{ aging: -1 }, RangeError],
    [{ permissions: "some" }, TypeError], [{ permissions: { fly: true } }, TypeError], [{ permissions: { read: 1 } }, TypeError],
    [{ permissions: { net: ["http://x"] } }, TypeError], [{ permissions: { net: [1] } }, TypeError],
    [{ limits: { memory: 1 } }, named("NotSupportedError")], [{ limits: { stack: -1 } }, RangeError],
    [{ initializer: 1 }, TypeError], [{ idleTimeout: "soon" }, RangeError],
  ]) {
    assert.throws(() => new WorkerPool(options), error, JSON.stringify(options));
  }
  assert.throws(() => WorkerPool(), TypeError);
});

test("permissions are narrowed, in isolates and in processes", async () => {
  const tryAll = async () => {
    const { readFile } = await import("lariat:fs");
    const told = [];
    for (const path of ["testdata/tasks.js", "worker.test.js"]) {
      told.push(await readFile(path).then(() => "read", (e) => `${e.name} ${e.permission}`));
    }
    return [...told, Object.keys(process.env).length];
  };
  for (const isolation of ["worker", "process"]) {
    await using inherits = new WorkerPool({ max: 1, isolation, permissions: "inherit" });
    assert.deepEqual((await inherits.run(tryAll)).slice(0, 2), ["read", "read"]);
    await using less = new WorkerPool({ max: 1, isolation, permissions: { read: ["testdata"] } });
    assert.deepEqual(await less.run(tryAll), ["read", "PermissionError read", 0]);
    await using none = new WorkerPool({ max: 1, isolation, permissions: "none" });
    assert.deepEqual(await none.run(tryAll), ["PermissionError read", "PermissionError read", 0]);
    await using own = new WorkerPool({ max: 1, isolation, permissions: "none", env: { A: "1" } });
    assert.equal((await own.run(tryAll))[2], 1, "an environment that the program has made is not kept from it");
  }
});

test("a worker cannot give what it does not have", async () => {
  await using pool = new WorkerPool({ max: 1, permissions: { read: ["testdata"], net: ["10.0.0.0/8", "*.example.com:443"] } });
  const grant = (permissions) => {
    try {
      new WorkerPool({ permissions });
      return "granted";
    } catch (e) {
      return `${e.name} ${e.permission} ${e.resource}`;
    }
  };
  for (const [permissions, want] of [
    [{ read: ["testdata/tasks.js"] }, "granted"], [{ read: "inherit" }, "granted"], [{ net: ["10.1.0.0/16", "a.example.com:443"] }, "granted"],
    [{ read: true }, "PermissionError read *"], [{ read: ["."] }, "PermissionError read ."], [{ env: ["HOME"] }, "PermissionError env HOME"],
    [{ net: ["a.example.com"] }, "PermissionError net a.example.com"], [{ net: ["0.0.0.0/0"] }, "PermissionError net 0.0.0.0/0"],
    [{ run: ["ls"] }, "PermissionError run ls"],
  ]) {
    assert.equal(await pool.run(grant, permissions), want, JSON.stringify(permissions));
  }
});

test("an option that there is not is refused, and those that there are are named", async () => {
  assert.throws(() => new WorkerPool({ max: 1, concurrency: 4 }), {
    name: "TypeError", message: /^new WorkerPool: there is no option "concurrency"; the options are name, min, max, .*concurrencyPerWorker/,
  });
  await using pool = new WorkerPool({ max: 1 });
  await assert.rejects(pool.map((x) => x, [1], { chunk: 1 }), /^TypeError: WorkerPool\.map: there is no option "chunk"; .* chunkSize/);
  await assert.rejects(pool.submit(() => 1, [], { prio: 1 }), /there is no option "prio"/);
  await assert.rejects(pool.close({ now: true }), /the options are drop, timeout/);
});

test("a smaller stack", async () => {
  await using pool = new WorkerPool({ max: 1, limits: { stack: 200 } });
  const depth = (n) => { const down = (n) => (n ? down(n - 1) + 1 : 0); return down(n); };
  assert.equal(await pool.run(depth, 50), 50);
  await assert.rejects(pool.run(depth, 5000));
  assert.equal(await pool.run(depth, 50), 50);
});

test("isolation task gives each its own globals", async () => {
  await using pool = new WorkerPool({ max: 2, isolation: "task" });
  const count = () => (globalThis.calls = (globalThis.calls ?? 0) + 1);
  assert.deepEqual(await Promise.all([1, 2, 3, 4].map(() => pool.run(count))), [1, 1, 1, 1]);
  assert.equal(pool.stats().recycled, 4);
});

test("a worker has pools of its own", async () => {
  await using pool = new WorkerPool({ max: 1 });
  const outer = async (n) => {
    const { WorkerPool } = await import("lariat:worker");
    await using inner = new WorkerPool({ max: 2 });
    return inner.map((x) => x * 2, [n, n + 1]);
  };
  assert.deepEqual(await pool.run(outer, 5), [10, 12]);
});

test("many tasks in groups", async () => {
  await using pool = new WorkerPool({ max: 2 });
  const results = await taskGroup(async (g) => {
    for (let i = 0; i < 200; i++) g.spawn(() => pool.run((x) => x * 2, i));
    return g.join();
  });
  assert.equal(results.length, 200);
  assert.equal(results[199], 398);
});
