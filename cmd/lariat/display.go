package main

import (
	"bytes"
	"io"
	"os"
	"sync"

	"github.com/lariatjs/lariat/runtime"
)

// display is the terminal that a program prints on and is asked about: while a question stands there, nothing else is
// printed, so that no progress bar takes it away and no script makes another question of it. What the program prints
// meanwhile comes after the answer.
type display struct {
	mu      sync.Mutex
	asking  bool
	passing bool // the cursor is at the beginning of a line that the next one takes the place of
	held    []piece
	size    int // of what is held
}

// piece is what waits for an answer.
type piece struct {
	to   *os.File
	text []byte
}

// mostHeld is how much waits; what is beyond that is printed.
const mostHeld = 1 << 20

// stream wraps one of the two that lead to the display.
func (d *display) stream(w io.Writer) io.Writer {
	if file, ok := w.(*os.File); ok && runtime.Terminal(file) {
		return &displayed{d, file}
	}
	return w
}

// begin keeps the terminal for a question, on a line of its own.
func (d *display) begin(out io.Writer) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.passing {
		_, _ = io.WriteString(out, "\r\x1b[K")
	}
	d.asking, d.passing = true, false
}

// end gives it back.
func (d *display) end() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.asking = false
	for _, p := range d.held {
		_, _ = p.to.Write(p.text)
	}
	d.held, d.size = nil, 0
}

// displayed is a stream of the program. The screen of the runtime asks it for Typing, and puts no bars there while it is so.
type displayed struct {
	*display
	file *os.File
}

// Write prints, or keeps p until the answer is there.
func (s *displayed) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.asking && s.size+len(p) <= mostHeld {
		s.held = append(s.held, piece{s.file, bytes.Clone(p)})
		s.size += len(p)
		return len(p), nil
	}
	s.passing = len(p) > 0 && p[len(p)-1] == '\r'
	return s.file.Write(p)
}

// IsTerminal says so.
func (s *displayed) IsTerminal() bool { return true }

// Typing reports whether a question stands there.
func (s *displayed) Typing() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.asking
}

// File is the terminal itself, for programs that inherit it.
func (s *displayed) File() *os.File { return s.file }
