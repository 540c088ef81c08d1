import { test, assert } from "lariat:test";
import { coroutine } from "lariat:flow";
import { sleep, withTimeout } from "lariat:task";

test("send gives what the generator yields next, and undefined at its end", async () => {
  const c = coroutine(function* (a) { let got = yield; while (got !== "end") got = yield a + got; })(10);
  assert.deepEqual([await c.send(1), await c.send(2), await c.send("end")], [11, 12, undefined]);
  await assert.rejects(c.send(1), (e) => e.code === "ERR_CLOSED" && e.message === "coroutine.send: the generator has ended");
  await assert.rejects(c.throw(new Error("x")), (e) => e.code === "ERR_CLOSED");
  await c.close();
});

test("errors go in and out", async () => {
  const c = coroutine(function* () {
    try { yield; } catch (e) { yield `caught ${e.message}`; }
    throw new Error("own");
  })();
  assert.equal(await c.throw(new Error("x")), "caught x");
  await assert.rejects(c.send(), /own/);
  await assert.rejects(c.send(), (e) => e.code === "ERR_CLOSED");
  await assert.rejects(coroutine(function* () { yield; })().throw(new Error("straight through")), /straight through/);
});

test("an error before the first yield is told to the first call only", async () => {
  const start = coroutine(function* () { throw new Error("early"); });
  const c = start();
  await assert.rejects(c.send(), /early/);
  await assert.rejects(c.send(), (e) => e.code === "ERR_CLOSED");
  start(); // nobody calls it: no unhandled rejection
  await start().close();
  const late = coroutine(async function* () { await sleep(5); throw new Error("late"); })();
  await sleep(10);
  await assert.rejects(late.send(), /late/);
});

test("calls stand in line", async () => {
  const c = coroutine(async function* () { for (let n = 1; ; n *= await (yield n)) await sleep(5); })();
  assert.deepEqual(await Promise.all([c.send(2), c.send(3), c.send(Promise.resolve(4))]), [2, 6, 24]);
});

test("close runs finally blocks, shielded, once", async () => {
  const log = [];
  const start = coroutine(async function* () { try { for (;;) yield; } finally { await sleep(20); log.push("closed"); } });
  await assert.rejects(withTimeout(5, async () => {
    await using c = start();
    await c.send(1);
    await sleep(100);
  }), (e) => e.name === "TimeoutError");
  assert.deepEqual(log, ["closed"]);
  const c = start();
  await Promise.all([c.close(), c.close()]);
  assert.equal(log.length, 2);
  const stubborn = coroutine(function* () { try { yield; } finally { yield; } })();
  await assert.rejects(stubborn.close(), /has yielded while it was being closed/);
});

test("only generators", async () => {
  assert.throws(() => coroutine(5), /"fn" must be a generator function/);
  assert.throws(() => coroutine(() => 5)(), /what it gave is no generator/);
});
