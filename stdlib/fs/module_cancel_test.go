package fs_test

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/fault"
	"github.com/lariatjs/lariat/runtime/permit"
	"github.com/lariatjs/lariat/stdlib"
)

// onWrite calls f at the first write: a script says that it is in the middle.
type onWrite struct{ f func() }

func (w onWrite) Write(p []byte) (int, error) {
	w.f()
	return len(p), nil
}

// TestNothingIsLeftBehind ends programs in the middle of writing a file in every way that there is.
func TestNothingIsLeftBehind(t *testing.T) {
	cancelled := func(rt *runtime.Runtime) { rt.Cancel(fault.Aborted.New("interrupted by SIGINT")) }
	interrupted := func(rt *runtime.Runtime) { rt.Interrupt(fault.Aborted.New("interrupted by SIGINT")) }
	nothing := func(*runtime.Runtime) {}
	const slow = `await fs.processFile("in", "out", async (c) => { console.log(1); await new Promise((r) => setTimeout(r, 1e5)); }, {chunkSize: 10})`
	const busy = `await fs.processFile("in", "out", (c) => { console.log(1); for (;;); })`
	for name, c := range map[string]struct {
		source string
		end    func(*runtime.Runtime)
	}{
		"cancelled": {slow, cancelled},
		"cancelled while busy": {`await fs.processFile("in", "out", (c) => { console.log(1);
			for (const end = Date.now() + 7; Date.now() < end;); return c; }, { chunkSize: 1000 })`, cancelled},
		"interrupted": {busy, interrupted},
		"exit":        {`setTimeout(() => process.exit(3), 5);` + slow, nothing},
		"uncaught":    {`setTimeout(() => { throw new Error("uncaught"); }, 5);` + slow, nothing},
		"closed":      {slow, func(rt *runtime.Runtime) { go func() { _ = rt.Close() }() }},
		"iterable": {`async function* g() { for (;;) { yield "x"; console.log(1); await new Promise((r) => setTimeout(r, 1)); } }
			await fs.writeFile("out", g(), { atomic: true });`, cancelled},
		"timeout": {`await fs.processFile("in", "out", () => new Promise(() => {}), { timeout: 5 });`, nothing},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			if err := os.WriteFile(filepath.Join(dir, "in"), []byte(strings.Repeat("x", 100_000)), 0o644); err != nil {
				t.Fatal(err)
			}
			var rt *runtime.Runtime
			out := onWrite{func() { c.end(rt) }}
			rt, err := runtime.New(runtime.WithPermissions(permit.Everything()),
				runtime.WithModules(stdlib.All()...), runtime.WithDir(dir), runtime.WithStdio(nil, out, io.Discard))
			if err != nil {
				t.Fatal(err)
			}
			err = rt.Eval(context.Background(), "test.js", "import * as fs from 'lariat:fs';"+c.source)
			if err == nil || strings.HasPrefix(name, "cancelled") && !strings.Contains(err.Error(), "SIGINT") {
				t.Error("the program ended with", err)
			}
			if err := rt.Close(); err != nil {
				t.Fatal(err)
			}
			left, err := os.ReadDir(dir)
			if err != nil || len(left) != 1 {
				t.Error(left, err)
			}
		})
	}
}
