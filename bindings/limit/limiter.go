package limit

import (
	"cmp"
	"context"
	"math"
	"time"

	"github.com/lariatjs/lariat/bindings/internal/governor"
	"github.com/lariatjs/lariat/bindings/internal/waitlist"
	"github.com/lariatjs/lariat/runtime/fault"
	"github.com/lariatjs/lariat/runtime/loop"
)

// Party is who calls: the task, and the place in its source. The zero Party is a Go host.
type Party = waitlist.Party

// Token is the proof that its holder was admitted.
type Token = governor.Token

// Want are the options of an acquire: weight and priority.
type Want = governor.Want

// never is a time that does not come.
const never = time.Duration(math.MaxInt64)

// lateness is how late a timer of the machine may be for the schedule to be kept all the same: the turns that were due
// meanwhile are given at once. What a longer stop of the machine has held up is not made up for.
const lateness = 10 * time.Millisecond

// RateLimiter admits so many in so much time. Whoever has to wait has a place in a schedule from the moment of the call
// on: turns come when they are due and not when somebody looks, so nothing drifts and nobody polls. All methods may be
// called from any goroutine; only Lock blocks.
type RateLimiter struct {
	governor.Named
	clock loop.Clock
	start time.Time
	list  waitlist.List[*Token]

	// The list's mutex guards what follows.
	o      Options
	meter  meter
	paused time.Duration // nobody is admitted before
	quotas []quota
	alarm  loop.Alarm
	due    time.Duration                          // when the alarm goes off, or never
	fixed  map[*waitlist.Waiter[*Token]]*promised // whose times are settled, because a Reservation lies behind them
}

// promised is the settled time of a waiter or a Reservation.
type promised struct {
	at     time.Duration
	ticket uint32
}

// NewRateLimiter makes a limiter that has admitted nobody yet.
func NewRateLimiter(o Options) (*RateLimiter, error) {
	o, err := o.complete()
	if err != nil {
		return nil, err
	}
	l := &RateLimiter{Named: governor.NewNamed("RateLimiter", o.Name), clock: o.Clock, o: o, meter: newMeter(o), due: never}
	l.start = l.clock.Now()
	l.list.Init(l)
	l.list.Age(o.Aging, l.clock.Now)
	return l, nil
}

// now is the time on the limiter's clock.
func (l *RateLimiter) now() time.Duration { return l.clock.Now().Sub(l.start) }

// Acquire waits for a turn of weight 1. It never blocks.
func (l *RateLimiter) Acquire(ctx context.Context, by Party, done func(*Token, error)) {
	l.AcquireWith(ctx, by, Want{}, done)
}

// AcquireWith waits for a turn. A weight that can never pass is fault.Range at once, and where too many wait already it
// is fault.RateLimited. A turn that came and was not used can be given back with the token's Refund.
func (l *RateLimiter) AcquireWith(ctx context.Context, by Party, want Want, done func(*Token, error)) {
	if ctx.Err() != nil {
		done(nil, context.Cause(ctx))
		return
	}
	want.Weight = cmp.Or(want.Weight, 1)
	l.list.Lock()
	now := l.now()
	err := l.refuse("acquire", want.Weight)
	if err == nil && l.list.Quiet() && l.when(now, want.Weight) <= now {
		t := l.issue(by, now, want.Weight)
		l.list.Unlock()
		done(t, nil)
		return
	}
	if err == nil && l.list.Len() >= l.o.MaxQueue {
		err = l.full(now, want.Weight)
	}
	if err != nil {
		l.list.Unlock()
		done(nil, err)
		return
	}
	w := l.list.Add(ctx, waitlist.Ask{By: by, Weight: want.Weight, Priority: want.Priority}, done)
	l.serve(now)
	l.list.UnlockAndWatch(w)
}

// TryAcquire takes a turn of weight 1 if it is due and nobody waits for it, and is nil if not.
func (l *RateLimiter) TryAcquire(by Party) *Token { return l.TryAcquireWith(by, Want{}) }

