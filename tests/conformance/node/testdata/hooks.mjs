// node:perf_hooks: histograms, and functions whose time is taken.
import { PerformanceObserver, constants, createHistogram, monitorEventLoopDelay, performance } from "node:perf_hooks";

const t = (f) => { try { return f(); } catch (e) { return `${e.name} ${e.code} ${e.message}`; } };
const filled = (values, options) => { const h = createHistogram(options); for (const v of values) h.record(v); return h; };
const shown = (h) => [h, h.countBigInt, h.minBigInt, h.maxBigInt, h.exceedsBigInt, ...[1, 10, 25, 50, 75, 90, 99, 99.9, 100].map((p) => h.percentile(p)), h.percentileBigInt(50), JSON.stringify(h)];
const many = Array.from({ length: 500 }, (_, i) => (i * 7919) % 100003 + 1);
export const hooks = [
  ...[[], [1], [1, 2, 3], [1, 2, 3, 10, 1000, 100000, 12345678], many, [5, 5, 5], [2 ** 53 - 1], [2047, 2048, 2049, 4095, 4096, 4097]].map((v) => () => shown(filled(v))),
  ...[{ figures: 1 }, { figures: 2 }, { figures: 5 }, { lowest: 8 }, { lowest: 1000, highest: 50000 }].map((o) => () => shown(filled(many, o))),
  () => shown(filled([50, 99, 255, 256, 1000], { highest: 100, figures: 2 })),
  () => { const h = filled([1, 2, 3]); h.add(filled([1000, 5], { figures: 1 })); return shown(h); },
  () => { const h = filled(many); h.reset(); h.record(7); return shown(h); },
  () => { const h = createHistogram(); h.recordDelta(); const was = h.count; h.recordDelta(); return [was, h.count, h.min > 0]; },
  ...[5, null, "x", { lowest: 0 }, { lowest: 1.5 }, { lowest: 10, highest: 15 }, { highest: 1 }, { highest: "x" }, { lowest: "x" }, { figures: 0 }, { figures: 6 }, { figures: "1" }].map((o) => () => createHistogram(o).count),
  ...[0, -1, "x", 1.5, NaN, 0n, 2n ** 70n, 5n, undefined].map((v) => () => createHistogram().record(v)),
  ...[0, 101, "x", NaN, undefined, -5].map((p) => () => createHistogram().percentile(p)), ...[5, {}].map((h) => () => createHistogram().add(h)),
  ...[5, { resolution: 0 }, { resolution: "x" }, { resolution: 1.5 }].map((o) => () => monitorEventLoopDelay(o)),
  () => { const m = monitorEventLoopDelay(); return [m.count, m.enable(), m.enable(), m.disable(), m.disable(), m.constructor.name, "record" in m, m]; },
  async () => { const m = monitorEventLoopDelay({ resolution: 1 }); m.enable(); while (m.count < 2) await new Promise((done) => setTimeout(done, 5)); m.disable(); return m.mean > 5e5; },
  ...[5, undefined, {}].map((f) => () => performance.timerify(f)), ...[5, null, { histogram: 5 }].map((o) => () => performance.timerify(() => {}, o)),
  () => { const add = performance.timerify(function add(a, b) { return a + b; }); return [add, add.name, add.length, add(1, 2), add.call(null, "a", "b")]; },
  () => { class A { constructor(x) { this.x = x; } } const T = performance.timerify(A); return [new T(5), new T(5) instanceof A]; },
  () => { const histogram = createHistogram(); performance.timerify(() => {}, { histogram })(); return histogram.count; },
  async () => { const histogram = createHistogram(); const wait = performance.timerify(async () => 5, { histogram }); const before = wait(); const was = histogram.count; return [await before, was, histogram.count]; },
  () => new Promise((done) => {
    const observer = new PerformanceObserver((list) => { observer.disconnect(); done(list.getEntries().map((e) => [e.name, e.entryType, e.duration >= 0, e.detail, e[0], e.constructor.name, performance.getEntriesByType("function").length])); });
    observer.observe({ entryTypes: ["function"] });
    performance.timerify(function add(a, b) { return a + b; })(5, 6);
  }),
  () => t(() => performance.timerify(() => { throw new RangeError("x"); })()), () => constants,
  () => performance.eventLoopUtilization({ idle: 3, active: 5, utilization: 0 }, { idle: 1, active: 3, utilization: 0 }),
  () => { const a = performance.eventLoopUtilization(); const b = performance.eventLoopUtilization(a); return [Object.keys(a), b.idle, b.active >= 0]; },
  async () => { const a = performance.eventLoopUtilization(); await new Promise((done) => setTimeout(done, 20)); const b = performance.eventLoopUtilization(a); return [b.idle > 0, b.utilization < 1, b.utilization > 0]; },
  () => [performance.nodeTiming.name, performance.nodeTiming.entryType, performance.nodeTiming.startTime, performance.nodeTiming.loopExit, performance.nodeTiming.duration > 0],
  () => ["timerify", "eventLoopUtilization"].map((name) => [typeof Performance.prototype[name], performance[name].length]),
].map((f) => () => t(f));
