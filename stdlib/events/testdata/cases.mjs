// EventEmitter: each case returns what happened.
import EventEmitter, { addAbortListener, captureRejectionSymbol, errorMonitor, getEventListeners, getMaxListeners, listenerCount, on, once, setMaxListeners } from "node:events";

// logged runs a case with an emitter and a log.
const logged = (run) => async () => {
  const log = [];
  const e = new EventEmitter();
  const result = await run(e, log, (name) => (...args) => void log.push([name, ...args]));
  return result === undefined ? log : [result, log];
};
const later = (run) => Promise.resolve().then(run);
const soon = () => new Promise((resolve) => setTimeout(resolve, 1));
const names = (list) => list.map((f) => f.name);
const caught = (run) => {
  try {
    return run();
  } catch (e) {
    return [e.name, e.code, e.message, { ...e }];
  }
};

export const cases = {
  emitter: [
    logged((e, log, to) => { e.on("a", to(1)); e.on("a", to(2)); return [e.emit("a", "x", "y"), e.emit("b")]; }),
    logged((e, log) => { e.on("a", function () { log.push(this === e); }); e.emit("a"); }),
    logged((e, log, to) => { e.once("a", to(1)); e.emit("a"); e.emit("a"); return e.listenerCount("a"); }),
    logged((e, log, to) => { e.on("a", to(1)); e.prependListener("a", to(2)); e.prependOnceListener("a", to(3)); e.emit("a"); e.emit("a"); }),
    logged((e, log, to) => { const f = to(1); e.on("a", f); e.once("a", f); e.off("a", f); e.emit("a"); return e.listenerCount("a"); }),
    logged((e, log, to) => { const f = to(1); e.addListener("a", f).addListener("a", f); e.removeListener("a", f); e.emit("a"); }),
    logged((e, log, to) => { const f = to(1); e.once("a", f); e.removeListener("a", f); return e.emit("a"); }),
    logged((e, log, to) => { const later = to(2); e.on("a", () => e.on("a", later)); e.emit("a"); e.emit("a"); }),
    logged((e, log, to) => { const f = to(2); e.on("a", () => e.off("a", f)); e.on("a", f); e.emit("a"); e.emit("a"); }),
    logged((e, log) => { e.on("newListener", (name, f) => log.push(["new", name, f.name])); e.on("removeListener", (name, f) => log.push(["gone", name, f.name])); e.once("a", function f() {}); e.on("b", function g() {}); e.emit("a"); e.removeAllListeners(); }),
    logged((e, log, to) => { e.once("newListener", (name) => name === "a" && e.on("a", to("first"))); e.on("a", to("second")); e.emit("a"); }),
    logged((e, log) => { for (const n of [1, 2, 3]) e.on("a", { [n]() {} }[n]); e.on("removeListener", (name, f) => log.push(f.name)); e.removeAllListeners("a"); return e.eventNames(); }),
    logged((e) => { e.on("a", () => {}).on(Symbol.for("s"), () => {}); return [e.eventNames(), e.removeAllListeners("a").eventNames(), e.removeAllListeners().eventNames()]; }),
    logged((e) => { const f = () => {}; e.on("a", f); e.once("a", f); return [e.listeners("a").map((g) => g === f), e.rawListeners("a").map((g) => g === f || g.listener === f), e.listenerCount("a"), e.listenerCount("a", f), e.listenerCount("x"), e.listeners("x")]; }),
    logged((e) => [e.getMaxListeners(), e.setMaxListeners(3) === e, e.getMaxListeners(), EventEmitter.defaultMaxListeners]),
    logged((e, log, to) => { e.on("error", to(1)); e.emit("error", new Error("x")); return log.splice(0).map(([n, x]) => [n, x.message]); }),
    logged((e, log) => { e.on(errorMonitor, (x) => log.push(x.message)); return caught(() => e.emit("error", new Error("x"))).slice(0, 3); }),
    logged((e) => caught(() => e.emit("error", { a: 1 }))), logged((e) => caught(() => e.emit("error"))), logged((e) => caught(() => e.emit("error", "boom"))), logged((e) => { const x = new RangeError("same"); try { e.emit("error", x); } catch (y) { return x === y; } }),
    logged((e) => { e.on("a", () => { throw new Error("out"); }); return caught(() => e.emit("a")).slice(0, 3); }),
    logged((e) => { Object.setPrototypeOf(Old.prototype, EventEmitter.prototype); function Old() { EventEmitter.call(this); } const o = new Old(); let n = 0; o.on("a", () => n++); return [o.emit("a"), n, o instanceof EventEmitter, Object.keys(o)]; }),
    logged((e) => { class Sub extends EventEmitter { x = 1; } const s = new Sub(); return [s.emit("a"), s.x, s._eventsCount, Object.keys(s._events)]; }),
    logged((e) => [Object.keys(e._events), e._eventsCount, e.on("toString", () => {}).emit("toString"), e.emit("__proto__"), e.on("__proto__", () => {}).emit("__proto__"), e.eventNames()]),
    logged((e) => { const plain = Object.create(EventEmitter.prototype); plain.on("a", () => {}); return [plain.emit("a"), EventEmitter.prototype._events]; }),
    logged((e) => [typeof EventEmitter, EventEmitter.name, EventEmitter.EventEmitter === EventEmitter, EventEmitter.length, e.on === e.addListener, e.off === e.removeListener, EventEmitter.usingDomains]),
    logged((e, log, to) => { e.on("a", to("kept")); const symbol = Symbol("s"); e.on(symbol, to("symbol")); return [e.emit(symbol, 1), e.emit("a")]; }),
    logged((e, log, to) => { const f = to("x"); f.listener = to("inner"); e.on("a", f); return [e.listeners("a")[0] === f.listener, e.rawListeners("a")[0] === f]; }),
  ],
  refusals: [
    ...[5, undefined, {}, null, "x"].flatMap((f) => ["on", "once", "off", "prependListener", "prependOnceListener"].map((name) => logged((e) => caught(() => e[name]("a", f))))),
    ...[-1, "x", NaN, undefined, {}].flatMap((n) => [logged((e) => caught(() => e.setMaxListeners(n))), () => caught(() => { EventEmitter.defaultMaxListeners = n; })]),
    () => caught(() => new EventEmitter({ captureRejections: 1 })), () => caught(() => { EventEmitter.captureRejections = 1; }), () => caught(() => setMaxListeners("x")), () => caught(() => setMaxListeners(3, {})),
    () => caught(() => getEventListeners({}, "x")).slice(0, 2), () => caught(() => addAbortListener({}, () => {})), () => caught(() => addAbortListener(AbortSignal.abort(), 3)), () => caught(() => addAbortListener(undefined, () => {})),
    () => caught(() => on({}, "x")), () => caught(() => on(new EventEmitter(), "x", { signal: 5 })), () => caught(() => on(new EventEmitter(), "x", { highWaterMark: 0 })),
    () => once({}, "x"), () => once(new EventEmitter(), "x", { signal: 5 }), () => once(new EventEmitter(), "x", { signal: AbortSignal.abort(7) }).catch((e) => [e.name, e.code, e.message, e.cause]),
  ],
  captures: [
    ...[true, false].map((captureRejections) => async () => {
      const e = new EventEmitter({ captureRejections });
      const log = [];
      e.on("error", (x) => log.push(x.message));
      e.on("a", async () => { if (captureRejections) throw new Error("late"); });
      e.on("a", () => 5);
      e.emit("a");
      await soon();
      return log;
    }),
    async () => { const e = new EventEmitter({ captureRejections: true }); const log = []; e[captureRejectionSymbol] = (x, type, ...args) => log.push(x.message, type, args); e.on("a", async () => { throw new Error("late"); }); e.emit("a", 1, 2); await soon(); return log; },
    async () => { const e = new EventEmitter({ captureRejections: true }); const log = []; e.on("error", (x) => log.push(x.message)); e.on("a", () => ({ get then() { throw new Error("getter"); } })); e.emit("a"); await soon(); return log; },
    async () => { EventEmitter.captureRejections = true; const e = new EventEmitter(); EventEmitter.captureRejections = false; const log = []; e.on("error", (x) => log.push(x.message)); e.on("a", async () => { throw new Error("default"); }); e.emit("a"); await soon(); return log; },
  ],
  waits: [
    logged(async (e) => { later(() => e.emit("a", 1, 2)); return [await once(e, "a"), e.eventNames()]; }),
    logged(async (e) => { later(() => e.emit("error", new Error("x"))); return [await once(e, "a").catch((x) => x.message), e.eventNames()]; }),
    logged(async (e) => { later(() => e.emit("error", new Error("x"))); return (await once(e, "error")).map((x) => x.message); }),
    logged(async (e) => { const c = new AbortController(); later(() => c.abort("why")); return [await once(e, "a", { signal: c.signal }).catch((x) => [x.name, x.code, x.cause]), e.eventNames()]; }),
    async () => { const t = new EventTarget(); later(() => t.dispatchEvent(new Event("a"))); return (await once(t, "a")).map((x) => x.type); },
    logged(async (e) => { const out = []; later(() => { e.emit("a", 1); e.emit("a", 2, 3); e.emit("end"); }); for await (const args of on(e, "a", { close: ["end"] })) out.push(args); return [out, e.eventNames()]; }),
    logged(async (e) => { const it = on(e, "a"); e.emit("a", 1); const first = await it.next(); const [second, third] = [it.next(), it.next()]; e.emit("a", 2); e.emit("a", 3); return [first, await second, await third, await it.return(), await it.next(), e.eventNames()]; }),
    logged(async (e) => { const it = on(e, "a"); e.emit("a", 1); e.emit("error", new Error("x")); return [await it.next(), await it.next().catch((x) => x.message), await it.next()]; }),
    logged(async (e) => { const it = on(e, "a"); const waiting = it.next(); e.emit("error", new Error("x")); return [await waiting.catch((x) => x.message), await it.next(), e.eventNames()]; }),
    logged(async (e) => { const c = new AbortController(); const it = on(e, "a", { signal: c.signal }); const waiting = it.next(); c.abort("why"); return [await waiting.catch((x) => [x.name, x.cause]), await it.next(), e.eventNames()]; }),
    logged(async (e) => { const it = on(e, "a"); const waiting = it.next(); it.throw(new Error("thrown")); return [await waiting.catch((x) => x.message), caught(() => it.throw(5))]; }),
    logged(async (e) => { const it = on(e, "a"); const [one, two] = [it.next(), it.next()]; await it.return(); return [await one, await two, it[Symbol.asyncIterator]() === it]; }),
    logged(async (e, log) => { e.pause = () => log.push("pause"); e.resume = () => log.push("resume"); const it = on(e, "a", { highWaterMark: 2, lowWaterMark: 1 }); for (const n of [1, 2, 3, 4]) e.emit("a", n); for (let i = 0; i < 4; i++) log.push((await it.next()).value[0]); }),
    async () => { const t = new EventTarget(); const it = on(t, "a"); t.dispatchEvent(new Event("a")); return (await it.next()).value.map((x) => x.type); },
    logged(async (e, log) => { for await (const [n] of (later(() => { e.emit("a", 1); e.emit("a", 2); }), on(e, "a"))) { log.push(n); if (n === 2) break; } return e.eventNames(); }),
  ],
  functions: [
    logged((e) => { e.on("a", function f() {}); e.once("a", function g() {}); return [names(getEventListeners(e, "a")), listenerCount(e, "a"), getMaxListeners(e)]; }),
    logged((e) => { setMaxListeners(5, e); return [e.getMaxListeners(), getMaxListeners(e)]; }),
    async () => { const c = new AbortController(); const log = []; const d = addAbortListener(c.signal, () => log.push("a")); const gone = addAbortListener(c.signal, () => log.push("b")); gone[Symbol.dispose](); c.abort(); addAbortListener(c.signal, () => log.push("late")); log.push("now"); await soon(); return [log, typeof d[Symbol.dispose]]; },
  ],
};
