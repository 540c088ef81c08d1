/**
 * Files in the shapes of Node v20 (https://nodejs.org/docs/latest-v20.x/api/fs.html): calls with a callback, calls in
 * place (…Sync) and, as promises, those of "node:fs/promises". Failures are Errors with code, errno, syscall and path.
 * Streams (createReadStream), watching and what concerns owners are not here; "lariat:fs" has streams of its own.
 */
declare module "node:fs" {
  import EventEmitter from "node:events";
  import { Readable, Writable } from "node:stream";
  import type { Buffer } from "node:buffer";

  /** Text, the bytes of text, or a file: URL. */
  export type PathLike = string | Uint8Array | URL;
  /** Permission bits, or their octal digits. */
  export type Mode = number | string;
  /** A word such as "r", "w+" or "ax", or a number made of the O_ constants. */
  export type OpenMode = string | number;
  /** A date, or seconds since 1970. */
  export type TimeLike = Date | number | string;
  /** How bytes are written as text. */
  export type Encoding = string;
  type EncodingOption = Encoding | { encoding?: Encoding | null } | null;
  /** What a callback is told. */
  export type Callback<A extends unknown[] = []> = (error: any, ...values: A) => void;

  /** What is known of a file. */
  export interface StatsBase<N> {
    readonly dev: N; readonly ino: N; readonly mode: N; readonly nlink: N; readonly uid: N; readonly gid: N; readonly rdev: N;
    readonly size: N; readonly blksize: N; readonly blocks: N;
    readonly atimeMs: N; readonly mtimeMs: N; readonly ctimeMs: N; readonly birthtimeMs: N;
    readonly atime: Date; readonly mtime: Date; readonly ctime: Date; readonly birthtime: Date;
    isFile(): boolean; isDirectory(): boolean; isSymbolicLink(): boolean; isFIFO(): boolean; isSocket(): boolean;
    isBlockDevice(): boolean; isCharacterDevice(): boolean;
  }
  /** Stats in bigints, with times in nanoseconds too. */
  export interface BigIntStats extends StatsBase<bigint> {
    readonly atimeNs: bigint; readonly mtimeNs: bigint; readonly ctimeNs: bigint; readonly birthtimeNs: bigint;
  }
  /** What is known of a file. */
  export interface Stats extends StatsBase<number> {}
  /** The class of what stat() gives. */
  export const Stats: { prototype: Stats };

  /** One thing in a folder, as readdir() with withFileTypes gives it. */
  export class Dirent {
    private constructor();
    readonly name: string;
    /** The folder that it is in. */
    readonly parentPath: string;
    /** @deprecated The same as parentPath. */
    readonly path: string;
    isFile(): boolean; isDirectory(): boolean; isSymbolicLink(): boolean; isFIFO(): boolean; isSocket(): boolean;
    isBlockDevice(): boolean; isCharacterDevice(): boolean;
  }

  export interface StatOptions { bigint?: boolean; throwIfNoEntry?: boolean }
  export interface MkdirOptions { recursive?: boolean; mode?: Mode }
  export interface RmOptions { recursive?: boolean; force?: boolean }
  export interface CopyOptions { recursive?: boolean; force?: boolean; errorOnExist?: boolean }
  export interface ReaddirOptions { encoding?: Encoding | null; withFileTypes?: boolean; recursive?: boolean }
  export interface WriteFileOptions { encoding?: Encoding | null; mode?: Mode; flag?: OpenMode; flush?: boolean; signal?: AbortSignal }
  export interface ReadFileOptions { encoding?: Encoding | null; flag?: OpenMode; signal?: AbortSignal }
  export interface ReadOptions { offset?: number; length?: number; position?: number | bigint | null }
  type Data = string | ArrayBufferView;
  type ReadFileArgument = ReadFileOptions | Encoding | null;

  /** The numbers of access(), copyFile() and open(), and the bits of a mode. */
  export const constants: { readonly [name: string]: number };
  /** Whether a path is there. */
  export const F_OK: 0;
  /** Whether it may be read. */
  export const R_OK: 4;
  /** Whether it may be written. */
  export const W_OK: 2;
  /** Whether it may be run. */
  export const X_OK: 1;
  /** The module "node:fs/promises". */
  export const promises: typeof import("node:fs/promises");

