//go:build unix

package repl

import (
	"bytes"
	"io"
	"os"
	"sync"
	"sync/atomic"

	"github.com/peterh/liner"
)

// feed stands between the terminal and the line editor, which knows neither pasted text nor a way to have it draw its line
// again: what is pasted comes out as one line, with marks for its line breaks, and a key that the editor does not know
// makes it draw. It reads only while a prompt waits, so that what is typed otherwise is there for programs that a piece
// starts, or for the next prompt.
type feed struct {
	in, to *os.File
	typed  atomic.Bool

	mu     sync.Mutex
	ready  *sync.Cond
	open   bool // the terminal may be read
	asking bool // the editor asks something: the next Enter does not end the line
	paste  []byte
	inside bool // a paste
	part   []byte
}

const (
	pasteStart = "\x1b[200~"
	pasteEnd   = "\x1b[201~"
	// unknownKey makes the editor draw its line and nothing else.
	unknownKey = "\x1b[99~"
	pastesOn   = "\x1b[?2004h"
	pastesOff  = "\x1b[?2004l"
)

// newEditor makes a line editor that is fed from a terminal; with no feed where there can be none. The editor reads from
// what is os.Stdin when it is made, and sets the modes of the terminal by the number of the standard input.
func newEditor(in *os.File) (*liner.State, *feed) {
	from, to, err := os.Pipe()
	if err != nil {
		return liner.NewLiner(), nil
	}
	f := &feed{in: in, to: to}
	f.ready = sync.NewCond(&f.mu)
	saved := os.Stdin
	os.Stdin = from
	line := liner.NewLiner()
	os.Stdin = saved
	go f.pump()
	return line, f
}

// begin says that a prompt waits.
func (f *feed) begin() {
	_, _ = io.WriteString(os.Stdout, pastesOn)
	f.typed.Store(false)
	f.mu.Lock()
	f.open, f.asking = true, false
	f.mu.Unlock()
	f.ready.Signal()
}

func (f *feed) end() { _, _ = io.WriteString(os.Stdout, pastesOff) }

// ask says that the editor may ask before the line ends.
func (f *feed) ask() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.asking = true
}

// redraw has the editor draw its line again.
func (f *feed) redraw() { _, _ = f.to.WriteString(unknownKey) }

// abort gives the editor a Ctrl-C.
func (f *feed) abort() { _, _ = f.to.WriteString("\x03") }

// pump passes on what is typed, until the terminal is gone.
func (f *feed) pump() {
	defer f.to.Close()
	buf := make([]byte, 4096)
	for {
		f.mu.Lock()
		for !f.open {
			f.ready.Wait()
		}
		f.mu.Unlock()
		n, err := f.in.Read(buf)
		if n > 0 {
			if _, err := f.to.Write(f.take(buf[:n])); err != nil {
				return
			}
		}
		if err != nil {
			return
		}
	}
}

// take returns what the editor gets of what was typed.
func (f *feed) take(p []byte) []byte {
	f.mu.Lock()
	defer f.mu.Unlock()
	text := append(f.part, p...)
	f.part = nil
	var out []byte
	for len(text) > 0 {
		mark := pasteStart
		if f.inside {
			mark = pasteEnd
		}
		at := bytes.Index(text, []byte(mark))
		if at < 0 {
			keep := partOf(text, mark, f.inside)
			f.part = append([]byte(nil), text[len(text)-keep:]...)
			out = f.put(out, text[:len(text)-keep])
			break
		}
		out = f.put(out, text[:at])
		if f.inside {
			out = append(out, pasted(f.paste)...)
			f.paste = nil
		}
		f.inside = !f.inside
		text = text[at+len(mark):]
	}
	return out
}

// put takes keys, or a piece of what is pasted. Keys that end a line close the feed until the next prompt.
func (f *feed) put(out, text []byte) []byte {
	if f.inside {
		f.typed.Store(true)
		f.paste = append(f.paste, text...)
		return out
	}
	if bytes.ContainsAny(text, "\r\n\x03") && !f.asking {
		f.open = false
	}
	if len(bytes.Trim(text, "\x03")) > 0 {
		f.typed.Store(true)
	}
	return append(out, text...)
}

// partOf is the length of the start of mark that text ends with. Outside of a paste one or two characters are keys of
// their own.
func partOf(text []byte, mark string, inside bool) int {
	least := 3
	if inside {
		least = 1
	}
	for n := min(len(mark)-1, len(text)); n >= least; n-- {
		if bytes.HasSuffix(text, []byte(mark[:n])) {
			return n
		}
	}
	return 0
}

// pasted puts text on one line. Line breaks at its end are left to whoever sits there, and so is Enter.
func pasted(text []byte) []byte {
	text = bytes.ReplaceAll(bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n")), []byte("\r"), []byte("\n"))
	text = bytes.TrimRight(text, "\n")
	line := []byte(toLine(string(text)))
	return bytes.Map(func(c rune) rune {
		if c < ' ' || c == 0x7f {
			return -1
		}
		return c
	}, line)
}
