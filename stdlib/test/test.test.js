import { explore, test, assert } from "lariat:test";
import { Mutex } from "lariat:lock";
import { Channel } from "lariat:queue";
import { moveOnAfter, sleep } from "lariat:task";
import { WorkerPool } from "lariat:worker";

test("time is virtual", async (t) => {
  const before = t.clock.now();
  await sleep("20h");
  assert.equal(t.clock.now() - before, 72_000_000);
  assert.equal(Date.now() > 0, true);
});

test("a context has a name, a signal and steps", async (t) => {
  assert.equal(t.name, "a context has a name, a signal and steps");
  assert.equal(t.signal.aborted, false);
  assert.equal(await t.step("one", async () => 1), 1);
  await assert.rejects(t.step("two", () => { throw new Error("inner"); }), /two: inner/);
  await assert.rejects(t.step("three"), TypeError);
});

test("a frozen clock moves only by advance", async (t) => {
  t.clock.freeze();
  const fired = [];
  setTimeout(() => fired.push("5 ms"), 5);
  setTimeout(() => fired.push("20 ms"), 20);
  await null;
  assert.deepEqual(fired, []);
  await t.clock.advance(10);
  assert.deepEqual(fired, ["5 ms"]);
  await t.clock.advance("10ms");
  assert.deepEqual(fired, ["5 ms", "20 ms"]);
  await assert.rejects(t.clock.advance("often"), RangeError);
});

const drawn = new Set();
test("a seed makes chance the same each time", { seed: 7, repeat: 3 }, async () => {
  const { backoff } = await import("lariat:retry");
  const { Channel, recv, select } = await import("lariat:queue");
  const channels = [0, 1, 2].map(() => new Channel(9));
  for (const channel of channels) while (channel.trySend(channels.indexOf(channel)));
  const chosen = [];
  for (let i = 0; i < 9; i++) chosen.push(await select(channels.map((channel) => recv(channel))));
  const jitter = backoff.exponential({ jitter: "full" });
  drawn.add([Math.random(), jitter(3, 0), ...chosen].join());
  assert.equal(drawn.size, 1);
});

test("another seed draws other numbers", { seed: 8 }, () => {
  const [first] = [...drawn][0].split(",");
  assert.notEqual(String(Math.random()), first);
});

test("runUntilIdle lets every timer fire", async (t) => {
  t.clock.freeze();
  let fired = 0;
  setTimeout(() => { fired++; setTimeout(() => fired++, 1000); }, 1000);
  await t.clock.runUntilIdle();
  assert.equal(fired, 2);
});

let runs = 0;
test("a test can be repeated", { repeat: 3 }, () => { runs++; });
test("and was", () => assert.equal(runs, 3));

explore("workers send whenever they like", async () => {
  const channel = new Channel(2);
  await using pool = new WorkerPool({ max: 2 });
  const senders = [1, 2].map((n) => pool.run(async (channel, n) => { for (let i = 0; i < 5; i++) await channel.send(n); }, channel, n));
  let sum = 0;
  for (let i = 0; i < 10; i++) sum += await channel.receive();
  await Promise.all(senders);
  assert.equal(sum, 15);
}, { schedules: 5 });

explore("a wait that is cancelled after it has ended", async () => {
  const mutex = new Mutex();
  const one = moveOnAfter(1, () => sleep(1).then(() => "slept"), "left");
  const two = moveOnAfter(0, async () => { using token = await mutex.lock(); return "locked"; }, "left");
  assert.ok(["slept", "left"].includes(await one));
  assert.ok(["locked", "left"].includes(await two));
  using token = await mutex.lock({ timeout: "1s" });
});

test("explore wants what makes sense", () => {
  assert.throws(() => explore("none", () => {}, { schedules: 0 }), RangeError);
  assert.throws(() => explore("less", () => {}, { seed: -1 }), RangeError);
});
