// Random values, digests and keys, from https://w3c.github.io/webcrypto.
import { test, assert } from "lariat:test";

const { subtle } = crypto;
const named = (name) => (error) => error.name === name;
const refused = (promise, name, what) => promise.then(() => assert.fail(what ?? name), (error) => assert.equal(error.name, name, what ?? error.message));
const hex = (buffer) => Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, "0")).join("");
const bytes = (text) => new TextEncoder().encode(text);

test("getRandomValues()", () => {
  for (const Type of [Int8Array, Uint8Array, Uint8ClampedArray, Int16Array, Uint16Array, Int32Array, Uint32Array, BigInt64Array, BigUint64Array]) {
    const array = new Type(8);
    assert.equal(crypto.getRandomValues(array), array);
    assert.ok(array.some((n) => n != 0), Type.name);
  }
  for (const Type of [Float32Array, Float64Array]) assert.throws(() => crypto.getRandomValues(new Type(1)), named("TypeMismatchError"));
  for (const wrong of [undefined, [], {}, 1]) assert.throws(() => crypto.getRandomValues(wrong), named("TypeError"));
  assert.throws(() => crypto.getRandomValues(new Uint8Array(65537)), named("QuotaExceededError"));
  assert.equal(crypto.getRandomValues(new Uint8Array(65536)).length, 65536);
  const whole = new Uint8Array(16);
  crypto.getRandomValues(whole.subarray(4, 8));
  assert.ok(whole.every((n, i) => n === 0 || i >= 4 && i < 8));
});

test("randomUUID()", () => {
  const seen = new Set(Array.from({ length: 50 }, () => crypto.randomUUID()));
  assert.equal(seen.size, 50);
  for (const id of seen) assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});

test("digests", async () => {
  const table = [
    ["SHA-1", "a9993e364706816aba3e25717850c26c9cd0d89d"], ["sha-256", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"],
    [{ name: "SHA-384" }, "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7"],
    ["Sha-512", "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f"],
  ];
  for (const [algorithm, want] of table) assert.equal(hex(await subtle.digest(algorithm, bytes("abc"))), want);
  await refused(subtle.digest("MD5", bytes("")), "NotSupportedError");
  await refused(subtle.digest({}, bytes("")), "TypeError");
  await refused(subtle.digest("SHA-1", "text"), "TypeError");
  const data = bytes("abc");
  const digest = subtle.digest("SHA-1", data);
  data[0] = 0; // it was copied
  assert.equal(hex(await digest), table[0][1]);
});

test("signatures and who may make them", async () => {
  const key = await subtle.importKey("raw", bytes("key"), { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  assert.deepEqual([key.type, key.extractable, key.usages, key.algorithm], ["secret", false, ["sign"], { name: "HMAC", length: 24, hash: { name: "SHA-256" } }]);
  assert.equal(hex(await subtle.sign("HMAC", key, bytes("The quick brown fox jumps over the lazy dog"))), "f7bc83f430538424b13298e6aa6fb143ef4d59a14946175997479dbc2d1a3cd8");
  await refused(subtle.verify("HMAC", key, new Uint8Array(32), bytes("")), "InvalidAccessError");
  await refused(subtle.exportKey("raw", key), "InvalidAccessError");
  await refused(subtle.sign("ECDSA", key, bytes("")), "TypeError"); // a member of the algorithm is missing
  await refused(subtle.sign("HMAC", {}, bytes("")), "TypeError");
  await refused(subtle.importKey("raw", bytes("key"), { name: "HMAC", hash: "SHA-256" }, false, []), "SyntaxError");
  await refused(subtle.importKey("raw", bytes("key"), { name: "HMAC", hash: "SHA-256" }, false, ["encrypt"]), "SyntaxError");
  await refused(subtle.importKey("raw", bytes("key"), { name: "HMAC", hash: "SHA-256" }, false, ["other"]), "TypeError");
  await refused(subtle.importKey("other", bytes("key"), { name: "HMAC", hash: "SHA-256" }, false, ["sign"]), "TypeError");
  for (const algorithm of [{ name: "ECDSA", namedCurve: "P-256" }, { name: "Ed25519" }]) {
    const { privateKey, publicKey } = await subtle.generateKey(algorithm, false, ["sign", "verify"]);
    assert.deepEqual([privateKey.usages, publicKey.usages, privateKey.extractable, publicKey.extractable], [["sign"], ["verify"], false, true]);
    const how = { name: algorithm.name, hash: "SHA-256" };
    const signature = await subtle.sign(how, privateKey, bytes("a"));
    assert.deepEqual([await subtle.verify(how, publicKey, signature, bytes("a")), await subtle.verify(how, publicKey, signature, bytes("b"))], [true, false]);
  }
});

test("encryption", async () => {
  const key = await subtle.generateKey({ name: "AES-GCM", length: 128 }, true, ["encrypt", "decrypt"]);
  const how = { name: "AES-GCM", iv: new Uint8Array(12), additionalData: bytes("more") };
  const sealed = await subtle.encrypt(how, key, bytes("secret"));
  assert.equal(sealed.byteLength, 6 + 16);
  assert.equal(new TextDecoder().decode(await subtle.decrypt(how, key, sealed)), "secret");
  await refused(subtle.decrypt({ ...how, additionalData: bytes("less") }, key, sealed), "OperationError");
  await refused(subtle.decrypt(how, key, new Uint8Array(3)), "OperationError");
  await refused(subtle.encrypt({ ...how, tagLength: 5 }, key, bytes("")), "OperationError");
  await refused(subtle.encrypt({ name: "AES-CBC", iv: new Uint8Array(16) }, key, bytes("")), "InvalidAccessError");
  await refused(subtle.generateKey({ name: "AES-GCM", length: 100 }, true, ["encrypt"]), "OperationError");
  const jwk = await subtle.exportKey("jwk", key);
  assert.deepEqual([jwk.kty, jwk.alg, jwk.ext, jwk.key_ops], ["oct", "A128GCM", true, ["encrypt", "decrypt"]]);
  assert.equal((await subtle.exportKey("raw", key)).byteLength, 16);
});

test("derived bits", async () => {
  const password = await subtle.importKey("raw", bytes("password"), "PBKDF2", false, ["deriveBits", "deriveKey"]);
  const how = { name: "PBKDF2", hash: "SHA-1", salt: bytes("salt"), iterations: 2 };
  assert.equal(hex(await subtle.deriveBits(how, password, 160)), "ea6c014dc72d6f8ccd1ed92ace1d41f0d8de8957");
  await refused(subtle.deriveBits(how, password, 7), "OperationError");
  await refused(subtle.deriveBits({ ...how, iterations: 0 }, password, 8), "OperationError");
  const derived = await subtle.deriveKey(how, password, { name: "AES-CBC", length: 256 }, false, ["encrypt"]);
  assert.deepEqual(derived.algorithm, { name: "AES-CBC", length: 256 });
});
