// Channels between workers.
import { test, assert } from "lariat:test";
import { Channel, PriorityQueue, PubSub, Queue } from "lariat:queue";
import { WorkerPool } from "lariat:worker";
import { ClosedError } from "lariat:errors";
import { sleep } from "lariat:task";

test("a channel is the same in a worker, and items are clones", async () => {
  await using pool = new WorkerPool({ max: 1 });
  const there = new Channel(4), back = new Channel(Infinity);
  there.trySend({ before: [1] });
  const waiting = there.drain();
  const done = pool.run(async (there, back) => {
    for await (const item of there) await back.send({ got: item, same: typeof item });
    back.close();
    return there instanceof (await import("lariat:queue")).Channel;
  }, there, back);
  const map = new Map([["k", new Date(0)]]);
  await there.send(map);
  for (const item of ["text", 1.5, undefined, null, 10n]) await there.send(item);
  there.close();
  const items = [];
  for await (const item of back) items.push(item.got);
  assert.deepEqual(items, [{ before: [1] }, map, "text", 1.5, undefined, null, 10n]);
  assert.notEqual(items[1], map);
  assert.equal(await done, true);
  await waiting;
  await there.send(1).then(() => assert.fail(), (e) => assert.ok(e instanceof ClosedError));
});

test("what cannot be cloned keeps the channel here, and is refused once it is shared", async () => {
  await using pool = new WorkerPool({ max: 1 });
  const channel = new Channel(2), fn = () => {};
  channel.trySend(fn);
  const error = await pool.run((c) => c.size, channel).catch((e) => e);
  assert.equal(error.name, "DataCloneError");
  assert.equal(channel.tryReceive().value, fn);
  assert.equal(await pool.run((c) => c.size, channel), 0);
  await channel.send(fn).then(() => assert.fail(), (e) => assert.equal(e.name, "DataCloneError"));
  assert.equal(channel.size, 0);
});

test("a getter that sends while its channel is posted", async () => {
  await using pool = new WorkerPool({ max: 1 });
  const channel = new Channel(3);
  channel.trySend({ get x() { channel.trySend({ y: 2 }); return 1; } });
  assert.deepEqual(await pool.run(async (c) => [await c.receive(), await c.receive()], channel), [{ x: 1 }, { y: 2 }]);
});

test("kinds, priorities, errors and drops cross too", async () => {
  await using pool = new WorkerPool({ max: 1 });
  const dropped = [], queue = new PriorityQueue({ capacity: 2, overflow: "drop-newest", onDrop: (item) => dropped.push(item) });
  const name = await pool.run(async (q) => {
    q.trySend("low", { priority: 1 });
    q.trySend("high", { priority: 2 });
    q.trySend({ too: "much" });
    q.fail(new RangeError("over"));
    return q.constructor.name;
  }, queue);
  assert.equal(name, "PriorityQueue");
  assert.deepEqual([await queue.get(), await queue.get()], ["high", "low"]);
  const error = await queue.get().catch((e) => e);
  assert.ok(error instanceof RangeError && error.message === "over");
  assert.deepEqual(dropped, [{ too: "much" }]);
});

test("a worker that dies gives back what was on its way, and its places in line", async () => {
  const jobs = new Queue(), ready = new Channel(1);
  await using pool = new WorkerPool({ max: 1, abortGrace: 10 });
  const dying = pool.run(async (jobs, ready) => {
    for (let i = 0; i < 3; i++) jobs.receive().catch(() => {}); // stand in line, and never see what comes
    ready.trySend(jobs.waiting);
    for (;;);
  }, jobs, ready).catch((e) => e);
  assert.equal(await ready.receive(), 3);
  await jobs.put("a");
  await jobs.put("b");
  assert.deepEqual([jobs.size, jobs.waiting], [0, 1]);
  await pool.terminate();
  await dying;
  assert.deepEqual([jobs.waiting, jobs.size, jobs.tryReceive(), jobs.tryReceive(), jobs.unfinished], [0, 2, { value: "a" }, { value: "b" }, 2]);
});

