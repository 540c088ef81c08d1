import { test, assert } from "lariat:test";
import { withSignal } from "lariat:task";
import * as streams from "web:streams";

const tick = () => new Promise((resolve) => setTimeout(resolve, 0));
const rejects = (promise, want) => assert.rejects(promise, want);
const members = (C) => {
  const names = [];
  for (const name in C.prototype) names.push(name);
  return names.sort().join(" ");
};
/** A stream that writes down what is done with it. */
function recording(source = {}, strategy) {
  const log = [];
  let controller;
  const stream = new ReadableStream(
    {
      start: (c) => void (controller = c),
      pull(c) {
        log.push("pull");
        return source.pull?.(c);
      },
      cancel(reason) {
        log.push("cancel", reason);
        return source.cancel?.(reason);
      },
    },
    strategy,
  );
  return { stream, log, controller };
}

test("the module has the globals, with the members of the web", () => {
  for (const name of Object.keys(streams)) {
    if (name === "default") continue;
    assert.equal(streams[name], globalThis[name]);
    const d = Object.getOwnPropertyDescriptor(globalThis, name);
    assert.deepEqual([d.enumerable, d.configurable, d.writable ?? true], [false, true, true]);
    assert.equal(streams[name].prototype[Symbol.toStringTag], name);
  }
  assert.equal(members(ReadableStream), "cancel getReader locked pipeThrough pipeTo tee values");
  assert.equal(members(WritableStreamDefaultWriter), "abort close closed desiredSize ready releaseLock write");
  assert.equal(members(ReadableStreamBYOBRequest), "respond respondWithNewView view");
  assert.equal(members(TransformStreamDefaultController), "desiredSize enqueue error terminate");
  assert.equal(ReadableStream.prototype[Symbol.asyncIterator], ReadableStream.prototype.values);
  for (const C of [ReadableStreamDefaultController, ReadableByteStreamController, ReadableStreamBYOBRequest]) {
    assert.throws(() => new C(), TypeError);
  }
});

test("a method refuses another receiver, a promise rejects", async () => {
  assert.throws(() => ReadableStream.prototype.getReader.call({}), TypeError);
  assert.throws(() => Object.getOwnPropertyDescriptor(ReadableStream.prototype, "locked").get.call({}), TypeError);
  await rejects(ReadableStream.prototype.cancel.call({}), TypeError);
  for (const [C, name] of [[ReadableStreamDefaultReader, "closed"], [WritableStreamDefaultWriter, "ready"]]) {
    await rejects(Object.getOwnPropertyDescriptor(C.prototype, name).get.call({}), TypeError);
  }
});

test("sources, sinks and strategies that are wrong are refused", () => {
  for (const make of [
    () => new ReadableStream(null), () => new ReadableStream({ pull: 1 }), () => new ReadableStream({ type: "x" }),
    () => new ReadableStream({ type: "bytes", autoAllocateChunkSize: 0 }), () => new WritableStream("s"),
    () => new TransformStream({ flush: {} }), () => new ReadableStream({}, { size: 1 }), () => new CountQueuingStrategy(),
    () => new CountQueuingStrategy({}), () => new CompressionStream("brotli"), () => new DecompressionStream(),
    () => ReadableStream.from(null), () => ReadableStream.from({}), () => new ReadableStream().getReader({ mode: "byob" }),
  ]) {
    assert.throws(make, TypeError);
  }
  for (const make of [
    () => new ReadableStream({}, { highWaterMark: -1 }), () => new WritableStream({ type: "bytes" }),
    () => new ReadableStream({ type: "bytes" }, { size() {} }), () => new TransformStream({ readableType: "bytes" }),
    () => new WritableStream({}, { highWaterMark: NaN }), () => new TextDecoderStream("utf-9"),
  ]) {
    assert.throws(make, RangeError);
  }
  assert.throws(() => new ReadableStream({ start() { throw 7; } }), (e) => e === 7);
});

