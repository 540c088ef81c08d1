package governor

import (
	"time"

	"github.com/lariatjs/lariat/bindings/internal/waitlist"
)

// Holding describes a token that is out, for reports.
type Holding struct {
	By     waitlist.Party
	Weight int
	// For is how long it has been out.
	For time.Duration
}

// Held describes the tokens that are out, oldest first.
func (p *Permits) Held() []Holding {
	p.list.Lock()
	defer p.list.Unlock()
	var list []Holding
	for t := range p.tokens.all() {
		if t.state.Load() == held {
			list = append(list, Holding{t.Party(), t.weight, t.Age()})
		}
	}
	return list
}

// First is the oldest token that is held, or nil: the one of a mutex.
func (p *Permits) First() *Token {
	p.list.Lock()
	t := p.tokens.first
	for t != nil && !t.Held() {
		t = t.next
	}
	p.list.Unlock()
	return t
}

// Holders are the parties that hold tokens, oldest first.
func (p *Permits) Holders() []waitlist.Party {
	var list []waitlist.Party
	for _, h := range p.Held() {
		list = append(list, h.By)
	}
	return list
}

// Waiting is the number of waiters.
func (p *Permits) Waiting() int {
	p.list.Lock()
	defer p.list.Unlock()
	return p.list.Len()
}

// Waiters describes the waiters in the order in which they will be served.
func (p *Permits) Waiters() []waitlist.Waiting {
	p.list.Lock()
	defer p.list.Unlock()
	return p.list.Waiters()
}

// Available is how many permits are free; it is never below zero.
func (p *Permits) Available() int {
	p.list.Lock()
	defer p.list.Unlock()
	return max(p.free, 0)
}

// Capacity is how many permits there are.
func (p *Permits) Capacity() int {
	p.list.Lock()
	defer p.list.Unlock()
	return p.capacity
}
