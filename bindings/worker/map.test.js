import { test, assert } from "lariat:test";
import { sleep, withTimeout } from "lariat:task";
import { WorkerPool } from "lariat:worker";

const named = (name) => (error) => error.name === name;
const numbers = (n) => Array.from({ length: n }, (_, i) => i);

test("map keeps the order, whatever the chunks are", async () => {
  await using pool = new WorkerPool({ max: 2 });
  for (const chunkSize of ["auto", 1, 7, 1000]) {
    const got = await pool.map((x, i) => [x * 2, i], numbers(500), { chunkSize });
    assert.equal(got.length, 500);
    assert.ok(got.every(([x, i], at) => x === 2 * at && i === at), String(chunkSize));
  }
  assert.deepEqual(await pool.map((x) => x, []), []);
  assert.deepEqual(await pool.map((x) => x, "ab"), ["a", "b"]);
  assert.deepEqual(await pool.map((x) => x, new Set([1, 2])), [1, 2]);
  assert.deepEqual(await pool.map((x) => x, [Promise.resolve(1), 2]), [1, 2]);
  assert.deepEqual(await pool.map(async (x) => { await null; return x; }, numbers(20), { chunkSize: 10 }), numbers(20));
  assert.deepEqual(await pool.map(() => undefined, [1, 2]), [undefined, undefined]);
  async function* slowly() { for (const i of [1, 2, 3]) { await sleep(10); yield i; } }
  assert.deepEqual(await pool.map((x) => x + 1, slowly(), { chunkSize: 100 }), [2, 3, 4]);
});

test("starmap spreads", async () => {
  await using pool = new WorkerPool({ max: 2 });
  assert.deepEqual(await pool.starmap((a, b = 10) => a * b, [[1, 2], [3]]), [2, 30]);
});

test("the first failure stops a map", async () => {
  await using pool = new WorkerPool({ max: 2 });
  let closed = false;
  function* items() { try { for (let i = 0; ; i++) yield i; } finally { closed = true; } }
  const work = async (i) => { if (i === 5) throw new RangeError("five"); await sleep("1h"); };
  const fail = (i) => { if (i === 5) throw new RangeError("five"); return i; };
  const error = await pool.map(fail, items()).catch((error) => error);
  assert.ok(error instanceof RangeError);
  assert.match(error.stack, /submitted at/);
  assert.equal(closed, true);
  await assert.rejects(pool.map(work, [5, 1, 2], { chunkSize: 1 }), /five/);
  assert.equal(pool.stats().running, 0);
  await assert.rejects(pool.map((x) => x, (function* () { yield 1; throw new TypeError("source"); })()), /source/);
});

test("collect and skip go on", async () => {
  await using pool = new WorkerPool({ max: 2 });
  const odd = (x) => { if (x % 2) throw new RangeError(x + " is odd"); return x; };
  for (const chunkSize of [1, 3, "auto"]) {
    const error = await pool.map(odd, numbers(6), { onError: "collect", chunkSize }).catch((error) => error);
    assert.equal(error.message, "3 of 6 items failed");
    assert.deepEqual(error.errors.map((e) => e.index), [1, 3, 5]);
    assert.deepEqual(await pool.map(odd, numbers(6), { onError: "skip", chunkSize }), [0, 2, 4]);
    const got = [];
    for await (const x of pool.imap(odd, numbers(6), { onError: "skip", chunkSize })) got.push(x);
    assert.deepEqual(got, [0, 2, 4]);
  }
  const lazy = async (x) => { await null; return odd(x); };
  assert.deepEqual(await pool.map(lazy, numbers(6), { onError: "skip", chunkSize: 6 }).catch((e) => e.code), "ERR_CAPTURE");
  const mixed = [1, () => 1, 3];
  assert.deepEqual(await pool.map((x) => x, mixed, { onError: "skip", chunkSize: 3 }), [1, 3]);
  await assert.rejects(pool.map((x) => x, mixed), named("DataCloneError"));
});

test("limits of time", async (t) => {
  await using pool = new WorkerPool({ max: 2, abortGrace: 10 });
  const before = t.clock.now();
  const work = async (ms) => { await sleep(ms); return ms; };
  await assert.rejects(pool.map(work, ["1h", "1h"], { timeout: 50 }), named("TimeoutError"));
  await assert.rejects(withTimeout(50, () => pool.map(work, ["1h"])), named("TimeoutError"));
  assert.equal(t.clock.now() - before, 100);
  assert.deepEqual(await pool.map(work, [10, "1h", 20], { itemTimeout: 50, onError: "skip" }), [10, 20]);
  const error = await pool.map(work, [10, "1h"], { itemTimeout: 50, onError: "collect" }).catch((error) => error);
  assert.equal(error.errors[0].name, "TimeoutError");
  assert.equal(error.errors[0].index, 1);
});

