// Four workers use the same memory at the same time: a counter, an array, a map, and a value that is there only once.
//
// Guide: SharedMemoryManager.increment_counter, SharedMemoryManager.update_array
//
// In Python this is a SharedMemoryManager around multiprocessing.Value and Array. Each step takes a lock between processes,
// whoever forgets it loses counts, and nobody can wait for a value but by asking again and again. Here each step is atomic,
// waiting is built in, and maps and whole trees of values are shared as well.
import { WorkerPool } from "lariat:worker";
import { SharedArray, SharedCounter, SharedMap, share } from "lariat:shared";

const TEXT = `
  the quick brown fox jumps over the lazy dog and the dog sleeps
  a fox is quick and a dog is lazy but the brown fox is not a dog
  the dog and the fox are friends and the fox brings the dog a bone`;

// One copy in memory, however many workers read it. Posting it sends a reference.
const texts = share({ lines: TEXT.trim().split("\n").map((line) => line.trim()), stop: ["the", "a", "and", "is", "are"] });

await using pool = new WorkerPool({ min: 4, max: 4 });

// Every line is counted by some worker; nobody overwrites what another one has counted.
const letters = new SharedArray("uint32", 26, { name: "letters" });
const words = new SharedMap({ name: "words" });
const done = new SharedCounter({ name: "lines done" });

const count = (index, texts, letters, words, done) => {
  for (const word of texts.lines[index].split(" ")) {
    for (let i = 0; i < word.length; i++) letters.add(word.charCodeAt(i) - 97, 1);
    if (!texts.stop.includes(word)) words.update(word, (n = 0) => n + 1);
  }
  done.increment();
};

const tasks = texts.lines.map((_, index) => pool.run(count, index, texts, letters, words, done));

// No polling: this wakes when the last line is done, whichever worker that was.
console.log("lines:", await done.waitFor((n) => n === texts.lines.length));
await Promise.all(tasks);

const most = (entries, n) => [...entries].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).slice(0, n);
console.log("words:", most(words, 3).map(([word, n]) => `${word} ${n}`).join(", "));
console.log("letters:", most([...letters].map((n, i) => [String.fromCharCode(97 + i), n]), 3).map(([c, n]) => `${c} ${n}`).join(", "));

// Several numbers that belong together are changed under the array's lock.
const accounts = new SharedArray("float64", [1000, 0], { name: "accounts" });
const transfer = async (accounts, amount) => {
  for (let i = 0; i < 25; i++) {
    using token = await accounts.lock();
    accounts.set(0, accounts.get(0) - amount);
    accounts.set(1, accounts.get(1) + amount);
  }
};
await Promise.all([1, 2, 3, 4].map((amount) => pool.run(transfer, accounts, amount)));
console.log("accounts:", [...accounts].join(" + "));

// Beneath all of it is what every JavaScript engine has.
const cells = new Int32Array(new SharedArrayBuffer(8));
const add = (cells) => {
  for (let i = 0; i < 1000; i++) Atomics.add(cells, 0, 1);
};
await Promise.all(Array.from({ length: 4 }, () => pool.run(add, cells)));
console.log("cells:", cells[0]);

// What is shared cannot be changed by anybody.
try {
  texts.stop.push("but");
} catch (error) {
  console.log(`${error.name}: ${error.message}`);
}

// Output:
// lines: 3
// words: dog 6, fox 5, brown 2
// letters: o 16, e 14, a 11
// accounts: 750 + 250
// cells: 4000
// TypeError: a shared value cannot be changed: it is read-only in every isolate
