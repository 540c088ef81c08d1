package lock

import (
	"context"

	"github.com/lariatjs/lariat/bindings/internal/governor"
	"github.com/lariatjs/lariat/bindings/internal/waitlist"
	"github.com/lariatjs/lariat/runtime/fault"
)

// BarrierOptions configure a Barrier.
type BarrierOptions struct {
	Options
	// Action runs when all parties have arrived, and they go on when it calls done. It must not
	// block. An error breaks the barrier.
	Action func(done func(error))
}

// Barrier lets its parties go on only together, again and again. When one of them leaves, by
// cancellation, the others would wait for ever; so the barrier breaks, and all get
// fault.BrokenBarrier until Reset.
type Barrier struct {
	governor.Named
	parties int
	action  func(done func(error))
	list    waitlist.List[int] // who has arrived, for this round and, while the action runs, for the next
	acting  bool
	round   uint64 // tells a late action that its round is over
	broken  error
}

// NewBarrier makes a barrier for that many parties.
func NewBarrier(parties int, o BarrierOptions) (*Barrier, error) {
	if parties < 1 {
		return nil, fault.Range.New("Barrier: the number of parties %d is not positive", parties)
	}
	b := &Barrier{Named: governor.NewNamed("Barrier", o.Name), parties: parties, action: o.Action}
	b.list.Init((*barrierList)(b))
	return b, nil
}

// Await arrives at the barrier, and calls done when all have: with 0 for one party, 1 for the next,
// in the order in which they came. It never blocks. A party that arrives cancelled leaves like one
// that is cancelled later: it breaks the barrier.
func (b *Barrier) Await(ctx context.Context, by Party, done func(int, error)) {
	if ctx.Err() != nil {
		b.list.Lock()
		b.leave()
		b.list.Unlock()
		done(0, context.Cause(ctx))
		return
	}
	b.list.Lock()
	if err := b.broken; err != nil {
		b.list.Unlock()
		done(0, err)
		return
	}
	w := b.list.Add(ctx, waitlist.Ask{By: by}, done)
	act := b.complete()
	b.list.UnlockAndWatch(w)
	act()
}

// Wait is Await for Go hosts: it blocks.
func (b *Barrier) Wait(ctx context.Context) (int, error) {
	return governor.Block(func(done func(int, error)) { b.Await(ctx, PartyOf(ctx), done) })
}

// complete lets a round go on whose parties are all there. What it returns is to be called without
// the lock, which the caller holds: it starts the action.
func (b *Barrier) complete() (act func()) {
	if b.acting || b.list.Len() < b.parties {
		return func() {}
	}
	if b.action == nil {
		b.pass()
		return func() {}
	}
	b.acting = true
	round := b.round
	return func() { b.action(func(err error) { b.acted(round, err) }) }
}

// acted ends the action of a round, unless the barrier was broken or reset meanwhile.
func (b *Barrier) acted(round uint64, err error) {
	b.list.Lock()
	if !b.acting || b.round != round {
		b.list.Unlock()
		return
	}
	if err != nil {
		b.fail(fault.BrokenBarrier.New("wait: the action of %s failed: %w", b.Label(), err))
		b.list.Unlock()
		return
	}
	b.pass()
	act := b.complete()
	b.list.Unlock()
	act()
}

// pass ends a round. The caller holds the list's lock.
func (b *Barrier) pass() {
	b.acting = false
	b.round++
	for i := range b.parties {
		b.list.Grant(b.list.First(), i)
	}
}

// fail breaks the barrier. The caller holds the list's lock.
func (b *Barrier) fail(err error) {
	b.acting = false
	b.round++
	b.broken = err
	b.list.FailAll(err)
}

// leave is fail on behalf of a party that gives up. The caller holds the list's lock.
func (b *Barrier) leave() {
	b.fail(fault.BrokenBarrier.New("wait: a party of %s left", b.Label()))
}

// Abort breaks the barrier; reason, which may be nil, becomes the cause of everybody's error.
func (b *Barrier) Abort(reason error) {
	err := fault.BrokenBarrier.New("wait: %s was aborted", b.Label())
	err.Cause = reason
	b.list.Lock()
	defer b.list.Unlock()
	b.fail(err)
}

// Reset makes the barrier as new. Parties that wait get fault.BrokenBarrier.
func (b *Barrier) Reset() {
	b.list.Lock()
	defer b.list.Unlock()
	b.fail(fault.BrokenBarrier.New("wait: %s was reset", b.Label()))
	b.broken = nil
}

// Parties is how many have to arrive.
func (b *Barrier) Parties() int { return b.parties }

// Broken reports whether the barrier is broken.
func (b *Barrier) Broken() bool {
	b.list.Lock()
	defer b.list.Unlock()
	return b.broken != nil
}

// Holders is nobody in particular: the others have yet to arrive.
func (b *Barrier) Holders() []Party { return nil }

// Waiting is the number of parties that have arrived.
func (b *Barrier) Waiting() int {
	b.list.Lock()
	defer b.list.Unlock()
	return b.list.Len()
}

// Waiters describes them in the order of their arrival.
func (b *Barrier) Waiters() []Waiting {
	b.list.Lock()
	defer b.list.Unlock()
	return b.list.Waiters()
}

// barrierList is the barrier as its list sees it.
type barrierList Barrier

// GiveBack does nothing: the round is over, and that one party will not go on is not the others'
// trouble.
func (b *barrierList) GiveBack(int) {}

// Left breaks the barrier.
func (b *barrierList) Left() { (*Barrier)(b).leave() }
