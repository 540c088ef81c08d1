// RateLimiter and KeyedRateLimiter. Time is virtual: what is measured is exact.
import { test, assert } from "lariat:test";
import { Governor, RateLimitError } from "lariat:errors";
import { KeyedRateLimiter, RateLimiter } from "lariat:limit";
import { AsyncContext, map, sleep, taskGroup, withTimeout } from "lariat:task";
import { WorkerPool } from "lariat:worker";

const clock = () => {
  const begin = performance.now();
  return () => Math.round((performance.now() - begin) * 1000) / 1000;
};
const named = (name) => (error) => error.name === name || assert.fail(`${error.name}: ${error.message}`);

const schedules = {
  "token-bucket": { options: { burst: 2 }, times: [0, 0, 250, 500, 750, 1000, 1250] },
  "gcra": { options: {}, times: [0, 250, 500, 750, 1000, 1250, 1500] },
  "leaky-bucket": { options: {}, times: [0, 250, 500, 750, 1000, 1250, 1500] },
  "sliding-window": { options: {}, times: [0, 0, 0, 0, 1000, 1000, 1000] },
  "fixed-window": { options: {}, times: [0, 0, 0, 0, 1000, 1000, 1000] },
};
for (const [algorithm, { options, times }] of Object.entries(schedules)) {
  test(`${algorithm} keeps its schedule`, async () => {
    const at = clock(), limiter = new RateLimiter({ limit: 4, algorithm, ...options });
    assert.deepEqual(await Promise.all(times.map(() => limiter.run(at))), times);
    await sleep("1m");
    const again = clock();
    assert.deepEqual(await Promise.all(times.map(() => limiter.run(again))), times);
  });
}

test("a schedule of thirds does not drift", async () => {
  const at = clock(), limiter = new RateLimiter({ limit: 3 });
  for (let i = 0; i < 3000; i++) await limiter.acquire();
  assert.ok(Math.abs(at() - 999_666.667) < 0.01, at());
});

test("a leaky bucket saves nothing up, a window all of it", async () => {
  const pass = async (options) => {
    const limiter = new RateLimiter({ limit: 4, ...options });
    await sleep("1h");
    let n = 0;
    while (limiter.tryAcquire()) n++;
    return n;
  };
  assert.deepEqual([await pass({ algorithm: "leaky-bucket" }), await pass({ algorithm: "sliding-window" }), await pass({ burst: 9 }), await pass({})], [1, 4, 9, 1]);
});

test("those who wait are served in the order of the calls, whatever their weights, and by priority", async () => {
  const limiter = new RateLimiter({ limit: 10, burst: 10 }), order = [];
  limiter.tryAcquire({ weight: 10 });
  const ask = (name, options) => limiter.acquire(options).then(() => order.push(name));
  await Promise.all([ask("heavy", { weight: 5 }), ask("light"), ask("urgent", { priority: 1 }), ask("last")]);
  assert.deepEqual(order, ["urgent", "heavy", "light", "last"]);
});

test("with aging nobody waits for ever behind those with a higher priority", async () => {
  const wait = async (aging) => {
    const limiter = new RateLimiter({ limit: 1, aging }), at = clock();
    limiter.tryAcquire();
    let low = null;
    limiter.acquire().then(() => (low = at()));
    for (let i = 0; i < 20; i++) {
      limiter.acquire({ priority: 5 });
      await sleep("1s");
    }
    return low;
  };
  assert.equal(await wait(0), null);
  assert.equal(await wait(1), 7000);
});

test("whoever is cancelled leaves no gap", async () => {
  const limiter = new RateLimiter({ limit: 1 }), at = clock(), times = [];
  limiter.tryAcquire();
  const aborter = new AbortController();
  const gone = limiter.acquire({ signal: aborter.signal });
  const late = limiter.acquire({ timeout: "1.5s", weight: 1 });
  const scoped = withTimeout(100, () => limiter.acquire());
  const rest = [1, 2].map(() => limiter.acquire().then(() => times.push(at())));
  aborter.abort();
  await assert.rejects(gone, named("AbortError"));
  await assert.rejects(scoped, named("TimeoutError"));
  await late;
  await Promise.all(rest);
  assert.deepEqual(times, [2000, 3000]);
  assert.equal(limiter.waiting, 0);
});

