// Every wait of the module obeys the ambient scope, a signal and a timeout, and leaves nothing behind.
import { test, assert } from "lariat:test";
import { AsyncEvent, Condition, KeyedMutex, Latch, Mutex, once, RWLock, Semaphore, SingleFlight } from "lariat:lock";
import { Governor } from "lariat:errors";
import { currentSignal, sleep, withSignal, withTimeout } from "lariat:task";

const named = (name) => (error) => error.name === name;

// kinds make something that a caller has to wait for: wait(options) waits, waiting() counts, end() lets it go on.
const kinds = {
  "Mutex.lock": () => {
    const mutex = new Mutex(), token = mutex.tryLock();
    return { wait: (o) => mutex.lock(o), waiting: () => mutex.waiting, end: () => token.release(), free: () => !mutex.locked };
  },
  "Mutex.acquire": () => {
    const mutex = new Mutex(), token = mutex.tryLock();
    return { wait: (o) => mutex.acquire(o), waiting: () => mutex.waiting, end: () => token.release(), free: () => !mutex.locked };
  },
  "RWLock.read": () => {
    const lock = new RWLock(), token = lock.tryWrite();
    return { wait: (o) => lock.read(o), waiting: () => lock.waiting, end: () => token.release(), free: () => lock.readers === 0 };
  },
  "RWLock.write": () => {
    const lock = new RWLock(), token = lock.tryRead();
    return { wait: (o) => lock.write(o), waiting: () => lock.waiting, end: () => token.release(), free: () => !lock.writing };
  },
  "Semaphore.acquire": () => {
    const semaphore = new Semaphore(3), token = semaphore.tryAcquire({ weight: 2 });
    return {
      wait: (o) => semaphore.acquire({ ...o, weight: 2 }), waiting: () => semaphore.waiting,
      end: () => token.release(), free: () => semaphore.available === 3,
    };
  },
  "Governor.all": () => {
    const mutex = new Mutex(), semaphore = new Semaphore(1), token = semaphore.tryAcquire();
    return {
      wait: (o) => Governor.all(mutex, semaphore).acquire(o), waiting: () => semaphore.waiting,
      end: () => token.release(), free: () => !mutex.locked && semaphore.available === 1,
    };
  },
  "KeyedMutex.lock": () => {
    const keyed = new KeyedMutex(), token = keyed.tryLock("k");
    return { wait: (o) => keyed.lock("k", o), end: () => token.release(), free: () => keyed.size === 0 };
  },
  "KeyedMutex.lockAll": () => {
    const keyed = new KeyedMutex(), token = keyed.tryLock("k");
    return { wait: (o) => keyed.lockAll(["j", "k"], o), end: () => token.release(), free: () => keyed.size === 0 };
  },
  "AsyncEvent.wait": () => {
    const event = new AsyncEvent();
    return { wait: (o) => event.wait(o), waiting: () => event.waiting, end: () => event.set() };
  },
  "Latch.wait": () => {
    const latch = new Latch(1);
    return { wait: (o) => latch.wait(o), waiting: () => latch.waiting, end: () => latch.countDown() };
  },
  "Condition.wait": () => {
    const condition = new Condition(), token = condition.mutex.tryLock();
    return { wait: (o) => condition.wait(token, o), waiting: () => condition.waiting, end: () => condition.notify(), held: () => token.held };
  },
  "Condition.waitFor": () => {
    let ready = false;
    const condition = new Condition(), token = condition.mutex.tryLock();
    return {
      wait: (o) => condition.waitFor(token, () => ready, o), waiting: () => condition.waiting,
      end: () => { ready = true; condition.notify(); }, held: () => token.held,
    };
  },
  "SingleFlight.do": () => {
    const flights = new SingleFlight(), open = new AsyncEvent();
    return { wait: (o) => flights.do("k", () => open.wait(), o), waiting: () => flights.size, end: () => open.set() };
  },
};

for (const [name, create] of Object.entries(kinds)) {
  test(`${name} obeys timeout, signal and scope, and waits again afterwards`, async (t) => {
    const { wait, waiting, end, free, held } = create();
    const left = () => {
      assert.equal(waiting?.() ?? 0, 0);
      if (held) assert.ok(held());
    };
    const before = t.clock.now();
    await assert.rejects(wait({ timeout: 10 }), (error) => error.name === "TimeoutError" && /timed out after 10 ms/.test(error.message));
    left();
    await assert.rejects(wait({ timeout: "0.01s" }), named("TimeoutError"));
    await assert.rejects(withTimeout(10, () => wait()), named("TimeoutError"));
    await assert.rejects(withTimeout(10, () => wait({ timeout: "1h" })), /withTimeout timed out/);
    await assert.rejects(withTimeout("1h", () => wait({ timeout: 10 })), named("TimeoutError"));
    left();
    assert.equal(t.clock.now() - before, 50);

    const reason = { not: "an error" };
    for (const narrowed of [(signal) => wait({ signal }), (signal) => withSignal(signal, () => wait())]) {
      const controller = new AbortController();
      const waits = narrowed(controller.signal);
      controller.abort(reason);
      assert.equal(await waits.catch((r) => r), reason);
      left();
    }
    assert.equal(await wait({ signal: AbortSignal.abort(reason), timeout: 5 }).catch((r) => r), reason);
    await withSignal(AbortSignal.timeout(5), async () => {
      await sleep("1h").catch(() => {});
      assert.ok(currentSignal().aborted);
      await assert.rejects(wait(), named("TimeoutError"));
      await assert.rejects(wait({ timeout: Infinity }), named("TimeoutError"));
    });
    left();

    const last = wait({ timeout: "1h" });
    end();
    (await last)?.release?.();
    if (free) assert.ok(free());
    left();
  });
}

