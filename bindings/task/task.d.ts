/** Structured concurrency: scopes, task groups, combinators and concurrent maps. */
declare module "lariat:task" {
  /** Milliseconds, or "250ms" | "1.5s" | "2m" | "1h" | "1d". Infinity means no limit. */
  export type Duration = number | string;

  /** What every operation that can wait accepts besides the ambient scope. */
  export interface WaitOptions {
    /** Rejects the wait with signal.reason. */
    signal?: AbortSignal;
    /** Rejects the wait with a DOMException named "TimeoutError". */
    timeout?: Duration;
  }

  /** How many may run at once: a number, or any object with the Governor protocol (acquire() to a token with release()). */
  export type Concurrency = number | { acquire(): PromiseLike<{ release(): unknown }> };
  /** Anything that `for await` takes. */
  export type AnyIterable<T> = Iterable<T | PromiseLike<T>> | AsyncIterable<T>;

  /** How a task stands. */
  export type TaskState = "queued" | "running" | "fulfilled" | "rejected" | "cancelled";

  /** A promise with a name, a state and a way to cancel it. Its rejection belongs to its group and is never "unhandled". */
  export interface Task<T> extends Promise<T> {
    /** Unique in the process. */
    readonly id: number;
    readonly name: string;
    readonly state: TaskState;
    /** Milliseconds since 1970, null before. */
    readonly startedAt: number | null;
    readonly settledAt: number | null;
    /** Queued: taken out of the line. Running: its scope ends, so that the waits in it reject. */
    cancel(reason?: unknown): void;
    /** Resolves when the task has settled; never rejects. */
    settled(): Promise<PromiseSettledResult<T>>;
  }

  /**
   * Waits for a time on the loop's clock.
   * @throws DOMException when the scope, the signal or the timeout ends it
   * ```js
   * import { sleep } from "lariat:task";
   * await sleep("5ms");
   * console.log("awake");
   * // Output: awake
   * ```
   */
  export function sleep(ms: Duration, options?: WaitOptions): Promise<void>;

  /**
   * Runs fn in a scope that ends after `timeout`. Every wait of lariat inside, however deep, rejects then: no
   * signal has to be passed. Cancellation is level-triggered: later waits in the scope reject as well, and cleanup
   * that must wait uses shield(). A nested deadline never outlives the one around it. A function that waits for
   * something foreign, which cannot hear of the end, is left behind.
   * @throws DOMException "TimeoutError"
   * ```js
   * import { sleep, withTimeout } from "lariat:task";
   * try {
   *   await withTimeout(10, async () => {
   *     try { await sleep("1h"); } finally { console.log("cleaned up"); }
   *   });
   * } catch (error) {
   *   console.log(error.name, error.message);
   * }
   * // Output:
   * // cleaned up
   * // TimeoutError withTimeout timed out after 10 ms
   * ```
   */
  export function withTimeout<T>(timeout: Duration, fn: (signal: AbortSignal) => T | PromiseLike<T>): Promise<T>;

  /**
   * Runs fn in a scope that ends with `signal`.
   * @throws signal.reason
   * ```js
   * import { sleep, withSignal } from "lariat:task";
   * const controller = new AbortController();
   * setTimeout(() => controller.abort(new Error("enough")), 5);
   * await withSignal(controller.signal, () => sleep("1h")).catch((error) => console.log(error.message));
   * // Output: enough
   * ```
   */
  export function withSignal<T>(signal: AbortSignal, fn: () => T | PromiseLike<T>): Promise<T>;

  /**
   * withTimeout that resolves to `fallback` instead of rejecting when its own deadline passes.
   * @throws whatever fn throws, the end of a scope around it among that
   * @throws RangeError when the timeout is negative
   * ```js
   * import { moveOnAfter, sleep } from "lariat:task";
   * console.log(await moveOnAfter(5, () => sleep("1h"), "moved on"));
   * // Output: moved on
   * ```
   */
  export function moveOnAfter<T, F>(timeout: Duration, fn: () => T | PromiseLike<T>, fallback: F): Promise<T | F>;

