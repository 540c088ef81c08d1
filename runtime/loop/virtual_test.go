package loop

import (
	"context"
	"errors"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

var epoch = time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC)

func TestVirtualTimeJumpsToTimers(t *testing.T) {
	v := NewVirtual(epoch, true)
	l := New(Options{Clock: v})
	defer l.Close()
	var got []int
	n := 0
	var tick *Timer
	l.SetTimer(1000*time.Hour, false, func() { got = append(got, 2); tick.Stop() })
	tick = l.SetTimer(time.Hour, true, func() { n++ })
	l.SetTimer(time.Minute, false, func() { got = append(got, 1) })
	runIdle(t, l)
	wantOrder(t, got, 1, 2)
	if n != 999 && n != 1000 {
		t.Errorf("%d ticks in 1000 hours", n)
	}
	if l.Elapsed() != 1000*time.Hour || !l.Now().Equal(epoch.Add(1000*time.Hour)) {
		t.Errorf("elapsed %v, now %v", l.Elapsed(), l.Now())
	}
}

func TestLaterLoopsHaveTheirOwnAge(t *testing.T) {
	v := NewVirtual(epoch, true)
	first := New(Options{Clock: v})
	defer first.Close()
	first.SetTimer(time.Hour, false, func() {})
	runIdle(t, first)
	second := New(Options{Clock: v})
	defer second.Close()
	var at time.Duration
	second.SetTimer(time.Minute, false, func() { at = second.Elapsed() })
	runIdle(t, second)
	if at != time.Minute || v.Now() != epoch.Add(61*time.Minute) {
		t.Fatalf("fired at %v of its age, now %v", at, v.Now())
	}
}

func TestAHoldStopsVirtualTime(t *testing.T) {
	for _, release := range []func(*Hold){(*Hold).Release, (*Hold).Unref, func(h *Hold) { h.Passive() }} {
		synctest.Test(t, func(t *testing.T) {
			v := NewVirtual(epoch, true)
			l := New(Options{Clock: v})
			h := l.Hold("file", "x")
			server := l.Hold("server", "y").Passive()
			fired := false
			l.SetTimer(time.Second, false, func() { fired = true; server.Release(); h.Release() })
			go func() {
				time.Sleep(time.Hour) // the world outside takes its time
				if fired || v.Now() != epoch {
					t.Error("time passed during I/O")
				}
				release(h)
			}()
			runIdle(t, l)
			if !fired {
				t.Error("time did not go on after I/O")
			}
			l.Close()
			if v.busy != 0 || len(v.members) != 0 {
				t.Errorf("left on the clock: busy %d, members %d", v.busy, len(v.members))
			}
		})
	}
}

func TestCloseGivesTheClockBack(t *testing.T) {
	v := NewVirtual(epoch, true)
	dead := New(Options{Clock: v})
	dead.Hold("file", "x")
	dead.Post(func() {})
	dead.SetTimer(time.Second, false, func() {})
	l := New(Options{Clock: v})
	defer l.Close()
	fired := false
	l.SetTimer(time.Minute, false, func() { fired = true })
	time.AfterFunc(time.Millisecond, dead.Close)
	runIdle(t, l)
	if !fired || v.Now() != epoch.Add(time.Minute) {
		t.Fatalf("fired %v, now %v", fired, v.Now())
	}
}

func TestADyingLoopDoesNotMoveTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		v := NewVirtual(epoch, true)
		dead := New(Options{Clock: v})
		dead.Hold("file", "x")
		dead.SetTimer(time.Hour, false, func() { t.Error("fired") })
		go func() {
			synctest.Wait() // dead is parked
			dead.Close()
		}()
		runIdle(t, dead)
		fromInside := New(Options{Clock: v})
		other := New(Options{Clock: v})
		defer other.Close()
		at := time.Duration(-1)
		fromInside.Post(func() {
			fromInside.Close()
			other.SetTimer(time.Minute, false, func() {})
			other.Post(func() { at = other.Elapsed() }) // still in a turn: time has to wait for this
		})
		runIdle(t, fromInside)
		runIdle(t, other)
		if at != 0 || v.Now() != epoch.Add(time.Minute) {
			t.Fatalf("posted at %v, now %v", at, v.Now())
		}
		if len(v.members) != 1 {
			t.Errorf("%d members, want 1", len(v.members))
		}
	})
}

