package retry

import (
	"slices"
	"time"
)

// slots is how many parts the window of a meter has.
const slots = 10

// meter counts calls, and those among them that stand out, over the last while: a window that moves on by a tenth of
// itself. Its owner's lock guards it.
type meter struct {
	step   time.Duration
	last   int64 // the part of time that is counted now
	counts [slots]struct{ calls, marked int }
}

func newMeter(window time.Duration) meter { return meter{step: max(window/slots, 1)} }

// add counts calls, and how many of them are marked.
func (m *meter) add(now time.Time, calls, marked int) {
	m.move(now)
	c := &m.counts[m.last%slots]
	c.calls += calls
	c.marked += marked
}

// sum is what was counted in the window.
func (m *meter) sum(now time.Time) (calls, marked int) {
	m.move(now)
	for _, c := range m.counts {
		calls += c.calls
		marked += c.marked
	}
	return calls, marked
}

// move forgets what has left the window.
func (m *meter) move(now time.Time) {
	at := now.UnixNano() / int64(m.step)
	for n := min(at-m.last, slots); n > 0; n-- {
		m.last++
		m.counts[m.last%slots] = struct{ calls, marked int }{}
	}
	if at-m.last > 0 { // a long time has passed, and all is forgotten
		m.last = at
	}
}

// clear forgets everything.
func (m *meter) clear() { m.counts = [slots]struct{ calls, marked int }{} }

// Latency remembers how long the latest calls took.
type Latency struct {
	samples []time.Duration
	next    int
}

// samples is how many calls a Latency remembers, enough is how many it must have seen to judge.
const (
	samples = 100
	enough  = 10
)

// Add notes a call.
func (l *Latency) Add(d time.Duration) {
	if len(l.samples) < samples {
		l.samples = append(l.samples, d)
		return
	}
	l.samples[l.next] = d
	l.next = (l.next + 1) % samples
}

// P95 is what nineteen of twenty calls took at most; ok is false as long as there were too few.
func (l *Latency) P95() (d time.Duration, ok bool) {
	if len(l.samples) < enough {
		return 0, false
	}
	sorted := slices.Clone(l.samples)
	slices.Sort(sorted)
	return sorted[len(sorted)*95/100], true
}
