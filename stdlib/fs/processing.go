package fs

import (
	"context"
	"errors"
	"io"
	"sync"
)

// process is one run of ProcessFile. Its methods run on the caller's goroutine, but for arrive, which the stream
// calls, and for what the transform calls when it is done.
type process struct {
	limit     int
	transform Transform
	try       func() (Piece, bool, error)
	ask       func() // has arrive called with the next piece
	read      func() int64
	waits     func(bool)
	buffer    []byte
	through   int64 // how many bytes the pieces were made of
	ended     bool

	mu      sync.Mutex
	wake    chan struct{}
	pending []*slot  // the pieces in the transform, in their order
	asked   bool     // a piece is on its way
	arrived *arrival // it is there
	waiting bool     // nothing goes on but the transform
}

// slot is where the result of one piece will be.
type slot struct {
	done  bool
	bytes []byte
	err   error
}

type arrival struct {
	piece Piece
	err   error // io.EOF behind the last
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
	for {
		if err := p.feed(ctx); err != nil {
			return nil, err
		}
		b, ready, err := p.take()
		if ready {
			return b, err
		}
		select {
		case <-p.wake:
		case <-ctx.Done():
			return nil, context.Cause(ctx)
		}
	}
}

// feed hands chunks to the transform up to the limit, as far as they are there, and has the next one read.
func (p *process) feed(ctx context.Context) error {
	for !p.ended {
		p.mu.Lock()
		arrived, full := p.arrived, len(p.pending) >= p.limit
		wait := p.asked || full
		p.arrived = nil
		p.mu.Unlock()
		if arrived == nil {
			if wait {
				return nil
			}
			piece, ready, err := p.try()
			if !ready {
				p.mu.Lock()
				p.asked = true
				p.mu.Unlock()
				p.ask()
				continue
			}
			arrived = &arrival{piece, err}
		}
		switch {
		case errors.Is(arrived.err, io.EOF):
			p.ended = true
		case arrived.err != nil:
			return arrived.err
		default:
			p.hand(ctx, arrived.piece)
		}
	}
	return nil
}

// arrive takes the piece that was asked for. Any goroutine.
func (p *process) arrive(piece Piece, more bool, err error) {
	if !more && err == nil {
		err = io.EOF
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.asked, p.arrived = false, &arrival{piece, err}
	p.signal()
}

// hand gives a piece to the transform. A second call of done changes nothing.
func (p *process) hand(ctx context.Context, piece Piece) {
	s := &slot{}
	piece.Size = p.read() - p.through
	p.through += piece.Size
	p.mu.Lock()
	p.pending = append(p.pending, s)
	p.mu.Unlock()
	p.transform(ctx, piece, func(b []byte, err error) {
		p.mu.Lock()
		defer p.mu.Unlock()
		if s.done {
			return
		}
		s.done, s.bytes, s.err = true, b, err
		p.signal()
	})
}

// signal wakes the caller's goroutine. The caller holds p.mu.
func (p *process) signal() {
	p.await(false)
	select {
	case p.wake <- struct{}{}:
	default:
	}
}

// await notes whether nothing goes on but the transform. The caller holds p.mu.
func (p *process) await(waiting bool) {
	if p.waiting != waiting && p.waits != nil {
		p.waits(waiting)
	}
	p.waiting = waiting
}

// take gives the first result, if it is there.
func (p *process) take() (b []byte, ready bool, err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch {
	case p.arrived != nil:
		p.signal() // feed looks at it first
	case len(p.pending) == 0 && p.ended:
		return nil, true, io.EOF
	case len(p.pending) > 0 && p.pending[0].done:
		s := p.pending[0]
		p.pending = p.pending[1:]
		return s.bytes, true, s.err
	default:
		p.await(!p.asked)
	}
	return nil, false, nil
}
