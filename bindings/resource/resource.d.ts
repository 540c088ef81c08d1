/**
 * A pool that lends what is costly to make: connections, sessions, parsers.
 *
 * Callers are served in the order of their calls, higher priorities first, and every wait obeys the ambient scope. No
 * place is ever lost: not to a create that fails or hangs, not to a caller who leaves, not to a destroy that throws. A
 * pool and what it lends belong to one isolate; neither can be posted to a worker, which makes a pool of its own.
 */
declare module "lariat:resource" {
  import type { Duration, WaitOptions } from "lariat:errors";

  /** What a pool does to a resource with a function of its owner. */
  export type PoolStep = "create" | "validate" | "reset" | "destroy";

  /** A lease as stats() and onLeak show it. */
  export interface HeldLease {
    /** For how long it has been out, in milliseconds. */
    heldFor: number;
    /** Where it was acquired: file:line:column. */
    at: string;
    /** The task that acquired it: task "main" (#1). */
    task: string;
  }

  /** How a pool stands. */
  export interface PoolStats {
    /** The resources there are: idle, borrowed, or being validated, reset or destroyed. */
    size: number;
    idle: number;
    borrowed: number;
    /** Callers in line. */
    waiting: number;
    /** Calls of create under way. */
    creating: number;
    /** Resources so far. */
    created: number;
    destroyed: number;
    /** Callers so far whose wait took too long. */
    timeouts: number;
    /** What is out, oldest first. */
    leases: HeldLease[];
  }

  /** What new ResourcePool() takes. validate, reset and destroy may be async and have five seconds. */
  export interface ResourcePoolOptions<R> {
    /**
     * Makes a resource. If it fails, the caller who has waited longest gets the error. It is not bound to a caller: when
     * one leaves, the resource is for the next. The signal fires when createTimeout has passed or the pool is closed; a
     * resource that comes after that is destroyed.
     */
    create: (ctx: { signal: AbortSignal }) => R | PromiseLike<R>;
    /** Ends a resource. Its place is free when it is done, or has failed. */
    destroy?: (resource: R) => unknown;
    /** Says whether a resource that was used before is still good, each time before it is lent. One that is not is destroyed. */
    validate?: (resource: R) => boolean | PromiseLike<boolean>;
    /** Makes a resource that came back ready for the next. If it fails, the resource is destroyed. */
    reset?: (resource: R) => unknown;
    /** How many resources are kept ready, made ahead. Default 0. */
    min?: number;
    /** How many there are at most. Default 10. */
    max?: number;
    /** How long a resource beyond `min` may lie idle. Default 30 s. */
    idleTimeout?: Duration;
    /** How old a resource may become; one that is out is replaced when it comes back. Default: no limit. */
    maxLifetime?: Duration;
    /** How often a resource is lent before it is replaced. Default: no limit. */
    maxUses?: number;
    /** The timeout of an acquire() that names none. Default: no limit. */
    acquireTimeout?: Duration;
    /** How long a create may take before it counts as failed. Default: no limit. */
    createTimeout?: Duration;
    /** How many callers may wait for a resource that somebody else has. Default: any number. */
    maxWaiting?: number;
    /** Lends the resource that came back last, so that the others may end; else the one that has been idle longest. */
    lifo?: boolean;
    /** Tells of each lease that has been out for longer: to onLeak, or as a warning on stderr with the line of the acquire. */
    leakWarning?: Duration;
    /** Is called once for each lease that is out for longer than leakWarning. */
    onLeak?: (lease: HeldLease) => unknown;
    /**
     * Is told of the errors that no caller gets: those of validate, reset and destroy, and those of a create that nobody
     * waits for. Default: a warning on stderr.
     */
    onError?: (error: unknown, step: PoolStep) => unknown;
    /** Appears in errors and reports. */
    name?: string;
  }

  /** The right to use a resource, until it is given back: by release(), by destroy() or by `await using`. */
  export interface Lease<R> extends AsyncDisposable {
    /**
     * The resource.
     * @throws ClosedError when it was given back
     */
    readonly resource: R;
    /** Whether it was not given back yet. */
    readonly held: boolean;
    /** Gives the resource back and resolves when it is ready for the next. It never rejects; a second call does nothing. */
    release(): Promise<void>;
    /** Gives back a resource that is broken: it is destroyed. It never rejects; a second call does nothing. */
    destroy(): Promise<void>;
  }

