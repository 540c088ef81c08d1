// Marks, measures and who observes them, from https://w3c.github.io/user-timing and
// https://w3c.github.io/performance-timeline.
import { test, assert } from "lariat:test";

const named = (name) => (error) => error.name === name;
const turn = () => new Promise((resolve) => setTimeout(resolve));
const clear = () => {
  performance.clearMarks();
  performance.clearMeasures();
};

test("the clock", async () => {
  const before = performance.now();
  await new Promise((resolve) => setTimeout(resolve, 5));
  assert.ok(performance.now() >= before + 5);
  assert.ok(Math.abs(performance.timeOrigin + performance.now() - Date.now()) < 1000);
  assert.equal(performance.toJSON().timeOrigin, performance.timeOrigin);
});

test("mark()", () => {
  clear();
  const shared = { list: [1] };
  const table = [
    [["a"], "a", undefined, null], [[1, {}], "1", undefined, null], [["b", null], "b", undefined, null],
    [["c", { startTime: 5 }], "c", 5, null], [["d", { startTime: "7.5", detail: shared }], "d", 7.5, { list: [1] }],
    [["e", { detail: undefined }], "e", undefined, null], [["f", { detail: 0 }], "f", undefined, 0], [["g", { detail: null }], "g", undefined, null],
  ];
  for (const [args, name, start, detail] of table) {
    const mark = performance.mark(...args);
    assert.ok(mark instanceof PerformanceMark && mark instanceof PerformanceEntry);
    assert.deepEqual([mark.name, mark.entryType, mark.duration], [name, "mark", 0]);
    if (start !== undefined) assert.equal(mark.startTime, start);
    assert.deepEqual(mark.detail, detail);
    assert.equal(performance.getEntriesByName(name)[0], mark);
  }
  assert.notEqual(performance.getEntriesByName("d")[0].detail.list, shared.list);
  assert.equal(performance.getEntriesByName("d")[0].detail, performance.getEntriesByName("d")[0].detail);
  assert.throws(() => performance.mark(), named("TypeError"));
  assert.throws(() => performance.mark(Symbol("x")), named("TypeError"));
  assert.throws(() => performance.mark("x", 1), named("TypeError"));
  assert.throws(() => performance.mark("x", { startTime: -1 }), named("TypeError"));
  assert.throws(() => performance.mark("x", { startTime: NaN }), named("TypeError"));
  assert.throws(() => performance.mark("x", { startTime: Infinity }), named("TypeError"));
  assert.throws(() => performance.mark("x", { detail: () => {} }), named("DataCloneError"));
  assert.equal(performance.getEntriesByName("x").length, 0);
  assert.deepEqual(performance.getEntriesByName("c")[0].toJSON(), { name: "c", entryType: "mark", startTime: 5, duration: 0, detail: null });
  const alone = new PerformanceMark("alone", { startTime: 1 });
  assert.equal(alone.startTime, 1);
  assert.equal(performance.getEntriesByName("alone").length, 0);
});

test("measure()", () => {
  clear();
  performance.mark("a", { startTime: 10 });
  performance.mark("b", { startTime: 30 });
  performance.mark("b", { startTime: 40 }); // the last one counts
  const table = [
    [["m", "a", "b"], 10, 30], [["m", "a"], 10, undefined], [["m", { start: "a", end: 100 }], 10, 90], [["m", { start: 3, duration: 4 }], 3, 4],
    [["m", { end: "b", duration: 5 }], 35, 5], [["m", { start: 50, end: 20 }], 50, -30], [["m", {}], 0, undefined], [["m", undefined, "b"], 0, 40],
    [["m", null, "b"], 0, 40], [["m"], 0, undefined], [["m", { start: 1, end: 2, detail: { x: 1 } }], 1, 1],
  ];
  for (const [args, start, duration] of table) {
    const measure = performance.measure(...args);
    assert.ok(measure instanceof PerformanceMeasure);
    assert.deepEqual([measure.name, measure.entryType, measure.startTime], ["m", "measure", start], JSON.stringify(args));
    if (duration !== undefined) assert.equal(measure.duration, duration, JSON.stringify(args));
    assert.deepEqual(measure.detail, args[1]?.detail ?? null);
  }
  const wrong = [
    [[], "TypeError"], [["m", "none"], "SyntaxError"], [["m", "a", "none"], "SyntaxError"], [["m", { start: 1 }, "b"], "TypeError"],
    [["m", { detail: 1 }], "TypeError"], [["m", { duration: 1 }], "TypeError"], [["m", { start: 1, end: 2, duration: 1 }], "TypeError"],
    [["m", { start: -1, end: 2 }], "TypeError"], [["m", { start: NaN, end: 2 }], "TypeError"], [["m", { start: "a", detail: Symbol("x") }], "DataCloneError"],
  ];
  for (const [args, name] of wrong) assert.throws(() => performance.measure(...args), named(name), name);
  assert.throws(() => performance.measure("m", "none"), (error) => error instanceof DOMException);
});

