package resource

import (
	"context"

	"github.com/lariatjs/lariat/bindings/internal/governor"
	"github.com/lariatjs/lariat/bindings/internal/waitlist"
	"github.com/lariatjs/lariat/runtime/fault"
)

// Acquire asks for a resource. It never blocks: done is called once, at once when a resource is idle, and
// else later, from any goroutine.
func (p *Pool[R]) Acquire(ctx context.Context, by Party, priority int, done func(*Lease[R], error)) {
	if ctx.Err() != nil {
		done(nil, context.Cause(ctx))
		return
	}
	p.list.Lock()
	if p.o.Validate == nil && p.list.Quiet() {
		if l := p.take(by); l != nil {
			p.unlock()
			done(l, nil)
			return
		}
	}
	if err := p.refuse(); err != nil {
		p.unlock()
		done(nil, err)
		return
	}
	p.barren = false
	w := p.list.Add(ctx, waitlist.Ask{By: by, Priority: priority}, p.counted(done))
	p.serve()
	actions := p.actions
	p.actions = nil
	p.list.UnlockAndWatch(w)
	for _, f := range actions {
		f()
	}
}

// Get is Acquire for Go hosts that may block.
func (p *Pool[R]) Get(ctx context.Context) (*Lease[R], error) {
	return governor.Block(func(done func(*Lease[R], error)) { p.Acquire(ctx, waitlist.PartyOf(ctx), 0, done) })
}

// counted is done, and counts the waits that took too long.
func (p *Pool[R]) counted(done func(*Lease[R], error)) func(*Lease[R], error) {
	return func(l *Lease[R], err error) {
		if err != nil && fault.KindOf(err) == fault.Timeout {
			p.list.Lock()
			p.count.timeouts++
			p.unlock()
		}
		done(l, err)
	}
}

// refuse says why nobody can be let in line. The caller holds the lock, as for all unexported methods of this package that
// do not say otherwise.
func (p *Pool[R]) refuse() error {
	if p.closed {
		return fault.Closed.New("acquire: %s is closed", p.Label())
	}
	limit := max(p.o.MaxWaiting, 0)
	coming := p.checking + len(p.making) + p.idle.size + p.room()
	if p.o.MaxWaiting != 0 && p.list.Len() >= limit+coming {
		return fault.QueueFull.New("acquire: all %d resources of %s are in use, and %d callers may wait", p.size, p.Label(), limit)
	}
	return nil
}

// room is how many resources may be made besides those that are being made.
func (p *Pool[R]) room() int { return p.o.Max - p.size - len(p.making) }

// TryAcquire lends an idle resource if there is one and nobody waits for it, and is nil if not. It neither waits nor
// creates. A resource that takes its time to be validated is not lent.
func (p *Pool[R]) TryAcquire(by Party) *Lease[R] {
	for {
		p.list.Lock()
		if !p.list.Leads(0) {
			p.unlock()
			return nil
		}
		if p.o.Validate == nil {
			l := p.take(by)
			p.unlock()
			return l
		}
		e := p.pick()
		if e == nil {
			p.unlock()
			return nil
		}
		if l, bad := p.tryChecked(e, by); !bad {
			return l
		}
	}
}

// tryChecked lends e if it is found good at once; bad says that it is not good. It is entered with the lock held and
// left without.
func (p *Pool[R]) tryChecked(e *entry[R], by Party) (l *Lease[R], bad bool) {
	here := true
	p.validate(e, func(ok bool) (taken bool) {
		if !here || !ok {
			bad = !ok
			return false
		}
		l = p.lend(e, by)
		return true
	})
	p.unlock()
	p.list.Lock()
	defer p.list.Unlock()
	here = false
	return l, bad
}

// take lends an idle resource, if there is one.
func (p *Pool[R]) take(by Party) *Lease[R] {
	if e := p.pick(); e != nil {
		return p.lend(e, by)
	}
	return nil
}

// pick takes the idle resource whose turn it is out of its chain; those that are too old end.
func (p *Pool[R]) pick() *entry[R] {
	for p.idle.size > 0 {
		e := p.idle.first
		if p.o.LIFO {
			e = p.idle.last
		}
		p.idle.remove(e)
		if p.o.MaxLifetime <= 0 || after(e.born, p.o.MaxLifetime) > p.clock.Now() {
			return e
		}
		p.destroy(e, nil)
	}
	return nil
}
