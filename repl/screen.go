package repl

import (
	"bytes"
	"io"
	"sync"
	"time"

	"github.com/lariatjs/lariat/runtime"
)

// screen keeps what scripts print apart from the line that is being typed: it takes that away, prints whole lines and has
// the line editor draw its line again. Where the editor cannot do that, output waits until the line was entered.
type screen struct {
	mu sync.Mutex
	// redraw has the line editor draw its line anew, or is nil.
	redraw  func()
	edits   bool // there is a line editor
	on      bool // a line is being typed
	dirty   bool // and has to be drawn again
	inLine  bool // what was printed last was no whole line
	passing bool // but one that the next may take the place of: the cursor is at its beginning
	streams []*stream
}

// stream is one of the two that scripts write to.
type stream struct {
	*screen
	to   io.Writer
	held []byte // while a line is typed
	late bool   // it is about to be printed, line or not
}

// mostHeld is how much is held back of a line that does not end.
const mostHeld = 64 << 10

// holdFor is for how long.
const holdFor = 200 * time.Millisecond

// redrawAfter is how long output may go on before the line is drawn again.
const redrawAfter = 10 * time.Millisecond

func (s *screen) stream(to io.Writer) io.Writer {
	x := &stream{screen: s, to: to}
	s.streams = append(s.streams, x)
	return x
}

// IsTerminal passes the answer on.
func (x *stream) IsTerminal() bool { return runtime.Terminal(x.to) }

// Typing reports whether a line is being typed, where nothing else can stand.
func (x *stream) Typing() bool {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.on
}

// Write prints p, or as much of it as can be printed now.
func (x *stream) Write(p []byte) (int, error) {
	x.mu.Lock()
	defer x.mu.Unlock()
	if !x.on || !x.edits {
		x.inLine = len(p) > 0 && p[len(p)-1] != '\n'
		x.passing = x.inLine && p[len(p)-1] == '\r'
		return x.to.Write(p)
	}
	x.held = append(x.held, p...)
	whole := bytes.LastIndexByte(x.held, '\n') + 1
	switch {
	case len(x.held) > mostHeld:
		whole = len(x.held)
	case x.redraw == nil:
		whole = 0
	}
	if whole < len(x.held) {
		x.releaseLater()
	}
	return len(p), x.release(whole)
}

// releaseLater prints what is held if it does not come to the end of its line. The caller holds the lock.
func (x *stream) releaseLater() {
	if x.late || x.redraw == nil {
		return
	}
	x.late = true
	time.AfterFunc(holdFor, func() {
		x.mu.Lock()
		defer x.mu.Unlock()
		x.late = false
		if x.on {
			_ = x.release(len(x.held))
		}
	})
}

// release prints the first n bytes that are held, above the line that is typed. The caller holds the lock.
func (x *stream) release(n int) error {
	if n == 0 {
		return nil
	}
	text := append([]byte("\r\x1b[K"), x.held[:n]...)
	if text[len(text)-1] != '\n' {
		text = append(text, '\n')
	}
	x.held = append(x.held[:0], x.held[n:]...)
	_, err := x.to.Write(text)
	x.drawSoon()
	return err
}

// drawSoon has the line drawn again. The caller holds the lock.
func (s *screen) drawSoon() {
	if s.dirty || s.redraw == nil {
		return
	}
	s.dirty = true
	time.AfterFunc(redrawAfter, func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.dirty = false
		if s.on {
			s.redraw()
		}
	})
}

// typing says that a line is being typed from now on, or no more.
func (s *screen) typing(on bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, x := range s.streams {
		switch {
		case on && s.inLine:
			end := "\n"
			if s.passing {
				end = "\r\x1b[K"
			}
			_, _ = io.WriteString(x.to, end)
			s.inLine = false
		case !on && len(x.held) > 0:
			_, _ = x.to.Write(append(x.held, '\n'))
			x.held = nil
		}
	}
	s.on = on
}
