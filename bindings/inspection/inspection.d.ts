/**
 * What the tasks of a program wait for, who holds what, and why the program is still alive: in all of its isolates.
 *
 * Each isolate answers for itself, between two of its turns: nobody is stopped. One whose script has been running for 100 ms
 * is shown as busy, with the line that it is on. The functions wait for the answers, at most that long.
 *
 * Waits, and what keeps the program alive, are always on record with their lines. Which tasks there are, who made them and
 * where, and which locks, is put on record from the first import of this module on, which costs about 0.2 µs a task; so a
 * program imports it at its beginning. Times are milliseconds since 1970 by the clock of the loop, durations milliseconds.
 */
declare module "lariat:inspect" {
  import type { Duration } from "lariat:errors";

  /** Something that a task waits for. */
  export interface TaskWait {
    /** "timer", "interval", "operation", or the kind of lock: "Mutex", "Channel". */
    kind: string;
    /** Its name: Mutex "db". */
    resource: string;
    /** When the wait began. */
    since: number;
    /** The tasks that have it, and where they took it. */
    heldBy?: string;
    /** When a timer fires. */
    due?: number;
    /** The line that waits: file:line:column. */
    at: string;
  }

  /** A task that has not ended, with those that it has made. */
  export interface TaskNode {
    /** The number that messages show: task "fetch" (#7). 0 for a busy isolate. */
    id: number;
    name: string;
    /**
     * "running" is the one that asks, "waiting" one whose waits are listed. A "suspended" one awaits a promise of which
     * nothing more is known. "busy" is an isolate that has not answered.
     */
    state: "running" | "waiting" | "suspended" | "busy";
    /** The number of the isolate that runs it. */
    isolate: number;
    /** The line that made it, "" if that is not on record; the line that a busy isolate is on. */
    createdAt: string;
    /** When it was made, null if that is not on record. */
    since: number | null;
    /** The oldest of its waits. */
    waitingFor?: TaskWait;
    /** All that it waits for, oldest first. */
    waits: TaskWait[];
    children: TaskNode[];
  }

  /**
   * The tasks that have not ended, by who made whom: the main program first, then each worker that is busy or has tasks of its
   * own. A task that runs in a worker stands beneath the one that gave it away.
   * ```js
   * import { tasks } from "lariat:inspect";
   * import { sleep, taskGroup } from "lariat:task";
   * await taskGroup(async (group) => {
   *   group.spawn({ name: "visit" }, () => sleep(10));
   *   await null;
   *   const [{ name, children: [visit] }] = tasks();
   *   console.log(name, visit.name, visit.state, visit.waitingFor.kind); // main visit waiting timer
   * });
   * ```
   */
  export function tasks(): [TaskNode, ...TaskNode[]];

  /**
   * Prints the tree of tasks() to standard output, in lines such as
   *
   *     task "main" (#1), running
   *     └─ task "reader" (#2) at main.js:12:9
   *            waits for Mutex "db" at main.js:5:30, for 1.5 s, held by task "writer" (#3) at main.js:4:22
   * ```js
   * import { printTasks } from "lariat:inspect";
   * printTasks(); // task "main" (#1), running
   * ```
   */
  export function printTasks(): void;

  /** A lock, or whatever else tasks wait for in line. */
  export interface LockInfo {
    /** The name that was given, or "". */
    name: string;
    /** "Mutex", "Semaphore", "Channel". */
    kind: string;
    /** Kind and name, or kind and number: Mutex "db". */
    label: string;
    /** The tasks that hold it, and where they took it; null when nobody does. */
    owner: string | null;
    /** For how long the first of them has held it; 0 when that is not known. */
    heldFor: number;
    /** Who waits for it, longest first. */
    waiting: { task: string; for: number; at: string }[];
  }

  /**
   * The locks of "lariat:lock" that are on record, and everything that somebody waits for in line.
   * ```js
   * import { locks } from "lariat:inspect";
   * import { Mutex } from "lariat:lock";
   * const db = new Mutex({ name: "db" });
   * using token = await db.lock();
   * const [{ label, owner, waiting }] = locks();
   * console.log(label, owner.startsWith('task "main"'), waiting.length); // Mutex "db" true 0
   * ```
   */
  export function locks(): LockInfo[];

