package lariat

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime"
)

// hostKey is that of the variable with which the context of a call goes through the script, for the Go functions that the
// script calls: what they find in their context besides its end.
type hostKey struct{}

// carried looks like undefined to a script, none of which sees it.
type carried struct {
	goja.Value
	ctx context.Context
}

func withHost(ctx context.Context, vars *runtime.Vars) *runtime.Vars {
	return vars.With(hostKey{}, carried{goja.Undefined(), ctx})
}

// contextOf is the context of a Go function that is called now: it ends with the scope of the calling task, whose reason is
// its cause, has the deadline of that, and the values of the host's call that the task belongs to.
func (i isolate) contextOf(scope *runtime.Scope) (context.Context, context.CancelCauseFunc) {
	values := context.Background()
	if v, ok := i.core.Frame().Vars.Get(hostKey{}); ok {
		values = context.WithoutCancel(v.(carried).ctx)
	}
	ctx, cancel := context.WithCancelCause(values)
	s := &scoped{Context: ctx, done: make(chan struct{})}
	if i.core.VirtualClock() == nil { // whose time is another
		s.deadline, _ = scope.Deadline()
	}
	end := func(cause error) {
		cancel(cause)
		s.once.Do(func() { close(s.done) })
	}
	stop := scope.AfterFunc(func() { end(i.reason(scope.Err())) })
	return s, func(cause error) {
		stop()
		end(cause)
	}
}

// until tells a scope the deadline of the context that will end it, unless time is another for the script.
func (i isolate) until(ctx context.Context, scope *runtime.Scope) {
	if at, ok := ctx.Deadline(); ok && i.core.VirtualClock() == nil {
		scope.Until(at)
	}
}

// scoped is a context that tells the deadline of a scope, which the scope itself sees to. Its channel is its own: so a context
// that is derived from it asks for its error, and does not take that of the one within.
type scoped struct {
	context.Context
	deadline time.Time
	done     chan struct{}
	once     sync.Once
}

// Deadline returns that of the scope.
func (s *scoped) Deadline() (time.Time, bool) { return s.deadline, !s.deadline.IsZero() }

// Done is closed when it has ended.
func (s *scoped) Done() <-chan struct{} { return s.done }

// Err tells a timeout from a cancellation.
func (s *scoped) Err() error {
	err := s.Context.Err()
	if err != nil && errors.Is(context.Cause(s.Context), context.DeadlineExceeded) {
		return context.DeadlineExceeded
	}
	return err
}

// AfterFunc is how package context hears of its end without a goroutine.
func (s *scoped) AfterFunc(f func()) (stop func() bool) { return context.AfterFunc(s.Context, f) }
