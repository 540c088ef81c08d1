package encoding

import (
	"unicode/utf16"
	"unicode/utf8"
)

// Units is a JavaScript string as a run of UTF-16 units, surrogates without a partner included. The strings of goja
// are Units as they stand.
type Units interface {
	Length() int
	CharAt(i int) uint16
}

// Encode is TextEncoder.encode for a string that is in UTF-8 already. Bytes that are not become U+FFFD each, as they
// do when such a string is handed to a script.
func Encode(s string) []byte {
	if utf8.ValidString(s) {
		return []byte(s)
	}
	return []byte(string([]rune(s)))
}

// EncodeUnits is TextEncoder.encode: the string in UTF-8, with U+FFFD for lone surrogates.
func EncodeUnits(u Units) []byte {
	n := u.Length()
	dst := make([]byte, 0, n+n/8)
	for i := 0; i < n; {
		r, size := runeAt(u, i, n)
		dst = utf8.AppendRune(dst, r)
		i += size
	}
	return dst
}

// runeAt puts a surrogate together with the one behind it. A lone one is U+FFFD.
func runeAt(u Units, i, n int) (r rune, size int) {
	r = rune(u.CharAt(i))
	if !utf16.IsSurrogate(r) {
		return r, 1
	}
	if i+1 < n {
		if both := utf16.DecodeRune(r, rune(u.CharAt(i+1))); both != utf8.RuneError {
			return both, 2
		}
	}
	return utf8.RuneError, 1
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

// EncodeUnitsInto is EncodeInto for strings as an engine has them.
func EncodeUnitsInto(u Units, dst []byte) (read, written int) {
	n := u.Length()
	for read < n {
		r, size := runeAt(u, read, n)
		if written+utf8.RuneLen(r) > len(dst) {
			break
		}
		written += utf8.EncodeRune(dst[written:], r)
		read += size
	}
	return read, written
}
