// A deadlock is reported when nothing is left that could end a wait, and never before.
import { test, assert } from "lariat:test";
import { AsyncEvent, Barrier, Condition, KeyedMutex, Latch, Mutex, RWLock, Semaphore, SingleFlight } from "lariat:lock";
import { DeadlockError, Governor } from "lariat:errors";
import { sleep, taskGroup, withSignal, withTimeout } from "lariat:task";

const here = () => Number(/deadlock\.test\.js:(\d+)/.exec(new Error().stack.split("\n").find((l) => /deadlock\.test/.test(l) && !/at here/.test(l)))[1]);
const place = (line) => new RegExp(`deadlock\\.test\\.js:${line}:\\d+`);

test("two tasks with two locks: all is said about who, what and where", async () => {
  const accounts = new Mutex({ name: "accounts" }), ledger = new Mutex({ name: "ledger" }), lines = {}, errors = {};
  const task = async (name, first, second) => {
    lines[`${name} holds`] = here(); using one = await first.lock();
    await sleep(1);
    try {
      lines[`${name} waits`] = here(); using two = await second.lock();
    } catch (error) {
      errors[name] = error;
    }
  };
  await taskGroup((group) => {
    group.spawn({ name: "transfer" }, () => task("transfer", accounts, ledger));
    group.spawn({ name: "audit" }, () => task("audit", ledger, accounts));
  });
  for (const error of Object.values(errors)) {
    assert.ok(error instanceof DeadlockError && error.code === "ERR_DEADLOCK" && error.name === "DeadlockError");
    const [transfer, audit] = error.waits;
    assert.equal(error.waits.length, 2);
    assert.match(transfer.task, /^task "transfer" \(#\d+\)$/);
    assert.equal(transfer.waitsFor, 'Mutex "ledger"');
    assert.match(transfer.at, place(lines["transfer waits"]));
    assert.match(transfer.heldBy, /^task "audit" \(#\d+\) at /);
    assert.match(transfer.heldBy, place(lines["audit holds"]));
    assert.match(audit.task, /^task "audit"/);
    assert.equal(audit.waitsFor, 'Mutex "accounts"');
    assert.match(audit.heldBy, /^task "transfer"/);
    assert.match(error.message, /^deadlock: 2 waits that nothing can end\n +task "transfer" .* waits for Mutex "ledger" at .*, held by task "audit" .* at /);
  }
  assert.notEqual(errors.transfer, errors.audit);
  assert.match(errors.transfer.stack, place(lines["transfer waits"]));
  assert.deepEqual([accounts.locked, ledger.locked], [false, false]);
});

test("a task that waits for itself is a deadlock of one", async () => {
  const mutex = new Mutex({ name: "own" });
  using token = await mutex.lock();
  const error = await mutex.lock().catch((e) => e);
  assert.match(error.message, /^deadlock: task ".*" \(#\d+\) waits for Mutex "own" at .*, held by task ".*" \(#\d+\) at /);
  assert.equal(error.waits.length, 1);
  assert.deepEqual([mutex.waiting, token.held], [0, true]);
});

test("whatever can be waited for is named", async () => {
  const mutex = new Mutex({ name: "m" }), semaphore = new Semaphore(1, { name: "s" }), lock = new RWLock({ name: "rw" });
  const condition = new Condition(new Mutex({ name: "cm" }), { name: "c" }), keyed = new KeyedMutex({ name: "k" });
  using held = new DisposableStack();
  for (const token of [mutex.tryLock(), semaphore.tryAcquire(), lock.tryRead(), keyed.tryLock("x")]) held.use(token);
  const token = condition.mutex.tryLock();
  const waits = [
    [mutex.lock(), 'Mutex "m"'], [mutex.with(() => {}), 'Mutex "m"'], [semaphore.acquire(), 'Semaphore "s"'], [lock.write(), 'RWLock "rw"'],
    [lock.withWrite(() => {}), 'RWLock "rw"'],
    [condition.wait(token), 'Condition "c" of Mutex "cm"'], [new AsyncEvent({ name: "e" }).wait(), 'AsyncEvent "e"'],
    [new Latch(1, { name: "l" }).wait(), 'Latch "l"'], [new Barrier(2, { name: "b" }).wait(), 'Barrier "b"'],
    [keyed.lock("x"), 'KeyedMutex "k" key "x"'], [keyed.lockAll(["x", "y"]), 'KeyedMutex "k"'],
    [Governor.all(semaphore, mutex).acquire(), 'Governor.all(Mutex "m", Semaphore "s")'],
    [new SingleFlight().do("f", () => mutex.lock()), 'Mutex "m"'],
  ];
  const results = await Promise.allSettled(waits.map(([promise]) => promise));
  for (const [i, { reason }] of results.entries()) {
    assert.ok(reason instanceof DeadlockError, `${waits[i][1]}: ${reason}`);
    assert.deepEqual(reason.waits.map((wait) => wait.waitsFor).toSorted(), waits.map(([, label]) => label).toSorted());
    assert.ok(reason.waits.every((wait) => /deadlock\.test\.js/.test(wait.at)));
  }
  const { waits: [first, , third] } = results[0].reason;
  for (const wait of [first, third]) assert.match(wait.heldBy, /^task "whatever can be waited for is named" \(#\d+\) at .*deadlock\.test\.js:\d+:\d+$/);
});

test("objects and symbols are keys of a report too, and no script runs for it", async () => {
  const keyed = new KeyedMutex({ name: "k" });
  for (const [key, label] of [[{ toString() { assert.fail("must not run"); } }, '"[object]"'], [Symbol("s"), '"Symbol(s)"'], [5, '"5"'], [NaN, '"NaN"'], [7n, '"7"']]) {
    using token = await keyed.lock(key);
    const error = await keyed.lock(key).catch((e) => e);
    assert.equal(error.waits[0].waitsFor, `KeyedMutex "k" key ${label}`);
  }
});

test("what caught its deadlock goes on", async () => {
  const mutex = new Mutex();
  const token = await mutex.lock();
  for (let i = 0; i < 3; i++) await assert.rejects(mutex.lock(), DeadlockError);
  token.release();
  assert.equal(await mutex.with(async () => { await sleep(1); return "fine"; }), "fine");
});

test("a timer, a timeout or a signal that is due is no deadlock", async () => {
  const mutex = new Mutex();
  for (const [create, name] of [
    [() => mutex.lock({ timeout: "1h" }), "TimeoutError"],
    [() => withTimeout("1h", () => mutex.lock()), "TimeoutError"],
    [() => mutex.lock({ signal: AbortSignal.timeout(3_600_000) }), "TimeoutError"],
    [() => mutex.lock({ signal: AbortSignal.any([new AbortController().signal, AbortSignal.timeout(3_600_000)]) }), "TimeoutError"],
    [() => withSignal(AbortSignal.timeout(3_600_000), () => mutex.lock()), "TimeoutError"],
  ]) {
    using token = await mutex.lock();
    assert.equal((await create().catch((e) => e)).name, name);
  }
  const token = await mutex.lock();
  setTimeout(() => token.release(), 3_600_000);
  using second = await mutex.lock();
  const event = new AsyncEvent();
  const [, got] = await Promise.all([sleep("1h").then(() => event.set()), event.wait().then(() => "set")]);
  assert.equal(got, "set");
});

test("other tasks that are alive are no deadlock", async () => {
  const mutex = new Mutex();
  await taskGroup(async (group) => {
    const token = await mutex.lock();
    group.spawn(async () => { for (let i = 0; i < 100; i++) await sleep("1m"); token.release(); });
    group.spawn(async () => { using second = await mutex.lock(); });
  });
  assert.equal(mutex.locked, false);
});
