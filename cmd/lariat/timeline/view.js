// The page itself: it draws what layout.js has arranged and shows what report.js says. Texts of the trace only ever become
// text nodes, or are drawn.
import { arrange, blocks, clamp, groups, kindOf, lanes, model, nameOf, ticks, visible, visibleSpans } from "./layout.js";
import { arrows } from "./report.js";

const margin = 150, ruler = 24;
const byId = (id) => document.getElementById(id);
const canvas = byId("canvas"), stage = byId("stage"), pen = canvas.getContext("2d");
const m = model(JSON.parse(byId("data").textContent));
const packed = lanes(m);
const folded = new Map();
let page = arrange(m, packed, folded);
let view = clamp(m, { width: 1, from: 0, to: 0 }, -m.end * 0.01, m.end * 1.01);
let scrolled = 0, height = 1, selected = -1, matches = null, order = [];
const ink = {};

// Drawing.

/** One color a name, so that a task is the same everywhere. */
const hues = new Map();
function hue(text) {
  if (!hues.has(text)) {
    let n = 7;
    for (const c of text) n = (n * 31 + c.codePointAt(0)) >>> 0;
    hues.set(text, (n * 137) % 360);
  }
  return hues.get(text);
}

function colorOf(i) {
  const kind = kindOf(m, i);
  if (ink[kind]) return ink[kind];
  return `hsl(${hue(nameOf(m, i))} 52% ${ink.light})`;
}

function readInk() {
  const style = getComputedStyle(document.documentElement);
  for (const name of ["ground", "panel", "text", "faint", "line", "turn", "wait", "lock", "operation", "timer", "mark", "light"]) {
    ink[name] = style.getPropertyValue(`--${name}`).trim();
  }
}

let asked = false;
function redraw() {
  if (asked) return;
  asked = true;
  requestAnimationFrame(() => {
    asked = false;
    draw();
  });
}

function resize() {
  const box = stage.getBoundingClientRect(), ratio = devicePixelRatio || 1;
  canvas.width = box.width * ratio;
  canvas.height = box.height * ratio;
  pen.setTransform(ratio, 0, 0, ratio, 0, 0);
  height = box.height;
  view = { ...view, width: Math.max(box.width - margin, 50) };
  scrollBy(0);
}

function draw() {
  pen.fillStyle = ink.ground;
  pen.fillRect(0, 0, view.width + margin, height);
  pen.font = "11px system-ui, sans-serif";
  pen.textBaseline = "middle";
  pen.save();
  pen.beginPath();
  pen.rect(0, ruler, view.width + margin, height);
  pen.clip();
  for (const row of page.rows) {
    const y = row.y - scrolled + ruler;
    if (y + row.height >= ruler && y <= height) drawRow(row, y);
  }
  if (selected >= 0) drawArrows();
  pen.restore();
  drawRuler();
}

function drawRow(row, y) {
  if (row.type === "title") {
    pen.fillStyle = ink.panel;
    pen.fillRect(0, y, view.width + margin, row.height);
  }
  pen.save();
  pen.beginPath();
  pen.rect(margin, y, view.width, row.height);
  pen.clip();
  const inner = row.height - 2;
  if (row.under) {
    pen.fillStyle = ink.turn;
    visibleSpans(m, row.under, view, (_, left, width) => pen.fillRect(margin + left, y + 1, width, inner));
  }
  if (row.blocks) {
    pen.fillStyle = ink[kindOf(m, row.blocks[0].first)] ?? ink.timer;
    visible(row.blocks.length, (k) => row.blocks[k].at, (k) => row.blocks[k].end, view, (k, left, width) => {
      pen.fillRect(margin + left, y + 1, width, inner);
      write(`${row.blocks[k].count} ×`, left, width, y + row.height / 2);
    });
  }
  visibleSpans(m, row.spans, view, (i, left, width) => {
    pen.globalAlpha = matches && !matches.has(i) ? 0.2 : 1;
    pen.fillStyle = colorOf(i);
    pen.fillRect(margin + left, y + 1, width, inner);
    if (i === selected) {
      pen.strokeStyle = ink.mark;
      pen.lineWidth = 2;
      pen.strokeRect(margin + left, y + 2, Math.max(width, 2), inner - 2);
    }
    if (width > 12 && row.group === "tasks") drawPauses(i, y + row.height - 4);
    if (row.height > 12) write(nameOf(m, i), left, width, y + row.height / 2);
  });
  pen.restore();
  if (row.label) drawLabel(row, y);
}

