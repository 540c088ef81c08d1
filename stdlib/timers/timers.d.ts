/** Timers with the semantics of Node (https://nodejs.org/api/timers.html). */

/** What setTimeout and setInterval return. As a number it is an id that clearTimeout takes. */
interface Timeout extends Disposable {
  /** Makes the timer keep the program alive, as it does when it is new. */
  ref(): this;
  /** Lets the program end without waiting for the timer. */
  unref(): this;
  hasRef(): boolean;
  /** Starts the delay again, also after the timer has fired; not after it was cleared. */
  refresh(): this;
  /** Clears the timer. */
  close(): this;
  [Symbol.toPrimitive](): number;
  [Symbol.dispose](): void;
}

/** What setImmediate returns. */
interface Immediate extends Disposable {
  ref(): this;
  unref(): this;
  hasRef(): boolean;
  [Symbol.dispose](): void;
}

/**
 * Calls `callback` once, after `delay` milliseconds. A delay below 1, above 2147483647 or of another kind is 1.
 * Timers fire in the order of their times, those of the same time in the order of the calls. The callback runs under
 * the scope, the task and the AsyncContext variables of this moment; what it throws is an uncaught exception.
 * @throws TypeError unless callback is a function
 * ```js
 * setTimeout((name) => console.log("hello", name), 10, "later");
 * console.log("now");
 * // Output:
 * // now
 * // hello later
 * ```
 */
declare function setTimeout<A extends unknown[]>(callback: (...args: A) => unknown, delay?: number, ...args: A): Timeout;

/**
 * Calls `callback` again and again, `delay` milliseconds after it was called before.
 * @throws TypeError unless callback is a function
 * ```js
 * let n = 0;
 * const t = setInterval(() => { console.log(++n); if (n === 2) clearInterval(t); }, 5);
 * // Output:
 * // 1
 * // 2
 * ```
 */
declare function setInterval<A extends unknown[]>(callback: (...args: A) => unknown, delay?: number, ...args: A): Timeout;

/**
 * Calls `callback` once what runs now has ended, before timers that fall due later.
 * @throws TypeError unless callback is a function
 * ```js
 * setTimeout(() => console.log("timeout"), 1);
 * setImmediate(() => console.log("immediate"));
 * queueMicrotask(() => console.log("microtask"));
 * // Output:
 * // microtask
 * // immediate
 * // timeout
 * ```
 */
declare function setImmediate<A extends unknown[]>(callback: (...args: A) => unknown, ...args: A): Immediate;

/**
 * Clears a timeout or an interval, given as object or as number; everything else is ignored.
 * ```js
 * const t = setTimeout(() => console.log("never"), 5);
 * clearTimeout(t);
 * // Output:
 * ```
 */
declare function clearTimeout(timeout?: Timeout | number | string | null): void;

/** The same as clearTimeout. */
declare function clearInterval(timeout?: Timeout | number | string | null): void;

/** Clears an immediate; everything else is ignored. */
declare function clearImmediate(immediate?: Immediate | null): void;

/**
 * Calls `callback` as a microtask, in one line with the reactions of promises. What it throws is an uncaught exception.
 * @throws TypeError unless callback is a function
 * ```js
 * Promise.resolve().then(() => console.log("first"));
 * queueMicrotask(() => console.log("second"));
 * // Output:
 * // first
 * // second
 * ```
 */
declare function queueMicrotask(callback: () => void): void;

declare module "node:timers" {
  export const setTimeout: typeof globalThis.setTimeout;
  export const setInterval: typeof globalThis.setInterval;
  export const setImmediate: typeof globalThis.setImmediate;
  export const clearTimeout: typeof globalThis.clearTimeout;
  export const clearInterval: typeof globalThis.clearInterval;
  export const clearImmediate: typeof globalThis.clearImmediate;
  export const queueMicrotask: typeof globalThis.queueMicrotask;
  /** The module "node:timers/promises". */
  export const promises: typeof import("node:timers/promises");
}

declare module "timers" {
  export { setTimeout, setInterval, setImmediate, clearTimeout, clearInterval, clearImmediate, queueMicrotask, promises } from "node:timers";
}

/** Timers as promises. They are waits: the scope they are called in ends them, no signal needed. */
declare module "node:timers/promises" {
  /** What all of them accept. */
  export interface TimerOptions {
    /** Ends the wait with signal.reason. */
    signal?: AbortSignal;
    /** False lets the program end without waiting. */
    ref?: boolean;
  }

  /**
   * Waits for `delay` and returns `value`.
   * @param delay milliseconds as in the global setTimeout, or a string such as "1.5s"
   * @throws signal.reason, or why the scope has ended
   * ```js
   * import { setTimeout } from "node:timers/promises";
   * console.log(await setTimeout(5, "awake"));
   * // Output: awake
   * ```
   */
  export function setTimeout<T = void>(delay?: number | string, value?: T, options?: TimerOptions): Promise<T>;

  /**
   * Waits until what runs now has ended and returns `value`.
   * ```js
   * import { setImmediate } from "node:timers/promises";
   * console.log(await setImmediate("next turn"));
   * // Output: next turn
   * ```
   */
  export function setImmediate<T = void>(value?: T, options?: TimerOptions): Promise<T>;

  /**
   * Yields `value` every `delay` milliseconds until it is left. Ticks during a slow body are delivered after it.
   * @throws signal.reason, or why the scope has ended
   * ```js
   * import { setInterval } from "node:timers/promises";
   * let n = 0;
   * for await (const _ of setInterval(5)) {
   *   console.log(++n);
   *   if (n === 2) break;
   * }
   * // Output:
   * // 1
   * // 2
   * ```
   */
  export function setInterval<T = void>(delay?: number | string, value?: T, options?: TimerOptions): AsyncIterableIterator<T>;

  /** The scheduler of the web, as far as Node has it. */
  export const scheduler: {
    /** Waits for `delay`, as setTimeout does. */
    wait(delay: number | string, options?: TimerOptions): Promise<void>;
    /** Lets others run, as setImmediate does. */
    yield(): Promise<void>;
  };
}

declare module "timers/promises" {
  export { setTimeout, setImmediate, setInterval, scheduler } from "node:timers/promises";
  export type { TimerOptions } from "node:timers/promises";
}
