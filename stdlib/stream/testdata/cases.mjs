// Small programs with streams: what each of them logs, in order, is compared with what Node logs.
import stream, { Duplex, PassThrough, Readable, Stream, Transform, Writable, addAbortSignal, finished, pipeline } from "node:stream";
import * as promises from "node:stream/promises";
import * as consumers from "node:stream/consumers";
import { setImmediate as turn } from "node:timers/promises";

const events = ["close", "data", "drain", "end", "error", "finish", "pause", "pipe", "prefinish", "readable", "resume", "unpipe"];
const show = (x) => (x instanceof Uint8Array ? `<${Buffer.from(x)}>` : x instanceof Error ? `${x.name} ${x.code} ${x.message}` : typeof x === "object" && x?.pipe ? "stream" : String(x));
const log = (out, name, stream, which = events) => {
  for (const event of which) stream.on(event, (...args) => out.push(`${name}:${event} ${args.map(show).join()}`.trim()));
  return stream;
};
const ends = ["close", "end", "error", "finish"];
const quiet = async (n = 30) => {
  for (let i = 0; i < n; i++) await turn();
};
// run calls a program with a log and waits until nothing happens any more.
const run = (f) => async () => {
  const out = [];
  try {
    const result = await f(out, (name, s, which) => log(out, name, s, which));
    if (result !== undefined) out.push(result);
  } catch (error) {
    out.push(`thrown ${show(error)}`);
  }
  await quiet();
  return out;
};
const sink = (out, options = {}) => new Writable({
  write(chunk, encoding, callback) {
    out.push(`write ${show(chunk)} ${encoding}`);
    callback();
  },
  ...options,
});
const later = (out, options = {}) => sink(out, {
  write(chunk, encoding, callback) {
    out.push(`write ${show(chunk)} ${encoding}`);
    setImmediate(callback);
  },
  ...options,
});
const counting = (n, options) => {
  let i = 0;
  return new Readable({ read() { this.push(i < n ? `${i++}` : null); }, ...options });
};
const facts = (s) => ["readable", "readableEnded", "readableFlowing", "readableLength", "readableObjectMode", "readableHighWaterMark", "readableEncoding", "readableDidRead",
  "readableAborted", "writable", "writableEnded", "writableFinished", "writableLength", "writableNeedDrain", "writableHighWaterMark", "writableCorked", "writableAborted",
  "destroyed", "errored", "closed"].map((name) => `${name}=${show(s[name])}`);

