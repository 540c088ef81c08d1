package fs

import (
	"unicode/utf8"
	"unsafe"
)

// text turns bytes that the caller gives away into a string. What is not UTF-8 becomes U+FFFD in the
// way of TextDecoder: one for each longest piece that could have begun a character.
func text(b []byte) string {
	if len(b) == 0 {
		return ""
	}
	if utf8.Valid(b) {
		return unsafe.String(&b[0], len(b))
	}
	return repaired(b)
}

// textCopy is text for bytes that the caller keeps.
func textCopy(b []byte) string {
	if utf8.Valid(b) {
		return string(b)
	}
	return repaired(b)
}

func repaired(b []byte) string {
	dst := make([]byte, 0, len(b)+16)
	for len(b) > 0 {
		n, ok := character(b)
		if ok {
			dst = append(dst, b[:n]...)
		} else {
			dst = utf8.AppendRune(dst, utf8.RuneError)
		}
		b = b[n:]
	}
	return string(dst)
}

// character measures the character that b begins with or, where there is none, what U+FFFD stands for.
func character(b []byte) (n int, ok bool) {
	if r, size := utf8.DecodeRune(b); r != utf8.RuneError || size > 1 {
		return size, true
	}
	// What is not a full rune yet is what could have begun one.
	for n = 1; n < len(b) && !utf8.FullRune(b[:n+1]); n++ {
	}
	return n, false
}

// unfinished counts the bytes at the end of b that are the beginning of a character: 0 to 3.
func unfinished(b []byte) int {
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
