/**
 * Mutual exclusion and coordination between tasks.
 *
 * Every lock is fair: it serves its waiters in the order of their calls, higher priorities first. Every wait obeys the
 * ambient scope and takes `{ signal, timeout }`; a waiter that is cancelled leaves the line at once, and gives back what
 * it was granted in the same instant. What is acquired is a token for `using`. Mutex, RWLock, Semaphore, Condition,
 * AsyncEvent, Barrier and Latch can be posted to a worker and are the same lock there.
 */
declare module "lariat:lock" {
  import type { Duration, AcquireOptions, Token, WaitOptions } from "lariat:errors";
  import { Governor } from "lariat:errors";

  /** What every constructor of this module takes. */
  export interface LockOptions {
    /** Appears in errors and deadlock reports. */
    name?: string;
  }

  /** Options of a Mutex. */
  export interface MutexOptions extends LockOptions {
    /** Refuses everybody with PoisonedError once a worker has died while it held the mutex. Default false. */
    poison?: boolean;
  }

  /**
   * A lock that one task holds at a time. It is not reentrant: a task that asks again waits in line like any other,
   * since the branches of one task may well compete.
   * ```js
   * import { Mutex } from "lariat:lock";
   * import { sleep } from "lariat:task";
   * const mutex = new Mutex({ name: "account" });
   * let balance = 100;
   * async function withdraw(amount) {
   *   using token = await mutex.lock();
   *   const before = balance;
   *   await sleep(1); // without the lock the others would read the same balance meanwhile
   *   balance = before - amount;
   * }
   * await Promise.all([withdraw(10), withdraw(20), withdraw(30)]);
   * console.log(balance);
   * // Output: 40
   * ```
   */
  export class Mutex extends Governor {
    constructor(options?: MutexOptions);
    /** The name that was given, or "". */
    readonly name: string;
    /** Whether somebody holds it. */
    readonly locked: boolean;
    /** How many wait for it. */
    readonly waiting: number;
    /** The task that holds it, as reports name it: task "main" (#1). Null when it is free. */
    readonly owner: string | null;
    /** Whether a holder died, so that everybody is refused. */
    readonly poisoned: boolean;
    /**
     * Waits in line for the lock.
     * @throws DOMException "TimeoutError" or signal.reason
     * @throws PoisonedError
     * @throws DeadlockError when nothing is left that could release it
     * ```js
     * import { Mutex } from "lariat:lock";
     * const mutex = new Mutex();
     * {
     *   using token = await mutex.lock({ timeout: "1s" });
     *   console.log(mutex.locked, mutex.owner);
     * }
     * console.log(mutex.locked);
     * // Output:
     * // true task "main" (#1)
     * // false
     * ```
     */
    lock(options?: WaitOptions & { priority?: number }): Promise<Token>;
    /** Never waits: a token, or null when somebody else has the lock or waits for it. */
    tryLock(): Token | null;
    /**
     * For workers: blocks the isolate until the lock is taken. Nothing else of it runs meanwhile, no timer and no
     * other task, so this is for short sections between isolates. A cancelled scope is not noticed before the end.
     * @param options.timeout at most so long, in milliseconds or as "1.5s"; without it, as long as it takes
     * @throws TypeError in the main program
     * @throws DeadlockError when something of the same isolate holds the lock or waits for it already
     * @throws DOMException TimeoutError when the time is over
     * ```js
     * import { Mutex } from "lariat:lock";
     * import { WorkerPool } from "lariat:worker";
     * await using pool = new WorkerPool({ max: 2 });
     * const add = (mutex, n) => {
     *   using token = mutex.lockSync({ timeout: "1s" });
     *   return n + 1;
     * };
     * console.log(await pool.run(add, new Mutex(), 1));
     * // Output: 2
     * ```
     */
    lockSync(options?: { timeout?: Duration }): Token;
    /** lock() under the name that all Governors have. The only weight is 1. */
    acquire(options?: AcquireOptions): Promise<Token>;
    /** tryLock() under the name that all Governors have. */
    tryAcquire(options?: { weight?: number; priority?: number }): Token | null;
    /**
     * Releases the lock without its token.
     * @throws OwnershipError when it was another task that acquired it, or none
     * ```js
     * import { AsyncLock } from "lariat:lock";
     * const lock = new AsyncLock();
     * await lock.acquire();
     * try {
     *   console.log("alone");
     * } finally {
     *   lock.release();
     * }
     * // Output: alone
     * ```
     */
    release(): void;
    /** Says that what the lock protects is in order again: ends `poisoned`. */
    clearPoison(): void;
  }

