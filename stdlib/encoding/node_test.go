package encoding

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"
)

// recorded is what testdata/record.mjs wrote down.
type recorded struct {
	Labels  map[string]*string
	Bytes   map[string]string
	Rows    map[string][]string
	Four    string
	Streams []struct {
		Label, Hex, Text, Joined, Kept string
		Fatal                          *string
	}
	Base64 []struct {
		S          string
		Atob, Btoa *string
	}
}

var node = sync.OnceValues(func() (*recorded, error) {
	b, err := os.ReadFile("testdata/node.json")
	if err != nil {
		return nil, err
	}
	r := &recorded{}
	return r, json.Unmarshal(b, r)
})

func fromNode(t *testing.T) *recorded {
	t.Helper()
	r, err := node()
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func decoder(t testing.TB, label string, fatal, ignoreBOM bool) *TextDecoder {
	t.Helper()
	d, err := NewTextDecoder(label, fatal, ignoreBOM)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func decoded(t testing.TB, label string, b ...byte) string {
	t.Helper()
	s, err := decoder(t, label, false, true).Decode(b, false)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func unhexed(t testing.TB, s string) []byte {
	t.Helper()
	b, err := hex.DecodeString(s)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestLabelsAreThoseOfNode(t *testing.T) {
	r := fromNode(t)
	if len(r.Labels) < 220 {
		t.Fatal("only", len(r.Labels), "labels")
	}
	for label, want := range r.Labels {
		got, ok := Lookup(" \t" + strings.ToUpper(label) + "\n")
		if !ok {
			t.Errorf("%s is unknown", label)
		}
		if want == nil {
			// The three encodings that Node is built without; a TextDecoder has the first two.
			if got != "x-user-defined" && got != "iso-8859-16" && got != "replacement" {
				t.Errorf("%s: got %s, Node has none", label, got)
			}
			continue
		}
		if got != *want {
			t.Errorf("%s: got %s, Node has %s", label, got, *want)
		}
	}
	for _, label := range []string{"", " ", "utf", "utf-8\x00", "utf-8\u00a0", "\u212aoi8-r", "latin", "utf-32"} {
		if got, ok := Lookup(label); ok {
			t.Errorf("%q is %s", label, got)
		}
	}
}

func TestBytesAreThoseOfNode(t *testing.T) {
	// Where Node departs from the standard's tables.
	known := map[string]string{
		"windows-1253": "\xaa", "windows-1255": "\xca", "windows-874": "\xdb\xdc\xdd\xde\xfc\xfd\xfe\xff", "koi8-u": "\xae\xbe",
	}
	for name, row := range fromNode(t).Bytes {
		want := []rune(row)
		if len(want) != 128 {
			t.Fatal(name, len(want))
		}
		for i, r := range want {
			b := byte(128 + i)
			if strings.IndexByte(known[name], b) >= 0 || name == "windows-1252" && b < 0xA0 {
				continue
			}
			if got := decoded(t, name, b); got != string(r) {
				t.Errorf("%s %02x: got %+q, Node has %+q", name, b, got, r)
			}
		}
	}
	for label, want := range map[string]string{
		"windows-1252":   "\x80\x81\x85\x8d\x9f=€\u0081…\u008dŸ",
		"windows-1253":   "\xaa\xd2\xff=\ufffd\ufffd\ufffd",
		"windows-1255":   "\xca=\u05ba",
		"windows-874":    "\xdb\xff=\ufffd\ufffd",
		"koi8-u":         "\xae\xbe=ўЎ",
		"ibm866":         "\x1a\x1c\x7f\x80=\x1a\x1c\x7fА",
		"iso-8859-16":    "\xa4\xaa\xff=€Șÿ",
		"x-user-defined": "a\x7f\x80\xff=a\x7f\uf780\uf7ff",
	} {
		in, out, _ := strings.Cut(want, "=")
		if got := decoded(t, label, []byte(in)...); got != out {
			t.Errorf("%s: got %+q, want %+q", label, got, out)
		}
	}
}

func TestPairsAreThoseOfNode(t *testing.T) {
	r := fromNode(t)
	check := func(key, label string, before []byte, leads, trails []int) {
		if len(r.Rows[key]) != len(leads) {
			t.Fatal(key, len(r.Rows[key]), len(leads))
		}
		d := decoder(t, label, false, true)
		for i, lead := range leads {
			var row strings.Builder
			for _, trail := range trails {
				s, _ := d.Decode(append(bytes.Clone(before), byte(lead), byte(trail)), false)
				if utf8.RuneCountInString(s) != 1 || s == replacement {
					s = "\x00"
				}
				row.WriteString(s)
			}
			sum := sha256.Sum256([]byte(row.String()))
			if got := hex.EncodeToString(sum[:8]); got != r.Rows[key][i] {
				t.Errorf("%s row %02x differs: %.120q", key, lead, row.String())
			}
		}
	}
	span := func(from, to int) (all []int) {
		for i := from; i <= to; i++ {
			all = append(all, i)
		}
		return all
	}
	check("gb18030", "gb18030", nil, span(0x81, 0xFE), span(0, 255))
	check("gb18030", "gbk", nil, span(0x81, 0xFE), span(0, 255))
	check("shift_jis", "shift_jis", nil, append(span(0x81, 0x9F), span(0xE0, 0xFC)...), span(0, 255))
	check("euc-jp", "euc-jp", nil, span(0xA1, 0xFE), span(0, 255))
	check("iso-2022-jp", "iso-2022-jp", []byte{0x1B, 0x24, 0x42}, span(0x21, 0x7E), span(0x21, 0x7E))
	// Node has the Roman numerals of one maker in a row of jis0212 that the standard leaves empty.
	r.Rows["jis0212"] = slices.Delete(r.Rows["jis0212"], 0xF3-0xA1, 0xF3-0xA1+1)
	check("jis0212", "euc-jp", []byte{0x8F}, append(span(0xA1, 0xF2), span(0xF4, 0xFE)...), span(0xA1, 0xFE))

	var four []byte
	for _, p := range slices.Concat(span(0, 39419), span(189000, 189999), span(1237000, 1237575)) {
		four = append(four, byte(0x81+p/12600), byte(0x30+p/1260%10), byte(0x81+p/10%126), byte(0x30+p%10))
	}
	sum := sha256.Sum256([]byte(decoded(t, "gb18030", four...)))
	if got := hex.EncodeToString(sum[:8]); got != r.Four {
		t.Error("characters of four bytes differ", got, r.Four)
	}
}

func TestUnicodeDecodersAreThoseOfNode(t *testing.T) {
	for _, v := range fromNode(t).Streams {
		b := unhexed(t, v.Hex)
		if got, err := decoder(t, v.Label, false, false).Decode(b, false); got != v.Text || err != nil {
			t.Errorf("%s %s: got %+q, Node has %+q", v.Label, v.Hex, got, v.Text)
		}
		if got, err := decoder(t, v.Label, false, true).Decode(b, false); got != v.Kept || err != nil {
			t.Errorf("%s %s with its mark: got %+q, Node has %+q", v.Label, v.Hex, got, v.Kept)
		}
		got, err := decoder(t, v.Label, true, false).Decode(b, false)
		if (err == nil) != (v.Fatal != nil) || v.Fatal != nil && got != *v.Fatal {
			t.Errorf("%s %s fatally: got %+q, %v, Node has %v", v.Label, v.Hex, got, err, v.Fatal)
		}
		if v.Joined != v.Text {
			t.Errorf("Node itself: %s %s", v.Label, v.Hex)
		}
	}
}

func TestBase64IsThatOfNode(t *testing.T) {
	for _, v := range fromNode(t).Base64 {
		b, err := Atob(v.S)
		if (err == nil) != (v.Atob != nil) || err == nil && hex.EncodeToString(b) != *v.Atob {
			t.Errorf("atob(%+q): %x, %v", v.S, b, err)
		}
		s, err := Btoa(v.S)
		if (err == nil) != (v.Btoa != nil) || err == nil && s != *v.Btoa {
			t.Errorf("btoa(%+q): %q, %v", v.S, s, err)
		}
	}
}
