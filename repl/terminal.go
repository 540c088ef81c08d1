package repl

import (
	"errors"
	"io"
	"os"

	"github.com/peterh/liner"
)

// terminal reads lines with an editor, from the terminal that is the standard input and output of the process.
type terminal struct {
	line    *liner.State
	feed    *feed // or nil
	history *history
}

// openTerminal returns nil where the terminal is not good enough for an editor.
func (r *repl) openTerminal() *terminal {
	in, isFile := r.o.Stdin.(*os.File)
	if !isFile || r.o.Stdout != io.Writer(os.Stdout) || !liner.TerminalSupported() {
		return nil
	}
	t := &terminal{history: openHistory(historyFile(r.o.Env))}
	t.line, t.feed = newEditor(in)
	t.line.SetCtrlCAborts(true)
	t.line.SetBeep(false)
	t.line.SetTabCompletionStyle(liner.TabPrints)
	t.line.SetWordCompleter(func(line string, pos int) (string, []string, string) {
		head, list, tail := r.complete(line, pos)
		if t.feed != nil && len(list) > askAbove {
			t.feed.ask()
		}
		return head, list, tail
	})
	r.screen.edits = true
	if t.feed != nil {
		r.screen.redraw = t.feed.redraw
	}
	t.remember()
	return t
}

// askAbove is the number of completions above which the editor asks whether to list them, and reads the answer.
const askAbove = 100

// remember gives the editor the history anew.
func (t *terminal) remember() {
	t.line.ClearHistory()
	for _, piece := range t.history.pieces {
		t.line.AppendHistory(piece)
	}
}

// Read lets a line be edited.
func (t *terminal) Read(prompt string) (string, error) {
	if t.feed != nil {
		t.feed.begin()
		defer t.feed.end()
	}
	line, err := t.line.Prompt(prompt)
	switch {
	case errors.Is(err, liner.ErrPromptAborted):
		return "", errAborted
	case err != nil:
		return "", err
	}
	return toPiece(line), nil
}

// Abort is for a Ctrl-C that came as a signal: just before the editor had the terminal send keys.
func (t *terminal) Abort() {
	if t.feed != nil {
		t.feed.abort()
	}
}

// Typed reports whether anything but Ctrl-C was typed at the last prompt, as far as that is known.
func (t *terminal) Typed() bool { return t.feed != nil && t.feed.typed.Load() }

// Remember puts a piece into the history.
func (t *terminal) Remember(piece string) {
	t.history.add(piece)
	t.remember()
}

// Close gives the terminal back as it was.
func (t *terminal) Close() {
	if t.feed != nil {
		t.feed.end()
	}
	_ = t.line.Close()
}
