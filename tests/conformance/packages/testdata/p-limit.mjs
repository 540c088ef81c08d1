// Eight jobs, two at a time: the limit holds, results come in the order of the jobs, a failing one frees its place.
import pLimit, { limitFunction } from "p-limit";

const limit = pLimit(2);
let running = 0, most = 0;
const started = [];
const job = async (n) => {
  started.push(n);
  most = Math.max(most, ++running);
  await new Promise((resolve) => setTimeout(resolve, 2));
  running--;
  if (n === 3) throw new Error(`job ${n} failed`);
  return n * n;
};
const results = await Promise.allSettled(Array.from({ length: 8 }, (_, n) => limit(job, n)));
console.log(results.map((r) => (r.status === "fulfilled" ? r.value : r.reason.message)));
console.log({ most, started: started.join(), active: limit.activeCount, pending: limit.pendingCount });

let open;
const gate = new Promise((resolve) => { open = resolve; });
const waiting = [limit(() => gate), limit(() => gate), limit(() => "never"), limit(() => "never")];
await null;
console.log(limit.activeCount, limit.pendingCount);
limit.clearQueue();
limit.concurrency = 3;
open("opened");
console.log(await Promise.all(waiting.slice(0, 2)), limit.pendingCount, limit.concurrency);

const one = limitFunction(async (text) => text.toUpperCase(), { concurrency: 1 });
console.log(await Promise.all(["a", "b"].map((text) => one(text))));
console.log(await limit.map([1, 2, 3], async (n, i) => n * 10 + i));
try {
  pLimit(0);
} catch (error) {
  console.log(error.name, error.message);
}
