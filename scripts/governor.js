// Whatever limits work is a Governor: wrap a function in one, combine several, or write your own.
import { Governor } from "lariat:errors";
import { Semaphore } from "lariat:lock";
import { map, sleep } from "lariat:task";

// Callers of a wrapped function need not know that it is limited.
const slots = new Semaphore(2);
let running = 0, most = 0;
const render = slots.wrap(async function render(page) {
  most = Math.max(most, ++running);
  await sleep(2);
  running--;
  return `page ${page}`;
});
console.log(await Promise.all([1, 2, 3, 4].map(render)), `at most ${most} at once`);

// A Governor of your own needs acquire and tryAcquire; with, wrap and wrapIterator come along. This one admits nobody
// during a maintenance window, and counts.
class Gate extends Governor {
  admitted = 0;
  #opening = Promise.resolve();
  closeFor(ms) {
    this.#opening = sleep(ms);
  }
  async acquire() {
    await this.#opening;
    this.admitted++;
    return { release: () => {} };
  }
  tryAcquire() {
    return null; // it never knows without waiting
  }
}
const gate = new Gate(), before = Date.now();
gate.closeFor(20);
await gate.with(() => console.log("admitted after the window:", Date.now() - before >= 19));

// Several at once: a caller holds all of them or none, and two callers cannot block each other.
const guarded = Governor.all(slots, gate);
const lengths = await map(["a", "bb", "ccc"], (text) => text.length, { concurrency: guarded });
console.log(lengths, `${slots.available} slots are free again`);

// An iterator can be governed too: each step is admitted.
const already = gate.admitted;
for await (const step of gate.wrapIterator(["first", "second"])) console.log(step, gate.admitted - already);

// Output:
// [ 'page 1', 'page 2', 'page 3', 'page 4' ] at most 2 at once
// admitted after the window: true
// [ 1, 2, 3 ] 2 slots are free again
// first 1
// second 2