export const readable = [
  run((out, on) => { on("r", counting(3)); }),
  run((out, on) => { on("r", counting(3), ["data", ...ends]); }),
  run((out, on) => { on("r", counting(3), ["readable", ...ends]); }),
  run((out, on) => { const r = on("r", counting(3), ends); r.on("readable", () => { for (let c; (c = r.read()) !== null;) out.push(show(c)); }); }),
  run((out, on) => { const r = on("r", counting(3, { encoding: "utf8" }), ends); r.on("readable", () => { for (let c; (c = r.read(1)) !== null;) out.push(c); }); }),
  run((out, on) => { on("r", counting(5, { highWaterMark: 2 }), ["pause", "resume", ...ends]).on("data", function (c) { out.push(show(c)); this.pause(); setImmediate(() => this.resume()); }); }),
  run((out, on) => { const r = on("r", new Readable({ read() {} }), ["readable", "data", ...ends]); r.push("a"); r.push("b"); setImmediate(() => { r.push("c"); r.push(null); }); }),
  run((out, on) => { const r = on("r", new Readable({ read() {} }), ["data", ...ends]); r.push("a"); r.push(""); r.push(Buffer.from("b")); r.push(new Uint8Array([99])); out.push(r.push(null)); }),
  run((out, on) => { const r = on("r", new Readable({ read() {}, objectMode: true }), ["data", ...ends]); r.push(1); r.push(""); r.push(undefined); r.push({}); r.push(null); }),
  run((out, on) => { const r = on("r", new Readable({ read() {} }), ends); r.push(5); }),
  run((out, on) => { const r = on("r", new Readable({ read() {} }), ["data", ...ends]); r.push(null); r.push("late"); }),
  run((out, on) => { const r = on("r", new Readable({ read() {} }), ["data", ...ends]); r.push("b"); r.unshift("a"); r.push(null); }),
  run((out, on) => { const r = on("r", new Readable({ read() {} }), ["data", ...ends]); r.push(null); r.on("end", () => r.unshift("x")); }),
  run((out, on) => { const r = on("r", new Readable({ read() {} }), ends); r.setEncoding("utf8"); r.push(Buffer.from("€").subarray(0, 2)); r.push(Buffer.from("€").subarray(2)); r.push(null); r.on("data", (c) => out.push(c)); }),
  run((out, on) => { const r = on("r", new Readable({ read() {} }), ends); r.push("hex"); r.setEncoding("hex"); r.on("data", (c) => out.push(c)); r.push(null); }),
  run((out, on) => { const r = on("r", new Readable(), ends); r.resume(); }),
  run((out, on) => { const r = on("r", new Readable({ read() { throw new Error("in read"); } }), ends); r.resume(); }),
  run((out, on) => { const r = on("r", counting(9), ends); r.destroy(); out.push(...facts(r)); }),
  run((out, on) => { const r = on("r", counting(9), ["data", ...ends]); r.destroy(new Error("why")); out.push(r.push("x")); }),
  run((out, on) => { const r = on("r", counting(9), ends); r.destroy(new Error("one")); r.destroy(new Error("two")); }),
  run((out, on) => { const r = on("r", counting(9, { destroy(e, cb) { out.push(`destroy ${show(e)}`); setImmediate(() => cb(new Error("other"))); } }), ends); r.destroy(); }),
  run((out, on) => { const r = on("r", counting(9, { destroy() { throw new Error("in destroy"); } }), ends); r.destroy(); }),
  run((out, on) => { const r = on("r", counting(2, { emitClose: false }), ends); r.resume(); }),
  run((out, on) => { const r = on("r", counting(2, { autoDestroy: false }), ends); r.resume(); }),
  run((out, on) => { const r = on("r", counting(2, { construct(cb) { out.push("construct"); setImmediate(cb); } }), ["data", ...ends]); out.push(r.read()); }),
  run((out, on) => { on("r", counting(2, { construct(cb) { cb(new Error("no")); } }), ["data", ...ends]); }),
  run((out, on) => { const r = on("r", counting(2, { construct(cb) { setImmediate(cb); }, destroy(e, cb) { out.push("destroy"); cb(e); } }), ends); r.destroy(new Error("early")); }),
  run((out) => { const r = counting(3); out.push(...facts(r)); r.read(); out.push(...facts(r)); }),
  run((out) => { const r = new Readable({ objectMode: true, read() {} }); for (let i = 0; i < 17; i++) out.push(r.push(i)); out.push(...facts(r)); }),
  run((out, on) => { const r = on("r", counting(100, { highWaterMark: 4 }), ends); out.push(r.read(8)); return new Promise((done) => r.once("readable", () => { out.push(show(r.read(8))); out.push(r.readableHighWaterMark); r.destroy(); done(); })); }),
  run((out, on) => { const r = on("r", counting(3), ["data", "pause", "resume", ...ends]); r.pause(); out.push(r.isPaused()); setImmediate(() => r.resume()); }),
  run((out, on) => { const r = on("r", counting(3), ["resume", ...ends]); const f = () => {}; r.on("readable", f); r.off("readable", f); r.on("data", (c) => out.push(show(c))); }),
  run((out) => { const r = counting(3); const f = (c) => out.push(show(c)); r.on("data", f); r.removeAllListeners("data"); out.push(r.readableFlowing, r.isPaused()); }),
  run(async (out) => { for await (const c of counting(3)) out.push(show(c)); }),
  run(async (out, on) => { const r = on("r", counting(9), ends); for await (const c of r) { out.push(show(c)); break; } await quiet(); out.push(r.destroyed); }),
  run(async (out, on) => { const r = on("r", counting(9), ends); for await (const c of r.iterator({ destroyOnReturn: false })) { out.push(show(c)); break; } out.push(r.destroyed); }),
  run(async (out, on) => { const r = counting(9); for await (const c of r) throw new Error("in the loop"); }),
  run(async (out) => { const r = new Readable({ read() {} }); r.push("a"); setImmediate(() => r.destroy(new Error("broken"))); for await (const c of r) out.push(show(c)); }),
  run(async (out) => { const r = new Readable({ read() {} }); setImmediate(() => r.destroy()); for await (const c of r) out.push(show(c)); }),
  run(async (out) => { const r = counting(2); const it = r[Symbol.asyncIterator](); return JSON.stringify(await Promise.all([it.next(), it.next(), it.next(), it.next()])); }),
  run(async (out, on) => { for (const x of [["a", "b"], "text", Buffer.from("bytes"), new Set([1, 2]), (function* () { yield 1; yield Promise.resolve(2); })()]) out.push((await Readable.from(x).toArray()).map(show).join("|")); }),
  run(async (out, on) => { const r = on("r", Readable.from((async function* () { try { yield 1; yield 2; } finally { out.push("finally"); } })()), ends); for await (const c of r) { out.push(c); break; } }),
  run((out, on) => { on("r", Readable.from((async function* () { yield 1; throw new Error("source"); })()), ["data", ...ends]); }),
  run((out, on) => { on("r", Readable.from([1, null, 2]), ["data", ...ends]); }),
  run(() => Readable.from(5)),
  run(() => Readable.from({})),
  run((out, on) => { const c = new AbortController(); const r = on("r", new Readable({ read() {}, signal: c.signal }), ends); c.abort(); }),
  run((out, on) => { const r = on("r", counting(9), ends); addAbortSignal(AbortSignal.abort(new Error("reason")), r); }),
  run(() => new Readable({ highWaterMark: -1 })),
  run(() => new Readable({ highWaterMark: "x" })),
  run((out, on) => { const old = new Stream(); const r = on("r", new Readable().wrap(old), ["data", ...ends]); old.emit("data", "a"); old.emit("data", "b"); old.emit("end"); }),
  run(async () => (await counting(5, { objectMode: true }).map((c) => Number(c) * 2).filter((n) => n > 2).toArray()).join()),
  run(async (out) => { out.push(await counting(5).take(1).toArray().then(String), await counting(5, { objectMode: true }).drop(3).toArray().then(String), await counting(5, { objectMode: true }).reduce((a, b) => a + Number(b), 10)); }),
  run(async (out) => { out.push(await counting(5, { objectMode: true }).some((c) => String(c) === "3"), await counting(5, { objectMode: true }).every((c) => String(c) < "3"), show(await counting(5, { objectMode: true }).find((c) => String(c) === "2"))); await counting(2).forEach((c) => out.push(show(c))); }),
  run(async () => (await counting(3, { objectMode: true }).flatMap((c) => [c, c]).toArray()).map(show).join()),
];

