package repl

import (
	"bytes"
	"testing"
)

// A line that the next would take the place of, such as a progress bar, is taken away when somebody types; any other is ended.
func TestTypingTakesAPassingLineAway(t *testing.T) {
	for printed, want := range map[string]string{
		"bar 3/8\r": "bar 3/8\r\r\x1b[K",
		"part":      "part\n",
		"whole\n":   "whole\n",
	} {
		var out bytes.Buffer
		s := &screen{edits: true}
		x := s.stream(&out).(*stream)
		if _, err := x.Write([]byte(printed)); err != nil {
			t.Fatal(err)
		}
		s.typing(true)
		if out.String() != want || !x.Typing() {
			t.Errorf("%q became %q, want %q", printed, out.String(), want)
		}
		s.typing(false)
		if x.Typing() {
			t.Error("nobody types")
		}
	}
}
