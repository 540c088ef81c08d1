/**
 * Workers as the web has them (https://html.spec.whatwg.org/multipage/workers.html) and, as node:worker_threads, as Node
 * has them. A worker is an isolate: a JavaScript engine of its own, on a goroutine of its own. It starts in a fraction of
 * a millisecond and shares nothing with others but what is made for that: see lariat:shared and lariat:lock.
 * For functions that run elsewhere, with results, limits and cancellation, lariat:worker is the better tool.
 *
 * - A worker runs a module. Relative URLs are those of the script that calls new Worker, as in import; new
 *   URL("./task.js", import.meta.url) says the same. data: and blob: URLs of JavaScript or TypeScript work, http: does not.
 * - A worker ends when it has nothing to do: no timer, no operation, no listener for messages. With a listener it lives
 *   until close(), terminate() or process.exit(), which ends the worker alone. It ends with the one that made it.
 * - A worker that runs keeps alive the one that made it, unless unref() says otherwise. But when every isolate of the
 *   program only waits for messages of the others, none can come: then the program ends, where Node would hang.
 * - An error that nobody catches ends the worker. If nobody listens for "error" at the Worker, it is an uncaught error of
 *   the one that made it. Messages that were posted before arrive before.
 */

/** How a Worker is made. */
interface WorkerOptions {
  /** There are modules only; "classic" is refused. */
  type?: "module";
  /** What the worker finds in self.name, and what reports call it. */
  name?: string;
  /** The environment that it sees in process.env; the same as here unless given. */
  env?: Record<string, string | undefined>;
  /** What the worker may do to the world outside: what the program may ("inherit", the default), nothing, or what is listed. */
  permissions?: "inherit" | "none" | import("lariat:worker").Permissions;
}

/** A worker, as the one that made it sees it. */
interface Worker extends EventTarget {
  /**
   * Sends a value to the worker, a copy but for what is in the transfer list. Messages wait until it listens.
   * @throws DOMException "DataCloneError" for what cannot be copied or moved
   */
  postMessage(message: any, transfer: Iterable<Transferable>): void;
  postMessage(message: any, options?: { transfer?: Iterable<Transferable> }): void;
  /** Ends the worker at its next instruction; no finally block runs, and no event but "close" comes any more. */
  terminate(): void;
  /** Keeps the program alive for as long as the worker runs, as it does by itself. */
  ref(): void;
  /** Lets the program end although the worker runs. */
  unref(): void;
  /** Called with each message of the worker. */
  onmessage: ((event: MessageEvent) => any) | null;
  /** Called for a message that cannot be read here. */
  onmessageerror: ((event: MessageEvent) => any) | null;
  /** Called with the error that ended the worker. To listen is to deal with it. */
  onerror: ((event: ErrorEvent) => any) | null;
  /** Called when the worker has ended, in whatever way, after everything else. */
  onclose: ((event: Event) => any) | null;
}

/**
 * Starts a worker. In it, self is the global object: postMessage, onmessage, onmessageerror, onerror,
 * addEventListener, name and close() are there, and everything that the program has.
 * @param url of the module, relative to the calling script
 * @throws DOMException "SyntaxError" for what is no URL, "NotSupportedError" for one that cannot be loaded and for
 * type: "classic"; a file that is missing or wrong is an "error" event
 * ```js
 * const source = `
 *   onmessage = ({ data }) => {
 *     if (data === 0) throw new RangeError("no division by zero");
 *     postMessage(10 / data);
 *   };
 * `;
 * const worker = new Worker(`data:text/javascript,${encodeURIComponent(source)}`, { type: "module", name: "divider" });
 * worker.onmessage = ({ data }) => {
 *   console.log(data);
 *   worker.postMessage(0);
 * };
 * worker.onerror = ({ message, lineno, error }) => console.log(message, lineno, error instanceof RangeError);
 * worker.onclose = () => console.log("ended");
 * worker.postMessage(4);
 * // Output:
 * // 2.5
 * // Uncaught RangeError: no division by zero 3 true
 * // ended
 * ```
 */
declare var Worker: {
  prototype: Worker;
  new (url: string | URL, options?: WorkerOptions): Worker;
};

declare module "web:worker" {
  export const Worker: typeof globalThis.Worker;
}