  /**
   * Runs cleanup that must not be cancelled: the scope around it has no power over it, and nobody leaves that
   * scope before it has ended. Bounded by `timeout`, 5 s if not given.
   * @throws DOMException "TimeoutError" when the cleanup itself takes too long
   * ```js
   * import { shield, sleep, withTimeout } from "lariat:task";
   * await withTimeout(5, async () => {
   *   try { await sleep("1h"); } finally { await shield(async () => { await sleep(20); console.log("saved"); }); }
   * }).catch((error) => console.log(error.name));
   * // Output:
   * // saved
   * // TimeoutError
   * ```
   */
  export function shield<T>(fn: () => T | PromiseLike<T>, options?: { timeout?: Duration }): Promise<T>;

  /**
   * The ambient scope as an AbortSignal, for functions that want one.
   * ```js
   * import { currentSignal, withTimeout } from "lariat:task";
   * await withTimeout("1s", () => console.log(currentSignal().aborted));
   * // Output: false
   * ```
   */
  export function currentSignal(): AbortSignal;

  /**
   * The task that runs now, null in the main program.
   * ```js
   * import { currentTask, taskGroup } from "lariat:task";
   * await taskGroup((g) => { g.spawn({ name: "worker" }, () => console.log(currentTask().name)); });
   * // Output: worker
   * ```
   */
  export function currentTask(): Task<unknown> | null;

  /**
   * Milliseconds until the nearest enclosing deadline, Infinity when there is none.
   * ```js
   * import { timeRemaining, withTimeout } from "lariat:task";
   * await withTimeout("1s", () => console.log(timeRemaining() <= 1000));
   * // Output: true
   * ```
   */
  export function timeRemaining(): number;

  /**
   * Throws the cause when the ambient scope has ended; a loop that computes calls it now and then.
   * @throws whatever ended the scope
   * ```js
   * import { throwIfCancelled } from "lariat:task";
   * throwIfCancelled();
   * ```
   */
  export function throwIfCancelled(): void;

  /** Options of a group. */
  export interface TaskGroupOptions {
    /** Appears in errors. */
    name?: string;
    /** How many children run at once; the others wait in line. No bound by default. */
    concurrency?: Concurrency;
    /**
     * "cancel" (default): the first failure cancels the siblings. "collect": all children end by themselves, then
     * all failures are reported. "supervise": a failure is written to the error stream and the group goes on.
     */
    onError?: "cancel" | "collect" | "supervise";
    /** Ends the group from outside. */
    signal?: AbortSignal;
    /** Ends the group after a time. */
    timeout?: Duration;
  }

  /**
   * A group of child tasks that end before it does. It keeps what they return for join(): in a group that lives long,
   * children should return nothing. A child that joins its own group waits for itself. A cancelled child is awaited
   * while anything of lariat in it has to end, shield() above all; one that waits for something foreign, which cannot
   * hear of the end, is left behind, as in withTimeout().
   */
  export interface TaskGroup<R = unknown> extends AsyncDisposable, AsyncIterable<PromiseSettledResult<R>> {
    /** How many children were spawned. */
    readonly size: number;
    /** How many have not ended. */
    readonly pending: number;
    /** Aborts when the group's scope ends. */
    readonly signal: AbortSignal;
    /** Starts a child. With shield the group's cancellation does not reach it. Throws ClosedError once the group has ended. */
    spawn<A extends unknown[], T extends R>(fn: (...args: A) => T | PromiseLike<T>, ...args: A): Task<T>;
    spawn<A extends unknown[], T extends R>(options: { name?: string; shield?: boolean }, fn: (...args: A) => T | PromiseLike<T>, ...args: A): Task<T>;
    /** Waits for every child; results in spawn order, undefined for one that failed under "supervise" or was cancelled alone. */
    join(options?: WaitOptions): Promise<R[]>;
    /** Cancels all children. The group itself does not fail by that. */
    cancel(reason?: unknown): void;
    /** The results in the order in which they come, like iterating over the group. */
    values(): AsyncIterableIterator<PromiseSettledResult<R>>;
    /** Cancels and awaits the stragglers: a disposer cannot see how the block ended, and waiting could hang. */
    dispose(): Promise<void>;
  }

  /**
   * Runs fn with a new group and leaves when fn and all children have ended. One failure is thrown as it is,
   * several as an AggregateError.
   * @throws what fn or a child throws; AggregateError if several do
   * @throws TypeError when fn is no function
   * ```js
   * import { sleep, taskGroup } from "lariat:task";
   * const results = await taskGroup(async (group) => {
   *   group.spawn(async () => { await sleep(10); return "slow"; });
   *   group.spawn(async () => "fast");
   *   return group.join();
   * });
   * console.log(results);
   * // Output: [ 'slow', 'fast' ]
   * ```
   */
  export function taskGroup<T, R = unknown>(fn: (group: TaskGroup<R>) => T | PromiseLike<T>, options?: TaskGroupOptions): Promise<T>;

