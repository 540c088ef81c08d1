/**
 * Event loops of one's own, and what there is to know of the loop that a script runs on.
 *
 * An EventLoop is an isolate of its own on a goroutine of its own: its tasks run side by side there, as async functions
 * do, and beside the rest of the program, on another core. Functions get there by the rules of "lariat:worker": by
 * reference if they are exported, else by source; arguments and results are cloned.
 */
declare module "lariat:loop" {
  import type { Duration } from "lariat:errors";
  import type { Task } from "lariat:task";
  import type { Permissions } from "lariat:worker";

  /** How a loop is made. */
  export interface EventLoopOptions {
    /** Shown in messages. */
    name?: string;
    /** How long the tasks may take to unwind once the loop is stopped; then they are interrupted. Default "1s". */
    grace?: Duration;
    /** What the loop may do to the world outside: what the program may ("inherit", the default), nothing, or what is listed. */
    permissions?: "inherit" | "none" | Permissions;
  }

  /**
   * An event loop in an isolate of its own.
   *
   * Tasks keep the program alive, the loop itself does not. It can be posted to workers and given to its own tasks: it is the
   * same loop there.
   * ```js
   * import { EventLoop } from "lariat:loop";
   * await using loop = new EventLoop({ name: "sums" });
   * loop.start();
   * const total = await loop.addTask(async (n) => {
   *   let sum = 0;
   *   for (let i = 1; i <= n; i++) sum += i;
   *   return sum;
   * }, 1000);
   * console.log(total); // 500500
   * ```
   */
  export class EventLoop implements AsyncDisposable {
    /** @throws TypeError when an option has the wrong type */
    constructor(options?: EventLoopOptions);
    /** The name that was given, or "". */
    readonly name: string;
    /** Whether the loop has been started, and neither stopped since nor died. */
    readonly running: boolean;

    /**
     * Makes the isolate and begins to run tasks, those that were added before first. On a loop that runs it does nothing;
     * one that was stopped begins anew, with a new isolate.
     * @throws ClosedError after close()
     * ```js
     * import { EventLoop } from "lariat:loop";
     * await using own = new EventLoop();
     * own.start();
     * console.log(own.running, await own.addTask((n) => n + 1, 1));
     * // Output: true 2
     * ```
     */
    start(): void;

    /**
     * Stops the loop: tasks that run are cancelled, so that their waits reject and their finally blocks run; what has not
     * ended after the grace is interrupted, in the middle of a loop without end too. Tasks that wait for the start are
     * dropped. When the promise settles, every task has: those that had not ended before reject with AbortError.
     *
     * It may be called at any time and from anywhere: twice, before start(), and by a task of the loop itself, which is
     * then cancelled like the others.
     * @throws {DOMException} AbortError when the caller is cancelled; the loop stops all the same
     * ```js
     * import { EventLoop } from "lariat:loop";
     * const loop = new EventLoop();
     * loop.start();
     * const busy = loop.addTask(() => { for (;;); });
     * const polite = loop.addTask((loop) => loop.stop(), loop);
     * await loop.stop();
     * for (const { status, reason } of await Promise.allSettled([busy, polite])) console.log(status, reason.name);
     * console.log(loop.running);
     * // rejected AbortError
     * // rejected AbortError
     * // false
     * ```
     */
    stop(): Promise<void>;

    /**
     * stop() for good: start() and addTask() throw from then on. `await using` calls it.
     * ```js
     * import { EventLoop } from "lariat:loop";
     * const own = new EventLoop();
     * await own.runUntilComplete(() => {});
     * await own.close();
     * console.log(own.running);
     * // Output: false
     * ```
     */
    close(): Promise<void>;

    /**
     * Runs fn in the loop, as soon as that is started. It obeys the scope of the caller, like a call of its own. cancel()
     * makes waits in the task reject; one that never waits holds up the loop until stop().
     * @throws {CaptureError} when fn uses variables of the script around it
     * @throws {DOMException} DataCloneError when an argument or the result cannot be cloned
     * @throws {ClosedError} after close()
     * @throws {WorkerCrashError} when something else in the loop throws and nobody catches it: all its tasks end
     * @throws {DeadlockError} when the loop was not started and nothing is left that could do so
     * ```js
     * import { EventLoop } from "lariat:loop";
     * import { sleep } from "lariat:task";
     * await using loop = new EventLoop();
     * const visits = ["b", "a"].map((name, i) => loop.addTask(async (name, ms) => {
     *   await sleep(ms);
     *   return name;
     * }, name, 20 - 10 * i));
     * loop.start(); // both begin now, and wait side by side
     * console.log(await Promise.race(visits), await Promise.all(visits)); // a [ 'b', 'a' ]
     * ```
     */
    addTask<A extends unknown[], T>(fn: ((...args: A) => T | PromiseLike<T>) | string | URL, ...args: A): Task<T>;