test("a weight that never passes is refused at once", async () => {
  const bad = [
    [{ limit: 3 }, 4], [{ limit: 3, burst: 5 }, 6], [{ limit: 9, burst: 5 }, 6], [{ limit: 3, algorithm: "sliding-window" }, 4],
    [{ limit: 3, algorithm: "leaky-bucket" }, 4], [{ limit: 3, algorithm: "fixed-window" }, 4],
  ];
  for (const [options, weight] of bad) {
    const limiter = new RateLimiter(options);
    await assert.rejects(limiter.acquire({ weight }), RangeError);
    assert.equal(limiter.tryAcquire({ weight }), null);
    assert.throws(() => limiter.reserve(weight), RangeError);
    assert.notEqual(limiter.tryAcquire({ weight: weight - 1 }), null);
  }
});

test("a heavy call without a burst is paid for by those behind it", async () => {
  const limiter = new RateLimiter({ limit: 10 }), at = clock();
  await limiter.acquire({ weight: 5 });
  assert.equal(at(), 0);
  await limiter.acquire();
  assert.equal(at(), 500);
});

test("where no more may wait, a call is refused with the time after which there is room", async () => {
  const limiter = new RateLimiter({ limit: 1, maxQueue: 1, name: "api" });
  limiter.tryAcquire();
  const first = limiter.acquire(), at = clock();
  const error = await limiter.acquire().catch((e) => e);
  assert.ok(error instanceof RateLimitError);
  assert.deepEqual([error.code, error.retryAfter, at()], ["ERR_RATE_LIMITED", 2000, 0]);
  assert.match(error.message, /RateLimiter "api" is full, with 1 who wait: there is room in 2000 ms/);
  await assert.rejects(limiter.run(() => assert.fail()), RateLimitError);
  await first;
  const never = new RateLimiter({ limit: 1, whenFull: "throw" });
  await never.acquire();
  assert.equal((await never.acquire().catch((e) => e)).retryAfter, 1000);
  const wait = new RateLimiter({ limit: 1000, maxQueue: 1, whenFull: "wait" });
  await Promise.all(Array.from({ length: 5 }, () => wait.acquire()));
});

test("a reservation has a time that nothing changes, and gives it back when it is cancelled", async () => {
  const limiter = new RateLimiter({ limit: 1 }), at = clock();
  const times = [];
  limiter.tryAcquire();
  limiter.acquire().then(() => times.push(at()));
  const booked = limiter.reserve();
  assert.equal(booked.delay, 2000);
  limiter.acquire({ priority: 9 }).then(() => times.push(at()));
  await sleep(500);
  assert.equal(booked.delay, 1500);
  booked.cancel();
  booked.cancel();
  await sleep("1m");
  assert.deepEqual(times, [1000, 2000]);
  const now = limiter.reserve();
  assert.equal(now.delay, 0);
  now.cancel();
  assert.equal(limiter.available, 1);
});

test("set() changes the schedule of those who wait, and refuses what has become too heavy", async () => {
  const limiter = new RateLimiter({ limit: 1, interval: "1h", burst: 4 }), at = clock();
  limiter.tryAcquire({ weight: 4 });
  const heavy = limiter.acquire({ weight: 4 }), light = limiter.acquire();
  await sleep(10);
  limiter.set({ interval: "1s", burst: 2 });
  await assert.rejects(heavy, RangeError);
  await light;
  assert.ok(at() > 900 && at() < 1100, at());
  for (const wrong of [{ limit: 0 }, { interval: 0 }, { burst: 0 }, { maxQueue: -1 }, { name: "x" }, { algorithm: "gcra" }]) {
    assert.throws(() => limiter.set(wrong), RangeError);
  }
});

