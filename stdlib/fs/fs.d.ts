/**
 * Files and folders. Failures of the system are Errors as Node has them, with the properties code ("ENOENT"), errno,
 * syscall and path; what was not granted is a PermissionError. Waits obey the ambient scope; where one ends them, nothing
 * half-made is left behind.
 */
declare module "lariat:fs" {
  import type { WaitOptions } from "lariat:errors";

  /** A path, relative to the folder that the program was started in, or a file: URL. */
  export type Path = string | URL;
  /** What is written: text, in UTF-8, or the bytes of a buffer or view. */
  export type Data = string | ArrayBufferView | ArrayBufferLike;
  /**
   * How a file is opened: "r" to read, "w" to write it anew, "a" to append. A "+" is for reading and writing both,
   * an "x" fails where the file is there.
   */
  export type Flags = "r" | "r+" | "w" | "w+" | "wx" | "wx+" | "a" | "a+" | "ax" | "ax+" | "rs" | "rs+" | "as" | "as+";

  /** What is known of a file or folder. */
  export interface FileInfo {
    /** Bytes. */
    readonly size: number;
    readonly isFile: boolean;
    readonly isDirectory: boolean;
    /** Only lstat() ever sees one. */
    readonly isSymbolicLink: boolean;
    /** The permission bits: 0o644. */
    readonly mode: number;
    /** When the content was changed last. */
    readonly mtime: Date;
    /** When it was read last, as far as the system keeps that. */
    readonly atime: Date;
    /** When its attributes were changed last. */
    readonly ctime: Date;
    /** When it was made, as far as the system knows. */
    readonly birthtime: Date;
    /** Numbers of the owner and the group; 0 on Windows. */
    readonly uid: number;
    readonly gid: number;
  }

  /** One thing in a folder. */
  export interface DirEntry {
    readonly name: string;
    /** The path of the folder, as it was given, and the name. */
    readonly path: string;
    readonly isFile: boolean;
    readonly isDirectory: boolean;
    readonly isSymbolicLink: boolean;
  }

