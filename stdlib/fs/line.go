package fs

import (
	"context"
	"sync"
	"sync/atomic"
)

// line runs jobs one at a time, in the order in which they were handed in. Its goroutine lives only
// while there are jobs: an idle file costs none and cannot leak one.
type line struct {
	mu   sync.Mutex
	jobs []func()
	busy bool
}

// add puts a job at the end of the line.
func (l *line) add(job func()) {
	l.mu.Lock()
	l.jobs = append(l.jobs, job)
	start := !l.busy
	l.busy = true
	l.mu.Unlock()
	if start {
		go l.drain()
	}
}

func (l *line) drain() {
	for {
		l.mu.Lock()
		jobs := l.jobs
		l.jobs = nil
		l.busy = len(jobs) > 0
		l.mu.Unlock()
		if len(jobs) == 0 {
			return
		}
		for _, job := range jobs {
			job()
		}
	}
}

// queue stands work in the line and hands its result to done exactly once. A cancelled context
// answers at once with its cause: work that has not begun is left out, and where it had begun, undo
// gets the result that nobody takes any more.
func queue[T any](ctx context.Context, l *line, work func() (T, error), undo func(T), done func(T, error)) {
	var none T
	if ctx.Err() != nil {
		done(none, context.Cause(ctx))
		return
	}
	var settled atomic.Bool
	stop := afterCancel(ctx, func() {
		if settled.CompareAndSwap(false, true) {
			done(none, context.Cause(ctx))
		}
	})
	l.add(func() {
		if settled.Load() {
			return
		}
		v, err := work()
		if settled.CompareAndSwap(false, true) {
			stop()
			done(v, err)
		} else if err == nil && undo != nil {
			undo(v)
		}
	})
}

// afterCancel calls f once when ctx ends, perhaps before it returns. The scopes of a runtime call back by
// themselves, without a goroutine; asking them for their Done channel would cost more and hold them.
func afterCancel(ctx context.Context, f func()) (stop func() bool) {
	if scope, ok := ctx.(interface {
		AfterFunc(f func()) (stop func() bool)
	}); ok {
		return scope.AfterFunc(f)
	}
	if ctx.Done() == nil {
		return func() bool { return true }
	}
	return context.AfterFunc(ctx, f)
}

// hook is what detaches a waiter from its context. The owner's mutex guards it.
type hook struct {
	stop func() bool
	over bool
}

// watch attaches a waiter that stands in its line already. It must be called without mu, since a context
// that has ended in between calls back at once.
func (h *hook) watch(ctx context.Context, mu *sync.Mutex, cancel func()) {
	stop := afterCancel(ctx, cancel)
	mu.Lock()
	h.stop = stop
	over := h.over
	mu.Unlock()
	if over {
		stop()
	}
}

// end says that the waiter has left its line and gives what detaches it. The caller holds the mutex and
// calls the result without it.
func (h *hook) end() func() bool {
	h.over = true
	if h.stop == nil {
		return func() bool { return false }
	}
	return h.stop
}
