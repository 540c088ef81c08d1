// What the page tells in words: sums, details, what is found.
import { holders, holding, kindOf, nameOf, overlap, spanOf } from "./layout.js";

/** A time of so many microseconds, for people: three digits are enough. */
export function time(us) {
  const [n, unit] = us < 1000 ? [us, "µs"] : us < 1e6 ? [us / 1000, "ms"] : [us / 1e6, "s"];
  return `${Number(n.toPrecision(n >= 1000 ? Math.ceil(Math.log10(n + 1)) : 3))} ${unit}`;
}

const task = (m, id) => (id ? `task ${JSON.stringify(m.names.get(id) ?? "?")} (#${id})` : "no task");
const sum = (list) => list.reduce((a, b) => a + b, 0);
const most = (list, by, n = 10) => list.sort((a, b) => by(b) - by(a)).slice(0, n);

/** Spans of a kind. */
function of(m, kind) {
  const out = [];
  for (let i = 0; i < m.length; i++) if (kindOf(m, i) === kind) out.push(i);
  return out;
}

/** The tables: what was waited for longest, which locks, which isolates had most to do, and what kept a loop from going on. */
export function summary(m) {
  const locks = new Map();
  const waits = of(m, "wait");
  for (const i of waits) {
    const lock = locks.get(nameOf(m, i)) ?? { name: nameOf(m, i), count: 0, total: 0, longest: i };
    lock.count++;
    lock.total += m.took[i];
    if (m.took[i] > m.took[lock.longest]) lock.longest = i;
    locks.set(lock.name, lock);
  }
  const turns = of(m, "turn");
  const isolates = m.isolates.map(({ name }, n) => ({ name, busy: 0, turns: 0, longest: -1, n }));
  for (const i of turns) {
    const isolate = isolates[m.isolate[i]];
    isolate.busy += m.took[i];
    isolate.turns++;
    if (isolate.longest < 0 || m.took[i] > m.took[isolate.longest]) isolate.longest = i;
  }
  return [
    {
      title: "Longest waits", none: "nobody waited in line", heads: ["for", "who", "how long"],
      rows: most(waits, (i) => m.took[i]).map((i) => ({ cells: [nameOf(m, i), task(m, m.task[i]), time(m.took[i])], span: i })),
    },
    {
      title: "Most contended", none: "no lock was waited for", heads: ["lock", "waits", "in all"],
      rows: most([...locks.values()], (l) => l.total)
        .map((l) => ({ cells: [l.name, String(l.count), time(l.total)], span: l.longest })),
    },
    {
      title: "Busiest isolates", none: "no turns were traced", heads: ["isolate", "turns", "busy"],
      rows: most(isolates.filter((i) => i.turns), (i) => i.busy)
        .map((i) => ({ cells: [i.name, String(i.turns), `${time(i.busy)} (${Math.round((100 * i.busy) / m.end)} %)`], span: i.longest })),
    },
    {
      title: "Longest without a break", none: "no tasks were traced", heads: ["task", "isolate", "ran"],
      rows: most(of(m, "slice"), (i) => m.took[i], 5)
        .map((i) => ({ cells: [task(m, m.task[i]), m.isolates[m.isolate[i]].name, time(m.took[i])], span: i })),
    },
  ];
}

const titles = {
  turn: "a turn of the loop", slice: "script that ran", task: "a task", worker: "a task that ran in another isolate",
  wait: "a wait in line", lock: "a lock that was held", operation: "an operation", timer: "a timer",
};

