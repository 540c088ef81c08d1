import { test, assert } from "lariat:test";
import { jsonLines, lines, stream, Stream } from "lariat:flow";
import { Semaphore } from "lariat:lock";
import { Channel } from "lariat:queue";
import { backoff } from "lariat:retry";
import { AsyncContext, currentTask, sleep, withTimeout } from "lariat:task";
import { WorkerPool } from "lariat:worker";

const named = (name) => (error) => error.name === name;
const numbers = async function* (n = Infinity, ms = 0) {
  for (let i = 0; i < n; i++) {
    if (ms) await sleep(ms);
    yield i;
  }
};

// timed notes when each item comes.
async function timed(s) {
  const start = performance.now(), out = [];
  for await (const v of s) out.push([v, Math.round(performance.now() - start)]);
  return out;
}

test("a stream is for one use, unless it is made of a function", async () => {
  const once = stream([1, 2]);
  const mapped = once.map((v) => v * 2);
  for (const use of [() => once.map(String), () => once.tee(), () => once[Symbol.asyncIterator](), () => once.merge([1])]) {
    assert.throws(use, /TypeError: .*: this stream is for one use and was used already: make it of a function/);
  }
  await assert.rejects(once.toArray(), TypeError);
  assert.throws(() => stream([1]).merge(once), TypeError);
  assert.deepEqual(await mapped.toArray(), [2, 4]);
  const often = stream(() => numbers(2)).map((v) => v + 1);
  assert.deepEqual([await often.toArray(), await often.count(), await often.zip(often).toArray()], [[1, 2], 2, [[1, 1], [2, 2]]]);
  const of = Stream.of(1, 2), merged = of.concat(Stream.range(0, 2));
  assert.deepEqual([await merged.toArray(), await merged.toArray()], [[1, 2, 0, 1], [1, 2, 0, 1]]);
});

test("every kind of source", async () => {
  assert.deepEqual(await stream([Promise.resolve(1), 2]).toArray(), [1, 2]);
  assert.deepEqual(await stream(new Set([1, 2])).toArray(), [1, 2]);
  assert.deepEqual(await stream("héllo").toArray(), [..."héllo"]);
  assert.deepEqual(await Stream.from(numbers(2)).toArray(), [0, 1]);
  assert.deepEqual(await stream((function* () { yield Promise.resolve("a"); yield "b"; })()).toArray(), ["a", "b"]);
  const inner = stream([1]);
  assert.equal(stream(inner), inner);
  const channel = new Channel(1);
  const sending = stream([1, 2, 3]).pipeTo(channel);
  assert.deepEqual(await stream(channel).toArray(), [1, 2, 3]);
  await sending;
  for (const bad of [undefined, 5, {}]) {
    assert.throws(() => stream([1]).pipe(() => bad), /^TypeError: Stream.pipe: what "fn" gave must be an iterable or an async iterable$/);
  }
  for (const bad of [undefined, null, 5, {}, Symbol("x")]) assert.throws(() => stream(bad), /"source" must be an iterable/);
  await assert.rejects(stream(() => 5).toArray(), /what the function gave must be an iterable/);
  await assert.rejects(stream(async () => 5).toArray(), /what the function gave must be an iterable/);
  const refused = () => { throw new Error("refused"); };
  for (const f of [refused, async () => refused()]) {
    assert.deepEqual(await stream(f).catch((e) => [e.message]).toArray(), ["refused"]);
    await assert.rejects(stream(f).first(), /refused/);
    stream(f)[Symbol.asyncIterator](); // nobody asks it
  }
  assert.deepEqual(await stream(async () => { await sleep(1); return numbers(2); }).toArray(), [0, 1]);
  await assert.rejects(stream({ [Symbol.asyncIterator]: () => ({ next: () => 5 }) }).toArray(), /an iterator result is not an object/);
  await assert.rejects(stream({ [Symbol.iterator]: () => ({}) }).toArray(), /has no next method/);
  assert.deepEqual(await Stream.range(1, 0, -0.5).toArray(), [1, 0.5]);
});

