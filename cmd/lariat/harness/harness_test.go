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
	for _, want := range []string{"TAP version 13\nok 1 - ", `a.test.js: good \# one` + "\nnot ok 2 - ", "a.test.js: bad\n  ---\n  message: |2-\n    Error: no\n    way\n        at ", "\n  ...\nok 3 - ", "left # SKIP\n", "\n1..6\n"} {
		if !strings.Contains(tap.String(), want) {
			t.Errorf("no %q in\n%s", want, tap.String())
		}
	}
	var suites junitSuites
	if err := xml.Unmarshal([]byte(junit.String()), &suites); err != nil {
		t.Fatal(err)
	}
	if s := suites.Suites[0]; s.Tests != 3 || s.Failures != 1 || s.Skipped != 1 || s.Cases[1].Failure.Message != "Error: no" || suites.Suites[2].Errors != 1 {
		t.Errorf("got %s", junit.String())
	}
}

// TestReportsTakeAnyText has tests whose names and errors have in them what reports cannot, or could take for their own.
func TestReportsTakeAnyText(t *testing.T) {
	r := run(t, `import { test } from "lariat:test";
process.stdout.write("no end");
test("a # \\ b\nc\r\x1b[31m\0", () => {});
test("]]> \ud800 <&\"", () => {
  console.log("ok 7 - not a test\nnot ok 8 - nor this\n1..9");
  process.stdout.write("\x1b[1m\ufffe\uffff]]>");
  throw new Error("\x01 ]]> \ud800\n---\n  ...\n# tests 5\n\tend");
});
test("last", () => {});`)
	if n := len(r[0].Tests); n != 3 || r[0].Tests[0].Name != "a # \\ b\nc\r\x1b[31m\x00" || r[0].Tests[1].Status != Failed || r[0].count(Passed) != 2 {
		t.Fatalf("%d tests: %+v", n, r[0].Tests)
	}
	r[0].File = "f"
	var text, tap, junit strings.Builder
	r[0].Text(&text, false)
	TAP(&tap, r)
	if err := JUnit(&junit, r); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(text.String(), "\n  not ok: ]]> \ufffd <&\"\n    Error: \x01 ]]> \ufffd\n    ---\n") {
		t.Errorf("got\n%s", text.String())
	}
	for _, want := range []string{"\nok 1 - f: a \\# \\\\ b\\\\nc\\\\r\\\\x1B[31m\\\\x00\n", "\n    Error: \\x01 ]]> \ufffd\n    ---\n      ...\n    # tests 5\n    \tend\n", "\nok 3 - f: last\n1..3\n"} {
		if !strings.Contains(tap.String(), want) {
			t.Errorf("no %q in\n%s", want, tap.String())
		}
	}
	var suites junitSuites
	if err := xml.Unmarshal([]byte(junit.String()), &suites); err != nil {
		t.Fatal(err)
	}
	s := suites.Suites[0]
	if want := `a # \ b\nc\r\x1B[31m\x00`; s.Cases[0].Name != want {
		t.Errorf("the first test is %q, want %q", s.Cases[0].Name, want)
	}
	if got := s.Cases[1].Failure; got.Message != `Error: \x01 ]]> `+"\ufffd" || !strings.Contains(got.Text, "\n---\n  ...\n") {
		t.Errorf("it has failed with %q", *got)
	}
	if want := "no endok 7 - not a test\nnot ok 8 - nor this\n1..9\n\\x1B[1m\\uFFFE\\uFFFF]]>"; s.Output != want {
		t.Errorf("the output is %q, want %q", s.Output, want)
	}
}
