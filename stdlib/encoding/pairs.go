package encoding

import (
	"sync"
	"unicode/utf8"

	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/traditionalchinese"
)

// pairs says how two bytes make a character; ok is false where they do not.
type pairs struct {
	lead  func(byte) bool
	index func() *index
	// extra has what the index has not, or as more than one character.
	extra func(lead, trail byte) string
}

var (
	big5Pairs = &pairs{
		lead:  between(0x81, 0xFE),
		index: newIndex(traditionalchinese.Big5, func(b byte) bool { return b >= 0x40 && b <= 0x7E || b >= 0xA1 && b <= 0xFE }),
		extra: big5Accents,
	}
	eucKRPairs = &pairs{
		lead:  between(0x81, 0xFE),
		index: newIndex(korean.EUCKR, between(0x41, 0xFE)),
	}
	shiftJISPairs = &pairs{
		lead:  func(b byte) bool { return b >= 0x81 && b <= 0x9F || b >= 0xE0 && b <= 0xFC },
		index: newIndex(japanese.ShiftJIS, shiftJISTrail),
		extra: shiftJISPrivate,
	}
)

func between(low, high byte) func(byte) bool {
	return func(b byte) bool { return b >= low && b <= high }
}

// big5Accents are the four pairs that stand for a letter and an accent.
func big5Accents(lead, trail byte) string {
	switch int(lead)<<8 | int(trail) {
	case 0x8862:
		return "\u00CA\u0304"
	case 0x8864:
		return "\u00CA\u030C"
	case 0x88A3:
		return "\u00EA\u0304"
	case 0x88A5:
		return "\u00EA\u030C"
	}
	return ""
}

func shiftJISTrail(b byte) bool { return b >= 0x40 && b <= 0xFC && b != 0x7F }

// shiftJISPrivate maps the rows that users may fill to the private use area.
func shiftJISPrivate(lead, trail byte) string {
	if lead < 0xF0 || lead > 0xF9 || !shiftJISTrail(trail) {
		return ""
	}
	offset := rune(0x40)
	if trail >= 0x7F {
		offset = 0x41
	}
	return string(0xE000 + rune(lead-0xF0)*188 + rune(trail) - offset)
}

// pairCodec decodes an encoding of one and two bytes a character. Kana says that single bytes stand for half-width
// katakana, and 0x80 for itself, as in Shift_JIS.
type pairCodec struct {
	stateless
	*pairs
	kana bool
}

func (c pairCodec) decode(dst, src []byte, last, fatal bool) ([]byte, int, bool) {
	for i := 0; i < len(src); {
		b := src[i]
		switch {
		case b < utf8.RuneSelf:
			dst = append(dst, b)
			i++
			continue
		case c.kana && b == 0x80:
			dst = utf8.AppendRune(dst, 0x80)
			i++
			continue
		case c.kana && b >= 0xA1 && b <= 0xDF:
			dst = utf8.AppendRune(dst, halfWidth(b))
			i++
			continue
		case c.lead(b) && i+1 == len(src) && !last:
			return dst, i, true
		}
		used := 1
		if c.lead(b) && i+1 < len(src) {
			var ok bool
			if dst, ok = c.pair(dst, b, src[i+1]); ok {
				i += 2
				continue
			}
			// An ASCII byte is never swallowed: it could be a delimiter.
			if src[i+1] >= utf8.RuneSelf {
				used = 2
			}
		}
		if fatal {
			return dst, 0, false
		}
		dst = append(dst, replacement...)
		i += used
	}
	return dst, len(src), true
}

func (c pairCodec) pair(dst []byte, lead, trail byte) ([]byte, bool) {
	if c.extra != nil {
		if s := c.extra(lead, trail); s != "" {
			return append(dst, s...), true
		}
	}
	if r := c.index().at(lead, trail); r != 0 {
		return utf8.AppendRune(dst, r), true
	}
	return dst, false
}

func halfWidth(b byte) rune { return 0xFF61 - 0xA1 + rune(b) }

// jis0208 is the table that the other two Japanese encodings share, by its EUC-JP bytes.
var jis0208 = newIndex(japanese.EUCJP, between(0xA1, 0xFE))

// jis0212 is the supplementary table, whose characters have a prefix of their own in EUC-JP.
var jis0212 = sync.OnceValue(func() *index {
	x := make(index, 127<<8)
	d := japanese.EUCJP.NewDecoder()
	var dst [16]byte
	for lead := 0xA1; lead <= 0xFE; lead++ {
		for trail := 0xA1; trail <= 0xFE; trail++ {
			d.Reset()
			n, used, err := d.Transform(dst[:], []byte{0x8F, byte(lead), byte(trail)}, true)
			if r, size := utf8.DecodeRune(dst[:n]); err == nil && used == 3 && size == n && r != utf8.RuneError {
				x[(lead-0x81)<<8|trail] = r
			}
		}
	}
	return &x
})

// eucJPCodec decodes EUC-JP: a pair is of jis0208, of jis0212 behind 0x8F, or katakana behind 0x8E.
type eucJPCodec struct{ stateless }

func (eucJPCodec) decode(dst, src []byte, last, fatal bool) ([]byte, int, bool) {
	in := between(0xA1, 0xFE)
	for i := 0; i < len(src); {
		b := src[i]
		if b < utf8.RuneSelf {
			dst = append(dst, b)
			i++
			continue
		}
		n, table := 1, jis0208
		if b == 0x8F && i+1 < len(src) && in(src[i+1]) {
			n, table = 2, jis0212
		}
		lead := src[i+n-1]
		known := lead == 0x8E || lead == 0x8F || in(lead)
		if known && i+n == len(src) && !last {
			return dst, i, true
		}
		var r rune
		if known && i+n < len(src) {
			switch trail := src[i+n]; {
			case lead == 0x8E && trail >= 0xA1 && trail <= 0xDF:
				r = halfWidth(trail)
			case in(lead) && in(trail):
				r = table().at(lead, trail)
			}
			if r != 0 || src[i+n] >= utf8.RuneSelf {
				n++
			}
		}
		i += n
		if r == 0 {
			if fatal {
				return dst, 0, false
			}
			r = utf8.RuneError
		}
		dst = utf8.AppendRune(dst, r)
	}
	return dst, len(src), true
}
