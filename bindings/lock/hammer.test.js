// Thousands of tasks want the same things and are cancelled at random points. Nothing may be lost, nobody may be inside
// who should not, and the counts have to add up. The generator is seeded: a failure can be repeated.
import { test, assert } from "lariat:test";
import { Barrier, BoundedSemaphore, Condition, KeyedMutex, Mutex, RWLock, Semaphore, SingleFlight } from "lariat:lock";
import { Governor } from "lariat:errors";
import { sleep, taskGroup, withTimeout } from "lariat:task";

// random makes a generator of integers below n (mulberry32).
const random = (seed) => (n) => {
  seed = (seed + 0x6d2b79f5) | 0;
  let t = Math.imul(seed ^ (seed >>> 15), seed | 1);
  t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
  return ((t ^ (t >>> 14)) >>> 0) % n;
};

// impatient asks with one of the ways to be cancelled, or with none.
const impatient = async (rnd, ask) => {
  const ms = rnd(40);
  switch (rnd(5)) {
    case 0:
      return ask({ timeout: ms });
    case 1:
      return withTimeout(ms, () => ask());
    case 2:
      return ask({ signal: AbortSignal.timeout(ms) });
    case 3: {
      const controller = new AbortController();
      const asked = ask({ signal: controller.signal });
      if (rnd(2)) controller.abort();
      const timer = setTimeout(() => controller.abort(), ms);
      try { return await asked; } finally { clearTimeout(timer); }
    }
    default:
      return ask();
  }
};

// hammer runs n tasks that take something, check that they may, and give it back.
const hammer = async (seed, n, take) => {
  const rnd = random(seed), counts = { taken: 0, cancelled: 0 };
  await taskGroup((group) => {
    for (let i = 0; i < n; i++) {
      group.spawn(async () => {
        await sleep(rnd(400));
        try {
          await take(rnd, counts);
          counts.taken++;
        } catch (error) {
          if (error.name !== "TimeoutError" && error.name !== "AbortError") throw error;
          counts.cancelled++;
        }
      });
    }
  });
  assert.equal(counts.taken + counts.cancelled, n);
  assert.ok(counts.taken > n / 20 && counts.cancelled > n / 20, `the hammer did not hit: ${JSON.stringify(counts)}`);
  return counts;
};

