// The object process, as far as it can be seen from within a program that goes on. The ends of programs, signals and the
// standard input are in the Go tests.
import { EventEmitter } from "node:events";
import process, { argv, env, hrtime, nextTick, pid } from "node:process";
import tty from "node:tty";
import { AsyncContext, sleep } from "lariat:task";
import { assert, test } from "lariat:test";

test("the global is the module", () => {
  assert.equal(globalThis.process, process);
  assert.equal(process.nextTick, nextTick);
  assert.equal(process.argv, argv);
  assert.equal(process.env, env);
  assert.equal(process.pid, pid);
  assert.equal(globalThis.global, globalThis);
});

test("process is an EventEmitter of its own kind", () => {
  assert.equal(process instanceof EventEmitter, true);
  assert.equal(Object.prototype.toString.call(process), "[object process]");
  assert.equal(process.constructor.name, "process");
});

test("what it tells of itself", () => {
  assert.match(process.version, /^v20\.\d+\.\d+$/);
  assert.equal(`v${process.versions.node}`, process.version);
  assert.equal(typeof process.versions.lariat, "string");
  assert.match(process.versions.goja, /^v|unknown/);
  assert.equal(Number.isInteger(process.pid) && process.pid > 0, true);
  assert.equal(["linux", "darwin", "win32"].includes(process.platform), true);
  assert.equal(process.release.name, "node");
  assert.equal(typeof process.execPath, "string");
  assert.equal(Array.isArray(process.argv), true);
});

test("the environment is a copy in which everything is text", () => {
  env.NUMBER = 5;
  env.GONE = undefined;
  assert.deepEqual([env.NUMBER, env.GONE, env.nothing], ["5", "undefined", undefined]);
  assert.equal("NUMBER" in env, true);
  assert.equal(Object.keys(env).includes("NUMBER"), true);
  assert.equal({ ...env }.NUMBER, "5");
  assert.equal(JSON.parse(JSON.stringify(env)).NUMBER, "5");
  assert.equal(delete env.NUMBER, true);
  assert.equal("NUMBER" in env, false);
  assert.equal(env.toString === Object.prototype.toString, true);
  assert.throws(() => { env.SYMBOL = Symbol("x"); }, TypeError);
});

test("nextTick runs in line with promises, in order, with arguments", async () => {
  const log = [];
  nextTick((...args) => log.push(args), 1, 2);
  Promise.resolve().then(() => log.push("promise"));
  nextTick(() => {
    log.push("second");
    nextTick(() => log.push("inner"));
  });
  queueMicrotask(() => log.push("microtask"));
  log.push("now");
  await sleep(0);
  assert.deepEqual(log, ["now", [1, 2], "promise", "second", "microtask", "inner"]);
  assert.throws(() => nextTick(5), { code: "ERR_INVALID_ARG_TYPE", name: "TypeError" });
});

test("nextTick keeps the context", async () => {
  const variable = new AsyncContext.Variable();
  let seen;
  variable.run("kept", () => nextTick(() => { seen = variable.get(); }));
  await null;
  assert.equal(seen, "kept");
});

test("what nextTick throws is uncaught", async () => {
  const seen = [];
  const hear = (e, origin) => seen.push([e.message, origin]);
  process.on("uncaughtException", hear);
  nextTick(() => { throw new Error("lost"); });
  await sleep(0);
  process.off("uncaughtException", hear);
  assert.deepEqual(seen, [["lost", "uncaughtException"]]);
});

test("time goes by the runtime's clock", async () => {
  const [before, up, big] = [hrtime(), process.uptime(), hrtime.bigint()];
  await sleep(1500);
  const [seconds, nanoseconds] = hrtime(before);
  assert.deepEqual([seconds, nanoseconds], [1, 500_000_000]);
  assert.equal(Math.round((process.uptime() - up) * 1000), 1500);
  assert.equal(hrtime.bigint() - big, 1_500_000_000n);
  assert.throws(() => hrtime(5), { code: "ERR_INVALID_ARG_TYPE" });
  assert.throws(() => hrtime([1]), { code: "ERR_OUT_OF_RANGE" });
});

test("memory is counted", () => {
  const before = process.cpuUsage();
  for (let until = before.user + before.system + 2000, now = before; now.user + now.system < until; ) now = process.cpuUsage();
  const spent = process.cpuUsage(before);
  assert.equal(Object.keys(spent).join(), "user,system");
  assert.ok(spent.user + spent.system >= 2000 && spent.user >= 0 && spent.system >= 0);
  assert.throws(() => process.cpuUsage(5), { code: "ERR_INVALID_ARG_TYPE" });
  assert.throws(() => process.cpuUsage({ user: "1", system: 2 }), { code: "ERR_INVALID_ARG_TYPE", message: /"prevValue\.user" property/ });
  assert.throws(() => process.cpuUsage({ user: 1, system: -2 }), { code: "ERR_INVALID_ARG_VALUE" });
  const usage = process.memoryUsage();
  assert.equal(usage.rss > usage.heapUsed && usage.heapUsed > 0, true);
  assert.equal(process.memoryUsage.rss() > 0, true);
});

test("exit codes have to be integers", () => {
  for (const code of ["x", {}, true]) assert.throws(() => { process.exitCode = code; }, { code: "ERR_INVALID_ARG_TYPE" });
  assert.throws(() => { process.exitCode = 1.5; }, { code: "ERR_OUT_OF_RANGE" });
  process.exitCode = "3";
  assert.equal(process.exitCode, "3");
  process.exitCode = null;
  assert.equal(process.exitCode, undefined);
  assert.throws(() => process.exit("x"), { code: "ERR_INVALID_ARG_TYPE" });
});

