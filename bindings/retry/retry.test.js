import { test, assert } from "lariat:test";
import { backoff, retry, retryable, RetryBudget, StopRetry } from "lariat:retry";
import { RateLimitError, RetryError } from "lariat:errors";
import { currentSignal, sleep, withSignal, withTimeout, AsyncContext } from "lariat:task";

const named = (name) => (error) => error.name === name;
const none = backoff.none();

// failing makes a function that fails a number of times and notes when it was called.
function failing(times, t, make = (n) => new Error(`no ${n}`)) {
  const fn = async ({ attempt } = {}) => {
    fn.at.push(t?.clock.now() - fn.began);
    fn.attempts.push(attempt);
    if (fn.at.length <= times) throw make(fn.at.length);
    return `after ${fn.at.length}`;
  };
  return Object.assign(fn, { at: [], attempts: [], began: t?.clock.now() });
}

test("retry gives what the first success gives", async () => {
  assert.equal(await retry(() => 1), 1);
  assert.equal(await retry(async () => 2), 2);
  assert.equal(await retry(async () => { await sleep(1); return 3; }), 3);
  assert.equal(await retry(() => ({ then: (f) => f(4) })), 4);
  assert.equal(await retry(() => new Promise((resolve) => setTimeout(resolve, 1, 5))), 5);
  assert.equal(await retry(() => undefined), undefined);
  const object = {};
  assert.equal(await retry(() => object), object);
  assert.equal(await retry(failing(2), { backoff: none }), "after 3");
  let n = 0;
  assert.equal(await retry(() => { if (++n < 3) throw new Error("sync"); return n; }, { backoff: none }), 3);
});

test("attempts bounds the calls, and the last error is what it throws", async () => {
  for (const attempts of [1, 2, 5]) {
    const fn = failing(9);
    await assert.rejects(retry(fn, { attempts, backoff: none }), (error) => error.message === `no ${attempts}`);
    assert.deepEqual(fn.attempts, Array.from({ length: attempts }, (_, i) => i + 1));
  }
  const fn = failing(9);
  await assert.rejects(retry(fn), /no 3/);
  assert.equal(fn.at.length, 3);
  const late = async () => { await sleep(1); return fn(); };
  fn.at.length = 0;
  await assert.rejects(retry(late), /no 3/);
  assert.equal(await retry(failing(500), { attempts: Infinity, backoff: none }), "after 501");
  for (const attempts of [0, -1]) {
    const error = await retry(() => 1, { attempts }).catch((e) => e);
    assert.ok(error instanceof RangeError && /"attempts" must be at least 1/.test(error.message));
  }
  await assert.rejects(retry(() => 1, { attempts: 1.5 }), RangeError);
  await assert.rejects(retry(() => 1, { attempts: "3" }), TypeError);
});

test("wrong arguments are refused", async () => {
  for (const [args, text] of [
    [[], /retry: "fn" must be a function/], [[1], /"fn"/], [[() => {}, 1], /"options" must be an object/],
    [[() => {}, { backoff: 1 }], /"backoff"/], [[() => {}, { budget: {} }], /"budget" must be a RetryBudget/],
    [[() => {}, { signal: {} }], /"signal"/], [[() => {}, { retryIf: 1 }], /"retryIf"/],
  ]) await assert.rejects(retry(...args), (error) => error instanceof TypeError && text.test(error.message));
  assert.throws(() => retryable(1), TypeError);
  assert.throws(() => retryable(() => {}, { attempts: 0 }), RangeError);
});

test("the waits are those of the back-off", async (t) => {
  for (const [b, want] of [
    [backoff.constant("1s"), [0, 1000, 2000, 3000]], [backoff.linear(100), [0, 100, 300, 600]],
    [backoff.linear(100, 150), [0, 100, 250, 400]],
    [backoff.exponential({ initial: 100, jitter: "none" }), [0, 100, 300, 700]], [backoff.fibonacci("10ms"), [0, 10, 20, 40]],
    [backoff.exponential({ initial: 100, factor: 3, max: 200, jitter: "none" }), [0, 100, 300, 500]],
    [() => "1m", [0, 60000, 120000, 180000]],
    [(attempt, previous) => attempt * 10 + previous, [0, 10, 40, 100]],
  ]) {
    const fn = failing(3, t);
    await retry(fn, { attempts: 4, backoff: b });
    assert.deepEqual(fn.at, want);
  }
  for (const bad of [NaN, -1, "soon", undefined]) {
    await assert.rejects(retry(failing(1), { backoff: () => bad }), /what "backoff" gives must/);
  }
  await assert.rejects(retry(failing(1), { backoff: () => { throw new Error("broken"); } }), /broken/);
});

