package lariat

import (
	"context"
	"errors"
	goruntime "runtime"
	"sync"
	"sync/atomic"
	"time"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/fault"
)

// call is one call of the host, with the scope that the script runs in on its behalf.
type call struct {
	rt    *Runtime
	ctx   context.Context
	what  string
	since time.Time
	done  chan struct{}
	close sync.Once
	err   error // valid once done is closed

	heard atomic.Bool // the loop knows that ctx has ended

	// The loop goroutine alone uses these.
	begun, over bool
	scope       *runtime.Scope
	frame       *runtime.Frame
}

// do runs start on the loop goroutine, in a scope that ends with ctx, and waits until it, or what it has set off, calls
// finish.
func (rt *Runtime) do(ctx context.Context, what string, start func(c *call)) (err error) {
	if err := rt.given(ctx, what); err != nil {
		return err
	}
	switch {
	case ctx.Err() != nil:
		return cancelled(ctx, what)
	case rt.inside():
		return errInside(what)
	}
	ctx, cancel := rt.limited(ctx)
	defer cancel()
	if hook := rt.hooks.Call; hook != nil {
		if end := hook(ctx, what); end != nil {
			defer func() { end(err) }()
		}
	}
	c := &call{rt: rt, ctx: ctx, what: what, since: rt.core.Loop().Now(), done: make(chan struct{})}
	if err := c.enter(start); err != nil {
		return err
	}
	select {
	case <-c.done:
		return c.err
	case <-ctx.Done():
		return c.unwind()
	}
}

// enter registers the call and posts its beginning.
func (c *call) enter(start func(c *call)) error {
	rt := c.rt
	rt.mu.Lock()
	if err := rt.orphan(); err != nil && rt.ended == nil {
		rt.mu.Unlock()
		return err
	}
	if rt.ended == nil {
		rt.calls[c] = true
	}
	rt.mu.Unlock()
	return rt.submit(func() {
		if c.ctx.Err() != nil {
			c.finish(cancelled(c.ctx, c.what))
			return
		}
		c.begun = true
		c.scope = rt.core.NewScope(rt.core.Root())
		rt.until(c.ctx, c.scope)
		base := rt.core.Base()
		c.frame = &runtime.Frame{Scope: c.scope, Task: rt.core.NewTask(c.what), Vars: withHost(c.ctx, base.Vars)}
		rt.core.Under(c.frame, func() {
			if ex := rt.core.VM().Try(func() { start(c) }); ex != nil {
				c.finish(rt.thrown(ex.Value()))
			}
		})
	})
}

// unwind ends a call whose context has ended: its scope is cancelled, so that the script unwinds. A script that does not
// even hear of it, because it never lets the loop go on, is interrupted, which ends the runtime.
func (c *call) unwind() error {
	err := cancelled(c.ctx, c.what)
	if c.rt.submit(func() {
		c.heard.Store(true)
		if c.over {
			return
		}
		c.scope.Abort(&runtime.CallEnded{Err: err})
		c.scope.WhenQuiet(func() { c.finish(err) })
	}) != nil {
		<-c.done
		return c.err
	}
	grace := time.NewTimer(c.rt.core.Grace())
	defer grace.Stop()
	select {
	case <-c.done:
		switch {
		case c.err == nil || errors.Is(c.err, err):
			return c.err
		case c.err != nil && errors.Is(c.err, context.Cause(c.ctx)):
			return c.err
		}
		return errors.Join(err, c.err)
	case <-grace.C:
	}
	if !c.heard.Load() {
		c.rt.stopped(c.what)
		c.rt.core.Exceed(fault.Limit.New("the script did not let go of its goroutine: %w", err))
	}
	c.rt.forget(c)
	c.rt.mu.Lock()
	defer c.rt.mu.Unlock()
	c.rt.gaveUp = true
	return err
}

// finish ends the call. Only the first time counts. Loop goroutine only.
func (c *call) finish(err error) {
	if c.over {
		return
	}
	c.over = true
	if c.scope != nil {
		c.scope.End()
		c.rt.core.EndTask(c.frame.Task)
	}
	c.rt.forget(c)
	c.abandon(err)
}

// abandon tells the caller, whatever becomes of the script. Any goroutine.
func (c *call) abandon(err error) {
	c.close.Do(func() {
		c.err = err
		close(c.done)
	})
}

func (rt *Runtime) forget(c *call) {
	rt.mu.Lock()
	delete(rt.calls, c)
	orphaned := rt.orphaned != nil
	rt.mu.Unlock()
	if orphaned {
		rt.closeOrphan()
	}
}

// cancelled is the error of a call whose context has ended.
func cancelled(ctx context.Context, what string) error {
	cause := context.Cause(ctx)
	if errors.Is(ctx.Err(), context.DeadlineExceeded) {
		return fault.Timeout.New("%s timed out: %w", what, cause)
	}
	return fault.Aborted.New("%s was cancelled: %w", what, cause)
}

// goroutine returns the number of the calling goroutine, which the first line of its stack tells.
func goroutine() (n int64) {
	var buf [64]byte
	text := buf[:goruntime.Stack(buf[:], false)]
	for _, digit := range text[len("goroutine "):] {
		if digit < '0' || digit > '9' {
			break
		}
		n = 10*n + int64(digit-'0')
	}
	return n
}