  /**
   * Lends resources and takes them back. It can be given wherever `concurrency` is asked for.
   * ```js
   * import { ResourcePool } from "lariat:resource";
   * import { sleep } from "lariat:task";
   * let made = 0;
   * await using pool = new ResourcePool({
   *   create: async () => { await sleep(5); return { id: ++made, async query(text) { return `${this.id}: ${text}`; } }; },
   *   max: 2,
   * });
   * {
   *   await using lease = await pool.acquire({ timeout: "1s" });
   *   console.log(await lease.resource.query("select 1"), pool.borrowed);
   * }
   * console.log(await pool.use((connection) => connection.query("select 2")), pool.idle);
   * // Output:
   * // 1: select 1 1
   * // 1: select 2 1
   * ```
   */
  export class ResourcePool<R> implements AsyncDisposable {
    constructor(options: ResourcePoolOptions<R>);
    /** The name that was given, or "". */
    readonly name: string;
    /** How many resources there are. */
    readonly size: number;
    /** How many of them can be had at once. */
    readonly idle: number;
    /** How many leases are out. */
    readonly borrowed: number;
    /** How many callers wait. */
    readonly waiting: number;
    /**
     * Waits in line for a resource.
     * @throws whatever create threw, if this caller's turn came when it failed
     * @throws DOMException "TimeoutError" or signal.reason
     * @throws ClosedError
     * @throws QueueFullError when maxWaiting callers wait already
     * @throws DeadlockError when nothing is left that could bring a resource
     * ```js
     * import { ResourcePool } from "lariat:resource";
     * const pool = new ResourcePool({ create: () => ({}), max: 1, name: "sessions" });
     * const lease = await pool.acquire();
     * try {
     *   await pool.acquire({ timeout: 10 });
     * } catch (error) {
     *   console.log(error.name, pool.stats().timeouts);
     * }
     * await lease.release();
     * // Output: TimeoutError 1
     * ```
     */
    acquire(options?: WaitOptions & { priority?: number }): Promise<Lease<R>>;
    /**
     * Never waits, and creates nothing: a lease of an idle resource, or null.
     * ```js
     * import { ResourcePool } from "lariat:resource";
     * await using pool = new ResourcePool({ create: () => ({}), max: 1, min: 1 });
     * (await pool.acquire()).release(); // one is there now
     * await using lease = pool.tryAcquire();
     * console.log(typeof lease.resource, pool.tryAcquire());
     * // Output: object null
     * ```
     */
    tryAcquire(): Lease<R> | null;
    /**
     * Lends a resource to fn and takes it back, whatever fn does; the result is there when the resource is back.
     * ```js
     * import { ResourcePool } from "lariat:resource";
     * await using pool = new ResourcePool({ create: async () => ({ query: (text) => text.length }), max: 1 });
     * console.log(await pool.use((db) => db.query("select 1"), { timeout: "1s" }), pool.borrowed);
     * // Output: 8 0
     * ```
     */
    use<T>(fn: (resource: R) => T | PromiseLike<T>, options?: WaitOptions & { priority?: number }): Promise<T>;
    /**
     * How the pool stands now, with holder, age and line of each lease.
     * ```js
     * import { ResourcePool } from "lariat:resource";
     * const pool = new ResourcePool({ create: () => ({}) });
     * const lease = await pool.acquire();
     * const { size, leases } = pool.stats();
     * console.log(size, leases[0].task);
     * await lease.release();
     * // Output: 1 task "main" (#1)
     * ```
     */
    stats(): PoolStats;
    /**
     * Destroys all resources that are idle and resolves with their number when they are gone. `min` is made anew.
     * ```js
     * import { ResourcePool } from "lariat:resource";
     * const pool = new ResourcePool({ create: () => ({}) });
     * await pool.use(() => {});
     * console.log(await pool.evict(), pool.size);
     * // Output: 1 0
     * ```
     */
    evict(): Promise<number>;
    /**
     * Refuses everybody who waits or comes, and resolves when the last resource has come back and is destroyed. With
     * `drop` the leases that are out end at once. `await using` closes it too, and waits five seconds at most.
     * @throws DOMException "TimeoutError" when that takes longer; the pool is closed all the same
     * @throws DeadlockError when nothing is left that could give a lease back
     * ```js
     * import { ResourcePool } from "lariat:resource";
     * const pool = new ResourcePool({ create: () => "connection", destroy: (r) => console.log("end of", r), max: 1 });
     * await pool.use(() => {});
     * await pool.close({ timeout: "1s" });
     * await pool.acquire().catch((error) => console.log(error.code));
     * // Output:
     * // end of connection
     * // ERR_CLOSED
     * ```
     */
    close(options?: WaitOptions & { drop?: boolean }): Promise<void>;
    [Symbol.asyncDispose](): Promise<void>;
  }
}
