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
    /**
     * Never waits: a token, or null when somebody else has the lock or waits for it.
     * ```js
     * import { Mutex } from "lariat:lock";
     * const mutex = new Mutex();
     * using token = mutex.tryLock();
     * console.log(token.held, mutex.tryLock());
     * // Output: true null
     * ```
     */
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
    /**
     * lock() under the name that all Governors have. The only weight is 1.
     * ```js
     * import { Mutex } from "lariat:lock";
     * const mutex = new Mutex();
     * const token = await mutex.acquire({ priority: 1 });
     * console.log(token.release(), token.release());
     * // Output: true false
     * ```
     */
    acquire(options?: AcquireOptions): Promise<Token>;
    /**
     * tryLock() under the name that all Governors have.
     * ```js
     * import { Mutex } from "lariat:lock";
     * const mutex = new Mutex();
     * const first = mutex.tryAcquire(), second = mutex.tryAcquire();
     * console.log(first?.held, second);
     * // Output: true null
     * ```
     */
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
    /**
     * Says that what the lock protects is in order again: ends `poisoned`.
     * ```js
     * import { Mutex } from "lariat:lock";
     * const mutex = new Mutex({ poison: true });
     * mutex.clearPoison(); // no holder has died
     * console.log(mutex.poisoned);
     * // Output: false
     * ```
     */
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
    /**
     * Waits in line to read. Throws what Mutex.lock() throws, but for poison.
     * ```js
     * import { RWLock } from "lariat:lock";
     * const lock = new RWLock();
     * using one = await lock.read();
     * using other = await lock.read({ timeout: "1s" });
     * console.log(lock.readers);
     * // Output: 2
     * ```
     */
    read(options?: WaitOptions): Promise<Token>;
    /**
     * Waits in line to write. Throws what Mutex.lock() throws, but for poison.
     * ```js
     * import { RWLock } from "lariat:lock";
     * const lock = new RWLock();
     * {
     *   using token = await lock.write();
     *   console.log(lock.writing, lock.tryRead());
     * }
     * console.log(lock.writing);
     * // Output:
     * // true null
     * // false
     * ```
     */
    write(options?: WaitOptions): Promise<Token>;
    /**
     * Never waits: a token to read, or null.
     * ```js
     * import { RWLock } from "lariat:lock";
     * const lock = new RWLock();
     * using reader = lock.tryRead();
     * console.log(reader.held, lock.tryWrite());
     * // Output: true null
     * ```
     */
    tryRead(): Token | null;
    /**
     * Never waits: a token to write, or null.
     * ```js
     * import { RWLock } from "lariat:lock";
     * const lock = new RWLock();
     * using writer = lock.tryWrite();
     * console.log(writer.held, lock.tryRead());
     * // Output: true null
     * ```
     */
    tryWrite(): Token | null;
    /**
     * Calls fn while it holds the lock to read.
     * ```js
     * import { RWLock } from "lariat:lock";
     * const lock = new RWLock();
     * console.log(await lock.withRead(() => `${lock.readers} reader`), lock.readers);
     * // Output: 1 reader 0
     * ```
     */
    withRead<T>(fn: () => T | PromiseLike<T>, options?: WaitOptions): Promise<T>;
    /**
     * Calls fn while it holds the lock to write.
     * ```js
     * import { RWLock } from "lariat:lock";
     * const lock = new RWLock(), prices = new Map();
     * await lock.withWrite(() => prices.set("tea", 3), { timeout: "1s" });
     * console.log(prices.get("tea"), lock.writing);
     * // Output: 3 false
     * ```
     */
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
     * ```js
     * import { Semaphore } from "lariat:lock";
     * const semaphore = new Semaphore(3);
     * using two = await semaphore.acquire({ weight: 2, timeout: "1s" });
     * console.log(semaphore.available);
     * await semaphore.acquire({ weight: 4 }).catch((error) => console.log(error.name));
     * // Output:
     * // 1
     * // RangeError
     * ```
     */
    acquire(options?: AcquireOptions): Promise<Token>;
    /**
     * Never waits: a token, or null when the permits are not free or somebody waits.
     * ```js
     * import { Semaphore } from "lariat:lock";
     * const semaphore = new Semaphore(2);
     * const all = semaphore.tryAcquire({ weight: 2 });
     * console.log(all.held, semaphore.tryAcquire());
     * // Output: true null
     * ```
     */
    tryAcquire(options?: { weight?: number; priority?: number }): Token | null;
    /**
     * Gives permits back without a token: those of this task first, then the oldest that are out. The tokens that they
     * were part of weigh less then. More than are out make the capacity grow.
     * ```js
     * import { Semaphore } from "lariat:lock";
     * const semaphore = new Semaphore(2);
     * await semaphore.acquire({ weight: 2 });
     * semaphore.release();
     * console.log(semaphore.available);
     * // Output: 1
     * ```
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
     * ```js
     * import { BoundedSemaphore } from "lariat:lock";
     * const semaphore = new BoundedSemaphore(2);
     * await semaphore.acquire({ weight: 2 });
     * semaphore.release(2);
     * console.log(semaphore.available);
     * // Output: 2
     * ```
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
     * ```js
     * import { Condition } from "lariat:lock";
     * const changed = new Condition();
     * let value = 0;
     * const seen = changed.mutex.with(async () => {}).then(async () => {
     *   using token = await changed.mutex.lock();
     *   while (value === 0) await changed.wait(token, { timeout: "1s" });
     *   return value;
     * });
     * setTimeout(() => changed.mutex.with(() => { value = 7; changed.notify(); }), 5);
     * console.log(await seen);
     * // Output: 7
     * ```
     */
    wait(token: Token, options?: WaitOptions): Promise<void>;
    /**
     * Waits until the predicate holds, which is asked at first and after each notification, with the mutex held. The
     * timeout is for all of that. The predicate must answer at once: a promise is a TypeError.
     * @throws what wait() and the predicate throw
     * ```js
     * import { Condition } from "lariat:lock";
     * const stock = new Condition();
     * let boxes = 0;
     * setTimeout(() => stock.mutex.with(() => { boxes = 3; stock.notifyAll(); }), 1);
     * using token = await stock.mutex.lock();
     * await stock.waitFor(token, () => boxes >= 3, { timeout: "1s" });
     * console.log(boxes);
     * // Output: 3
     * ```
     */
    waitFor(token: Token, predicate: () => boolean, options?: WaitOptions): Promise<void>;
    /**
     * Wakes up to `count` waiters, 1 if not given, in the order in which they came. Returns how many.
     * ```js
     * import { Condition } from "lariat:lock";
     * const changed = new Condition();
     * console.log(changed.notify(), changed.notify(5)); // nobody waits
     * // Output: 0 0
     * ```
     */
    notify(count?: number): number;
    /**
     * Wakes all waiters. Returns how many.
     * ```js
     * import { Condition } from "lariat:lock";
     * import { sleep } from "lariat:task";
     * const opened = new Condition();
     * const waiter = async () => {
     *   using token = await opened.mutex.lock();
     *   await opened.wait(token);
     * };
     * const both = Promise.all([waiter(), waiter()]);
     * while (opened.waiting < 2) await sleep(1);
     * console.log(opened.notifyAll());
     * await both;
     * // Output: 2
     * ```
     */
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
    /**
     * Sets it and wakes all who wait, even if it is cleared before they run.
     * ```js
     * import { AsyncEvent } from "lariat:lock";
     * const ready = new AsyncEvent();
     * ready.set();
     * await ready.wait(); // at once
     * console.log(ready.isSet);
     * // Output: true
     * ```
     */
    set(): void;
    /**
     * Makes later callers wait for the next set().
     * ```js
     * import { AsyncEvent } from "lariat:lock";
     * const green = new AsyncEvent({ initial: true });
     * green.clear();
     * await green.wait({ timeout: 1 }).catch((error) => console.log(error.name));
     * // Output: TimeoutError
     * ```
     */
    clear(): void;
    /**
     * Waits until it is set. Throws what Mutex.lock() throws, but for poison.
     * ```js
     * import { AsyncEvent } from "lariat:lock";
     * const ready = new AsyncEvent();
     * setTimeout(() => ready.set(), 1);
     * await ready.wait({ timeout: "1s" });
     * console.log("ready");
     * // Output: ready
     * ```
     */
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
     * ```js
     * import { Barrier } from "lariat:lock";
     * const barrier = new Barrier(2);
     * const [one, two] = await Promise.all([barrier.wait(), barrier.wait({ timeout: "1s" })]);
     * console.log(one, two);
     * // Output: 0 1
     * ```
     */
    wait(options?: WaitOptions): Promise<number>;
    /**
     * Breaks the barrier; the reason becomes the cause of everybody's error.
     * ```js
     * import { Barrier } from "lariat:lock";
     * const barrier = new Barrier(2);
     * const waits = barrier.wait().catch((error) => console.log(error.code, error.cause.message));
     * barrier.abort(new Error("the other one is not coming"));
     * await waits;
     * // Output: ERR_BROKEN_BARRIER the other one is not coming
     * ```
     */
    abort(reason?: unknown): void;
    /**
     * Makes it as new. Parties that wait get a BrokenBarrierError.
     * ```js
     * import { Barrier } from "lariat:lock";
     * const barrier = new Barrier(2);
     * barrier.abort();
     * barrier.reset();
     * console.log(barrier.broken, (await Promise.all([barrier.wait(), barrier.wait()])).length);
     * // Output: false 2
     * ```
     */
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
    /**
     * Takes n, 1 if not given, from the count, which ends at zero.
     * ```js
     * import { Latch } from "lariat:lock";
     * const latch = new Latch(3);
     * latch.countDown();
     * latch.countDown(5);
     * console.log(latch.count);
     * // Output: 0
     * ```
     */
    countDown(n?: number): void;
    /**
     * Waits until the count is zero. Throws what Mutex.lock() throws, but for poison.
     * ```js
     * import { Latch } from "lariat:lock";
     * const latch = new Latch(1);
     * setTimeout(() => latch.countDown(), 1);
     * await latch.wait({ timeout: "1s" });
     * console.log(latch.count);
     * // Output: 0
     * ```
     */
    wait(options?: WaitOptions): Promise<void>;
  }

  /**
   * Makes a function that runs fn a single time, with the arguments of the first call, and shares its result with all
   * callers. A failure is not kept: the next call tries again. The execution belongs to all who wait for it: a caller
   * that is cancelled leaves it to the others, and it is cancelled when all have left.
   * @throws TypeError when fn is no function; a call rejects with what fn throws
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
     * ```js
     * import { SingleFlight } from "lariat:lock";
     * const flights = new SingleFlight();
     * const load = () => flights.do("config", async (signal) => { await null; return { aborted: signal.aborted }; }, { timeout: "1s" });
     * const [a, b] = await Promise.all([load(), load()]);
     * console.log(a === b, a.aborted);
     * // Output: true false
     * ```
     */
    do<T>(key: K, fn: (signal: AbortSignal) => T | PromiseLike<T>, options?: WaitOptions): Promise<T>;
    /**
     * Makes the next call with the key start an execution of its own. Those who wait keep theirs.
     * ```js
     * import { SingleFlight } from "lariat:lock";
     * const flights = new SingleFlight();
     * let n = 0;
     * const load = () => flights.do("key", async () => { await null; return ++n; });
     * const first = load();
     * flights.forget("key");
     * console.log(await first, await load());
     * // Output: 1 2
     * ```
     */
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
    /**
     * Waits in line for the mutex of a key. Throws what Mutex.lock() throws, but for poison.
     * ```js
     * import { KeyedMutex } from "lariat:lock";
     * const files = new KeyedMutex();
     * using one = await files.lock("a.txt");
     * using other = await files.lock("b.txt", { timeout: "1s" }); // another key: nobody waits
     * console.log(files.size);
     * // Output: 2
     * ```
     */
    lock(key: K, options?: WaitOptions): Promise<Token>;
    /**
     * Never waits: a token, or null.
     * ```js
     * import { KeyedMutex } from "lariat:lock";
     * const files = new KeyedMutex();
     * using token = files.tryLock("a.txt");
     * console.log(token.held, files.tryLock("a.txt"), files.tryLock("b.txt").release());
     * // Output: true null true
     * ```
     */
    tryLock(key: K): Token | null;
    /**
     * Waits for the mutexes of several keys: one token for all. They are taken in an order that is the same for all
     * callers; doubles count once.
     * ```js
     * import { KeyedMutex } from "lariat:lock";
     * const accounts = new KeyedMutex();
     * {
     *   using both = await accounts.lockAll(["ann", "bob", "ann"]);
     *   console.log(accounts.size);
     * }
     * console.log(accounts.size);
     * // Output:
     * // 2
     * // 0
     * ```
     */
    lockAll(keys: Iterable<K>, options?: WaitOptions): Promise<Token>;
  }
}
