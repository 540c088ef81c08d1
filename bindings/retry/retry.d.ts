/**
 * Calls that may fail: retries that know when to stop, circuit breakers, hedged calls, bulkheads, fallbacks, and policies
 * that combine them.
 *
 * Everything obeys the ambient scope: a retry that could not finish before the deadline around it ends at once.
 * CircuitBreaker, Bulkhead and RetryBudget can be posted to a worker and are the same object there.
 */
declare module "lariat:retry" {
  import { Governor } from "lariat:errors";
  import type { AcquireOptions, Concurrency, Duration, Token } from "lariat:errors";

  /** The delay after a failed attempt, in milliseconds or as a duration. The first attempt is 1; previous is the delay before it. */
  export type Backoff = (attempt: number, previous: number) => Duration;

  /** A Backoff that always gives milliseconds, as those of `backoff` do. */
  export type DelayFunction = (attempt: number, previous: number) => number;

  /**
   * Makes delays. Jitter comes from Math.random, so a seed makes it repeatable.
   * ```js
   * import { backoff } from "lariat:retry";
   * const delays = (b) => [1, 2, 3, 4, 5].map((attempt) => b(attempt, 0));
   * console.log(delays(backoff.linear("1s", "3s")));
   * console.log(delays(backoff.exponential({ initial: 100, jitter: "none" })));
   * console.log(delays(backoff.fibonacci(10)));
   * // Output:
   * // [ 1000, 2000, 3000, 3000, 3000 ]
   * // [ 100, 200, 400, 800, 1600 ]
   * // [ 10, 10, 20, 30, 50 ]
   * ```
   */
  export const backoff: {
    /**
     * No delay.
     * ```js
     * import { backoff } from "lariat:retry";
     * console.log(backoff.none()(3, 0));
     * // Output: 0
     * ```
     */
    none(): DelayFunction;
    /**
     * Always the same.
     * ```js
     * import { backoff } from "lariat:retry";
     * const delay = backoff.constant("2s");
     * console.log(delay(1, 0), delay(5, 2000));
     * // Output: 2000 2000
     * ```
     */
    constant(delay: Duration): DelayFunction;
    /**
     * step, 2 × step, 3 × step … up to max.
     * ```js
     * import { backoff } from "lariat:retry";
     * const delay = backoff.linear(100, 250);
     * console.log([1, 2, 3].map((attempt) => delay(attempt, 0)));
     * // Output: [ 100, 200, 250 ]
     * ```
     */
    linear(step: Duration, max?: Duration): DelayFunction;
    /**
     * initial × factor ^ (attempt - 1), up to max: 100 ms, 2 and 30 s if not given. With jitter "full", the default, a
     * random part of that; "equal", half of it and a random part of the other half; "decorrelated", a random time
     * between initial and three times the previous delay; "none", exactly that.
     * ```js
     * import { backoff } from "lariat:retry";
     * const delay = backoff.exponential({ initial: 100, factor: 3, max: "1s", jitter: "none" });
     * console.log([1, 2, 3, 4].map((attempt) => delay(attempt, 0)));
     * // Output: [ 100, 300, 900, 1000 ]
     * ```
     */
    exponential(options?: {
      initial?: Duration; factor?: number; max?: Duration; jitter?: "none" | "full" | "equal" | "decorrelated";
    }): DelayFunction;
    /**
     * one, one, 2 × one, 3 × one, 5 × one … up to max.
     * ```js
     * import { backoff } from "lariat:retry";
     * const delay = backoff.fibonacci(10);
     * console.log([1, 2, 3, 4, 5].map((attempt) => delay(attempt, 0)));
     * // Output: [ 10, 10, 20, 30, 50 ]
     * ```
     */
    fibonacci(one: Duration, max?: Duration): DelayFunction;
  };

  /** What retryIf and onRetry learn. */
  export interface RetryContext {
    /** The attempt that failed, from 1. */
    attempt: number;
    /** Milliseconds since the first attempt began. */
    elapsed: number;
    /** What it failed with; undefined when retryResultIf refused its result. */
    error: unknown;
    /** Milliseconds until the next attempt. */
    delay: number;
    /** The scope around the retry. */
    signal: AbortSignal;
  }

  /** What the function gets that is tried. */
  export interface Attempt {
    /** From 1. */
    readonly attempt: number;
    /** Ends with the attempt's timeout or the scope around the retry. */
    readonly signal: AbortSignal;
  }

