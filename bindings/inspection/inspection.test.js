import { test, assert } from "lariat:test";
import * as inspect from "lariat:inspect";
import { AsyncEvent, Mutex, Semaphore } from "lariat:lock";
import { Channel } from "lariat:queue";
import { sleep, taskGroup } from "lariat:task";
import { WorkerPool } from "lariat:worker";

const line = (at) => Number(at.split(":").at(-2));

// find looks for a task in the tree.
const find = (name, nodes = inspect.tasks()) => {
  for (const node of nodes) {
    const found = node.name === name ? node : find(name, node.children);
    if (found) return found;
  }
};

test("the tree has who made whom, and what each waits for", async (t) => {
  const db = new Mutex({ name: "db" });
  const begin = t.clock.now();
  await taskGroup(async (g) => {
    g.spawn({ name: "writer" }, async () => { using token = await db.lock(); await sleep("10s"); });
    g.spawn({ name: "outer" }, () => taskGroup((g) => {
      g.spawn({ name: "reader" }, async () => { using token = await db.lock(); });
      g.spawn({ name: "foreign" }, () => new Promise((ok) => setTimeout(ok, 5000)));
    }));
    await sleep("2s");
    const own = find(t.name);
    assert.equal(own.state, "running");
    assert.deepEqual(own.children.map(({ name }) => name), ["writer", "outer"]);
    const [writer, outer] = own.children;
    assert.equal(writer.state, "waiting");
    assert.equal(line(writer.createdAt), 22);
    assert.equal(writer.since, begin);
    assert.deepEqual(writer.waits.map(({ kind, due }) => [kind, due]), [["timer", begin + 10_000]]);
    assert.deepEqual([outer.state, outer.waits, outer.waitingFor], ["suspended", [], undefined]);
    const [reader, foreign] = outer.children;
    const { kind, resource, since, heldBy, at } = reader.waitingFor;
    assert.deepEqual([kind, resource, since, line(at)], ["Mutex", 'Mutex "db"', begin, 24]);
    assert.match(heldBy, /^task "writer" \(#\d+\) at .*:22:/);
    assert.equal(foreign.waitingFor.kind, "timer");
  });
  assert.equal(find("writer"), undefined);
  assert.deepEqual(find(t.name).children, []);
});

test("tasks in workers stand beneath those that gave them away", async () => {
  await using pool = new WorkerPool({ name: "pool", max: 1 });
  const db = new Mutex({ name: "db" });
  const token = await db.lock();
  const far = pool.submit(async (db) => { using token = await db.lock(); }, [db], { name: "far" });
  while (db.waiting === 0) await sleep(1);
  const node = find("far");
  const [main] = inspect.tasks();
  assert.notEqual(node.isolate, main.isolate);
  assert.equal(line(node.createdAt), 51);
  assert.equal(node.waitingFor.resource, 'Mutex "db"');
  assert.match(node.waitingFor.heldBy, /^task "tasks in workers/);
  const [{ owner, heldFor, waiting }] = inspect.locks().filter(({ waiting }) => waiting.length > 0);
  assert.match(owner, /^task "tasks in workers.*:50:/);
  assert.ok(heldFor >= 0);
  assert.deepEqual(waiting.map(({ task, at }) => [task.replace(/\d+/, "n"), line(at)]), [['task "far" (#n)', 51]]);
  token.release();
  await far;
});

test("a worker that is busy is shown with its line", async () => {
  const pool = new WorkerPool({ name: "pool", max: 1 });
  const begun = new Channel(1);
  const busy = pool.run(async (begun) => {
    await begun.send(1);
    for (;;);
  }, begun);
  await begun.receive();
  const [node] = inspect.tasks().filter(({ state }) => state === "busy");
  assert.deepEqual([node.id, node.name, line(node.createdAt)], [0, "pool, worker 1", 71]);
  busy.catch(() => {});
  await pool.terminate();
  await pool.close();
});

test("locks() lists what was made and what is waited for", async () => {
  const names = () => inspect.locks().filter(({ name }) => name.startsWith("t")).map(({ label, owner, waiting }) =>
    `${label} ${owner?.split(" at ")[0].replace(/#\d+/, "#n") ?? null} ${waiting.length}`);
  const mutex = new Mutex({ name: "t1" }), semaphore = new Semaphore(2, { name: "t2" }), event = new AsyncEvent({ name: "t3" });
  const channel = new Channel(0, { name: "t4" });
  assert.deepEqual(names(), ['Mutex "t1" null 0', 'Semaphore "t2" null 0', 'AsyncEvent "t3" null 0']);
  await semaphore.acquire();
  await taskGroup(async (g) => {
    g.spawn({ name: "a" }, () => event.wait());
    g.spawn({ name: "b" }, () => mutex.with(() => sleep(1)));
    await sleep(0);
    const [, two, three] = names();
    assert.match(two, /Semaphore "t2" task "locks\(\).* 0/);
    assert.equal(three, 'AsyncEvent "t3" null 1');
    assert.equal(names()[0], 'Mutex "t1" task "b" (#n) 0');
    event.set();
  });
  channel.close();
});

test("handles() says why the program is alive", async () => {
  const before = inspect.handles().length;
  const timer = setTimeout(() => {}, 1000), interval = setInterval(() => {}, 1000), unref = setTimeout(() => {}, 1000).unref();
  const { port1 } = new MessageChannel();
  port1.onmessage = () => {};
  const list = inspect.handles();
  assert.deepEqual(list.map(({ kind, at }) => `${kind} ${line(at)}`).sort(), ["interval 104", "port 106", "timer 104"]);
  assert.equal(list.length, before + 3);
  assert.equal(list.find(({ kind }) => kind === "timer").due - list.find(({ kind }) => kind === "timer").since, 1000);
  port1.close();
  clearTimeout(timer);
  clearInterval(interval);
  clearTimeout(unref);
});

test("memory() counts", async () => {
  await using pool = new WorkerPool({ name: "pool", min: 1, max: 1 });
  await pool.warmup(1);
  const { heap, isolates } = inspect.memory();
  assert.ok(heap > 1e5);
  assert.deepEqual(isolates.map(({ name }) => name), ["main", "pool, worker 1"]);
});

test("arguments are checked", () => {
  assert.throws(() => inspect.warnOnLockWait("often"), RangeError);
  assert.throws(() => inspect.warnOnLockWait(), TypeError);
});

const { startTrace } = inspect;
const parsed = async (trace) => JSON.parse(new TextDecoder().decode(await trace.stop()));

test("a trace has what ran, who waited and who held", async () => {
  const trace = startTrace();
  const db = new Mutex({ name: "traced" });
  await taskGroup((group) => {
    group.spawn({ name: "holder" }, () => db.with(() => sleep(20)));
    group.spawn({ name: "waiter" }, () => db.with(() => sleep(5)));
  });
  await using pool = new WorkerPool({ max: 1, name: "traces" });
  await pool.submit(() => 1, [], { name: "far" });
  const { traceEvents, otherData } = await parsed(trace);
  assert.deepEqual([otherData.format, otherData.dropped], [1, 0]);
  const spans = (category) => {
    const list = traceEvents.filter(({ cat, ph }) => cat === category && ph === "b");
    return list.map((begin) => {
      const ends = traceEvents.filter(({ ph, id }) => ph === "e" && id === begin.id);
      assert.equal(ends.length, 1);
      assert.deepEqual([ends[0].name, ends[0].tid, ends[0].cat], [begin.name, begin.tid, category]);
      return { ...begin, took: (ends[0].ts - begin.ts) / 1000 };
    });
  };
  const [wait] = spans("wait");
  assert.equal(wait.name, 'Mutex "traced"');
  assert.equal(wait.took, 20);
  assert.match(wait.args.heldBy, /^task "holder" \(#\d+\) at .*inspection.test.js:\d+/);
  assert.match(wait.args.task, /"waiter"/);
  assert.match(wait.args.at, /inspection.test.js:\d+:\d+$/);
  assert.deepEqual(spans("task").map(({ name, took }) => [name, took]).slice(0, 2), [["holder", 20], ["waiter", 25]]);
  assert.deepEqual(spans("timer").map(({ took }) => took), [20, 5]);
  assert.equal(spans("lock").filter(({ name }) => name === 'Mutex "traced"').length, 2);
  const [far] = spans("worker");
  assert.equal(far.name, "far");
  const names = Object.fromEntries(traceEvents.filter(({ name }) => name === "thread_name").map(({ tid, args }) => [tid, args.name]));
  assert.equal(names[far.tid], "traces, worker 1");
  const running = traceEvents.filter(({ ph, cat }) => ph === "X" && cat === "turn");
  assert.ok(running.some(({ tid }) => tid === far.tid) && running.some(({ tid }) => tid === wait.tid));
});

test("what is held, and waited for, when a trace ends stands in it as unfinished", async () => {
  const trace = startTrace({ categories: ["wait", "lock"] });
  const door = new Mutex({ name: "door" });
  const token = await door.lock();
  const waiting = door.lock();
  await sleep(7);
  const { traceEvents } = await parsed(trace);
  const open = traceEvents.filter(({ name, args }) => name === 'Mutex "door"' && args?.unfinished);
  assert.deepEqual(open.map(({ cat }) => cat).sort(), ["lock", "wait"]);
  const { id, ts } = open.find(({ cat }) => cat === "wait");
  assert.equal(Math.round(traceEvents.find((e) => e.ph === "e" && e.id === id).ts - ts), 7000);
  for (const { args } of open) assert.match(args.at, /inspection.test.js:\d+:\d+$/);
  token.release();
  (await waiting).release();
});

test("the slices of a trace are nested", { timeout: "1h" }, async () => {
  await using pool = new WorkerPool({ max: 2 });
  const trace = startTrace({ categories: ["turn", "task"] });
  const busy = (n) => { for (let i = 0; i < n; i++); return n; };
  await Promise.all([pool.map(busy, [1e4, 2e4, 3e4]), taskGroup((group) => { for (let i = 0; i < 3; i++) group.spawn(async () => { await sleep(i); busy(1e4); }); })]);
  const { traceEvents } = await parsed(trace);
  assert.ok(traceEvents.every(({ ph, cat }) => ph === "M" || cat === "turn" || cat === "task"));
  for (const tid of new Set(traceEvents.map(({ tid }) => tid))) {
    const open = [];
    for (const { ts, dur } of traceEvents.filter((e) => e.tid === tid && e.ph === "X")) {
      while (open.length > 0 && open.at(-1) <= ts) open.pop();
      assert.ok(open.length === 0 || ts + dur <= open.at(-1) + 0.002, "slices that overlap");
      open.push(ts + dur);
    }
  }
});

test("a trace is written to a file, and ends once", async () => {
  const { mkdtemp, readFile, rm } = await import("node:fs/promises");
  const dir = await mkdtemp(`${(await import("node:os")).tmpdir()}/trace-`);
  const trace = startTrace({ file: `${dir}/trace.json` });
  assert.throws(() => startTrace(), /TypeError|traced already/);
  const bytes = await trace.stop();
  assert.deepEqual(await trace.stop(), bytes);
  assert.equal(await readFile(`${dir}/trace.json`, "utf8"), new TextDecoder().decode(bytes));
  {
    await using again = startTrace({ categories: new Set(["turn"]) });
    assert.equal(typeof again.stop, "function");
  }
  await assert.rejects(startTrace({ file: `${dir}/no/such/folder` }).stop(), { code: "ENOENT" });
  await rm(dir, { recursive: true });
});

test("startTrace wants what it knows", () => {
  assert.throws(() => startTrace({ categories: ["turns"] }), { name: "TypeError", message: /may have turn, task, wait, lock, worker, timer, operation, got "turns"/ });
  assert.throws(() => startTrace({ categories: 5 }), TypeError);
});
