package encoding

import (
	"sync"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/htmlindex"
)

// newCodec makes the codec for a name that Lookup gives.
func newCodec(name string) codec {
	switch name {
	case "utf-8":
		return utf8Codec{}
	case "utf-16le":
		return utf16Codec{}
	case "utf-16be":
		return utf16Codec{big: true}
	case "gbk", "gb18030":
		// The two differ in encoding only.
		return gbCodec{}
	case "big5":
		return pairCodec{pairs: big5Pairs}
	case "euc-kr":
		return pairCodec{pairs: eucKRPairs}
	case "shift_jis":
		return pairCodec{pairs: shiftJISPairs, kana: true}
	case "euc-jp":
		return eucJPCodec{}
	case "iso-2022-jp":
		return &iso2022JPCodec{}
	case "iso-8859-8-i":
		// The same bytes; only the direction of the text differs.
		name = "iso-8859-8"
	}
	return byteCodec{table: byteTable(name)}
}

// byteCodec decodes an encoding of one byte a character. Table is for the bytes from 0x80 on; 0 is no character.
type byteCodec struct {
	stateless
	table *[128]rune
}

func (c byteCodec) decode(dst, src []byte, _, fatal bool) ([]byte, int, bool) {
	for _, b := range src {
		if b < utf8.RuneSelf {
			dst = append(dst, b)
			continue
		}
		r := c.table[b-utf8.RuneSelf]
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

// byteTable builds the table of an encoding. X/text has no character where the standard has the control characters
// from U+0080 to U+009F.
func byteTable(name string) *[128]rune {
	table := &[128]rune{}
	enc, err := htmlindex.Get(name)
	m, ok := enc.(*charmap.Charmap)
	if err != nil || !ok {
		return table
	}
	for i := range table {
		b := byte(i + utf8.RuneSelf)
		switch r := m.DecodeByte(b); {
		case r != utf8.RuneError:
			table[i] = r
		case b < 0xA0:
			table[i] = rune(b)
		}
	}
	return table
}

// index is a table of characters of two bytes, from 0x8100 on; 0 is no character.
type index []rune

func (x *index) at(lead, trail byte) rune {
	return (*x)[int(lead-0x81)<<8|int(trail)]
}

// newIndex reads a table out of x/text: what a pair of bytes that is well-formed decodes to. It takes about a
// millisecond, once a process.
func newIndex(enc encoding.Encoding, trails func(byte) bool) func() *index {
	return sync.OnceValue(func() *index {
		x := make(index, 127<<8)
		d := enc.NewDecoder()
		var dst [16]byte
		for lead := 0x81; lead <= 0xFE; lead++ {
			for trail := range 256 {
				if !trails(byte(trail)) {
					continue
				}
				d.Reset()
				n, used, err := d.Transform(dst[:], []byte{byte(lead), byte(trail)}, true)
				r, size := utf8.DecodeRune(dst[:n])
				if err == nil && used == 2 && size == n && r != utf8.RuneError {
					x[(lead-0x81)<<8|trail] = r
				}
			}
		}
		return &x
	})
}