test("a source that fails is not closed, and the error is the very one", async () => {
  const error = new Error("mine", { cause: 1 });
  let closed = 0;
  for (const next of [() => { throw error; }, async () => { throw error; }]) {
    const source = { [Symbol.asyncIterator]: () => ({ next, return() { closed++; return {}; } }) };
    for (const s of [stream(source), stream(source).buffer(2), stream(source).map((v) => v, { concurrency: 2 })]) {
      await assert.rejects(s.toArray(), (e) => e === error);
    }
  }
  assert.equal(closed, 0);
  const where = async () => { throw new Error("deep"); };
  await assert.rejects(stream([1]).map(where, { concurrency: 2 }).chunk(2).toArray(), (e) => /where/.test(e.stack));
});

// stages are all that can stand between a source and its consumer one to one, with how many items they may have in flight.
const stages = {
  map: [(s) => s.map((v) => v), 0],
  "map async": [(s) => s.map(async (v) => { await sleep(1); return v; }), 0],
  "map of 3": [(s) => s.map(async (v) => { await sleep(1); return v; }, { concurrency: 3 }), 3],
  "map of 3, buffer 5": [(s) => s.map((v) => v, { concurrency: 3, buffer: 5 }), 5],
  "map of 3, any order": [(s) => s.map(async (v) => { await sleep(1); return v; }, { concurrency: 3, ordered: false }), 3],
  "map of a governor": [(s) => s.map((v) => v, { concurrency: new Semaphore(2) }), 16],
  "filter of 2": [(s) => s.filter(async () => true, { concurrency: 2 }), 2],
  flatMap: [(s) => s.flatMap((v) => [v]), 0],
  "flatMap of 3": [(s) => s.flatMap((v) => numbers(1, 1).map?.(() => v) ?? [v], { concurrency: 3 }), 3],
  takeWhile: [(s) => s.takeWhile(async () => true), 0],
  takeUntil: [(s) => s.takeUntil(new Promise(() => {})), 1],
  buffer: [(s) => s.buffer(4), 4],
  debounce: [(s) => s.debounce(0), 2],
  rate: [(s) => s.rate(new Semaphore(1)), 0],
  merge: [(s) => s.merge([]), 1],
  concat: [(s) => s.concat([1]), 0],
  zip: [(s) => s.zip(Stream.range(0, Infinity)).map(([v]) => v), 0],
  timeout: [(s) => s.timeout("1h"), 1],
  catch: [(s) => s.catch(() => []), 0],
  finally: [(s) => s.finally(() => {}), 0],
  retry: [(s) => s.retry(), 1],
  tee: [(s) => s.tee(1, { buffer: 2 })[0], 2],
  partition: [(s) => {
    const [all, none] = s.partition(() => true, { buffer: 2 });
    none[Symbol.asyncDispose]();
    return all;
  }, 2],
};

test("no stage is further ahead than it may be, and each closes the source once", async (t) => {
  for (const [name, [stage, ahead]] of Object.entries(stages)) {
    await t.step(name, async () => {
      let pulled = 0, closed = 0, most = 0, taken = 0;
      const source = () => ({
        [Symbol.asyncIterator]: () => ({
          async next() {
            await sleep(1);
            most = Math.max(most, ++pulled - taken);
            return { value: pulled, done: false };
          },
          async return() {
            closed++;
            return {};
          },
        }),
      });
      for await (const _ of stage(stream(source))) {
        taken++;
        await sleep(20);
        if (taken === 5) break;
      }
      assert.ok(most <= ahead + 1, `${most} in flight`);
      assert.equal(closed, 1);
      // An error of the consumer, and a deadline around it.
      const take = () => stage(stream(source)).forEach((v) => { if (v === pulled && v > 40) throw new Error("enough"); });
      if (name !== "debounce") await assert.rejects(take(), /enough/);
      else closed++;
      assert.equal(closed, 2);
      await assert.rejects(withTimeout(7, () => stage(stream(source)).toArray()), named("TimeoutError"));
      assert.equal(closed, 3);
      await assert.rejects(withTimeout(7, async () => { for await (const _ of stage(stream(source))); }), named("TimeoutError"));
      assert.equal(closed, 4);
    });
  }
});