  /**
   * An open file. Its operations are served one after another in the order of the calls; all share one position. While
   * chunks(), lines() or texts() are being read the file is theirs: other reads and writes throw a TypeError.
   * ```js
   * import { open } from "lariat:fs";
   * await using file = await open("notes.txt", "w");
   * await file.write("one line\n");
   * await file.close();
   * await using again = await open("notes.txt");
   * for await (const line of again.lines()) console.log(line);
   * // Output: one line
   * ```
   */
  export class FileHandle implements AsyncDisposable, AsyncIterable<Uint8Array> {
    private constructor();
    /** The path that it was opened by. */
    readonly path: string;
    readonly closed: boolean;
    /**
     * Reads up to `n` bytes, by default 65536, from the position on; null at the end of the file.
     * @throws RangeError unless n is an integer of at least 1
     * @throws ClosedError when the file is closed
     * @throws TypeError while the file is being read as a stream, by chunks() and the like, and when n is no number
     * @throws Error with code EBADF when the file was opened for writing alone
     * ```js
     * import { open, writeFile } from "lariat:fs";
     * await writeFile("greeting.txt", "hello world");
     * await using file = await open("greeting.txt");
     * console.log(new TextDecoder().decode(await file.read(5)), (await file.read()).length, await file.read());
     * // Output: hello 6 null
     * ```
     */
    read(n?: number, options?: WaitOptions): Promise<Uint8Array | null>;
    /**
     * Writes all of data at the position, or at the end of a file opened with "a", and returns the number of bytes.
     * @throws ClosedError when the file is closed
     * @throws TypeError when data is neither a string nor bytes
     * @throws Error with code EBADF when the file was opened for reading alone, ENOSPC when the disk is full
     */
    write(data: Data, options?: WaitOptions): Promise<number>;
    /**
     * Returns what takes many small writes at once and writes them behind the script's back. There is one for a file.
     * ```js
     * import { open, readFile } from "lariat:fs";
     * {
     *   await using file = await open("numbers.txt", "w");
     *   const out = file.writer();
     *   for (let i = 0; i < 1000; i++) await out.write(`${i}\n`);
     * } // closing the file writes what is left
     * console.log((await readFile("numbers.txt")).length);
     * // Output: 3890
     * ```
     */
    writer(): FileWriter;
    /**
     * The rest of the file as a stream, the body of a Response for one. The file is closed at the stream's end or when it is
     * cancelled. What Go can copy by itself, a file to a file or to a connection, enters no JavaScript.
     * ```js
     * import { open, readFile, writeFile } from "lariat:fs";
     * await writeFile("from.txt", "all of it");
     * const from = await open("from.txt"), to = await open("to.txt", "w");
     * await from.readable().pipeTo(to.writable());
     * console.log(await readFile("to.txt"), from.closed, to.closed);
     * // Output: all of it true true
     * ```
     */
    readable(): ReadableStream<Uint8Array>;
    /**
     * A stream that writes bytes, and strings as UTF-8, at the position. Closing or aborting it closes the file; what was
     * written stays.
     * ```js
     * import { open, readFile } from "lariat:fs";
     * const file = await open("greeting.txt", "w");
     * await new Response("hello").body.pipeTo(file.writable());
     * console.log(await readFile("greeting.txt"));
     * // Output: hello
     * ```
     */
    writable(): WritableStream<Uint8Array | string>;
    /**
     * Reads the rest of the file in pieces of `size` bytes, by default 65536; the last may be shorter. They are read
     * ahead, so most are there when they are asked for. Leaving the loop leaves the position behind the last piece.
     * @throws RangeError unless size is an integer from 1 to 1 GiB
     * @throws ClosedError at the first piece, when the file is closed
     * @throws TypeError at the first piece, while the file is being read as a stream already
     * ```js
     * import { open, writeFile } from "lariat:fs";
     * await writeFile("data.bin", new Uint8Array(10));
     * await using file = await open("data.bin");
     * for await (const chunk of file.chunks(4)) console.log(chunk.length);
     * // Output:
     * // 4
     * // 4
     * // 2
     * ```
     */
    chunks(size?: number): AsyncIterableIterator<Uint8Array>;
    /**
     * Reads the rest of the file as lines, without their ends "\n" or "\r\n". Malformed UTF-8 becomes U+FFFD.
     * @param options limit: the longest line in bytes, by default 16 MiB; a longer one is a LimitError. batch: gives
     * arrays of up to so many lines, of those that are there, which is several times as fast
     * @throws RangeError when limit is below 1
     * @throws LimitError at a line that is longer than the limit
     * @throws ClosedError, TypeError at the first line, as chunks() at the first piece
     * ```js
     * import { open, writeFile } from "lariat:fs";
     * await writeFile("poem.txt", "roses\r\nviolets\n\nsugar");
     * await using file = await open("poem.txt");
     * for await (const line of file.lines()) console.log(JSON.stringify(line));
     * // Output:
     * // "roses"
     * // "violets"
     * // ""
     * // "sugar"
     * ```
     */
    lines(options?: { limit?: number; batch?: undefined }): AsyncIterableIterator<string>;
    lines(options: { limit?: number; batch: number }): AsyncIterableIterator<string[]>;
    /**
     * Reads the rest of the file as pieces of text of about `size` bytes, by default 65536, that split no character.
     * @throws RangeError, ClosedError, TypeError as chunks()
     */
    texts(size?: number): AsyncIterableIterator<string>;
    /**
     * What the system knows of the file, by its handle: also when its name is another by now.
     * @throws ClosedError when the file is closed
     */
    stat(options?: WaitOptions): Promise<FileInfo>;
    /**
     * Moves the position to a number of bytes from the start of the file, and returns it.
     * @throws RangeError unless position is an integer from 0
     * @throws ClosedError when the file is closed
     * @throws TypeError while the file is being read as a stream, and when position is no number
     */
    seek(position: number, options?: WaitOptions): Promise<number>;
    /**
     * Cuts the file to `size` bytes, by default 0, or fills it up with zeros.
     * @throws RangeError unless size is an integer from 0
     * @throws ClosedError when the file is closed
     * @throws Error with code EINVAL when the file was opened for reading alone
     */
    truncate(size?: number, options?: WaitOptions): Promise<void>;
    /**
     * Waits until all that was written is on the disk.
     * @throws ClosedError when the file is closed
     * @throws Error with the code of the system, EIO for one, when it could not be written
     */
    sync(options?: WaitOptions): Promise<void>;
    /**
     * Closes the file once the operations before are done; those after reject with ClosedError. What a writer took is
     * written; if that fails and nobody has heard of it, close() rejects. It is not cancelled by scopes, and closing
     * again is no error.
     */
    close(): Promise<void>;
    [Symbol.asyncDispose](): Promise<void>;
    /** chunks(). */
    [Symbol.asyncIterator](): AsyncIterableIterator<Uint8Array>;
  }

