// A flaky service, and what a caller can do: try again, stop asking, ask twice, take something else instead.
//
// Guide: async_retry
//
// In Python this is the decorator async_retry. It sleeps without looking at any deadline, retries mistakes in the program
// as well, calls nothing at all with retries=0 and gives None then; and everybody retries at the same moment.
import { backoff, Bulkhead, CircuitBreaker, compose, hedge, policy, retry, retryable, StopRetry } from "lariat:retry";
import { sleep, withTimeout } from "lariat:task";

// Fails twice, then answers.
let calls = 0;
async function flaky(name) {
  await sleep(1);
  if (++calls % 3 !== 0) throw new Error(`${name} is down`);
  return `${name} answers call ${calls}`;
}
const quick = backoff.exponential({ initial: "1ms", factor: 2, jitter: "full" });

const onRetry = ({ attempt, error }) => console.log(`attempt ${attempt}: ${error.message}`);
const ask = retryable(flaky, { attempts: 3, backoff: quick, onRetry });
console.log(await ask("weather"));

// Mistakes are not retried, nor is what says so itself.
await retry(() => undefined.length).catch((error) => console.log(error.name));
await retry(() => { throw new StopRetry(new Error("no such city")); }).catch((error) => console.log(error.message));

// A deadline that comes before the next attempt ends the wait at once, with all errors.
const before = Date.now();
await withTimeout("1s", () => retry(() => flaky("mail"), { backoff: backoff.constant("1m") }))
  .catch((error) => console.log(error.name, error.errors.length, Date.now() - before < 500));

// A breaker stops asking a service that is down for good, and tries it again later.
const breaker = new CircuitBreaker({ failures: 2, openFor: "20ms", name: "bank" });
let up = false;
const bank = async () => { if (!up) throw new Error("no connection"); return "balance: 42"; };
for (let i = 0; i < 3; i++) await breaker.run(bank).catch((error) => console.log(error.message));
up = true;
await sleep(25);
console.log(breaker.state, "-", await breaker.run(bank), "-", breaker.state);

// Of two servers the quicker one is heard; the other one is cancelled.
console.log(await hedge(async ({ attempt }) => {
  await sleep(attempt === 1 ? "1h" : 1);
  return `server ${attempt}`;
}, { delay: "5ms" }));

// A bulkhead keeps a slow service from taking everything: two callers inside, one in line, the others go away.
const bulkhead = new Bulkhead(2, { maxQueue: 1 });
const results = await Promise.allSettled([1, 2, 3, 4].map((n) => bulkhead.with(async () => { await sleep(2); return n; })));
console.log(results.map((result) => result.value ?? result.reason.name));

// All of it together, the outermost first.
const safe = compose(
  policy.fallback("yesterday's prices"),
  policy.timeout("1s"),
  policy.retry({ attempts: 3, backoff: quick }),
  policy.govern(new CircuitBreaker({ failureRate: 0.5 })),
);
console.log(await safe(() => flaky("market")), "|", await safe(async () => { throw new Error("closed"); }));

// Output:
// attempt 1: weather is down
// attempt 2: weather is down
// weather answers call 3
// TypeError
// no such city
// RetryError 1 true
// no connection
// no connection
// CircuitBreaker "bank" is open
// half-open - balance: 42 - closed
// server 2
// [ 1, 2, 3, 'QueueFullError' ]
// market answers call 6 | yesterday's prices