  /**
   * Another name of Mutex.
   * ```js
   * import { AsyncLock, Mutex } from "lariat:lock";
   * console.log(AsyncLock === Mutex);
   * // Output: true
   * ```
   */
  export { Mutex as AsyncLock };

  /** Options of an RWLock. */
  export interface RWLockOptions extends LockOptions {
    /**
     * Who goes first. "writers" (default): a waiting writer keeps new readers out. "readers": readers come in whenever
     * no writer is in. "fifo": strictly in the order of the calls.
     */
    prefer?: "writers" | "readers" | "fifo";
  }

  /**
   * A lock that any number of readers hold, or one writer.
   * ```js
   * import { RWLock } from "lariat:lock";
   * import { sleep } from "lariat:task";
   * const lock = new RWLock(), trace = [];
   * const use = (what, hold) => hold(async () => { trace.push(`${what} in`); await sleep(1); trace.push(`${what} out`); });
   * await Promise.all([
   *   use("reader", (fn) => lock.withRead(fn)),
   *   use("reader", (fn) => lock.withRead(fn)),
   *   use("writer", (fn) => lock.withWrite(fn)),
   * ]);
   * console.log(trace.join(", "));
   * // Output: reader in, reader in, reader out, reader out, writer in, writer out
   * ```
   */
  export class RWLock {
    constructor(options?: RWLockOptions);
    /** The name that was given, or "". */
    readonly name: string;
    /** How many readers hold it. */
    readonly readers: number;
    /** Whether a writer holds it. */
    readonly writing: boolean;
    /** How many wait for it, to read or to write. */
    readonly waiting: number;
    /** Waits in line to read. Throws what Mutex.lock() throws, but for poison. */
    read(options?: WaitOptions): Promise<Token>;
    /** Waits in line to write. Throws what Mutex.lock() throws, but for poison. */
    write(options?: WaitOptions): Promise<Token>;
    /** Never waits: a token to read, or null. */
    tryRead(): Token | null;
    /** Never waits: a token to write, or null. */
    tryWrite(): Token | null;
    /** Calls fn while it holds the lock to read. */
    withRead<T>(fn: () => T | PromiseLike<T>, options?: WaitOptions): Promise<T>;
    /** Calls fn while it holds the lock to write. */
    withWrite<T>(fn: () => T | PromiseLike<T>, options?: WaitOptions): Promise<T>;
    /**
     * Turns a token to write into one to read, and no writer comes between. The old token stands for nothing then.
     * @throws OwnershipError when the token does not hold this lock to write
     * ```js
     * import { RWLock } from "lariat:lock";
     * const lock = new RWLock();
     * const writer = await lock.write();
     * using reader = lock.downgrade(writer);
     * console.log(lock.writing, lock.readers, writer.held, reader.held);
     * // Output: false 1 false true
     * ```
     */
    downgrade(token: Token): Token;
  }

  /** Options of a semaphore. */
  export interface SemaphoreOptions extends LockOptions {
    /** With false a small request may overtake a big one that does not fit yet. Default true. */
    fair?: boolean;
  }

