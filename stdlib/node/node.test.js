// The modules of Node as a program of lariat meets them. What they have in common with Node's is in testdata/.
import nodeAssert from "node:assert";
import { Buffer as Imported, atob, constants } from "node:buffer";
import { builtinModules, createRequire, isBuiltin } from "node:module";
import os, { EOL } from "node:os";
import path, { join } from "node:path";
import posix from "node:path/posix";
import util, { debuglog, deprecate, inspect, promisify, types } from "node:util";
import { isMap } from "node:util/types";
import { sleep } from "lariat:task";
import { assert, test } from "lariat:test";

const require = createRequire(import.meta.url);

test("every module is one object, by all its names", () => {
  assert.equal(require("assert"), nodeAssert);
  assert.equal(require("node:assert").strict, assert);
  assert.equal(require("assert/strict"), assert);
  assert.equal(require("path"), path);
  assert.equal(path.posix, posix);
  assert.equal(require("util").types, types);
  assert.equal(require("util/types").isMap, isMap);
  assert.equal(Imported, Buffer);
  assert.equal(global, globalThis);
});

test("builtin modules are known by name", () => {
  assert.equal(["path", "node:path", "path/posix", "lariat:task"].every(isBuiltin), true);
  assert.deepEqual(["nothing", "node:nothing", 5, undefined].map(isBuiltin), [false, false, false, false]);
  assert.equal(builtinModules.includes("assert") && builtinModules.includes("util/types"), true);
  assert.throws(() => createRequire(5), { code: "ERR_INVALID_ARG_VALUE" });
  assert.throws(() => require("./nothing"), { code: "MODULE_NOT_FOUND" });
});

test("paths begin at the folder of the program", () => {
  assert.equal(path.resolve(), process.cwd());
  assert.equal(path.resolve("a", "..", "b"), join(process.cwd(), "b"));
  assert.equal(path.relative(process.cwd(), path.resolve("x/y")), join("x", "y"));
  assert.equal(path.sep, process.platform === "win32" ? "\\" : "/");
});

test("the machine tells what it is", () => {
  assert.equal(os.platform(), process.platform);
  assert.equal(os.arch(), process.arch);
  assert.equal(EOL, process.platform === "win32" ? "\r\n" : "\n");
  assert.equal(os.constants.signals.SIGINT, 2);
  assert.equal(os.availableParallelism() >= 1 && os.cpus().length >= 1, true);
  assert.equal(["LE", "BE"].includes(os.endianness()), true);
  for (const text of [os.type(), os.release(), os.version(), os.machine(), os.tmpdir(), os.homedir(), os.devNull]) {
    assert.equal(typeof text === "string" && text !== "", true);
  }
  const { uid, gid, username, homedir } = os.userInfo();
  assert.deepEqual([typeof uid, typeof gid, typeof username, typeof homedir], ["number", "number", "string", "string"]);
});

test("an assertion shows where it failed, and not where assertions are made", () => {
  let error;
  try {
    assert.deepEqual({ a: 1 }, { a: 2 });
  } catch (e) {
    error = e;
  }
  assert.match(error.stack, /^AssertionError \[ERR_ASSERTION\]: Expected values to be strictly deep-equal:\n/);
  assert.match(error.stack, /node\.test\.js:\d+/);
  assert.doesNotMatch(error.stack, /node:assert/);
  assert.match(inspect(error), /generatedMessage: true,\n {2}code: 'ERR_ASSERTION',\n {2}actual: \[Object\],/);
});

test("long values are cut where an assertion error is printed, and nowhere else", () => {
  const error = new nodeAssert.AssertionError({ actual: "x\n".repeat(100), expected: "y", operator: "strictEqual" });
  assert.equal(inspect(error).split("\n").length < 150, true);
  assert.equal(error.actual.length, 200);
});

test("a test of a function is told what it got", async () => {
  await assert.rejects(async () => { throw new RangeError("far"); }, (error) => error instanceof RangeError);
  await assert.rejects(
    assert.rejects(async () => { throw new RangeError("far"); }, TypeError),
    { name: "AssertionError", message: 'The error is expected to be an instance of "TypeError". Received "RangeError"\n\nError message:\n\nfar' },
  );
});

