package lariat

import "context"

// WithParent gives a runtime the context that it lives in. When that ends, the calls of the runtime end as if theirs had, with
// the cause of the parent: scripts unwind in their finally blocks. Then the runtime closes by itself.
func WithParent(ctx context.Context) Option {
	return func(o *options) {
		if ctx == nil {
			o.mistake = append(o.mistake, errNil("WithParent", "ctx", "a context.Context"))
			return
		}
		o.parent = ctx
	}
}

// adopt ties the runtime to its parent.
func (rt *Runtime) adopt(parent context.Context) {
	switch rt.parent = parent; {
	case parent == nil:
	case parent.Err() != nil:
		rt.end(cancelled(parent, "the runtime"))
	default:
		rt.leaveParent = context.AfterFunc(parent, func() {
			rt.mu.Lock()
			rt.orphaned = cancelled(parent, "the runtime")
			rt.mu.Unlock()
			rt.closeOrphan()
		})
	}
}

// orphan is why no call may begin: the parent has ended, whether the runtime has been told yet or not. The caller holds rt.mu.
func (rt *Runtime) orphan() error {
	if rt.orphaned == nil && rt.parent != nil && rt.parent.Err() != nil {
		rt.orphaned = cancelled(rt.parent, "the runtime")
	}
	return rt.orphaned
}

// closeOrphan ends a runtime whose parent has ended, when it is at nothing any more. It is asked after each call.
func (rt *Runtime) closeOrphan() {
	rt.mu.Lock()
	err, busy := rt.orphaned, len(rt.calls) > 0 || rt.runs > 0
	rt.mu.Unlock()
	if err == nil || busy {
		return
	}
	rt.end(err)
	go func() { _ = rt.Close() }() // which may be the goroutine of the script
}

// within narrows the context of a call to that of the parent.
func (rt *Runtime) within(ctx context.Context) (context.Context, context.CancelFunc) {
	if rt.parent == nil {
		return ctx, func() {}
	}
	if at, ok := rt.parent.Deadline(); ok {
		if mine, ok := ctx.Deadline(); !ok || at.Before(mine) {
			ctx = dated{ctx, rt.parent}
		}
	}
	ctx, cancel := context.WithCancelCause(ctx)
	stop := context.AfterFunc(rt.parent, func() { cancel(context.Cause(rt.parent)) })
	return ctx, func() {
		stop()
		cancel(nil)
	}
}
