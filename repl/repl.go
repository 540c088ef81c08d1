// Package repl reads, evaluates and prints: on a terminal with a line editor, on a pipe without. It evaluates as
// lariat run would, and the event loop goes on while a prompt waits.
package repl

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"sync/atomic"

	"github.com/lariatjs/lariat/repl/manual"
	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/loader"
)

// Options say what a REPL works with.
type Options struct {
	// Runtime is what its runtime is given, but for the streams.
	Runtime []runtime.Option
	// Modules are those of the runtime, for completions and the manual.
	Modules []runtime.Module
	// Env is the environment: where the history lies, what the terminal can do.
	Env map[string]string
	// Stdin, Stdout and Stderr are the streams. The line editor is for terminals.
	Stdin          io.Reader
	Stdout, Stderr io.Writer
	// Version is shown at the start on a terminal.
	Version string
	// Quit ends the process where nothing else can: code that no interrupt stops.
	Quit func(code int)
}

// repl is one session at work. One goroutine runs it, and the loop of its runtime.
type repl struct {
	o       Options
	rt      *runtime.Runtime
	session *runtime.Session
	in      reader
	screen  *screen
	// interactive says that somebody sits at the other end.
	interactive bool
	colors      bool
	manual      *manual.Manual
	// pending are the lines of a piece that is not whole yet, done the pieces that were evaluated.
	pending, done []string
	pieces        int
	aborted       int  // prompts that were aborted in a row
	failed        bool // a piece of a pipe did
	cancelled     atomic.Int32
}

// reader reads lines, on a goroutine of its own.
type reader interface {
	// Read returns the next line, which may be several if they were pasted; io.EOF at the end, errAborted after Ctrl-C.
	Read(prompt string) (string, error)
	// Abort makes Read return errAborted if it can, as Ctrl-C does when it comes as a key. Any goroutine.
	Abort()
	// Remember puts a piece into the history.
	Remember(piece string)
	Close()
}

const (
	prompt       = "> "
	continuation = "... "
)

// Run runs a REPL to its end and returns the exit code.
func Run(o Options) int {
	r := &repl{o: o, manual: manual.New(o.Modules)}
	r.open()
	defer r.in.Close()
	streams := runtime.WithStdio(strings.NewReader(""), r.screen.stream(o.Stdout), r.screen.stream(o.Stderr))
	rt, err := runtime.New(append(o.Runtime, streams)...)
	if err != nil {
		fmt.Fprintf(o.Stderr, "lariat: %s\n", err)
		return 1
	}
	defer rt.Close()
	rt.Record()
	r.rt, r.colors = rt, rt.Colors(rt.Stdout())
	r.session = rt.Session(r.report)
	stop := r.listen()
	defer stop()
	return r.exitCode(r.loop())
}

// open chooses how lines are read and what is done about output meanwhile.
func (r *repl) open() {
	r.interactive = runtime.Terminal(r.o.Stdin) && runtime.Terminal(r.o.Stdout)
	r.screen = &screen{}
	if r.interactive {
		fmt.Fprintf(r.o.Stdout, "%s. Type .help for help, .exit or Ctrl-D to leave.\n", r.o.Version)
		if t := r.openTerminal(); t != nil {
			r.in = t
			return
		}
	}
	p := newPlain(r.o.Stdin)
	if r.interactive {
		p.prompts = r.o.Stdout
	}
	r.in = p
}

// loop reads and evaluates until there is no more. The error is what ended the program.
func (r *repl) loop() error {
	for {
		ask := prompt
		if len(r.pending) > 0 {
			ask = continuation
		}
		line, err := r.read(ask)
		var exit *runtime.ExitError
		switch {
		case errors.As(err, &exit):
			return err
		case errors.Is(err, errAborted):
			if r.abort() {
				return r.session.Exit()
			}
			continue
		case err != nil:
			return r.end()
		}
		r.aborted = 0
		over, err := r.take(line)
		if over {
			return err
		}
	}
}

// read reads a line while the loop of the runtime runs.
func (r *repl) read(ask string) (line string, err error) {
	done := make(chan struct{})
	result := struct {
		line string
		err  error
	}{}
	r.screen.typing(r.interactive)
	go func() {
		defer close(done)
		result.line, result.err = r.in.Read(ask)
	}()
	err = r.session.Wait(done)
	r.screen.typing(false)
	if err != nil {
		return "", err
	}
	<-done
	return result.line, result.err
}

// abort is Ctrl-C at a prompt. It reports whether that was said twice where there is nothing to abort.
func (r *repl) abort() bool {
	if len(r.pending) > 0 {
		r.pending = nil
		return false
	}
	if t, ok := r.in.(interface{ Typed() bool }); ok && t.Typed() {
		r.aborted = 0
		return false
	}
	if r.aborted++; r.aborted > 1 {
		return true
	}
	r.print("(press Ctrl-C again, or Ctrl-D, to leave)\n")
	return false
}

// take takes a line: a command, or more of a piece. over says that it was the last one.
func (r *repl) take(line string) (over bool, err error) {
	if word, rest, ok := commandOf(line); ok && (len(r.pending) == 0 || word == ".break" && rest == "") {
		r.in.Remember(line)
		return r.command(word, rest)
	}
	if len(r.pending) == 0 && strings.TrimSpace(line) == "" {
		return false, nil
	}
	r.pending = append(r.pending, line)
	source := strings.Join(r.pending, "\n")
	name := r.name()
	err = r.evaluate(name, source, runtime.Style{})
	if loader.Unfinished(err, name) {
		r.pieces--
		return false, nil
	}
	r.pending = nil
	r.in.Remember(source)
	return r.ended(err)
}

// name is the name of the next piece in stacks.
func (r *repl) name() string {
	r.pieces++
	return fmt.Sprintf("[%d].ts", r.pieces)
}

// evaluate evaluates a piece and prints its value.
func (r *repl) evaluate(name, source string, style runtime.Style) error {
	r.cancelled.Store(0)
	style.Colors = r.colors
	result, err := r.session.Eval(name, source, style)
	if err != nil {
		return err
	}
	r.done = append(r.done, source)
	if r.interactive || !result.Undefined || style.Type {
		r.print(result.Text + "\n")
	}
	return nil
}

// ended tells of the end of a piece, if that was an error.
func (r *repl) ended(err error) (over bool, _ error) {
	var exit *runtime.ExitError
	if errors.As(err, &exit) {
		return true, err
	}
	if err != nil {
		r.failed = true
		r.report(err)
	}
	return false, nil
}

// end is the end of the input. On a pipe the program goes on until it has nothing left to do.
func (r *repl) end() error {
	if len(r.pending) > 0 && !r.interactive {
		name := r.name()
		if over, err := r.ended(r.evaluate(name, strings.Join(r.pending, "\n"), runtime.Style{})); over {
			return err
		}
	}
	if r.interactive {
		r.print("\n") // what comes next is not to stand behind the prompt
		return r.session.Exit()
	}
	return r.session.Finish()
}

// exitCode is that of the process.
func (r *repl) exitCode(err error) int {
	var exit *runtime.ExitError
	switch {
	case errors.As(err, &exit):
		return exit.Code
	case err != nil:
		r.report(err)
		return 1
	case r.failed && !r.interactive:
		return 1
	}
	return 0
}

func (r *repl) print(text string) { fmt.Fprint(r.rt.Stdout(), text) }
