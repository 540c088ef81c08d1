import { test, assert } from "lariat:test";
import { AsyncContext, AsyncLocalStorage, sleep } from "lariat:task";
import { WorkerPool } from "lariat:worker";

const refused = (promise, message) => assert.rejects(promise, (error) => {
  assert.equal(error.name, "DataCloneError");
  if (message instanceof RegExp) assert.match(error.message, message);
  else assert.equal(error.message, message);
  return true;
});
const data = "and cannot be cloned: send data, and import the function on the other side";

test("a value that cannot be cloned is named where the script has it", async () => {
  await using pool = new WorkerPool({ max: 1 });
  const same = (x) => x;
  await refused(pool.run(same, { f() {} }), `WorkerPool.run: args[0].f is a function ${data}`);
  await refused(pool.submit(same, [1, class {}]), `WorkerPool.submit: args[1] is a class ${data}`);
  await refused(pool.map(same, [1, 2, 3, { f() {} }], { chunkSize: 2 }), `WorkerPool.map: items[3].f is a function ${data}`);
  await refused(pool.starmap(same, [[1], [2, Symbol()]]), "WorkerPool.starmap: items[1][1] is a symbol and cannot be cloned: send a string");
  const outer = { list: [Symbol()] };
  for (const args of [{}, () => {}, 5]) {
    await assert.rejects(pool.submit(same, args), /^TypeError: WorkerPool.submit: "args" must be an array: the arguments of the function$/);
  }
  await refused(pool.submit(() => outer, [], { capture: { outer } }), /^WorkerPool.submit: capture\.outer\.list\[0\] is a symbol /);
  await refused(pool.run(() => ({ x: [() => 1] })), `result.x[0] is a function ${data}`);
  await refused(pool.run(() => [1].values()), "result is an iterator and cannot be cloned: send its values, as in [...iterator]");
  await refused(pool.map((x) => (x === 3 ? { x: () => x } : x), [1, 2, 3, 4], { chunkSize: 4 }), `results[2].x is a function ${data}`);
  const request = new AsyncContext.Variable({ name: "request", transferable: true });
  await refused(request.run({ f() {} }, () => pool.run(same)), `the value of the AsyncContext variable request.f is a function ${data}`);
});

test("what belongs to one isolate says what to do instead", async () => {
  await using pool = new WorkerPool({ max: 1 });
  const captured = (value, message) => refused(pool.submit(() => value, [], { capture: { value } }), message);
  await captured(new AsyncContext.Variable(), /^WorkerPool.submit: capture.value is a Variable and .*: give it a name and transferable: true/);
  await captured(new AsyncLocalStorage(), /capture.value is an AsyncLocalStorage and .*: use a transferable AsyncContext.Variable/);
  await captured(new AsyncContext.Snapshot(), /capture.value is a Snapshot and .*: the values of transferable variables go along/);
  await captured(new AbortController().signal, /capture.value is an AbortSignal and .*: give it to the call as { signal }/);
  await captured(new AbortController(), /capture.value is an AbortController and .*: post a message/);
  await captured({ pool }, /capture.value.pool is a WorkerPool and .*: make another in the module of the function/);
  await captured(new MessageChannel().port1, /capture.value is a MessagePort and cannot be cloned: put it in the transfer list$/);
});

test("results that cannot be cloned are those of their items alone", async () => {
  await using pool = new WorkerPool({ max: 1 });
  const work = (x) => (x % 2 ? () => x : x);
  const got = [];
  for await (const x of pool.imap(work, [0, 2, 3, 4, 5], { chunkSize: 5, onError: "skip" })) got.push(x);
  assert.deepEqual(got, [0, 2, 4]);
  await assert.rejects(pool.map(work, [0, 2, 3, 4, 5], { chunkSize: 5, onError: "collect" }), (error) => {
    assert.deepEqual(error.errors.map((e) => `${e.index} ${e.message}`), [`2 results[2] is a function ${data}`, `4 results[4] is a function ${data}`]);
    return true;
  });
  const before = [];
  await refused((async () => {
    for await (const x of pool.imap(work, [0, 2, 3, 4], { chunkSize: 4 })) before.push(x);
  })(), `results[2] is a function ${data}`);
  assert.deepEqual(before, [0, 2]);
});

test("a full queue counts what waits in it, and not what a worker is about to take", async () => {
  for (const [maxQueue, accepted, message] of [
    [1, 3, /^worker pool "small": every worker has a task, and 1 wait, which is maxQueue: submit when ready\(\) fulfils/],
    [0, 2, /^worker pool "small": every worker has a task, and maxQueue is 0: submit/],
  ]) {
    await using pool = new WorkerPool({ name: "small", max: 2, maxQueue, whenFull: "throw" });
    const tasks = Array.from({ length: 5 }, (_, i) => pool.run(async (i) => { await sleep("1h"); return i; }, i)); // no worker is there yet
    const settled = await Promise.allSettled(tasks);
    assert.deepEqual(settled.map((t) => t.status === "fulfilled"), [0, 1, 2, 3, 4].map((i) => i < accepted));
    assert.equal(settled[4].reason.name, "QueueFullError");
    assert.match(settled[4].reason.message, message);
  }
});
