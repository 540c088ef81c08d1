package bench

import "testing"

const grouped = `const { taskGroup, sleep } = await import("lariat:task"); const p = Promise.resolve();`

var taskPairs = []pair{
	{
		name: "row 21: a group of tasks that await once, against Promise.all of async functions", n: 100_000, bar: 1.1,
		ours:   grouped + `const f = async (i) => { await p; return i; }; await taskGroup((g) => { for (let i = 0; i < n; i++) g.spawn(f, i); return g.join(); });`,
		theirs: `const p = Promise.resolve(), f = async (i) => { await p; return i; }; await Promise.all(Array.from({ length: n }, (_, i) => f(i)));`,
	},
	{
		name: "row 22: a group of tasks that settle at once, against calls of an async function", n: 50_000, bar: 1.6,
		ours:   grouped + `const f = (i) => i; await taskGroup((g) => { for (let i = 0; i < n; i++) g.spawn(f, i); });`,
		theirs: `const f = async (i) => i; for (let i = 0; i < n; i++) f(i);`,
	},
	{ // the call, and a task beside it: a promise, a scope and a name
		name: "a group of async functions that do not wait, against calls of them", n: 50_000, bar: 2.2,
		ours:   grouped + `const f = async (i) => i; await taskGroup((g) => { for (let i = 0; i < n; i++) g.spawn(f, i); });`,
		theirs: `const f = async (i) => i; for (let i = 0; i < n; i++) f(i);`,
	},
	{
		name: "row 23: 100k sleeps, against Promise.all of promises made by Go", n: 100_000, bar: 1.3,
		ours:   grouped + `await Promise.all(Array.from({ length: n }, () => sleep(1)));`,
		theirs: `await Promise.all(Array.from({ length: n }, () => promise()));`,
	},
}

// BenchmarkTask measures tasks and sleeps by the thousand.
func BenchmarkTask(b *testing.B) {
	for _, p := range taskPairs {
		b.Run(p.name, p.run)
	}
}