test("a source is closed where a cancelled scope has no power", async () => {
  let steps = [];
  async function* source() {
    try {
      for (let i = 0; ; i++) { await sleep(2); yield i; }
    } finally {
      await sleep(50).catch((e) => steps.push(e.name));
      steps.push("closed");
    }
  }
  const loop = async () => { for await (const _ of stream(source())) await new Promise(() => {}); };
  await assert.rejects(withTimeout(5, loop), named("TimeoutError"));
  await assert.rejects(withTimeout(5, () => stream(source()).forEach(() => sleep(10))), named("TimeoutError"));
  assert.deepEqual(steps, ["closed"]);
  steps = [];
  const slow = { next: () => ({ value: 1 }), async return() { await sleep(50); steps.push("returned"); return {}; } };
  const two = () => stream({ [Symbol.asyncIterator]: () => slow }).take(1).concat([2]); // the first is closed before the second
  await assert.rejects(withTimeout(5, () => two().toArray()), named("TimeoutError"));
  await assert.rejects(withTimeout(5, async () => { for await (const _ of two()); }), named("TimeoutError"));
  assert.deepEqual(steps, ["returned", "returned"]);
  const stuck = { [Symbol.asyncIterator]: () => ({ next: () => new Promise(() => {}), return: () => new Promise(() => {}) }) };
  const start = performance.now();
  await assert.rejects(stream(stuck).toArray({ timeout: 10 }), /Stream.toArray timed out after 10 ms/);
  assert.ok(Math.abs(performance.now() - start - 5010) < 1);
});

test("work is a child of the scope that takes the items", async () => {
  const log = [];
  const body = async (v) => {
    try {
      await sleep(v === 2 ? 5 : 1000);
      if (v === 2) throw new Error("two");
    } finally {
      await sleep(1).catch(() => {});
      log.push(v);
    }
  };
  const start = performance.now();
  await assert.rejects(stream([1, 2, 3]).map(body, { concurrency: 3, ordered: false }).toArray(), /two/);
  assert.deepEqual([log.sort(), Math.round(performance.now() - start)], [[1, 2, 3], 6]);
  log.length = 0;
  const before = performance.now();
  for await (const _ of stream([2, 1]).map(async (v) => { if (v === 1) await body(v); return v; }, { concurrency: 2 })) break;
  assert.deepEqual([log, performance.now() - before < 10], [[1], true]);
  const tasks = new Set(await stream([1, 2]).map(() => sleep(1).then(() => currentTask()), { concurrency: 2 }).toArray());
  assert.equal(tasks.size, 1); // they have no object
  const variable = new AsyncContext.Variable();
  const look = async () => { await sleep(1); return variable.get(); };
  const seen = await variable.run("outer", () => stream(numbers(3, 1)).buffer(1).map(look, { concurrency: 2 }).toArray());
  assert.deepEqual(seen, ["outer", "outer", "outer"]);
  await assert.rejects(withTimeout(0, async () => { await sleep(1).catch(() => {}); await stream([1]).toArray(); }), named("TimeoutError"));
});

test("in order an error has its turn, and what came before it is finished", async () => {
  const done = [];
  const s = stream([30, 20, 10, 5]).map(async (ms) => {
    await sleep(ms);
    if (ms === 10) throw new Error("ten");
    done.push(ms);
    return ms;
  }, { concurrency: 4 });
  const got = [];
  await assert.rejects((async () => { for await (const v of s) got.push(v); })(), /ten/);
  assert.deepEqual([got, done], [[30, 20], [5, 20, 30]]);
});

