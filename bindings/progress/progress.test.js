import { progress } from "lariat:progress";
import { map, sleep } from "lariat:task";
import { assert, test } from "lariat:test";
import { WorkerPool } from "lariat:worker";

test("a bar is an onProgress, and knows how far it is", async () => {
  const bar = progress();
  assert.deepEqual([bar.done, bar.failed, bar.total], [0, 0, undefined]);
  await using pool = new WorkerPool({ max: 2 });
  await pool.map((n) => n + 1, [1, 2, 3], { onProgress: bar });
  assert.deepEqual([bar.done, bar.failed, bar.total], [3, 0, 3]);
  const failing = progress();
  await assert.rejects(map([1, 2], () => { throw new Error("no"); }, { onError: "collect", onProgress: failing }));
  assert.deepEqual([failing.done, failing.failed], [2, 2]);
});

test("a bar that is over stays as it is", () => {
  const bar = progress({ total: 2 });
  bar.add(1.5);
  bar({ done: 2, failed: 1 });
  bar({ done: 1 });
  bar.add();
  bar.end();
  bar.end();
  assert.deepEqual([bar.done, bar.failed, bar.total], [2, 1, 2]);
  const nothing = progress({ total: 0 });
  nothing.add();
  assert.equal(nothing.done, 1);
});

test("using ends a bar, and its methods need no this", async () => {
  let escaped;
  {
    using bar = progress({ label: "short" });
    const { add } = bar;
    add(5);
    escaped = bar;
    await sleep(1);
  }
  escaped.add();
  assert.equal(escaped.done, 5);
  assert.equal(Object.keys(escaped).length, 0);
});

test("what is wrong is refused", () => {
  assert.throws(() => progress({ totl: 5 }), { name: "TypeError", message: /progress: .*"totl"/ });
  assert.throws(() => progress({ total: -5 }), { name: "RangeError", message: 'progress: "total" must be a number from 0, got -5' });
  assert.throws(() => progress({ total: "5" }), TypeError);
  assert.throws(() => progress({ label: 5 }), TypeError);
  const bar = progress();
  assert.throws(() => bar(), TypeError);
  assert.throws(() => bar(5), { name: "TypeError", message: 'bar: "state" must be an object' });
  assert.throws(() => bar({}), { name: "RangeError", message: /"done" must be a number from 0/ });
  assert.throws(() => bar({ done: 1, failed: -1 }), RangeError);
  assert.throws(() => bar({ done: NaN }), Error);
  assert.throws(() => bar.add(-1), { name: "RangeError", message: 'add: "n" must be a number from 0, got -1' });
  assert.throws(() => bar.add("1"), TypeError);
  assert.equal(bar.done, 0);
});
