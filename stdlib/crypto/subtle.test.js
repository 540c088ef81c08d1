import { test, assert } from "lariat:test";
import recorded from "./testdata/subtle.json" with { type: "json" };

const { subtle } = crypto;
const unb64 = (text) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
const b64 = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)));
const hex = (buffer) => [...new Uint8Array(buffer)].map((b) => b.toString(16).padStart(2, "0")).join("");
const unhex = (text) => Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16));
const utf8 = (text) => new TextEncoder().encode(text);
const data = utf8("what do ya want for nothing?");
const dom = (name, message = /./) => (error) => error instanceof DOMException && error.name === name && message.test(error.message);

const bytesOf = ({ name, hash, ...rest }) => Object.fromEntries(Object.entries({ name, hash, ...rest })
  .map(([key, value]) => [key, ["iv", "counter", "additionalData", "salt", "info", "label"].includes(key) ? unb64(value) : value])
  .filter(([, value]) => value !== undefined));
const importOf = ({ algorithm, formats, usages }, format) =>
  subtle.importKey(format, format === "jwk" ? formats.jwk : unb64(formats[format]), algorithm, true, usages);
const load = (entry) => importOf(entry, Object.keys(entry.formats)[0]);

test("keys of Node come in and go out in every format, the same", async () => {
  for (const entry of recorded.keys) {
    for (const format of Object.keys(entry.formats)) {
      const key = await importOf(entry, format);
      assert.deepEqual([key.type, key.extractable, [...key.usages].sort()], [entry.type, true, [...entry.usages].sort()]);
      for (const [other, want] of Object.entries(entry.formats)) {
        const got = await subtle.exportKey(other, key);
        if (other !== "jwk") assert.equal(b64(got), want, `${entry.algorithm.name} as ${other}`);
        else assert.deepEqual({ ...got, key_ops: [...got.key_ops].sort() }, { ...want, key_ops: [...want.key_ops].sort() });
      }
    }
  }
});

test("signatures of Node are verified, and made the same where there is one only", async () => {
  for (const { algorithm, key: entry, secret, signature, same } of recorded.verify) {
    const key = await load(entry);
    assert.equal(await subtle.verify(algorithm, key, unb64(signature), data), true, algorithm.name);
    assert.equal(await subtle.verify(algorithm, key, unb64(signature), utf8("else")), false);
    const broken = unb64(signature);
    broken[3] ^= 1;
    assert.equal(await subtle.verify(algorithm, key, broken, data), false);
    assert.equal(await subtle.verify(algorithm, key, new Uint8Array(0), data), false);
    if (same) assert.equal(b64(await subtle.sign(algorithm, await load(secret ?? entry), data)), signature);
  }
});

test("texts of Node are decrypted, and encrypted the same", async () => {
  for (const { algorithm, key: entry, text, same } of recorded.decrypt) {
    const key = await load(entry);
    assert.equal(b64(await subtle.decrypt(bytesOf(algorithm), key, unb64(text))), b64(data), JSON.stringify(algorithm));
    if (same) assert.equal(b64(await subtle.encrypt(bytesOf(algorithm), key, data)), text);
    if (algorithm.name === "AES-CTR") continue;
    const broken = unb64(text);
    broken[broken.length - 1] ^= 1;
    const outcome = await subtle.decrypt(bytesOf(algorithm), key, broken).then(b64, (error) => error.name);
    assert.notEqual(outcome, b64(data));
    if (algorithm.name !== "AES-CBC") assert.equal(outcome, "OperationError");
  }
  for (const { key: entry, inner, text } of recorded.wrap) {
    const [key, secret] = [await load(entry), await load(inner)];
    assert.equal(b64(await subtle.wrapKey("raw", secret, key, "AES-KW")), text);
    const back = await subtle.unwrapKey("raw", unb64(text), key, "AES-KW", "AES-GCM", true, ["encrypt"]);
    assert.equal(b64(await subtle.exportKey("raw", back)), inner.formats.raw);
    await assert.rejects(subtle.unwrapKey("raw", unb64(text).reverse(), key, "AES-KW", "AES-GCM", true, ["encrypt"]), dom("OperationError"));
  }
});

