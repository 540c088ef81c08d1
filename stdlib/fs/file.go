package fs

import (
	"context"
	"errors"
	"io"
	"math"
	"sync"

	"github.com/lariatjs/lariat/runtime/fault"
)

// File is an open file. Its operations never block: each stands in line behind the ones before it and
// answers through its callback, from another goroutine, in the order of the calls. All share one
// position, as in Node. At most one stream (Chunks, Lines, Texts) reads from it at a time.
type File struct {
	h    handle
	path string
	line line

	mu      sync.Mutex
	closing bool
	closed  bool
	closers []func(error)
	// stream detaches the stream that reads from the file now; nil when there is none.
	stream *attachment
	writer *Writer
}

// attachment ties a stream to its file.
type attachment struct{ fail func(error) }

// Path returns the path that the file was opened by.
func (f *File) Path() string { return f.path }

// Closed tells whether Close has been called.
func (f *File) Closed() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.closing
}

// refuses reports why an operation cannot begin: the file is closed, or a stream has its position.
// The caller holds f.mu.
func (f *File) refuses(what string, moves bool) error {
	if f.closing {
		return fault.Closed.New("cannot %s '%s': the file is closed", what, f.path)
	}
	if moves && f.stream != nil {
		return fault.Type.New("cannot %s '%s': it is being read as a stream, which must end first", what, f.path)
	}
	return nil
}

// start checks and queues one operation.
func start[T any](ctx context.Context, f *File, what string, moves bool, work func() (T, error), undo func(T), done func(T, error)) {
	f.mu.Lock()
	err, w := f.refuses(what, moves), f.writer
	f.mu.Unlock()
	if err != nil {
		var none T
		done(none, err)
		return
	}
	w.settle()
	queue(ctx, &f.line, work, undo, done)
}

// Read reads up to n bytes from the position on; at the end of the file it gives io.EOF. A read that
// is cancelled leaves the position where it was.
func (f *File) Read(ctx context.Context, n int, done func([]byte, error)) {
	if n <= 0 || n > math.MaxInt32 {
		done(nil, fault.Range.New("cannot read %d bytes: the count must be between 1 and %d", n, math.MaxInt32))
		return
	}
	start(ctx, f, "read", true, func() ([]byte, error) {
		b := make([]byte, min(n, f.ahead(n)))
		got, err := f.h.Read(b)
		if got > 0 || err == nil {
			return b[:got:got], nil
		}
		if errors.Is(err, io.EOF) {
			return nil, io.EOF
		}
		return nil, systemError(err, "read", f.path)
	}, func(b []byte) { _, _ = f.h.Seek(-int64(len(b)), io.SeekCurrent) }, done)
}

// ahead says how much memory a read of n bytes needs: a huge n costs no more than the file has left.
func (f *File) ahead(n int) int {
	const plain = 1 << 20
	if n <= plain {
		return n
	}
	info, err := f.h.Stat()
	if err != nil {
		return plain
	}
	at, err := f.h.Seek(0, io.SeekCurrent)
	if err != nil || info.Size()-at < plain {
		return plain
	}
	return int(min(info.Size()-at, int64(n)))
}

// Write writes data at the position, or at the end of a file opened for appending, and gives the
// count. The caller must not change data before done. Cancelling stops between megabytes.
func (f *File) Write(ctx context.Context, data []byte, done func(int, error)) {
	start(ctx, f, "write", true, func() (int, error) {
		n := 0
		for n < len(data) {
			if ctx.Err() != nil {
				return n, context.Cause(ctx)
			}
			w, err := f.h.Write(data[n:min(n+1<<20, len(data))])
			n += w
			if err != nil {
				return n, systemError(err, "write", f.path)
			}
		}
		return n, nil
	}, nil, done)
}

// Seek moves the position, counted from the start of the file.
func (f *File) Seek(ctx context.Context, position int64, done func(int64, error)) {
	start(ctx, f, "seek", true, func() (int64, error) {
		at, err := f.h.Seek(position, io.SeekStart)
		return at, systemError(err, "lseek", f.path)
	}, nil, done)
}

// Stat describes the open file.
func (f *File) Stat(ctx context.Context, done func(Info, error)) {
	start(ctx, f, "stat", false, func() (Info, error) {
		info, err := f.h.Stat()
		if err != nil {
			return Info{}, systemError(err, "fstat", f.path)
		}
		return newInfo(info), nil
	}, nil, done)
}

// Sync returns when all that was written is on the disk.
func (f *File) Sync(ctx context.Context, done func(struct{}, error)) {
	start(ctx, f, "sync", false, func() (struct{}, error) {
		return struct{}{}, systemError(f.h.Sync(), "fsync", f.path)
	}, nil, done)
}

// Truncate makes the file exactly size bytes long.
func (f *File) Truncate(ctx context.Context, size int64, done func(struct{}, error)) {
	if size < 0 {
		size = 0
	}
	start(ctx, f, "truncate", false, func() (struct{}, error) {
		return struct{}{}, systemError(f.h.Truncate(size), "ftruncate", f.path)
	}, nil, done)
}

// Close is CloseThen for callers that may block.
func (f *File) Close() error {
	closed := make(chan error, 1)
	f.CloseThen(func(err error) { closed <- err })
	return <-closed
}

// CloseThen closes the file when the operations before it are done; those after it fail. A stream that
// still reads from it fails; what its writer took is written, and if that fails, so does the first
// call. Closing again is no error and answers when the file is closed.
func (f *File) CloseThen(done func(error)) {
	f.mu.Lock()
	if f.closed {
		f.mu.Unlock()
		done(nil)
		return
	}
	f.closers = append(f.closers, done)
	first := !f.closing
	f.closing = true
	f.mu.Unlock()
	if first {
		f.line.add(f.shut)
	}
}

func (f *File) shut() {
	f.mu.Lock()
	s, w := f.stream, f.writer
	f.mu.Unlock()
	if s != nil {
		s.fail(fault.Closed.New("cannot read '%s': the file is closed", f.path))
	}
	err := w.finish()
	if cerr := f.h.Close(); err == nil {
		err = systemError(cerr, "close", f.path)
	}
	f.mu.Lock()
	f.closed = true
	closers := f.closers
	f.closers = nil
	f.mu.Unlock()
	for i, done := range closers {
		if i > 0 {
			err = nil
		}
		done(err)
	}
}

// attach makes a stream the only reader of the file.
func (f *File) attach(s *attachment) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if err := f.refuses("stream", true); err != nil {
		return err
	}
	f.stream = s
	return nil
}

// position waits for the operations in line and tells where they left the position. It blocks, which
// only the filling goroutine of a stream may do.
func (f *File) position() (int64, error) {
	type answer struct {
		at  int64
		err error
	}
	got := make(chan answer, 1)
	f.mu.Lock()
	w := f.writer
	f.mu.Unlock()
	w.settle()
	f.line.add(func() {
		at, err := f.h.Seek(0, io.SeekCurrent)
		got <- answer{at, err}
	})
	a := <-got
	return a.at, systemError(a.err, "lseek", f.path)
}

// detach frees the file of the stream and moves the position to where the stream's consumer got to.
// Operations that come later stand in line behind that.
func (f *File) detach(s *attachment, b *blocks, taken int64) {
	f.mu.Lock()
	mine := f.stream == s
	f.mu.Unlock()
	if !mine {
		return
	}
	if taken > 0 {
		f.line.add(func() { _, _ = f.h.Seek(b.first+taken, io.SeekStart) })
	}
	f.mu.Lock()
	f.stream = nil
	f.mu.Unlock()
}