test("jitter stays within its bounds and follows Math.random", () => {
  const random = Math.random;
  try {
    for (const [jitter, values] of Object.entries({
      full: [0, 200, 400], equal: [200, 300, 400], decorrelated: [100, 650, 1000], none: [400, 400, 400],
    })) {
      const b = backoff.exponential({ initial: 100, max: 1000, jitter });
      for (const [i, r] of [0, 0.5, 1].entries()) {
        Math.random = () => r;
        assert.equal(Math.round(b(3, 400)), values[i]);
      }
    }
    Math.random = () => 1;
    assert.equal(backoff.exponential({ jitter: "decorrelated" })(1, 0), 300);
  } finally {
    Math.random = random;
  }
  assert.equal(backoff.exponential({ max: "2s", jitter: "none" })(1000, 0), 2000);
  assert.equal(backoff.fibonacci(1, 5)(1e9, 0), 5);
  assert.throws(() => backoff.exponential({ jitter: "some" }), TypeError);
  assert.throws(() => backoff.exponential({ factor: 0.5 }), RangeError);
  assert.throws(() => backoff.constant("soon"), /backoff.constant: a duration/);
});

test("programmer errors, aborts and StopRetry are not retried", async () => {
  const typeError = () => undefined.x;
  for (const [make, name] of [
    [() => new TypeError("t"), "TypeError"], [() => new RangeError("r"), "RangeError"], [() => new SyntaxError("s"), "SyntaxError"],
    [() => new ReferenceError("r"), "ReferenceError"], [() => new DOMException("a", "AbortError"), "AbortError"],
  ]) {
    const fn = failing(9, null, make);
    await assert.rejects(retry(fn, { backoff: none }), named(name));
    assert.equal(fn.at.length, 1);
  }
  await assert.rejects(retry(typeError), TypeError);
  const network = failing(1, null, () => new TypeError("fetch failed", { cause: new Error("reset") }));
  assert.equal(await retry(network, { backoff: none }), "after 2");
  assert.equal(await retry(failing(1, null, () => new DOMException("t", "TimeoutError")), { backoff: none }), "after 2");
  const cause = new Error("no such user");
  const stopping = failing(9, null, () => new StopRetry(cause));
  assert.equal(await retry(stopping, { retryIf: () => true }).catch((e) => e), cause);
  assert.equal(stopping.at.length, 1);
  const bare = await retry(() => { throw new StopRetry(); }).catch((e) => e);
  assert.ok(bare instanceof StopRetry && bare instanceof Error && bare.name === "StopRetry");
  const primitive = failing(1, null, () => "text");
  assert.equal(await retry(primitive, { backoff: none }), "after 2");
});

test("retryIf decides, with what it is told", async () => {
  const seen = [];
  const fn = failing(2, null, () => new TypeError("t"));
  const retryIf = async (error, context) => { await sleep(1); seen.push([error.message, context]); return true; };
  await retry(fn, { backoff: backoff.constant(5), retryIf });
  assert.deepEqual(seen.map(([message, c]) => [message, c.attempt, c.elapsed, c.delay, c.error.message, c.signal === currentSignal()]), [
    ["t", 1, 0, 5, "t", true], ["t", 2, 6, 5, "t", true],
  ]);
  const refused = failing(9);
  await assert.rejects(retry(refused, { retryIf: () => false }), /no 1/);
  await assert.rejects(retry(refused, { retryIf: () => { throw new Error("broken"); } }), /broken/);
  await assert.rejects(retry(refused, { retryIf: async () => { throw new Error("later"); } }), /later/);
  assert.equal(refused.at.length, 3);
});

test("retryResultIf refuses results; the last one is what is left", async () => {
  let n = 0;
  assert.equal(await retry(() => ++n, { retryResultIf: (r) => r < 3, attempts: 9, backoff: none }), 3);
  n = 0;
  assert.equal(await retry(async () => ++n, { retryResultIf: async () => true, attempts: 2, backoff: none }), 2);
  n = 0;
  assert.equal(await retry(() => ++n, { retryResultIf: () => true, backoff: backoff.constant(100), maxElapsed: 50 }), 1);
  await assert.rejects(retry(() => 1, { retryResultIf: () => { throw new Error("broken"); } }), /broken/);
});