/** What is to be said of a span: a title, and lines of a name, a text, and a span to go to. */
export function describe(m, i) {
  const kind = kindOf(m, i), id = m.task[i];
  const lines = [];
  const say = (name, text, span) => lines.push({ name, text, span: span === i ? undefined : span });
  const about = (name, id) => say(name, task(m, id), spanOf(m, id));
  if (id) about("task", id);
  say(kind === "lock" ? "held for" : kind === "wait" ? "waited for" : "took", time(m.took[i]) + (m.open[i] ? ", and had not ended" : ""));
  say("from", time(m.at[i]));
  say("isolate", m.isolates[m.isolate[i]].name);
  if (m.place[i]) say(kind === "task" ? "made at" : "line", m.texts[m.place[i]]);
  if (kind === "wait") waited(m, i, say);
  if (kind === "lock") {
    const kept = of(m, "wait").filter((w) => m.name[w] === m.name[i] && overlap(m, w, i));
    for (const w of most(kept, (w) => m.took[w])) say("kept waiting", `${task(m, m.task[w])}, ${time(m.took[w])}`, w);
  }
  if (kind === "task" || kind === "worker") lived(m, i, say, about);
  return { title: kind === "turn" ? "turn" : nameOf(m, i), what: titles[kind], lines };
}

function waited(m, i, say) {
  const held = holders(m, i);
  for (const id of held) say("held by", task(m, id), holding(m, i, id));
  if (held.length === 0) say("held by", m.texts[m.heldBy[i]] || "nobody");
  if (m.heldBy[i] && held.length) say("taken at", m.texts[m.heldBy[i]].replace(/^.*? at /, ""));
}

function lived(m, i, say, about) {
  const id = m.task[i];
  const mine = [];
  for (let k = 0; k < m.length; k++) if (m.task[k] === id) mine.push(k);
  const kinds = (kind) => mine.filter((k) => kindOf(m, k) === kind);
  if (m.parent[i]) about("made by", m.parent[i]);
  const away = kindOf(m, i) === "task" ? m.runs.get(id) : m.lives.get(id);
  if (away !== undefined) say(kindOf(m, i) === "task" ? "ran in" : "made in", m.isolates[m.isolate[away]].name, away);
  const slices = kinds("slice");
  if (slices.length) {
    const pieces = `${slices.length} ${slices.length > 1 ? "pieces" : "piece"}`;
    say("ran script", `${time(sum(slices.map((k) => m.took[k])))} in ${pieces}`, slices[0]);
  }
  for (const w of most(kinds("wait"), (k) => m.took[k], 5)) {
    const by = holders(m, w).map((id) => task(m, id)).join(", ");
    say("waited", `${time(m.took[w])} for ${nameOf(m, w)}${by && `, held by ${by}`}`, w);
  }
  for (const k of most([...kinds("operation"), ...kinds("timer")], (k) => m.took[k], 5)) {
    say("waited", `${time(m.took[k])} for ${nameOf(m, k)}`, k);
  }
  const children = [...m.lives.values()].filter((k) => m.parent[k] === id);
  for (const k of children.slice(0, 5)) say("made", task(m, m.task[k]), k);
  if (children.length > 5) say("made", `${children.length - 5} more tasks`);
}

/** The spans whose name, task or line has a text in it, whatever its case; null if there is no text. */
export function search(m, text) {
  const wanted = text.trim().toLowerCase();
  if (!wanted) return null;
  const has = m.texts.map((t) => t.toLowerCase().includes(wanted));
  const tasks = new Set([...m.names].filter(([id, name]) => task(m, id).toLowerCase().includes(wanted)).map(([id]) => id));
  const found = new Set();
  for (let i = 0; i < m.length; i++) {
    if (kindOf(m, i) !== "turn" && (has[m.name[i]] || has[m.place[i]] || tasks.has(m.task[i]))) found.add(i);
  }
  return found;
}

/** The lines from one span to others: from a wait to those who had it, from the life of a task to its run and its maker. */
export function arrows(m, i) {
  const to = [];
  const add = (k) => k !== undefined && k !== i && to.push(k);
  if (kindOf(m, i) === "wait") for (const id of holders(m, i)) add(holding(m, i, id));
  if (kindOf(m, i) === "task") add(m.runs.get(m.task[i]));
  if (kindOf(m, i) === "worker") add(m.lives.get(m.task[i]));
  if (m.parent[i]) add(m.lives.get(m.parent[i]));
  return to;
}
