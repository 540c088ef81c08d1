package inspection_test

import (
	"context"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/lariatjs/lariat/bindings/inspection"
	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/runtimetest"
	"github.com/lariatjs/lariat/stdlib"
)

func TestFiles(t *testing.T) { runtimetest.Files(t, stdlib.All()...) }

var numbers = regexp.MustCompile(`#\d+|isolate \d+`)

// plain is a text without the numbers that differ from run to run.
func plain(text string) string {
	n := map[string]string{}
	return numbers.ReplaceAllStringFunc(text, func(s string) string {
		if n[s] == "" {
			n[s] = s[:strings.IndexAny(s, "0123456789")] + string(rune('a'+len(n)))
		}
		return n[s]
	})
}

func TestPrintTasks(t *testing.T) {
	out, err := runtimetest.Run(t, `
		import { printTasks } from "lariat:inspect";
		import { Mutex } from "lariat:lock";
		import { sleep, taskGroup } from "lariat:task";
		const db = new Mutex({ name: "db" });
		await taskGroup(async (g) => {
			g.spawn({ name: "writer" }, async () => { using token = await db.lock(); await sleep("90s"); });
			g.spawn({ name: "outer" }, () => taskGroup((g) => {
				g.spawn({ name: "reader" }, async () => { using token = await db.lock(); });
				g.spawn({ name: "idle" }, () => sleep(2500));
			}));
			await sleep(1500);
			printTasks();
		});`, stdlib.All()...)
	want := `task "main" (#a), running
├─ task "writer" (#b) at script.js:7:6
│      waits for timer due in 1m29s at script.js:7:83, for 1.5 s
└─ task "outer" (#c), suspended at script.js:8:6
   ├─ task "reader" (#d) at script.js:9:7
   │      waits for Mutex "db" at script.js:9:70, for 1.5 s, held by task "writer" (#b) at script.js:7:69
   └─ task "idle" (#e) at script.js:10:7
          waits for timer due in 1 s at script.js:10:37, for 1.5 s
`
	if err != nil || plain(out) != want {
		t.Errorf("%v\n%s\nwant\n%s", err, plain(out), want)
	}
}

func TestWarnOnLockWait(t *testing.T) {
	out, err := runtimetest.Run(t, `
		import { warnOnLockWait } from "lariat:inspect";
		import { Mutex } from "lariat:lock";
		import { sleep, taskGroup, withTimeout } from "lariat:task";
		import { WorkerPool } from "lariat:worker";
		const stop = warnOnLockWait("5s");
		const a = new Mutex({ name: "a" }), b = new Mutex({ name: "b" });
		// A wait that is short, one that is long, and no more of that one.
		{ using token = await a.lock(); withTimeout("4s", () => a.lock()).catch(() => {}); await sleep("20s"); }
		{ using token = await a.lock(); withTimeout("15s", () => a.lock()).catch(() => {}); await sleep("20s"); }
		console.log("--- a circle, over isolates");
		const pool = new WorkerPool({ max: 1 });
		const far = pool.submit(async (a, b) => { using one = await b.lock(); await new Promise((ok) => setTimeout(ok, 10)); await a.lock(); }, [a, b], { name: "far" });
		const near = taskGroup((g) => {
			g.spawn({ name: "near" }, async () => { using one = await a.lock(); await sleep(10); await b.lock(); });
		});
		await sleep("20s");
		console.log("--- stopped");
		stop();
		withTimeout("15s", () => a.lock()).catch(() => {});
		await sleep("20s");
		far.cancel();
		await Promise.allSettled([far, near]);
		await pool.close();`, stdlib.All()...)
	if err != nil {
		t.Fatalf("%v\n%s", runtimetest.Describe(err), out)
	}
	parts := strings.Split(plain(out), "---")
	if len(parts) != 3 || strings.Contains(parts[2], "warning") || strings.Count(parts[0], "warning") != 1 {
		t.Fatal(out)
	}
	want := `warning: task "main" (#a) has waited 5000 ms for Mutex "a" at script.js:10:62, held by task "main" (#a) at script.js:10:27
`
	if parts[0] != want {
		t.Errorf("got\n%s\nwant\n%s", parts[0], want)
	}
	for _, want := range []string{
		`has waited 5000 ms for Mutex "b" at script.js:15:97, held by task "far"`,
		`has waited 5000 ms for Mutex "a" at script.js:13:128, held by task "near"`,
	} {
		if strings.Count(parts[1], want) != 1 {
			t.Errorf("no %q in\n%s", want, parts[1])
		}
	}
	if strings.Count(parts[1], "warning") != 2 || strings.Count(parts[1], "a circle:") != 2 || strings.Count(parts[1], "\n    task") != 4 {
		t.Errorf("got\n%s", parts[1])
	}
}