test("derived bits are those of Node", async () => {
  for (const { algorithm, secret, key, public: other, length, bits } of recorded.derive) {
    const base = key ? await load(key) : await subtle.importKey("raw", unb64(secret), algorithm.name, false, ["deriveBits"]);
    const p = other ? { ...algorithm, public: await load(other) } : bytesOf(algorithm);
    assert.equal(b64(await subtle.deriveBits(p, base, length)), bits, `${algorithm.name} ${length}`);
  }
});

test("vectors of NIST and the RFCs", async () => {
  const gcm = await subtle.importKey("raw", unhex("feffe9928665731c6d6a8f9467308308"), "AES-GCM", false, ["encrypt"]); // GCM, test case 4
  assert.equal(hex(await subtle.encrypt({ name: "AES-GCM", iv: unhex("cafebabefacedbaddecaf888"), additionalData: unhex("feedfacedeadbeeffeedfacedeadbeefabaddad2") }, gcm,
    unhex("d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39"))),
  "42831ec2217774244b7221b784d0d49ce3aa212f2c02a4e035c17e2329aca12e21d514b25466931c7d8f6a5aac84aa051ba30b396a0aac973d58e0915bc94fbc3221a5db94fae95ae7121a47");
  const raw = unhex("2b7e151628aed2a6abf7158809cf4f3c"), block = unhex("6bc1bee22e409f96e93d7e117393172a"); // SP 800-38A, F.2.1 and F.5.1
  const cbc = await subtle.importKey("raw", raw, "AES-CBC", false, ["encrypt"]), ctr = await subtle.importKey("raw", raw, "AES-CTR", false, ["encrypt"]);
  assert.equal(hex(await subtle.encrypt({ name: "AES-CBC", iv: unhex("000102030405060708090a0b0c0d0e0f") }, cbc, block)).slice(0, 32), "7649abac8119b246cee98e9b12e9197d");
  assert.equal(hex(await subtle.encrypt({ name: "AES-CTR", counter: unhex("f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff"), length: 128 }, ctr, block)), "874d6191b620e3261bef6864990db6ce");
  const kek = await subtle.importKey("raw", unhex("000102030405060708090a0b0c0d0e0f"), "AES-KW", false, ["wrapKey"]); // RFC 3394, 4.1
  const inner = await subtle.importKey("raw", unhex("00112233445566778899aabbccddeeff"), "AES-CBC", true, ["encrypt"]);
  assert.equal(hex(await subtle.wrapKey("raw", inner, kek, "AES-KW")), "1fa68b0a8112b447aef34bd8fb5a7b829d3e862371d2cfe5");
  const mac = await subtle.importKey("raw", utf8("Jefe"), { name: "HMAC", hash: "SHA-256" }, false, ["sign"]); // RFC 4231, 4.3
  assert.equal(hex(await subtle.sign("HMAC", mac, data)), "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  const password = await subtle.importKey("raw", utf8("password"), "PBKDF2", false, ["deriveBits"]); // RFC 6070
  assert.equal(hex(await subtle.deriveBits({ name: "PBKDF2", hash: "SHA-1", salt: utf8("salt"), iterations: 4096 }, password, 160)), "4b007901b765489abead49d926f721d065a429c1");
  const ikm = await subtle.importKey("raw", new Uint8Array(22).fill(0x0b), "HKDF", false, ["deriveBits"]); // RFC 5869, A.1
  assert.equal(hex(await subtle.deriveBits({ name: "HKDF", hash: "SHA-256", salt: unhex("000102030405060708090a0b0c"), info: unhex("f0f1f2f3f4f5f6f7f8f9") }, ikm, 336)),
    "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865");
  const signer = await subtle.importKey("raw", unhex("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c"), "Ed25519", true, ["verify"]); // RFC 8032, 7.1
  assert.equal(await subtle.verify("Ed25519", signer, unhex("92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"), unhex("72")), true);
});

test("generated keys do what their usages say, and nothing else", async () => {
  const cases = [
    [{ name: "HMAC", hash: "SHA-256" }, ["sign", "verify"]], [{ name: "AES-GCM", length: 256 }, ["encrypt", "decrypt"]],
    [{ name: "ECDSA", namedCurve: "P-256" }, ["sign", "verify"]], [{ name: "Ed25519" }, ["sign", "verify"]],
    [{ name: "RSA-PSS", hash: "SHA-256", modulusLength: 1024, publicExponent: new Uint8Array([1, 0, 1]) }, ["sign", "verify"]],
  ];
  for (const [algorithm, usages] of cases) {
    const made = await subtle.generateKey(algorithm, false, usages);
    const [secret, open] = made instanceof CryptoKey ? [made, made] : [made.privateKey, made.publicKey];
    assert.equal(secret.extractable, false);
    assert.equal(secret.algorithm, secret.algorithm);
    await assert.rejects(subtle.exportKey("jwk", secret), dom("InvalidAccessError", /not extractable/));
    if (usages[0] === "sign") {
      const p = { hash: "SHA-384", saltLength: 32, ...algorithm };
      assert.equal(await subtle.verify(p, open, await subtle.sign(p, secret, data), data), true);
    }
    if (open !== secret) await assert.rejects(subtle.sign({ hash: "SHA-1", saltLength: 9, ...algorithm }, open, data), dom("InvalidAccessError", /do not have "sign"/));
  }
  const hmac = await subtle.generateKey({ name: "hmac", hash: "sha-512", length: 9 }, true, ["verify", "sign"]);
  assert.deepEqual(hmac.algorithm, { name: "HMAC", hash: { name: "SHA-512" }, length: 9 });
  assert.deepEqual(hmac.usages, ["sign", "verify"]);
  assert.equal(new Uint8Array(await subtle.exportKey("raw", hmac))[1] & 0x7F, 0);
});

test("keys are derived, wrapped as JWK and unwrapped", async () => {
  const [a, b] = [await subtle.generateKey({ name: "ECDH", namedCurve: "P-256" }, false, ["deriveKey"]), await subtle.generateKey("X25519", false, ["deriveKey"])];
  const key = await subtle.deriveKey({ name: "ECDH", public: a.publicKey }, a.privateKey, { name: "AES-GCM", length: 128 }, true, ["encrypt", "wrapKey", "unwrapKey"]);
  assert.deepEqual([key.algorithm.length, (await subtle.exportKey("raw", key)).byteLength], [128, 16]);
  const iv = new Uint8Array(12);
  const pair = await subtle.generateKey({ name: "ECDSA", namedCurve: "P-521" }, true, ["sign", "verify"]);
  const wrapped = await subtle.wrapKey("jwk", pair.privateKey, key, { name: "AES-GCM", iv });
  const back = await subtle.unwrapKey("jwk", wrapped, key, { name: "AES-GCM", iv }, { name: "ECDSA", namedCurve: "P-521" }, true, ["sign"]);
  assert.deepEqual(await subtle.exportKey("jwk", back), await subtle.exportKey("jwk", pair.privateKey));
  await assert.rejects(subtle.deriveKey({ name: "ECDH", public: b.publicKey }, a.privateKey, { name: "AES-GCM", length: 128 }, true, ["encrypt"]), dom("InvalidAccessError", /same algorithm/));
  await assert.rejects(subtle.deriveBits({ name: "ECDH", public: a.publicKey }, a.privateKey, 8), dom("InvalidAccessError", /"deriveBits"/));
});

test("errors have the names of the standard", async () => {
  const aes = await subtle.generateKey({ name: "AES-GCM", length: 128 }, true, ["encrypt"]);
  const hmac = await subtle.generateKey({ name: "HMAC", hash: "SHA-1" }, true, ["sign"]);
  const ec = await subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, true, ["sign"]);
  const jwk = await subtle.exportKey("jwk", ec.privateKey);
  const iv = new Uint8Array(12), one = new Uint8Array(1), raw = new Uint8Array(16);
  const ecdsa = { name: "ECDSA", namedCurve: "P-256" };
  for (const [call, check] of [
    [() => subtle.generateKey("AES-GCM", true, ["encrypt"]), TypeError],
    [() => subtle.generateKey({ name: "AES-GCM", length: 100 }, true, ["encrypt"]), dom("OperationError")],
    [() => subtle.generateKey({ name: "AES-GCM", length: 128 }, true, []), dom("SyntaxError")],
    [() => subtle.generateKey({ name: "AES-GCM", length: 128 }, true, ["sign"]), dom("SyntaxError")],
    [() => subtle.generateKey({ name: "AES-GCM", length: 128 }, true, ["nonsense"]), TypeError],
    [() => subtle.generateKey({ name: "DES" }, true, ["encrypt"]), dom("NotSupportedError")],
    [() => subtle.generateKey({ name: "ECDSA", namedCurve: "P-1" }, true, ["sign"]), dom("NotSupportedError")],
    [() => subtle.generateKey({ name: "HMAC", hash: "MD5" }, true, ["sign"]), dom("NotSupportedError")],
    [() => subtle.generateKey({ name: "HMAC", hash: "SHA-1", length: 0 }, true, ["sign"]), dom("OperationError")],
    [() => subtle.generateKey({ name: "RSA-PSS", hash: "SHA-1", modulusLength: 1024, publicExponent: one }, true, ["sign"]), dom("OperationError")],
    [() => subtle.importKey("raw", one, "AES-CBC", true, ["encrypt"]), dom("DataError")],
    [() => subtle.importKey("raw", raw, "PBKDF2", true, ["deriveBits"]), dom("SyntaxError")],
    [() => subtle.importKey("spki", raw, "AES-CBC", true, ["encrypt"]), dom("NotSupportedError")],
    [() => subtle.importKey("nonsense", raw, "AES-CBC", true, ["encrypt"]), TypeError],
    [() => subtle.importKey("jwk", raw, "AES-CBC", true, ["encrypt"]), TypeError],
    [() => subtle.importKey("raw", {}, "AES-CBC", true, ["encrypt"]), TypeError],
    [() => subtle.importKey("pkcs8", raw, ecdsa, true, ["sign"]), dom("DataError")],
    [() => subtle.importKey("jwk", { ...jwk, crv: "P-384" }, ecdsa, true, ["sign"]), dom("DataError", /crv/)],
    [() => subtle.importKey("jwk", { ...jwk, x: jwk.y }, ecdsa, true, ["sign"]), dom("DataError")],
    [() => subtle.importKey("jwk", { ...jwk, key_ops: ["verify"] }, ecdsa, true, ["sign"]), dom("DataError", /key_ops/)],
    [() => subtle.importKey("jwk", { ...jwk, use: "enc" }, ecdsa, true, ["sign"]), dom("DataError", /use/)],
    [() => subtle.importKey("jwk", { ...jwk, ext: false }, ecdsa, true, ["sign"]), dom("DataError", /extractable/)],
    [() => subtle.importKey("jwk", { ...jwk, d: jwk.d + "=" }, ecdsa, true, ["sign"]), dom("DataError", /base64url/)],
    [() => subtle.importKey("jwk", { kty: "RSA", n: "AQ", e: "AQAB", d: "AQ" }, { name: "RSA-PSS", hash: "SHA-1" }, true, ["sign"]), dom("DataError", /missing/)],
    [() => subtle.encrypt({ name: "AES-GCM", iv }, hmac, one), dom("InvalidAccessError")],
    [() => subtle.encrypt({ name: "AES-GCM", iv: new Uint8Array(0) }, aes, one), dom("OperationError")],
    [() => subtle.encrypt({ name: "AES-GCM", iv, tagLength: 33 }, aes, one), dom("OperationError")],
    [() => subtle.encrypt({ name: "AES-GCM", iv }, {}, one), TypeError],
    [() => subtle.encrypt({ name: "AES-GCM" }, aes, one), TypeError],
    [() => subtle.sign({ name: "AES-GCM" }, aes, one), dom("NotSupportedError")],
    [() => subtle.decrypt({ name: "AES-GCM", iv }, aes, one), dom("InvalidAccessError")],
    [() => subtle.exportKey("raw", ec.privateKey), dom("InvalidAccessError")],
    [() => subtle.exportKey("spki", ec.privateKey), dom("InvalidAccessError")],
    [() => subtle.exportKey("pkcs8", aes), dom("NotSupportedError")],
  ]) await assert.rejects(call(), check);
});

test("keys go to workers and are the same", async () => {
  const key = await subtle.generateKey({ name: "HMAC", hash: "SHA-256" }, false, ["sign", "verify"]);
  const copy = structuredClone(key);
  assert.ok(copy instanceof CryptoKey);
  const { WorkerPool } = await import("lariat:worker");
  await using pool = new WorkerPool({ max: 1 });
  const signature = await pool.run((k, text) => crypto.subtle.sign("HMAC", k, new TextEncoder().encode(text)), key, "x");
  assert.equal(await subtle.verify("HMAC", copy, signature, utf8("x")), true);
});
