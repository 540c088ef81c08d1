import { ConsecutiveBreaker, ConstantBackoff, ExponentialBackoff, TimeoutStrategy, bulkhead, circuitBreaker, fallback, handleAll, handleType, retry, timeout, wrap } from "cockatiel";

const log = [];
let failures = 2;
const retried = retry(handleAll, { maxAttempts: 3, backoff: new ConstantBackoff(1) });
retried.onRetry(({ attempt, error }) => log.push(`retry ${attempt} after ${error.message}`));
console.log(await retried.execute(({ attempt }) => {
  if (failures-- > 0) throw new Error("flaky");
  return `done in attempt ${attempt}`;
}), log);

const breaker = circuitBreaker(handleAll, { halfOpenAfter: 20, breaker: new ConsecutiveBreaker(2) });
breaker.onBreak(() => log.push("break"));
breaker.onReset(() => log.push("reset"));
for (let i = 0; i < 3; i++) await breaker.execute(() => { throw new Error("down"); }).catch((error) => log.push(error.constructor.name));
await new Promise((resolve) => setTimeout(resolve, 40));
console.log(await breaker.execute(() => "up again"), log);

const slow = timeout(10, TimeoutStrategy.Aggressive);
await slow.execute(() => new Promise(() => setTimeout(() => {}, 30))).catch((error) => console.log(error.constructor.name, error.message));
const cooperative = timeout(10, TimeoutStrategy.Cooperative);
console.log(await cooperative.execute(({ signal }) => new Promise((resolve) => signal.addEventListener("abort", () => resolve("stopped by the signal")))));

const narrow = bulkhead(1, 1);
const results = await Promise.allSettled([1, 2, 3].map((n) => narrow.execute(async () => {
  await new Promise((resolve) => setTimeout(resolve, 5));
  return n;
})));
console.log(results.map(({ status, value, reason }) => value ?? `${status}: ${reason.constructor.name}`));

const all = wrap(fallback(handleType(RangeError), "a fallback"), retry(handleType(RangeError), { maxAttempts: 2, backoff: new ExponentialBackoff({ initialDelay: 1, maxDelay: 2 }) }));
let tries = 0;
console.log(await all.execute(() => { tries++; throw new RangeError("too far"); }), tries);
await all.execute(() => { throw new TypeError("other"); }).catch((error) => console.log(error.name, error.message));
