// The module "node:string_decoder": text out of bytes that come in pieces.
(function (host, errors) {
  "use strict";
  const { coded, hidden, invalidType } = errors;
  const { Buffer } = host;
  const empty = Buffer.alloc(0);
  const names = {
    utf8: "utf8", "utf-8": "utf8", ucs2: "utf16le", "ucs-2": "utf16le", utf16le: "utf16le", "utf-16le": "utf16le", latin1: "latin1",
    binary: "latin1", ascii: "ascii", base64: "base64", base64url: "base64url", hex: "hex",
  };

  // How many bytes at the end belong to a character, or to a group of base64, that is not complete.
  const open = {
    utf8(bytes) {
      for (let n = 1; n <= Math.min(3, bytes.length); n++) {
        const byte = bytes[bytes.length - n];
        if ((byte & 0xc0) === 0x80) continue;
        const length = byte >= 0xf0 && byte <= 0xf4 ? 4 : byte >= 0xe0 && byte < 0xf0 ? 3 : byte >= 0xc2 && byte < 0xe0 ? 2 : 1;
        return length > n && begins(bytes.subarray(bytes.length - n)) ? n : 0;
      }
      return 0;
    },
    utf16le(bytes) {
      const odd = bytes.length % 2;
      const high = bytes.length - odd >= 2 ? bytes[bytes.length - odd - 1] : 0;
      return high >= 0xd8 && high <= 0xdb ? 2 + odd : odd;
    },
    base64: (bytes) => bytes.length % 3,
    base64url: (bytes) => bytes.length % 3,
  };

  // begins tells whether the bytes may begin a character: some second bytes never follow their first.
  function begins([first, second]) {
    if (second === undefined) return true;
    const low = { 0xe0: 0xa0, 0xf0: 0x90 }[first] ?? 0x80;
    const high = { 0xed: 0x9f, 0xf4: 0x8f }[first] ?? 0xbf;
    return second >= low && second <= high;
  }

  // A function and not a class, as in Node: packages call it on objects of their own.
  const kRest = Symbol("kRest");
  function StringDecoder(encoding) {
    encoding ??= "utf8";
    const name = names[`${encoding}`.toLowerCase()];
    if (name === undefined) throw coded(TypeError, "ERR_UNKNOWN_ENCODING", `Unknown encoding: ${encoding}`);
    this.encoding = name;
    hidden(this, kRest, empty);
  }
  StringDecoder.prototype.write = function write(bytes) {
    if (typeof bytes === "string") return bytes;
    if (!ArrayBuffer.isView(bytes)) throw invalidType("buf", "an instance of Buffer, TypedArray, or DataView", bytes);
    const chunk = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const all = this[kRest].length > 0 ? Buffer.concat([this[kRest], chunk]) : chunk;
    const kept = open[this.encoding]?.(all) ?? 0;
    this[kRest] = kept > 0 ? Buffer.from(all.subarray(all.length - kept)) : empty;
    return all.toString(this.encoding, 0, all.length - kept);
  };
  StringDecoder.prototype.end = function end(bytes) {
    const text = bytes === undefined ? "" : this.write(bytes);
    const rest = this[kRest];
    this[kRest] = empty;
    return text + rest.toString(this.encoding);
  };
  StringDecoder.prototype.text = function text(bytes, offset) {
    this[kRest] = empty;
    return this.write(bytes.slice(offset));
  };
  return { StringDecoder };
})
