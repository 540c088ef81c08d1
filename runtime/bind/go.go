package bind

import (
	"context"
	"runtime/debug"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/fault"
	"github.com/lariatjs/lariat/runtime/loop"
	"github.com/lariatjs/lariat/runtime/permit"
)

// Go makes a promise of something that blocks: work runs on a goroutine, keeps the loop alive and must
// not touch the VM. When the scope ends the promise rejects at once; work sees it in its context, and
// what it still returns is discarded. A panic in it rejects with an InternalError.
func Go[T any](c *Call, scope *runtime.Scope, work func(ctx context.Context) (T, error), then func(T) (any, error)) (any, error) {
	if err := scope.Err(); err != nil {
		scope.EndWait()
		return nil, err
	}
	rt, promise, at := c.rt, c.rt.NewPromise(), *c.Site()
	hold := rt.Loop().Hold("operation", c.name)
	hold.Mark(rt.MarkAt(at))
	open := true // loop goroutine
	end := func(v T, err error) {
		open = false
		hold.Release()
		scope.EndWait()
		_ = settle(rt, promise, at, v, err, then)
	}
	stop := scope.AfterFunc(func() {
		if open {
			var none T
			end(none, scope.Err())
		}
	})
	label := c.name
	rt.Go(func() {
		v, err := guarded(label, func() (T, error) { return work(located(scope, rt, at)) })
		posted := rt.Loop().Post(func() {
			stop()
			switch {
			case open:
				end(v, err)
			case err == nil:
				discard(v)
			}
		})
		if !posted && err == nil {
			discard(v)
		}
	})
	return promise.Value, nil
}

// GoThrough is Go for work that must not be left half done: when the scope ends, work hears of it and unwinds, and only
// then is the promise settled, with what work returns. The scope is not left before. While work waits for script it
// lets go of its hold (Unref), so that virtual time passes and a program that waits in vain ends; it takes it again
// (Ref) before the script's answer leaves the loop goroutine.
func GoThrough[T any](
	c *Call, scope *runtime.Scope, work func(ctx context.Context, hold *loop.Hold) (T, error), then func(T) (any, error),
) (any, error) {
	if err := scope.Err(); err != nil {
		scope.EndWait()
		return nil, err
	}
	rt, promise, at, label := c.rt, c.rt.NewPromise(), *c.Site(), c.name
	hold := rt.Loop().Hold("operation", label)
	hold.Mark(rt.MarkAt(at))
	leave := func() {}
	stop := scope.AfterFunc(func() {
		quiet, unwinding := scope.Busy(), rt.Loop().Hold("operation", label)
		leave = func() {
			unwinding.Release()
			quiet()
		}
	})
	rt.Go(func() {
		v, err := guarded(label, func() (T, error) { return work(located(scope, rt, at), hold) })
		posted := rt.Loop().Post(func() {
			stop()
			hold.Release()
			_ = settle(rt, promise, at, v, err, then)
			leave()
			scope.EndWait()
		})
		if !posted && err == nil {
			discard(v)
		}
	})
	return promise.Value, nil
}

func guarded[T any](label string, work func() (T, error)) (v T, err error) {
	defer func() {
		if x := recover(); x != nil {
			err = fault.Internal.New("%s panicked: %v", label, x).With("goStack", string(debug.Stack()))
		}
	}()
	return work()
}

// located adds the place of a call to its context, if somebody is asked for permissions: it is part of the question.
func located(ctx context.Context, rt *runtime.Runtime, at runtime.Site) context.Context {
	if !rt.Permissions().Asks() {
		return ctx
	}
	return permit.WithSite(ctx, at)
}

// Located adds the place of the running call to the context of work that it does at once.
func Located(ctx context.Context, rt *runtime.Runtime) context.Context {
	if !rt.Permissions().Asks() {
		return ctx
	}
	return permit.WithSite(ctx, rt.Site())
}
