package fs

import (
	"bytes"
	"errors"
	"io"
	"os"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/lariatjs/lariat/runtime/fault"
)

func TestChunksAreFullButTheLast(t *testing.T) {
	whole := strings.Repeat("0123456789abcdef", 40_000)
	path := file(t, whole)
	for _, size := range []int{0, 1000, 4096, 8192, 65536, 100_001, 1 << 20, 1 << 30} {
		f := open(t, path, "r")
		chunks, err := f.Chunks(size).Collect(t.Context())
		if err != nil {
			t.Fatal(size, err)
		}
		if size == 0 {
			size = DefaultChunk
		}
		for i, c := range chunks {
			if len(c) != size && i != len(chunks)-1 || len(c) == 0 || len(c) != cap(c) {
				t.Fatalf("size %d: chunk %d of %d has %d bytes, room for %d", size, i, len(chunks), len(c), cap(c))
			}
		}
		if got := bytes.Join(chunks, nil); string(got) != whole {
			t.Fatal(size, "the chunks do not make the file", len(got))
		}
		if _, err := read(f, 1); !errors.Is(err, io.EOF) {
			t.Fatal("after the stream the position must be at the end:", err)
		}
	}
	for _, size := range []int{-1, 1<<30 + 1} {
		_, err := open(t, path, "r").Chunks(size).Wait(t.Context())
		wantKind(t, err, fault.Range)
	}
}

func TestChunksLeaveThePositionWhereTheConsumerStopped(t *testing.T) {
	f := open(t, file(t, strings.Repeat("0123456789", 100_000)), "r")
	if s, err := read(f, 3); s != "012" || err != nil {
		t.Fatal(s, err)
	}
	s := f.Chunks(10)
	for range 2 {
		if c, err := s.Wait(t.Context()); string(c) != "3456789012" || err != nil {
			t.Fatal(string(c), err)
		}
	}
	_, err := read(f, 1)
	wantKind(t, err, fault.Type)
	_, err = f.Lines(0).Wait(t.Context())
	wantKind(t, err, fault.Type)
	s.Close()
	if s, err := read(f, 4); s != "3456" || err != nil {
		t.Fatal(s, err)
	}
	unused := f.Chunks(10)
	if s, err := read(f, 2); s != "78" || err != nil {
		t.Fatal("a stream that nobody began must not hold the file:", s, err)
	}
	unused.Close()
}

