// Brotli, several members of gzip, and the constants: what they give is compared with Node's (node zlib.mjs > zlib.txt).
import zlib from "node:zlib";
import { promisify } from "node:util";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

const text = "Brotli, again and again: ".repeat(50);
const show = async (name, run) => {
  try {
    console.log(name, await run());
  } catch (error) {
    console.log(name, error.name, error.code, error.message);
  }
};
const { BROTLI_PARAM_QUALITY: quality, BROTLI_PARAM_LGWIN: window } = zlib.constants;
await show("sync", () => zlib.brotliDecompressSync(zlib.brotliCompressSync(text)).toString() === text);
await show("small", () => zlib.brotliCompressSync(text).length < 60);
for (const params of [{ [quality]: 0 }, { [quality]: 5, [window]: 10 }, { [quality]: 11, [zlib.constants.BROTLI_PARAM_MODE]: 1 }]) {
  await show("params", () => zlib.brotliDecompressSync(zlib.brotliCompressSync(text, { params })).length);
}
await show("async", async () => (await promisify(zlib.brotliDecompress)(await promisify(zlib.brotliCompress)(text))).length);
async function through(stream, chunks) {
  let all = "";
  await pipeline(Readable.from(chunks), stream, async (source) => {
    for await (const chunk of source) all += chunk.toString("latin1");
  });
  return Buffer.from(all, "latin1");
}
const packed = zlib.brotliCompressSync(text);
await show("stream", async () => zlib.brotliDecompressSync(await through(zlib.createBrotliCompress(), [Buffer.from(text.slice(0, 100)), Buffer.from(text.slice(100))])).toString() === text);
await show("stream back", async () => (await through(zlib.createBrotliDecompress(), [...packed].map((byte) => Buffer.from([byte])))).toString() === text);
await show("of Node", () => zlib.brotliDecompressSync(Buffer.from("G4YA+KVBdHiHpSCjBNYH6EARSWiZk6vPDA==", "base64")).toString());
await show("empty", () => zlib.brotliDecompressSync(zlib.brotliCompressSync("")).length);
await show("cut", () => zlib.brotliDecompressSync(packed.subarray(0, 10)));
await show("cut stream", () => through(zlib.createBrotliDecompress(), [packed.subarray(0, 10)]));
await show("limit", () => zlib.brotliDecompressSync(packed, { maxOutputLength: 10 }));
await show("bad params", () => zlib.brotliCompressSync("x", { params: { 99: 1 } }));
await show("bad quality", () => zlib.brotliDecompressSync(zlib.brotliCompressSync("x", { params: { [quality]: 99 } })).toString());
await show("classes", () => [zlib.createBrotliCompress() instanceof zlib.BrotliCompress, new zlib.BrotliDecompress() instanceof zlib.BrotliDecompress]);

const two = Buffer.concat([zlib.gzipSync("one "), zlib.gzipSync("two")]);
await show("members", () => zlib.gunzipSync(two).toString());
await show("members stream", async () => (await through(zlib.createGunzip(), [two])).toString());
await show("members bytes", async () => (await through(zlib.createGunzip(), [...two].map((byte) => Buffer.from([byte])))).toString());
const trailing = Buffer.concat([zlib.gzipSync("one"), Buffer.alloc(10)]);
await show("trailing", async () => [zlib.gunzipSync(trailing).toString(), (await through(zlib.createGunzip(), [trailing])).toString()]);
await show("cut member", () => zlib.gunzipSync(two.subarray(0, two.length - 3)));
await show("garbage", () => through(zlib.createGunzip(), [Buffer.from("no gzip at all")]));
await show("inflate and more", async () => (await through(zlib.createInflate(), [Buffer.concat([zlib.deflateSync("x"), Buffer.from("more")])])).toString());
console.log(Object.entries(zlib.constants).filter(([name]) => !name.startsWith("BROTLI_DECODER_ERROR")).map(([name, value]) => `${name}=${value}`).sort().join(" "));
console.log(zlib.Z_BEST_SPEED, zlib.GZIP, Object.keys(zlib).includes("Z_BEST_SPEED"));
for (const [name, options] of [["level", { level: 10 }], ["level type", { level: "9" }], ["memLevel", { memLevel: 0 }], ["windowBits", { windowBits: 20 }], ["strategy", { strategy: 9 }], ["chunkSize", { chunkSize: 1 }]]) {
  await show(name, () => zlib.gzipSync("x", options).length > 0);
}