  /**
   * Takes writes at once and writes them in order later: before any later operation of the file, and when it closes.
   * ```js
   * import { open, readFile } from "lariat:fs";
   * {
   *   await using file = await open("notes.txt", "w");
   *   const writer = file.writer();
   *   writer.write("one ");
   *   writer.write("two");
   * }
   * console.log(await readFile("notes.txt"));
   * // Output: one two
   * ```
   */
  export class FileWriter {
    private constructor();
    /**
     * Takes data when there is room, which mostly is at once. It rejects with the error of what was written before.
     * @throws ClosedError when the file is closed
     * @throws TypeError when data is neither a string nor bytes
     */
    write(data: Data, options?: WaitOptions): Promise<void>;
    /**
     * Waits until all that was taken is in the file.
     * @throws Error with the code of the system when that could not be written
     */
    flush(options?: WaitOptions): Promise<void>;
  }

  /**
   * Opens a file. Only regular files and the null device are opened: a pipe or a terminal may block for ever (EINVAL).
   * @param flags by default "r"
   * @param options mode: the permission bits of a file that is made, by default 0o666 without those of the umask
   * @throws Error with code ENOENT where nothing is there to be read, EEXIST with "x" where something is; PermissionError
   * ```js
   * import { open } from "lariat:fs";
   * try {
   *   await using file = await open("missing.txt");
   * } catch (error) {
   *   console.log(error.code, error.syscall, error.path, "-", error.message);
   * }
   * // Output: ENOENT open missing.txt - ENOENT: no such file or directory, open 'missing.txt'
   * ```
   */
  export function open(path: Path, flags?: Flags, options?: WaitOptions & { mode?: number }): Promise<FileHandle>;

  /**
   * Reads a whole file as text. Malformed UTF-8 becomes U+FFFD; a byte order mark stays.
   * @throws LimitError for more than 2 GiB
   * ```js
   * import { readFile, writeFile } from "lariat:fs";
   * await writeFile("config.json", '{ "port": 8080 }');
   * console.log(JSON.parse(await readFile("config.json")).port);
   * // Output: 8080
   * ```
   */
  export function readFile(path: Path, options?: WaitOptions & { encoding?: "utf8" | "utf-8" }): Promise<string>;

  /**
   * Reads a whole file.
   * @throws LimitError for more than 2 GiB
   * ```js
   * import { readBytes, writeFile } from "lariat:fs";
   * await writeFile("euro.txt", "€");
   * console.log(await readBytes("euro.txt"));
   * // Output: Uint8Array(3) [ 226, 130, 172 ]
   * ```
   */
  export function readBytes(path: Path, options?: WaitOptions): Promise<Uint8Array>;

  /** How a whole file is written. */
  export interface WriteOptions extends WaitOptions {
    /**
     * Writes beside the file and puts that in its place when all of it is on the disk: who reads sees the old content
     * or the new, and a failure leaves the old. Default false.
     */
    atomic?: boolean;
    /** The permission bits of a file that is made. Default 0o666, without those of the umask. */
    mode?: number;
    /** Adds to the file in place of writing it anew; not with atomic. Default false. */
    append?: boolean;
  }

  /**
   * Writes a whole file. Data may be many pieces, which are asked for as they are written.
   * @throws Error with code ENOENT where the folder is missing, EISDIR for a folder, ENOSPC; PermissionError
   * ```js
   * import { readFile, writeFile } from "lariat:fs";
   * async function* report() {
   *   yield "total: ";
   *   yield new TextEncoder().encode("42");
   * }
   * await writeFile("report.txt", report(), { atomic: true });
   * console.log(await readFile("report.txt"));
   * // Output: total: 42
   * ```
   */
  export function writeFile(path: Path, data: Data | Iterable<Data> | AsyncIterable<Data>, options?: WriteOptions): Promise<void>;

  /**
   * Adds to the end of a file, which is made if it is missing: writeFile() with append.
   * @throws Error with code ENOENT where the folder is missing, EISDIR for a folder, ENOSPC; PermissionError
   * ```js
   * import { appendFile, readFile } from "lariat:fs";
   * await appendFile("log.txt", "one\n");
   * await appendFile("log.txt", "two\n");
   * console.log((await readFile("log.txt")).split("\n"));
   * // Output: [ 'one', 'two', '' ]
   * ```
   */
  export function appendFile(path: Path, data: Data | Iterable<Data> | AsyncIterable<Data>, options?: WriteOptions): Promise<void>;

