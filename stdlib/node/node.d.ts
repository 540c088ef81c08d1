/** Assertions, as Node v20 has them. In this module equal and deepEqual compare with ==. */
declare module "node:assert" {
  /** What an exception has to be: of a class, a pattern of its text, an object with some of its properties, or whatever a function is true for. */
  type Expected = (new (...args: any[]) => any) | ((error: any) => boolean) | RegExp | object;
  /** What an error says instead of the message that is made, or an error to throw in place of it. */
  type Message = string | Error;

  /** The error of an assertion. */
  class AssertionError extends Error {
    constructor(options: { message?: string; actual?: unknown; expected?: unknown; operator?: string });
    code: "ERR_ASSERTION";
    actual: any;
    expected: any;
    operator: string;
    /** Whether the message was made and not given. */
    generatedMessage: boolean;
  }

  /** The assertions; called by itself, assert is ok. */
  interface Assert {
    (value: unknown, message?: Message): asserts value;
    AssertionError: typeof AssertionError;
    /** @throws AssertionError always */
    fail(message?: Message): never;
    /** @throws AssertionError if the value is falsy */
    ok(value: unknown, message?: Message): asserts value;
    equal(actual: unknown, expected: unknown, message?: Message): void;
    notEqual(actual: unknown, expected: unknown, message?: Message): void;
    deepEqual(actual: unknown, expected: unknown, message?: Message): void;
    notDeepEqual(actual: unknown, expected: unknown, message?: Message): void;
    /** Compares as Object.is does. */
    strictEqual(actual: unknown, expected: unknown, message?: Message): void;
    notStrictEqual(actual: unknown, expected: unknown, message?: Message): void;
    /** Compares what objects hold, their prototypes and their symbols. */
    deepStrictEqual(actual: unknown, expected: unknown, message?: Message): void;
    notDeepStrictEqual(actual: unknown, expected: unknown, message?: Message): void;
    /** Like deepStrictEqual, but the actual value may have more than the expected one, and another prototype. */
    partialDeepStrictEqual(actual: unknown, expected: unknown, message?: Message): void;
    throws(fn: () => unknown, message?: string): void;
    throws(fn: () => unknown, expected?: Expected, message?: Message): void;
    doesNotThrow(fn: () => unknown, message?: string): void;
    doesNotThrow(fn: () => unknown, expected?: Expected, message?: Message): void;
    rejects(promise: PromiseLike<unknown> | (() => PromiseLike<unknown>), message?: string): Promise<void>;
    rejects(promise: PromiseLike<unknown> | (() => PromiseLike<unknown>), expected?: Expected, message?: Message): Promise<void>;
    doesNotReject(promise: PromiseLike<unknown> | (() => PromiseLike<unknown>), message?: string): Promise<void>;
    doesNotReject(promise: PromiseLike<unknown> | (() => PromiseLike<unknown>), expected?: Expected, message?: Message): Promise<void>;
    match(string: string, regexp: RegExp, message?: Message): void;
    doesNotMatch(string: string, regexp: RegExp, message?: Message): void;
    /** @throws AssertionError unless the value is undefined or null */
    ifError(value: unknown): void;
    /** The same with strict comparisons throughout. */
    strict: Assert;
  }
  /**
   * ```js
   * import assert from "node:assert/strict";
   * try {
   *   assert.deepEqual({ a: 1, b: 2 }, { a: 1, b: 3 });
   * } catch (error) {
   *   console.log(error.message);
   * }
   * // Output:
   * // Expected values to be strictly deep-equal:
   * // + actual - expected
   * //
   * //   {
   * //     a: 1,
   * // +   b: 2
   * // -   b: 3
   * //   }
   * ```
   */
  const assert: Assert;
  export = assert;
}

/** node:assert with strict comparisons throughout. */
declare module "node:assert/strict" {
  const assert: typeof import("node:assert");
  export = assert;
}

/** Bytes, as Node v20 has them. */
declare module "node:buffer" {
  /** "utf8", "utf16le", "latin1", "ascii", "base64", "base64url" or "hex", and their other names. */
  export type BufferEncoding = string;

