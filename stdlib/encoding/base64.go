package encoding

import (
	"encoding/base64"
	"unicode/utf8"

	"github.com/lariatjs/lariat/runtime/fault"
)

// Btoa is btoa: the characters of the string taken as bytes, in base64.
func Btoa(s string) (string, error) {
	b, ok := latin1(s)
	if !ok {
		return "", fault.Character.New("the string has characters above U+00FF, which are no bytes")
	}
	return base64.StdEncoding.EncodeToString(b), nil
}

// Atob is atob: the bytes that base64 stands for. ASCII white space is left out and the padding may be missing, as
// the "forgiving-base64 decode" of the Infra standard has it.
func Atob(s string) ([]byte, error) {
	b := make([]byte, 0, len(s))
	for i := range len(s) {
		if c := s[i]; c != ' ' && c != '\t' && c != '\n' && c != '\f' && c != '\r' {
			b = append(b, c)
		}
	}
	if len(b) > 0 && len(b)%4 == 0 && b[len(b)-1] == '=' {
		b = b[:len(b)-1]
		if b[len(b)-1] == '=' {
			b = b[:len(b)-1]
		}
	}
	out := make([]byte, base64.RawStdEncoding.DecodedLen(len(b)))
	if len(b)%4 == 1 {
		return nil, fault.Character.New("the string is not base64: its length is wrong")
	}
	n, err := base64.RawStdEncoding.Decode(out, b)
	if err != nil {
		return nil, fault.Character.New("the string is not base64: it has other characters")
	}
	return out[:n], nil
}

// latin1 gives the characters of a string as bytes, if all are below U+0100.
func latin1(s string) ([]byte, bool) {
	b := make([]byte, 0, len(s))
	for _, r := range s {
		if r > 0xFF {
			return nil, false
		}
		b = append(b, byte(r))
	}
	return b, true
}

// Latin1 gives bytes as a string of the characters U+0000 to U+00FF: a binary string, as atob returns it.
func Latin1(b []byte) string {
	wide := 0
	for _, c := range b {
		if c >= utf8.RuneSelf {
			wide++
		}
	}
	if wide == 0 {
		return string(b)
	}
	dst := make([]byte, 0, len(b)+wide)
	for _, c := range b {
		dst = utf8.AppendRune(dst, rune(c))
	}
	return string(dst)
}