  /**
   * Reads a whole file: as text in an encoding, or as a Buffer. 0 and "/dev/stdin" are the standard input.
   * ```js
   * import fs from "node:fs";
   * fs.writeFileSync("hello.txt", "hello");
   * console.log(fs.readFileSync("hello.txt"), fs.readFileSync("hello.txt", "utf8"));
   * try {
   *   fs.readFileSync("missing.txt");
   * } catch (error) {
   *   console.log(error.code, error.path);
   * }
   * // Output:
   * // <Buffer 68 65 6c 6c 6f> hello
   * // ENOENT missing.txt
   * ```
   */
  export function readFileSync(path: PathLike | number, options: Encoding | { encoding: Encoding; flag?: OpenMode }): string;
  export function readFileSync(path: PathLike | number, options?: { encoding?: null; flag?: OpenMode } | null): Buffer;
  /** Writes a whole file. 1, 2, "/dev/stdout" and "/dev/stderr" are the standard streams. */
  export function writeFileSync(file: PathLike | number, data: Data, options?: WriteFileOptions | Encoding | null): void;
  /** Adds to the end of a file, which is made if it is missing. */
  export function appendFileSync(file: PathLike | number, data: Data, options?: WriteFileOptions | Encoding | null): void;
  /**
   * Tells whether something is at a path that can be looked at. It never throws.
   * ```js
   * import { existsSync, mkdirSync } from "node:fs";
   * mkdirSync("made/of/folders", { recursive: true });
   * console.log(existsSync("made/of"), existsSync("missing"));
   * // Output: true false
   * ```
   */
  export function existsSync(path: PathLike): boolean;
  /** Throws unless the process may do with a path what mode says. */
  export function accessSync(path: PathLike, mode?: number): void;
  /** Describes what a path leads to. With throwIfNoEntry false, undefined says that it is missing. */
  export function statSync(path: PathLike, options: StatOptions & { throwIfNoEntry: false }): Stats | undefined;
  export function statSync(path: PathLike, options: StatOptions & { bigint: true }): BigIntStats;
  export function statSync(path: PathLike, options?: StatOptions): Stats;
  /** Describes what is at a path: for a symbolic link, the link. */
  export function lstatSync(path: PathLike, options: StatOptions & { throwIfNoEntry: false }): Stats | undefined;
  export function lstatSync(path: PathLike, options: StatOptions & { bigint: true }): BigIntStats;
  export function lstatSync(path: PathLike, options?: StatOptions): Stats;
  /** Lists a folder, sorted by name; with recursive, what is in its folders too. */
  export function readdirSync(path: PathLike, options: ReaddirOptions & { withFileTypes: true }): Dirent[];
  export function readdirSync(path: PathLike, options?: ReaddirOptions | Encoding | null): string[];
  /** Makes a folder. With recursive it makes those above too and returns the first one made, if any. */
  export function mkdirSync(path: PathLike, options?: MkdirOptions | Mode | null): string | undefined;
  /** Makes a folder whose name is the prefix and six random characters, and returns its path. */
  export function mkdtempSync(prefix: PathLike, options?: EncodingOption): string;
  /** Removes a file, or with recursive a folder with all in it. */
  export function rmSync(path: PathLike, options?: RmOptions): void;
  /** Removes an empty folder. */
  export function rmdirSync(path: PathLike, options?: { recursive?: boolean }): void;
  /** Removes a file or a link. */
  export function unlinkSync(path: PathLike): void;
  /** Moves a file or folder. */
  export function renameSync(oldPath: PathLike, newPath: PathLike): void;
  /** Copies a file. With COPYFILE_EXCL it fails where the target is there. */
  export function copyFileSync(src: PathLike, dest: PathLike, mode?: number): void;
  /** Copies a file, or with recursive a folder with all in it. A filter is not supported. */
  export function cpSync(src: PathLike, dest: PathLike, options?: CopyOptions): void;
  /** Makes a second name for a file. */
  export function linkSync(existingPath: PathLike, newPath: PathLike): void;
  /** Makes a symbolic link. */
  export function symlinkSync(target: PathLike, path: PathLike, type?: string | null): void;
  /** Returns where a symbolic link leads. */
  export function readlinkSync(path: PathLike, options?: EncodingOption): string;
  /** Returns the absolute path without symbolic links. */
  export const realpathSync: { (path: PathLike, options?: EncodingOption): string; native(path: PathLike, options?: EncodingOption): string };
  /** Sets the permission bits. */
  export function chmodSync(path: PathLike, mode: Mode): void;
  /** Sets the times of the last reading and the last change. */
  export function utimesSync(path: PathLike, atime: TimeLike, mtime: TimeLike): void;
  /** Makes a file exactly so many bytes long. */
  export function truncateSync(path: PathLike, len?: number): void;
  /** Opens a file and returns its descriptor. Only regular files and the null device are opened. */
  export function openSync(path: PathLike, flags?: OpenMode, mode?: Mode): number;
  /** Closes a descriptor. */
  export function closeSync(fd: number): void;
  /** Reads into a view and returns the number of bytes, 0 at the end. Descriptor 0 is the standard input. */
  export function readSync(fd: number, buffer: ArrayBufferView, offset?: number, length?: number, position?: number | bigint | null): number;
  export function readSync(fd: number, buffer: ArrayBufferView, options?: ReadOptions): number;
  /** Writes bytes or text and returns the number of bytes. Descriptors 1 and 2 are the standard streams. */
  export function writeSync(fd: number, buffer: ArrayBufferView, offset?: number, length?: number, position?: number | null): number;
  export function writeSync(fd: number, text: string, position?: number | null, encoding?: Encoding): number;
  /** Describes an open file. */
  export function fstatSync(fd: number, options?: StatOptions): Stats;
  /** Waits until what was written is on the disk. */
  export function fsyncSync(fd: number): void;
  /** The same as fsyncSync(). */
  export function fdatasyncSync(fd: number): void;
  /** Makes an open file exactly so many bytes long. */
  export function ftruncateSync(fd: number, len?: number): void;