func TestManualTimeMovesOnlyWhenTold(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		v := NewVirtual(epoch, false)
		l := New(Options{Clock: v})
		defer l.Close()
		var at []time.Duration
		tick := l.SetTimer(10*time.Second, true, func() { at = append(at, l.Elapsed()) })
		ended := make(chan error)
		go func() { ended <- l.Run(t.Context()) }()
		synctest.Wait()
		if len(at) != 0 {
			t.Fatal("time moved by itself")
		}
		if err := v.Advance(t.Context(), 35*time.Second); err != nil || len(at) != 3 || v.Now() != epoch.Add(35*time.Second) {
			t.Fatalf("after 35 s: %v, ticks %v, now %v", err, at, v.Now())
		}
		if err := v.Advance(t.Context(), -time.Second); err != nil || len(at) != 3 {
			t.Fatalf("a step back: %v, ticks %v", err, at)
		}
		if err := v.Advance(t.Context(), 5*time.Second); err != nil || len(at) != 4 || at[3] != 40*time.Second {
			t.Fatalf("after 40 s: %v, ticks %v", err, at)
		}
		l.Post(func() {
			tick.Stop()
			l.SetTimer(time.Hour, false, func() { l.SetTimer(time.Hour, false, func() {}) })
		})
		if err := v.RunUntilIdle(t.Context()); err != nil {
			t.Fatal(err)
		}
		if err := <-ended; err != nil || l.Elapsed() != 2*time.Hour+40*time.Second {
			t.Fatalf("Run = %v, elapsed %v", err, l.Elapsed())
		}
	})
}

func TestAdvanceWaitsForIOAndEndsWithItsContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		v := NewVirtual(epoch, false)
		resume := v.Pause()
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		if err := v.Advance(ctx, time.Second); !errors.Is(err, context.DeadlineExceeded) || v.Now() != epoch {
			t.Fatalf("Advance = %v, now %v", err, v.Now())
		}
		time.AfterFunc(time.Minute, resume)
		if err := v.Advance(t.Context(), time.Second); err != nil || v.Now() != epoch.Add(time.Second) {
			t.Fatalf("Advance = %v, now %v", err, v.Now())
		}
		resume()
		if v.busy != 0 {
			t.Fatal("resume counts twice")
		}
	})
}

func TestAdvanceOfAnAutomaticClockStopsWhereItWasTold(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		v := NewVirtual(epoch, true)
		if err := v.Advance(t.Context(), time.Hour); err != nil || v.Now() != epoch.Add(time.Hour) {
			t.Fatalf("Advance = %v, now %v", err, v.Now())
		}
		if err := v.RunUntilIdle(t.Context()); err != nil || v.Now() != epoch.Add(time.Hour) {
			t.Fatalf("RunUntilIdle = %v, now %v", err, v.Now())
		}
	})
}

func TestAlarms(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for name, clock := range map[string]Clock{"real": Real(), "virtual": NewVirtual(epoch, true)} {
			began := clock.Now()
			at := make(chan time.Duration, 4)
			var pause func()
			if v, ok := clock.(*Virtual); ok {
				pause = v.Pause()
			}
			note := func() { at <- clock.Now().Sub(began) }
			a := clock.AfterFunc(time.Hour, note)
			b := clock.AfterFunc(time.Second, note)
			c := clock.AfterFunc(time.Minute, note)
			if !a.Reset(2*time.Minute) || !b.Stop() || b.Stop() {
				t.Errorf("%s: a waiting alarm is not waiting", name)
			}
			if pause != nil {
				pause()
			}
			if first, second := <-at, <-at; first != time.Minute || second != 2*time.Minute {
				t.Errorf("%s: rang at %v and %v", name, first, second)
			}
			if c.Stop() || c.Reset(time.Minute) || <-at != 3*time.Minute {
				t.Errorf("%s: an alarm that rang is wrong when set again", name)
			}
		}
	})
}