  /**
   * A group for `await using`, which cancels what still runs at the end of the block; join() waits for it.
   * ```js
   * import { sleep, TaskGroup } from "lariat:task";
   * {
   *   await using group = new TaskGroup();
   *   group.spawn(async () => { try { await sleep("1h"); } finally { console.log("cancelled"); } });
   * }
   * // Output: cancelled
   * ```
   */
  export const TaskGroup: { new <R = unknown>(options?: TaskGroupOptions): TaskGroup<R> };

  type Thunk<T> = () => T | PromiseLike<T>;

  /**
   * Promise.all over functions: the first failure cancels the others and waits for them.
   * @throws what the first that fails throws; AggregateError with `onError: "collect"`
   * @throws TypeError when fns is no iterable of functions
   * ```js
   * import { all } from "lariat:task";
   * console.log(await all([async () => 1, () => 2]));
   * // Output: [ 1, 2 ]
   * ```
   */
  export function all<T>(fns: Iterable<Thunk<T>>, options?: TaskGroupOptions): Promise<T[]>;

  /**
   * Promise.race over functions: the losers are cancelled and awaited, as the children of a group are.
   * @throws RangeError when there is no function
   * ```js
   * import { race, sleep } from "lariat:task";
   * console.log(await race([() => sleep("1h"), async () => { await sleep(5); return "winner"; }]));
   * // Output: winner
   * ```
   */
  export function race<T>(fns: Iterable<Thunk<T>>, options?: WaitOptions): Promise<T>;

  /**
   * Promise.any over functions: the first success cancels the others and waits for them.
   * @throws AggregateError when all fail
   * ```js
   * import { any } from "lariat:task";
   * console.log(await any([() => { throw new Error("no"); }, () => "yes"]));
   * // Output: yes
   * ```
   */
  export function any<T>(fns: Iterable<Thunk<T>>, options?: WaitOptions): Promise<T>;

  /** Options of the concurrent maps. */
  export interface MapOptions extends WaitOptions {
    /** How many items are worked on at once: no bound by default, 16 for imap. */
    concurrency?: Concurrency;
    /** "throw" (default): the first failure cancels the rest. "collect": one AggregateError at the end, whose errors carry `index`. "skip": failed items are left out. */
    onError?: "throw" | "collect" | "skip";
    /**
     * Hears how many items are done, at most once a turn of the loop. What it throws ends the map.
     *
     * ```js
     * import { map, sleep } from "lariat:task";
     * let last;
     * await map([10, 20], async (ms) => { await sleep(ms); }, { onProgress: (progress) => { last = progress; } });
     * console.log(`${last.done} of ${last.total}, ${last.failed} failed`); // 2 of 2, 0 failed
     * ```
     */
    onProgress?: (progress: MapProgress) => void;
  }

  /** How far a concurrent map has come. */
  export interface MapProgress {
    /** Items that are done, the failed ones among them. */
    done: number;
    /** Items that have failed. */
    failed: number;
    /** How many there are: at once for an array, a Set or a Map, else when the last was read. */
    total?: number;
  }

  /**
   * Runs fn on every item, some at a time; results in the order of the items. Items are pulled as they are needed,
   * from any iterable; after a failure the rest is cancelled and awaited, and the iterable is closed.
   * @throws what fn throws for the first item that fails; AggregateError with `onError: "collect"`
   * @throws TypeError when items is no iterable, or fn no function
   * @throws RangeError when `concurrency` is less than 1
   * ```js
   * import { map, sleep } from "lariat:task";
   * const squares = await map([3, 1, 2], async (n) => { await sleep(n); return n * n; }, { concurrency: 2 });
   * console.log(squares);
   * // Output: [ 9, 1, 4 ]
   * ```
   */
  export function map<T, R>(items: AnyIterable<T>, fn: (item: T, index: number) => R | PromiseLike<R>, options?: MapOptions): Promise<R[]>;

