package blob

import (
	"io"
	"slices"
	"strings"
	"time"
)

// Blob is a run of bytes that never changes, with a type. It may be used from any goroutine.
type Blob struct {
	parts [][]byte
	size  int64
	kind  string
}

// File is a Blob with a name.
type File struct {
	Blob
	Name     string
	Modified time.Time
}

// New makes a Blob of parts, which must not be changed afterwards.
func New(kind string, parts ...[]byte) *Blob {
	b := &Blob{kind: Type(kind)}
	for _, p := range parts {
		b.add(p)
	}
	return b
}

func (b *Blob) add(parts ...[]byte) {
	for _, p := range parts {
		if len(p) > 0 {
			b.parts = append(b.parts, p)
			b.size += int64(len(p))
		}
	}
}

// Type is a media type as Blobs have it: in small letters, or none if a character is not ASCII that can be printed.
func Type(kind string) string {
	if strings.ContainsFunc(kind, func(r rune) bool { return r < ' ' || r > '~' }) {
		return ""
	}
	return strings.ToLower(kind)
}

// Size is the number of bytes.
func (b *Blob) Size() int64 { return b.size }

// Type is the media type, or empty.
func (b *Blob) Type() string { return b.kind }

// Slice returns a part of the blob, which shares its bytes. Negative places count from the end.
func (b *Blob) Slice(start, end int64, kind string) *Blob {
	start, end = b.place(start), b.place(end)
	s := &Blob{kind: Type(kind)}
	for _, p := range b.parts {
		n := int64(len(p))
		from, to := max(start, 0), min(end, n)
		if from < to {
			s.add(p[from:to:to])
		}
		start, end = start-n, end-n
	}
	return s
}

func (b *Blob) place(at int64) int64 {
	if at < 0 {
		at = max(b.size+at, 0)
	}
	return min(at, b.size)
}

// Bytes returns a copy of the bytes.
func (b *Blob) Bytes() []byte { return slices.Concat(b.parts...) }

// Reader returns a reader of the bytes.
func (b *Blob) Reader() io.Reader { return &reader{parts: b.parts} }

type reader struct {
	parts [][]byte
	at    int // in the first part
}

func (r *reader) Read(p []byte) (n int, err error) {
	for n < len(p) && len(r.parts) > 0 {
		k := copy(p[n:], r.parts[0][r.at:])
		n += k
		if r.at += k; r.at == len(r.parts[0]) {
			r.parts, r.at = r.parts[1:], 0
		}
	}
	if n == 0 && len(p) > 0 {
		return 0, io.EOF
	}
	return n, nil
}

// NativeLines gives text the line ends of the system, as the option endings: "native" wants it.
func NativeLines(text, eol string) string {
	text = strings.ReplaceAll(text, "\r\n", "\n")
	text = strings.ReplaceAll(text, "\r", "\n")
	if eol == "\n" {
		return text
	}
	return strings.ReplaceAll(text, "\n", eol)
}