  /**
   * A Uint8Array with text and numbers in it.
   * ```js
   * const bytes = Buffer.from("héllo");
   * console.log(bytes, bytes.toString("base64"), bytes.readUInt16BE(0));
   * // Output:
   * // <Buffer 68 c3 a9 6c 6c 6f> aMOpbGxv 26819
   * ```
   */
  export interface Buffer extends Uint8Array {
    toString(encoding?: BufferEncoding, start?: number, end?: number): string;
    toJSON(): { type: "Buffer"; data: number[] };
    equals(other: Uint8Array): boolean;
    compare(target: Uint8Array, targetStart?: number, targetEnd?: number, sourceStart?: number, sourceEnd?: number): -1 | 0 | 1;
    copy(target: Uint8Array, targetStart?: number, sourceStart?: number, sourceEnd?: number): number;
    write(string: string, encoding?: BufferEncoding): number;
    write(string: string, offset: number, encoding?: BufferEncoding): number;
    write(string: string, offset: number, length: number, encoding?: BufferEncoding): number;
    fill(value: any, offset?: any, end?: any, encoding?: BufferEncoding): this;
    indexOf(value: any, byteOffset?: any, encoding?: BufferEncoding): number;
    lastIndexOf(value: any, byteOffset?: any, encoding?: BufferEncoding): number;
    includes(value: any, byteOffset?: any, encoding?: BufferEncoding): boolean;
    slice(start?: number, end?: number): any;
    subarray(start?: number, end?: number): any;
    swap16(): this;
    swap32(): this;
    swap64(): this;
    readUIntLE(offset: number, byteLength: number): number;
    readUIntBE(offset: number, byteLength: number): number;
    readIntLE(offset: number, byteLength: number): number;
    readIntBE(offset: number, byteLength: number): number;
    writeUIntLE(value: number, offset: number, byteLength: number): number;
    writeUIntBE(value: number, offset: number, byteLength: number): number;
    writeIntLE(value: number, offset: number, byteLength: number): number;
    writeIntBE(value: number, offset: number, byteLength: number): number;
    /** readUInt8 … readDoubleBE, writeUInt8 … writeDoubleBE, readBigInt64LE and so on, by Node's names. */
    [method: `read${string}`]: any;
    [method: `write${string}`]: any;
  }

  /** How Buffers are made and compared. */
  export interface BufferConstructor {
    readonly prototype: Buffer;
    poolSize: number;
    /** Text in an encoding, the bytes of an ArrayBuffer (shared), or a copy of numbers. */
    from(value: string, encoding?: BufferEncoding): Buffer;
    from(value: ArrayBuffer, byteOffset?: number, length?: number): Buffer;
    from(value: ArrayLike<number> | Iterable<number> | object): Buffer;
    of(...items: number[]): Buffer;
    copyBytesFrom(view: ArrayBufferView, offset?: number, length?: number): Buffer;
    alloc(size: number, fill?: string | number | Uint8Array, encoding?: BufferEncoding): Buffer;
    allocUnsafe(size: number): Buffer;
    allocUnsafeSlow(size: number): Buffer;
    concat(list: readonly Uint8Array[], length?: number): Buffer;
    compare(a: Uint8Array, b: Uint8Array): -1 | 0 | 1;
    byteLength(value: string | ArrayBuffer | ArrayBufferView, encoding?: BufferEncoding): number;
    isBuffer(value: unknown): value is Buffer;
    isEncoding(encoding: unknown): boolean;
  }
  export const Buffer: BufferConstructor;
  export function SlowBuffer(size: number): Buffer;
  export function isAscii(input: ArrayBuffer | ArrayBufferView): boolean;
  export function isUtf8(input: ArrayBuffer | ArrayBufferView): boolean;
  /** The Blob that URL.createObjectURL made a URL of; undefined of any other. */
  export function resolveObjectURL(id: string): Blob | undefined;
  export function transcode(source: Uint8Array, from: BufferEncoding, to: BufferEncoding): Buffer;
  export function atob(data: string): string;
  export function btoa(data: string): string;
  export const Blob: typeof globalThis.Blob;
  export const File: typeof globalThis.File;
  export const INSPECT_MAX_BYTES: number;
  export const kMaxLength: number;
  export const kStringMaxLength: number;
  export const constants: { MAX_LENGTH: number; MAX_STRING_LENGTH: number };
}

