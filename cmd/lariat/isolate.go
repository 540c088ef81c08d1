package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/lariatjs/lariat/runtime"
)

// What neither the engine nor Go can survive, an allocation that fails or a stack that overflows in a built-in, ends a process.
// With --isolate, and with --memory, it is not that of the command: the same binary carries out the same command line in a
// child, and the command tells how that has ended.

// isolatedEnv marks the child. Scripts do not see it.
const isolatedEnv = "LARIAT_ISOLATED"

// isolated says that this process is the child.
var isolated bool

// errorDescriptor is where the child has the standard error stream. Its descriptor 2 takes the last words of Go alone, so
// that no script can fake them.
const errorDescriptor = 3

// beIsolated makes the process the child, if it was started as one.
func beIsolated() {
	if os.Getenv(isolatedEnv) == "" {
		return
	}
	_ = os.Unsetenv(isolatedEnv)
	if f := os.NewFile(errorDescriptor, "/dev/stderr"); f != nil {
		isolated, os.Stderr = true, f
	}
}

// alone reports whether the program is to run in a child.
func (p *program) alone() bool { return !isolated && (p.isolate || p.limits.Memory > 0 && canConfine) }

// superviseSlack is how much later than it should have ended by itself the child is killed.
const superviseSlack = 250 * time.Millisecond

// supervise runs a command line in a child and returns its exit code.
func (p *program) supervise(args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	exe, err := os.Executable()
	if err != nil {
		return fail(stderr, err)
	}
	cmd := exec.Command(exe, args...)
	cmd.Env = append(os.Environ(), isolatedEnv+"=1")
	cmd.Stdin, cmd.Stdout = stdin, stdout
	words := &lastWords{}
	cmd.Stderr = words
	file, ok := stderr.(*os.File)
	if !ok {
		file = os.Stderr
	}
	cmd.ExtraFiles = []*os.File{file} // errorDescriptor
	cmd.WaitDelay = time.Second       // whoever has inherited the streams does not keep the command
	cmd.SysProcAttr = confined()
	if err := cmd.Start(); err != nil {
		fmt.Fprintf(stderr, "lariat: the process of the program cannot be started: %s\n", err)
		return 1
	}
	signals := make(chan os.Signal, 8)
	signal.Notify(signals, passedOn...)
	defer signal.Stop(signals)
	done := make(chan error, 1)
	go func() { done <- cmd.Wait() }()
	var late <-chan time.Time
	if t := p.limits.Time; t > 0 {
		late = time.After(t + max(p.limits.Grace, limitGrace)*9/8 + 2*limitPatience + superviseSlack)
	}
	overdue := false
	for {
		select {
		case s := <-signals:
			if s != os.Interrupt || !runtime.Terminal(os.Stdin) { // a terminal gives it to both
				_ = cmd.Process.Signal(s)
			}
		case <-late:
			overdue = true
			_ = cmd.Process.Kill()
		case err := <-done:
			return words.verdict(err, overdue, p, stderr)
		}
	}
}

// lastWords keeps what Go says when it dies.
type lastWords struct{ bytes.Buffer }

// maxLastWords is how much of it is of interest.
const maxLastWords = 64 << 10

// Write keeps the beginning.
func (w *lastWords) Write(p []byte) (int, error) {
	w.Buffer.Write(p[:min(len(p), max(maxLastWords-w.Len(), 0))])
	return len(p), nil
}

// noMemory is what Go says, the C library, and the race detector.
var noMemory = [...]string{"out of memory", "cannot allocate memory", "ThreadSanitizer failed to allocate"}

// verdict says in a line what has ended the child, unless it has ended in order, and returns the exit code.
func (w *lastWords) verdict(err error, overdue bool, p *program, stderr io.Writer) int {
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) && !errors.Is(err, exec.ErrWaitDelay) {
		return fail(stderr, err)
	}
	tell := func(code int, format string, args ...any) int {
		fmt.Fprintf(stderr, "error: "+format+"\n", args...)
		return code
	}
	words := w.String()
	memory := "more memory than there is"
	if p.limits.Memory > 0 {
		memory = "more than " + runtime.Bytes(p.limits.Memory) + " of memory"
	}
	switch {
	case overdue:
		return tell(4, "the program took more than %s, and did not let itself be interrupted", p.limits.Time)
	case strings.Contains(words, "stack exceeds") || strings.Contains(words, "stack overflow"):
		return tell(5, "the call stack of a built-in function is too deep")
	case slices.ContainsFunc(noMemory[:], func(said string) bool { return strings.Contains(words, said) }):
		return tell(5, "the program needs %s", memory)
	case p.limits.Memory > 0 && (strings.HasPrefix(words, "SIGSEGV: ") || strings.Contains(words, "pthread_create failed")):
		// The collector has come upon memory that the system has just refused, before Go could say so; or there was none for
		// the stack of a thread.
		return tell(5, "the program needs %s", memory)
	}
	if exit == nil {
		_, _ = io.WriteString(stderr, words)
		return 0
	}
	if s := exit.Sys().(syscall.WaitStatus); !exit.Exited() && s.Signaled() { //nolint:forcetypeassert // as documented
		if s.Signal() == syscall.SIGKILL {
			return tell(5, "the process of the program was killed; it may have needed %s", memory)
		}
		return 128 + int(s.Signal())
	}
	for line := range strings.Lines(words) {
		for _, mark := range []string{"fatal error: ", "panic: ", "SIGSEGV: "} {
			if why, ok := strings.CutPrefix(line, mark); ok {
				return tell(70, "the process of the program died: %s\nThis is a bug in lariat or its engine: please report it.", strings.TrimSpace(why))
			}
		}
	}
	_, _ = io.WriteString(stderr, words)
	return exit.ExitCode()
}
