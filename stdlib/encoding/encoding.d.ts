/** Text to bytes and back (https://encoding.spec.whatwg.org, https://html.spec.whatwg.org/#atob). */

/** What a text is in bytes: a buffer or any view of one. */
type BufferSource = ArrayBufferLike | ArrayBufferView;

/** How a TextDecoder treats what it reads. */
interface TextDecoderOptions {
  /** True refuses malformed bytes; otherwise each malformed sequence becomes U+FFFD. Default false. */
  fatal?: boolean;
  /** True keeps a byte order mark in the text. Default false. */
  ignoreBOM?: boolean;
}

/** How one call decodes. */
interface TextDecodeOptions {
  /** True says that more bytes follow: a character whose end is missing is kept for the next call. Default false. */
  stream?: boolean;
}

/** How much encodeInto() has done. */
interface TextEncoderEncodeIntoResult {
  /** The number of UTF-16 units that were read. */
  read: number;
  /** The number of bytes that were written. */
  written: number;
}

interface TextDecoder {
  /** The name of the encoding, in small letters: "utf-8". */
  readonly encoding: string;
  readonly fatal: boolean;
  readonly ignoreBOM: boolean;
  /**
   * Returns the text that the bytes stand for; without bytes, what is left of a stream.
   * @throws TypeError when the bytes are malformed and the decoder is fatal, or when the input is no buffer or view
   */
  decode(input?: BufferSource, options?: TextDecodeOptions): string;
}

/**
 * Decodes bytes into text. It knows every encoding of the web under all its labels, with the legacy ones for Chinese,
 * Japanese and Korean.
 * @param label the name of the encoding; default "utf-8"
 * @throws RangeError for a label that no encoding has
 * ```js
 * const decoder = new TextDecoder("shift_jis");
 * console.log(decoder.encoding, decoder.decode(new Uint8Array([0x83, 0x65])));
 * const utf8 = new TextDecoder();
 * const bytes = new TextEncoder().encode("h€llo");
 * console.log(utf8.decode(bytes.subarray(0, 2), { stream: true }) + utf8.decode(bytes.subarray(2)));
 * // Output:
 * // shift_jis テ
 * // h€llo
 * ```
 */
declare var TextDecoder: {
  prototype: TextDecoder;
  new (label?: string, options?: TextDecoderOptions): TextDecoder;
};

interface TextEncoder {
  /** Always "utf-8". */
  readonly encoding: string;
  /** Returns the text in UTF-8; a surrogate without a partner becomes U+FFFD. */
  encode(input?: string): Uint8Array<ArrayBuffer>;
  /**
   * Writes the text in UTF-8 into `destination`, whole characters as long as they fit.
   * @throws TypeError when destination is no Uint8Array
   */
  encodeInto(source: string, destination: Uint8Array): TextEncoderEncodeIntoResult;
}

/**
 * Encodes text in UTF-8.
 * ```js
 * const encoder = new TextEncoder();
 * console.log(encoder.encode("h€llo").length);
 * console.log(encoder.encodeInto("h€llo", new Uint8Array(3)));
 * // Output:
 * // 7
 * // { read: 1, written: 1 }
 * ```
 */
declare var TextEncoder: {
  prototype: TextEncoder;
  new (): TextEncoder;
};

/**
 * Decodes base64 into a binary string, one character for each byte. White space is left out, padding may be missing.
 * @throws DOMException InvalidCharacterError when the text is not base64
 * ```js
 * console.log(atob("aGVsbG8="));
 * try {
 *   atob("?");
 * } catch (error) {
 *   console.log(error.name);
 * }
 * // Output:
 * // hello
 * // InvalidCharacterError
 * ```
 */
declare function atob(data: string): string;

/**
 * Encodes a binary string, each of whose characters stands for a byte, in base64.
 * @throws DOMException InvalidCharacterError when a character is above U+00FF
 * ```js
 * console.log(btoa("hello"));
 * // Output: aGVsbG8=
 * ```
 */
declare function btoa(data: string): string;

declare module "web:encoding" {
  export const TextDecoder: typeof globalThis.TextDecoder;
  export const TextEncoder: typeof globalThis.TextEncoder;
  export const atob: typeof globalThis.atob;
  export const btoa: typeof globalThis.btoa;
}
