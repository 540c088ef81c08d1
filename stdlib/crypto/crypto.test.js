import { test, assert } from "lariat:test";
import * as web from "web:crypto";
import * as node from "node:crypto";
import { createHash, createHmac, hash, randomBytes, randomFill, randomFillSync, randomInt, timingSafeEqual } from "node:crypto";

const isDOM = (name) => (error) => error instanceof DOMException && error.name === name;
const hex = (buffer) => [...new Uint8Array(buffer)].map((b) => b.toString(16).padStart(2, "0")).join("");
const bytes = (text) => new TextEncoder().encode(text);
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const emptySHA256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

test("the global is an object of a class that scripts cannot construct", () => {
  assert.deepEqual([web.crypto === crypto, node.webcrypto === crypto, node.subtle === crypto.subtle], [true, true, true]);
  assert.ok(crypto instanceof Crypto && crypto.subtle instanceof SubtleCrypto);
  assert.equal(String(crypto), "[object Crypto]");
  assert.throws(() => new Crypto(), TypeError);
  assert.throws(() => new SubtleCrypto(), TypeError);
  assert.throws(() => Crypto.prototype.randomUUID.call({}), TypeError);
});

test("UUIDs are of version 4 and differ", () => {
  for (const make of [() => crypto.randomUUID(), () => node.randomUUID(), () => node.randomUUID({ disableEntropyCache: true })]) {
    assert.match(make(), uuid);
    assert.notEqual(make(), make());
  }
  assert.throws(() => node.randomUUID(1), TypeError);
});

test("getRandomValues() fills typed arrays of integers", () => {
  for (const Class of [Uint8Array, Int8Array, Uint8ClampedArray, Int16Array, Uint16Array, Int32Array, Uint32Array, BigInt64Array, BigUint64Array]) {
    const array = new Class(32);
    assert.equal(crypto.getRandomValues(array), array);
    assert.ok(array.some((n) => n != 0), Class.name);
  }
  const whole = new Uint8Array(64);
  node.getRandomValues(whole.subarray(16, 48));
  assert.ok(whole.subarray(0, 16).every((n) => n === 0) && whole.subarray(48).every((n) => n === 0) && whole.some((n) => n !== 0));
  crypto.getRandomValues(new Uint8Array(65536));
});

test("getRandomValues() refuses what is no such array, and too much", () => {
  for (const wrong of [new Float32Array(1), new Float64Array(1), new DataView(new ArrayBuffer(1))]) {
    assert.throws(() => crypto.getRandomValues(wrong), isDOM("TypeMismatchError"));
  }
  for (const wrong of [undefined, null, [1], new ArrayBuffer(1), 8, {}]) assert.throws(() => crypto.getRandomValues(wrong), TypeError);
  assert.throws(() => crypto.getRandomValues(new Uint32Array(16385)), isDOM("QuotaExceededError"));
  try {
    crypto.getRandomValues(new Uint8Array(65537));
  } catch (error) {
    assert.deepEqual([error.code, error.quota, error.requested], [22, 65536, 65537]);
  }
});

test("subtle.digest() digests small and large data", async () => {
  const digest = (name, data) => crypto.subtle.digest(name, data);
  assert.equal(hex(await digest("SHA-256", bytes("hello"))), "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824");
  assert.equal(hex(await digest({ name: "sha-1" }, bytes(" hello ").buffer.slice(1, 6))), "aaf4c61ddcc5e8a2dabede0f3b482cd9aea9434d");
  assert.equal(hex(await digest("sha-256", new DataView(new ArrayBuffer(0)))), emptySHA256);
  assert.ok((await digest("SHA-512", new Uint16Array(8))) instanceof ArrayBuffer);
  for (const size of [16384, 16385, 5 << 20]) {
    const data = new Uint8Array(size).fill(7);
    for (const [name, other] of [["SHA-1", "sha1"], ["SHA-384", "sha384"]]) {
      assert.equal(hex(await digest(name, data)), createHash(other).update(data).digest("hex"));
    }
  }
});