  /** Options of retry(). */
  export interface RetryOptions {
    /** How many calls there are at most, the first one included. Default 3. */
    attempts?: number;
    /** Default backoff.exponential(). */
    backoff?: Backoff;
    /** No attempt begins later than that after the first one. An attempt that runs is left alone. Default: no limit. */
    maxElapsed?: Duration;
    /** Ends the scope of an attempt. Its DOMException "TimeoutError" is retried like any error. Default: no limit. */
    attemptTimeout?: Duration;
    /** Decides which errors are worth another try, AbortError and programmer errors included. */
    retryIf?: (error: unknown, context: RetryContext) => boolean | PromiseLike<boolean>;
    /** Says of a result that it is none. When no attempt is left, the last result is what retry() resolves to. */
    retryResultIf?: (result: any) => boolean | PromiseLike<boolean>;
    /** Is called, and awaited, before each wait. What it throws ends the retry. */
    onRetry?: (context: RetryContext) => unknown;
    /**
     * Waits at least as long as the failure asks for: error.retryAfter in milliseconds, or the header Retry-After of the
     * error, of error.response or of the result. Default true.
     */
    respectRetryAfter?: boolean;
    /** Caps retries to a share of the calls that use the same budget. */
    budget?: RetryBudget;
    /** Ends the scope around all attempts. */
    signal?: AbortSignal;
  }

  /**
   * Calls fn until it succeeds, with a wait after each failure. When the attempts are used up it rejects with the last
   * error itself. It does not retry an AbortError, a StopRetry or a programmer error: a ReferenceError, SyntaxError,
   * RangeError, or a TypeError without a cause; nor anything once the scope has ended.
   * @throws RetryError with all `errors`, when it gives up early: because the deadline or maxElapsed comes before the next
   * attempt, or because the budget is used up. Its cause is the last error
   * @throws RangeError when attempts is below 1
   * ```js
   * import { retry, backoff } from "lariat:retry";
   * import { withTimeout } from "lariat:task";
   * const text = await retry(({ attempt }) => {
   *   if (attempt < 3) throw new Error("not yet");
   *   return `attempt ${attempt}`;
   * }, { backoff: backoff.constant("1ms") });
   * console.log(text);
   * try {
   *   await withTimeout("100ms", () => retry(() => { throw new Error("down"); }, { backoff: backoff.constant("1m") }));
   * } catch (error) {
   *   console.log(error.name, error.attempts, error.errors[0].message);
   * }
   * // Output:
   * // attempt 3
   * // RetryError 1 down
   * ```
   */
  export function retry<T>(fn: (attempt: Attempt) => T | PromiseLike<T>, options?: RetryOptions): Promise<T>;

  /**
   * Makes a function that retries fn with its arguments and its `this`. It is also a decorator of methods, in the form of
   * TC39 and in that of older TypeScript: `@retryable` or `@retryable(options)`.
   * @throws TypeError when fn is no function; a call throws as retry does
   * ```js
   * import { retryable, backoff } from "lariat:retry";
   * let calls = 0;
   * const flaky = retryable(async function flaky(text) {
   *   if (++calls < 3) throw new Error("not yet");
   *   return `${text} after ${calls} calls`;
   * }, { backoff: backoff.none() });
   * console.log(await flaky("done"), flaky.name);
   * // Output: done after 3 calls flaky
   * ```
   */
  export function retryable<A extends unknown[], T>(
    fn: (...args: A) => T | PromiseLike<T>, options?: RetryOptions,
  ): (...args: A) => Promise<T>;
  export function retryable<F extends (...args: any) => any>(fn: F, context: ClassMethodDecoratorContext): F;
  export function retryable(options?: RetryOptions): <F extends (...args: any) => any>(fn: F, context: ClassMethodDecoratorContext) => F;

  /**
   * Ends a retry: it rejects with the cause, or with the StopRetry itself if that is undefined.
   * ```js
   * import { retry, StopRetry } from "lariat:retry";
   * let calls = 0;
   * await retry(() => {
   *   calls++;
   *   throw new StopRetry(new Error("no such user"));
   * }).catch((error) => console.log(error.message, calls));
   * // Output: no such user 1
   * ```
   */
  export class StopRetry extends Error {
    constructor(cause?: unknown);
  }

