package limit

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	goruntime "runtime"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/lariatjs/lariat/runtime/fault"
)

func newLimiter(t *testing.T, o Options) *RateLimiter {
	t.Helper()
	l, err := NewRateLimiter(o)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// TestChangesKeepTheBound changes the options again and again: no window sees more than the most generous of them let
// through.
func TestChangesKeepTheBound(t *testing.T) {
	for seed := range 300 {
		synctest.Test(t, func(t *testing.T) {
			rnd := rand.New(rand.NewPCG(uint64(seed), 19))
			o := Options{Limit: 1 + rnd.IntN(9), Algorithm: Algorithms[seed%len(Algorithms)], MaxQueue: Unbounded, Interval: time.Second}
			bucket := o.Algorithm == TokenBucket || o.Algorithm == GCRA
			l := newLimiter(t, o)
			most := l.Options()
			c := &crowd{rnd: rnd, l: l, start: time.Now(), booked: map[*Reservation]admission{}}
			for range 200 {
				if rnd.IntN(10) == 0 {
					err := l.Set(func(o *Options) {
						if o.Limit = 1 + rnd.IntN(12); bucket {
							o.Burst = 1 + rnd.IntN(9)
						}
					})
					if err != nil {
						t.Fatal(err)
					}
					now := l.Options()
					most.Limit, most.Burst = max(most.Limit, now.Limit), max(most.Burst, now.Burst)
				}
				weight := 1 + rnd.IntN(2)
				c.l.AcquireWith(bg, nobody, Want{Weight: weight}, func(_ *Token, err error) {
					if err == nil {
						c.admit(time.Since(c.start), weight)
					}
				})
				time.Sleep(time.Duration(rnd.Int64N(int64(time.Second) / 4)))
			}
			time.Sleep(time.Hour)
			synctest.Wait()
			if l.Waiting() > 0 {
				t.Fatalf("%d wait", l.Waiting())
			}
			most.Burst = max(most.Burst, 2*min(len(c.admitted), 1)) // the weights, before a burst was set
			checkWindows(t, most, c.admitted)
		})
	}
}

// TestARefundIsExact gives one of many turns back: what can pass then is what could if it had never been taken.
func TestARefundIsExact(t *testing.T) {
	for seed := range 500 {
		synctest.Test(t, func(t *testing.T) {
			rnd := rand.New(rand.NewPCG(uint64(seed), 20))
			o := Options{Limit: 1 + rnd.IntN(9), Algorithm: Algorithms[seed%len(Algorithms)]}
			if o.Algorithm == TokenBucket || o.Algorithm == GCRA {
				o.Burst = 1 + rnd.IntN(20)
			}
			with, without := newLimiter(t, o), newLimiter(t, o)
			var unused []*Token
			for range 30 {
				time.Sleep(time.Duration(rnd.Int64N(int64(time.Second) / 3)))
				token := with.TryAcquire(nobody)
				if token == nil {
					continue
				}
				if rnd.IntN(4) == 0 {
					unused = append(unused, token)
				} else if without.TryAcquire(nobody) == nil {
					t.Fatal("fewer have passed, and this one may not")
				}
			}
			for _, token := range unused {
				if !token.Refund() || token.Refund() || token.Release() {
					t.Fatal("a token was not given back exactly once")
				}
			}
			for range 40 {
				a, b := with.Available(), without.Available()
				if a != b {
					t.Fatalf("%s: %d may pass, and %d if those had never passed", o.Algorithm, a, b)
				}
				time.Sleep(time.Second / 7)
			}
		})
	}
}

// TestTheStopOfAMachineIsNotMadeUpFor has the alarm go off late: what is due is given at once up to a bound.
func TestTheStopOfAMachineIsNotMadeUpFor(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLimiter(t, Options{Limit: 1000, MaxQueue: Unbounded})
		var n atomic.Int64
		for range 5000 {
			l.Acquire(bg, nobody, func(*Token, error) { n.Add(1) })
		}
		l.alarm.Stop() // the machine stops
		time.Sleep(time.Second)
		l.fire()
		if n := n.Load(); n > 2+int64(lateness/time.Millisecond) || n < int64(lateness/time.Millisecond) {
			t.Errorf("%d were let through at once", n)
		}
		time.Sleep(time.Minute)
		synctest.Wait()
		if n := n.Load(); n != 5000 {
			t.Errorf("%d of 5000 were let through", n)
		}
	})
}

func TestHostsWaitWithAContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLimiter(t, Options{Limit: 1, MaxQueue: 1, Name: "host"})
		if _, err := l.Lock(bg, 1); err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(bg, time.Millisecond)
		defer cancel()
		if _, err := l.Lock(ctx, 1); !errors.Is(err, context.DeadlineExceeded) {
			t.Error(err)
		}
		if _, err := l.Lock(ctx, 1); !errors.Is(err, context.DeadlineExceeded) {
			t.Error(err)
		}
		if _, err := l.Lock(bg, 2); !errors.Is(err, fault.Range) {
			t.Error(err)
		}
		begin := time.Now()
		go func() { _, _ = l.Lock(bg, 1) }()
		synctest.Wait()
		if _, err := l.Lock(bg, 1); !errors.Is(err, fault.RateLimited) {
			t.Error(err)
		}
		if list := l.Waiters(); len(list) != 1 || l.Label() != `RateLimiter "host"` || len(l.Holders()) > 0 {
			t.Errorf("%v wait for %s", list, l.Label())
		}
		for l.Waiting() > 0 {
			time.Sleep(time.Millisecond)
		}
		if passed := time.Since(begin); passed > 1001*time.Millisecond {
			t.Error(passed)
		}
	})
}

