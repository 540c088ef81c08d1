package progress_test

import (
	"bytes"
	"context"
	"strings"
	"testing"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/runtimetest"
	"github.com/lariatjs/lariat/stdlib"
)

func TestFiles(t *testing.T) { runtimetest.Files(t, stdlib.All()...) }

// tape is a terminal that remembers what was written to it.
type tape struct{ runtimetest.Output }

func (*tape) IsTerminal() bool { return true }
func (*tape) Columns() int     { return 40 }

const work = `
	import { progress } from "lariat:progress";
	import { sleep } from "lariat:task";
	const bar = progress({ label: "work", total: 4 });
	for (let i = 0; i < 4; i++) {
		await sleep(500);
		bar.add();
		if (i === 1) console.log("half");
	}
	bar.add(); // it is over
	console.log(bar.done);
`

func run(t *testing.T, source string, options ...runtime.Option) {
	t.Helper()
	rt := runtimetest.New(t, &runtimetest.Output{}, append([]runtime.Option{runtime.WithModules(stdlib.All()...)}, options...)...)
	if err := rt.Eval(context.Background(), "work.ts", source); err != nil {
		t.Fatal(err)
	}
	if err := rt.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestOnATerminal(t *testing.T) {
	out := &tape{}
	run(t, work, runtime.WithStdio(nil, out, out), runtime.WithEnv(map[string]string{"NO_COLOR": "1"}))
	const off = "\r\x1b[K"
	want := "work ░░░░░░░░░░░░░░░░░░░░░░░░░░ 0/4, 0%\r" +
		off + "work ██░░░░░░░ 1/4, 25%, 2/s, 1.5s left\r" +
		off + "work █████░░░░░░ 2/4, 50%, 2/s, 1s left\r" +
		off + "half\n" + "work █████░░░░░░ 2/4, 50%, 2/s, 1s left\r" +
		off + "work ██████░░ 3/4, 75%, 2/s, 500ms left\r" +
		off + "work: 4 in 2s, 2/s\n" +
		"4\n"
	if got := out.String(); got != want {
		t.Errorf("the terminal got\n%q, want\n%q", got, want)
	}
}

// What reads a pipe wants to know how it went, and no more.
func TestOnAPipe(t *testing.T) {
	for name, options := range map[string][]runtime.Option{"pipe": nil, "dumb": {runtime.WithEnv(map[string]string{"TERM": "dumb"})}} {
		out, errs := &bytes.Buffer{}, &bytes.Buffer{}
		run(t, work, append(options, runtime.WithStdio(nil, out, errs))...)
		if out.String() != "half\n4\n" || errs.String() != "work: 4 in 2s, 2/s\n" {
			t.Errorf("%s: it printed %q, and as errors %q", name, out, errs)
		}
	}
	dumb := &tape{}
	run(t, work, runtime.WithStdio(nil, &bytes.Buffer{}, dumb), runtime.WithEnv(map[string]string{"TERM": "dumb"}))
	if dumb.String() != "work: 4 in 2s, 2/s\n" {
		t.Errorf("a dumb terminal got %q", dumb.String())
	}
}

// A bar that nobody ends ends with the program, and a bar is not drawn for each of many parts.
func TestTheEndOfTheProgramEndsBars(t *testing.T) {
	out := &tape{}
	run(t, `
		import { progress } from "lariat:progress";
		const bar = progress({ total: 100_000 });
		for (let i = 0; i < 50_000; i++) bar.add();
	`, runtime.WithStdio(nil, out, out))
	if drawn := strings.Count(out.String(), "\r") - strings.Count(out.String(), "\x1b[K"); drawn > 2 {
		t.Errorf("it was drawn %d times", drawn)
	}
	if !strings.HasSuffix(out.String(), "50000 of 100000, 50% in 0s\n") {
		t.Errorf("the terminal got %q", out.String())
	}
}