  /**
   * Caps retries, and hedged attempts, to a share of the calls of the last ten seconds, so that they cannot multiply the
   * load of a service that is failing already.
   * ```js
   * import { retry, RetryBudget, backoff } from "lariat:retry";
   * const budget = new RetryBudget({ ratio: 0.5, minPerSecond: 0 });
   * let calls = 0;
   * const call = () => retry(() => { calls++; throw new Error("down"); }, { budget, backoff: backoff.none() });
   * for (let i = 0; i < 10; i++) await call().catch(() => {});
   * console.log(calls, budget.rate);
   * // Output: 15 0.5
   * ```
   */
  export class RetryBudget {
    /** ratio: retries for each call, 0.1 if not given; minPerSecond: how many there may be in any case, 10 if not given. */
    constructor(options?: { ratio?: number; minPerSecond?: number });
    /** Retries for each call, over the last ten seconds. */
    readonly rate: number;
  }

  /** Options of a CircuitBreaker. With neither failureRate nor failures, failureRate is 0.5. */
  export interface CircuitBreakerOptions {
    /** Opens when that share of the calls in `window` failed, above 0 and at most 1. */
    failureRate?: number;
    /** Opens after so many failures in a row. */
    failures?: number;
    /** How far failureRate looks back. Default 10 s. */
    window?: Duration;
    /** How many calls the window must have for failureRate to count. Default 10. */
    minCalls?: number;
    /** How long the breaker stays open before it lets calls try the service out. Default 30 s. */
    openFor?: Duration;
    /** How many calls try it out then; the breaker closes when all of them succeed. Default 1. */
    halfOpenCalls?: number;
    /** Which errors count. Default: all but AbortError. It is called in the isolate that made the breaker only. */
    isFailure?: (error: unknown) => boolean;
    /** A call that takes longer counts as a failure. Default: no limit. */
    slowCall?: Duration;
    /**
     * Hears of each change of state, in a turn of its own, in the isolate that made the breaker. An open breaker becomes
     * half-open with the first call that it lets through, and not by itself.
     */
    onStateChange?: (change: StateChange) => void;
    /** Appears in errors and reports. */
    name?: string;
  }

  /** A change of a CircuitBreaker's state. */
  export interface StateChange {
    readonly from: "closed" | "open" | "half-open";
    readonly to: "closed" | "open" | "half-open";
  }

  /** A token of a CircuitBreaker: release() says that the call went well. */
  export interface CircuitToken extends Token {
    /** Gives the token back and says that the call has failed. Only the first call of fail() or release() counts. */
    fail(): boolean;
  }

  /**
   * Spares a service that fails: closed, it lets all calls through and watches them; open, it refuses them at once;
   * half-open, it lets a few through to see. Nobody waits for it. A call whose caller was cancelled says nothing, one
   * whose deadline passed has failed.
   * ```js
   * import { CircuitBreaker } from "lariat:retry";
   * import { sleep } from "lariat:task";
   * const onStateChange = ({ from, to }) => console.log(from, "→", to);
   * const breaker = new CircuitBreaker({ failures: 2, openFor: "1m", name: "mail", onStateChange });
   * for (let i = 0; i < 3; i++) {
   *   await breaker.run(async () => { throw new Error("down"); }).catch((error) => console.log(error.message));
   *   await sleep(1);
   * }
   * breaker.close();
   * await breaker.run(async () => console.log("up"));
   * // Output:
   * // down
   * // down
   * // closed → open
   * // CircuitBreaker "mail" is open
   * // up
   * // open → closed
   * ```
   */
  export class CircuitBreaker extends Governor {
    constructor(options?: CircuitBreakerOptions);
    /** The name that was given, or "". */
    readonly name: string;
    /** How it stands. */
    readonly state: "closed" | "open" | "half-open";
    /**
     * Admits a call. The breaker learns from the token how it went; through Governor.all(), with() tells it.
     * @throws CircuitOpenError with `retryAfter` in milliseconds
     * ```js
     * import { CircuitBreaker } from "lariat:retry";
     * const breaker = new CircuitBreaker({ failures: 1 });
     * (await breaker.acquire()).fail();
     * await breaker.acquire().catch((error) => console.log(error.code, error.retryAfter > 0));
     * // Output: ERR_CIRCUIT_OPEN true
     * ```
     */
    acquire(options?: AcquireOptions): Promise<CircuitToken>;
    /**
     * A token, or null when the breaker is open.
     * ```js
     * import { CircuitBreaker } from "lariat:retry";
     * const breaker = new CircuitBreaker();
     * console.log(breaker.tryAcquire().release());
     * breaker.open();
     * console.log(breaker.tryAcquire());
     * // Output:
     * // true
     * // null
     * ```
     */
    tryAcquire(options?: { weight?: number }): CircuitToken | null;
    /**
     * Calls fn, if the breaker admits it, and learns what comes of it. with() does the same.
     * @throws CircuitOpenError with `retryAfter` in milliseconds
     * ```js
     * import { CircuitBreaker } from "lariat:retry";
     * const breaker = new CircuitBreaker({ failures: 1 });
     * await breaker.run(() => { throw new Error("down"); }).catch((error) => console.log(error.message));
     * console.log(breaker.state);
     * // Output:
     * // down
     * // open
     * ```
     */
    run<T>(fn: () => T | PromiseLike<T>): Promise<T>;
    /**
     * Opens it until close() is called.
     * ```js
     * import { CircuitBreaker } from "lariat:retry";
     * const breaker = new CircuitBreaker();
     * breaker.open(); // for the time of an upgrade
     * console.log(breaker.state);
     * // Output: open
     * ```
     */
    open(): void;
    /**
     * Closes it and forgets what it has seen.
     * ```js
     * import { CircuitBreaker } from "lariat:retry";
     * const breaker = new CircuitBreaker();
     * breaker.open();
     * breaker.close();
     * console.log(breaker.state);
     * // Output: closed
     * ```
     */
    close(): void;
  }

