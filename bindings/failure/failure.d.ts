/** The errors of lariat, and Governor, the protocol of everything that admits callers. */
declare module "lariat:errors" {
  /** Milliseconds, or "250ms" | "1.5s" | "2m" | "1h" | "1d". Infinity means no limit. */
  export type Duration = number | string;

  /** What every operation that can wait accepts besides the ambient scope. */
  export interface WaitOptions {
    /** Rejects the wait with signal.reason. */
    signal?: AbortSignal;
    /** Rejects the wait with a DOMException named "TimeoutError". */
    timeout?: Duration;
  }

  /** What acquire() accepts. */
  export interface AcquireOptions extends WaitOptions {
    /** How many places to take at once. Default 1. */
    weight?: number;
    /** Higher ones are served first, equal ones in the order of the calls. Default 0. */
    priority?: number;
  }

  /** What acquire() gives: the proof that its holder was admitted, which nobody can forge. */
  export interface Token extends Disposable {
    /** Whether it still stands for something. */
    readonly held: boolean;
    /** Gives back what the token stands for. Only the first call does, and returns true. */
    release(): boolean;
  }

  /** How many may run at once: a number, or any object with the Governor protocol. */
  export type Concurrency = number | Governor | { acquire(): PromiseLike<{ release(): unknown }> };

  /** Anything that `for await` takes. */
  export type AnyIterable<T> = Iterable<T | PromiseLike<T>> | AsyncIterable<T>;

  /**
   * Admits callers: the one protocol behind locks, semaphores, limiters, breakers and pools, in the form of the
   * TC39 proposal on concurrency control. A subclass has acquire() and tryAcquire(); the rest is made of them.
   * ```js
   * import { Governor } from "lariat:errors";
   * import { Semaphore } from "lariat:lock";
   * class Logged extends Governor {
   *   #inner = new Semaphore(2);
   *   async acquire(options) {
   *     const token = await this.#inner.acquire(options);
   *     console.log("admitted");
   *     return token;
   *   }
   *   tryAcquire(options) { return this.#inner.tryAcquire(options); }
   * }
   * console.log(await new Logged().with(() => "done"));
   * // Output:
   * // admitted
   * // done
   * ```
   */
  export abstract class Governor {
    /**
     * Waits in line until the caller is admitted.
     * @throws RangeError at once when the weight can never be had
     * ```js
     * import { Semaphore } from "lariat:lock"; // a Governor
     * const gate = new Semaphore(1);
     * using token = await gate.acquire({ timeout: "1s" });
     * console.log(token.held);
     * // Output: true
     * ```
     */
    abstract acquire(options?: AcquireOptions): Promise<Token>;
    /**
     * Never waits: a token, or null when the caller would have to wait.
     * ```js
     * import { Semaphore } from "lariat:lock"; // a Governor
     * const gate = new Semaphore(1);
     * console.log(gate.tryAcquire()?.held, gate.tryAcquire());
     * // Output: true null
     * ```
     */
    abstract tryAcquire(options?: { weight?: number; priority?: number }): Token | null;
    /**
     * Calls fn when admitted, and gives the place back when its promise has settled.
     * ```js
     * import { Mutex } from "lariat:lock";
     * const mutex = new Mutex();
     * console.log(await mutex.with(async () => mutex.locked), mutex.locked);
     * // Output: true false
     * ```
     */
    with<T>(fn: () => T | PromiseLike<T>, options?: AcquireOptions): Promise<T>;
    /**
     * Makes a function of the same name that calls fn in `with`: a limit that callers need not know of.
     * ```js
     * import { Semaphore } from "lariat:lock";
     * import { sleep } from "lariat:task";
     * let running = 0, most = 0;
     * const work = new Semaphore(2).wrap(async (n) => {
     *   most = Math.max(most, ++running);
     *   await sleep(1);
     *   running--;
     *   return n * n;
     * });
     * console.log(await Promise.all([1, 2, 3, 4].map(work)), most);
     * // Output: [ 1, 4, 9, 16 ] 2
     * ```
     */
    wrap<A extends unknown[], T>(fn: (...args: A) => T | PromiseLike<T>): (...args: A) => Promise<T>;
    /**
     * Makes an async iterator that is admitted for each step of another one, and closes that one when it is left.
     * ```js
     * import { Semaphore } from "lariat:lock";
     * for await (const word of new Semaphore(1).wrapIterator(["slow", "down"])) console.log(word);
     * // Output:
     * // slow
     * // down
     * ```
     */
    wrapIterator<T>(it: Iterable<T | PromiseLike<T>> | AsyncIterable<T>): AsyncIterableIterator<T>;
    /**
     * Makes one governor of several: a caller gets all of them or none, in whatever order they are given. One that is named
     * twice is asked for twice the weight.
     *
     * A caller goes in rounds. It tries all, breakers first and rate limiters last; if one cannot be had at once it gives
     * the others back unused, waits for that one alone, and then tries the others again. So nobody holds one while waiting
     * for another, a limiter's turn is not spent on a caller who still has to wait, and no two block each other. Where all
     * are busy all the time, a caller who has lost eight rounds takes them one after another, in an order that is the same
     * for all such callers, and holds those that it has: otherwise it could wait for ever.
     *
     * A script's own governors are asked with tryAcquire in the rounds, after the first, which begins with an acquire of
     * one of them; they obey the signal and the scope themselves.
     * ```js
     * import { Governor } from "lariat:errors";
     * import { Mutex, Semaphore } from "lariat:lock";
     * const slots = new Semaphore(4), disk = new Mutex();
     * await Governor.all(slots, disk).with(() => console.log(slots.available, disk.locked));
     * console.log(slots.available, disk.locked);
     * // Output:
     * // 3 true
     * // 4 false
     * ```
     */
    static all(...governors: [Governor, ...Governor[]]): Governor;
  }