test("subtle.digest() takes the data of the moment", async () => {
  const data = new Uint8Array(1 << 20).fill(1);
  const before = createHash("sha256").update(data).digest("hex");
  const promise = crypto.subtle.digest("SHA-256", data);
  data.fill(2);
  assert.equal(hex(await promise), before);
});

test("subtle.digest() rejects", async () => {
  for (const name of ["MD5", "sha256", "", "SHA-224", undefined]) {
    await assert.rejects(crypto.subtle.digest(name, new Uint8Array(1)), isDOM("NotSupportedError"));
  }
  for (const data of ["text", undefined, null, [1]]) await assert.rejects(crypto.subtle.digest("SHA-1", data), TypeError);
  await assert.rejects(crypto.subtle.digest("SHA-1"), TypeError);
});

test("a hash takes text and bytes, in pieces", () => {
  const h = createHash("SHA256");
  assert.ok(h instanceof node.Hash);
  assert.equal(h.update("he"), h);
  h.update(bytes("l")).update(bytes("l").buffer).update("6f", "hex");
  assert.equal(h.digest("hex"), "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824");
  assert.equal(createHash("md5").update("€").digest("base64"), createHash("md5").update(bytes("€")).digest("base64"));
  assert.equal(createHash("md5").update("é", "latin1").digest("hex"), createHash("md5").update(new Uint8Array([0xe9])).digest("hex"));
  assert.equal(new node.Hash("sha1").update("").digest("base64url"), "2jmj7l5rSw0yVb_vlWAYkK_YBwk");
});

test("a digest is a Buffer unless an encoding is named", () => {
  const digest = createHash("md5").update("hello").digest();
  assert.ok(digest instanceof Uint8Array && Buffer.isBuffer(digest));
  assert.equal(digest.toString("hex"), "5d41402abc4b2a76b9719d911017c592");
  assert.ok(Buffer.isBuffer(createHash("md5").digest("buffer")));
  assert.equal(createHash("md5").update("hello").digest("latin1"), digest.toString("latin1"));
  assert.deepEqual([hash("md5", "hello"), hash("md5", bytes("hello"), "base64"), Buffer.isBuffer(hash("sha1", "", "buffer"))],
    ["5d41402abc4b2a76b9719d911017c592", digest.toString("base64"), true]);
});

test("a hash can be copied, and ends with digest()", () => {
  const h = createHash("sha256");
  const copy = h.update("he").copy();
  assert.equal(copy.update("llo").digest("hex"), hash("sha256", "hello"));
  assert.equal(h.digest("hex"), hash("sha256", "he"));
  for (const late of [() => h.digest(), () => h.update("x"), () => h.copy()]) {
    assert.throws(late, { code: "ERR_CRYPTO_HASH_FINALIZED" });
  }
});

test("an hmac has a key of text or bytes", () => {
  const want = "9307b3b915efb5171ff14d8cb55fbcc798c6c0ef1456d66ded1a6aa723a58b7b";
  const mac = createHmac("sha256", "key");
  assert.ok(mac instanceof node.Hmac);
  assert.equal(mac.update("hello").digest("hex"), want);
  assert.equal(createHmac("sha256", Buffer.from("key")).update(bytes("hello")).digest("hex"), want);
  assert.equal(createHmac("sha256", "").update("").digest().length, 32);
});

test("all hashes are listed, others refused", () => {
  const names = node.getHashes();
  assert.ok(["md5", "sha1", "sha256", "sha512", "sha3-256"].every((name) => names.includes(name)));
  for (const name of names) assert.ok(hash(name, "").length >= 32, name);
  for (const make of [() => createHash("md6"), () => createHmac("md6", "k"), () => hash("md6", "")]) {
    assert.throws(make, { code: "ERR_CRYPTO_INVALID_DIGEST" });
  }
  for (const wrong of [() => createHash(1), () => createHmac("md5"), () => createHash("md5").update(5), () => hash("md5", null)]) {
    assert.throws(wrong, TypeError);
  }
  assert.throws(() => createHash("md5").update("x", "nonsense"), TypeError);
});

