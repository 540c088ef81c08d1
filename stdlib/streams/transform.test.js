import { test, assert } from "lariat:test";

const tick = () => new Promise((resolve) => setTimeout(resolve, 0));
const rejects = (promise, want) => assert.rejects(promise, want);

test("a transform has backpressure, flushes, terminates and fails on both sides", async () => {
  const calls = [];
  const ts = new TransformStream({
    transform: (s, c) => (calls.push(s), c.enqueue(s + "!")),
    flush: (c) => c.enqueue("end"),
  });
  const writer = ts.writable.getWriter();
  void writer.write("a");
  await tick();
  assert.deepEqual(calls, []);
  const read = Array.fromAsync(ts.readable);
  await writer.close();
  assert.deepEqual(await read, ["a!", "end"]);
  const cut = new TransformStream({ transform: (_, c) => c.terminate() });
  const rest = Array.fromAsync(cut.readable);
  await rejects(ReadableStream.from([1]).pipeTo(cut.writable), TypeError);
  assert.deepEqual(await rest, []);
  const bad = new TransformStream({ transform() { throw new Error("no"); } });
  await rejects(Array.fromAsync(ReadableStream.from([1]).pipeThrough(bad)), /no/);
  const log = [];
  const both = new TransformStream({ cancel: (reason) => void log.push(reason) });
  await both.readable.cancel("r");
  await rejects(both.writable.getWriter().closed, (e) => e === "r");
  assert.deepEqual(log, ["r"]);
});

test("compression goes there and back in every format", async () => {
  const text = "the quick brown fox ".repeat(5000);
  for (const format of ["gzip", "deflate", "deflate-raw"]) {
    const small = new Blob([text]).stream().pipeThrough(new CompressionStream(format));
    const chunks = await Array.fromAsync(small);
    assert.ok(chunks.reduce((n, c) => n + c.length, 0) < text.length / 20);
    const bytes = chunks.flatMap((c) => [...c]);
    // Byte by byte, as a chunk may end anywhere.
    const back = ReadableStream.from(bytes.map((b) => new Uint8Array([b]))).pipeThrough(new DecompressionStream(format));
    assert.equal((await Array.fromAsync(back.pipeThrough(new TextDecoderStream()))).join(""), text);
    const broken = (list) => Array.fromAsync(ReadableStream.from(list).pipeThrough(new DecompressionStream(format)));
    await rejects(broken([new Uint8Array(bytes.slice(0, -1))]), TypeError);
    await rejects(broken([new Uint8Array([...bytes, 0])]), TypeError);
    await rejects(broken([new Uint8Array([255, 255, 255, 255])]), TypeError);
    for (const chunk of ["text", new SharedArrayBuffer(8), new Uint8Array(new SharedArrayBuffer(8))]) {
      await rejects(broken([chunk]), TypeError);
    }
    await rejects(broken([]), TypeError);
  }
});

test("what expands is read as fast as it is wanted", async () => {
  const zeros = new Uint8Array(16 << 20);
  const bomb = await packed(zeros);
  const stream = ReadableStream.from([bomb]).pipeThrough(new DecompressionStream("gzip"));
  const reader = stream.getReader();
  let n = 0;
  while (n < 1 << 20) n += (await reader.read()).value.length;
  assert.ok(n < 2 << 20);
  await reader.cancel();
});

/** The bytes compressed. */
async function packed(bytes) {
  const parts = await Array.fromAsync(new Blob([bytes]).stream().pipeThrough(new CompressionStream("gzip")));
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}

test("text streams put characters together that chunks have split", async () => {
  const encode = async (...parts) => {
    const out = await Array.fromAsync(ReadableStream.from(parts).pipeThrough(new TextEncoderStream()));
    return out.flatMap((c) => [...c]);
  };
  assert.deepEqual(await encode("\ud83d", "\ude00", ""), [0xf0, 0x9f, 0x98, 0x80]);
  assert.deepEqual(await encode("\ud83d", "", "x\udc00\ud83d"), [0xef, 0xbf, 0xbd, 0x78, 0xef, 0xbf, 0xbd, 0xef, 0xbf, 0xbd]);
  assert.deepEqual(await encode(12, null), [49, 50, 110, 117, 108, 108]);
  await rejects(encode(Symbol("s")), TypeError);
  const decode = (label, options, ...parts) =>
    Array.fromAsync(ReadableStream.from(parts.map((p) => new Uint8Array(p))).pipeThrough(new TextDecoderStream(label, options)));
  assert.deepEqual(await decode("utf-8", {}, [0xef, 0xbb], [0xbf, 0xc3], [0xa4]), ["ä"]);
  assert.deepEqual(await decode("utf-8", {}, [0x61, 0xc3]), ["a", "\ufffd"]);
  await rejects(decode("utf-8", { fatal: true }, [0xc3]), TypeError);
  const d = new TextDecoderStream("latin1", { fatal: true, ignoreBOM: true });
  assert.deepEqual([d.encoding, d.fatal, d.ignoreBOM], ["windows-1252", true, true]);
  assert.throws(() => Object.getOwnPropertyDescriptor(CompressionStream.prototype, "readable").get.call(d), TypeError);
});
