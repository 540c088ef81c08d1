package fs

import (
	"unicode/utf8"
	"unsafe"
)

const replacement = "\uFFFD"

// text turns bytes that the caller gives away into a string. What is not UTF-8 becomes U+FFFD in the
// way of TextDecoder: one for each longest piece that could have begun a character.
func text(b []byte) string {
	if len(b) == 0 {
		return ""
	}
	if utf8.Valid(b) {
		return unsafe.String(&b[0], len(b))
	}
	return string(appendValid(make([]byte, 0, len(b)+16), b))
}

// textCopy is text for bytes that the caller keeps.
func textCopy(b []byte) string {
	if utf8.Valid(b) {
		return string(b)
	}
	return string(appendValid(make([]byte, 0, len(b)+16), b))
}

func appendValid(dst, b []byte) []byte {
	for len(b) > 0 {
		r, size := utf8.DecodeRune(b)
		if r != utf8.RuneError || size > 1 {
			dst = append(dst, b[:size]...)
			b = b[size:]
			continue
		}
		n, _ := subpart(b)
		dst = append(dst, replacement...)
		b = b[n:]
	}
	return dst
}

// subpart measures the longest beginning of b that a well-formed character could have, at least one
// byte. More tells that b ended before it could be told what it is.
func subpart(b []byte) (n int, more bool) {
	low, high, need := byte(0x80), byte(0xBF), 0
	switch c := b[0]; {
	case c >= 0xC2 && c <= 0xDF:
		need = 1
	case c >= 0xE0 && c <= 0xEF:
		need = 2
		if c == 0xE0 {
			low = 0xA0
		}
		if c == 0xED {
			high = 0x9F
		}
	case c >= 0xF0 && c <= 0xF4:
		need = 3
		if c == 0xF0 {
			low = 0x90
		}
		if c == 0xF4 {
			high = 0x8F
		}
	default:
		return 1, false
	}
	for n = 1; n <= need; n++ {
		if n == len(b) {
			return n, true
		}
		if b[n] < low || b[n] > high {
			return n, false
		}
		low, high = 0x80, 0xBF
	}
	return n, false
}

// unfinished counts the bytes at the end of b that are the beginning of a character: 0 to 3.
func unfinished(b []byte) int {
	for n := 1; n <= min(3, len(b)); n++ {
		tail := b[len(b)-n:]
		if tail[0] < 0x80 {
			return 0
		}
		if tail[0] >= 0xC0 {
			if size, more := subpart(tail); more && size == n {
				return n
			}
			return 0
		}
	}
	return 0
}
