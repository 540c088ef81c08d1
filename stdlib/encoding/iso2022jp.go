package encoding

import (
	"unicode/utf8"

	"github.com/lariatjs/lariat/runtime/lazy"
)

// jisState is what the next byte of ISO-2022-JP means.
type jisState int

const (
	jisASCII jisState = iota
	jisRoman
	jisKatakana
	jisLead
)

// iso2022JPCodec decodes ISO-2022-JP, in which escape sequences switch between tables of seven-bit bytes. Their
// state is kept from chunk to chunk. Fresh says that a switch was made and nothing written since.
type iso2022JPCodec struct {
	state jisState
	fresh bool
}

func (c *iso2022JPCodec) reset() { *c = iso2022JPCodec{} }

func (c *iso2022JPCodec) decode(dst, src []byte, last, fatal bool) ([]byte, int, bool) {
	for i := 0; i < len(src); {
		r, n := c.next(src[i:], last)
		if n == 0 {
			return dst, i, true
		}
		i += n
		switch r {
		case silent:
			continue
		case 0:
			if fatal {
				return dst, 0, false
			}
			dst = append(dst, replacement...)
		case null:
			dst = append(dst, 0)
		default:
			dst = utf8.AppendRune(dst, r)
		}
	}
	return dst, len(src), true
}

// silent is the result for bytes that stand for nothing, null that for the character 0; 0 is an error.
const silent, null rune = -1, -2

// next decodes the first character or escape sequence. The count n is 0 where more is needed.
func (c *iso2022JPCodec) next(b []byte, last bool) (r rune, n int) {
	if b[0] == 0x1B {
		return c.escape(b, last)
	}
	if c.state != jisLead {
		c.fresh = false
		return c.single(b[0]), 1
	}
	if b[0] < 0x21 || b[0] > 0x7E {
		c.fresh = false
		return 0, 1
	}
	if len(b) == 1 {
		if !last {
			return 0, 0
		}
		c.fresh = false
		return 0, 1
	}
	c.fresh = false
	switch {
	case b[1] == 0x1B:
		// The escape sequence is read on its own.
		return 0, 1
	case b[1] < 0x21 || b[1] > 0x7E:
		return 0, 2
	}
	return jis0208().at(b[0]|0x80, b[1]|0x80), 2
}

func (c *iso2022JPCodec) single(b byte) rune {
	switch {
	case c.state == jisKatakana:
		if b >= 0x21 && b <= 0x5F {
			return 0xFF61 - 0x21 + rune(b)
		}
		return 0
	case b >= utf8.RuneSelf || b == 0x0E || b == 0x0F:
		return 0
	case c.state == jisRoman && b == 0x5C:
		return '¥'
	case c.state == jisRoman && b == 0x7E:
		return '‾'
	case b == 0:
		return null
	}
	return rune(b)
}

// escape reads an escape sequence. One that is wrong is an error of its first byte, and so is one right behind
// another: it could hide something.
func (c *iso2022JPCodec) escape(b []byte, last bool) (r rune, n int) {
	if len(b) < 3 && !last && (len(b) == 1 || b[1] == '$' || b[1] == '(') {
		return 0, 0
	}
	state, ok := jisState(0), false
	if len(b) >= 3 {
		state, ok = escapes.Get()[[2]byte{b[1], b[2]}]
	}
	if !ok {
		c.fresh = false
		return 0, 1
	}
	c.state = state
	if c.fresh {
		return 0, 3
	}
	c.fresh = true
	return silent, 3
}

var escapes = lazy.Value[map[[2]byte]jisState]{Make: func() map[[2]byte]jisState {
	return map[[2]byte]jisState{
		{'(', 'B'}: jisASCII, {'(', 'J'}: jisRoman, {'(', 'I'}: jisKatakana, {'$', '@'}: jisLead, {'$', 'B'}: jisLead,
	}
}}
