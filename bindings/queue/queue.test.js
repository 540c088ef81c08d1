import { test, assert } from "lariat:test";
import { after, Channel, LifoQueue, PriorityQueue, Queue, recv, select, send } from "lariat:queue";
import { ClosedError, DeadlockError, OverReleaseError, QueueFullError } from "lariat:errors";
import { sleep, withTimeout } from "lariat:task";

const fails = async (promise, kind) => {
  const error = await promise.then((v) => assert.fail(`fulfilled with ${v}`), (e) => e);
  if (typeof kind === "string") assert.equal(error.name, kind);
  else assert.ok(error instanceof kind, `${error}`);
  return error;
};
const fill = (channel, ...items) => { for (const item of items) assert.ok(channel.trySend(item)); return channel; };
const empty = (channel) => { const items = []; for (let r; (r = channel.tryReceive()) !== null;) items.push(r.value); return items; };

test("a rendezvous: a send ends when its item is taken, in the order of the calls", async () => {
  const channel = new Channel(), log = [];
  const sends = [1, 2, 3].map((n) => channel.send(n).then(() => log.push(n)));
  await sleep(0);
  assert.deepEqual([log, channel.size, channel.capacity, channel.waiting], [[], 0, 0, 3]);
  assert.equal(await channel.receive(), 1);
  assert.deepEqual(channel.tryReceive(), { value: 2 });
  await sleep(0);
  assert.deepEqual(log, [1, 2]);
  assert.equal(await channel.receive(), 3);
  await Promise.all(sends);
  assert.equal(channel.trySend(4), false);
  assert.equal(channel.tryReceive(), null);
});

test("receivers are served in the order of their calls", async () => {
  const channel = new Channel(), got = [0, 1, 2].map(() => channel.receive());
  for (const item of "abc") await channel.send(item);
  assert.deepEqual(await Promise.all(got), ["a", "b", "c"]);
});

test("an item stays the same object, whatever it is", async () => {
  const channel = new Channel(Infinity), items = [{}, () => 1, Symbol("s"), "text", 1.5, -0, null, undefined, 10n, new Map()];
  for (const item of items) await channel.send(item);
  for (const item of items) assert.ok(Object.is(await channel.receive(), item));
  assert.equal(channel.capacity, Infinity);
});

test("a full channel lets a sender wait, and it goes in when there is room", async () => {
  const channel = fill(new Channel(2), 1, 2), third = channel.send(3);
  assert.equal(channel.trySend(4), false);
  assert.equal(await channel.receive(), 1);
  await third;
  assert.deepEqual(empty(channel), [2, 3]);
});

test("the overflow policies", async () => {
  const run = async (overflow, capacity = 2) => {
    const dropped = [], channel = new Channel({ capacity, overflow, onDrop: (item) => dropped.push(item) });
    for (const n of [1, 2, 3, 4]) await channel.send(n);
    await sleep(1);
    return [empty(channel), dropped];
  };
  assert.deepEqual(await run("drop-oldest"), [[3, 4], [1, 2]]);
  assert.deepEqual(await run("drop-newest"), [[1, 2], [3, 4]]);
  assert.deepEqual(await run("latest", 3), [[4], [1, 2, 3]]);
  assert.deepEqual(await run("latest", undefined), [[3, 4], [1, 2]]);
  assert.deepEqual(await run("drop-oldest", 0), [[], [1, 2, 3, 4]]);
  const channel = fill(new Channel({ capacity: 1, overflow: "throw", name: "full" }), 1);
  const error = await fails(channel.send(2), QueueFullError);
  assert.equal(error.message, 'send: Channel "full" is full: 1 items wait in it');
  assert.equal(channel.trySend(2), false);
  assert.throws(() => new Channel({ overflow: "burst" }), TypeError);
});

test("after close() receivers drain and end, senders are refused", async () => {
  const channel = fill(new Channel({ capacity: 1, name: "c" }), 1), waits = channel.send(2);
  channel.close();
  channel.close();
  assert.match((await fails(waits, ClosedError)).message, /^send: Channel "c" is closed$/);
  await fails(channel.send(3), ClosedError);
  await fails(channel.ready(), ClosedError);
  assert.equal(channel.trySend(3), false);
  assert.deepEqual([await channel.receive(), await channel.receive(), channel.tryReceive(), channel.closed], [1, undefined, null, true]);
  const other = new Channel(), pending = [other.receive(), other.receiveMany(3)];
  other.close();
  assert.deepEqual(await Promise.all(pending), [undefined, []]);
});

