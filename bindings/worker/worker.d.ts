/** Pools of workers: isolates that run functions of a script in parallel, each on a goroutine of its own. */
declare module "lariat:worker" {
  import type { AnyIterable, Duration, Task, WaitOptions } from "lariat:task";

  /** Any function. */
  export type AnyFunction = (...args: any[]) => any;
  /** What a function gives when its result is awaited. */
  export type Result<F extends AnyFunction> = Awaited<ReturnType<F>>;

  /**
   * One call on its way through a pool: a promise of the result, with what is known of the call. It is submitted where
   * run() is called, and obeys the scope there: when that ends, the task is cancelled.
   *
   * cancel() takes a task that waits out of the queue. In one that runs, its scope ends: every wait of lariat in it
   * rejects, and finally blocks run. If it has not ended after its grace, a second unless it is told otherwise, the
   * worker is stopped, even in the middle of `for (;;);`, and replaced. The promise rejects with the reason of the
   * cancellation when the task has ended, whatever the function still returned.
   * ```js
   * import { WorkerPool } from "lariat:worker";
   * import { sleep } from "lariat:task";
   * await using pool = new WorkerPool({ max: 1 });
   * const task = pool.run(async () => {
   *   try { await sleep("1h"); } finally { console.log("cleaned up"); }
   * });
   * await sleep(50);
   * task.cancel(new Error("no longer needed"));
   * await task.catch((error) => console.log(error.message, task.state));
   * // Output:
   * // cleaned up
   * // no longer needed cancelled
   * ```
   */
  export interface WorkerTask<T> extends Task<T> {
    /** The number of the worker within its pool, from 1 on; null before one has the task. */
    readonly worker: number | null;
    /** How long the task has waited for a worker, in ms. */
    readonly queueTime: number;
    /** How long the task has run, in ms. */
    readonly runTime: number;
    /** What the function sent with currentWorkerTask().emit(), until the task settles. Messages wait here until they are read. */
    readonly messages: AsyncIterableIterator<unknown>;
  }

  /** How one call is made. */
  export interface RunOptions extends WaitOptions {
    /** Variables from outside that the function uses. They are cloned, once for each call. */
    capture?: Record<string, unknown>;
    /** Objects in the arguments that are moved rather than copied: an ArrayBuffer is empty here afterwards, at no cost. */
    transfer?: Transferable[];
    /** Those with more go first. The default is 0. */
    priority?: number;
    /** How the task is called in messages; by default as the function is. */
    name?: string;
    /** How long the task may take to end once it was cancelled, before its worker is stopped. The default is the pool's abortGrace. */
    grace?: Duration;
    /** Tasks with the same text run on the same worker, as long as that lives: what one of them has kept there, the next finds. */
    affinity?: string;
  }

  /** How the items of map, imap and starmap are sent. */
  export interface MapOptions extends Omit<RunOptions, "transfer"> {
    /** Items in one message. "auto", the default, begins with one and aims at 2 ms of work. */
    chunkSize?: number | "auto";
    /** imap: how many results may wait for the consumer. By default two chunks for each place in a worker. */
    buffer?: number;
    /** imap: false gives results as they come, and not in the order of the items. */
    ordered?: boolean;
    /**
     * "throw", the default: the first failure cancels what runs and is thrown. "skip" leaves out the results of items
     * that failed. "collect" does all of them and throws an AggregateError whose errors have an `index` each.
     */
    onError?: "throw" | "collect" | "skip";
    /** The limit of time of each item; `timeout` is that of the whole call. Items are sent one by one then. */
    itemTimeout?: Duration;
    /**
     * Hears how many items the workers have done, at most once a turn of the loop. What it throws ends the map.
     *
     * ```js
     * import { WorkerPool } from "lariat:worker";
     * await using pool = new WorkerPool({ max: 2 });
     * let last;
     * await pool.map((n) => n * n, [1, 2, 3, 4], { onProgress: (progress) => { last = progress; } });
     * console.log(last);
     * // Output: { done: 4, failed: 0, total: 4 }
     * ```
     */
    onProgress?: (progress: MapProgress) => void;
  }

