package encoding

import (
	"errors"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/lariatjs/lariat/runtime/fault"
)

// malformed has what the standard's state machines make of input that is broken or just at the edge; ? stands for
// U+FFFD. A byte in the range of ASCII is never swallowed.
var malformed = map[string][][2]string{
	"utf-8": {
		{"\xf0\x9f\x98", "?"},
		{"\xf0\x9f\x41", "?A"},
		{"\xf0\x80\x80\x80", "????"},
		{"\xed\xa0\x80", "???"},
		{"\xf4\x90\x80\x80", "????"},
		{"\xe2\x82\xe2\x82\xac", "?€"},
		{"\xc0\xaf", "??"},
		{"\x80\xff", "??"},
	},
	"utf-16le": {
		{"\x00\xd8\x00\xdc", "\U00010000"}, {"\x00\xdc\x00\xd8", "??"}, {"A\x00\x00", "A?"}, {"\x00\xd8\x00", "?"}, {"\x00\xd8A\x00", "?A"},
	},
	"gb18030": {
		{"\x81", "?"},
		{"\xff", "?"},
		{"\x80", "€"},
		{"\x81\x20", "? "},
		{"\x81\x7f", "?\x7f"},
		{"\x81\xff", "?"},
		{"\x81\x30", "?"},
		{"\x81\x30\x41", "?0A"},
		{"\x81\x30\x81", "?"},
		{"\x81\x30\x81\x41", "?0丄"},
		{"\x81\x30\x81\x30", "\u0080"},
		{"\x84\x31\xa4\x37", "\ufffd"},
		{"\x84\x31\xa5\x30", "?"},
		{"\xfe\x39\xfe\x39", "?"},
		{"\xe3\x32\x9a\x35", "\U0010ffff"},
		{"\xe3\x32\x9a\x36", "?"},
		{"\x81\x35\xf4\x37", "\ue7c7"},
	},
	"gbk": {{"\x81\x30\x81\x30", "\u0080"}, {"\xa2\xe3", "€"}, {"\xa3\xa0", "\u3000"}},
	"big5": {
		{"\x87", "?"},
		{"\x87\x40", "\u43f0"},
		{"\x88\x62", "\u00ca\u0304"},
		{"\x88\x64", "\u00ca\u030c"},
		{"\x88\xa3", "\u00ea\u0304"},
		{"\x88\xa5", "\u00ea\u030c"},
		{"\x81\x40", "?@"},
		{"\x81\xa1", "?"},
		{"\x80", "?"},
		{"\xff", "?"},
		{"\x87\x80", "?"},
		{"\xa1\x40", "\u3000"},
	},
	"euc-kr": {
		{"\x80", "?"},
		{"\x81\x40", "?@"},
		{"\x81\x41", "갂"},
		{"\xb0\xa1", "가"},
		{"\xc9\xa1", "?"},
		{"\xfe\xff", "?"},
		{"\xa1\x20", "? "},
		{"\xa1", "?"},
	},
	"shift_jis": {
		{"\x80", "\u0080"},
		{"\xa0", "?"},
		{"\xb1", "ｱ"},
		{"\xfd", "?"},
		{"\x81\x40", "\u3000"},
		{"\x81", "?"},
		{"\x81\x20", "? "},
		{"\x81\x7f", "?\x7f"},
		{"\x85\x40", "?@"},
		{"\x85\x9f", "?"},
		{"\xf0\x40", "\ue000"},
		{"\xf0\x80", "\ue03f"},
		{"\xf9\xfc", "\ue757"},
		{"\xfa\x40", "ⅰ"},
		{"\\~", "\\~"},
	},
	"euc-jp": {
		{"\x8e\xb1", "ｱ"},
		{"\x8e\xe0", "?"},
		{"\x8e\x41", "?A"},
		{"\x8e", "?"},
		{"\xa4\xa2", "あ"},
		{"\xa4\x41", "?A"},
		{"\xa4", "?"},
		{"\x8f", "?"},
		{"\x8f\xa2\xaf", "˘"},
		{"\x8f\xa2\x41", "?A"},
		{"\x8f\xa2", "?"},
		{"\x8f\xa1\xa1", "?"},
		{"\x8f\x8e", "?"},
		{"\x8f\x41", "?A"},
		{"\x80", "?"},
		{"\xa0", "?"},
		{"\xa9\xa1", "?"},
	},
	"iso-2022-jp": {
		{"a\x1b$B$\"\x1b(Bb", "aあb"},
		{"\x1b$@$\"", "あ"},
		{"\x1b(J\\~", "¥‾"},
		{"\x1b(I1", "ｱ"},
		{"\x1b$B$", "?"},
		{"\x1b$B$\x1b(BA", "?A"},
		{"\x1b", "?"},
		{"\x1b$", "?$"},
		{"\x1b(", "?("},
		{"\x1b(X", "?(X"},
		{"\x1bA", "?A"},
		{"\x1b(B\x1b(BA", "?A"},
		{"\x1b(BA\x1b(BA", "AA"},
		{"\x80", "?"},
		{"\x0e\x0f", "??"},
		{"\x1b(I\x60", "?"},
		{"\x1b$B\x7f$\"", "?あ"},
		{"\x1b$B$\x7f$\"", "?あ"},
		{"\x1b$B\xa4\xa2", "??"},
		{"a\x00b", "a\x00b"},
		{"\x1b$B)!", "?"},
		{"\x1b$B\x1b$B$\"", "?あ"},
	},
	"iso-8859-8-i":   {{"\xe0\xa1", "א?"}},
	"x-user-defined": {{"\x80", "\uf780"}},
}

