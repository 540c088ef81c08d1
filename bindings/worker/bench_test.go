package worker_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/permit"
	"github.com/lariatjs/lariat/stdlib"
)

// BenchmarkPool measures what a task costs beside an await of a fresh promise; tests/bench holds them against bars.
func BenchmarkPool(b *testing.B) {
	const pool = `const { WorkerPool } = await import("lariat:worker");
		const pool = new WorkerPool({ max: 2 }); await pool.warmup(); const f = (x) => {};`
	inFlight := func(call string) string {
		return pool + fmt.Sprintf(`let i = 0; const worker = async () => { while (i++ < n) await %s; };
			await Promise.all(Array.from({ length: 64 }, worker));`, call)
	}
	for name, body := range map[string]string{
		"promise":   `for (let i = 0; i < n; i++) await new Promise((r) => r());`,
		"idle":      pool + `for (let i = 0; i < n; i++) await pool.run(f);`,
		"64":        inFlight(`pool.run(f)`),
		"64 number": inFlight(`pool.run(f, i)`),
		"64 object": pool + `const o = { a: 1, b: "two", c: true, d: null, e: 5, f: 6, g: "seven", h: 8, i: 9.5, j: 10 }; const id = (x) => x; let i = 0; const worker = async () => { while (i++ < n) await pool.run(id, o); }; await Promise.all(Array.from({ length: 64 }, worker));`,
		"map":       pool + `const items = Array.from({ length: n }, (_, i) => i); await pool.map((x) => x * 2 + 1, items);`,
		"loop":      `const items = Array.from({ length: n }, (_, i) => i); const f = (x) => x * 2 + 1; const out = []; for (const x of items) out.push(f(x));`,
		"imap":      pool + `const items = Array.from({ length: n }, (_, i) => i); for await (const x of pool.imap((x) => x * 2 + 1, items));`,
		"stream":    pool + `for await (const x of pool.stream(function* (n) { for (let i = 0; i < n; i++) yield i; }, n));`,
		"queue":     pool + `const all = []; for (let i = 0; i < n; i++) all.push(pool.run(f)); await Promise.all(all);`,
	} {
		b.Run(name, func(b *testing.B) {
			rt, err := runtime.New(runtime.WithPermissions(permit.Everything()), runtime.WithModules(stdlib.All()...))
			if err != nil {
				b.Fatal(err)
			}
			defer rt.Close()
			if err := rt.Eval(context.Background(), "bench.js", fmt.Sprintf("globalThis.bench = async (n) => {\n%s\n}; await bench(10)", body)); err != nil {
				b.Fatal(err)
			}
			b.ReportAllocs()
			b.ResetTimer()
			if err := rt.Eval(context.Background(), "run.js", fmt.Sprintf("await bench(%d)", b.N)); err != nil {
				b.Fatal(err)
			}
		})
	}
}
