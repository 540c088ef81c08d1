/**
 * Streams as the web has them (https://streams.spec.whatwg.org): what comes piece by piece, is changed on its way and
 * goes somewhere, never faster than the slowest of them can.
 *
 * A stream has one reader or writer at a time; pipeTo(), tee() and `for await` take that place while they last. Functions
 * of a source, a sink or a transformer run in the cancellation scope in which the stream was made. A pipe obeys the scope
 * in which it was started, as it does a signal: when the scope is cancelled the source is cancelled and the destination
 * aborted. read() and `for await` end with their scope too, and leave the stream as it is.
 *
 * ReadableStream, WritableStream and TransformStream can be moved to another isolate in a transfer list: what goes through
 * them is then copied as structuredClone does it, and backpressure crosses too.
 */

/** What says how much a stream may hold before it asks for no more. */
interface QueuingStrategy<T = any> {
  /** The total size of the chunks at which there is backpressure. Default 1, for the readable side of transforms 0. */
  highWaterMark?: number;
  /** Returns the size of a chunk. Default: each counts 1. */
  size?: (chunk: T) => number;
}

/** What the two classes of strategies are made with. */
interface QueuingStrategyInit {
  /** The total size at which there is backpressure. */
  highWaterMark: number;
}

interface CountQueuingStrategy extends QueuingStrategy {
  readonly highWaterMark: number;
  /** A function that returns 1. */
  readonly size: (chunk?: any) => 1;
}

/**
 * A strategy that counts chunks.
 * @throws TypeError without a highWaterMark
 * ```js
 * const stream = new ReadableStream({}, new CountQueuingStrategy({ highWaterMark: 5 }));
 * console.log(stream.locked);
 * // Output: false
 * ```
 */
declare var CountQueuingStrategy: { prototype: CountQueuingStrategy; new (init: QueuingStrategyInit): CountQueuingStrategy };

interface ByteLengthQueuingStrategy extends QueuingStrategy<ArrayBufferView> {
  readonly highWaterMark: number;
  /** A function that returns the byteLength of a chunk. */
  readonly size: (chunk: ArrayBufferView) => number;
}

/**
 * A strategy that counts the bytes of chunks.
 * @throws TypeError without a highWaterMark
 * ```js
 * const { size } = new ByteLengthQueuingStrategy({ highWaterMark: 65536 });
 * console.log(size(new Uint8Array(7)));
 * // Output: 7
 * ```
 */
declare var ByteLengthQueuingStrategy: {
  prototype: ByteLengthQueuingStrategy;
  new (init: QueuingStrategyInit): ByteLengthQueuingStrategy;
};

/** Where a ReadableStream has its chunks from. Each function may return a promise, which is waited for. */
interface UnderlyingSource<R = any> {
  /** Called at once, by the constructor. */
  start?: (controller: ReadableStreamDefaultController<R>) => any;
  /** Called when there is room, or somebody waits, for more: not again before it has ended. */
  pull?: (controller: ReadableStreamDefaultController<R>) => void | PromiseLike<void>;
  /** Called when nobody wants the rest. */
  cancel?: (reason?: any) => void | PromiseLike<void>;
  type?: undefined;
}

/** Where a ReadableStream of bytes has them from. */
interface UnderlyingByteSource {
  /** "bytes": readers can bring their own buffers. */
  type: "bytes";
  /** Bytes of the buffer that a reader without its own gets, for the source to fill; otherwise it enqueues its own. */
  autoAllocateChunkSize?: number;
  start?: (controller: ReadableByteStreamController) => any;
  pull?: (controller: ReadableByteStreamController) => void | PromiseLike<void>;
  cancel?: (reason?: any) => void | PromiseLike<void>;
}

/** How a pipe treats the ends of its two streams. */
interface StreamPipeOptions {
  /** True leaves the destination open when the source ends. */
  preventClose?: boolean;
  /** True does not abort the destination when the source fails. */
  preventAbort?: boolean;
  /** True does not cancel the source when the destination fails. */
  preventCancel?: boolean;
  /** Ends the pipe. */
  signal?: AbortSignal;
}