test("onRetry comes before each wait, and may end it", async (t) => {
  const seen = [];
  const fn = failing(2, t);
  const onRetry = async ({ attempt, delay }) => { seen.push([attempt, delay]); await sleep(5); };
  await retry(fn, { backoff: backoff.constant(10), onRetry });
  assert.deepEqual([seen, fn.at], [[[1, 10], [2, 10]], [0, 15, 30]]);
  await assert.rejects(retry(failing(9), { onRetry: () => { throw new Error("enough"); } }), /enough/);
});

test("the deadline around it ends a wait that could not finish, at once", async (t) => {
  const before = t.clock.now();
  const error = await withTimeout("10s", () => retry(failing(9), { attempts: 9, backoff: backoff.constant("4s") })).catch((e) => e);
  assert.equal(t.clock.now() - before, 8000);
  assert.ok(error instanceof RetryError);
  assert.equal(error.code, "ERR_RETRIES_EXHAUSTED");
  assert.equal(error.attempts, 3);
  assert.deepEqual(error.errors.map((e) => e.message), ["no 1", "no 2", "no 3"]);
  assert.equal(error.cause, error.errors[2]);
  assert.match(error.message, /^retry gave up after 3 of 9 attempts, because the deadline comes before the next: /);
  const late = await retry(failing(9), { maxElapsed: 100, backoff: backoff.constant(60) }).catch((e) => e);
  assert.deepEqual([late.attempts, t.clock.now() - before], [2, 8060]);
  await assert.rejects(retry(failing(9), { backoff: () => Infinity }), /would never end/);
});

test("cancellation ends it wherever it is", async (t) => {
  const ends = async (start, n) => {
    const controller = new AbortController(), reason = { why: n };
    const fn = failing(9, t);
    setTimeout(() => controller.abort(reason), 5);
    assert.equal(await start(fn, controller.signal).catch((e) => e), reason);
    assert.equal(fn.at.length, n);
  };
  const slow = (fn) => async (context) => { await sleep(20); return fn(context); };
  const wait = { backoff: backoff.constant(10) };
  await ends((fn, signal) => retry(fn, { ...wait, signal }), 1);
  await ends((fn, signal) => withSignal(signal, () => retry(fn, wait)), 1);
  await ends((fn, signal) => retry(slow(fn), { signal }), 0);
  await ends((fn, signal) => withSignal(signal, () => retry(slow(fn))), 0);
  await ends((fn, signal) => retry(fn, { ...wait, signal, retryIf: () => sleep(20) }), 1);
  await ends((fn, signal) => retry(fn, { ...wait, signal, onRetry: () => sleep(20) }), 1);
  const fn = failing(0), reason = {};
  assert.equal(await retry(fn, { signal: AbortSignal.abort(reason) }).catch((e) => e), reason);
  await withSignal(AbortSignal.timeout(1), async () => {
    await sleep("1h").catch(() => {});
    for (const options of [undefined, {}]) await assert.rejects(retry(fn, options), named("TimeoutError"));
  });
  assert.equal(fn.at.length, 0);
});

test("an attempt has its own time, and its signal ends with it", async (t) => {
  const signals = [], fn = failing(0, t);
  const result = await retry(async ({ attempt, signal }) => {
    signals.push(signal);
    if (attempt < 3) await sleep("1h");
    return fn({ attempt });
  }, { attemptTimeout: 50, backoff: backoff.constant(10) });
  assert.equal(result, "after 1");
  assert.deepEqual([fn.at, signals.map((s) => s.aborted)], [[120], [true, true, false]]);
  await assert.rejects(retry(() => sleep("1h"), { attemptTimeout: 5, attempts: 2, backoff: none }), (error) =>
    error.name === "TimeoutError" && /an attempt of retry timed out after 5 ms/.test(error.message));
  await assert.rejects(retry(() => new Promise(() => {}), { attemptTimeout: 5, attempts: 2, backoff: none }), named("TimeoutError"));
});

