// Streams, from https://streams.spec.whatwg.org and https://compression.spec.whatwg.org.
import { test, assert } from "lariat:test";

const fails = (f, name = "TypeError", what = undefined) => assert.throws(f, (error) => error.name === name, what);
const reason = (promise) => promise.then(() => assert.fail("it is fulfilled"), (error) => error);
const gather = async (stream) => {
  const all = [];
  for await (const chunk of stream) all.push(chunk);
  return all;
};

test("what the constructors refuse", () => {
  const table = [
    [() => new ReadableStream(null)], [() => new ReadableStream({ type: "other" })], [() => new ReadableStream({ type: "" })], [() => new ReadableStream({ start: 1 })],
    [() => new ReadableStream({ pull: {} })], [() => new ReadableStream({ type: "bytes" }, { size() { return 1; } }), "RangeError"],
    [() => new ReadableStream({}, { highWaterMark: -1 }), "RangeError"], [() => new ReadableStream({}, { highWaterMark: NaN }), "RangeError"], [() => new ReadableStream({}, { size: 1 })],
    [() => new ReadableStream({ type: "bytes", autoAllocateChunkSize: 0 })], [() => new WritableStream({ type: "bytes" }), "RangeError"], [() => new WritableStream({ write: 1 })],
    [() => new TransformStream({ readableType: "bytes" }), "RangeError"], [() => new TransformStream({ writableType: "bytes" }), "RangeError"], [() => new TransformStream({ transform: 1 })],
    [() => new CountQueuingStrategy()], [() => new CountQueuingStrategy({})], [() => new ByteLengthQueuingStrategy(1)], [() => new ReadableStreamDefaultReader({})],
    [() => new ReadableStreamBYOBReader(new ReadableStream())], [() => new WritableStreamDefaultWriter({})], [() => new ReadableStreamDefaultController()], [() => new CompressionStream("x")],
    [() => new DecompressionStream()], [() => new ReadableStream().getReader({ mode: "x" })], [() => new ReadableStream().getReader({ mode: "byob" })],
  ];
  for (const [f, name] of table) fails(f, name, String(f));
  const error = new Error("mine");
  assert.throws(() => new ReadableStream({ start() { throw error; } }), (e) => e === error);
});

test("the room in a queue", () => {
  let controller;
  new ReadableStream({ start(c) { controller = c; } }, new ByteLengthQueuingStrategy({ highWaterMark: 10 }));
  assert.equal(controller.desiredSize, 10);
  controller.enqueue({ byteLength: 15 });
  assert.equal(controller.desiredSize, -5);
  fails(() => controller.enqueue({ byteLength: -1 }), "RangeError");
  assert.equal(controller.desiredSize, null); // a size that is none is an error of the stream
  let closed;
  new ReadableStream({ start(c) { closed = c; } });
  closed.close();
  assert.equal(closed.desiredSize, 0);
  fails(() => closed.enqueue(1));
  fails(() => closed.close());
  assert.equal(new CountQueuingStrategy({ highWaterMark: "x" }).highWaterMark, NaN);
  assert.equal(new CountQueuingStrategy({ highWaterMark: 1 }).size("anything"), 1);
  assert.equal(new CountQueuingStrategy({ highWaterMark: 1 }).size, new CountQueuingStrategy({ highWaterMark: 2 }).size);
});

test("readers and their locks", async () => {
  const stream = ReadableStream.from(["a", "b"]);
  const reader = stream.getReader();
  assert.equal(stream.locked, true);
  fails(() => stream.getReader());
  fails(() => stream.tee());
  assert.equal((await reason(stream.cancel())).name, "TypeError");
  assert.deepEqual(await reader.read(), { value: "a", done: false });
  const first = reader.closed;
  reader.releaseLock();
  reader.releaseLock();
  assert.equal((await reason(first)).name, "TypeError");
  assert.equal((await reason(reader.read())).name, "TypeError");
  assert.equal((await reason(reader.cancel())).name, "TypeError");
  assert.equal(stream.locked, false);
  assert.deepEqual(await gather(stream), ["b"]);
  const pending = new ReadableStream().getReader();
  const read = pending.read();
  pending.releaseLock();
  assert.equal((await reason(read)).name, "TypeError");
});

