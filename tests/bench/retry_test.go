package bench

import "testing"

var retryPairs = []pair{
	{
		name: "row 28: retry whose first try succeeds at once, against awaiting the function itself", n: 1_000_000, bar: 1.15,
		ours: `const { retry } = await import("lariat:retry"); const fn = async () => { for (let i = 0; i < 3; i++); return 1; };
			for (let i = 0; i < n; i++) await retry(fn);`,
		theirs: `const fn = async () => { for (let i = 0; i < 3; i++); return 1; };
			for (let i = 0; i < n; i++) await fn();`,
	},
	{
		name: "retry whose first try succeeds after an await, which costs a promise and an await more", n: 100_000, bar: 2,
		ours: `const { retry } = await import("lariat:retry"); const p = Promise.resolve(1); const fn = async () => (await p) + (await p);
			for (let i = 0; i < n; i++) await retry(fn);`,
		theirs: `const p = Promise.resolve(1); const fn = async () => (await p) + (await p);
			for (let i = 0; i < n; i++) await fn();`,
	},
}

func BenchmarkRetry(b *testing.B) {
	for _, p := range retryPairs {
		b.Run(p.name, p.run)
	}
}
