package lock

import (
	"context"

	"github.com/lariatjs/lariat/bindings/internal/governor"
	"github.com/lariatjs/lariat/bindings/internal/waitlist"
	"github.com/lariatjs/lariat/runtime/fault"
)

// gate is open or shut, and those who find it shut wait. It is the core of Event and Latch.
type gate struct {
	governor.Named
	list waitlist.List[struct{}]
	open bool
}

// Await calls done as soon as the gate is open. It never blocks.
func (g *gate) Await(ctx context.Context, by Party, done func(struct{}, error)) {
	if ctx.Err() != nil {
		done(struct{}{}, context.Cause(ctx))
		return
	}
	g.list.Lock()
	if g.open {
		g.list.Unlock()
		done(struct{}{}, nil)
		return
	}
	w := g.list.Add(ctx, waitlist.Ask{By: by}, done)
	g.list.UnlockAndWatch(w)
}

// Wait is Await for Go hosts: it blocks.
func (g *gate) Wait(ctx context.Context) error {
	_, err := governor.Block(func(done func(struct{}, error)) { g.Await(ctx, PartyOf(ctx), done) })
	return err
}

// raise opens the gate and lets everybody through. The caller holds the list's lock.
func (g *gate) raise() {
	g.open = true
	for w := g.list.First(); w != nil; w = g.list.First() {
		g.list.Grant(w, struct{}{})
	}
}

// Holders is nobody: anybody may open it.
func (g *gate) Holders() []Party { return nil }

// Waiting is the number of waiters.
func (g *gate) Waiting() int {
	g.list.Lock()
	defer g.list.Unlock()
	return g.list.Len()
}

// Waiters describes them, oldest first.
func (g *gate) Waiters() []Waiting {
	g.list.Lock()
	defer g.list.Unlock()
	return g.list.Waiters()
}

// EventOptions configure an Event.
type EventOptions struct {
	Options
	// Initial is whether the event is set at first.
	Initial bool
}

// Event is a flag that can be waited for.
type Event struct{ gate }

// NewEvent makes an event.
func NewEvent(o EventOptions) *Event {
	return &Event{gate{Named: governor.NewNamed("AsyncEvent", o.Name), open: o.Initial}}
}

// Set sets the event and wakes all who wait for it, even if it is cleared before they run.
func (e *Event) Set() {
	e.list.Lock()
	defer e.list.Unlock()
	e.raise()
}

// Clear makes later callers wait for the next Set.
func (e *Event) Clear() {
	e.list.Lock()
	defer e.list.Unlock()
	e.open = false
}

// IsSet reports whether the event is set.
func (e *Event) IsSet() bool {
	e.list.Lock()
	defer e.list.Unlock()
	return e.open
}

// Latch opens for good once it has been counted down to zero.
type Latch struct {
	gate
	count int
}

// NewLatch makes a latch. One of zero is open.
func NewLatch(count int, o Options) (*Latch, error) {
	if count < 0 {
		return nil, fault.Range.New("Latch: the count %d is negative", count)
	}
	return &Latch{gate{Named: governor.NewNamed("Latch", o.Name), open: count == 0}, count}, nil
}

// CountDown takes n from the count; it ends at zero.
func (l *Latch) CountDown(n int) error {
	if n < 1 {
		return fault.Range.New("countDown: %d is not a positive number", n)
	}
	l.list.Lock()
	defer l.list.Unlock()
	if l.count = max(l.count-n, 0); l.count == 0 {
		l.raise()
	}
	return nil
}

// Count is what is left.
func (l *Latch) Count() int {
	l.list.Lock()
	defer l.list.Unlock()
	return l.count
}
