// Many callers, each of whom may fail or be cancelled at any await: nothing is left behind.
import { test, assert } from "lariat:test";
import { backoff, Bulkhead, CircuitBreaker, compose, hedge, policy, retry, RetryBudget } from "lariat:retry";
import { map, sleep, withSignal, withTimeout } from "lariat:task";

test("whoever fails or leaves, every place is free in the end", async () => {
  const chance = (p) => Math.random() < p;
  const bulkhead = new Bulkhead(3, { maxQueue: 5, maxWait: 30 });
  const breaker = new CircuitBreaker({ failureRate: 0.6, minCalls: 20, window: 100, openFor: 20, halfOpenCalls: 2 });
  const budget = new RetryBudget({ ratio: 1, minPerSecond: 100 });
  let inside = 0, most = 0;
  const work = async () => {
    most = Math.max(most, ++inside);
    try {
      await sleep(Math.random() * 5);
      if (chance(0.3)) throw new Error("bad luck");
      return "done";
    } finally {
      inside--;
    }
  };
  const waits = backoff.exponential({ initial: 1, max: 10 });
  const again = policy.retry({ attempts: 4, backoff: waits, budget, attemptTimeout: 25 });
  const safe = compose(again, policy.govern(breaker), policy.govern(bulkhead));
  const ways = [
    () => safe(work),
    () => retry(() => bulkhead.with(work), { backoff: waits, maxElapsed: 20 }),
    () => hedge(() => bulkhead.with(work), { delay: 2, max: 3, budget }),
    () => bulkhead.with(() => breaker.run(work)),
  ];
  const outcomes = {};
  const user = async (_, i) => {
    const controller = new AbortController();
    const left = chance(0.2) ? setTimeout(() => controller.abort(new Error("left")), Math.random() * 20) : undefined;
    const outcome = await withSignal(controller.signal, () => withTimeout(Math.random() * 60, ways[i % ways.length]))
      .then((value) => value, (error) => (error.message === "left" ? "left" : error.name));
    clearTimeout(left);
    outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
  };
  await map(Array.from({ length: 1500 }, (_, i) => i), user, { concurrency: 16 });
  assert.deepEqual([inside, bulkhead.running, bulkhead.waiting], [0, 0, 0]);
  assert.ok(most <= 3, `${most} inside`);
  for (const outcome of ["done", "left", "TimeoutError", "Error", "QueueFullError", "RetryError", "CircuitOpenError"]) {
    assert.ok(outcomes[outcome] > 0, `${outcome}: ${JSON.stringify(outcomes)}`);
  }
  breaker.close();
  assert.equal(await breaker.run(() => "still works"), "still works");
});
