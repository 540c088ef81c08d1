import { test, assert } from "lariat:test";
import { sleep } from "lariat:task";

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