func TestAnUnparkedLoopMeetsItsAlarmsInOrder(t *testing.T) {
	v := NewVirtual(epoch, true)
	l := New(Options{Clock: v})
	defer l.Close()
	h := l.Hold("limiter", "x").Passive()
	var at []time.Duration
	l.Post(v.Pause()) // an alarm set before anything runs would ring at once
	v.AfterFunc(2*time.Second, func() {
		l.Post(func() { at = append(at, l.Elapsed()); h.Release() })
	})
	l.SetTimer(time.Second, false, func() { at = append(at, l.Elapsed()) })
	l.SetTimer(3*time.Second, false, func() { at = append(at, l.Elapsed()) })
	runIdle(t, l)
	for i, want := range []time.Duration{1e9, 2e9, 3e9} {
		if at[i] != want {
			t.Fatalf("ran at %v", at)
		}
	}
}

// TestVirtualClockHammer lets loops post to each other, and to themselves by way of I/O, all the
// time. A message must arrive at the very time at which it was sent: any difference is a jump while
// a Post was under way.
func TestVirtualClockHammer(t *testing.T) {
	for _, size := range []int{2, 50} {
		const hops = 20000
		v := NewVirtual(epoch, true)
		loops := make([]*Loop, size)
		for i := range loops {
			loops[i] = New(Options{Clock: v})
		}
		var left, jumps atomic.Int64
		left.Store(hops)
		var hop func(at *Loop, rnd *rand.Rand)
		send := func(to *Loop, rnd *rand.Rand) {
			sent := v.now.Load()
			to.Post(func() {
				if now := v.now.Load(); now != sent {
					t.Errorf("%d loops: sent at %d, received at %d", size, sent, now)
				}
				hop(to, rnd)
			})
		}
		hop = func(at *Loop, rnd *rand.Rand) {
			if left.Add(-1) < 0 {
				for _, l := range loops {
					l.Stop()
				}
				return
			}
			to := loops[rnd.IntN(size)]
			switch rnd.IntN(4) {
			case 0:
				before := v.now.Load()
				at.SetTimer(time.Duration(1+rnd.IntN(1e9)), false, func() {
					if v.now.Load() > before {
						jumps.Add(1)
					}
					send(to, rnd)
				})
			case 1:
				h := at.Hold("io", "x")
				go func() {
					send(to, rnd)
					h.Release()
				}()
			default:
				send(to, rnd)
			}
		}
		var wg sync.WaitGroup
		for i, l := range loops {
			server := l.Hold("server", "").Passive()
			l.Post(func() { hop(l, rand.New(rand.NewPCG(uint64(i), 7))) })
			wg.Go(func() {
				if err := l.Run(t.Context()); err != nil {
					t.Error(err)
				}
				server.Release()
			})
		}
		wg.Wait()
		if left.Load() >= 0 || jumps.Load() == 0 {
			t.Errorf("%d loops: %d hops left, %d jumps", size, left.Load(), jumps.Load())
		}
		for _, l := range loops {
			l.Close()
		}
		if v.busy != 0 || len(v.members) != 0 {
			t.Errorf("%d loops: busy %d, members %d at the end", size, v.busy, len(v.members))
		}
	}
}

// TestLoopsShareTheOrderOfTime has 50 loops sleep at random: all timers of all loops fire in the
// order of time.
func TestLoopsShareTheOrderOfTime(t *testing.T) {
	v := NewVirtual(epoch, true)
	var mu sync.Mutex
	var last int64
	fired := 0
	var wg sync.WaitGroup
	resume := v.Pause() // until every loop has set its timers
	for i := range 50 {
		l := New(Options{Clock: v})
		rnd := rand.New(rand.NewPCG(uint64(i), 3))
		for range 100 {
			due := 1 + rnd.Int64N(1e12)
			l.SetTimer(time.Duration(due), false, func() {
				mu.Lock()
				defer mu.Unlock()
				if now := v.now.Load(); now != due || now < last {
					t.Errorf("due at %d, fired at %d after %d", due, now, last)
				}
				last = due
				fired++
			})
		}
		l.Post(func() {}) // time waits for a loop with a job, also before it runs
		wg.Go(func() {
			if err := l.Run(t.Context()); err != nil {
				t.Error(err)
			}
			l.Close()
		})
	}
	resume()
	wg.Wait()
	if fired != 5000 {
		t.Fatalf("%d timers fired, want 5000", fired)
	}
}
