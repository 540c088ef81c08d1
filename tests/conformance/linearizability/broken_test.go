package linearizability

import (
	"context"
	"sync/atomic"
	"testing"
	"time"

	"github.com/lariatjs/lariat/bindings/limit"
	"github.com/lariatjs/lariat/bindings/lock"
	"github.com/lariatjs/lariat/bindings/queue"
)

// refuses says that the checker must find something in the history of an object that is not what it should be.
func refuses(t *testing.T, what string, h *history, run func() bool) {
	t.Helper()
	h.broken = true
	if run() {
		t.Errorf("%s: %d operations were accepted", what, h.total)
	}
}

// rarely is true once in many times, for any number of callers.
func rarely() func() bool {
	var n atomic.Int64
	return func() bool { return n.Add(1)%37 == 0 }
}

// A checker that cannot refuse is none: these have to be refused, each for one fault that is as rare as a race.
func TestBrokenLocksAreRefused(t *testing.T) {
	rare := func(p permitted, fault func(ctx context.Context, a ask, done func(*lock.Token, error))) permitted {
		acquire, n := p.acquire, rarely()
		p.acquire = func(ctx context.Context, a ask, done func(*lock.Token, error)) {
			if n() {
				fault(ctx, a, done)
				return
			}
			acquire(ctx, a, done)
		}
		return p
	}
	cases := map[string]func(h *history, p permitted) permitted{
		"admits one too many": func(_ *history, p permitted) permitted {
			free := lock.NewMutex(lock.MutexOptions{})
			return rare(p, func(_ context.Context, a ask, done func(*lock.Token, error)) {
				done(free.TryAcquire(lock.Party{}), nil)
			})
		},
		"loses a permit of one who leaves": func(_ *history, p permitted) permitted {
			acquire := p.acquire
			return rare(p, func(ctx context.Context, a ask, done func(*lock.Token, error)) {
				acquire(ctx, a, func(*lock.Token, error) { done(nil, errImpatient) })
			})
		},
		"counts one who left": func(_ *history, p permitted) permitted {
			count, n := p.waiting, rarely()
			p.waiting = func() int {
				if n() {
					return count() + 1
				}
				return count()
			}
			return p
		},
	}
	for name, wrong := range cases {
		h := newHistory(t, 1, permitsModel)
		refuses(t, name, h, func() bool { return wrong(h, semaphore(h)).run(h) })
	}
	h := newHistory(t, 1, permitsModel)
	refuses(t, "lets small requests overtake", h, func() bool {
		p := semaphore(h)
		s, err := lock.NewSemaphore(p.capacity, lock.SemaphoreOptions{Unfair: true})
		if err != nil {
			t.Fatal(err)
		}
		p.acquire = func(ctx context.Context, a ask, done func(*lock.Token, error)) {
			s.AcquireWith(ctx, lock.Party{}, lock.Want{Weight: a.weight, Priority: a.priority}, done)
		}
		p.try = func(a ask) *lock.Token {
			return s.TryAcquireWith(lock.Party{}, lock.Want{Weight: a.weight, Priority: a.priority})
		}
		p.available, p.waiting, p.resize = s.Available, s.Waiting, s.Resize
		return p.run(h)
	})
}

// leaky is a conduit that now and then loses or doubles what it is given.
type leaky struct {
	conduit
	lose, double, forget func() bool
}

func never() bool { return false }

func (l leaky) TrySend(item int, priority float64) bool {
	switch {
	case l.lose():
		return true
	case l.double():
		l.conduit.TrySend(item, priority)
	}
	return l.conduit.TrySend(item, priority)
}

func (l leaky) Receive(ctx context.Context, by queue.Party, done func(queue.Received[int], error)) {
	l.conduit.Receive(ctx, by, func(r queue.Received[int], err error) {
		if err == nil && l.forget() {
			r.Take()
			r, err = queue.Received[int]{}, errImpatient
		}
		done(r, err)
	})
}

func TestBrokenChannelsAreRefused(t *testing.T) {
	for name, wrong := range map[string]func(conduit) conduit{
		"loses what it is sent":                   func(c conduit) conduit { return leaky{c, rarely(), never, never} },
		"gives an item out twice":                 func(c conduit) conduit { return leaky{c, never, rarely(), never} },
		"loses the item of a receiver who leaves": func(c conduit) conduit { return leaky{c, never, never, rarely()} },
		"is last in, first out and should be first": func(conduit) conduit {
			c, err := queue.NewChannel(queue.Options[int]{Capacity: 4, Order: queue.LIFO})
			if err != nil {
				t.Fatal(err)
			}
			return c
		},
	} {
		h := newHistory(t, 1, channelModel)
		refuses(t, name, h, func() bool { return runLines(h, queue.FIFO, wrong) })
	}
}

func TestABrokenPoolIsRefused(t *testing.T) {
	h := newHistory(t, 1, poolModel)
	p := newPond(h)
	p.wrong = func(r int) int { return min(r, 5) } // after a while it lends the same resource to several
	refuses(t, "lends a resource twice", h, func() bool { return p.run(h) })
}

func TestBrokenLimitersAreRefused(t *testing.T) {
	for name, wrong := range map[string]func(g *gate){
		"lets one too many through": func(g *gate) {
			acquire, n := g.acquire, rarely()
			g.acquire = func(ctx context.Context, a ask, done func(*limit.Token, error)) {
				if n() {
					free, _ := limit.NewRateLimiter(limit.Options{Limit: 100})
					done(free.TryAcquire(limit.Party{}), nil)
					return
				}
				acquire(ctx, a, done)
			}
		},
		"keeps the turn of one who leaves": func(g *gate) {
			acquire, n := g.acquire, rarely()
			g.acquire = func(ctx context.Context, a ask, done func(*limit.Token, error)) {
				acquire(ctx, a, func(token *limit.Token, err error) {
					if n() {
						token, err = nil, errImpatient
					}
					done(token, err)
				})
			}
		},
		"keeps the turn of a reservation that is cancelled": func(g *gate) { g.cancel = func(*limit.Reservation) {} },
		"is late now and then": func(g *gate) {
			n := rarely()
			g.clock.skew = func() time.Duration {
				if n() {
					return -g.o.Interval / 2
				}
				return 0
			}
		},
		"is early now and then": func(g *gate) {
			n := rarely()
			g.clock.skew = func() time.Duration {
				if n() {
					return g.o.Interval / 2
				}
				return 0
			}
		},
	} {
		for _, algorithm := range limit.Algorithms {
			h := newHistory(t, 1, rateModel)
			refuses(t, name+": "+string(algorithm), h, func() bool {
				g := newGate(h, algorithm)
				wrong(g)
				return g.run(h)
			})
		}
	}
	for said, is := range map[limit.Algorithm]limit.Algorithm{
		limit.TokenBucket: limit.SlidingWindow, limit.GCRA: limit.FixedWindow, limit.SlidingWindow: limit.LeakyBucket,
		limit.FixedWindow: limit.SlidingWindow, limit.LeakyBucket: limit.FixedWindow,
	} {
		h := newHistory(t, 1, rateModel)
		refuses(t, string(is)+" is said to be a "+string(said), h, func() bool {
			g := newGate(h, is)
			for g.o.Limit == 1 { // they are all the same
				g = newGate(h, is)
			}
			g.o.Algorithm = said
			return g.run(h)
		})
	}
}
