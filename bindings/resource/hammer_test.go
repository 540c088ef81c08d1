package resource

import (
	"context"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/lariatjs/lariat/runtime/fault"
)

// TestPoolHammer has many goroutines use a pool whose every hook fails, is late or never answers in time, and whose
// callers leave at any moment. No resource may have two users, never may there be more than the maximum, and in the end
// all places are free.
func TestPoolHammer(t *testing.T) {
	const limit = 4
	var alive, made atomic.Int64
	maybe := func(answer func(error)) {
		var err error
		if rand.IntN(10) == 0 {
			err = fault.Module.New("bad luck")
		}
		if rand.IntN(3) == 0 {
			go answer(err)
			return
		}
		answer(err)
	}
	type thing struct{ users atomic.Int64 }
	p, err := New(Options[*thing]{
		Max: limit, Min: 1, MaxUses: 50, LIFO: true, IdleTimeout: time.Millisecond, MaxLifetime: 5 * time.Millisecond,
		LeakWarning: time.Millisecond, OnLeak: func(Holding) {}, OnError: func(Step, error) {},
		Create: func(done func(*thing, error)) func(error) {
			if n := alive.Add(1); n > limit {
				t.Errorf("%d resources", n)
			}
			maybe(func(err error) {
				if err != nil {
					alive.Add(-1)
					done(nil, err)
					return
				}
				made.Add(1)
				done(&thing{}, nil)
			})
			return nil
		},
		Validate: func(_ *thing, done func(bool, error)) { maybe(func(err error) { done(rand.IntN(5) > 0, err) }) },
		Reset:    func(_ *thing, done func(error)) { maybe(done) },
		Destroy: func(_ *thing, done func(error)) {
			maybe(func(err error) {
				alive.Add(-1)
				done(err)
			})
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	var served atomic.Int64
	for range 16 {
		wg.Go(func() {
			for range 300 {
				ctx, cancel := context.WithCancel(bg)
				if rand.IntN(2) == 0 {
					go cancel()
				}
				if l, err := p.Get(ctx); err == nil {
					if l.Value().users.Add(1) != 1 {
						t.Error("two users")
					}
					served.Add(1)
					l.Value().users.Add(-1)
					if rand.IntN(20) == 0 {
						l.Destroy(nil)
					} else {
						l.Release()
					}
				}
				cancel()
				if rand.IntN(100) == 0 {
					p.Evict(func(int) {})
				}
			}
		})
	}
	wg.Wait()
	if s := p.Stats(); s.Borrowed != 0 || s.Waiting != 0 || served.Load() == 0 {
		t.Errorf("%+v, served %d", s, served.Load())
	}
	closed := make(chan error, 1)
	p.Close(bg, Party{}, false, func(_ struct{}, err error) { closed <- err })
	if err := <-closed; err != nil {
		t.Error(err)
	}
	s := p.Stats()
	if alive.Load() != 0 || s.Size != 0 || s.Creating != 0 || s.Created != s.Destroyed || s.Created != int(made.Load()) {
		t.Errorf("%d alive, %d made, %+v", alive.Load(), made.Load(), s)
	}
}

func BenchmarkPoolIdle(b *testing.B) {
	b.ReportAllocs()
	p, err := New(Options[*item]{Create: (&maker{}).create, IdleTimeout: time.Minute})
	if err != nil {
		b.Fatal(err)
	}
	var lease *Lease[*item]
	done := func(l *Lease[*item], _ error) { lease = l }
	for b.Loop() {
		p.Acquire(bg, Party{}, 0, done)
		lease.Release()
	}
	p.Shut(false)
}
