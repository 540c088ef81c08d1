package loop

import "time"

// Observer hears of the turns of a loop, on the goroutine in Run.
type Observer interface {
	// Begin comes before a turn of n jobs. The first of them could have run lag ago, by the clock of the loop.
	Begin(n int, lag time.Duration)
	// End comes after it; the microtasks have run.
	End()
}

// Observe lets o hear of all turns from the next one on, beside others. It is called in a turn. Without an observer there is
// nothing to pay.
func (l *Loop) Observe(o Observer) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.watcher != nil {
		l.watcher = both{l.watcher, o}
		return
	}
	l.watcher, l.since = o, int64(l.Elapsed())
}

// both is two observers.
type both [2]Observer

func (b both) Begin(n int, lag time.Duration) {
	b[0].Begin(n, lag)
	b[1].Begin(n, lag)
}

func (b both) End() {
	b[0].End()
	b[1].End()
}

// watched is a turn that the observer hears of; due is when its first job could have run.
func (l *Loop) watched(jobs []func(), due int64) {
	o := l.watcher
	o.Begin(len(jobs), max(0, l.Elapsed()-time.Duration(due)))
	l.turn(jobs)
	o.End()
}

// Pending is the number of jobs that are queued and of timers and holds that keep the loop alive.
func (l *Loop) Pending() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.queue) + l.refs
}
