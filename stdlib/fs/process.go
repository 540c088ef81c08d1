package fs

import (
	"context"

	"github.com/lariatjs/lariat/runtime/fault"
)

// ProcessOptions say how ProcessFile cuts and how much it does at a time.
type ProcessOptions struct {
	// ChunkSize is the size of chunks in bytes; 0 means DefaultChunk.
	ChunkSize int
	// Text hands out strings that never split a character.
	Text bool
	// Concurrency is how many chunks may be in the transform at once; 0 means 1.
	Concurrency int
	// Waits, if set, hears when nothing goes on but the transform, and when that has an answer: the latter before done
	// returns. It must not block.
	Waits func(bool)
	// Opened, if set, hears the size of the input, which may still grow.
	Opened func(size int64)
}

// Piece is one chunk on its way through a transform: Text where text was asked for, otherwise Bytes,
// which are the transform's to change.
type Piece struct {
	Bytes []byte
	Text  string
	// Size is how many bytes of the file it was made of.
	Size int64
}

// Transform turns a chunk into what is written. It must not block; done is called once, at once or
// later and from any goroutine, with bytes that stay unchanged from then on.
type Transform func(ctx context.Context, piece Piece, done func([]byte, error))

// Processed counts what went through ProcessFile.
type Processed struct{ BytesIn, BytesOut int64 }

// ProcessFile reads one file in chunks, passes them through the transform and writes the results, in
// order, to another file, which is replaced as a whole when all is done, or not at all. No more is
// read than the transform and the disk can take. Both paths may be the same file.
func (d *Disk) ProcessFile(ctx context.Context, in, out string, o ProcessOptions, f Transform) (Processed, error) {
	if o.Concurrency < 0 || o.Concurrency > 1<<16 {
		return Processed{}, fault.Range.New("the concurrency is %d, but must be between 1 and %d", o.Concurrency, 1<<16)
	}
	file, err := d.Open(ctx, in, "r", 0)
	if err != nil {
		return Processed{}, err
	}
	defer func() { _ = file.h.Close() }()
	if o.Opened != nil {
		info, err := file.h.Stat()
		if err != nil {
			return Processed{}, systemError(err, "fstat", in)
		}
		o.Opened(info.Size())
	}
	ctx, end := within(ctx)
	defer end()
	p := &process{limit: max(o.Concurrency, 1), transform: f, waits: o.Waits, wake: make(chan struct{}, 1)}
	if o.Text {
		s := file.Texts(o.ChunkSize)
		defer s.Close()
		p.read = s.Taken
		p.try = func() (Piece, bool, error) { t, ready, err := s.TryNext(); return Piece{Text: t}, ready, err }
		p.ask = func() { s.Next(ctx, func(t string, more bool, err error) { p.arrive(Piece{Text: t}, more, err) }) }
	} else {
		s := file.Chunks(o.ChunkSize)
		defer s.Close()
		p.read = s.Taken
		p.try = func() (Piece, bool, error) { b, ready, err := s.TryNext(); return Piece{Bytes: b}, ready, err }
		p.ask = func() { s.Next(ctx, func(b []byte, more bool, err error) { p.arrive(Piece{Bytes: b}, more, err) }) }
	}
	written, err := d.replace(ctx, out, p.gather, newFileMode)
	return Processed{BytesIn: p.read(), BytesOut: written}, err
}

// within derives a context that ends with the call.
func within(ctx context.Context) (inner context.Context, end func()) {
	inner, cancel := context.WithCancelCause(context.WithoutCancel(ctx))
	stop := afterCancel(ctx, func() { cancel(context.Cause(ctx)) })
	return inner, func() {
		stop()
		cancel(nil)
	}
}
