import { test, assert } from "lariat:test";
import { BoundedSemaphore, Semaphore } from "lariat:lock";
import { Governor, OverReleaseError } from "lariat:errors";
import { sleep, taskGroup } from "lariat:task";

for (const Kind of [Semaphore, BoundedSemaphore]) {
  test(`${Kind.name} hands out its permits`, async () => {
    const semaphore = new Kind(2, { name: "slots" });
    assert.ok(semaphore instanceof Semaphore && semaphore instanceof Governor);
    assert.deepEqual([semaphore.name, semaphore.available, semaphore.capacity, semaphore.waiting], ["slots", 2, 2, 0]);
    const one = await semaphore.acquire(), two = semaphore.tryAcquire();
    assert.equal(semaphore.tryAcquire(), null);
    const third = semaphore.acquire();
    assert.deepEqual([semaphore.available, semaphore.waiting], [0, 1]);
    one.release();
    assert.equal((await third).release(), true);
    two[Symbol.dispose]();
    assert.deepEqual([semaphore.available, semaphore.waiting], [2, 0]);
    { using scoped = await semaphore.acquire({ weight: 2 }); assert.equal(semaphore.available, 0); }
    assert.equal(semaphore.available, 2);
    assert.equal(new Kind().capacity, 1);
  });

  test(`${Kind.name} bounds what runs`, async () => {
    const semaphore = new Kind(3);
    let running = 0, most = 0;
    await taskGroup((group) => {
      for (let i = 0; i < 20; i++) {
        group.spawn(async () => {
          using token = await semaphore.acquire();
          most = Math.max(most, ++running);
          await sleep(1);
          running--;
        });
      }
    });
    assert.deepEqual([most, running, semaphore.available], [3, 0, 3]);
  });

  test(`${Kind.name} refuses what can never be, at once`, async () => {
    const semaphore = new Kind(2);
    using all = await semaphore.acquire({ weight: 2 });
    await assert.rejects(semaphore.acquire({ weight: 3 }), { name: "RangeError", code: "ERR_ARG_RANGE", message: /weight 3 .* capacity 2/ });
    for (const weight of [0, -1, 1.5, NaN, "2"]) await assert.rejects(semaphore.acquire({ weight }), /weight/, String(weight));
    assert.equal(semaphore.tryAcquire({ weight: 3 }), null);
    assert.throws(() => new Kind(-1), RangeError);
    assert.throws(() => new Kind(1.5), RangeError);
    assert.throws(() => new Kind("2"), { name: "TypeError", message: `new ${Kind.name}: "permits" must be a number` });
    for (const wrong of [0, -1, 1.5]) assert.throws(() => semaphore.release(wrong), RangeError);
    assert.throws(() => semaphore.release("1"), TypeError);
    assert.throws(() => semaphore.resize(-1), RangeError);
    assert.throws(() => semaphore.resize(), TypeError);
    assert.equal(semaphore.available, 0);
  });
}

test("a small request never overtakes a big one that waits", async () => {
  const semaphore = new Semaphore(4), order = [];
  const token = await semaphore.acquire({ weight: 3 });
  const ask = async (weight) => { using t = await semaphore.acquire({ weight }); order.push(weight); await sleep(1); };
  const all = [ask(4), ask(1), ask(2)];
  assert.equal(semaphore.tryAcquire(), null);
  await sleep(5);
  assert.deepEqual(order, []);
  token.release();
  await Promise.all(all);
  assert.deepEqual(order, [4, 1, 2]);
});

test("with fair: false a small request overtakes a big one", async () => {
  const semaphore = new Semaphore(4, { fair: false }), order = [];
  const token = await semaphore.acquire({ weight: 3 });
  const ask = async (weight) => { using t = await semaphore.acquire({ weight }); order.push(weight); };
  const all = [ask(4), ask(1)];
  await sleep(5);
  assert.deepEqual(order, [1]);
  token.release();
  await Promise.all(all);
  assert.deepEqual(order, [1, 4]);
});

