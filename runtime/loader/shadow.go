package loader

import (
	"sort"
	"unicode/utf8"
)

// shadow is a source as goja's positions see it. goja counts columns in bytes, everyone else in UTF-16 code
// units, so goja gets a text in which each code unit is a byte: beyond ASCII only the length matters.
type shadow struct {
	text string
	// after are the offsets in the source right after each character beyond ASCII, lost how many bytes are
	// missing in the text up to there. Both are nil for plain ASCII.
	after, lost []int
}

func newShadow(source string) *shadow {
	i := 0
	for i < len(source) && source[i] < utf8.RuneSelf {
		i++
	}
	if i == len(source) {
		return &shadow{text: source}
	}
	s := &shadow{}
	b := make([]byte, 0, len(source))
	for j := 0; j < len(source); {
		if source[j] < utf8.RuneSelf {
			b = append(b, source[j])
			j++
			continue
		}
		c, n := utf8.DecodeRuneInString(source[j:])
		j += n
		switch {
		case c == '\u2028' || c == '\u2029':
			b = append(b, '\n')
		case c > 0xffff:
			b = append(b, "??"...)
		default:
			b = append(b, '?')
		}
		s.after, s.lost = append(s.after, j), append(s.lost, j-len(b))
	}
	s.text = string(b)
	return s
}

// of turns an offset in the source into one in the text.
func (s *shadow) of(offset int) int {
	if i := sort.SearchInts(s.after, offset+1) - 1; i >= 0 {
		return offset - s.lost[i]
	}
	return offset
}

// source turns an offset in the text into one in the source.
func (s *shadow) source(offset int) int {
	i := sort.Search(len(s.after), func(i int) bool { return s.after[i]-s.lost[i] > offset }) - 1
	if i >= 0 {
		return offset + s.lost[i]
	}
	return offset
}
