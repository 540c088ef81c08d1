package lock

import (
	"context"

	"github.com/lariatjs/lariat/bindings/internal/governor"
	"github.com/lariatjs/lariat/runtime/fault"
)

// SemaphoreOptions configure a Semaphore.
type SemaphoreOptions struct {
	Options
	// Unfair lets a small request overtake a big one that does not fit yet.
	Unfair bool
}

// Semaphore counts permits and hands them out in the order of the calls, whatever their weight.
type Semaphore struct {
	permits governor.Permits
	bounded bool
}

// NewSemaphore makes a semaphore with that many free permits. None is allowed: it is a signal then,
// for callers of Acquire with weight 1, that Release gives.
func NewSemaphore(permits int, o SemaphoreOptions) (*Semaphore, error) {
	return newSemaphore("Semaphore", permits, o)
}

// NewBoundedSemaphore makes a semaphore that refuses, with fault.OverRelease, to get more permits
// back than are out.
func NewBoundedSemaphore(permits int, o SemaphoreOptions) (*Semaphore, error) {
	return newSemaphore("BoundedSemaphore", permits, o)
}

func newSemaphore(kind string, permits int, o SemaphoreOptions) (*Semaphore, error) {
	if permits < 0 {
		return nil, fault.Range.New("%s: the number of permits %d is negative", kind, permits)
	}
	s := &Semaphore{bounded: kind == "BoundedSemaphore"}
	s.permits.Init(governor.Setup{Kind: kind, Name: o.Name, Capacity: permits, Unfair: o.Unfair})
	return s, nil
}

// Acquire asks for one permit. It never blocks.
func (s *Semaphore) Acquire(ctx context.Context, by Party, done func(*Token, error)) {
	s.permits.Acquire(ctx, by, Want{}, done)
}

// AcquireWith asks for want.Weight permits at once. More than the capacity is fault.Range, without
// waiting.
func (s *Semaphore) AcquireWith(ctx context.Context, by Party, want Want, done func(*Token, error)) {
	s.permits.Acquire(ctx, by, want, done)
}

// TryAcquire takes a permit if one is free and nobody waits, and is nil if not.
func (s *Semaphore) TryAcquire(by Party) *Token { return s.permits.Try(by, Want{}) }

// TryAcquireWith is TryAcquire with options.
func (s *Semaphore) TryAcquireWith(by Party, want Want) *Token { return s.permits.Try(by, want) }

// Lock blocks until a permit is taken or ctx ends.
func (s *Semaphore) Lock(ctx context.Context) (*Token, error) { return acquire(ctx, s.Acquire) }

// LockWith is Lock with options.
func (s *Semaphore) LockWith(ctx context.Context, want Want) (*Token, error) {
	return governor.Block(func(done func(*Token, error)) { s.AcquireWith(ctx, PartyOf(ctx), want, done) })
}

// Release gives n permits back without a token. They come from tokens that are out, first from
// those of the same task, then from the oldest: such a token is not held any more, and cannot give
// back a second time. Beyond what is out, a bounded semaphore gives fault.OverRelease and changes
// nothing, another one grows.
func (s *Semaphore) Release(by Party, n int) error { return s.permits.Return(by, n, s.bounded) }

// Resize changes the capacity. Tokens that are out stay valid, so when it shrinks, nobody is served
// until enough came back. Waiters that want more than the new capacity get fault.Range.
func (s *Semaphore) Resize(permits int) error { return s.permits.Resize(permits) }

// ReleaseDead releases what the tasks of an isolate hold, which is dead, and returns how many tokens
// that were.
func (s *Semaphore) ReleaseDead(isolate uint64) int { return s.permits.ReleaseDead(isolate, nil) }

// Available is how many permits are free.
func (s *Semaphore) Available() int { return s.permits.Available() }

// Capacity is how many permits there are.
func (s *Semaphore) Capacity() int { return s.permits.Capacity() }

// ID is unique in the process.
func (s *Semaphore) ID() uint64 { return s.permits.ID() }

// Name is the name that was given, or empty.
func (s *Semaphore) Name() string { return s.permits.Name() }

// Label is for messages and reports.
func (s *Semaphore) Label() string { return s.permits.Label() }

// Confine says that a script made it: no host knows it that the script has not given it to.
func (s *Semaphore) Confine() { s.permits.Confine() }

// Confined reports whether Confine was called.
func (s *Semaphore) Confined() bool { return s.permits.Confined() }

// Holders are the parties with tokens, oldest first.
func (s *Semaphore) Holders() []Party { return s.permits.Holders() }

// Waiting is the number of waiters.
func (s *Semaphore) Waiting() int { return s.permits.Waiting() }

// Waiters describes them in the order in which they will be served.
func (s *Semaphore) Waiters() []Waiting { return s.permits.Waiters() }

// Held describes the tokens that are out, oldest first.
func (s *Semaphore) Held() []governor.Holding { return s.permits.Held() }
