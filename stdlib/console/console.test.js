import { test, assert } from "lariat:test";
import console2, { Console, log } from "node:console";

/** A console that collects what it prints. */
function recording(options = {}) {
  const out = [];
  const err = [];
  const stream = (lines) => ({ write: (text) => { lines.push(text); }, once() {}, removeListener() {}, listenerCount: () => 0 });
  return { console: new Console({ stdout: stream(out), stderr: stream(err), ...options }), out, err };
}

test("the global and the module are one console", () => {
  assert.equal(console2, console);
  assert.equal(console.log, log);
  assert.ok(console instanceof Console);
  assert.equal(Object.prototype.toString.call(console), "[object console]");
  for (const name of ["log", "debug", "info", "warn", "error", "dir", "dirxml", "table", "group", "groupCollapsed", "groupEnd",
    "time", "timeLog", "timeEnd", "count", "countReset", "assert", "trace", "clear"]) {
    assert.equal(typeof console[name], "function", name);
    assert.equal(console[name].name, name);
    assert.equal(console[name].prototype, undefined, name);
  }
});

test("what goes where", () => {
  const { console, out, err } = recording();
  console.log("log"), console.info("info"), console.debug("debug"), console.dir("dir"), console.dirxml("xml");
  console.warn("warn"), console.error("error"), console.assert(false, "assert"), console.trace("trace");
  assert.deepEqual(out, ["log\n", "info\n", "debug\n", "'dir'\n", "xml\n"]);
  assert.deepEqual(err.slice(0, 3), ["warn\n", "error\n", "Assertion failed: assert\n"]);
  assert.ok(err[3].startsWith("Trace: trace\n    at "));
});

test("a table is a box", () => {
  const { console, out } = recording();
  console.table([{ a: 1, b: "x" }, { a: 2 }]);
  assert.equal(out[0], `
┌─────────┬───┬─────┐
│ (index) │ a │ b   │
├─────────┼───┼─────┤
│ 0       │ 1 │ 'x' │
│ 1       │ 2 │     │
└─────────┴───┴─────┘
`.slice(1));
  assert.throws(() => console.table([], 5), TypeError);
});

test("groups indent by what the options say", () => {
  const { console, out, err } = recording({ groupIndentation: 1 });
  console.groupEnd();
  console.group("a", 1);
  console.log("b\nc");
  console.groupCollapsed();
  console.error("d");
  console.groupEnd(), console.groupEnd(), console.groupEnd();
  console.log("e");
  assert.deepEqual(out, ["a 1\n", " b\n c\n", "e\n"]);
  assert.deepEqual(err, ["  d\n"]);
});

test("counters and their labels", () => {
  const { console, out } = recording();
  console.count(), console.count("a"), console.count(undefined), console.countReset(), console.count(), console.count(5);
  assert.deepEqual(out, ["default: 1\n", "a: 1\n", "default: 2\n", "default: 1\n", "5: 1\n"]);
  assert.throws(() => console.count(Symbol("x")), TypeError);
});

test("the methods need no this, and a subclass has its own", () => {
  const lines = [];
  const stream = { write: (text) => lines.push(text), once() {}, removeListener() {}, listenerCount: () => 0 };
  class Loud extends Console {
    log(...args) { super.log(...args.map((arg) => String(arg).toUpperCase())); }
  }
  const { log, info } = new Loud(stream);
  log("one", 2);
  info("three");
  assert.deepEqual(lines, ["ONE 2\n", "three\n"]);
});

test("errors of a stream are dropped unless they are asked for", () => {
  const broken = { write() { throw new Error("EPIPE"); }, once() {}, removeListener() {}, listenerCount: () => 0 };
  new Console(broken).log("x");
  assert.throws(() => new Console({ stdout: broken, ignoreErrors: false }).log("x"), /EPIPE/);
  assert.throws(() => new Console(broken, broken, false).warn("x"), /EPIPE/);
});

test("only streams and sane options make a console", () => {
  const stream = { write() {} };
  for (const wrong of [
    () => new Console(), () => new Console({}), () => new Console({ stdout: {} }), () => new Console(stream, {}),
    () => new Console({ stdout: stream, colorMode: "sometimes" }), () => new Console({ stdout: stream, inspectOptions: 5 }),
  ]) {
    assert.throws(wrong, TypeError, String(wrong));
  }
  assert.throws(() => new Console({ stdout: stream, groupIndentation: -1 }), RangeError);
});

test("colors are for those who ask", () => {
  const { console, out } = recording({ colorMode: true });
  console.log(1);
  assert.deepEqual(out, ["\x1b[33m1\x1b[39m\n"]);
  const deep = recording({ inspectOptions: { depth: 0 } });
  deep.console.log({ a: { b: 1 } });
  assert.deepEqual(deep.out, ["{ a: [Object] }\n"]);
});

test("a console may print while it prints", () => {
  const lines = [];
  const stream = { write(text) { lines.push(text); if (lines.length === 1) inner.log("inner"); } };
  const inner = new Console(stream);
  inner.log("outer");
  assert.deepEqual(lines, ["outer\n", "inner\n"]);
});
