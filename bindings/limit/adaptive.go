package limit

import (
	"cmp"
	"context"
	"math"
	"sync"
	"sync/atomic"
	"time"

	"github.com/lariatjs/lariat/bindings/internal/governor"
	"github.com/lariatjs/lariat/bindings/internal/waitlist"
	"github.com/lariatjs/lariat/runtime/fault"
	"github.com/lariatjs/lariat/runtime/loop"
)

// Adaption says what an AdaptiveLimiter goes by.
type Adaption string

// The ways to adapt.
const (
	// AIMD goes by drops: a little up with each call that went well, a tenth down with a drop.
	AIMD Adaption = "aimd"
	// Gradient goes by how long calls take: down when they take longer than they used to, which says that they queue.
	Gradient Adaption = "gradient"
)

// AdaptiveOptions configure an AdaptiveLimiter. What is zero has its default.
type AdaptiveOptions struct {
	Name string
	// Min, Max and Initial bound the limit: 1, 1000 and 20.
	Min, Max, Initial int
	// Algorithm is Gradient by default.
	Algorithm Adaption
	// MaxQueue is how many may wait: none if it is zero, any number if it is Unbounded.
	MaxQueue int
	// IsDrop says which errors of the work show that there was too much of it. Nil takes timeouts, and refusals by rate
	// limiters, full queues and open breakers.
	IsDrop func(error) bool
	// Clock is the limiter's time; nil is the machine's.
	Clock loop.Clock
}

// AdaptiveLimiter bounds how many calls run at once, by a limit that follows what the called can take. All methods may
// be called from any goroutine; only Lock blocks.
type AdaptiveLimiter struct {
	permits governor.Permits
	o       AdaptiveOptions
	queued  atomic.Int64
	running atomic.Int64

	mu       sync.Mutex
	estimate estimator
	lowered  time.Time // when a drop has lowered the limit last
}

// NewAdaptiveLimiter makes a limiter with its initial limit.
func NewAdaptiveLimiter(o AdaptiveOptions) (*AdaptiveLimiter, error) {
	o.Min, o.Max, o.Algorithm = cmp.Or(o.Min, 1), cmp.Or(o.Max, 1000), cmp.Or(o.Algorithm, Gradient)
	o.Initial = cmp.Or(o.Initial, min(max(20, o.Min), o.Max))
	if o.Clock == nil {
		o.Clock = loop.Real()
	}
	if o.IsDrop == nil {
		o.IsDrop = overloaded
	}
	l := &AdaptiveLimiter{o: o}
	switch {
	case o.Min < 1 || o.Max < o.Min || o.Initial < o.Min || o.Initial > o.Max:
		return nil, fault.Range.New("AdaptiveLimiter: it must be that 1 <= min <= initial <= max, got %d, %d, %d", o.Min, o.Initial, o.Max)
	case o.MaxQueue < 0:
		return nil, fault.Range.New("AdaptiveLimiter: \"maxQueue\" must not be negative, got %d", o.MaxQueue)
	case o.Algorithm == AIMD:
		l.estimate = &aimd{limit: float64(o.Initial)}
	case o.Algorithm == Gradient:
		l.estimate = &gradient{limit: float64(o.Initial)}
	default:
		return nil, fault.Type.New("AdaptiveLimiter: \"algorithm\" must be \"aimd\" or \"gradient\", got %q", o.Algorithm)
	}
	l.permits.Init(governor.Setup{Kind: "AdaptiveLimiter", Name: o.Name, Capacity: o.Initial})
	return l, nil
}

// overloaded is the IsDrop of those who name none.
func overloaded(err error) bool {
	switch fault.KindOf(err) {
	case fault.Timeout, fault.RateLimited, fault.QueueFull, fault.CircuitOpen:
		return true
	}
	return false
}

// sample is one call that was admitted; it owns the call's token.
type sample struct {
	l       *AdaptiveLimiter
	inner   *Token
	since   time.Time
	running int64 // how many ran then, with this one
}

// Acquire asks for a place. It never blocks. fault.QueueFull comes at once, where too many wait.
func (l *AdaptiveLimiter) Acquire(ctx context.Context, by Party, done func(*Token, error)) {
	l.AcquireWith(ctx, by, Want{}, done)
}

// AcquireWith is Acquire with a priority. There are no weights: how long a call takes is that of one.
func (l *AdaptiveLimiter) AcquireWith(ctx context.Context, by Party, want Want, done func(*Token, error)) {
	if ctx.Err() != nil {
		done(nil, context.Cause(ctx))
		return
	}
	if want.Weight > 1 || want.Weight < 0 {
		done(nil, fault.Range.New("acquire: weight %d, and %s has no weights", want.Weight, l.Label()))
		return
	}
	if t := l.permits.Try(by, want); t != nil {
		done(l.admit(t), nil)
		return
	}
	if l.queued.Add(1) > int64(l.o.MaxQueue) {
		l.queued.Add(-1)
		done(nil, fault.QueueFull.New("acquire: %s is full, and %d callers may wait", l.Label(), l.o.MaxQueue))
		return
	}
	l.permits.Acquire(ctx, by, want, func(t *Token, err error) {
		l.queued.Add(-1)
		if err != nil {
			done(nil, err)
			return
		}
		done(l.admit(t), nil)
	})
}

