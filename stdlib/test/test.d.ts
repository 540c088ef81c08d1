/** Tests in JavaScript, in virtual time. */
declare module "lariat:test" {
  /** Milliseconds, or "250ms" | "1.5s" | "2m" | "1h". */
  export type Duration = number | string;

  /** How one test runs. */
  export interface TestOptions {
    /** The most time the test may take by its own clock; then its scope is cancelled and it fails. 24 hours in virtual time, 30 s in real time. A test that waits for what can never come fails at once, with DeadlockError if it waits for locks. */
    timeout?: Duration;
    /** Run only the tests that say so. */
    only?: boolean;
    /** Leave the test out; it is listed as skipped. */
    skip?: boolean;
    /** Run it this many times, until it fails. Default 1. */
    repeat?: number;
    /**
     * A whole number from 0: what Math.random gives, and all that is drawn from it, such as the jitter of a back-off or the
     * choice of a `select`, is the same each time that the test runs. Without it, it is left to chance.
     */
    seed?: number;
    /** What a timer, an operation or a worker that outlives the test means. Default "warn": it is named, with the place that made it. */
    leaks?: "error" | "warn" | "off";
  }

  /** What a test function is given. */
  export interface TestContext {
    /** The name of the test. */
    readonly name: string;
    /** Aborts when the test times out. */
    readonly signal: AbortSignal;
    /** The test's hold on time. All but now() need virtual time and throw TypeError without it. */
    readonly clock: {
      /** Milliseconds since 1970. */
      now(): number;
      /** Lets `by` pass; timers that come due on the way fire. */
      advance(by: Duration): Promise<void>;
      /** Lets time pass until no timer is left. */
      runUntilIdle(): Promise<void>;
      /** Stops time from jumping by itself for the rest of the test. */
      freeze(): void;
    };
    /** Runs a part of the test; an error in it is reported with the part's name. */
    step<T>(name: string, fn: () => T | PromiseLike<T>): Promise<T>;
  }

  /**
   * Registers a test. The tests of a file run one after another once the file has been loaded, and are
   * reported in the Test Anything Protocol; if one fails, the process exits with 1.
   *
   * Under `lariat run x.test.js` and in Go's runtimetest time is virtual: it jumps to the next timer whenever
   * nothing else is left to do.
   *
   * What is left after the last test, such as an interval or a worker in a loop without end, is named and ended.
   * @throws TypeError when `fn` is not a function or an option has the wrong type
   * ```js
   * import { test, assert } from "lariat:test";
   * import { sleep } from "lariat:task";
   * test("an hour passes at once", async (t) => {
   *   const before = t.clock.now();
   *   await sleep("1h");
   *   assert.equal(t.clock.now() - before, 3_600_000);
   * });
   * ```
   */
  export function test(name: string, fn: (t: TestContext) => unknown): void;
  export function test(name: string, options: TestOptions, fn: (t: TestContext) => unknown): void;

  /** How a test runs under many schedules. */
  export interface ExploreOptions {
    /** How many. Default 100. */
    schedules?: number;
    /** The seed of the first; the others have the numbers after it. Default 0. */
    seed?: number;
    /** As for a test, for each schedule. */
    timeout?: Duration;
    only?: boolean;
    skip?: boolean;
    leaks?: "error" | "warn" | "off";
  }

  /**
   * Registers a test that runs again and again, each time in another order of what may happen in any order: whenever
   * several waits (for locks, permits, channels, groups, sleeps that end at the same time) are over in this isolate, a seed
   * chooses who goes on first, and lets one that was free at once take its time. The order in which locks are granted and
   * items are received does not change, nor do microtasks, and what workers do is left to them. Math.random follows the
   * seed as well.
   *
   * It fails with the first schedule that does, and says its seed: with that and `schedules: 1` it runs alone, the same way.
   * @throws TypeError when `fn` is not a function or an option has the wrong type
   * @throws RangeError when `schedules` is below 1 or `seed` below 0
   * ```js
   * import { explore, assert } from "lariat:test";
   * import { Mutex } from "lariat:lock";
   * import { sleep } from "lariat:task";
   * explore("deposits are not lost", async () => {
   *   const account = new Mutex();
   *   let balance = 0;
   *   const deposit = async (amount) => {
   *     using token = await account.lock();
   *     const before = balance;
   *     await sleep(1);
   *     balance = before + amount;
   *   };
   *   await Promise.all([deposit(1), deposit(2), deposit(4)]);
   *   assert.equal(balance, 7);
   * }, { schedules: 50 });
   * ```
   */
  export function explore(name: string, fn: (t: TestContext) => unknown, options?: ExploreOptions): void;

  /**
   * The assertions of node:assert/strict: equal compares as Object.is does.
   * ```js
   * import { assert, test } from "lariat:test";
   * test("sums", async () => {
   *   assert.equal(1 + 1, 2);
   *   assert.deepEqual([1, { a: 2 }], [1, { a: 2 }]);
   *   await assert.rejects(Promise.reject(new RangeError("far out")), /far/);
   * });
   * ```
   */
  export const assert: typeof import("node:assert/strict");
}
