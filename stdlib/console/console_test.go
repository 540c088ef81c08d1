package console_test

import (
	"bytes"
	"errors"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/runtimetest"
	"github.com/lariatjs/lariat/stdlib"
	"github.com/lariatjs/lariat/stdlib/console"
	"github.com/lariatjs/lariat/stdlib/timers"
)

func TestFiles(t *testing.T) { runtimetest.Files(t, stdlib.All()...) }

// printed runs a script and returns what it wrote to its two streams.
func printed(t *testing.T, source string, options ...runtime.Option) (out, errs string) {
	t.Helper()
	var both [2]runtimetest.Output
	options = append([]runtime.Option{runtime.WithStdio(nil, &both[0], &both[1])}, options...)
	options = append(options, runtime.WithModules(append(timers.Modules, console.Module)...))
	rt := runtimetest.New(t, &both[0], options...)
	if err := rt.Eval(t.Context(), "script.js", source); err != nil {
		t.Fatal(runtimetest.Describe(err))
	}
	return both[0].String(), both[1].String()
}

// TestPrintsAsNode compares a script that uses everything with what Node 20 printed for it.
func TestPrintsAsNode(t *testing.T) {
	read := func(name string) string {
		text, err := os.ReadFile("testdata/printed." + name)
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	out, errs := printed(t, read("js"))
	for name, got := range map[string]string{"out": out, "err": errs} {
		want := strings.Split(read(name), "\n")
		for i, line := range strings.Split(got, "\n") {
			if i >= len(want) || line != want[i] {
				t.Fatalf("printed.%s:%d: %q", name, i+1, line)
			}
		}
		if len(got) != len(read(name)) {
			t.Errorf("printed.%s: the end is missing", name)
		}
	}
}

func TestTimers(t *testing.T) {
	out, errs := printed(t, `
		const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
		console.time(); console.time("long"); console.time("long");
		await sleep(5);
		console.timeLog("default", "so far", { a: 1 });
		await sleep(1495);
		console.timeEnd();
		console.timeEnd();
		await sleep(60_000);
		console.timeLog("long");
		await sleep(3_600_000);
		console.timeEnd("long");
		console.timeLog("none"); console.countReset("none");
	`)
	if want := "default: 5ms so far { a: 1 }\ndefault: 1.500s\nlong: 1:01.500 (m:ss.mmm)\nlong: 1:01:01.500 (h:mm:ss.mmm)\n"; out != want {
		t.Errorf("got %q, want %q", out, want)
	}
	want := "Warning: Label 'long' already exists for console.time()\nWarning: No such label 'default' for console.timeEnd()\n" +
		"Warning: No such label 'none' for console.timeLog()\nWarning: Count for 'none' does not exist\n"
	if errs != want {
		t.Errorf("got %q, want %q", errs, want)
	}
}

func TestTraceShowsTheStack(t *testing.T) {
	_, errs := printed(t, `function outer() { inner(); }
function inner() { console.trace("here %d", 1); }
outer();
console.trace();`)
	lines := strings.Split(errs, "\n")
	if lines[0] != "Trace: here 1" || !strings.Contains(lines[1], "inner") || !strings.Contains(lines[1], "script.js:2:") ||
		!strings.Contains(lines[2], "outer") || !strings.Contains(lines[2], "script.js:1:") || !strings.Contains(errs, "\nTrace\n    at ") {
		t.Errorf("got:\n%s", errs)
	}
}

// recorder is a stream that notes each Write, and fails if it is told to.
type recorder struct {
	writes   []string
	terminal bool
	fails    bool
}

func (r *recorder) IsTerminal() bool { return r.terminal }

func (r *recorder) Write(p []byte) (int, error) {
	r.writes = append(r.writes, string(p))
	if r.fails {
		return 0, os.ErrClosed
	}
	return len(p), nil
}

func recorded(t *testing.T, out *recorder, source string, env map[string]string) error {
	t.Helper()
	rt := runtimetest.New(t, &bytes.Buffer{}, runtime.WithModules(console.Module), runtime.WithEnv(env), runtime.WithStdio(nil, out, out))
	return rt.Eval(t.Context(), "script.js", source)
}

func TestOneWriteACall(t *testing.T) {
	out := &recorder{}
	err := recorded(t, out, `
		console.log("a", { b: 1 }); console.error("c\nd"); console.table([1]); console.group("e"); console.log("f\ng");
		console.log("x".repeat(200_000)); console.clear();
	`, nil)
	if err != nil || len(out.writes) != 6 {
		t.Fatalf("%d writes, %v", len(out.writes), err)
	}
	if want := "  f\n  g\n"; out.writes[4] != want || len(out.writes[5]) != 200_003 {
		t.Errorf("got %q, want %q", out.writes[4], want)
	}
}

func TestAStreamThatFailsIsNoErrorOfTheScript(t *testing.T) {
	out := &recorder{fails: true}
	err := recorded(t, out, `console.log(1); console.error(2); console.table([3]); console.trace()`, nil)
	if err != nil || len(out.writes) != 4 {
		t.Errorf("%v, %q", err, out.writes)
	}
}

func TestColorsOnATerminal(t *testing.T) {
	const source = `console.log("a", 1, ["b"]); console.error(true); console.table([1]); console.clear();`
	const box = "┌─────────┬────────┐\n│ (index) │ Values │\n├─────────┼────────┤\n"
	colored := []string{
		"a \x1b[33m1\x1b[39m [ \x1b[32m'b'\x1b[39m ]\n", "\x1b[33mtrue\x1b[39m\n",
		box + "│ 0       │ \x1b[33m1\x1b[39m      │\n└─────────┴────────┘\n",
		"\x1b[1;1H\x1b[0J",
	}
	plain := []string{"a 1 [ 'b' ]\n", "true\n", box + "│ 0       │ 1      │\n└─────────┴────────┘\n"}
	for _, c := range []struct {
		out  recorder
		env  map[string]string
		want []string
	}{
		{recorder{}, nil, plain},
		{recorder{terminal: true}, nil, colored},
		{recorder{terminal: true}, map[string]string{"NO_COLOR": "1"}, append(slices.Clone(plain), colored[3])},
		{recorder{terminal: true}, map[string]string{"TERM": "dumb"}, plain},
		{recorder{}, map[string]string{"FORCE_COLOR": "1"}, colored[:3]},
	} {
		if err := recorded(t, &c.out, source, c.env); err != nil || !slices.Equal(c.out.writes, c.want) {
			t.Errorf("terminal %v, %v: %v\ngot  %q\nwant %q", c.out.terminal, c.env, err, c.out.writes, c.want)
		}
	}
}

func TestWhatInspectingThrowsIsThrown(t *testing.T) {
	out := &recorder{}
	err := recorded(t, out, `console.log({ [Symbol.for("nodejs.util.inspect.custom")]() { throw new RangeError("no"); } })`, nil)
	var js *runtime.JSError
	if !errors.As(err, &js) || js.Name != "RangeError" || len(out.writes) != 0 {
		t.Errorf("%v, %q", err, out.writes)
	}
}
