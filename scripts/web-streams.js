// Streams as the web has them: sources, transforms, pipes with backpressure, tee, bytes, compression, Blobs.

// A source that is asked only when there is room, a transform that cuts lines, and a slow end: nothing piles up.
let made = 0;
const source = new ReadableStream({
  pull(controller) {
    if (made === 6) return controller.close();
    controller.enqueue(`line ${++made}\nli`);
    controller.enqueue(`ne ${++made}\n`);
  },
});
const lines = () => {
  let rest = "";
  return new TransformStream({
    transform(text, controller) {
      const parts = (rest + text).split("\n");
      rest = parts.pop();
      for (const line of parts) controller.enqueue(line);
    },
    flush: (controller) => void (rest && controller.enqueue(rest)),
  });
};
const seen = [];
let ahead = 0;
await source.pipeThrough(lines()).pipeTo(new WritableStream({
  async write(line) {
    await new Promise((resolve) => setTimeout(resolve, 1));
    ahead = Math.max(ahead, made - seen.push(line));
  },
}));
console.log(seen.join(", "), "| ahead by at most", ahead);

// Both branches of a tee get everything: one is compressed, the other one counted.
const text = new Blob(["all work and no play makes Jack a dull boy\n".repeat(1000)]);
const [left, right] = text.stream().tee();
const packed = new Blob(await Array.fromAsync(left.pipeThrough(new CompressionStream("gzip"))), { type: "application/gzip" });
let count = 0;
for await (const line of right.pipeThrough(new TextDecoderStream()).pipeThrough(lines())) count += line.split(" ").length;
console.log(text.size, "bytes,", count, "words, packed", packed.size < 500, packed.type);

// A reader with a buffer of its own, and only as much as it wants.
const bytes = packed.stream().pipeThrough(new DecompressionStream("gzip")).getReader();
const { value } = await bytes.read();
console.log(new TextDecoder().decode(value.subarray(0, 20)));
await bytes.cancel();
const view = await text.stream().getReader({ mode: "byob" }).read(new Uint8Array(8), { min: 8 });
console.log(new TextDecoder().decode(view.value));

// What fails fails at both ends, and says why.
const failing = new TransformStream({ transform() { throw new Error("cannot do that"); } });
const pipe = ReadableStream.from([1, 2, 3]).pipeTo(failing.writable);
const results = await Promise.allSettled([pipe, Array.fromAsync(failing.readable)]);
console.log(results.map((r) => r.reason.message));

// Output:
// line 1, line 2, line 3, line 4, line 5, line 6 | ahead by at most 3
// 43000 bytes, 10000 words, packed true application/gzip
// all work and no play
// all work
// [ 'cannot do that', 'cannot do that' ]