func TestChunksOfAClosedFileFail(t *testing.T) {
	f := open(t, file(t, strings.Repeat("x", 4<<20)), "r")
	s := f.Chunks(4096)
	if _, err := s.Wait(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	_, err := s.Wait(t.Context())
	wantKind(t, err, fault.Closed)
}

func TestChunksSeeWhatIsAppendedWhileTheyRead(t *testing.T) {
	path := file(t, "a")
	f := open(t, path, "r")
	f.h = grow{f.h, path}
	chunks, err := f.Chunks(8192).Collect(t.Context())
	if got := bytes.Join(chunks, nil); err != nil || len(got) != 1+20_000 {
		t.Fatal(len(got), err)
	}
}

// grow appends to the file after it was measured and before it is read.
type grow struct {
	handle
	path string
}

func (g grow) ReadAt(b []byte, at int64) (int, error) {
	if at == 0 {
		f, err := os.OpenFile(g.path, os.O_APPEND|os.O_WRONLY, 0)
		if err != nil {
			return 0, err
		}
		_, _ = f.Write(make([]byte, 20_000))
		_ = f.Close()
	}
	return g.handle.ReadAt(b, at)
}

func TestLinesEndAtBothKindsOfEnd(t *testing.T) {
	for in, want := range map[string][]string{
		"":                nil,
		"\n":              {""},
		"a":               {"a"},
		"a\nb\r\nc":       {"a", "b", "c"},
		"a\r\n\r\nb\r":    {"a", "", "b\r"},
		"\ra\rb\n":        {"\ra\rb"},
		"é\xff\n\xe2\x82": {"é\uFFFD", "\uFFFD"},
	} {
		f := open(t, file(t, in), "r")
		got, err := f.Lines(0).Collect(t.Context())
		if err != nil || !slices.Equal(got, want) {
			t.Fatalf("%q: got %q, %v", in, got, err)
		}
	}
}

func TestLinesLeaveThePositionBehindTheLastOneTaken(t *testing.T) {
	f := open(t, file(t, "first\r\nsecond\nthird"), "r")
	s := f.Lines(0)
	for _, want := range []string{"first", "second"} {
		if got, err := s.Wait(t.Context()); got != want || err != nil {
			t.Fatal(got, err)
		}
	}
	s.Close()
	if s, _ := read(f, 10); s != "third" {
		t.Fatal(s)
	}
}

func TestLinesRefuseALineThatIsTooLong(t *testing.T) {
	long := strings.Repeat("x", 300_000)
	for _, in := range []string{"ok\n" + long + "\nmore\n", "ok\n" + long, "ok\n" + long[:101] + "\n"} {
		f := open(t, file(t, in), "r")
		s := f.Lines(100)
		if got, err := s.Wait(t.Context()); got != "ok" || err != nil {
			t.Fatal(got, err)
		}
		_, err := s.Wait(t.Context())
		wantKind(t, err, fault.Limit)
		if !strings.HasPrefix(err.Error(), "line 2 of ") {
			t.Fatal(err)
		}
	}
	f := open(t, file(t, long[:100]+"\r\n"+long[:100]), "r")
	if got, err := f.Lines(100).Collect(t.Context()); err != nil || len(got) != 2 {
		t.Fatal("a line of just the limit must pass:", len(got), err)
	}
}

func TestTextsNeverSplitACharacter(t *testing.T) {
	whole := strings.Repeat("añ€😀", 30_000)
	path := file(t, whole)
	for _, size := range []int{1, 2, 3, 5, 4097, 0} {
		parts, err := open(t, path, "r").Texts(size).Collect(t.Context())
		if err != nil || strings.Join(parts, "") != whole {
			t.Fatal(size, "the parts do not make the text", err)
		}
		for _, p := range parts {
			if !utf8.ValidString(p) || p == "" {
				t.Fatalf("size %d: part %q", size, p)
			}
		}
	}
	_, err := open(t, path, "r").Texts(-1).Wait(t.Context())
	wantKind(t, err, fault.Range)
}

// reference replaces invalid UTF-8 as the Encoding standard's decoder does it, byte by byte.
func reference(in []byte) string {
	var out strings.Builder
	need, seen, low, high, point := 0, 0, byte(0x80), byte(0xBF), rune(0)
	for i := 0; i < len(in); i++ {
		b := in[i]
		if need == 0 {
			switch {
			case b < 0x80:
				out.WriteByte(b)
			case b >= 0xC2 && b <= 0xDF:
				need, point = 1, rune(b&0x1F)
			case b >= 0xE0 && b <= 0xEF:
				if b == 0xE0 {
					low = 0xA0
				}
				if b == 0xED {
					high = 0x9F
				}
				need, point = 2, rune(b&0xF)
			case b >= 0xF0 && b <= 0xF4:
				if b == 0xF0 {
					low = 0x90
				}
				if b == 0xF4 {
					high = 0x8F
				}
				need, point = 3, rune(b&0x7)
			default:
				out.WriteRune(utf8.RuneError)
			}
			continue
		}
		if b < low || b > high {
			need, seen, low, high, point = 0, 0, 0x80, 0xBF, 0
			out.WriteRune(utf8.RuneError)
			i--
			continue
		}
		low, high, point = 0x80, 0xBF, point<<6|rune(b&0x3F)
		if seen++; seen == need {
			out.WriteRune(point)
			need, seen, point = 0, 0, 0
		}
	}
	if need > 0 {
		out.WriteRune(utf8.RuneError)
	}
	return out.String()
}

func FuzzTextCutAnywhereIsTextWhole(f *testing.F) {
	f.Add([]byte("a\xe2\x82\xac\xf0\x9f\x98\x80\xff\xed\xa0\x80\xf0\x90"), uint8(3), uint8(2))
	f.Add([]byte("\r\n\xc3\n\xa9\r"), uint8(1), uint8(1))
	f.Fuzz(func(t *testing.T, in []byte, block, size uint8) {
		want := reference(in)
		if got := textCopy(in); got != want {
			t.Fatalf("textCopy(%q) = %q, want %q", in, got, want)
		}
		if got := text(bytes.Clone(in)); got != want {
			t.Fatalf("text(%q) = %q, want %q", in, got, want)
		}
		c := &cutter{size: int(size) + 1}
		l := &splitter{longest: 1 << 20}
		var parts, lines []string
		total := 0
		for rest := in; ; {
			n := min(int(block)+1, len(rest))
			last := n == len(rest)
			cut := c.cut(bytes.Clone(rest[:n]), last)
			split, _ := l.split(bytes.Clone(rest[:n]), last)
			parts, lines = append(parts, cut.items...), append(lines, split.items...)
			for _, w := range cut.weights {
				total += w
			}
			if rest = rest[n:]; last {
				break
			}
		}
		if got := strings.Join(parts, ""); got != want || total != len(in) {
			t.Fatalf("in parts %q, whole %q, weight %d of %d", parts, want, total, len(in))
		}
		expect := strings.Split(want, "\n")
		for i := range expect[:len(expect)-1] {
			expect[i] = strings.TrimSuffix(expect[i], "\r")
		}
		if expect[len(expect)-1] == "" {
			expect = expect[:len(expect)-1]
		}
		if !slices.Equal(lines, expect) {
			t.Fatalf("lines %q, want %q", lines, expect)
		}
	})
}
