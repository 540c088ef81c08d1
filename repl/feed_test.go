//go:build unix

package repl

import (
	"strings"
	"sync"
	"testing"
)

// TestFeedPutsPastesOnOneLine cuts what a terminal sends in all places.
func TestFeedPutsPastesOnOneLine(t *testing.T) {
	for input, want := range map[string]string{
		"abc\r":                                 "abc\r",
		"\x1b[A\x1b[2~":                         "\x1b[A\x1b[2~",
		"a\x1b[200~b\rc\r\nd\x1b[201~e\r":       "ab␊c␊de\r",
		"\x1b[200~\tx\x07\x1b[31m\n\n\x1b[201~": "␉x[31m",
		"\x1b[200~\x1b[201~":                    "",
		"\x1b":                                  "\x1b",
	} {
		for cut := range len(input) + 1 {
			if start := strings.Index(input, pasteStart); start >= 0 && (cut == start+1 || cut == start+2) {
				continue // Esc, or Alt and [, are keys
			}
			f := &feed{}
			f.ready = sync.NewCond(&f.mu)
			got := string(f.take([]byte(input[:cut]))) + string(f.take([]byte(input[cut:])))
			if got+string(f.part) != want {
				t.Errorf("%q cut at %d: got %q and %q, want %q", input, cut, got, f.part, want)
			}
		}
	}
}

func TestFeedClosesAtTheEndOfALine(t *testing.T) {
	for input, open := range map[string]bool{
		"abc": true, "abc\r": false, "\x03": false, "\x04": true, "\x1b[200~a\rb\x1b[201~": true, "\x1b[200~a\x1b[201~\r": false,
	} {
		f := &feed{open: true}
		f.take([]byte(input))
		if f.open != open {
			t.Errorf("%q: open %v", input, f.open)
		}
		if typed := strings.Trim(input, "\x03") != ""; f.typed.Load() != typed {
			t.Errorf("%q: typed %v", input, f.typed.Load())
		}
	}
}
