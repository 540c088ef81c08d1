/** Bytes that never change, as the web has them (https://w3c.github.io/FileAPI). */

/** What a Blob is made of. */
type BlobPart = BufferSource | Blob | string;

/** What a Blob is made with. */
interface BlobPropertyBag {
  /** The media type. Default none. */
  type?: string;
  /** "native" gives strings the line ends of the system. Default "transparent": they stay as they are. */
  endings?: "transparent" | "native";
}

interface Blob {
  /** The number of bytes. */
  readonly size: number;
  /** The media type in small letters, or empty. */
  readonly type: string;
  /** Returns a copy of the bytes. */
  arrayBuffer(): Promise<ArrayBuffer>;
  /** Returns a copy of the bytes. */
  bytes(): Promise<Uint8Array>;
  /** Returns the bytes from start to before end, without a copy. Negative places count from the end. */
  slice(start?: number, end?: number, contentType?: string): Blob;
  /** Returns a stream of the bytes. */
  stream(): ReadableStream<Uint8Array>;
  /** Returns the bytes read as UTF-8. */
  text(): Promise<string>;
}

/**
 * A run of bytes with a type. It is copied to other isolates without a copy of its bytes.
 * @throws TypeError for parts that cannot be iterated over
 * ```js
 * const blob = new Blob(["Hello, ", new Uint8Array([119, 111]), new Blob(["rld"])], { type: "Text/Plain" });
 * console.log(blob.size, blob.type, await blob.text());
 * console.log(await blob.slice(-5).text(), (await blob.slice(0, 2).bytes()));
 * // Output:
 * // 12 text/plain Hello, world
 * // world Uint8Array(2) [ 72, 101 ]
 * ```
 */
declare var Blob: { prototype: Blob; new (parts?: Iterable<BlobPart>, options?: BlobPropertyBag): Blob };

/** What a File is made with. */
interface FilePropertyBag extends BlobPropertyBag {
  /** When it was changed, in milliseconds since 1970. Default now. */
  lastModified?: number;
}

interface File extends Blob {
  /** The name, without a folder. */
  readonly name: string;
  /** When it was changed, in milliseconds since 1970. */
  readonly lastModified: number;
}

/**
 * A Blob with a name.
 * @throws TypeError without parts and a name
 * ```js
 * const file = new File(["a,b\n"], "table.csv", { type: "text/csv", lastModified: 0 });
 * console.log(file.name, file.size, file instanceof Blob);
 * // Output: table.csv 4 true
 * ```
 */
declare var File: { prototype: File; new (bits: Iterable<BlobPart>, name: string, options?: FilePropertyBag): File };

declare module "web:blob" {
  export const Blob: typeof globalThis.Blob;
  export const File: typeof globalThis.File;
}
