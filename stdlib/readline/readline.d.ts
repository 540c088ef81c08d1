/** Lines of a stream, as Node v20 has them. On a terminal the line that is being typed is edited by the terminal. */
declare module "node:readline" {
  import EventEmitter from "node:events";

  /** What an interface is made with. */
  export interface InterfaceOptions {
    /** Where lines are read from. */
    input: any;
    /** Where questions and prompts are written to. */
    output?: any;
    terminal?: boolean;
    /** What prompt() writes; "> " unless said otherwise. */
    prompt?: string;
    /** Milliseconds within which a line feed belongs to the carriage return before it; at least 100. */
    crlfDelay?: number;
    historySize?: number;
    /** Closes the interface when it is aborted. */
    signal?: AbortSignal;
  }
  /** Reads lines: a "line" event for each, or for await; "close" at the end. */
  export class Interface extends EventEmitter implements AsyncIterable<string> {
    constructor(options: InterfaceOptions);
    readonly line: string;
    readonly cursor: number;
    readonly terminal: boolean;
    /** Writes a question and calls back with the next line. */
    question(query: string, callback: (answer: string) => void): void;
    question(query: string, options: { signal?: AbortSignal }, callback: (answer: string) => void): void;
    prompt(): void;
    getPrompt(): string;
    setPrompt(prompt: string): void;
    pause(): this;
    resume(): this;
    /** Gives text as if it had been typed. */
    write(text: string): void;
    close(): void;
    [Symbol.asyncIterator](): AsyncIterableIterator<string>;
  }
  /**
   * Makes an interface.
   *
   * ```js
   * import { createInterface } from "node:readline";
   * import { Readable } from "node:stream";
   * const input = Readable.from(["one\ntw", "o\r\nthree"]);
   * for await (const line of createInterface({ input })) console.log(line);
   * // Output:
   * // one
   * // two
   * // three
   * ```
   */
  export function createInterface(options: InterfaceOptions): Interface;
  /** Clears a line of a terminal: left of the cursor (-1), right of it (1) or all of it (0). */
  export function clearLine(stream: any, direction: -1 | 0 | 1, callback?: () => void): boolean;
  /** Clears a terminal from the cursor down. */
  export function clearScreenDown(stream: any, callback?: () => void): boolean;
  /** Moves the cursor to a column, or to a column and a row. */
  export function cursorTo(stream: any, x: number, y?: number, callback?: () => void): boolean;
  /** Moves the cursor from where it is. */
  export function moveCursor(stream: any, dx: number, dy: number, callback?: () => void): boolean;
  /** Does nothing: a terminal gives whole lines here, and no keys. */
  export function emitKeypressEvents(stream: any): void;
  /** The module "node:readline/promises". */
  export const promises: typeof import("node:readline/promises");
}

/** The same with questions that return promises. */
declare module "node:readline/promises" {
  /** Reads lines; question() resolves with the answer and rejects with an AbortError when there will be none. */
  export const Interface: new (options: import("node:readline").InterfaceOptions) => ReturnType<typeof createInterface>;
  /** Makes an interface. */
  export function createInterface(options: import("node:readline").InterfaceOptions): Omit<import("node:readline").Interface, "question"> & AsyncIterable<string> & {
    question(query: string, options?: { signal?: AbortSignal }): Promise<string>;
  };
  /** Gathers moves of the cursor, which commit() writes at once. */
  export class Readline {
    constructor(stream: any, options?: { autoCommit?: boolean });
    clearLine(direction: -1 | 0 | 1): this;
    clearScreenDown(): this;
    cursorTo(x: number, y?: number): this;
    moveCursor(dx: number, dy: number): this;
    commit(): Promise<void>;
    rollback(): this;
  }
}
