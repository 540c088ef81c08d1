package streams

import (
	"slices"
	"sync"
)

// Waiter is what waits for a reader, such as a loop.Hold: Unref says that the reader itself waits for a script, so that
// virtual time has to pass, and Ref that this is over. Both may be called from any goroutine.
type Waiter interface {
	Ref()
	Unref()
}

// Awaited is a reader that knows whether it waits for a script: that of a stream, or of a connection whose other end is
// the same program. It tells by, with an Unref that is followed by a Ref, until done is called. One at a time can ask.
type Awaited interface {
	Waiting(by Waiter) (done func())
}

// Await tells a reader, if it wants to know, what waits for it until done is called.
func Await(r any, by Waiter) (done func()) {
	if a, ok := r.(Awaited); ok {
		return a.Waiting(by)
	}
	return func() {}
}

// Pauses makes a reader Awaited that says itself when it waits for a script. It may be used from any goroutine.
type Pauses struct {
	mu     sync.Mutex
	by     []Waiter
	paused bool
}

// Waiting is that of an Awaited reader; here several can ask.
func (p *Pauses) Waiting(by Waiter) (done func()) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.by = append(p.by, by)
	if p.paused {
		by.Unref()
	}
	return func() {
		p.mu.Lock()
		defer p.mu.Unlock()
		if p.paused {
			by.Ref()
		}
		i := slices.Index(p.by, by)
		p.by = slices.Delete(p.by, i, i+1)
	}
}

// Set says whether the reader waits for a script now.
func (p *Pauses) Set(paused bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.paused == paused {
		return
	}
	p.paused = paused
	for _, by := range p.by {
		if paused {
			by.Unref()
		} else {
			by.Ref()
		}
	}
}