test("the working directory stays where it is", () => {
  assert.equal(typeof process.cwd(), "string");
  assert.throws(() => process.chdir(".."), { name: "PermissionError", code: "ERR_PERMISSION", resource: ".." });
  assert.throws(() => process.chdir(5), { code: "ERR_INVALID_ARG_TYPE" });
});

test("modules of the host are found by name", () => {
  assert.equal(process.getBuiltinModule("events"), EventEmitter);
  assert.equal(process.getBuiltinModule("node:nothing"), undefined);
});

test("streams are written at once and answer later", async () => {
  const log = [];
  assert.equal(process.stdout.write("", () => log.push("written")), true);
  log.push("now");
  await null;
  assert.deepEqual(log, ["now", "written"]);
  for (const chunk of [5, undefined, {}]) assert.throws(() => process.stdout.write(chunk), { code: "ERR_INVALID_ARG_TYPE" });
  assert.throws(() => process.stderr.write(null), { code: "ERR_STREAM_NULL_VALUES" });
  assert.equal(process.stdout.write(new Uint8Array(0)), true);
});

test("streams that are no terminals say so by silence", () => {
  const { stdout } = process;
  assert.deepEqual([stdout.isTTY, stdout.columns, stdout.rows, stdout.fd, process.stderr.fd], [undefined, undefined, undefined, 1, 2]);
  assert.equal(stdout instanceof tty.WriteStream, true);
  assert.equal(process.stdin instanceof tty.ReadStream, true);
  assert.deepEqual([0, 1, 2, 3, -1, "x"].map(tty.isatty), [false, false, false, false, false, false]);
});

test("the depth of colors goes by the environment", () => {
  const depth = (variables) => process.stdout.getColorDepth(variables);
  assert.deepEqual(
    [{ FORCE_COLOR: "0" }, { FORCE_COLOR: "" }, { FORCE_COLOR: "3" }, { NO_COLOR: "1" }, { TERM: "dumb" }].map(depth),
    [1, 4, 24, 1, 1],
  );
  if (process.platform !== "win32") {
    assert.deepEqual([{ COLORTERM: "truecolor" }, { TERM: "xterm-256color" }, { TERM: "xterm" }, {}].map(depth), [24, 8, 4, 1]);
  }
  assert.equal(process.stdout.hasColors(256, { FORCE_COLOR: "2" }), true);
  assert.equal(process.stdout.hasColors({ FORCE_COLOR: "0" }), false);
});

test("warnings need text or an error", () => {
  assert.throws(() => process.emitWarning(5), { code: "ERR_INVALID_ARG_TYPE" });
  assert.throws(() => process.emitWarning("x", 5), { code: "ERR_INVALID_ARG_TYPE" });
});

test("kill asks for a process, and says what is wrong", () => {
  assert.equal(process.kill(process.pid, 0), true);
  assert.throws(() => process.kill(2 ** 30, 0), { code: "ESRCH", syscall: "kill", message: "kill ESRCH" });
  assert.throws(() => process.kill("x"), { code: "ERR_INVALID_ARG_TYPE" });
  assert.throws(() => process.kill(process.pid, "SIGNOPE"), { code: "ERR_UNKNOWN_SIGNAL", message: "Unknown signal: SIGNOPE" });
});

test("who runs the program", () => {
  if (process.platform === "win32") return;
  assert.ok([process.getuid(), process.geteuid(), process.getgid(), process.getegid(), ...process.getgroups()].every((n) => n >= 0));
});

test("the mask and who runs the program belong to the host", () => {
  const mask = process.umask();
  assert.ok(Number.isInteger(mask) && mask >= 0 && mask <= 0o777);
  assert.equal(process.umask(mask), mask);
  assert.equal(process.umask(mask.toString(8)), mask);
  assert.throws(() => process.umask(mask ^ 0o77), { name: "PermissionError", permission: "umask" });
  assert.throws(() => process.umask("0o22"), { code: "ERR_INVALID_ARG_VALUE" });
  assert.throws(() => process.umask({}), { code: "ERR_INVALID_ARG_TYPE" });
  for (const bad of [-1, 1.5, 2 ** 33]) assert.throws(() => process.umask(bad), { code: "ERR_OUT_OF_RANGE" });
  if (process.platform !== "win32") assert.throws(() => process.setuid(0), { name: "PermissionError", permission: "setuid" });
  for (const name of ["binding", "dlopen"]) assert.throws(() => process[name]("x"), { code: "ERR_FEATURE_UNAVAILABLE_ON_PLATFORM" });
});

test("memory and what keeps a program alive", () => {
  assert.ok(process.availableMemory() >= 0 && process.constrainedMemory() >= 0);
  const count = () => process.getActiveResourcesInfo().filter((kind) => kind === "Timeout").length;
  const before = count();
  const timers = [setTimeout(() => {}, 1e6), setInterval(() => {}, 1e6), setTimeout(() => {}, 1e6).unref()];
  assert.equal(count(), before + 2);
  timers.forEach(clearTimeout);
  assert.equal(count(), before);
});

test("the report tells what there is to tell", () => {
  const report = process.report.getReport(Object.assign(new RangeError("why"), { code: 5 }));
  assert.deepEqual([report.header.processId, report.header.reportVersion, report.javascriptStack.message, report.javascriptStack.errorProperties],
    [process.pid, 3, "RangeError: why", { code: 5 }]);
  assert.ok(report.resourceUsage && report.libuv && report.javascriptHeap.rss > 0);
  assert.throws(() => process.report.getReport(5), { code: "ERR_INVALID_ARG_TYPE" });
  assert.throws(() => process.report.writeReport(5), { code: "ERR_INVALID_ARG_TYPE" });
});
