package fs

import (
	"unicode/utf8"
	"unsafe"

	"github.com/lariatjs/lariat/stdlib/encoding"
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
		n, ok := encoding.Character(b)
		if ok {
			dst = append(dst, b[:n]...)
		} else {
			dst = utf8.AppendRune(dst, utf8.RuneError)
		}
		b = b[n:]
	}
	return string(dst)
}