  /**
   * Reads a whole file.
   * ```js
   * import { readFile } from "node:fs";
   * readFile("missing.txt", (error, data) => console.log(error.code, data));
   * // Output: ENOENT undefined
   * ```
   */
  export function readFile(path: PathLike | number, callback: Callback<[data: Buffer]>): void;
  export function readFile(path: PathLike | number, options: Encoding | { encoding: Encoding; flag?: OpenMode; signal?: AbortSignal }, callback: Callback<[data: string]>): void;
  export function readFile(path: PathLike | number, options: ReadFileArgument, callback: Callback<[data: any]>): void;
  /** Writes a whole file. */
  export function writeFile(file: PathLike | number, data: Data, callback: Callback): void;
  export function writeFile(file: PathLike | number, data: Data, options: WriteFileOptions | Encoding | null, callback: Callback): void;
  /** Adds to the end of a file. */
  export function appendFile(file: PathLike | number, data: Data, callback: Callback): void;
  export function appendFile(file: PathLike | number, data: Data, options: WriteFileOptions | Encoding | null, callback: Callback): void;
  /** @deprecated Tells whether something is at a path; its callback gets no error. */
  export function exists(path: PathLike, callback: (exists: boolean) => void): void;
  /** Asks whether the process may do with a path what mode says. */
  export function access(path: PathLike, callback: Callback): void;
  export function access(path: PathLike, mode: number | undefined, callback: Callback): void;
  /** Describes what a path leads to. */
  export function stat(path: PathLike, callback: Callback<[stats: Stats]>): void;
  export function stat(path: PathLike, options: StatOptions, callback: Callback<[stats: any]>): void;
  /** Describes what is at a path. */
  export function lstat(path: PathLike, callback: Callback<[stats: Stats]>): void;
  export function lstat(path: PathLike, options: StatOptions, callback: Callback<[stats: any]>): void;
  /** Lists a folder. */
  export function readdir(path: PathLike, callback: Callback<[files: string[]]>): void;
  export function readdir(path: PathLike, options: ReaddirOptions | Encoding | null, callback: Callback<[files: any[]]>): void;
  /** Makes a folder. */
  export function mkdir(path: PathLike, callback: Callback): void;
  export function mkdir(path: PathLike, options: MkdirOptions | Mode | null, callback: Callback<[first?: string]>): void;
  /** Makes a folder whose name is the prefix and six random characters. */
  export function mkdtemp(prefix: PathLike, callback: Callback<[folder: string]>): void;
  export function mkdtemp(prefix: PathLike, options: EncodingOption, callback: Callback<[folder: string]>): void;
  /** Removes a file, or with recursive a folder with all in it. */
  export function rm(path: PathLike, callback: Callback): void;
  export function rm(path: PathLike, options: RmOptions, callback: Callback): void;
  /** Removes an empty folder. */
  export function rmdir(path: PathLike, callback: Callback): void;
  export function rmdir(path: PathLike, options: { recursive?: boolean }, callback: Callback): void;
  /** Removes a file or a link. */
  export function unlink(path: PathLike, callback: Callback): void;
  /** Moves a file or folder. */
  export function rename(oldPath: PathLike, newPath: PathLike, callback: Callback): void;
  /** Copies a file. */
  export function copyFile(src: PathLike, dest: PathLike, callback: Callback): void;
  export function copyFile(src: PathLike, dest: PathLike, mode: number, callback: Callback): void;
  /** Copies a file, or with recursive a folder with all in it. */
  export function cp(src: PathLike, dest: PathLike, callback: Callback): void;
  export function cp(src: PathLike, dest: PathLike, options: CopyOptions, callback: Callback): void;
  /** Makes a second name for a file. */
  export function link(existingPath: PathLike, newPath: PathLike, callback: Callback): void;
  /** Makes a symbolic link. */
  export function symlink(target: PathLike, path: PathLike, callback: Callback): void;
  export function symlink(target: PathLike, path: PathLike, type: string | null | undefined, callback: Callback): void;
  /** Asks where a symbolic link leads. */
  export function readlink(path: PathLike, callback: Callback<[link: string]>): void;
  export function readlink(path: PathLike, options: EncodingOption, callback: Callback<[link: string]>): void;
  /** Asks for the absolute path without symbolic links. */
  export const realpath: {
    (path: PathLike, callback: Callback<[path: string]>): void;
    (path: PathLike, options: EncodingOption, callback: Callback<[path: string]>): void;
    native(path: PathLike, callback: Callback<[path: string]>): void;
  };
  /** Sets the permission bits. */
  export function chmod(path: PathLike, mode: Mode, callback: Callback): void;
  /** Sets the times of the last reading and the last change. */
  export function utimes(path: PathLike, atime: TimeLike, mtime: TimeLike, callback: Callback): void;
  /** Makes a file exactly so many bytes long. */
  export function truncate(path: PathLike, callback: Callback): void;
  export function truncate(path: PathLike, len: number | undefined, callback: Callback): void;
  /** Opens a file. */
  export function open(path: PathLike, callback: Callback<[fd: number]>): void;
  export function open(path: PathLike, flags: OpenMode | undefined, callback: Callback<[fd: number]>): void;
  export function open(path: PathLike, flags: OpenMode | undefined, mode: Mode | null | undefined, callback: Callback<[fd: number]>): void;
  /** Closes a descriptor. */
  export function close(fd: number, callback?: Callback): void;
  /** Reads into a view. */
  export function read<B extends ArrayBufferView>(
    fd: number, buffer: B, offset: number, length: number, position: number | bigint | null, callback: Callback<[bytesRead: number, buffer: B]>): void;
  export function read<B extends ArrayBufferView>(fd: number, buffer: B, callback: Callback<[bytesRead: number, buffer: B]>): void;
  export function read(fd: number, options: ReadOptions & { buffer?: ArrayBufferView }, callback: Callback<[bytesRead: number, buffer: any]>): void;
  /** Writes bytes or text. */
  export function write<B extends ArrayBufferView>(fd: number, buffer: B, callback: Callback<[bytesWritten: number, buffer: B]>): void;
  export function write<B extends ArrayBufferView>(
    fd: number, buffer: B, offset: number, length: number, position: number | null, callback: Callback<[bytesWritten: number, buffer: B]>): void;
  export function write(fd: number, text: string, callback: Callback<[bytesWritten: number, text: string]>): void;
  /** Describes an open file. */
  export function fstat(fd: number, callback: Callback<[stats: Stats]>): void;
  export function fstat(fd: number, options: StatOptions, callback: Callback<[stats: any]>): void;
  /** Waits until what was written is on the disk. */
  export function fsync(fd: number, callback: Callback): void;
  /** The same as fsync(). */
  export function fdatasync(fd: number, callback: Callback): void;
  /** Makes an open file exactly so many bytes long. */
  export function ftruncate(fd: number, callback: Callback): void;
  export function ftruncate(fd: number, len: number | undefined, callback: Callback): void;

