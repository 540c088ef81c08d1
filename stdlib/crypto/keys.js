// The part of "node:crypto" that has keys: KeyObject, signatures, RSA and pairs of keys
// (https://nodejs.org/docs/latest-v20.x/api/crypto.html).
(function (host, errors) {
  "use strict";
  const { checkFunction, checkObject, checkString, coded, invalidType, invalidValue } = errors;
  const { Buffer, KeyObject } = host;
  const constants = Object.freeze({
    RSA_PKCS1_PADDING: 1, RSA_NO_PADDING: 3, RSA_PKCS1_OAEP_PADDING: 4, RSA_PKCS1_PSS_PADDING: 6,
    RSA_PSS_SALTLEN_DIGEST: -1, RSA_PSS_SALTLEN_MAX_SIGN: -2, RSA_PSS_SALTLEN_AUTO: -2,
  });

  const isBytes = (value) => ArrayBuffer.isView(value) || value instanceof ArrayBuffer;
  function bytesOf(value, name, encoding) {
    if (typeof value === "string") return Buffer.from(value, encoding === "buffer" ? "utf8" : encoding);
    if (isBytes(value)) return value;
    throw invalidType(name, "of type string or an instance of ArrayBuffer, Buffer, TypedArray, or DataView", value);
  }

  // keyOf makes a KeyObject of whatever a key may be given as.
  function keyOf(input, wanted, name = "key") {
    if (host.isKey(input)) return input;
    if (host.isWebKey(input)) return host.fromWeb(input);
    const isPrivate = wanted === "private";
    if (typeof input === "string" || isBytes(input)) return host.parse(bytesOf(input, name), false, "", isPrivate);
    if (input === null || typeof input !== "object") {
      throw invalidType(name, "of type string or an instance of ArrayBuffer, Buffer, TypedArray, DataView, KeyObject, or CryptoKey", input);
    }
    const { key, format = "pem", type = "", encoding, passphrase } = input;
    if (host.isKey(key)) return key;
    if (host.isWebKey(key)) return host.fromWeb(key);
    if (format === "jwk") {
      checkObject(key, `${name}.key`);
      if (!["RSA", "EC", "OKP"].includes(key.kty)) throw invalidValue("key.kty", key.kty, "must be one of: 'RSA', 'EC', 'OKP'");
      return host.fromJWK(key, isPrivate);
    }
    if (format !== "pem" && format !== "der") throw invalidValue("options.format", format);
    const secret = passphrase ?? undefined;
    if (secret !== undefined && typeof secret !== "string" && !isBytes(secret)) throw invalidValue("options.passphrase", secret);
    return host.parse(
      bytesOf(key, `${name}.key`, encoding), format === "der", type, isPrivate, secret === undefined ? undefined : bytesOf(secret, "passphrase", encoding),
    );
  }

  function createSecretKey(key, encoding) {
    return host.secret(bytesOf(key, "key", encoding));
  }
  const refuse = (key, expected) => coded(TypeError, "ERR_CRYPTO_INVALID_KEY_OBJECT_TYPE", `Invalid key object type ${key.type}, expected ${expected}.`);
  function createPrivateKey(input) {
    if (host.isKey(input)) throw invalidType("key", "of type string or an instance of ArrayBuffer, Buffer, TypedArray, or DataView", input);
    return keyOf(input, "private");
  }
  function createPublicKey(input) {
    const key = keyOf(input, "public");
    if (host.isKey(input) && key.type !== "private") throw refuse(key, "private");
    return host.public(key);
  }
  Object.defineProperty(KeyObject, "from", {
    value: function from(key) { return host.fromWeb(key); }, writable: true, configurable: true,
  });

  // optionsOf reads what stands beside a key: [digest, padding, salt, whether a signature of EC is plain].
  function optionsOf(digest, key, signs) {
    const own = key !== null && typeof key === "object" && !host.isKey(key) && !host.isWebKey(key) && !isBytes(key) ? key : {};
    const { padding = constants.RSA_PKCS1_PADDING, saltLength = -2, dsaEncoding = "der" } = own;
    if (dsaEncoding !== "der" && dsaEncoding !== "ieee-p1363") throw invalidValue("options.dsaEncoding", dsaEncoding);
    if (signs && padding !== 1 && padding !== 6) throw invalidValue("options.padding", padding);
    return [digest ?? "", padding, saltLength, dsaEncoding === "ieee-p1363"];
  }
  const written = (buffer, encoding) => (encoding && encoding !== "buffer" ? buffer.toString(encoding) : buffer);

  function signNow(digest, data, key) {
    const made = keyOf(key, "private");
    return host.sign(made, bytesOf(data, "data"), ...optionsOf(digest, key, true));
  }
  function verifyNow(digest, data, key, signature) {
    return host.verify(keyOf(key, "public"), bytesOf(data, "data"), ...optionsOf(digest, key, true), bytesOf(signature, "signature"));
  }
  const later = (callback, work) => {
    checkFunction(callback, "callback");
    let result;
    try {
      result = [null, work()];
    } catch (error) {
      result = [error];
    }
    globals.process.nextTick(callback, ...result);
  };
  function sign(algorithm, data, key, callback) {
    if (algorithm !== null && algorithm !== undefined) checkString(algorithm, "algorithm");
    if (callback === undefined) return signNow(algorithm, data, key);
    return later(callback, () => signNow(algorithm, data, key));
  }
  function verify(algorithm, data, key, signature, callback) {
    if (algorithm !== null && algorithm !== undefined) checkString(algorithm, "algorithm");
    if (callback === undefined) return verifyNow(algorithm, data, key, signature);
    return later(callback, () => verifyNow(algorithm, data, key, signature));
  }

  let classes;
  // Sign and Verify are streams that collect what is signed.
  function makeClasses() {
    const { Writable } = host.streams();
    const collect = (name) => {
      const made = { [name]: function (algorithm, options) {
        if (!(this instanceof made)) return new made(algorithm, options);
        checkString(algorithm, "algorithm");
        Writable.call(this, options);
        errors.hidden(this, "_digest", algorithm);
        errors.hidden(this, "_parts", []);
      } }[name];
      Object.setPrototypeOf(made.prototype, Writable.prototype);
      Object.setPrototypeOf(made, Writable);
      made.prototype._write = function (chunk, encoding, callback) {
        this.update(chunk, encoding);
        callback();
      };
      made.prototype.update = function update(data, encoding) {
        this._parts.push(Buffer.from(bytesOf(data, "data", encoding)));
        return this;
      };
      return made;
    };
    const Sign = collect("Sign");
    Sign.prototype.sign = function sign_(key, encoding) {
      if (!key) throw coded(Error, "ERR_CRYPTO_SIGN_KEY_REQUIRED", "No key provided to sign");
      return written(signNow(this._digest, Buffer.concat(this._parts), key), encoding);
    };
    const Verify = collect("Verify");
    Verify.prototype.verify = function verify_(key, signature, encoding) {
      return verifyNow(this._digest, Buffer.concat(this._parts), key, bytesOf(signature, "signature", encoding));
    };
    return { Sign, Verify };
  }
  const classOf = (name) => (classes ??= makeClasses())[name];

  // encrypting makes publicEncrypt and privateDecrypt.
  const encrypting = (name, wanted, fallback) => ({ [name](key, data) {
    const own = key !== null && typeof key === "object" && !host.isKey(key) ? key : {};
    const { padding = fallback, oaepHash = "", oaepLabel, encoding } = own;
    if (padding !== 1 && padding !== 4) throw invalidValue("options.padding", padding);
    return host[name === "publicEncrypt" ? "encrypt" : "decrypt"](
      keyOf(key, wanted), bytesOf(data, "buffer", encoding), padding, oaepHash, oaepLabel === undefined ? Buffer.alloc(0) : bytesOf(oaepLabel, "key.oaepLabel"),
    );
  } })[name];

  const curves = {
    "P-256": "P-256", prime256v1: "P-256", secp256r1: "P-256", "P-384": "P-384", secp384r1: "P-384", "P-521": "P-521", secp521r1: "P-521",
  };
  // pairOf reads (type, options) and gives what the host makes, and how it is given to the script.
  function pairOf(type, options) {
    checkString(type, "type");
    const names = { rsa: "RSASSA-PKCS1-v1_5", "rsa-pss": "RSA-PSS", ec: "ECDSA", ed25519: "Ed25519", x25519: "X25519" };
    if (!Object.hasOwn(names, type)) throw invalidValue("type", type, "must be a supported key type");
    if (type === "rsa" || type === "rsa-pss" || type === "ec") checkObject(options, "options");
    const { modulusLength, publicExponent = 0x10001, namedCurve, publicKeyEncoding, privateKeyEncoding } = options ?? {};
    let curve = "";
    if (type === "ec") {
      checkString(namedCurve, "options.namedCurve");
      curve = curves[namedCurve];
      if (curve === undefined) throw coded(TypeError, "ERR_CRYPTO_INVALID_CURVE", "Invalid EC curve name");
    }
    if (type.startsWith("rsa")) {
      errors.checkInteger(modulusLength, "options.modulusLength", 0, 2 ** 32 - 1);
      if (publicExponent !== 0x10001) throw invalidValue("options.publicExponent", publicExponent, "must be 65537");
    }
    const give = (key, encoding) => (encoding === undefined ? key : key.export(encoding));
    return {
      list: [names[type], modulusLength ?? 0, curve],
      give: ([publicKey, privateKey]) => ({ publicKey: give(publicKey, publicKeyEncoding), privateKey: give(privateKey, privateKeyEncoding) }),
    };
  }
  function generateKeyPairSync(type, options) {
    const { list, give } = pairOf(type, options);
    return give(host.generate(...list, true));
  }
  function generateKeyPair(type, options, callback) {
    if (typeof options === "function") [options, callback] = [undefined, options];
    checkFunction(callback, "callback");
    const { list, give } = pairOf(type, options);
    host.generate(...list, false).then((pair) => {
      const { publicKey, privateKey } = give(pair);
      globals.process.nextTick(callback, null, publicKey, privateKey);
    }).catch((error) => globals.process.nextTick(callback, error));
  }
  Object.defineProperty(generateKeyPair, Symbol.for("nodejs.util.promisify.custom"), {
    value: (type, options) => new Promise((resolve, reject) => {
      generateKeyPair(type, options, (error, publicKey, privateKey) => (error ? reject(error) : resolve({ publicKey, privateKey })));
    }),
  });

  function generateKeySync(type, options) {
    checkString(type, "type");
    checkObject(options, "options");
    if (type !== "hmac" && type !== "aes") throw invalidValue("type", type, "must be a supported key type");
    if (type === "aes" && ![128, 192, 256].includes(options.length)) throw invalidValue("options.length", options.length, "must be one of: 128, 192, 256");
    errors.checkInteger(options.length, "options.length", 8, 2 ** 31 - 1);
    return host.secret(globals.crypto.getRandomValues(new Uint8Array(Math.floor(options.length / 8))));
  }
  function generateKey(type, options, callback) {
    return later(callback, () => generateKeySync(type, options));
  }
  function diffieHellman(options) {
    checkObject(options, "options");
    const { privateKey, publicKey } = options;
    for (const [name, key] of Object.entries({ privateKey, publicKey })) if (!host.isKey(key)) throw invalidValue(`options.${name}`, key);
    return host.agree(privateKey, publicKey);
  }

  return {
    KeyObject, constants, createPrivateKey, createPublicKey, createSecretKey, diffieHellman, generateKey, generateKeyPair, generateKeyPairSync,
    generateKeySync, sign, verify,
    createSign: (algorithm, options) => new (classOf("Sign"))(algorithm, options),
    createVerify: (algorithm, options) => new (classOf("Verify"))(algorithm, options),
    publicEncrypt: encrypting("publicEncrypt", "public", 4),
    privateDecrypt: encrypting("privateDecrypt", "private", 4),
  };
})
