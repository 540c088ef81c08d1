package encoding

import (
	"errors"
	"testing"
	"unicode/utf16"

	"github.com/lariatjs/lariat/runtime/fault"
)

func TestEncodeReplacesWhatIsNoCharacter(t *testing.T) {
	for s, want := range map[string]string{"": "", "aé€😀": "aé€😀", "a\xffb": "a\ufffdb", "\xe2\x82": "\ufffd\ufffd"} {
		if got := Encode(s); string(got) != want {
			t.Errorf("%q: got %q", s, got)
		}
	}
	for _, c := range []struct {
		in   units
		want string
	}{
		{units(utf16.Encode([]rune("aé€😀"))), "aé€😀"},
		{units{0xD83D}, "\ufffd"},
		{units{0xDE00, 0xD83D}, "\ufffd\ufffd"},
		{units{0xD83D, 0x41}, "\ufffdA"},
		{units{0xD83D, 0xD83D, 0xDE00}, "\ufffd😀"},
		{nil, ""},
	} {
		if got := EncodeUnits(c.in); string(got) != c.want {
			t.Errorf("%x: got %q, want %q", []uint16(c.in), got, c.want)
		}
	}
}

func TestEncodeIntoWritesWholeCharacters(t *testing.T) {
	const s = "aé€😀z"
	u := units(utf16.Encode([]rune(s)))
	for room, want := range [][2]int{
		{0, 0},
		{1, 1},
		{1, 1},
		{2, 3},
		{2, 3},
		{2, 3},
		{3, 6},
		{3, 6},
		{3, 6},
		{3, 6},
		{5, 10},
		{6, 11},
		{6, 11},
	} {
		dst := make([]byte, room)
		if read, written := EncodeInto(s, dst); read != want[0] || written != want[1] || string(dst[:written]) != s[:written] {
			t.Errorf("%d bytes: read %d, wrote %d, want %v", room, read, written, want)
		}
		clear(dst)
		if read, written := EncodeUnitsInto(u, dst); read != want[0] || written != want[1] || string(dst[:written]) != s[:written] {
			t.Errorf("%d bytes from units: read %d, wrote %d, want %v", room, read, written, want)
		}
	}
	if read, written := EncodeUnitsInto(units{0xDC00}, make([]byte, 3)); read != 1 || written != 3 {
		t.Error(read, written)
	}
}

func TestBase64FaultsAreInvalidCharacters(t *testing.T) {
	_, atob := Atob("*")
	_, btoa := Btoa("€")
	for _, err := range []error{atob, btoa} {
		var e *fault.Error
		if !errors.As(err, &e) || e.Props["name"] != "InvalidCharacterError" {
			t.Error(err)
		}
	}
}

func TestBufferEncodingNames(t *testing.T) {
	for name, want := range map[string]BufferEncoding{
		"UTF8": UTF8, "utf-8": UTF8, "ucs2": UTF16LE, "UCS-2": UTF16LE, "utf-16le": UTF16LE, "binary": ISOLatin1, "Latin1": ISOLatin1,
		"ascii": ASCII, "HEX": Hex, "base64": Base64, "base64URL": Base64URL,
	} {
		if got, ok := LookupBufferEncoding(name); got != want || !ok {
			t.Error(name, got)
		}
	}
	for _, name := range []string{"", "utf-16", "iso-8859-1"} {
		if got, ok := LookupBufferEncoding(name); ok {
			t.Error(name, got)
		}
	}
	// Node takes the low byte of what is no digit for one; a digit is a digit here.
	if got := Hex.Bytes(units{0x0136, 0x0131}); len(got) != 0 {
		t.Error(got)
	}
}

func FuzzBase64ReadsBackWhatItWrote(f *testing.F) {
	f.Add([]byte("\x00\xff~"))
	f.Fuzz(func(t *testing.T, b []byte) {
		s, err := Btoa(Latin1(b))
		if err != nil {
			t.Fatal(err)
		}
		if got, err := Atob(s); string(got) != string(b) || err != nil {
			t.Fatalf("%q: %q, %v", b, got, err)
		}
		for _, e := range []BufferEncoding{Base64, Base64URL, Hex, ISOLatin1, UTF16LE} {
			text := e.Text(b)
			u := units(text.UTF16)
			if text.UTF16 == nil {
				u = utf16.Encode([]rune(text.UTF8))
			}
			want := b
			if e == UTF16LE {
				want = b[:len(b)&^1]
			}
			if got := e.Bytes(u); string(got) != string(want) {
				t.Fatalf("%s %q: %q", e, want, got)
			}
		}
	})
}
