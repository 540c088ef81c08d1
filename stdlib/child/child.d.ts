/**
 * Other programs, as Node v20 has them. A script needs the permission to run each of them. A program is killed when the
 * scope that started it is cancelled and when the script's runtime ends, unless it is detached.
 */
declare module "node:child_process" {
  import EventEmitter from "node:events";
  import { Readable, Writable } from "node:stream";

  /** A standard stream: a pipe, nothing, or that of this program. */
  type Stdio = "pipe" | "overlapped" | "ignore" | "inherit" | 0 | 1 | 2 | { fd: number } | null | undefined;
  interface CommonOptions {
    /** Where it runs. */
    cwd?: string | URL;
    /** Its environment; process.env unless given. */
    env?: Record<string, string | undefined>;
    /** Milliseconds after which it is killed. */
    timeout?: number;
    /** What it is killed by; "SIGTERM" unless given. */
    killSignal?: string | number;
    /** Runs the file and its arguments as a command line. */
    shell?: boolean | string;
    windowsHide?: boolean;
  }
  interface SpawnOptions extends CommonOptions {
    argv0?: string;
    stdio?: "pipe" | "ignore" | "inherit" | Stdio[];
    /** It has a group of its own and outlives this program. */
    detached?: boolean;
    /** Kills it when it is aborted. */
    signal?: AbortSignal;
  }
  interface ExecOptions extends CommonOptions {
    /** "utf8" unless given; "buffer" gives bytes. */
    encoding?: string | null;
    /** How many bytes of output end the program; 1 MiB unless given. */
    maxBuffer?: number;
    signal?: AbortSignal;
  }
  interface SyncOptions extends CommonOptions {
    input?: string | ArrayBufferView;
    stdio?: "pipe" | "ignore" | "inherit" | Stdio[];
    encoding?: string | null;
    maxBuffer?: number;
  }
  /** Told when a program has ended: the error has the code, or the signal, and the command. */
  type ExecCallback = (error: (Error & { code?: number | string; killed?: boolean; signal?: string | null; cmd?: string }) | null, stdout: any, stderr: any) => void;

  /** A program that was started. It emits "spawn", "exit" with a code and a signal, "close" when its streams are closed too, and "error". */
  export class ChildProcess extends EventEmitter {
    private constructor();
    readonly pid: number | undefined;
    readonly stdin: Writable;
    readonly stdout: Readable;
    readonly stderr: Readable;
    readonly stdio: [Writable | null, Readable | null, Readable | null];
    readonly exitCode: number | null;
    readonly signalCode: string | null;
    readonly killed: boolean;
    readonly spawnfile: string;
    readonly spawnargs: string[];
    /** Sends a signal, "SIGTERM" unless given, and tells whether there was somebody to take it. */
    kill(signal?: string | number): boolean;
    ref(): void;
    unref(): void;
    [Symbol.dispose](): void;
  }
  /**
   * Starts a program with streams to and from it.
   *
   * ```js
   * import { spawn } from "node:child_process";
   * import { once } from "node:events";
   * const child = spawn("sort", { shell: true });
   * child.stdin.end("pear\napple\n");
   * for await (const text of child.stdout.setEncoding("utf8")) console.log(text.trim().split("\n").join(", "));
   * // Output: apple, pear
   * ```
   */
  export function spawn(file: string, options?: SpawnOptions): ChildProcess;
  export function spawn(file: string, args?: readonly string[] | null, options?: SpawnOptions): ChildProcess;
  /** Runs a command line and gathers what it writes. */
  export function exec(command: string, callback?: ExecCallback): ChildProcess;
  export function exec(command: string, options: ExecOptions | null | undefined, callback?: ExecCallback): ChildProcess;
  /** Runs a program and gathers what it writes. */
  export function execFile(file: string, callback?: ExecCallback): ChildProcess;
  export function execFile(file: string, args: readonly string[] | null | undefined, callback?: ExecCallback): ChildProcess;
  export function execFile(file: string, options: ExecOptions, callback?: ExecCallback): ChildProcess;
  export function execFile(file: string, args: readonly string[] | null | undefined, options: ExecOptions | null | undefined, callback?: ExecCallback): ChildProcess;
  /** Runs a program and waits, with the whole script; it does not throw for what the program does. */
  export function spawnSync(file: string, args?: readonly string[] | null | SyncOptions, options?: SyncOptions): {
    pid: number; output: any[] | null; stdout: any; stderr: any; status: number | null; signal: string | null; error?: Error;
  };
  /**
   * Runs a program, waits, and gives what it has written.
   * @throws Error if it fails, with its status, signal and output
   */
  export function execFileSync(file: string, args?: readonly string[] | null | SyncOptions, options?: SyncOptions): any;
  /** The same for a command line. */
  export function execSync(command: string, options?: SyncOptions): any;
  /**
   * Is not available.
   * @throws Error always: workers run scripts beside this one
   */
  export function fork(module: string, ...rest: unknown[]): never;
}