  /** Options of hedge(). */
  export interface HedgeOptions {
    /**
     * How long an attempt has before another one begins beside it. With "p95", the default, that is what 95 % of the
     * earlier calls from the same place took; until there were ten of them, nothing is hedged.
     */
    delay?: Duration | "p95";
    /** How many attempts there are at most. Default 2. */
    max?: number;
    /** Caps the attempts beyond the first. */
    budget?: RetryBudget;
  }

  /**
   * Calls fn, and again when no answer comes, or an error: the first success counts, and the other attempts are cancelled
   * and awaited. Errors that retry() would not retry end it at once.
   * @throws the error if there was one attempt, AggregateError if all of several failed
   * ```js
   * import { hedge } from "lariat:retry";
   * import { sleep } from "lariat:task";
   * const answer = await hedge(async ({ attempt }) => {
   *   await sleep(attempt === 1 ? "1h" : 5); // the first server hangs
   *   return `server ${attempt}`;
   * }, { delay: 10 });
   * console.log(answer);
   * // Output: server 2
   * ```
   */
  export function hedge<T>(fn: (attempt: Attempt) => T | PromiseLike<T>, options?: HedgeOptions): Promise<T>;

  /**
   * Lets a number of callers in at once and a number of others wait; whoever comes then is refused. So one slow service
   * cannot take everything with it.
   * ```js
   * import { Bulkhead } from "lariat:retry";
   * import { sleep } from "lariat:task";
   * const bulkhead = new Bulkhead(1, { maxQueue: 1 });
   * const results = await Promise.allSettled([1, 2, 3].map((n) => bulkhead.with(async () => { await sleep(1); return n; })));
   * console.log(results.map((r) => r.value ?? r.reason.name));
   * // Output: [ 1, 2, 'QueueFullError' ]
   * ```
   */
  export class Bulkhead extends Governor {
    /** maxQueue: how many may wait, any number if not given; maxWait: how long each of them may, for ever if not given. */
    constructor(concurrency: number, options?: { maxQueue?: number; maxWait?: Duration; name?: string });
    /** The name that was given, or "". */
    readonly name: string;
    /** How many places are taken. */
    readonly running: number;
    /** How many callers wait. */
    readonly waiting: number;
    /**
     * Waits in line for a place.
     * @throws QueueFullError at once when maxQueue callers wait already
     * @throws DOMException "TimeoutError" or signal.reason
     * ```js
     * import { Bulkhead } from "lariat:retry";
     * const places = new Bulkhead(1, { maxQueue: 0 });
     * using token = await places.acquire();
     * await places.acquire().catch((error) => console.log(error.code));
     * // Output: ERR_QUEUE_FULL
     * ```
     */
    acquire(options?: AcquireOptions): Promise<Token>;
    /**
     * Never waits: a token, or null.
     * ```js
     * import { Bulkhead } from "lariat:retry";
     * const places = new Bulkhead(1);
     * using token = places.tryAcquire();
     * console.log(places.running, places.tryAcquire());
     * // Output: 1 null
     * ```
     */
    tryAcquire(options?: { weight?: number; priority?: number }): Token | null;
  }

