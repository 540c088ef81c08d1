package url

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/unicode"
)

// set is a set of ASCII characters that are percent-encoded; all that are not ASCII are, too
// (https://url.spec.whatwg.org/#percent-encoded-bytes).
type set [utf8.RuneSelf]bool

// with returns the set and more characters.
func (s set) with(more string) set {
	for _, c := range []byte(more) {
		s[c] = true
	}
	return s
}

var controls = func() (s set) {
	for c := range s {
		s[c] = c < ' ' || c > '~'
	}
	return s
}()

var (
	inFragment     = controls.with(" \"<>`")
	inQuery        = controls.with(" \"#<>")
	inSpecialQuery = inQuery.with("'")
	inPath         = inQuery.with("?`{}")
	inUserinfo     = inPath.with("/:;=@[\\]^|")
	inForm         = func() (s set) {
		for c := range s {
			s[c] = !isLetter(rune(c)) && !isDigit(rune(c)) && !strings.ContainsRune("*-._", rune(c))
		}
		return s
	}()
)

const upperHex = "0123456789ABCDEF"

func appendEncoded(dst []byte, r rune, s *set) []byte {
	if r < utf8.RuneSelf && !s[r] {
		return append(dst, byte(r))
	}
	var buf [utf8.UTFMax]byte
	for _, c := range buf[:utf8.EncodeRune(buf[:], r)] {
		dst = append(dst, '%', upperHex[c>>4], upperHex[c&15])
	}
	return dst
}

// encode percent-encodes the characters of a set.
func encode(text string, s *set) string {
	clean := true
	for i := range len(text) {
		if c := text[i]; c >= utf8.RuneSelf || s[c] {
			clean = false
			break
		}
	}
	if clean {
		return text
	}
	dst := make([]byte, 0, len(text)+len(text)/2)
	for _, r := range text {
		dst = appendEncoded(dst, r, s)
	}
	return string(dst)
}

// decode replaces every %XX by its byte.
func decode(text string) []byte {
	dst := make([]byte, 0, len(text))
	for i := 0; i < len(text); i++ {
		if text[i] == '%' && i+2 < len(text) && isHex(rune(text[i+1])) && isHex(rune(text[i+2])) {
			dst = append(dst, unhex(text[i+1])<<4|unhex(text[i+2]))
			i += 2
			continue
		}
		dst = append(dst, text[i])
	}
	return dst
}

func isLetter(r rune) bool { return 'a' <= r|0x20 && r|0x20 <= 'z' }
func isDigit(r rune) bool  { return '0' <= r && r <= '9' }
func isHex(r rune) bool    { return isDigit(r) || 'a' <= r|0x20 && r|0x20 <= 'f' }

func unhex(c byte) byte {
	if c <= '9' {
		return c - '0'
	}
	return c | 0x20 - 'a' + 10
}

// Pair is one entry of a query.
type Pair struct{ Name, Value string }

// ParseQuery reads application/x-www-form-urlencoded text (https://url.spec.whatwg.org/#urlencoded-parsing).
func ParseQuery(text string) (pairs []Pair) {
	for part := range strings.SplitSeq(text, "&") {
		if part == "" {
			continue
		}
		name, value, _ := strings.Cut(part, "=")
		pairs = append(pairs, Pair{formText(name), formText(value)})
	}
	return pairs
}

func formText(s string) string {
	if !strings.ContainsAny(s, "%+") {
		return s
	}
	return validText(decode(strings.ReplaceAll(s, "+", " ")))
}

// validText is the UTF-8 decoding of bytes, with U+FFFD for what is malformed.
func validText(b []byte) string {
	if utf8.Valid(b) {
		return string(b)
	}
	text, _ := unicode.UTF8.NewDecoder().Bytes(b) // it never fails
	return string(text)
}

// FormatQuery writes pairs as application/x-www-form-urlencoded text.
func FormatQuery(pairs []Pair) string {
	var dst []byte
	for i, p := range pairs {
		if i > 0 {
			dst = append(dst, '&')
		}
		dst = appendForm(dst, p.Name)
		dst = append(dst, '=')
		dst = appendForm(dst, p.Value)
	}
	return string(dst)
}

func appendForm(dst []byte, s string) []byte {
	for _, r := range s {
		if r == ' ' {
			dst = append(dst, '+')
			continue
		}
		dst = appendEncoded(dst, r, &inForm)
	}
	return dst
}