  /**
   * A number of permits. A request may weigh more than one; strictly in the order of the calls, so that a big request
   * cannot starve behind small ones.
   * ```js
   * import { Semaphore } from "lariat:lock";
   * const memory = new Semaphore(10, { name: "megabytes" });
   * {
   *   using big = await memory.acquire({ weight: 7 });
   *   console.log(memory.available, memory.tryAcquire({ weight: 4 }));
   * }
   * console.log(memory.available);
   * // Output:
   * // 3 null
   * // 10
   * ```
   */
  export class Semaphore extends Governor {
    /** Default 1 permit. None is allowed: then release() gives what acquire() waits for. */
    constructor(permits?: number, options?: SemaphoreOptions);
    /** The name that was given, or "". */
    readonly name: string;
    /** How many permits are free. */
    readonly available: number;
    /** How many permits there are. */
    readonly capacity: number;
    /** How many requests wait. */
    readonly waiting: number;
    /**
     * Waits in line for permits.
     * @throws RangeError at once when the weight is more than the capacity
     * @throws DOMException "TimeoutError" or signal.reason
     * @throws DeadlockError when nothing is left that could release them
     */
    acquire(options?: AcquireOptions): Promise<Token>;
    /** Never waits: a token, or null when the permits are not free or somebody waits. */
    tryAcquire(options?: { weight?: number; priority?: number }): Token | null;
    /**
     * Gives permits back without a token: those of this task first, then the oldest that are out. The tokens that they
     * were part of weigh less then. More than are out make the capacity grow.
     */
    release(permits?: number): void;
    /**
     * Changes the capacity; 0 pauses. Tokens that are out stay valid. Waiters that want more than there is now get a
     * RangeError.
     * ```js
     * import { Semaphore } from "lariat:lock";
     * const semaphore = new Semaphore(1);
     * const first = await semaphore.acquire();
     * const second = semaphore.acquire();
     * semaphore.resize(2);
     * console.log((await second).held, semaphore.available, semaphore.capacity);
     * // Output: true 0 2
     * ```
     */
    resize(permits: number): void;
  }

  /**
   * A Semaphore that refuses to get more permits back than are out.
   * ```js
   * import { BoundedSemaphore } from "lariat:lock";
   * const semaphore = new BoundedSemaphore(2);
   * await semaphore.acquire();
   * semaphore.release();
   * try {
   *   semaphore.release();
   * } catch (error) {
   *   console.log(error.code, semaphore.available);
   * }
   * // Output: ERR_OVER_RELEASE 2
   * ```
   */
  export class BoundedSemaphore extends Semaphore {
    /**
     * Gives permits back without a token.
     * @throws OverReleaseError when fewer are out; then nothing changes
     */
    release(permits?: number): void;
  }

  /**
   * Lets holders of a mutex wait until another task notifies them.
   * ```js
   * import { Condition } from "lariat:lock";
   * const changed = new Condition(), items = [];
   * async function consumer() {
   *   using token = await changed.mutex.lock();
   *   await changed.waitFor(token, () => items.length > 0);
   *   return items.shift();
   * }
   * const got = Promise.all([consumer(), consumer()]);
   * for (const item of ["a", "b"]) {
   *   using token = await changed.mutex.lock();
   *   items.push(item);
   *   changed.notify();
   * }
   * console.log(await got);
   * // Output: [ 'a', 'b' ]
   * ```
   */
  export class Condition {
    /** Without a mutex it makes one of its own. */
    constructor(mutex?: Mutex | null, options?: LockOptions);
    /** The mutex whose tokens it takes. */
    readonly mutex: Mutex;
    /** The name that was given, or "". */
    readonly name: string;
    /** How many wait and were not notified yet. */
    readonly waiting: number;
    /**
     * Releases the token's mutex, waits for a notification, and has the same token held again, in line with everybody
     * who wants the mutex, before it goes on. That holds for a wait that is cancelled too. A notification that came in
     * the instant of a cancellation goes to the next waiter.
     * @throws OwnershipError when the token does not hold the mutex
     * @throws DOMException "TimeoutError" or signal.reason
     */
    wait(token: Token, options?: WaitOptions): Promise<void>;
    /**
     * Waits until the predicate holds, which is asked at first and after each notification, with the mutex held. The
     * timeout is for all of that. The predicate must answer at once: a promise is a TypeError.
     * @throws what wait() and the predicate throw
     */
    waitFor(token: Token, predicate: () => boolean, options?: WaitOptions): Promise<void>;
    /** Wakes up to `count` waiters, 1 if not given, in the order in which they came. Returns how many. */
    notify(count?: number): number;
    /** Wakes all waiters. Returns how many. */
    notifyAll(): number;
  }

