/** Streams, as Node v20 has them: what is read or written a chunk at a time, with as much on the way as there is room for. */
declare module "node:stream" {
  import EventEmitter from "node:events";

  /** The error, if there is one, for whoever waits. */
  type Callback = (error?: Error | null) => void;
  /** What streams of bytes take: other values need objectMode. */
  type Chunk = any;
  /** What can be a part of a pipeline. */
  type Part = Readable | Writable | Iterable<any> | AsyncIterable<any> | ReadableStream | WritableStream | TransformStream | ((source: any, options: { signal: AbortSignal }) => any);

  /** What all streams are made with. */
  interface StreamOptions {
    /** How much is kept before the other side has to wait: bytes (16 KiB), or values in objectMode (16). */
    highWaterMark?: number;
    /** Chunks are values of any kind and not bytes. */
    objectMode?: boolean;
    /** Whether "close" is emitted; true unless said otherwise. */
    emitClose?: boolean;
    /** Whether the stream destroys itself at its end and after an error; true unless said otherwise. */
    autoDestroy?: boolean;
    /** Destroys the stream when it is aborted. */
    signal?: AbortSignal;
    construct?(callback: Callback): void;
    destroy?(error: Error | null, callback: Callback): void;
  }
  interface ReadableOptions extends StreamOptions {
    /** Chunks are text in this encoding. */
    encoding?: string;
    /** Asks for more: this.push(chunk), and this.push(null) at the end. */
    read?(this: Readable, size: number): void;
  }
  interface WritableOptions extends StreamOptions {
    /** Whether text is made bytes before it is written; true unless said otherwise. */
    decodeStrings?: boolean;
    defaultEncoding?: string;
    write?(this: Writable, chunk: any, encoding: string, callback: Callback): void;
    writev?(this: Writable, chunks: { chunk: any; encoding: string }[], callback: Callback): void;
    final?(this: Writable, callback: Callback): void;
  }
  interface DuplexOptions extends ReadableOptions, WritableOptions {
    /** Whether the stream may be written to when there is nothing more to read; true unless said otherwise. */
    allowHalfOpen?: boolean;
    readable?: boolean;
    writable?: boolean;
    readableObjectMode?: boolean;
    writableObjectMode?: boolean;
    readableHighWaterMark?: number;
    writableHighWaterMark?: number;
    read?(this: any, size: number): void;
    write?(this: any, chunk: any, encoding: string, callback: Callback): void;
    writev?(this: any, chunks: { chunk: any; encoding: string }[], callback: Callback): void;
    final?(this: any, callback: Callback): void;
  }
  interface TransformOptions extends DuplexOptions {
    /** Turns a chunk into what is read: callback(error, result), or this.push(result) any number of times. */
    transform?(this: Transform, chunk: any, encoding: string, callback: (error?: Error | null, data?: any) => void): void;
    /** What comes after the last chunk. */
    flush?(this: Transform, callback: (error?: Error | null, data?: any) => void): void;
  }

  /**
   * A source that is read with for await, with "data" or "readable" listeners, or by pipe and pipeline. A wait for a chunk in
   * for await ends with the scope that it is in.
   *
   * ```js
   * import { Readable } from "node:stream";
   * let i = 0;
   * const numbers = new Readable({ objectMode: true, read() { this.push(i < 3 ? i++ : null); } });
   * for await (const n of numbers) console.log(n);
   * console.log(await Readable.from(["a", "b"]).map((s) => s.toUpperCase()).toArray());
   * // Output:
   * // 0
   * // 1
   * // 2
   * // [ 'A', 'B' ]
   * ```
   */
  export class Readable extends Stream implements AsyncIterable<any> {
    constructor(options?: ReadableOptions);
    /** Makes a stream of an iterable, which is read no faster than the stream. */
    static from(iterable: Iterable<any> | AsyncIterable<any>, options?: ReadableOptions): Readable;
    static fromWeb(stream: ReadableStream, options?: ReadableOptions): Readable;
    static toWeb(stream: Readable, options?: { strategy?: QueuingStrategy }): ReadableStream;
    readonly readable: boolean;
    readonly readableEnded: boolean;
    readonly readableFlowing: boolean | null;
    readonly readableLength: number;
    readonly readableHighWaterMark: number;
    readonly readableObjectMode: boolean;
    readonly readableEncoding: string | null;
    readonly destroyed: boolean;
    readonly errored: Error | null;
    readonly closed: boolean;
    /** Takes what is there, null if that is not enough. */
    read(size?: number): any;
    /** Adds a chunk; false means that there is enough for now. Null is the end. */
    push(chunk: Chunk, encoding?: string): boolean;
    unshift(chunk: Chunk, encoding?: string): boolean;
    pause(): this;
    resume(): this;
    isPaused(): boolean;
    setEncoding(encoding: string): this;
    unpipe(to?: Writable): this;
    wrap(old: Stream): this;
    destroy(error?: Error): this;
    iterator(options?: { destroyOnReturn?: boolean }): AsyncIterableIterator<any>;
    map(fn: (chunk: any, options: { signal: AbortSignal }) => any, options?: { concurrency?: number; signal?: AbortSignal }): Readable;
    filter(fn: (chunk: any, options: { signal: AbortSignal }) => any, options?: { concurrency?: number; signal?: AbortSignal }): Readable;
    flatMap(fn: (chunk: any, options: { signal: AbortSignal }) => any, options?: { concurrency?: number; signal?: AbortSignal }): Readable;
    take(limit: number): Readable;
    drop(limit: number): Readable;
    toArray(options?: { signal?: AbortSignal }): Promise<any[]>;
    forEach(fn: (chunk: any) => any, options?: { concurrency?: number; signal?: AbortSignal }): Promise<void>;
    some(fn: (chunk: any) => any): Promise<boolean>;
    every(fn: (chunk: any) => any): Promise<boolean>;
    find(fn: (chunk: any) => any): Promise<any>;
    reduce(fn: (previous: any, chunk: any) => any, initial?: any): Promise<any>;
    [Symbol.asyncIterator](): AsyncIterableIterator<any>;
  }