test("a governor as concurrency is asked before the item is pulled, and gets all permits back", async () => {
  const sem = new Semaphore(2);
  let running = 0, most = 0, pulled = 0;
  const s = stream([1, 2, 3, 4, 5]).tap(() => { pulled++; });
  const held = await sem.acquire();
  await s.map(async (v) => {
    assert.ok(pulled <= v + 1);
    most = Math.max(most, ++running);
    await sleep(5);
    running--;
  }, { concurrency: sem }).toArray();
  assert.equal(most, 1);
  held.release();
  await assert.rejects(Stream.range(0, 9).limit(sem).forEach(async (v) => { if (v === 3) throw new Error("x"); await sleep(1); }), /x/);
  for await (const v of Stream.range(0, 9).flatMap(() => numbers(3, 1), { concurrency: sem })) if (v === 1) break;
  await withTimeout(5, () => stream(numbers(9)).map(() => sleep(3), { concurrency: sem, ordered: false }).toArray()).catch(() => {});
  assert.equal(sem.available, 2);
});

test("tee, partition and groupBy: the rule for who waits", async () => {
  let pulled = 0;
  const [fast, slow] = stream(numbers(100)).tap(() => pulled++).tee(2, { buffer: 3 });
  const all = fast.toArray(), it = slow[Symbol.asyncIterator]();
  await sleep(1);
  assert.equal(pulled, 3);
  await it.next();
  await sleep(1);
  assert.equal(pulled, 4);
  await it.return();
  assert.equal((await all).length, 100);
  const branches = Stream.range(0, 3).tee(3);
  await branches[0][Symbol.asyncDispose]();
  assert.deepEqual(await Promise.all([branches[1].toArray(), branches[2].toArray()]), [[0, 1, 2], [0, 1, 2]]);
  const [a, b] = stream([1, 2]).map((v) => { if (v === 2) throw new Error("two"); return v; }).tee();
  const outcomes = await Promise.allSettled([a.toArray(), b.first()]);
  assert.deepEqual(outcomes.map((o) => o.reason?.message ?? o.value), ["two", 1]);
  let closed = 0;
  const source = () => stream(numbers(Infinity, 1)).finally(() => closed++);
  const [even, odd] = source().partition((v) => v % 2 === 0);
  assert.deepEqual(await Promise.all([even.take(2).toArray(), odd.take(3).toArray()]), [[0, 2], [1, 3, 5]]);
  assert.equal(closed, 1);
  for await (const [key, group] of source().groupBy((v) => v % 3)) {
    if (key === 2) break;
    else if (key === 1) await group[Symbol.asyncDispose]();
  }
  assert.equal(closed, 2);
  const [x, y] = source().tee();
  await assert.rejects(withTimeout(5, () => x.toArray()), named("TimeoutError"));
  assert.equal(await y.first(), 0);
  assert.equal(closed, 3);
});

test("time: interval, batch, debounce, throttle, timeout, buffer with overflow", async () => {
  assert.deepEqual(await timed(Stream.interval(10).take(3).tap((n) => n === 0 && sleep(25))), [[0, 35], [2, 35], [3, 40]]);
  assert.deepEqual(await timed(stream(numbers(5, 10)).batch(3, 25)), [[[0, 1, 2], 30], [[3, 4], 50]]);
  assert.deepEqual(await timed(stream(numbers(4, 10)).batch(3, 15)), [[[0, 1], 25], [[2, 3], 40]]);
  const bursts = async function* () { yield 1; yield 2; await sleep(30); yield 3; await sleep(5); yield 4; };
  assert.deepEqual(await timed(stream(bursts()).debounce(10)), [[2, 10], [4, 35]]);
  assert.deepEqual(await timed(stream(bursts()).throttle(20)), [[1, 0], [3, 30]]);
  assert.deepEqual(await timed(stream(numbers(3, 10)).timeout(11).tap(() => sleep(50))), [[0, 60], [1, 120], [2, 180]]);
  const live = (policy) => timed(stream(numbers(6, 10)).buffer(2, policy).tap(() => sleep(35)));
  assert.deepEqual((await live("drop-oldest")).map(([v]) => v), [0, 2, 4, 5]);
  assert.deepEqual((await live("drop-newest")).map(([v]) => v), [0, 1, 2, 4]);
  const failing = async function* () { yield 1; throw new Error("late"); };
  for (const s of [stream(failing()).batch(5, 100), stream(failing()).debounce(100), stream(failing()).buffer(3)]) {
    const got = [];
    await assert.rejects((async () => { for await (const v of s) got.push(v); })(), /late/);
    assert.deepEqual(got.flat(), [1]);
  }
});

