// Real text in parallel: the words of a file are counted by several isolates, and the counts are put together.
// Flags: -R
import { readFile } from "lariat:fs";
import { WorkerPool } from "lariat:worker";

type Counts = Map<string, number>;

function countWords(text: string): Counts {
  const counts: Counts = new Map();
  for (const [word] of text.toLowerCase().matchAll(/[\p{L}\p{N}]+/gu)) {
    counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return counts;
}

function merge(into: Counts, from: Counts): Counts {
  for (const [word, n] of from) into.set(word, (into.get(word) ?? 0) + n);
  return into;
}

const longest = (text: string) => text.split(/\s+/).reduce((best, word) => (word.length > best.length ? word : best), "");

const text = await readFile(new URL("../README.md", import.meta.url));
const paragraphs = text.split(/\n{2,}/);

await using pool = new WorkerPool({ name: "words", max: 2 });

// Paragraphs go out in chunks, Maps come back; nothing is written down and read again on the way.
let counts: Counts = new Map();
for await (const part of pool.imap(countWords, paragraphs, { ordered: false })) counts = merge(counts, part);

const alone = countWords(text);
console.log("the same as in one isolate:", counts.size === alone.size && [...alone].every(([word, n]) => counts.get(word) === n));

const [word, times] = [...counts].reduce((best, next) => (next[1] > best[1] ? next : best));
console.log("the most frequent word is there more than ten times:", times > 10 && text.toLowerCase().includes(word));

// Another question to the same text, answered for each half by a worker of its own.
const middle = text.indexOf("\n", text.length / 2);
const halves = await pool.map(longest, [text.slice(0, middle), text.slice(middle)]);
console.log("the longest word was found:", longest(text) === longest(halves.join(" ")));

console.log("nothing failed:", pool.stats().failed === 0);

// Output:
// the same as in one isolate: true
// the most frequent word is there more than ten times: true
// the longest word was found: true
// nothing failed: true