// TryAcquireWith is TryAcquire with options.
func (l *RateLimiter) TryAcquireWith(by Party, want Want) *Token {
	weight := cmp.Or(want.Weight, 1)
	l.list.Lock()
	defer l.list.Unlock()
	if l.refuse("tryAcquire", weight) != nil || !l.list.Leads(want.Priority) {
		return nil
	}
	now := l.now()
	if l.when(now, weight) > now {
		return nil
	}
	return l.issue(by, now, weight)
}

// Lock blocks until the turn of a weight comes or ctx ends.
func (l *RateLimiter) Lock(ctx context.Context, weight int) (*Token, error) {
	return governor.Block(func(done func(*Token, error)) {
		l.AcquireWith(ctx, waitlist.PartyOf(ctx), Want{Weight: weight}, done)
	})
}

// refuse says why a weight never passes. The caller holds the lock, as for all unexported methods that follow.
func (l *RateLimiter) refuse(what string, weight int) error {
	most := l.meter.heaviest()
	switch {
	case weight < 1:
		return fault.Range.New("%s: weight %d is not positive", what, weight)
	case weight <= most:
		return nil
	case most < l.o.Limit:
		return fault.Range.New("%s: weight %d is more than the burst of %d that %s lets through at once", what, weight, most, l.Label())
	}
	return fault.Range.New("%s: weight %d is more than the limit of %d of %s", what, weight, most, l.Label())
}

// full is the error of a caller who would have to wait where nobody may.
func (l *RateLimiter) full(now time.Duration, weight int) error {
	ahead := 0
	for w := range l.list.All() {
		if l.fixed[w] == nil {
			ahead += w.Weight
		}
	}
	wait := float64(l.hindered(l.meter.behind(max(now, l.paused), ahead, weight), weight)-now) / float64(time.Millisecond)
	text := "acquire: %s is full, with %d who wait: there is room in %.0f ms"
	return fault.RateLimited.New(text, l.Label(), l.list.Len(), math.Ceil(wait)).With("retryAfter", wait)
}

// when is the earliest time from now on at which a weight may pass.
func (l *RateLimiter) when(now time.Duration, weight int) time.Duration {
	l.meter.forget(min(now, max(l.due, now-lateness))) // those who wait have the time that their alarm was set to
	return l.hindered(l.meter.at(max(now, l.paused), weight), weight)
}

// hindered is a time of the meter, or a later one because of what a server has said.
func (l *RateLimiter) hindered(at time.Duration, weight int) time.Duration {
	for _, q := range l.quotas {
		if at < q.until && q.left < weight {
			at = l.meter.at(q.until, weight)
		}
	}
	return at
}

// issue lets a weight pass at a time that when gave.
func (l *RateLimiter) issue(by Party, at time.Duration, weight int) *Token {
	return governor.NewToken(l, by, mark(l.pass(at, weight), weight))
}

// pass notes that a weight passes.
func (l *RateLimiter) pass(at time.Duration, weight int) (ticket uint32) {
	l.spend(at, weight)
	return l.meter.take(at, weight)
}

// mark packs what giving back needs into what a token can keep.
func mark(ticket uint32, weight int) int { return int(uint64(ticket)<<31 | uint64(weight)) }

// Free has nothing to take back: a turn that was used is gone.
func (l *RateLimiter) Free(*Token) {}

// Refund takes back a turn that was not used. Those who wait move up.
func (l *RateLimiter) Refund(t *Token) {
	l.list.Lock()
	l.giveBack(uint32(uint64(t.Mark())>>31), t.Mark()&(1<<31-1))
	l.list.Unlock()
}

func (l *RateLimiter) giveBack(ticket uint32, weight int) {
	now := l.now()
	l.spend(now, -weight)
	l.meter.giveBack(ticket, weight)
	l.serve(now)
}

// GiveBack is for the waitlist.
func (l *RateLimiter) GiveBack(t *Token) { t.Refund() }

// Left is for the waitlist: somebody has left the line.
func (l *RateLimiter) Left() {
	now := l.now()
	for w, p := range l.fixed {
		if !w.Waits() {
			delete(l.fixed, w)
			l.meter.giveBack(p.ticket, w.Weight)
		}
	}
	l.serve(now)
}
