package runtime

import (
	"cmp"
	"context"
	"errors"
	"path/filepath"
	"time"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime/fault"
)

// outcome is how the main promise of a program stands.
type outcome struct {
	started, settled bool
	value            goja.Value
	cancelled        error
	loaded           []func() // what waits for settled
}

// Run runs the entry file and everything it starts, until nothing is left to do. It returns nil, an
// *ExitError when the script chose its exit code, a *JSError for an exception or a rejection that
// nobody caught, a fault.Unsettled when the top-level await can never settle, or the cause of ctx: when
// ctx ends, the program's scope is cancelled, so that its finally blocks run, and after the grace period
// the program is stopped.
func (rt *Runtime) Run(ctx context.Context, entry string) error {
	if !filepath.IsAbs(entry) {
		entry = filepath.Join(rt.opts.dir, entry)
	}
	rt.opts.sources.enter(entry)
	return rt.program(ctx, func() goja.Value { return rt.loader.Main(entry) })
}

// Eval runs source as a module, with top-level await, until nothing is left to do; name is shown in
// stacks and its extension chooses the language (".ts" or ".js").
func (rt *Runtime) Eval(ctx context.Context, name, source string) error {
	return rt.program(ctx, func() goja.Value { return rt.loader.Eval(name, source) })
}

// program runs start and the loop until idle.
func (rt *Runtime) program(ctx context.Context, start func() goja.Value) error {
	switch {
	case rt.failure != nil:
		return rt.failure
	case rt.main.cancelled != nil:
		return rt.main.cancelled // the scope of the program has ended for good
	}
	if limit := rt.opts.limits.Time; limit > 0 {
		late := exceeded("time", "the program took more than %s", limit)
		late.Cause = context.DeadlineExceeded
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeoutCause(ctx, limit, late)
		defer cancel()
	}
	rt.main = outcome{started: true}
	rt.loop.Post(func() { rt.Follow(start()) })
	if err := rt.drive(ctx, nil); err != nil || rt.failure != nil {
		return err
	}
	rt.finish(rt.exitCode)
	switch {
	case rt.failure != nil:
		return rt.verdict()
	case rt.main.cancelled != nil:
		return rt.main.cancelled
	case !rt.main.settled:
		return rt.unsettled()
	case rt.exitCode != 0:
		return &ExitError{rt.exitCode}
	}
	return nil
}

// Follow makes a promise that of the main module, as Run and Eval do: the program is unsettled until it is
// settled, and if it rejects that is an uncaught exception. It is for the entry module of an isolate. Loop
// goroutine only.
func (rt *Runtime) Follow(main goja.Value) {
	rt.main.settled = false
	rt.Then(main, func(v goja.Value) {
		rt.main.settled, rt.main.value = true, v
		rt.tellLoaded()
	}, func(reason goja.Value) {
		rt.main.settled = true
		rt.tellLoaded()
		if !rt.cancellation(reason) {
			rt.uncaught(reason, "uncaughtException")
		}
	})
}

// WhenLoaded has f called in a turn of its own when the entry module has been evaluated to its end, or if there is none that
// still is. Loop goroutine only.
func (rt *Runtime) WhenLoaded(f func()) {
	if !rt.main.started || rt.main.settled || rt.session != nil {
		rt.loop.Post(f)
		return
	}
	rt.main.loaded = append(rt.main.loaded, f)
}

func (rt *Runtime) tellLoaded() {
	for _, f := range rt.main.loaded {
		rt.loop.Post(f)
	}
	rt.main.loaded = nil
}

// cancellation reports whether reason is the program's own cancellation coming back, or that of a call of the host.
func (rt *Runtime) cancellation(reason goja.Value) bool {
	if rt.main.cancelled != nil && errors.Is(rt.Thrown(reason), rt.main.cancelled) {
		return true
	}
	var ended *CallEnded
	return rt.resident.Load() != nil && errors.As(rt.Thrown(reason), &ended)
}

// finish gives the modules their last word, once.
func (rt *Runtime) finish(code int) {
	exit := rt.hooks.Exit
	if exit == nil {
		return
	}
	rt.hooks.Exit = nil
	rt.enter([]func(){func() { exit(code) }})
}