/** CommonJS for ES modules. */
declare module "node:module" {
  /** The names of the modules of the host, without node:. */
  export const builtinModules: string[];
  export function isBuiltin(name: string): boolean;
  /** A function require that looks from a file. @throws TypeError (ERR_INVALID_ARG_VALUE) unless it is an absolute path or a file: URL */
  export function createRequire(filename: string | { href: string }): any;

  /**
   * A module of CommonJS. Lariat finds and compiles files itself: what other engines let a program replace, so as to step in,
   * throws ERR_FEATURE_UNAVAILABLE_ON_PLATFORM when it is assigned to.
   * ```js
   * import Module from "node:module";
   * const made = new Module("/virtual/answer.js");
   * made._compile("module.exports = 6 * 7", "/virtual/answer.js");
   * console.log(made.exports);
   * // Output: 42
   * ```
   */
  export class Module {
    constructor(id?: string, parent?: Module);
    id: string;
    path: string;
    exports: any;
    filename: string | null;
    loaded: boolean;
    children: Module[];
    paths?: string[];
    /** Requires what a file of the name filename would get. */
    require(id: string): any;
    /** Loads a file and takes its exports. */
    load(filename: string): void;
    /** Runs a text as a file of CommonJS. */
    _compile(content: string, filename: string): any;
    static Module: typeof Module;
    static builtinModules: string[];
    static isBuiltin: typeof isBuiltin;
    static createRequire: typeof createRequire;
    static wrap: typeof wrap;
    static wrapper: string[];
    static globalPaths: string[];
  }
  export default Module;
  /** What stands around the text of a file. */
  export function wrap(script: string): string;
  /** The two halves of that. */
  export const wrapper: string[];
  /** require() as the file of a module has it, or one in the working directory. */
  export function _load(request: string, parent?: { filename: string | null }): any;
  /** require.resolve() as the file of a module has it. */
  export function _resolveFilename(request: string, parent?: { filename: string | null } | null, isMain?: boolean, options?: { paths?: string[] }): string;
  /** The folders with packages that are looked into from a folder. */
  export function _nodeModulePaths(from: string): string[];
  /** The folders that a request is looked for in; null for a module of the host. */
  export function _resolveLookupPaths(request: string, parent?: { filename: string | null; paths?: string[] }): string[] | null;
  /** The extensions that there are; it takes no other. */
  export const _extensions: Record<string, (module: Module, filename: string) => void>;
  /** require.cache. */
  export const _cache: Record<string, Module>;
  /** Folders with packages for all programs, of which there are none. */
  export const globalPaths: string[];
  /**
   * Takes what a program has put into modules of the host over to those who import it by name.
   * ```js
   * import os, { hostname } from "node:os";
   * import { syncBuiltinESMExports } from "node:module";
   * os.hostname = () => "elsewhere";
   * syncBuiltinESMExports();
   * console.log(hostname());
   * // Output: elsewhere
   * ```
   */
  export function syncBuiltinESMExports(): void;
  /**
   * The package.json of a package by its name, or the nearest one above a file or folder; undefined if there is none.
   * Needs the permission to read there. @throws ModuleError (ERR_MODULE_NOT_FOUND) if there is no such package
   */
  export function findPackageJSON(specifier: string | URL, base?: string | URL): string | undefined;
  /**
   * TypeScript as JavaScript. The text is printed anew, and enums and namespaces are compiled in both modes.
   * @throws SyntaxError (ERR_INVALID_TYPESCRIPT_SYNTAX)
   */
  export function stripTypeScriptTypes(code: string, options?: { mode?: "strip" | "transform"; sourceMap?: boolean; sourceUrl?: string }): string;
  /** @throws Error (ERR_FEATURE_UNAVAILABLE_ON_PLATFORM): nothing runs between lariat and its files */
  export function register(...args: unknown[]): never;
  /** @throws Error (ERR_FEATURE_UNAVAILABLE_ON_PLATFORM): nothing runs between lariat and its files */
  export function registerHooks(...args: unknown[]): never;
  /** @throws Error (ERR_FEATURE_UNAVAILABLE_ON_PLATFORM): "lariat run" does that */
  export function runMain(...args: unknown[]): never;
  /** Always undefined: stacks tell of the sources. */
  export function findSourceMap(path: string): undefined;
  export function getSourceMapsSupport(): { enabled: true; nodeModules: true; generatedCode: true };
  export function setSourceMapsSupport(enabled: boolean): void;
  /** Says that it is not enabled: lariat keeps compiled files itself. */
  export function enableCompileCache(directory?: string): { status: number; message: string };
  export function flushCompileCache(): void;
  export function getCompileCacheDir(): undefined;
  export const constants: { readonly compileCacheStatus: Readonly<Record<"FAILED" | "ENABLED" | "ALREADY_ENABLED" | "DISABLED", number>> };
}

