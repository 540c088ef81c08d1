/** A clock and a timeline of marks and measures (https://w3c.github.io/hr-time, https://w3c.github.io/user-timing). */

/** A mark or a measure on the timeline. It never changes. */
interface PerformanceEntry {
  readonly name: string;
  /** "mark" or "measure". */
  readonly entryType: string;
  /** Milliseconds since performance.timeOrigin. */
  readonly startTime: number;
  /** Milliseconds; 0 for a mark. */
  readonly duration: number;
  toJSON(): Record<string, unknown>;
}

/** What marks and measures have in common. Scripts cannot construct it. */
declare var PerformanceEntry: { prototype: PerformanceEntry; new (): PerformanceEntry };

/** How a mark is made. */
interface PerformanceMarkOptions {
  /** Whatever belongs to the mark; it is cloned. Default null. */
  detail?: unknown;
  /** When it was, in milliseconds since performance.timeOrigin; default now. */
  startTime?: number;
}

interface PerformanceMark extends PerformanceEntry {
  readonly detail: any;
}

/**
 * A moment. The constructor does not put it on the timeline; performance.mark() does.
 * @throws TypeError for a negative startTime
 */
declare var PerformanceMark: { prototype: PerformanceMark; new (name: string, options?: PerformanceMarkOptions): PerformanceMark };

/** What a measure spans. Of start, end and duration two at most are given. */
interface PerformanceMeasureOptions {
  /** Whatever belongs to the measure; it is cloned. Default null. */
  detail?: unknown;
  /** The name of a mark, or milliseconds. Default 0, or as the duration says. */
  start?: string | number;
  /** The name of a mark, or milliseconds. Default now, or as the duration says. */
  end?: string | number;
  /** Milliseconds. */
  duration?: number;
}

interface PerformanceMeasure extends PerformanceEntry {
  readonly detail: any;
}

/** The span between two moments. performance.measure() makes them. */
declare var PerformanceMeasure: { prototype: PerformanceMeasure; new (): PerformanceMeasure };

interface Performance extends EventTarget {
  /** When the runtime was started: milliseconds since 1970. */
  readonly timeOrigin: number;
  /**
   * Returns the milliseconds since timeOrigin, with fractions. It never goes back. In virtual time it is virtual.
   * ```js
   * const start = performance.now();
   * await new Promise((resolve) => setTimeout(resolve, 20));
   * console.log(performance.now() - start >= 19);
   * // Output: true
   * ```
   */
  now(): number;
  /**
   * Puts a mark on the timeline and returns it. The timeline keeps 65536 entries, then forgets the oldest.
   * @throws TypeError for a negative startTime, DataCloneError for a detail that cannot be cloned
   * ```js
   * const { name, startTime, detail } = performance.mark("start", { startTime: 5, detail: { id: 1 } });
   * console.log(name, startTime, detail);
   * // Output: start 5 { id: 1 }
   * ```
   */
  mark(name: string, options?: PerformanceMarkOptions): PerformanceMark;
  /**
   * Puts a measure on the timeline and returns it.
   * @param startOrOptions the name of the mark it starts at, default timeOrigin; or options
   * @param endMark the name of the mark it ends at, default now
   * @throws DOMException SyntaxError for a mark that is not there; TypeError when options contradict one another
   * ```js
   * performance.mark("a", { startTime: 10 });
   * performance.mark("b", { startTime: 12.5 });
   * console.log(performance.measure("a to b", "a", "b").duration);
   * console.log(performance.measure("after a", { start: "a", duration: 3 }).startTime);
   * // Output:
   * // 2.5
   * // 10
   * ```
   */
  measure(name: string, startOrOptions?: string | PerformanceMeasureOptions, endMark?: string): PerformanceMeasure;
  /** Returns all entries in the order of their start. */
  getEntries(): PerformanceEntry[];
  /** Returns the entries of a name, and of a type if one is given, in the order of their start. */
  getEntriesByName(name: string, type?: string): PerformanceEntry[];
  /** Returns the entries of a type, "mark" or "measure", in the order of their start. */
  getEntriesByType(type: string): PerformanceEntry[];
  /** Takes the marks off the timeline, or those of a name. */
  clearMarks(name?: string): void;
  /** Takes the measures off the timeline, or those of a name. */
  clearMeasures(name?: string): void;
  toJSON(): { timeOrigin: number };
}

/** The clock and the timeline of this runtime. */
declare var performance: Performance;

/** The class of performance. Scripts cannot construct it. */
declare var Performance: { prototype: Performance; new (): Performance };

/** What an observer is told: entries in the order of their start. */
interface PerformanceObserverEntryList {
  getEntries(): PerformanceEntry[];
  getEntriesByName(name: string, type?: string): PerformanceEntry[];
  getEntriesByType(type: string): PerformanceEntry[];
}

/** The class of what observers are told. Scripts cannot construct it. */
declare var PerformanceObserverEntryList: { prototype: PerformanceObserverEntryList; new (): PerformanceObserverEntryList };

interface PerformanceObserver {
  /**
   * Begins to observe: several types of entries, or one, of which what is on the timeline already may be told too.
   * Types that there are not are none.
   * @throws TypeError unless exactly one of entryTypes and type is given
   * @throws DOMException InvalidModificationError if the other one was given before, without disconnect() since then
   */
  observe(options: { entryTypes: string[] } | { type: string; buffered?: boolean }): void;
  /** Ends to observe. What has not been told is dropped. */
  disconnect(): void;
  /** Returns what has not been told yet, and does not tell it. */
  takeRecords(): PerformanceEntry[];
}

