package runtime

import (
	"context"
	"sync"
	"time"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime/fault"
)

// resident is a main program that stays when it has nothing to do, because its host calls into it. It is like a kept
// isolate: it hears once when nothing can happen any more, until something is submitted.
type resident struct {
	mu    sync.Mutex
	stuck func()
	told  bool
	fresh bool // something was submitted since it was asked last
}

// Serve lends the loop the calling goroutine until the runtime ends, whether there is something to do or not, and returns
// why it ended; the loop's Stop makes it return nil, and it may be called again. stuck is called on the loop goroutine when
// nothing that was submitted can get on any more: what is still awaited will never come.
func (rt *Runtime) Serve(stuck func()) error {
	if !rt.driving.TryLock() {
		return fault.Internal.New("the runtime runs already")
	}
	defer rt.driving.Unlock()
	rt.drives.Add(1)
	defer rt.drives.Add(1)
	if rt.failure != nil {
		return rt.failure
	}
	rt.resident.Store(&resident{stuck: stuck})
	defer rt.resident.Store(nil)
	hold := rt.loop.Hold(keptKind, "host").Peer()
	defer hold.Release()
	var err error
	rt.budget.watched(func() { err = rt.loop.Run(context.Background()) })
	if cause := rt.interrupted.Load(); cause != nil {
		rt.fail(*cause)
	}
	if rt.failure != nil {
		return rt.failure
	}
	return err
}

// Submit posts a job of the host, which may make what is stuck go on. Any goroutine.
func (rt *Runtime) Submit(job func()) bool {
	if r := rt.resident.Load(); r != nil {
		r.mu.Lock()
		defer r.mu.Unlock()
		r.told, r.fresh = false, true
	}
	return rt.loop.Post(job)
}

// nothingComes tells a resident program, and reports whether it has not heard that before.
func (rt *Runtime) nothingComes() bool {
	r := rt.resident.Load()
	if r == nil {
		return false
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.told {
		return false
	}
	r.told = true
	return rt.loop.Post(func() {
		if r.asleep(rt) {
			rt.reportKept()
			r.stuck()
		}
	})
}

// asleep reports whether it still holds. A job that came while the program went to sleep may run in this very turn, before
// its microtasks: so the first time after something was submitted does not count, and the program goes to sleep once more.
func (r *resident) asleep(rt *Runtime) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.told && !r.fresh && rt.pending.Load() == 0 && rt.loop.Sleepy() {
		return true
	}
	r.told, r.fresh = false, false
	return false
}

// Unsettled is the error of a promise that can never settle. Loop goroutine only.
func (rt *Runtime) Unsettled(what string) error {
	err := fault.Unsettled.New("%s can never settle: nothing is left that could end it", what)
	if waits := rt.waits(); len(waits) > 0 {
		err.Message += "\n    " + describeWaits(waits)
		return err.With("waits", waits)
	}
	return err
}

// Describe makes an error of a value that was thrown, with all its texts. Loop goroutine only.
func (rt *Runtime) Describe(v goja.Value) *JSError { return rt.Thrown(v).describe() }

// Grace is how long a cancelled program may take to unwind.
func (rt *Runtime) Grace() time.Duration { return rt.opts.grace }

// SetArgs sets what the script sees as process.argv. It is called before the runtime runs anything.
func (rt *Runtime) SetArgs(argv ...string) {
	o := *rt.opts
	o.argv = argv
	rt.opts = &o
}

// ErrorHandle stands for a Go error in a message: the script has it as it has an error that Go throws.
type ErrorHandle struct{ Err error }

// Failure returns why the runtime has ended, nil if it has not. It is called when nobody drives it.
func (rt *Runtime) Failure() error {
	if rt.failure == nil && rt.main.cancelled != nil {
		return rt.main.cancelled // the scope of the program has ended for good
	}
	return rt.failure
}

// CallEnded is why a scope of the host was aborted: nobody waits any more for what runs in it. A promise that is rejected
// with it although nobody looks at it is no failure of the program.
type CallEnded struct{ Err error }

// Error returns the text of the reason.
func (e *CallEnded) Error() string { return e.Err.Error() }

// Unwrap returns the reason.
func (e *CallEnded) Unwrap() error { return e.Err }
