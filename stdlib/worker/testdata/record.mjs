// What Node does with ports, channels and threads: node testdata/record.mjs > testdata/node.json
import { once } from "node:events";
import {
  BroadcastChannel, MessageChannel, Worker, getEnvironmentData, isMainThread, markAsUntransferable, parentPort, receiveMessageOnPort,
  setEnvironmentData, threadId, workerData,
} from "node:worker_threads";

const groups = {};
const turn = (ms = 20) => new Promise((resolve) => setTimeout(resolve, ms));

/** Records what a case logs. */
async function record(group, f) {
  const log = [];
  const name = (g) => {
    try {
      g();
      return "no error";
    } catch (error) {
      return error.name;
    }
  };
  await f((...values) => log.push(...values), name);
  (groups[group] ??= []).push(JSON.stringify(log));
}

const require = 'const { parentPort, workerData, ...threads } = require("node:worker_threads");';

/** Records what a thread of a text does to its end. */
const thread = (source, options, use = () => {}) => record("threads", async (log) => {
  const worker = new Worker(`${require}${source}`, { ...options, eval: true });
  const exit = new Promise((resolve) => worker.on("exit", resolve));
  worker.on("message", (value) => log("message", value));
  worker.on("messageerror", () => log("messageerror"));
  worker.on("error", (error) => log("error", error?.name ?? error, error?.message ?? null));
  await use(worker, log);
  log("exit", await exit, worker.threadId);
});

await record("ports", async (log) => {
  const { port1, port2 } = new MessageChannel();
  port2.onmessage = ({ data }) => {
    log(data);
    queueMicrotask(() => log(`after ${data}`));
  };
  for (let n = 0; n < 3; n++) port1.postMessage(n);
  log("posted");
  await turn();
  port1.close();
});

await record("ports", async (log) => {
  const { port1, port2 } = new MessageChannel();
  port2.on("close", () => log("two closed")).on("message", (value) => log(value));
  port1.on("close", () => log("one closed"));
  port1.postMessage("a");
  port1.postMessage("b");
  port1.close();
  port1.postMessage("late");
  await once(port2, "close");
  await turn();
  log.length;
  const { port1: three, port2: four } = new MessageChannel();
  three.postMessage("dropped");
  four.on("message", (value) => log(value));
  four.close();
  await turn();
});

await record("ports", async (log) => {
  const { port1, port2 } = new MessageChannel();
  for (const value of [1, undefined, null, { a: [1] }]) port1.postMessage(value);
  for (let n = 0; n < 5; n++) log(receiveMessageOnPort(port2) ?? "nothing");
  port1.postMessage("last");
  port1.close();
  await turn();
  log(receiveMessageOnPort(port2) ?? "nothing");
});

await record("ports", async (log, name) => {
  const { port1, port2 } = new MessageChannel();
  log(name(() => port1.postMessage()), name(() => port1.postMessage(() => {})), name(() => port1.postMessage(1, [port1])));
  log(name(() => port1.postMessage(1, 5)), name(() => port1.postMessage(1, {})));
  log(name(() => port1.postMessage(1, { transfer: 5 })), name(() => port1.postMessage(1, null)), name(() => port1.postMessage(Symbol("x"))));
  const buffer = new ArrayBuffer(1);
  log(name(() => port1.postMessage(buffer, [buffer, buffer])), buffer.byteLength);
  port1.postMessage(buffer, [buffer]);
  log(buffer.byteLength);
  const marked = new ArrayBuffer(2);
  markAsUntransferable(marked);
  log(receiveMessageOnPort(port2).message.byteLength);
  port1.close();
  await turn();
  log(name(() => structuredClone(1, { transfer: [port1] })), name(() => port1.postMessage("to nobody")), name(() => port1.close()));
});

await record("ports", async (log) => {
  const { port1, port2 } = new MessageChannel();
  const listener = () => {};
  log(port1.hasRef());
  port1.on("message", listener);
  log(port1.hasRef());
  port1.unref();
  log(port1.hasRef());
  port1.ref();
  log(port1.hasRef());
  port1.off("message", listener);
  log(port1.hasRef());
  port1.onmessage = listener;
  log(port1.hasRef());
  port1.onmessage = null;
  log(port1.hasRef());
  port2.close();
  await turn();
  log(port1.hasRef());
});

await record("ports", async (log) => {
  const { port1, port2 } = new MessageChannel();
  port1.postMessage(1);
  port1.postMessage(2);
  port1.postMessage(3);
  log(await once(port2, "message"));
  await turn();
  log(await once(port2, "message"), port2.listenerCount("message"));
  const listener = (value) => log(value);
  port2.on("message", listener).on("message", listener);
  log(port2.listenerCount("message"));
  await turn();
  port2.off("message", listener);
  port1.postMessage(4);
  await turn();
  port2.addListener("message", listener);
  await turn();
  port2.close();
});