/** What a task waited for, in line or for the world outside, below its bar. */
const pauses = new Map();
function drawPauses(i, y) {
  const spans = m.pauses.get(m.task[i]);
  if (!spans) return;
  for (const kind of ["operation", "wait"]) {
    const key = `${kind} ${m.task[i]}`;
    if (!pauses.has(key)) pauses.set(key, blocks(m, spans.filter((k) => kindOf(m, k) === kind)));
    const list = pauses.get(key);
    pen.fillStyle = ink[kind];
    visible(list.length, (k) => list[k].at, (k) => list[k].end, view, (_, left, width) => pen.fillRect(margin + left, y, width, 3));
  }
}

/** A text on a bar, as much of it as fits; of a bar that begins before the left side, from there. */
function write(text, left, width, y) {
  const x = Math.max(left, 0), room = Math.min(left + width, view.width) - x - 6;
  if (room < 18) return;
  const fits = Math.floor(room / 6);
  pen.fillStyle = "#ffffff";
  pen.fillText(text.length > fits ? `${text.slice(0, Math.max(fits - 1, 1))}…` : text, margin + x + 3, y, room);
}

function drawLabel(row, y) {
  const title = row.type === "title";
  pen.fillStyle = title ? ink.panel : ink.ground;
  pen.fillRect(0, y, margin, row.height);
  pen.fillStyle = title ? ink.text : ink.faint;
  pen.font = title ? "600 12px system-ui, sans-serif" : "11px system-ui, sans-serif";
  const fold = row.key === undefined ? "" : row.closed ? "▸ " : "▾ ";
  pen.fillText(fold + row.label, title ? 8 : 16, y + row.height / 2, margin - 22);
  pen.font = "11px system-ui, sans-serif";
}

function drawRuler() {
  pen.fillStyle = ink.panel;
  pen.fillRect(0, 0, view.width + margin, ruler);
  pen.fillStyle = ink.line;
  pen.fillRect(0, ruler - 1, view.width + margin, 1);
  pen.fillRect(margin - 1, 0, 1, height);
  for (const { at, text } of ticks(view)) {
    const x = margin + ((at - view.from) * view.width) / (view.to - view.from);
    pen.fillStyle = ink.line;
    pen.fillRect(x, ruler - 6, 1, 6);
    pen.fillStyle = ink.faint;
    pen.fillText(text, x + 4, ruler / 2);
  }
}

/** Where a span is, if its row is there; it may be folded. */
function spot(i) {
  const rows = page.rows.filter((r) => r.isolate === m.isolate[i]);
  const row = rows.find((r) => r.spans.includes(i) || r.under?.includes(i)) ?? rows.find((r) => r.blocks && r.group === groups[kindOf(m, i)]);
  return row && { x: margin + ((m.at[i] - view.from) * view.width) / (view.to - view.from), y: row.y - scrolled + ruler + row.height / 2, row };
}

function drawArrows() {
  const from = spot(selected);
  if (!from) return;
  pen.strokeStyle = ink.mark;
  pen.fillStyle = ink.mark;
  pen.lineWidth = 1.5;
  for (const i of arrows(m, selected)) {
    const to = spot(i);
    if (!to) continue;
    pen.beginPath();
    pen.moveTo(from.x, from.y);
    pen.bezierCurveTo(from.x - 30, from.y, to.x - 30, to.y, to.x, to.y);
    pen.stroke();
    pen.beginPath();
    pen.arc(to.x, to.y, 3, 0, 7);
    pen.fill();
  }
}
