package streams

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"errors"
	"io"
	"iter"
	"slices"

	"github.com/lariatjs/lariat/runtime/fault"
)

// Codec turns a sequence of chunks into another: it compresses, or decompresses. It is used by one goroutine at a time.
type Codec interface {
	// Write takes a chunk and returns what comes of it so far, which may be nothing.
	Write(chunk []byte) ([]byte, error)
	// Finish returns what is left. It is an error if the input was not complete.
	Finish() ([]byte, error)
	// More reports whether there is output for the input that is there: Write(nil) returns it.
	More() bool
	// Drop lets go of a codec that was not finished.
	Drop()
}

// formats are what CompressionStream and DecompressionStream know.
var formats = []string{"deflate", "deflate-raw", "gzip"}

// NewCompressor returns a codec that compresses to "gzip", "deflate" (zlib) or "deflate-raw"; nil for another format.
func NewCompressor(format string) Codec {
	c := &compressor{}
	switch format {
	case "gzip":
		c.w = gzip.NewWriter(&c.out)
	case "deflate":
		c.w = zlib.NewWriter(&c.out)
	case "deflate-raw":
		c.w, _ = flate.NewWriter(&c.out, flate.DefaultCompression)
	default:
		return nil
	}
	return c
}

type compressor struct {
	w   io.WriteCloser
	out bytes.Buffer
}

func (c *compressor) Write(chunk []byte) ([]byte, error) {
	_, err := c.w.Write(chunk)
	return c.take(), err
}

func (c *compressor) Finish() ([]byte, error) {
	err := c.w.Close()
	return c.take(), err
}

func (*compressor) More() bool { return false }

func (*compressor) Drop() {}

func (c *compressor) take() []byte {
	b := slices.Clone(c.out.Bytes())
	c.out.Reset()
	return b
}

// NewDecompressor returns a codec that decompresses; nil for a format that it does not know.
func NewDecompressor(format string) Codec {
	if !slices.Contains(formats, format) {
		return nil
	}
	return &decompressor{format: format}
}

// NewReading returns a codec of one of Go's readers, whatever that reads. What follows the end is left alone.
func NewReading(format string, open func(io.Reader) (io.Reader, error)) Codec {
	return &decompressor{format: format, reader: open}
}

// pieceSize is about how much a codec gives at once: a few bytes may expand to a thousand times as many.
const pieceSize = 256 << 10

// decompressor runs one of Go's readers, which pull, on what is pushed: as a coroutine that yields when it has read all
// that there is.
type decompressor struct {
	format string
	reader func(io.Reader) (io.Reader, error) // nil for the formats of DecompressionStream
	in     []byte
	last   bool
	out    []byte
	full   bool // it yields because of what it has given
	over   bool
	err    error
	yield  func(struct{}) bool
	resume func() (struct{}, bool)
	stop   func()
}

func (d *decompressor) run(yield func(struct{}) bool) {
	d.yield = yield
	r, err := d.open()
	if err == nil {
		err = d.copy(r)
	}
	d.over, d.err = true, err
}

func (d *decompressor) open() (io.Reader, error) {
	switch {
	case d.reader != nil:
		return d.reader(d)
	case d.format == "gzip":
		r, err := gzip.NewReader(d)
		if err == nil {
			r.Multistream(false)
		}
		return r, err
	case d.format == "deflate":
		return zlib.NewReader(d)
	}
	return flate.NewReader(d), nil
}

// copy reads into a buffer of its own: while r reads, the coroutine may yield and what is in out be taken.
func (d *decompressor) copy(r io.Reader) error {
	buffer := make([]byte, 16<<10)
	for {
		n, err := r.Read(buffer)
		d.out = append(d.out, buffer[:n]...)
		switch {
		case err == io.EOF:
			return nil
		case err != nil:
			return err
		}
		if len(d.out) >= pieceSize {
			d.full = true
			if !d.yield(struct{}{}) {
				return io.ErrUnexpectedEOF
			}
			d.full = false
		}
	}
}

// more waits until there is input.
func (d *decompressor) more() error {
	for len(d.in) == 0 {
		if d.last || !d.yield(struct{}{}) {
			return io.ErrUnexpectedEOF
		}
	}
	return nil
}

// Read is for Go's reader.
func (d *decompressor) Read(p []byte) (int, error) {
	if err := d.more(); err != nil {
		return 0, err
	}
	n := copy(p, d.in)
	d.in = d.in[n:]
	return n, nil
}

// ReadByte keeps Go's reader from reading beyond the end of what is compressed.
func (d *decompressor) ReadByte() (byte, error) {
	if err := d.more(); err != nil {
		return 0, err
	}
	b := d.in[0]
	d.in = d.in[1:]
	return b, nil
}

func (d *decompressor) Write(chunk []byte) ([]byte, error) {
	if len(chunk) > 0 {
		d.in = chunk
	}
	out := d.goOn()
	switch {
	case d.err != nil:
		return out, d.broken()
	case d.over && len(d.in) > 0 && d.reader == nil:
		return out, fault.Type.New("decompress %s: there is more after the end of the compressed data", d.format)
	}
	return out, nil
}

// goOn runs the coroutine until it yields or ends. One that has yielded for want of input has no output left when it
// is resumed without any.
func (d *decompressor) goOn() []byte {
	if d.resume == nil {
		d.resume, d.stop = iter.Pull(d.run)
	}
	if !d.over {
		d.resume()
	}
	out := d.out
	d.out = nil
	return out
}

func (d *decompressor) More() bool { return d.full }

func (d *decompressor) broken() error {
	return fault.Type.New("decompress %s: the data is not valid: %w", d.format, d.err)
}

func (d *decompressor) Finish() ([]byte, error) {
	d.last = true
	out := d.goOn()
	switch {
	case errors.Is(d.err, io.ErrUnexpectedEOF), errors.Is(d.err, io.EOF):
		return out, fault.Type.New("decompress %s: the data is not complete", d.format)
	case d.err != nil:
		return out, d.broken()
	}
	return out, nil
}

func (d *decompressor) Drop() {
	if d.stop != nil {
		d.stop()
	}
}
