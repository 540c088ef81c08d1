// The logic of the page, without a browser.
import { assert, test } from "lariat:test";
import { arrange, blocks, clamp, hit, holders, holding, lanes, model, Packer, pan, ticks, visibleSpans, zoom } from "./layout.js";
import { arrows, describe, search, summary, time } from "./report.js";

const kinds = ["turn", "slice", "task", "worker", "wait", "lock", "operation", "timer"];

/** A model of spans: [kind, name, from, to, { isolate, task, parent, place, heldBy, open }]. */
function of(spans, isolates = ["main", "worker"]) {
  const texts = [""];
  const number = (text = "") => (texts.includes(text) ? texts.indexOf(text) : texts.push(text) - 1);
  const column = (f) => spans.map(f);
  return model({
    title: "t", began: "", dropped: 0, kinds, texts, isolates: isolates.map((name, id) => ({ id, name })),
    kind: column(([kind]) => kinds.indexOf(kind)), name: column(([, name]) => number(name)),
    at: column(([, , from]) => from), took: column(([, , from, to]) => to - from),
    isolate: column(([, , , , more]) => more?.isolate ?? 0), task: column(([, , , , more]) => more?.task ?? 0),
    parent: column(([, , , , more]) => more?.parent ?? 0), place: column(([, , , , more]) => number(more?.place)),
    heldBy: column(([, , , , more]) => number(more?.heldBy)), open: column(([, , , , more]) => more?.open ?? 0),
  });
}

const bank = () => of([
  ["turn", "turn", 0, 40],
  ["slice", "main", 0, 10, { task: 1 }],
  ["task", "anna", 5, 100, { task: 2, parent: 1, place: "a.js:1:1" }],
  ["lock", 'Mutex "db"', 6, 60, { task: 2, place: "a.js:2:2" }],
  ["task", "bert", 8, 90, { task: 3, parent: 2, place: "a.js:3:3" }],
  ["wait", 'Mutex "db"', 10, 60, { task: 3, place: "a.js:4:4", heldBy: 'task "anna" (#2) at a.js:2:2' }],
  ["worker", "anna", 12, 80, { task: 2, isolate: 1 }],
  ["operation", "fetch", 20, 70, { task: 2, place: "a.js:5:5" }],
  ["timer", "timer", 30, 35, { task: 3 }],
]);

const all = { from: 0, to: 100, width: 1000 };

test("rows: what overlaps stands in different ones, and the lowest that is free is taken", () => {
  const p = new Packer();
  assert.deepStrictEqual([p.place(0, 10), p.place(5, 15), p.place(6, 7), p.place(7, 9), p.place(10, 12), p.place(10, 12, 2)], [0, 1, 2, 2, 0, 2]);
  assert.strictEqual(p.rows, 3);
});

test("rows: no two spans of a row overlap, and no row is made that is not needed", () => {
  let seed = 1;
  const random = () => (seed = (seed * 48271) % 2147483647) / 2147483647;
  const p = new Packer(), ends = [];
  const spans = Array.from({ length: 300 }, () => random() * 1000).sort((a, b) => a - b).map((at) => [at, at + random() * 30]);
  let most = 0;
  for (const [at, end] of spans) {
    const row = p.place(at, end);
    assert.ok(!(ends[row] > at), "the row is free");
    ends[row] = end;
    most = Math.max(most, spans.filter(([a, e]) => a <= at && e > at).length);
  }
  assert.ok(p.rows <= most, `${p.rows} rows for ${most} at once`);
});

test("a task stands below the one that made it, a run in the isolate that ran it", () => {
  const m = bank();
  const [main, worker] = lanes(m);
  assert.deepStrictEqual(main.tasks.rows, [[2], [4]]);
  assert.deepStrictEqual(worker.tasks.rows, [[6]]);
  assert.deepStrictEqual([main.turns, main.slices, main.waits.rows, main["I/O"].rows], [[0], [1], [[5]], [[7]]]);
});

test("rows of the page: they follow each other without a gap, and can be folded", () => {
  const m = bank(), packed = lanes(m);
  const { rows, height } = arrange(m, packed, new Map());
  rows.forEach((row, k) => assert.strictEqual(row.y, k ? rows[k - 1].y + rows[k - 1].height : 0));
  assert.strictEqual(height, rows.at(-1).y + rows.at(-1).height);
  assert.deepStrictEqual(rows.filter((r) => r.label).map((r) => r.label),
    ["main", "loop", "tasks (2 rows)", "waits", "locks held", "I/O", "timers", "worker", "loop", "tasks"]);
  const folded = arrange(m, packed, new Map([["0 tasks", true], ["1", true]])).rows;
  assert.deepStrictEqual(folded.find((r) => r.type === "folded").blocks, [{ at: 5, end: 100, count: 2, first: 2 }]);
  assert.deepStrictEqual(folded.filter((r) => r.isolate === 1).map((r) => r.type), ["title", "loop"]);
});

test("blocks: what touches is one", () => {
  const m = of([["timer", "a", 0, 10], ["timer", "b", 5, 8], ["timer", "c", 10, 20], ["timer", "d", 21, 22]]);
  assert.deepStrictEqual(blocks(m, [0, 1, 2, 3]), [{ at: 0, end: 20, count: 3, first: 0 }, { at: 21, end: 22, count: 1, first: 3 }]);
});

