package runtime_test

import (
	"testing"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/runtimetest"
	"github.com/lariatjs/lariat/stdlib"
)

func TestASeedFixesTheNumbersOfEachIsolate(t *testing.T) {
	run := func(seed uint64) string {
		var out runtimetest.Output
		rt := runtimetest.New(t, &out, runtime.WithModules(stdlib.All()...), runtime.WithSeed(seed))
		err := rt.Eval(t.Context(), "seed.js", `
			import { WorkerPool } from "lariat:worker";
			await using pool = new WorkerPool({ max: 1 });
			console.log(Math.random(), Math.random(), await pool.run(() => Math.random()));
		`)
		if err != nil {
			t.Fatal(runtimetest.Describe(err))
		}
		return out.String()
	}
	if one, again, other := run(1), run(1), run(2); one != again || one == other {
		t.Errorf("seed 1: %s and %s, seed 2: %s", one, again, other)
	}
}