  /** How processFile() works. */
  export interface ProcessOptions extends WaitOptions {
    /** Bytes of a chunk. Default 65536. */
    chunkSize?: number;
    /** True gives the transform strings that split no character in place of bytes. Default false. */
    text?: boolean;
    /** How many chunks may be in the transform at once. Results are written in the order of the chunks. Default 1. */
    concurrency?: number;
    /**
     * Hears how far the transform has come, at most once a turn of the loop. What it throws ends the work; the last call may
     * come when the output is there.
     *
     * ```js
     * import { processFile, writeFile } from "lariat:fs";
     * await writeFile("in.txt", "x".repeat(200_000));
     * let last;
     * await processFile("in.txt", "out.txt", (chunk) => chunk, { onProgress: (progress) => { last = progress; } });
     * console.log(last);
     * // Output: { done: 200000, failed: 0, total: 200000 }
     * ```
     */
    onProgress?: (progress: ProcessProgress) => void;
  }

  /** How far processFile() has come. */
  export interface ProcessProgress {
    /** Bytes of the input that the transform has done. */
    done: number;
    /** Always 0: the first failure ends the work. */
    failed: number;
    /** Bytes of the input, as it was when it was opened. */
    total?: number;
  }

  /**
   * Passes a file through a function in chunks and writes what that returns, or what its promise gives, to another,
   * which may be the same. The output appears as a whole when all is done, or, on an error, not at all. No more is read
   * than the transform and the disk can take. Undefined and null write nothing.
   * @throws what the function throws; Error with code ENOENT where `from` is missing; PermissionError
   * ```js
   * import { processFile, readFile, writeFile } from "lariat:fs";
   * await writeFile("in.txt", "straße\n".repeat(1000));
   * const { bytesIn, bytesOut } = await processFile("in.txt", "out.txt", (s) => s.toUpperCase(), { text: true, chunkSize: 100 });
   * console.log(bytesIn, bytesOut, (await readFile("out.txt")).slice(0, 7));
   * // Output: 8000 8000 STRASSE
   * ```
   */
  export function processFile(
    input: Path, output: Path, transform: (chunk: string) => ProcessResult, options: ProcessOptions & { text: true },
  ): Promise<{ bytesIn: number; bytesOut: number }>;
  export function processFile(
    input: Path, output: Path, transform: (chunk: Uint8Array) => ProcessResult, options?: ProcessOptions,
  ): Promise<{ bytesIn: number; bytesOut: number }>;

  /** What the function of processFile() may return. */
  export type ProcessResult = Data | null | undefined | void | PromiseLike<Data | null | undefined | void>;

  /**
   * Lists a folder, sorted by name, without reading it whole first. Symbolic links are listed and not followed.
   * @param options recursive: what is in its folders too, each folder before what is in it
   * ```js
   * import { mkdir, readDir, writeFile } from "lariat:fs";
   * await mkdir("project/src", { recursive: true });
   * await writeFile("project/src/main.ts", "");
   * for await (const entry of readDir("project", { recursive: true })) {
   *   console.log(entry.path, entry.isDirectory);
   * }
   * // Output:
   * // project/src true
   * // project/src/main.ts false
   * ```
   */
  export function readDir(path: Path, options?: { recursive?: boolean }): AsyncIterableIterator<DirEntry>;

  /**
   * Describes what a path leads to.
   * @throws Error with code ENOENT where nothing is there; PermissionError
   * ```js
   * import { stat, writeFile } from "lariat:fs";
   * await writeFile("five.txt", "12345");
   * const { size, isFile, mtime } = await stat("five.txt");
   * console.log(size, isFile, mtime instanceof Date);
   * // Output: 5 true true
   * ```
   */
  export function stat(path: Path, options?: WaitOptions): Promise<FileInfo>;

  /**
   * Describes what is at a path: for a symbolic link, the link.
   * @throws Error with code ENOENT where nothing is there; PermissionError
   * ```js
   * import { lstat, symlink, writeFile } from "lariat:fs";
   * await writeFile("a.txt", "a");
   * await symlink("a.txt", "link");
   * console.log((await lstat("link")).isSymbolicLink);
   * // Output: true
   * ```
   */
  export function lstat(path: Path, options?: WaitOptions): Promise<FileInfo>;

  /**
   * Tells whether something is at a path. A failure other than that it is missing rejects.
   * @throws PermissionError; Error with code EACCES where the system lets nobody look
   * ```js
   * import { exists } from "lariat:fs";
   * console.log(await exists("missing.txt"));
   * // Output: false
   * ```
   */
  export function exists(path: Path, options?: WaitOptions): Promise<boolean>;