/** The two sides of a transform. */
interface ReadableWritablePair<R = any, W = any> {
  readable: ReadableStream<R>;
  writable: WritableStream<W>;
}

/** What read() gives. */
type ReadableStreamReadResult<T> = { done: false; value: T } | { done: true; value: T | undefined };

/** How a stream is iterated over. */
interface ReadableStreamIteratorOptions {
  /** True leaves the stream as it is when the loop is left early; otherwise it is cancelled. */
  preventCancel?: boolean;
}

interface ReadableStream<R = any> extends AsyncIterable<R> {
  /** Whether somebody has the stream for reading. */
  readonly locked: boolean;
  /** Says that nobody wants the rest. Rejects while the stream is locked. */
  cancel(reason?: any): Promise<void>;
  /**
   * Takes the stream for reading; mode "byob" for a stream of bytes that fills buffers of the reader.
   * @throws TypeError while the stream is locked, or for "byob" if it is none of bytes
   */
  getReader(): ReadableStreamDefaultReader<R>;
  getReader(options: { mode: "byob" }): ReadableStreamBYOBReader;
  getReader(options?: { mode?: "byob" }): ReadableStreamDefaultReader<R> | ReadableStreamBYOBReader;
  /**
   * Pipes the stream into the writable side of a transform and returns the readable one.
   * @throws TypeError when one of the streams is locked
   */
  pipeThrough<T>(transform: ReadableWritablePair<T, R>, options?: StreamPipeOptions): ReadableStream<T>;
  /** Writes all chunks to a stream. Resolves when that is closed, rejects with the first error of either. */
  pipeTo(destination: WritableStream<R>, options?: StreamPipeOptions): Promise<void>;
  /**
   * Splits the stream into two that have the same chunks. What one has read and the other not is kept.
   * @throws TypeError while the stream is locked
   */
  tee(): [ReadableStream<R>, ReadableStream<R>];
  /** Returns an async iterator, which `for await` does by itself. */
  values(options?: ReadableStreamIteratorOptions): AsyncIterableIterator<R>;
  [Symbol.asyncIterator](options?: ReadableStreamIteratorOptions): AsyncIterableIterator<R>;
}

/**
 * A sequence of chunks that come in their time.
 * ```js
 * let n = 0;
 * const numbers = new ReadableStream({
 *   pull(controller) {
 *     if (++n > 3) controller.close();
 *     else controller.enqueue(n);
 *   },
 * });
 * for await (const number of numbers) console.log(number);
 * const [left, right] = ReadableStream.from(["a", "b"]).tee();
 * console.log(await Array.fromAsync(left), await Array.fromAsync(right));
 * // Output:
 * // 1
 * // 2
 * // 3
 * // [ 'a', 'b' ] [ 'a', 'b' ]
 * ```
 */
declare var ReadableStream: {
  prototype: ReadableStream;
  new (source: UnderlyingByteSource, strategy?: { highWaterMark?: number }): ReadableStream<Uint8Array>;
  new <R = any>(source?: UnderlyingSource<R>, strategy?: QueuingStrategy<R>): ReadableStream<R>;
  /** Makes a stream of an array, a generator or anything else that can be iterated over. */
  from<R>(iterable: AsyncIterable<R> | Iterable<R | PromiseLike<R>>): ReadableStream<R>;
};

interface ReadableStreamDefaultController<R = any> {
  /** How much more the stream has room for; negative when it has too much, null after an error. */
  readonly desiredSize: number | null;
  /** Ends the stream after what is in it. */
  close(): void;
  /** Adds a chunk. */
  enqueue(chunk?: R): void;
  /** Makes the stream fail, at once. */
  error(reason?: any): void;
}

/** What the functions of a source get. Scripts cannot make one. */
declare var ReadableStreamDefaultController: { prototype: ReadableStreamDefaultController };

interface ReadableByteStreamController {
  /** The buffer that a reader wants filled, or null. */
  readonly byobRequest: ReadableStreamBYOBRequest | null;
  /** How many more bytes the stream has room for; null after an error. */
  readonly desiredSize: number | null;
  close(): void;
  /** Adds bytes. Their buffer is taken away from the script. */
  enqueue(chunk: ArrayBufferView): void;
  error(reason?: any): void;
}

