package bench

import (
	"slices"
	"testing"
	"time"

	"github.com/lariatjs/lariat/bindings/limit"
)

// loops is the work of 20k tasks by ten loops in plain JavaScript.
const loops = `let next = 0; const results = [];
	await Promise.all(Array.from({ length: 10 }, async () => { while (next < n) { const i = next++; results[i] = await fn(i); } }));`

// one is a task that awaits once.
const one = `const p = Promise.resolve(1); const fn = async (i) => { await p; return i; };`

var limitPairs = []pair{
	{
		name: "row 18: map of 20k tasks through 10 slots, against 10 plain async loops", n: 20_000, bar: 1.4,
		ours: one + `const { map } = await import("lariat:task");
			await map(Array.from({ length: n }, (_, i) => i), fn, { concurrency: 10 });`,
		theirs: one + loops,
	},
	{
		name: "row 18: TaskQueue, 20k tasks through 10 slots, each a task with a scope of its own", n: 20_000, bar: 5,
		ours: one + `const { TaskQueue } = await import("lariat:limit"); const queue = new TaskQueue({ concurrency: 10 });
			await Promise.all(Array.from({ length: n }, (_, i) => queue.add(() => fn(i))));`,
		theirs: one + loops,
	},
	{
		name: "row 19: rate limiter whose tokens are there, against await of a fresh fulfilled promise", n: 100_000, bar: 1.5,
		ours: `const { RateLimiter } = await import("lariat:limit"); const limiter = new RateLimiter({ limit: 1e9, burst: 1e9 });
			for (let i = 0; i < n; i++) await limiter.acquire();`,
		theirs: `for (let i = 0; i < n; i++) await Promise.resolve(i);`,
	},
}

func BenchmarkLimit(b *testing.B) {
	for _, p := range limitPairs {
		b.Run(p.name, p.run)
	}
	b.Run("row 20: 1000/s for 3 s: the rate, how late turns are, how far from 1 ms apart, and what passes in any second", steady)
}

// steady lets 3000 turns of 1000/s pass in real time.
func steady(b *testing.B) {
	const n = 3000
	for b.Loop() {
		l, err := limit.NewRateLimiter(limit.Options{Limit: 1000, MaxQueue: limit.Unbounded})
		if err != nil {
			b.Fatal(err)
		}
		begin, times, done := time.Now(), make([]time.Duration, 0, n), make(chan struct{})
		for range n {
			l.Acquire(b.Context(), limit.Party{}, func(*limit.Token, error) {
				if times = append(times, time.Since(begin)); len(times) == n {
					close(done)
				}
			})
		}
		<-done
		late, gaps := make([]time.Duration, n), make([]time.Duration, n)
		most := 0
		for i, at := range times {
			late[i] = at - time.Duration(i)*time.Millisecond
			gaps[i] = (late[i] - late[max(i, 1)-1]).Abs()
			j, _ := slices.BinarySearch(times, at+time.Second)
			most = max(most, j-i)
		}
		b.ReportMetric(float64(n-1)/times[n-1].Seconds(), "turns/s")
		b.ReportMetric(float64(median(late).Microseconds())/1000, "p50-ms-late")
		b.ReportMetric(float64(median(gaps).Microseconds())/1000, "p50-ms-off")
		b.ReportMetric(float64(most), "most/s")
		b.ReportMetric(0, "ns/op")
	}
}