  /** The options of the constructors: the cause, and whatever else the error shall tell, as properties of its own. */
  export interface LariatErrorOptions extends ErrorOptions {
    [property: string]: unknown;
  }

  /**
   * What all errors of lariat extend that are neither TypeError, RangeError nor DOMException. Each class has a code that
   * never changes; it survives structured clone, as the class does. Timeouts and aborts are DOMException, as on the web.
   * ```js
   * import { LariatError } from "lariat:errors";
   * class QuotaError extends LariatError {
   *   static code = "ERR_QUOTA";
   * }
   * const error = new QuotaError("no room", { free: 0 });
   * console.log(error.code, error.free, error instanceof LariatError);
   * // Output: ERR_QUOTA 0 true
   * ```
   */
  export class LariatError extends Error {
    constructor(message?: string, options?: LariatErrorOptions);
    /** Stable and for machines: ERR_CLOSED. */
    readonly code: string;
  }

  /** One wait in a DeadlockError. */
  export interface DeadlockedWait {
    /** Who waits: task "fetch" (#7). */
    task: string;
    /** For what: Mutex "account". */
    waitsFor: string;
    /** Who has it and took it where: task "main" (#1) at main.ts:12:9. Empty where that is nobody in particular. */
    heldBy: string;
    /** Where it waits: main.ts:30:15. */
    at: string;
  }

  /**
   * Rejects all waits when nothing is left that could end one: no timer, no operation, nothing outside. It is never
   * a guess. A program that does not catch it ends with exit code 13.
   * ```js
   * import { DeadlockError } from "lariat:errors";
   * import { Mutex } from "lariat:lock";
   * const mutex = new Mutex({ name: "account" });
   * await mutex.lock();
   * try {
   *   await mutex.lock();
   * } catch (error) {
   *   console.log(error instanceof DeadlockError, error.code);
   *   console.log(error.waits[0].waitsFor, "is held by", error.waits[0].heldBy.split(" at ")[0]);
   * }
   * // Output:
   * // true ERR_DEADLOCK
   * // Mutex "account" is held by task "main" (#1)
   * ```
   */
  export class DeadlockError extends LariatError {
    static readonly code: "ERR_DEADLOCK";
    readonly code: "ERR_DEADLOCK";
    /** Every wait, oldest first. */
    readonly waits: DeadlockedWait[];
  }

