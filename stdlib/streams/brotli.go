package streams

import (
	"errors"
	"io"

	"github.com/andybalholm/brotli"
)

// Brotli reads what Brotli has compressed. What follows it is left alone.
func Brotli(in io.Reader) io.Reader { return unbrotli{brotli.NewReader(ending{in})} }

type unbrotli struct{ io.Reader }

// Read takes the end for an end. The library calls input excessive that came in small pieces, and what it has of it then is
// all.
func (u unbrotli) Read(p []byte) (int, error) {
	n, err := u.Reader.Read(p)
	if err != nil && err.Error() == "brotli: excessive input" {
		err = io.EOF
	}
	return n, err
}

// ending has an end that is no error: the library knows itself whether it is too early.
type ending struct{ io.Reader }

func (e ending) Read(p []byte) (int, error) {
	n, err := e.Reader.Read(p)
	if errors.Is(err, io.ErrUnexpectedEOF) {
		err = io.EOF
	}
	return n, err
}
