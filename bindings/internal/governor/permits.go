package governor

import (
	"cmp"
	"context"
	"time"

	"github.com/lariatjs/lariat/bindings/internal/waitlist"
	"github.com/lariatjs/lariat/runtime/fault"
)

// Permits is a number of permits that are handed out as tokens, in the strict order of the
// requests: a small one never overtakes a big one that waits, for otherwise the big one might wait
// for ever. It is the core of mutexes, semaphores, read-write locks and bulkheads. All methods may
// be called from any goroutine; none blocks.
type Permits struct {
	Named
	owner    Owner
	list     waitlist.List[*Token]
	tokens   ledger
	capacity int
	free     int // below zero after a Resize while more are out
	unfair   bool
	refusal  error // while set, everybody is refused with it
}

// Setup says what a Permits is for.
type Setup struct {
	Kind, Name string
	Capacity   int
	// Owner frees the tokens; nil means the Permits itself. Another one has to call Free on it.
	Owner Owner
	// Unfair lets requests that fit overtake those that do not.
	Unfair bool
	// Aging lets waiters rise by one priority whenever they have waited for so long, by the clock
	// Now.
	Aging time.Duration
	Now   func() time.Time
}

// Init makes p ready. It must come before everything else.
func (p *Permits) Init(s Setup) {
	p.Named = NewNamed(s.Kind, s.Name)
	p.owner, p.capacity, p.free, p.unfair = s.Owner, s.Capacity, s.Capacity, s.Unfair
	if p.owner == nil {
		p.owner = p
	}
	p.list.Init(p)
	p.list.Age(s.Aging, s.Now)
}

// Acquire asks for a token.
func (p *Permits) Acquire(ctx context.Context, by waitlist.Party, want Want, done func(*Token, error)) {
	if ctx.Err() != nil {
		done(nil, context.Cause(ctx))
		return
	}
	want.Weight = cmp.Or(want.Weight, 1)
	p.list.Lock()
	if err := p.refuse(want.Weight); err != nil {
		p.list.Unlock()
		done(nil, err)
		return
	}
	if want.Weight <= p.free && (p.unfair || p.list.Quiet()) {
		t := p.issue(by, want.Weight)
		p.list.Unlock()
		done(t, nil)
		return
	}
	w := p.list.Add(ctx, waitlist.Ask{By: by, Weight: want.Weight, Priority: want.Priority}, done)
	p.serve()
	p.list.UnlockAndWatch(w)
}

// Try takes a token if that needs no waiting and overtakes nobody.
func (p *Permits) Try(by waitlist.Party, want Want) *Token {
	weight := cmp.Or(want.Weight, 1)
	var t *Token
	p.list.Lock()
	if weight <= p.free && p.refuse(weight) == nil && (p.unfair || p.list.Leads(want.Priority)) {
		t = p.issue(by, weight)
	}
	p.list.Unlock()
	return t
}

// refuse says why a request can never be served. A weight of 1 always may wait: a semaphore of 0 is
// a legitimate signal, and one that is resized to 0 is paused. The caller holds the lock, as for
// all unexported methods that follow.
func (p *Permits) refuse(weight int) error {
	switch {
	case p.refusal != nil:
		return p.refusal
	case weight < 1:
		return fault.Range.New("acquire: weight %d is not positive", weight)
	case weight > p.capacity && weight > 1:
		return fault.Range.New("acquire: weight %d is more than the capacity %d of %s", weight, p.capacity, p.Label())
	}
	return nil
}

func (p *Permits) issue(by waitlist.Party, weight int) *Token {
	t := NewToken(p.owner, by, weight)
	p.free -= weight
	p.tokens.add(t)
	return t
}

// serve grants to those whose turn it is.
func (p *Permits) serve() {
	if p.list.Len() == 0 || p.free < 1 {
		return
	}
	if p.unfair {
		for w := range p.list.All() {
			if w.Weight <= p.free {
				p.grant(w)
			}
		}
		return
	}
	for w := p.list.First(); w != nil && w.Weight <= p.free; w = p.list.First() {
		p.grant(w)
	}
}

// grant gives a waiter a new token, or the suspended one that it brought along.
func (p *Permits) grant(w *waitlist.Waiter[*Token]) {
	t := w.Value
	switch {
	case t == nil:
		p.list.Grant(w, p.issue(w.By, w.Weight))
	case t.state.CompareAndSwap(suspended, held):
		p.free -= t.weight
		t.since.Store(stamp())
		p.list.Grant(w, t)
	default:
		p.tokens.remove(t)
		p.list.Fail(w, fault.NotOwner.New("wait: the token was released while it waited for the condition"))
	}
}

// Free takes back what a token stands for.
func (p *Permits) Free(t *Token) {
	p.list.Lock()
	p.tokens.remove(t)
	p.free += t.weight
	t.weight = 0
	p.serve()
	p.list.Unlock()
}

// GiveBack is for the waitlist.
func (p *Permits) GiveBack(t *Token) {
	if t.take() {
		p.Free(t)
	}
}

// Left is for the waitlist.
func (p *Permits) Left() { p.serve() }