/**
 * Workers as Node has them. What cannot be honest here throws a ModuleError that says so: SHARE_ENV, resourceLimits, the
 * options stdin, stdout and stderr, moveMessagePortToContext. execArgv is ignored.
 */
declare module "node:worker_threads" {
  import type { EventEmitter } from "node:events";

  /** How a Worker is made. */
  interface WorkerOptions {
    /** What follows the program in process.argv of the worker. */
    argv?: unknown[];
    /** The environment that it sees in process.env; a copy of the one here unless given. */
    env?: Record<string, string | undefined>;
    /** Says that the first argument is the text of a program and not its name. It is a module that has require. */
    eval?: boolean;
    /** What reports call it. */
    name?: string;
    /** What it finds as workerData: a copy. */
    workerData?: any;
    /** What is moved with workerData rather than copied. */
    transferList?: Transferable[];
  }

  /** A worker, as the one that made it sees it. Events: online, message (value), messageerror, error, exit (code). */
  export class Worker extends EventEmitter {
    /**
     * Starts a worker.
     * @param filename an absolute path, one relative to the working directory that begins with "./" or "../", or a
     * URL object of the scheme file or data
     * @throws TypeError for any other name; DOMException "DataCloneError" for workerData that cannot be copied
     * ```js
     * import { Worker, isMainThread } from "node:worker_threads";
     * const worker = new Worker(`
     *   const { parentPort, workerData, isMainThread } = require("node:worker_threads");
     *   parentPort.once("message", (n) => parentPort.postMessage([n + workerData, isMainThread]));
     * `, { eval: true, workerData: 40 });
     * worker.on("message", (value) => console.log(value, isMainThread));
     * worker.on("exit", (code) => console.log("exit", code));
     * worker.postMessage(2);
     * // Output:
     * // [ 42, false ] true
     * // exit 0
     * ```
     */
    constructor(filename: string | URL, options?: WorkerOptions);
    /** The number of the worker, unique in the process; -1 once it has ended. */
    readonly threadId: number;
    readonly threadName: string;
    /** Empty: there are none. */
    readonly resourceLimits: object;
    readonly stdin: null;
    readonly stdout: null;
    readonly stderr: null;
    /** Sends a value to the worker's parentPort. */
    postMessage(value: any, transfer?: Iterable<Transferable>): void;
    /** Ends the worker at its next instruction, and promises its exit code. */
    terminate(): Promise<number>;
    /** Keeps the program alive for as long as the worker runs, as it does by itself. */
    ref(): void;
    /** Lets the program end although the worker runs. */
    unref(): void;
    /** Rejects with a ModuleError: there are no snapshots of one isolate. */
    getHeapSnapshot(): Promise<never>;
    /** The same as terminate(). */
    [Symbol.asyncDispose](): Promise<void>;
  }

  /** False in every worker, those of lariat:worker too. */
  export const isMainThread: boolean;
  /** The number of the isolate, 0 in the main program. */
  export const threadId: number;
  /** In a worker that was made with new Worker: the port to the one that made it. */
  export const parentPort: MessagePort | null;
  /** What the worker was made with. */
  export const workerData: any;
  /** Empty: there are none. */
  export const resourceLimits: object;
  /** Not supported as the value of env. */
  export const SHARE_ENV: unique symbol;
  /** The global of that name. */
  export const MessageChannel: typeof globalThis.MessageChannel;
  /** The global of that name. */
  export const MessagePort: typeof globalThis.MessagePort;
  /** The global of that name. */
  export const BroadcastChannel: typeof globalThis.BroadcastChannel;
  /** Takes one message from a port, whether or not anybody listens; undefined if there is none. */
  export function receiveMessageOnPort(port: MessagePort): { message: any } | undefined;
  /** Makes transfer lists refuse an object. */
  export function markAsUntransferable(object: object): void;
  /** Whether an object was marked. */
  export function isMarkedAsUntransferable(object: object): boolean;
  /** Throws a ModuleError: there are no contexts. */
  export function moveMessagePortToContext(port: MessagePort, context: object): never;
  /** Sets a value that workers made from here on get a copy of; undefined takes it away. */
  export function setEnvironmentData(key: any, value?: any): void;
  /** The value that was set here, or by the one that made this worker before it did so. */
  export function getEnvironmentData(key: any): any;
}