test("a source is pulled while there is room, one pull at a time", async () => {
  let release;
  const { stream, log } = recording(
    { pull: (c) => (c.enqueue("x"), new Promise((resolve) => (release = resolve))) },
    { highWaterMark: 2 },
  );
  await tick();
  assert.deepEqual(log, ["pull"]);
  release();
  await tick();
  assert.deepEqual(log, ["pull", "pull"]);
  release();
  await tick();
  assert.deepEqual(log, ["pull", "pull"]);
  const reader = stream.getReader();
  await reader.read();
  await tick();
  assert.deepEqual(log, ["pull", "pull", "pull"]);
});

test("desiredSize follows the strategy", async () => {
  const { stream, controller } = recording({}, { highWaterMark: 5, size: (s) => s.length });
  assert.equal(controller.desiredSize, 5);
  controller.enqueue("abc");
  controller.enqueue("defg");
  assert.equal(controller.desiredSize, -2);
  await stream.getReader().read();
  assert.equal(controller.desiredSize, 1);
  controller.close();
  assert.equal(controller.desiredSize, 1);
  assert.throws(() => controller.enqueue("h"), TypeError);
  assert.throws(() => controller.close(), TypeError);
});

test("a size that is no size is an error of the stream", async () => {
  for (const size of [NaN, -1, Infinity, "x"]) {
    const { stream, controller } = recording({}, { size: () => size, highWaterMark: 1 });
    assert.throws(() => controller.enqueue(1), RangeError);
    await rejects(stream.getReader().closed, RangeError);
  }
});

test("cancel tells the source, drops what is there and closes", async () => {
  const { stream, log, controller } = recording({ cancel: () => Promise.resolve("ignored") });
  controller.enqueue(1);
  const reader = stream.getReader();
  await rejects(stream.cancel(), TypeError);
  assert.equal(await reader.cancel("enough"), undefined);
  assert.deepEqual(log, ["cancel", "enough"]);
  assert.deepEqual(await reader.read(), { value: undefined, done: true });
  await reader.closed;
});

test("a released reader rejects, and what it had not read is there for the next", async () => {
  const { stream, controller } = recording();
  const first = stream.getReader();
  const waiting = first.read();
  first.releaseLock();
  await rejects(waiting, TypeError);
  await rejects(first.closed, TypeError);
  await rejects(first.read(), TypeError);
  controller.enqueue("kept");
  assert.equal((await stream.getReader().read()).value, "kept");
});

test("closed and ready are marked as handled", async () => {
  const seen = [];
  const note = (reason) => seen.push(reason);
  process.on("unhandledRejection", note);
  const { stream, controller } = recording();
  stream.getReader().closed;
  controller.error(new Error("nobody hears it"));
  const w = new WritableStream({ start: (c) => c.error(new Error("nor this")) }).getWriter();
  void [w.closed, w.ready];
  ReadableStream.from([1]).pipeThrough({ readable: new ReadableStream(), writable: new WritableStream({ write() { throw 1; } }) });
  await tick();
  await tick();
  process.off("unhandledRejection", note);
  assert.deepEqual(seen, []);
});

test("for await reads, and cancels when it is left", async () => {
  const { stream, log, controller } = recording();
  controller.enqueue(1);
  controller.enqueue(2);
  for await (const n of stream) if (n === 1) break;
  assert.deepEqual(log, ["cancel", undefined]);
  const kept = ReadableStream.from([1, 2, 3]);
  for await (const n of kept.values({ preventCancel: true })) if (n === 2) break;
  assert.deepEqual(await Array.fromAsync(kept), [3]);
  assert.equal(kept.locked, false);
});

