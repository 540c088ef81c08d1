// A semaphore lets so many in at once, weighs them if they are unequal, and notices a release too many.
//
// Guide: BoundedSemaphore
//
// In Python this is a BoundedSemaphore whose release waits for the lock that a waiting acquire holds: it hangs as soon as
// somebody has to wait. Its waiters stand in a set, so they are served in any order. Here the order is that of the calls.
import { BoundedSemaphore } from "lariat:lock";
import { forEach, sleep } from "lariat:task";

// Ten downloads, three at a time. A semaphore is a Governor: `with` holds a permit while the function runs.
const connections = new BoundedSemaphore(3, { name: "connections" });
let open = 0, most = 0;
await Promise.all(Array.from({ length: 10 }, () => connections.with(async () => {
  most = Math.max(most, ++open);
  await sleep(2);
  open--;
})));
console.log(`at most ${most} at once, ${connections.available} free in the end`);

// Requests may weigh more than one. They are served in the order of the calls: the small one does not overtake the big
// one, which could wait for ever otherwise.
const memory = new BoundedSemaphore(100, { name: "megabytes" });
await forEach([["video", 80], ["film", 60], ["picture", 5]], async ([name, weight]) => {
  using token = await memory.acquire({ weight });
  console.log(`${name} (${weight} megabytes)`);
  await sleep(5);
});

// What can never be had is refused at once, and so is a release that nobody acquired for: it is a bug somewhere.
await memory.acquire({ weight: 101 }).catch((error) => console.log(error.name));
try {
  memory.release();
} catch (error) {
  console.log(error.name, "-", error.message);
}

// Output:
// at most 3 at once, 3 free in the end
// video (80 megabytes)
// film (60 megabytes)
// picture (5 megabytes)
// RangeError
// OverReleaseError - release: BoundedSemaphore "megabytes" has only 0 permits out, not 1
