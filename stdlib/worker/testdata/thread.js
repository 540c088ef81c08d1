import { parentPort, workerData, threadId, isMainThread } from "node:worker_threads";

parentPort.postMessage({ workerData, threadId, isMainThread, argv: process.argv.slice(2), main: import.meta.main });
parentPort.once("message", (message) => parentPort.postMessage(message * 2));
