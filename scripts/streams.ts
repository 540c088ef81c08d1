// A stream of real text: a file is read in chunks, cut into lines, batched, and its words are counted on several cores.
//
// No stage runs ahead of the next by more than it has to, so that the file may be larger than the memory; and however the
// stream ends, the file is closed and nothing runs on. In Python this is a pipeline of asyncio queues with a sentinel for
// the end, an executor beside it, and every consumer has to know how to cancel its producers.
//
// Flags: -R
import { lines, stream } from "lariat:flow";
import { open } from "lariat:fs";
import { WorkerPool } from "lariat:worker";

const readme = new URL("../README.md", import.meta.url);

async function* chunks() {
  await using file = await open(readme);
  yield* file.chunks(1000);
}

const countWords = (batch: string[]) => {
  const counts = new Map<string, number>();
  for (const [word] of batch.join("\n").toLowerCase().matchAll(/[\p{L}\p{N}]+/gu)) {
    counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return counts;
};

// A stream that is made of a function can be used again and again: each use opens the file.
const text = stream(chunks).pipe(lines());
console.log("the title:", await text.find((line) => line.startsWith("# ")));

await using pool = new WorkerPool({ max: 2 });
const counts = await text
  .filter((line) => line.trim() !== "")
  .batch(20, "100ms")
  .parallel(pool, countWords, { ordered: false })
  .reduce((all, part) => {
    for (const [word, n] of part) all.set(word, (all.get(word) ?? 0) + n);
    return all;
  }, new Map<string, number>());
const [, times] = [...counts].reduce((best, next) => (next[1] > best[1] ? next : best));
console.log("the most frequent word is there more than ten times:", times > 10);

// Two consumers can share one pass over the file: neither gets more than 16 lines ahead of the other.
const [all, headings] = text.tee();
const [total, titles] = await Promise.all([all!.count(), headings!.filter((line) => line.startsWith("#")).toArray()]);
console.log("there are more lines than headings:", total > titles.length && titles.length > 1);

// Leaving early closes the file. What comes of it is in order although five lines are being looked at at a time.
const lengths = [];
for await (const length of text.map(async (line) => line.length, { concurrency: 5 })) {
  lengths.push(length);
  if (lengths.length === 2) break;
}
console.log("of the first two lines:", lengths);

// Output:
// the title: # lariat
// the most frequent word is there more than ten times: true
// there are more lines than headings: true
// of the first two lines: [ 8, 0 ]
