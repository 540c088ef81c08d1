import { test, assert } from "lariat:test";

const move = (stream) => structuredClone(stream, { transfer: [stream] });
const turns = async () => {
  for (let n = 0; n < 20; n++) await new Promise((resolve) => setImmediate(resolve));
};

test("a stream that is moved gives its chunks, copied, in order", async () => {
  const source = { shared: [1] };
  const old = ReadableStream.from([1, source, "end"]);
  const moved = move(old);
  assert.deepEqual([old.locked, moved.locked, moved instanceof ReadableStream], [true, false, true]);
  const chunks = await Array.fromAsync(moved);
  assert.deepEqual(chunks, [1, { shared: [1] }, "end"]);
  assert.notEqual(chunks[1], source);
  await turns();
  assert.equal(old.locked, false);
});

test("backpressure crosses", async () => {
  let pulls = 0;
  const moved = move(new ReadableStream({ pull: (c) => c.enqueue(++pulls) }));
  await turns();
  const before = pulls;
  assert.ok(before <= 3, before);
  const reader = moved.getReader();
  for (let n = 1; n < 10; n++) assert.equal((await reader.read()).value, n);
  await turns();
  assert.ok(pulls <= 13, pulls);
  await reader.cancel();
  await turns();
});

test("errors and cancel cross, and what cannot be copied is one", async () => {
  await assert.rejects(Array.fromAsync(move(new ReadableStream({ start: (c) => c.error(new RangeError("far")) }))), RangeError);
  await assert.rejects(Array.fromAsync(move(ReadableStream.from([() => {}]))), { name: "DataCloneError" });
  let reason;
  const moved = move(new ReadableStream({ cancel: (r) => void (reason = r) }));
  await moved.cancel({ why: "enough" });
  await turns();
  assert.deepEqual(reason, { why: "enough" });
});

test("a WritableStream that is moved writes here", async () => {
  const seen = [];
  const writer = move(new WritableStream({ write: (v) => void seen.push(v), close: () => void seen.push("close") })).getWriter();
  await writer.write(new Map([[1, 2]]));
  await assert.rejects(move(new WritableStream()).getWriter().write(() => {}), { name: "DataCloneError" });
  await writer.close();
  await turns();
  assert.deepEqual(seen, [new Map([[1, 2]]), "close"]);
  let aborted;
  await move(new WritableStream({ abort: (r) => void (aborted = r) })).abort(new TypeError("no"));
  await turns();
  assert.ok(aborted instanceof TypeError);
  const failing = move(new WritableStream({ write() { throw new RangeError("full"); } })).getWriter();
  await failing.write(1);
  await assert.rejects(failing.closed, RangeError);
});

test("both sides of a TransformStream move", async () => {
  const moved = move(new TransformStream({ transform: (n, c) => c.enqueue(-n) }));
  assert.deepEqual(await Array.fromAsync(ReadableStream.from([1, 2]).pipeThrough(moved)), [-1, -2]);
});

test("what is locked, listed not at all, or no plain TransformStream does not move", () => {
  const locked = new ReadableStream();
  locked.getReader();
  assert.throws(() => move(locked), { name: "DataCloneError" });
  assert.throws(() => structuredClone(new WritableStream()), { name: "DataCloneError" });
  assert.throws(() => move(new CompressionStream("gzip")), { name: "DataCloneError" });
});

test("streams work between isolates, and fail with them", async () => {
  const source = `onmessage = async ({ data: { readable, writable } }) => {
    if (!writable) return close();
    await readable.pipeThrough(new TransformStream({ transform: (n, c) => c.enqueue(n * 10) })).pipeTo(writable);
    postMessage("done");
  }`;
  const worker = new Worker("data:text/javascript," + encodeURIComponent(source), { type: "module" });
  const seen = [];
  const readable = ReadableStream.from([1, 2, 3]);
  const writable = new WritableStream({ write: (n) => void seen.push(n) });
  const done = new Promise((resolve) => (worker.onmessage = resolve));
  worker.postMessage({ readable, writable }, [readable, writable]);
  await done;
  while (writable.locked) await turns();
  assert.deepEqual(seen, [10, 20, 30]);
  let reason;
  const lost = new ReadableStream({ cancel: (r) => void (reason = r) });
  worker.postMessage({ readable: lost }, [lost]);
  while (!reason) await new Promise((resolve) => setTimeout(resolve, 1));
  assert.equal(reason.code, "ERR_CLOSED");
});
