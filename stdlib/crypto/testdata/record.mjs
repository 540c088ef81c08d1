// Records the digests that Node makes: node record.mjs > node.json
import { createHash, createHmac } from "node:crypto";

const algorithms = ["md5", "sha1", "sha224", "sha256", "sha384", "sha512", "sha512-224", "sha512-256", "sha3-224", "sha3-256", "sha3-384", "sha3-512", "RSA-SHA256", "SHA-1"];
const out = [];
for (const algorithm of algorithms) {
  for (const size of [0, 1, 55, 64, 127, 1000]) {
    const data = Buffer.from(Array.from({ length: size }, (_, i) => (i * 7 + 3) & 255));
    const key = Buffer.from("key".repeat(size % 50));
    out.push({ algorithm, size, hash: createHash(algorithm).update(data).digest("hex"), hmac: createHmac(algorithm, key).update(data).digest("hex") });
  }
}
console.log(JSON.stringify(out, null, 1));
