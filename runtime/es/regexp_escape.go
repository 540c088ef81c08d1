package es

import (
	"strings"
	"unicode/utf16"

	"github.com/dop251/goja"
)

// regexpEscape is RegExp.escape.
func (r *Realm) regexpEscape(c goja.FunctionCall) goja.Value {
	text, ok := c.Argument(0).(goja.String)
	if !ok {
		panic(r.vm.NewTypeError("RegExp.escape: argument must be a string"))
	}
	units := make([]uint16, text.Length())
	for i := range units {
		units[i] = text.CharAt(i)
	}
	return goja.StringFromUTF16(escapeUnits(units))
}

const hexDigits = "0123456789abcdef"

func escapeUnits(units []uint16) []uint16 {
	out := make([]uint16, 0, len(units)+8)
	add := func(s string) {
		for i := range len(s) {
			out = append(out, uint16(s[i]))
		}
	}
	hex2 := func(u uint16) { add(`\x` + string(hexDigits[u>>4&15]) + string(hexDigits[u&15])) }
	for i, u := range units {
		paired := utf16.IsSurrogate(rune(u)) &&
			(u < 0xDC00 && i+1 < len(units) && units[i+1]&0xFC00 == 0xDC00 ||
				u >= 0xDC00 && i > 0 && units[i-1]&0xFC00 == 0xD800)
		switch {
		case i == 0 && u < 0x80 && isAlphanumeric(byte(u)):
			hex2(u)
		case u < 0x80 && strings.IndexByte(`^$\.*+?()[]{}|/`, byte(u)) >= 0:
			add(`\` + string(rune(u)))
		case u >= '\t' && u <= '\r':
			add(`\` + string("tnvfr"[u-'\t']))
		case u < 0x80 && strings.IndexByte(",-=<>#&!%:;@~'`\"", byte(u)) >= 0, u == ' ', u == 0xA0:
			hex2(u)
		case isSpace(u), utf16.IsSurrogate(rune(u)) && !paired:
			add(`\u` + string(hexDigits[u>>12]) + string(hexDigits[u>>8&15]) + string(hexDigits[u>>4&15]) + string(hexDigits[u&15]))
		default:
			out = append(out, u)
		}
	}
	return out
}

func isAlphanumeric(b byte) bool {
	return b >= '0' && b <= '9' || b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z'
}

// isSpace is for the white space and line ends beyond Latin-1.
func isSpace(u uint16) bool {
	return u == 0x1680 || u >= 0x2000 && u <= 0x200A || u == 0x2028 || u == 0x2029 || u == 0x202F || u == 0x205F ||
		u == 0x3000 || u == 0xFEFF
}
