package retry

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
	"github.com/lariatjs/lariat/runtime/fault"
)

func newBulkhead(t *testing.T, concurrency, maxQueue int) *Bulkhead {
	t.Helper()
	b, err := NewBulkhead("b", concurrency, maxQueue, -1)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestBulkheadBoundsBothSides(t *testing.T) {
	b := newBulkhead(t, 1, 1)
	in := b.TryAcquireWith(Party{Isolate: 7}, Want{})
	var errs []error
	done := func(_ *Token, err error) { errs = append(errs, err) }
	b.Acquire(bg, nobody, done)
	b.Acquire(bg, nobody, done)
	if len(errs) != 1 || !errors.Is(errs[0], fault.QueueFull) || b.Waiting() != 1 || b.Running() != 1 || len(b.Holders()) != 1 {
		t.Fatalf("%v, %d wait", errs, b.Waiting())
	}
	if b.ReleaseDead(7) != 1 || in.Held() || len(errs) != 2 || errs[1] != nil || b.TryAcquire(nobody) != nil {
		t.Errorf("%v after the holder has died", errs)
	}
	ctx, cancel := context.WithCancel(bg)
	cancel()
	if b.Acquire(ctx, nobody, done); !errors.Is(errs[2], context.Canceled) {
		t.Error(errs[2])
	}
	if _, err := NewBulkhead("", 0, 0, 0); !errors.Is(err, fault.Range) {
		t.Error(err)
	}
}

func TestBulkheadHammer(t *testing.T) {
	const width, line = 3, 4
	b := newBulkhead(t, width, line)
	var inside, refused, served atomic.Int64
	var wg sync.WaitGroup
	for range 16 {
		wg.Go(func() {
			for range 1000 {
				ctx, cancel := context.WithCancel(bg)
				if rand.IntN(4) == 0 {
					go cancel()
				}
				token, err := governor.Block(func(done func(*Token, error)) { b.Acquire(ctx, nobody, done) })
				switch {
				case err == nil:
					if inside.Add(1) > width {
						t.Error("too many inside")
					}
					served.Add(1)
					inside.Add(-1)
					token.Release()
				case errors.Is(err, fault.QueueFull):
					refused.Add(1)
				}
				cancel()
			}
		})
	}
	wg.Wait()
	if b.Running() != 0 || b.Waiting() != 0 || b.queued.Load() != 0 || served.Load() == 0 {
		t.Errorf("%d inside, %d wait, %d queued; served %d, refused %d", b.Running(), b.Waiting(), b.queued.Load(), served.Load(), refused.Load())
	}
}

func TestBudgetCapsRetries(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b, err := NewBudget(BudgetOptions{Ratio: 0.2, MinPerSecond: 0.3})
		if err != nil {
			t.Fatal(err)
		}
		spend := func() (n int) {
			for b.Retry() {
				n++
			}
			return n
		}
		if n := spend(); n != 3 || b.Rate() != 0 {
			t.Errorf("%d retries without calls, rate %v", n, b.Rate())
		}
		for range 100 {
			b.Call()
		}
		if n := spend(); n != 17 || b.Rate() != 0.2 {
			t.Errorf("%d more retries for 100 calls, rate %v", n, b.Rate())
		}
		time.Sleep(5 * time.Second)
		if spend() != 0 {
			t.Error("the window is too short")
		}
		time.Sleep(6 * time.Second)
		if n := spend(); n != 3 {
			t.Errorf("%d retries in a new window", n)
		}
		time.Sleep(time.Hour)
		if n := spend(); n != 3 {
			t.Errorf("%d retries after an hour", n)
		}
	})
}

func TestLatency(t *testing.T) {
	l := &Latency{}
	if _, ok := l.P95(); ok {
		t.Error("it judges from nothing")
	}
	for i := range 1000 {
		l.Add(time.Duration(i%100) + 1)
	}
	if p95, ok := l.P95(); !ok || p95 != 96 || len(l.samples) != samples {
		t.Errorf("p95 %d of %d", p95, len(l.samples))
	}
}
