package loop

import (
	"context"
	"time"
)

// run is one call of Run: its ends, and the two kinds of turns that it gives by turns, so that
// neither jobs that post jobs nor timers that set timers can starve the other.
type run struct {
	loop *Loop
	ctx  context.Context
	done func() bool
	ok   bool
	err  error
}

// ended looks after every turn whether the run is over, and remembers how.
func (r *run) ended() bool {
	switch {
	case r.done != nil && r.done():
		r.ok = true
	case r.loop.halt.Load():
	case r.ctx.Err() != nil:
		r.err = context.Cause(r.ctx)
	default:
		return false
	}
	return true
}

// batch swaps the queue for an empty slice and runs what was in it as one turn. True says that the
// run is over.
func (r *run) batch() bool {
	l := r.loop
	l.mu.Lock()
	jobs := l.queue
	if len(jobs) == 0 {
		l.mu.Unlock()
		return false
	}
	l.queue, l.spare = l.spare, nil
	since := l.since
	l.mu.Unlock()
	if l.watcher == nil {
		l.turn(jobs)
	} else {
		l.watched(jobs, since)
	}
	if cap(jobs) <= keepCap {
		clear(jobs)
		l.spare = jobs[:0]
	}
	return r.ended()
}

// ripe runs the timers that are due now, each as a turn of its own, so that microtasks drain
// between two of them. What is set or set again meanwhile waits for the next round, even when it is
// due at once. True says that the run is over.
func (r *run) ripe() bool {
	l := r.loop
	l.mu.Lock()
	if len(l.timers) == 0 {
		l.mu.Unlock()
		return false
	}
	now, last := int64(l.Elapsed()), l.seq
	for t := l.expire(now, last); t != nil; t = l.expire(now, last) {
		l.one[0] = t.f
		l.mu.Unlock()
		if l.watcher == nil {
			l.turn(l.one[:])
		} else {
			l.watched(l.one[:], t.at)
		}
		l.one[0] = nil
		over := r.ended()
		l.mu.Lock()
		l.again(t)
		if over {
			l.mu.Unlock()
			return true
		}
	}
	l.mu.Unlock()
	return false
}

// park waits until there is something to look at: a job, a due timer, a Stop, the end of ctx.
// It returns false, without waiting, when nothing keeps the loop alive, or only what Lapse speaks of.
func (l *Loop) park(ctx context.Context) bool {
	l.mu.Lock()
	due := l.timers.due()
	switch {
	case len(l.queue) > 0 || l.halt.Load():
		l.mu.Unlock()
		return true
	case l.refs == 0 || l.lapsed && l.refs == l.peers:
		l.mu.Unlock()
		return false
	case due != never && due <= int64(l.Elapsed()):
		l.mu.Unlock()
		return true
	}
	l.parked = true
	if l.asleep = l.family != nil && l.refs == l.peers; l.asleep {
		// The family goes first: if all of it sleeps, virtual time must not run on to a timer that keeps nobody alive.
		l.mu.Unlock()
		l.family.rest()
		l.mu.Lock()
	}
	var ring <-chan time.Time
	switch {
	case l.virtual == nil:
		ring = l.arm(due)
	case l.parked: // still
		l.virtual.leave(l.member, due)
	}
	l.mu.Unlock()
	l.await(ctx.Done(), ring)
	l.mu.Lock()
	l.unpark()
	l.mu.Unlock()
	return true
}

// await waits for a token, a timer or the end. A select costs twice what a receive does, also if all but one of its
// channels are nil, and most loops have neither timer nor context when they wait for each other.
func (l *Loop) await(done <-chan struct{}, ring <-chan time.Time) {
	if done == nil && ring == nil {
		<-l.wake
		return
	}
	select {
	case <-l.wake:
	case <-ring:
		l.armed = never
	case <-done:
	}
}

// arm sets the one Go timer to due. An unchanged due time costs nothing, which is the common case
// when jobs come in while a long timer waits.
func (l *Loop) arm(due int64) <-chan time.Time {
	switch {
	case due == l.armed:
	case due == never:
		l.goTimer.Stop()
	case l.goTimer == nil:
		l.goTimer = time.NewTimer(time.Duration(due) - l.Elapsed())
	default:
		l.goTimer.Reset(time.Duration(due) - l.Elapsed())
	}
	l.armed = due
	if l.goTimer == nil {
		return nil
	}
	return l.goTimer.C
}

// goOn asks Idle for more work, and looks whether some has come meanwhile.
func (l *Loop) goOn() bool {
	if l.idle != nil && l.idle() {
		return true
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.queue) > 0 || l.refs > 0 && !(l.lapsed && l.refs == l.peers)
}

// Lapse says that what the loop waits for of its family will not come, so that Run asks Idle next, as if nothing kept the
// loop alive, unless there is something else to do by then. It is called in a turn.
func (l *Loop) Lapse() { l.lapsed = true }