  /**
   * map as an async iterator with backpressure: no more than `concurrency` items are worked on, and no more than
   * `buffer` results wait (as many as `concurrency` by default). Leaving the loop cancels the rest and waits for it,
   * and for the `return` method of `items`: as from a plain loop over them, its error is thrown unless there is one already.
   * The work, and with it the timeout, begins with the first call of next().
   * @throws TypeError when items is no iterable, or fn no function; the iterator throws what fn throws
   * @throws RangeError when `concurrency` is less than 1
   * ```js
   * import { imap } from "lariat:task";
   * for await (const n of imap([1, 2, 3], (n) => n * 10)) console.log(n);
   * // Output:
   * // 10
   * // 20
   * // 30
   * ```
   */
  export function imap<T, R>(items: AnyIterable<T>, fn: (item: T, index: number) => R | PromiseLike<R>, options?: MapOptions & { ordered?: boolean; buffer?: number }): AsyncIterableIterator<R>;

  /**
   * map without results.
   * @throws as map does
   * ```js
   * import { forEach } from "lariat:task";
   * await forEach(["a", "b"], (letter) => console.log(letter), { concurrency: 1 });
   * // Output:
   * // a
   * // b
   * ```
   */
  export function forEach<T>(items: AnyIterable<T>, fn: (item: T, index: number) => unknown, options?: MapOptions): Promise<void>;

  /**
   * Calls fn in a context in which the variable has the value, wherever fn goes on.
   * Variables that follow the flow of control through await, timers and every callback that lariat keeps
   * (https://github.com/tc39/proposal-async-context).
   * ```js
   * import { AsyncContext, sleep } from "lariat:task";
   * const user = new AsyncContext.Variable({ name: "user", defaultValue: "nobody" });
   * await user.run("ann", async () => { await sleep(1); console.log(user.get()); });
   * console.log(user.get());
   * // Output:
   * // ann
   * // nobody
   * ```
   */
  export namespace AsyncContext {
    class Variable<T> {
      constructor(options?: { name?: string; defaultValue?: T; transferable?: boolean });
      readonly name: string;
      /** Whether the value goes along when work is sent to a worker. */
      readonly transferable: boolean;
      /**
       * The value in the present context: that of the innermost run(), or the default.
       * ```js
       * import { AsyncContext } from "lariat:task";
       * const user = new AsyncContext.Variable({ name: "user", defaultValue: "nobody" });
       * console.log(user.get(), user.run("ann", () => user.get()));
       * // Output: nobody ann
       * ```
       */
      get(): T | undefined;
      /**
       * ```js
       * import { AsyncContext, sleep } from "lariat:task";
       * const user = new AsyncContext.Variable();
       * await user.run("ann", async () => {
       *   await sleep(1);
       *   console.log(user.get()); // also after an await
       * });
       * // Output: ann
       * ```
       */
      run<R>(value: T, fn: (...args: any[]) => R, ...args: any[]): R;
    }
    class Snapshot {
      constructor();
      /**
       * Calls fn in the context in which the snapshot was made.
       * ```js
       * import { AsyncContext } from "lariat:task";
       * const user = new AsyncContext.Variable();
       * const snapshot = user.run("ann", () => new AsyncContext.Snapshot());
       * console.log(user.get(), snapshot.run(() => user.get()));
       * // Output: undefined ann
       * ```
       */
      run<R>(fn: (...args: any[]) => R, ...args: any[]): R;
      /**
       * Makes a function that calls fn in the present context.
       * ```js
       * import { AsyncContext } from "lariat:task";
       * const user = new AsyncContext.Variable();
       * const name = user.run("ann", () => AsyncContext.Snapshot.wrap(() => user.get()));
       * console.log(name());
       * // Output: ann
       * ```
       */
      static wrap<F extends (...args: any[]) => any>(fn: F): F;
    }
  }

