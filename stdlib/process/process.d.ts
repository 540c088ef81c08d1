/** The running program, as Node v20 shows it. */
declare module "node:process" {
  import type { EventEmitter } from "node:events";

  /** What happens to a program. A listener of "uncaughtException" or "unhandledRejection" keeps it alive. */
  export interface ProcessEvents {
    /** Nothing is left to do; new work keeps the program alive. */
    beforeExit: [code: number];
    /** The program ends: only what the listener does at once is still done. */
    exit: [code: number];
    /** An exception that nobody caught; origin is "uncaughtException" or "unhandledRejection". */
    uncaughtException: [error: unknown, origin: string];
    /** The same, seen before and without any effect. */
    uncaughtExceptionMonitor: [error: unknown, origin: string];
    /** A promise that was rejected while nobody listened. */
    unhandledRejection: [reason: unknown, promise: Promise<unknown>];
    /** Such a promise, once somebody listens. */
    rejectionHandled: [promise: Promise<unknown>];
    /** A warning of emitWarning. */
    warning: [warning: Error];
    SIGINT: [name: "SIGINT", number: number];
    SIGTERM: [name: "SIGTERM", number: number];
    /**
     * Any other signal that the system lets a program hear, by its name. The command lariat hears it from the first listener on;
     * without one any more it does again what it does to a program.
     */
    SIGHUP: [name: "SIGHUP", number: number];
    SIGUSR2: [name: "SIGUSR2", number: number];
  }

  /** The object process. */
  export interface Process extends EventEmitter {
    on<K extends keyof ProcessEvents>(name: K, listener: (...args: ProcessEvents[K]) => void): this;
    on(name: string | symbol, listener: (...args: any[]) => void): this;
    once<K extends keyof ProcessEvents>(name: K, listener: (...args: ProcessEvents[K]) => void): this;
    once(name: string | symbol, listener: (...args: any[]) => void): this;
    readonly argv: string[];
    readonly argv0: string;
    readonly execArgv: string[];
    readonly execPath: string;
    readonly env: Record<string, string | undefined>;
    exitCode: number | string | null | undefined;
    readonly pid: number;
    readonly ppid: number;
    readonly title: string;
    readonly platform: string;
    readonly arch: string;
    readonly version: string;
    readonly versions: Record<"node" | "lariat" | "goja" | "go", string>;
    readonly release: { name: string };
    readonly features: Record<string, boolean>;
    readonly config: object;
    readonly stdin: ReadStream;
    readonly stdout: WriteStream;
    readonly stderr: WriteStream;
    noDeprecation?: boolean;
    throwDeprecation?: boolean;
    traceDeprecation?: boolean;
    exit: typeof exit;
    reallyExit: typeof reallyExit;
    cwd: typeof cwd;
    chdir: typeof chdir;
    uptime: typeof uptime;
    hrtime: typeof hrtime;
    cpuUsage: typeof cpuUsage;
    memoryUsage: typeof memoryUsage;
    nextTick: typeof nextTick;
    emitWarning: typeof emitWarning;
    getBuiltinModule: typeof getBuiltinModule;
    setUncaughtExceptionCaptureCallback: typeof setUncaughtExceptionCaptureCallback;
    hasUncaughtExceptionCaptureCallback: typeof hasUncaughtExceptionCaptureCallback;
    resourceUsage: typeof resourceUsage;
    loadEnvFile: typeof loadEnvFile;
    openStdin: typeof openStdin;
    abort: typeof abort;
    assert: typeof assert;
    setSourceMapsEnabled: typeof setSourceMapsEnabled;
    readonly allowedNodeEnvironmentFlags: ReadonlySet<string>;
    readonly debugPort: number;
    umask: typeof umask;
    availableMemory: typeof availableMemory;
    constrainedMemory: typeof constrainedMemory;
    getActiveResourcesInfo: typeof getActiveResourcesInfo;
    readonly report: typeof report;
  }
  /** The object is the module itself. */
  export default process;

  /**
   * The program, the script and the arguments behind it.
   * ```js
   * const [program, script, ...args] = process.argv;
   * console.log(typeof program, typeof script, args.length);
   * // Output:
   * // string string 0
   * ```
   */
  export const argv: string[];
  /** The name that the program was called by. */
  export const argv0: string;
  /** Always empty. */
  export const execArgv: string[];
  /** The path of the program. */
  export const execPath: string;
  /** A copy of the environment that the host lets the script see. What is set becomes text. */
  export const env: Record<string, string | undefined>;
  /** The code with which the program ends when it ends by itself, as it was when the module was imported. */
  export const exitCode: number | string | undefined;
  /** The number of the process. */
  export const pid: number;
  /** The number of the process that started it. */
  export const ppid: number;
  /** "lariat". */
  export const title: string;
  /** The system: "linux", "darwin" or "win32". */
  export const platform: string;
  /** The processor: "x64" or "arm64". */
  export const arch: string;
  /** The version of Node whose behaviour the modules have. */
  export const version: string;
  /** That version, and those of lariat, its engine and Go. */
  export const versions: Record<"node" | "lariat" | "goja" | "go", string>;
  /** What packages look at to tell Node from others. */
  export const release: { name: string };
  /** What Node was built with, and lariat mostly was not. */
  export const features: Record<string, boolean>;
  /** Empty: there is no build configuration to show. */
  export const config: object;
  /**
   * The standard input. Nothing is read, and nothing keeps the program alive, before somebody asks.
   * ```js
   * let text = "";
   * for await (const chunk of process.stdin.setEncoding("utf8")) text += chunk;
   * console.log(text.length);
   * // Output:
   * // 0
   * ```
   */
  export const stdin: ReadStream;
  /** The standard output. */
  export const stdout: WriteStream;
  /** The standard error stream. */
  export const stderr: WriteStream;

