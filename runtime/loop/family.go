package loop

import "sync/atomic"

// Family is a set of loops that can wake each other: the isolates of one program. It knows when all of
// them sleep, each with nothing to wait for but the others, so that nothing can ever happen again.
//
// It keeps one count of the loops that are awake. A loop that posts to another is awake itself until
// after the other one is, so the count cannot be zero while a job is under way. What the world outside
// does is a Hold of some loop, which keeps that one awake.
type Family struct {
	// Asleep is called when all loops sleep, on the goroutine of the last one that went to sleep or was
	// closed. It may post to any of them. A job that comes from outside meanwhile may have woken some.
	Asleep func()

	awake atomic.Int64
}

// join counts a new loop, which is awake.
func (f *Family) join() {
	if f != nil {
		f.awake.Add(1)
	}
}

// rise counts a loop that has been woken.
func (f *Family) rise() { f.awake.Add(1) }

// rest counts a loop that went to sleep. The caller holds no lock.
func (f *Family) rest() {
	if f.awake.Add(-1) == 0 {
		f.Asleep()
	}
}

// leave counts a loop that was closed.
func (f *Family) leave() {
	if f != nil {
		f.rest()
	}
}

// Wake keeps the family awake until the result is called: a loop is being made, or what it was is being
// tidied up.
func (f *Family) Wake() (done func()) {
	f.rise()
	return f.rest
}

// Sleepy reports whether a loop has nothing to do or to wait for but what others of its family do.
func (l *Loop) Sleepy() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.queue) == 0 && l.refs == l.peers
}
