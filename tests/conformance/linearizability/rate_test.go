package linearizability

import (
	"context"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/lariatjs/lariat/bindings/limit"
	"github.com/lariatjs/lariat/runtime/fault"
	"github.com/lariatjs/lariat/runtime/loop"
)

// wrist is the clock of a limiter: it moves when somebody moves it, and its alarm goes off when somebody sets it off.
type wrist struct {
	loop.Clock
	now  atomic.Int64
	skew func() time.Duration // what a wrong clock adds

	mu   sync.Mutex
	ring func()
	due  time.Duration // noTime when the alarm is not set
}

func newWrist() *wrist { return &wrist{Clock: loop.Real(), due: noTime} }

func (w *wrist) Now() time.Time {
	now := w.time()
	if w.skew != nil {
		now += w.skew()
	}
	return time.Unix(0, 0).Add(now)
}

func (w *wrist) time() time.Duration { return time.Duration(w.now.Load()) }

// AfterFunc sets the alarm, of which a limiter has one.
func (w *wrist) AfterFunc(d time.Duration, f func()) loop.Alarm {
	w.mu.Lock()
	w.ring = f
	w.mu.Unlock()
	w.Reset(d)
	return w
}

func (w *wrist) Reset(d time.Duration) bool { return w.set(w.time() + d) }

func (w *wrist) Stop() bool { return w.set(noTime) }

func (w *wrist) set(due time.Duration) (pending bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	pending = w.due != noTime
	w.due = due
	return pending
}

// goOff sets off an alarm that is due.
func (w *wrist) goOff() bool {
	w.mu.Lock()
	if w.due <= w.time() {
		w.due = noTime
	}
	w.mu.Unlock()
	w.ring()
	return true
}

func (w *wrist) alarm() time.Duration {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.due
}

// gate is a limiter that actors use, and somebody who moves its clock meanwhile.
type gate struct {
	*limit.RateLimiter
	o       limit.Options
	clock   *wrist
	acquire func(ctx context.Context, a ask, done func(*limit.Token, error))
	cancel  func(*limit.Reservation)
	stop    chan struct{}
	stopped chan struct{}
}

func newGate(h *history, algorithm limit.Algorithm) *gate {
	clock := newWrist()
	limited := 1 + h.rnd.IntN(4)
	step := []time.Duration{time.Millisecond, 7 * time.Millisecond, 60 * time.Millisecond}[h.rnd.IntN(3)]
	o := limit.Options{Limit: limited, Interval: time.Duration(limited) * step, Algorithm: algorithm, Clock: clock, MaxQueue: limit.Unbounded}
	if (algorithm == limit.TokenBucket || algorithm == limit.GCRA) && h.rnd.IntN(3) > 0 {
		o.Burst = 1 + h.rnd.IntN(4)
	}
	if h.rnd.IntN(3) == 0 {
		o.MaxQueue = 2
	}
	l, err := limit.NewRateLimiter(o)
	if err != nil {
		h.t.Fatal(err)
	}
	g := &gate{RateLimiter: l, o: o, clock: clock, cancel: (*limit.Reservation).Cancel}
	g.acquire = func(ctx context.Context, a ask, done func(*limit.Token, error)) {
		l.AcquireWith(ctx, limit.Party{}, limit.Want{Weight: a.weight, Priority: a.priority}, done)
	}
	return g
}

// heaviest is the weight above which nothing passes.
func (g *gate) heaviest() int {
	if g.o.Burst > 0 {
		return g.o.Burst
	}
	return g.o.Limit
}

// state is that of a limiter that nobody has used for a long time.
func (g *gate) state() rate {
	return rate{
		algorithm: g.o.Algorithm, limit: g.o.Limit, burst: max(g.o.Burst, 1), interval: g.o.Interval, maxQueue: g.o.MaxQueue,
		now: g.clock.time(), due: noTime,
	}
}