  /** The standard input: a stream of Buffers, or of text once an encoding is set. Its events are data, readable, end, error and close. */
  export interface ReadStream extends EventEmitter, AsyncIterable<any> {
    readonly fd: number;
    /** True on a terminal, otherwise not there. */
    readonly isTTY?: boolean;
    readonly readable: boolean;
    readonly destroyed: boolean;
    /** Makes the stream one of text; characters are never cut. */
    setEncoding(encoding?: string): this;
    /** Hands out data as events. */
    resume(): this;
    /** Stops that; a read on its way does not keep the program alive. */
    pause(): this;
    isPaused(): boolean;
    /** The next chunk that has been read, or null. */
    read(): any;
    /** Hands all data to a stream that can be written. */
    pipe<T extends { write(chunk: any): unknown; end(): unknown }>(target: T): T;
    /** Makes a read keep the program alive. */
    ref(): this;
    /** Lets the program end while a read waits. */
    unref(): this;
    destroy(error?: unknown): this;
  }

  /** A stream that is written at once. Its events are error and finish. */
  export interface WriteStream extends EventEmitter {
    readonly fd: number;
    /** True on a terminal, otherwise not there. */
    readonly isTTY?: boolean;
    /** The size of the terminal. */
    readonly columns?: number;
    readonly rows?: number;
    readonly writable: boolean;
    /** Always 0: nothing is kept back. */
    readonly writableLength: number;
    /** Writes text or bytes; always true. @throws TypeError for anything else */
    write(chunk: string | ArrayBufferView, callback?: (error: unknown) => void): boolean;
    write(chunk: string | ArrayBufferView, encoding?: string | null, callback?: (error: unknown) => void): boolean;
    /** Writes the last chunk. The stream of the process stays open. */
    end(chunk?: string | ArrayBufferView | (() => void), encoding?: string | (() => void), callback?: () => void): this;
    cork(): void;
    uncork(): void;
    destroy(): this;
    getWindowSize(): [columns: number | undefined, rows: number | undefined];
    /** The bits of a color, by the environment: 1, 4, 8 or 24. */
    getColorDepth(env?: Record<string, string | undefined>): number;
    hasColors(count?: number, env?: Record<string, string | undefined>): boolean;
    clearLine(direction: -1 | 0 | 1, callback?: () => void): boolean;
    clearScreenDown(callback?: () => void): boolean;
    cursorTo(x: number, y?: number, callback?: () => void): boolean;
    moveCursor(dx: number, dy: number, callback?: () => void): boolean;
  }

