/** The console of Node (https://nodejs.org/api/console.html), with the same output. */

/** How values are shown; the options of Node's util.inspect. */
interface ConsoleInspectOptions {
  showHidden?: boolean;
  /** How many levels of an object are shown; null is all. The default is 2. */
  depth?: number | null;
  colors?: boolean;
  customInspect?: boolean;
  showProxy?: boolean;
  maxArrayLength?: number | null;
  maxStringLength?: number | null;
  breakLength?: number;
  compact?: boolean | number;
  sorted?: boolean | ((a: string, b: string) => number);
  getters?: boolean | "get" | "set";
  numericSeparator?: boolean;
}

/** A stream that a Console prints to. */
interface ConsoleStream {
  write(text: string): unknown;
  /** Whether it is a terminal, which shows colors. */
  readonly isTTY?: boolean;
}

/** What a Console is made with. */
interface ConsoleOptions {
  stdout: ConsoleStream;
  /** The default is stdout. */
  stderr?: ConsoleStream;
  /** Drops the errors of the streams, which is the default. */
  ignoreErrors?: boolean;
  /** The default is "auto": what the stream is. */
  colorMode?: boolean | "auto";
  inspectOptions?: ConsoleInspectOptions;
  /** Spaces for each group, 2 by default. */
  groupIndentation?: number;
}

/** Prints. The methods need no `this`: they can be handed around. */
interface Console {
  /** Prints values to the standard output. A string with %s %d %i %f %j %o %O or %c takes those that follow it. */
  log(...values: unknown[]): void;
  /** The same as log. */
  info(...values: unknown[]): void;
  /** The same as log. */
  debug(...values: unknown[]): void;
  /** The same as log. */
  dirxml(...values: unknown[]): void;
  /** Prints values to the error stream. */
  warn(...values: unknown[]): void;
  /** The same as warn. */
  error(...values: unknown[]): void;
  /** Prints values and the stack to the error stream. */
  trace(...values: unknown[]): void;
  /** Prints "Assertion failed" and the values to the error stream, unless `condition` holds. */
  assert(condition?: unknown, ...values: unknown[]): void;
  /** Prints one value, with options and without what a class says of its objects. */
  dir(value?: unknown, options?: ConsoleInspectOptions): void;
  /** Prints rows as a table, with a column for each property or for those that are named. */
  table(data?: unknown, properties?: readonly string[]): void;
  /** Prints values and indents the lines that follow. */
  group(...values: unknown[]): void;
  /** The same as group. */
  groupCollapsed(...values: unknown[]): void;
  /** Ends a group. */
  groupEnd(): void;
  /** Prints how often it was called with this label. */
  count(label?: string): void;
  /** Begins a count anew. */
  countReset(label?: string): void;
  /** Starts a timer. */
  time(label?: string): void;
  /** Prints how long a timer has run, and values. */
  timeLog(label?: string, ...values: unknown[]): void;
  /** Prints how long a timer has run, and ends it. */
  timeEnd(label?: string): void;
  /** Clears the terminal, if the output is one. */
  clear(): void;
  /** The class, for consoles over streams of one's own. */
  readonly Console: {
    prototype: Console;
    new (stdout: ConsoleStream, stderr?: ConsoleStream, ignoreErrors?: boolean): Console;
    new (options: ConsoleOptions): Console;
  };
}

/**
 * Prints to the standard streams. Every call is one Write, and a stream that fails is no error of the script. There are
 * colors on a terminal, unless the environment has NO_COLOR.
 * ```js
 * console.log("%s has %d items:", "basket", 2, ["apple", { pears: 3 }]);
 * console.group("prices");
 * console.table([{ name: "apple", price: 1.5 }, { name: "pear", price: 2 }], ["price"]);
 * console.groupEnd();
 * // Output:
 * // basket has 2 items: [ 'apple', { pears: 3 } ]
 * // prices
 * //   ┌─────────┬───────┐
 * //   │ (index) │ price │
 * //   ├─────────┼───────┤
 * //   │ 0       │ 1.5   │
 * //   │ 1       │ 2     │
 * //   └─────────┴───────┘
 * ```
 */
declare var console: Console;

declare module "node:console" {
  /**
   * A console over streams of one's own.
   * ```js
   * import { Console } from "node:console";
   * const lines = [];
   * const report = new Console({ stdout: { write: (text) => lines.push(text) }, inspectOptions: { depth: 0 } });
   * report.log("cart", { items: [1, 2] });
   * console.log(lines);
   * // Output: [ 'cart { items: [Array] }\n' ]
   * ```
   */
  export const Console: typeof console.Console;
  /** The methods of the global console. */
  export const log: typeof console.log, info: typeof console.info, debug: typeof console.debug, dirxml: typeof console.dirxml,
    warn: typeof console.warn, error: typeof console.error, trace: typeof console.trace, assert: typeof console.assert,
    dir: typeof console.dir, table: typeof console.table, group: typeof console.group,
    groupCollapsed: typeof console.groupCollapsed, groupEnd: typeof console.groupEnd, count: typeof console.count,
    countReset: typeof console.countReset, time: typeof console.time, timeLog: typeof console.timeLog,
    timeEnd: typeof console.timeEnd, clear: typeof console.clear;
  /** The global console. */
  export default console;
}

declare module "console" {
  export {
    Console, default, log, info, debug, dirxml, warn, error, trace, assert, dir, table, group, groupCollapsed, groupEnd, count,
    countReset, time, timeLog, timeEnd, clear,
  } from "node:console";
}