  /**
   * A flag that can be waited for: Event of other languages, whose name is the DOM's here.
   * ```js
   * import { AsyncEvent } from "lariat:lock";
   * const ready = new AsyncEvent();
   * const waiting = Promise.all([ready.wait(), ready.wait()]).then(() => console.log("both go on"));
   * console.log(ready.waiting, ready.isSet);
   * ready.set();
   * await waiting;
   * // Output:
   * // 2 false
   * // both go on
   * ```
   */
  export class AsyncEvent {
    constructor(options?: LockOptions & { /** Whether it is set at first. Default false. */ initial?: boolean });
    /** The name that was given, or "". */
    readonly name: string;
    /** Whether it is set. */
    readonly isSet: boolean;
    /** How many wait for it. */
    readonly waiting: number;
    /** Sets it and wakes all who wait, even if it is cleared before they run. */
    set(): void;
    /** Makes later callers wait for the next set(). */
    clear(): void;
    /** Waits until it is set. Throws what Mutex.lock() throws, but for poison. */
    wait(options?: WaitOptions): Promise<void>;
  }

  /** Options of a Barrier. */
  export interface BarrierOptions extends LockOptions {
    /** Runs when all parties have arrived, and they go on when it has ended. If it fails, the barrier breaks. */
    action?: () => unknown;
  }

  /**
   * Lets a number of parties go on only together, round after round. If one of them gives up, the others would wait for
   * ever: so the barrier breaks, and all get a BrokenBarrierError until reset().
   * ```js
   * import { Barrier } from "lariat:lock";
   * import { map } from "lariat:task";
   * const barrier = new Barrier(3, { action: () => console.log("all are here") });
   * console.log(await map(["a", "b", "c"], () => barrier.wait()));
   * // Output:
   * // all are here
   * // [ 0, 1, 2 ]
   * ```
   */
  export class Barrier {
    /** At least 1 party. */
    constructor(parties: number, options?: BarrierOptions);
    /** How many have to arrive. */
    readonly parties: number;
    /** How many have arrived. */
    readonly waiting: number;
    /** Whether it is broken. */
    readonly broken: boolean;
    /** The name that was given, or "". */
    readonly name: string;
    /**
     * Arrives, and goes on when all have. Resolves to this party's index in the order of arrival: exactly one gets 0.
     * @throws BrokenBarrierError
     * @throws DOMException "TimeoutError" or signal.reason, which breaks the barrier for the others
     */
    wait(options?: WaitOptions): Promise<number>;
    /** Breaks the barrier; the reason becomes the cause of everybody's error. */
    abort(reason?: unknown): void;
    /** Makes it as new. Parties that wait get a BrokenBarrierError. */
    reset(): void;
  }

  /**
   * Opens for good once it has been counted down to zero.
   * ```js
   * import { Latch } from "lariat:lock";
   * const started = new Latch(3);
   * for (const name of ["db", "cache", "http"]) setTimeout(() => { console.log(name); started.countDown(); }, 1);
   * await started.wait();
   * console.log("go");
   * // Output:
   * // db
   * // cache
   * // http
   * // go
   * ```
   */
  export class Latch {
    /** A count of 0 is open at once. */
    constructor(count: number, options?: LockOptions);
    /** What is left. */
    readonly count: number;
    /** How many wait. */
    readonly waiting: number;
    /** The name that was given, or "". */
    readonly name: string;
    /** Takes n, 1 if not given, from the count, which ends at zero. */
    countDown(n?: number): void;
    /** Waits until the count is zero. Throws what Mutex.lock() throws, but for poison. */
    wait(options?: WaitOptions): Promise<void>;
  }

