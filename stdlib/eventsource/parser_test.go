package eventsource

import (
	"fmt"
	"strings"
	"testing"
)

// TestParser holds the parser against the examples and rules of the standard (9.2.5 and 9.2.6), with the text in one
// piece and letter by letter.
func TestParser(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		{"data: one\n\n", "message|one|"},
		{"data: one\ndata: two\n\n", "message|one\ntwo|"},
		{"data\n\ndata\ndata\n\ndata:", "message|| message|\n|"},
		{"data:test\n\ndata: test\n\n", "message|test| message|test|"},
		{"data:  two spaces\n\n", "message| two spaces|"},
		{": comment\n\ndata: first\nid: 1\n\ndata:second\nid\n\n", "message|first|1 message|second|"},
		{"id: 1\ndata: a\n\ndata: b\n\n", "message|a|1 message|b|1"},
		{"id: 1\x00\ndata: a\n\n", "message|a|"},
		{"id: 5\n\ndata: a\n\n", "message|a|5"},
		{"event: add\ndata: 73\n\ndata: x\n\n", "add|73| message|x|"},
		{"event: add\n\ndata: x\n\n", "message|x|"},
		{"event\ndata: x\n\n", "message|x|"},
		{"data: a\r\rdata: b\r\n\r\ndata: c\n\r", "message|a| message|b| message|c|"},
		{"data: a\r\n\n", "message|a|"},
		{"unknown: x\nDATA: y\n data: z\n\n", ""},
		{"data: unfinished", ""},
		{"data: a: b\n\n", "message|a: b|"},
		{"retry: 10x\nretry: -1\nretry: 77\ndata: x\n\n", "message|x|"},
	} {
		for _, size := range []int{len(test.text), 1, 2, 3} {
			p, got := NewParser("", 1), []string{}
			for rest := test.text; rest != ""; {
				n := min(size, len(rest))
				p.Push(rest[:n], func(e Event) bool {
					got = append(got, fmt.Sprintf("%s|%s|%s", e.Type, e.Data, e.ID))
					return true
				})
				rest = rest[n:]
			}
			if text := strings.Join(got, " "); text != test.want {
				t.Errorf("%q in pieces of %d: got %q, want %q", test.text, size, text, test.want)
			}
			if strings.Contains(test.text, "retry: 77") && p.Retry != 77 {
				t.Errorf("%q: retry is %d", test.text, p.Retry)
			}
		}
	}
}

func FuzzParser(f *testing.F) {
	f.Add("data: a\r\nid: 1\r\n\r\nevent: x\ndata\n\n", 1)
	f.Fuzz(func(t *testing.T, text string, size int) {
		read := func(size int) (all []Event) {
			p := NewParser("", 1)
			for rest := text; rest != ""; {
				n := min(size, len(rest))
				p.Push(rest[:n], func(e Event) bool { all = append(all, e); return true })
				rest = rest[n:]
			}
			return all
		}
		if whole, pieces := fmt.Sprint(read(len(text)+1)), fmt.Sprint(read(max(size%7, 1))); whole != pieces {
			t.Errorf("%q: %s in one piece, %s in several", text, whole, pieces)
		}
	})
}