  /** How far a map has come. */
  export interface MapProgress {
    /** Items that are done, the failed ones among them. */
    done: number;
    /** Items that have failed, unless the first failure ends the map. */
    failed: number;
    /** How many there are: at once for an array, a Set or a Map, else when the last was read. */
    total?: number;
  }

  /** What a pool is to be. Everything has a default. */
  /**
   * What a worker may do: everything of a kind (true), nothing (false), what the program may ("inherit"), or what is listed.
   * A kind that is not named is not granted, but for `import`, which is inherited. More than the program has throws a
   * PermissionError. Paths stand for a file or a folder with all in it; `net` lists "host", "host:port", "*.host", addresses
   * and ranges such as "10.0.0.0/8".
   *
   * ```js
   * import { WorkerPool } from "lariat:worker";
   * await using pool = new WorkerPool({ permissions: { net: ["api.example.com"] } });
   * try {
   *   await pool.run(async () => (await import("lariat:fs")).readFile("/etc/passwd"));
   * } catch (error) {
   *   console.log(error.name, error.permission, error.resource);
   * }
   * // Output: PermissionError read /etc/passwd
   * ```
   */
  export interface Permissions {
    read?: boolean | "inherit" | (string | URL)[];
    write?: boolean | "inherit" | (string | URL)[];
    /** To load code, and JSON by import or require. */
    import?: boolean | "inherit" | (string | URL)[];
    net?: boolean | "inherit" | string[];
    /** Names of variables, or their beginnings: "APP_*". Variables that are not granted are not there. */
    env?: boolean | "inherit" | string[];
    /** Programs by name or path. */
    run?: boolean | "inherit" | string[];
  }

  export interface WorkerPoolOptions {
    /** For messages. */
    name?: string;
    /** Workers that are there from the start and stay. The default is 0. */
    min?: number;
    /** Workers at most; they are started when there is work. The default is the number of processors. */
    max?: number;
    /** How long a worker beyond min may have nothing to do. The default is 10 s. */
    idleTimeout?: Duration;
    /** Tasks that may wait for a worker. The default is any number. */
    maxQueue?: number;
    /**
     * What becomes of a task that finds the queue full. "wait", the default: it waits all the same; `await pool.ready()`
     * before run() holds back who submits. "throw": it rejects with a QueueFullError. "caller-runs": it runs here.
     * "drop-oldest": the one that has waited longest rejects with a QueueFullError.
     */
    whenFull?: "wait" | "throw" | "caller-runs" | "drop-oldest";
    /** How long a task may run, without the time in the queue. Then it is cancelled with a TimeoutError. */
    taskTimeout?: Duration;
    /** How long a cancelled task may take to end before its worker is stopped. The default is 1 s. */
    abortGrace?: Duration;
    /** A worker is replaced after so many tasks. */
    maxTasksPerWorker?: number;
    /**
     * "worker", the default: an isolate runs many tasks, one after another. "task": each task has a fresh one, for a
     * tenth of a millisecond. "process": workers are processes, whose memory and time can be limited, and which may
     * crash without harm to the program.
     */
    isolation?: "worker" | "task" | "process";
    /** Tasks that a worker runs at once, in turns, for those that wait much. The default is 1. */
    concurrencyPerWorker?: number;
    /** A module that every worker imports first. */
    module?: string | URL;
    /** Called in every worker before its first task. If it throws, the tasks that wait reject with its error. */
    initializer?: AnyFunction;
    /** The arguments of the initializer. */
    initArgs?: unknown[];
    /** What workers see as process.env. The default is the program's. */
    env?: Record<string, string>;
    /** What workers may do to the world outside: what the program may ("inherit", the default), nothing, or what is listed. */
    permissions?: "inherit" | "none" | Permissions;
    /**
     * Limits of each worker: calls on the stack, and of a process its time in ms for a task and its memory in bytes, buffers
     * included. Workers without a process share one memory, in which nobody counts what each of them has.
     * @throws DOMException "NotSupportedError" for a limit that would not be kept
     */
    limits?: { stack?: number; cpuTime?: Duration; memory?: number };
    /** How much priority a waiting task gains in a second, so that none waits for ever. The default is 0. */
    aging?: number;
  }