  /** A target that is written to; write() tells by false that it is time to wait for "drain". */
  export class Writable extends Stream {
    constructor(options?: WritableOptions);
    static fromWeb(stream: WritableStream, options?: WritableOptions): Writable;
    static toWeb(stream: Writable): WritableStream;
    readonly writable: boolean;
    readonly writableEnded: boolean;
    readonly writableFinished: boolean;
    readonly writableLength: number;
    readonly writableHighWaterMark: number;
    readonly writableNeedDrain: boolean;
    readonly writableObjectMode: boolean;
    readonly writableCorked: number;
    readonly destroyed: boolean;
    readonly errored: Error | null;
    readonly closed: boolean;
    write(chunk: Chunk, callback?: Callback): boolean;
    write(chunk: Chunk, encoding?: string, callback?: Callback): boolean;
    end(callback?: () => void): this;
    end(chunk: Chunk, callback?: () => void): this;
    end(chunk: Chunk, encoding?: string, callback?: () => void): this;
    cork(): void;
    uncork(): void;
    setDefaultEncoding(encoding: string): this;
    destroy(error?: Error): this;
  }

  /** Both: what is read has nothing to do with what is written, as in a connection. */
  export class Duplex extends Readable {
    constructor(options?: DuplexOptions);
    static from(body: any): Duplex;
    allowHalfOpen: boolean;
    readonly writable: boolean;
    readonly writableEnded: boolean;
    readonly writableFinished: boolean;
    readonly writableLength: number;
    readonly writableNeedDrain: boolean;
    write(chunk: Chunk, callback?: Callback): boolean;
    write(chunk: Chunk, encoding?: string, callback?: Callback): boolean;
    end(callback?: () => void): this;
    end(chunk: Chunk, callback?: () => void): this;
    end(chunk: Chunk, encoding?: string, callback?: () => void): this;
    cork(): void;
    uncork(): void;
  }

  /** What is written comes out changed. */
  export class Transform extends Duplex {
    constructor(options?: TransformOptions);
  }

  /** What is written comes out as it is. */
  export class PassThrough extends Transform {}

  /** The oldest kind of stream, which all others are: events and pipe. */
  export class Stream extends EventEmitter {
    pipe<T>(to: T, options?: { end?: boolean }): T;
  }

