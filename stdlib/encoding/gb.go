package encoding

import (
	"sync"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// gbIndex is the table of x/text, brought to GB18030-2022, which the standard has adopted.
var gbIndex = sync.OnceValue(func() *index {
	x := newIndex(simplifiedchinese.GB18030, func(b byte) bool { return b >= 0x40 && b <= 0xFE && b != 0x7F })()
	for pair, r := range gb2022 {
		(*x)[int(pair)-0x8100] = r
	}
	return x
})

var gb2022 = map[uint16]rune{
	0xA6D9: 0xFE10, 0xA6DA: 0xFE12, 0xA6DB: 0xFE11, 0xA6DC: 0xFE13, 0xA6DD: 0xFE14, 0xA6DE: 0xFE15, 0xA6DF: 0xFE16,
	0xA6EC: 0xFE17, 0xA6ED: 0xFE18, 0xA6F3: 0xFE19, 0xFE59: 0x9FB4, 0xFE61: 0x9FB5, 0xFE66: 0x9FB6, 0xFE67: 0x9FB7,
	0xFE6D: 0x9FB8, 0xFE7E: 0x9FB9, 0xFE90: 0x9FBA, 0xFEA0: 0x9FBB, 0xA8BC: 0x1E3F, 0xA3A0: 0x3000,
}

// gbPrivate gives the place in the private use area of a pair that has no character of its own.
func gbPrivate(first, second byte) rune {
	switch row := rune(first); {
	case row >= 0xA1 && row <= 0xA7 && second <= 0xA0:
		offset := rune(0x40)
		if second > 0x7F {
			offset = 0x41
		}
		return 0xE4C6 + (row-0xA1)*96 + rune(second) - offset
	case row >= 0xAA && row <= 0xAF && second >= 0xA1:
		return 0xE000 + (row-0xAA)*94 + rune(second) - 0xA1
	case row >= 0xF8 && second >= 0xA1:
		return 0xE234 + (row-0xF8)*94 + rune(second) - 0xA1
	}
	pair := uint16(first)<<8 | uint16(second)
	for _, run := range gbGaps {
		if pair >= run.from && pair <= run.to {
			return run.r + rune(pair-run.from)
		}
	}
	return 0
}

// gbGaps are the runs of pairs between the characters.
var gbGaps = []struct {
	from, to uint16
	r        rune
}{
	{0xA2AB, 0xA2B0, 0xE766},
	{0xA2E4, 0xA2E4, 0xE76D},
	{0xA2EF, 0xA2F0, 0xE76E},
	{0xA2FD, 0xA2FE, 0xE770},
	{0xA4F4, 0xA4FE, 0xE772},
	{0xA5F7, 0xA5FE, 0xE77D},
	{0xA6B9, 0xA6C0, 0xE785},
	{0xA6F6, 0xA6FE, 0xE797},
	{0xA7C2, 0xA7D0, 0xE7A0},
	{0xA7F2, 0xA7FE, 0xE7AF},
	{0xA896, 0xA8A0, 0xE7BC},
	{0xA8C1, 0xA8C4, 0xE7C9},
	{0xA8EA, 0xA8FE, 0xE7CD},
	{0xA958, 0xA958, 0xE7E2},
	{0xA95B, 0xA95B, 0xE7E3},
	{0xA95D, 0xA95F, 0xE7E4},
	{0xA997, 0xA9A3, 0xE7F4},
	{0xA9F0, 0xA9FE, 0xE801},
	{0xD7FA, 0xD7FE, 0xE810},
	{0xFE51, 0xFE53, 0xE816},
	{0xFE6C, 0xFE6C, 0xE831},
	{0xFE76, 0xFE76, 0xE83B},
	{0xFE91, 0xFE91, 0xE855},
}

// gbCodec decodes GB18030, and GBK which is a part of it: characters of one, two and four bytes.
type gbCodec struct{ stateless }

func (gbCodec) decode(dst, src []byte, last, fatal bool) ([]byte, int, bool) {
	for i := 0; i < len(src); {
		if b := src[i]; b < utf8.RuneSelf {
			dst = append(dst, b)
			i++
			continue
		}
		r, n := gbRune(src[i:])
		if n == 0 {
			if !last {
				return dst, i, true
			}
			// All that is left is one error.
			n = len(src) - i
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

// gbRune decodes the first character, which is not ASCII; r is 0 for an error. The count n is 0 where more is needed.
func gbRune(b []byte) (r rune, n int) {
	switch {
	case b[0] == 0x80:
		return '€', 1
	case b[0] == 0xFF:
		return 0, 1
	case len(b) == 1:
		return 0, 0
	}
	second := b[1]
	if second < '0' || second > '9' {
		if r = gbPair(b[0], second); r == 0 && second < utf8.RuneSelf {
			return 0, 1
		}
		return r, 2
	}
	// Four bytes. A wrong one gives back what is behind the first.
	switch {
	case len(b) == 2:
		return 0, 0
	case b[2] < 0x81 || b[2] == 0xFF:
		return 0, 1
	case len(b) == 3:
		return 0, 0
	case b[3] < '0' || b[3] > '9':
		return 0, 1
	}
	return gbFour(b), 4
}

// gbPair looks two bytes up, first in what x/text lacks.
func gbPair(first, second byte) rune {
	if r := gbIndex().at(first, second); r != 0 {
		return r
	}
	if second < 0x40 || second == 0x7F || second == 0xFF {
		return 0
	}
	return gbPrivate(first, second)
}

// gbFour decodes the range that four bytes point into.
func gbFour(b []byte) rune {
	pointer := ((rune(b[0]-0x81)*10+rune(b[1]-'0'))*126+rune(b[2]-0x81))*10 + rune(b[3]-'0')
	switch {
	case pointer >= 189000 && pointer <= 1237575:
		return 0x10000 + pointer - 189000
	case pointer == 7457:
		// What these four bytes stood for has two of its own by now.
		return 0xE7C7
	case pointer > 39419:
		return 0
	}
	var dst [8]byte
	d := simplifiedchinese.GB18030.NewDecoder()
	n, _, err := d.Transform(dst[:], b[:4], true)
	if r, size := utf8.DecodeRune(dst[:n]); err == nil && size == n {
		return r
	}
	return 0
}
