package blob

import (
	"bytes"
	"io"
	"math/rand/v2"
	"testing"
	"testing/iotest"
)

// TestSlicesOfSlices compares slices with those of the bytes.
func TestSlicesOfSlices(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 500 {
		var parts [][]byte
		for range r.IntN(5) {
			parts = append(parts, bytes.Repeat([]byte{byte(r.IntN(256))}, r.IntN(6)))
		}
		b, want := New("T", parts...), bytes.Join(parts, nil)
		for range 4 {
			if got := b.Bytes(); !bytes.Equal(got, want) || b.Size() != int64(len(want)) {
				t.Fatalf("got %v, want %v", got, want)
			}
			if got, err := io.ReadAll(iotest.OneByteReader(b.Reader())); err != nil || !bytes.Equal(got, want) {
				t.Fatalf("read %v, %v, want %v", got, err, want)
			}
			n := len(want)
			start, end := r.IntN(n+1), r.IntN(n+1)
			b, want = b.Slice(int64(start), int64(end), ""), want[min(start, end):end]
		}
	}
}

func TestReader(t *testing.T) {
	if err := iotest.TestReader(New("", []byte("abc"), []byte("defg")).Reader(), []byte("abcdefg")); err != nil {
		t.Error(err)
	}
}

func TestNativeLines(t *testing.T) {
	for eol, want := range map[string]string{"\n": "a\nb\n\nc", "\r\n": "a\r\nb\r\n\r\nc"} {
		if got := NativeLines("a\r\nb\n\rc", eol); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