test("takeUntil and events", async () => {
  const stop = new AbortController();
  setTimeout(() => stop.abort(), 25);
  assert.deepEqual(await stream(numbers(9, 10)).takeUntil(stop.signal).toArray(), [0, 1]);
  assert.deepEqual(await stream(numbers(9)).takeUntil(stop.signal).toArray(), []);
  await assert.rejects(stream(numbers(9, 10)).takeUntil(Promise.reject(new Error("no"))).toArray(), /no/);
  const target = new EventTarget(), abort = new AbortController();
  const events = Stream.events(target, "x", { signal: abort.signal, buffer: 2 })[Symbol.asyncIterator]();
  const fire = (n) => target.dispatchEvent(new CustomEvent("x", { detail: n }));
  fire(0);
  const first = events.next();
  for (let i = 1; i < 5; i++) fire(i);
  const details = [(await first).value.detail, (await events.next()).value.detail, (await events.next()).value.detail];
  assert.deepEqual(details, [1, 3, 4]);
  const waiting = events.next();
  abort.abort(new Error("enough"));
  await assert.rejects(waiting, /enough/);
  let listeners = 0;
  class Counting extends EventTarget {
    addEventListener(...args) { listeners++; super.addEventListener(...args); }
    removeEventListener(...args) { listeners--; super.removeEventListener(...args); }
  }
  const counting = new Counting();
  await assert.rejects(Stream.events(counting, "x").toArray({ timeout: 5 }), named("TimeoutError"));
  assert.equal(listeners, 0);
});

test("retry opens the stream anew, catch replaces it, finally is called once", async () => {
  let opened = 0, closed = 0;
  const flaky = stream(async function* () {
    try {
      for (let i = 0; i < 3; i++) {
        if (i === 1 && opened++ < 2) throw new Error(`no ${opened}`);
        yield i;
      }
    } finally {
      closed++;
    }
  });
  assert.deepEqual(await flaky.retry({ backoff: backoff.constant(10) }).toArray(), [0, 0, 0, 1, 2]);
  assert.deepEqual([opened, closed], [3, 3]);
  opened = 0;
  await assert.rejects(flaky.retry({ attempts: 2, backoff: backoff.none() }).toArray(), /no 2/);
  assert.throws(() => stream([1]).retry(), /for one use, so that nothing can be tried again/);
  for await (const v of stream(() => numbers(5, 1)).finally(() => closed = -1).retry()) if (v === 2) break;
  assert.equal(closed, -1);
  const order = [];
  const s = stream(numbers(3)).finally(() => order.push("inner")).map((v) => { if (v) throw new Error("x"); return v; })
    .catch(async (e) => { order.push(e.message); return [9]; }).finally(async () => { await sleep(1); order.push("outer"); });
  assert.deepEqual([await s.toArray(), order], [[0, 9], ["inner", "x", "outer"]]);
  await assert.rejects(stream([1]).finally(() => { throw new Error("in finally"); }).toArray(), /in finally/);
  const fails = (text) => () => { throw new Error(text); };
  await assert.rejects(stream([1]).map(fails("first")).finally(fails("second")).toArray(), /first/);
  await assert.rejects(withTimeout(5, () => stream(numbers(9, 2)).catch(() => [1]).toArray()), named("TimeoutError"));
});

