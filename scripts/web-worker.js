// Workers as the web and Node have them: messages, ports from worker to worker, channels, named locks, errors, ends.
import { Worker as Thread } from "node:worker_threads";

const make = (name) => new Worker("./web-worker/count.js", { type: "module", name });
const [left, right] = ["left", "right"].map(make);
const event = (target, type) => new Promise((resolve) => target.addEventListener(type, resolve, { once: true }));

// The left worker sends what it has counted through a port right to the other one, which adds its own.
const { port1, port2 } = new MessageChannel();
left.postMessage({ text: "the cat sat on the mat", to: port1 }, [port1]);
right.postMessage({ text: "the dog sat on the cat", from: port2 }, [port2]);
const { data } = await event(right, "message");
const top = [...data.counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)).slice(0, 3);
console.log(data.by, top);

// All of them hear what is broadcast; an error that nobody catches ends a worker and is an event here.
const news = new BroadcastChannel("news");
const failures = Promise.all([left, right].map((worker) => event(worker, "error")));
news.postMessage("nonsense");
for (const { message, lineno } of await failures) console.log(message, "in line", lineno);
news.close();

// Node's face of the same thing; terminate() ends even a loop without end.
const thread = new Thread("require('node:worker_threads').parentPort.postMessage('spinning'); for (;;);", { eval: true });
thread.on("message", async (text) => console.log(text, "until", await thread.terminate()));
thread.on("exit", async (code) => {
  console.log("exit", code);
  console.log(await navigator.locks.query());
});

// Output:
// right [ [ 'the', 4 ], [ 'cat', 2 ], [ 'on', 2 ] ]
// Uncaught TypeError: left does not know what nonsense is in line 19
// Uncaught TypeError: right does not know what nonsense is in line 19
// exit 1
// spinning until 1
// { held: [], pending: [] }
