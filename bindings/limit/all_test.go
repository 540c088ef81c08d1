package limit_test

import (
	"context"
	"errors"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/lariatjs/lariat/bindings/internal/governor"
	"github.com/lariatjs/lariat/bindings/limit"
	"github.com/lariatjs/lariat/bindings/lock"
	"github.com/lariatjs/lariat/bindings/retry"
)

var nobody limit.Party

// set is one governor of each kind.
type set struct {
	mutex     *lock.Mutex
	semaphore *lock.Semaphore
	rate      *limit.RateLimiter
	window    *limit.RateLimiter
	adaptive  *limit.AdaptiveLimiter
	breaker   *retry.Breaker
	bulkhead  *retry.Bulkhead
}

func newSet(t *testing.T, rate int) *set {
	t.Helper()
	s := &set{mutex: lock.NewMutex(lock.MutexOptions{})}
	var errs [6]error
	s.semaphore, errs[0] = lock.NewSemaphore(3, lock.SemaphoreOptions{})
	s.rate, errs[1] = limit.NewRateLimiter(limit.Options{Limit: rate, Burst: 3, MaxQueue: limit.Unbounded})
	s.window, errs[2] = limit.NewRateLimiter(limit.Options{
		Limit: rate / 10, Interval: time.Second / 10, Algorithm: limit.SlidingWindow, MaxQueue: limit.Unbounded,
	})
	s.adaptive, errs[3] = limit.NewAdaptiveLimiter(limit.AdaptiveOptions{Min: 2, Max: 2, Initial: 2, MaxQueue: limit.Unbounded})
	s.breaker, errs[4] = retry.NewBreaker(retry.BreakerOptions{Failures: 3, OpenFor: time.Millisecond})
	s.bulkhead, errs[5] = retry.NewBulkhead("b", 2, -1, -1)
	if err := errors.Join(errs[:]...); err != nil {
		t.Fatal(err)
	}
	return s
}

func (s *set) list() []governor.Governor {
	return []governor.Governor{s.mutex, s.semaphore, s.rate, s.window, s.adaptive, s.breaker, s.bulkhead}
}

// check reports what is held or waits although nobody is there.
func (s *set) check(t *testing.T) {
	t.Helper()
	if s.mutex.Locked() || s.mutex.Waiting() > 0 || s.semaphore.Available() != 3 || s.semaphore.Waiting() > 0 ||
		s.rate.Waiting() > 0 || s.window.Waiting() > 0 || s.adaptive.Running() > 0 || s.adaptive.Waiting() > 0 ||
		s.bulkhead.Running() > 0 || s.bulkhead.Waiting() > 0 {
		t.Errorf("something is held or waited for: mutex %v, %d of the semaphore, %d and %d wait for turns, %d and %d run",
			s.mutex.Locked(), 3-s.semaphore.Available(), s.rate.Waiting(), s.window.Waiting(), s.adaptive.Running(), s.bulkhead.Running())
	}
}

// TestAllOfEveryKind has everybody want some of everything, named in any order, and leave at random. It runs in fake
// time, where a deadlock is an error of the bubble.
func TestAllOfEveryKind(t *testing.T) {
	for seed := range 20 {
		synctest.Test(t, func(t *testing.T) {
			s := newSet(t, 1000)
			all := s.list()
			var served, passed atomic.Int64
			begin := time.Now()
			var wg sync.WaitGroup
			for g := range 12 {
				wg.Go(func() {
					rnd := rand.New(rand.NewPCG(uint64(seed), uint64(g)))
					for range 40 {
						var picked []governor.Governor
						for _, i := range rnd.Perm(len(all))[:1+rnd.IntN(len(all))] {
							picked = append(picked, all[i])
						}
						ctx, cancel := context.WithCancel(t.Context())
						if rnd.IntN(3) == 0 {
							ctx, cancel = context.WithTimeout(ctx, time.Duration(rnd.IntN(int(30*time.Millisecond))))
						}
						token, err := governor.Block(func(done func(*limit.Token, error)) {
							lock.All(picked...).Acquire(ctx, nobody, done)
						})
						if err == nil {
							served.Add(1)
							for _, p := range picked {
								if p == all[2] {
									passed.Add(1)
								}
							}
							time.Sleep(time.Duration(rnd.IntN(int(4 * time.Millisecond))))
							switch rnd.IntN(6) {
							case 0:
								token.End(errors.New("its own"))
							case 1:
								token.Fail()
							default:
								token.Release()
							}
						}
						cancel()
					}
				})
			}
			wg.Wait()
			if elapsed := time.Since(begin).Seconds(); served.Load() < 200 || float64(passed.Load()) > 1000*elapsed+3 {
				t.Errorf("%d were served, %d turns in %v s", served.Load(), passed.Load(), elapsed)
			}
			s.check(t)
		})
	}
}

