/** Limits: of how often, of how much at once, and a queue of tasks that keeps to both. */
declare module "lariat:limit" {
  import { Governor, type Token, type AcquireOptions, type AnyIterable, type Concurrency, type Duration, type WaitOptions } from "lariat:errors";
  import type { Task } from "lariat:task";

  /**
   * How a RateLimiter spreads what it lets through. In any time of length w, wherever it begins, at most this much
   * weight passes, where the rate is limit / interval:
   *
   * - "token-bucket": rate × w + burst. After a pause, burst pass at once; else one after another, evenly.
   * - "gcra": the same schedule, by the name that networks know it by.
   * - "leaky-bucket": rate × w + one call. Evenly, however long there was nothing.
   * - "sliding-window": limit in any w up to the interval. All at once if they come at once, and each again an interval
   *   after it was used.
   * - "fixed-window": limit × (⌈w / interval⌉ + 1). It counts anew whenever an interval is over, so what passes around
   *   such a border may be twice the limit: by definition, and as many servers do.
   */
  export type Algorithm = "token-bucket" | "gcra" | "sliding-window" | "fixed-window" | "leaky-bucket";

  export interface RateLimiterOptions {
    /** How much weight passes in an interval: an integer of at least 1. A call weighs 1 unless it says otherwise. */
    limit: number;
    /** Default "1s". */
    interval?: Duration;
    /**
     * How much passes at once after a pause, for buckets. The default is 1, so that no more than the limit passes in any
     * interval; a heavier call then passes when its turn comes, and those behind it wait for all of its weight.
     */
    burst?: number;
    /** Default "token-bucket". */
    algorithm?: Algorithm;
    /** How many calls may wait. Default: any number. */
    maxQueue?: number;
    /** What becomes of a call that may not wait: "throw" (the default with maxQueue) rejects it, "wait" lets any number wait. */
    whenFull?: "wait" | "throw";
    /** How many points of priority a call that waits gains in a second. Default 0. */
    aging?: number;
    /** For messages and reports. */
    name?: string;
  }

  /** A turn at a time that nothing changes any more. */
  export interface Reservation {
    /** How long it is, in ms from now, until the time has come. */
    readonly delay: number;
    /** Gives back a turn that will not be used. Calls that wait move up. */
    cancel(): void;
  }

