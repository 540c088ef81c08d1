package retry

import (
	"context"
	"math"
	"sync/atomic"
	"time"

	"github.com/lariatjs/lariat/bindings/internal/governor"
	"github.com/lariatjs/lariat/bindings/internal/waitlist"
	"github.com/lariatjs/lariat/runtime/fault"
)

// Party is who calls: the task, and the place in its source. The zero Party is a Go host.
type Party = waitlist.Party

// Token is the proof that its holder was admitted.
type Token = governor.Token

// Want are the options of an acquire: weight and priority.
type Want = governor.Want

// Bulkhead admits a number of callers at once and lets a number of others wait; whoever comes then is refused.
type Bulkhead struct {
	permits  governor.Permits
	maxQueue int64
	maxWait  time.Duration
	queued   atomic.Int64
}

// NewBulkhead makes an empty bulkhead. A negative maxQueue is any number, a negative maxWait for ever.
func NewBulkhead(name string, concurrency, maxQueue int, maxWait time.Duration) (*Bulkhead, error) {
	if concurrency < 1 {
		return nil, fault.Range.New("Bulkhead: \"concurrency\" must be at least 1, got %d", concurrency)
	}
	b := &Bulkhead{maxQueue: int64(maxQueue), maxWait: maxWait}
	if maxQueue < 0 {
		b.maxQueue = math.MaxInt64
	}
	b.permits.Init(governor.Setup{Kind: "Bulkhead", Name: name, Capacity: concurrency})
	return b, nil
}

// Acquire asks for a place. It never blocks; fault.QueueFull comes at once.
func (b *Bulkhead) Acquire(ctx context.Context, by Party, done func(*Token, error)) {
	b.AcquireWith(ctx, by, Want{}, done)
}

// AcquireWith is Acquire for several places, or out of line.
func (b *Bulkhead) AcquireWith(ctx context.Context, by Party, want Want, done func(*Token, error)) {
	if ctx.Err() == nil {
		if t := b.permits.Try(by, want); t != nil {
			done(t, nil)
			return
		}
		if b.queued.Add(1) > b.maxQueue {
			b.queued.Add(-1)
			done(nil, fault.QueueFull.New("acquire: %s is full, and %d callers may wait", b.Label(), b.maxQueue))
			return
		}
		caller := done
		done = func(t *Token, err error) {
			b.queued.Add(-1)
			caller(t, err)
		}
	}
	b.permits.Acquire(ctx, by, want, done)
}

// TryAcquire takes a place if one is free and nobody waits, and is nil if not.
func (b *Bulkhead) TryAcquire(by Party) *Token { return b.permits.Try(by, Want{}) }

// TryAcquireWith is TryAcquire with options.
func (b *Bulkhead) TryAcquireWith(by Party, want Want) *Token { return b.permits.Try(by, want) }

// ReleaseDead releases what the tasks of an isolate hold, which is dead.
func (b *Bulkhead) ReleaseDead(isolate uint64) int { return b.permits.ReleaseDead(isolate, nil) }

// ID is unique in the process.
func (b *Bulkhead) ID() uint64 { return b.permits.ID() }

// Name is the name that was given, or empty.
func (b *Bulkhead) Name() string { return b.permits.Name() }

// Label is for messages and reports.
func (b *Bulkhead) Label() string { return b.permits.Label() }

// Confine says that a script made it: no host knows it that the script has not given it to.
func (b *Bulkhead) Confine() { b.permits.Confine() }

// Confined reports whether Confine was called.
func (b *Bulkhead) Confined() bool { return b.permits.Confined() }

// Holders are the parties that are in, the one that came first first.
func (b *Bulkhead) Holders() []Party { return b.permits.Holders() }

// Running is how many places are taken.
func (b *Bulkhead) Running() int { return b.permits.Capacity() - b.permits.Available() }

// Waiting is how many callers wait.
func (b *Bulkhead) Waiting() int { return b.permits.Waiting() }

// MaxWait is how long a caller waits who names no time of its own; negative is for ever. Whoever calls Acquire sees to
// that with its context.
func (b *Bulkhead) MaxWait() time.Duration { return b.maxWait }
