//go:build unix

package tests

import (
	"bufio"
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
)

// interruptRounds is how often each program is interrupted, each time a step later.
const interruptRounds = 8

// TestInterruptNeverSkipsFinally interrupts programs while what they wait for is under way: on the loop, on other
// goroutines, in children, in iterators. Each prints "ready" after as many steps as its argument says and goes on at
// once, so that the signal comes in the middle.
func TestInterruptNeverSkipsFinally(t *testing.T) {
	archive, err := txtar.ParseFile(filepath.Join("cli", "interrupt", "programs.txt"))
	if err != nil {
		t.Fatal(err)
	}
	command, dir := lariat(t), t.TempDir()
	for _, f := range archive.Files {
		name := filepath.Join(dir, f.Name)
		if err := os.WriteFile(name, f.Data, 0o600); err != nil {
			t.Fatal(err)
		}
		t.Run(strings.TrimSuffix(f.Name, ".mjs"), func(t *testing.T) {
			t.Parallel()
			for step := range interruptRounds {
				interruptAt(t, exec.Command(command, "-W", name, strconv.Itoa(step)))
			}
		})
	}
}

func interruptAt(t *testing.T, cmd *exec.Cmd) {
	t.Helper()
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	stdin, err := cmd.StdinPipe() // a program that reads it waits
	if err != nil {
		t.Fatal(err)
	}
	defer stdin.Close()
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	var printed []string
	for lines := bufio.NewScanner(stdout); lines.Scan(); {
		printed = append(printed, lines.Text())
		if lines.Text() == "ready" {
			if err := cmd.Process.Signal(os.Interrupt); err != nil {
				t.Fatal(err)
			}
		}
	}
	_ = cmd.Wait() // its exit code says it
	if code := cmd.ProcessState.ExitCode(); code != 130 || stderr.Len() > 0 || strings.Join(printed, " ") != "ready finally" {
		t.Errorf("%s: exit code %d, printed %q\n%s", strings.Join(cmd.Args[1:], " "), code, printed, &stderr)
	}
}
