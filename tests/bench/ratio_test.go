package bench

import "testing"

// lockInJS is a FIFO lock as one writes it in plain JavaScript.
const lockInJS = `
class Lock {
  #held = false; #line = [];
  acquire() {
    if (!this.#held) { this.#held = true; return Promise.resolve(); }
    return new Promise((resolve) => this.#line.push(resolve));
  }
  release() { const next = this.#line.shift(); if (next) next(); else this.#held = false; }
}
`

const mutex = `const { Mutex } = await import("lariat:lock"); const m = new Mutex();`

// hundred is the work of 100 tasks that stand in line for m again and again.
const hundred = `
const task = async () => { for (let i = 0; i < n; i++) { await m.acquire(); m.release(); } };
await Promise.all(Array.from({ length: 100 }, task));`

// node is an object of 60 nodes, as a message between workers might be.
const node = `
const leaf = (i) => ({ id: i, name: "name " + i, ok: i % 2 === 0, at: [i, i + 1, i + 2] });
const value = { title: "sixty", list: Array.from({ length: 14 }, (_, i) => leaf(i)), meta: { a: { b: { c: 1 } } } };
`

// rows are records as services send them, about 1 MB of text.
const rows = `
const text = JSON.stringify(Array.from({ length: 6500 }, (_, i) => ({ id: i, name: "name " + i, email: "user" + i + "@example.com",
  ok: i % 3 === 0, score: i * 1.5, tags: ["a", "b", "c"], nested: { x: i, y: -i, note: 'some "quoted" text' } })));
`

var pairs = []pair{
	{
		name: "row 15: mutex free, acquire and release against await of a fresh fulfilled promise", n: 100_000, bar: 1.4,
		ours:   mutex + `for (let i = 0; i < n; i++) { await m.acquire(); m.release(); }`,
		theirs: `for (let i = 0; i < n; i++) await Promise.resolve(i);`,
	},
	{
		name: "row 16: mutex without await against an empty native call", n: 300_000, bar: 4,
		ours:   mutex + `for (let i = 0; i < n; i++) { m.tryAcquire(); m.release(); }`,
		theirs: `for (let i = 0; i < n; i++) { native(); native(); }`,
	},
	{
		name: "row 17: mutex, 100 waiters, against a lock in plain JavaScript", n: 2_000, bar: 0.75,
		ours:   mutex + hundred,
		theirs: lockInJS + `const m = new Lock();` + hundred,
	},
	{
		name: "row 24: async generator against generator next and await of a fulfilled promise", n: 100_000, bar: 1.6,
		ours: `async function* g() { for (let i = 0; i < n; i++) yield i; } let s = 0; for await (const v of g()) s += v;`,
		theirs: `function* g() { for (let i = 0; i < n; i++) yield i; }
			let s = 0; const p = Promise.resolve(); for (const v of g()) { await p; s += v; }`,
	},
	{
		name: "row 25: await chain", n: 2_000_000, bar: 1.03,
		ours:   `const p = Promise.resolve(1); let s = 0; for (let i = 0; i < n; i++) s += await p;`,
		theirs: `const p = Promise.resolve(1); let s = 0; for (let i = 0; i < n; i++) s += await p;`,
	},
	{
		name: "row 25: then chain", n: 500_000, bar: 1.03,
		ours:   `let p = Promise.resolve(0); for (let i = 0; i < n; i++) p = p.then((x) => x + 1); await p;`,
		theirs: `let p = Promise.resolve(0); for (let i = 0; i < n; i++) p = p.then((x) => x + 1); await p;`,
	},
	{
		name: "row 25: generator send", n: 2_000_000, bar: 1.03,
		ours:   `function* g() { let s = 0; for (;;) s += yield s; } const it = g(); it.next(); for (let i = 0; i < n; i++) it.next(i);`,
		theirs: `function* g() { let s = 0; for (;;) s += yield s; } const it = g(); it.next(); for (let i = 0; i < n; i++) it.next(i);`,
	},
	{
		name: "row 31: JSON.stringify of 1 MB", n: 10, bar: 1,
		ours:   rows + `const value = (0, eval)("(" + text + ")"); for (let i = 0; i < n; i++) JSON.stringify(value);`,
		theirs: rows + `const value = (0, eval)("(" + text + ")"); for (let i = 0; i < n; i++) JSON.stringify(value);`,
	},
	{
		name: "row 31: JSON.parse of 1 MB", n: 10, bar: 0.6,
		ours: rows + `for (let i = 0; i < n; i++) JSON.parse(text);`, theirs: rows + `for (let i = 0; i < n; i++) JSON.parse(text);`,
	},
	{
		name: "row 32: structuredClone, 60 nodes, against a JSON round trip", n: 2_000, bar: 0.5,
		ours:   node + `for (let i = 0; i < n; i++) structuredClone(value);`,
		theirs: node + `for (let i = 0; i < n; i++) JSON.parse(JSON.stringify(value));`,
	},
}

func BenchmarkRatio(b *testing.B) {
	for _, p := range pairs {
		b.Run(p.name, p.run)
	}
}