export const writable = [
  run((out, on) => { const w = on("w", sink(out)); w.write("a"); w.write(Buffer.from("b")); w.end("c", () => out.push("ended")); out.push(...facts(w)); }),
  run((out, on) => { const w = on("w", later(out)); w.write("a", () => out.push("cb a")); w.write("b", () => out.push("cb b")); w.end(() => out.push("ended")); }),
  run((out, on) => { const w = on("w", later(out, { highWaterMark: 3 })); out.push(w.write("ab"), w.write("c"), w.writableNeedDrain, w.writableLength); w.once("drain", () => out.push(w.write("d"))); }),
  run((out, on) => { const w = on("w", sink(out, { highWaterMark: 1 })); out.push(w.write("a"), w.write("b")); }),
  run((out, on) => { const w = on("w", sink(out, { decodeStrings: false })); w.write("a"); w.write("ff", "hex"); w.end(); }),
  run((out, on) => { const w = on("w", sink(out)); w.write("ff", "hex"); w.setDefaultEncoding("latin1"); w.write("é"); w.end("é", "utf8"); }),
  run((out, on) => { const w = on("w", sink(out, { objectMode: true })); w.write(1); w.write({}); w.write("s"); w.end(); }),
  run((out, on) => { const w = on("w", later(out, { writev(list, cb) { out.push(`writev ${list.map(({ chunk, encoding }) => show(chunk) + encoding)} ${list.allBuffers}`); setImmediate(cb); } })); w.write("a"); w.write("b"); w.write("c"); w.end(); }),
  run((out, on) => { const w = on("w", sink(out, { writev(list, cb) { out.push(`writev ${list.length}`); cb(); } }), ends); w.cork(); w.write("a"); w.write("b"); out.push(w.writableCorked); w.cork(); w.uncork(); w.uncork(); w.end(); }),
  run((out, on) => { const w = on("w", new Writable({ writev(list, cb) { out.push(list.length); cb(); } }), ends); w.write("a"); w.end("b"); }),
  run((out, on) => { const w = on("w", sink(out), ends); w.cork(); w.write("a"); w.end("b"); }),
  run((out, on) => { const w = on("w", sink(out, { final(cb) { out.push("final"); setImmediate(cb); } }), ["prefinish", ...ends]); w.end("x"); w.on("finish", () => out.push(w.writableFinished)); }),
  run((out, on) => { const w = on("w", sink(out, { final(cb) { cb(new Error("final")); } }), ends); w.end("x", (e) => out.push(show(e))); }),
  run((out, on) => { const w = on("w", sink(out, { final() { throw new Error("thrown in final"); } }), ends); w.end(); }),
  run((out, on) => { const w = on("w", sink(out, { write(c, e, cb) { cb(new Error("disk")); } }), ends); w.write("a", (e) => out.push(`cb ${show(e)}`)); w.write("b", (e) => out.push(`cb ${show(e)}`)); }),
  run((out, on) => { const w = on("w", sink(out, { write(c, e, cb) { setImmediate(cb, new Error("disk")); } }), ends); w.write("a", (e) => out.push(`cb ${show(e)}`)); w.write("b", (e) => out.push(`cb ${show(e)}`)); w.end((e) => out.push(`end ${show(e)}`)); }),
  run((out, on) => { const w = on("w", sink(out, { autoDestroy: false, write(c, e, cb) { cb(new Error("disk")); } }), ends); w.write("a"); w.write("b"); }),
  run((out, on) => { const w = on("w", sink(out, { write(c, e, cb) { cb(); cb(); } }), ends); w.write("a"); }),
  run((out, on) => { const w = on("w", sink(out), ends); w.end(); w.write("late", (e) => out.push(`cb ${show(e)}`)); }),
  run((out, on) => { const w = on("w", sink(out), ends); w.end(); w.end((e) => out.push(`again ${show(e)}`)); }),
  run((out, on) => { const w = on("w", sink(out), ends); w.end(); w.on("finish", () => w.end((e) => out.push(`again ${show(e)}`))); }),
  run((out, on) => { const w = on("w", sink(out), ends); w.destroy(); w.write("x", (e) => out.push(`cb ${show(e)}`)); w.end((e) => out.push(`end ${show(e)}`)); }),
  run((out, on) => { const w = on("w", later(out), ends); w.write("a", (e) => out.push(`a ${show(e)}`)); w.write("b", (e) => out.push(`b ${show(e)}`)); w.destroy(new Error("gone")); }),
  run((out, on) => { const w = on("w", later(out), ends); w.write("a"); w.end((e) => out.push(`end ${show(e)}`)); w.destroy(); }),
  run(() => sink([]).write(null)),
  run(() => sink([]).write(5)),
  run(() => sink([]).write("x", "nope")),
  run(() => sink([]).setDefaultEncoding("nope")),
  run((out, on) => { const w = on("w", new Writable(), ends); w.write("x"); }),
  run((out, on) => { const w = on("w", sink(out), ends); w.pipe(sink(out)); }),
  run((out, on) => { const w = on("w", sink(out, { construct(cb) { out.push("construct"); setImmediate(cb); } }), ends); w.write("a"); w.end("b"); }),
  run((out, on) => { const w = on("w", sink(out, { emitClose: false }), ends); w.end(); }),
  run((out, on) => { const w = on("w", sink(out, { destroy(e, cb) { out.push("destroy"); cb(e); } }), ends); w.end("x"); }),
  run((out) => { out.push(new Duplex() instanceof Writable, new Readable() instanceof Writable, new Writable() instanceof Stream, Writable() instanceof Writable, Readable() instanceof Readable); }),
];

