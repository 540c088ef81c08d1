package runtime

import (
	"io"
	"os"
	"slices"
	"strings"
	"sync"
)

// Screen is the terminal that a program prints on, with lines that stay below what is printed: those of progress bars. It is
// between the program and its standard streams where these are terminals, takes its lines away before anything is printed,
// and draws them again when a line has ended. The cursor waits at the beginning of the last of them, so that what is written
// by others, such as a child process, writes over it. All methods may be called from any goroutine.
type Screen struct {
	to io.Writer

	mu     sync.Mutex
	lines  []*StatusLine
	drawn  int  // how many stand on the terminal
	inLine bool // what was printed last has not ended its line: nothing is drawn there
}

// StatusLine is a line of a Screen.
type StatusLine struct {
	screen *Screen
	text   string
}

// Screen returns the terminal that the error stream is, nil if it is none.
func (rt *Runtime) Screen() *Screen {
	if t, ok := rt.opts.stderr.(*terminal); ok {
		return t.screen
	}
	return nil
}

// Line adds a line, which is empty and not seen yet.
func (s *Screen) Line() *StatusLine {
	s.mu.Lock()
	defer s.mu.Unlock()
	l := &StatusLine{screen: s}
	s.lines = append(s.lines, l)
	return l
}

// Columns is how many characters are in a line of the terminal.
func (s *Screen) Columns() int {
	switch t := s.to.(type) {
	case interface{ Columns() int }:
		return t.Columns()
	case interface{ File() *os.File }:
		if n := columns(t.File().Fd()); n > 0 {
			return n
		}
	case *os.File:
		if n := columns(t.Fd()); n > 0 {
			return n
		}
	}
	return 80
}

// Show draws the line with another text, which must fit into one.
func (l *StatusLine) Show(text string) {
	s := l.screen
	s.mu.Lock()
	defer s.mu.Unlock()
	if !slices.Contains(s.lines, l) {
		return
	}
	l.text = text
	s.write(s.hide(), s.draw())
}

// End takes the line away, and leaves a last text where it was, if there is one.
func (l *StatusLine) End(text string) {
	s := l.screen
	s.mu.Lock()
	defer s.mu.Unlock()
	i := slices.Index(s.lines, l)
	if i < 0 {
		return
	}
	hidden := s.hide()
	s.lines = slices.Delete(s.lines, i, i+1)
	if text != "" {
		if s.inLine {
			hidden += "\n"
		}
		text += "\n"
		s.inLine = false
	}
	s.write(hidden, text, s.draw())
}

// write writes what was put together in one piece. A terminal that is gone is no error of the program. The caller holds the lock.
func (s *Screen) write(parts ...string) {
	if text := strings.Join(parts, ""); text != "" {
		_, _ = io.WriteString(s.to, text)
	}
}

// hide is what takes the lines off the terminal. The caller holds the lock.
func (s *Screen) hide() string {
	drawn := s.drawn
	s.drawn = 0
	if drawn == 0 || s.typing() {
		return ""
	}
	return "\r\x1b[K" + strings.Repeat("\x1b[1A\x1b[K", drawn-1)
}

// typing reports whether somebody types on the terminal: then it is not ours, and whoever reads there has put our lines away.
func (s *Screen) typing() bool {
	t, ok := s.to.(interface{ Typing() bool })
	return ok && t.Typing()
}

// draw is what puts them there, unless something stands in the line. The caller holds the lock.
func (s *Screen) draw() string {
	if s.inLine || s.typing() {
		return ""
	}
	var text []string
	for _, l := range s.lines {
		if l.text != "" {
			text = append(text, l.text)
		}
	}
	if s.drawn = len(text); s.drawn == 0 {
		return ""
	}
	return strings.Join(text, "\n") + "\r"
}

// terminal is a standard stream that is one.
type terminal struct {
	screen *Screen
	to     io.Writer
}

// Write prints p above the lines of the screen.
func (t *terminal) Write(p []byte) (int, error) {
	s := t.screen
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(p) == 0 {
		return t.to.Write(p)
	}
	s.write(s.hide())
	s.inLine = p[len(p)-1] != '\n'
	n, err := t.to.Write(p)
	s.write(s.draw())
	return n, err
}

// IsTerminal says so.
func (t *terminal) IsTerminal() bool { return true }

// Raw is what a standard stream writes to, without the Screen between: a file, as a child process can have it. A host that
// wraps its streams gives the file with a method File.
func Raw(stream any) any {
	if t, ok := stream.(*terminal); ok {
		stream = t.to
	}
	if f, ok := stream.(interface{ File() *os.File }); ok {
		return f.File()
	}
	return stream
}