/** The machine, as far as every system tells it. */
declare module "node:os" {
  export const EOL: string;
  export const devNull: string;
  /** The numbers that the system has for signals and errors, and Node for priorities. */
  export const constants: {
    UV_UDP_REUSEADDR: number;
    dlopen: Record<string, number>;
    errno: Record<string, number>;
    signals: Record<string, number>;
    priority: Record<string, number>;
  };
  export function arch(): string;
  export function availableParallelism(): number;
  /** One entry for each processor; model, speed and times are not told. */
  export function cpus(): { model: string; speed: number; times: Record<"user" | "nice" | "sys" | "idle" | "irq", number> }[];
  export function endianness(): "LE" | "BE";
  export function homedir(): string;
  export function hostname(): string;
  /** The memory of the machine, in bytes; 0 but on Linux, as are the next three. */
  export function totalmem(): number;
  /** The memory that programs can still have, in bytes. */
  export function freemem(): number;
  /** How long the machine has been up, in seconds. */
  export function uptime(): number;
  /** How many processes wanted a processor in the last minute, five and fifteen minutes. */
  export function loadavg(): [number, number, number];
  export function machine(): string;
  /** The nice value of a process, of this one if none is named; on Windows 0. @throws SystemError (ERR_SYSTEM_ERROR) if there is no such process */
  export function getPriority(pid?: number): number;
  /** Is not available: a process belongs to its whole host. @throws PermissionError (ERR_PERMISSION), always */
  export function setPriority(pid: number, priority: number): never;
  /**
   * The addresses of the machine, by the names of its interfaces.
   *
   * @throws PermissionError (ERR_PERMISSION) without the permission to listen on all of them
   */
  export function networkInterfaces(): Record<
    string,
    { address: string; netmask: string; family: "IPv4" | "IPv6"; mac: string; internal: boolean; cidr: string; scopeid?: number }[]
  >;
  export function platform(): string;
  export function release(): string;
  export function tmpdir(): string;
  export function type(): string;
  /** Who runs the process; with an encoding its texts are in that, or Buffers. */
  export function userInfo(options?: { encoding?: string }): { uid: number; gid: number; username: string; homedir: string; shell: string | null };
  export function version(): string;
}

/** Paths as text. */
declare module "node:path" {
  export interface ParsedPath {
    root: string;
    dir: string;
    base: string;
    ext: string;
    name: string;
  }
  export interface PlatformPath {
    readonly sep: string;
    readonly delimiter: string;
    readonly posix: PlatformPath;
    readonly win32: PlatformPath;
    basename(path: string, suffix?: string): string;
    dirname(path: string): string;
    extname(path: string): string;
    format(parts: Partial<ParsedPath>): string;
    isAbsolute(path: string): boolean;
    join(...parts: string[]): string;
    normalize(path: string): string;
    parse(path: string): ParsedPath;
    relative(from: string, to: string): string;
    resolve(...parts: string[]): string;
    toNamespacedPath(path: string): string;
  }
  const path: PlatformPath;
  export = path;
}

/** Paths of systems with /. */
declare module "node:path/posix" {
  const path: import("node:path").PlatformPath;
  export = path;
}

/** Paths of Windows. */
declare module "node:path/win32" {
  const path: import("node:path").PlatformPath;
  export = path;
}