  /**
   * Makes a folder.
   * @param options recursive: the folders above too, and one that is there is no error; mode: the permission bits,
   * by default 0o777 without those of the umask
   * @throws Error with code EEXIST where something is there, ENOENT where the folder above is missing; PermissionError
   * ```js
   * import { mkdir, stat } from "lariat:fs";
   * await mkdir("project/src", { recursive: true });
   * console.log((await stat("project/src")).isDirectory);
   * // Output: true
   * ```
   */
  export function mkdir(path: Path, options?: WaitOptions & { recursive?: boolean; mode?: number }): Promise<void>;

  /**
   * A folder that is removed with all in it when it is disposed of. As a string it is its path.
   * ```js
   * import { exists, tempDir } from "lariat:fs";
   * await using dir = await tempDir({ prefix: "work-" });
   * console.log(await exists(dir.path), `${dir}` === dir.path);
   * // Output: true true
   * ```
   */
  export class TempDir implements AsyncDisposable {
    private constructor();
    readonly path: string;
    toString(): string;
    /** Removes the folder with all in it. It is not cancelled by scopes, and removing again is no error. */
    remove(): Promise<void>;
    [Symbol.asyncDispose](): Promise<void>;
  }

  /**
   * Makes a folder for temporary files that only its owner can enter.
   * @param options prefix: what its name begins with, by default "lariat-"; dir: where, by default the system's folder
   * for temporary files
   * @throws Error with code ENOENT where there is no folder for temporary files; PermissionError
   * ```js
   * import { exists, tempDir, writeFile } from "lariat:fs";
   * let path;
   * {
   *   await using dir = await tempDir();
   *   path = `${dir}/scratch.txt`;
   *   await writeFile(path, "for now");
   * }
   * console.log(await exists(path));
   * // Output: false
   * ```
   */
  export function tempDir(options?: WaitOptions & { prefix?: string; dir?: Path }): Promise<TempDir>;

  /**
   * Removes a file or a link.
   * @param options recursive: folders too, with all in them; force: a path that is missing is no error
   * @throws Error with code ENOENT where nothing is there, EISDIR for a folder without `recursive`; PermissionError
   * ```js
   * import { exists, mkdir, remove } from "lariat:fs";
   * await mkdir("build/cache", { recursive: true });
   * await remove("build", { recursive: true });
   * await remove("build", { force: true });
   * console.log(await exists("build"));
   * // Output: false
   * ```
   */
  export function remove(path: Path, options?: WaitOptions & { recursive?: boolean; force?: boolean }): Promise<void>;

  /**
   * Moves a file or folder; a file in the place of the new name is replaced.
   * @throws Error with code ENOENT where nothing is there, EXDEV between two disks; PermissionError for either path
   * ```js
   * import { exists, rename, writeFile } from "lariat:fs";
   * await writeFile("old.txt", "text");
   * await rename("old.txt", "new.txt");
   * console.log(await exists("old.txt"), await exists("new.txt"));
   * // Output: false true
   * ```
   */
  export function rename(from: Path, to: Path, options?: WaitOptions): Promise<void>;

  /**
   * Copies a file with its mode, over one that is there. A copy that fails leaves no new file.
   * @param options recursive: folders too, with all in them; exclusive: fails where the target is there
   * @throws Error with code ENOENT where nothing is there, EEXIST with `exclusive` where something is; PermissionError for either path
   * ```js
   * import { copy, readFile, writeFile } from "lariat:fs";
   * await writeFile("a.txt", "text");
   * await copy("a.txt", "b.txt");
   * console.log(await readFile("b.txt"));
   * await copy("a.txt", "b.txt", { exclusive: true }).catch((error) => console.log(error.code));
   * // Output:
   * // text
   * // EEXIST
   * ```
   */
  export function copy(from: Path, to: Path, options?: WaitOptions & { recursive?: boolean; exclusive?: boolean }): Promise<void>;

  /**
   * Makes a symbolic link at `path` that leads to `target`, which is not looked at.
   * @throws Error with code EEXIST where something is at `path`; PermissionError
   * ```js
   * import { readFile, symlink, writeFile } from "lariat:fs";
   * await writeFile("a.txt", "text");
   * await symlink("a.txt", "link");
   * console.log(await readFile("link"));
   * // Output: text
   * ```
   */
  export function symlink(target: string, path: Path, options?: WaitOptions): Promise<void>;