test("imap is lazy and obeys its buffer", async () => {
  await using pool = new WorkerPool({ max: 2 });
  let pulled = 0;
  function* items() { for (;;) yield pulled++; }
  const it = pool.imap((x) => x, items(), { buffer: 3 });
  assert.equal(pulled, 0);
  assert.deepEqual(await it.next(), { value: 0, done: false });
  await pool.drain();
  await sleep(1);
  assert.ok(pulled <= 6, `${pulled} items were pulled`);
  for (let i = 1; i < 50; i++) assert.equal((await it.next()).value, i);
  assert.deepEqual(await it.return("end"), { value: "end", done: true });
  assert.deepEqual(await it.next(), { value: undefined, done: true });
});

test("imap without order gives what is ready", async () => {
  await using pool = new WorkerPool({ max: 3 });
  const work = async (ms) => { await sleep(ms); return ms; };
  const got = [];
  for await (const ms of pool.imap(work, [30, 10, 20], { ordered: false, chunkSize: 1 })) got.push(ms);
  assert.deepEqual(got, [10, 20, 30]);
});

test("break cancels what runs and waits for it", async () => {
  await using pool = new WorkerPool({ max: 2 });
  let closed = false;
  async function* items() { try { for (let i = 0; ; i++) yield i; } finally { closed = true; } }
  const work = async (i) => { if (i > 2) await sleep("1h"); return i; };
  for await (const x of pool.imap(work, items())) if (x === 2) break;
  assert.equal(closed, true);
  assert.equal(pool.stats().running, 0);
  assert.equal(await pool.run(() => 1), 1);
});

test("break throws the error of the source's return method, a failure keeps its own", async () => {
  await using pool = new WorkerPool({ max: 1 });
  async function* items() {
    try {
      for (let i = 0; ; i++) yield i;
    } finally {
      await sleep(5);
      throw new RangeError("cannot close");
    }
  }
  const loop = async (source, work = (n) => n) => {
    for await (const n of pool.imap(work, source)) if (n === 3) break;
  };
  await assert.rejects(loop(items()), /cannot close/);
  await assert.rejects(loop(items(), (n) => { if (n === 1) throw new TypeError("bad item"); return n; }), /bad item/);
  const endless = (leave) => ({ [Symbol.iterator]: () => ({ next: () => ({ value: 3, done: false }), ...leave }) });
  await assert.rejects(loop(endless({ return() { throw new RangeError("no"); } })), /no/);
  await assert.rejects(loop(endless({ return: () => 1 })), /not an object/);
  await assert.rejects(loop(endless({ get return() { throw new RangeError("none"); } })), /none/);
  await loop(endless({}));
});

test("who stops a map does not wait for a source that stands still", async (t) => {
  await using pool = new WorkerPool({ max: 1 });
  let closed = 0;
  async function* slow() { try { yield 1; await sleep("1h"); } finally { closed++; } }
  const before = t.clock.now();
  for await (const x of pool.imap((x) => x, slow())) break;
  await assert.rejects(pool.map((x) => { throw new RangeError("no " + x); }, slow()), /no 1/);
  await sleep(1);
  assert.deepEqual([closed, t.clock.now() - before], [2, 1]);
});

test("the error of an imap comes after what was ready", async () => {
  await using pool = new WorkerPool({ max: 1 });
  const got = [];
  const work = (x) => { if (x === 3) throw new RangeError("three"); return x; };
  await assert.rejects(async () => {
    for await (const x of pool.imap(work, numbers(10), { chunkSize: 10 })) got.push(x);
  }, /three/);
  assert.deepEqual(got, [0, 1, 2]);
});

