// Buffer, as Node v20 has it (https://nodejs.org/docs/latest-v20.x/api/buffer.html). What turns text into bytes and back
// is the host's.
(function (host, errors) {
  "use strict";
  const { checkNumber, checkString, coded, hidden, invalidType, invalidValue, outOfRange } = errors;
  const kMaxLength = 2 ** 32;
  const encodings = { __proto__: null };
  for (const name of ["utf8", "utf-8", "ucs2", "ucs-2", "utf16le", "utf-16le", "latin1", "binary", "ascii", "base64", "base64url", "hex"]) {
    encodings[name] = encodings[name.toUpperCase()] = host.encoding(name);
  }
  const UTF8 = encodings.utf8;
  const UCS2 = encodings.ucs2;

  // encodingOf is undefined for a name that no encoding has.
  const encodingOf = (name) => encodings[name] ?? encodings[`${name}`.toLowerCase()];
  const known = (name) => {
    const encoding = encodingOf(name);
    if (encoding === undefined) throw coded(TypeError, "ERR_UNKNOWN_ENCODING", `Unknown encoding: ${name}`);
    return encoding;
  };
  const isBytes = (value) => value instanceof Uint8Array;
  const isArrayBuffer = (value) => value instanceof ArrayBuffer;
  const bytesOrThrow = (value, name) => {
    if (!isBytes(value)) throw invalidType(name, "an instance of Buffer or Uint8Array", value);
  };

  class FastBuffer extends Uint8Array {}
  const proto = FastBuffer.prototype;

  function Buffer(arg, encodingOrOffset, length) {
    if (typeof arg !== "number") return Buffer.from(arg, encodingOrOffset, length);
    if (typeof encodingOrOffset === "string") throw invalidType("string", "of type string", arg);
    return Buffer.alloc(arg);
  }
  Object.setPrototypeOf(Buffer, Uint8Array);
  Object.defineProperty(Buffer, "prototype", { value: proto, enumerable: false });
  hidden(proto, "constructor", Buffer);
  Object.defineProperty(Buffer, Symbol.species, { get: () => FastBuffer, configurable: true });
  Buffer.poolSize = 8192;

  const fromText = (text, encoding) => new FastBuffer(host.bytes(text, encoding));

  Buffer.from = function from(value, encodingOrOffset, length) {
    if (typeof value === "string") {
      return fromText(value, typeof encodingOrOffset === "string" && encodingOrOffset !== "" ? known(encodingOrOffset) : UTF8);
    }
    if (typeof value === "object" && value !== null) {
      if (isArrayBuffer(value)) return fromArrayBuffer(value, encodingOrOffset, length);
      const primitive = value.valueOf?.();
      if (primitive !== undefined && primitive !== null && primitive !== value && ["string", "object"].includes(typeof primitive)) {
        return from(primitive, encodingOrOffset, length);
      }
      const made = fromObject(value);
      if (made !== undefined) return made;
      if (typeof value[Symbol.toPrimitive] === "function") {
        const text = value[Symbol.toPrimitive]("string");
        if (typeof text === "string") return from(text, encodingOrOffset);
      }
    }
    const want = "of type string or an instance of Buffer, ArrayBuffer, or Array or an Array-like Object";
    throw invalidType("first argument", want, value);
  };

  // fromArrayBuffer shares the memory.
  function fromArrayBuffer(buffer, offset, length) {
    const from = +offset || 0;
    const most = buffer.byteLength - from;
    if (most < 0) throw coded(RangeError, "ERR_BUFFER_OUT_OF_BOUNDS", '"offset" is outside of buffer bounds');
    if (length === undefined) return new FastBuffer(buffer, from, most);
    const n = +length > 0 ? +length : 0;
    if (n > most) throw coded(RangeError, "ERR_BUFFER_OUT_OF_BOUNDS", '"length" is outside of buffer bounds');
    return new FastBuffer(buffer, from, n);
  }

  function fromObject(value) {
    if (value.length !== undefined || isArrayBuffer(value.buffer)) {
      return typeof value.length === "number" ? fromItems(value) : new FastBuffer();
    }
    return value.type === "Buffer" && Array.isArray(value.data) ? fromItems(value.data) : undefined;
  }

  function fromItems(items) {
    if (!(items.length > 0)) return new FastBuffer();
    const made = new FastBuffer(items.length);
    made.set(items);
    return made;
  }

  Buffer.copyBytesFrom = function copyBytesFrom(view, offset = 0, length = undefined) {
    if (!ArrayBuffer.isView(view) || view instanceof DataView) throw invalidType("view", "an instance of TypedArray", view);
    const part = view.subarray(offset, length === undefined ? undefined : offset + length);
    return Buffer.from(part.slice().buffer);
  };

  Buffer.of = function of(...items) {
    return fromItems(items);
  };

  const checkSize = (size) => checkNumber(size, "size", 0, kMaxLength);

  Buffer.alloc = function alloc(size, fill, encoding) {
    checkSize(size);
    const made = new FastBuffer(size);
    return fill === undefined || fill === 0 || size <= 0 ? made : fillBytes(made, fill, 0, made.length, encoding);
  };
  Buffer.allocUnsafe = function allocUnsafe(size) {
    checkSize(size);
    return new FastBuffer(size);
  };
  Buffer.allocUnsafeSlow = function allocUnsafeSlow(size) {
    return Buffer.allocUnsafe(size);
  };

  Buffer.isBuffer = function isBuffer(value) {
    return value instanceof Buffer;
  };
  Buffer.isEncoding = function isEncoding(encoding) {
    return typeof encoding === "string" && encoding !== "" && encodingOf(encoding) !== undefined;
  };

  Buffer.compare = function compare(buf1, buf2) {
    bytesOrThrow(buf1, "buf1");
    bytesOrThrow(buf2, "buf2");
    return host.compare(buf1, buf2);
  };

  Buffer.concat = function concat(list, length) {
    if (!Array.isArray(list)) throw invalidType("list", "an instance of Array", list);
    list.forEach((part, i) => bytesOrThrow(part, `list[${i}]`));
    if (length === undefined) length = list.reduce((sum, part) => sum + part.length, 0);
    else checkNumber(length, "length", 0, kMaxLength);
    const made = new FastBuffer(length);
    let at = 0;
    for (const part of list) {
      if (at + part.length > length) {
        made.set(part.subarray(0, length - at), at);
        break;
      }
      made.set(part, at);
      at += part.length;
    }
    return made;
  };

  Buffer.byteLength = function byteLength(string, encoding) {
    if (typeof string === "string") return host.byteLength(string, encodingOf(encoding) ?? UTF8);
    if (ArrayBuffer.isView(string) || isArrayBuffer(string)) return string.byteLength;
    throw invalidType("string", "of type string or an instance of Buffer or ArrayBuffer", string);
  };

  Object.defineProperties(proto, {
    parent: { get() { return this instanceof Buffer ? this.buffer : undefined; }, enumerable: true, configurable: true },
    offset: { get() { return this instanceof Buffer ? this.byteOffset : undefined; }, enumerable: true, configurable: true },
  });

  proto.toString = function toString(encoding, start, end) {
    if (arguments.length === 0) return host.text(this, UTF8, 0, this.length);
    const from = start <= 0 ? 0 : Math.trunc(start) || 0;
    const to = end === undefined || end > this.length ? this.length : Math.trunc(end) || 0;
    if (from >= this.length || to <= from) return "";
    return host.text(this, encoding === undefined ? UTF8 : known(encoding), from, to);
  };
  proto.toLocaleString = proto.toString;

  proto.equals = function equals(other) {
    bytesOrThrow(other, "otherBuffer");
    return this === other || host.compare(this, other) === 0;
  };

  proto.compare = function compare(target, targetStart = 0, targetEnd = target?.length, sourceStart = 0, sourceEnd = this.length) {
    bytesOrThrow(target, "target");
    checkOffset(targetStart, "targetStart", 0);
    checkOffset(targetEnd, "targetEnd", 0, target.length);
    checkOffset(sourceStart, "sourceStart", 0);
    checkOffset(sourceEnd, "sourceEnd", 0, this.length);
    if (sourceStart >= sourceEnd) return targetStart >= targetEnd ? 0 : -1;
    if (targetStart >= targetEnd) return 1;
    return host.compare(this.subarray(sourceStart, sourceEnd), target.subarray(targetStart, targetEnd));
  };

  function checkOffset(value, name, min = 0, max = kMaxLength) {
    errors.checkInteger(value, name, min, max);
  }

  proto.copy = function copy(target, targetStart = 0, sourceStart = 0, sourceEnd = this.length) {
    bytesOrThrow(target, "target");
    const at = Math.trunc(targetStart) || 0;
    const from = Math.trunc(sourceStart) || 0;
    const to = Math.min(Math.trunc(sourceEnd) || 0, this.length);
    if (at < 0) throw outOfRange("targetStart", ">= 0", targetStart);
    if (from < 0 || from > this.length) throw outOfRange("sourceStart", `>= 0 && <= ${this.length}`, sourceStart);
    if (sourceEnd < 0) throw outOfRange("sourceEnd", ">= 0", sourceEnd);
    const n = Math.min(to - from, target.length - at);
    if (n <= 0) return 0;
    Uint8Array.prototype.set.call(target, Uint8Array.prototype.subarray.call(this, from, from + n), at);
    return n;
  };

  // find is indexOf and lastIndexOf.
  function find(buffer, value, byteOffset, encoding, forward) {
    if (typeof byteOffset === "string") [encoding, byteOffset] = [byteOffset, undefined];
    let offset = Math.trunc(Math.max(Math.min(+byteOffset, 0x7fffffff), -0x80000000));
    if (Number.isNaN(offset)) offset = forward ? 0 : buffer.length;
    if (typeof value === "number") {
      if (offset < 0) offset = Math.max(offset + buffer.length, forward ? 0 : -1);
      const method = forward ? "indexOf" : "lastIndexOf";
      return offset < 0 ? -1 : Uint8Array.prototype[method].call(buffer, value & 255, offset);
    }
    const code = encoding === undefined ? UTF8 : typeof value === "string" ? known(encoding) : (encodingOf(encoding) ?? UTF8);
    if (typeof value !== "string" && !isBytes(value)) {
      throw invalidType("value", "one of type number or string or an instance of Buffer or Uint8Array", value);
    }
    const needle = typeof value === "string" ? fromText(value, code) : value;
    const length = buffer.length;
    if (offset < 0) {
      if (offset + length >= 0) offset += length;
      else if (forward || needle.length === 0) offset = 0;
      else return -1;
    } else if (offset + needle.length > length) {
      if (needle.length === 0) return length;
      if (forward) return -1;
      offset = length - 1;
    }
    if (needle.length === 0) return offset;
    return host.indexOf(buffer, needle, offset, code === UCS2, !forward);
  }
  proto.indexOf = function indexOf(value, byteOffset, encoding) {
    return find(this, value, byteOffset, encoding, true);
  };
  proto.lastIndexOf = function lastIndexOf(value, byteOffset, encoding) {
    return find(this, value, byteOffset, encoding, false);
  };
  proto.includes = function includes(value, byteOffset, encoding) {
    return this.indexOf(value, byteOffset, encoding) !== -1;
  };

  function fillBytes(buffer, value, offset, end, encoding) {
    let code = UTF8;
    if (typeof value === "string") {
      if (offset === undefined || typeof offset === "string") [encoding, offset, end] = [offset, undefined, undefined];
      else if (typeof end === "string") [encoding, end] = [end, undefined];
      if (encoding !== undefined) {
        checkString(encoding, "encoding");
        code = known(encoding === "" ? "utf8" : encoding);
      }
    }
    const from = offset ?? 0;
    if (offset !== undefined) checkOffset(offset, "offset");
    if (end !== undefined) checkOffset(end, "end", 0, buffer.length);
    const to = end ?? buffer.length;
    if (from >= to) return buffer;
    if (typeof value !== "string" && !isBytes(value)) return Uint8Array.prototype.fill.call(buffer, Number(value) & 255, from, to);
    if (value === "") return Uint8Array.prototype.fill.call(buffer, 0, from, to);
    const pattern = typeof value === "string" ? fromText(value, code) : value;
    if (pattern.length === 0) throw invalidValue("value", value);
    host.fill(buffer, pattern, from, to);
    return buffer;
  }
  proto.fill = function fill(value, offset, end, encoding) {
    return fillBytes(this, value, offset, end, encoding);
  };

  proto.write = function write(string, offset, length, encoding) {
    if (typeof string !== "string") throw coded(TypeError, "ERR_INVALID_ARG_TYPE", "argument must be a string");
    if (offset === undefined) return host.write(this, string, UTF8, 0, this.length);
    if (length === undefined && typeof offset === "string") return host.write(this, string, known(offset), 0, this.length);
    checkOffset(offset, "offset", 0, this.length);
    let n = this.length - offset;
    if (typeof length === "string") {
      encoding = length;
    } else if (length !== undefined) {
      checkOffset(length, "length", 0, this.length);
      n = Math.min(n, length);
    }
    return host.write(this, string, encoding ? known(encoding) : UTF8, offset, n);
  };

  proto.toJSON = function toJSON() {
    return { type: "Buffer", data: Array.from(this) };
  };
  proto.slice = function slice(start, end) {
    return this.subarray(start, end);
  };
  for (const size of [2, 4, 8]) {
    const name = `swap${size * 8}`;
    proto[name] = {
      [name]() {
        if (this.length % size !== 0) throw coded(RangeError, "ERR_INVALID_BUFFER_SIZE", `Buffer size must be a multiple of ${size * 8}-bits`);
        for (let i = 0; i < this.length; i += size) this.subarray(i, i + size).reverse();
        return this;
      },
    }[name];
  }
  return { Buffer, FastBuffer, UTF8, encodings, kMaxLength };
})
