package flow

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// split feeds text in the pieces that cut makes of it.
func split(text string, cut func(left int) int) []string {
	var s Splitter
	var lines []string
	for b := []byte(text); len(b) > 0; {
		n := min(cut(len(b)), len(b))
		chunk := slices.Clone(b[:n])
		lines = append(lines, s.Add(chunk)...)
		clear(chunk) // the splitter must not have kept it
		b = b[n:]
	}
	return append(lines, s.End()...)
}

func TestSplitterCutsLines(t *testing.T) {
	for text, want := range map[string][]string{
		"":                nil,
		"\n":              {""},
		"a":               {"a"},
		"a\nb\n":          {"a", "b"},
		"a\r\n\r\nb\r":    {"a", "", "b\r"},
		"\uFEFFa\n\uFEFF": {"a", "\uFEFF"},
		"\xffé\xc3\n":     {"\uFFFDé\uFFFD"},
	} {
		for n := 1; n < 9; n++ {
			if got := split(text, func(int) int { return n }); !slices.Equal(got, want) {
				t.Errorf("%q in pieces of %d: %q, want %q", text, n, got, want)
			}
		}
	}
}

// TestSplitterAgainstStrings compares it with strings.Split, however the text is cut.
func TestSplitterAgainstStrings(t *testing.T) {
	for seed := range uint64(2000) {
		r := rand.New(rand.NewPCG(seed, 0))
		var b strings.Builder
		for range r.IntN(40) {
			b.WriteString([]string{"a", "é", "\n", "\r\n", "漢", "\r"}[r.IntN(6)])
		}
		text := b.String()
		want := strings.Split(text, "\n")
		for i := range want[:len(want)-1] {
			want[i] = strings.TrimSuffix(want[i], "\r")
		}
		if want[len(want)-1] == "" {
			want = want[:len(want)-1]
		}
		if got := split(text, func(int) int { return 1 + r.IntN(5) }); !slices.Equal(got, want) {
			t.Fatalf("seed %d, %q: %q, want %q", seed, text, got, want)
		}
	}
}
