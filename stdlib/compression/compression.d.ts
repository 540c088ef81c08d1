/** Compression to gzip, zlib ("deflate") and raw deflate, as Node v20 has it. Brotli is not available. */
declare module "node:zlib" {
  import { Transform } from "node:stream";
  type Data = string | ArrayBufferView | ArrayBuffer;
  interface ZlibOptions {
    /** -1 (the usual), 0 (none) to 9 (small and slow). */
    level?: number;
    /** How many bytes may come out; more are an error, ERR_BUFFER_TOO_LARGE. A few bytes may expand to a thousand times as many. */
    maxOutputLength?: number;
    /** What both sides know of the data; for deflate and raw deflate. A stream that decompresses takes none. */
    dictionary?: ArrayBufferView | ArrayBuffer;
    /** Of Brotli, by the constants BROTLI_PARAM_…. */
    params?: { [key: number]: number | boolean };
    chunkSize?: number; windowBits?: number; memLevel?: number; strategy?: number;
  }
  type Callback = (error: Error | null, result: any) => void;
  interface Zlib extends Transform {
    readonly bytesWritten: number;
    /** Gives out all that was written so far. */
    flush(callback?: () => void): void;
    flush(kind: number, callback?: () => void): void;
    close(callback?: () => void): void;
  }
  type Make = (options?: ZlibOptions) => Zlib;
  type Class = { new (options?: ZlibOptions): Zlib; (options?: ZlibOptions): Zlib };
  type Later = { (data: Data, callback: Callback): void; (data: Data, options: ZlibOptions, callback: Callback): void };
  type Now = (data: Data, options?: ZlibOptions) => any;

  /**
   * Compresses to gzip, in place.
   *
   * ```js
   * import { gunzipSync, gzipSync } from "node:zlib";
   * const small = gzipSync("again and ".repeat(100));
   * console.log(small.length < 100, gunzipSync(small).toString().length);
   * try {
   *   gunzipSync(small, { maxOutputLength: 100 });
   * } catch (error) {
   *   console.log(error.code);
   * }
   * // Output:
   * // true 1000
   * // ERR_BUFFER_TOO_LARGE
   * ```
   */
  export const gzipSync: Now;
  /** Decompresses gzip, in place. */
  export const gunzipSync: Now;
  /** Decompresses gzip, beside the script. */
  export const gunzip: Later;
  /** Decompresses gzip, as a stream. */
  export const createGunzip: Make;
  /** The class of that stream. */
  export const Gunzip: Class;
  /** Compresses to zlib, in place. */
  export const deflateSync: Now;
  /** Compresses to zlib, beside the script. */
  export const deflate: Later;
  /** Compresses to zlib, as a stream. */
  export const createDeflate: Make;
  /** The class of that stream. */
  export const Deflate: Class;
  /** Decompresses zlib, in place. */
  export const inflateSync: Now;
  /** Decompresses zlib, beside the script. */
  export const inflate: Later;
  /** Decompresses zlib, as a stream. */
  export const createInflate: Make;
  /** The class of that stream. */
  export const Inflate: Class;
  /** Compresses to raw deflate, in place. */
  export const deflateRawSync: Now;
  /** Compresses to raw deflate, beside the script. */
  export const deflateRaw: Later;
  /** Compresses to raw deflate, as a stream. */
  export const createDeflateRaw: Make;
  /** The class of that stream. */
  export const DeflateRaw: Class;
  /** Decompresses raw deflate, in place. */
  export const inflateRawSync: Now;
  /** Decompresses raw deflate, beside the script. */
  export const inflateRaw: Later;
  /** Decompresses raw deflate, as a stream. */
  export const createInflateRaw: Make;
  /** The class of that stream. */
  export const InflateRaw: Class;
  /** Decompresses gzip or zlib, in place. */
  export const unzipSync: Now;
  /** Decompresses gzip or zlib, beside the script. */
  export const unzip: Later;
  /** Decompresses gzip or zlib, as a stream. */
  export const createUnzip: Make;
  /** The class of that stream. */
  export const Unzip: Class;
  /** Compresses to gzip, beside the script. */
  export const gzip: Later;
  /** Compresses to gzip, as a stream. */
  export const createGzip: Make;
  /** The class of that stream. */
  export const Gzip: Class;
  /** Compresses to Brotli, in place; options.params has constants.BROTLI_PARAM_QUALITY (0 to 11) and BROTLI_PARAM_LGWIN. */
  export const brotliCompressSync: Now;
  /** Compresses to Brotli, beside the script. */
  export const brotliCompress: Later;
  /** Compresses to Brotli, as a stream. */
  export const createBrotliCompress: Make;
  /** The class of that stream. */
  export const BrotliCompress: Class;
  /** Decompresses Brotli, in place. */
  export const brotliDecompressSync: Now;
  /** Decompresses Brotli, beside the script. */
  export const brotliDecompress: Later;
  /** Decompresses Brotli, as a stream. */
  export const createBrotliDecompress: Make;
  /** The class of that stream. */
  export const BrotliDecompress: Class;
  /** The CRC-32 of data, going on from another. */
  export function crc32(data: Data, value?: number): number;
  /** The numbers of zlib by name. */
  export const constants: { readonly [name: string]: number };
  /** The codes of its errors by name. */
  export const codes: { readonly [name: string]: number };
}
