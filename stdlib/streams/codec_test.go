package streams

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/lariatjs/lariat/runtime/fault"
)

// through feeds data to a codec in chunks of random sizes.
func through(t *testing.T, c Codec, data []byte, size func() int) ([]byte, error) {
	t.Helper()
	defer c.Drop()
	var out []byte
	take := func(b []byte, err error) error {
		out = append(out, b...)
		for err == nil && c.More() {
			if b, err = c.Write(nil); len(b) > 2*pieceSize {
				t.Errorf("%d bytes at once", len(b))
			}
			out = append(out, b...)
		}
		return err
	}
	for len(data) > 0 {
		n := min(size(), len(data))
		if err := take(c.Write(data[:n])); err != nil {
			return out, err
		}
		data = data[n:]
	}
	return out, take(c.Finish())
}

func TestCodecsThereAndBack(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	noise := make([]byte, 100_000)
	for i := range noise {
		noise[i] = byte(r.Uint32())
	}
	for _, format := range formats {
		for name, data := range map[string][]byte{"empty": nil, "text": []byte(strings.Repeat("to and fro ", 1000)), "noise": noise, "zeros": make([]byte, 3<<20)} {
			for _, limit := range []int{1, 100, 1 << 20} {
				size := func() int { return 1 + r.IntN(limit) }
				if limit == 1 && len(data) > 10_000 {
					continue
				}
				packed, err := through(t, NewCompressor(format), data, size)
				if err != nil {
					t.Fatal(format, name, err)
				}
				back, err := through(t, NewDecompressor(format), packed, size)
				if err != nil || !bytes.Equal(back, data) {
					t.Fatalf("%s, %s, chunks to %d: %v, %d bytes of %d", format, name, limit, err, len(back), len(data))
				}
				if _, err = through(t, NewDecompressor(format), append(bytes.Clone(packed), 'x'), size); !errors.Is(err, fault.Type) {
					t.Errorf("%s, %s: what follows the end is taken: %v", format, name, err)
				}
				if _, err = through(t, NewDecompressor(format), packed[:len(packed)-1], size); !errors.Is(err, fault.Type) {
					t.Errorf("%s, %s: a missing end is not missed: %v", format, name, err)
				}
			}
		}
	}
	if NewCompressor("zip") != nil || NewDecompressor("zip") != nil {
		t.Error("there is no such format")
	}
}

func FuzzDecompress(f *testing.F) {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, _ = io.WriteString(w, "seed seed seed")
	_ = w.Close()
	f.Add(b.Bytes(), uint8(3))
	f.Fuzz(func(t *testing.T, data []byte, cut uint8) {
		got, err := through(t, NewDecompressor("gzip"), data, func() int { return int(cut) + 1 })
		r, bad := gzip.NewReader(bytes.NewBuffer(data))
		var want []byte
		if bad == nil {
			r.Multistream(false)
			want, bad = io.ReadAll(r)
		}
		if bad != nil && err == nil {
			t.Fatalf("took what Go refuses with %v", bad)
		}
		if err == nil && !bytes.Equal(got, want) {
			t.Fatalf("%q, want %q", got, want)
		}
	})
}

func TestLine(t *testing.T) {
	var l line[int]
	next, taken := 0, 0
	r := rand.New(rand.NewPCG(5, 6))
	for range 10_000 {
		if r.IntN(2) == 0 {
			l.push(next)
			next++
		} else if l.len() > 0 {
			if *l.first() != taken || l.pop() != taken {
				t.Fatal("out of order")
			}
			taken++
		}
	}
	if rest := l.take(); len(rest) != next-taken || l.len() != 0 {
		t.Error(len(rest), next, taken)
	}
}
