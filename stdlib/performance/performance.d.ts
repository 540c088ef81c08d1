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
  /** ["mark", "measure"]. */
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

declare module "node:perf_hooks" {
  export {
    performance, Performance, PerformanceEntry, PerformanceMark, PerformanceMeasure, PerformanceObserver, PerformanceObserverEntryList,
  } from "web:performance";
}

declare module "perf_hooks" {
  export {
    performance, Performance, PerformanceEntry, PerformanceMark, PerformanceMeasure, PerformanceObserver, PerformanceObserverEntryList,
  } from "web:performance";
}
