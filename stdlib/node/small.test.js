// The small modules of Node, and those that there are none of.
import { test, assert } from "lariat:test";
import Module, { builtinModules, createRequire, isBuiltin } from "node:module";
import vm from "node:vm";
import diagnostics from "node:diagnostics_channel";
import os, { hostname } from "node:os";

const require = createRequire("/");

test("each name of Node is a module, or an error that says what to do", () => {
  // What require("node:module").builtinModules of Node v20 lists, without what begins with an underscore.
  const names = ("assert assert/strict async_hooks buffer child_process cluster console constants crypto dgram diagnostics_channel dns dns/promises " +
    "domain events fs fs/promises http http2 https inspector inspector/promises module net os path path/posix path/win32 perf_hooks process " +
    "punycode querystring readline readline/promises repl stream stream/consumers stream/promises stream/web string_decoder sys timers " +
    "timers/promises tls trace_events tty url util util/types v8 vm wasi worker_threads zlib").split(" ");
  const absent = [];
  for (const name of names) {
    assert.ok(builtinModules.includes(name) && isBuiltin(name) && isBuiltin(`node:${name}`), name);
    try {
      assert.equal(require(name), require(`node:${name}`), name);
    } catch (error) {
      assert.equal(error.name, "ModuleError", `${name}: ${error.message}`);
      assert.equal(error.code, "ERR_MODULE");
      assert.match(error.message, new RegExp(`^module "node:${name}" is not available: .{10}`));
      absent.push(name);
      assert.equal(process.getBuiltinModule(name), undefined);
    }
  }
  assert.deepEqual(absent, ["dgram", "domain", "inspector", "inspector/promises", "repl", "trace_events", "wasi"]);
});

test("a missing module can be caught by whoever can do without it", async () => {
  await assert.rejects(import("node:repl"), { name: "ModuleError", code: "ERR_MODULE" });
  await assert.rejects(import("node:repl"), { name: "ModuleError" }); // again, and not half of it
});

test("what is asked of a module in part says what there is instead", () => {
  const code = "ERR_FEATURE_UNAVAILABLE_ON_PLATFORM";
  for (const [name, call, instead] of [
    ["net", "connect", /^net\.connect\(\) is not available: use fetch\(\)/], ["net", "createServer", /node:http/], ["tls", "connect", /node:https/],
    ["http2", "connect", /HTTP\/2 by themselves/], ["v8", "serialize", /structuredClone/], ["cluster", "fork", /serve\(\)/], ["dns", "resolve4", /lookup/],
  ]) {
    assert.throws(() => require(name)[call](), (error) => error.code === code && instead.test(error.message));
  }
  assert.throws(() => new (require("net").Socket)(), { code, message: /^new net\.Socket\(\) is not available/ });
  assert.ok(!(Buffer.alloc(0) instanceof require("net").Socket) && require("cluster").isPrimary);
});

test("the old questions of util have their old answers", () => {
  const util = require("util");
  const values = [true, Buffer.alloc(1), new Date(), new Error("x"), () => {}, null, undefined, 5, {}, /x/, "text", Symbol("s")];
  const answers = (name) => values.map((value) => Number(util[name](value))).join("");
  assert.deepEqual(["isBoolean", "isBuffer", "isDate", "isError", "isFunction", "isNull", "isNullOrUndefined", "isNumber", "isObject",
    "isPrimitive", "isRegExp", "isString", "isSymbol", "isUndefined"].map(answers), [
    "100000000000", "010000000000", "001000000000", "000100000000", "000010000000", "000001000000", "000001100000", "000000010000",
    "011100001100", "100001110011", "000000000100", "000000000010", "000000000001", "000000100000",
  ]);
});

test("a script of vm runs in the global scope", () => {
  assert.equal(vm.runInThisContext("var fromScript = 20; fromScript + 1"), 21);
  assert.equal(globalThis.fromScript, 20);
  const script = new vm.Script("++globalThis.fromScript", "counter.js");
  assert.deepEqual([script.runInThisContext(), script.runInThisContext()], [21, 22]);
  assert.throws(() => new vm.Script("let = ;"), SyntaxError);
  assert.equal(vm.compileFunction("return a + b", ["a", "b"])(1, 2), 3);
  assert.throws(() => vm.runInThisContext("1", { timeout: 5 }), { code: "ERR_FEATURE_UNAVAILABLE_ON_PLATFORM" });
});

