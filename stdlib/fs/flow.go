package fs

import (
	"context"
	"errors"
	"io"
)

// flowChunk is how many bytes go from a file at once: each is a turn of the file's line.
const flowChunk = 256 << 10

// flowIn reads a file for a stream that others read. Closing it closes the file. Reads of a regular file take no time
// that Close had to cut short.
type flowIn struct{ file *File }

// Read reads from the position on. At the end, and after an error, the file is closed: whoever sees the end finds it so.
func (r flowIn) Read(p []byte) (int, error) {
	type result struct {
		n   int
		err error
	}
	read := make(chan result, 1)
	start(context.Background(), r.file, "read", true, func() (int, error) {
		n, err := r.file.h.Read(p)
		if err == nil || errors.Is(err, io.EOF) {
			return n, err
		}
		return n, systemError(err, "read", r.file.path)
	}, nil, func(n int, err error) { read <- result{n, err} })
	got := <-read
	if got.err != nil {
		_ = r.Close()
	}
	return got.n, got.err
}

// Close does not wait for the file, which has nothing to tell.
func (r flowIn) Close() error {
	r.file.CloseThen(func(error) {})
	return nil
}

// flowOut writes to a file what comes from a stream. Closing it closes the file.
type flowOut struct{ file *File }

// Write writes at the position.
func (w flowOut) Write(p []byte) (int, error) {
	type result struct {
		n   int
		err error
	}
	written := make(chan result, 1)
	w.file.Write(context.Background(), p, func(n int, err error) { written <- result{n, err} })
	got := <-written
	return got.n, got.err
}

// Close closes the file.
func (w flowOut) Close() error { return w.file.Close() }
