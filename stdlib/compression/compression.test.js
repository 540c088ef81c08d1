import { test, assert } from "lariat:test";
import zlib from "node:zlib";
import { promisify } from "node:util";
import { pipeline } from "node:stream/promises";
import { PassThrough, Readable } from "node:stream";
import { buffer } from "node:stream/consumers";

const data = Buffer.from("lariat ".repeat(1000));
const up = (name) => name[0].toUpperCase() + name.slice(1);
const code = (want) => (error) => error.code === want;

test("what is compressed comes back, in place, by callback and by stream", async () => {
  for (const [pack, unpack] of [["gzip", "gunzip"], ["deflate", "inflate"], ["deflateRaw", "inflateRaw"], ["gzip", "unzip"], ["deflate", "unzip"]]) {
    const small = zlib[`${pack}Sync`](data);
    assert.ok(small.length < 200 && zlib[`${unpack}Sync`](small).equals(data), pack);
    assert.ok((await promisify(zlib[unpack])(await promisify(zlib[pack])(data))).equals(data), pack);
    const chunks = Readable.from([data.subarray(0, 3000), Buffer.alloc(0), data.subarray(3000)]);
    const out = chunks.pipe(zlib[`create${up(pack)}`]()).pipe(zlib[`create${up(unpack)}`]());
    assert.ok((await buffer(out)).equals(data), pack);
  }
});

test("it is what Node and others write and read", () => {
  const fromNode = Buffer.from("H4sIAAAAAAAAA0vLz1dISixSSMvPBwDYvzUGCwAAAA==", "base64");
  assert.equal(zlib.gunzipSync(fromNode).toString(), "foo bar foo");
  assert.equal(zlib.inflateSync(Buffer.from("eJzLSM3JyQcABiwCFQ==", "base64")).toString(), "hello");
  assert.equal(zlib.gunzipSync(Buffer.concat([zlib.gzipSync("a"), zlib.gzipSync("b")])).toString(), "ab");
  assert.equal(zlib.gunzipSync(Buffer.concat([zlib.gzipSync("a"), Buffer.from("of somebody else")])).toString(), "a");
  assert.equal(zlib.crc32("hello"), 907060870);
  assert.equal(zlib.crc32("lo", zlib.crc32("hel")), 907060870);
  const dictionary = Buffer.from("hello");
  assert.equal(zlib.inflateSync(zlib.deflateSync("hello hello", { dictionary }), { dictionary }).toString(), "hello hello");
  assert.throws(() => zlib.inflateSync(zlib.deflateSync("hello", { dictionary })), { message: "Bad dictionary" });
});

test("more than maxOutputLength does not come out", async () => {
  const bomb = zlib.gzipSync(Buffer.alloc(10_000_000));
  assert.throws(() => zlib.gunzipSync(bomb, { maxOutputLength: 1000 }), { name: "RangeError", code: "ERR_BUFFER_TOO_LARGE", message: "Cannot create a Buffer larger than 1000 bytes" });
  await assert.rejects(promisify(zlib.gunzip)(bomb, { maxOutputLength: 1000 }), code("ERR_BUFFER_TOO_LARGE"));
  await assert.rejects(buffer(Readable.from([bomb]).pipe(zlib.createGunzip({ maxOutputLength: 1000 }))), code("ERR_BUFFER_TOO_LARGE"));
});

test("what is broken is told in the words of zlib", async () => {
  const wrong = zlib.gzipSync(data);
  wrong.fill(0, wrong.length - 8, wrong.length - 4);
  const cases = [
    [() => zlib.gunzipSync("not gzip"), "Z_DATA_ERROR", "incorrect header check"], [() => zlib.inflateSync("xx"), "Z_DATA_ERROR", "incorrect header check"],
    [() => zlib.inflateSync(zlib.deflateSync(data).subarray(0, 20)), "Z_BUF_ERROR", "unexpected end of file"],
    [() => zlib.gunzipSync(wrong), "Z_DATA_ERROR", "incorrect data check"],
    [() => zlib.gzipSync(5), "ERR_INVALID_ARG_TYPE"], [() => zlib.gzipSync("x", { level: 20 }), "ERR_OUT_OF_RANGE"], [() => zlib.gzip("x"), "ERR_INVALID_ARG_TYPE"],
    [() => zlib.brotliCompressSync("x", { params: { 99: 1 } }), "ERR_BROTLI_INVALID_PARAM"], [() => zlib.createGzip().reset(), "ERR_METHOD_NOT_IMPLEMENTED"],
  ];
  for (const [call, want, message] of cases) assert.throws(call, (error) => error.code === want && (message === undefined || error.message === message), String(call));
  await assert.rejects(pipeline(Readable.from([Buffer.from("not gzip at all")]), zlib.createGunzip(), new PassThrough()), code("Z_DATA_ERROR"));
  await assert.rejects(buffer(Readable.from([zlib.gzipSync(data).subarray(0, 30)]).pipe(zlib.createGunzip())), { code: "Z_BUF_ERROR", errno: -5 });
});

test("flush gives out what was written so far", async () => {
  const gzip = zlib.createGzip();
  const chunks = [];
  gzip.on("data", (chunk) => chunks.push(chunk));
  gzip.write("first");
  await new Promise((resolve) => gzip.flush(resolve));
  const gunzip = zlib.createGunzip();
  gunzip.write(Buffer.concat(chunks));
  assert.equal(String(gunzip.read()), "first");
  gunzip.destroy();
  gzip.close();
  assert.ok(gzip instanceof zlib.Gzip && zlib.Gzip() instanceof zlib.Gzip);
});
