// A bar on the terminal shows how far many tasks have come, below what the program prints; on a pipe there is a line at the end.
import { progress } from "lariat:progress";
import { map, sleep } from "lariat:task";
import { WorkerPool } from "lariat:worker";

// Whatever takes an onProgress takes a bar: map, pool.map, fetchAll, processFile.
const pages = Array.from({ length: 40 }, (_, n) => n + 1);
const lengths = await map(pages, async (page) => {
  await sleep(20 + (page % 7) * 10);
  if (page % 20 === 0) console.log("page", page, "is here"); // above the bar
  return page * 100;
}, { concurrency: 8, onProgress: progress({ label: "pages", unit: "pages" }) });
console.log(lengths.reduce((a, b) => a + b), "letters");

function primes(from) {
  let count = 0;
  search: for (let n = from; n < from + 500; n++) {
    for (let d = 2; d * d <= n; d++) if (n % d === 0) continue search;
    if (n > 1) count++;
  }
  return count;
}

await using pool = new WorkerPool();
const blocks = Array.from({ length: 20 }, (_, k) => k * 500);
const counts = await pool.map(primes, blocks, { onProgress: progress({ label: "primes", unit: "blocks" }) });
console.log(counts.reduce((a, b) => a + b), "primes");

// A loop of one's own says how far it is. Without a total the bar counts.
using bar = progress({ label: "copied", unit: "bytes" });
for (let i = 0; i < 10; i++) {
  await sleep(5);
  bar.add(150_000);
}
console.log(bar.done, "bytes");

// Output:
// page 20 is here
// page 40 is here
// 82000 letters
// 1229 primes
// 1500000 bytes
