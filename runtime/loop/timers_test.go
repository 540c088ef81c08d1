package loop

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"testing/synctest"
	"time"
)

func TestClampDelay(t *testing.T) {
	for _, c := range []struct {
		ms   float64
		want time.Duration
	}{
		{0, 1},
		{-5, 1},
		{0.9, 1},
		{1, 1},
		{1.9, 1},
		{250.7, 250},
		{math.MaxInt32, math.MaxInt32},
		{math.MaxInt32 + 1, 1},
		{1e300, 1},
		{math.NaN(), 1},
		{math.Inf(1), 1},
		{math.Inf(-1), 1},
	} {
		if got := ClampDelay(c.ms); got != c.want*time.Millisecond {
			t.Errorf("ClampDelay(%v) = %v, want %v", c.ms, got, c.want*time.Millisecond)
		}
	}
}

func TestTimersFireByDueTimeThenCreation(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := New(Options{})
		defer l.Close()
		var got []int
		for i, d := range []time.Duration{3, 1, 2, 1, 3, 2, 1} {
			l.SetTimer(d*time.Hour, false, func() { got = append(got, i) })
		}
		runIdle(t, l)
		wantOrder(t, got, 1, 3, 6, 2, 5, 0, 4)
	})
}

func TestEachTimerIsATurnOfItsOwn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var turns []int
		l := New(Options{Turn: func(jobs []func()) { turns = append(turns, len(jobs)); callAll(jobs) }})
		defer l.Close()
		for range 3 {
			l.SetTimer(time.Second, false, func() { l.Post(func() {}); l.Post(func() {}) })
		}
		runIdle(t, l)
		wantOrder(t, turns, 1, 1, 1, 6)
	})
}

func TestATimerSetInATimerWaitsForTheNextRound(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := New(Options{})
		defer l.Close()
		var got []int
		l.SetTimer(time.Second, false, func() {
			got = append(got, 1)
			l.SetTimer(0, false, func() { got = append(got, 4) })
			l.SetTimer(-time.Hour, false, func() { got = append(got, 5) })
			l.Post(func() { got = append(got, 3) })
		})
		l.SetTimer(time.Second, false, func() { got = append(got, 2) })
		runIdle(t, l)
		wantOrder(t, got, 1, 2, 3, 4, 5)
	})
}

func TestNeitherJobsNorTimersStarve(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := New(Options{})
		defer l.Close()
		jobs, timers := 0, 0
		var job, timer func()
		check := func() {
			if d := jobs - timers; d < -1 || d > 1 {
				t.Fatalf("%d jobs and %d timers: they do not take turns", jobs, timers)
			}
		}
		job = func() {
			jobs++
			check()
			if jobs < 100 {
				l.Post(job)
			}
		}
		timer = func() {
			timers++
			check()
			if timers < 100 {
				l.SetTimer(0, false, timer)
			}
		}
		l.Post(job)
		l.SetTimer(0, false, timer)
		runIdle(t, l)
		if jobs != 100 || timers != 100 {
			t.Fatalf("%d jobs and %d timers, want 100 of each", jobs, timers)
		}
	})
}

func TestHugeAndNegativeDelays(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := New(Options{})
		defer l.Close()
		var got []int
		l.SetTimer(time.Second, false, func() {
			got = append(got, 2)
			far := l.SetTimer(math.MaxInt64, false, func() { got = append(got, 9) })
			far.Unref()
			if due := l.timers.due(); due == never || due < int64(time.Hour) {
				t.Errorf("due %d: the delay wrapped around", due)
			}
		})
		l.SetTimer(math.MinInt64, false, func() { got = append(got, 1) })
		runIdle(t, l)
		wantOrder(t, got, 1, 2)
	})
}

func TestIntervalIsSetAgainFromTheTimeItRan(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := New(Options{})
		defer l.Close()
		var at []time.Duration
		var tick *Timer
		tick = l.SetTimer(10*time.Second, true, func() {
			at = append(at, l.Elapsed())
			time.Sleep(3 * time.Second) // the script computes; time is fake here
			if len(at) == 3 && !tick.Stop() {
				t.Error("Stop inside its own turn found nothing to stop")
			}
		})
		runIdle(t, l)
		if want := []time.Duration{10e9, 23e9, 36e9}; !slices.Equal(at, want) {
			t.Fatalf("ran at %v, want %v", at, want)
		}
	})
}