func TestMalformedInputIsReadAsTheStandardReadsIt(t *testing.T) {
	for label, cases := range malformed {
		for _, c := range cases {
			want := strings.ReplaceAll(c[1], "?", replacement)
			if got := decoded(t, label, []byte(c[0])...); got != want {
				t.Errorf("%s %x: got %+q, want %+q", label, c[0], got, want)
			}
			_, err := decoder(t, label, true, true).Decode([]byte(c[0]), false)
			if (err != nil) != strings.Contains(c[1], "?") {
				t.Errorf("%s %x fatally: %v", label, c[0], err)
			}
		}
	}
}

func TestDecoderStreams(t *testing.T) {
	d := decoder(t, "utf-8", false, false)
	steps := []struct {
		in     string
		stream bool
		want   string
	}{
		{"\xef", true, ""},
		{"\xbb", true, ""},
		{"\xbfa", true, "a"},
		{"\xef\xbb\xbf", true, "\ufeff"},
		{"\xe2\x82", true, ""},
		{"", false, "\ufffd"},
		{"\xef\xbb\xbfb", false, "b"},
		{"\xef\xbb\xbfb", true, "b"},
		{"\xf0\x9f", true, ""},
		{"\x98\x80", true, "😀"},
		{"\xf0\x90", true, ""},
		{"A", true, "\ufffdA"},
		{"\xf0\x80", true, "\ufffd\ufffd"},
		{"", false, ""},
	}
	for i, s := range steps {
		if got, err := d.Decode([]byte(s.in), s.stream); got != s.want || err != nil {
			t.Fatalf("step %d: got %+q, want %+q, %v", i, got, s.want, err)
		}
	}
	for label, wide := range map[string]string{"utf-16le": "\xff\xfea\x00\x3d\xd8\x00\xde", "utf-16be": "\xfe\xff\x00a\xd8\x3d\xde\x00"} {
		d := decoder(t, label, true, false)
		got := ""
		for i := range len(wide) {
			s, err := d.Decode([]byte(wide[i:i+1]), true)
			if err != nil {
				t.Fatal(err)
			}
			got += s
		}
		if s, err := d.Decode(nil, false); got+s != "a😀" || err != nil {
			t.Fatalf("%+q %v", got+s, err)
		}
	}
}

func TestFatalDecoderBeginsAnewAfterAFailure(t *testing.T) {
	d := decoder(t, "utf-8", true, false)
	if s, err := d.Decode([]byte("\xef\xbb\xbfa\xe2"), true); s != "a" || err != nil {
		t.Fatal(s, err)
	}
	_, err := d.Decode([]byte("b"), true)
	var e *fault.Error
	if !errors.As(err, &e) || e.Kind != fault.Type || e.Props["code"] != "ERR_ENCODING_INVALID_ENCODED_DATA" ||
		e.Message != "the encoded data was not valid for encoding utf-8" {
		t.Fatal(err)
	}
	if s, err := d.Decode([]byte("\xef\xbb\xbfc"), false); s != "c" || err != nil {
		t.Fatalf("%+q %v", s, err)
	}
	j := decoder(t, "iso-2022-jp", true, false)
	if _, err := j.Decode([]byte("\x1b$B\xff"), true); err == nil {
		t.Fatal("no error")
	}
	if s, err := j.Decode([]byte("A"), false); s != "A" || err != nil {
		t.Fatal("the state must not outlive a failure", s, err)
	}
}