test("a server that asks to wait is waited for", async (t) => {
  for (const [error, want] of [
    [() => new RateLimitError("full", { retryAfter: 250 }), 250],
    [() => Object.assign(new Error("503"), { response: { headers: new Map([["retry-after", "2"]]) } }), 2000],
    [() => Object.assign(new Error("503"), { headers: { "retry-after": "1" } }), 1000],
    [() => Object.assign(new Error("503"), { headers: new Map([["retry-after", "soon"]]) }), 10],
    [() => Object.assign(new Error("low"), { retryAfter: 1 }), 10],
    [() => Object.assign(new Error("bad"), { retryAfter: -1 }), 10],
  ]) {
    const fn = failing(1, t, error);
    await retry(fn, { backoff: backoff.constant(10) });
    assert.equal(fn.at[1], want);
  }
  const headers = new Map([["retry-after", new Date(t.clock.now() + 5000).toUTCString()]]);
  const dated = failing(1, t, () => Object.assign(new Error("503"), { headers }));
  await retry(dated, { backoff: none });
  assert.ok(dated.at[1] > 3000 && dated.at[1] <= 5000, String(dated.at[1])); // a date has whole seconds
  const ignoring = failing(1, t, () => new RateLimitError("full", { retryAfter: 250 }));
  await retry(ignoring, { backoff: none, respectRetryAfter: false });
  assert.equal(ignoring.at[1], 0);
  const result = failing(0, t);
  const refused = async () => { await result(); return { headers: new Map([["retry-after", 1]]) }; };
  await retry(refused, { retryResultIf: () => true, attempts: 2, backoff: none });
  assert.deepEqual(result.at, [0, 1000]);
  await assert.rejects(retry(() => { throw Object.assign(new Error("open"), { retryAfter: Infinity }); }), /would never end/);
});

test("a budget caps retries over all its users", async () => {
  const budget = new RetryBudget({ ratio: 0.1, minPerSecond: 0 });
  let calls = 0;
  const errors = [];
  for (let i = 0; i < 100; i++) {
    await retry(() => { calls++; throw new Error("down"); }, { budget, backoff: none }).catch((e) => errors.push(e.name));
  }
  assert.equal(calls, 110);
  assert.equal(budget.rate, 0.1);
  assert.equal(errors.length, 100);
  assert.equal(errors.filter((name) => name === "RetryError").length, 100);
  await sleep("11s");
  assert.equal(budget.rate, 0);
  const floor = new RetryBudget({ ratio: 0, minPerSecond: 0.2 });
  const spent = await retry(failing(9), { budget: floor, attempts: 9, backoff: none }).catch((e) => e);
  assert.equal(spent.attempts, 3);
  assert.match(spent.message, /because the budget for retries is used up/);
  assert.throws(() => new RetryBudget({ ratio: -1 }), RangeError);
  assert.equal(structuredClone(budget), budget);
});

test("attempts run in the context of the caller", async () => {
  const user = new AsyncContext.Variable();
  const seen = [];
  const until = (n) => async () => { seen.push(user.get()); await sleep(1); if (seen.length < n) throw new Error("not yet"); };
  await user.run("ann", () => retry(until(3)));
  const flaky = user.run("maker", () => retryable(until(5), { backoff: none }));
  await user.run("bob", () => flaky());
  assert.deepEqual(seen, ["ann", "ann", "ann", "bob", "bob"]);
});

test("the shared context of first attempts cannot be changed", async () => {
  let first;
  await retry((context) => { first = context; });
  await retry((context) => {
    assert.equal(context, first);
    assert.throws(() => { "use strict"; context.attempt = 2; }, TypeError);
    assert.ok(Object.isFrozen(context));
    assert.equal(context.signal, currentSignal());
  });
});

test("retryable keeps arguments, this, name and length", async () => {
  let calls = 0;
  const object = {
    factor: 2,
    times: retryable(async function times(a, b) {
      if (++calls < 3) throw new Error("not yet");
      return this.factor * (a + b);
    }, { backoff: none }),
  };
  assert.equal(await object.times(1, 2), 6);
  assert.deepEqual([calls, object.times.name, object.times.length], [3, "times", 2]);
});

test("retryable decorates, in both forms", async () => {
  const context = (kind) => ({ kind, name: "m", addInitializer() {} });
  const method = failing(1);
  assert.equal(await retryable(() => method(), context("method"))(), "after 2");
  assert.equal(await retryable({ attempts: 5, backoff: none })(failing(4), context("method"))(), "after 5");
  assert.equal(await retryable()(failing(1), context("method"))(), "after 2");
  const descriptor = { value: failing(2), writable: true, enumerable: false, configurable: true };
  const replaced = retryable({ backoff: none })({}, "m", descriptor);
  assert.deepEqual([await replaced.value(), replaced.writable, descriptor.value === replaced.value], ["after 3", true, false]);
  assert.equal(await retryable(class {}, "m", { value: failing(1) }).value(), "after 2");
  assert.throws(() => retryable(class {}, context("class")), /what it decorates must be a method/);
  assert.throws(() => retryable({})(undefined, context("field")), TypeError);
  assert.throws(() => retryable({})(() => {}), TypeError);
  assert.throws(() => retryable({})({}, "m", { get: () => 1 }), TypeError);
});
