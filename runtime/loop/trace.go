package loop

import "time"

// Trace has f hear of every hold that is released, and of every timer with a mark that fires or is stopped, from now on;
// nil ends that. f is called on any goroutine, with the loop locked: it must not call it. Without f there is nothing to pay.
func (l *Loop) Trace(f func(a Alive)) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.trace = f
}

// traced tells of a timer that is over for the time being. The caller holds l.mu.
func (l *Loop) traced(t *Timer) {
	if t.mark == nil {
		return // one of the engine's own
	}
	a := l.describe(t)
	a.Since = l.start.Add(time.Duration(t.at) - t.delay)
	l.trace(a)
}