export const through = [
  run((out, on) => { const t = on("t", new PassThrough()); t.write("a"); t.end("b"); }),
  run((out, on) => { const t = on("t", new PassThrough(), ["data", ...ends]); t.write("a"); t.end("b"); }),
  run((out, on) => { const t = on("t", new Transform({ transform(c, e, cb) { this.push(c); this.push("-"); cb(null, `${c}`.toUpperCase()); }, flush(cb) { cb(null, "end"); } }), ["data", ...ends]); t.write("a"); t.end("b"); }),
  run((out, on) => { const t = on("t", new Transform({ transform(c, e, cb) { cb(new Error("bad chunk")); } }), ["data", ...ends]); t.write("a"); t.write("b"); }),
  run((out, on) => { const t = on("t", new Transform({ transform(c, e, cb) { cb(); }, flush(cb) { cb(new Error("flush")); } }), ["data", ...ends]); t.end("a"); }),
  run((out, on) => { const t = on("t", new Transform(), ends); t.write("x"); }),
  run((out, on) => { const t = on("t", new Transform({ objectMode: true, transform(c, e, cb) { setImmediate(cb, null, c * 2); } }), ["data", ...ends]); for (let i = 0; i < 5; i++) t.write(i); t.end(); }),
  run((out, on) => { const t = on("t", new Transform({ highWaterMark: 2, transform(c, e, cb) { cb(null, c); } }), ["drain", ...ends]); out.push(t.write("aa"), t.write("bb"), t.readableLength, t.writableLength); setImmediate(() => { out.push(show(t.read())); setImmediate(() => out.push(show(t.read()))); }); }),
  run((out, on) => { const t = on("t", new Transform({ readableObjectMode: true, transform(c, e, cb) { cb(null, { length: c.length }); } }), ["close"]); t.on("data", (o) => out.push(o.length)); t.end("four"); out.push(t.readableObjectMode, t.writableObjectMode, t.readableHighWaterMark, t.writableHighWaterMark); }),
  run((out, on) => { class Upper extends Transform { _transform(c, e, cb) { cb(null, String(c).toUpperCase()); } _final(cb) { out.push("own final"); cb(); } } const t = on("t", new Upper(), ["data", ...ends]); t.end("x"); }),
  run((out, on) => { const d = on("d", new Duplex({ read() { this.push("r"); this.push(null); }, write(c, e, cb) { out.push(show(c)); cb(); } }), ["data", ...ends]); d.end("w"); }),
  run((out, on) => { const d = on("d", new Duplex({ allowHalfOpen: false, read() { this.push(null); }, write(c, e, cb) { cb(); } }), ends); d.resume(); }),
  run((out, on) => { const d = on("d", new Duplex({ read() { this.push(null); }, write(c, e, cb) { cb(); } }), ends); d.resume(); }),
  run((out, on) => { const d = on("d", new Duplex({ readable: false, write(c, e, cb) { cb(); } }), ends); d.end(); out.push(...facts(d)); }),
  run((out, on) => { const d = on("d", new Duplex({ writable: false, read() { this.push(null); } }), ends); d.resume(); out.push(...facts(d)); }),
  run((out, on) => { const d = on("d", new Duplex({ read() {}, write(c, e, cb) { cb(); } }), ends); d.destroy(new Error("both")); out.push(...facts(d)); }),
  run((out) => { out.push(...facts(new Duplex({ readableHighWaterMark: 1, writableHighWaterMark: 2, writableObjectMode: true }))); }),
  run(async (out) => { const d = Duplex.from(["a", "b"]); for await (const c of d) out.push(c); }),
  run(async (out) => { const d = Duplex.from(Promise.resolve("p")); for await (const c of d) out.push(c); }),
  run(async (out, on) => { const a = new PassThrough(); const b = new PassThrough(); const d = on("d", Duplex.from({ readable: a, writable: b }), ["end", "finish", "close"]); b.on("data", (c) => out.push(`b ${c}`)); d.write("to b"); a.end("from a"); for await (const c of d) out.push(show(c)); d.end(); }),
];

