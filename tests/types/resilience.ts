// What the manuals of lariat:retry and lariat:resource promise the compiler.
import {
  backoff, Bulkhead, CircuitBreaker, compose, fallback, hedge, policy, retry, retryable, RetryBudget, StopRetry,
  type Backoff, type CircuitToken, type Policy,
} from "lariat:retry";
import { ResourcePool, type HeldLease, type Lease } from "lariat:resource";
import { Governor, type Token } from "lariat:errors";

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const holds = <T extends true>(): T | undefined => undefined;

class Client {
  @retryable
  async plain(name: string) { return name.length; }
  @retryable({ attempts: 5, backoff: backoff.fibonacci("10ms") })
  async tuned(name: string) { return name; }
}

export async function retries() {
  const n = await retry(async ({ attempt, signal }) => (signal.aborted ? 0 : attempt), {
    attempts: 3, backoff: backoff.exponential({ initial: "1s", factor: 2, jitter: "decorrelated" }), maxElapsed: "1m", attemptTimeout: 500,
    retryIf: (error, { attempt, delay }) => attempt < 3 && delay > 0 && error instanceof Error, onRetry: ({ error }) => error,
    retryResultIf: (r: number) => r > 1, budget: new RetryBudget({ ratio: 0.2 }), respectRetryAfter: false, signal: AbortSignal.timeout(5),
  });
  holds<Equal<typeof n, number>>();
  const own: Backoff = (attempt, previous) => attempt + previous;
  const flaky = retryable((a: string, b?: number) => a.length + (b ?? 0), { backoff: own });
  holds<Equal<typeof flaky, (a: string, b?: number) => Promise<number>>>();
  holds<Equal<ReturnType<Client["plain"]>, Promise<number>>>();
  const either = await fallback(() => 1, (error) => String(error));
  holds<Equal<typeof either, string | number>>();
  const hedged = await hedge(() => "text", { delay: "p95", max: 3 });
  holds<Equal<typeof hedged, string>>();
  const around: Policy = (next) => next();
  const safe = compose(around, policy.timeout("2s"), policy.retry(), policy.govern(new CircuitBreaker()), policy.govern(3), policy.hedge());
  holds<Equal<Awaited<ReturnType<typeof safe<number>>>, number>>();
  throw new StopRetry(new Error("enough"));
}

export async function breakers() {
  const breaker = new CircuitBreaker({ failureRate: 0.5, failures: 3, openFor: "1s", isFailure: (e) => e instanceof Error,
    onStateChange: (change) => holds<Equal<typeof change.to, typeof breaker.state>>() });
  holds<Equal<typeof breaker.state, "closed" | "open" | "half-open">>();
  using token: CircuitToken = await breaker.acquire();
  token.fail();
  const governors: Governor[] = [breaker, new Bulkhead(2, { maxQueue: 3, maxWait: "1s" })];
  const t: Token = await Governor.all(breaker, ...governors).acquire();
  const result = await breaker.run(async () => 5);
  holds<Equal<typeof result, number>>();
  return t;
}

export async function pools() {
  await using pool = new ResourcePool({
    create: async ({ signal }) => ({ id: 1, signal }), destroy: (r) => r.id, validate: async (r) => r.id > 0, reset: (r) => r.signal,
    min: 1, max: 5, idleTimeout: "1m", leakWarning: "30s", onLeak: (lease: HeldLease) => lease.at, onError: (error, step) => [error, step],
  });
  await using lease = await pool.acquire({ timeout: "1s", priority: 1 });
  holds<Equal<typeof lease, Lease<{ id: number; signal: AbortSignal }>>>();
  const id = await pool.use((r) => r.id);
  holds<Equal<typeof id, number>>();
  const held: HeldLease[] = pool.stats().leases;
  await pool.close({ drop: true });
  return [held, pool.tryAcquire()?.resource.id, await pool.evict()];
}

// What backoff makes gives milliseconds, and is a Backoff like any other.
export const third: number = backoff.linear("1s")(3, 2000);
export const made: Backoff[] = [backoff.none(), backoff.constant(5), () => "1s"];
