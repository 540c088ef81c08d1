package eventloop

import (
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/loop"
)

// measured runs a loop with a meter; begin sets up the work.
func measured(t *testing.T, begin func(l *loop.Loop, m *Meter)) *Meter {
	m := newMeter(func() runtime.Site { return runtime.Site{} })
	defer m.Close()
	l := loop.New(loop.Options{})
	defer l.Close()
	l.Post(func() {
		l.Observe(m)
		begin(l, m)
	})
	if err := l.Run(t.Context()); err != nil {
		t.Error(err)
	}
	return m
}

// busy keeps a turn going.
func busy(d time.Duration) { <-time.After(d) }

func TestMeterCountsAndMeasures(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := measured(t, func(l *loop.Loop, _ *Meter) {
			l.Post(func() { busy(30 * time.Millisecond) })
			l.SetTimer(10*time.Millisecond, false, func() {})
			l.SetTimer(130*time.Millisecond, false, func() {})
			l.SetTimer(140*time.Millisecond, false, func() { busy(10 * time.Millisecond) })
		})
		s := m.Stats()
		if s.Ticks != 4 || s.Tasks != 4 || s.Longest.Duration != 30*time.Millisecond {
			t.Errorf("%d turns, %d tasks, longest %s", s.Ticks, s.Tasks, s.Longest.Duration)
		}
		if s.Lag.Max != 20*time.Millisecond || s.Lag.Quantile(0.5) != 0 { // the timer of 10 ms comes after 30
			t.Errorf("lag up to %s, half of them %s", s.Lag.Max, s.Lag.Quantile(0.5))
		}
		if s.Utilization < 0.26 || s.Utilization > 0.27 { // 40 ms of 150
			t.Errorf("utilization %v", s.Utilization)
		}
	})
}

func TestMeterLagOfJobs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := measured(t, func(l *loop.Loop, _ *Meter) {
			l.Post(func() {
				l.Post(func() {})
				busy(50 * time.Millisecond)
				l.Post(func() {})
			})
		})
		if s := m.Stats(); s.Lag.Max != 50*time.Millisecond || s.Ticks != 2 || s.Tasks != 3 {
			t.Errorf("lag %s, %d turns, %d tasks", s.Lag.Max, s.Ticks, s.Tasks)
		}
	})
}

func TestMeterTellsOfLongTurns(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var mu sync.Mutex
		var ended, seen []time.Duration
		measured(t, func(l *loop.Loop, m *Meter) {
			stop := m.Watch(&LongTask{
				Over:  20 * time.Millisecond,
				Ended: func(turn Turn) { ended = append(ended, turn.Duration) },
				Busy: func(turn Turn) {
					mu.Lock()
					defer mu.Unlock()
					seen = append(seen, turn.Duration)
				},
			})
			for i, d := range []time.Duration{5, 25, 19, 40} {
				l.SetTimer(time.Duration(i)*time.Second, false, func() { busy(d * time.Millisecond) })
			}
			l.SetTimer(5*time.Second, false, func() { m.Overlook(); busy(time.Second) })
			l.SetTimer(7*time.Second, false, stop)
			l.SetTimer(8*time.Second, false, func() { busy(time.Second) })
		})
		if len(ended) != 2 || ended[0] != 25*time.Millisecond || ended[1] != 40*time.Millisecond {
			t.Errorf("heard of %v", ended)
		}
		mu.Lock()
		defer mu.Unlock()
		if len(seen) < 4 || seen[0] != 20*time.Millisecond || seen[1] != 20*time.Millisecond || seen[2] != 30*time.Millisecond {
			t.Errorf("seen %v", seen[:min(len(seen), 5)])
		}
	})
}

// TestMeterRestsWithTheLoop has a timer only while the loop is busy.
func TestMeterRestsWithTheLoop(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		looks := 0
		m := newMeter(func() runtime.Site { looks++; return runtime.Site{} })
		defer m.Close()
		m.Begin(1, 0)
		busy(90 * time.Millisecond)
		m.End()
		if looks == 0 {
			t.Error("never looked")
		}
		busy(time.Hour)
		m.mu.Lock()
		defer m.mu.Unlock()
		if m.armed || looks > 5 {
			t.Errorf("armed %v, %d looks", m.armed, looks)
		}
	})
}