  /**
   * Calls fn and gives another value when it fails: value, or what value(error) gives. The end of the scope is no failure.
   * @throws TypeError when fn is no function
   * @throws whatever value(error) throws
   * ```js
   * import { fallback } from "lariat:retry";
   * console.log(await fallback(() => JSON.parse("{"), (error) => error.name));
   * // Output: SyntaxError
   * ```
   */
  export function fallback<T, F>(fn: () => T | PromiseLike<T>, value: F | ((error: unknown) => F | PromiseLike<F>)): Promise<T | F>;

  /** Something that surrounds a call. */
  export type Policy = <T>(next: () => Promise<T>) => Promise<T>;

  /**
   * Makes policies for compose(). A policy may be used many times; what it counts, it counts over all of them.
   * ```js
   * import { compose, policy } from "lariat:retry";
   * import { sleep } from "lariat:task";
   * const quick = compose(policy.fallback("too slow"), policy.timeout(5));
   * console.log(await quick(() => sleep("1h")), await quick(() => "in time"));
   * // Output: too slow in time
   * ```
   */
  export const policy: {
    /**
     * retry() around the call.
     * ```js
     * import { backoff, compose, policy } from "lariat:retry";
     * let calls = 0;
     * const again = compose(policy.retry({ attempts: 3, backoff: backoff.none() }));
     * console.log(await again(() => { if (++calls < 3) throw new Error("busy"); return calls; }));
     * // Output: 3
     * ```
     */
    retry(options?: RetryOptions): Policy;
    /**
     * Ends the scope of the call.
     * ```js
     * import { compose, policy } from "lariat:retry";
     * import { sleep } from "lariat:task";
     * await compose(policy.timeout(1))(() => sleep("1h")).catch((error) => console.log(error.name));
     * // Output: TimeoutError
     * ```
     */
    timeout(timeout: Duration): Policy;
    /**
     * Calls when the Governor admits it; a number makes a Bulkhead of that many places. A CircuitBreaker learns from the call.
     * ```js
     * import { compose, policy } from "lariat:retry";
     * import { Semaphore } from "lariat:lock";
     * const gate = new Semaphore(1);
     * console.log(await compose(policy.govern(gate))(() => gate.available));
     * // Output: 0
     * ```
     */
    govern(governor: Concurrency): Policy;
    /**
     * fallback() around the call.
     * ```js
     * import { compose, policy } from "lariat:retry";
     * console.log(await compose(policy.fallback("nothing"))(() => { throw new Error("no"); }));
     * // Output: nothing
     * ```
     */
    fallback<F>(value: F | ((error: unknown) => F | PromiseLike<F>)): Policy;
    /**
     * hedge() around the call; "p95" follows all calls of this policy.
     * ```js
     * import { compose, policy } from "lariat:retry";
     * import { sleep } from "lariat:task";
     * let calls = 0;
     * const first = compose(policy.hedge({ delay: 1 }));
     * console.log(await first(async () => { const n = ++calls; await sleep(n === 1 ? "1h" : 1); return n; }));
     * // Output: 2
     * ```
     */
    hedge(options?: HedgeOptions): Policy;
  };

  /**
   * Combines policies, the outermost first: the result calls a function with all of them around it.
   * @throws TypeError when a policy is no function
   * ```js
   * import { backoff, CircuitBreaker, compose, policy } from "lariat:retry";
   * const breaker = new CircuitBreaker({ failures: 5 });
   * const safe = compose(policy.timeout("2s"), policy.retry({ attempts: 3, backoff: backoff.none() }), policy.govern(breaker));
   * let calls = 0;
   * console.log(await safe(() => { if (++calls < 3) throw new Error("not yet"); return `after ${calls} calls`; }));
   * // Output: after 3 calls
   * ```
   */
  export function compose(...policies: Policy[]): <T>(fn: () => T | PromiseLike<T>) => Promise<T>;
}