test("cancel and errors", async () => {
  let told;
  const stream = new ReadableStream({ cancel(why) { told = why; return "ignored"; } });
  assert.equal(await stream.cancel("why"), undefined);
  assert.equal(told, "why");
  assert.equal(await stream.cancel(), undefined);
  const error = new Error("mine");
  const broken = new ReadableStream({ start(c) { c.error(error); } });
  assert.equal(await reason(broken.cancel()), error);
  assert.equal(await reason(broken.getReader().read()), error);
  const thrown = new ReadableStream({ pull() { throw error; } });
  assert.equal(await reason(thrown.getReader().read()), error);
});

test("iteration", async () => {
  let cancelled = 0;
  const make = () => new ReadableStream({ pull(c) { c.enqueue(1); }, cancel() { cancelled++; } });
  for await (const chunk of make()) {
    assert.equal(chunk, 1);
    break;
  }
  assert.equal(cancelled, 1);
  const kept = make();
  for await (const _ of kept.values({ preventCancel: true })) break;
  assert.deepEqual([cancelled, kept.locked], [1, false]);
  await kept.cancel();
  const iterator = make()[Symbol.asyncIterator]();
  assert.deepEqual(await iterator.return("x"), { value: "x", done: true });
  assert.deepEqual(await iterator.next(), { value: undefined, done: true });
  for (const wrong of [null, 1, {}, undefined]) fails(() => ReadableStream.from(wrong));
  assert.deepEqual(await gather(ReadableStream.from("ab")), ["a", "b"]);
  assert.deepEqual(await gather(ReadableStream.from([Promise.resolve(1), 2])), [1, 2]);
});

test("tee()", async () => {
  const chunk = {};
  const [a, b] = ReadableStream.from([chunk]).tee();
  const [[x], [y]] = await Promise.all([gather(a), gather(b)]);
  assert.ok(x === chunk && y === chunk);
  let told;
  const [c, d] = new ReadableStream({ cancel(why) { told = why; } }).tee();
  const first = c.cancel(1);
  await d.cancel(2);
  await first;
  assert.deepEqual(told, [1, 2]);
});

test("streams of bytes", async () => {
  const stream = new ReadableStream({ type: "bytes", start(c) { c.enqueue(new Uint8Array([1, 2, 3, 4, 5])); } });
  const reader = stream.getReader({ mode: "byob" });
  const view = new Uint8Array(2);
  const { value, done } = await reader.read(view);
  assert.deepEqual([[...value], done, view.byteLength, value.constructor], [[1, 2], false, 0, Uint8Array]);
  assert.deepEqual([...(await reader.read(new Uint8Array(3), { min: 3 })).value], [3, 4, 5]);
  assert.equal((await reason(reader.read(new Uint8Array(0)))).name, "TypeError");
  assert.equal((await reason(reader.read(new Uint8Array(1), { min: 2 }))).name, "RangeError");
  assert.equal((await reason(reader.read(new Uint8Array(1), { min: 0 }))).name, "TypeError");
  assert.equal((await reason(reader.read({}))).name, "TypeError");
  let asked;
  const answering = new ReadableStream({
    type: "bytes", autoAllocateChunkSize: 4,
    pull(c) {
      asked = c.byobRequest.view.byteLength;
      c.byobRequest.view[0] = 9;
      c.byobRequest.respond(1);
    },
  });
  const { value: got } = await answering.getReader().read();
  assert.deepEqual([[...got], asked], [[9], 4]);
  fails(() => new ReadableStream({ type: "bytes", start(c) { c.enqueue(new Uint8Array(0)); } }));
});

