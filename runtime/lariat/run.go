package lariat

import (
	"context"
	"errors"
	"time"

	"github.com/lariatjs/lariat/runtime/fault"
)

// Run runs a file as a program, with all that it starts, until nothing is left to do. args are what it sees in process.argv
// behind its own name. The error is nil, an *ExitError if it chose its exit code, a *JSError for what nobody caught,
// ErrUnsettled when its top-level await can never settle, or that of ctx: then the program's finally blocks have run, unless
// they took longer than the grace; a script that does not let go of its goroutine is interrupted then, and left behind if it sits
// in a built-in function: Run returns soon after the grace in any case. Calls from other goroutines are served meanwhile.
func (rt *Runtime) Run(ctx context.Context, entry string, args ...string) (err error) {
	if err := rt.given(ctx, "run"); err != nil {
		return err
	}
	switch {
	case ctx.Err() != nil:
		return cancelled(ctx, "run")
	case rt.inside():
		return errInside("run")
	}
	if hook := rt.hooks.Call; hook != nil {
		if end := hook(ctx, "run "+entry); end != nil {
			defer func() { end(err) }()
		}
	}
	if err := rt.begin(); err != nil {
		return err
	}
	ctx, cancel := rt.limited(ctx)
	defer cancel()
	unended, tell := context.WithCancelCause(context.WithoutCancel(ctx))
	defer tell(nil)
	told := dated{unended, ctx}
	defer context.AfterFunc(ctx, func() { tell(cancelled(ctx, entry)) })()
	result := make(chan error, 1)
	go func() { // so that Run can return although the script sits in something that cannot be interrupted
		defer rt.served.Done()
		rt.take()
		rt.core.SetArgs(append([]string{"lariat", entry}, args...)...)
		err := rt.core.Run(told, entry)
		rt.give()
		result <- rt.over(err)
	}()
	select {
	case err = <-result:
	case <-rt.behind:
		rt.mu.Lock()
		err = rt.ended
		rt.mu.Unlock()
	}
	if ctx.Err() != nil && errors.Is(err, fault.Limit) {
		rt.stopped(entry)
	}
	return err
}

// dated is a context with the deadline of another.
type dated struct {
	context.Context
	of context.Context
}

// Deadline is that of the other.
func (d dated) Deadline() (time.Time, bool) { return d.of.Deadline() }

// begin registers a Run and stops the goroutine that serves.
func (rt *Runtime) begin() error {
	rt.mu.Lock()
	defer rt.mu.Unlock()
	if rt.ended != nil {
		return rt.ended
	}
	if err := rt.orphan(); err != nil {
		return err
	}
	rt.runs++
	rt.served.Add(1)
	if rt.driven {
		rt.core.Submit(func() {
			if rt.serving {
				rt.core.Loop().Stop()
			}
		})
	}
	return nil
}

// over is after Run: the runtime goes on unless it has failed.
func (rt *Runtime) over(err error) error {
	failed := rt.core.Failure()
	if failed != nil {
		rt.broken(fromRuntime(failed))
	}
	rt.mu.Lock()
	rt.runs--
	if len(rt.calls) > 0 || len(rt.idle) > 0 {
		rt.drive()
	}
	rt.mu.Unlock()
	rt.closeOrphan()
	return fromRuntime(err)
}