/** Text out of bytes that come in pieces: a character that is cut waits for its rest. */
declare module "node:string_decoder" {
  export class StringDecoder {
    constructor(encoding?: string);
    readonly encoding: string;
    write(bytes: ArrayBufferView | string): string;
    end(bytes?: ArrayBufferView | string): string;
  }
}

/** What Node's own modules use. */
declare module "node:util" {
  export interface InspectOptions {
    showHidden?: boolean;
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
  /** The text of a value, as console.log prints it. An object's own method of the name inspect.custom is asked first. */
  export const inspect: {
    (value: unknown, options?: InspectOptions): string;
    readonly custom: unique symbol;
    defaultOptions: InspectOptions;
    readonly colors: Record<string, [number, number]>;
    readonly styles: Record<string, string>;
  };
  export function format(format?: unknown, ...args: unknown[]): string;
  export function formatWithOptions(options: InspectOptions, format?: unknown, ...args: unknown[]): string;
  /** A function that returns a promise for one that takes a callback, or what it has under promisify.custom. */
  export const promisify: { (original: Function): (...args: any[]) => Promise<any>; readonly custom: unique symbol };
  export function callbackify(original: (...args: any[]) => PromiseLike<any>): (...args: any[]) => void;
  export function inherits(ctor: Function, superCtor: Function): void;
  /** The same function, with a warning at its first call. */
  export function deprecate<T extends Function>(fn: T, message: string, code?: string): T;
  export function isDeepStrictEqual(a: unknown, b: unknown): boolean;
  /** Prints to the error stream if NODE_DEBUG names the section. */
  export function debuglog(section: string, callback?: (log: (...args: unknown[]) => void) => void): { (...args: unknown[]): void; enabled: boolean };
  export const debug: typeof debuglog;
  export interface ParseArgsConfig {
    args?: string[];
    options?: Record<string, { type: "string" | "boolean"; short?: string; multiple?: boolean; default?: string | boolean | string[] | boolean[] }>;
    strict?: boolean;
    allowPositionals?: boolean;
    allowNegative?: boolean;
    tokens?: boolean;
  }
  /**
   * Reads a command line.
   * ```js
   * import { parseArgs } from "node:util";
   * const { values, positionals } = parseArgs({
   *   args: ["-v", "--name=Ada", "file.txt"],
   *   options: { verbose: { type: "boolean", short: "v" }, name: { type: "string" } },
   *   allowPositionals: true,
   * });
   * console.log(values.verbose, values.name, positionals);
   * // Output:
   * // true Ada [ 'file.txt' ]
   * ```
   */
  export function parseArgs(config?: ParseArgsConfig): { values: Record<string, any>; positionals: string[]; tokens?: object[] };
  export function parseEnv(content: string): Record<string, string>;
  export function stripVTControlCharacters(text: string): string;
  /** Text in colors, if the stream shows them. */
  export function styleText(format: string | string[], text: string, options?: { validateStream?: boolean; stream?: object }): string;
  export function toUSVString(text: string): string;
  /** Waits until the signal is aborted. */
  export function aborted(signal: AbortSignal, resource: object): Promise<any>;
  /** The same signal: any can be sent to a worker. */
  export function transferableAbortSignal(signal: AbortSignal): AbortSignal;
  export function transferableAbortController(): AbortController;
  /** What has been called, the caller first. */
  export function getCallSites(frameCount?: number, options?: { sourceMap?: boolean }): {
    functionName: string; scriptId: string; scriptName: string; lineNumber: number; columnNumber: number; column: number;
  }[];
  /**
   * Compares texts character by character, or lists item by item: 0 stands before what both have, 1 before what only the
   * actual one has, -1 before what only the expected one has.
   */
  export function diff(actual: string | readonly string[], expected: string | readonly string[]): [-1 | 0 | 1, string][];
  /** The name of an error of the system, such as ENOENT for -2. @throws RangeError unless the number is a negative integer */
  export function getSystemErrorName(err: number): string;
  /** What an error of the system means. @throws RangeError unless the number is a negative integer */
  export function getSystemErrorMessage(err: number): string;
  /** The names and texts of the errors of the system by their numbers. */
  export function getSystemErrorMap(): Map<number, [name: string, message: string]>;
  /**
   * A media type in its parts.
   * ```js
   * import { MIMEType } from "node:util";
   * const type = new MIMEType("text/html; charset=utf-8");
   * type.subtype = "plain";
   * console.log(`${type}`, type.params.get("charset"));
   * // Output: text/plain;charset=utf-8 utf-8
   * ```
   */
  export class MIMEType {
    /** @throws TypeError (ERR_INVALID_MIME_SYNTAX) if the text is no media type */
    constructor(input: string);
    type: string;
    subtype: string;
    readonly essence: string;
    readonly params: MIMEParams;
    toString(): string;
    toJSON(): string;
  }
  /** The parameters of a media type, in their order. */
  export class MIMEParams {
    delete(name: string): void;
    get(name: string): string | null;
    has(name: string): boolean;
    /** @throws TypeError (ERR_INVALID_MIME_SYNTAX) if the name or the value cannot be written */
    set(name: string, value: string): void;
    entries(): IterableIterator<[string, string]>;
    keys(): IterableIterator<string>;
    values(): IterableIterator<string>;
    [Symbol.iterator](): IterableIterator<[string, string]>;
    toString(): string;
    toJSON(): string;
  }
  export function isArray(value: unknown): boolean;
  type Asks = (value: unknown) => boolean;
  /** What old packages ask: typeof and instanceof say the same. */
  export const isBoolean: Asks, isBuffer: Asks, isDate: Asks, isError: Asks, isFunction: Asks, isNull: Asks, isNullOrUndefined: Asks, isNumber: Asks,
    isObject: Asks, isPrimitive: Asks, isRegExp: Asks, isString: Asks, isSymbol: Asks, isUndefined: Asks;
  export function _extend(target: object, source: object): object;
  export const types: typeof import("node:util/types");
  export const TextDecoder: typeof globalThis.TextDecoder;
  export const TextEncoder: typeof globalThis.TextEncoder;
}

/** What an object is inside, whatever its prototype and properties pretend. */
declare module "node:util/types" {
  type Is = (value: unknown) => boolean;
  export const isAnyArrayBuffer: Is, isArgumentsObject: Is, isArrayBuffer: Is, isArrayBufferView: Is, isAsyncFunction: Is, isBigInt64Array: Is,
    isBigIntObject: Is, isBigUint64Array: Is, isBooleanObject: Is, isBoxedPrimitive: Is, isCryptoKey: Is, isDataView: Is, isDate: Is,
    isExternal: Is, isFloat32Array: Is, isFloat64Array: Is, isGeneratorFunction: Is, isGeneratorObject: Is, isInt16Array: Is, isInt32Array: Is,
    isInt8Array: Is, isKeyObject: Is, isMap: Is, isMapIterator: Is, isModuleNamespaceObject: Is, isNativeError: Is, isNumberObject: Is,
    isPromise: Is, isProxy: Is, isRegExp: Is, isSet: Is, isSetIterator: Is, isSharedArrayBuffer: Is, isStringObject: Is, isSymbolObject: Is,
    isTypedArray: Is, isUint16Array: Is, isUint32Array: Is, isUint8Array: Is, isUint8ClampedArray: Is, isWeakMap: Is, isWeakSet: Is;
}

/** Queries of URLs in their old form, as Node has them; URLSearchParams is the new one. */
declare module "node:querystring" {
  type Codes = { encodeURIComponent?(text: string): string; decodeURIComponent?(text: string): string; maxKeys?: number };
  const querystring: {
    /** Gives the names and values of a query; a name that comes twice has a list. */
    parse(text: string, separator?: string | null, equals?: string | null, options?: Codes): { [name: string]: string | string[] };
    decode: typeof querystring.parse;
    /** Gives the query of names and values. */
    stringify(object: object, separator?: string | null, equals?: string | null, options?: Codes): string;
    encode: typeof querystring.stringify;
    escape(text: string): string;
    unescape(text: string): string;
    unescapeBuffer(text: string, decodeSpaces?: boolean): Buffer;
  };
  export = querystring;
}

/** Names under which those who publish and those who listen find each other. */
declare module "node:diagnostics_channel" {
  type Listener = (message: unknown, name: string | symbol) => void;
  interface Channel {
    readonly name: string | symbol;
    readonly hasSubscribers: boolean;
    publish(message: unknown): void;
    subscribe(listener: Listener): void;
    unsubscribe(listener: Listener): boolean;
  }
  const diagnostics: {
    channel(name: string | symbol): Channel;
    Channel: new (name: string | symbol) => Channel;
    hasSubscribers(name: string | symbol): boolean;
    subscribe(name: string | symbol, listener: Listener): void;
    unsubscribe(name: string | symbol, listener: Listener): boolean;
    tracingChannel(name: string | object): any;
  };
  export = diagnostics;
}

/**
 * Scripts from texts, in the global scope or with an object as their scope. A context is no other realm: its scripts find
 * their variables in the object and the built-in objects of the language, which are those of the program, behind it; other
 * globals they do not find. It is no wall: who wants one takes a Worker with fewer permissions. What differs from Node:
 * Function() and setTimeout-like texts, and this of a sloppy function, are those of the program; a name whose type a script
 * asks for is undefined when it is read; stacks call the text "eval"; the options timeout and contextExtensions are refused.
 */
declare module "node:vm" {
  type Options = string | { filename?: string };
  /** A text that is compiled, to be run as often as one likes. */
  class Script {
    /** @throws SyntaxError if the code is not a program */
    constructor(code: string, options?: Options);
    /** The value of the last statement of the script, which runs in the global scope. */
    runInThisContext(options?: Options): any;
    /** The same with a context. @throws TypeError (ERR_INVALID_ARG_TYPE) if the object is none */
    runInContext(contextifiedObject: object, options?: Options): any;
    /** The same with a context that is made of an object. */
    runInNewContext(contextObject?: object, options?: Options): any;
    /** Empty: there is no code to keep. */
    createCachedData(): import("node:buffer").Buffer;
  }
  const vm: {
    Script: typeof Script;
    /** A Script, as a function makes it. */
    createScript(code: string, options?: Options): Script;
    /** @throws SyntaxError if the code is not a program */
    runInThisContext(code: string, options?: Options): any;
    /** A function of a text. With a context it finds its variables there. */
    compileFunction(code: string, params?: string[], options?: { parsingContext?: object }): (...args: any[]) => any;
    /** Whether an object is a context. */
    isContext(object: object): boolean;
    /**
     * Makes an object a context, and returns it.
     * ```js
     * import vm from "node:vm";
     * const context = vm.createContext({ price: 20 });
     * vm.runInContext("var total = price * 1.2", context);
     * console.log(context.total, typeof total);
     * // Output: 24 undefined
     * ```
     */
    createContext<T extends object>(contextObject?: T): T;
    /** Runs a script with a context. */
    runInContext(code: string, contextifiedObject: object, options?: Options): any;
    /** Runs a script with a context that is made of an object. */
    runInNewContext(code: string, contextObject?: object, options?: Options): any;
    constants: object;
  };
  export = vm;
}

/** Connections of one's own are not available: what needs one throws. What IP addresses look like is. */
declare module "node:net" {
  type Missing = new (...args: unknown[]) => never;
  const net: {
    /** 4 or 6 for an IP address of that kind, and 0 for all else. */
    isIP(input: string): 0 | 4 | 6;
    isIPv4(input: string): boolean;
    isIPv6(input: string): boolean;
    getDefaultAutoSelectFamily(): boolean;
    setDefaultAutoSelectFamily(value: boolean): void;
    Server: Missing;
    Socket: Missing;
    connect(...args: unknown[]): never;
    createConnection(...args: unknown[]): never;
    createServer(...args: unknown[]): never;
  };
  export = net;
}

/** Connections of one's own are not available: what needs one throws. fetch(), node:https and serve() have TLS. */
declare module "node:tls" {
  type Missing = new (...args: unknown[]) => never;
  const tls: {
    readonly DEFAULT_MIN_VERSION: string;
    readonly DEFAULT_MAX_VERSION: string;
    /** Why a certificate is not for a host; undefined if it is. */
    checkServerIdentity(hostname: string, cert: { subject?: { CN?: string | string[] }; subjectaltname?: string }): Error | undefined;
    Server: Missing;
    TLSSocket: Missing;
    connect(...args: unknown[]): never;
    createSecureContext(...args: unknown[]): never;
    createServer(...args: unknown[]): never;
  };
  export = tls;
}

/** The names of the protocol. fetch() and serve() of "lariat:http" speak HTTP/2 by themselves; what is here otherwise throws. */
declare module "node:http2" {
  type Missing = new (...args: unknown[]) => never;
  const http2: {
    readonly constants: { readonly [name: string]: string | number };
    readonly sensitiveHeaders: symbol;
    Http2ServerRequest: Missing;
    Http2ServerResponse: Missing;
    connect(...args: unknown[]): never;
    createServer(...args: unknown[]): never;
    createSecureServer(...args: unknown[]): never;
  };
  export = http2;
}

/** Where names lead to, as the system says. Questions to name servers throw. */
declare module "node:dns" {
  interface LookupOptions {
    /** Which kind of address; both unless given. */
    family?: 0 | 4 | 6 | "IPv4" | "IPv6";
    /** All addresses rather than the first. */
    all?: boolean;
    order?: "verbatim" | "ipv4first" | "ipv6first";
    verbatim?: boolean;
  }
  type Address = { address: string; family: 4 | 6 };
  interface Shared {
    readonly [code: string]: any;
    getDefaultResultOrder(): string;
    setDefaultResultOrder(order: "verbatim" | "ipv4first" | "ipv6first"): void;
  }
  const dns: Shared & {
    /** Needs the permission to reach the host. The error has the code ENOTFOUND or EAI_AGAIN. */
    lookup(hostname: string, callback: (error: Error | null, address: string, family: number) => void): object;
    lookup(hostname: string, options: LookupOptions | number, callback: (error: Error | null, address: any, family?: number) => void): object;
    promises: Shared & { lookup(hostname: string, options?: LookupOptions | number): Promise<any> };
  };
  export = dns;
}

/** What "node:dns" has as promises. */
declare module "node:dns/promises" {
  import dns = require("node:dns");
  const promises: (typeof dns)["promises"];
  export = promises;
}

/** The engine is another one than Node's: what asks it throws. */
declare module "node:v8" {
  const v8: { readonly startupSnapshot: { isBuildingSnapshot(): false }; [name: string]: any };
  export = v8;
}

/** There is one process: this one. serve() of "lariat:http" has workers. */
declare module "node:cluster" {
  const cluster: { readonly isPrimary: true; readonly isMaster: true; readonly isWorker: false; [name: string]: any };
  export = cluster;
}

/** Names of hosts in ASCII, RFC 3492. It is deprecated: a URL does this. */
declare module "node:punycode" {
  const punycode: {
    readonly version: string;
    encode(text: string): string;
    /** @throws RangeError if it is no Punycode */
    decode(text: string): string;
    toASCII(domain: string): string;
    toUnicode(domain: string): string;
    readonly ucs2: { decode(text: string): number[]; encode(points: number[]): string };
  };
  export = punycode;
}

/** An old name of "node:util". */
declare module "node:sys" {
  import util = require("node:util");
  export = util;
}

/** An old name of what os.constants.signals and fs.constants have. */
declare module "node:constants" {
  const constants: { readonly [name: string]: number };
  export = constants;
}

interface Buffer extends InstanceType<{ new (): import("node:buffer").Buffer }> {}
/** Bytes: what "node:buffer" exports. */
declare var Buffer: typeof import("node:buffer").Buffer;
/** The global object: globalThis. */
declare var global: typeof globalThis;

/** What a module knows of itself. */
interface ImportMeta {
  /** The file: URL of the module. */
  readonly url: string;
  /** The path of its file. */
  readonly filename: string;
  /** The folder of its file. */
  readonly dirname: string;
  /** Whether it is the file that the program was started with; false in workers. */
  readonly main: boolean;
  /**
   * The URL of what an import of the specifier would load from here.
   *
   * @throws {ModuleError} when there is no such module
   */
  resolve(specifier: string): string;
}