  /**
   * Lets through so much in so much time. A call that has to wait has its place in a schedule from its first moment on:
   * turns come when they are due, so nothing drifts, nobody polls, and nobody overtakes. One that is cancelled leaves no
   * gap. Posted to a worker it is the same limiter there. The token of a turn has nothing to give back.
   *
   * It keeps to its schedule where a timer of the machine is up to 10 ms late. A script that keeps its thread busy for
   * longer gets the turns that came due meanwhile together.
   * ```js
   * import { RateLimiter } from "lariat:limit";
   * const limiter = new RateLimiter({ limit: 5, interval: "1s" });
   * const begin = performance.now();
   * for (let i = 0; i < 4; i++) await limiter.acquire();
   * console.log(performance.now() - begin >= 599); // ms
   * // Output: true
   * ```
   */
  export class RateLimiter extends Governor {
    constructor(options: RateLimiterOptions);
    readonly name: string;
    /** How much weight passes at this moment without waiting. */
    readonly available: number;
    /** How many calls wait. */
    readonly waiting: number;
    /**
     * Waits for a turn.
     * ```js
     * import { RateLimiter } from "lariat:limit";
     * const limiter = new RateLimiter({ limit: 10, interval: "1s", burst: 4, name: "api" });
     * await limiter.acquire({ weight: 3, timeout: "2s" });
     * console.log(limiter.available);
     * await limiter.acquire({ weight: 5 }).catch((error) => console.log(error.name));
     * // Output:
     * // 1
     * // RangeError
     * ```
     * @throws RangeError at once when the weight is more than burst, or than the limit where no burst is set
     * @throws RateLimitError at once when too many wait already; its retryAfter is in ms
     */
    acquire(options?: AcquireOptions): Promise<Token>;
    /**
     * Takes a turn that is due now, or returns null.
     * ```js
     * import { RateLimiter } from "lariat:limit";
     * const logins = new RateLimiter({ limit: 3, interval: "1m", algorithm: "sliding-window" });
     * console.log([1, 2, 3, 4].map(() => logins.tryAcquire() !== null));
     * // Output: [ true, true, true, false ]
     * ```
     */
    tryAcquire(options?: { weight?: number; priority?: number }): Token | null;
    /**
     * Books a turn behind everybody who waits, and says how long it is until then.
     * ```js
     * import { RateLimiter } from "lariat:limit";
     * const limiter = new RateLimiter({ limit: 1, interval: "1s" });
     * const first = limiter.reserve(), second = limiter.reserve();
     * console.log(first.delay, Math.round(second.delay / 100) * 100);
     * second.cancel();
     * // Output: 0 1000
     * ```
     * @throws RangeError when the weight is more than ever passes
     */
    reserve(weight?: number): Reservation;
    /**
     * Calls fn with the arguments when its turn has come.
     * ```js
     * import { RateLimiter } from "lariat:limit";
     * const limiter = new RateLimiter({ limit: 100 });
     * console.log(await limiter.run(async (a, b) => a + b, 1, 2));
     * // Output: 3
     * ```
     * @throws RateLimitError when too many wait already
     */
    run<A extends unknown[], T>(fn: (...args: A) => T | PromiseLike<T>, ...args: A): Promise<Awaited<T>>;
    /**
     * Lets nobody through for a while. The longest pause counts.
     * ```js
     * import { RateLimiter } from "lariat:limit";
     * const limiter = new RateLimiter({ limit: 100 });
     * limiter.pauseFor("1s");
     * console.log(limiter.available, limiter.tryAcquire());
     * // Output: 0 null
     * ```
     */
    pauseFor(delay: Duration): void;
    /**
     * Learns from an answer of the server. With an error that has Retry-After, in seconds or as a date, it pauses for so
     * long. The fields RateLimit and RateLimit-Policy of the IETF's draft, and RateLimit-Remaining and RateLimit-Reset with
     * and without X- before them, say how much is left until when: no more passes until then.
     * ```js
     * import { RateLimiter } from "lariat:limit";
     * const limiter = new RateLimiter({ limit: 100, burst: 100 });
     * limiter.observe({ status: 200, headers: { "RateLimit": '"default";r=2;t=30' } });
     * console.log(limiter.available);
     * limiter.observe({ status: 429, headers: { "retry-after": "120" } });
     * console.log(limiter.available);
     * // Output:
     * // 2
     * // 0
     * ```
     */
    observe(response: { status: number; headers: { get(name: string): string | null | undefined } | Record<string, string> }): void;
    /**
     * Changes options, for those who wait as well. What has passed counts on. The name and the algorithm stay.
     * ```js
     * import { RateLimiter } from "lariat:limit";
     * const limiter = new RateLimiter({ limit: 1, interval: "1h" });
     * await limiter.acquire();
     * const waits = limiter.acquire();
     * limiter.set({ interval: 1 });
     * await waits;
     * console.log("through");
     * // Output: through
     * ```
     */
    set(options: Partial<RateLimiterOptions>): void;
  }