  /** What streams of files are made with; a string is the encoding. */
  export interface FileStreamOptions {
    flags?: string; encoding?: Encoding | null; fd?: number | import("node:fs/promises").FileHandle; mode?: number; autoClose?: boolean; emitClose?: boolean;
    /** The first and the last byte that is read, or where writing begins. */
    start?: number; end?: number; highWaterMark?: number; signal?: AbortSignal;
  }
  /** A file that is read as a stream, 64 KiB at a time. */
  export class ReadStream extends Readable {
    private constructor();
    readonly path: string | undefined; readonly pending: boolean; readonly bytesRead: number;
    close(callback?: (error?: Error | null) => void): void;
  }
  /** A file that is written as a stream. */
  export class WriteStream extends Writable {
    private constructor();
    readonly path: string | undefined; readonly pending: boolean; readonly bytesWritten: number;
    close(callback?: (error?: Error | null) => void): void;
  }
  /** An older name of ReadStream. */
  export const FileReadStream: typeof ReadStream;
  /** An older name of WriteStream. */
  export const FileWriteStream: typeof WriteStream;
  /**
   * Reads a file as a stream.
   * ```js
   * import { createReadStream, writeFileSync } from "node:fs";
   * writeFileSync("digits.txt", "0123456789");
   * for await (const text of createReadStream("digits.txt", { encoding: "utf8", start: 2, end: 5 })) console.log(text);
   * // Output: 2345
   * ```
   */
  export function createReadStream(path: PathLike, options?: Encoding | FileStreamOptions): ReadStream;
  /** Writes a file as a stream. */
  export function createWriteStream(path: PathLike, options?: Encoding | FileStreamOptions): WriteStream;
  /** Tells of changes by "change" events, with "change" or "rename" and the name of what has changed, until it is closed. */
  export interface FSWatcher extends EventEmitter {
    close(): void; ref(): this; unref(): this;
  }
  export interface WatchOptions { encoding?: Encoding | "buffer" | null; persistent?: boolean; recursive?: boolean; signal?: AbortSignal }
  type WatchListener = (event: "change" | "rename", filename: string) => void;
  /** Watches a file, or what is in a folder. */
  export function watch(path: PathLike, listener?: WatchListener): FSWatcher;
  export function watch(path: PathLike, options: WatchOptions | Encoding, listener?: WatchListener): FSWatcher;
  /** Looks at a path every now and then, by default every 5007 ms, and tells what was and is known of it when that has changed. */
  export function watchFile(path: PathLike, listener: (now: Stats, before: Stats) => void): EventEmitter;
  export function watchFile(path: PathLike, options: { interval?: number; persistent?: boolean; bigint?: boolean }, listener: (now: any, before: any) => void): EventEmitter;
  /** Ends what watchFile began, for one listener or for all. */
  export function unwatchFile(path: PathLike, listener?: (now: any, before: any) => void): void;
}

