import { test, assert } from "lariat:test";
import { once } from "node:events";
import threads, {
  BroadcastChannel as Broadcast, MessageChannel as Channel, MessagePort as Port, SHARE_ENV, Worker, getEnvironmentData, isMainThread,
  isMarkedAsUntransferable, markAsUntransferable, moveMessagePortToContext, parentPort, receiveMessageOnPort, resourceLimits,
  setEnvironmentData, threadId, workerData,
} from "node:worker_threads";

const ended = (worker) => once(worker, "exit").then(([code]) => code);
const run = (source, options) => new Worker(`const threads = require("node:worker_threads"); const { parentPort, workerData } = threads;${source}`,
  { ...options, eval: true });

test("the main program", () => {
  assert.deepEqual([isMainThread, threadId, parentPort, workerData, resourceLimits], [true, 0, null, null, {}]);
  assert.ok(Channel === MessageChannel && Port === MessagePort && Broadcast === BroadcastChannel);
  assert.equal(threads.Worker, Worker);
});

test("a file of its own, with workerData and argv", async () => {
  const worker = new Worker(new URL("./testdata/thread.js", import.meta.url), { workerData: { a: [1] }, argv: ["x", 5] });
  const log = [];
  worker.on("online", () => log.push("online"));
  worker.on("message", (value) => log.push(value));
  worker.on("exit", (code) => log.push(code));
  assert.ok(worker.threadId > 0 && worker.threadName === "WorkerThread");
  const id = worker.threadId;
  worker.postMessage(21);
  await ended(worker);
  assert.deepEqual(log, [
    "online", { workerData: { a: [1] }, threadId: id, isMainThread: false, argv: ["x", "5"], main: true }, 42, 0,
  ]);
  assert.equal(worker.threadId, -1);
  assert.equal(await worker.terminate(), undefined);
});

test("exit codes", async () => {
  for (const [source, code] of [["", 0], ["process.exit(7)", 7], ["process.exitCode = 3", 3], ["process.on('exit', () => { process.exitCode = 4 })", 4],
    ["parentPort.on('message', () => {}); parentPort.close()", 0], ["parentPort.on('message', () => {}); parentPort.unref()", 0]]) {
    assert.equal(await ended(run(source)), code, source);
  }
});

test("terminate", async () => {
  const worker = run("parentPort.postMessage('ready'); for (;;);");
  await once(worker, "message");
  const exit = ended(worker);
  assert.deepEqual(await Promise.all([worker.terminate(), worker.terminate(), exit]), [1, 1, 1]);
  await using disposed = run("parentPort.on('message', () => {})");
  assert.ok(disposed.threadId > 0);
});

test("an error, and then the exit", async () => {
  const worker = run("parentPort.postMessage('before'); throw new RangeError('broke')");
  const log = [];
  worker.on("message", (value) => log.push(value));
  worker.on("error", (error) => log.push(error.message, error instanceof RangeError));
  worker.on("exit", (code) => log.push(code));
  await new Promise((resolve) => worker.on("exit", resolve));
  assert.deepEqual(log, ["before", "broke", true, 1]);
  const unsettled = run("await new Promise(() => {})");
  const failed = once(unsettled, "error");
  assert.equal(await new Promise((resolve) => unsettled.on("error", () => {}).on("exit", resolve)), 13);
  await assert.rejects(failed.then(([error]) => { throw error; }), /can never settle/);
});

test("receiveMessageOnPort", () => {
  const { port1, port2 } = new Channel();
  assert.equal(receiveMessageOnPort(port2), undefined);
  for (const value of [1, undefined, { a: 1 }]) port1.postMessage(value);
  assert.deepEqual([1, 2, 3, 4].map(() => receiveMessageOnPort(port2)), [{ message: 1 }, { message: undefined }, { message: { a: 1 } }, undefined]);
  assert.throws(() => receiveMessageOnPort({}), { code: "ERR_INVALID_ARG_TYPE" });
  port1.close();
});