  /**
   * A RateLimiter for each key: a user, a host. A limiter that is as good as new, because its key has not been used for
   * long enough, is forgotten; whoever still has it keeps the same one. Posted to a worker it is the same there.
   * ```js
   * import { KeyedRateLimiter } from "lariat:limit";
   * const perUser = new KeyedRateLimiter({ limit: 2, interval: "1m", burst: 2 });
   * const allowed = (user) => perUser.for(user).tryAcquire() !== null;
   * console.log(["ann", "ann", "ann", "bob"].map(allowed), perUser.size);
   * // Output: [ true, true, false, true ] 2
   * ```
   */
  export class KeyedRateLimiter<K extends string | number | bigint | boolean = string> {
    /** maxKeys is how many keys are kept at most, those that were asked for last; others are forgotten, with what they have used. */
    constructor(options: RateLimiterOptions & { maxKeys?: number });
    readonly name: string;
    /** How many keys are kept: those that are not as good as new. */
    readonly size: number;
    /**
     * Returns the limiter of a key.
     * ```js
     * import { KeyedRateLimiter } from "lariat:limit";
     * const perHost = new KeyedRateLimiter({ limit: 4 });
     * await perHost.for("example.org").run(() => console.log("asked"));
     * // Output: asked
     * ```
     */
    for(key: K): RateLimiter;
  }

  /** What an AdaptiveLimiter gives. */
  export interface AdaptiveToken extends Token {
    /** Gives the place back and says that there was too much: the work was refused, or not done in time. */
    drop(): void;
  }

  export interface AdaptiveLimiterOptions {
    /** Bounds of the limit. Default 1 and 1000. */
    min?: number;
    max?: number;
    /** Where it begins. Default 20. */
    initial?: number;
    /**
     * "gradient" (the default) goes by how long calls take: when it is much longer than usual they queue somewhere, and
     * the limit goes down. "aimd" goes by drops alone: one down by a tenth, and up by one with each limit of calls that
     * went well. Either grows only while at least half of the limit is made use of.
     */
    algorithm?: "aimd" | "gradient";
    /** How many calls may wait. Default: any number. */
    maxQueue?: number;
    /** Which errors in `with` are drops. Default: timeouts, and refusals by limiters, full queues and open breakers. */
    isDrop?: (error: unknown) => boolean;
    name?: string;
  }

  /**
   * Bounds how many calls run at once, by a limit that follows what the called can take.
   * ```js
   * import { AdaptiveLimiter } from "lariat:limit";
   * const limiter = new AdaptiveLimiter({ initial: 10 });
   * await limiter.with(() => console.log(limiter.inflight, "of", limiter.limit));
   * // Output: 1 of 10
   * ```
   */
  export class AdaptiveLimiter extends Governor {
    constructor(options?: AdaptiveLimiterOptions);
    readonly name: string;
    /** How many may run at this moment. */
    readonly limit: number;
    /** How many do. */
    readonly inflight: number;
    /** How many wait. */
    readonly waiting: number;
    /**
     * Waits for a place. Release the token after work that went well, drop it after work that was too much.
     * ```js
     * import { AdaptiveLimiter } from "lariat:limit";
     * const limiter = new AdaptiveLimiter({ initial: 10 });
     * const token = await limiter.acquire();
     * token.drop();
     * console.log(limiter.limit);
     * // Output: 9
     * ```
     * @throws RangeError for a weight other than 1
     * @throws QueueFullError at once when too many wait already
     */
    acquire(options?: AcquireOptions): Promise<AdaptiveToken>;
    /**
     * Takes a place that is free now, or returns null.
     * ```js
     * import { AdaptiveLimiter } from "lariat:limit";
     * const limiter = new AdaptiveLimiter({ initial: 1 });
     * using token = limiter.tryAcquire();
     * console.log(token.held, limiter.tryAcquire());
     * // Output: true null
     * ```
     */
    tryAcquire(options?: { weight?: number; priority?: number }): AdaptiveToken | null;
  }

  export interface TaskQueueOptions {
    /** How many tasks run at once, by weight, or a Governor that each has to be admitted by. Default: any number. */
    concurrency?: Concurrency;
    /** Each task waits for a turn of this limiter before it starts. */
    rate?: RateLimiter;
    /** How long a task may run before its scope ends with a TimeoutError. Default: any time. */
    timeout?: Duration;
    /** How many tasks may wait. Default: any number. */
    maxQueue?: number;
    /**
     * What becomes of a task that may not: "wait" (default) lets it wait all the same, and leaves it to those who add to
     * heed ready(); "throw" refuses it; "drop-oldest" rejects the one that has waited for longest.
     */
    whenFull?: "wait" | "throw" | "drop-oldest";
    /** How many points of priority a task that waits gains in a second, so that none waits for ever. Default 0. */
    aging?: number;
    /** Whether it starts tasks at once, or only after resume(). Default true. */
    autoStart?: boolean;
    name?: string;
  }

