// throttle, debounce and AdaptiveLimiter, in virtual time.
import { test, assert } from "lariat:test";
import { Governor } from "lariat:errors";
import { AdaptiveLimiter, debounce, throttle } from "lariat:limit";
import { AsyncContext, map, sleep, withTimeout } from "lariat:task";

const named = (name) => (error) => error.name === name || assert.fail(`${error.name}: ${error.message}`);
const traced = (make) => {
  const begin = performance.now(), calls = [];
  return [make((x) => { calls.push([x, Math.round(performance.now() - begin)]); return x; }), calls];
};

test("throttle calls at once and then once an interval, on time", async () => {
  const [f, calls] = traced((fn) => throttle(fn, 100));
  const results = [];
  for (let i = 0; i < 25; i++) {
    results.push(f(i));
    await sleep(10);
  }
  assert.deepEqual(await Promise.all(results), results.map((_, i) => (i === 0 ? 0 : i < 10 ? 9 : i < 20 ? 19 : 24)));
  assert.deepEqual(calls, [[0, 0], [9, 100], [19, 200], [24, 300]]);
  await sleep(1000);
  assert.equal(await f("x"), "x");
  assert.deepEqual(calls.at(-1), ["x", 1300]);
});

test("throttle without leading or trailing", async () => {
  const [late, calls] = traced((fn) => throttle(fn, 100, { leading: false }));
  assert.deepEqual(await Promise.all([late(1), late(2)]), [2, 2]);
  assert.deepEqual(calls, [[2, 100]]);
  const [early, others] = traced((fn) => throttle(fn, 100, { trailing: false }));
  assert.deepEqual(await Promise.all([early(1), early(2)]), [1, 1]);
  await sleep(100);
  assert.equal(await early(3), 3);
  assert.equal(others.length, 2);
  assert.throws(() => throttle(() => {}, 1, { leading: false, trailing: false }), RangeError);
});

test("debounce calls when it has been quiet, and not later than maxWait", async () => {
  const [f, calls] = traced((fn) => debounce(fn, 50, { maxWait: 120 }));
  const results = [];
  for (let i = 0; i < 8; i++) {
    results.push(f(i));
    await sleep(30);
  }
  assert.deepEqual(await Promise.all(results), [3, 3, 3, 3, 7, 7, 7, 7]);
  assert.deepEqual(calls, [[3, 120], [7, 240]]);
  const [lead, more] = traced((fn) => debounce(fn, 50, { leading: true }));
  assert.deepEqual(await Promise.all([lead(1), lead(2), lead(3)]), [1, 3, 3]);
  assert.deepEqual(more.map(([x]) => x), [1, 3]);
});

test("every promise settles: with the error, by cancel, by flush, or with the scope", async () => {
  const fails = debounce(() => { throw new Error("boom"); }, 10);
  const both = await Promise.allSettled([fails(), fails()]);
  assert.deepEqual(both.map((r) => r.reason.message), ["boom", "boom"]);
  const [f, calls] = traced((fn) => debounce(fn, 10));
  const cancelled = f(1);
  f.cancel();
  await assert.rejects(cancelled, named("AbortError"));
  const why = new Error("why"), again = f(1);
  f.cancel(why);
  await assert.rejects(again, (e) => e === why);
  const flushed = f(2);
  f.flush();
  assert.equal(await flushed, 2);
  f.flush();
  await assert.rejects(withTimeout(5, () => f(3)), named("TimeoutError"));
  await sleep(20);
  assert.deepEqual(calls.map(([x]) => x), [2]);
  const mine = f(4), scoped = withTimeout(5, () => f(5));
  await assert.rejects(scoped, named("TimeoutError"));
  assert.equal(await mine, 4);
});

test("they keep this, name, length and the context of the last caller", async () => {
  const user = new AsyncContext.Variable();
  const object = { word: "x", say: debounce(function say(a, b) { return [this.word, a, b, user.get()]; }, 5) };
  assert.deepEqual([object.say.name, object.say.length], ["say", 2]);
  user.run("ann", () => object.say(1));
  assert.deepEqual(await user.run("bob", () => object.say(2, 3)), ["x", 2, 3, "bob"]);
  for (const make of [throttle, debounce]) {
    assert.throws(() => make(5, 1), TypeError);
    assert.throws(() => make(() => {}, Infinity), RangeError);
  }
});

