// The part of "node:crypto" that is JavaScript: derived keys, ciphers, and digests that are streams
// (https://nodejs.org/docs/latest-v20.x/api/crypto.html).
(function (host, errors) {
  "use strict";
  const { checkFunction, checkInteger, checkObject, checkString, coded, hidden, invalidType } = errors;
  const { Buffer, Hash, Hmac } = host;

  const bytesOf = (value, name, encoding = "utf8") => {
    if (typeof value === "string") return Buffer.from(value, encoding === "buffer" ? "utf8" : encoding);
    if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return value;
    if (value?.type === "secret" && (name === "key" || name === "ikm") && typeof value.export === "function") return value.export();
    throw invalidType(name, "of type string or an instance of ArrayBuffer, Buffer, TypedArray, or DataView", value);
  };
  const limit = 2 ** 31 - 1;

  const derived = {
    pbkdf2(password, salt, iterations, keylen, digest) {
      checkString(digest, "digest");
      const list = [digest, bytesOf(password, "password"), bytesOf(salt, "salt"), iterations, keylen];
      checkInteger(iterations, "iterations", 1, limit);
      checkInteger(keylen, "keylen", 0, limit);
      return list;
    },
    hkdf(digest, key, salt, info, keylen) {
      checkString(digest, "digest");
      const list = [digest, bytesOf(key, "ikm"), bytesOf(salt, "salt"), bytesOf(info, "info"), keylen];
      checkInteger(keylen, "length", 0, limit);
      return list;
    },
    scrypt(password, salt, keylen, options) {
      const list = [bytesOf(password, "password"), bytesOf(salt, "salt")];
      checkInteger(keylen, "keylen", 0, limit);
      const { N, cost = N ?? 16384, r, blockSize = r ?? 8, p, parallelization = p ?? 1, maxmem = 32 * 1024 * 1024 } = options ?? {};
      for (const [name, value] of [["N", cost], ["r", blockSize], ["p", parallelization]]) checkInteger(value, name, 0, 2 ** 32 - 1);
      checkInteger(maxmem, "maxmem", 0);
      return [...list, keylen, cost, blockSize, parallelization, maxmem];
    },
  };
  const exports = {};
  for (const [name, read] of Object.entries(derived)) {
    const give = name === "hkdf" ? (b) => b.buffer.slice(b.byteOffset, b.byteOffset + b.length) : (b) => b;
    const sync = `${name}Sync`;
    exports[sync] = { [sync]: (...args) => give(host[sync](...read(...args))) }[sync];
    exports[name] = { [name](...args) {
      const callback = args.pop();
      checkFunction(callback, "callback");
      host[name](...read(...args)).then((b) => globals.process.nextTick(callback, null, give(b)), (error) => globals.process.nextTick(callback, error));
    } }[name];
  }

  exports.getCiphers = function getCiphers() {
    return [...host.ciphers];
  };
  exports.getCurves = function getCurves() {
    return ["prime256v1", "secp384r1", "secp521r1"];
  };

  exports.getCipherInfo = function getCipherInfo(nameOrNid, options) {
    if (typeof nameOrNid !== "string" && typeof nameOrNid !== "number") throw invalidType("nameOrNid", "one of type string or number", nameOrNid);
    if (options !== undefined) checkObject(options, "options");
    const { keyLength, ivLength } = options ?? {};
    if (keyLength !== undefined) checkInteger(keyLength, "options.keyLength");
    if (ivLength !== undefined) checkInteger(ivLength, "options.ivLength");
    for (const name of host.ciphers) {
      const [, bits, mode] = name.split("-");
      const [first, step, size] = { ecb: [418, 4, undefined], cbc: [419, 4, 16], ctr: [904, 1, 16], gcm: [895, 3, 12] }[mode];
      const nid = first + step * ((bits - 128) / 64);
      if (name !== `${nameOrNid}`.toLowerCase() && nid !== nameOrNid) continue;
      const fits = ivLength === undefined || ivLength === size || (mode === "gcm" && ivLength > 0);
      if (!fits || (keyLength !== undefined && keyLength !== bits / 8)) return undefined;
      const info = { mode, name: mode === "gcm" ? `id-aes${bits}-gcm` : name, nid, blockSize: mode === "cbc" || mode === "ecb" ? 16 : 1 };
      if (size !== undefined) info.ivLength = ivLength ?? size;
      return { ...info, keyLength: bits / 8 };
    }
    return undefined;
  };

  exports.getFips = () => 0;
  exports.setFips = function setFips(bool) {
    if (bool) throw coded(Error, "ERR_CRYPTO_FIPS_UNAVAILABLE", "Cannot set FIPS mode: it is Go's, and chosen when lariat starts (GODEBUG=fips140=on)");
  };

  let primes;
  for (const [name, length] of [["checkPrime", 1], ["checkPrimeSync", 1], ["generatePrime", 3], ["generatePrimeSync", 1]]) {
    exports[name] = Object.defineProperty({ [name]: (...args) => (primes ??= host.primes())[name](...args) }[name], "length", { value: length });
  }

  let classes;
  function makeClasses() {
    const { Transform } = host.streams();
    const text = (buffer, encoding) => (encoding && encoding !== "buffer" ? buffer.toString(encoding) : buffer);
    class Cipher extends Transform {
      #state;
      constructor(name, key, iv, options, decrypt) {
        super(options);
        checkString(name, "cipher");
        this.#state = host.begin(name, bytesOf(key, "key"), iv === null ? Buffer.alloc(0) : bytesOf(iv, "iv"), decrypt, options?.authTagLength ?? 0);
      }
      update(data, inputEncoding, outputEncoding) {
        return text(host.update(this.#state, bytesOf(data, "data", inputEncoding)), outputEncoding);
      }
      final(encoding) {
        return text(host.final(this.#state), encoding);
      }
      setAutoPadding(yes = true) {
        host.padding(this.#state, Boolean(yes));
        return this;
      }
      setAAD(data) {
        host.setAAD(this.#state, bytesOf(data, "buffer"));
        return this;
      }
      getAuthTag() {
        return host.tag(this.#state);
      }
      setAuthTag(tag, encoding) {
        host.setTag(this.#state, bytesOf(tag, "buffer", encoding));
        return this;
      }
      _transform(chunk, _, callback) {
        try {
          callback(null, this.update(chunk));
        } catch (error) {
          callback(error);
        }
      }
      _flush(callback) {
        try {
          callback(null, this.final());
        } catch (error) {
          callback(error);
        }
      }
    }
    class Cipheriv extends Cipher {
      constructor(name, key, iv, options) {
        super(name, key, iv, options, false);
      }
    }
    class Decipheriv extends Cipher {
      constructor(name, key, iv, options) {
        super(name, key, iv, options, true);
      }
    }
    return { Cipheriv, Decipheriv };
  }
  for (const name of ["Cipheriv", "Decipheriv"]) {
    let own;
    Object.defineProperty(exports, name, { get: () => own ?? (classes ??= makeClasses())[name], set(value) { own = value; }, enumerable: true, configurable: true });
    const make = `create${name}`;
    exports[make] = { [make]: (...args) => new (classes ??= makeClasses())[name](...args) }[make];
  }

  // A digest is a stream as soon as somebody takes it for one.
  const kStream = Symbol("kStream");
  function streamOf(digest) {
    if (digest[kStream] === undefined) {
      const { Transform } = host.streams();
      hidden(digest, kStream, new Transform({
        transform(chunk, encoding, callback) {
          digest.update(chunk, encoding);
          callback();
        },
        flush(callback) {
          callback(null, digest.digest());
        },
      }));
    }
    return digest[kStream];
  }
  const methods = [
    "addListener", "emit", "eventNames", "listenerCount", "listeners", "off", "on", "once", "prependListener", "removeAllListeners", "removeListener",
    "setMaxListeners", "cork", "destroy", "end", "pause", "pipe", "read", "resume", "setEncoding", "uncork", "unpipe", "write", Symbol.asyncIterator,
  ];
  const facts = ["_readableState", "_writableState", "closed", "destroyed", "errored", "readable", "readableEnded", "writable", "writableEnded", "writableFinished", "writableNeedDrain"];
  for (const { prototype } of [Hash, Hmac]) {
    for (const name of methods) {
      hidden(prototype, name, function (...args) {
        const stream = streamOf(this);
        const result = stream[name](...args);
        return result === stream ? this : result;
      });
    }
    for (const name of facts) {
      Object.defineProperty(prototype, name, { get() { return streamOf(this)[name]; }, configurable: true });
    }
  }
  return exports;
})
