// An event loop of one's own, on another core, that can be stopped at any time.
//
// Guide: CustomEventLoop
//
// In Python the class blocks the thread that calls start(), so that nobody is left to call stop() but a
// task of the loop, and then stop() raises "Cannot close a running event loop". add_task() from another thread is a race,
// and what still runs at the end is lost without a word.
//
// Here start() returns, the loop runs beside the program, and stop() may be called from anywhere: tasks are cancelled,
// their finally blocks run, a loop without end is interrupted after the grace, and every promise settles.
import { EventLoop, loop } from "lariat:loop";
import { sleep } from "lariat:task";
import { SharedCounter } from "lariat:shared";

// Tasks are added before the start or after it, and wait side by side.
const visits = new EventLoop({ name: "visits" });
const visit = async (name, ms) => {
  await new Promise((ok) => setTimeout(ok, ms));
  return name;
};
const early = visits.addTask(visit, "early", 300);
visits.start();
const late = visits.addTask(visit, "late", 5);
console.log("first:", await Promise.race([early, late]));
console.log("all:", await Promise.all([early, late]));

// The main loop stays free while the other one computes: this computes until the main loop has ticked ten times.
const ticks = new SharedCounter();
const ticking = setInterval(() => ticks.add(1), 1);
await visits.addTask((ticks) => { while (ticks.value < 10); }, ticks);
clearInterval(ticking);
console.log("the main loop went on:", ticks.value >= 10);

// A task of the loop may stop it. The others unwind.
const unwound = new SharedCounter();
const waiting = visits.addTask(async (unwound) => {
  try {
    await (await import("lariat:task")).sleep("1h");
  } finally {
    unwound.add(1);
  }
}, unwound);
while (waiting.state === "queued") await sleep(1);
const stopper = visits.addTask((loop) => loop.stop(), visits);
for (const task of [waiting, stopper]) console.log((await task.settled()).reason.message);
await visits.stop(); // again is no error, and waits for the end
console.log("finally blocks:", unwound.value, "running:", visits.running);

// Not even a loop without end holds it up: after the grace it is interrupted.
const stubborn = new EventLoop({ name: "stubborn", grace: "50ms" });
stubborn.start();
const endless = stubborn.addTask(() => { for (;;); });
await stubborn.close();
console.log("endless:", (await endless.settled()).reason.name);

// run_until_complete, errors included; a loop that was stopped starts again.
console.log("result:", await visits.runUntilComplete((a, b) => a + b, 2, 3));
console.log("error:", await visits.runUntilComplete(() => { throw new RangeError("no"); }).catch((error) => error.message));
await visits.close();

// Who makes the loop wait? Its long turns are told with the line that they were in.
const slow = Promise.withResolvers();
const stop = loop.onLongTask("150ms", slow.resolve);
setTimeout(() => { for (const end = Date.now() + 200; Date.now() < end;); });
const { duration, at } = await slow.promise;
stop();
console.log("a long turn:", duration >= 50, "on line", at.split(":").at(-2));
console.log("counted:", loop.stats().ticks > 0, loop.stats().longest.duration >= 50);

// Output:
// first: late
// all: [ 'early', 'late' ]
// the main loop went on: true
// EventLoop "visits" was stopped
// EventLoop "visits" was stopped
// finally blocks: 1 running: false
// endless: AbortError
// result: 5
// error: no
// a long turn: true on line 64
// counted: true true
