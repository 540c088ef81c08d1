// A pool of child processes: map, imap and chunks, limits that the system keeps, and a crash that the pool survives.
//
// Guide: ProcessPool.map, ProcessPool.imap
//
// In Python this is a ProcessPool around multiprocessing.Pool. A worker that is killed takes its task along, and map waits for
// it for ever; imap takes all of its input at once, and what is sent has to be pickled by name. Here a crash rejects its
// task and the worker is replaced, input is pulled as it is needed, and functions travel as they are.
import { WorkerPool } from "lariat:worker";

const square = (n) => n * n;

function countPrimes(from, to) {
	let count = 0;
	for (let n = Math.max(from, 2); n < to; n++) {
		let prime = true;
		for (let d = 2; d * d <= n; d++) {
			if (n % d === 0) {
				prime = false;
				break;
			}
		}
		if (prime) count++;
	}
	return count;
}

await using pool = new WorkerPool({
	name: "numbers",
	isolation: "process",
	max: 2,
	limits: { memory: 128 * 1024 * 1024, cpuTime: "5s" },
});

// Pool.map: the results in order.
console.log("map:", await pool.map(square, [1, 2, 3, 4, 5]));

// Pool.imap: results as they come, in order, while later items are still at work.
let sum = 0;
for await (const n of pool.imap(square, Array.from({ length: 1000 }, (_, i) => i), { chunkSize: 100 })) {
	sum += n;
	if (n === 81) break; // the rest is cancelled
}
console.log("imap:", sum);

// Pool.starmap in chunks: each process gets ranges of numbers to look through.
const ranges = Array.from({ length: 10 }, (_, i) => [i * 1000, (i + 1) * 1000]);
const counts = await pool.starmap(countPrimes, ranges, { chunkSize: 2 });
console.log("primes below 10000:", counts.reduce((a, b) => a + b));

// A task that takes its process with it rejects; the pool goes on with a new process.
const pid = await pool.run(() => process.pid);
console.log("another process:", pid !== process.pid);
try {
	await pool.run(() => process.exit(3));
} catch (error) {
	console.log(error.name, error.code, error.exitCode);
}

// So does one that takes more memory than the limit allows.
try {
	await pool.run(() => {
		const all = [];
		for (;;) all.push(new Array(1000).fill(all.length));
	});
} catch (error) {
	console.log(error.name, "because of", error.cause.name);
}
console.log("still there:", await pool.run(square, 12));

// Output:
// map: [ 1, 4, 9, 16, 25 ]
// imap: 285
// primes below 10000: 1229
// another process: true
// WorkerCrashError ERR_WORKER_CRASHED 3
// WorkerCrashError because of LimitError
// still there: 144
