// The module "node:zlib" (https://nodejs.org/docs/latest-v20.x/api/zlib.html) on the host's codecs.
(function (host, errors) {
  "use strict";
  const { checkFunction, checkObject, coded, invalidType, outOfRange } = errors;
  const { Buffer, constants } = host;
  const maxLength = 2 ** 31 - 1;

  const bytesOf = (data, name = "buffer") => {
    if (typeof data === "string") return Buffer.from(data);
    if (ArrayBuffer.isView(data)) return Buffer.from(data.buffer, data.byteOffset, data.byteLength);
    if (data instanceof ArrayBuffer) return Buffer.from(data);
    throw invalidType(name, "of type string or an instance of Buffer, TypedArray, DataView, or ArrayBuffer", data);
  };

  // brotliOf reads the options of Brotli: the level is the quality, and 256 times the size of the window.
  function brotliOf({ params = {}, maxOutputLength = maxLength }) {
    checkObject(params, "options.params");
    for (const [key, value] of Object.entries(params)) {
      if (!/^[0-9]$/.test(key)) throw coded(RangeError, "ERR_BROTLI_INVALID_PARAM", `${key} is not a valid Brotli parameter`);
      if (typeof value !== "number" && typeof value !== "boolean") throw invalidType("options.params[key]", "of type number", value);
    }
    const { [constants.BROTLI_PARAM_QUALITY]: quality = 11, [constants.BROTLI_PARAM_LGWIN]: window = 22 } = params;
    const within = (value, low, high) => Math.trunc(Math.min(Math.max(value, low), high));
    return { level: within(quality, 0, 11) + 256 * within(window, 10, 24), limit: maxOutputLength };
  }

  // settingsOf reads the options of a format.
  function settingsOf(options, format) {
    options ??= {};
    checkObject(options, "options");
    if (format === "brotli") return brotliOf(options);
    const { level = -1, maxOutputLength = maxLength, dictionary } = options;
    const ranges = { level: [-1, 9], windowBits: [format === "gzip" ? 9 : 8, 15], memLevel: [1, 9], strategy: [0, 4], chunkSize: [64, Infinity], maxOutputLength: [1, maxLength] };
    for (const [name, [low, high]] of Object.entries(ranges)) {
      const value = options[name];
      if (value === undefined || (name === "windowBits" && value === 0)) continue;
      if (typeof value !== "number") throw invalidType(`options.${name}`, "of type number", value);
      if (!(value >= low && value <= high)) throw outOfRange(`options.${name}`, `>= ${low}${high === Infinity ? "" : ` and <= ${high}`}`, value);
    }
    return { level, limit: maxOutputLength, dictionary: dictionary === undefined ? undefined : bytesOf(dictionary, "options.dictionary") };
  }

  const zero = Buffer.alloc(0);
  const exports = {};
  let classes;
  const classesOf = () => (classes ??= makeClasses());
  const kinds = {
    Gzip: ["gzip", false], Gunzip: ["gzip", true], Deflate: ["deflate", false], Inflate: ["deflate", true],
    DeflateRaw: ["deflate-raw", false], InflateRaw: ["deflate-raw", true], Unzip: ["unzip", true],
    BrotliCompress: ["brotli", false], BrotliDecompress: ["brotli", true],
  };

  function makeClasses() {
    const { Transform } = host.streams();
    class ZlibBase extends Transform {
      #state;
      #open;
      #size = 0;
      constructor(format, decompress, options) {
        const { level, limit, dictionary } = settingsOf(options, format);
        super({ ...options, autoDestroy: true });
        this.bytesWritten = 0;
        this.decompress = decompress;
        if (decompress && dictionary !== undefined) {
          throw coded(TypeError, "ERR_INVALID_ARG_VALUE", "a dictionary is available for what is decompressed at once only: inflateSync() or inflate()");
        }
        this.limit = limit;
        this.#open = (first) => {
          if (this.#state !== undefined) return;
          const kind = format === "unzip" ? (first[0] === 0x1f ? "gzip" : "deflate") : format;
          if (decompress && kind === "gzip" && first.length > 1 && (first[0] !== 0x1f || first[1] !== 0x8b)) {
            throw Object.assign(new Error("incorrect header check"), { errno: -3, code: "Z_DATA_ERROR" });
          }
          this.#state = host.begin(decompress, kind, level, dictionary);
        };
        for (const name of ["decompress", "limit"]) errors.hidden(this, name, this[name]);
      }
      #give(chunk) {
        this.#size += chunk.length;
        if (this.#size > this.limit) throw coded(RangeError, "ERR_BUFFER_TOO_LARGE", `Cannot create a Buffer larger than ${this.limit} bytes`);
        if (chunk.length > 0) this.push(chunk);
      }
      #step(chunk) {
        if (!this.decompress) {
          this.#give(host.write(this.#state, chunk));
          return;
        }
        let [out, more] = host.decompress(this.#state, chunk);
        this.#give(out);
        while (more) {
          [out, more] = host.decompress(this.#state, zero);
          this.#give(out);
        }
      }
      _transform(chunk, _, callback) {
        try {
          this.bytesWritten += chunk.length;
          if (chunk.length > 0) {
            this.#open(chunk);
            this.#step(chunk);
          }
          callback();
        } catch (error) {
          callback(error);
        }
      }
      _flush(callback) {
        try {
          if (this.#state !== undefined || !this.decompress) {
            this.#open(zero);
            this.#step(undefined);
          }
          callback();
        } catch (error) {
          callback(error);
        }
      }
      _destroy(error, callback) {
        if (this.#state !== undefined && this.decompress) host.drop(this.#state);
        callback(error);
      }
      flush(kind, callback) {
        if (typeof kind === "function") callback = kind;
        if (!this.decompress) {
          this.#open(zero);
          this.#give(host.flush(this.#state));
        }
        if (callback) globals.process.nextTick(callback);
      }
      close(callback) {
        if (callback) this.once("close", callback);
        this.destroy();
      }
      params(level, strategy, callback) {
        throw coded(Error, "ERR_METHOD_NOT_IMPLEMENTED", "The params() method is not implemented: the level is that of the options");
      }
      reset() {
        throw coded(Error, "ERR_METHOD_NOT_IMPLEMENTED", "The reset() method is not implemented: make another stream");
      }
    }
    const all = {};
    for (const [name, [format, decompress]] of Object.entries(kinds)) {
      all[name] = { [name]: function (options) { return Reflect.construct(ZlibBase, [format, decompress, options], new.target ?? all[name]); } }[name];
      all[name].prototype = Object.create(ZlibBase.prototype, { constructor: { value: all[name], writable: true, configurable: true } });
    }
    return all;
  }

  for (const [name, [format, decompress]] of Object.entries(kinds)) {
    let own;
    Object.defineProperty(exports, name, { get: () => own ?? classesOf()[name], set(value) { own = value; }, enumerable: true, configurable: true });
    const make = `create${name}`;
    exports[make] = { [make]: (options) => new (classesOf()[name])(options) }[make];
    const verb = `${name[0].toLowerCase()}${name.slice(1)}`;
    const sync = `${verb}Sync`;
    exports[sync] = { [sync](data, options) {
      const { level, limit, dictionary } = settingsOf(options, format);
      return host.sync(decompress, format, level, dictionary, bytesOf(data), limit);
    } }[sync];
    exports[verb] = { [verb](data, options, callback) {
      if (typeof options === "function") [options, callback] = [{}, options];
      checkFunction(callback, "callback");
      const { level, limit, dictionary } = settingsOf(options, format);
      host.async(decompress, format, level, dictionary, Buffer.from(bytesOf(data)), limit).then(
        (buffer) => globals.process.nextTick(callback, null, buffer), (error) => globals.process.nextTick(callback, error),
      );
    } }[verb];
  }

  exports.crc32 = function crc32(data, value = 0) {
    errors.checkInteger(value, "value", 0, 2 ** 32 - 1);
    return host.crc32(bytesOf(data, "data"), value);
  };
  // Those of zlib are exports of their own as well, which nobody sees who does not know.
  for (const [name, value] of Object.entries(constants)) {
    if (!name.startsWith("BROTLI")) Object.defineProperty(exports, name, { value, enumerable: false, configurable: false, writable: false });
  }
  exports.constants = Object.freeze(Object.assign(Object.create(null), constants));
  exports.codes = Object.freeze(Object.fromEntries(Object.entries(constants).filter(([name]) => /^Z_(OK|STREAM_END|NEED_DICT|\w*ERR\w*)$/.test(name))));
  return exports;
})
