// The numbers in a Buffer, how it looks, and the other exports of node:buffer.
(function (host, errors) {
  "use strict";
  const { coded, hidden, invalidType, outOfRange } = errors;
  const { Buffer, FastBuffer, UTF8, encodings, kMaxLength } = host;
  const proto = Buffer.prototype;
  const custom = Symbol.for("nodejs.util.inspect.custom");

  // place checks the offset of a number of some bytes.
  function place(buffer, offset, size) {
    if (typeof offset !== "number") throw invalidType("offset", "of type number", offset);
    if (Number.isInteger(offset) && offset >= 0 && offset + size <= buffer.length) return;
    if (!Number.isInteger(offset)) throw outOfRange("offset", "an integer", offset);
    if (buffer.length < size) throw coded(RangeError, "ERR_BUFFER_OUT_OF_BOUNDS", "Attempt to access memory outside buffer bounds");
    throw outOfRange("offset", `>= 0 and <= ${buffer.length - size}`, offset);
  }

  function checkWidth(width) {
    if (typeof width !== "number") throw invalidType("byteLength", "of type number", width);
    if (!Number.isInteger(width)) throw outOfRange("byteLength", "an integer", width);
    if (width < 1 || width > 6) throw outOfRange("byteLength", ">= 1 and <= 6", width);
  }

  function read(buffer, offset, size, signed, little) {
    place(buffer, offset, size);
    let value = 0;
    if (little) for (let i = offset + size - 1; i >= offset; i--) value = value * 256 + buffer[i];
    else for (let i = offset; i < offset + size; i++) value = value * 256 + buffer[i];
    return signed && value >= 2 ** (8 * size - 1) ? value - 2 ** (8 * size) : value;
  }

  function write(buffer, value, offset, size, signed, little) {
    value = +value;
    const low = signed ? -(2 ** (8 * size - 1)) : 0;
    const high = 2 ** (8 * size - (signed ? 1 : 0)) - 1;
    if (value > high || value < low) throw outOfRange("value", bounds(size, signed, low, high), value);
    place(buffer, offset, size);
    let rest = Math.trunc(value) || 0;
    if (rest < 0) rest += 2 ** (8 * size);
    for (let i = 0; i < size; i++) {
      buffer[little ? offset + i : offset + size - 1 - i] = rest % 256;
      rest = Math.floor(rest / 256);
    }
    return offset + size;
  }

  function bounds(size, signed, low, high, suffix = "") {
    if (size <= 4) return `>= ${low} and <= ${high}`;
    const n = suffix;
    if (!signed) return `>= 0${n} and < 2${n} ** ${size * 8}${n}`;
    return `>= -(2${n} ** ${size * 8 - 1}${n}) and < 2${n} ** ${size * 8 - 1}${n}`;
  }

  // method defines a method, and the same under the name with Uint for UInt.
  function method(name, make) {
    proto[name] = { [name]: make }[name];
    Object.defineProperty(proto[name], "name", { value: name, configurable: true });
    if (name.includes("UInt")) proto[name.replace("UInt", "Uint")] = proto[name];
  }

  for (const signed of [false, true]) {
    const kind = signed ? "Int" : "UInt";
    method(`read${kind}8`, function (offset = 0) {
      return read(this, offset, 1, signed, true);
    });
    method(`write${kind}8`, function (value, offset = 0) {
      return write(this, value, offset, 1, signed, true);
    });
    for (const little of [true, false]) {
      const order = little ? "LE" : "BE";
      for (const size of [2, 4]) {
        method(`read${kind}${size * 8}${order}`, function (offset = 0) {
          return read(this, offset, size, signed, little);
        });
        method(`write${kind}${size * 8}${order}`, function (value, offset = 0) {
          return write(this, value, offset, size, signed, little);
        });
      }
      method(`read${kind}${order}`, function (offset, byteLength) {
        if (offset === undefined) throw invalidType("offset", "of type number", offset);
        checkWidth(byteLength);
        return read(this, offset, byteLength, signed, little);
      });
      method(`write${kind}${order}`, function (value, offset, byteLength) {
        checkWidth(byteLength);
        return write(this, value, offset, byteLength, signed, little);
      });
      bigints(signed, little, order);
    }
  }

  const view = (buffer) => new DataView(buffer.buffer, buffer.byteOffset, buffer.byteLength);

  function bigints(signed, little, order) {
    const [low, high] = signed ? [-(2n ** 63n), 2n ** 63n - 1n] : [0n, 2n ** 64n - 1n];
    const kind = signed ? "BigInt64" : "BigUInt64";
    const accessor = signed ? "BigInt64" : "BigUint64";
    method(`read${kind}${order}`, function (offset = 0) {
      place(this, offset, 8);
      return view(this)[`get${accessor}`](offset, little);
    });
    method(`write${kind}${order}`, function (value, offset = 0) {
      if (value > high || value < low) throw outOfRange("value", bounds(8, signed, low, high, "n"), value);
      place(this, offset, 8);
      view(this)[`set${accessor}`](offset, value, little);
      return offset + 8;
    });
  }

  for (const [kind, accessor, size] of [["Float", "Float32", 4], ["Double", "Float64", 8]]) {
    for (const order of ["LE", "BE"]) {
      method(`read${kind}${order}`, function (offset = 0) {
        place(this, offset, size);
        return view(this)[`get${accessor}`](offset, order === "LE");
      });
      method(`write${kind}${order}`, function (value, offset = 0) {
        place(this, offset, size);
        view(this)[`set${accessor}`](offset, value, order === "LE");
        return offset + size;
      });
    }
  }

  for (const name of ["ascii", "base64", "base64url", "latin1", "hex", "ucs2", "utf8"]) {
    const encoding = encodings[name];
    method(`${name}Slice`, function (start = 0, end = this.length) {
      return host.text(this, encoding, start, end);
    });
    method(`${name}Write`, function (string, offset = 0, length = this.length - offset) {
      return host.write(this, string, encoding, offset, length);
    });
  }

  const exports = {
    Buffer,
    SlowBuffer(size) {
      return Buffer.allocUnsafeSlow(size);
    },
    INSPECT_MAX_BYTES: 50,
    kMaxLength,
    kStringMaxLength: 2 ** 29 - 24,
    constants: { MAX_LENGTH: kMaxLength, MAX_STRING_LENGTH: 2 ** 29 - 24 },
    isAscii(input) {
      return input.byteLength === 0 || new Uint8Array(input.buffer ?? input, input.byteOffset ?? 0, input.byteLength).every((b) => b < 128);
    },
    isUtf8(input) {
      return host.isUTF8(input);
    },
    resolveObjectURL(id) {
      return host.blobOf(`${id}`);
    },
    transcode(source, from, to) {
      if (!(source instanceof Uint8Array)) throw invalidType("source", "an instance of Buffer or Uint8Array", source);
      const text = host.text(source, encodings[from] ?? UTF8, 0, source.length);
      // What the other encoding has no character for becomes a question mark.
      const limit = { ascii: 0x7f, latin1: 0xff, binary: 0xff }[to];
      return Buffer.from(limit === undefined ? text : [...text].map((c) => (c.codePointAt(0) > limit ? "?" : c)).join(""), to);
    },
  };
  for (const name of ["atob", "btoa", "Blob", "File"]) {
    if (name in globals) Object.defineProperty(exports, name, { get: () => globals[name], enumerable: true });
  }

  proto[custom] = function inspect(depth, options, inspectValue) {
    const max = exports.INSPECT_MAX_BYTES;
    const more = this.length - max;
    let text = host.text(this, encodings.hex, 0, Math.min(max, this.length)).replace(/(.{2})/g, "$1 ").trim();
    if (more > 0) text += ` ... ${more} more byte${more > 1 ? "s" : ""}`;
    const extras = Object.keys(this).filter((key) => !/^\d+$/.test(key));
    if (extras.length > 0) {
      const shown = inspectValue(Object.assign({ __proto__: null }, Object.fromEntries(extras.map((key) => [key, this[key]]))), options);
      text += `${this.length > 0 ? ", " : ""}${shown.replace(/^\[Object: null prototype\] \{ ?/, "").replace(/ ?\}$/, "")}`;
    }
    return `<${this.constructor.name} ${text}>`;
  };
  proto.inspect = proto[custom];
  hidden(FastBuffer, "name", "Buffer");
  return exports;
})
