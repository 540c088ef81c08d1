package harness

import (
	"context"
	"encoding/xml"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/loop"
	"github.com/lariatjs/lariat/runtime/permit"
	"github.com/lariatjs/lariat/stdlib"
)

// run runs files with the given texts.
func run(t *testing.T, texts ...string) []Result {
	t.Helper()
	dir := t.TempDir()
	var files []string
	for i, text := range texts {
		file := filepath.Join(dir, string(rune('a'+i))+".test.js")
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		files = append(files, file)
	}
	told := 0
	results := Run(context.Background(), Options{
		Files: files,
		New: func(_ string, stdout, stderr io.Writer) (*runtime.Runtime, error) {
			return runtime.New(runtime.WithModules(stdlib.All()...), runtime.WithPermissions(permit.Everything()),
				runtime.WithStdio(strings.NewReader(""), stdout, stderr), runtime.WithClock(loop.NewVirtual(time.Now(), true)))
		},
		Describe: func(_ *runtime.Runtime, err error) string {
			if err.Error() == "exit status 1" {
				return ""
			}
			return err.Error()
		},
	}, func(r Result) {
		if r.File != files[told] {
			t.Errorf("told of %s, want %s", r.File, files[told])
		}
		told++
	})
	if told != len(texts) {
		t.Errorf("told of %d files, want %d", told, len(texts))
	}
	return results
}

func TestRunTellsHowEachTestWent(t *testing.T) {
	const head = `import { test, assert } from "lariat:test";`
	r := run(t,
		head+`console.log("ok so far"); test("good # one", () => {}); test("bad", () => { throw new Error("no\nway"); }); test("left", { skip: true }, () => {});`,
		head+`test("slow", async () => { await new Promise((done) => setTimeout(done, 3_600_000)); });`,
		`let x = ;`, head+`process.exit(1);`, ``,
	)
	first := r[0].Tests
	if len(first) != 3 || first[0] != (Test{Name: "good # one"}) || first[1].Status != Failed || first[2] != (Test{Name: "left", Status: Skipped}) {
		t.Errorf("got %+v", first)
	}
	if !strings.HasPrefix(first[1].Detail, "Error: no\nway\n    at ") || r[0].Output != "ok so far\n" || !r[0].Failed() || r[0].Failure != "" {
		t.Errorf("got %+v", r[0])
	}
	if r[1].Failed() || len(r[1].Tests) != 1 || r[1].Took > time.Minute {
		t.Errorf("got %+v", r[1])
	}
	if !strings.Contains(r[2].Failure, "c.test.js:1:") || r[3].Failure != "exit status 1" || r[4].Failed() {
		t.Errorf("got %+v", r[2:])
	}

	var text, tap, junit strings.Builder
	r[0].Text(&text, false)
	Totals(&text, r, time.Second, false)
	TAP(&tap, r)
	if err := JUnit(&junit, r); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"FAIL  ", "\n  ok so far\n", "\n  not ok: bad\n    Error: no\n    way\n", "\n4 tests in 5 files: 2 passed, 1 failed, 1 skipped, 2 files broken (1s)\n"} {
		if !strings.Contains(text.String(), want) {
			t.Errorf("no %q in\n%s", want, text.String())
		}
	}
	back, rest := parse(tap.String())
	if len(back) != 6 || rest != "" || back[1].Detail != first[1].Detail || !strings.HasSuffix(back[0].Name, "a.test.js: good # one") {
		t.Errorf("%q is left of\n%s", rest, tap.String())
	}
	var suites junitSuites
	if err := xml.Unmarshal([]byte(junit.String()), &suites); err != nil {
		t.Fatal(err)
	}
	if s := suites.Suites[0]; s.Tests != 3 || s.Failures != 1 || s.Skipped != 1 || s.Cases[1].Failure.Message != "Error: no" || suites.Suites[2].Errors != 1 {
		t.Errorf("got %s", junit.String())
	}
}

func TestParseTakesNothingElse(t *testing.T) {
	for _, line := range []string{"ok", "ok go", "ok x - y", "not ok", "1..x", "# pass", "# pass two", "# warning: a timer", "TAP version 14", "  ---"} {
		if tests, rest := parse(line + "\n"); len(tests) > 0 || rest != line+"\n" {
			t.Errorf("%q: %v, %q", line, tests, rest)
		}
	}
	tests, rest := parse("not ok 1 - a\n  ---\n  x\nok 2 - b")
	if len(tests) != 1 || tests[0].Detail != "x\nok 2 - b" || rest != "" {
		t.Errorf("a detail that does not end: %+v, %q", tests, rest)
	}
}