export const piping = [
  run((out, on) => { on("r", counting(3), ["pause", "resume", ...ends]).pipe(on("w", sink(out))); }),
  run((out, on) => { on("r", counting(6), ["pause", "resume", ...ends]).pipe(on("w", later(out, { highWaterMark: 2 }))); }),
  run((out, on) => { const r = counting(4); r.pipe(on("a", later(out, { highWaterMark: 1 }), ["drain", ...ends])); r.pipe(on("b", sink(out), ends)); }),
  run((out, on) => { const r = counting(3); const w = on("w", sink(out)); r.pipe(w, { end: false }); r.on("end", () => w.end("tail")); }),
  run((out, on) => { const r = on("r", new Readable({ read() {} }), ["pause", "resume"]); const w = on("w", sink(out)); r.pipe(w); r.push("a"); setImmediate(() => { r.unpipe(w); r.push("b"); out.push(r.readableFlowing, r.readableLength); }); }),
  run((out, on) => { const r = on("r", counting(9), ends); const w = sink(out, { write(c, e, cb) { cb(new Error("full")); } }); r.pipe(w); w.on("error", (e) => out.push(show(e))); }),
  run((out, on) => { const r = on("r", new Readable({ read() {} }), ends); const w = on("w", sink(out)); r.pipe(w); r.destroy(new Error("source")); }),
  run((out, on) => { const r = counting(2); const t = new PassThrough(); r.pipe(t).pipe(on("w", sink(out), ends)); }),
  run((out, on) => { const r = on("r", counting(2), ["data"]); r.pipe(on("w", sink(out), ends)); }),
  run((out, on) => { const old = new Stream(); old.readable = true; old.pipe(on("w", sink(out), ends)); old.emit("data", "x"); old.emit("end"); }),
  run((out, on) => pipeline(on("r", counting(3), ends), on("t", new PassThrough(), ends), on("w", sink(out), ends), (e) => out.push(`over ${show(e)}`)) && undefined),
  run((out, on) => { pipeline(on("r", counting(30), ends), on("w", sink(out, { write(c, e, cb) { cb(new Error("full")); } }), ends), (e) => out.push(`over ${show(e)}`)); }),
  run((out, on) => { pipeline(on("r", new Readable({ read() { this.destroy(new Error("source")); } }), ends), on("t", new PassThrough(), ends), on("w", sink(out), ends), (e) => out.push(`over ${show(e)}`)); }),
  run((out, on) => { const t = on("t", new PassThrough(), ends); pipeline(counting(3), t, on("w", sink(out), ends), (e) => out.push(`over ${show(e)}`)); t.destroy(); }),
  run((out, on) => { pipeline(["a", "b"], async function* (source) { for await (const c of source) yield `${c}!`; }, on("w", sink(out), ends), (e) => out.push(`over ${show(e)}`)); }),
  run(async (out) => { const v = await promises.pipeline(counting(3), async (source) => { let n = 0; for await (const c of source) n += Number(c); return n; }); out.push(v); }),
  run(async (out) => { await promises.pipeline(async function* () { yield "made"; }, sink(out)); }),
  run(async (out) => { await promises.pipeline(function* () { yield "a"; throw new Error("generator"); }, sink(out)); }),
  run(async (out, on) => { const c = new AbortController(); setImmediate(() => c.abort()); await promises.pipeline(new Readable({ read() {} }), on("w", sink(out), ends), { signal: c.signal }); }),
  run(async (out, on) => { const w = on("w", sink(out), ends); await promises.pipeline(counting(2), w, { end: false }); out.push(w.writableEnded); }),
  run(() => pipeline(counting(1), () => {})),
  run(() => promises.pipeline(counting(1))),
  run((out) => pipeline(counting(1), sink(out))),
  run(() => promises.pipeline(counting(1), 5)),
  run(() => promises.pipeline(() => 5, sink([]))),
  run(async (out, on) => { const r = on("r", counting(9), ends); await promises.pipeline(r, async function (source) { for await (const c of source) { out.push(show(c)); break; } }); }),
  run((out) => { const r = counting(2); finished(r, (e) => out.push(`over ${show(e)}`)); r.resume(); }),
  run((out) => { const r = counting(2); finished(r, (e) => out.push(`over ${show(e)}`)); r.destroy(); }),
  run((out) => { const r = counting(2); finished(r, (e) => out.push(`over ${show(e)}`)); r.destroy(new Error("x")); r.on("error", () => {}); }),
  run((out) => { const w = sink(out); finished(w, (e) => out.push(`over ${show(e)}`)); w.end("x"); }),
  run((out) => { const w = sink(out); const stop = finished(w, () => out.push("over")); stop(); w.end("x"); }),
  run(async (out) => { const w = sink(out); w.end(); await promises.finished(w); finished(w, (e) => out.push(`again ${show(e)}`)); }),
  run(async () => { const r = counting(1); const p = promises.finished(r, { signal: AbortSignal.abort() }); await p; }),
  run((out) => { const d = new Duplex({ read() { this.push(null); }, write(c, e, cb) { cb(); } }); finished(d, { writable: false }, (e) => out.push(`read ${show(e)}`)); finished(d, (e) => out.push(`both ${show(e)}`)); d.resume(); setImmediate(() => d.end()); }),
  run(() => finished({}, () => {})),
];

