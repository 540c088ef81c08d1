package fs

import (
	"bytes"
	"errors"
	"io"
	"unicode/utf8"

	"github.com/lariatjs/lariat/runtime/fault"
	"github.com/lariatjs/lariat/stdlib/encoding"
)

// DefaultLine is the longest line that Lines gives where no limit is set.
const DefaultLine = 16 << 20

// Lines reads the rest of the file as lines without their ends, "\n" or "\r\n". A last line needs no
// end. Invalid UTF-8 becomes U+FFFD; a byte order mark stays. A line of more than longest bytes (0
// means DefaultLine) is a fault.Limit. The splitting is done on the filling goroutine.
func (f *File) Lines(longest int) *Stream[string] {
	if longest <= 0 {
		longest = DefaultLine
	}
	b := &blocks{f: f, want: blockSize}
	l := &splitter{longest: longest}
	return follow(b, func() (batch[string], error) {
		block, err := b.next()
		out, ok := l.split(block, errors.Is(err, io.EOF))
		if !ok {
			return out, fault.Limit.New("line %d of '%s' is longer than %d bytes", l.count+1, f.path, longest)
		}
		return out, err
	})
}

// splitter cuts blocks into lines. What it cannot cut yet it keeps.
type splitter struct {
	longest int
	count   int
	kept    []byte
}

// split gives the lines that are complete. It says false when the line after them breaks the limit.
func (l *splitter) split(block []byte, last bool) (batch[string], bool) {
	var out batch[string]
	for {
		i := bytes.IndexByte(block, '\n')
		if i < 0 {
			break
		}
		line := block[:i]
		if len(l.kept) > 0 {
			l.kept = append(l.kept, line...)
			line = l.kept
		}
		size := len(line) + 1
		line = bytes.TrimSuffix(line, []byte{'\r'})
		if len(line) > l.longest {
			return out, false
		}
		out.add(textCopy(line), size)
		l.count++
		l.kept = l.kept[:0]
		block = block[i+1:]
	}
	l.kept = append(l.kept, block...)
	if len(l.kept) > l.longest+1 {
		return out, false
	}
	if last && len(l.kept) > 0 {
		if len(l.kept) > l.longest {
			return out, false
		}
		out.add(textCopy(l.kept), len(l.kept))
		l.count++
	}
	return out, true
}

// Texts reads the rest of the file as strings of about size bytes (0 means DefaultChunk) that never
// split a character. Invalid UTF-8 becomes U+FFFD; a byte order mark stays.
func (f *File) Texts(size int) *Stream[string] {
	if size == 0 {
		size = DefaultChunk
	}
	if size < 0 || size > maxChunk {
		return failed[string](chunkRange(size))
	}
	b := newBlocks(f, size)
	t := &cutter{size: size}
	return follow(b, func() (batch[string], error) {
		block, err := b.next()
		return t.cut(block, errors.Is(err, io.EOF)), err
	})
}

// cutter cuts blocks into strings that end where a character ends.
type cutter struct {
	size int
	kept []byte
}

func (t *cutter) cut(block []byte, last bool) batch[string] {
	if len(t.kept) > 0 {
		block = append(t.kept, block...)
		t.kept = nil
	}
	var out batch[string]
	for len(block) > 0 {
		n := min(t.size, len(block))
		if n < len(block) || !last {
			n -= encoding.Unfinished(block[:n])
		}
		if n == 0 {
			// A chunk smaller than a character still holds one, if all of it is there.
			if utf8.FullRune(block) || last {
				n, _ = encoding.Character(block)
			}
		}
		if n == 0 {
			break
		}
		out.add(textCopy(block[:n]), n)
		block = block[n:]
	}
	t.kept = append(t.kept, block...)
	return out
}
