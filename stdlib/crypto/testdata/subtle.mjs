// Records what Node's SubtleCrypto makes: node subtle.mjs > subtle.json
const { subtle } = globalThis.crypto;
const b64 = (b) => Buffer.from(b).toString("base64");
const data = Buffer.from("what do ya want for nothing?");
const salt = Buffer.from("salt and pepper"), info = Buffer.from("info"), iv16 = Buffer.from("f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff", "hex");
const out = { keys: [], verify: [], decrypt: [], derive: [], wrap: [] };

/** A key in all formats that it has. */
async function exported(key) {
  const all = {};
  for (const format of ["raw", "jwk", "spki", "pkcs8"]) {
    try {
      const made = await subtle.exportKey(format, key);
      all[format] = format === "jwk" ? made : b64(made);
    } catch {
      // it does not have this one
    }
  }
  return all;
}

async function note(algorithm, key) {
  const entry = { algorithm, type: key.type, usages: key.usages, formats: await exported(key) };
  out.keys.push(entry);
  return entry;
}

const rsa = { modulusLength: 1024, publicExponent: new Uint8Array([1, 0, 1]) };
const plain = (algorithm) => ({ ...algorithm, publicExponent: undefined });
for (const hash of ["SHA-1", "SHA-256", "SHA-384", "SHA-512"]) {
  const key = await subtle.generateKey({ name: "HMAC", hash }, true, ["sign", "verify"]);
  const secret = await note({ name: "HMAC", hash }, key);
  out.verify.push({ algorithm: { name: "HMAC" }, key: secret, signature: b64(await subtle.sign("HMAC", key, data)), same: true });
  for (const curve of ["P-256", "P-384", "P-521"]) {
    const pair = await subtle.generateKey({ name: "ECDSA", namedCurve: curve }, true, ["sign", "verify"]);
    await note({ name: "ECDSA", namedCurve: curve }, pair.privateKey);
    const key = await note({ name: "ECDSA", namedCurve: curve }, pair.publicKey);
    out.verify.push({ algorithm: { name: "ECDSA", hash }, key, signature: b64(await subtle.sign({ name: "ECDSA", hash }, pair.privateKey, data)) });
  }
  for (const name of ["RSASSA-PKCS1-v1_5", "RSA-PSS"]) {
    const pair = await subtle.generateKey({ name, hash, ...rsa }, true, ["sign", "verify"]);
    const secret = await note(plain({ name, hash }), pair.privateKey);
    const key = await note(plain({ name, hash }), pair.publicKey);
    const algorithm = { name, saltLength: 20 };
    const signature = b64(await subtle.sign(algorithm, pair.privateKey, data));
    out.verify.push({ algorithm, key, signature, ...(name === "RSA-PSS" ? {} : { same: true, secret }) });
  }
  if (hash !== "SHA-512") {
    const pair = await subtle.generateKey({ name: "RSA-OAEP", hash, ...rsa }, true, ["encrypt", "decrypt"]);
    await note({ name: "RSA-OAEP", hash }, pair.publicKey);
    const key = await note({ name: "RSA-OAEP", hash }, pair.privateKey);
    const algorithm = { name: "RSA-OAEP", label: b64(info) };
    out.decrypt.push({ algorithm, key, text: b64(await subtle.encrypt({ ...algorithm, label: info }, pair.publicKey, data)) });
  }
  for (const length of [8, 256, 1000]) {
    const base = await subtle.importKey("raw", data, "PBKDF2", false, ["deriveBits"]);
    const algorithm = { name: "PBKDF2", hash, salt: b64(salt), iterations: 10 };
    out.derive.push({ algorithm, secret: b64(data), length, bits: b64(await subtle.deriveBits({ ...algorithm, salt }, base, length)) });
    const again = await subtle.importKey("raw", data, "HKDF", false, ["deriveBits"]);
    const other = { name: "HKDF", hash, salt: b64(salt), info: b64(info) };
    out.derive.push({ algorithm: other, secret: b64(data), length, bits: b64(await subtle.deriveBits({ ...other, salt, info }, again, length)) });
  }
}
for (const length of [128, 192, 256]) {
  for (const algorithm of [
    { name: "AES-GCM", iv: b64(iv16.subarray(0, 12)), additionalData: b64(info) }, { name: "AES-GCM", iv: b64(iv16), tagLength: 96 },
    { name: "AES-GCM", iv: b64(iv16), tagLength: 32 }, { name: "AES-CBC", iv: b64(iv16) }, { name: "AES-CTR", counter: b64(iv16), length: 64 },
    { name: "AES-CTR", counter: b64(Buffer.alloc(16, 0xff)), length: 4 },
  ]) {
    const key = await subtle.generateKey({ name: algorithm.name, length }, true, ["encrypt", "decrypt"]);
    const real = Object.fromEntries(Object.entries(algorithm).map(([k, v]) => [k, k !== "name" && typeof v === "string" ? Buffer.from(v, "base64") : v]));
    const entry = await note({ name: algorithm.name }, key);
    out.decrypt.push({ algorithm, key: entry, text: b64(await subtle.encrypt(real, key, data)), same: true });
  }
  const kw = await subtle.generateKey({ name: "AES-KW", length }, true, ["wrapKey", "unwrapKey"]);
  const inner = await subtle.generateKey({ name: "AES-GCM", length: 256 }, true, ["encrypt"]);
  out.wrap.push({ key: await note({ name: "AES-KW" }, kw), inner: await note({ name: "AES-GCM" }, inner), text: b64(await subtle.wrapKey("raw", inner, kw, "AES-KW")) });
}
for (const [name, uses] of [["Ed25519", ["sign", "verify"]], ["X25519", ["deriveBits"]]]) {
  const pair = await subtle.generateKey(name, true, uses);
  const secret = await note({ name }, pair.privateKey);
  const key = await note({ name }, pair.publicKey);
  if (name === "Ed25519") out.verify.push({ algorithm: { name }, key, secret, signature: b64(await subtle.sign(name, pair.privateKey, data)), same: true });
}
for (const algorithm of [{ name: "X25519" }, ...["P-256", "P-384", "P-521"].map((namedCurve) => ({ name: "ECDH", namedCurve }))]) {
  const [one, two] = [await subtle.generateKey(algorithm, true, ["deriveBits"]), await subtle.generateKey(algorithm, true, ["deriveBits"])];
  for (const length of [null, 128]) {
    out.derive.push({
      algorithm: { name: algorithm.name }, key: await note(algorithm, one.privateKey), public: await note(algorithm, two.publicKey), length,
      bits: b64(await subtle.deriveBits({ name: algorithm.name, public: two.publicKey }, one.privateKey, length)),
    });
  }
}
console.log(JSON.stringify(out, null, 1));
