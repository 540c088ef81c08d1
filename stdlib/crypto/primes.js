// The primes of "node:crypto" (https://nodejs.org/docs/latest-v20.x/api/crypto.html#cryptocheckprimecandidate-options-callback).
(function (host, errors) {
  "use strict";
  const { checkBoolean, checkFunction, checkInteger, checkObject, invalidType, outOfRange } = errors;
  const { Buffer } = host;
  const limit = 2 ** 31 - 1;

  // digits writes a number that is not negative, a bigint or bytes with the highest first, in hexadecimal.
  function digits(value, name) {
    if (typeof value === "bigint") {
      if (value < 0n) throw outOfRange(name, ">= 0", value);
      return value.toString(16);
    }
    if (ArrayBuffer.isView(value)) return Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString("hex") || "0";
    if (value instanceof ArrayBuffer || value instanceof SharedArrayBuffer) return Buffer.from(value).toString("hex") || "0";
    throw invalidType(name, "of type bigint or an instance of ArrayBuffer, TypedArray, Buffer, or DataView", value);
  }

  function readCheck(candidate, options = {}) {
    const text = digits(candidate, "candidate");
    checkObject(options, "options");
    const { checks = 0 } = options;
    checkInteger(checks, "options.checks", 0, limit);
    return [text, checks];
  }

  // readWanted gives what the host needs, and how the prime is written.
  function readWanted(size, options = {}) {
    checkInteger(size, "size", 1, limit);
    checkObject(options, "options");
    const { safe = false, bigint = false, add, rem } = options;
    checkBoolean(safe, "options.safe");
    checkBoolean(bigint, "options.bigint");
    const number = (value, name) => (value === undefined ? "" : digits(value, name));
    const write = (hex) => {
      if (bigint) return BigInt(`0x${hex}`);
      const bytes = Buffer.from(hex.padStart(2 * Math.ceil(size / 8), "0"), "hex");
      return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length);
    };
    return [[size, safe, number(add, "options.add"), number(rem, "options.rem")], write];
  }

  function answer(promise, callback, write = (value) => value) {
    const { process } = globals;
    promise.then((value) => process.nextTick(callback, undefined, write(value)), (error) => process.nextTick(callback, error));
  }
  return {
    checkPrimeSync(candidate, options) {
      return host.isPrimeSync(...readCheck(candidate, options));
    },
    checkPrime(candidate, options, callback) {
      if (typeof options === "function") [options, callback] = [undefined, options];
      checkFunction(callback, "callback");
      answer(host.isPrime(...readCheck(candidate, options)), callback);
    },
    generatePrimeSync(size, options) {
      const [wanted, write] = readWanted(size, options);
      return write(host.primeSync(...wanted));
    },
    generatePrime(size, options, callback) {
      if (typeof options === "function") [options, callback] = [undefined, options];
      checkFunction(callback, "callback");
      const [wanted, write] = readWanted(size, options);
      answer(host.prime(...wanted), callback, write);
    },
  };
})
