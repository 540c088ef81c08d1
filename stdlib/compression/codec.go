package compression

import (
	"bufio"
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"errors"
	"io"
	"strings"

	"github.com/andybalholm/brotli"

	"github.com/lariatjs/lariat/runtime/fault"
	"github.com/lariatjs/lariat/stdlib/streams"
)

// Compress compresses data to "gzip", "deflate" (zlib) or "deflate-raw". Levels are those of flate, and what both sides
// have of the data before it may be given as a dictionary, which gzip does not have.
func Compress(format string, level int, dictionary, data []byte) ([]byte, error) {
	c, err := NewCompressor(format, level, dictionary)
	if err != nil {
		return nil, err
	}
	out, err := c.Write(data)
	if err != nil {
		return nil, err
	}
	rest, err := c.Finish()
	return append(out, rest...), err
}

// Compressor compresses what is written to it.
type Compressor struct {
	w interface {
		io.WriteCloser
		Flush() error
	}
	out bytes.Buffer
}

// NewCompressor returns a compressor.
func NewCompressor(format string, level int, dictionary []byte) (*Compressor, error) {
	c := &Compressor{}
	var err error
	switch format {
	case "gzip":
		c.w, err = gzip.NewWriterLevel(&c.out, level)
	case "brotli": // the level is the quality, and 256 times the size of the window
		c.w = brotli.NewWriterOptions(&c.out, brotli.WriterOptions{Quality: level & 0xFF, LGWin: level >> 8})
	case "deflate":
		c.w, err = zlib.NewWriterLevelDict(&c.out, level, dictionary)
	default:
		c.w, err = flate.NewWriterDict(&c.out, level, dictionary)
	}
	if err != nil {
		return nil, fault.Range.New("the level %d is not one of -2 to 9", level).With("code", "ERR_OUT_OF_RANGE")
	}
	return c, nil
}

// Write takes a chunk and returns what comes of it so far.
func (c *Compressor) Write(chunk []byte) ([]byte, error) {
	_, err := c.w.Write(chunk)
	return c.take(), err
}

// Flush returns all that is needed to read what was written.
func (c *Compressor) Flush() ([]byte, error) {
	err := c.w.Flush()
	return c.take(), err
}

// Finish returns what is left.
func (c *Compressor) Finish() ([]byte, error) {
	err := c.w.Close()
	return c.take(), err
}

func (c *Compressor) take() []byte {
	b := bytes.Clone(c.out.Bytes())
	c.out.Reset()
	return b
}

// Decompress gives the data of a format, or of "unzip": gzip or zlib, as its first bytes say. More than limit bytes of it
// are an error: a few bytes may expand to a thousand times as many.
func Decompress(format string, dictionary, data []byte, limit int64) ([]byte, error) {
	in := bytes.NewReader(data)
	r, err := reader(format, dictionary, in)
	if err != nil {
		return nil, Broken(err)
	}
	out, err := io.ReadAll(io.LimitReader(r, limit+1))
	switch {
	case int64(len(out)) > limit:
		return nil, fault.Range.New("Cannot create a Buffer larger than %d bytes", limit).With("code", "ERR_BUFFER_TOO_LARGE")
	case errors.Is(err, gzip.ErrHeader):
		return out, nil // what follows a whole member and is none belongs to somebody else
	case err != nil:
		return nil, Broken(err)
	}
	return out, nil
}

func reader(format string, dictionary []byte, in *bytes.Reader) (io.Reader, error) {
	switch sniffed(format, in) {
	case "gzip":
		if head := make([]byte, 2); in.Len() >= len(head) {
			_, _ = in.ReadAt(head, 0)
			if head[0] != 0x1f || head[1] != 0x8b {
				return nil, gzip.ErrHeader
			}
		}
		return gzip.NewReader(in)
	case "brotli":
		return streams.Brotli(in), nil
	case "deflate":
		return zlib.NewReaderDict(in, dictionary)
	}
	return flate.NewReaderDict(in, dictionary), nil
}

// sniffed resolves "unzip" by what comes first.
func sniffed(format string, in *bytes.Reader) string {
	if format != "unzip" {
		return format
	}
	first, err := in.ReadByte()
	if err == nil {
		_ = in.UnreadByte()
	}
	if first == 0x1f {
		return "gzip"
	}
	return "deflate"
}

// NewDecompressor returns a codec for a format. As with Decompress, what follows the data and is no more of it is left alone.
func NewDecompressor(format string) streams.Codec {
	return streams.NewReading(format, func(in io.Reader) (io.Reader, error) {
		switch format {
		case "gzip":
			return newMembers(in)
		case "brotli":
			return streams.Brotli(in), nil
		case "deflate":
			return zlib.NewReader(in)
		}
		return flate.NewReader(in), nil
	})
}

// members reads the members of gzip that follow one another.
type members struct {
	*gzip.Reader
	in *bufio.Reader
}

func newMembers(in io.Reader) (io.Reader, error) {
	m := &members{in: bufio.NewReader(in)}
	var err error
	if m.Reader, err = gzip.NewReader(m.in); err == nil {
		m.Multistream(false)
	}
	return m, err
}

func (m *members) Read(p []byte) (int, error) {
	n, err := m.Reader.Read(p)
	switch {
	case err != io.EOF: //nolint:errorlint // the end itself
		return n, err
	case n > 0:
		return n, nil
	}
	if head, _ := m.in.Peek(2); len(head) < 2 || head[0] != 0x1f || head[1] != 0x8b {
		return 0, io.EOF
	}
	if err := m.Reset(m.in); err != nil {
		return 0, err
	}
	m.Multistream(false)
	return m.Read(p)
}

// Broken makes the errors of Node of those of Go.
func Broken(err error) error {
	text, code, number := "invalid compressed data", "Z_DATA_ERROR", -3
	switch {
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF):
		text, code, number = "unexpected end of file", "Z_BUF_ERROR", -5
	case errors.Is(err, gzip.ErrHeader), errors.Is(err, zlib.ErrHeader):
		text = "incorrect header check"
	case errors.Is(err, gzip.ErrChecksum), errors.Is(err, zlib.ErrChecksum):
		text = "incorrect data check"
	case errors.Is(err, zlib.ErrDictionary):
		text = "Bad dictionary"
	case strings.Contains(err.Error(), "brotli: "): // or around it
		text, code, number = "Decompression failed", "ERR__ERROR_FORMAT", -2
	}
	return fault.System.New("%s", text).With("code", code).With("errno", number)
}
