package tests

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// exampleTime is far more than any example needs: it ends one that hangs.
const exampleTime = time.Minute

// TestExamples runs every script and every block of a manual, and compares what it prints with what it says. Scripts, the
// README and what is about processes run as a user would run them.
func TestExamples(t *testing.T) {
	examples, _ := collect(openTree(t, root)) // TestScripts reports the problems
	for _, e := range examples {
		t.Run(e.name, func(t *testing.T) {
			t.Parallel()
			run := func() string { return runExample(t, lariat(t), e) }
			if strings.HasSuffix(e.file(), ".d.ts") && len(e.flags) == 0 && !ofTheProcess.MatchString(e.source) {
				run = func() string { return runHere(t, e) }
			}
			if problem := run(); problem != "" {
				t.Error(problem)
			}
		})
	}
}

// runExample runs a script where it stands, for what it imports, and a block of a manual as a file of
// its own, both in an empty folder. It returns what went wrong.
func runExample(t *testing.T, command string, e example) string {
	t.Helper()
	dir := t.TempDir()
	name := "example"
	if isTest(e) {
		name = "example.test" // a test runs in virtual time
	}
	file := filepath.Join(dir, name+e.ext)
	if isScript(e.name) {
		var err error
		if file, err = filepath.Abs(filepath.Join("..", e.name)); err != nil {
			t.Fatal(err)
		}
	} else if err := os.WriteFile(file, []byte(e.source), 0o644); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), exampleTime)
	defer cancel()
	flags := e.flags
	if flags == nil && !isScript(e.name) {
		flags = []string{"-A"} // a manual is about what a module can do; a script says what it needs
	}
	cmd := exec.CommandContext(ctx, command, slices.Concat([]string{"run"}, flags, []string{file})...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "NO_COLOR=1", "TZ=UTC", "LARIAT_CACHE="+filepath.Join(binDir, "cache"))
	var stdout, stderr strings.Builder
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	err := cmd.Run()
	switch {
	case ctx.Err() != nil:
		return "it did not end in " + exampleTime.String() + "\n" + stdout.String() + stderr.String()
	case errors.As(err, new(*exec.ExitError)):
		return err.Error() + "\n" + stdout.String() + stderr.String()
	case err != nil:
		t.Fatal(err)
	case !e.prints(stdout.String()):
		return "it printed\n" + stdout.String() + "instead of\n" + e.output + stderr.String()
	}
	return ""
}

// A harness that cannot fail is none: these have to.
func TestExamplesThatDoNotHoldAreRefused(t *testing.T) {
	for source, want := range map[string]string{
		"console.log(1);\n// Output: 2\n":                                     "it printed\n1\ninstead of\n2\n",
		"console.log(1);\n// Output: 1\n":                                     "",
		"throw new Error('x');\n":                                             "exit status",
		"console.log(2); console.log(1);\n// Unordered output:\n// 1\n// 2\n": "",
	} {
		e, err := newExample("README.md:1", ".js", source)
		if err != nil {
			t.Fatal(err)
		}
		if got := runExample(t, lariat(t), e); !strings.HasPrefix(got, want) || want == "" && got != "" {
			t.Errorf("%s: %q, want %q", source, got, want)
		}
	}
}
