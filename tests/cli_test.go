package tests

import (
	"bufio"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// TestCLI runs the command as a user at a terminal does: one script of cli/ a topic. -update rewrites what
// they compare with.
func TestCLI(t *testing.T) {
	path := filepath.Dir(lariat(t))
	testscript.Run(t, testscript.Params{
		Dir:                 "cli",
		UpdateScripts:       *update,
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Cmds:                map[string]func(*testscript.TestScript, bool, []string){"exits": exits, "signals": signals},
		Setup: func(env *testscript.Env) error {
			env.Setenv("PATH", path+string(filepath.ListSeparator)+env.Getenv("PATH"))
			env.Setenv("HOME", env.WorkDir)
			env.Setenv("XDG_STATE_HOME", filepath.Join(env.WorkDir, "state"))
			env.Setenv("LARIAT_CACHE", filepath.Join(env.WorkDir, "cache"))
			env.Setenv("NO_COLOR", "1")
			env.Setenv("GORACE", os.Getenv("GORACE"))
			return nil
		},
	})
}

// exits is "exits CODE COMMAND [ARGS…]": exec for a command that has to end with a code.
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE COMMAND [ARGS...]")
	}
	checkCode(ts, args[0], ts.Exec(args[1], args[2:]...))
}

// checkCode compares the exit code of a command with the one that a script wants.
func checkCode(ts *testscript.TestScript, want string, err error) {
	code := 0
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		code = exit.ExitCode()
	} else {
		ts.Check(err)
	}
	if strconv.Itoa(code) != want {
		ts.Fatalf("exit code %d (%v), want %s", code, err, want)
	}
}

// signals is "signals CODE SIGNALS COMMAND [ARGS…]": it runs a command and sends it one of the signals, whose
// names are separated by commas, whenever it prints a line "ready". What it prints otherwise is its output.
func signals(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 3 {
		ts.Fatalf("usage: signals CODE SIGNAL,SIGNAL COMMAND [ARGS...]")
	}
	name, err := exec.LookPath(filepath.Join(strings.Split(ts.Getenv("PATH"), string(filepath.ListSeparator))[0], args[2]))
	ts.Check(err)
	cmd := exec.Command(name, args[3:]...)
	cmd.Dir = ts.MkAbs(".")
	cmd.Env = append(os.Environ(), "NO_COLOR=1", "LARIAT_CACHE="+ts.Getenv("LARIAT_CACHE"))
	cmd.Stderr = ts.Stderr()
	stdout, err := cmd.StdoutPipe()
	ts.Check(err)
	ts.Check(cmd.Start())
	left := strings.Split(args[1], ",")
	for lines := bufio.NewScanner(stdout); lines.Scan(); {
		if lines.Text() != "ready" {
			_, err := io.WriteString(ts.Stdout(), lines.Text()+"\n")
			ts.Check(err)
			continue
		}
		if len(left) == 0 {
			ts.Fatalf("it is ready for another signal, but none is left")
		}
		ts.Check(cmd.Process.Signal(map[string]os.Signal{"INT": os.Interrupt, "TERM": syscall.SIGTERM}[left[0]]))
		left = left[1:]
	}
	checkCode(ts, args[0], cmd.Wait())
	if len(left) > 0 {
		ts.Fatalf("not sent: %v", left)
	}
}
