package fs

import (
	"context"
	"errors"
	"io"

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
}

// Piece is one chunk on its way through a transform: Text where text was asked for, otherwise Bytes,
// which are the transform's to change.
type Piece struct {
	Bytes []byte
	Text  string
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
	ctx, end := within(ctx)
	defer end()
	p := &process{limit: max(o.Concurrency, 1), transform: f}
	if o.Text {
		s := file.Texts(o.ChunkSize)
		defer s.Close()
		p.read = s.Taken
		p.try = func() (Piece, bool, error) { t, ready, err := s.TryNext(); return Piece{Text: t}, ready, err }
		p.wait = func() (Piece, error) { t, err := s.Wait(ctx); return Piece{Text: t}, err }
	} else {
		s := file.Chunks(o.ChunkSize)
		defer s.Close()
		p.read = s.Taken
		p.try = func() (Piece, bool, error) { b, ready, err := s.TryNext(); return Piece{Bytes: b}, ready, err }
		p.wait = func() (Piece, error) { b, err := s.Wait(ctx); return Piece{Bytes: b}, err }
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

// process is one run of ProcessFile. All of it runs on the caller's goroutine, but for the calls of
// done, which fill the channels in pending.
type process struct {
	limit     int
	transform Transform
	try       func() (Piece, bool, error)
	wait      func() (Piece, error)
	read      func() int64
	pending   []chan result
	ended     bool
	buffer    []byte
}

type result struct {
	bytes []byte
	err   error
}

// gather makes one write of many small results.
func (p *process) gather(ctx context.Context) ([]byte, error) {
	p.buffer = p.buffer[:0]
	for {
		part, err := p.next(ctx)
		if errors.Is(err, io.EOF) && len(p.buffer) > 0 {
			return p.buffer, nil
		}
		if err != nil {
			return nil, err
		}
		if len(p.buffer) == 0 && len(part) >= blockSize/4 {
			return part, nil
		}
		p.buffer = append(p.buffer, part...)
		if len(p.buffer) >= blockSize {
			return p.buffer, nil
		}
	}
}

// next gives the next result in the order of the chunks.
func (p *process) next(ctx context.Context) ([]byte, error) {
	if err := p.feed(ctx); err != nil {
		return nil, err
	}
	if len(p.pending) == 0 {
		return nil, io.EOF
	}
	select {
	case r := <-p.pending[0]:
		p.pending = p.pending[1:]
		return r.bytes, r.err
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
}

// feed hands chunks to the transform up to the limit. Only with nothing pending does it wait for one.
func (p *process) feed(ctx context.Context) error {
	for !p.ended && len(p.pending) < p.limit {
		piece, ready, err := p.try()
		if !ready {
			if len(p.pending) > 0 {
				return nil
			}
			piece, err = p.wait()
		}
		if errors.Is(err, io.EOF) {
			p.ended = true
			return nil
		}
		if err != nil {
			return err
		}
		slot := make(chan result, 1)
		p.pending = append(p.pending, slot)
		p.transform(ctx, piece, func(b []byte, err error) {
			select {
			case slot <- result{b, err}:
			default: // A second call of done changes nothing.
			}
		})
	}
	return nil
}