test("writers", async () => {
  const calls = [];
  const stream = new WritableStream({
    start() { calls.push("start"); }, write(chunk) { calls.push(chunk); }, close() { calls.push("close"); }, abort(why) { calls.push(["abort", why]); },
  });
  const writer = stream.getWriter();
  fails(() => stream.getWriter());
  assert.equal(writer.desiredSize, 1);
  await writer.ready;
  const written = writer.write("a");
  assert.equal(writer.desiredSize, 0);
  await written;
  const closing = writer.close();
  assert.equal((await reason(writer.close())).name, "TypeError");
  assert.equal((await reason(writer.write("late"))).name, "TypeError");
  await closing;
  await writer.closed;
  assert.deepEqual([calls, writer.desiredSize], [["start", "a", "close"], 0]);
  const other = new WritableStream({ abort(why) { calls.push(why); } });
  let signal;
  const watched = new WritableStream({ start(c) { ({ signal } = c); } });
  await other.abort("why");
  await watched.abort("end");
  assert.deepEqual([calls.at(-1), signal.aborted, signal.reason], ["why", true, "end"]);
  assert.equal(await reason(other.getWriter().write(1)), "why");
  const failing = new WritableStream({ write() { throw new RangeError("mine"); } }).getWriter();
  assert.equal((await reason(failing.write(1))).name, "RangeError");
  assert.equal((await reason(failing.closed)).name, "RangeError");
});

test("transforms and pipes", async () => {
  const upper = () => new TransformStream({ transform(chunk, c) { c.enqueue(chunk.toUpperCase()); }, flush(c) { c.enqueue("!"); } });
  assert.deepEqual(await gather(ReadableStream.from(["a", "b"]).pipeThrough(upper())), ["A", "B", "!"]);
  const error = new Error("mine");
  let told;
  const source = () => new ReadableStream({ pull(c) { c.enqueue(1); }, cancel(why) { told = why; } });
  assert.equal(await reason(source().pipeTo(new WritableStream({ write() { throw error; } }))), error);
  assert.equal(told, error);
  const kept = source();
  await reason(kept.pipeTo(new WritableStream({ write() { throw error; } }), { preventCancel: true }));
  assert.equal(kept.locked, false);
  const open = new WritableStream();
  await ReadableStream.from([1]).pipeTo(open, { preventClose: true });
  await open.getWriter().write(2);
  const controller = new AbortController();
  const piping = source().pipeTo(new WritableStream({ write() { controller.abort("stop"); } }), { signal: controller.signal });
  assert.equal(await reason(piping), "stop");
  assert.equal((await reason(source().pipeTo({}))).name, "TypeError");
  fails(() => source().pipeThrough({}));
  fails(() => source().pipeThrough({ readable: new ReadableStream(), writable: {} }));
  assert.equal((await reason(source().pipeTo(new WritableStream(), { signal: {} }))).name, "TypeError");
});

test("compression", async () => {
  for (const format of ["gzip", "deflate", "deflate-raw"]) {
    const packed = await gather(new Blob(["text ".repeat(100)]).stream().pipeThrough(new CompressionStream(format)));
    const whole = new Blob(packed);
    assert.ok(whole.size < 100 && whole.size > 5);
    assert.equal(await new Response(whole.stream().pipeThrough(new DecompressionStream(format))).text(), "text ".repeat(100));
    const cut = whole.slice(0, whole.size - 1).stream().pipeThrough(new DecompressionStream(format));
    assert.equal((await reason(gather(cut))).name, "TypeError", format);
    const more = new Blob([whole, "x"]).stream().pipeThrough(new DecompressionStream(format));
    assert.equal((await reason(gather(more))).name, "TypeError", format);
  }
  assert.equal((await reason(gather(ReadableStream.from(["text"]).pipeThrough(new CompressionStream("gzip"))))).name, "TypeError");
});
