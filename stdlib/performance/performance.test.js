import { test, assert } from "lariat:test";
import * as web from "web:performance";
import * as hooks from "node:perf_hooks";
import { sleep } from "lariat:task";

const isDOM = (name) => (error) => error instanceof DOMException && error.name === name;
const reset = () => { performance.clearMarks(); performance.clearMeasures(); };
const names = (entries) => entries.map((entry) => entry.name).join("+");

test("the modules have the globals", () => {
  for (const name of Object.keys(web)) {
    if (name === "default") continue;
    assert.equal(web[name], globalThis[name], name);
    assert.equal(hooks[name], globalThis[name], name);
  }
  assert.ok(performance instanceof Performance);
  assert.equal(String(performance), "[object Performance]");
  for (const Class of [Performance, PerformanceEntry, PerformanceMeasure, PerformanceObserverEntryList]) {
    assert.throws(() => new Class("name"), TypeError);
  }
});

test("the clock counts from the start of the runtime", async () => {
  const before = performance.now();
  await sleep("1h");
  assert.ok(Math.abs(performance.now() - before - 3_600_000) < 1e-6);
  assert.ok(Math.abs(performance.timeOrigin + performance.now() - Date.now()) <= 1);
  assert.deepEqual(performance.toJSON(), { timeOrigin: performance.timeOrigin });
  assert.equal(JSON.stringify(performance), JSON.stringify({ timeOrigin: performance.timeOrigin }));
});

test("a mark stands on the timeline", async () => {
  reset();
  const now = performance.now();
  const detail = { list: [1] };
  const mark = performance.mark("a", { detail });
  detail.list.push(2);
  assert.ok(mark instanceof PerformanceMark && mark instanceof PerformanceEntry);
  assert.deepEqual([mark.name, mark.entryType, mark.startTime, mark.duration, mark.detail], ["a", "mark", now, 0, { list: [1] }]);
  assert.deepEqual(mark.toJSON(), { name: "a", entryType: "mark", startTime: now, duration: 0, detail: { list: [1] } });
  assert.equal(performance.mark("b", null).detail, null);
  assert.equal(performance.mark("early", { startTime: "3" }).startTime, 3);
  assert.equal(performance.getEntriesByName("a")[0], mark);
  assert.equal(names(performance.getEntries()), "early+a+b");
  const keys = [];
  for (const key in mark) keys.push(key);
  assert.deepEqual(keys.sort(), ["detail", "duration", "entryType", "name", "startTime", "toJSON"]);
});

test("a mark that is constructed is not on the timeline", () => {
  reset();
  const mark = new PerformanceMark("loose", { startTime: 1, detail: "d" });
  assert.deepEqual([mark.name, mark.startTime, mark.detail, performance.getEntries().length], ["loose", 1, "d", 0]);
});

test("marks are refused", () => {
  for (const wrong of [() => performance.mark(), () => new PerformanceMark(), () => performance.mark("a", 1), () => performance.mark(Symbol("a"))]) {
    assert.throws(wrong, TypeError);
  }
  for (const startTime of [-1, NaN, Infinity]) {
    assert.throws(() => performance.mark("a", { startTime }), { name: "TypeError", code: "ERR_PERFORMANCE_INVALID_TIMESTAMP" });
  }
  assert.throws(() => performance.mark("a", { detail: () => {} }), isDOM("DataCloneError"));
});

