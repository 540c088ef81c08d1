// What the reader does with the page.
import { arrange, clamp, groups, hit, kindOf, nameOf, pan, zoom } from "./layout.js";
import { describe, search, summary, time } from "./report.js";

function scrollBy(pixels) {
  scrolled = Math.min(Math.max(scrolled + pixels, 0), Math.max(page.height - height + ruler + 20, 0));
  redraw();
}

function look(next) {
  view = next;
  redraw();
}

/** Selects a span, -1 for none; bring makes it be seen. */
function select(i, bring) {
  selected = i;
  if (i >= 0 && bring) reveal(i);
  showDetails();
  redraw();
}

function reveal(i) {
  const kind = kindOf(m, i);
  if (kind !== "turn" && kind !== "slice") {
    for (const key of [`${m.isolate[i]}`, `${m.isolate[i]} ${groups[kind]}`]) folded.set(key, false);
    page = arrange(m, packed, folded);
  }
  const end = m.at[i] + m.took[i];
  if (end < view.from || m.at[i] > view.to || m.took[i] * 3 < (view.to - view.from) / view.width) {
    const span = Math.max(m.took[i] * 4, m.end / 1e5);
    view = clamp(m, view, (m.at[i] + end - span) / 2, (m.at[i] + end + span) / 2);
  }
  const row = spot(i)?.row;
  if (row && (row.y < scrolled || row.y + row.height > scrolled + height - ruler)) {
    scrolled = 0;
    scrollBy(row.y - (height - ruler) / 2);
  }
}

/** An element with a text, which may have any characters. */
function element(name, text = "", parent) {
  const e = document.createElement(name);
  e.textContent = text;
  parent?.append(e);
  return e;
}

function link(text, span, parent) {
  const a = element("button", text, parent);
  a.className = "link";
  a.onclick = () => select(span, true);
}

function showDetails() {
  const box = byId("details");
  box.replaceChildren();
  if (selected < 0) {
    element("h2", "Nothing selected", box);
    element("p", "Click a bar. Its lines lead to whom it waited for.", box);
    return;
  }
  const { title, what, lines } = describe(m, selected);
  element("h2", title, box);
  element("p", what, box);
  const list = element("dl", "", box);
  for (const { name, text, span } of lines) {
    element("dt", name, list);
    if (span === undefined) element("dd", text, list);
    else link(text, span, element("dd", "", list));
  }
}

function showSummary() {
  for (const { title, none, heads, rows } of summary(m)) {
    element("h2", title, byId("summary"));
    if (rows.length === 0) {
      element("p", none, byId("summary"));
      continue;
    }
    const table = element("table", "", byId("summary"));
    const head = element("tr", "", element("thead", "", table)), body = element("tbody", "", table);
    for (const text of heads) element("th", text, head);
    for (const { cells, span } of rows) {
      const line = element("tr", "", body);
      cells.forEach((text, k) => (k ? element("td", text, line) : link(text, span, element("td", "", line))));
    }
  }
}

function find(text) {
  matches = search(m, text);
  order = matches ? [...matches] : [];
  byId("found").textContent = !matches ? "" : order.length === 1 ? "1 found" : `${order.length} found`;
  redraw();
}

function next(step) {
  if (order.length) select(order[(order.indexOf(selected) + step + order.length + (selected < 0 && step < 0 ? 1 : 0)) % order.length], true);
}

const place = (event) => {
  const box = canvas.getBoundingClientRect();
  const x = event.clientX - box.left - margin, y = event.clientY - box.top;
  return { x, y, found: hit(m, page.rows, view, view.from + (x * (view.to - view.from)) / view.width, y - ruler + scrolled) };
};