func TestStopResetRefresh(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := New(Options{})
		defer l.Close()
		var got []int
		note := func(i int) func() { return func() { got = append(got, i) } }
		stopped := l.SetTimer(time.Second, false, note(0))
		if !stopped.Stop() || stopped.Stop() {
			t.Error("Stop must be true once")
		}
		again := l.SetTimer(time.Second, false, note(1))
		if !again.Reset(3 * time.Second) {
			t.Error("Reset of a waiting timer says false")
		}
		var self *Timer
		runs := 0
		self = l.SetTimer(2*time.Second, false, func() {
			got = append(got, 2)
			if runs++; runs == 1 && self.Refresh() {
				t.Error("Refresh of a timer that fires now says true")
			}
		})
		stopped.Reset(5 * time.Second)
		runIdle(t, l)
		wantOrder(t, got, 2, 1, 2, 0)
		if got := l.Elapsed(); got != 5*time.Second {
			t.Errorf("took %v, want 5s", got)
		}
	})
}

func TestIntervalResetInItsTurnHasANewPeriod(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := New(Options{})
		defer l.Close()
		var at []time.Duration
		var tick *Timer
		tick = l.SetTimer(time.Second, true, func() {
			at = append(at, l.Elapsed())
			switch len(at) {
			case 1:
				if !tick.Reset(5 * time.Second) {
					t.Error("Reset of a live interval says false")
				}
			case 3:
				tick.Stop()
			}
		})
		runIdle(t, l)
		if want := []time.Duration{1e9, 6e9, 11e9}; !slices.Equal(at, want) {
			t.Fatalf("ran at %v, want %v", at, want)
		}
	})
}

func TestUnrefTimersFireOnlyWhileTheLoopLives(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := New(Options{})
		defer l.Close()
		ticks := 0
		tick := l.SetTimer(time.Second, true, func() { ticks++ })
		if !tick.HasRef() {
			t.Error("a new timer is unreferenced")
		}
		tick.Unref()
		tick.Unref()
		if tick.HasRef() {
			t.Error("HasRef after Unref")
		}
		runIdle(t, l)
		if ticks != 0 {
			t.Fatalf("%d ticks with nothing alive", ticks)
		}
		l.SetTimer(3500*time.Millisecond, false, func() {})
		runIdle(t, l)
		if ticks != 3 {
			t.Fatalf("%d ticks, want 3", ticks)
		}
		tick.Ref()
		l.SetTimer(2*time.Second, false, func() { tick.Unref() })
		runIdle(t, l)
		if ticks != 5 {
			t.Fatalf("%d ticks, want the two of two more seconds", ticks)
		}
	})
}

func TestTimerSetFromOutsideWakesTheLoop(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := New(Options{})
		defer l.Close()
		l.SetTimer(time.Hour, false, func() {})
		var at time.Duration
		go func() {
			synctest.Wait() // the loop is parked until the hour
			timer := l.SetTimer(2*time.Hour, false, func() { at = l.Elapsed() })
			timer.Reset(time.Second)
		}()
		runIdle(t, l)
		if at != time.Second {
			t.Fatalf("fired at %v, want 1s", at)
		}
	})
}

func TestStoppingTheLastTimerFromOutsideEndsRun(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for _, end := range []func(*Timer){func(x *Timer) { x.Stop() }, (*Timer).Unref} {
			l := New(Options{})
			timer := l.SetTimer(time.Hour, false, func() { t.Error("fired") })
			go func() {
				synctest.Wait()
				end(timer)
			}()
			runIdle(t, l)
			l.Close()
		}
	})
}

