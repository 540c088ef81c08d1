// Keys, ciphers and digests as streams: what they give is compared with what Node v20 gives (node node.mjs > node.txt).
import crypto from "node:crypto"; import { promisify } from "node:util"; import { Readable } from "node:stream"; import { pipeline } from "node:stream/promises";
const hex = (b) => Buffer.from(b).toString("hex");
console.log(hex(crypto.pbkdf2Sync("password", "salt", 1000, 40, "sha512")), hex(await promisify(crypto.pbkdf2)("p", "s", 1, 20, "sha1")));
console.log(hex(crypto.hkdfSync("sha256", "key", "salt", "info", 64)), hex(await promisify(crypto.hkdf)("sha1", "key", "", "", 10)));
console.log(hex(crypto.scryptSync("password", "NaCl", 64, { N: 1024, r: 8, p: 16 })), hex(await promisify(crypto.scrypt)("a", "b", 33)));
console.log(hex(crypto.scryptSync("x", "y", 10, { N: 16, r: 1, p: 1 })), hex(crypto.scryptSync("x", "y", 10, { cost: 64, blockSize: 3, parallelization: 2 })));
const data = Buffer.from("attack at dawn, with all of the forces that are there");
for (const name of ["aes-128-cbc", "aes-256-cbc", "aes-192-ctr", "aes-256-gcm", "aes-128-gcm", "aes-256-ecb"]) {
  const key = Buffer.alloc(+name.slice(4, 7) / 8, 7), iv = name.endsWith("ecb") ? null : Buffer.alloc(name.endsWith("gcm") ? 12 : 16, 9);
  const c = crypto.createCipheriv(name, key, iv);
  if (name.endsWith("gcm")) c.setAAD(Buffer.from("aad"));
  const parts = [c.update(data.subarray(0, 5)), c.update(data.subarray(5, 16)), c.update(data.subarray(16)), c.final()];
  const out = Buffer.concat(parts);
  const tag = name.endsWith("gcm") ? c.getAuthTag() : null;
  const d = crypto.createDecipheriv(name, key, iv);
  if (tag) { d.setAAD(Buffer.from("aad")); d.setAuthTag(tag); }
  console.log(name, parts.map((p) => p.length).join(), hex(out), tag && hex(tag), d.update(out, null, "utf8") + d.final("utf8"));
  const bad = crypto.createDecipheriv(name, key, iv);
  if (tag) bad.setAuthTag(Buffer.alloc(16)); 
  try { bad.update(Buffer.alloc(33)); bad.final(); console.log("fine"); } catch (e) { console.log(e.name, e.code === undefined ? "" : e.code, e.message.includes("Unsupported") ? e.message : ""); }
}
for (const f of [() => crypto.createCipheriv("nope", "k", "i"), () => crypto.createCipheriv("aes-128-cbc", "short", Buffer.alloc(16)), () => crypto.createCipheriv("aes-128-cbc", Buffer.alloc(16), "x"), () => crypto.pbkdf2Sync("p", "s", 0, 1, "sha1"), () => crypto.pbkdf2Sync(5, "s", 1, 1, "sha1"), () => crypto.scryptSync("p", "s", 1, { N: 3 }), () => crypto.hkdfSync("sha1", "k", "", "", 1e6)]) try { f(); } catch (e) { console.log(e.name, e.code); }
const h = crypto.createHash("sha256"); await pipeline(Readable.from([Buffer.from("a"), Buffer.from("b")]), h, async (s) => { for await (const c of s) console.log(hex(c)); });
const hm = crypto.createHmac("sha1", "k"); hm.end("text"); console.log(hex(hm.read()));
Readable.from([Buffer.from("piped")]).pipe(crypto.createHash("md5")).setEncoding("hex").on("data", (d) => console.log(d));