export const web = [
  run(async (out) => { for await (const c of Readable.toWeb(counting(3))) out.push(show(c)); }),
  run(async (out) => { const w = Readable.toWeb(Readable.from([1, 2])); const r = w.getReader(); out.push((await r.read()).value, (await r.read()).value, (await r.read()).done); }),
  run(async (out, on) => { const r = on("r", counting(Infinity), ends); const reader = Readable.toWeb(r).getReader(); out.push(show((await reader.read()).value)); await reader.cancel(); }),
  run(async (out) => { const r = new Readable({ read() { this.destroy(new Error("source")); } }); await Readable.toWeb(r).getReader().read(); }),
  run(async (out, on) => { const r = on("r", Readable.fromWeb(new ReadableStream({ start(c) { c.enqueue("a"); c.enqueue("b"); c.close(); } }), { encoding: "utf8" }), ["end"]); out.push((await r.toArray()).join("")); }),
  run(async (out, on) => { const r = on("r", Readable.fromWeb(new ReadableStream({ cancel(e) { out.push(`cancel ${show(e)}`); } })), ends); r.destroy(new Error("no more")); }),
  run(async (out, on) => { on("r", Readable.fromWeb(new ReadableStream({ start(c) { c.error(new Error("web")); } })), ends).resume(); }),
  run(async (out, on) => { const w = on("w", Writable.fromWeb(new WritableStream({ write(c) { out.push(`web ${show(c)}`); }, close() { out.push("web close"); } })), ends); w.write("a"); w.end("b"); }),
  run(async (out, on) => { const w = on("w", Writable.fromWeb(new WritableStream({ write() { throw new Error("sink"); } })), ends); w.write("a"); }),
  run(async (out, on) => { const s = Writable.toWeb(on("w", sink(out), ends)); const w = s.getWriter(); await w.write("a"); await w.close(); }),
  run(async (out) => { await new ReadableStream({ start(c) { c.enqueue("x"); c.close(); } }).pipeTo(Writable.toWeb(sink(out))); }),
  run(async (out) => { await promises.pipeline(counting(3), new TransformStream({ transform(c, t) { t.enqueue(`${Buffer.from(c)}!`); } }), sink(out)); }),
  run(async () => consumers.text(counting(3))),
  run(async () => (await consumers.json(Readable.from(['{"a":', "1}"]))).a),
  run(async () => show(await consumers.buffer(counting(2)))),
  run(async () => (await consumers.arrayBuffer(counting(2))).byteLength),
  run(async () => (await consumers.blob(counting(2))).size),
  run(() => Object.keys(stream).filter((name) => !["compose", "duplexPair", "_isArrayBufferView", "_isUint8Array", "_uint8ArrayToBuffer"].includes(name)).sort().join()),
];