/** What the functions of a source of bytes get. Scripts cannot make one. */
declare var ReadableByteStreamController: { prototype: ReadableByteStreamController };

interface ReadableStreamBYOBRequest {
  /** Where to write; null once the request is over. */
  readonly view: Uint8Array | null;
  /** Says that this many bytes were written into the view. */
  respond(bytesWritten: number): void;
  /** Says that the bytes are in another buffer, of the same size and at the same place. */
  respondWithNewView(view: ArrayBufferView): void;
}

/** A buffer of a reader that a source is to fill. Scripts cannot make one. */
declare var ReadableStreamBYOBRequest: { prototype: ReadableStreamBYOBRequest };

interface ReadableStreamGenericReader {
  /** Resolves when the stream is closed, rejects when it fails or the reader is released. */
  readonly closed: Promise<void>;
  /** Cancels the stream. */
  cancel(reason?: any): Promise<void>;
  /** Gives the stream up. Reads that wait reject. */
  releaseLock(): void;
}

interface ReadableStreamDefaultReader<R = any> extends ReadableStreamGenericReader {
  /** Waits for the next chunk. */
  read(): Promise<ReadableStreamReadResult<R>>;
}

/**
 * Reads a stream chunk by chunk.
 * @throws TypeError when the stream is locked
 * ```js
 * const reader = new ReadableStreamDefaultReader(ReadableStream.from(["only"]));
 * console.log(await reader.read(), await reader.read());
 * // Output: { value: 'only', done: false } { value: undefined, done: true }
 * ```
 */
declare var ReadableStreamDefaultReader: {
  prototype: ReadableStreamDefaultReader;
  new <R = any>(stream: ReadableStream<R>): ReadableStreamDefaultReader<R>;
};

interface ReadableStreamBYOBReader extends ReadableStreamGenericReader {
  /**
   * Fills a view with bytes, at least `min` elements of it unless the stream ends. The buffer is taken away from the
   * script; the view in the result is on the same bytes.
   */
  read<T extends ArrayBufferView>(view: T, options?: { min?: number }): Promise<ReadableStreamReadResult<T>>;
}

/**
 * Reads a stream of bytes into buffers of its own.
 * @throws TypeError when the stream is locked, or none of bytes
 * ```js
 * const stream = new Blob(["hello, bytes"]).stream();
 * const reader = new ReadableStreamBYOBReader(stream);
 * const { value } = await reader.read(new Uint8Array(5));
 * console.log(new TextDecoder().decode(value));
 * // Output: hello
 * ```
 */
declare var ReadableStreamBYOBReader: {
  prototype: ReadableStreamBYOBReader;
  new (stream: ReadableStream): ReadableStreamBYOBReader;
};

/** Where a WritableStream puts its chunks. Each function may return a promise, which is waited for. */
interface UnderlyingSink<W = any> {
  /** Called at once, by the constructor. */
  start?: (controller: WritableStreamDefaultController) => any;
  /** Called with one chunk after another. */
  write?: (chunk: W, controller: WritableStreamDefaultController) => void | PromiseLike<void>;
  /** Called when all was written. */
  close?: () => void | PromiseLike<void>;
  /** Called instead of close when something went wrong. */
  abort?: (reason?: any) => void | PromiseLike<void>;
  type?: undefined;
}

interface WritableStream<W = any> {
  /** Whether somebody has the stream for writing. */
  readonly locked: boolean;
  /** Gives up what was not written yet. Rejects while the stream is locked. */
  abort(reason?: any): Promise<void>;
  /** Ends the stream after what was written. Rejects while the stream is locked. */
  close(): Promise<void>;
  /**
   * Takes the stream for writing.
   * @throws TypeError while the stream is locked
   */
  getWriter(): WritableStreamDefaultWriter<W>;
}

/**
 * Where chunks go, one after another.
 * ```js
 * const seen = [];
 * const sink = new WritableStream({ write: (chunk) => void seen.push(chunk), close: () => void seen.push("end") });
 * await ReadableStream.from([1, 2]).pipeTo(sink);
 * console.log(seen);
 * // Output: [ 1, 2, 'end' ]
 * ```
 */
