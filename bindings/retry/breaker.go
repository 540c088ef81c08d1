package retry

import (
	"cmp"
	"context"
	"sync"
	"time"

	"github.com/lariatjs/lariat/bindings/internal/governor"
	"github.com/lariatjs/lariat/runtime/fault"
	"github.com/lariatjs/lariat/runtime/loop"
)

// State is how a breaker stands.
type State string

// The states of a breaker.
const (
	Closed   State = "closed"
	Open     State = "open"
	HalfOpen State = "half-open"
)

// BreakerOptions configure a Breaker. What is zero has its default.
type BreakerOptions struct {
	Name string
	// FailureRate opens the breaker when that share of the calls in Window failed, MinCalls of them at least. The
	// defaults are 0.5, unless Failures is given, ten seconds and ten calls.
	FailureRate float64
	Window      time.Duration
	MinCalls    int
	// Failures opens it after so many failures in a row.
	Failures int
	// OpenFor is how long it stays open before it lets probes through; half a minute.
	OpenFor time.Duration
	// HalfOpenCalls is how many probes it lets through, which all must succeed to close it; one.
	HalfOpenCalls int
	// SlowCall makes a call that takes longer a failure.
	SlowCall time.Duration
	// Clock is the breaker's time; nil is the machine's.
	Clock loop.Clock
	// OnStateChange hears of each change of state, one at a time and in their order, on the goroutine of a call that
	// changed one. It may use the breaker, and must not block.
	OnStateChange func(from, to State)
}

// Breaker spares a service that fails: while it is open, calls are refused at once. Nobody ever waits for it. All
// methods may be called from any goroutine.
type Breaker struct {
	governor.Named
	o BreakerOptions

	mu     sync.Mutex
	state  State
	epoch  uint64    // grows with each change of state: calls of another epoch have no say
	until  time.Time // when it stops being open, zero when Close has to be called
	row    int       // failures in a row
	meter  meter
	probes int // admitted in this half-open epoch, and not given up
	passed int
	probed time.Time // when the last one was admitted
	news   []change  // that OnStateChange has not heard
	told   bool      // somebody is telling it
}

type change struct{ from, to State }

// NewBreaker makes a closed breaker.
func NewBreaker(o BreakerOptions) (*Breaker, error) {
	if o.FailureRate == 0 && o.Failures == 0 {
		o.FailureRate = 0.5
	}
	o.Window, o.MinCalls = cmp.Or(o.Window, 10*time.Second), cmp.Or(o.MinCalls, 10)
	o.OpenFor, o.HalfOpenCalls = cmp.Or(o.OpenFor, 30*time.Second), cmp.Or(o.HalfOpenCalls, 1)
	if o.Clock == nil {
		o.Clock = loop.Real()
	}
	if !(o.FailureRate >= 0 && o.FailureRate <= 1) {
		return nil, fault.Range.New("CircuitBreaker: \"failureRate\" must be between 0 and 1, got %v", o.FailureRate)
	}
	for name, n := range map[string]int{"failures": o.Failures + 1, "minCalls": o.MinCalls, "halfOpenCalls": o.HalfOpenCalls} {
		if n < 1 {
			return nil, fault.Range.New("CircuitBreaker: %q must be at least 1", name)
		}
	}
	return &Breaker{Named: governor.NewNamed("CircuitBreaker", o.Name), o: o, state: Closed, meter: newMeter(o.Window)}, nil
}

// trial is one call that a breaker has admitted; it owns the call's token.
type trial struct {
	b     *Breaker
	epoch uint64
	since time.Time
	void  bool // it was given up, and says nothing
}

// Free notes how the call went.
func (t *trial) Free(token *Token) { t.b.ended(t, token.Failed()) }

// Refund notes nothing: the call was never made.
func (t *trial) Refund(*Token) {
	t.void = true
	t.b.ended(t, false)
}

// Rank says that nobody waits for a breaker.
func (b *Breaker) Rank() int { return governor.Prompt }

// Acquire admits the call at once or refuses it with fault.CircuitOpen.
func (b *Breaker) Acquire(ctx context.Context, by Party, done func(*Token, error)) {
	if ctx.Err() != nil {
		done(nil, context.Cause(ctx))
		return
	}
	done(b.Admit(by))
}

// TryAcquire is Admit without the reason.
func (b *Breaker) TryAcquire(by Party) *Token {
	t, err := b.Admit(by)
	if err != nil {
		return nil
	}
	return t
}