// drive runs the loop until it is idle or done says so; the end of ctx cancels the program's scope.
func (rt *Runtime) drive(ctx context.Context, done func() bool) error {
	if !rt.driving.TryLock() {
		return fault.Internal.New("the runtime runs already")
	}
	defer rt.driving.Unlock()
	now := rt.drives.Add(1)
	defer rt.drives.Add(1)
	stop := context.AfterFunc(ctx, func() {
		cause, grace := context.Cause(ctx), rt.opts.grace
		if isLimit(cause) {
			grace = cmp.Or(rt.opts.limits.Grace, grace)
		}
		rt.insist(now, grace, cause)
		rt.cancel(cause, grace)
	})
	defer stop()
	if at, ok := ctx.Deadline(); ok && rt.VirtualClock() == nil {
		rt.root.Until(at)
		defer func() { rt.root.deadline = time.Time{} }()
	}
	var err error
	rt.budget.watched(func() { _, err = rt.loop.RunUntil(context.WithoutCancel(ctx), done) })
	if cause := rt.interrupted.Load(); cause != nil {
		rt.fail(*cause) // it may have come while no script ran
	}
	if rt.failure != nil {
		return rt.verdict()
	}
	return err
}

// verdict is what Run says of a runtime that has failed: to exit with zero is no error.
func (rt *Runtime) verdict() error {
	if exit, ok := rt.failure.(*ExitError); ok && exit.Code == 0 { //nolint:errorlint // the end itself, not a cause
		return nil
	}
	return rt.failure
}

// MainSettled reports whether the entry module has been evaluated to its end.
func (rt *Runtime) MainSettled() bool { return rt.main.settled }

// Cancel cancels the program's scope: every wait in it rejects with cause, finally blocks run, shields
// complete. When the program has unwound, or after the grace period, the loop stops. Any goroutine.
func (rt *Runtime) Cancel(cause error) { rt.cancel(cause, rt.opts.grace) }

func (rt *Runtime) cancel(cause error, grace time.Duration) {
	rt.loop.Post(func() {
		if rt.main.cancelled != nil {
			return
		}
		rt.main.cancelled = cause
		rt.root.Abort(cause)
		rt.root.WhenQuiet(rt.loop.Stop)
		rt.loop.SetTimer(grace, false, rt.loop.Stop).Unref()
	})
}

// Interrupt stops the running script at its next instruction and ends the runtime with cause. finally
// blocks do not run. Any goroutine.
func (rt *Runtime) Interrupt(cause error) {
	rt.interrupted.CompareAndSwap(nil, &cause)
	rt.vm.Interrupt(cause)
	rt.realm.EndMatch()
	rt.loop.Post(func() { rt.fail(cause) })
	rt.loop.Stop()
}

// Exit ends the program with an exit code, as process.exit does: nothing of the script runs after it.
// Loop goroutine only.
func (rt *Runtime) Exit(code int) {
	rt.finish(code)
	exit := &ExitError{code}
	rt.fail(exit)
	rt.vm.Interrupt(exit)
}

// SetExitCode sets the code with which the program ends when it ends by itself.
func (rt *Runtime) SetExitCode(code int) { rt.exitCode = code }

// ExitCode returns the code set by SetExitCode.
func (rt *Runtime) ExitCode() int { return rt.exitCode }

// idle is called by the loop when nothing keeps it alive but others that sleep for good. True means that there is work
// again.
func (rt *Runtime) idle() bool {
	if rt.failure != nil || rt.main.cancelled != nil {
		return false
	}
	if rt.breakDeadlock() {
		return true
	}
	if len(rt.rejections.kept) > 0 {
		rt.reportKept()
		if rt.failure != nil {
			return false
		}
	}
	if rt.hooks.Idle == nil {
		jobs, _, _ := rt.loop.Counts()
		return jobs > 0
	}
	asleep := len(rt.loop.Alive()) // what the others kept alive
	rt.turn([]func(){rt.hooks.Idle})
	jobs, _, _ := rt.loop.Counts()
	return jobs > 0 || len(rt.loop.Alive()) > asleep
}

func (rt *Runtime) unsettled() error {
	err := fault.Unsettled.New("the top-level await of the program can never settle: nothing is left that could end it")
	if waits := rt.waits(); len(waits) > 0 {
		err.Message += "\n    " + describeWaits(waits)
		return err.With("waits", waits)
	}
	return err
}
