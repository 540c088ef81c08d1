package eventloop

import (
	"sync"
	"time"

	"github.com/lariatjs/lariat/bindings/internal/histogram"
	"github.com/lariatjs/lariat/runtime"
)

// Meter measures the turns of a loop, as its Observer. The lag is on the clock of the loop, how long turns take in real time.
// While the loop is busy a timer looks at it from outside, so that the place of a long turn is known; there is no timer when
// the loop rests. What is exported may be called from any goroutine.
type Meter struct {
	place func() runtime.Site // of the running script
	now   func() time.Duration
	timer *time.Timer

	mu     sync.Mutex
	closed bool
	armed  bool // the timer is set
	// overlook says that nobody hears of the turn that runs.
	overlook bool
	turn     time.Duration // when the running turn began, 0 when there is none
	ticks    uint64
	tasks    uint64
	busy     time.Duration
	lag      histogram.Histogram
	seen     Turn // what the timer has seen of the running turn
	checked  uint64
	longest  Turn
	watches  map[*LongTask]bool
	every    time.Duration
}

// Turn is one turn of a loop.
type Turn struct {
	Duration time.Duration
	// At is where the script was in it, if that is known.
	At runtime.Site
}

// LongTask is somebody who wants to hear of long turns.
type LongTask struct {
	// Over is how long a turn must take.
	Over time.Duration
	// Ended hears of a long turn once it is over, on the loop goroutine.
	Ended func(Turn)
	// Busy hears of one that is not over yet, every now and then, on a goroutine of its own; nil for nobody.
	Busy func(Turn)
}

// Stats is what a Meter has measured since it was made.
type Stats struct {
	// Ticks counts the turns, Tasks the jobs and timers that ran in them.
	Ticks, Tasks uint64
	// Utilization is the share of the time in which the loop was busy.
	Utilization float64
	// Lag is by how much jobs and timers came later than they could have.
	Lag     histogram.Histogram
	Longest Turn
}

// glance is how often the timer looks at a busy loop when nobody watches for long turns.
const glance = 25 * time.Millisecond

// NewMeter measures the loop of a runtime from the next turn on. Loop goroutine only.
func NewMeter(rt *runtime.Runtime) *Meter {
	m := newMeter(rt.Running)
	rt.Loop().Observe(m)
	rt.OnClose(m.Close)
	return m
}

func newMeter(place func() runtime.Site) *Meter {
	begin := time.Now()
	m := &Meter{place: place, watches: map[*LongTask]bool{}, every: glance}
	m.now = func() time.Duration { return time.Since(begin) + 1 }
	m.timer = time.AfterFunc(time.Hour, m.look)
	m.timer.Stop()
	return m
}

// Begin is for the loop.
func (m *Meter) Begin(n int, lag time.Duration) {
	m.mu.Lock()
	m.ticks++
	m.tasks += uint64(n)
	m.lag.Add(lag)
	m.seen = Turn{}
	m.turn = m.now()
	if !m.armed && !m.closed {
		m.armed = true
		m.timer.Reset(m.every)
	}
	m.mu.Unlock()
}

// End is for the loop.
func (m *Meter) End() {
	m.mu.Lock()
	took := m.now() - m.turn
	m.busy += took
	turn := Turn{took, m.seen.At}
	if took > m.longest.Duration {
		m.longest = turn
	}
	overlook := m.overlook
	m.turn, m.overlook = 0, false
	var hear []*LongTask
	for w := range m.watches {
		if took >= w.Over && !overlook {
			hear = append(hear, w)
		}
	}
	m.mu.Unlock()
	for _, w := range hear {
		w.Ended(turn)
	}
}

// Overlook lets nobody hear of the turn that runs, however long it takes. Loop goroutine only.
func (m *Meter) Overlook() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.overlook = true
}

// look is what the timer does: it notes where the script is, and stops when the loop rests.
func (m *Meter) look() {
	m.mu.Lock()
	if m.closed || m.turn == 0 && m.checked == m.ticks {
		m.armed = false
		m.mu.Unlock()
		return
	}
	m.checked = m.ticks
	var hear []*LongTask
	if m.turn != 0 {
		m.mu.Unlock()
		at := m.place()
		m.mu.Lock()
		hear = m.note(at)
	}
	turn := m.seen
	if !m.closed {
		m.timer.Reset(m.every)
	}
	m.mu.Unlock()
	for _, w := range hear {
		w.Busy(turn)
	}
}

// note keeps where the script was, if it is still the same turn, and returns who is to hear. The caller holds m.mu.
func (m *Meter) note(at runtime.Site) (hear []*LongTask) {
	if m.turn == 0 || m.checked != m.ticks {
		return nil
	}
	m.seen.Duration = m.now() - m.turn
	if at.Known() {
		m.seen.At = at
	}
	for w := range m.watches {
		if w.Busy != nil && m.seen.Duration >= w.Over {
			hear = append(hear, w)
		}
	}
	return hear
}

// Watch lets w hear of long turns until stop is called.
func (m *Meter) Watch(w *LongTask) (stop func()) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.watches[w] = true
	m.pace()
	return func() {
		m.mu.Lock()
		defer m.mu.Unlock()
		delete(m.watches, w)
		m.pace()
	}
}

// pace looks twice within the shortest turn that somebody wants to hear of. The caller holds m.mu.
func (m *Meter) pace() {
	m.every = glance
	for w := range m.watches {
		m.every = min(m.every, max(w.Over/2, time.Millisecond))
	}
}

// Stats returns what has been measured. The turn that runs now counts as far as it has come.
func (m *Meter) Stats() Stats {
	m.mu.Lock()
	defer m.mu.Unlock()
	s := Stats{Ticks: m.ticks, Tasks: m.tasks, Lag: m.lag, Longest: m.longest}
	now, busy := m.now(), m.busy
	if m.turn != 0 {
		busy += now - m.turn
	}
	s.Utilization = min(float64(busy)/float64(now), 1)
	return s
}

// Close ends the timer.
func (m *Meter) Close() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.closed = true
	m.timer.Stop()
}