  /**
   * Joins sources, transforms and a target: each waits for the next, an error ends them all. The last part may be a function,
   * whose result is the callback's second argument.
   *
   * ```js
   * import { Readable } from "node:stream";
   * import { pipeline } from "node:stream/promises";
   * const total = await pipeline(
   *   Readable.from([1, 2, 3]),
   *   async function* (source) { for await (const n of source) yield n * 10; },
   *   async (source) => { let sum = 0; for await (const n of source) sum += n; return sum; },
   * );
   * console.log(total);
   * // Output: 60
   * ```
   */
  export function pipeline(...parts: [...Part[], (error: Error | null | undefined, value?: any) => void]): any;
  /** Calls back once when a stream has ended, failed or been closed too early; returns what takes the listeners away. */
  export function finished(stream: Stream, callback: Callback): () => void;
  export function finished(stream: Stream, options: { readable?: boolean; writable?: boolean; error?: boolean; signal?: AbortSignal }, callback: Callback): () => void;
  /** Destroys a stream when a signal is aborted. */
  export function addAbortSignal<T extends Stream>(signal: AbortSignal, stream: T): T;
  /** Destroys any stream, with an AbortError if it was not over. */
  export function destroy(stream: Stream, error?: Error): void;
  /** Whether a stream was destroyed. */
  export function isDestroyed(stream: Stream): boolean | null;
  /** Whether a stream was read or cancelled. */
  export function isDisturbed(stream: Stream): boolean;
  /** Whether a stream has failed. */
  export function isErrored(stream: Stream): boolean;
  /** Whether a stream can be read. */
  export function isReadable(stream: Stream): boolean | null;
  /** Whether a stream can be written to. */
  export function isWritable(stream: Stream): boolean | null;
  /** How much new streams keep: bytes, or values in objectMode. */
  export function getDefaultHighWaterMark(objectMode: boolean): number;
  /** Changes how much new streams keep. */
  export function setDefaultHighWaterMark(objectMode: boolean, value: number): void;
  /** pipeline and finished as functions that return promises: "node:stream/promises". */
  export const promises: typeof import("node:stream/promises");
  /** The module is the class Stream, which has everything else as its properties. */
  export default Stream;
}

/** pipeline and finished as functions that return promises. */
declare module "node:stream/promises" {
  /** Joins parts; resolves with what the last one gives if that is a function. */
  export function pipeline(...parts: any[]): Promise<any>;
  /** Resolves when a stream is over. */
  export function finished(stream: import("node:stream").Stream, options?: { readable?: boolean; writable?: boolean; signal?: AbortSignal; cleanup?: boolean }): Promise<void>;
}

/** Everything that a stream gives, as one value. */
declare module "node:stream/consumers" {
  /** Any stream or iterable of bytes and text. */
  type Source = AsyncIterable<any> | Iterable<any>;
  /** The bytes as an ArrayBuffer. */
  export function arrayBuffer(stream: Source): Promise<ArrayBuffer>;
  /** The bytes as a Blob. */
  export function blob(stream: Source): Promise<Blob>;
  /** The bytes as a Buffer. */
  export function buffer(stream: Source): Promise<Uint8Array>;
  /** The value of the text, which is JSON. */
  export function json(stream: Source): Promise<any>;
  /** The text, from UTF-8. */
  export function text(stream: Source): Promise<string>;
}

/** The streams of the web under the names that are globals too. */
declare module "node:stream/web" {
  /** The global ByteLengthQueuingStrategy. */
  export const ByteLengthQueuingStrategy: typeof globalThis.ByteLengthQueuingStrategy;
  /** The global CompressionStream. */
  export const CompressionStream: typeof globalThis.CompressionStream;
  /** The global CountQueuingStrategy. */
  export const CountQueuingStrategy: typeof globalThis.CountQueuingStrategy;
  /** The global DecompressionStream. */
  export const DecompressionStream: typeof globalThis.DecompressionStream;
  /** The global ReadableByteStreamController. */
  export const ReadableByteStreamController: typeof globalThis.ReadableByteStreamController;
  /** The global ReadableStream. */
  export const ReadableStream: typeof globalThis.ReadableStream;
  /** The global ReadableStreamBYOBReader. */
  export const ReadableStreamBYOBReader: typeof globalThis.ReadableStreamBYOBReader;
  /** The global ReadableStreamBYOBRequest. */
  export const ReadableStreamBYOBRequest: typeof globalThis.ReadableStreamBYOBRequest;
  /** The global ReadableStreamDefaultController. */
  export const ReadableStreamDefaultController: typeof globalThis.ReadableStreamDefaultController;
  /** The global ReadableStreamDefaultReader. */
  export const ReadableStreamDefaultReader: typeof globalThis.ReadableStreamDefaultReader;
  /** The global TextDecoderStream. */
  export const TextDecoderStream: typeof globalThis.TextDecoderStream;
  /** The global TextEncoderStream. */
  export const TextEncoderStream: typeof globalThis.TextEncoderStream;
  /** The global TransformStream. */
  export const TransformStream: typeof globalThis.TransformStream;
  /** The global TransformStreamDefaultController. */
  export const TransformStreamDefaultController: typeof globalThis.TransformStreamDefaultController;
  /** The global WritableStream. */
  export const WritableStream: typeof globalThis.WritableStream;
  /** The global WritableStreamDefaultController. */
  export const WritableStreamDefaultController: typeof globalThis.WritableStreamDefaultController;
  /** The global WritableStreamDefaultWriter. */
  export const WritableStreamDefaultWriter: typeof globalThis.WritableStreamDefaultWriter;
}