test("what takes the items", async () => {
  let pulled = 0;
  const counted = () => stream(() => numbers(9)).tap(() => pulled++);
  assert.deepEqual(await counted().take(2).toArray(), [0, 1]);
  assert.deepEqual(await counted().take(0).toArray(), []);
  assert.deepEqual([await counted().first(), await counted().some((v) => v === 1)], [0, true]);
  assert.equal(pulled, 5);
  assert.deepEqual(await Stream.range(0, 5).reduce((a, v, i) => [...a, v * i], []), [0, 1, 4, 9, 16]);
  assert.equal(await stream([1, 2]).reduce(async (a, b) => a + b), 3);
  assert.equal(await stream([]).reduce((a, b) => a + b, "none"), "none");
  await assert.rejects(stream([]).reduce((a, b) => a + b), /empty and there is no initial value/);
  assert.deepEqual([await stream([]).first(), await stream([]).last(), await stream([]).every(() => false)], [undefined, undefined, true]);
  let seen = 0;
  const s = () => stream(numbers(50)).tap(() => seen++);
  assert.deepEqual([await s().find(async (v) => v > 4, 3), await s().find((v) => v > 99)], [5, undefined]);
  assert.equal(await s().some((v) => v === 3), true);
  assert.ok(seen < 70);
  assert.equal(await stream([undefined, 1]).find((v) => v === undefined), undefined);
  assert.deepEqual(await stream([3, 1, 2]).find(async (v) => { await sleep(v); return true; }, 3), 3);
  const written = [];
  const sink = (log) => ({
    write: async (v) => { await sleep(1); log.push(v); },
    close() { log.push("close"); },
    abort(e) { log.push(e.message); },
  });
  await stream([1, 2]).pipeTo(sink(written));
  await assert.rejects(stream([1]).map(() => { throw new Error("bad"); }).pipeTo(sink(written)), /bad/);
  await stream([3]).pipeTo(sink(written), { preventClose: true });
  assert.deepEqual(written, [1, 2, "close", "bad", 3]);
  const web = { getWriter: () => ({ ...sink(written), releaseLock: () => written.push("released") }) };
  await stream([4]).pipeTo(web);
  assert.deepEqual(written.slice(5), [4, "close", "released"]);
});

test("streams of the web, both ways", async () => {
  let closed = 0;
  const endless = () => stream(numbers()).finally(() => closed++).toReadableStream();
  assert.deepEqual(await stream(endless()).map((v) => v * 2).take(3).toArray(), [0, 2, 4]);
  for await (const v of endless()) if (v === 2) break;
  await endless().cancel();
  assert.equal(closed, 3);
  await assert.rejects(stream(numbers(1)).map(() => { throw new Error("bad"); }).toReadableStream().getReader().read(), /bad/);
  const log = [];
  const writable = () => new WritableStream({
    async write(v) { await sleep(1); log.push(v); },
    close() { log.push("close"); },
    abort(e) { log.push(e.message); },
  });
  await Stream.range(0, 2).pipeTo(writable());
  await assert.rejects(stream(numbers()).pipeTo(writable(), { timeout: 3 }), named("TimeoutError"));
  assert.deepEqual(log.slice(0, 4), [0, 1, "close", 0]);
  assert.match(log.at(-1), /Stream.pipeTo timed out after 3 ms/);
});

test("a signal that is aborted in the middle of a stage", async () => {
  for (const o of [undefined, { concurrency: 2 }, { concurrency: 2, ordered: false }]) {
    const abort = new AbortController();
    let closed = 0;
    const s = stream(numbers()).finally(() => closed++).map((v) => { if (v === 3) abort.abort(new Error("inside")); return v; }, o);
    await assert.rejects(s.toArray({ signal: abort.signal }), /inside/);
    assert.equal(closed, 1);
    await assert.rejects(stream(numbers()).finally(() => closed++).toArray({ signal: abort.signal }), /inside/);
    assert.equal(closed, 2);
  }
});