  /**
   * Makes a function that runs fn a single time, with the arguments of the first call, and shares its result with all
   * callers. A failure is not kept: the next call tries again. The execution belongs to all who wait for it: a caller
   * that is cancelled leaves it to the others, and it is cancelled when all have left.
   * ```js
   * import { once } from "lariat:lock";
   * const connect = once(async (host) => { console.log("connecting to", host); return { host }; });
   * const [a, b] = await Promise.all([connect("db1"), connect("db2")]);
   * console.log(a === b, b.host);
   * // Output:
   * // connecting to db1
   * // true db1
   * ```
   */
  export function once<A extends unknown[], T>(
    fn: (...args: A) => T | PromiseLike<T>,
    options?: { /** Keeps a failure too. Default false. */ cacheErrors?: boolean },
  ): (...args: A) => Promise<T>;

  /**
   * Lets concurrent calls with one key share one execution. It is cancelled only when all callers have left. Keys are
   * compared as in a Map; undefined and null are none. It belongs to its isolate and cannot be posted to a worker.
   * ```js
   * import { SingleFlight } from "lariat:lock";
   * import { sleep } from "lariat:task";
   * const flights = new SingleFlight();
   * let loads = 0;
   * const load = (id) => flights.do(id, async () => { loads++; await sleep(1); return `user ${id}`; });
   * console.log(await Promise.all([load(7), load(7), load(8)]), loads);
   * // Output: [ 'user 7', 'user 7', 'user 8' ] 2
   * ```
   */
  export class SingleFlight<K = string> {
    constructor(options?: LockOptions);
    /** How many executions are under way. */
    readonly size: number;
    /** The name that was given, or "". */
    readonly name: string;
    /**
     * Calls fn, unless an execution for the key is under way, and gives all callers its outcome. It runs in a scope of
     * its own, with that scope's signal: deadlines of the callers do not reach it.
     * @throws what fn throws
     * @throws DOMException "TimeoutError" or signal.reason, for this caller alone
     */
    do<T>(key: K, fn: (signal: AbortSignal) => T | PromiseLike<T>, options?: WaitOptions): Promise<T>;
    /** Makes the next call with the key start an execution of its own. Those who wait keep theirs. */
    forget(key: K): void;
  }

  /**
   * A mutex for every key, made on demand and freed when nobody holds or wants it. Keys are compared as in a Map;
   * undefined and null are none. It belongs to its isolate and cannot be posted to a worker.
   * ```js
   * import { KeyedMutex } from "lariat:lock";
   * const accounts = new KeyedMutex({ name: "accounts" });
   * async function transfer(from, to) {
   *   using both = await accounts.lockAll([from, to]); // in one order for all: no deadlock
   *   console.log(from, "to", to);
   * }
   * await Promise.all([transfer("ann", "bob"), transfer("bob", "ann")]);
   * console.log(accounts.size);
   * // Output:
   * // ann to bob
   * // bob to ann
   * // 0
   * ```
   */
  export class KeyedMutex<K = string> {
    constructor(options?: LockOptions);
    /** How many keys are held or wanted. */
    readonly size: number;
    /** The name that was given, or "". */
    readonly name: string;
    /** Waits in line for the mutex of a key. Throws what Mutex.lock() throws, but for poison. */
    lock(key: K, options?: WaitOptions): Promise<Token>;
    /** Never waits: a token, or null. */
    tryLock(key: K): Token | null;
    /**
     * Waits for the mutexes of several keys: one token for all. They are taken in an order that is the same for all
     * callers; doubles count once.
     */
    lockAll(keys: Iterable<K>, options?: WaitOptions): Promise<Token>;
  }
}