test("a closed throttle keeps nothing alive", async () => {
  const f = throttle((x) => x, "1h");
  assert.equal(await f(1), 1);
});

test("aimd goes up by one a round and down by a tenth for an overload", async () => {
  const limiter = new AdaptiveLimiter({ algorithm: "aimd", initial: 10, max: 50 });
  await map(Array(600).fill(), () => limiter.with(() => sleep(10)), { concurrency: 100 });
  const high = limiter.limit;
  assert.ok(high > 20, high);
  const tokens = await Promise.all(Array.from({ length: high }, () => limiter.acquire()));
  assert.equal(limiter.tryAcquire(), null);
  for (const token of tokens) token.drop();
  const low = Math.floor(high * 0.9); // of one overload, however many it refused
  assert.ok(limiter.limit === low || limiter.limit === low + 1, `${limiter.limit} after ${high}`);
  assert.equal(limiter.inflight, 0);
});

test("gradient finds what a service can take, and comes back down", async () => {
  const limiter = new AdaptiveLimiter({ initial: 5, max: 200 });
  let busy = 0, capacity = 30;
  const serve = async () => {
    busy++;
    await sleep(10 * Math.max(1, busy / capacity));
    busy--;
  };
  const load = (n) => map(Array(n).fill(), () => limiter.with(serve), { concurrency: 300 });
  await load(6000);
  assert.ok(limiter.limit >= 25 && limiter.limit <= 90, `${limiter.limit} of 30`);
  capacity = 10;
  await load(6000);
  assert.ok(limiter.limit <= 40, `${limiter.limit} of 10`);
  assert.deepEqual([limiter.inflight, limiter.waiting], [0, 0]);
});

test("a limit that is not made use of does not grow", async () => {
  for (const algorithm of ["aimd", "gradient"]) {
    const limiter = new AdaptiveLimiter({ algorithm, initial: 20 });
    for (let i = 0; i < 500; i++) await limiter.with(() => sleep(1));
    assert.equal(limiter.limit, 20);
  }
});

test("isDrop judges errors, and other errors and cancellations say nothing", async () => {
  const limiter = new AdaptiveLimiter({ initial: 10, algorithm: "aimd", isDrop: (error) => error.status === 429 });
  const fail = (error) => assert.rejects(limiter.with(() => { throw error; }));
  await fail(new Error("other"));
  await fail(new DOMException("slow", "TimeoutError"));
  assert.equal(limiter.limit, 10);
  await fail(Object.assign(new Error("refused"), { status: 429 }));
  assert.equal(limiter.limit, 9);
  const usual = new AdaptiveLimiter({ initial: 10 });
  await assert.rejects(usual.with(() => { throw new DOMException("slow", "TimeoutError"); }));
  assert.equal(usual.limit, 9);
  await sleep(1);
  await assert.rejects(Governor.all(usual, new AdaptiveLimiter()).with(() => { throw new DOMException("slow", "TimeoutError"); }));
  assert.equal(usual.limit, 8);
});

test("places are bounded, and so is the line", async () => {
  const limiter = new AdaptiveLimiter({ min: 1, max: 2, initial: 2, maxQueue: 1 });
  const a = limiter.tryAcquire(), b = await limiter.acquire();
  const waits = limiter.acquire();
  await assert.rejects(limiter.acquire(), { code: "ERR_QUEUE_FULL" });
  assert.deepEqual([limiter.tryAcquire(), limiter.inflight, limiter.waiting], [null, 2, 1]);
  a.release();
  const c = await waits;
  b.release();
  c.drop();
  assert.deepEqual([limiter.inflight, limiter.limit, c.held], [0, 1, false]);
  await assert.rejects(limiter.acquire({ weight: 2 }), RangeError);
  for (const wrong of [{ min: 0 }, { min: 3, max: 2 }, { initial: 5, max: 2 }, { maxQueue: -1 }]) {
    assert.throws(() => new AdaptiveLimiter(wrong), RangeError);
  }
  assert.throws(() => new AdaptiveLimiter({ algorithm: "luck" }), TypeError);
});