// TestLimiterHammer has many goroutines in real time, cancelled at random: everybody gets one answer, and what passes
// keeps to the rate.
func TestLimiterHammer(t *testing.T) {
	for _, a := range Algorithms {
		l := newLimiter(t, Options{Limit: 2000, Interval: 100 * time.Millisecond, Algorithm: a, MaxQueue: 40, Aging: time.Millisecond})
		var passed, refused, cancelled atomic.Int64
		begin := time.Now()
		var wg sync.WaitGroup
		for g := range 16 {
			wg.Go(func() {
				rnd := rand.New(rand.NewPCG(uint64(g), 21))
				for range 300 {
					ctx, cancel := context.WithCancel(bg)
					if rnd.IntN(3) == 0 {
						go cancel()
					}
					switch token, err := l.Lock(ctx, 1+rnd.IntN(3)); {
					case err == nil && rnd.IntN(4) == 0:
						token.Refund()
					case err == nil:
						passed.Add(1)
					case errors.Is(err, fault.RateLimited):
						refused.Add(1)
					case errors.Is(err, context.Canceled):
						cancelled.Add(1)
					default:
						t.Error(err)
					}
					if rnd.IntN(30) == 0 {
						if r, err := l.Reserve(1); err == nil {
							r.Cancel()
						}
					}
					cancel()
				}
			})
		}
		wg.Wait()
		most := 2000*(time.Since(begin).Seconds()*10+2) + 3
		if l.Waiting() > 0 || passed.Load() == 0 || float64(passed.Load()) > most {
			t.Errorf("%s: %d wait, %d passed of at most %v, %d were refused, %d cancelled",
				a, l.Waiting(), passed.Load(), most, refused.Load(), cancelled.Load())
		}
	}
}

func TestKeysAreForgotten(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		k, err := NewKeyedRateLimiter[int](Options{Limit: 10}, 1<<30)
		if err != nil {
			t.Fatal(err)
		}
		most := 0
		for i := range 50_000 {
			k.For(i).TryAcquire(nobody)
			time.Sleep(time.Millisecond)
			most = max(most, k.kept.Len())
		}
		if most > 300 {
			t.Errorf("%d keys were kept, and 100 are in use", most)
		}
		mine := k.For(-1)
		mine.TryAcquire(nobody)
		time.Sleep(time.Hour)
		synctest.Wait()
		if k.Size() != 0 || k.For(-1) != mine {
			t.Error("a limiter that somebody has was forgotten")
		}
		goruntime.KeepAlive(mine)
	})
	k, err := NewKeyedRateLimiter[string](Options{Limit: 1}, 1)
	if err != nil {
		t.Fatal(err)
	}
	for i := range 1000 {
		k.For(fmt.Sprint(i)).TryAcquire(nobody)
	}
	for i := 0; ; i++ {
		goruntime.GC()
		k.mu.Lock()
		n := len(k.loose)
		k.mu.Unlock()
		if n == 0 {
			break
		}
		if i == 100 {
			t.Fatalf("%d forgotten keys are kept", n)
		}
		goruntime.Gosched()
	}
}

func TestKeyedHammer(t *testing.T) {
	k, err := NewKeyedRateLimiter[int](Options{Limit: 1_000_000, Burst: 3, MaxQueue: Unbounded}, 5)
	if err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	for g := range 8 {
		wg.Go(func() {
			rnd := rand.New(rand.NewPCG(uint64(g), 22))
			for range 2000 {
				if _, err := k.For(rnd.IntN(20)).Lock(bg, 1); err != nil {
					t.Error(err)
				}
				if rnd.IntN(50) == 0 && k.Size() > 5 {
					t.Error("more keys than may be kept")
				}
			}
		})
	}
	wg.Wait()
}

func TestAdaptiveHammer(t *testing.T) {
	for _, a := range []Adaption{AIMD, Gradient} {
		l, err := NewAdaptiveLimiter(AdaptiveOptions{Min: 2, Max: 6, Initial: 4, Algorithm: a, MaxQueue: 9})
		if err != nil {
			t.Fatal(err)
		}
		var running, most, served atomic.Int64
		var wg sync.WaitGroup
		for g := range 16 {
			wg.Go(func() {
				rnd := rand.New(rand.NewPCG(uint64(g), 23))
				for range 500 {
					ctx, cancel := context.WithCancel(bg)
					if rnd.IntN(4) == 0 {
						go cancel()
					}
					token, err := l.Lock(ctx)
					cancel()
					if err != nil {
						continue
					}
					served.Add(1)
					most.Store(max(most.Load(), running.Add(1)))
					goruntime.Gosched()
					running.Add(-1)
					switch rnd.IntN(8) {
					case 0:
						Drop(token)
					case 1:
						token.End(errors.New("its own"))
					case 2:
						token.End(fault.Timeout)
					case 3:
						token.Refund()
					default:
						token.Release()
					}
				}
			})
		}
		wg.Wait()
		if l.Running() != 0 || l.Waiting() != 0 || l.queued.Load() != 0 || most.Load() > 6 || served.Load() == 0 || len(l.Holders()) > 0 {
			t.Errorf("%s: %d run, %d wait, most %d, %d served", a, l.Running(), l.Waiting(), most.Load(), served.Load())
		}
	}
}
