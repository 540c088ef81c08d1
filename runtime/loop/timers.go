package loop

import (
	"fmt"
	"math"
	"time"
)

// MaxDelay is the longest delay in milliseconds that timers of the web and of Node know.
const MaxDelay = math.MaxInt32

// ClampDelay turns the delay of setTimeout, in milliseconds, into a duration as Node does:
// fractions are cut, and whatever is below 1, above MaxDelay or not a number becomes 1 ms.
func ClampDelay(ms float64) time.Duration {
	if !(ms >= 1 && ms <= MaxDelay) { // NaN fails both
		return time.Millisecond
	}
	return time.Duration(ms) * time.Millisecond
}

// Timer is one timeout or interval of a loop.
type Timer struct {
	loop   *Loop
	f      func()
	at     int64 // due, in nanoseconds since the loop began
	seq    uint64
	delay  time.Duration
	since  int64
	mark   fmt.Stringer
	index  int32 // place in the heap, or -1
	repeat bool
	ref    bool
	done   bool // stopped: an interval whose turn runs now must not be set again
}

// SetTimer calls f in a turn of its own once d has passed, and with repeat again and again, d after
// it ran. A negative d counts as zero. Timers that are due at the same time fire in the order in
// which they were set. On a closed loop the timer never fires.
func (l *Loop) SetTimer(d time.Duration, repeat bool, f func()) *Timer {
	t := &Timer{loop: l, f: f, delay: d, repeat: repeat, ref: true, index: -1}
	l.mu.Lock()
	if l.closed {
		t.done = true
		l.mu.Unlock()
		return t
	}
	l.schedule(t)
	t.since = t.at - int64(max(d, 0))
	over := l.bounds.timers(len(l.timers))
	l.mu.Unlock()
	if over != nil {
		over()
	}
	return t
}

// schedule puts t into the heap, its delay from now. The caller holds l.mu.
func (l *Loop) schedule(t *Timer) {
	l.seq++
	t.at, t.seq = min(later(int64(l.Elapsed()), t.delay), never-1), l.seq
	l.timers.push(t)
	if t.ref {
		l.refs++
	}
	if l.timers[0].timer == t {
		l.rouse()
	}
}

// unschedule takes t out of the heap and reports whether it was there. The caller holds l.mu.
func (l *Loop) unschedule(t *Timer) bool {
	if t.index < 0 {
		return false
	}
	if l.trace != nil {
		l.traced(t)
	}
	l.timers.remove(int(t.index))
	if t.ref {
		l.refs--
		l.rouse()
	}
	return true
}

// expire takes out the first timer that is due by now and was set no later than last. The caller
// holds l.mu.
func (l *Loop) expire(now int64, last uint64) *Timer {
	if l.halt.Load() || len(l.timers) == 0 || l.timers[0].at > now || l.timers[0].seq > last {
		l.current = nil
		return nil
	}
	t := l.timers[0].timer
	l.unschedule(t)
	l.current = t
	return t
}

// again sets an interval anew after its turn, unless the turn stopped it, set it itself or closed
// the loop. The caller holds l.mu.
func (l *Loop) again(t *Timer) {
	if t.repeat && !t.done && t.index < 0 && !l.closed {
		l.schedule(t)
	}
}

// Stop makes sure that the timer does not fire again. True says that it would have.
func (t *Timer) Stop() bool {
	l := t.loop
	l.mu.Lock()
	defer l.mu.Unlock()
	pending := l.unschedule(t) || l.current == t && t.repeat && !t.done
	t.done = true
	return pending
}

// Reset sets the timer anew, d from now, also when it has fired or was stopped; an interval keeps d
// as its period. True says that it was still going to fire.
func (t *Timer) Reset(d time.Duration) bool {
	l := t.loop
	l.mu.Lock()
	defer l.mu.Unlock()
	t.delay = d
	return l.renew(t)
}

// Refresh is Reset with the delay that the timer has.
func (t *Timer) Refresh() bool {
	l := t.loop
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.renew(t)
}

// renew is Reset with l.mu held by the caller.
func (l *Loop) renew(t *Timer) bool {
	pending := l.unschedule(t) || l.current == t && t.repeat && !t.done
	if !l.closed {
		t.done = false
		l.schedule(t)
	}
	return pending
}

// Ref makes the timer keep the loop alive, as it does when it is new.
func (t *Timer) Ref() { t.setRef(true) }

// Unref lets the loop end without waiting for the timer, which still fires while the loop lives.
func (t *Timer) Unref() { t.setRef(false) }

func (t *Timer) setRef(ref bool) {
	l := t.loop
	l.mu.Lock()
	defer l.mu.Unlock()
	if t.ref == ref {
		return
	}
	t.ref = ref
	if t.index < 0 {
		return
	}
	if ref {
		l.refs++
	} else {
		l.refs--
		l.rouse()
	}
}

// HasRef reports whether the timer keeps the loop alive while it waits.
func (t *Timer) HasRef() bool {
	t.loop.mu.Lock()
	defer t.loop.mu.Unlock()
	return t.ref
}

// Mark notes where in the script the timer was made, for Alive. The text is only asked for there.
func (t *Timer) Mark(at fmt.Stringer) {
	t.loop.mu.Lock()
	defer t.loop.mu.Unlock()
	t.mark = at
}
