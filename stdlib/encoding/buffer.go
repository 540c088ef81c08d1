package encoding

import (
	"encoding/base64"
	"encoding/hex"
	"strings"
	"unicode/utf8"
)

// BufferEncoding is one of the encodings of Node's Buffer. Their coders never fail: what is malformed is cut, skipped
// or replaced, as in Node.
type BufferEncoding string

// The encodings; the other names that Node has for them are understood by LookupBufferEncoding.
const (
	UTF8      BufferEncoding = "utf8"
	UTF16LE   BufferEncoding = "utf16le"
	ISOLatin1 BufferEncoding = "latin1"
	ASCII     BufferEncoding = "ascii"
	Hex       BufferEncoding = "hex"
	Base64    BufferEncoding = "base64"
	Base64URL BufferEncoding = "base64url"
)

// LookupBufferEncoding finds an encoding by any of its names, in any case.
func LookupBufferEncoding(name string) (BufferEncoding, bool) {
	switch e := BufferEncoding(strings.ToLower(name)); e {
	case UTF8, UTF16LE, ISOLatin1, ASCII, Hex, Base64, Base64URL:
		return e, true
	case "utf-8":
		return UTF8, true
	case "ucs2", "ucs-2", "utf-16le":
		return UTF16LE, true
	case "binary":
		return ISOLatin1, true
	}
	return "", false
}

// Text is a JavaScript string on its way into an engine: UTF16 where it is set, otherwise UTF8.
type Text struct {
	UTF8  string
	UTF16 []uint16
}

// Bytes turns a string into bytes, as Buffer.from does.
func (e BufferEncoding) Bytes(u Units) []byte {
	n := u.Length()
	switch e {
	case UTF16LE:
		b := make([]byte, 0, 2*n)
		for i := range n {
			c := u.CharAt(i)
			b = append(b, byte(c), byte(c>>8))
		}
		return b
	case ISOLatin1, ASCII:
		b := make([]byte, n)
		for i := range n {
			b[i] = byte(u.CharAt(i))
		}
		return b
	case Hex:
		return unhex(u, n)
	case Base64, Base64URL:
		return unbase64(u, n)
	}
	return EncodeUnits(u)
}

// Text turns bytes into a string, as Buffer's toString does.
func (e BufferEncoding) Text(b []byte) Text {
	switch e {
	case UTF16LE:
		u := make([]uint16, len(b)/2)
		for i := range u {
			u[i] = uint16(b[2*i]) | uint16(b[2*i+1])<<8
		}
		return Text{UTF16: u}
	case ISOLatin1:
		return Text{UTF8: Latin1(b)}
	case ASCII:
		low := make([]byte, len(b))
		for i, c := range b {
			low[i] = c & 0x7F
		}
		return Text{UTF8: string(low)}
	case Hex:
		return Text{UTF8: hex.EncodeToString(b)}
	case Base64:
		return Text{UTF8: base64.StdEncoding.EncodeToString(b)}
	case Base64URL:
		return Text{UTF8: base64.RawURLEncoding.EncodeToString(b)}
	}
	if utf8.Valid(b) {
		return Text{UTF8: string(b)}
	}
	out, _, _ := utf8Codec{}.decode(make([]byte, 0, len(b)+16), b, true, false)
	return Text{UTF8: string(out)}
}

// unhex decodes pairs of digits up to the first that is none.
func unhex(u Units, n int) []byte {
	b := make([]byte, 0, n/2)
	for i := 0; i+1 < n; i += 2 {
		high, ok1 := digit(u.CharAt(i))
		low, ok2 := digit(u.CharAt(i + 1))
		if !ok1 || !ok2 {
			break
		}
		b = append(b, high<<4|low)
	}
	return b
}

func digit(c uint16) (byte, bool) {
	switch {
	case c >= '0' && c <= '9':
		return byte(c - '0'), true
	case c >= 'a' && c <= 'f':
		return byte(c-'a') + 10, true
	case c >= 'A' && c <= 'F':
		return byte(c-'A') + 10, true
	}
	return 0, false
}

// unbase64 decodes both alphabets up to the padding and skips what is in neither.
func unbase64(u Units, n int) []byte {
	b := make([]byte, 0, n/4*3+3)
	bits, count := uint32(0), 0
	for i := range n {
		c := u.CharAt(i)
		if c == '=' {
			break
		}
		v, ok := sextet(c)
		if !ok {
			continue
		}
		bits, count = bits<<6|uint32(v), count+6
		if count >= 8 {
			count -= 8
			b = append(b, byte(bits>>count))
		}
	}
	return b
}

func sextet(c uint16) (byte, bool) {
	switch {
	case c >= 'A' && c <= 'Z':
		return byte(c - 'A'), true
	case c >= 'a' && c <= 'z':
		return byte(c-'a') + 26, true
	case c >= '0' && c <= '9':
		return byte(c-'0') + 52, true
	case c == '+' || c == '-':
		return 62, true
	case c == '/' || c == '_':
		return 63, true
	}
	return 0, false
}