test("iterators: calls stand in line, return ends the one that waits", async () => {
  const it = stream(numbers(3, 5)).map((v) => v)[Symbol.asyncIterator]();
  assert.deepEqual((await Promise.all([it.next(), it.next(), it.next(), it.next()])).map((r) => r.value), [0, 1, 2, undefined]);
  const other = stream(numbers(9, 5))[Symbol.asyncIterator]();
  const waiting = [other.next(), other.next()];
  assert.deepEqual(await other.return("bye"), { value: "bye", done: true });
  assert.deepEqual((await Promise.all(waiting)).map((r) => r.done), [true, true]);
  assert.deepEqual(await other.next(), { value: undefined, done: true });
  let closed = 0;
  { await using s = stream(numbers(3)).finally(() => closed++); assert.ok(s instanceof Stream); }
  { await using s = stream(numbers(3)).finally(() => closed++); await s.first(); }
  assert.equal(closed, 2);
  assert.equal(Object.prototype.toString.call(stream([])), "[object Stream]");
  assert.throws(() => new Stream(), /made by stream/);
});

test("parallel is the pool's imap", async () => {
  await using pool = new WorkerPool({ max: 2 });
  assert.deepEqual(await stream(numbers(50)).parallel(pool, (v, i) => v + i).toArray(), Array.from({ length: 50 }, (_, i) => 2 * i));
  assert.equal(await Stream.range(0, 20).filter((v) => v % 2).parallel(pool, (v) => v, { ordered: false, chunkSize: 3 }).count(), 10);
  let closed = 0;
  const endless = () => stream(numbers()).finally(() => closed++);
  for await (const v of endless().parallel(pool, (v) => v, { buffer: 2, chunkSize: 1 })) if (v === 3) break;
  await assert.rejects(endless().parallel(pool, (v) => { if (v === 5) throw new RangeError("five"); return v; }).toArray(), /five/);
  assert.deepEqual(await endless().take(3).parallel(pool, (v) => v).toArray(), [0, 1, 2]);
  await endless().parallel(pool, (v) => v)[Symbol.asyncDispose]();
  assert.equal(closed, 4);
  const calls = [];
  const own = { async *imap(fn, items, options) { calls.push(options); for await (const v of items) yield fn(v, 7); } };
  assert.deepEqual(await stream([1, 2]).parallel(own, (v, i) => v * i, { ordered: true }).toArray(), [7, 14]);
  assert.deepEqual(calls, [{ ordered: true }]);
});

test("lines and jsonLines", async () => {
  const text = "one\r\ntwo\n\nthree";
  for (let n = 1; n < text.length; n++) {
    const chunks = new TextEncoder().encode(text);
    const pieces = Array.from({ length: Math.ceil(chunks.length / n) }, (_, i) => chunks.slice(i * n, (i + 1) * n));
    assert.deepEqual(await stream(pieces).pipe(lines()).toArray(), ["one", "two", "", "three"]);
  }
  assert.deepEqual(await lines()(stream([])).toArray(), []);
  assert.deepEqual(await lines()(["a\n"]).toArray(), ["a"]);
  await assert.rejects(lines()([5]).toArray(), /lines: a chunk must be a Uint8Array or a string/);
  await assert.rejects(jsonLines()(["1\n\n{"]).toArray(), (e) => {
    assert.ok(e instanceof SyntaxError && e.cause instanceof SyntaxError);
    return /^jsonLines: line 3 is not JSON: /.test(e.message);
  });
  const often = stream(() => ["1\n2"]).pipe(jsonLines());
  assert.deepEqual([await often.toArray(), await often.count()], [[1, 2], 2]);
});