for (const seed of [1, 2]) {
  test(`a mutex survives the hammer (seed ${seed})`, async () => {
    const mutex = new Mutex();
    let inside = 0, total = 0;
    const { taken } = await hammer(seed, 2000, async (rnd) => {
      const token = await impatient(rnd, (options) => rnd(2) ? mutex.lock(options) : mutex.acquire({ ...options, priority: rnd(3) - 1 }));
      assert.equal(++inside, 1);
      if (rnd(2)) await sleep(rnd(3));
      inside--;
      total++;
      if (rnd(2)) token.release();
      else mutex.release();
      assert.equal(token.release(), false);
    });
    assert.deepEqual([total, mutex.locked, mutex.waiting, mutex.owner], [taken, false, 0, null]);
  });

  test(`a weighted semaphore survives the hammer, resized all along (seed ${seed})`, async () => {
    for (const semaphore of [new Semaphore(5), new Semaphore(5, { fair: false }), new BoundedSemaphore(5)]) {
      let out = 0;
      const resizing = random(seed);
      const resizer = setInterval(() => semaphore.resize(5 + resizing(3)), 7);
      await hammer(seed, 500, async (rnd) => {
        const weight = 1 + rnd(5);
        using token = await impatient(rnd, (options) => semaphore.acquire({ ...options, weight, priority: rnd(2) }));
        out += weight;
        assert.ok(out <= 7, `${out} are out`);
        await sleep(rnd(4));
        out -= weight;
      });
      clearInterval(resizer);
      semaphore.resize(5);
      assert.deepEqual([out, semaphore.available, semaphore.capacity, semaphore.waiting], [0, 5, 5, 0]);
    }
  });

  test(`a read-write lock survives the hammer (seed ${seed})`, async () => {
    for (const prefer of ["writers", "readers", "fifo"]) {
      const lock = new RWLock({ prefer });
      let readers = 0, writers = 0;
      const check = () => assert.ok(writers === 0 || (writers === 1 && readers === 0), `${readers} readers, ${writers} writers`);
      await hammer(seed, 500, async (rnd) => {
        const write = rnd(4) === 0;
        let token = await impatient(rnd, (options) => write ? lock.write(options) : lock.read(options));
        if (write) writers++; else readers++;
        check();
        await sleep(rnd(3));
        check();
        if (write) writers--; else readers--;
        if (write && rnd(2)) {
          token = lock.downgrade(token);
          readers++;
          check();
          await sleep(rnd(3));
          readers--;
        }
        token.release();
      });
      assert.deepEqual([readers, writers, lock.readers, lock.writing, lock.waiting], [0, 0, 0, false, 0]);
    }
  });

  test(`several at once survive the hammer, in any order (seed ${seed})`, async () => {
    const mutexes = Array.from({ length: 5 }, () => new Mutex()), keyed = new KeyedMutex();
    const held = new Map();
    const alone = async (rnd, names) => {
      for (const name of names) {
        assert.ok(!held.get(name), `${name} is held twice`);
        held.set(name, true);
      }
      await sleep(rnd(3));
      for (const name of names) held.set(name, false);
    };
    await hammer(seed, 1000, async (rnd) => {
      const picked = [...new Set([rnd(5), rnd(5), rnd(5)])];
      if (rnd(2)) {
        using token = await impatient(rnd, (options) => Governor.all(...picked.map((i) => mutexes[i])).acquire(options));
        await alone(rnd, picked.map((i) => `mutex ${i}`));
      } else {
        using token = await impatient(rnd, (options) => keyed.lockAll(picked, options));
        await alone(rnd, picked.map((i) => `key ${i}`));
      }
    });
    assert.deepEqual([mutexes.some((mutex) => mutex.locked || mutex.waiting), keyed.size], [false, 0]);
  });

  test(`a bounded buffer of conditions survives the hammer (seed ${seed})`, async () => {
    const mutex = new Mutex(), notEmpty = new Condition(mutex), notFull = new Condition(mutex), buffer = [];
    let put = 0, got = 0;
    await hammer(seed, 1000, async (rnd) => {
      using token = await mutex.lock();
      if (rnd(2)) {
        await impatient(rnd, (options) => notFull.waitFor(token, () => buffer.length < 3, { timeout: 50, ...options }));
        buffer.push(++put);
        notEmpty.notify();
      } else {
        await impatient(rnd, (options) => notEmpty.waitFor(token, () => buffer.length > 0, { timeout: 50, ...options }));
        assert.equal(buffer.shift(), ++got);
        notFull.notify();
      }
    });
    assert.deepEqual([buffer.length, mutex.locked, notEmpty.waiting, notFull.waiting], [put - got, false, 0, 0]);
  });

  test(`single flights survive the hammer (seed ${seed})`, async () => {
    const flights = new SingleFlight();
    let running = 0, started = 0, ended = 0;
    await hammer(seed, 1000, async (rnd) => {
      const key = rnd(4);
      const got = await impatient(rnd, (options) => flights.do(key, async () => {
        running++;
        started++;
        try { await sleep(20); } finally { running--; ended++; }
        return key;
      }, options));
      assert.equal(got, key);
    });
    await sleep(0);
    assert.deepEqual([running, started, flights.size], [0, ended, 0]);
    assert.ok(started < 1000, `${started} executions`);
  });
}

test("a barrier survives parties that leave, round after round", async () => {
  const rnd = random(7), barrier = new Barrier(4);
  let passed = 0, broken = 0;
  for (let round = 0; round < 200; round++) {
    const parties = Array.from({ length: 4 }, async () => {
      await sleep(rnd(5));
      return rnd(8) ? barrier.wait() : barrier.wait({ timeout: rnd(3) });
    });
    const results = await Promise.allSettled(parties);
    const indexes = results.filter((r) => r.status === "fulfilled").map((r) => r.value).toSorted();
    if (barrier.broken) {
      broken++;
      assert.ok(results.some(({ reason }) => reason?.name === "TimeoutError"));
      barrier.reset();
    } else {
      passed++;
      assert.deepEqual(indexes, [0, 1, 2, 3]);
    }
    assert.equal(barrier.waiting, 0);
  }
  assert.ok(passed > 20 && broken > 20, `${passed} rounds passed, ${broken} broke`);
});
