import { test, assert } from "lariat:test";
import { sleep } from "lariat:task";
import { inject } from "./injector.js";

// A lock as one writes it at first: who leaves while it waits is still in line, and the lock is handed to nobody.
class NaiveLock {
  locked = false;
  waiters = [];
  async lock() {
    if (this.locked) {
      const { promise, resolve } = Promise.withResolvers();
      this.waiters.push(resolve);
      const late = sleep("1h").then(() => { throw new Error("nobody let me in"); }); // the scope can end the sleep
      await Promise.race([promise, late]);
    }
    this.locked = true;
  }
  unlock() {
    this.locked = false;
    this.waiters.shift()?.();
  }
}

const holder = async ({ lock }, at) => {
  await at(lock.lock());
  try {
    await at(sleep(1));
  } finally {
    lock.unlock();
  }
};

test("a lock that keeps those who left in line is refused", async () => {
  const program = {
    world: () => ({ lock: new NaiveLock() }),
    parties: [holder, holder, holder],
    whole: ({ lock }) => assert.equal(lock.locked, false),
  };
  await assert.rejects(inject("naive", program), /cancelled at step \d+ \(.*party \d: Error: nobody let me in/);
});

test("what is not whole is refused, and a party that does not come to its end", async () => {
  const party = async (world, at) => {
    world.permits--;
    await at(sleep(1));
    world.permits++;
  };
  const program = { world: () => ({ permits: 2 }), parties: [party, party], whole: ({ permits }) => assert.equal(permits, 2) };
  await assert.rejects(inject("careless", program), /party \d cancelled at step \d \(now\): /);
  let runs = 0;
  const moody = async (_, at) => {
    await at(sleep(1));
    if (runs++ > 2) throw new Error("out of order");
  };
  await assert.rejects(inject("moody", { ...program, parties: [moody, moody], whole: () => {} }), /party \d: Error: out of order/);
});