test("a waiter that leaves lets those behind it pass", async () => {
  const semaphore = new Semaphore(2), order = [];
  const token = await semaphore.acquire();
  const big = semaphore.acquire({ weight: 2, timeout: 5 }).catch((error) => order.push(error.name));
  const small = semaphore.acquire().then((t) => { order.push("small"); t.release(); });
  await Promise.all([big, small]);
  assert.deepEqual(order, ["TimeoutError", "small"]);
  token.release();
  assert.equal(semaphore.available, 2);
});

test("a waiter that is cancelled in the instant of its grant gives it back", async () => {
  for (const create of [
    () => { const m = new Mutex(); return { take: (o) => m.lock(o), free: () => !m.locked }; },
    () => { const s = new Semaphore(1); return { take: (o) => s.acquire(o), free: () => s.available === 1 }; },
    () => { const l = new RWLock(); return { take: (o) => l.write(o), free: () => !l.writing }; },
    () => { const k = new KeyedMutex(); return { take: (o) => k.lock("k", o), free: () => k.size === 0 }; },
    () => { const m = new Mutex(), s = new Semaphore(1); return { take: (o) => Governor.all(m, s).acquire(o), free: () => !m.locked && s.available === 1 }; },
  ]) {
    const { take, free } = create();
    const token = await take(), controller = new AbortController();
    const loser = take({ signal: controller.signal }), next = take();
    token.release();
    controller.abort();
    await assert.rejects(loser, named("AbortError"));
    (await next).release();
    assert.ok(free());
  }
});

test("a cancelled wait says where it waited", async () => {
  const mutex = new Mutex();
  using token = await mutex.lock();
  const error = await mutex.lock({ timeout: 1 }).catch((e) => e);
  assert.match(error.stack, /TimeoutError: Mutex.lock timed out after 1 ms\n\s+at .*cancel\.test\.js:\d+:\d+/);
});

test("a thousand cancelled waits leave nothing on a long-lived signal", async () => {
  const mutex = new Mutex(), controller = new AbortController();
  const token = await mutex.lock();
  for (let i = 0; i < 1000; i++) await assert.rejects(mutex.lock({ signal: controller.signal, timeout: 1 }), named("TimeoutError"));
  assert.equal(mutex.waiting, 0);
  token.release();
  using free = await mutex.lock({ signal: controller.signal });
  controller.abort();
  assert.ok(free.held);
});

test("a single flight ends only when all callers have left", async (t) => {
  const flights = new SingleFlight({ name: "pages" }), trace = [];
  const fly = (options) => flights.do("k", async (signal) => {
    signal.addEventListener("abort", () => trace.push(signal.reason.name));
    try { await sleep(50); } catch (error) { trace.push(error.message); throw error; } finally { trace.push("ended"); }
    return "landed";
  }, options);
  const first = fly({ timeout: 10 }), second = fly({ timeout: 20 });
  await assert.rejects(first, named("TimeoutError"));
  assert.deepEqual(trace, []);
  await assert.rejects(second, named("TimeoutError"));
  await sleep(0);
  assert.deepEqual(trace, ["AbortError", 'do: every caller of SingleFlight "pages" left', "ended"]);
  assert.equal(flights.size, 0);
  const before = t.clock.now();
  const [late, kept] = await Promise.allSettled([fly({ timeout: 10 }), fly()]);
  assert.deepEqual([late.reason.name, kept.value, t.clock.now() - before], ["TimeoutError", "landed", 50]);
});

test("the deadline of its first caller is not that of a shared execution", async () => {
  const flights = new SingleFlight(), shared = once(async () => { await sleep(50); return "shared"; });
  for (const join of [() => flights.do("k", async () => { await sleep(50); return "shared"; }), shared]) {
    const first = withTimeout(10, join), second = join();
    await assert.rejects(first, named("TimeoutError"));
    assert.equal(await second, "shared");
  }
});

test("once is cancelled when all have left, and tries again", async () => {
  let runs = 0, cancelled = 0;
  const load = once(async () => {
    runs++;
    try { await sleep(50); } catch (error) { cancelled++; throw error; }
    return runs;
  }, { cacheErrors: true });
  await assert.rejects(withTimeout(10, load), named("TimeoutError"));
  await sleep(0);
  assert.deepEqual([runs, cancelled], [1, 1]);
  assert.equal(await load(), 2);
  assert.equal(await load(), 2);
});