// Admit admits a call or refuses it with fault.CircuitOpen. The token's Release says that the call went well, its Fail
// that it did not.
func (b *Breaker) Admit(by Party) (*Token, error) {
	b.mu.Lock()
	defer b.unlock()
	now := b.o.Clock.Now()
	if b.expired(now) {
		b.turn(HalfOpen)
	}
	switch {
	case b.state == Open:
		return nil, b.refusal(b.until.Sub(now))
	case b.state == HalfOpen:
		if b.probes == b.o.HalfOpenCalls && now.Sub(b.probed) >= b.o.OpenFor {
			b.probes-- // it is not coming back
		}
		if b.probes == b.o.HalfOpenCalls {
			return nil, b.refusal(0)
		}
		b.probes++
		b.probed = now
	}
	return governor.NewToken(&trial{b: b, epoch: b.epoch, since: now}, by, 1), nil
}

// refusal is the error of a call that is not admitted, with the time after which another try is worth it.
func (b *Breaker) refusal(after time.Duration) error {
	if b.state == HalfOpen {
		return fault.CircuitOpen.New("%s is half-open, and others try it out", b.Label()).With("retryAfter", 0)
	}
	if b.until.IsZero() {
		after = b.o.OpenFor
	}
	ms := float64(after) / float64(time.Millisecond)
	return fault.CircuitOpen.New("%s is open", b.Label()).With("retryAfter", ms)
}

// Void gives back the token of a call that was given up, and so says nothing about the service.
func (b *Breaker) Void(t *Token) {
	if call, ok := t.Owner().(*trial); ok && call.b == b {
		call.void = true
	}
	t.Release()
}

// ended notes how a call went, unless the breaker has changed its state since.
func (b *Breaker) ended(t *trial, failed bool) {
	b.mu.Lock()
	defer b.unlock()
	if t.epoch != b.epoch {
		return
	}
	now := b.o.Clock.Now()
	failed = failed || b.o.SlowCall > 0 && now.Sub(t.since) > b.o.SlowCall
	switch {
	case t.void:
		b.probes-- // which means something when it is half-open only
	case b.state == HalfOpen && failed:
		b.trip(now)
	case b.state == HalfOpen:
		if b.passed++; b.passed == b.o.HalfOpenCalls {
			b.turn(Closed)
		}
	default:
		b.count(now, failed)
	}
}

// count notes a call of a closed breaker.
func (b *Breaker) count(now time.Time, failed bool) {
	if !failed {
		b.row = 0
		b.meter.add(now, 1, 0)
		return
	}
	b.row++
	b.meter.add(now, 1, 1)
	calls, failures := b.meter.sum(now)
	rated := b.o.FailureRate > 0 && calls >= b.o.MinCalls && float64(failures) >= b.o.FailureRate*float64(calls)
	if rated || b.o.Failures > 0 && b.row >= b.o.Failures {
		b.trip(now)
	}
}

// trip opens the breaker for a while.
func (b *Breaker) trip(now time.Time) {
	b.turn(Open)
	b.until = now.Add(b.o.OpenFor)
}

// turn changes the state; what was counted is forgotten.
func (b *Breaker) turn(to State) {
	if b.o.OnStateChange != nil && b.state != to {
		b.news = append(b.news, change{b.state, to})
	}
	b.state = to
	b.epoch++
	b.row, b.probes, b.passed, b.until = 0, 0, 0, time.Time{}
	b.meter.clear()
}

// unlock gives the mutex back and tells of the changes. What another goroutine, or the callback itself, changes meanwhile
// is told by the one who is telling.
func (b *Breaker) unlock() {
	if b.told {
		b.mu.Unlock()
		return
	}
	for len(b.news) > 0 {
		news := b.news
		b.news, b.told = nil, true
		b.mu.Unlock()
		for _, c := range news {
			b.o.OnStateChange(c.from, c.to)
		}
		b.mu.Lock()
		b.told = false
	}
	b.mu.Unlock()
}

// expired reports whether an open breaker has been open for long enough.
func (b *Breaker) expired(now time.Time) bool {
	return b.state == Open && !b.until.IsZero() && !now.Before(b.until)
}

// State tells how the breaker stands.
func (b *Breaker) State() State {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.expired(b.o.Clock.Now()) {
		return HalfOpen
	}
	return b.state
}

// Open opens the breaker until Close is called.
func (b *Breaker) Open() {
	b.mu.Lock()
	defer b.unlock()
	b.turn(Open)
}

// Close closes the breaker, whatever it has seen.
func (b *Breaker) Close() {
	b.mu.Lock()
	defer b.unlock()
	b.turn(Closed)
}

// Holders is nobody: nobody waits for a breaker.
func (b *Breaker) Holders() []Party { return nil }

// Waiting is always 0.
func (b *Breaker) Waiting() int { return 0 }
