// The rows of the page and what of them is seen: numbers only, nothing of the browser, so that it is tested without one.

/** What a span is called in the margin, by its kind. */
export const groups = { worker: "tasks", task: "tasks", wait: "waits", lock: "locks held", operation: "I/O", timer: "timers" };

const heights = { loop: 20, tasks: 17, waits: 14, "locks held": 14, "I/O": 14, timers: 10 };

/** Groups with more rows than this begin folded. */
const mostRows = { tasks: 60, waits: 10, "locks held": 10, "I/O": 10, timers: 6 };

/** The data of the page, with what is looked up often. */
export function model(data) {
  const m = { ...data, length: data.at.length, end: 1, names: new Map(), lives: new Map(), runs: new Map(), slices: new Map(), pauses: new Map() };
  for (let i = 0; i < m.length; i++) {
    m.end = Math.max(m.end, m.at[i] + m.took[i]);
    const kind = kindOf(m, i), task = m.task[i];
    if (kind === "task") m.lives.set(task, i);
    if (kind === "worker") m.runs.set(task, i);
    if (kind === "slice" && !m.slices.has(task)) m.slices.set(task, i);
    if (task && (kind === "wait" || kind === "operation")) (m.pauses.get(task) ?? m.pauses.set(task, []).get(task)).push(i);
    if (kind === "task" || kind === "worker" || (kind === "slice" && !m.names.has(task))) m.names.set(task, nameOf(m, i));
  }
  return m;
}

export const kindOf = (m, i) => m.kinds[m.kind[i]];
export const nameOf = (m, i) => m.texts[m.name[i]];

/** The span that shows a task best, or undefined. */
export const spanOf = (m, task) => m.lives.get(task) ?? m.runs.get(task) ?? m.slices.get(task);

/** The span of a lock that a task held while a span waited for it, or of the task. */
export function holding(m, wait, task) {
  for (let i = 0; i < m.length; i++) {
    if (kindOf(m, i) === "lock" && m.task[i] === task && m.name[i] === m.name[wait] && overlap(m, i, wait)) return i;
  }
  return spanOf(m, task);
}

export const overlap = (m, a, b) => m.at[a] < m.at[b] + m.took[b] && m.at[b] < m.at[a] + m.took[a];

