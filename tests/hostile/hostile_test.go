// Package hostile runs scripts that try to bring the process down, each in a process of its own without a
// limit on time or memory. Whatever they do, the program ends in order: as it should, with an error of the
// script, or with a limit. What only a limit can end (endless loops, memory that grows bit by bit) is not
// here.
package hostile

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	goruntime "runtime"
	"strings"
	"testing"
	"time"
)

// command is the lariat that the tests run.
var command string

func TestMain(m *testing.M) {
	dir, err := os.MkdirTemp("", "hostile")
	if err == nil {
		command = filepath.Join(dir, "lariat")
		if goruntime.GOOS == "windows" {
			command += ".exe"
		}
		if out, failed := exec.Command("go", "build", "-o", command, "../../cmd/lariat").CombinedOutput(); failed != nil {
			err = fmt.Errorf("%w\n%s", failed, out)
		}
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	code := m.Run()
	_ = os.RemoveAll(dir)
	os.Exit(code)
}

// patience is far more than any script needs: it ends one that hangs.
const patience = time.Minute

// end is how a program ended.
type end struct {
	code           int
	stdout, stderr string
	hung           bool
}

func runScript(t *testing.T, source string, flags ...string) end {
	t.Helper()
	file := filepath.Join(t.TempDir(), "script.js")
	if err := os.WriteFile(file, []byte(source), 0o644); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	cmd := exec.CommandContext(ctx, command, append(append([]string{"run"}, flags...), file)...)
	cmd.Env = append(os.Environ(), "NO_COLOR=1", "LARIAT_CACHE=off")
	var stdout, stderr strings.Builder
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	err := cmd.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return end{cmd.ProcessState.ExitCode(), stdout.String(), stderr.String(), ctx.Err() != nil}
}

// goDied is how Go reports a panic or a fatal error that nobody recovered from.
var goDied = regexp.MustCompile(`(?m)^(panic: |fatal error: |runtime: goroutine stack exceeds|goroutine \d+ [^\n]*\[)`)

// problem compares an end with what a script expects; empty if they agree.
func (e end) problem(s script) string {
	text := fmt.Sprintf("exit code %d\n%.2000s\n%.2000s", e.code, e.stdout, e.stderr)
	switch {
	case e.hung:
		return "it did not end\n" + text
	case goDied.MatchString(e.stderr):
		return "Go died\n" + text
	case e.code != s.code:
		return fmt.Sprintf("want exit code %d, got %s", s.code, text)
	case !strings.Contains(e.stderr, s.reports):
		return fmt.Sprintf("want a report with %q, got %s", s.reports, text)
	case s.code == ok && e.stderr != "":
		return "want no report, got " + text
	case strings.TrimSpace(e.stdout) != s.prints:
		return fmt.Sprintf("want the output %q, got %s", s.prints, text)
	case len(e.stderr) > 20000:
		return fmt.Sprintf("the report has %d bytes", len(e.stderr))
	}
	return ""
}

func TestHostileScripts(t *testing.T) {
	for _, s := range scripts {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			if s.code != ok && s.reports == "" {
				t.Fatal("an end other than a good one has a report")
			}
			if problem := runScript(t, s.source).problem(s); problem != "" {
				t.Errorf("%s\n%s", s.source, problem)
			}
		})
	}
}

// A harness that cannot fail is none.
func TestEndsThatAreNotInOrder(t *testing.T) {
	good := end{stdout: "x\n"}
	for name, c := range map[string]struct {
		end  end
		want string
	}{
		"as expected":     {good, ""},
		"a hang":          {end{hung: true}, "it did not end"},
		"a Go panic":      {end{code: 2, stderr: "panic: index\n\ngoroutine 1 [running]:\n"}, "Go died"},
		"a Go crash":      {end{code: 2, stderr: "runtime: x\nfatal error: out of memory\n"}, "Go died"},
		"another code":    {end{code: 70, stdout: "x"}, "want exit code 0"},
		"another output":  {end{stdout: "y"}, "want the output"},
		"words to stderr": {end{stdout: "x", stderr: "odd"}, "want no report"},
	} {
		got := c.end.problem(script{name, "", ok, "", "x"})
		if !strings.HasPrefix(got, c.want) || c.want == "" && got != "" {
			t.Errorf("%s: %q", name, got)
		}
	}
	long := end{code: failed, stderr: "Error: x" + strings.Repeat("y", 30000)}
	if got := long.problem(script{"", "", failed, "Error: x", ""}); !strings.HasPrefix(got, "the report has") {
		t.Errorf("an endless report: %q", got)
	}
	both := script{"", "console.log('out'); throw new TypeError('gone')", failed, "TypeError: gone", "out"}
	if got := runScript(t, both.source).problem(both); got != "" {
		t.Error(got)
	}
}