test("priorities make classes, each in the order of the calls", async () => {
  const semaphore = new Semaphore(1), order = [];
  const token = await semaphore.acquire();
  const ask = async (name, priority) => { using t = await semaphore.acquire({ priority }); order.push(name); };
  const all = [ask("a", 0), ask("b", 2), ask("c", -1), ask("d", 2), ask("e")];
  token.release();
  await Promise.all(all);
  assert.deepEqual(order, ["b", "d", "a", "e", "c"]);
});

test("release without a token takes from the tokens that are out", async () => {
  const semaphore = new Semaphore(3);
  const heavy = await semaphore.acquire({ weight: 2 });
  semaphore.release();
  assert.deepEqual([semaphore.available, heavy.held], [2, true]);
  assert.equal(heavy.release(), true);
  assert.deepEqual([semaphore.available, semaphore.capacity], [3, 3]);
  const token = await semaphore.acquire();
  semaphore.release();
  assert.deepEqual([token.held, token.release(), semaphore.available], [false, false, 3]);
});

test("a Semaphore grows above its permits, a bounded one refuses", async () => {
  const semaphore = new Semaphore(1);
  semaphore.release(2);
  assert.deepEqual([semaphore.available, semaphore.capacity], [3, 3]);
  const bounded = new BoundedSemaphore(2, { name: "b" });
  const token = await bounded.acquire();
  assert.throws(() => bounded.release(2), (error) => error instanceof OverReleaseError && error.code === "ERR_OVER_RELEASE" && /"b"/.test(error.message));
  assert.deepEqual([bounded.available, token.held], [1, true]);
  bounded.release();
  assert.throws(() => bounded.release(), OverReleaseError);
  assert.deepEqual([bounded.available, bounded.capacity], [2, 2]);
});

test("a semaphore of 0 permits is a signal", async () => {
  const signal = new Semaphore(0);
  let got = false;
  const waiting = signal.acquire().then(() => { got = true; });
  await sleep(1);
  assert.equal(got, false);
  signal.release();
  await waiting;
  assert.equal(got, true);
  await assert.rejects(signal.acquire({ timeout: 1 }), { name: "TimeoutError" });
});

test("resize changes the capacity under way", async () => {
  const semaphore = new Semaphore(1), order = [];
  const token = await semaphore.acquire();
  const ask = (name, weight) => semaphore.acquire({ weight }).then((t) => { order.push(name); return t; });
  const second = ask("second"), third = ask("third");
  semaphore.resize(3);
  const tokens = await Promise.all([second, third]);
  assert.deepEqual([order.join(), semaphore.available, semaphore.capacity], ["second,third", 0, 3]);

  semaphore.resize(1);
  assert.deepEqual([semaphore.available, tokens[0].held], [0, true]);
  const late = ask("late");
  token.release();
  tokens[0].release();
  await sleep(1);
  assert.equal(order.length, 2);
  tokens[1].release();
  (await late).release();
  assert.deepEqual([semaphore.available, semaphore.capacity], [1, 1]);
});

test("resize refuses waiters that want more than there is now; 0 pauses the others", async () => {
  const semaphore = new Semaphore(3);
  const token = await semaphore.acquire();
  const big = semaphore.acquire({ weight: 3 }), small = semaphore.acquire();
  semaphore.resize(0);
  await assert.rejects(big, RangeError);
  token.release();
  await sleep(1);
  assert.equal(semaphore.waiting, 1);
  semaphore.resize(1);
  (await small).release();
  assert.equal(semaphore.available, 1);
});

test("a subclass of a semaphore is one", async () => {
  class Slots extends BoundedSemaphore {
    taken = 0;
    async acquire(options) {
      const token = await super.acquire(options);
      this.taken++;
      return token;
    }
  }
  const slots = new Slots(2);
  assert.equal(await slots.with(() => slots.available), 1);
  assert.deepEqual([slots.taken, slots.available, Object.prototype.toString.call(slots)], [1, 2, "[object BoundedSemaphore]"]);
  assert.throws(() => slots.release(), OverReleaseError);
});

test("a clone of a semaphore is the semaphore, of its class", () => {
  for (const semaphore of [new Semaphore(1), new BoundedSemaphore(1)]) {
    assert.equal(structuredClone(semaphore), semaphore);
    assert.equal(structuredClone([semaphore])[0].constructor, semaphore.constructor);
  }
});