test("the timeline", () => {
  clear();
  performance.mark("b", { startTime: 2 });
  performance.mark("a", { startTime: 1 });
  performance.measure("a", { start: 0, end: 1 });
  const names = (list) => list.map(({ name, entryType }) => `${name} ${entryType}`);
  assert.deepEqual(names(performance.getEntries()), ["a measure", "a mark", "b mark"]);
  assert.deepEqual(names(performance.getEntriesByType("mark")), ["a mark", "b mark"]);
  assert.deepEqual(names(performance.getEntriesByName("a")), ["a measure", "a mark"]);
  assert.deepEqual(names(performance.getEntriesByName("a", "mark")), ["a mark"]);
  assert.deepEqual(performance.getEntriesByType("other"), []);
  assert.throws(() => performance.getEntriesByType(), named("TypeError"));
  assert.throws(() => performance.getEntriesByName(), named("TypeError"));
  performance.clearMarks("a");
  assert.deepEqual(names(performance.getEntries()), ["a measure", "b mark"]);
  performance.clearMeasures("b");
  performance.clearMarks(undefined);
  assert.deepEqual(names(performance.getEntries()), ["a measure"]);
});

test("a PerformanceObserver", async () => {
  clear();
  const calls = [];
  const observer = new PerformanceObserver(function (list, itself, options) {
    calls.push([this === itself, itself === observer, list.getEntries().map(({ name }) => name), options.droppedEntriesCount]);
  });
  performance.mark("before");
  observer.observe({ entryTypes: ["measure", "mark", "none"] });
  performance.mark("a", { startTime: 2 });
  performance.measure("m", { start: 1, end: 3 });
  assert.deepEqual(calls, []);
  await turn();
  assert.deepEqual(calls, [[true, true, ["m", "a"], 0]]);
  performance.mark("taken");
  assert.deepEqual(observer.takeRecords().map(({ name }) => name), ["taken"]);
  assert.deepEqual(observer.takeRecords(), []);
  await turn();
  observer.observe({ entryTypes: ["measure"] }); // in the place of the types before
  performance.mark("not seen");
  performance.mark("gone");
  observer.disconnect();
  performance.measure("late");
  await turn();
  assert.equal(calls.length, 1);
});

test("buffered entries", async () => {
  clear();
  performance.mark("a");
  performance.measure("m");
  const seen = [];
  const observer = new PerformanceObserver((list) => seen.push(...list.getEntries().map(({ name }) => name)));
  observer.observe({ type: "mark", buffered: true });
  observer.observe({ type: "mark" }); // the same type once more
  observer.observe({ type: "measure" });
  performance.mark("b");
  await turn();
  assert.deepEqual(seen, ["a", "b"]);
  observer.disconnect();
});

test("what cannot be observed", () => {
  const observer = new PerformanceObserver(() => {});
  for (const options of [undefined, {}, { entryTypes: ["mark"], type: "mark" }, { entryTypes: 1 }, 1]) {
    assert.throws(() => observer.observe(options), named("TypeError"), JSON.stringify(options));
  }
  observer.observe({ type: "none" });
  observer.observe({ type: "mark" });
  assert.throws(() => observer.observe({ entryTypes: ["mark"] }), named("InvalidModificationError"));
  const other = new PerformanceObserver(() => {});
  other.observe({ entryTypes: ["mark"] });
  assert.throws(() => other.observe({ type: "mark" }), named("InvalidModificationError"));
  for (const wrong of [undefined, null, {}, "f"]) assert.throws(() => new PerformanceObserver(wrong), named("TypeError"));
  observer.disconnect();
  other.disconnect();
  other.observe({ type: "mark" }); // it may be the other kind now
  other.disconnect();
  const { supportedEntryTypes } = PerformanceObserver;
  assert.ok(Object.isFrozen(supportedEntryTypes) && supportedEntryTypes === PerformanceObserver.supportedEntryTypes);
  assert.deepEqual(supportedEntryTypes, [...supportedEntryTypes].sort());
});