test("a measure spans marks, times and now", async () => {
  reset();
  performance.mark("a", { startTime: 10 });
  performance.mark("a", { startTime: 20 });
  performance.mark("b", { startTime: 50 });
  const span = (...args) => { const m = performance.measure("m", ...args); return [m.startTime, m.duration]; };
  assert.deepEqual(span("a", "b"), [20, 30]);
  assert.deepEqual(span(undefined, "b"), [0, 50]);
  assert.deepEqual(span({}, "b"), [0, 50]);
  assert.deepEqual(span({ start: "a", end: "b" }), [20, 30]);
  assert.deepEqual(span({ start: 5, duration: 7 }), [5, 7]);
  assert.deepEqual(span({ end: "b", duration: 7 }), [43, 7]);
  assert.deepEqual(span({ start: "b", end: 45 }), [50, -5]);
  await sleep(100);
  assert.deepEqual(span(), [0, performance.now()]);
  assert.deepEqual(span("b"), [50, performance.now() - 50]);
  const m = performance.measure("with detail", { start: 1, end: 2, detail: "d" });
  assert.ok(m instanceof PerformanceMeasure);
  assert.deepEqual([m.entryType, m.detail], ["measure", "d"]);
});

test("measures are refused", () => {
  reset();
  performance.mark("a");
  for (const wrong of [
    () => performance.measure(), () => performance.measure("m", { start: "a" }, "a"), () => performance.measure("m", { detail: 1 }),
    () => performance.measure("m", { start: 1, end: 2, duration: 1 }), () => performance.measure("m", { start: -1 }),
    () => performance.measure("m", { duration: 1 }),
  ]) {
    assert.throws(wrong, TypeError, String(wrong));
  }
  assert.throws(() => performance.measure("m", "missing"), isDOM("SyntaxError"));
  assert.throws(() => performance.measure("m", { end: "missing" }), isDOM("SyntaxError"));
});

test("entries are found and cleared by name and type", () => {
  reset();
  for (const name of ["a", "b", "a"]) performance.mark(name);
  performance.measure("a", { start: 0, duration: 1 });
  assert.equal(performance.getEntriesByName("a").length, 3);
  assert.equal(performance.getEntriesByName("a", "mark").length, 2);
  assert.equal(performance.getEntriesByType("measure").length, 1);
  assert.equal(performance.getEntriesByType("resource").length, 0);
  performance.clearMarks("a");
  assert.equal(names(performance.getEntries()), "a+b");
  performance.clearMarks();
  performance.clearMeasures("b");
  assert.equal(names(performance.getEntries()), "a");
  performance.clearMeasures();
  assert.equal(performance.getEntries().length, 0);
});

test("an observer is told of what it observes, in one call", async () => {
  reset();
  const calls = [];
  const observer = new PerformanceObserver(function (list, self) {
    assert.ok(this === observer && self === observer && list instanceof PerformanceObserverEntryList);
    calls.push([names(list.getEntries()), list.getEntriesByType("mark").length, list.getEntriesByName("m", "measure").length]);
  });
  observer.observe({ entryTypes: ["mark", "measure", "unknown"] });
  performance.mark("b", { startTime: 2 });
  performance.mark("a", { startTime: 1 });
  performance.measure("m", { start: 3, end: 4 });
  assert.equal(calls.length, 0);
  await sleep(1);
  assert.deepEqual(calls, [["a+b+m", 2, 1]]);
  observer.observe({ entryTypes: ["measure"] });
  performance.mark("c");
  await sleep(1);
  assert.equal(calls.length, 1);
  performance.measure("n");
  assert.equal(names(observer.takeRecords()), "n");
  performance.measure("o");
  observer.disconnect();
  performance.measure("p");
  await sleep(1);
  assert.equal(calls.length, 1);
});

test("an observer of one type may be told what was before", async () => {
  reset();
  performance.mark("old");
  const told = [];
  const observer = new PerformanceObserver((list) => told.push(names(list.getEntries())));
  observer.observe({ type: "mark", buffered: true });
  observer.observe({ type: "measure" });
  performance.measure("new");
  await sleep(1);
  observer.disconnect();
  assert.deepEqual(told, ["new+old"]);
  assert.deepEqual(PerformanceObserver.supportedEntryTypes, ["function", "mark", "measure"]);
  assert.throws(() => new PerformanceObserver(), TypeError);
  for (const options of [undefined, {}, { entryTypes: ["mark"], type: "mark" }, { entryTypes: 5 }]) {
    assert.throws(() => observer.observe(options), TypeError);
  }
});