/** The calls of "node:fs" as promises. They are waits: the scope they are called in ends them, no signal needed. */
declare module "node:fs/promises" {
  import type { Buffer } from "node:buffer";
  import type {
    BigIntStats, CopyOptions, Dirent, Encoding, FileStreamOptions, MkdirOptions, Mode, OpenMode, PathLike, ReaddirOptions, ReadFileOptions,
    ReadOptions, ReadStream, RmOptions, StatOptions, Stats, TimeLike, WatchOptions, WriteFileOptions, WriteStream,
  } from "node:fs";
  type EncodingOption = Encoding | { encoding?: Encoding | null } | null;
  type Data = string | ArrayBufferView;

  /** An open file. */
  export interface FileHandle extends AsyncDisposable {
    createReadStream(options?: FileStreamOptions): ReadStream;
    createWriteStream(options?: FileStreamOptions): WriteStream;
    /** The rest of the file as a stream of the web. */
    readableWebStream(): ReadableStream;
    readonly fd: number;
    /** Reads into a view, by default a new one of 16 KiB. */
    read<B extends ArrayBufferView>(buffer: B, offset?: number | null, length?: number | null, position?: number | bigint | null): Promise<{ bytesRead: number; buffer: B }>;
    read<B extends ArrayBufferView>(buffer: B, options?: ReadOptions): Promise<{ bytesRead: number; buffer: B }>;
    read(options?: ReadOptions & { buffer?: ArrayBufferView }): Promise<{ bytesRead: number; buffer: Buffer }>;
    write<B extends ArrayBufferView>(buffer: B, offset?: number | null, length?: number | null, position?: number | null): Promise<{ bytesWritten: number; buffer: B }>;
    write(text: string, position?: number | null, encoding?: Encoding): Promise<{ bytesWritten: number; buffer: string }>;
    readFile(options: Encoding | { encoding: Encoding }): Promise<string>;
    readFile(options?: { encoding?: null } | null): Promise<Buffer>;
    writeFile(data: Data | Iterable<Data> | AsyncIterable<Data>, options?: WriteFileOptions | Encoding | null): Promise<void>;
    appendFile(data: Data, options?: WriteFileOptions | Encoding | null): Promise<void>;
    /** The lines from the position on. The file is closed behind them, unless autoClose is false. */
    readLines(options?: { autoClose?: boolean }): AsyncIterableIterator<string>;
    stat(options?: StatOptions): Promise<Stats>;
    sync(): Promise<void>;
    datasync(): Promise<void>;
    truncate(len?: number): Promise<void>;
    close(): Promise<void>;
  }