test("fail() reaches the receivers when nothing is left", async () => {
  const channel = fill(new Channel(1), 1), error = new RangeError("broken");
  channel.fail(error);
  assert.equal(await channel.receive(), 1);
  for (const wait of [channel.receive(), channel.receiveMany(2), channel.values().next(), select([recv(channel)])]) {
    assert.equal(await wait.catch((e) => e), error);
  }
  const queue = new Queue(), wait = queue.get();
  queue.fail(error);
  assert.equal(await wait.catch((e) => e), error);
  queue.close();
  await fails(queue.put(1), ClosedError);
});

test("for await takes until the end, and leaving it closes nothing", async () => {
  const channel = fill(new Channel(3), 1, 2, 3);
  for await (const item of channel) if (item === 2) break;
  assert.equal(channel.closed, false);
  channel.close();
  const rest = [];
  for await (const item of channel) rest.push(item);
  assert.deepEqual(rest, [3]);
  {
    await using other = new Channel();
    channel.other = other;
  }
  assert.ok(channel.other.closed);
});

test("a wait that is cancelled leaves the line and takes nothing along", async () => {
  const channel = new Channel(), stop = new AbortController(), why = new Error("why");
  const cancelled = [channel.receive({ signal: stop.signal }), channel.receive({ timeout: 1 })], kept = channel.receive();
  stop.abort(why);
  assert.equal(await cancelled[0].catch((e) => e), why);
  await fails(cancelled[1], "TimeoutError");
  assert.equal(channel.waiting, 1);
  await channel.send("x");
  assert.equal(await kept, "x");
  await fails(channel.send("y", { timeout: 1 }), "TimeoutError");
  await fails(withTimeout(1, () => channel.send("z")), "TimeoutError");
  assert.deepEqual([channel.waiting, channel.tryReceive()], [0, null]);
});

test("an item that comes in the instant of a cancellation goes back to the front", async () => {
  for (const wait of [(o) => channel.receive(o), (o) => channel.receiveMany(2, { ...o, maxWait: 100 }), (o) => select([recv(channel)], o)]) {
    var channel = new Channel(3);
    const stop = new AbortController(), lost = wait({ signal: stop.signal });
    fill(channel, 1, 2, 3);
    stop.abort();
    await fails(lost, "AbortError");
    assert.deepEqual(empty(channel), [1, 2, 3]);
  }
});

test("receiveMany() waits for the first item and, if told, for more", async () => {
  const channel = new Channel(10);
  const batch = channel.receiveMany(3, { maxWait: "1h" });
  for (const n of [1, 2, 3, 4]) { await channel.send(n); await sleep(1); }
  assert.deepEqual(await batch, [1, 2, 3]);
  const short = channel.receiveMany(3, { maxWait: 5 });
  await channel.send(5);
  assert.deepEqual(await short, [4, 5]);
  const last = channel.receiveMany(3, { maxWait: "1h" });
  await channel.send(6);
  channel.close();
  assert.deepEqual([await last, await channel.receiveMany(1)], [[6], []]);
  await fails(channel.receiveMany(0), RangeError);
});

test("ready() and drain()", async () => {
  const channel = fill(new Channel(1), 1), log = [];
  await new Channel(1).ready();
  await new Channel().drain();
  const ready = channel.ready().then(() => log.push("ready")), drained = channel.drain().then(() => log.push("drained"));
  await sleep(0);
  assert.deepEqual(log, []);
  await channel.receive();
  await Promise.all([ready, drained]);
  const rendezvous = new Channel(), wait = rendezvous.ready();
  const got = rendezvous.receive();
  await wait;
  assert.ok(rendezvous.trySend(7));
  assert.equal(await got, 7);
});

test("a queue knows what is unfinished", async () => {
  const queue = new Queue(), log = [];
  await queue.join();
  await queue.put(1);
  await queue.put(2);
  const joined = queue.join().then(() => log.push("joined"));
  assert.deepEqual([await queue.get(), await queue.get(), queue.unfinished], [1, 2, 2]);
  queue.taskDone();
  await sleep(0);
  assert.deepEqual(log, []);
  queue.taskDone();
  await joined;
  assert.throws(() => queue.taskDone(), OverReleaseError);
  const small = new Queue({ capacity: 1, overflow: "drop-oldest" });
  fill(small, 1, 2, 3);
  assert.equal(small.unfinished, 1);
  queue.close();
  await fails(queue.get(), ClosedError);
  assert.ok(queue instanceof Channel && new LifoQueue() instanceof Queue);
});