  /** Ends the program: listeners of "exit" run, and nothing after them. @throws TypeError if the code is no integer */
  export function exit(code?: number | string | null): never;
  /** Ends the program without listeners. */
  export function reallyExit(code?: number): never;
  /** The folder that relative names start from. */
  export function cwd(): string;
  /**
   * Sends a signal to a process; with 0 it only asks whether there is one. It needs the permission to run "kill".
   * @throws Error with code ESRCH if there is no such process
   */
  export function kill(pid: number, signal?: string | number): true;
  /** The number of the user; not on Windows, nor are the next four. */
  export const getuid: (() => number) | undefined;
  /** The number of the user with whose rights the program runs. */
  export const geteuid: (() => number) | undefined;
  /** The number of the group. */
  export const getgid: (() => number) | undefined;
  /** The number of the group with whose rights the program runs. */
  export const getegid: (() => number) | undefined;
  /** The numbers of all groups of the user. */
  export const getgroups: (() => number[]) | undefined;
  /** Not available: the working directory belongs to the whole host. @throws PermissionError */
  export function chdir(directory: string): never;
  /** Seconds since the runtime began. */
  export function uptime(): number;
  /** Seconds and nanoseconds on a clock that never goes back, or those since an earlier result. hrtime.bigint() gives nanoseconds. */
  export const hrtime: { (since?: [number, number]): [seconds: number, nanoseconds: number]; bigint(): bigint };
  /** Microseconds that the whole process has spent on processors, or those since an earlier result. */
  export function cpuUsage(since?: { user: number; system: number }): { user: number; system: number };
  /** Bytes that the whole process takes, all isolates together. */
  export const memoryUsage: {
    (): { rss: number; heapTotal: number; heapUsed: number; external: number; arrayBuffers: number };
    rss(): number;
  };
  /**
   * Calls a function as a microtask: when the code that runs now has ended, in line with the reactions of promises.
   * What it throws is uncaught.
   * ```js
   * process.nextTick(console.log, "second");
   * console.log("first");
   * // Output:
   * // first
   * // second
   * ```
   */
  export function nextTick(callback: (...args: any[]) => void, ...args: unknown[]): void;
  /** Tells the listeners of "warning"; the first of them prints it to the error stream. */
  export function emitWarning(
    warning: string | Error,
    type?: string | { type?: string; code?: string; detail?: string; ctor?: Function } | Function,
    code?: string | Function,
    ctor?: Function,
  ): void;
  /** The exports of a module of the host, undefined if there is none of the name. */
  export function getBuiltinModule(id: string): any;
  /** Sets the one function that gets exceptions nobody caught; null takes it away. */
  export function setUncaughtExceptionCaptureCallback(fn: ((error: unknown) => void) | null): void;
  /** Whether there is such a function. */
  export function hasUncaughtExceptionCaptureCallback(): boolean;
  /** What the whole process has used: times in microseconds, memory in kilobytes, the rest in numbers of events; on Windows the times alone. */
  export function resourceUsage(): Record<string, number>;
  /**
   * Sets the variables of a file, ".env" if none is named, that are not set yet.
   *
   * @throws Error with the code of the system if the file cannot be read
   */
  export function loadEnvFile(path?: string | URL | ArrayBufferView): void;
  /** process.stdin, which begins to flow. */
  export function openStdin(): ReadStream;
  /** Ends the program with the code 134 at once, which is what a shell tells of a program that aborts; it leaves no core. */
  export function abort(): never;
  /** Throws an Error with the code ERR_ASSERTION unless the condition holds. */
  export function assert(condition: unknown, message?: string): void;
  /** Checks its argument: source maps are always used. */
  export function setSourceMapsEnabled(val: boolean): void;
  /** Empty: lariat reads no flags from NODE_OPTIONS. */
  export const allowedNodeEnvironmentFlags: ReadonlySet<string>;
  /** The port of Node's debugger, of which there is none. */
  export const debugPort: number;
  /**
   * The mask of the modes of new files; on other systems than Linux the usual one.
   *
   * @throws {PermissionError} if it is to become another one: it belongs to the whole host
   */
  export function umask(mask?: number | string): number;
  /** The memory in bytes that the program can still have. */
  export function availableMemory(): number;
  /** The memory in bytes that the system lets the program have; 0 if there is no bound or it does not tell. */
  export function constrainedMemory(): number;
  /**
   * What keeps the program alive: "Timeout" for each timer, and for the rest what lariat calls it.
   * ```js
   * const timer = setTimeout(() => {}, 1000);
   * console.log(process.getActiveResourcesInfo());
   * clearTimeout(timer);
   * // Output: [ 'Timeout' ]
   * ```
   */
  export function getActiveResourcesInfo(): string[];
  /** A diagnostic report: the part of Node's that makes sense of another engine. The settings but directory, filename and compact do nothing. */
  export const report: {
    directory: string; filename: string; compact: boolean; excludeNetwork: boolean; signal: string;
    reportOnFatalError: boolean; reportOnSignal: boolean; reportOnUncaughtException: boolean;
    getReport(error?: Error): object;
    /** Writes it to a file, which needs the permission to, and returns its name. */
    writeReport(file?: string, error?: Error): string;
    writeReport(error?: Error): string;
  };
  /** @throws Error (ERR_FEATURE_UNAVAILABLE_ON_PLATFORM): there are no internal modules */
  export function binding(name: string): never;
  /** @throws Error (ERR_FEATURE_UNAVAILABLE_ON_PLATFORM): native addons are for another engine */
  export function dlopen(module: object, filename: string, flags?: number): never;
  /** @throws {PermissionError}: who runs the program is settled when it starts */
  export function initgroups(user: number | string, extraGroup: number | string): never;
  /** @throws {PermissionError}, as initgroups */
  export function setegid(id: number | string): never;
  /** @throws {PermissionError}, as initgroups */
  export function seteuid(id: number | string): never;
  /** @throws {PermissionError}, as initgroups */
  export function setgid(id: number | string): never;
  /** @throws {PermissionError}, as initgroups */
  export function setgroups(groups: (number | string)[]): never;
  /** @throws {PermissionError}, as initgroups */
  export function setuid(id: number | string): never;
}

/** Terminals. */
declare module "node:tty" {
  /** Whether a standard stream, by its number, is a terminal. */
  export function isatty(fd: number): boolean;
  /** The class of process.stdin. */
  export const ReadStream: { new (fd: number): import("node:process").ReadStream };
  /** The class of process.stdout and process.stderr. */
  export const WriteStream: { new (fd: number): import("node:process").WriteStream };
}

/** The running program: what "node:process" exports. */
declare var process: import("node:process").Process;
