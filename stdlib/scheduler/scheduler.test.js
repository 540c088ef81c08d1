import { test, assert } from "lariat:test";
import { currentSignal, sleep, withTimeout } from "lariat:task";

const PRIORITIES = ["user-blocking", "user-visible", "background"];

test("tasks run by priority, and in order within one", async () => {
  const order = [];
  const tasks = [];
  for (const round of [1, 2]) {
    for (const priority of [...PRIORITIES].reverse()) tasks.push(scheduler.postTask(() => order.push(`${priority} ${round}`), { priority }));
  }
  assert.deepEqual(order, []);
  await Promise.all(tasks);
  assert.deepEqual(order, PRIORITIES.flatMap((priority) => [1, 2].map((round) => `${priority} ${round}`)));
});

test("each task has a turn of its own", async () => {
  const order = [];
  await Promise.all([1, 2].map((i) => scheduler.postTask(() => {
    order.push(i);
    queueMicrotask(() => order.push(`microtask ${i}`));
  })));
  assert.deepEqual(order, [1, "microtask 1", 2, "microtask 2"]);
});

test("the promise is that of the callback", async () => {
  assert.equal(await scheduler.postTask(() => 1), 1);
  assert.equal(await scheduler.postTask(async () => 2), 2);
  await assert.rejects(scheduler.postTask(() => { throw new RangeError("no"); }), RangeError);
  for (const args of [[], [1], [() => {}, { priority: "high" }], [() => {}, { delay: -1 }], [() => {}, { delay: NaN }], [() => {}, { signal: {} }]]) {
    await assert.rejects(scheduler.postTask(...args), TypeError);
  }
});

test("a delay", async () => {
  const begin = performance.now();
  const order = [];
  await Promise.all([
    scheduler.postTask(() => order.push("late", performance.now() - begin), { delay: 1000, priority: "user-blocking" }),
    scheduler.postTask(() => order.push("now"), { priority: "background" }),
  ]);
  assert.deepEqual(order, ["now", "late", 1000]);
});

test("a signal takes tasks back", async () => {
  const controller = new AbortController();
  const { signal } = controller;
  const never = () => assert.fail("it ran");
  const tasks = [scheduler.postTask(never, { signal }), scheduler.postTask(never, { signal, delay: 100 })];
  let ran = false;
  const running = scheduler.postTask(async () => { ran = true; controller.abort("enough"); await null; return "through"; }, { signal, priority: "user-blocking" });
  for (const task of tasks) await assert.rejects(task, (reason) => reason === "enough");
  assert.equal(await running, "through");
  assert.ok(ran);
  await assert.rejects(scheduler.postTask(never, { signal }), (reason) => reason === "enough");
  await sleep(200);
});

test("a TaskController changes the priority of what waits", async () => {
  const order = [];
  const controller = new TaskController({ priority: "background" });
  const { signal } = controller;
  assert.ok(signal instanceof TaskSignal && signal instanceof AbortSignal && controller instanceof AbortController);
  const events = [];
  signal.onprioritychange = (event) => events.push([event.previousPriority, signal.priority, event instanceof TaskPriorityChangeEvent]);
  signal.addEventListener("prioritychange", () => assert.throws(() => controller.setPriority("background"), { name: "NotAllowedError" }), { once: true });
  const tasks = [
    scheduler.postTask(() => order.push("moved"), { signal }),
    scheduler.postTask(() => order.push("fixed"), { signal, priority: "background" }),
    scheduler.postTask(() => order.push("other")),
  ];
  controller.setPriority("user-blocking");
  controller.setPriority("user-blocking");
  await Promise.all(tasks);
  assert.deepEqual(order, ["moved", "other", "fixed"]);
  assert.deepEqual(events, [["background", "user-blocking", true]]);
  assert.throws(() => controller.setPriority("high"), TypeError);
  assert.throws(() => new TaskController({ priority: 1 }), TypeError);
  assert.throws(() => new TaskSignal(), TypeError);
  assert.throws(() => new Scheduler(), TypeError);
});

test("TaskSignal.any follows signals and a priority", () => {
  const [one, two] = [new AbortController(), new TaskController({ priority: "background" })];
  const signal = TaskSignal.any([one.signal, two.signal], { priority: two.signal });
  assert.equal(signal.priority, "background");
  two.setPriority("user-blocking");
  assert.equal(signal.priority, "user-blocking");
  one.abort("first");
  assert.deepEqual([signal.aborted, signal.reason, TaskSignal.any([]).priority], [true, "first", "user-visible"]);
});

test("yield goes on before new tasks, with the priority of its task", async () => {
  const order = [];
  const work = scheduler.postTask(async () => {
    order.push("begin");
    scheduler.postTask(() => order.push("new"), { priority: "background" });
    scheduler.postTask(() => order.push("urgent"), { priority: "user-blocking" });
    await scheduler.yield();
    order.push("end");
  }, { priority: "background" });
  await work;
  await scheduler.postTask(() => {}, { priority: "background" });
  assert.deepEqual(order, ["begin", "urgent", "end", "new"]);
});

test("tasks belong to the scope in which they were posted", async () => {
  let signal;
  await withTimeout("1m", async () => {
    const mine = currentSignal();
    await scheduler.postTask(() => { signal = currentSignal() === mine; });
  });
  assert.equal(signal, true);
  await withTimeout(10, async () => {
    await sleep(100).catch(() => {});
    await assert.rejects(scheduler.yield(), { name: "TimeoutError" });
    await assert.rejects(scheduler.postTask(() => assert.fail("it ran")), { name: "TimeoutError" });
  });
});

test("hammer: thousands of tasks, some of them taken back", async () => {
  let ran = 0, back = 0;
  const tasks = Array.from({ length: 3000 }, (_, i) => {
    const controller = new TaskController({ priority: PRIORITIES[i % 3] });
    const task = scheduler.postTask(() => { ran++; }, { signal: controller.signal, delay: i % 5 });
    if (i % 7 === 0) controller.setPriority(PRIORITIES[(i + 1) % 3]);
    if (i % 11 === 0) controller.abort();
    return task.catch(() => { back++; });
  });
  await Promise.all(tasks);
  assert.deepEqual([ran, back], [3000 - 273, 273]);
});
