package fs

import (
	"context"
	"errors"
	"io"
	"math"

	"github.com/lariatjs/lariat/runtime/fault"
)

// ReadAt reads up to n bytes from an offset on, without the position; at the end of the file it gives io.EOF.
func (f *File) ReadAt(ctx context.Context, n int, offset int64, done func([]byte, error)) {
	if n <= 0 || n > math.MaxInt32 || offset < 0 {
		done(nil, fault.Range.New("cannot read %d bytes at %d: the count must be between 1 and %d and the offset not negative",
			n, offset, math.MaxInt32))
		return
	}
	start(ctx, f, "read", false, func() ([]byte, error) {
		b := make([]byte, min(n, f.left(n, offset)))
		got, err := f.h.ReadAt(b, offset)
		if got > 0 {
			return b[:got:got], nil
		}
		if errors.Is(err, io.EOF) {
			return nil, io.EOF
		}
		return nil, systemError(err, "read", f.path)
	}, nil, done)
}

// WriteAt writes data at an offset, without the position, and gives the count. The caller must not change data before
// done.
func (f *File) WriteAt(ctx context.Context, data []byte, offset int64, done func(int, error)) {
	if offset < 0 {
		done(0, fault.Range.New("cannot write at %d: the offset must not be negative", offset))
		return
	}
	start(ctx, f, "write", false, func() (int, error) {
		n, err := f.h.WriteAt(data, offset)
		return n, systemError(err, "write", f.path)
	}, nil, done)
}

// ReadRest reads from the position to the end of the file, up to 2 GiB less one byte.
func (f *File) ReadRest(ctx context.Context, done func([]byte, error)) {
	start(ctx, f, "read", true, func() ([]byte, error) {
		info, err := f.h.Stat()
		if err != nil {
			return nil, systemError(err, "fstat", f.path)
		}
		at, err := f.h.Seek(0, io.SeekCurrent)
		if err != nil {
			return nil, systemError(err, "lseek", f.path)
		}
		return readAll(ctx, f.h, max(info.Size()-at, 0), f.path, math.MaxInt32)
	}, nil, done)
}

// left says how much memory a read of n bytes at an offset needs: a huge n costs no more than the file has left.
func (f *File) left(n int, offset int64) int {
	const plain = 1 << 20
	if n <= plain {
		return n
	}
	info, err := f.h.Stat()
	if err != nil || info.Size()-offset < plain {
		return plain
	}
	return int(min(info.Size()-offset, int64(n)))
}
