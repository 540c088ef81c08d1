/**
 * Tasks of three priorities, as the web has them (https://wicg.github.io/scheduling-apis), and reportError. Tasks run one a
 * turn of the event loop: those of a higher priority first, those of the same in the order in which they were posted, and
 * what goes on after scheduler.yield() before tasks that are new.
 */

/** "user-blocking" before "user-visible" before "background". */
type TaskPriority = "user-blocking" | "user-visible" | "background";

/** How postTask works. */
interface SchedulerPostTaskOptions {
  /** Takes the task back; a TaskSignal gives it its priority, too, which may change while it waits. */
  signal?: AbortSignal;
  /** The priority for good, whatever the signal says. Default: that of the signal, or "user-visible". */
  priority?: TaskPriority;
  /** How long the task waits before it gets in line, in milliseconds. */
  delay?: number;
}

/** The class of scheduler. Scripts cannot construct it. */
interface Scheduler {
  /**
   * Calls a function in a turn of its own and promises what it returns. Both are rejected with the reason of the signal if
   * that ends before the function has begun, and with that of the scope if it has ended.
   * @throws TypeError for a callback that is no function, for an unknown priority, for a negative delay
   * ```js
   * scheduler.postTask(() => console.log("third"), { priority: "background" });
   * scheduler.postTask(() => console.log("second"));
   * scheduler.postTask(() => console.log("first"), { priority: "user-blocking" });
   * // Output:
   * // first
   * // second
   * // third
   * ```
   */
  postTask<T>(callback: () => T | PromiseLike<T>, options?: SchedulerPostTaskOptions): Promise<T>;
  /**
   * Lets others have a turn, and goes on before new tasks of the same priority.
   * ```js
   * const other = scheduler.postTask(() => console.log("another task"));
   * for (let i = 0; i < 2; i++) {
   *   await scheduler.yield();
   *   console.log("part", i);
   * }
   * await other;
   * // Output:
   * // part 0
   * // part 1
   * // another task
   * ```
   */
  yield(): Promise<void>;
}

declare var Scheduler: { prototype: Scheduler };

/** The tasks of this isolate. */
declare var scheduler: Scheduler;

/** A signal that carries a priority. */
interface TaskSignal extends AbortSignal {
  readonly priority: TaskPriority;
  /** Called when the priority has changed. */
  onprioritychange: ((event: TaskPriorityChangeEvent) => any) | null;
}

/** The class of the signals of a TaskController. Scripts cannot construct it. */
declare var TaskSignal: {
  prototype: TaskSignal;
  /** A signal that ends with the first of several, with a priority of its own or that of another signal. */
  any(signals: Iterable<AbortSignal>, init?: { priority?: TaskPriority | TaskSignal }): TaskSignal;
};

/** An AbortController whose signal has a priority. */
interface TaskController extends AbortController {
  readonly signal: TaskSignal;
  /**
   * Changes the priority of the signal, and of the tasks that wait with it.
   * @throws DOMException "NotAllowedError" while it is being changed
   */
  setPriority(priority: TaskPriority): void;
}

/**
 * Governs tasks.
 * ```js
 * const controller = new TaskController({ priority: "background" });
 * scheduler.postTask(() => console.log("second"));
 * scheduler.postTask(() => console.log("first"), { signal: controller.signal });
 * controller.setPriority("user-blocking");
 * // Output:
 * // first
 * // second
 * ```
 */
declare var TaskController: { prototype: TaskController; new (init?: { priority?: TaskPriority }): TaskController };

/** The event prioritychange. */
interface TaskPriorityChangeEvent extends Event {
  readonly previousPriority: TaskPriority;
}

/** The class of the event prioritychange. */
declare var TaskPriorityChangeEvent: {
  prototype: TaskPriorityChangeEvent;
  new (type: string, init: EventInit & { previousPriority: TaskPriority }): TaskPriorityChangeEvent;
};

/**
 * Reports a value as an error that nobody has caught: process.on("uncaughtException") gets it, or the program ends.
 * ```js
 * process.on("uncaughtException", (error) => console.log("reported:", error.message));
 * reportError(new Error("a plugin has failed"));
 * console.log("and on it goes");
 * // Output:
 * // and on it goes
 * // reported: a plugin has failed
 * ```
 */
declare function reportError(error: any): void;

declare module "web:scheduler" {
  export const Scheduler: typeof globalThis.Scheduler;
  export const TaskController: typeof globalThis.TaskController;
  export const TaskPriorityChangeEvent: typeof globalThis.TaskPriorityChangeEvent;
  export const TaskSignal: typeof globalThis.TaskSignal;
  export const reportError: typeof globalThis.reportError;
  export const scheduler: typeof globalThis.scheduler;
}