// TryAcquire takes a place if one is free and nobody waits, and is nil if not.
func (l *AdaptiveLimiter) TryAcquire(by Party) *Token { return l.TryAcquireWith(by, Want{}) }

// TryAcquireWith is TryAcquire with a priority.
func (l *AdaptiveLimiter) TryAcquireWith(by Party, want Want) *Token {
	if want.Weight > 1 || want.Weight < 0 {
		return nil
	}
	if t := l.permits.Try(by, want); t != nil {
		return l.admit(t)
	}
	return nil
}

// Lock blocks until there is a place or ctx ends.
func (l *AdaptiveLimiter) Lock(ctx context.Context) (*Token, error) {
	return governor.Block(func(done func(*Token, error)) { l.Acquire(ctx, waitlist.PartyOf(ctx), done) })
}

func (l *AdaptiveLimiter) admit(inner *Token) *Token {
	s := &sample{l: l, inner: inner, since: l.o.Clock.Now(), running: l.running.Add(1)}
	return governor.NewToken(s, inner.Party(), 1)
}

// Free learns from how long a call took that went well. One that failed for reasons of its own says nothing.
func (s *sample) Free(t *Token) {
	if !t.Failed() {
		s.l.learn(s)
	}
	s.end()
}

// Refund learns nothing: there was no call.
func (s *sample) Refund(*Token) { s.end() }

// Judge looks at an error.
func (s *sample) Judge(t *Token, err error) {
	if s.l.o.IsDrop(err) {
		Drop(t)
		return
	}
	t.Fail()
}

func (s *sample) end() {
	s.l.running.Add(-1)
	s.inner.Release()
}

// Drop gives back the token of an AdaptiveLimiter after a call that shows that there was too much: it was refused, or
// not answered in time. It reports whether the token was held.
func Drop(t *Token) bool {
	s, ok := t.Owner().(*sample)
	if !ok || !t.Held() {
		return false
	}
	s.l.lower(s)
	return t.Fail()
}

// learn takes a call that went well.
func (l *AdaptiveLimiter) learn(s *sample) {
	l.mu.Lock()
	took := l.o.Clock.Now().Sub(s.since)
	limit := l.estimate.sample(took, s.running)
	l.mu.Unlock()
	l.resize(limit)
}

// lower takes a drop. What one overload has refused counts once: calls that began before a drop had lowered the limit tell
// of the same.
func (l *AdaptiveLimiter) lower(s *sample) {
	l.mu.Lock()
	limit := l.estimate.current()
	if s.since.After(l.lowered) {
		l.lowered = l.o.Clock.Now()
		limit = l.estimate.drop()
	}
	l.mu.Unlock()
	l.resize(limit)
}

// resize clamps what the estimator wants and makes it the capacity.
func (l *AdaptiveLimiter) resize(limit *float64) {
	l.mu.Lock()
	*limit = min(max(*limit, float64(l.o.Min)), float64(l.o.Max))
	n := int(math.Floor(*limit + 1e-9))
	l.mu.Unlock()
	if n != l.permits.Capacity() {
		_ = l.permits.Resize(n) // it is positive
	}
}

// Limit is how many may run at this moment.
func (l *AdaptiveLimiter) Limit() int { return l.permits.Capacity() }

// Running is how many do.
func (l *AdaptiveLimiter) Running() int { return int(l.running.Load()) }

// ReleaseDead releases the places of the tasks of an isolate, which is dead.
func (l *AdaptiveLimiter) ReleaseDead(isolate uint64) int {
	n := l.permits.ReleaseDead(isolate, nil)
	l.running.Add(-int64(n))
	return n
}

// ID is unique in the process.
func (l *AdaptiveLimiter) ID() uint64 { return l.permits.ID() }

// Name is the name that was given, or empty.
func (l *AdaptiveLimiter) Name() string { return l.permits.Name() }

// Label is for messages and reports.
func (l *AdaptiveLimiter) Label() string { return l.permits.Label() }

// Confine says that a script made it: no host knows it that the script has not given it to.
func (l *AdaptiveLimiter) Confine() { l.permits.Confine() }

// Confined reports whether Confine was called.
func (l *AdaptiveLimiter) Confined() bool { return l.permits.Confined() }

// Holders are those who have a place, the one that came first first.
func (l *AdaptiveLimiter) Holders() []Party { return l.permits.Holders() }

// Waiting is how many callers wait.
func (l *AdaptiveLimiter) Waiting() int { return l.permits.Waiting() }

// Waiters describes them in the order in which they will be served.
func (l *AdaptiveLimiter) Waiters() []waitlist.Waiting { return l.permits.Waiters() }
