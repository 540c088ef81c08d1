// Package conformance holds what lariat knows about the engine that it stands on.
package conformance

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"regexp"
	"runtime/debug"
	"strings"
	"testing"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/runtimetest"
)

// bareVariable tells the test binary to run a program on goja and nothing else, and to die of it.
const bareVariable = "LARIAT_BARE_GOJA"

func TestMain(m *testing.M) {
	if source, ok := os.LookupEnv(bareVariable); ok {
		debug.SetMaxStack(32 << 20)
		if _, err := goja.New().RunString(source); err != nil {
			os.Stderr.WriteString("exception: " + err.Error())
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

var finding = regexp.MustCompile("(?m)^### (.*?): (.*)$(?s:(.*?))^On lariat (.*)$\n\n(?s:```js\n(.*?)```)")

// TestGojaFindings runs each program of goja-findings.md on goja, where it must do what the page says, and on lariat, where
// it must not do the process any harm.
func TestGojaFindings(t *testing.T) {
	page, err := os.ReadFile("goja-findings.md")
	if err != nil {
		t.Fatal(err)
	}
	findings := finding.FindAllStringSubmatch(string(page), -1)
	if n := strings.Count(string(page), "```js"); len(findings) != n || n == 0 {
		t.Fatalf("of %d programs %d stand under a heading with what lariat makes of them", n, len(findings))
	}
	for _, f := range findings {
		title, symptom, ours, source := f[1], f[2], f[4], f[5]
		t.Run(title, func(t *testing.T) {
			if got := onGoja(t, source); !strings.Contains(got, symptom) {
				t.Errorf("goja does not fail with %q any more; look whether lariat still has to work around it:\n%.500s", symptom, got)
			}
			checkOurs(t, onLariat(t, source), ours)
		})
	}
}

// onGoja returns what a process that runs the program on goja alone says in the end.
func onGoja(t *testing.T, source string) string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0])
	cmd.Env = append(os.Environ(), bareVariable+"="+source)
	out, err := cmd.CombinedOutput()
	if err == nil {
		return "nothing"
	}
	return string(out)
}

func onLariat(t *testing.T, source string) error {
	t.Helper()
	var out runtimetest.Output
	rt := runtimetest.New(t, &out, runtime.WithStdio(nil, &out, &out))
	return rt.Eval(context.Background(), "finding.cjs", source)
}

func checkOurs(t *testing.T, err error, ours string) {
	t.Helper()
	if strings.HasSuffix(ours, "ends well") {
		if err != nil {
			t.Errorf("on lariat: %v", err)
		}
		return
	}
	_, want, ok := strings.Cut(ours, "ends with a")
	class, message, colon := strings.Cut(strings.TrimPrefix(want, "n"), ": ")
	if !ok || !colon {
		t.Fatalf("what lariat makes of it is not said in the usual words: %q", ours)
	}
	if err == nil {
		t.Errorf("on lariat nothing happens, instead of a%s: %s", class, message)
		return
	}
	text := err.Error()
	if js := new(runtime.JSError); errors.As(err, &js) {
		text = js.Name + ": " + js.Message
	}
	if !strings.Contains(text, message) || strings.Contains(text, "the engine failed") {
		t.Errorf("on lariat: %s\nwant%s: %s", text, class, message)
	}
}
