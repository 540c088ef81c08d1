// A queue of tasks: priorities, a bound on how many run and how often, and nothing that is ever left hanging.
//
// In Python this is a PriorityQueue with workers around it. A task that fails takes its worker along, one that is taken
// out of the queue leaves whoever waits for it waiting for ever, and who is cancelled has no way to take back what it has
// queued. Here a task belongs to the scope that added it.
import { RateLimiter, TaskQueue, debounce, throttle } from "lariat:limit";
import { AsyncContext, sleep, withTimeout } from "lariat:task";

const user = new AsyncContext.Variable();
const queue = new TaskQueue({ concurrency: 2, rate: new RateLimiter({ limit: 1000 }), timeout: "1s", name: "reports" });

// Higher priorities first, else in order. A task has the context of its caller.
queue.pause();
const log = [];
for (const name of ["one", "two", "three"]) user.run("ann", () => queue.add(() => log.push(`${name} for ${user.get()}`)));
user.run("bob", () => queue.add(() => log.push(`urgent for ${user.get()}`), { priority: 1 }));
queue.resume();
await queue.idle();
console.log(log.join(", "));

// A failure is the caller's, and nobody else's. A task that takes too long is cancelled, and unwinds.
const failed = queue.add(() => { throw new Error("no data"); });
const slow = queue.add(async ({ signal }) => {
  try {
    await sleep("1h");
  } finally {
    console.log("unwound:", signal.aborted);
  }
}, { timeout: 20 });
console.log((await Promise.allSettled([failed, slow])).map((r) => r.reason.message.replace(/ \(#\d+\)/, "")));

// When a scope ends, what it has queued leaves with it. clear() rejects all that waits.
queue.pause();
await withTimeout(10, () => queue.add(() => console.log("never"))).catch((error) => console.log(error.name, queue.size));
const waiting = queue.add(() => console.log("never"), { name: "monthly report" });
console.log(queue.clear(), waiting.state, waiting.name);
queue.resume();

// Any number of tasks, taken from a generator only as they are needed.
function* pages() {
  for (let page = 1; ; page++) yield async () => `page ${page}`;
}
for await (const page of queue.addAll(pages())) {
  console.log(page);
  if (page === "page 3") break;
}

// A full queue can refuse, drop the oldest, or be waited for.
const small = new TaskQueue({ concurrency: 1, maxQueue: 1, whenFull: "drop-oldest" });
const kept = [1, 2, 3].map((n) => small.add(() => sleep(1).then(() => n)));
console.log((await Promise.allSettled(kept)).map((r) => r.value ?? r.reason.name));

// throttle and debounce: every caller gets an answer.
const save = debounce((text) => `saved ${text}`, 10), report = throttle((percent) => `${percent} %`, 10);
console.log(await Promise.all([save("l"), save("la"), report(1), report(2), report(3)]));

// Output:
// urgent for bob, one for ann, two for ann, three for ann
// unwound: true
// [ 'no data', 'task "task" timed out after 20 ms' ]
// TimeoutError 0
// 1 cancelled monthly report
// page 1
// page 2
// page 3
// [ 1, 'QueueFullError', 3 ]
// [ 'saved la', 'saved la', '1 %', '3 %', '3 %' ]