  /** The numbers of access(), copyFile() and open(). */
  export const constants: { readonly [name: string]: number };

  /** Opens a file. Only regular files and the null device are opened. */
  export function open(path: PathLike, flags?: OpenMode, mode?: Mode): Promise<FileHandle>;
  /**
   * Reads a whole file: as text in an encoding, or as a Buffer.
   * ```js
   * import { readFile, writeFile } from "node:fs/promises";
   * await writeFile("hello.txt", ["hel", "lo"]);
   * console.log(await readFile("hello.txt", "utf8"), (await readFile("hello.txt", { encoding: "hex" })));
   * // Output: hello 68656c6c6f
   * ```
   */
  export function readFile(path: PathLike | FileHandle, options: Encoding | (ReadFileOptions & { encoding: Encoding })): Promise<string>;
  export function readFile(path: PathLike | FileHandle, options?: (ReadFileOptions & { encoding?: null }) | null): Promise<Buffer>;
  /** Writes a whole file. An iterable is asked for its pieces as they are written. */
  export function writeFile(
    file: PathLike | FileHandle, data: Data | Iterable<Data> | AsyncIterable<Data>, options?: WriteFileOptions | Encoding | null): Promise<void>;
  /** Adds to the end of a file, which is made if it is missing. */
  export function appendFile(file: PathLike | FileHandle, data: Data, options?: WriteFileOptions | Encoding | null): Promise<void>;
  /** Rejects unless the process may do with a path what mode says. */
  export function access(path: PathLike, mode?: number): Promise<void>;
  /** Describes what a path leads to. */
  export function stat(path: PathLike, options: StatOptions & { bigint: true }): Promise<BigIntStats>;
  export function stat(path: PathLike, options?: StatOptions): Promise<Stats>;
  /** Describes what is at a path: for a symbolic link, the link. */
  export function lstat(path: PathLike, options: StatOptions & { bigint: true }): Promise<BigIntStats>;
  export function lstat(path: PathLike, options?: StatOptions): Promise<Stats>;
  /** Lists a folder, sorted by name; with recursive, what is in its folders too. */
  export function readdir(path: PathLike, options: ReaddirOptions & { withFileTypes: true }): Promise<Dirent[]>;
  export function readdir(path: PathLike, options?: ReaddirOptions | Encoding | null): Promise<string[]>;
  /** Makes a folder. With recursive it makes those above too and gives the first one made, if any. */
  export function mkdir(path: PathLike, options?: MkdirOptions | Mode | null): Promise<string | undefined>;
  /** Makes a folder whose name is the prefix and six random characters. */
  export function mkdtemp(prefix: PathLike, options?: EncodingOption): Promise<string>;
  /** Removes a file, or with recursive a folder with all in it. */
  export function rm(path: PathLike, options?: RmOptions): Promise<void>;
  /** Removes an empty folder. */
  export function rmdir(path: PathLike, options?: { recursive?: boolean }): Promise<void>;
  /** Removes a file or a link. */
  export function unlink(path: PathLike): Promise<void>;
  /** Moves a file or folder. */
  export function rename(oldPath: PathLike, newPath: PathLike): Promise<void>;
  /** Copies a file. With COPYFILE_EXCL it fails where the target is there. */
  export function copyFile(src: PathLike, dest: PathLike, mode?: number): Promise<void>;
  /** Copies a file, or with recursive a folder with all in it. A filter is not supported. */
  export function cp(src: PathLike, dest: PathLike, options?: CopyOptions): Promise<void>;
  /** Makes a second name for a file. */
  export function link(existingPath: PathLike, newPath: PathLike): Promise<void>;
  /** Makes a symbolic link. */
  export function symlink(target: PathLike, path: PathLike, type?: string | null): Promise<void>;
  /** Gives where a symbolic link leads. */
  export function readlink(path: PathLike, options?: EncodingOption): Promise<string>;
  /** Gives the absolute path without symbolic links. */
  export function realpath(path: PathLike, options?: EncodingOption): Promise<string>;
  /** Sets the permission bits. */
  export function chmod(path: PathLike, mode: Mode): Promise<void>;
  /** Sets the times of the last reading and the last change. */
  export function utimes(path: PathLike, atime: TimeLike, mtime: TimeLike): Promise<void>;
  /** Makes a file exactly so many bytes long. */
  export function truncate(path: PathLike, len?: number): Promise<void>;
  /** Gives the changes to a file, or to what is in a folder, until the loop is left or the signal is aborted. */
  export function watch(path: PathLike, options?: WatchOptions | Encoding): AsyncIterableIterator<{ eventType: "change" | "rename"; filename: string }>;
}

