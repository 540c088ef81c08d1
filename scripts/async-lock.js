// A lock for asynchronous code: one task at a time, served in the order of the calls, released by its owner alone.
//
// Guide: AsyncLock
//
// In Python this is an AsyncLock around asyncio.Lock, which knows its owner by the address of a task. Nobody can wait for
// a limited time, workers cannot share it, and two of them taken in opposite order hang in silence. Here a wait has a timeout
// or obeys the deadline around it, the lock is the same in every worker, and a deadlock is reported.
import { AsyncLock } from "lariat:lock";
import { sleep, taskGroup } from "lariat:task";

const lock = new AsyncLock({ name: "account" });
let balance = 100;

// Between reading and writing there is a wait: without the lock, two withdrawals would both see the old balance.
async function withdraw(amount) {
  using token = await lock.lock(); // given back at the end of the block, whatever happens in it
  const before = balance;
  await sleep(1);
  balance = before - amount;
  console.log(`${before} - ${amount} = ${balance}`);
}
await Promise.all([withdraw(10), withdraw(20), withdraw(30)]);

// The same by hand, as in other languages.
await lock.acquire();
try {
  console.log("held by", lock.owner);
} finally {
  lock.release();
}

// Nobody but the owner can release it, and who is tired of waiting leaves the line.
await taskGroup(async (group) => {
  using token = await lock.lock();
  const thief = group.spawn(async function thief() {
    try {
      lock.release();
    } catch (error) {
      console.log(error.name, error.code);
    }
    await lock.lock({ timeout: 5 }).catch((error) => console.log(error.name, error.message));
  });
  await thief;
});
console.log("locked:", lock.locked);

// Output:
// 100 - 10 = 90
// 90 - 20 = 70
// 70 - 30 = 40
// held by task "main" (#1)
// OwnershipError ERR_NOT_OWNER
// TimeoutError Mutex.lock timed out after 5 ms
// locked: false