test("objects that contain themselves are compared", () => {
  const ring = (n) => {
    const list = Array.from({ length: n }, () => ({}));
    list.forEach((o, i) => { o.next = list[(i + 1) % n]; });
    return list[0];
  };
  assert.deepEqual(ring(3), ring(3));
  assert.notDeepEqual(ring(3), Object.assign(ring(3), { extra: 1 }));
});

test("what is nested too deeply is refused", () => {
  const deep = (levels) => {
    let o = {};
    for (let i = 0; i < levels; i++) o = i % 3 ? [o] : i % 2 ? new Map([[{}, o]]) : { o };
    return o;
  };
  assert.deepEqual(deep(300), deep(300));
  assert.throws(() => assert.deepEqual(deep(5000), deep(5000)), { name: "RangeError", message: "the values are nested too deeply to be compared" });
});

test("Buffers are Uint8Arrays that share their memory", () => {
  const bytes = new Uint8Array([1, 2, 3, 4]);
  const buffer = Buffer.from(bytes.buffer, 1, 2);
  bytes[1] = 9;
  assert.deepEqual([...buffer], [9, 3]);
  buffer.subarray(1)[0] = 7;
  assert.equal(bytes[2], 7);
  assert.equal(structuredClone(buffer) instanceof Uint8Array, true);
  assert.equal(inspect({ buffer }), "{ buffer: <Buffer 09 07> }");
  assert.equal(atob("aGk="), "hi");
  assert.equal(constants.MAX_LENGTH, 2 ** 32);
});

test("large Buffers are filled, found and compared", () => {
  const big = Buffer.alloc(1 << 20, "lariat");
  big.write("needle", 1_000_000);
  assert.equal(big.indexOf("needle"), 1_000_000);
  assert.equal(big.toString("base64").length, Math.ceil((1 << 20) / 3) * 4);
  assert.equal(Buffer.compare(big, Buffer.from(big)), 0);
  assert.equal(Buffer.concat([big, big]).length, 2 << 20);
});

test("promisify knows what timers promise", async () => {
  assert.equal(await promisify(setTimeout)(5, "value"), "value");
});

test("a deprecated function warns once, and a code once for all", async () => {
  const heard = [];
  const hear = (w) => heard.push(`${w.name} ${w.code} ${w.message}`);
  const before = process.listeners("warning");
  process.removeAllListeners("warning").on("warning", hear);
  const [a, b, c] = [deprecate(() => 1, "a is old"), deprecate(() => 2, "b is old", "DEP_X"), deprecate(() => 3, "c is old", "DEP_X")];
  assert.deepEqual([a(), a(), b(), b(), c()], [1, 1, 2, 2, 3]);
  await sleep(0);
  process.off("warning", hear);
  for (const f of before) process.on("warning", f);
  assert.deepEqual(heard, ["DeprecationWarning undefined a is old", "DeprecationWarning DEP_X b is old"]);
});

test("NODE_DEBUG turns logs on", () => {
  process.env.NODE_DEBUG = "other,foo*";
  assert.deepEqual(["foo", "foobar", "OTHER", "bar"].map((name) => debuglog(name).enabled), [true, true, true, false]);
  delete process.env.NODE_DEBUG;
  let made;
  const log = debuglog("bar", (fn) => { made = fn; });
  assert.equal(made, log);
  assert.equal(log("nothing"), undefined);
});

test("text is styled for who can show it", () => {
  const terminal = { write() {}, isTTY: true, getColorDepth: () => 8 };
  assert.equal(util.styleText("red", "x", { stream: terminal }), "\u001b[31mx\u001b[39m");
  assert.equal(util.styleText(["bold", "blue"], "x", { stream: { write() {} } }), "x");
  assert.throws(() => util.styleText("red", "x", { stream: {} }), { code: "ERR_INVALID_ARG_TYPE" });
});

test("callbacks of callbackify run as microtasks, and what they throw is uncaught", async () => {
  const log = [];
  const hear = (e) => log.push(e.message);
  process.on("uncaughtException", hear);
  util.callbackify(async () => "value")((error, value) => {
    log.push([error, value]);
    throw new Error("thrown");
  });
  log.push("now");
  await sleep(0);
  process.off("uncaughtException", hear);
  assert.deepEqual(log, ["now", [null, "value"], "thrown"]);
});
