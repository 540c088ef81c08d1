package fs

import (
	"context"
	"sync"
)

// pumpSize is how many bytes a pump keeps before its producer has to pause.
const pumpSize = 128 << 10

// pump carries data from a producer that must not block, such as a script, to WriteFrom, which does. The producer is
// asked to begin, and asked again after each pause, by way of resume; it then puts pieces until it is told to pause.
type pump struct {
	resume func()

	mu      sync.Mutex
	data    []byte
	taken   []byte
	err     error // why there is no more: io.EOF at the end
	running bool  // the producer was asked and has not been told to pause
	wake    chan struct{}
}

func newPump(resume func()) *pump { return &pump{resume: resume, wake: make(chan struct{}, 1)} }

// put takes a copy of a piece and says whether more may come. A pump that has ended takes nothing.
func (p *pump) put(piece []byte) (more bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.err == nil {
		p.data = append(p.data, piece...)
		p.signal()
	}
	p.running = p.err == nil && len(p.data) < pumpSize
	return p.running
}

// end says that there is no more, or why. What was put before is still pulled. Only the first call counts.
func (p *pump) end(err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.err == nil {
		p.err = err
		p.signal()
	}
}

// signal wakes the one who pulls. The caller holds p.mu.
func (p *pump) signal() {
	select {
	case p.wake <- struct{}{}:
	default:
	}
}

// pull is a Pull: it gives what has been put since the last call, which is valid until the next.
func (p *pump) pull(ctx context.Context) ([]byte, error) {
	ended := make(chan struct{})
	stop := afterCancel(ctx, func() { close(ended) })
	defer stop()
	for {
		data, err := p.take()
		if len(data) > 0 || err != nil {
			return data, err
		}
		select {
		case <-p.wake:
		case <-ended:
			return nil, context.Cause(ctx)
		}
	}
}

// take gives what is there and sees to it that more comes.
func (p *pump) take() ([]byte, error) {
	p.mu.Lock()
	p.data, p.taken = p.taken[:0], p.data
	data, err := p.taken, p.err
	ask := err == nil && !p.running
	p.running = p.running || ask
	p.mu.Unlock()
	if ask {
		p.resume()
	}
	if len(data) > 0 {
		return data, nil
	}
	return nil, err
}