test("calls of next and return stand in line", async () => {
  const it = ReadableStream.from([1, 2]).values();
  const all = [it.next(), it.next(), it.next(), it.return("r"), it.next()];
  assert.deepEqual((await Promise.all(all)).map((r) => [r.value, r.done]), [
    [1, false], [2, false], [undefined, true], ["r", true], [undefined, true],
  ]);
  const proto = Object.getPrototypeOf(it);
  const generators = Object.getPrototypeOf((async function* () {}).prototype);
  assert.equal(Object.getPrototypeOf(proto), Object.getPrototypeOf(generators));
  await rejects(proto.next.call({}), TypeError);
});

test("from takes what can be iterated over, and returns it on cancel", async () => {
  assert.deepEqual(await Array.fromAsync(ReadableStream.from("ab")), ["a", "b"]);
  assert.deepEqual(await Array.fromAsync(ReadableStream.from([Promise.resolve(1), 2])), [1, 2]);
  const log = [];
  const iterable = {
    [Symbol.asyncIterator]: () => ({
      next: async () => ({ value: "v", done: false }),
      return: async (reason) => (log.push(reason), {}),
    }),
  };
  const reader = ReadableStream.from(iterable).getReader();
  await reader.read();
  await reader.cancel("stop");
  assert.deepEqual(log, ["stop"]);
  await rejects(Array.fromAsync(ReadableStream.from([Promise.reject(new Error("bad"))])), /bad/);
});

test("tee gives both branches everything, and cancels when both are", async () => {
  const { stream, log, controller } = recording();
  const [a, b] = stream.tee();
  controller.enqueue({ n: 1 });
  const [x, y] = [await a.getReader().read(), await b.getReader().read()];
  assert.equal(x.value, y.value);
  assert.equal(stream.locked, true);
  const other = recording();
  const [c, d] = other.stream.tee();
  const first = c.cancel(1);
  assert.deepEqual(other.log.filter((e) => e !== "pull"), []);
  await d.cancel(2);
  await first;
  assert.deepEqual(other.log.filter((e) => e !== "pull"), ["cancel", [1, 2]]);
  assert.equal(log.includes("cancel"), false);
});

test("a view is filled by the source, and its buffer taken", async () => {
  const stream = new ReadableStream({
    type: "bytes",
    pull(c) {
      const { view } = c.byobRequest;
      view[0] = view.byteLength;
      c.byobRequest.respond(1);
    },
  });
  const reader = stream.getReader({ mode: "byob" });
  const mine = new Uint8Array(8);
  const { value, done } = await reader.read(mine.subarray(2, 6));
  assert.deepEqual([mine.length, value.byteOffset, value.length, value[0], done], [0, 2, 1, 4, false]);
  await rejects(reader.read(new Uint8Array(0)), TypeError);
  await rejects(reader.read(new Uint8Array(2), { min: 3 }), RangeError);
  await rejects(reader.read("x"), TypeError);
});

test("elements are whole, min is waited for, what is left stays", async () => {
  let control;
  const stream = new ReadableStream({ type: "bytes", start: (c) => void (control = c) });
  const reader = stream.getReader({ mode: "byob" });
  const wide = reader.read(new Uint16Array(4), { min: 2 });
  control.enqueue(new Uint8Array([1, 0, 2]));
  control.enqueue(new Uint8Array([0, 3]));
  assert.deepEqual([...(await wide).value], [1, 2]);
  assert.deepEqual([...(await reader.read(new Uint8Array(9))).value], [3]);
  const half = reader.read(new Uint16Array(1));
  control.enqueue(new Uint8Array([9]));
  assert.throws(() => control.close(), TypeError);
  await rejects(half, TypeError);
});

test("a request that is over says so, and a detached buffer is refused", async () => {
  let request;
  const stream = new ReadableStream({ type: "bytes", pull: (c) => void (request = c.byobRequest), autoAllocateChunkSize: 4 });
  const reader = stream.getReader();
  const waiting = reader.read();
  await tick();
  request.view.set([7, 8]);
  const { view } = request;
  request.respond(2);
  assert.equal(request.view, null);
  assert.equal(view.length, 0);
  assert.throws(() => request.respond(1), TypeError);
  assert.deepEqual([...(await waiting).value], [7, 8]);
  void reader.read();
  await tick();
  structuredClone(request.view.buffer, { transfer: [request.view.buffer] });
  assert.throws(() => request.respond(1), TypeError);
});

