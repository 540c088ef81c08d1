package test_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/loop"
	"github.com/lariatjs/lariat/runtime/runtimetest"
	"github.com/lariatjs/lariat/stdlib"
	stdtest "github.com/lariatjs/lariat/stdlib/test"
)

// evaluate runs a test file in virtual or in real time and returns what it printed and the exit code.
func evaluate(t *testing.T, clock loop.Clock, source string) (string, int) {
	t.Helper()
	var out runtimetest.Output
	rt := runtimetest.New(t, &out, runtime.WithClock(clock), runtime.WithModules(stdlib.All()...))
	err := rt.Eval(t.Context(), "some.test.js", source)
	var exit *runtime.ExitError
	switch {
	case errors.As(err, &exit):
		return out.String(), exit.Code
	case err != nil:
		t.Errorf("%v\n%s", runtimetest.Describe(err), out.String())
	}
	return out.String(), 0
}

// clocks are the two kinds of time that a test lives in.
func clocks(t *testing.T, f func(t *testing.T, clock loop.Clock)) {
	t.Run("virtual", func(t *testing.T) { f(t, loop.NewVirtual(runtimetest.Epoch, true)) })
	t.Run("real", func(t *testing.T) { f(t, loop.Real()) })
}

// TestDeadlocksFailAtOnce has tests that nothing can end, in ways that the timeout of the test would hide.
func TestDeadlocksFailAtOnce(t *testing.T) {
	clocks(t, func(t *testing.T, clock loop.Clock) {
		begin := clock.Now()
		out, code := evaluate(t, clock, `
			import { test } from "lariat:test";
			import { Mutex } from "lariat:lock";
			import { Channel } from "lariat:queue";
			import { WorkerPool } from "lariat:worker";
			test("alone", async () => { const m = new Mutex({ name: "m" }); await m.lock(); await m.lock(); });
			test("across isolates", async () => {
				await using pool = new WorkerPool({ max: 1 });
				const a = new Mutex({ name: "a" }), b = new Mutex({ name: "b" }), ready = new Channel(0);
				await a.lock();
				pool.run(async (a, b, ready) => { await b.lock(); await ready.send(1); await a.lock(); }, a, b, ready).catch(() => {});
				await ready.receive();
				await b.lock();
			});
			test("a port that nobody writes to", async () => {
				const { port1 } = new MessageChannel();
				port1.onmessage = () => {};
				try { await new Promise(() => {}); } finally { port1.close(); }
			});
			test("goes on", () => {});
		`)
		if code != 1 || clock.Now().Sub(begin) > 20*time.Second {
			t.Errorf("ended with %d after %s", code, clock.Now().Sub(begin))
		}
		for _, want := range []string{
			"not ok 1 - alone", `waits for Mutex "m"`, "not ok 2 - across isolates", `waits for Mutex "b"`, `waits for Mutex "a"`,
			"some.test.js:13:13", "not ok 3 - a port that nobody writes to", "ok 4 - goes on", "# pass 1\n# fail 3\n",
		} {
			if !strings.Contains(out, want) {
				t.Errorf("no %q in\n%s", want, out)
			}
		}
	})
}

// TestWhatIsLeftBehindDoesNotKeepTheRunAlive looks at files that would never end.
func TestWhatIsLeftBehindDoesNotKeepTheRunAlive(t *testing.T) {
	for name, c := range map[string]struct{ source, want string }{
		"a pool":     {`const pool = new WorkerPool({ name: "p" }); pool.run(() => { for (;;); }).catch(() => {})`, "worker pool p (some.test.js:3:29)"},
		"a worker":   {`new Worker("data:text/javascript,for(;;);")`, "worker data.js (some.test.js:3:16)"},
		"a interval": {`setInterval(() => {}, 1000)`, "interval (some.test.js:3:16)"},
	} {
		t.Run(name, func(t *testing.T) {
			clocks(t, func(t *testing.T, clock loop.Clock) {
				out, code := evaluate(t, clock, `import { test } from "lariat:test"; import { WorkerPool } from "lariat:worker";
test("leaves", () => {
`+"               "+c.source+`;
});`)
				left := "# warning: leaves: the test left behind: " + c.want + "\nok 1 - leaves\n"
				ended := "# warning: ended what would keep the program alive: " + c.want + "\n"
				if code != 0 || !strings.Contains(out, left) || !strings.HasSuffix(out, ended) {
					t.Errorf("ended with %d\n%s", code, out)
				}
			})
		})
	}
}

// TestAStreamThatIsEndingIsNotLeftBehind closes one without a promise to wait for, at the end of a test.
func TestAStreamThatIsEndingIsNotLeftBehind(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, []byte("text"), 0o600); err != nil {
		t.Fatal(err)
	}
	clocks(t, func(t *testing.T, clock loop.Clock) {
		out, code := evaluate(t, clock, fmt.Sprintf(`
			import { test } from "lariat:test";
			import { open } from "lariat:fs";
			for (let n = 0; n < 20; n++) test("closes", async () => void (await open(%q)).readable().cancel());
		`, file))
		if code != 0 || strings.Contains(out, "left behind") || !strings.Contains(out, "# pass 20\n") {
			t.Errorf("ended with %d\n%s", code, out)
		}
	})
}

// TestStandstill has a worker keep virtual time from passing.
func TestStandstill(t *testing.T) {
	var out runtimetest.Output
	rt := runtimetest.New(t, &out, runtime.WithModules(stdlib.All()...))
	var got error
	rt.Loop().Post(func() {
		stdtest.WatchTime(rt, 50*time.Millisecond, func(err error) {
			got = err
			rt.Exit(0)
		})
	})
	err := rt.Eval(t.Context(), "a.js", `
		import { WorkerPool } from "lariat:worker";
		await new WorkerPool().run(() => { for (;;); });
	`)
	if err != nil || got == nil || !strings.Contains(got.Error(), "virtual time has stood still for 50 ms") {
		t.Errorf("%v, %v", err, got)
	}
}