    /**
     * Starts the loop if it does not run, runs fn, stops the loop, with what else runs in it, and gives the result of fn.
     * @throws what fn throws, and what addTask throws
     * ```js
     * import { EventLoop } from "lariat:loop";
     * console.log(await new EventLoop().runUntilComplete((a, b) => a + b, 2, 3)); // 5
     * ```
     */
    runUntilComplete<A extends unknown[], T>(fn: ((...args: A) => T | PromiseLike<T>) | string | URL, ...args: A): Promise<T>;

    [Symbol.asyncDispose](): Promise<void>;
  }

  /** A turn that took long. */
  export interface LongTurn {
    /** How long it took, in milliseconds. */
    duration: number;
    /** Where the script was when it was looked at: file:line:column. "" when nobody has, or when it was in a built-in then. */
    at: string;
  }

  /** What loop.stats() has counted. Times are in milliseconds. */
  export interface LoopStats {
    /** Turns of the loop. */
    ticks: number;
    /** Callbacks, messages and timers that ran in them. */
    tasks: number;
    /** The share of the time in which the loop was busy, from 0 to 1. */
    utilization: number;
    /** By how much callbacks and timers came later than they could have. Percentiles are within 6 %. */
    lag: { mean: number; p50: number; p95: number; p99: number; max: number };
    /** Timers that are set now. */
    timers: number;
    /** Operations that go on now: reads, requests, tasks elsewhere. */
    ops: number;
    /** Microtasks that have run since the loop was made: continuations of await and then, and what queueMicrotask was given. */
    microtasks: number;
    /** The longest turn. Its place is known if it took longer than about 25 ms. */
    longest: LongTurn;
  }

  /**
   * The loop of the isolate that asks.
   * ```js
   * import { loop } from "lariat:loop";
   * const timer = setTimeout(() => {}, 60_000);
   * console.log(loop.stats().timers, loop.now() >= 0);
   * clearTimeout(timer);
   * console.log(loop.stats().timers);
   * // Output:
   * // 1 true
   * // 0
   * ```
   */
  export const loop: {
    /**
     * Milliseconds since the loop was made, on a clock that never goes back. In tests it shows virtual time.
     * ```js
     * import { loop } from "lariat:loop";
     * const before = loop.now();
     * await new Promise((resolve) => setTimeout(resolve, 5));
     * console.log(loop.now() - before >= 4);
     * // Output: true
     * ```
     */
    now(): number;
    /** How many callbacks, timers and operations keep the loop alive now. */
    readonly pending: number;
    /**
     * How busy the loop is. Counting begins with the first call of stats() or onLongTask(), and costs nothing before;
     * then about 0.15 µs a turn. Turns are measured in real time, the lag by the clock of the loop.
     * ```js
     * import { loop } from "lariat:loop";
     * loop.stats(); // begins to count
     * await new Promise((ok) => setTimeout(ok, 10));
     * const { ticks, utilization, lag, timers } = loop.stats();
     * console.log(ticks >= 1, utilization < 1, lag.max >= 0, timers); // true true true 0
     * ```
     */
    stats(): LoopStats;
    /**
     * Calls fn after each turn that took `threshold` or more, in a turn of its own; the result ends that. While the loop is
     * busy a timer outside of it looks where the script is, twice within the threshold, at most once a millisecond: the place
     * is that of the last look.
     * @throws TypeError when `fn` is not a function
     * ```js
     * import { loop } from "lariat:loop";
     * const stop = loop.onLongTask("50ms", ({ duration, at }) => {
     *   console.log(duration >= 50, at.includes(":"));
     *   stop();
     * });
     * setTimeout(() => {
     *   for (const end = performance.now() + 150; performance.now() < end;);
     * });
     * // true true
     * ```
     */
    onLongTask(threshold: Duration, fn: (turn: LongTurn) => void): () => void;
    /**
     * Ends the isolate, as process.exit does: the program, or the worker with its tasks. Default is the code set before, or 0.
     * ```js
     * import { loop } from "lariat:loop";
     * console.log("that is all");
     * loop.exit(0);
     * // Output: that is all
     * ```
     */
    exit(code?: number): never;
  };
}