/** The numbers of the tasks that had what a span waits for. */
export function holders(m, i) {
  return [...m.texts[m.heldBy[i]].matchAll(/ \(#(\d+)\)(?= at |, |$)/g)].map(([, n]) => Number(n));
}

/** Rows for spans that may overlap: each gets the lowest that is free. */
export class Packer {
  // A tree of the ends of rows: each node has the earliest of those beneath it.
  #width = 1;
  #ends = [0, -1];
  rows = 0;

  /** The first row from `from` on that is free at `start`; it is taken until `end`. */
  place(start, end, from = 0) {
    let row;
    while ((row = from < this.#width ? this.#find(1, 0, this.#width, start, from) : -1) < 0) this.#grow();
    let node = this.#width + row;
    this.#ends[node] = end;
    while ((node >>= 1) > 0) this.#ends[node] = Math.min(this.#ends[2 * node], this.#ends[2 * node + 1]);
    this.rows = Math.max(this.rows, row + 1);
    return row;
  }

  #find(node, left, width, start, from) {
    if (left + width <= from || this.#ends[node] > start) return -1;
    if (width === 1) return left;
    const row = this.#find(2 * node, left, width / 2, start, from);
    return row >= 0 ? row : this.#find(2 * node + 1, left + width / 2, width / 2, start, from);
  }

  #grow() {
    const old = this.#ends.slice(this.#width);
    this.#width *= 2;
    this.#ends = new Array(2 * this.#width).fill(-1);
    for (let i = 0; i < old.length; i++) this.#ends[this.#width + i] = old[i];
    for (let i = this.#width - 1; i > 0; i--) this.#ends[i] = Math.min(this.#ends[2 * i], this.#ends[2 * i + 1]);
  }
}

/** The spans of each isolate by group: a task below the one that made it, others where there is room. */
export function lanes(m) {
  const isolates = m.isolates.map(() => ({ turns: [], slices: [] }));
  const rowOf = new Map(); // of the life of a task, by its number
  for (let i = 0; i < m.length; i++) {
    const kind = kindOf(m, i), all = isolates[m.isolate[i]];
    if (kind === "turn") all.turns.push(i);
    else if (kind === "slice") all.slices.push(i);
    else {
      const lane = (all[groups[kind]] ??= { packer: new Packer(), rows: [] });
      const above = kind === "task" ? rowOf.get(m.parent[i]) : undefined;
      const from = above?.isolate === m.isolate[i] ? above.row + 1 : 0;
      const row = lane.packer.place(m.at[i], m.at[i] + m.took[i], from);
      if (kind === "task") rowOf.set(m.task[i], { isolate: m.isolate[i], row });
      (lane.rows[row] ??= []).push(i);
    }
  }
  return isolates;
}

/**
 * The rows of the page from top to bottom: of each isolate a title, the loop, and its groups. `folded` knows what the reader
 * has folded and unfolded: true or false by key.
 */
export function arrange(m, all, folded) {
  const rows = [];
  let y = 0;
  const add = (row) => {
    rows.push({ ...row, y });
    y += row.height;
  };
  m.isolates.forEach((isolate, n) => {
    const key = String(n), closed = folded.get(key) ?? false;
    add({ type: "title", isolate: n, key, label: isolate.name, closed, height: 22, spans: [] });
    const { turns, slices } = all[n];
    add({ type: "loop", isolate: n, label: "loop", height: heights.loop, spans: slices, under: turns });
    if (closed) return;
    for (const group of ["tasks", "waits", "locks held", "I/O", "timers"]) {
      const lane = all[n][group];
      if (!lane) continue;
      const key = `${n} ${group}`, closed = folded.get(key) ?? lane.rows.length > mostRows[group];
      const label = `${group}${lane.rows.length > 1 ? ` (${lane.rows.length} rows)` : ""}`;
      if (closed) {
        lane.blocks ??= blocks(m, lane.rows.flat());
        add({ type: "folded", isolate: n, key, group, label, closed, height: heights[group], spans: [], blocks: lane.blocks });
      } else {
        lane.rows.forEach((spans, k) => add({
          type: "spans", isolate: n, key, group, label: k ? "" : label, closed, height: heights[group], spans: spans ?? [],
        }));
      }
    }
  });
  return { rows, height: y };
}

/** Spans that overlap as one block each, with how many there are in it and the first of them. */
export function blocks(m, spans) {
  const out = [];
  for (const i of spans.sort((a, b) => m.at[a] - m.at[b])) {
    const last = out.at(-1);
    if (last && m.at[i] <= last.end) {
      last.count++;
      last.end = Math.max(last.end, m.at[i] + m.took[i]);
    } else out.push({ at: m.at[i], end: m.at[i] + m.took[i], count: 1, first: i });
  }
  return out;
}

/** The index of the first of n things that do not overlap whose end is not before a time. */
export function firstFrom(n, endOf, time) {
  let low = 0, high = n;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (endOf(middle) < time) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * Calls paint(index, left, width), in pixels, for the things of a row that are seen: what would lie in a pixel that has
 * something already is left out, so that a row is never more calls than the page is wide.
 */
export function visible(n, startOf, endOf, view, paint) {
  const scale = view.width / (view.to - view.from);
  let i = firstFrom(n, endOf, view.from);
  while (i < n && startOf(i) <= view.to) {
    const left = (startOf(i) - view.from) * scale, right = (endOf(i) - view.from) * scale;
    paint(i, left, Math.max(right - left, 1));
    const next = Math.max(right, Math.floor(left) + 1);
    i = Math.max(i + 1, firstFrom(n, endOf, view.from + next / scale));
  }
}

/** visible for the spans of a row. */
export function visibleSpans(m, spans, view, paint) {
  visible(spans.length, (k) => m.at[spans[k]], (k) => m.at[spans[k]] + m.took[spans[k]], view,
    (k, left, width) => paint(spans[k], left, width));
}

/** What is at a time and a height: { row } and { span } or { block }; a span that is too small to hit counts from near by. */
export function hit(m, rows, view, time, y) {
  const row = rows.find((r) => y >= r.y && y < r.y + r.height);
  if (!row) return {};
  const near = (3 * (view.to - view.from)) / view.width;
  const find = (n, startOf, endOf) => {
    const k = firstFrom(n, endOf, time - near);
    if (k >= n || startOf(k) > time + near) return -1;
    return k + 1 < n && startOf(k + 1) <= time && endOf(k) < time ? k + 1 : k;
  };
  const of = (spans) => {
    const k = find(spans.length, (k) => m.at[spans[k]], (k) => m.at[spans[k]] + m.took[spans[k]]);
    return k < 0 ? undefined : spans[k];
  };
  if (row.type === "folded") {
    const k = find(row.blocks.length, (k) => row.blocks[k].at, (k) => row.blocks[k].end);
    return { row, block: row.blocks[k] };
  }
  return { row, span: of(row.spans) ?? (row.under && of(row.under)) };
}

/** The view that shows from..to, not beyond the trace and not nearer than a nanosecond. */
export function clamp(m, view, from, to) {
  const room = m.end * 1.02, span = Math.min(Math.max(to - from, 0.02), room);
  from = Math.min(Math.max(from, -m.end * 0.01), m.end * 1.01 - span);
  return { ...view, from, to: from + span };
}

/** The view from nearer (factor < 1) or farther away; the time under the pixel x stays there. */
export function zoom(m, view, factor, x) {
  const at = view.from + (x / view.width) * (view.to - view.from);
  return clamp(m, view, at - (at - view.from) * factor, at + (view.to - at) * factor);
}

/** The view moved by pixels. */
export function pan(m, view, pixels) {
  const by = (pixels * (view.to - view.from)) / view.width;
  return clamp(m, view, view.from + by, view.to + by);
}

/** Times for the ruler: round ones, not closer than 90 pixels, each with its text. */
export function ticks(view) {
  const least = (90 * (view.to - view.from)) / view.width;
  const power = 10 ** Math.floor(Math.log10(least));
  const step = [1, 2, 5, 10].map((n) => n * power).find((n) => n >= least);
  const [unit, name] = view.to < 1000 ? [1, "µs"] : view.to < 1e6 ? [1000, "ms"] : [1e6, "s"];
  const digits = Math.min(Math.max(-Math.floor(Math.log10(step / unit) + 1e-9), 0), 9);
  const out = [];
  for (let n = Math.ceil(view.from / step); n * step <= view.to; n++) {
    out.push({ at: n * step, text: `${((n * step) / unit).toFixed(digits)} ${name}` });
  }
  return out;
}
