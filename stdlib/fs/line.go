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

// afterCancel is context.AfterFunc, free for contexts that cannot be cancelled.
func afterCancel(ctx context.Context, f func()) (stop func() bool) {
	if ctx.Done() == nil {
		return func() bool { return true }
	}
	return context.AfterFunc(ctx, f)
}