// TestAHostLooksIn has a host look at a program from outside, while that waits, and while it is busy.
func TestAHostLooksIn(t *testing.T) {
	var out runtimetest.Output
	rt := runtimetest.New(t, &out, runtime.WithModules(stdlib.All()...))
	rt.Record()
	ctx, cancel := context.WithCancel(t.Context())
	var wg sync.WaitGroup
	resume := rt.VirtualClock().Pause() // a day must not pass at once
	wg.Go(func() {
		_ = rt.Eval(ctx, "a.js", `
			import { sleep, taskGroup } from "lariat:task";
			import { Mutex } from "lariat:lock";
			import { WorkerPool } from "lariat:worker";
			const m = new Mutex({ name: "m" });
			globalThis.busy = new WorkerPool({ name: "p" }).run(() => { console.log("busy"); for (;;); });
			await taskGroup((g) => { g.spawn({ name: "day" }, () => m.with(() => sleep("24h"))); });`)
	})
	for !strings.Contains(out.String(), "busy\n") || len(inspection.Tree(inspection.Survey(rt, inspection.Patience))[0].Children) < 2 {
		<-time.After(time.Millisecond)
	}
	states := inspection.Survey(rt, time.Second)
	text := plain(inspection.Text(inspection.Tree(states)))
	want := `task "main" (#a), suspended
├─ task "anonymous" (#b), suspended at a.js:6:52
└─ task "day" (#c) at a.js:7:31
       waits for timer due in 24h0m0s at a.js:7:73, for 0 ms
isolate d "p, worker 1", busy at a.js:6:`
	if !strings.HasPrefix(text, want) {
		t.Errorf("got\n%s\nwant\n%s", text, want)
	}
	locks := inspection.Locks(rt, states)
	if len(locks) != 1 || locks[0].Label != `Mutex "m"` || len(locks[0].Holders) != 1 || !strings.Contains(locks[0].Holders[0].Task, `"day"`) {
		t.Errorf("locks %v", locks)
	}
	cancel()
	resume()
	wg.Wait()
}

// TestSurveyHammer has hosts and isolates ask each other while isolates come and go.
func TestSurveyHammer(t *testing.T) {
	var out runtimetest.Output
	rt := runtimetest.New(t, &out, runtime.WithModules(stdlib.All()...))
	over := make(chan struct{})
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for {
				select {
				case <-over:
					return
				default:
					_ = inspection.Text(inspection.Tree(inspection.Survey(rt, time.Millisecond)))
				}
			}
		})
	}
	err := rt.Eval(t.Context(), "a.js", `
		import * as inspect from "lariat:inspect";
		import { Mutex } from "lariat:lock";
		import { WorkerPool } from "lariat:worker";
		const m = new Mutex({ name: "m" });
		const job = async (m) => {
			const inspect = await import("lariat:inspect");
			using token = await m.lock();
			return inspect.tasks().length + inspect.locks().length + inspect.handles().length;
		};
		for (let round = 0; round < 20; round++) {
			await using pool = new WorkerPool({ max: 4 });
			const results = await Promise.all(Array.from({ length: 8 }, () => pool.run(job, m)));
			if (inspect.tasks().length < 1 || results.some((n) => n < 2)) throw new Error(results.join());
		}
		if (inspect.tasks()[0].children.length > 0) throw new Error("tasks are left on record");`)
	close(over)
	wg.Wait()
	if err != nil {
		t.Errorf("%v\n%s", runtimetest.Describe(err), out.String())
	}
}
