package node

import (
	"bytes"
	"testing"
	"unicode/utf16"

	"github.com/dop251/goja"
)

// jsString is text as JavaScript has it.
func jsString(units ...uint16) goja.String { return goja.StringFromUTF16(units) }

func TestEncodingsHaveManyNames(t *testing.T) {
	for name, want := range map[string]Encoding{
		"utf8": UTF8, "UTF-8": UTF8, "ucs2": UTF16LE, "Utf-16LE": UTF16LE, "binary": Latin1, "latin1": Latin1, "ascii": ASCII, "BASE64": Base64,
		"base64url": Base64URL, "hex": Hex,
	} {
		if got, ok := LookupEncoding(name); !ok || got != want {
			t.Errorf("%s: %v %v", name, got, ok)
		}
	}
	for _, name := range []string{"", "utf9", "utf16"} {
		if _, ok := LookupEncoding(name); ok {
			t.Errorf("%q is the name of one", name)
		}
	}
}

func TestSurrogatesWithoutAPartner(t *testing.T) {
	lone := jsString('a', 0xD800, 'b')
	if got := UTF8.Bytes(lone); string(got) != "a\ufffdb" {
		t.Errorf("%x", got)
	}
	if got := UTF16LE.Bytes(lone); !bytes.Equal(got, []byte{'a', 0, 0, 0xD8, 'b', 0}) || Units16(got)[1] != 0xD800 {
		t.Errorf("%x", got)
	}
	if got := UTF8.Length(lone); got != 5 {
		t.Errorf("%d", got)
	}
}

func TestWholeCharacters(t *testing.T) {
	b := []byte("aé☃")
	for n, want := range []int{0, 1, 1, 3, 3, 3, 6, 6} {
		if got := UTF8.Whole(b, n); len(got) != want {
			t.Errorf("%d: %d, want %d", n, len(got), want)
		}
	}
	if got := UTF16LE.Whole(b, 5); len(got) != 4 {
		t.Errorf("%d", len(got))
	}
}

func TestIndexOf(t *testing.T) {
	b := []byte("abcabc")
	for _, c := range []struct {
		needle       string
		offset, step int
		backwards    bool
		want         int
	}{
		{"b", 0, 1, false, 1},
		{"b", 2, 1, false, 4},
		{"x", 0, 1, false, -1},
		{"b", 5, 1, true, 4},
		{"b", 3, 1, true, 1},
		{"abc", 2, 1, true, 0},
		{"ca", 0, 2, false, 2},
		{"ab", 1, 2, false, -1},
		{"bc", 5, 2, true, 4},
		{"abcabcd", 0, 1, true, -1},
	} {
		if got := IndexOf(b, []byte(c.needle), c.offset, c.step, c.backwards); got != c.want {
			t.Errorf("%+v: %d", c, got)
		}
	}
}

// FuzzEncodings holds that bytes survive the encodings that can show all of them, and that no text upsets any.
func FuzzEncodings(f *testing.F) {
	f.Add([]byte("hello\xff\x00"), "YWJj=*é")
	f.Fuzz(func(t *testing.T, b []byte, s string) {
		text := jsString(utf16.Encode([]rune(s))...)
		for _, e := range []Encoding{Latin1, Base64, Base64URL, Hex} {
			shown := jsString(utf16.Encode([]rune(e.Text(b)))...)
			if back := e.Bytes(shown); !bytes.Equal(back, b) {
				t.Errorf("%d: %x becomes %x", e, b, back)
			}
		}
		for e := UTF8; e <= Hex; e++ {
			if n := len(e.Bytes(text)); n > max(e.Length(text), 3*text.Length()) {
				t.Errorf("%d: %q has %d bytes", e, s, n)
			}
			_ = e.Text(b)
		}
	})
}
