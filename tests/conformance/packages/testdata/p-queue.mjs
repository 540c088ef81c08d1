// Priorities, pausing, events, a timeout and an abort.
import PQueue, { TimeoutError } from "p-queue";

const queue = new PQueue({ concurrency: 1, autoStart: false });
const order = [];
for (const [name, priority] of [["low", 0], ["high", 10], ["middle", 5], ["low too", 0]]) {
  queue.add(async () => { order.push(name); }, { priority, id: name });
}
console.log(queue.size, queue.pending, queue.isPaused);
queue.setPriority("low too", 7);
queue.start();
await queue.onIdle();
console.log(order);

const events = [];
for (const name of ["active", "next", "idle", "add", "completed", "error"]) {
  queue.on(name, (value) => events.push(value === undefined ? name : `${name} ${value.message ?? value}`));
}
await queue.add(() => "done");
await queue.add(() => { throw new Error("no luck"); }).catch((error) => events.push(`caught ${error.message}`));
await queue.onIdle();
console.log(events);

const slow = queue.add(({ signal }) => new Promise((resolve) => signal?.addEventListener("abort", resolve)), { timeout: 20 });
await slow.catch((error) => console.log(error instanceof TimeoutError, error.name));

const controller = new AbortController();
const aborted = new PQueue({ concurrency: 1 });
const first = aborted.add(() => new Promise((resolve) => setTimeout(resolve, 5, "first")));
const second = aborted.add(() => "second", { signal: controller.signal });
controller.abort(new Error("not needed"));
console.log((await Promise.allSettled([first, second])).map((r) => r.value ?? r.reason.message));

const limited = new PQueue({ interval: 30, intervalCap: 2 });
const began = [];
const from = performance.now();
await limited.addAll(Array.from({ length: 6 }, () => async () => { began.push(performance.now() - from); }));
console.log(began.length, began[2] - began[0] >= 25, began[4] - began[2] >= 25);
