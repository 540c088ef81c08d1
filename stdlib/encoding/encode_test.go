package encoding

import (
	"errors"
	"testing"

	"github.com/lariatjs/lariat/runtime/fault"
)

func TestEncodeReplacesWhatIsNoCharacter(t *testing.T) {
	for s, want := range map[string]string{"": "", "aé€😀": "aé€😀", "a\xffb": "a\ufffdb", "\xe2\x82": "\ufffd\ufffd"} {
		if got := Encode(s); string(got) != want {
			t.Errorf("%q: got %q", s, got)
		}
	}
}

func TestEncodeIntoWritesWholeCharacters(t *testing.T) {
	const s = "aé€😀z"
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
	}
}

func TestBase64FaultsAreInvalidCharacters(t *testing.T) {
	_, atob := Atob("*")
	_, btoa := Btoa("€")
	for _, err := range []error{atob, btoa} {
		if !errors.Is(err, fault.Character) {
			t.Error(err)
		}
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
	})
}
