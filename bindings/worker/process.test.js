import { test, assert } from "lariat:test";
import { WorkerPool, currentWorkerTask } from "lariat:worker";
import { Mutex } from "lariat:lock";
import { called, numbers, report } from "./testdata/tasks.js";

const thrown = (promise) => promise.then(() => assert.fail("nothing was thrown"), (error) => error);
const processes = (options) => new WorkerPool({ isolation: "process", name: "p", ...options });
const square = (n) => n * n;

test("functions go to processes by reference, by source and by name", async () => {
	await using pool = processes({ max: 1 });
	assert.equal(await pool.run(called), 1);
	assert.equal(await pool.run(called), 2);
	assert.equal(await pool.submit("./testdata/tasks.js#called", []), 3);
	assert.equal(await pool.run(square, 7), 49);
	const rate = 3;
	assert.equal(await pool.submit((n) => n * rate, [5], { capture: { rate } }), 15);
	assert.equal((await thrown(pool.run((n) => n * rate, 5))).code, "ERR_CAPTURE");
});

test("map, imap, starmap and stream over two processes", async () => {
	await using pool = processes({ max: 2 });
	const items = Array.from({ length: 1000 }, (_, i) => i);
	assert.deepEqual(await pool.map(square, items), items.map(square));
	const some = [];
	for await (const n of pool.imap(square, items, { chunkSize: 10 })) {
		some.push(n);
		if (some.length === 25) break;
	}
	assert.deepEqual(some, items.slice(0, 25).map(square));
	assert.deepEqual(await pool.starmap((a, b) => a - b, [[5, 3], [3, 5]]), [2, -2]);
	const streamed = [];
	for await (const n of pool.stream(numbers, 100)) streamed.push(n);
	assert.deepEqual(streamed, items.slice(0, 100));
	for await (const n of pool.stream(numbers, 1e9)) if (n === 50) break;
	const { completed, workers } = pool.stats();
	assert.equal(workers, 2);
	assert.ok(completed > 4);
});

test("a process reports progress", async () => {
	await using pool = processes({ max: 1 });
	const task = pool.run(report, 3);
	const seen = [];
	for await (const { done } of task.messages) seen.push(done);
	assert.deepEqual(seen, [1, 2, 3]);
	assert.equal(await task, task.id);
});

test("values arrive as structured clone has them", async () => {
	await using pool = processes({ max: 1 });
	const cycle = { list: [1, , -0, NaN, 2n ** 70n, "\ud800é"], map: new Map([[{ k: 1 }, new Set(["s"])]]), at: new Date(5), re: /a\/b/giu };
	cycle.self = cycle;
	const back = await pool.run((v) => { v.list.push(v.self === v); return v; }, cycle);
	assert.ok(back !== cycle && back.self === back);
	assert.deepEqual([...back.list.keys()].map((i) => i in back.list), [true, false, true, true, true, true, true]);
	assert.ok(Object.is(back.list[2], -0));
	assert.equal(back.list[4], 2n ** 70n);
	assert.equal(back.list[5], "\ud800é");
	assert.equal(back.list[6], true);
	assert.deepEqual([...back.map.values()][0], new Set(["s"]));
	assert.equal(back.at.getTime(), 5);
	assert.equal(String(back.re), String(cycle.re));
	const moved = new Uint8Array([1, 2, 3]);
	const sum = await pool.submit((a) => a.reduce((x, y) => x + y), [moved], { transfer: [moved.buffer] });
	assert.equal(sum, 6);
	assert.equal(moved.length, 0);
});

test("what is shared cannot leave the process", async () => {
	await using pool = processes({ max: 1 });
	const error = await thrown(pool.run((o) => o, { lock: new Mutex() }));
	assert.equal(error.name, "DataCloneError");
	assert.match(error.message, /lock is a Mutex, which isolates of one process share: it cannot leave the process/);
	assert.equal(await pool.run(square, 2), 4);
});