test("transferList moves with workerData", async () => {
  const { port1, port2 } = new Channel();
  const buffer = new ArrayBuffer(4);
  const worker = run("workerData.port.postMessage(workerData.buffer.byteLength)", { workerData: { port: port2, buffer }, transferList: [port2, buffer] });
  const exit = ended(worker);
  assert.equal(buffer.byteLength, 0);
  assert.deepEqual(await once(port1, "message"), [4]);
  await exit;
});

test("environment data is a copy for workers made later", async () => {
  setEnvironmentData("a", { n: 1 });
  setEnvironmentData("gone", 1);
  setEnvironmentData("gone");
  const worker = run(`
    const data = threads.getEnvironmentData("a");
    data.n++;
    threads.setEnvironmentData("b", 2);
    const inner = new threads.Worker('const t = require("worker_threads"); t.parentPort.postMessage([t.getEnvironmentData("a"), t.getEnvironmentData("b"), t.getEnvironmentData("gone")])', { eval: true });
    inner.on("message", (value) => parentPort.postMessage(value));
  `);
  assert.deepEqual(await once(worker, "message"), [[{ n: 2 }, 2, undefined]]);
  assert.deepEqual([getEnvironmentData("a"), getEnvironmentData("b")], [{ n: 1 }, undefined]);
  await ended(worker);
  setEnvironmentData("a");
});

test("objects that may not be transferred", () => {
  const buffer = new ArrayBuffer(1);
  markAsUntransferable(buffer);
  markAsUntransferable(5);
  assert.deepEqual([isMarkedAsUntransferable(buffer), isMarkedAsUntransferable({}), isMarkedAsUntransferable(5)], [true, false, false]);
  const { port1 } = new Channel();
  for (const f of [() => port1.postMessage(buffer, [buffer]), () => structuredClone(buffer, { transfer: [buffer] })]) {
    assert.throws(f, { name: "DataCloneError" });
  }
  port1.postMessage(buffer);
  assert.equal(buffer.byteLength, 1);
});

test("what is refused", async () => {
  const code = (f, expected) => assert.throws(f, { code: expected });
  for (const name of ["x.js", "file:///x.js", "worker"]) code(() => new Worker(name), "ERR_WORKER_PATH");
  code(() => new Worker(5), "ERR_INVALID_ARG_TYPE");
  code(() => new Worker(new URL("http://example.org/")), "ERR_INVALID_URL_SCHEME");
  code(() => new Worker(new URL("data:text/javascript,1"), { eval: true }), "ERR_INVALID_ARG_VALUE");
  for (const options of [{ argv: 5 }, { execArgv: 5 }, { env: 5 }]) code(() => run("", options), "ERR_INVALID_ARG_TYPE");
  for (const options of [{ env: SHARE_ENV }, { stdout: true }, { stderr: true }, { stdin: true }, { resourceLimits: { stackSizeMb: 4 } }]) {
    code(() => run("", options), "ERR_MODULE");
  }
  code(() => moveMessagePortToContext(), "ERR_MODULE");
  assert.throws(() => run("", { workerData: () => {} }), { name: "DataCloneError" });
  assert.throws(() => Worker("x"), { name: "TypeError" });
  const worker = run("", { execArgv: ["--x"], resourceLimits: {}, stdout: false, env: null, argv: null });
  await assert.rejects(worker.getHeapSnapshot(), { code: "ERR_MODULE" });
  assert.deepEqual([worker.stdin, worker.stdout, worker.stderr, worker.resourceLimits], [null, null, null, {}]);
  await ended(worker);
});

test("ref and unref", async () => {
  const worker = run("parentPort.once('message', () => {})");
  worker.unref();
  worker.ref();
  worker.postMessage(1);
  assert.equal(await ended(worker), 0);
});

test("a path that needs no URL", async () => {
  const worker = new Worker(`${import.meta.dirname}/testdata/thread.js`);
  worker.postMessage(1);
  assert.deepEqual((await once(worker, "message"))[0].workerData, undefined);
  assert.equal(await ended(worker), 0);
});