test("streams give what a generator yields", async () => {
  await using pool = new WorkerPool({ max: 1 });
  const all = async (it) => { const got = []; for await (const x of it) got.push(x); return got; };
  function* count(n) { for (let i = 0; i < n; i++) yield i; }
  async function* slowly(n) { for (let i = 0; i < n; i++) { await sleep(10); yield { i }; } }
  assert.deepEqual(await all(pool.stream(count, 300)), numbers(300));
  assert.deepEqual(await all(pool.stream(slowly, 3)), [{ i: 0 }, { i: 1 }, { i: 2 }]);
  assert.deepEqual(await all(pool.stream(() => [1, 2])), [1, 2]);
  await assert.rejects(all(pool.stream(() => 5)), TypeError);
  const got = [];
  await assert.rejects(async () => {
    for await (const x of pool.stream(function* () { yield 1; throw new RangeError("two"); })) got.push(x);
  }, /two/);
  assert.deepEqual(got, [1]);
  await assert.rejects(all(pool.stream(function* () { yield () => 1; })), named("DataCloneError"));
});

test("a stream is not ahead by more than its window, and return reaches the worker", async () => {
  await using pool = new WorkerPool({ max: 1 });
  function* endless() {
    globalThis.yielded = 0;
    try { for (;;) { globalThis.yielded++; yield globalThis.yielded; } } finally { globalThis.ended = true; }
  }
  const it = pool.stream(endless);
  assert.equal((await it.next()).value, 1);
  await sleep(10);
  await it.return();
  assert.deepEqual(await pool.run(() => [globalThis.yielded <= 4, globalThis.ended]), [true, true]);
  async function* waiting() { try { yield 1; await sleep("1h"); } finally { globalThis.left = true; } }
  for await (const x of pool.stream(waiting)) break;
  assert.equal(await pool.run(() => globalThis.left), true);
  const untouched = pool.stream(endless);
  await untouched.return();
});

test("bad options", async () => {
  await using pool = new WorkerPool({ max: 1 });
  await assert.rejects(pool.map((x) => x, 5), TypeError);
  await assert.rejects(pool.map((x) => x, [], { onError: "panic" }), TypeError);
  await assert.rejects(pool.map((x) => x, [], { chunkSize: 0 }), RangeError);
  await assert.rejects(pool.map((x) => x, [], { chunkSize: "big" }), TypeError);
  await assert.rejects(pool.map((x) => x, [], { transfer: [] }), TypeError);
  assert.throws(() => pool.imap((x) => x, [], { buffer: 1.5 }), RangeError);
  assert.throws(() => pool.stream(5), TypeError);
});

test("onProgress hears how far a map is, at most once a turn", async () => {
  await using pool = new WorkerPool({ max: 2 });
  const odd = (x) => { if (x % 2) throw new RangeError(x + " is odd"); return x; };
  for (const chunkSize of [1, 7, "auto"]) {
    const told = [];
    const onProgress = (progress) => told.push(progress);
    await pool.map(odd, numbers(40), { chunkSize, onError: "skip", onProgress });
    assert.deepEqual(told.at(-1), { done: 40, failed: 20, total: 40 });
    for (let i = 1; i < told.length; i++) assert.ok(told[i].done > told[i - 1].done, "nothing is told twice");
  }
  const told = [];
  function* items() { yield* numbers(5); }
  for await (const _ of pool.imap((x) => x, items(), { chunkSize: 1, onProgress: (p) => told.push(p) })) ;
  assert.deepEqual(told.at(-1), { done: 5, failed: 0, total: 5 });
  const all = pool.map(odd, numbers(3), { chunkSize: 1, onError: "collect", onProgress: (p) => told.push(p) });
  await assert.rejects(all, named("AggregateError"));
  assert.deepEqual(told.at(-1), { done: 3, failed: 1, total: 3 });
  const before = told.length;
  await pool.map((x) => x, [], { onProgress: (p) => told.push(p) });
  assert.equal(told.length, before, "where nothing is done, nothing is told");
});

test("what onProgress throws ends a map", async () => {
  await using pool = new WorkerPool({ max: 2 });
  let closed = false;
  function* items() { try { for (let i = 0; ; i++) yield i; } finally { closed = true; } }
  const onProgress = () => { throw new RangeError("enough"); };
  await assert.rejects(pool.map((x) => x, items(), { onProgress }), /enough/);
  assert.ok(closed);
  await assert.rejects(pool.map((x) => x, [1], { onProgress }), /enough/, "also the last call");
  await assert.rejects(async () => { for await (const _ of pool.imap((x) => x, items(), { onProgress })) ; }, /enough/);
  assert.throws(() => pool.imap((x) => x, [1], { onProgress: 1 }), /"onProgress" must be a function/);
});