// use has an actor ask for turns, of which there are few enough in a round for all of them to be given back.
func (g *gate) use(a *actor) {
	for range 1 + a.rnd.IntN(5) {
		a.pause()
		want := ask{id: a.next(), weight: 1 + a.rnd.IntN(g.heaviest()), priority: max(a.rnd.IntN(8)-6, 0)}
		switch a.rnd.IntN(10) {
		case 0:
			do(a, waiting{}, g.Waiting)
		case 1:
			do(a, available{}, g.Available)
		case 2:
			g.book(a, want)
		case 3:
			d := time.Duration(a.rnd.Int64N(int64(g.o.Interval)))
			do(a, halt{d}, func() bool { return g.PauseFor(d) == nil })
		case 4, 5:
			var token *limit.Token
			do(a, try{want}, func() bool {
				token = g.TryAcquireWith(limit.Party{}, limit.Want{Weight: want.weight, Priority: want.priority})
				return token != nil
			})
			g.leave(a, want.id, token)
		default:
			token, _, _ := wait[any](a, a.chance(2), request{want}, answer{want.id},
				func(ctx context.Context, done func(*limit.Token, error)) { g.acquire(ctx, want, done) },
				func(_ *limit.Token, err error) result {
					if fault.KindOf(err) == fault.RateLimited {
						return refusedAs
					}
					return resultOf(err)
				})
			g.leave(a, want.id, token)
		}
	}
}

// leave ends the turn of a token, which was used or not.
func (g *gate) leave(a *actor, id int, token *limit.Token) {
	if token == nil {
		return
	}
	a.pause()
	if a.chance(3) {
		do(a, refund{id}, token.Refund)
		return
	}
	do(a, release{id}, token.Release)
}

// book makes a reservation, which it may cancel.
func (g *gate) book(a *actor, want ask) {
	var r *limit.Reservation
	do(a, book{want.id, want.weight}, func() (ok bool) {
		r, _ = g.Reserve(want.weight)
		return true
	})
	a.pause()
	do(a, delay{want.id}, r.Delay)
	if a.chance(2) {
		a.pause()
		do(a, unbook{want.id}, func() bool {
			g.cancel(r)
			return true
		})
	}
}

// pass lets time pass, as long as actors act: to where the alarm is set to, or too far, or a little; and the alarm goes
// off now or later.
func (g *gate) pass(a *actor) {
	defer close(g.stopped)
	for idle := a.rnd.IntN(8); ; a.pause() {
		select {
		case <-g.stop:
			return
		default:
		}
		now, due := g.clock.time(), g.clock.alarm()
		switch {
		case due <= now:
			do(a, alarm{}, g.clock.goOff)
			continue
		case due == noTime && idle == 0:
			continue
		case due == noTime:
			idle--
			due = now + time.Duration(a.rnd.Int64N(int64(g.o.Interval)))
		case a.chance(3):
			due += time.Duration(a.rnd.Int64N(int64(2 * late)))
		case a.chance(3):
			due = now + (due-now)/2
		}
		g.move(a, due)
	}
}

func (g *gate) move(a *actor, to time.Duration) {
	do(a, tick{to}, func() bool {
		g.clock.now.Store(int64(to))
		return true
	})
}

// audit finds nobody waiting, and after a long time nothing used.
func (g *gate) audit(a *actor) {
	close(g.stop)
	<-g.stopped
	do(a, waiting{}, g.Waiting)
	do(a, available{}, g.Available)
	g.move(a, g.clock.time()+1000*g.o.Interval)
	do(a, available{}, g.Available)
}

// run makes the whole history of one limiter.
func (g *gate) run(h *history) bool {
	for h.total < *operations && !h.t.Failed() {
		g.stop, g.stopped = make(chan struct{}), make(chan struct{})
		state := g.state()
		go g.pass(h.actors[0])
		if !h.round(state, g.use, g.audit) {
			return false
		}
	}
	return true
}

func TestRateLimiter(t *testing.T) {
	for _, algorithm := range limit.Algorithms {
		t.Run(string(algorithm), func(t *testing.T) {
			histories(t, func(t *testing.T, seed uint64) {
				h := newHistory(t, seed, rateModel)
				newGate(h, algorithm).run(h)
			})
		})
	}
}