declare var WritableStream: {
  prototype: WritableStream;
  new <W = any>(sink?: UnderlyingSink<W>, strategy?: QueuingStrategy<W>): WritableStream<W>;
};

interface WritableStreamDefaultController {
  /** Fires when the stream is aborted, while a write may still be under way. */
  readonly signal: AbortSignal;
  /** Makes the stream fail. */
  error(reason?: any): void;
}

/** What the functions of a sink get. Scripts cannot make one. */
declare var WritableStreamDefaultController: { prototype: WritableStreamDefaultController };

interface WritableStreamDefaultWriter<W = any> {
  /** Resolves when the stream is closed, rejects when it fails or the writer is released. */
  readonly closed: Promise<void>;
  /** How much more the stream has room for; null after an error. */
  readonly desiredSize: number | null;
  /** Resolves when there is room. */
  readonly ready: Promise<void>;
  abort(reason?: any): Promise<void>;
  close(): Promise<void>;
  /** Gives the stream up. What was written is still on its way. */
  releaseLock(): void;
  /** Writes a chunk. Resolves when the sink has it. */
  write(chunk?: W): Promise<void>;
}

/**
 * Writes to a stream chunk by chunk.
 * @throws TypeError when the stream is locked
 * ```js
 * const { readable, writable } = new TransformStream();
 * const writer = new WritableStreamDefaultWriter(writable);
 * void writer.write("one");
 * void writer.close();
 * console.log(await Array.fromAsync(readable));
 * // Output: [ 'one' ]
 * ```
 */
declare var WritableStreamDefaultWriter: {
  prototype: WritableStreamDefaultWriter;
  new <W = any>(stream: WritableStream<W>): WritableStreamDefaultWriter<W>;
};

/** What a TransformStream does with chunks. Each function may return a promise, which is waited for. */
interface Transformer<I = any, O = any> {
  start?: (controller: TransformStreamDefaultController<O>) => any;
  /** Called with each chunk; enqueues none, one or many. Default: the chunk as it is. */
  transform?: (chunk: I, controller: TransformStreamDefaultController<O>) => void | PromiseLike<void>;
  /** Called at the end, before the readable side is closed. */
  flush?: (controller: TransformStreamDefaultController<O>) => void | PromiseLike<void>;
  /** Called instead of flush when a side is cancelled or aborted. */
  cancel?: (reason?: any) => void | PromiseLike<void>;
  readableType?: undefined;
  writableType?: undefined;
}

interface TransformStream<I = any, O = any> {
  /** Where the chunks come out. */
  readonly readable: ReadableStream<O>;
  /** Where they go in. */
  readonly writable: WritableStream<I>;
}

/**
 * Changes chunks on their way.
 * ```js
 * const double = new TransformStream({ transform: (n, controller) => controller.enqueue(2 * n) });
 * console.log(await Array.fromAsync(ReadableStream.from([1, 2, 3]).pipeThrough(double)));
 * // Output: [ 2, 4, 6 ]
 * ```
 */
declare var TransformStream: {
  prototype: TransformStream;
  new <I = any, O = any>(
    transformer?: Transformer<I, O>,
    writableStrategy?: QueuingStrategy<I>,
    readableStrategy?: QueuingStrategy<O>,
  ): TransformStream<I, O>;
};

interface TransformStreamDefaultController<O = any> {
  /** How much more the readable side has room for; null after an error. */
  readonly desiredSize: number | null;
  /** Adds a chunk to the readable side. */
  enqueue(chunk?: O): void;
  /** Makes both sides fail. */
  error(reason?: any): void;
  /** Closes the readable side and makes the writable one fail: no more is wanted. */
  terminate(): void;
}

/** What the functions of a transformer get. Scripts cannot make one. */
declare var TransformStreamDefaultController: { prototype: TransformStreamDefaultController };

/** What can be compressed to: gzip, zlib ("deflate") and deflate without a header. */
type CompressionFormat = "deflate" | "deflate-raw" | "gzip";