declare module "fs" {
  export {
    Dirent, F_OK, R_OK, Stats, W_OK, X_OK, access, accessSync, appendFile, appendFileSync, chmod, chmodSync, close, closeSync, constants,
    copyFile, copyFileSync, cp, cpSync, exists, existsSync, fdatasync, fdatasyncSync, fstat, fstatSync, fsync, fsyncSync, ftruncate,
    ftruncateSync, link, linkSync, lstat, lstatSync, mkdir, mkdirSync, mkdtemp, mkdtempSync, open, openSync, promises, read, readFile,
    readFileSync, readSync, readdir, readdirSync, readlink, readlinkSync, realpath, realpathSync, rename, renameSync, rm, rmSync, rmdir,
    rmdirSync, stat, statSync, symlink, symlinkSync, truncate, truncateSync, unlink, unlinkSync, unwatchFile, utimes, utimesSync, watch, watchFile, write, writeFile,
    writeFileSync, writeSync, FileReadStream, FileWriteStream, ReadStream, WriteStream, createReadStream, createWriteStream,
  } from "node:fs";
  export type { BigIntStats, FSWatcher, PathLike } from "node:fs";
}

declare module "fs/promises" {
  export {
    access, appendFile, chmod, constants, copyFile, cp, link, lstat, mkdir, mkdtemp, open, readFile, readdir, readlink, realpath, rename,
    rm, rmdir, stat, symlink, truncate, unlink, utimes, watch, writeFile,
  } from "node:fs/promises";
  export type { FileHandle } from "node:fs/promises";
}
