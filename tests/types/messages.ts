// Ports, workers and named locks as TypeScript sees them.
import { WorkerPool } from "lariat:worker";
import { Worker as Thread, parentPort, receiveMessageOnPort, type WorkerOptions as ThreadOptions } from "node:worker_threads";

const { port1, port2 }: MessageChannel = new MessageChannel();
port1.onmessage = (event) => {
  const data: unknown = event.data;
  const ports: readonly MessagePort[] = event.ports;
  port1.postMessage({ data }, [...ports]);
};
port1.addEventListener("close", () => port2.close());
port1.postMessage(new ArrayBuffer(1), { transfer: [port2] });
port2.on("message", (value) => console.log(value)).unref();

const news = new BroadcastChannel("news");
news.onmessage = ({ data }: MessageEvent<string>) => data.length;
news.unref().postMessage("text");

const worker = new Worker(new URL("file:///task.ts"), { type: "module", name: "task", env: { A: "x", B: undefined } });
worker.onerror = ({ message, lineno, error }: ErrorEvent) => console.log(message, lineno, error);
worker.onclose = () => worker.terminate();
// @ts-expect-error there are no classic workers
new Worker("./task.js", { type: "classic" });

const options: ThreadOptions = { eval: true, workerData: [1], transferList: [port1] };
const thread = new Thread("", options);
const code: number = await thread.terminate();
parentPort?.postMessage(code);
const received: { message: any } | undefined = receiveMessageOnPort(port2);

const { locks }: Navigator = navigator;
const n: number = await locks.request("a", async (lock) => lock.name.length);
const maybe: string | undefined = await locks.request("a", { ifAvailable: true, mode: "shared" }, (lock) => lock?.mode);
const { held, pending } = await locks.query();
// @ts-expect-error a mode is one of two words
await locks.request("a", { mode: "other" }, () => {});

export const all = [received, n, maybe, held[0]?.clientId, pending.length, navigator.hardwareConcurrency];

export function permissions() {
  const pool = new WorkerPool({ permissions: { read: ["data", new URL("file:///data")], net: ["example.com:443"], env: true, import: "inherit" } });
  const none = new Worker("./x.js", { permissions: "none" });
  // @ts-expect-error: there is no such permission
  const bad = new WorkerPool({ permissions: { fly: true } });
  // @ts-expect-error: a host is no URL
  const host = new WorkerPool({ permissions: { net: [new URL("http://x")] } });
  return [pool, none, bad, host];
}