func TestADayOfIntervalsInABubble(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := New(Options{})
		defer l.Close()
		ticks := 0
		tick := l.SetTimer(time.Minute, true, func() { ticks++ })
		l.SetTimer(24*time.Hour+time.Second, false, func() { tick.Stop() })
		runIdle(t, l)
		if ticks != 24*60 {
			t.Fatalf("%d ticks, want %d", ticks, 24*60)
		}
	})
}

func TestNoGoTimerIsLeft(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := New(Options{})
		defer l.Close()
		far := l.SetTimer(time.Hour, false, func() {})
		h := l.Hold("op", "x")
		go func() {
			synctest.Wait()
			far.Stop() // the loop parks again, now without a timer
			synctest.Wait()
			if l.armed != never {
				t.Error("the Go timer runs for nothing")
			}
			h.Release()
		}()
		runIdle(t, l)
		far.Reset(time.Hour)
		l.Post(l.Stop)
		runIdle(t, l)
		if l.goTimer.Stop() {
			t.Error("a Go timer runs after Run has returned")
		}
	})
}

type place string

func (p place) String() string { return string(p) }

func TestAliveListsHoldsAndTimers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := New(Options{})
		defer l.Close()
		l.SetTimer(2*time.Hour, false, func() {}).Mark(place("a.ts:2:1"))
		l.SetTimer(time.Hour, false, func() {}).Unref()
		var inside []Alive
		var tick *Timer
		tick = l.SetTimer(time.Second, true, func() { inside = l.Alive(); tick.Stop(); l.Stop() })
		first, second := l.Hold("file", "in.txt"), l.Hold("server", ":80")
		second.Mark(place("a.ts:1:1"))
		unref := l.Hold("socket", "x")
		unref.Unref()
		text := func(list []Alive) (s []string) {
			for _, a := range list {
				due := "-"
				if !a.Due.IsZero() {
					due = a.Due.Sub(a.Since).String()
				}
				s = append(s, fmt.Sprint(a.Kind, " ", a.Name, " ", due, " ", a.At))
			}
			return s
		}
		want := []string{"file in.txt - <nil>", "server :80 - a.ts:1:1", "interval  1s <nil>", "timer  2h0m0s a.ts:2:1"}
		if got := text(l.Alive()); !slices.Equal(got, want) {
			t.Errorf("Alive = %q, want %q", got, want)
		}
		if jobs, timers, holds := l.Counts(); jobs != 0 || timers != 3 || holds != 3 {
			t.Errorf("Counts = %d, %d, %d", jobs, timers, holds)
		}
		runIdle(t, l)
		if got := text(inside); !slices.Equal(got, want) {
			t.Errorf("Alive inside an interval = %q, want %q", got, want)
		}
		first.Release()
		first.Release()
		if got := text(l.Alive()); !slices.Equal(got, []string{want[1], want[3]}) {
			t.Errorf("Alive = %q", got)
		}
	})
}

func TestHeapGivesMemoryBackAfterABurst(t *testing.T) {
	var h timerHeap
	for i := range 2 * keepCap {
		h.push(&Timer{at: int64(i)})
	}
	for len(h) > 0 {
		h.remove(0)
	}
	if cap(h) != 0 {
		t.Errorf("room for %d timers is kept", cap(h))
	}
}

func TestHeapAgainstASortedList(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	for round := range 200 {
		var h timerHeap
		var model []*Timer
		for i := range 300 {
			if len(model) > 0 && rnd.IntN(3) == 0 {
				k := rnd.IntN(len(model))
				h.remove(int(model[k].index))
				model = slices.Delete(model, k, k+1)
				continue
			}
			x := &Timer{at: rnd.Int64N(50), seq: uint64(i)}
			h.push(x)
			model = append(model, x)
		}
		slices.SortStableFunc(model, func(a, b *Timer) int { return int(a.at - b.at) })
		for i, x := range model {
			if h[0].timer != x || h.due() != x.at {
				t.Fatalf("round %d: place %d is wrong", round, i)
			}
			h.remove(0)
			if x.index != -1 {
				t.Fatalf("round %d: a removed timer has index %d", round, x.index)
			}
		}
		if len(h) != 0 {
			t.Fatalf("round %d: %d entries left", round, len(h))
		}
	}
}
