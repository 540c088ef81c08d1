package streams

import (
	"errors"
	"io"
	"sync"

	"github.com/lariatjs/lariat/runtime/fault"
)

// piped reads a stream through a codec, for Go alone.
type piped struct {
	from  io.ReadCloser
	chunk int
	codec Codec
	in    []byte
	out   []byte
	err   error
	mu    sync.Mutex // held while the codec is at work
	once  sync.Once
	ended func(err error) // on any goroutine
}

func (p *piped) Read(b []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for len(p.out) == 0 && p.err == nil {
		p.out, p.err = p.more()
	}
	if len(p.out) > 0 {
		n := copy(b, p.out)
		p.out = p.out[n:]
		return n, nil
	}
	p.finish(p.err)
	p.codec.Drop()
	return 0, p.err
}

// Waiting is that of the reader beneath.
func (p *piped) Waiting(by Waiter) (done func()) { return Await(p.from, by) }

func (p *piped) more() ([]byte, error) {
	if p.codec.More() {
		return p.codec.Write(nil)
	}
	if p.in == nil {
		p.in = make([]byte, p.chunk)
	}
	n, err := p.from.Read(p.in)
	if n > 0 {
		out, bad := p.codec.Write(p.in[:n:n])
		if bad == nil && err != nil && !errors.Is(err, io.EOF) {
			bad = err
		}
		return out, bad
	}
	if !errors.Is(err, io.EOF) {
		return nil, err
	}
	out, bad := p.codec.Finish()
	if bad == nil {
		bad = io.EOF
	}
	return out, bad
}

func (p *piped) finish(err error) {
	p.once.Do(func() {
		_ = p.from.Close()
		p.ended(err)
	})
}

func (p *piped) Close() error {
	err := fault.Aborted.New("the stream was cancelled")
	p.finish(err)
	p.mu.Lock()
	defer p.mu.Unlock()
	p.err = err
	p.codec.Drop()
	return nil
}