test("a process in an endless loop is killed, and replaced", async () => {
	await using pool = processes({ max: 1, abortGrace: 20 });
	const pid = await pool.run(() => process.pid);
	const error = await thrown(pool.submit(() => { for (;;); }, [], { timeout: 50 }));
	assert.equal(error.name, "TimeoutError");
	assert.notEqual(await pool.run(() => process.pid), pid);
});

test("a crash rejects the tasks of that process alone", async () => {
	await using pool = processes({ max: 2, concurrencyPerWorker: 2 });
	await pool.warmup(2);
	const [a, b] = await pool.broadcast(() => process.pid);
	assert.notEqual(a, b);
	const die = () => new Promise(() => setTimeout(() => process.exit(9), 30));
	const live = () => new Promise((resolve) => setTimeout(resolve, 60, "lives"));
	const outcomes = await Promise.allSettled([pool.run(die), pool.run(live), pool.run(live), pool.run(live)]);
	const failed = outcomes.filter((o) => o.status === "rejected").map((o) => o.reason.code);
	assert.ok(failed.length >= 1 && failed.length <= 2, `${failed.length} tasks died`);
	assert.ok(failed.every((code) => code === "ERR_WORKER_CRASHED"));
	assert.equal(await pool.run(square, 4), 16);
});

test("an initializer sets each process up; its failure is that of the tasks", async () => {
	await using pool = processes({ max: 1, initializer: (n) => { globalThis.base = n; }, initArgs: [40], env: { KIND: "child" } });
	assert.equal(await pool.run((n) => globalThis.base + n, 2), 42);
	assert.equal(await pool.run(() => process.env.KIND), "child");
	await using broken = processes({ max: 1, initializer: () => { throw new RangeError("not today"); } });
	assert.equal((await thrown(broken.run(square, 1))).message, "not today");
});

test("processes are replaced after a number of tasks", async () => {
	await using pool = processes({ max: 1, maxTasksPerWorker: 2 });
	const pids = [];
	for (let i = 0; i < 4; i++) pids.push(await pool.run(() => process.pid));
	assert.ok(pids[0] === pids[1] && pids[2] === pids[3] && pids[1] !== pids[2]);
});

test("terminate() ends everything at once", async () => {
	const pool = processes({ max: 1, abortGrace: 10 });
	const endless = pool.run(() => {
		currentWorkerTask().emit("began");
		for (;;);
	});
	const tasks = [endless, pool.run(square, 2)];
	for await (const message of endless.messages) if (message === "began") break;
	const failed = Promise.all(tasks.map(thrown));
	await pool.terminate(new RangeError("over"));
	assert.deepEqual((await failed).map((e) => e.message), ["over", "over"]);
	assert.equal((await thrown(pool.run(square, 2))).code, "ERR_CLOSED");
});

test("what a task can never get is an error, not a hang", async () => {
	await using pool = processes({ max: 1 });
	assert.equal((await thrown(pool.run(() => new Promise(() => {})))).code, "ERR_UNSETTLED");
	const error = await thrown(pool.run(async () => {
		const { Mutex } = await import("lariat:lock");
		const mutex = new Mutex();
		await mutex.lock();
		await mutex.lock();
	}));
	assert.equal(error.code, "ERR_DEADLOCK");
});

test("limits need processes, and an unknown one is refused", () => {
	assert.throws(() => new WorkerPool({ limits: { memory: 1e8 } }), { name: "NotSupportedError" });
	assert.throws(() => processes({ limits: { arrayBuffer: 1e6 } }), { name: "NotSupportedError", message: /has no "arrayBuffer": there are "stack", "cpuTime" and "memory", which counts buffers/ });
});

test("items that are lost with their process have an error each", async () => {
  await using pool = new WorkerPool({ max: 1, isolation: "process" });
  const work = (x) => (x === 1 ? process.exit(9) : x);
  const error = await pool.map(work, [0, 1, 2, 3], { onError: "collect", chunkSize: 2 }).catch((error) => error);
  assert.deepEqual(error.errors.map((e) => e.index), [0, 1]);
});
