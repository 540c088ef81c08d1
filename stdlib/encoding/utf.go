package encoding

import (
	"unicode/utf16"
	"unicode/utf8"
)

// utf8Codec decodes UTF-8.
type utf8Codec struct{ stateless }

func (utf8Codec) decode(dst, src []byte, last, fatal bool) ([]byte, int, bool) {
	end := len(src)
	if !last {
		end -= Unfinished(src)
	}
	for b := src[:end]; len(b) > 0; {
		n, ok := Character(b)
		switch {
		case ok:
			dst = append(dst, b[:n]...)
		case fatal:
			return dst, 0, false
		default:
			dst = append(dst, replacement...)
		}
		b = b[n:]
	}
	return dst, end, true
}

const replacement = "\uFFFD"

// Character measures the character that b begins with or, where there is none, what one U+FFFD stands for: the longest
// piece that could have begun a character.
func Character(b []byte) (n int, ok bool) {
	if b[0] < utf8.RuneSelf {
		return 1, true
	}
	if r, size := utf8.DecodeRune(b); r != utf8.RuneError || size > 1 {
		return size, true
	}
	// What is not a full rune yet is what could have begun one.
	for n = 1; n < len(b) && !utf8.FullRune(b[:n+1]); n++ {
	}
	return n, false
}

// Unfinished counts the bytes at the end of b that are the beginning of a character: 0 to 3.
func Unfinished(b []byte) int {
	for n := 1; n <= min(3, len(b)); n++ {
		if tail := b[len(b)-n:]; utf8.RuneStart(tail[0]) {
			if utf8.FullRune(tail) {
				return 0
			}
			return n
		}
	}
	return 0
}

// utf16Codec decodes UTF-16 of either byte order.
type utf16Codec struct {
	stateless
	big bool
}

func (c utf16Codec) unit(b []byte) rune {
	if c.big {
		return rune(b[0])<<8 | rune(b[1])
	}
	return rune(b[1])<<8 | rune(b[0])
}

func (c utf16Codec) decode(dst, src []byte, last, fatal bool) ([]byte, int, bool) {
	used := 0
	for used+1 < len(src) {
		r, size := c.unit(src[used:]), 2
		if utf16.IsSurrogate(r) {
			lead := r < 0xDC00
			if lead && used+3 >= len(src) && !last {
				break
			}
			r, size = c.pair(r, lead, src[used+2:])
			if r == utf8.RuneError && fatal {
				return dst, 0, false
			}
		}
		dst = utf8.AppendRune(dst, r)
		used += size
	}
	if last && used < len(src) {
		// A lead surrogate and half a unit are one error, and so they were taken for it together above.
		if fatal {
			return dst, 0, false
		}
		return append(dst, replacement...), len(src), true
	}
	return dst, used, true
}

// pair puts a surrogate together with what follows it.
func (c utf16Codec) pair(r rune, lead bool, next []byte) (rune, int) {
	switch {
	case lead && len(next) >= 2:
		if trail := c.unit(next); trail >= 0xDC00 && trail <= 0xDFFF {
			return utf16.DecodeRune(r, trail), 4
		}
	case lead && len(next) == 1:
		return utf8.RuneError, 3
	}
	return utf8.RuneError, 2
}