await record("ports", async (log) => {
  const [one, two] = [new MessageChannel(), new MessageChannel()];
  for (let n = 0; n < 3; n++) one.port1.postMessage(n);
  two.port1.postMessage({ port: one.port2 }, [one.port2]);
  one.port1.postMessage("under way");
  const [{ port }] = await once(two.port2, "message");
  one.port1.postMessage("after");
  port.on("message", (value) => log(value));
  await turn();
  log(port === one.port2);
  port.close();
  two.port1.close();
});

await record("ports", async (log) => {
  const [one, inner] = [new MessageChannel(), new MessageChannel()];
  inner.port2.on("close", () => log("the port in a message that was dropped is closed"));
  one.port1.postMessage(1, [inner.port1]);
  one.port2.close();
  await turn();
});

await record("channels", async (log, name) => {
  const [a, b, c] = ["x", "x", "y"].map((text) => new BroadcastChannel(text));
  for (const channel of [a, b, c]) channel.onmessage = ({ data }) => log(channel.name, data);
  a.postMessage({ n: 1 });
  a.postMessage([2]);
  await turn();
  log(a.unref() === a, a.ref() === a, new BroadcastChannel(5).unref().name);
  b.close();
  a.postMessage(3);
  await turn();
  log(name(() => b.postMessage(1)), name(() => new BroadcastChannel()), name(() => a.postMessage(() => {})));
  for (const channel of [a, b, c]) channel.close();
});

await record("threads", async (log) => log(isMainThread, threadId, parentPort, workerData, getEnvironmentData("nothing") ?? "nothing"));
await thread("");
await thread("parentPort.postMessage([threads.isMainThread, workerData ?? 'none', process.argv.slice(2)])", { argv: ["a", 5] });
await thread("parentPort.postMessage(workerData)", { workerData: { when: new Date(0), list: [1] } });
await thread("parentPort.postMessage([process.env.A, process.env.HOME ?? 'none'])", { env: { A: "x" } });
await thread("process.exit(7)");
await thread("process.exitCode = 3");
await thread("process.on('exit', (code) => parentPort.postMessage(code)); process.exit(2)");
await thread("process.on('exit', () => { process.exitCode = 4 })");
await thread("for (let n = 0; n < 5; n++) parentPort.postMessage(n); process.exit()");
await thread("parentPort.postMessage(1); setTimeout(() => { throw new RangeError('broke') }, 20)");
await thread("throw 5");
await thread("throw null");
await thread("Promise.reject(new TypeError('rejected'))");
await thread("setTimeout(() => { throw new Error('later') }, 1); setTimeout(() => parentPort.postMessage('never'), 50)");
await thread("process.on('uncaughtException', (error) => parentPort.postMessage(error.message)); setTimeout(() => { throw new Error('caught') })");
await thread("parentPort.once('message', (value) => parentPort.postMessage(value + 1))", {}, (worker) => worker.postMessage(1));
await thread("parentPort.on('message', () => {}); parentPort.close()");
await thread("parentPort.on('message', () => {}); parentPort.unref()");
await thread("parentPort.onmessage = ({ data }) => { parentPort.postMessage(data); parentPort.onmessage = null; }", {}, (worker) => worker.postMessage("x"));
await thread("parentPort.postMessage('ready'); for (;;);", {}, async (worker, log) => {
  await once(worker, "message");
  log("terminated", await worker.terminate());
});
await thread("parentPort.postMessage(threads.receiveMessageOnPort(workerData)); workerData.close()", await (async () => {
  const { port1, port2 } = new MessageChannel();
  port1.postMessage("in line");
  return { workerData: port2, transferList: [port2] };
})());
await thread(`new threads.Worker("throw new Error('deep')", { eval: true })`);
await thread(`
  threads.setEnvironmentData("b", 1);
  new threads.Worker('const t = require("worker_threads"); t.parentPort.postMessage([t.getEnvironmentData("a"), t.getEnvironmentData("b")])', { eval: true })
    .on("message", (value) => parentPort.postMessage(value));
`, (setEnvironmentData("a", { n: 1 }), {}));
await thread("const { port1, port2 } = new MessageChannel(); port2.on('message', (m) => { parentPort.postMessage(m); port2.close() }); port1.postMessage('inside')");

await record("refused", (log, name) => {
  const code = (...args) => {
    try {
      new Worker(...args).on("error", () => {});
      return "no error";
    } catch (error) {
      return error.code;
    }
  };
  log(code("x.js"), code(5), code(new URL("http://example.org/x.js")), code("file:///x.js"), code(new URL("data:text/javascript,"), { eval: true }));
  log(code("", { eval: true, argv: 5 }), code("", { eval: true, execArgv: 5 }), code("", { eval: true, env: 5 }));
  log(name(() => new Worker("", { eval: true, workerData: () => {} })), name(() => Worker("x")), name(() => receiveMessageOnPort({})));
});

console.log(JSON.stringify(groups, null, 1));
