// Streams and Blobs, as the manual declares them.
const numbers: ReadableStream<number> = ReadableStream.from([1, 2, 3]);
const texts: ReadableStream<string> = numbers.pipeThrough(
  new TransformStream<number, string>({ transform: (n, controller) => controller.enqueue(String(n)) }),
);
for await (const text of texts) text.toUpperCase();
for await (const n of numbers.values({ preventCancel: true })) n.toFixed();

const bytes: ReadableStream<Uint8Array> = new ReadableStream({
  type: "bytes",
  pull: (controller) => controller.byobRequest?.respond(controller.byobRequest.view?.byteLength ?? 0),
});
const { value, done } = await bytes.getReader({ mode: "byob" }).read(new Uint16Array(4), { min: 2 });
if (!done) value.set([1]);

const sink = new WritableStream<string>({ write: (chunk, { signal }) => void (signal.aborted || chunk.length) });
await texts.pipeTo(sink, { preventClose: true, signal: AbortSignal.timeout(5) });
const writer: WritableStreamDefaultWriter<string> = sink.getWriter();
await writer.write("text");

const blob = new Blob(["text", new Uint8Array(2), new Blob()], { type: "text/plain" });
const unpacked: ReadableStream<string> = blob
  .stream()
  .pipeThrough(new CompressionStream("gzip"))
  .pipeThrough(new DecompressionStream("gzip"))
  .pipeThrough(new TextDecoderStream("utf-8", { fatal: true }));
structuredClone({ unpacked, file: new File([blob], "name") }, { transfer: [unpacked] });

// @ts-expect-error no such format
new CompressionStream("zip");
// @ts-expect-error a number is not what the sink takes
await writer.write(5);
// @ts-expect-error scripts cannot make a controller
new ReadableStreamDefaultController();

export {};
