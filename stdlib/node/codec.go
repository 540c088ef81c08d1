package node

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/unicode"
)

// Encoding is a way of Buffer to turn text into bytes and back. None of them fails: what is malformed is
// left out, cut off or replaced, as in Node.
type Encoding uint8

// The encodings.
const (
	UTF8 Encoding = iota
	UTF16LE
	Latin1
	ASCII
	Base64
	Base64URL
	Hex
)

// LookupEncoding finds an encoding by one of its names, in any case.
func LookupEncoding(name string) (e Encoding, ok bool) {
	switch strings.ToLower(name) {
	case "utf8", "utf-8":
		return UTF8, true
	case "ucs2", "ucs-2", "utf16le", "utf-16le":
		return UTF16LE, true
	case "latin1", "binary":
		return Latin1, true
	case "ascii":
		return ASCII, true
	case "base64":
		return Base64, true
	case "base64url":
		return Base64URL, true
	case "hex":
		return Hex, true
	}
	return 0, false
}

// Units is text as JavaScript has it: UTF-16 units, surrogates without a partner among them.
type Units interface {
	Length() int
	CharAt(i int) uint16
	String() string
}

// Bytes turns text into bytes.
func (e Encoding) Bytes(text Units) []byte {
	n := text.Length()
	switch e {
	case UTF16LE:
		b := make([]byte, 2*n)
		for i := range n {
			c := text.CharAt(i)
			b[2*i], b[2*i+1] = byte(c), byte(c>>8)
		}
		return b
	case Latin1, ASCII:
		b := make([]byte, n)
		for i := range n {
			b[i] = byte(text.CharAt(i))
		}
		return b
	case Base64, Base64URL:
		return fromBase64(text.String())
	case Hex:
		s := text.String()
		b := make([]byte, len(s)/2)
		done, _ := hex.Decode(b, []byte(s[:len(s)&^1]))
		return b[:done]
	}
	return []byte(text.String())
}

// fromBase64 reads both alphabets up to the first padding, and passes over all other characters.
func fromBase64(s string) []byte {
	s, _, _ = strings.Cut(s, "=")
	clean := make([]byte, 0, len(s))
	for i := range len(s) {
		switch c := s[i]; {
		case c == '-':
			clean = append(clean, '+')
		case c == '_':
			clean = append(clean, '/')
		case 'a' <= c|0x20 && c|0x20 <= 'z', '0' <= c && c <= '9', c == '+', c == '/':
			clean = append(clean, c)
		}
	}
	if len(clean)%4 == 1 { // six bits are no byte
		clean = clean[:len(clean)-1]
	}
	b := make([]byte, base64.RawStdEncoding.DecodedLen(len(clean)))
	n, _ := base64.RawStdEncoding.Decode(b, clean)
	return b[:n]
}

// Length is the number of bytes that Buffer.byteLength says. For base64 and hex it goes by the length of
// the text alone.
func (e Encoding) Length(text Units) int {
	n := text.Length()
	switch e {
	case UTF16LE:
		return 2 * n
	case Latin1, ASCII:
		return n
	case Hex:
		return n / 2
	case Base64, Base64URL:
		for range 2 {
			if n > 1 && text.CharAt(n-1) == '=' {
				n--
			}
		}
		return n * 3 / 4
	}
	return len(text.String())
}

// Text turns bytes into text; for UTF16LE it is Units16.
func (e Encoding) Text(b []byte) string {
	switch e {
	case Latin1:
		return latin1(b, 0xFF)
	case ASCII:
		return latin1(b, 0x7F)
	case Base64:
		return base64.StdEncoding.EncodeToString(b)
	case Base64URL:
		return base64.RawURLEncoding.EncodeToString(b)
	case Hex:
		return hex.EncodeToString(b)
	}
	if utf8.Valid(b) {
		return string(b)
	}
	text, _ := unicode.UTF8.NewDecoder().Bytes(b) // it never fails
	return string(text)
}

func latin1(b []byte, mask byte) string {
	dst := make([]byte, 0, len(b))
	for _, c := range b {
		dst = utf8.AppendRune(dst, rune(c&mask))
	}
	return string(dst)
}

// Units16 is the text of bytes in UTF16LE. An odd byte at the end is left out.
func Units16(b []byte) []uint16 {
	units := make([]uint16, len(b)/2)
	for i := range units {
		units[i] = uint16(b[2*i]) | uint16(b[2*i+1])<<8
	}
	return units
}

// Whole cuts b to n bytes so that no character of the encoding is cut.
func (e Encoding) Whole(b []byte, n int) []byte {
	if n >= len(b) {
		return b
	}
	switch e {
	case UTF16LE:
		n &^= 1
	case UTF8:
		for n > 0 && !utf8.RuneStart(b[n]) {
			n--
		}
	}
	return b[:n]
}

// IndexOf finds needle from offset on; step is 2 where only even places count. Backwards looks for the
// last place that is not behind offset.
func IndexOf(b, needle []byte, offset, step int, backwards bool) int {
	matches := func(i int) bool { return i%step == 0 && bytes.HasPrefix(b[i:], needle) }
	if backwards {
		for i := min(offset, len(b)-len(needle)); i >= 0; i-- {
			if matches(i) {
				return i
			}
		}
		return -1
	}
	if step == 1 {
		if i := bytes.Index(b[offset:], needle); i >= 0 {
			return offset + i
		}
		return -1
	}
	for i := offset; i+len(needle) <= len(b); i++ {
		if matches(i) {
			return i
		}
	}
	return -1
}