func TestDecoderProperties(t *testing.T) {
	d := decoder(t, " UTF8 ", true, true)
	if d.Encoding() != "utf-8" || !d.Fatal() || !d.IgnoreBOM() {
		t.Fatal(d.Encoding(), d.Fatal(), d.IgnoreBOM())
	}
	for _, label := range []string{"", "nope", "replacement", "iso-2022-kr", "hz-gb-2312"} {
		_, err := NewTextDecoder(label, false, false)
		var e *fault.Error
		if !errors.As(err, &e) || e.Kind != fault.Range || e.Props["code"] != "ERR_ENCODING_NOT_SUPPORTED" {
			t.Fatal(label, err)
		}
	}
}

var fuzzLabels = []string{
	"utf-8", "utf-16le", "utf-16be", "gb18030", "gbk", "big5", "euc-kr", "shift_jis", "euc-jp", "iso-2022-jp", "windows-1252",
	"iso-8859-8", "x-user-defined",
}

func FuzzDecodingChunksIsDecodingTheWhole(f *testing.F) {
	f.Add([]byte("\xef\xbb\xbfa\xe2\x82\xac\xf0\x9f\x98\x80\xff"), uint8(0), uint8(1))
	f.Add([]byte("\x81\x30\x81\x30\x81\x35\xf4\x37\x84\x31"), uint8(3), uint8(2))
	f.Add([]byte("\x1b$B$\"\x1b(I1\x1b(J\\\x1b(B"), uint8(9), uint8(3))
	f.Add([]byte("\x8f\xa2\xaf\x8e\xb1\xa4\xa2"), uint8(8), uint8(1))
	f.Fuzz(func(t *testing.T, in []byte, which, step uint8) {
		label := fuzzLabels[int(which)%len(fuzzLabels)]
		want, err := decoder(t, label, false, false).Decode(in, false)
		if err != nil || !utf8.ValidString(want) {
			t.Fatalf("%s: %q, %v", label, want, err)
		}
		strict, fatal := decoder(t, label, true, false).Decode(in, false)
		if fatal == nil && strict != want {
			t.Fatalf("%s: fatally %q, otherwise %q", label, strict, want)
		}
		// A replacement character that is really there exists in Unicode encodings and GB18030 only.
		if fatal == nil && strings.Contains(want, replacement) && !strings.HasPrefix(label, "utf") && !strings.HasPrefix(label, "gb") {
			t.Fatalf("%s let an error through: %q", label, in)
		}
		d, s := decoder(t, label, false, false), decoder(t, label, true, false)
		var got strings.Builder
		var serr error
		for rest, n := in, 0; ; rest = rest[n:] {
			n = min(len(rest), int(step)%5+1)
			last := n == len(rest)
			part, err := d.Decode(rest[:n], !last)
			if err != nil {
				t.Fatal(err)
			}
			got.WriteString(part)
			if serr == nil {
				_, serr = s.Decode(rest[:n], !last)
			}
			if last {
				break
			}
		}
		if got.String() != want || (serr == nil) != (fatal == nil) {
			t.Fatalf("%s: in chunks %q, %v, whole %q, %v", label, got.String(), serr, want, fatal)
		}
	})
}

func BenchmarkDecode(b *testing.B) {
	ascii := []byte(strings.Repeat("the quick brown fox ", 3200))
	mixed := []byte(strings.Repeat("naïve café — 漢字 😀 ", 2000))
	for name, c := range map[string]struct {
		label string
		in    []byte
	}{
		"utf-8/ascii": {"utf-8", ascii}, "utf-8/mixed": {"utf-8", mixed}, "utf-8/broken": {"utf-8", append([]byte{0xFF}, mixed...)},
		"windows-1252": {"windows-1252", mixed}, "utf-16le": {"utf-16le", mixed}, "gb18030": {"gb18030", mixed},
		"shift_jis": {"shift_jis", mixed},
	} {
		b.Run(name, func(b *testing.B) {
			d := decoder(b, c.label, false, false)
			b.SetBytes(int64(len(c.in)))
			for b.Loop() {
				if _, err := d.Decode(c.in, false); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