  /**
   * Node's name for a context variable; node:async_hooks exports the same class.
   * ```js
   * import { AsyncLocalStorage } from "lariat:task";
   * const storage = new AsyncLocalStorage();
   * storage.run({ id: 7 }, () => console.log(storage.getStore().id));
   * // Output: 7
   * ```
   */
  export class AsyncLocalStorage<T> {
    /**
     * Calls fn in a context in which the storage has the value.
     * ```js
     * import { AsyncLocalStorage } from "lariat:task";
     * const requests = new AsyncLocalStorage();
     * console.log(requests.run({ id: 7 }, () => requests.getStore().id));
     * // Output: 7
     * ```
     */
    run<R>(store: T, fn: (...args: any[]) => R, ...args: any[]): R;
    /**
     * The value in the present context.
     * ```js
     * import { AsyncLocalStorage } from "lariat:task";
     * const requests = new AsyncLocalStorage();
     * console.log(requests.getStore());
     * // Output: undefined
     * ```
     */
    getStore(): T | undefined;
    /**
     * Calls fn in a context in which the storage has no value.
     * ```js
     * import { AsyncLocalStorage } from "lariat:task";
     * const requests = new AsyncLocalStorage();
     * requests.run(7, () => console.log(requests.exit(() => requests.getStore()), requests.getStore()));
     * // Output: undefined 7
     * ```
     */
    exit<R>(fn: (...args: any[]) => R, ...args: any[]): R;
    /**
     * Gives the storage a value for the rest of the present function and all that it starts.
     * ```js
     * import { AsyncLocalStorage } from "lariat:task";
     * const requests = new AsyncLocalStorage();
     * requests.enterWith(7);
     * await null;
     * console.log(requests.getStore());
     * // Output: 7
     * ```
     */
    enterWith(store: T): void;
    /**
     * Takes the value away, for the rest of the present function.
     * ```js
     * import { AsyncLocalStorage } from "lariat:task";
     * const requests = new AsyncLocalStorage();
     * requests.enterWith(7);
     * requests.disable();
     * console.log(requests.getStore());
     * // Output: undefined
     * ```
     */
    disable(): void;
    /**
     * Makes a function that calls fn in the present context.
     * ```js
     * import { AsyncLocalStorage } from "lariat:task";
     * const requests = new AsyncLocalStorage();
     * const id = requests.run(7, () => AsyncLocalStorage.bind(() => requests.getStore()));
     * console.log(id());
     * // Output: 7
     * ```
     */
    static bind<F extends (...args: any[]) => any>(fn: F): F;
    /**
     * Makes a function that calls others in the present context.
     * ```js
     * import { AsyncLocalStorage } from "lariat:task";
     * const requests = new AsyncLocalStorage();
     * const within = requests.run(7, () => AsyncLocalStorage.snapshot());
     * console.log(within(() => requests.getStore()));
     * // Output: 7
     * ```
     */
    static snapshot(): <R>(fn: (...args: any[]) => R, ...args: any[]) => R;
  }
}

/** What has a meaning here of Node's async_hooks. */
declare module "node:async_hooks" {
  export { AsyncLocalStorage } from "lariat:task";

  /**
   * Keeps the variables of the place where it was made, for callbacks that come from somewhere else.
   * @throws TypeError when the type is empty
   * ```js
   * import { AsyncLocalStorage, AsyncResource } from "node:async_hooks";
   * const storage = new AsyncLocalStorage();
   * const resource = storage.run("kept", () => new AsyncResource("job"));
   * console.log(storage.getStore(), resource.runInAsyncScope(() => storage.getStore()));
   * // Output: undefined kept
   * ```
   */
  export class AsyncResource {
    constructor(type: string);
    /**
     * Calls fn in the context in which the resource was made.
     * ```js
     * import { AsyncLocalStorage, AsyncResource } from "node:async_hooks";
     * const requests = new AsyncLocalStorage();
     * const resource = requests.run(7, () => new AsyncResource("request"));
     * console.log(resource.runInAsyncScope((more) => requests.getStore() + more, null, 1));
     * // Output: 8
     * ```
     */
    runInAsyncScope<R>(fn: (...args: any[]) => R, thisArg?: unknown, ...args: any[]): R;
    /**
     * Does nothing, and returns the resource: it is there for programs that were written for Node.
     * ```js
     * import { AsyncResource } from "node:async_hooks";
     * const resource = new AsyncResource("request");
     * console.log(resource.emitDestroy() === resource);
     * // Output: true
     * ```
     */
    emitDestroy(): this;
    /**
     * Makes a function that calls fn in the present context.
     * ```js
     * import { AsyncLocalStorage, AsyncResource } from "node:async_hooks";
     * const requests = new AsyncLocalStorage();
     * const id = requests.run(7, () => AsyncResource.bind(() => requests.getStore()));
     * console.log(id());
     * // Output: 7
     * ```
     */
    static bind<F extends (...args: any[]) => any>(fn: F): F;
  }
}
