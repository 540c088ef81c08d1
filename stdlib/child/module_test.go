package child_test

import (
	"context"
	"errors"
	"os"
	"os/signal"
	"strings"
	"testing"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/fault"
	"github.com/lariatjs/lariat/runtime/loop"
	"github.com/lariatjs/lariat/runtime/permit"
	"github.com/lariatjs/lariat/runtime/runtimetest"
	"github.com/lariatjs/lariat/stdlib"
)

func TestFiles(t *testing.T) { runtimetest.Files(t, stdlib.All()...) }

// environ is what programs need to be found.
func environ() map[string]string { return map[string]string{"PATH": os.Getenv("PATH")} }

// start makes a runtime in real time, as programs live in.
func start(t *testing.T, out *runtimetest.Output, options ...runtime.Option) *runtime.Runtime {
	t.Helper()
	options = append([]runtime.Option{
		runtime.WithModules(stdlib.All()...), runtime.WithClock(loop.Real()), runtime.WithEnv(environ()), runtime.WithStdio(nil, out, out),
	}, options...)
	return runtimetest.New(t, out, options...)
}

func TestProgramsAreToldOfAsInNode(t *testing.T) {
	// Whoever is started in the background of a shell ignores Ctrl-C, and so do its children, unless it listens as the command
	// does.
	interrupts := make(chan os.Signal, 1)
	signal.Notify(interrupts, os.Interrupt)
	defer signal.Stop(interrupts)
	var out runtimetest.Output
	if err := start(t, &out).Run(t.Context(), "testdata/programs.mjs"); err != nil {
		t.Fatal(runtimetest.Describe(err))
	}
	text, err := os.ReadFile("testdata/node.txt")
	if err != nil {
		t.Fatal(err)
	}
	want, got := strings.Split(string(text), "\n"), strings.Split(out.String(), "\n")
	for i, line := range want {
		if i >= len(got) || got[i] != line {
			t.Fatalf("line %d is not %q:\n%s", i+1, line, out.String())
		}
	}
}

func TestAProgramNeedsThePermissionToRun(t *testing.T) {
	set, err := permit.New(permit.Options{Allow: permit.Grants{Run: []string{"true"}}})
	if err != nil {
		t.Fatal(err)
	}
	var out runtimetest.Output
	err = start(t, &out, runtime.WithPermissions(set)).Eval(t.Context(), "test.js", `
		import { execFile, execFileSync, spawn, spawnSync } from "node:child_process";
		execFileSync("true");
		for (const start of [() => spawn("echo"), () => spawnSync("echo"), () => execFile("echo"), () => execFileSync("true", { env: { ...process.env, LD_PRELOAD: "x" } })]) {
			try { start(); console.log("started"); } catch (e) { console.log(e.name, e.permission); }
		}
	`)
	if want := strings.Repeat("PermissionError run\n", 4); err != nil || out.String() != want {
		t.Fatal(err, out.String())
	}
}

func TestAProgramEndsWithWhatStartedIt(t *testing.T) {
	var out runtimetest.Output
	rt := start(t, &out)
	err := rt.Eval(t.Context(), "test.js", `
		import { spawn } from "node:child_process";
		import { withSignal } from "lariat:task";
		import { once } from "node:events";
		const controller = new AbortController();
		let child;
		await withSignal(controller.signal, async () => {
			child = spawn("sleep", ["1000"]);
			controller.abort();
			await once(child, "exit");
		}).catch((e) => console.log(e.name));
		console.log(...await once(child, "exit"));
		spawn("sleep", ["1000"]).unref();
	`)
	if err != nil || out.String() != "AbortError\nnull SIGTERM\n" {
		t.Fatal(err, out.String())
	}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	other := start(t, &out)
	go func() {
		ended <- other.Eval(ctx, "test.js", `
			import { spawn } from "node:child_process";
			await new Promise((resolve) => spawn("sh", ["-c", "echo ready; exec sleep 1000"]).stdout.on("data", resolve));
			console.log("waiting");
			await new Promise(() => setTimeout(() => {}, 1e6));
		`)
	}()
	for !strings.Contains(out.String(), "waiting") {
		if len(ended) > 0 {
			t.Fatal(<-ended)
		}
	}
	cancel()
	if err := <-ended; !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
	if err := other.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestForkSaysWhatToUse(t *testing.T) {
	_, err := runtimetest.Run(t, `import { fork } from "node:child_process"; fork("x.js")`, stdlib.All()...)
	if err == nil || !strings.Contains(err.Error(), "WorkerPool") || errors.Is(err, fault.Internal) {
		t.Fatal(err)
	}
}