interface CompressionStream extends TransformStream<BufferSource, Uint8Array> {}

/**
 * Compresses bytes, on other cores than that of the script.
 * @throws TypeError for another format
 * ```js
 * const zeros = new Blob([new Uint8Array(100000)]).stream();
 * let size = 0;
 * for await (const chunk of zeros.pipeThrough(new CompressionStream("gzip"))) size += chunk.length;
 * console.log(size < 1000);
 * // Output: true
 * ```
 */
declare var CompressionStream: { prototype: CompressionStream; new (format: CompressionFormat): CompressionStream };

interface DecompressionStream extends TransformStream<BufferSource, Uint8Array> {}

/**
 * Decompresses bytes. Data that is not valid, not complete or followed by something else makes it fail with a TypeError.
 * @throws TypeError for another format
 * ```js
 * const stream = new Blob(["again and again"]).stream()
 *   .pipeThrough(new CompressionStream("deflate"))
 *   .pipeThrough(new DecompressionStream("deflate"))
 *   .pipeThrough(new TextDecoderStream());
 * console.log(await Array.fromAsync(stream));
 * // Output: [ 'again and again' ]
 * ```
 */
declare var DecompressionStream: { prototype: DecompressionStream; new (format: CompressionFormat): DecompressionStream };

interface TextEncoderStream extends TransformStream<string, Uint8Array> {
  /** Always "utf-8". */
  readonly encoding: string;
}

/**
 * Makes UTF-8 of strings.
 * ```js
 * const bytes = ReadableStream.from(["é", "!"]).pipeThrough(new TextEncoderStream());
 * console.log(await Array.fromAsync(bytes));
 * // Output: [ Uint8Array(2) [ 195, 169 ], Uint8Array(1) [ 33 ] ]
 * ```
 */
declare var TextEncoderStream: { prototype: TextEncoderStream; new (): TextEncoderStream };

interface TextDecoderStream extends TransformStream<BufferSource, string> {
  /** The name of the encoding, in small letters. */
  readonly encoding: string;
  readonly fatal: boolean;
  readonly ignoreBOM: boolean;
}

/**
 * Makes strings of bytes, whatever lies across the border of two chunks.
 * @throws RangeError for a label that no encoding has
 * ```js
 * const bytes = ReadableStream.from([new Uint8Array([0xe2, 0x82]), new Uint8Array([0xac])]);
 * console.log(await Array.fromAsync(bytes.pipeThrough(new TextDecoderStream())));
 * // Output: [ '€' ]
 * ```
 */
declare var TextDecoderStream: {
  prototype: TextDecoderStream;
  new (label?: string, options?: TextDecoderOptions): TextDecoderStream;
};

declare module "web:streams" {
  export const ByteLengthQueuingStrategy: typeof globalThis.ByteLengthQueuingStrategy;
  export const CompressionStream: typeof globalThis.CompressionStream;
  export const CountQueuingStrategy: typeof globalThis.CountQueuingStrategy;
  export const DecompressionStream: typeof globalThis.DecompressionStream;
  export const ReadableByteStreamController: typeof globalThis.ReadableByteStreamController;
  export const ReadableStream: typeof globalThis.ReadableStream;
  export const ReadableStreamBYOBReader: typeof globalThis.ReadableStreamBYOBReader;
  export const ReadableStreamBYOBRequest: typeof globalThis.ReadableStreamBYOBRequest;
  export const ReadableStreamDefaultController: typeof globalThis.ReadableStreamDefaultController;
  export const ReadableStreamDefaultReader: typeof globalThis.ReadableStreamDefaultReader;
  export const TextDecoderStream: typeof globalThis.TextDecoderStream;
  export const TextEncoderStream: typeof globalThis.TextEncoderStream;
  export const TransformStream: typeof globalThis.TransformStream;
  export const TransformStreamDefaultController: typeof globalThis.TransformStreamDefaultController;
  export const WritableStream: typeof globalThis.WritableStream;
  export const WritableStreamDefaultController: typeof globalThis.WritableStreamDefaultController;
  export const WritableStreamDefaultWriter: typeof globalThis.WritableStreamDefaultWriter;
}