test("priorities, their sources and aging", async () => {
  assert.deepEqual(empty(fill(new PriorityQueue(), 1, 3, 2)), [3, 2, 1]);
  const objects = fill(new PriorityQueue(), { n: "a" }, { n: "b", priority: 1 }, { n: "c", priority: 1 });
  assert.deepEqual(empty(objects).map((o) => o.n), ["b", "c", "a"]);
  const own = new PriorityQueue({ priority: (s) => s.length });
  await own.put("a", { priority: 10 });
  fill(own, "bb", "cccc");
  assert.deepEqual(empty(own), ["a", "cccc", "bb"]);
  await fails(new PriorityQueue({ priority: () => "high" }).put(1), TypeError);
  const aging = new PriorityQueue({ aging: 1 });
  aging.trySend(0);
  await sleep(20);
  fill(aging, 5, 100);
  assert.deepEqual(empty(aging), [100, 0, 5]);
  assert.deepEqual(empty(fill(new LifoQueue(), 1, 2, 3)), [3, 2, 1]);
  const oldest = fill(new PriorityQueue({ capacity: 2, overflow: "drop-oldest" }), 9, 1, 2);
  assert.deepEqual(empty(oldest), [2, 1]);
});

test("select does one case and leaves the others alone", async () => {
  const a = new Channel(), b = new Channel(1), c = new Channel();
  fill(b, 1);
  const chosen = select([recv(a, (v) => `a ${v}`), send(b, 2, () => "b"), recv(c), after("1h")]);
  await a.send("x");
  assert.equal(await chosen, "a x");
  assert.deepEqual([a.waiting, b.waiting, c.waiting, empty(b)], [0, 0, 0, [1]]);
  const sends = select([send(b, 5), recv(a)]);
  assert.equal(await sends, undefined);
  assert.deepEqual(empty(b), [5]);
  assert.equal(await select([recv(a), after(1, () => "late")]), "late");
  await fails(select([recv(a), recv(c)], { timeout: 1 }), "TimeoutError");
  assert.deepEqual([a.waiting, c.waiting], [0, 0]);
  b.close();
  assert.equal(await select([recv(b, async (v) => ({ v }))]).then((o) => o.v), undefined);
  await fails(select([send(b, 1)]), ClosedError);
  await fails(select([]), RangeError);
  await fails(select([{}]), TypeError);
});

test("selects deal with each other and never with themselves", async () => {
  const a = new Channel(), b = new Channel();
  const one = select([send(a, 1, () => "sent"), recv(a, (v) => `got ${v}`)]);
  assert.equal(a.waiting, 2);
  const two = select([recv(a, (v) => `got ${v}`), recv(b), send(a, 2, () => "sent")]);
  const both = await Promise.all([one, two]);
  assert.ok(["sent,got 1", "got 2,sent"].includes(both.join()), both.join());
  assert.deepEqual([a.waiting, b.waiting], [0, 0]);
});

test("select is fair, and seeded by Math.random", async () => {
  const a = fill(new Channel(Infinity), ...Array(100).keys()), b = fill(new Channel(Infinity), ...Array(100).keys());
  const cases = [recv(a, () => "a"), recv(b, () => "b")];
  let n = 0;
  for (let i = 0; i < 100; i++) if (await select(cases) === "a") n++;
  assert.ok(n > 20 && n < 80, `${n}`);
  const random = Math.random;
  try {
    const picks = async () => { let x = 7, s = ""; Math.random = () => (x = (x * 16807) % 2147483647) / 2147483647; for (let i = 0; i < 20; i++) s += await select(cases); return s; };
    assert.equal(await picks(), await picks());
  } finally {
    Math.random = random;
  }
});

test("deadlock reports name the channel", async () => {
  const jobs = new Channel({ name: "jobs" }), other = new Queue({ name: "q" });
  assert.match((await fails(jobs.receive(), DeadlockError)).message, /waits for Channel "jobs" at .*queue\.test\.js/);
  assert.match((await fails(jobs.send(1), DeadlockError)).message, /waits for Channel "jobs"/);
  assert.match((await fails(select([recv(jobs), recv(other)]), DeadlockError)).message, /waits for select of Channel "jobs", Queue "q"/);
  assert.match((await fails(other.values().next(), DeadlockError)).message, /waits for Queue "q"/);
  assert.deepEqual([jobs.waiting, other.waiting], [0, 0]);
});
