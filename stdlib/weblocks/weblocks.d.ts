/**
 * Named locks that all isolates of a program share (https://w3c.github.io/web-locks/), and the global navigator.
 *
 * A name is locked while the callback of a request runs, and for as long as the promise that it returns is pending.
 * Requests for a name are served in the order of the calls. A worker that dies gives back what it holds. A request that
 * nobody can serve any more, because every task of the program waits for another, rejects with a DeadlockError that
 * says who holds the lock and where. `lariat:lock` has locks without names, with tokens and more kinds.
 */

/** How a lock is held: alone, or together with others that are shared. */
type LockMode = "exclusive" | "shared";

/** How a lock is asked for. */
interface LockOptions {
  /** "exclusive" unless said otherwise. */
  mode?: LockMode;
  /** Takes the lock only if nobody has it and nobody waits for it; otherwise the callback is called with null. */
  ifAvailable?: boolean;
  /** Takes the lock from whoever has it, and passes those who wait. Their requests reject with an "AbortError". */
  steal?: boolean;
  /** Ends the wait; it has no power over a callback that was called. AbortSignal.timeout(ms) limits it in time. */
  signal?: AbortSignal;
}

/** A lock that was granted. */
interface Lock {
  readonly name: string;
  readonly mode: LockMode;
}

/** The class of the argument of a callback; scripts cannot construct it. */
declare var Lock: {
  prototype: Lock;
};

/** A lock, or a wait for one, in a snapshot. */
interface LockInfo {
  name: string;
  mode: LockMode;
  /** The isolate; it has no other meaning. */
  clientId: string;
}

/** What the locks of the program are at a moment. */
interface LockManagerSnapshot {
  /** In the order in which they were granted. */
  held: LockInfo[];
  /** In the order in which they will be served, name by name. */
  pending: LockInfo[];
}

/** The locks of a program. */
interface LockManager {
  /**
   * Waits for the lock of a name, calls the callback with it, and gives it back when what the callback returns has
   * settled. The result is that of the callback. The wait ends with the ambient scope, too.
   * @throws DOMException "NotSupportedError" for a name that begins with "-" and for options that cannot be combined:
   * steal with ifAvailable or a shared mode, signal with either of the two; "AbortError" when the lock is stolen
   * @throws DeadlockError when nobody can ever give the lock back
   * @throws the reason of the signal
   */
  request<T>(name: string, callback: (lock: Lock) => T): Promise<Awaited<T>>;
  request<T>(name: string, options: LockOptions, callback: (lock: Lock | null) => T): Promise<Awaited<T>>;
  /** Tells which locks are held and waited for now, in all isolates of the program. */
  query(): Promise<LockManagerSnapshot>;
}

/** The class of navigator.locks; scripts cannot construct it. */
declare var LockManager: {
  prototype: LockManager;
};

/** What a script can ask about where it runs. */
interface Navigator {
  /** How many isolates can run at the same time. */
  readonly hardwareConcurrency: number;
  /** Always "en-US". */
  readonly language: string;
  /** Always ["en-US"]. */
  readonly languages: readonly string[];
  /** The locks of the program. */
  readonly locks: LockManager;
  /** The system as browsers name it: "Linux x86_64", "MacIntel", "Win32". */
  readonly platform: string;
  /** "lariat/" with the version, or "lariat". */
  readonly userAgent: string;
}

/** The class of navigator; scripts cannot construct it. */
declare var Navigator: {
  prototype: Navigator;
};

/**
 * What a script can ask about where it runs, and the locks of the program.
 * ```js
 * const { locks } = navigator;
 * const log = [];
 * const account = (name) => locks.request("account", async (lock) => {
 *   log.push(`${name} has ${lock.name}`);
 *   await new Promise((resolve) => setTimeout(resolve, 5));
 *   log.push(`${name} is done`);
 * });
 * await Promise.all([account("one"), account("two")]);
 * console.log(log);
 * await locks.request("account", { mode: "shared" }, async () => {
 *   const { held } = await locks.query();
 *   console.log(held[0].name, held[0].mode);
 *   await locks.request("account", { ifAvailable: true }, (lock) => console.log(lock));
 * });
 * // Output:
 * // [ 'one has account', 'one is done', 'two has account', 'two is done' ]
 * // account shared
 * // null
 * ```
 */
declare var navigator: Navigator;

declare module "web:locks" {
  export const Lock: typeof globalThis.Lock;
  export const LockManager: typeof globalThis.LockManager;
  export const Navigator: typeof globalThis.Navigator;
  export const navigator: typeof globalThis.navigator;
}