  /**
   * Makes a second name for a file.
   * @throws Error with code ENOENT where `existing` is missing, EEXIST where something is at `path`, EXDEV between two disks; PermissionError
   * ```js
   * import { link, readFile, remove, writeFile } from "lariat:fs";
   * await writeFile("a.txt", "text");
   * await link("a.txt", "b.txt");
   * await remove("a.txt");
   * console.log(await readFile("b.txt"));
   * // Output: text
   * ```
   */
  export function link(existing: Path, path: Path, options?: WaitOptions): Promise<void>;

  /**
   * Returns where a symbolic link leads.
   * @throws Error with code ENOENT where nothing is there, EINVAL for what is no link; PermissionError
   * ```js
   * import { readLink, symlink } from "lariat:fs";
   * await symlink("somewhere/else", "link");
   * console.log(await readLink("link"));
   * // Output: somewhere/else
   * ```
   */
  export function readLink(path: Path, options?: WaitOptions): Promise<string>;

  /**
   * Returns the absolute path without symbolic links.
   * @throws Error with code ENOENT where nothing is there, ELOOP for links in a circle; PermissionError
   * ```js
   * import { realPath, symlink, writeFile } from "lariat:fs";
   * await writeFile("a.txt", "");
   * await symlink("a.txt", "link");
   * console.log(await realPath("link") === await realPath("a.txt"));
   * // Output: true
   * ```
   */
  export function realPath(path: Path, options?: WaitOptions): Promise<string>;

  /**
   * Sets the permission bits: 0o600.
   * @throws Error with code ENOENT where nothing is there, EPERM for a file of somebody else; PermissionError
   * ```js
   * import { chmod, stat, writeFile } from "lariat:fs";
   * await writeFile("secret.txt", "");
   * await chmod("secret.txt", 0o600);
   * console.log(((await stat("secret.txt")).mode & 0o777).toString(8));
   * // Output: 600
   * ```
   */
  export function chmod(path: Path, mode: number, options?: WaitOptions): Promise<void>;

  /**
   * Sets the times of the last reading and the last change; null leaves one as it is.
   * @throws Error with code ENOENT where nothing is there, EPERM for a file of somebody else; PermissionError
   * ```js
   * import { stat, utimes, writeFile } from "lariat:fs";
   * await writeFile("a.txt", "");
   * await utimes("a.txt", null, new Date("2020-01-01T00:00:00Z"));
   * console.log((await stat("a.txt")).mtime.toISOString());
   * // Output: 2020-01-01T00:00:00.000Z
   * ```
   */
  export function utimes(path: Path, atime: Date | null, mtime: Date | null, options?: WaitOptions): Promise<void>;

  /**
   * Cuts a file to `size` bytes, by default 0, or fills it up with zeros.
   * @throws Error with code ENOENT where nothing is there, EISDIR for a folder; RangeError for a negative size; PermissionError
   * ```js
   * import { readFile, truncate, writeFile } from "lariat:fs";
   * await writeFile("a.txt", "12345");
   * await truncate("a.txt", 2);
   * console.log(await readFile("a.txt"));
   * // Output: 12
   * ```
   */
  export function truncate(path: Path, size?: number, options?: WaitOptions): Promise<void>;

  /** Something that happened to what is watched. */
  export interface Change {
    /** What was renamed is removed under one name and created under the other. */
    readonly kind: "create" | "modify" | "remove";
    /** The path that is watched, and the way from there. */
    readonly path: string;
    /** The way from the folder that is watched, or the name of the file that is. */
    readonly name: string;
  }

  /**
   * Gives the changes to a file, or to what is in a folder, from the call on and until the loop is left. Changes that nobody
   * has taken yet and that say the same are given once.
   * @param options recursive: folders in the folder too; signal: aborting it ends the watch with its reason
   * @throws Error ENOENT if nothing is there; LimitError from the loop when 65,536 changes wait to be taken
   * ```js
   * import { mkdir, watch, writeFile } from "lariat:fs";
   * await mkdir("inbox");
   * const changes = watch("inbox");
   * await writeFile("inbox/letter.txt", "hello");
   * for await (const { kind, path } of changes) {
   *   console.log(kind, path);
   *   break;
   * }
   * // Output: create inbox/letter.txt
   * ```
   */
  export function watch(path: Path, options?: { recursive?: boolean; signal?: AbortSignal }): AsyncIterableIterator<Change>;
}
