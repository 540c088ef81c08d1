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
	// waits, if set, hears when the one who pulls begins to wait for the producer and when that has an answer. Like
	// resume it is called with mu held.
	waits func(bool)

	mu      sync.Mutex
	data    []byte
	taken   []byte
	err     error // why there is no more: io.EOF at the end
	running bool  // the producer was asked and has not been told to pause
	waiting bool
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
	p.await(false)
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

// await notes whether the one who pulls waits. The caller holds p.mu.
func (p *pump) await(waiting bool) {
	if p.waiting != waiting && p.waits != nil {
		p.waits(waiting)
	}
	p.waiting = waiting
}

// take gives what is there and sees to it that more comes.
func (p *pump) take() ([]byte, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.data, p.taken = p.taken[:0], p.data
	if p.err == nil && !p.running {
		p.running = true
		p.resume()
	}
	if len(p.taken) > 0 {
		return p.taken, nil
	}
	p.await(p.err == nil)
	return nil, p.err
}
