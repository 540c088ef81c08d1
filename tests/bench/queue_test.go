package bench

import "testing"

// plainQueue is how a bounded queue is written in JavaScript.
const plainQueue = `class Queue {
	constructor(max) { this.max = max; this.items = []; this.getters = []; this.putters = []; }
	async put(v) {
		while (this.items.length >= this.max) await new Promise((r) => this.putters.push(r));
		this.items.push(v);
		if (this.getters.length) this.getters.shift()();
	}
	async get() {
		while (!this.items.length) await new Promise((r) => this.getters.push(r));
		const v = this.items.shift();
		if (this.putters.length) this.putters.shift()();
		return v;
	}
}
`

// passing is a producer and a consumer of n items.
const passing = `
	const produce = async () => { for (let i = 0; i < n; i++) await q.put(i); };
	const consume = async () => { let sum = 0; for (let i = 0; i < n; i++) sum += await q.get(); return sum; };
	const [, sum] = await Promise.all([produce(), consume()]);
	if (sum !== n * (n - 1) / 2) throw new Error("lost items: " + sum);`

var queuePairs = []pair{
	{
		name: "row 26: queue, producer and consumer, capacity 100, against a queue in plain JavaScript", n: 100_000, bar: 0.7,
		ours:   `const { Queue } = await import("lariat:queue"); const q = new Queue(100);` + passing,
		theirs: plainQueue + `const q = new Queue(100);` + passing,
	},
	{
		name: "queue, one producer and many consumers who wait", n: 50_000, bar: 1,
		ours: `const { Queue } = await import("lariat:queue"); const q = new Queue(100);
			const consumers = Array.from({ length: 50 }, async () => { for (let i = 0; i < n / 50; i++) await q.get(); });
			for (let i = 0; i < n; i++) await q.put(i); await Promise.all(consumers);`,
		theirs: plainQueue + `const q = new Queue(100);
			const consumers = Array.from({ length: 50 }, async () => { for (let i = 0; i < n / 50; i++) await q.get(); });
			for (let i = 0; i < n; i++) await q.put(i); await Promise.all(consumers);`,
	},
}

func BenchmarkQueue(b *testing.B) {
	for _, p := range queuePairs {
		b.Run(p.name, p.run)
	}
}
