// The part of "node:crypto" in which two parties agree on a secret: ECDH and DiffieHellman
// (https://nodejs.org/docs/latest-v20.x/api/crypto.html#class-ecdh).
(function (host, errors) {
  "use strict";
  const { checkInteger, checkString, coded, hidden, invalidType } = errors;
  const { Buffer } = host;

  const failed = (message, Base = Error, code = "ERR_CRYPTO_OPERATION_FAILED") => coded(Base, code, message);
  const isBytes = (value) => ArrayBuffer.isView(value) || value instanceof ArrayBuffer;
  function bytesOf(value, name, encoding) {
    if (typeof value === "string") return Buffer.from(value, encoding === "buffer" ? "utf8" : encoding);
    if (isBytes(value)) return Buffer.from(value.buffer ?? value, value.byteOffset ?? 0, value.byteLength);
    throw invalidType(name, "of type string or an instance of ArrayBuffer, Buffer, TypedArray, or DataView", value);
  }
  const written = (buffer, encoding) => (encoding && encoding !== "buffer" ? buffer.toString(encoding) : buffer);

  function checkFormat(format) {
    if (format === undefined || format === null || ["uncompressed", "compressed", "hybrid"].includes(format)) return;
    throw coded(TypeError, "ERR_CRYPTO_ECDH_INVALID_FORMAT", `Invalid ECDH format: ${format}`);
  }
  function checkCurve(curve) {
    checkString(curve, "curve");
    if (!host.hasCurve(curve)) throw coded(TypeError, "ERR_CRYPTO_INVALID_CURVE", "Invalid EC curve name");
  }

  const kState = Symbol("kState");
  function ECDH(curve) {
    if (!(this instanceof ECDH)) return new ECDH(curve);
    checkCurve(curve);
    hidden(this, kState, { curve, privateKey: undefined, publicKey: undefined });
  }
  const methods = {
    generateKeys(encoding, format) {
      const state = this[kState];
      state.privateKey = host.generate(state.curve);
      state.publicKey = host.publicOf(state.curve, state.privateKey);
      return this.getPublicKey(encoding, format);
    },
    computeSecret(otherPublicKey, inputEncoding, outputEncoding) {
      const { curve, privateKey, publicKey } = this[kState];
      const other = bytesOf(otherPublicKey, "key", inputEncoding);
      if (privateKey === undefined && publicKey === undefined) throw failed("Invalid key pair", RangeError, "ERR_CRYPTO_INVALID_KEYPAIR");
      if (privateKey === undefined) throw failed("Failed to compute ECDH key");
      const secret = host.secret(curve, privateKey, other);
      if (secret === undefined) {
        throw failed("Public key is not valid for specified curve", Error, "ERR_CRYPTO_ECDH_INVALID_PUBLIC_KEY");
      }
      return written(secret, outputEncoding);
    },
    getPrivateKey(encoding) {
      const { privateKey } = this[kState];
      if (privateKey === undefined) throw failed("Failed to get ECDH private key");
      return written(Buffer.from(privateKey), encoding);
    },
    getPublicKey(encoding, format) {
      checkFormat(format);
      const { curve, publicKey } = this[kState];
      if (publicKey === undefined) throw failed("Failed to get ECDH public key");
      return written(host.form(curve, publicKey, format ?? ""), encoding);
    },
    setPrivateKey(key, encoding) {
      const state = this[kState];
      const given = bytesOf(key, "key", encoding);
      const publicKey = host.publicOf(state.curve, given);
      if (publicKey === undefined) throw failed("Private key is not valid for specified curve.", RangeError, "ERR_CRYPTO_INVALID_KEYTYPE");
      Object.assign(state, { privateKey: Buffer.from(given), publicKey });
      return this;
    },
    setPublicKey(key, encoding) {
      const state = this[kState];
      const publicKey = host.point(state.curve, bytesOf(key, "key", encoding));
      if (publicKey === undefined) throw failed("Failed to convert Buffer to EC_POINT");
      Object.assign(state, { privateKey: undefined, publicKey });
      return this;
    },
  };
  for (const [name, method] of Object.entries(methods)) hidden(ECDH.prototype, name, method);
  ECDH.convertKey = function convertKey(key, curve, inputEncoding, outputEncoding, format) {
    checkString(curve, "curve");
    const given = bytesOf(key, "key", inputEncoding);
    checkFormat(format);
    checkCurve(curve);
    const point = host.point(curve, given);
    if (point === undefined) throw failed("Failed to convert Buffer to EC_POINT");
    return written(host.form(curve, point, format ?? ""), outputEncoding);
  };

  const smallest = 512; // bits of a prime
  const bits = (bytes) => {
    const at = bytes.findIndex((byte) => byte !== 0);
    return at < 0 ? 0 : (bytes.length - at) * 8 - Math.clz32(bytes[at]) + 24;
  };
  const tooSmall = () => failed("error:0280007E:Diffie-Hellman routines::modulus too small", Error, "ERR_OSSL_DH_MODULUS_TOO_SMALL");
  function begin(self, prime, generator, verifyError) {
    hidden(self, kState, { prime, generator, privateKey: undefined, publicKey: undefined, verifyError });
  }
  function numberOf(value, name, encoding) {
    if (typeof value !== "number") {
      if (typeof value !== "string" && !isBytes(value)) {
        throw invalidType(name, "one of type number or string or an instance of ArrayBuffer, Buffer, TypedArray, or DataView", value);
      }
      return bytesOf(value, name, encoding);
    }
    checkInteger(value, name, -(2 ** 31), 2 ** 31 - 1);
    return Buffer.from(value.toString(16).padStart(8, "0"), "hex").subarray(value > 0xffffff ? 0 : value > 0xffff ? 1 : value > 0xff ? 2 : 3);
  }

  function DiffieHellman(sizeOrKey, keyEncoding, generator, genEncoding) {
    if (!(this instanceof DiffieHellman)) return new DiffieHellman(sizeOrKey, keyEncoding, generator, genEncoding);
    if (typeof sizeOrKey !== "number") numberOf(sizeOrKey, "sizeOrKey");
    else checkInteger(sizeOrKey, "sizeOrKey", -(2 ** 31), 2 ** 31 - 1);
    if (keyEncoding && !Buffer.isEncoding(keyEncoding) && keyEncoding !== "buffer") {
      [genEncoding, generator, keyEncoding] = [generator, keyEncoding, undefined];
    }
    const g = generator ? numberOf(generator, "generator", genEncoding) : Buffer.from([2]);
    if (typeof sizeOrKey === "number") {
      if (sizeOrKey < smallest) throw tooSmall();
      begin(this, host.safePrime(sizeOrKey), g);
      return;
    }
    const prime = bytesOf(sizeOrKey, "sizeOrKey", keyEncoding);
    if (bits(g) <= 1) throw failed("error:02800065:Diffie-Hellman routines::bad generator", Error, "ERR_OSSL_DH_BAD_GENERATOR");
    begin(this, Buffer.from(prime), Buffer.from(g));
  }
  function DiffieHellmanGroup(name) {
    if (!(this instanceof DiffieHellmanGroup)) return new DiffieHellmanGroup(name);
    checkString(name, "name");
    const prime = host.groupPrime(name.toLowerCase());
    if (prime === undefined) throw coded(Error, "ERR_CRYPTO_UNKNOWN_DH_GROUP", "Unknown DH group");
    begin(this, prime, Buffer.from([2]), 0);
  }
  const missing = (what) => failed(`No ${what} key - did you forget to generate one?`, Error, "ERR_CRYPTO_INVALID_STATE");
  const large = (state) => {
    if (bits(state.prime) < smallest) throw tooSmall();
  };
  const shared = {
    generateKeys(encoding) {
      const state = this[kState];
      large(state);
      state.privateKey ??= host.exponent(state.prime);
      state.publicKey = host.power(state.generator, state.privateKey, state.prime);
      return written(Buffer.from(state.publicKey), encoding);
    },
    computeSecret(otherPublicKey, inputEncoding, outputEncoding) {
      const state = this[kState];
      const other = bytesOf(otherPublicKey, "key", inputEncoding);
      large(state);
      if (state.privateKey === undefined) throw failed("Invalid key type", RangeError, "ERR_CRYPTO_INVALID_KEYTYPE");
      const secret = Buffer.alloc(state.prime.length);
      if (bits(other) <= 1) throw failed("Supplied key is too small", RangeError, "ERR_CRYPTO_INVALID_KEYLEN");
      if (host.isBelow(other, state.prime) === false) throw failed("Supplied key is too large", RangeError, "ERR_CRYPTO_INVALID_KEYLEN");
      const made = host.power(other, state.privateKey, state.prime);
      secret.set(made, secret.length - made.length);
      return written(secret, outputEncoding);
    },
    getPrime(encoding) {
      return written(Buffer.from(this[kState].prime), encoding);
    },
    getGenerator(encoding) {
      return written(Buffer.from(this[kState].generator), encoding);
    },
    getPublicKey(encoding) {
      const { publicKey } = this[kState];
      if (publicKey === undefined) throw missing("public");
      return written(Buffer.from(publicKey), encoding);
    },
    getPrivateKey(encoding) {
      const { privateKey } = this[kState];
      if (privateKey === undefined) throw missing("private");
      return written(Buffer.from(privateKey), encoding);
    },
  };
  const setters = {
    setPublicKey(key, encoding) {
      this[kState].publicKey = Buffer.from(bytesOf(key, "key", encoding));
      return this;
    },
    setPrivateKey(key, encoding) {
      this[kState].privateKey = Buffer.from(bytesOf(key, "key", encoding));
      return this;
    },
  };
  for (const [name, method] of Object.entries({ ...shared, ...setters })) hidden(DiffieHellman.prototype, name, method);
  for (const [name, method] of Object.entries(shared)) hidden(DiffieHellmanGroup.prototype, name, method);
  for (const Class of [DiffieHellman, DiffieHellmanGroup]) {
    Object.defineProperty(Class.prototype, "verifyError", {
      get() {
        const state = this[kState];
        return (state.verifyError ??= host.check(state.prime, state.generator) | (bits(state.prime) < smallest ? 128 : 0));
      },
      configurable: true,
    });
  }
  const group = (name) => new DiffieHellmanGroup(name);
  return {
    ECDH, DiffieHellman, DiffieHellmanGroup,
    createECDH: (curve) => new ECDH(curve),
    createDiffieHellman: (...args) => new DiffieHellman(...args),
    createDiffieHellmanGroup: group, getDiffieHellman: group,
  };
})
