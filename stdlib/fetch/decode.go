package fetch

import (
	"bufio"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"io"
	"slices"
	"strings"

	"github.com/lariatjs/lariat/runtime/fault"
	"github.com/lariatjs/lariat/stdlib/streams"
)

// decode undoes the codings of a body. One that is not known leaves the body as it is.
func decode(encodings []string, body io.ReadCloser) io.ReadCloser {
	var codings []string
	for part := range strings.SplitSeq(strings.Join(encodings, ","), ",") {
		if coding := strings.ToLower(strings.TrimSpace(part)); coding != "" && coding != "identity" {
			codings = append(codings, coding)
		}
	}
	for _, coding := range codings {
		if !slices.Contains([]string{"gzip", "x-gzip", "deflate", "br"}, coding) {
			return body
		}
	}
	for _, coding := range slices.Backward(codings) {
		body = &decoder{coding: coding, body: body}
	}
	return body
}

// decoder reads a coding. It looks at the first bytes only when somebody wants some.
type decoder struct {
	coding string
	body   io.ReadCloser
	r      io.Reader
}

func (d *decoder) Read(p []byte) (int, error) {
	if d.r == nil {
		r, err := d.open()
		if err != nil {
			return 0, d.broken(err)
		}
		d.r = r
	}
	n, err := d.r.Read(p)
	if err != nil && err != io.EOF { //nolint:errorlint // the end itself
		err = d.broken(err)
	}
	return n, err
}

func (d *decoder) open() (io.Reader, error) {
	in := bufio.NewReader(d.body)
	head, err := in.Peek(2)
	if len(head) == 0 {
		return nil, err // an empty body is one, whatever it says
	}
	switch {
	case d.coding == "br":
		return streams.Brotli(in), nil
	case d.coding != "deflate":
		return gzip.NewReader(in)
	case len(head) == 2 && head[0]&0x0F == 8 && (int(head[0])<<8|int(head[1]))%31 == 0:
		return zlib.NewReader(in)
	}
	return flate.NewReader(in), nil // some servers send it without the wrapping that the word means
}

// broken tells a mistake in the data from one of the connection.
func (d *decoder) broken(err error) error {
	switch err := err.(type) { //nolint:errorlint // what the packages of compression return
	case flate.CorruptInputError:
		return fault.System.New("the body is not valid %s", d.coding).With("code", "Z_DATA_ERROR")
	case nil:
		return io.EOF
	default:
		if err == gzip.ErrHeader || err == gzip.ErrChecksum || err == zlib.ErrHeader || err == zlib.ErrChecksum { //nolint:errorlint // as above
			return fault.System.New("the body is not valid %s", d.coding).With("code", "Z_DATA_ERROR")
		}
		if strings.HasPrefix(err.Error(), "brotli: ") {
			return fault.System.New("the body is not valid brotli").With("code", "ERR__ERROR_FORMAT")
		}
		return err
	}
}

// Close closes the body.
func (d *decoder) Close() error { return d.body.Close() }
