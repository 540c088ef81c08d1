// Work handed to threads one call at a time: each call is a promise with a state, it can report, and be stopped.
//
// Guide: ThreadWorker
//
// In Python this is a ThreadWorker with a queue of work and a queue of results. Its results come in any order, and none that
// is not there yet is seen; a failure is a text that says neither which call failed nor where; its threads run one at a time,
// and one that hangs hangs for ever. Here each call is a promise, runs on a core of its own, and can be stopped.
import { currentWorkerTask, WorkerPool } from "lariat:worker";
import { sleep } from "lariat:task";

const square = (n) => n * n;

function fail(what) {
  throw new RangeError(`no ${what}`);
}

function count(n) {
  for (let i = 1; i <= n; i++) currentWorkerTask().emit(`${i} of ${n}`);
  return n;
}

const spin = () => {
  for (;;);
};

await using workers = new WorkerPool({ name: "workers", max: 4, abortGrace: "100ms" });

// Results belong to their calls. No queue of results has to be read and matched.
const tasks = [1, 2, 3, 4, 5].map((n) => workers.run(square, n));
console.log(await Promise.all(tasks));

// An error comes back as what it was, with its class and both stacks.
await workers.run(fail, "luck").catch((error) => {
  console.log(error instanceof RangeError, error.message, error.stack.includes("submitted at"));
});

// A task reports while it works.
const counting = workers.run(count, 3);
for await (const message of counting.messages) console.log("progress:", message);
console.log(counting.state, await counting);

// A thread that never looks up is stopped all the same, and replaced.
const spinning = workers.run(spin);
await sleep(50);
spinning.cancel(new Error("took too long"));
await spinning.catch((error) => console.log(spinning.state, "because it", error.message));
console.log(await workers.run(square, 12));

const { completed, failed, cancelled, interrupted } = workers.stats();
console.log({ completed, failed, cancelled, interrupted });

// Output:
// [ 1, 4, 9, 16, 25 ]
// true no luck true
// progress: 1 of 3
// progress: 2 of 3
// progress: 3 of 3
// fulfilled 3
// cancelled because it took too long
// 144
// { completed: 7, failed: 1, cancelled: 1, interrupted: 1 }
