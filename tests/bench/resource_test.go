package bench

import "testing"

var resourcePairs = []pair{
	{
		name: "row 27: resource pool, acquire and release of an idle one, against await of a fresh fulfilled promise", n: 100_000, bar: 1.5,
		ours: `const { ResourcePool } = await import("lariat:resource");
			const pool = new ResourcePool({ create: () => ({}) });
			for (let i = 0; i < n; i++) { const lease = await pool.acquire(); lease.release(); }`,
		theirs: `for (let i = 0; i < n; i++) await Promise.resolve(i);`,
	},
}

func BenchmarkResource(b *testing.B) {
	for _, p := range resourcePairs {
		b.Run(p.name, p.run)
	}
}