test("what a worker had received when it died does not hold up join, and is not given to another", async () => {
  const jobs = new Queue(), ready = new Channel(1);
  for (let i = 0; i < 6; i++) await jobs.put(i);
  assert.equal(await jobs.get(), 0); // before another isolate knows the queue
  await using pool = new WorkerPool({ max: 1, abortGrace: 10 });
  const dying = pool.run(async (jobs, ready) => {
    await jobs.get();
    jobs.tryReceive();
    await jobs.receiveMany(2);
    jobs.taskDone();
    await ready.send(jobs.unfinished);
    for (;;);
  }, jobs, ready);
  assert.equal(await ready.receive(), 5);
  let joined = false;
  const joining = jobs.join().then(() => { joined = true; });
  await pool.terminate();
  await dying.then(() => assert.fail(), () => {});
  assert.deepEqual([jobs.unfinished, jobs.size, joined], [2, 1, false]);
  assert.equal(await jobs.get(), 5);
  jobs.taskDone();
  jobs.taskDone();
  await joining;
  assert.throws(() => jobs.taskDone(), { name: "OverReleaseError" });
});

test("publishing reaches every isolate, and a dead subscriber holds up nobody", async () => {
  const news = new PubSub({ buffer: 1, replay: 1 }), ready = new Channel();
  await news.publish({ first: true });
  const here = news.subscribe();
  {
    await using pool = new WorkerPool({ max: 1 });
    const seen = pool.run(async (news, ready) => {
      const items = news.subscribe();
      await ready.send(news.subscribers);
      return [(await items.next()).value, (await items.next()).value];
    }, news, ready);
    assert.equal(await ready.receive(), 2);
    const item = { second: true };
    const publishing = news.publish(item);
    assert.deepEqual((await here.next()).value, { first: true });
    assert.equal(await publishing, 2);
    assert.deepEqual(await seen, [{ first: true }, { second: true }]);
  }
  while (news.subscribers > 1) await sleep(1);
  await here.next();
  assert.equal(await news.publish(3), 1);
});

for (const cancel of [true, false]) test(`hammer: producers and consumers in many isolates, ${cancel ? "who give up at any moment" : "in order"}`, async () => {
  await using pool = new WorkerPool({ max: 4 });
  const jobs = new Channel(8), done = new Channel(Infinity), N = 300;
  const produce = async (jobs, id, n, cancel) => {
    const random = (k) => Math.floor(Math.random() * k);
    for (let i = 0; i < n; i++) {
      for (;;) {
        try { await jobs.send({ id, i }, !cancel || random(4) ? {} : { timeout: random(2) }); break; } catch (e) { if (e.name !== "TimeoutError") throw e; }
      }
    }
  };
  const consume = async (jobs, done, cancel) => {
    const { recv, select, after } = await import("lariat:queue");
    const random = (k) => Math.floor(Math.random() * k);
    const got = [];
    for (let open = true; open;) {
      try {
        const kind = random(4);
        const items = kind === 0 ? await jobs.receiveMany(3, { timeout: cancel ? random(3) : Infinity, maxWait: random(2) })
          : kind === 1 ? [await jobs.receive({ timeout: cancel ? random(2) : Infinity })]
          : kind === 2 ? [await select([recv(jobs), after(random(2), () => null)])] : [await jobs.receive()];
        open = items.length > 0 && items[0] !== undefined;
        for (const item of items) if (item) got.push(item);
      } catch (e) { if (e.name !== "TimeoutError") throw e; }
    }
    await done.send(got);
  };
  const consumers = [consume(jobs, done, cancel), pool.run(consume, jobs, done, cancel), pool.run(consume, jobs, done, cancel)];
  const producers = [0, 1, 2].map((id) => (id === 0 ? produce(jobs, id, N, cancel) : pool.run(produce, jobs, id, N, cancel)));
  await Promise.all(producers);
  jobs.close();
  await Promise.all(consumers);
  const seen = new Set();
  for (const got of (await done.receiveMany(3))) {
    const last = {};
    for (const { id, i } of got) {
      assert.ok(!seen.has(`${id}.${i}`), `twice: ${id}.${i}`);
      seen.add(`${id}.${i}`);
      assert.ok(cancel || !(last[id] >= i), `order: ${id}: ${last[id]} before ${i}`);
      last[id] = i;
    }
  }
  assert.equal(seen.size, 3 * N);
});
