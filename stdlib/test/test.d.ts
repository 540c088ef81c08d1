/**
 * Tests in JavaScript, in virtual time. It stands still while files are read, programs run and the network is waited for. What
 * is asked of a server in the same file takes the time that its handlers and streams take by that clock, and no more.
 */
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

  /** What the function of a test or a hook is given. */
  export interface TestContext {
    /** The name of the test, with those of the groups that it is in: "accounts > a deposit". */
    readonly name: string;
    /** Aborts when the test, or this hook, times out. */
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
    /**
     * Has `fn` run when the test is over, however it ends: the last one that was given first, before the afterEach hooks. In a
     * beforeAll hook it is for the end of the group.
     * ```js
     * import { test } from "lariat:test";
     * test("a server", (t) => {
     *   const timer = setInterval(() => {}, 1000);
     *   t.after(() => clearInterval(timer));
     * });
     * ```
     */
    after(fn: (t: TestContext) => unknown): void;
    /**
     * Compares a value, as text, with what it was when the test ran first. That stands in `__snapshots__`, beside the test file, and
     * belongs into version control. Objects are written with their keys sorted, errors without their stacks. The snapshots of a test
     * are told apart by their number, and by `hint`: `t.snapshot(page, "html")`.
     *
     * A snapshot that is not there yet is written when the file's tests are over; `lariat test --update` writes all anew and removes
     * those that no test has asked for. With `--ci`, or where the variable CI is set, none is written, and one that is missing fails.
     * @throws AssertionError with a diff when the value is another than the snapshot
     * @throws TypeError in a beforeAll or afterAll hook, and in a program that lies in no file
     */
    snapshot(value: unknown, hint?: string): void;
  }

  /**
   * Registers a test. The tests of a file run one after another once the file has been loaded, and are
   * reported in the Test Anything Protocol; if one fails, the process exits with 1.
   *
   * Under `lariat run x.test.js` and in Go's runtimetest time is virtual: it jumps to the next timer whenever
   * nothing else is left to do.
   *
   * What nobody catches while a test runs, a promise that it does not await or an error of a callback, is its failure, too.
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
  export namespace test {
    /** As with the option `only`. */
    function only(name: string, fn: (t: TestContext) => unknown): void;
    function only(name: string, options: TestOptions, fn: (t: TestContext) => unknown): void;
    /** As with the option `skip`. */
    function skip(name: string, fn: (t: TestContext) => unknown): void;
    function skip(name: string, options: TestOptions, fn: (t: TestContext) => unknown): void;
  }

  /** What the tests of a group have in common, unless they say otherwise themselves. */
  export interface GroupOptions {
    /** The most time for each test and each hook. */
    timeout?: Duration;
    /** Run only the tests that say so, and all in this group. */
    only?: boolean;
    /** Leave out the tests of the group, and its hooks. */
    skip?: boolean;
    /** As for a test; also for what the hooks leave behind at the end of the group. */
    leaks?: "error" | "warn" | "off";
  }

  /**
   * Puts the tests that `fn` registers into a group, with hooks that are theirs alone. `fn` runs at once and must not be async.
   * Groups may stand in groups; the name of a test begins with theirs.
   * @throws TypeError when `fn` is not a function or is async, an option has the wrong type, or a test runs already
   * ```js
   * import { assert, beforeEach, describe, test } from "lariat:test";
   * describe("a list", () => {
   *   let list;
   *   beforeEach(() => { list = [1, 2]; });
   *   test("grows", () => assert.equal(list.push(3), 3));
   *   test("is new for each test", () => assert.equal(list.length, 2));
   * });
   * ```
   */
  export function describe(name: string, fn: () => void): void;
  export function describe(name: string, options: GroupOptions, fn: () => void): void;
  export namespace describe {
    /** As with the option `only`. */
    function only(name: string, fn: () => void): void;
    function only(name: string, options: GroupOptions, fn: () => void): void;
    /** As with the option `skip`. */
    function skip(name: string, fn: () => void): void;
    function skip(name: string, options: GroupOptions, fn: () => void): void;
  }

  /** How a hook runs. */
  export interface HookOptions {
    /** The most time that it may take. Default: that of a test. */
    timeout?: Duration;
  }

  /**
   * Has `fn` run before the first test of the group, or of the file; not if none of its tests runs. If it fails, so do all of
   * them, without being run. What it sets up may live until the afterAll hooks are over; then it is a leak.
   * @throws TypeError when `fn` is not a function, or a test runs already
   * ```js
   * import { afterAll, assert, beforeAll, test } from "lariat:test";
   * let list;
   * beforeAll(async () => { list = [1, 2]; });
   * afterAll(() => { list = undefined; });
   * test("is there", () => assert.equal(list.length, 2));
   * ```
   */
  export function beforeAll(fn: (t: TestContext) => unknown, options?: HookOptions): void;
  /**
   * Has `fn` run before each test of the group, each time that it is repeated: hooks of outer groups first. If it fails, the test
   * does without being run; the afterEach hooks run all the same.
   * @throws TypeError when `fn` is not a function, or a test runs already
   * ```js
   * import { assert, beforeEach, test } from "lariat:test";
   * beforeEach((t) => t.clock.freeze());
   * test("time stands still", async (t) => {
   *   const before = t.clock.now();
   *   await t.clock.advance("1s");
   *   assert.equal(t.clock.now() - before, 1000);
   * });
   * ```
   */
  export function beforeEach(fn: (t: TestContext) => unknown, options?: HookOptions): void;
  /**
   * Has `fn` run after each test of the group, however that ended, also when the program is cancelled: hooks of inner groups first,
   * and the last one that was set first. If it fails, so does the test.
   * @throws TypeError when `fn` is not a function, or a test runs already
   * ```js
   * import { afterEach, assert, test } from "lariat:test";
   * globalThis.settings = { loud: false };
   * afterEach(() => { settings.loud = false; });
   * test("is loud", () => { settings.loud = true; });
   * test("is not loud any more", () => assert.equal(settings.loud, false));
   * ```
   */
  export function afterEach(fn: (t: TestContext) => unknown, options?: HookOptions): void;
  /**
   * Has `fn` run after the last test of the group, the last hook that was set first. If it fails, that is a failure of its own.
   * @throws TypeError when `fn` is not a function, or a test runs already
   * ```js
   * import { afterAll, assert, beforeAll, test } from "lariat:test";
   * import { WorkerPool } from "lariat:worker";
   * let pool;
   * beforeAll(() => { pool = new WorkerPool({ max: 1 }); });
   * afterAll(() => pool.close());
   * test("adds", async () => assert.equal(await pool.run((a, b) => a + b, 1, 2), 3));
   * ```
   */
  export function afterAll(fn: (t: TestContext) => unknown, options?: HookOptions): void;

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
