// process as an emitter, and what its functions refuse.
import process from "node:process";

// heard is what listeners are told.
const heard = (name, run) => new Promise((done) => {
  process.once(name, (...args) => done(args));
  run();
});
const listener = () => {};
const count = (name) => process.listenerCount(name);

export { cases as process };
const cases = [
  () => { process.on("SIGUSR2", listener); const n = count("SIGUSR2"); process.off("SIGUSR2", listener); return [n, count("SIGUSR2")]; },
  () => { const before = count("exit"); process.once("exit", listener); const n = count("exit") - before; process.removeListener("exit", listener); return [n, count("exit") - before]; },
  () => process.on("beforeExit", listener) === process, () => process.off("beforeExit", listener) === process, () => process.on("SIGINT"), () => process.once("SIGTERM", "x"), () => process.on("exit", 5),
  () => { process.on("own", listener); const names = process.eventNames().includes("own"); process.removeAllListeners("own"); return [names, count("own"), process.emit("own")]; },
  () => heard("own", () => process.emit("own", 1, "two")), () => { process.prependListener("own", listener); process.addListener("own", () => 1); const first = process.listeners("own")[0] === listener; process.removeAllListeners("own"); return first; },
  () => [process.getMaxListeners(), typeof process.setMaxListeners, process instanceof (process.constructor)], () => Object.prototype.toString.call(process),
  () => process.kill(process.pid, 0), () => process.kill(process.pid, "SIGNOPE"), () => process.kill("x", 0), () => process.kill(1.5), () => process.kill(process.pid, "sigterm"), () => process.kill(process.pid, 1000), () => process.kill(2 ** 30, 0), () => process.kill(),
  () => process.on("SIGKILL", listener), () => process.on("SIGSTOP", listener), () => [count("SIGKILL"), count("SIGSTOP")],
  () => { process.on("SIGNOPE", listener); process.off("SIGNOPE", listener); return "an event as others"; },

  () => heard("warning", () => process.emitWarning("careful")).then(([w]) => [w.name, w.message, w.code, w.detail, w instanceof Error]),
  () => heard("warning", () => process.emitWarning("careful", "Own", "C1")).then(([w]) => [w.name, w.message, w.code, w.detail]),
  () => heard("warning", () => process.emitWarning("careful", { type: "Own", code: "C2", detail: "more" })).then(([w]) => [w.name, w.code, w.detail, Object.keys(w)]),
  () => heard("warning", () => process.emitWarning(Object.assign(new Error("own"), { name: "Mine", code: 5 }))).then(([w]) => [w.name, w.message, w.code]),
  () => heard("warning", () => process.emitWarning("old", "DeprecationWarning", "DEP")).then(([w]) => [w.name, w.code]), () => heard("warning", () => process.emitWarning("x", "")).then(([w]) => w.name),
  () => process.emitWarning(5), () => process.emitWarning("x", 5), () => process.emitWarning("x", "A", 5), () => process.emitWarning(), () => process.emitWarning("x", "A", "B", 5), () => process.emitWarning({ message: "x" }),
  () => { const { noDeprecation } = process; process.noDeprecation = true; process.emitWarning("silent", "DeprecationWarning"); process.noDeprecation = noDeprecation; return new Promise((done) => { const on = (warning) => warning.message === "silent" && done("heard"); process.on("warning", on); setTimeout(() => (process.off("warning", on), done("silence")), 5); }); },

  () => heard("uncaughtException", () => setTimeout(() => { throw new RangeError("late"); }, 1)).then(([e, origin]) => [e.message, origin]), () => heard("uncaughtException", () => setTimeout(() => { throw 5; }, 1)),
  () => heard("uncaughtException", () => Promise.reject(new TypeError("nobody"))).then(([e, origin]) => [e.message, origin]), () => heard("uncaughtException", () => Promise.reject(null)).then(([e, origin]) => [e.name, e.code, e.message, origin]),
  () => heard("unhandledRejection", () => Promise.reject(7)).then(([reason, promise]) => [reason, promise instanceof Promise]),
  () => heard("rejectionHandled", () => { process.once("unhandledRejection", (_, promise) => promise.catch(listener)); Promise.reject(1); }).then(([promise]) => promise instanceof Promise),
  () => { const order = []; process.once("uncaughtExceptionMonitor", (e, o) => order.push("monitor", e, o)); return heard("uncaughtException", () => setTimeout(() => { throw "both"; }, 1)).then((args) => [...order, ...args]); },
  () => new Promise((done) => { process.setUncaughtExceptionCaptureCallback((e) => { process.setUncaughtExceptionCaptureCallback(null); done([e, process.hasUncaughtExceptionCaptureCallback()]); }); setTimeout(() => { throw "captured"; }, 1); }),
  () => process.setUncaughtExceptionCaptureCallback(5), () => process.setUncaughtExceptionCaptureCallback(), () => process.hasUncaughtExceptionCaptureCallback(),

  () => { process.exitCode = "x"; }, () => { process.exitCode = 1.5; }, () => { process.exitCode = {}; }, () => { process.exitCode = "3"; const code = process.exitCode; process.exitCode = undefined; return [code, process.exitCode]; }, () => { process.exitCode = ""; }, () => { process.exitCode = true; },
  () => process.exit("x"), () => process.exit(1.5), () => process.hrtime(5), () => process.hrtime([1]), () => process.hrtime([1, 2, 3]), () => process.hrtime().length, () => typeof process.hrtime.bigint(), () => process.hrtime([0, 0]).map(Number.isInteger),
  () => process.cpuUsage(5), () => process.cpuUsage({}), () => process.cpuUsage({ user: 1 }), () => process.cpuUsage({ user: -1, system: 1 }), () => process.cpuUsage({ user: 1, system: Infinity }), () => Object.keys(process.cpuUsage()), () => process.cpuUsage("x"), () => process.cpuUsage([]),
  () => Object.keys(process.memoryUsage()), () => process.memoryUsage.rss() > 1e6, () => process.uptime() > 0, () => process.nextTick(), () => process.nextTick(5), () => process.nextTick(null, 1), () => new Promise((done) => process.nextTick((...args) => done(args), 1, 2)),
  () => process.chdir(), () => process.chdir(5), () => process.cwd.length,
  () => Object.keys(process.resourceUsage()), () => process.resourceUsage().maxRSS > 0, () => process.allowedNodeEnvironmentFlags instanceof Set,
  () => process.getBuiltinModule("nope"), () => process.getBuiltinModule(5), () => process.getBuiltinModule("fs") === process.getBuiltinModule("node:fs"), () => process.loadEnvFile(5), () => process.loadEnvFile("/nowhere/.env"), 
  () => [typeof process.pid, typeof process.ppid, process.title.length > 0, process.argv0.length > 0, Array.isArray(process.execArgv), typeof process.execPath, process.debugPort], () => [typeof process.arch, typeof process.platform, process.release.name, Object.keys(process.versions).includes("node")],
  () => { process.env.LARIAT_X = 5; const was = process.env.LARIAT_X; delete process.env.LARIAT_X; return [was, process.env.LARIAT_X, "LARIAT_X" in process.env]; }, () => { process.env.LARIAT_X = Symbol("x"); }, () => { process.env.LARIAT_X = undefined; const was = process.env.LARIAT_X; delete process.env.LARIAT_X; return was; },
  () => process.emit("nobody listens"), () => process.assert(true), () => process.assert(0, "said"), () => process.assert(false),
  () => [process.getuid() >= 0, process.getgroups().length >= 0],
  () => process.setSourceMapsEnabled(5), () => process.setSourceMapsEnabled(), () => process.stdout.fd, () => process.stderr.fd, () => process.mainModule,
];
