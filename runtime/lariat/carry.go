package lariat

import (
	"context"

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
// its cause, and has the values of the host's call that the task belongs to.
func (i isolate) contextOf(scope *runtime.Scope) (context.Context, context.CancelCauseFunc) {
	values := context.Background()
	if v, ok := i.core.Frame().Vars.Get(hostKey{}); ok {
		values = context.WithoutCancel(v.(carried).ctx)
	}
	ctx, cancel := context.WithCancelCause(values)
	stop := scope.AfterFunc(func() { cancel(scope.Err()) })
	return ctx, func(cause error) {
		stop()
		cancel(cause)
	}
}