test("tee of bytes copies for the other branch", async () => {
  const [a, b] = new Blob(["bytes"]).stream().tee();
  const one = (await a.getReader({ mode: "byob" }).read(new Uint8Array(10))).value;
  one[0] = 0;
  assert.equal(new TextDecoder().decode((await b.getReader().read()).value), "bytes");
});

test("a sink gets one chunk at a time, and then close", async () => {
  const log = [];
  let release;
  const stream = new WritableStream({
    write: (chunk) => (log.push(chunk), new Promise((resolve) => (release = resolve))),
    close: () => void log.push("close"),
  });
  const writer = stream.getWriter();
  assert.equal(writer.desiredSize, 1);
  const written = writer.write(1);
  void writer.write(2);
  const closing = writer.close();
  assert.equal(writer.desiredSize, -1);
  await tick();
  assert.deepEqual(log, [1]);
  release();
  await written;
  await tick();
  release();
  await closing;
  assert.deepEqual(log, [1, 2, "close"]);
  await writer.closed;
  await rejects(writer.write(3), TypeError);
  await rejects(writer.close(), TypeError);
});

test("ready waits for room", async () => {
  const stream = new WritableStream({ write: () => tick() }, new CountQueuingStrategy({ highWaterMark: 2 }));
  const writer = stream.getWriter();
  await writer.ready;
  const order = [];
  void writer.write(1).then(() => order.push("written"));
  const second = writer.write(2);
  await writer.ready.then(() => order.push("ready"));
  assert.deepEqual(order, ["written", "ready"]);
  await second;
});

test("abort fires the signal, waits for the write and tells the sink", async () => {
  const log = [];
  const stream = new WritableStream({
    write: (_, c) => new Promise((resolve) => c.signal.addEventListener("abort", () => (log.push(c.signal.reason), resolve()))),
    abort: (reason) => void log.push("abort " + reason),
  });
  const writer = stream.getWriter();
  const writes = [writer.write(1), writer.write(2)];
  await tick();
  await writer.abort("why");
  assert.deepEqual(log, ["why", "abort why"]);
  assert.deepEqual((await Promise.allSettled(writes)).map((r) => r.status), ["fulfilled", "rejected"]);
  await rejects(writer.closed, (e) => e === "why");
});

test("pipeTo carries ends and errors both ways", async () => {
  const boom = new Error("boom");
  const failing = () => new ReadableStream({ start: (c) => c.error(boom) });
  const log = [];
  const sink = () => new WritableStream({ close: () => void log.push("close"), abort: (e) => void log.push(e.message) });
  await ReadableStream.from([]).pipeTo(sink());
  await rejects(failing().pipeTo(sink()), boom);
  await rejects(failing().pipeTo(sink(), { preventAbort: true }), boom);
  const left = sink();
  await ReadableStream.from([]).pipeTo(left, { preventClose: true });
  assert.equal(left.locked, false);
  assert.deepEqual(log, ["close", "boom"]);
  const source = recording({ pull: (c) => c.enqueue(1) });
  await rejects(source.stream.pipeTo(new WritableStream({ write() { throw boom; } })), boom);
  assert.deepEqual(source.log.filter((e) => e !== "pull"), ["cancel", boom]);
  await rejects(ReadableStream.from([1]).pipeTo({}), TypeError);
});

test("enqueue does not write in the same step", async () => {
  let control;
  let writing = false;
  const source = new ReadableStream({ start: (c) => void (control = c) }, { highWaterMark: 0 });
  const done = source.pipeTo(new WritableStream({ write: () => void (writing = true) }));
  await tick();
  control.enqueue("a");
  assert.equal(writing, false);
  control.close();
  await done;
  assert.equal(writing, true);
});

