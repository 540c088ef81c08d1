package worker

import (
	"github.com/lariatjs/lariat/runtime/clone"
	"github.com/lariatjs/lariat/runtime/fault"
)

// Cancel ends a task. One that waits is settled with cause. In one that runs, waits reject with reason, or with
// cause if reason is nil; it settles with cause when it has unwound, at the latest after its grace.
func (p *Pool) Cancel(t *Task, cause error, reason *clone.Message) {
	p.mu.Lock()
	defer p.unlock()
	p.cancel(t, cause, reason)
}

// cancel is Cancel for those who hold p.mu.
func (p *Pool) cancel(t *Task, cause error, reason *clone.Message) {
	switch {
	case t.state == queued:
		q := &p.queue
		if t.seat != nil {
			q = &t.seat.own
		}
		p.take(q, t)
		t.cause = cause
		p.end(t, Answer{}, cause)
	case t.state == running && t.cause == nil:
		t.cause = cause
		if t.stop != nil {
			t.stop()
			t.stop = nil
		}
		w := t.seat.worker
		p.actions = append(p.actions, func() { w.Cancel(t, cause, reason) })
		if t.Grace >= 0 {
			t.stop = p.owner.After(t.Grace, func() { p.overdue(t) })
		}
	}
}

// Credit lets a running stream yield n more values.
func (p *Pool) Credit(t *Task, n int) {
	p.mu.Lock()
	defer p.unlock()
	if t.state == running {
		w := t.seat.worker
		p.actions = append(p.actions, func() { w.Credit(t, n) })
	}
}

// overdue kills the worker of a cancelled task that has not ended within its grace.
func (p *Pool) overdue(t *Task) {
	p.mu.Lock()
	defer p.unlock()
	if t.state == running && t.cause != nil {
		p.stats.interrupted++
		p.kill(t.seat, fault.Worker.New("the worker was stopped: %s had been cancelled and did not end within %s", t.label(), t.Grace))
	}
}

// CancelQueued settles all tasks that wait, and returns how many there were.
func (p *Pool) CancelQueued(cause error) (n int) {
	p.mu.Lock()
	defer p.unlock()
	for t := p.queue.oldest; t != nil; t = p.queue.oldest {
		p.cancel(t, cause, nil)
		n++
	}
	for _, s := range p.seats {
		for t := s.own.oldest; t != nil; t = s.own.oldest {
			p.cancel(t, cause, nil)
			n++
		}
	}
	return n
}
