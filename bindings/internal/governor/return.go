package governor

import (
	"github.com/lariatjs/lariat/bindings/internal/waitlist"
	"github.com/lariatjs/lariat/runtime/fault"
)

// Return gives n permits back without a token, as a semaphore of other languages does. They are
// taken from tokens that are out, first from those of the same task and then from the oldest, so
// that a token which was given back this way cannot be given back again. What exceeds them is an
// error when bounded, and nothing is given back then; else it makes the capacity grow.
func (p *Permits) Return(by waitlist.Party, n int, bounded bool) error {
	if n < 1 {
		return fault.Range.New("release: %d permits are not a positive number", n)
	}
	p.list.Lock()
	defer p.list.Unlock()
	if out := p.capacity - p.free; bounded && n > out {
		return fault.OverRelease.New("release: %s has only %d permits out, not %d", p.Label(), out, n)
	}
	p.free += n
	left := n
	for t := range p.tokens.all() {
		if t.Party().Is(by) {
			left -= p.lighten(t, left)
		}
	}
	for t := range p.tokens.all() {
		left -= p.lighten(t, left)
	}
	p.capacity += left
	p.serve()
	return nil
}

// lighten takes up to n permits from a token that is held and returns how many. The caller holds
// the lock.
func (p *Permits) lighten(t *Token, n int) int {
	if t.state.Load() != held {
		return 0
	}
	n = min(n, t.weight)
	if t.weight -= n; t.weight == 0 {
		// If a Release is under way, between its claim and Free, it will find nothing left to free.
		t.take()
		p.tokens.remove(t)
	}
	return n
}

// Resize sets the capacity. Waiters that can never be served any more are refused; tokens that are
// out stay.
func (p *Permits) Resize(capacity int) error {
	if capacity < 0 {
		return fault.Range.New("resize: the capacity %d is negative", capacity)
	}
	p.list.Lock()
	defer p.list.Unlock()
	p.free += capacity - p.capacity
	p.capacity = capacity
	for w := range p.list.All() {
		if w.Value == nil && p.refusal == nil {
			if err := p.refuse(w.Weight); err != nil {
				p.list.Fail(w, err)
			}
		}
	}
	p.serve()
	return nil
}

// Refuse makes every waiter and every later request fail with err, until Refuse(nil).
func (p *Permits) Refuse(err error) {
	p.list.Lock()
	defer p.list.Unlock()
	p.refusal = err
	if err == nil {
		p.serve()
		return
	}
	for w := range p.list.All() {
		if t := w.Value; t != nil {
			t.state.CompareAndSwap(suspended, released)
			p.tokens.remove(t)
		}
		p.list.Fail(w, err)
	}
}

// Refusal is what Refuse set.
func (p *Permits) Refusal() error {
	p.list.Lock()
	defer p.list.Unlock()
	return p.refusal
}

// ReleaseDead takes back all tokens of the tasks of a dead isolate, those that are suspended too, and
// returns how many stood for something. Before they are free, refuse may set the error that others
// are refused with, given one of the holders.
func (p *Permits) ReleaseDead(isolate uint64, refuse func(by waitlist.Party) error) int {
	var dead []*Token
	p.list.Lock()
	for t := range p.tokens.all() {
		switch {
		case uint64(t.isolate) != isolate:
		case t.take():
			dead = append(dead, t)
		case t.state.CompareAndSwap(suspended, released):
			p.tokens.remove(t)
		}
	}
	p.list.Unlock()
	if len(dead) > 0 && refuse != nil {
		p.Refuse(refuse(dead[0].Party()))
	}
	for _, t := range dead {
		p.owner.Free(t)
	}
	return len(dead)
}