let drag = null;
canvas.onpointerdown = (event) => {
  drag = { x: event.clientX, y: event.clientY, far: false };
  canvas.setPointerCapture(event.pointerId);
};
canvas.onpointermove = (event) => {
  const { x, y, found } = place(event);
  if (drag) {
    const dx = event.clientX - drag.x, dy = event.clientY - drag.y;
    if (!drag.far && Math.abs(dx) + Math.abs(dy) < 4) return;
    drag = { x: event.clientX, y: event.clientY, far: true };
    look(pan(m, view, -dx));
    scrollBy(-dy);
  }
  const tip = byId("tip"), { span, block } = found;
  tip.hidden = Boolean(drag?.far) || x < 0 || y < ruler || (span === undefined && !block);
  if (tip.hidden) return;
  tip.textContent = block ? `${block.count} spans, ${time(block.end - block.at)}` : `${nameOf(m, span)}, ${time(m.took[span])}`;
  tip.style.left = `${Math.min(x + margin + 12, view.width + margin - 200)}px`;
  tip.style.top = `${y + 14}px`;
};
canvas.onpointerleave = () => (byId("tip").hidden = true);
canvas.onpointerup = (event) => {
  const moved = drag?.far, { x, y, found } = place(event);
  drag = null;
  if (moved || y < ruler) return;
  const { row, span, block } = found;
  if (row?.key !== undefined && (x < 0 || row.type === "title")) {
    folded.set(row.key, !row.closed);
    page = arrange(m, packed, folded);
    return scrollBy(0);
  }
  if (block?.count === 1) return select(block.first, true);
  if (block) return look(clamp(m, view, block.at - (block.end - block.at) * 0.1, block.end + (block.end - block.at) * 0.1));
  select(span ?? -1);
};
canvas.ondblclick = () => fill();
canvas.addEventListener("wheel", (event) => {
  event.preventDefault();
  const { x } = place(event);
  const unit = event.deltaMode ? 20 : 1;
  if (event.shiftKey || x < 0) return scrollBy((event.deltaY || event.deltaX) * unit);
  if (Math.abs(event.deltaX) > Math.abs(event.deltaY)) return look(pan(m, view, event.deltaX * unit));
  look(zoom(m, view, Math.exp(Math.max(Math.min(event.deltaY * unit, 200), -200) * 0.003), x));
}, { passive: false });

/** What is selected fills the width. */
function fill() {
  if (selected < 0) return;
  const at = m.at[selected], took = Math.max(m.took[selected], 0.1);
  look(clamp(m, view, at - took * 0.1, at + took * 1.1));
}

const whole = () => look(clamp(m, view, -m.end * 0.01, m.end * 1.01));
const keys = {
  "+": () => look(zoom(m, view, 0.7, view.width / 2)), "-": () => look(zoom(m, view, 1.4, view.width / 2)),
  ArrowLeft: () => look(pan(m, view, -80)), ArrowRight: () => look(pan(m, view, 80)),
  ArrowUp: () => scrollBy(-60), ArrowDown: () => scrollBy(60), PageUp: () => scrollBy(60 - height), PageDown: () => scrollBy(height - 60),
  0: whole, f: fill, n: () => next(1), p: () => next(-1), "/": () => byId("find").focus(), Escape: () => select(-1),
};
keys["="] = keys["+"];

addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const typing = event.target === byId("find");
  if (typing && event.key === "Enter") return next(event.shiftKey ? -1 : 1);
  if (typing && event.key === "Escape") return canvas.focus();
  const act = !typing && Object.hasOwn(keys, event.key) && keys[event.key];
  if (!act) return;
  event.preventDefault();
  act();
});

byId("find").oninput = (event) => find(event.target.value);
byId("all").onclick = whole;
byId("theme").onclick = () => paintAs(!document.documentElement.classList.contains("dark"));
function paintAs(dark) {
  document.documentElement.classList.toggle("dark", dark);
  readInk();
  redraw();
}

byId("about").textContent = `${m.length} spans, ${m.isolates.length} ${m.isolates.length === 1 ? "isolate" : "isolates"}, ${time(m.end)}` +
  `${m.began ? `, begun ${m.began.slice(0, 19).replace("T", " ")} UTC` : ""}${m.dropped ? `; ${m.dropped} events were dropped` : ""}`;
const dim = matchMedia("(prefers-color-scheme: dark)");
dim.onchange = () => paintAs(dim.matches);
paintAs(dim.matches);
new ResizeObserver(resize).observe(stage);
resize();
showSummary();
const begin = decodeURIComponent(location.hash.slice(1)); // page.html#db finds what has db in it
if (begin) {
  byId("find").value = begin;
  find(begin);
  next(1);
}
draw();