  /**
   * Something was released by a task that does not hold it.
   * ```js
   * import { Mutex } from "lariat:lock";
   * try { new Mutex({ name: "free" }).release(); } catch (error) { console.log(error.name, error.message); }
   * // Output: OwnershipError release: Mutex "free" is not locked
   * ```
   */
  export class OwnershipError extends LariatError {
    static readonly code: "ERR_NOT_OWNER";
    readonly code: "ERR_NOT_OWNER";
  }

  /**
   * A bounded semaphore was released above its bound.
   * ```js
   * import { BoundedSemaphore } from "lariat:lock";
   * try { new BoundedSemaphore(2).release(); } catch (error) { console.log(error.name, error.code); }
   * // Output: OverReleaseError ERR_OVER_RELEASE
   * ```
   */
  export class OverReleaseError extends LariatError {
    static readonly code: "ERR_OVER_RELEASE";
    readonly code: "ERR_OVER_RELEASE";
  }

  /**
   * The holder of a lock died, with its worker, while it held it: what the lock protects may be half changed. Only
   * locks that were made with `{ poison: true }` throw it.
   * ```js
   * import { PoisonedError } from "lariat:errors";
   * console.log(new PoisonedError("the holder died").code);
   * // Output: ERR_POISONED
   * ```
   */
  export class PoisonedError extends LariatError {
    static readonly code: "ERR_POISONED";
    readonly code: "ERR_POISONED";
  }

  /**
   * A party has left a barrier, so that the others would wait for ever.
   * ```js
   * import { Barrier } from "lariat:lock";
   * const barrier = new Barrier(2);
   * barrier.abort(new Error("no more data"));
   * await barrier.wait().catch((error) => console.log(error.name, error.cause.message));
   * // Output: BrokenBarrierError no more data
   * ```
   */
  export class BrokenBarrierError extends LariatError {
    static readonly code: "ERR_BROKEN_BARRIER";
    readonly code: "ERR_BROKEN_BARRIER";
  }

  /**
   * Something was used after it was closed or disposed.
   * ```js
   * import { TaskGroup } from "lariat:task";
   * const group = new TaskGroup();
   * await group.dispose();
   * try { group.spawn(() => {}); } catch (error) { console.log(error.name, error.code); }
   * // Output: ClosedError ERR_CLOSED
   * ```
   */
  export class ClosedError extends LariatError {
    static readonly code: "ERR_CLOSED";
    readonly code: "ERR_CLOSED";
  }

  /**
   * A bounded queue is full and was told to throw.
   * ```js
   * import { QueueFullError } from "lariat:errors";
   * console.log(new QueueFullError("10 jobs wait").code);
   * // Output: ERR_QUEUE_FULL
   * ```
   */
  export class QueueFullError extends LariatError {
    static readonly code: "ERR_QUEUE_FULL";
    readonly code: "ERR_QUEUE_FULL";
  }

  /**
   * A rate limiter is full.
   * ```js
   * import { RateLimitError } from "lariat:errors";
   * console.log(new RateLimitError("full", { retryAfter: 250 }).retryAfter);
   * // Output: 250
   * ```
   */
  export class RateLimitError extends LariatError {
    static readonly code: "ERR_RATE_LIMITED";
    readonly code: "ERR_RATE_LIMITED";
    /** Milliseconds after which it is worth another try. */
    readonly retryAfter: number;
  }