test("nobody passes during a pause, and the longest pause counts", async () => {
  const limiter = new RateLimiter({ limit: 10, burst: 10 }), at = clock();
  limiter.pauseFor("2s");
  limiter.pauseFor(100);
  assert.deepEqual([limiter.available, limiter.tryAcquire()], [0, null]);
  await limiter.acquire();
  assert.equal(at(), 2000);
  for (const wrong of [Infinity, -1, "soon"]) assert.throws(() => limiter.pauseFor(wrong), RangeError);
  assert.throws(() => limiter.pauseFor(), TypeError);
});

const answers = {
  "Retry-After in seconds": [{ "Retry-After": "3" }, 429, 3000],
  "Retry-After as a date": [{ "Retry-After": "Wed, 01 Jan 2025 00:00:10 GMT", "Date": "Wed, 01 Jan 2025 00:00:06 GMT" }, 503, 4000],
  "Retry-After before a quota": [{ "Retry-After": "1", "RateLimit": '"d";r=0;t=9' }, 429, 1000],
  "Retry-After of a redirect": [{ "Retry-After": "3" }, 301, 0],
  "the draft": [{ "RateLimit": '"default";r=0;t=5' }, 200, 5000],
  "the draft, tokens and spaces": [{ "ratelimit": "default ; r=0 ; t=5 ; x=\"a,b;c\"" }, 200, 5000],
  "the draft, several policies": [{ "RateLimit": '"a;,";r=9;t=50, "b";r=0;t=2' }, 200, 2000],
  "the draft, the reset from the policy": [{ "RateLimit": '"day";r=0', "RateLimit-Policy": '"hour";q=5;w=60, "day";q=100;w=7' }, 200, 7000],
  "the draft's dictionary": [{ "RateLimit": "limit=100, remaining=0, reset=6" }, 200, 6000],
  "three fields": [{ "RateLimit-Limit": "9", "RateLimit-Remaining": "0", "RateLimit-Reset": "8" }, 200, 8000],
  "three fields with an X": [{ "X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "0.5" }, 200, 500],
  "a refusal that says when": [{ "RateLimit": '"d";r=3;t=4' }, 429, 4000],
  "a refusal that says nothing": [{}, 429, 0],
  "plenty left": [{ "RateLimit": '"d";r=50;t=40' }, 200, 0],
  "nonsense": [{ "RateLimit": '"d";r=x;t=4, ;;=, "', "Retry-After": "soon", "X-RateLimit-Remaining": "-1", "X-RateLimit-Reset": "1e99" }, 429, 0],
};
for (const [name, [headers, status, delay]] of Object.entries(answers)) {
  test(`observe reads ${name}`, async () => {
    for (const form of [headers, new Map(Object.entries(headers))]) {
      const get = form instanceof Map && ((key) => [...form].find(([k]) => k.toLowerCase() === key.toLowerCase())?.[1] ?? null);
      const limiter = new RateLimiter({ limit: 1000, burst: 1000 }), at = clock();
      limiter.observe({ status, headers: get ? { get } : form });
      await limiter.acquire();
      assert.equal(at(), delay);
    }
  });
}

test("observe reads the time of day, in seconds and milliseconds", async () => {
  for (const unit of [1000, 1]) {
    const limiter = new RateLimiter({ limit: 1000, burst: 1000 }), at = clock();
    const reset = Math.ceil((Date.now() + 5000) / unit);
    limiter.observe({ status: 200, headers: { "X-RateLimit-Remaining": "0", "X-RateLimit-Reset": String(reset) } });
    await limiter.acquire();
    assert.ok(at() >= 5000 && at() <= 6000, at());
  }
});

test("what a server says is left is not exceeded, and an older answer does not give any of it back", async () => {
  const limiter = new RateLimiter({ limit: 1000, burst: 1000 }), at = clock();
  const say = (left, reset) => limiter.observe({ status: 200, headers: { RateLimit: `"d";r=${left};t=${reset}` } });
  say(3, 10);
  assert.equal(limiter.available, 3);
  await limiter.acquire({ weight: 2 });
  say(3, 10); // was sent before the server knew
  assert.equal(limiter.available, 1);
  await limiter.acquire();
  await limiter.acquire();
  assert.equal(at(), 10_000);
  say(1, 5);
  assert.equal(limiter.available, 1);
});

test("a quota that was told, and told again, lets nobody through before the window does", async () => {
  for (const algorithm of ["sliding-window", "fixed-window", "token-bucket"]) {
    const limiter = new RateLimiter({ limit: 5, interval: "10s", algorithm, burst: algorithm === "token-bucket" ? 5 : undefined });
    const say = (left, reset) => limiter.observe({ status: 200, headers: { RateLimit: `"d";r=${left};t=${reset}` } });
    for (let i = 0; i < 5; i++) assert.notEqual(limiter.tryAcquire(), null);
    say(0, 100);
    assert.equal(limiter.tryAcquire(), null);
    say(5, 50);
    assert.equal(limiter.tryAcquire(), null);
    const waits = limiter.acquire(), at = clock();
    await waits;
    assert.equal(at(), algorithm === "token-bucket" ? 2000 : 10_000);
  }
});

test("observe says what it wants", () => {
  const limiter = new RateLimiter({ limit: 1 });
  for (const wrong of [undefined, 5, {}, { status: 200 }, { headers: {} }, { status: "x", headers: {} }]) {
    assert.throws(() => limiter.observe(wrong), TypeError);
  }
});

test("run, with, wrap and wrapIterator call in the context of the caller", async () => {
  const limiter = new RateLimiter({ limit: 10 }), user = new AsyncContext.Variable(), at = clock();
  const seen = await user.run("ann", async () => {
    await limiter.acquire();
    return [await limiter.run(() => user.get()), await limiter.with(() => user.get()), await limiter.wrap(() => user.get())()];
  });
  assert.deepEqual(seen, ["ann", "ann", "ann"]);
  assert.equal(at(), 300);
  const steps = [];
  for await (const x of limiter.wrapIterator([1, 2])) steps.push(x, at());
  assert.deepEqual(steps, [1, 400, 2, 500]);
  await assert.rejects(limiter.run(() => { throw new Error("boom"); }), /boom/);
  await assert.rejects(limiter.run(), TypeError);
  assert.deepEqual(await map([1, 2, 3], async (n) => n * n, { concurrency: limiter }), [1, 4, 9]);
});

test("a token has nothing to give back", async () => {
  const limiter = new RateLimiter({ limit: 1 });
  const token = await limiter.acquire();
  assert.deepEqual([token.held, token.release(), token.release(), token.held, limiter.available], [true, true, false, false, 0]);
});

test("a limiter that nobody waits for keeps nothing alive, and one that is waited for is no deadlock", async () => {
  const limiter = new RateLimiter({ limit: 1, interval: "20h" }), at = clock();
  await limiter.acquire();
  await limiter.acquire();
  assert.equal(at(), 72_000_000);
});

test("options are checked", () => {
  const types = [undefined, 5, {}, { limit: "x" }, { limit: 1, interval: {} }, { limit: 1, whenFull: "drop" }, { limit: 1, name: 5 }, { limit: 1, algorithm: "luck" }];
  for (const wrong of types) assert.throws(() => new RateLimiter(wrong), TypeError);
  const ranges = [
    { limit: 0 }, { limit: 1.5 }, { limit: -Infinity }, { limit: 1, interval: 0 }, { limit: 1, interval: Infinity }, { limit: 1, burst: 0 },
    { limit: 1, algorithm: "leaky-bucket", burst: 2 }, { limit: 1, maxQueue: -1 }, { limit: 1, aging: -1 },
  ];
  for (const wrong of ranges) assert.throws(() => new RateLimiter(wrong), RangeError);
  assert.throws(() => RateLimiter({ limit: 1 }), TypeError);
  assert.throws(() => new RateLimiter({ limit: 3, algorithm: "luck" }), /must be one of \["token-bucket" "gcra"/);
});

test("it can be extended", async () => {
  class Counted extends RateLimiter {
    count = 0;
    acquire(options) {
      this.count++;
      return super.acquire(options);
    }
  }
  const limiter = new Counted({ limit: 100 });
  await limiter.with(() => {});
  assert.deepEqual([limiter.count, limiter instanceof RateLimiter, limiter instanceof Governor], [1, true, true]);
});

test("workers share a limiter", async () => {
  const limiter = new RateLimiter({ limit: 10 }), at = clock();
  await using pool = new WorkerPool({ max: 3 });
  await pool.map(async (_, __) => {}, [1]);
  const begin = at();
  await taskGroup((group) => {
    for (let i = 0; i < 15; i++) group.spawn(() => pool.run(async (shared) => { await shared.acquire(); }, limiter));
    for (let i = 0; i < 6; i++) group.spawn(() => limiter.acquire());
  });
  assert.equal(at() - begin, 2000);
});

test("a worker that dies takes nobody's turn along", async () => {
  const limiter = new RateLimiter({ limit: 1 }), at = clock();
  limiter.tryAcquire();
  const pool = new WorkerPool({ max: 1 });
  const lost = pool.run(async (shared) => { await shared.acquire(); }, limiter).catch(() => {});
  while (limiter.waiting < 1) await sleep(1);
  const mine = limiter.acquire();
  await pool.terminate();
  await lost;
  assert.equal(limiter.waiting, 1);
  await mine;
  assert.equal(at(), 1000);
});

test("each key has a limiter of its own, for as long as it is of use", async () => {
  const keyed = new KeyedRateLimiter({ limit: 2, burst: 2, name: "api" });
  const ann = keyed.for("ann");
  assert.equal(keyed.for("ann"), ann);
  assert.deepEqual([ann.tryAcquire() !== null, ann.tryAcquire() !== null, ann.tryAcquire(), ann.name], [true, true, null, "api ann"]);
  assert.equal(keyed.for("bob").available, 2);
  for (let i = 0; i < 1000; i++) keyed.for(i).tryAcquire();
  assert.equal(keyed.size, 1001); // bob's has not been used
  await sleep("1m");
  assert.equal(keyed.size, 0);
  assert.equal(keyed.for("ann"), ann); // somebody has it
  assert.equal(keyed.for(1), keyed.for(1.0));
  assert.notEqual(keyed.for(1), keyed.for("1"));
  for (const wrong of [undefined, null, {}, Symbol()]) assert.throws(() => keyed.for(wrong), TypeError);
  assert.throws(() => new KeyedRateLimiter({ limit: 1, maxKeys: 0 }), RangeError);
});

test("old keys go first, but none that somebody waits for", async () => {
  const keyed = new KeyedRateLimiter({ limit: 1, maxKeys: 2 });
  keyed.for("a").tryAcquire();
  const waits = keyed.for("a").acquire();
  keyed.for("b").tryAcquire();
  keyed.for("c").tryAcquire();
  assert.equal(keyed.size, 2);
  assert.deepEqual([keyed.for("a").waiting, keyed.for("c").available], [1, 0]);
  await waits;
});

test("keys are shared with workers", async () => {
  const keyed = new KeyedRateLimiter({ limit: 1, interval: "1h" });
  await using pool = new WorkerPool({ max: 2 });
  const got = await pool.map((key, _) => key, ["a", "b"]);
  assert.deepEqual(got, ["a", "b"]);
  const tries = await Promise.all([1, 2, 3].map(() => pool.run((k) => k.for("x").tryAcquire() !== null, keyed)));
  assert.equal(tries.filter(Boolean).length, 1);
  assert.equal(keyed.for("x").available, 0);
});
