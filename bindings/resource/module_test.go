package resource_test

import (
	"strings"
	"testing"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/runtimetest"
	"github.com/lariatjs/lariat/stdlib"
)

func TestFiles(t *testing.T) { runtimetest.Files(t, stdlib.All()...) }

// TestWarnings looks at what a pool prints when no callback takes it.
func TestWarnings(t *testing.T) {
	var out, complaints runtimetest.Output
	rt := runtimetest.New(t, &out, runtime.WithModules(stdlib.All()...), runtime.WithStdio(nil, &out, &complaints))
	err := rt.Eval(t.Context(), "host.js", `import { ResourcePool } from "lariat:resource";
		import { sleep } from "lariat:task";
		const pool = new ResourcePool({
			name: "db", create: () => ({}), destroy: () => { throw new Error("cannot end"); }, leakWarning: "1s",
		});
		const lease = await pool.acquire();
		await sleep("3s");
		await lease.destroy();
	`)
	want := `Warning: ResourcePool "db": task "main" (#`
	got := complaints.String()
	if err != nil || !strings.HasPrefix(got, want) || !strings.Contains(got, "has had a resource for 1000 ms, acquired at") ||
		!strings.Contains(got, "host.js:6:28\nWarning: ResourcePool \"db\": destroy failed: ") || !strings.Contains(got, "cannot end") {
		t.Errorf("%v, got %s", err, got)
	}
	if strings.Count(got, "\n") != 2 {
		t.Errorf("not two lines: %s", got)
	}
}

// TestAnIdlePoolKeepsNothingAlive ends a program that has forgotten its pool.
func TestAnIdlePoolKeepsNothingAlive(t *testing.T) {
	runtimetest.Expect(t, `import { ResourcePool } from "lariat:resource";
		const pool = new ResourcePool({ create: () => ({}), min: 2, leakWarning: "1h", maxLifetime: "1h" });
		const kept = await pool.acquire();
		await pool.use(() => {});
		console.log(pool.size, performance.now() < 1000);
	`, "2 true", stdlib.All()...)
}