  /**
   * Starts functions as soon as they may run: by priority, and in the order of the calls. Each runs with the AsyncContext
   * and in the scope of whoever added it: when that scope ends, it leaves the queue or is cancelled. A failure that
   * nobody handles is an unhandled rejection, as everywhere; one that was cancelled is not.
   * ```js
   * import { TaskQueue } from "lariat:limit";
   * import { sleep } from "lariat:task";
   * const queue = new TaskQueue({ concurrency: 2 });
   * const sizes = ["a", "bb", "ccc"].map((word) => queue.add(async () => {
   *   await sleep(1);
   *   return word.length;
   * }));
   * console.log(queue.running, queue.size, await Promise.all(sizes));
   * // Output: 2 1 [ 1, 2, 3 ]
   * ```
   */
  export class TaskQueue implements AsyncDisposable {
    constructor(options?: TaskQueueOptions);
    readonly name: string;
    /** How many tasks wait. */
    readonly size: number;
    /** How many run. */
    readonly running: number;
    readonly paused: boolean;
    /**
     * Adds a task. `timeout` bounds the whole of it, in the queue and running, and `signal` cancels it.
     * ```js
     * import { TaskQueue } from "lariat:limit";
     * const queue = new TaskQueue({ concurrency: 1, autoStart: false });
     * const order = [];
     * queue.add(() => order.push("later"));
     * queue.add(() => order.push("first"), { priority: 1 });
     * const never = queue.add(() => order.push("never"), { name: "report" });
     * never.cancel();
     * queue.resume();
     * await queue.idle();
     * console.log(order, never.name, never.state);
     * // Output: [ 'first', 'later' ] report cancelled
     * ```
     * @throws QueueFullError when it is full and whenFull is "throw"
     * @throws RangeError when the weight is more than may ever run
     * @throws ClosedError when the queue is disposed
     */
    add<T>(fn: (context: { signal: AbortSignal }) => T | PromiseLike<T>, options?: AcquireOptions & { name?: string }): Task<Awaited<T>>;
    /**
     * Adds functions as they are needed and gives their results in the order of the items: it takes no more of them than
     * may run at once before the results of the first are asked for, or 64 where any number may. Leaving the loop cancels
     * those that have not ended, and so does the first failure, which it throws.
     * ```js
     * import { TaskQueue } from "lariat:limit";
     * const queue = new TaskQueue({ concurrency: 2 });
     * function* jobs() {
     *   for (let i = 1; ; i++) yield async () => i * i;
     * }
     * for await (const square of queue.addAll(jobs())) {
     *   if (square > 20) break;
     *   console.log(square);
     * }
     * // Output:
     * // 1
     * // 4
     * // 9
     * // 16
     * ```
     */
    addAll<T>(items: AnyIterable<(context: { signal: AbortSignal }) => T | PromiseLike<T>>): AsyncIterableIterator<Awaited<T>>;
    /**
     * Starts nothing more, until resume(). What runs goes on.
     * ```js
     * import { TaskQueue } from "lariat:limit";
     * const queue = new TaskQueue();
     * queue.pause();
     * queue.add(() => console.log("later"));
     * console.log(queue.paused, queue.size);
     * queue.resume();
     * await queue.idle();
     * // Output:
     * // true 1
     * // later
     * ```
     */
    pause(): void;
    /**
     * Starts again.
     * ```js
     * import { TaskQueue } from "lariat:limit";
     * const queue = new TaskQueue({ autoStart: false });
     * const task = queue.add(() => "done");
     * queue.resume();
     * console.log(await task, queue.paused);
     * // Output: done false
     * ```
     */
    resume(): void;
    /**
     * Rejects every task that waits, with reason or an AbortError, and returns how many these were.
     * ```js
     * import { TaskQueue } from "lariat:limit";
     * const queue = new TaskQueue({ autoStart: false });
     * const task = queue.add(() => {});
     * console.log(queue.clear(), await task.catch((error) => error.name));
     * // Output: 1 AbortError
     * ```
     */
    clear(reason?: unknown): number;
    /**
     * Resolves when nothing waits and nothing runs.
     * ```js
     * import { TaskQueue } from "lariat:limit";
     * const queue = new TaskQueue({ concurrency: 1 });
     * const done = [];
     * for (const n of [1, 2, 3]) queue.add(() => done.push(n));
     * await queue.idle({ timeout: "1s" });
     * console.log(done);
     * // Output: [ 1, 2, 3 ]
     * ```
     */
    idle(options?: WaitOptions): Promise<void>;
    /**
     * Resolves when a task would start at once, or, with maxQueue, when one may wait.
     * ```js
     * import { TaskQueue } from "lariat:limit";
     * import { sleep } from "lariat:task";
     * const queue = new TaskQueue({ concurrency: 1, maxQueue: 1 });
     * for (let i = 0; i < 4; i++) {
     *   await queue.ready();
     *   queue.add(() => sleep(1));
     * }
     * console.log(queue.running, queue.size);
     * // Output: 1 1
     * ```
     */
    ready(options?: WaitOptions): Promise<void>;
    /**
     * Takes no more tasks and waits for those that there are. `await using` calls it.
     * ```js
     * import { TaskQueue } from "lariat:limit";
     * const queue = new TaskQueue();
     * const task = queue.add(() => "done");
     * await queue.dispose();
     * console.log(await task);
     * try {
     *   await queue.add(() => {});
     * } catch (error) {
     *   console.log(error.code);
     * }
     * // Output:
     * // done
     * // ERR_CLOSED
     * ```
     */
    dispose(): Promise<void>;
    [Symbol.asyncDispose](): Promise<void>;
  }