test("a signal ends a pipe: the chunks that were read are written first", async () => {
  const ac = new AbortController();
  const written = [];
  let n = 0;
  const source = recording({ pull: (c) => c.enqueue(n++) });
  let aborted;
  const done = source.stream.pipeTo(
    new WritableStream({
      async write(chunk) {
        await tick();
        written.push(chunk);
        if (chunk === 2) ac.abort(new Error("enough"));
      },
      abort: (reason) => void (aborted = reason),
    }),
    { signal: ac.signal },
  );
  await rejects(done, /enough/);
  assert.deepEqual(written.slice(0, 3), [0, 1, 2]);
  assert.equal(aborted.message, "enough");
  assert.equal(source.log.at(-1).message, "enough");
  assert.equal(source.stream.locked, false);
});

test("nothing that a script patches is used inside", async () => {
  const saved = { then: Promise.prototype.then, Uint8Array, next: ReadableStreamDefaultReader.prototype.read };
  const hits = [];
  Promise.prototype.then = function (...args) { hits.push("then"); return saved.then.apply(this, args); };
  ReadableStreamDefaultReader.prototype.read = () => hits.push("read");
  globalThis.Uint8Array = class { constructor() { hits.push("Uint8Array"); } };
  let count = -1;
  try {
    const stream = new Blob(["abc"]).stream().pipeThrough(new TransformStream()).pipeThrough(new TextDecoderStream());
    const [a] = stream.tee();
    count = hits.length;
    for await (const s of a) assert.equal(s, "abc");
  } finally {
    Promise.prototype.then = saved.then;
    globalThis.Uint8Array = saved.Uint8Array;
    ReadableStreamDefaultReader.prototype.read = saved.next;
  }
  assert.equal(count, 0);
  assert.deepEqual(hits, []);
});

test("the scope ends a read that waits, and the chunk is there for the next", async () => {
  let control;
  const stream = new ReadableStream({ start: (c) => void (control = c) });
  const reader = stream.getReader();
  const ac = new AbortController();
  const both = [withSignal(ac.signal, () => reader.read()), reader.read()];
  await tick();
  ac.abort(new Error("enough"));
  await rejects(both[0], /enough/);
  await rejects(withSignal(ac.signal, () => reader.read()), /enough/);
  control.enqueue("kept");
  control.enqueue("too");
  assert.deepEqual([(await both[1]).value, (await reader.read()).value], ["kept", "too"]);
  reader.releaseLock();
  const later = new AbortController();
  const loop = withSignal(later.signal, async () => {
    for await (const _ of stream);
  });
  await tick();
  later.abort(new Error("left"));
  await rejects(loop, /left/);
  assert.equal(stream.locked, false);
});

test("an end on the way of another does no harm", async () => {
  let release;
  const ts = new TransformStream({ cancel: () => new Promise((resolve) => (release = resolve)) });
  const writer = ts.writable.getWriter();
  const written = writer.write("on its way");
  const reader = ts.readable.getReader();
  const cancelled = reader.cancel("nobody wants it");
  const late = writer.write("late");
  await tick();
  release();
  await cancelled;
  await Promise.allSettled([written, late]);
  await rejects(writer.closed, (e) => e === "nobody wants it");
  let control;
  const ended = new TransformStream({ start: (c) => void (control = c), cancel: assert.fail }, {}, { highWaterMark: 1 });
  control.enqueue(1);
  control.terminate();
  await ended.readable.cancel();
  let bytes;
  const [a, b] = new ReadableStream({ type: "bytes", start: (c) => void (bytes = c) }).tee();
  const half = a.getReader({ mode: "byob" }).read(new Uint16Array(1));
  await tick();
  bytes.enqueue(new Uint8Array(1));
  await tick();
  bytes.close();
  bytes.byobRequest.respond(0);
  await rejects(half, TypeError);
  assert.equal((await Array.fromAsync(b)).length, 1);
});