  /** Counts since the pool was made, and how it stands. */
  export interface PoolStats {
    workers: number; busy: number; idle: number; queued: number; running: number;
    /** Tasks that gave a result, threw, and were cancelled; a chunk of a map counts as one. */
    completed: number; failed: number; cancelled: number;
    /** Workers that were stopped because a task did not end when it was cancelled, and those that had run their number of tasks. */
    interrupted: number; recycled: number;
    /** The share of the time for which a place in a worker had a task, from 0 to 1. */
    utilization: number;
    waitTime: Histogram; runTime: Histogram;
  }
  /** Times in ms. Percentiles are exact to a sixteenth. */
  export interface Histogram { count: number; min: number; max: number; mean: number; p50: number; p90: number; p99: number }

  /**
   * A pool of workers. Functions go to them in one of three ways. A function that a module exports goes by reference:
   * the worker imports the module, and there the function finds everything around it. Any other goes by its source,
   * with the imports of its file; other variables from outside must be arguments or be listed in `capture`, and what is
   * missing is said before anything runs. And `"./tasks.ts#resize"` names one.
   *
   * Arguments and results are structured clones: no object is shared, but for those made for it such as locks,
   * channels and shared memory, which are the same on both sides. AsyncContext variables made with `transferable` go
   * along. An error is thrown here as it was there, with its class, its cause and its stack, below which stands the
   * place that submitted the task.
   *
   * A pool that has nothing to do does not keep the program alive.
   * ```js
   * import { WorkerPool } from "lariat:worker";
   * await using pool = new WorkerPool({ max: 4 });
   * const fib = (n) => (n < 2 ? n : fib(n - 1) + fib(n - 2));
   * console.log(await pool.map((n) => n * n, [1, 2, 3]));
   * const rate = 3;
   * await pool.run((x) => x * rate, 2).catch((error) => console.log(error.code));
   * console.log(await pool.submit((x) => x * rate, [2], { capture: { rate } }));
   * // Output:
   * // [ 1, 4, 9 ]
   * // ERR_CAPTURE
   * // 6
   * ```
   */
  export class WorkerPool implements AsyncDisposable {
    /**
     * Makes a pool.
     * ```js
     * import { WorkerPool } from "lariat:worker";
     * const table = () => { globalThis.squares = Array.from({ length: 100 }, (_, i) => i * i); };
     * await using pool = new WorkerPool({ name: "squares", min: 1, max: 2, initializer: table });
     * console.log(await pool.run((i) => globalThis.squares[i], 12));
     * // Output: 144
     * ```
     * @throws TypeError for an option that there is not, and for those that do not go together; RangeError for an impossible number
     * @throws PermissionError for permissions that the program does not have itself
     */
    constructor(options?: WorkerPoolOptions);
    /** The name that was given. */
    readonly name: string;
    /**
     * Calls fn(...args) in a worker.
     * @throws CaptureError (as a rejection, like all that follow) when fn uses variables that are not there
     * @throws DOMException "DataCloneError" for arguments or a result that cannot be cloned
     * @throws WorkerCrashError when the worker dies under the task
     * ```js
     * import { WorkerPool } from "lariat:worker";
     * await using pool = new WorkerPool();
     * const task = pool.run((a, b) => a + b, 1, 2);
     * console.log(await task, task.state, task.worker);
     * // Output: 3 fulfilled 1
     * ```
     */
    run<F extends AnyFunction>(fn: F, ...args: Parameters<F>): WorkerTask<Result<F>>;
    /**
     * run() with options. The function may be a text or URL that names a module and, after #, an export.
     * @throws TypeError when fn is neither
     * ```js
     * import { WorkerPool } from "lariat:worker";
     * await using pool = new WorkerPool();
     * const pixels = new Uint8Array([1, 2, 3]);
     * const sum = (bytes) => bytes.reduce((a, b) => a + b);
     * console.log(await pool.submit(sum, [pixels], { transfer: [pixels.buffer], timeout: "5s", priority: 1 }));
     * console.log(pixels.length);
     * // Output:
     * // 6
     * // 0
     * ```
     */
    submit<F extends AnyFunction>(fn: F | string | URL, args?: Parameters<F>, options?: RunOptions): WorkerTask<Result<F>>;
    /**
     * Calls fn(item, index) for each item, in workers, and resolves to the results in the order of the items. Items are
     * pulled from a sync or async iterable as they are needed, and go to the workers in chunks.
     * @throws what fn throws first; AggregateError with onError "collect"
     * ```js
     * import { WorkerPool } from "lariat:worker";
     * await using pool = new WorkerPool();
     * console.log(await pool.map((word) => word.toUpperCase(), ["to", "be"]));
     * const half = (n) => { if (n % 2) throw new RangeError(n + " is odd"); return n / 2; };
     * await pool.map(half, [2, 3, 4, 5], { onError: "collect" })
     *   .catch((error) => console.log(error.message + ":", error.errors.map((e) => e.index + " " + e.message).join(", ")));
     * // Output:
     * // [ 'TO', 'BE' ]
     * // 2 of 4 items failed: 1 3 is odd, 3 5 is odd
     * ```
     */
    map<T, R>(fn: (item: T, index: number) => R | PromiseLike<R>, items: AnyIterable<T>, options?: MapOptions): Promise<Awaited<R>[]>;
    /**
     * map() as an async iterator: the first results come early, no more is worked on ahead than the buffer allows, and
     * `break` cancels what runs, waits for its end and closes the source; an error of the source's `return` method is thrown.
     * ```js
     * import { WorkerPool } from "lariat:worker";
     * await using pool = new WorkerPool({ max: 2 });
     * function* naturals() { try { for (let i = 0; ; i++) yield i; } finally { console.log("no more"); } }
     * for await (const square of pool.imap((n) => n * n, naturals())) {
     *   if (square > 10) break;
     *   console.log(square);
     * }
     * // Output:
     * // 0
     * // 1
     * // 4
     * // 9
     * // no more
     * ```
     */
    imap<T, R>(fn: (item: T, index: number) => R | PromiseLike<R>, items: AnyIterable<T>, options?: MapOptions): AsyncIterableIterator<Awaited<R>>;
    /**
     * map() for lists of arguments: fn(...list).
     * ```js
     * import { WorkerPool } from "lariat:worker";
     * await using pool = new WorkerPool();
     * console.log(await pool.starmap((a, b) => a ** b, [[2, 3], [3, 2]]));
     * // Output: [ 8, 9 ]
     * ```
     */
    starmap<A extends unknown[], R>(fn: (...args: A) => R | PromiseLike<R>, lists: AnyIterable<A>, options?: MapOptions): Promise<Awaited<R>[]>;
    /**
     * Calls a generator function in a worker and gives its values. The worker is ahead of the consumer by a few values
     * only; `break` returns the generator, so that its finally blocks run.
     * ```js
     * import { WorkerPool } from "lariat:worker";
     * await using pool = new WorkerPool();
     * function* primes() {
     *   for (let n = 2; ; n++) {
     *     let prime = true;
     *     for (let i = 2; i * i <= n; i++) if (n % i === 0) prime = false;
     *     if (prime) yield n;
     *   }
     * }
     * const found = [];
     * for await (const p of pool.stream(primes)) {
     *   if (p > 20) break;
     *   found.push(p);
     * }
     * console.log(found.join(" "));
     * // Output: 2 3 5 7 11 13 17 19
     * ```
     */
    stream<A extends unknown[], Y>(fn: (...args: A) => Iterable<Y> | AsyncIterable<Y>, ...args: A): AsyncIterableIterator<Y>;
    /**
     * Calls fn(...args) once in every worker that there is, and resolves to the results: to fill caches, to load settings
     * anew.
     * ```js
     * import { WorkerPool } from "lariat:worker";
     * await using pool = new WorkerPool({ max: 3 });
     * await pool.warmup();
     * console.log(await pool.broadcast((level) => (globalThis.level = level), "debug"));
     * // Output: [ 'debug', 'debug', 'debug' ]
     * ```
     */
    broadcast<F extends AnyFunction>(fn: F, ...args: Parameters<F>): Promise<Result<F>[]>;
    /**
     * Changes the bounds of the number of workers. Those that are too many end after the tasks that they run.
     * ```js
     * import { WorkerPool } from "lariat:worker";
     * await using pool = new WorkerPool({ max: 1 });
     * pool.resize({ min: 2, max: 4 });
     * await pool.warmup(2);
     * console.log(pool.stats().workers);
     * // Output: 2
     * ```
     */
    resize(size: { min?: number; max?: number }): void;
    /**
     * Starts workers until there are `count`, max by default, and resolves when all of them are set up.
     * @throws what the module or the initializer throws
     * ```js
     * import { WorkerPool } from "lariat:worker";
     * await using pool = new WorkerPool({ max: 2 });
     * await pool.warmup();
     * console.log(pool.stats().idle);
     * // Output: 2
     * ```
     */
    warmup(count?: number): Promise<void>;
    /**
     * Lets no task begin until resume().
     * ```js
     * import { WorkerPool } from "lariat:worker";
     * await using pool = new WorkerPool();
     * pool.pause();
     * const task = pool.run(() => "done");
     * console.log(pool.stats().queued);
     * pool.resume();
     * console.log(await task);
     * // Output:
     * // 1
     * // done
     * ```
     */
    pause(): void;
    /**
     * Ends pause().
     * ```js
     * import { WorkerPool } from "lariat:worker";
     * await using pool = new WorkerPool({ max: 1 });
     * pool.pause();
     * const task = pool.run((n) => n + 1, 1);
     * pool.resume();
     * console.log(await task);
     * // Output: 2
     * ```
     */
    resume(): void;
    /**
     * Cancels all tasks that wait and returns how many there were.
     * ```js
     * import { WorkerPool } from "lariat:worker";
     * await using pool = new WorkerPool();
     * pool.pause();
     * const task = pool.run(() => {});
     * console.log(pool.cancelQueued(new Error("changed my mind")));
     * await task.catch((error) => console.log(error.message));
     * // Output:
     * // 1
     * // changed my mind
     * ```
     */
    cancelQueued(reason?: unknown): number;
    /**
     * Resolves when no task waits or runs.
     * ```js
     * import { WorkerPool } from "lariat:worker";
     * await using pool = new WorkerPool();
     * for (let i = 0; i < 10; i++) pool.run((i) => i, i);
     * await pool.drain();
     * console.log(pool.stats().completed);
     * // Output: 10
     * ```
     */
    drain(options?: WaitOptions): Promise<void>;
    /**
     * Resolves when the queue has room for another task.
     * ```js
     * import { WorkerPool } from "lariat:worker";
     * await using pool = new WorkerPool({ max: 1, maxQueue: 10 });
     * for (let i = 0; i < 100; i++) {
     *   await pool.ready();
     *   pool.run((i) => i, i);
     * }
     * await pool.drain();
     * console.log(pool.stats().completed);
     * // Output: 100
     * ```
     */
    ready(options?: WaitOptions): Promise<void>;
    /**
     * How the pool stands and what it has done.
     * ```js
     * import { WorkerPool } from "lariat:worker";
     * await using pool = new WorkerPool({ max: 1 });
     * await pool.run(() => 1);
     * const { workers, completed, runTime } = pool.stats();
     * console.log(workers, completed, runTime.count);
     * // Output: 1 1 1
     * ```
     */
    stats(): PoolStats;
    /**
     * Takes no more tasks, finishes those that there are, ends the workers and resolves then. `drop` rejects those that
     * wait with a ClosedError; after `timeout` what still runs is cancelled. await using closes a pool so.
     * ```js
     * import { WorkerPool } from "lariat:worker";
     * const pool = new WorkerPool();
     * const task = pool.run(() => "finished");
     * await pool.close();
     * console.log(await task);
     * await pool.run(() => {}).catch((error) => console.log(error.code));
     * // Output:
     * // finished
     * // ERR_CLOSED
     * ```
     */
    close(options?: { drop?: boolean; timeout?: Duration }): Promise<void>;
    /**
     * Cancels everything, ends the workers and resolves when they are gone.
     * ```js
     * import { WorkerPool } from "lariat:worker";
     * const pool = new WorkerPool({ abortGrace: 50 });
     * const task = pool.run(() => { for (;;); });
     * setTimeout(() => pool.terminate(), 50);
     * await task.catch((error) => console.log(error.name));
     * // Output: AbortError
     * ```
     */
    terminate(reason?: unknown): Promise<void>;
    [Symbol.asyncDispose](): Promise<void>;
  }