test("randomBytes() in place and by callback", async () => {
  assert.deepEqual([randomBytes(0).length, randomBytes(33).length, Buffer.isBuffer(randomBytes(1))], [0, 33, true]);
  const order = [];
  const got = new Promise((resolve) => randomBytes(16, (error, buffer) => { order.push("callback"); resolve([error, buffer.length]); }));
  order.push("call");
  assert.deepEqual([await got, order], [[null, 16], ["call", "callback"]]);
  for (const size of [-1, 2 ** 31, 1.5, NaN, Infinity]) assert.throws(() => randomBytes(size), { code: "ERR_OUT_OF_RANGE" });
  for (const size of ["1", undefined, null, {}]) assert.throws(() => randomBytes(size), { code: "ERR_INVALID_ARG_TYPE" });
  assert.throws(() => randomBytes(1, "callback"), TypeError);
});

test("randomFill() fills a part", async () => {
  const b = new Uint8Array(64);
  assert.equal(randomFillSync(b, 16, 32), b);
  assert.ok(b.subarray(0, 16).every((n) => n === 0) && b.subarray(48).every((n) => n === 0) && b.some((n) => n !== 0));
  const words = new Uint32Array(8);
  randomFillSync(words, 4);
  assert.ok(words.subarray(0, 4).every((n) => n === 0) && words.some((n) => n !== 0));
  const buffer = await new Promise((resolve, reject) => randomFill(new ArrayBuffer(16), 8, (e, v) => (e ? reject(e) : resolve(v))));
  assert.ok(new Uint8Array(buffer, 0, 8).every((n) => n === 0) && new Uint8Array(buffer).some((n) => n !== 0));
  for (const [offset, size] of [[65, 0], [-1, 1], [60, 5], [0, -1]]) {
    assert.throws(() => randomFillSync(b, offset, size), { code: "ERR_OUT_OF_RANGE" });
  }
  assert.throws(() => randomFillSync("text"), TypeError);
  assert.throws(() => randomFill(b), TypeError);
});

test("randomInt() keeps its bounds", async () => {
  const seen = new Set();
  for (let i = 0; i < 500; i++) seen.add(randomInt(-2, 2));
  assert.deepEqual([...seen].sort((a, b) => a - b), [-2, -1, 0, 1]);
  assert.equal(randomInt(1), 0);
  assert.equal(await new Promise((resolve) => randomInt(5, 6, (error, n) => resolve(n))), 5);
  assert.equal(await new Promise((resolve) => randomInt(1, (error, n) => resolve(n))), 0);
  for (const wrong of [() => randomInt(0), () => randomInt(2, 2), () => randomInt(2 ** 53), () => randomInt(0, 2 ** 48), () => randomInt(0.5)]) {
    assert.throws(wrong, { code: "ERR_OUT_OF_RANGE" });
  }
  assert.throws(() => randomInt("1"), { code: "ERR_INVALID_ARG_TYPE" });
});

test("timingSafeEqual() compares bytes", () => {
  assert.equal(timingSafeEqual(Buffer.from("abc"), bytes("abc").buffer), true);
  assert.equal(timingSafeEqual(Buffer.from("abc"), bytes("abd")), false);
  assert.throws(() => timingSafeEqual(new Uint8Array(1), new Uint8Array(2)), { code: "ERR_CRYPTO_TIMING_SAFE_EQUAL_LENGTH" });
  assert.throws(() => timingSafeEqual("abc", "abc"), { code: "ERR_INVALID_ARG_TYPE" });
});

test("generateKeyPair() hands what is wrong with an encoding to the callback", async () => {
  const made = Promise.withResolvers();
  node.generateKeyPair("ed25519", { privateKeyEncoding: { type: "pkcs8", format: "pem", cipher: "nope", passphrase: "p" } }, made.resolve);
  assert.equal((await made.promise).code, "ERR_CRYPTO_UNKNOWN_CIPHER");
});
