import { test, assert } from "lariat:test";
import { withTimeout } from "lariat:task";
import { EventEmitter, once } from "node:events";
import stream, { PassThrough, Readable, Transform, Writable, pipeline } from "node:stream";
import promises from "node:stream/promises";
import { ReadableStream as FromModule } from "node:stream/web";
import { inherits, promisify } from "node:util";
import { createRequire } from "node:module";

test("the module is the class Stream, under both names", () => {
  const require = createRequire("/");
  assert.equal(require("stream"), stream);
  assert.equal(require("stream/promises"), stream.promises);
  assert.equal(stream.Stream, stream);
  assert.equal(FromModule, ReadableStream);
  assert.ok(new Readable() instanceof EventEmitter);
});

test("classes of the old kind extend streams", async () => {
  function Upper(options) {
    Transform.call(this, options);
  }
  inherits(Upper, Transform);
  Upper.prototype._transform = function (chunk, _, callback) {
    callback(null, String(chunk).toUpperCase());
  };
  const upper = new Upper();
  upper.end("quiet");
  assert.equal(String(Buffer.concat(await upper.toArray())), "QUIET");
});

test("a wait for a chunk ends with its scope, and the stream with it", async () => {
  const silent = new Readable({ read() {} });
  silent.on("error", () => {});
  await assert.rejects(withTimeout("1s", async () => {
    for await (const _ of silent) assert.fail("a chunk");
  }), { name: "TimeoutError" });
  assert.ok(silent.destroyed);
});

test("a pipe of many chunks keeps little on the way", async () => {
  let inside = 0;
  let most = 0;
  const source = new Readable({ objectMode: true, highWaterMark: 4, read() { this.push(inside < 1e9 && made < 500 ? (inside++, made++) : null); } });
  let made = 0;
  let sum = 0;
  const target = new Writable({ objectMode: true, highWaterMark: 4, write(n, _, callback) {
    most = Math.max(most, inside);
    inside--;
    sum += n;
    setImmediate(callback);
  } });
  await promises.pipeline(source, new PassThrough({ objectMode: true, highWaterMark: 4 }), target);
  assert.equal(sum, (499 * 500) / 2);
  assert.ok(most <= 32, `${most} chunks were on the way`);
});

test("a long line of small chunks is read as a whole", async () => {
  const source = new PassThrough({ highWaterMark: 1e9 });
  for (let i = 0; i < 5000; i++) source.write("ab");
  source.end();
  await once(source, "readable");
  assert.equal(source.read(3).toString(), "aba");
  assert.equal(source.read().length, 9997);
});

test("promisify finds the promises", async () => {
  assert.equal(promisify(pipeline), promises.pipeline);
  assert.equal(promisify(stream.finished), promises.finished);
});

test("process.stdout is never ended by a pipe", async () => {
  const text = Readable.from(["# from a stream\n"]);
  text.pipe(process.stdout);
  await promises.finished(text);
  assert.ok(process.stdout.writable);
});