test("a context of vm is a scope of its own", () => {
  const context = vm.createContext({ a: 1 });
  assert.equal(vm.runInContext("var b = a + 1; let c = b; const d = () => c++; b", context), 2);
  assert.deepEqual([vm.runInContext("d(); d(); c", context), context], [4, { a: 1, b: 2 }]);
  assert.equal(vm.runInContext("typeof process + typeof fetch", context), "undefinedundefined");
  assert.throws(() => vm.runInNewContext("process"), ReferenceError);
  assert.throws(() => vm.runInContext("undeclared = 1; 'use strict'; d = 5", context), TypeError);
  assert.equal(globalThis.undeclared, undefined);
  assert.equal(context.undeclared, 1);
  assert.throws(() => vm.runInContext("1", {}), { code: "ERR_INVALID_ARG_TYPE" });
  assert.ok(vm.runInNewContext("[] instanceof Array && Array") === Array, "there is one realm");
  assert.equal(vm.runInNewContext("v", { v: 3 }), 3);
});

test("channels bring messages to whoever listens", async () => {
  const channel = diagnostics.channel("test");
  const seen = [];
  const listener = (message, name) => seen.push([message, name]);
  channel.publish("nobody hears");
  diagnostics.subscribe("test", listener);
  assert.ok(channel.hasSubscribers && diagnostics.hasSubscribers("test"));
  channel.publish(1);
  assert.equal(diagnostics.unsubscribe("test", listener), true);
  assert.equal(channel.unsubscribe(listener), false);
  channel.publish(2);
  assert.deepEqual(seen, [[1, "test"]]);
  assert.equal(diagnostics.channel("test"), channel);
  const tracing = diagnostics.tracingChannel("work");
  const log = [];
  tracing.subscribe({ start: () => log.push("start"), end: () => log.push("end"), asyncEnd: ({ result }) => log.push(result), error: ({ error }) => log.push(error.message) });
  assert.equal(tracing.traceSync((n) => n * 2, {}, null, 4), 8);
  assert.equal(await tracing.tracePromise(async () => "later"), "later");
  assert.throws(() => tracing.traceSync(() => { throw new Error("lost"); }), { message: "lost" });
  assert.deepEqual(log, ["start", "end", "start", "end", "later", "start", "lost", "end"]);
  assert.throws(() => diagnostics.channel(5), { code: "ERR_INVALID_ARG_TYPE" });
});

test("old names are those of new modules", () => {
  assert.equal(require("sys"), require("util"));
  assert.equal(require("constants").SIGINT, os.constants.signals.SIGINT);
  assert.equal(require("constants").O_RDONLY, 0);
});

test("what is put into a module of the host is imported by name after syncBuiltinESMExports", async () => {
  const { hostname: was } = os;
  os.hostname = () => "mine";
  assert.equal(hostname, was);
  Module.syncBuiltinESMExports();
  assert.equal(hostname(), "mine");
  assert.equal((await import("node:os")).hostname, os.hostname);
  os.hostname = was;
  Module.syncBuiltinESMExports();
  assert.equal(hostname, was);
});

test("types are stripped, and what is no TypeScript is told", () => {
  assert.equal(Module.stripTypeScriptTypes("const x: number = 1; type A = 2;"), "const x = 1;\n");
  assert.match(Module.stripTypeScriptTypes("enum A { B }", { mode: "transform", sourceUrl: "a.ts" }), /\["B"\][^]*sourceURL=a\.ts$/);
  assert.match(Module.stripTypeScriptTypes("let x: 1", { mode: "transform", sourceMap: true }), /sourceMappingURL=data:/);
  assert.throws(() => Module.stripTypeScriptTypes("let x: = 1"), { name: "SyntaxError", code: "ERR_INVALID_TYPESCRIPT_SYNTAX" });
  assert.throws(() => Module.stripTypeScriptTypes(5), { code: "ERR_INVALID_ARG_TYPE" });
  assert.throws(() => Module.stripTypeScriptTypes("", { mode: "x" }), { code: "ERR_INVALID_ARG_VALUE" });
  assert.throws(() => Module.stripTypeScriptTypes("", { sourceMap: true }), { code: "ERR_INVALID_ARG_VALUE" });
});

test("hooks of the loader are refused, and say what to do", () => {
  for (const name of ["register", "registerHooks", "runMain"]) {
    assert.throws(() => Module[name]({}), { code: "ERR_FEATURE_UNAVAILABLE_ON_PLATFORM", message: /^module\.\w+\(\) is not available: .{20}/ });
  }
  assert.equal(require.extensions, Module._extensions);
  assert.throws(() => Module.findPackageJSON("./x"), { code: "ERR_UNSUPPORTED_RESOLVE_REQUEST" });
  assert.throws(() => Module.findPackageJSON("nowhere-to-be-found", import.meta.url), { code: "ERR_MODULE_NOT_FOUND" });
});
