// Streams of Node: a source, transforms and a target, joined by pipeline, with no more on the way than there is room for.
import { Readable, Transform, Writable } from "node:stream";
import { finished, pipeline } from "node:stream/promises";
import { createGunzip, gzipSync } from "node:zlib";

// A source that is asked for more when there is room.
let made = 0;
const measurements = new Readable({
  objectMode: true,
  highWaterMark: 4,
  read() {
    this.push(made < 100 ? { sensor: made % 3, value: (made * 37) % 100, at: made++ } : null);
  },
});

// A transform that puts chunks together.
const averages = new Transform({
  objectMode: true,
  construct(callback) {
    this.sums = new Map();
    callback();
  },
  transform({ sensor, value }, _, callback) {
    const { sum = 0, count = 0 } = this.sums.get(sensor) ?? {};
    this.sums.set(sensor, { sum: sum + value, count: count + 1 });
    callback();
  },
  flush(callback) {
    for (const [sensor, { sum, count }] of this.sums) this.push({ sensor, count, average: Math.round((sum / count) * 10) / 10 });
    callback();
  },
});

// A slow target.
const lines = [];
const report = new Writable({
  objectMode: true,
  write({ sensor, count, average }, _, callback) {
    lines.push(`sensor ${sensor}: ${count} values, ${average} on average`);
    setTimeout(callback, 5);
  },
});
await pipeline(measurements, averages, report);
console.log(lines.join("\n"));

// Generators are parts of a pipeline too; the last one gives the result.
const words = await pipeline(
  Readable.from(["the quick brown ", "fox jumps over ", "the lazy dog"]),
  async function* (source) {
    for await (const text of source) yield* text.trim().split(" ");
  },
  async (source) => {
    const seen = new Set();
    for await (const word of source) seen.add(word);
    return seen.size;
  },
);
console.log(words, "different words");

// An error anywhere ends everything, and is thrown once.
const source = Readable.from([1, 2, 3]);
try {
  await pipeline(source, async function* (numbers) {
    for await (const n of numbers) {
      if (n === 2) throw new RangeError("two is too much");
      yield n;
    }
  }, new Writable({ objectMode: true, write: (_, __, callback) => callback() }));
} catch (error) {
  console.log(`${error.name}: ${error.message}; source destroyed: ${source.destroyed}`);
}

// From Node to the web and back.
const compressed = Readable.toWeb(Readable.from([Buffer.from("a".repeat(1000))])).pipeThrough(new CompressionStream("gzip"));
const plain = Readable.fromWeb(compressed.pipeThrough(new DecompressionStream("gzip")));
let size = 0;
plain.on("data", (chunk) => {
  size += chunk.length;
});
await finished(plain);
console.log(size, "bytes after compression and back");

// Compression as a part of a pipeline, with a bound for what may come out.
const packed = gzipSync("much of the same ".repeat(1000));
await pipeline(Readable.from([packed]), createGunzip({ maxOutputLength: 5000 }), new Writable({ write: (_, __, callback) => callback() }))
  .catch((error) => console.log(`${packed.length} bytes were to become more than 5000: ${error.code}`));

// Output:
// sensor 0: 34 values, 49.1 on average
// sensor 1: 33 values, 49.4 on average
// sensor 2: 33 values, 50 on average
// 8 different words
// RangeError: two is too much; source destroyed: true
// 1000 bytes after compression and back
// 99 bytes were to become more than 5000: ERR_BUFFER_TOO_LARGE