test("of a hundred thousand spans in a row no more are drawn than there are pixels, and near by each is", () => {
  const n = 100_000;
  const m = of([]);
  Object.assign(m, { length: n, end: 2 * n, at: Array.from({ length: n }, (_, i) => 2 * i), took: new Array(n).fill(1) });
  const spans = Array.from({ length: n }, (_, i) => i);
  const drawn = (view) => {
    const out = [];
    visibleSpans(m, spans, view, (i, left, width) => out.push([i, left, width]));
    return out;
  };
  const far = drawn({ from: 0, to: 2 * n, width: 1000 });
  assert.ok(far.length > 900 && far.length <= 1001, far.length);
  assert.deepStrictEqual(drawn({ from: 100.5, to: 106.5, width: 600 }), [[50, -50, 100], [51, 150, 100], [52, 350, 100], [53, 550, 100]]);
});

test("what is under the pointer", () => {
  const m = bank(), { rows } = arrange(m, lanes(m), new Map());
  const at = (label, time) => hit(m, rows, all, time, rows.find((r) => r.label === label).y + 2).span;
  assert.deepStrictEqual([at("waits", 30), at("waits", 60.2), at("waits", 70), at("loop", 5), at("loop", 30)], [5, 5, undefined, 1, 0]);
  assert.deepStrictEqual(hit(m, rows, all, 5, 1e6), {});
});

test("nearer and farther: what is under the pointer stays there, and the view does not leave the trace", () => {
  const m = bank();
  const near = zoom(m, all, 0.5, 250);
  assert.deepStrictEqual(near, { from: 12.5, to: 62.5, width: 1000 });
  assert.deepStrictEqual(pan(m, near, 100), { from: 17.5, to: 67.5, width: 1000 });
  const far = zoom(m, near, 1000, 500);
  assert.ok(far.from >= -1 && far.to <= 101.0001);
  assert.ok(clamp(m, all, 50, 50).to > 50);
  assert.ok(pan(m, near, 1e9).to <= 101.0001);
});

test("the ruler has round times, and tells them apart however near they are", () => {
  assert.deepStrictEqual(ticks({ from: 0, to: 300, width: 300 }).map((t) => t.text), ["0 µs", "100 µs", "200 µs", "300 µs"]);
  const near = ticks({ from: 685_000.1, to: 685_000.6, width: 500 }).map((t) => t.text);
  assert.strictEqual(new Set(near).size, near.length);
  assert.ok(near.length >= 3 && near.every((t) => t.startsWith("685.000")), near.join());
});

test("times for people", () => {
  assert.deepStrictEqual([0, 0.5, 12.345, 999, 1500, 12_345.6, 1e6, 2_020_000_000].map(time),
    ["0 µs", "0.5 µs", "12.3 µs", "999 µs", "1.5 ms", "12.3 ms", "1 s", "2020 s"]);
});

test("who had what somebody waits for", () => {
  const m = of([
    ["wait", "S", 0, 1, { heldBy: 'task "a, (#9) at" (#2) at x.js:1:1, task "b" (#3)' }],
    ["wait", "S", 0, 1, { heldBy: "" }],
  ]);
  assert.deepStrictEqual(holders(m, 0).slice(-2), [2, 3]);
  assert.deepStrictEqual(holders(m, 1), []);
  assert.strictEqual(holding(bank(), 5, 2), 3);
  assert.deepStrictEqual(arrows(bank(), 5), [3]);
  assert.deepStrictEqual(arrows(bank(), 4), [2]);
  assert.deepStrictEqual(arrows(bank(), 6), [2]);
});

const words = (d) => [d.title, d.what, ...d.lines.map(({ name, text, span }) => `${name}: ${text}${span === undefined ? "" : ` -> ${span}`}`)];

test("details: what waits, what is held, what lives", () => {
  const m = bank();
  assert.deepStrictEqual(words(describe(m, 5)), [
    'Mutex "db"', "a wait in line", 'task: task "bert" (#3) -> 4', "waited for: 50 µs", "from: 10 µs", "isolate: main", "line: a.js:4:4",
    'held by: task "anna" (#2) -> 3', "taken at: a.js:2:2",
  ]);
  assert.deepStrictEqual(words(describe(m, 3)).slice(2), [
    'task: task "anna" (#2) -> 2', "held for: 54 µs", "from: 6 µs", "isolate: main", "line: a.js:2:2", 'kept waiting: task "bert" (#3), 50 µs -> 5',
  ]);
  assert.deepStrictEqual(words(describe(m, 2)).slice(3), [
    "took: 95 µs", "from: 5 µs", "isolate: main", "made at: a.js:1:1", 'made by: task "main" (#1) -> 1', "ran in: worker -> 6",
    "waited: 50 µs for fetch -> 7", 'made: task "bert" (#3) -> 4',
  ]);
});

test("the tables", () => {
  const [waits, locks, isolates, slices] = summary(bank());
  assert.deepStrictEqual(waits.rows, [{ cells: ['Mutex "db"', 'task "bert" (#3)', "50 µs"], span: 5 }]);
  assert.deepStrictEqual(locks.rows, [{ cells: ['Mutex "db"', "1", "50 µs"], span: 5 }]);
  assert.deepStrictEqual(isolates.rows, [{ cells: ["main", "1", "40 µs (40 %)"], span: 0 }]);
  assert.deepStrictEqual(slices.rows, [{ cells: ['task "main" (#1)', "main", "10 µs"], span: 1 }]);
  assert.deepStrictEqual(summary(of([])).map((t) => t.rows.length), [0, 0, 0, 0]);
});

test("finding: by name, task and line, whatever the case", () => {
  const m = bank();
  assert.deepStrictEqual([...search(m, "DB")], [3, 5]);
  assert.deepStrictEqual([...search(m, "a.js:4")], [5]);
  assert.deepStrictEqual([...search(m, "#3)")], [4, 5, 8]);
  assert.deepStrictEqual([...search(m, "(?")], []);
  assert.strictEqual(search(m, "  "), null);
});