  /**
   * A circuit breaker is open: calls fail at once to spare what is behind it.
   * ```js
   * import { CircuitOpenError } from "lariat:errors";
   * console.log(new CircuitOpenError("open", { retryAfter: 1000 }).code);
   * // Output: ERR_CIRCUIT_OPEN
   * ```
   */
  export class CircuitOpenError extends LariatError {
    static readonly code: "ERR_CIRCUIT_OPEN";
    readonly code: "ERR_CIRCUIT_OPEN";
    /** Milliseconds after which the breaker lets a call through. */
    readonly retryAfter: number;
  }

  /**
   * A retry was cut short before its attempts were used up. Attempts that are used up throw the last error itself.
   * ```js
   * import { RetryError } from "lariat:errors";
   * const error = new RetryError("gave up", { attempts: 2, errors: [new Error("once"), new Error("twice")] });
   * console.log(error.attempts, error.errors.map((e) => e.message));
   * // Output: 2 [ 'once', 'twice' ]
   * ```
   */
  export class RetryError extends LariatError {
    static readonly code: "ERR_RETRIES_EXHAUSTED";
    readonly code: "ERR_RETRIES_EXHAUSTED";
    /** How many attempts there were. */
    readonly attempts: number;
    /** What they failed with, in order. */
    readonly errors: unknown[];
  }

  /**
   * A function that was sent to a worker uses variables that it does not take with it.
   * ```js
   * import { CaptureError } from "lariat:errors";
   * const error = new CaptureError("'rate' is not available", { variables: [{ name: "rate", line: 3, column: 9 }] });
   * console.log(error.code, error.variables[0].name);
   * // Output: ERR_CAPTURE rate
   * ```
   */
  export class CaptureError extends LariatError {
    static readonly code: "ERR_CAPTURE";
    readonly code: "ERR_CAPTURE";
    /** The variables, with where they are used. */
    readonly variables: { name: string; line: number; column: number }[];
  }

  /**
   * A worker died under its task.
   * ```js
   * import { WorkerCrashError } from "lariat:errors";
   * console.log(new WorkerCrashError("out of memory").code);
   * // Output: ERR_WORKER_CRASHED
   * ```
   */
  export class WorkerCrashError extends LariatError {
    static readonly code: "ERR_WORKER_CRASHED";
    readonly code: "ERR_WORKER_CRASHED";
  }

  /**
   * The script may not do that.
   * ```js
   * import { PermissionError } from "lariat:errors";
   * const error = new PermissionError("not granted", { permission: "read", resource: "/etc/passwd" });
   * console.log(error.permission, error.resource);
   * // Output: read /etc/passwd
   * ```
   */
  export class PermissionError extends LariatError {
    static readonly code: "ERR_PERMISSION";
    readonly code: "ERR_PERMISSION";
    /** What would be needed: "read", "write", "net". */
    readonly permission: string;
    /** The file, the host or the like that was asked for. */
    readonly resource: string;
  }

  /**
   * A limit of the runtime was reached: of time, of the call stack, of memory.
   * ```js
   * import { LimitError } from "lariat:errors";
   * console.log(new LimitError("too deep").code);
   * // Output: ERR_LIMIT
   * ```
   */
  export class LimitError extends LariatError {
    static readonly code: "ERR_LIMIT";
    readonly code: "ERR_LIMIT";
  }

  /**
   * A module was not found, or is not available to this script.
   * ```js
   * await import("lariat:nothing").catch((error) => console.log(error.name, error.code));
   * // Output: ModuleError ERR_MODULE
   * ```
   */
  export class ModuleError extends LariatError {
    static readonly code: "ERR_MODULE";
    readonly code: "ERR_MODULE";
  }

  /**
   * A bug in lariat itself, which is not the script's fault: please report it.
   * ```js
   * import { InternalError } from "lariat:errors";
   * console.log(new InternalError("it panicked").code);
   * // Output: ERR_INTERNAL
   * ```
   */
  export class InternalError extends LariatError {
    static readonly code: "ERR_INTERNAL";
    readonly code: "ERR_INTERNAL";
  }
}
