package lariat

import (
	"context"
	"time"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/fault"
)

// Limits bound what a script may use, with its workers unless it says otherwise. Zero leaves a limit at its default, which is
// none but for Stack. What goes beyond one ends with ErrLimit, and so does the runtime, but for Time and Workers: no script can
// catch that.
type Limits struct {
	// Time is how long each Run and each call may take: its context ends then, if it has not before. It is real time.
	Time time.Duration
	// Turn is how long the script may keep its goroutine without a pause: code between two waits. It is real time, and ends
	// the runtime, or the worker. A built-in function that has begun is waited for.
	Turn time.Duration
	// Stack is how many calls may be in one another; the default is 3,000. Beyond 4,000 it takes seconds to unwind them.
	Stack int
	// Memory is how many bytes of heap the program may have, 16 MB at least. Go does not count memory by program: when the heap
	// of the process has grown by as much as some program may still have, garbage is collected, which takes its time in a
	// process with much memory, and a sample of what is alive tells who has how much, with an error of a tenth as a rule. The
	// heap is looked at every 5 ms, so a program that grows fast has some more by then. Not told apart are: what was allocated
	// by natives within natives more than some 120 Go calls deep (GODEBUG=profstackdepth=1024 makes that 1,000), more than 512
	// programs at a time, and anything if runtime.MemProfileRate is 0. What one built-in allocates at once, in excess of what
	// there is, ends the process: for scripts that mean harm there are processes.
	Memory int64
	// Timers, Handles and Queue are how many timers may be set, how many operations, such as requests and files, may be
	// outstanding, and how many events may wait for the script, in each isolate.
	Timers, Handles, Queue int
	// Workers is how many workers there may be at a time. One more fails, which the script can catch.
	Workers int
	// Output is how many bytes may be written to the standard streams.
	Output int64
}

// WithLimits bounds what scripts may use.
func WithLimits(l Limits) Option {
	return func(o *options) {
		limits := runtime.Limits{
			Turn: l.Turn, Stack: l.Stack, Memory: l.Memory, Timers: l.Timers, Handles: l.Handles, Queue: l.Queue, Workers: l.Workers,
			Output: l.Output,
		}
		o.time = l.Time
		o.core = append(o.core, runtime.WithLimits(limits))
		limits.Time = l.Time
		if err := limits.Check(); err != nil {
			o.mistake = append(o.mistake, err)
		}
	}
}

// limited narrows the context of a Run or a call to the parent of the runtime, and to the limit of time.
func (rt *Runtime) limited(ctx context.Context) (context.Context, context.CancelFunc) {
	ctx, leave := rt.within(ctx)
	if rt.time == 0 {
		return ctx, leave
	}
	late := fault.Limit.New("it may not take more than %s", rt.time).With("limit", "time")
	late.Cause = context.DeadlineExceeded
	ctx, cancel := context.WithTimeoutCause(ctx, rt.time, late)
	return ctx, func() {
		cancel()
		leave()
	}
}

// patience is how long a script that was interrupted may take to notice. After that it is left behind: it sits in a built-in
// function, or in one of the host.
const patience = 250 * time.Millisecond

// leave gives up a runtime whose script does not let go of its goroutine: everybody who waits for it is told.
func (rt *Runtime) leave(cause error) {
	rt.left.Do(func() {
		rt.log.Error("a script sits in a function that cannot be interrupted, and was left behind", "cause", cause)
		if hook := rt.hooks.Left; hook != nil {
			rt.guarded("Hooks.Left", func() { hook(cause) })
		}
		rt.end(fromRuntime(cause))
		close(rt.behind)
	})
}
