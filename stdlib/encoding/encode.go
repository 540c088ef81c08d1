package encoding

import "unicode/utf8"

// Encode is TextEncoder.encode. The strings of JavaScript come as an engine hands them out, with U+FFFD for surrogates
// without a partner; what else is no UTF-8 becomes U+FFFD too, as it does when such a string is handed to a script.
func Encode(s string) []byte {
	if utf8.ValidString(s) {
		return []byte(s)
	}
	return []byte(string([]rune(s)))
}

// EncodeInto is TextEncoder.encodeInto: it encodes whole characters as long as they fit, and counts the UTF-16 units
// that it read and the bytes that it wrote.
func EncodeInto(s string, dst []byte) (read, written int) {
	for _, r := range s {
		n := utf8.RuneLen(r)
		if written+n > len(dst) {
			break
		}
		written += utf8.EncodeRune(dst[written:], r)
		read++
		if r > 0xFFFF {
			read++
		}
	}
	return read, written
}