  /** The task that the calling code is part of. */
  export interface CurrentWorkerTask {
    /** That of the task. */
    readonly id: number;
    readonly name: string;
    /** Aborts when the task is cancelled. The waits of lariat need no signal: they obey the task anyway. */
    readonly signal: AbortSignal;
    /** Sends a message to the owner of the task, who reads it from task.messages. The value is cloned. */
    emit(value: unknown, transfer?: Transferable[]): void;
  }
  /**
   * The task of a pool that the calling code is part of, null outside of one.
   * ```js
   * import { currentWorkerTask, WorkerPool } from "lariat:worker";
   * await using pool = new WorkerPool();
   * const task = pool.run((n) => {
   *   for (let i = 1; i <= n; i++) currentWorkerTask().emit(i / n);
   *   return "done";
   * }, 2);
   * for await (const progress of task.messages) console.log(progress);
   * console.log(await task, currentWorkerTask());
   * // Output:
   * // 0.5
   * // 1
   * // done null
   * ```
   */
  export function currentWorkerTask(): CurrentWorkerTask | null;

  /**
   * Whether this isolate is a worker.
   * ```js
   * import { isWorker, WorkerPool } from "lariat:worker";
   * await using pool = new WorkerPool();
   * console.log(isWorker, await pool.run(() => isWorker));
   * // Output: false true
   * ```
   */
  export const isWorker: boolean;
  /**
   * What the worker was given by whoever started it; undefined in a pool and in the main program.
   * ```js
   * import { workerData } from "lariat:worker";
   * console.log(workerData);
   * // Output: undefined
   * ```
   */
  export const workerData: unknown;

  /** An object whose methods run in a worker, and return promises; so do its other properties when they are read. */
  export type Remote<T> = {
    [K in keyof T]: T[K] extends (...args: infer A) => infer R ? (...args: A) => Promise<Awaited<R>> : Promise<T[K]>
  } & AsyncDisposable;
  /**
   * Loads a module in a worker of its own and resolves to an object with its exports, or with the members of the one
   * that `export` names. Functions in arguments are refused, not called back.
   * @throws ModuleError when there is no such module
   * @throws TypeError when it has no such export
   * ```js
   * import { remote } from "lariat:worker";
   * await using path = await remote("node:path/posix");
   * console.log(await path.join("a", "..", "b"), await path.sep);
   * // Output: b /
   * ```
   */
  export function remote<T extends object>(
    module: string | URL, options?: WorkerPoolOptions & { export?: string },
  ): Promise<Remote<T>>;
}