/**
 * Tells a callback of new entries, many at a time, once what runs now has ended.
 * ```js
 * new PerformanceObserver((list) => {
 *   for (const entry of list.getEntries()) console.log(entry.name, entry.duration);
 * }).observe({ entryTypes: ["measure"] });
 * performance.measure("import", { start: 0, duration: 12 });
 * // Output: import 12
 * ```
 */
declare var PerformanceObserver: {
  prototype: PerformanceObserver;
  new (callback: (list: PerformanceObserverEntryList, observer: PerformanceObserver, options: { droppedEntriesCount: number }) => void): PerformanceObserver;
  /** ["function", "mark", "measure"]. */
  readonly supportedEntryTypes: readonly string[];
};

declare module "web:performance" {
  export const performance: typeof globalThis.performance;
  export const Performance: typeof globalThis.Performance;
  export const PerformanceEntry: typeof globalThis.PerformanceEntry;
  export const PerformanceMark: typeof globalThis.PerformanceMark;
  export const PerformanceMeasure: typeof globalThis.PerformanceMeasure;
  export const PerformanceObserver: typeof globalThis.PerformanceObserver;
  export const PerformanceObserverEntryList: typeof globalThis.PerformanceObserverEntryList;
}

interface Performance {
  /**
   * Returns a function that does what fn does, and tells those who observe entries of the type "function" how long it took:
   * until what it returns settles, if that is a promise. histogram records it too, in nanoseconds.
   * ```js
   * const add = performance.timerify(function add(a, b) { return a + b; });
   * new PerformanceObserver((list) => {
   *   for (const { name, detail } of list.getEntries()) console.log(name, detail);
   * }).observe({ entryTypes: ["function"] });
   * add(1, 2);
   * // Output: add [ 1, 2 ]
   * ```
   */
  timerify<F extends (...args: any[]) => any>(fn: F, options?: { histogram?: import("node:perf_hooks").RecordableHistogram }): F;
  /**
   * Tells how long the event loop had nothing to do, and had something, in milliseconds since the first question. With one
   * answer it tells of the time since then, with two of the time between them.
   * ```js
   * const before = performance.eventLoopUtilization();
   * const { utilization } = performance.eventLoopUtilization(before);
   * console.log(utilization);
   * // Output: 1
   * ```
   */
  eventLoopUtilization(util1?: EventLoopUtilization, util2?: EventLoopUtilization): EventLoopUtilization;
  /** An isolate has an engine and a loop at its time origin: what tells of a start is 0. idleTime counts as eventLoopUtilization() does. */
  readonly nodeTiming: PerformanceEntry & {
    readonly nodeStart: number; readonly v8Start: number; readonly environment: number; readonly bootstrapComplete: number;
    readonly loopStart: number; readonly loopExit: number; readonly idleTime: number;
  };
}

/** How long a loop was idle and active, in milliseconds; utilization is the part of the time that it was active. */
interface EventLoopUtilization { idle: number; active: number; utilization: number }

declare module "node:perf_hooks" {
  export {
    performance, Performance, PerformanceEntry, PerformanceMark, PerformanceMeasure, PerformanceObserver, PerformanceObserverEntryList,
  } from "web:performance";

  /** How often there were which values, each to a number of significant figures. */
  export interface Histogram {
    readonly count: number;
    readonly countBigInt: bigint;
    /** What was too large to be recorded. */
    readonly exceeds: number;
    readonly exceedsBigInt: bigint;
    readonly min: number;
    readonly minBigInt: bigint;
    readonly max: number;
    readonly maxBigInt: bigint;
    readonly mean: number;
    readonly stddev: number;
    readonly percentiles: Map<number, number>;
    readonly percentilesBigInt: Map<number, bigint>;
    /** The value that so many percent are not above. */
    percentile(percentile: number): number;
    percentileBigInt(percentile: number): bigint;
    /** Forgets all values. */
    reset(): void;
  }

  export interface RecordableHistogram extends Histogram {
    /** Records a value: an integer from 1. */
    record(val: number | bigint): void;
    /** Records the nanoseconds since the last call; the first one records nothing. */
    recordDelta(): void;
    /** Adds the values of another histogram. */
    add(other: RecordableHistogram): void;
  }

  /** The nanoseconds between the turns of a timer, whose interval is the resolution: what is above that is a delay of the loop. */
  export interface IntervalHistogram extends Histogram {
    /** Begins; false if it had begun. The timer keeps no program alive. */
    enable(): boolean;
    /** Ends; false if it had not begun. */
    disable(): boolean;
  }

  /**
   * Makes a histogram for values from lowest to highest, with so many significant figures, of which there are 1 to 5.
   * ```js
   * import { createHistogram } from "node:perf_hooks";
   * const sizes = createHistogram();
   * for (const size of [1, 5, 10, 1000]) sizes.record(size);
   * console.log(sizes.mean, sizes.percentile(75));
   * // Output: 254 10
   * ```
   */
  export function createHistogram(options?: { lowest?: number | bigint; highest?: number | bigint; figures?: number }): RecordableHistogram;
  /** Makes a histogram of the delay of the event loop; resolution is in milliseconds, 10 if it is not given. */
  export function monitorEventLoopDelay(options?: { resolution?: number }): IntervalHistogram;
  /** Numbers of kinds of garbage collection, of which there are no entries here. */
  export const constants: Readonly<Record<string, number>>;
}

declare module "perf_hooks" {
  export {
    performance, Performance, PerformanceEntry, PerformanceMark, PerformanceMeasure, PerformanceObserver, PerformanceObserverEntryList,
    createHistogram, monitorEventLoopDelay, constants,
  } from "node:perf_hooks";
  export type { Histogram, RecordableHistogram, IntervalHistogram } from "node:perf_hooks";
}
