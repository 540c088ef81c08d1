package inspect

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
	"golang.org/x/text/width"
)

func itoa(n int) string { return strconv.Itoa(n) }

// Texts are WTF-8: UTF-8 in which half a surrogate pair takes the three bytes that a character of its number would.

// half decodes half a surrogate pair at the start of s.
func half(s string) (unit rune, ok bool) {
	if len(s) < 3 || s[0] != 0xed || s[1] < 0xa0 {
		return 0, false
	}
	return 0xd000 | rune(s[1]&0x3f)<<6 | rune(s[2]&0x3f), true
}

// clean makes UTF-8 of a text, as a terminal or file gets it.
func clean(s string) string {
	if !strings.Contains(s, "\xed") || utf8.ValidString(s) {
		return s
	}
	var b strings.Builder
	for len(s) > 0 {
		if _, ok := half(s); ok {
			b.WriteRune(utf8.RuneError)
			s = s[3:]
			continue
		}
		_, n := utf8.DecodeRuneInString(s)
		b.WriteString(s[:n])
		s = s[n:]
	}
	return b.String()
}

// units is the length of a text in JavaScript: the number of UTF-16 code units.
func units(s string) int {
	n := 0
	for i := range len(s) {
		switch c := s[i]; {
		case c >= 0xf0:
			n += 2
		case c < 0x80 || c >= 0xc0:
			n++
		}
	}
	return n
}

// longer reports whether a text is longer than limit code units; it does not look at all of a huge one.
func longer(s string, limit int) bool {
	return len(s) > limit && (len(s) > 3*limit || units(s) > limit)
}

// columns is the number of columns that a text takes in a terminal. Escape sequences take none.
func columns(s string, colors bool) int {
	if colors {
		s = plain(s)
	}
	for i := range len(s) {
		if s[i] >= 0x7f {
			n := 0
			for _, c := range norm.NFC.String(clean(s[i:])) {
				n += columnsOf(c)
			}
			return ascii(s[:i]) + n
		}
	}
	return ascii(s)
}

func ascii(s string) int {
	n := 0
	for i := range len(s) {
		if s[i] >= 0x20 {
			n++
		}
	}
	return n
}

func columnsOf(c rune) int {
	const softHyphen = 0xad
	switch {
	case unicode.IsControl(c):
		return 0
	case c >= 0x1f1e6 && c <= 0x1f1ff: // flags
		return 2
	case c != softHyphen && unicode.In(c, unicode.Cf, unicode.Me, unicode.Mn):
		return 0
	}
	switch width.LookupRune(c).Kind() {
	case width.EastAsianWide, width.EastAsianFullwidth:
		return 2
	}
	return 1
}

// plain removes the color sequences that paint writes.
func plain(s string) string {
	if !strings.Contains(s, "\x1b[") {
		return s
	}
	var b strings.Builder
	for {
		before, after, ok := strings.Cut(s, "\x1b[")
		b.WriteString(before)
		if !ok {
			return b.String()
		}
		_, s, _ = strings.Cut(after, "m")
	}
}

// quote writes a string as a literal, with the quotes that need the least escaping.
func quote(s string) string {
	q := byte('\'')
	if strings.Contains(s, "'") {
		switch {
		case !strings.Contains(s, `"`):
			q = '"'
		case !strings.Contains(s, "`") && !strings.Contains(s, "${"):
			q = '`'
		}
	}
	return string(q) + escape(s, q) + string(q)
}

// escape writes control characters, backslashes, halves of surrogate pairs and single quotes as escape sequences, the
// latter unless the quotes around are others.
func escape(s string, q byte) string {
	i := 0
	for i < len(s) && s[i] >= 0x20 && s[i] < 0x7f && s[i] != '\\' && s[i] != '\'' {
		i++
	}
	if i == len(s) {
		return s
	}
	var b strings.Builder
	b.WriteString(s[:i])
	for s = s[i:]; len(s) > 0; {
		if unit, ok := half(s); ok {
			b.WriteString(`\u` + strconv.FormatInt(int64(unit), 16))
			s = s[3:]
			continue
		}
		c, n := utf8.DecodeRuneInString(s)
		switch {
		case c == '\'' && q != '\'':
			b.WriteByte('\'')
		case c == '\'' || c == '\\':
			b.WriteString(`\` + string(c))
		case c < 0x20 || c >= 0x7f && c < 0xa0:
			b.WriteString(control(c))
		default:
			b.WriteString(s[:n])
		}
		s = s[n:]
	}
	return b.String()
}

func control(c rune) string {
	switch c {
	case '\b':
		return `\b`
	case '\t':
		return `\t`
	case '\n':
		return `\n`
	case '\f':
		return `\f`
	case '\r':
		return `\r`
	}
	return `\x` + strings.ToUpper(strconv.FormatInt(int64(c)+0x100, 16)[1:])
}

// compareUnits orders texts as JavaScript does: by UTF-16 code units.
func compareUnits(a, b string) int {
	for len(a) > 0 && len(b) > 0 {
		c, n := utf8.DecodeRuneInString(a)
		d, m := utf8.DecodeRuneInString(b)
		if c != d {
			if (c > 0xffff) != (d > 0xffff) { // one is a pair of surrogates, which come before U+E000
				c, d = first(c), first(d)
			}
			return int(c - d)
		}
		a, b = a[n:], b[m:]
	}
	return len(a) - len(b)
}

// first is the first UTF-16 code unit of a character.
func first(c rune) rune {
	if c <= 0xffff {
		return c
	}
	return 0xd800 + (c-0x10000)>>10
}