  /** Something that keeps an isolate alive. */
  export interface HandleInfo {
    /** "timer", "interval", "operation", "port", "worker", "worker pool", "task" and so on. */
    kind: string;
    /** What it is, if that has a name: "fs.readFile". */
    name: string;
    /** The line that made it, "" when that is not known. */
    at: string;
    /** When it began. */
    since: number;
    /** When a timer fires. */
    due?: number;
    /** The number of the isolate. */
    isolate: number;
  }

  /**
   * Why the program is still alive: timers, operations, servers, ports, tasks in workers. What was unref()ed is left out.
   * ```js
   * import { handles } from "lariat:inspect";
   * const timer = setInterval(() => {}, 1000);
   * for (const { kind, at } of handles()) console.log(kind, at.includes(":")); // interval true
   * clearInterval(timer);
   * ```
   */
  export function handles(): HandleInfo[];

  /**
   * The bytes of all objects of the process that have not been collected, and the isolates of the program. How much of the
   * memory belongs to which isolate is not known.
   * ```js
   * import { memory } from "lariat:inspect";
   * const { heap, isolates } = memory();
   * console.log(heap > 0, isolates.length, isolates[0].name); // true 1 main
   * ```
   */
  export function memory(): { heap: number; isolates: { id: number; name: string }[] };

  /** What a trace may have: turns of the loops, tasks, waits in line, locks that are held, tasks that run in workers, timers, operations. */
  export type TraceCategory = "turn" | "task" | "wait" | "lock" | "worker" | "timer" | "operation";

  /** A trace that is being made. */
  export interface Trace extends AsyncDisposable {
    /**
     * Ends the trace and gives it, as JSON in UTF-8; if `file` was given it has been written there, with the powers that the
     * script has. Called again it gives the same. `await using` calls it.
     * ```js
     * import { startTrace } from "lariat:inspect";
     * const trace = startTrace({ categories: ["turn"] });
     * await null;
     * const bytes = await trace.stop();
     * console.log(JSON.parse(new TextDecoder().decode(bytes)).otherData.format); // 1
     * ```
     */
    stop(): Promise<Uint8Array>;
  }

  /**
   * Traces all isolates of the program, until stop(): what ran when, who waited for whom, and where. The result is in the
   * form of Chrome's trace events, for ui.perfetto.dev or chrome://tracing. `lariat run --trace FILE` traces a whole program, and
   * `lariat trace FILE` makes a page for the browser of a trace.
   *
   * Each isolate is a thread, with its turns as slices and in them a slice for each task that ran. Spans that may overlap are
   * pairs of "b" and "e" with one id: the lives of tasks ("task"), waits in line ("wait", with `heldBy`), holds of locks
   * ("lock"), runs of a task in another isolate ("worker", with the number that the task has where it was made), timers
   * and operations. The details are in `args`: the task, `at`, the line, and `unfinished` for what has not ended when the
   * trace does. Times are microseconds since the beginning, by the clock of the program. Of a million events no more are
   * kept: `otherData.dropped` counts the others.
   *
   * While no trace is made there is nothing to pay. A program has one trace at a time.
   * @throws TypeError when there is a trace already, or a category that there is not
   * ```js
   * import { startTrace } from "lariat:inspect";
   * import { Mutex } from "lariat:lock";
   * import { all, sleep } from "lariat:task";
   * const trace = startTrace();
   * const db = new Mutex({ name: "db" });
   * const use = () => db.with(() => sleep(1));
   * await all([use, use]);
   * const { traceEvents } = JSON.parse(new TextDecoder().decode(await trace.stop()));
   * const wait = traceEvents.find(({ cat, ph }) => cat === "wait" && ph === "b");
   * console.log(wait.name, wait.args.heldBy.startsWith("task"));
   * // Output: Mutex "db" true
   * ```
   */
  export function startTrace(options?: { file?: string; categories?: Iterable<TraceCategory> }): Trace;

  /**
   * Writes a warning to standard error, once, for each wait in line that lasts for `over`: which task waits for what, where,
   * and who has it. If the tasks wait in a circle the warning says so, also while timers and other tasks keep the program
   * alive, so that nobody can be told of a deadlock yet. It holds for all isolates, and for waits that begin from now on; the
   * result ends it.
   * @throws RangeError when `over` is no duration
   * ```js
   * import { warnOnLockWait } from "lariat:inspect";
   * import { Mutex } from "lariat:lock";
   * const stop = warnOnLockWait("5s");
   * using token = await new Mutex().lock(); // at once: no warning
   * stop();
   * ```
   */
  export function warnOnLockWait(over: Duration): () => void;
}
