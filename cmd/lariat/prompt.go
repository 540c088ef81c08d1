package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"strings"
	"sync"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/permit"
)

// terminal is the standard input of a program that somebody sits at. The script and the questions of the prompter read
// from it in turn: a line that is typed while a question stands there is the answer, even if the script was reading.
type terminal struct {
	file *os.File
	// display is where the program prints and the questions stand.
	display display

	mu     sync.Mutex
	idle   sync.Cond
	busy   bool
	answer chan []byte // of a question that stands there while the script reads; capacity 1
}

func newTerminal(file *os.File) *terminal {
	t := &terminal{file: file}
	t.idle.L = &t.mu
	return t
}

// attend makes the streams of a program that may have to ask for something, where somebody sits at them.
func (p *program) attend(stdin io.Reader, stdout, stderr io.Writer) (io.Reader, io.Writer, io.Writer) {
	file, ok := stdin.(*os.File)
	if !ok || !p.asks() || !runtime.Terminal(file) {
		return stdin, stdout, stderr
	}
	t := newTerminal(file)
	return t, t.display.stream(stdout), t.display.stream(stderr)
}

// IsTerminal says that it is one.
func (t *terminal) IsTerminal() bool { return true }

// Read reads for the script.
func (t *terminal) Read(b []byte) (int, error) {
	for {
		t.mu.Lock()
		for t.busy {
			t.idle.Wait()
		}
		t.busy = true
		t.mu.Unlock()
		n, err := t.file.Read(b)
		answer := t.rest()
		if answer == nil {
			return n, err
		}
		answer <- bytes.Clone(b[:n])
		if err != nil && err != io.EOF {
			return 0, err
		}
	}
}

// rest ends a read, and returns the question that came in between.
func (t *terminal) rest() chan []byte {
	t.mu.Lock()
	defer t.mu.Unlock()
	answer := t.answer
	t.busy, t.answer = false, nil
	t.idle.Broadcast()
	return answer
}

// question takes the next line, and gives what waits for it; false at the end. It comes before the question is printed: whoever
// answers at once would otherwise answer the script, which may be reading.
func (t *terminal) question() func() (string, bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.busy {
		answer := make(chan []byte, 1)
		t.answer = answer
		return func() (string, bool) {
			b := <-answer
			return strings.TrimSpace(string(b)), len(b) > 0
		}
	}
	t.busy = true
	return func() (string, bool) {
		b := make([]byte, 4096)
		n, err := t.file.Read(b)
		t.rest()
		return strings.TrimSpace(string(b[:n])), err == nil && n > 0
	}
}

// prompter asks on the terminal.
type prompter struct {
	in  *terminal
	out io.Writer
}

// ask puts a question until it is answered. What a script says is shown quoted, so that it cannot draw on the terminal.
func (p *prompter) ask(ctx context.Context, r permit.Request) permit.Answer {
	text := fmt.Sprintf("\nThe script asks for %s access to %q", r.Kind, r.Resource)
	if r.Resource == permit.Any {
		text = fmt.Sprintf("\nThe script asks for all %s access", r.Kind)
	}
	if r.Name != "" {
		text += fmt.Sprintf(", which it calls %q", r.Name)
	}
	if site := permit.Site(ctx); site != "" {
		text += fmt.Sprintf("\n  from  %s", strings.Trim(fmt.Sprintf("%q", site), `"`))
	}
	text += fmt.Sprintf("\n  to be asked no more, %s, or with --no-prompt\n", advice(r))
	p.in.display.begin(p.out)
	defer p.in.display.end()
	discardTyped(p.in.file)
	for {
		answer := p.in.question()
		fmt.Fprintf(p.out, "%sAllow it? [y = yes, n = no, A = all %s access] ", text, r.Kind)
		text = ""
		line, ok := answer()
		switch {
		case !ok:
			fmt.Fprintln(p.out)
			return permit.No
		case line == "y" || line == "Y" || line == "yes":
			return permit.Yes
		case line == "n" || line == "N" || line == "no":
			return permit.No
		case line == "A":
			return permit.Always
		}
	}
}