  /** What throttle and debounce make of a function. */
  export interface Paced<A extends unknown[], T> {
    (...args: A): Promise<Awaited<T>>;
    /** Rejects those who wait, with reason or an AbortError, and calls nothing. */
    cancel(reason?: unknown): void;
    /** Calls now for those who wait, if there are any. */
    flush(): void;
  }

  /**
   * Makes a function that calls fn at most once in an interval: at once (`leading`), and at the end of the interval for
   * those who came meanwhile (`trailing`), with the arguments of the last. Each of them gets the result of that call;
   * without `trailing` they get that of the call before.
   * @throws TypeError when fn is no function
   * @throws RangeError when the interval is no duration
   * ```js
   * import { throttle } from "lariat:limit";
   * const save = throttle((text) => text.toUpperCase(), 100);
   * console.log(await Promise.all([save("a"), save("b"), save("c")]));
   * // Output: [ 'A', 'C', 'C' ]
   * ```
   */
  export function throttle<A extends unknown[], T>(
    fn: (...args: A) => T, interval: Duration, options?: { leading?: boolean; trailing?: boolean },
  ): Paced<A, T>;

  /**
   * Makes a function that calls fn when it has not been called for `delay`, with the arguments of the last call, but not
   * later than `maxWait` after the first. Each caller gets the result. With `leading` the first is called for at once.
   * @throws TypeError when fn is no function
   * @throws RangeError when `delay` or `maxWait` is no duration
   * ```js
   * import { debounce } from "lariat:limit";
   * const search = debounce((word) => `found ${word}`, 50);
   * console.log(await Promise.all([search("l"), search("la"), search("lariat")]));
   * // Output: [ 'found lariat', 'found lariat', 'found lariat' ]
   * ```
   */
  export function debounce<A extends unknown[], T>(
    fn: (...args: A) => T, delay: Duration, options?: { leading?: boolean; maxWait?: Duration },
  ): Paced<A, T>;
}