// TestAllHammer does it in real time, for the race detector.
func TestAllHammer(t *testing.T) {
	s := newSet(t, 100_000)
	all := s.list()
	inside := 0 // guarded by the mutex
	var served atomic.Int64
	var wg sync.WaitGroup
	for g := range 16 {
		wg.Go(func() {
			rnd := rand.New(rand.NewPCG(uint64(g), 24))
			for range 300 {
				order := rnd.Perm(len(all))[:2+rnd.IntN(4)]
				var picked []governor.Governor
				mutex := false
				for _, i := range order {
					picked, mutex = append(picked, all[i]), mutex || i == 0
				}
				ctx, cancel := context.WithCancel(context.Background())
				if rnd.IntN(3) == 0 {
					go cancel()
				}
				token, err := governor.Block(func(done func(*limit.Token, error)) {
					lock.All(picked...).Acquire(ctx, nobody, done)
				})
				if err == nil {
					if mutex {
						inside++
					}
					served.Add(1)
					token.Release()
				}
				cancel()
			}
		})
	}
	wg.Wait()
	if s.check(t); served.Load() == 0 || inside == 0 {
		t.Error("nothing happened")
	}
}

// TestAllSpendsNoTurnInVain waits for a lock: the limiter's turn is there for others meanwhile.
func TestAllSpendsNoTurnInVain(t *testing.T) {
	s := newSet(t, 10)
	held := s.mutex.TryAcquire(nobody)
	ctx, cancel := context.WithCancel(context.Background())
	answers := make(chan error, 1)
	both := lock.All(s.rate, s.mutex, s.bulkhead, s.breaker)
	both.Acquire(ctx, nobody, func(_ *limit.Token, err error) { answers <- err })
	if s.rate.Available() != 3 || s.bulkhead.Running() != 0 || s.mutex.Waiting() != 1 {
		t.Error("something is held while it waits")
	}
	if both.TryAcquire(nobody) != nil || s.rate.Available() != 3 || s.bulkhead.Running() != 0 {
		t.Error("a try that failed has spent something")
	}
	cancel()
	if err := <-answers; !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	held.Release()
	s.check(t)
}

// TestAllGivesATurnBack has the turn of a limiter come when the lock is taken: others can have it.
func TestAllGivesATurnBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSet(t, 10)
		for s.rate.TryAcquire(nobody) != nil {
		}
		var got atomic.Pointer[limit.Token]
		lock.All(s.mutex, s.rate).Acquire(t.Context(), nobody, func(token *limit.Token, _ error) { got.Store(token) })
		if s.rate.Waiting() != 1 || s.mutex.Locked() {
			t.Error("it does not wait for the turn alone")
		}
		held := s.mutex.TryAcquire(nobody)
		time.Sleep(time.Second / 10)
		synctest.Wait()
		if s.rate.Available() != 1 || s.rate.Waiting() != 0 || s.mutex.Waiting() != 1 || got.Load() != nil {
			t.Errorf("%d turns are there, and 1 is due", s.rate.Available())
		}
		held.Release()
		if token := got.Load(); token == nil || s.rate.Available() != 0 || !token.Release() {
			t.Error("it did not get both in the end")
		}
		s.check(t)
	})
}

// TestAllIsNotStarved has a mutex and a semaphore that are busy all the time with others: a caller of both gets them.
func TestAllIsNotStarved(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a, b := lock.NewMutex(lock.MutexOptions{}), lock.NewMutex(lock.MutexOptions{})
		stop := make(chan struct{})
		var wg sync.WaitGroup
		for i := range 6 {
			m := []*lock.Mutex{a, b}[i%2]
			wg.Go(func() {
				for {
					token, err := m.Lock(t.Context())
					if err != nil {
						return
					}
					time.Sleep(time.Duration(7+i) * time.Millisecond)
					token.Release()
					select {
					case <-stop:
						return
					default:
					}
				}
			})
		}
		for range 10 {
			token, err := governor.Block(func(done func(*limit.Token, error)) { lock.All(a, b).Acquire(t.Context(), nobody, done) })
			if err != nil {
				t.Fatal(err)
			}
			token.Release()
		}
		close(stop)
		wg.Wait()
	})
}
