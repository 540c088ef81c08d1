// What node:events adds to Node's: waits that end with their scope, and warnings by way of process. Everything that
// Node has as well is in testdata/cases.mjs.
import { EventEmitter, getEventListeners, on, once } from "node:events";
import { createRequire } from "node:module";
import { AsyncContext, sleep, withTimeout } from "lariat:task";
import { assert, test } from "lariat:test";

test("once ends with the scope that it waits in", async () => {
  const e = new EventEmitter();
  await assert.rejects(withTimeout(10, () => once(e, "never")), { name: "TimeoutError" });
  assert.deepEqual(e.eventNames(), []);
});

test("once in a scope that has ended does not begin", async () => {
  const e = new EventEmitter();
  let error;
  await withTimeout(10, async () => {
    await sleep(50).catch(() => {});
    error = await once(e, "never").catch((x) => x);
  }).catch(() => {});
  assert.equal(error.name, "TimeoutError");
  assert.deepEqual(e.eventNames(), []);
});

test("a wait of on() ends with its scope and the iterator goes on", async () => {
  const e = new EventEmitter();
  const it = on(e, "a");
  await assert.rejects(withTimeout(10, () => it.next()), { name: "TimeoutError" });
  const waiting = it.next();
  e.emit("a", 1);
  assert.deepEqual((await waiting).value, [1]);
  await it.return();
  assert.deepEqual(e.eventNames(), []);
});

test("the scope of a wait that is over keeps nothing of it", async () => {
  const e = new EventEmitter();
  await withTimeout(1000, async () => {
    for (let i = 0; i < 100; i++) {
      queueMicrotask(() => e.emit("a"));
      await once(e, "a");
    }
    assert.deepEqual(e.eventNames(), []);
  });
});

test("too many listeners give one warning", async () => {
  const warnings = [];
  const hear = (w) => warnings.push(w);
  const before = process.listeners("warning");
  process.removeAllListeners("warning").on("warning", hear);
  const e = new EventEmitter();
  for (let i = 0; i < 12; i++) e.on("data", () => {});
  await sleep(0);
  process.off("warning", hear);
  for (const f of before) process.on("warning", f);
  assert.equal(warnings.length, 1);
  const [w] = warnings;
  assert.equal(w.name, "MaxListenersExceededWarning");
  assert.equal(
    w.message,
    "Possible EventEmitter memory leak detected. 11 data listeners added to [EventEmitter]. MaxListeners is 10. " +
      "Use emitter.setMaxListeners() to increase limit",
  );
  assert.deepEqual([w.emitter === e, w.type, w.count], [true, "data", 11]);
});

test("listeners run in the context of the one who emits", () => {
  const variable = new AsyncContext.Variable();
  const e = new EventEmitter();
  variable.run("added", () => e.on("a", () => e.emit("seen", variable.get())));
  let seen;
  e.on("seen", (value) => { seen = value; });
  variable.run("emitted", () => e.emit("a"));
  assert.equal(seen, "emitted");
});

test("the module is the class, by every name that it has", async () => {
  const require = createRequire(import.meta.url);
  const all = await import("node:events");
  assert.equal(require("events"), EventEmitter);
  assert.equal(all.default, EventEmitter);
  assert.equal(all.once, once);
  assert.equal(EventEmitter.once, once);
});

test("an EventTarget does not tell its listeners", () => {
  assert.throws(() => getEventListeners(new EventTarget(), "a"), { code: "ERR_INVALID_ARG_TYPE" });
});

test("a thousand listeners leave in any order", () => {
  const e = new EventEmitter().setMaxListeners(0);
  const all = Array.from({ length: 1000 }, (_, i) => () => i);
  for (const f of all) e.on("a", f);
  for (const f of [...all].reverse()) e.off("a", f);
  assert.deepEqual([e.listenerCount("a"), e.eventNames()], [0, []]);
});
