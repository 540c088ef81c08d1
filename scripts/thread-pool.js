// A pool of threads: map with limits of time, single calls with options, results as they come, and an orderly end.
//
// Guide: ThreadPool.map, ThreadPool.submit_tasks
//
// In Python this is a ThreadPool around ThreadPoolExecutor. When its map times out it waits for all the work nevertheless and
// then gives [], so what was done is lost; submit_tasks waits for one future after another, each with the whole timeout, and
// prints the errors. Here a timeout is an error, ends what still runs, and results can be taken as they come.
import { WorkerPool } from "lariat:worker";
import { sleep, withTimeout } from "lariat:task";

function fib(n) {
  return n < 2 ? n : fib(n - 1) + fib(n - 2);
}

async function visit(ms) {
  await sleep(ms); // stands for something that waits
  return `visited in ${ms} ms`;
}

await using pool = new WorkerPool({ name: "pool", min: 2, max: 4, taskTimeout: "10s" });

// map: the results in the order of the items. The items go to the threads in chunks whose size the pool finds itself.
console.log(await pool.map(fib, [10, 15, 20]));

// A limit for the whole call, and one for each item.
await pool.map(visit, [5, 3_600_000], { timeout: 50 }).catch((error) => console.log(error.name));
console.log(await pool.map(visit, [5, 3_600_000, 10], { itemTimeout: 200, onError: "skip" }));

// Any limit around the call is obeyed too: no signal has to be passed.
await withTimeout(50, () => pool.run(visit, 3_600_000)).catch((error) => console.log(error.message));

// submit: one call, with what it needs from outside.
const rate = 1.19;
const price = await pool.submit((net) => (net * rate).toFixed(2), [100], { capture: { rate }, priority: 1 });
console.log("price:", price);

// What is forgotten is said before anything runs.
await pool.run((net) => net * rate, 100).catch((error) => console.log(error.code, error.message.includes("capture: { rate }")));

// imap: results as soon as they are there; leaving the loop cancels the rest.
for await (const n of pool.imap(fib, [5, 6, 7, 8, 9])) {
  if (n > 10) break;
  console.log("fib:", n);
}

// A full queue holds the producer back.
const narrow = new WorkerPool({ max: 1, maxQueue: 2 });
let most = 0;
for (let i = 0; i < 20; i++) {
  await narrow.ready();
  narrow.run(fib, 5);
  most = Math.max(most, narrow.stats().queued);
}
await narrow.close();
console.log("done:", narrow.stats().completed, "never more in the queue than", most <= 3 ? "allowed" : most);

// Output:
// [ 55, 610, 6765 ]
// TimeoutError
// [ 'visited in 5 ms', 'visited in 10 ms' ]
// withTimeout timed out after 50 ms
// price: 119.00
// ERR_CAPTURE true
// fib: 5
// fib: 8
// done: 20 never more in the queue than allowed
