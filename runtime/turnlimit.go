package runtime

import (
	"time"

	"github.com/lariatjs/lariat/runtime/fault"
)

// WithTurnLimit bounds how long one turn of the loop may take, from the first job of it to the last microtask, in real
// time. The runtime, or the worker, whose turn takes longer is interrupted and ends with fault.Limit. A built-in that has
// begun is waited for.
func WithTurnLimit(d time.Duration) Option { return func(o *options) { o.turn = d } }

// watchTurn begins the watch over a turn.
func (rt *Runtime) watchTurn() {
	if rt.overdue == nil {
		rt.overdue = time.AfterFunc(rt.opts.turn, rt.stopTurn)
		return
	}
	rt.overdue.Reset(rt.opts.turn)
}

// stopTurn ends a turn that takes too long.
func (rt *Runtime) stopTurn() {
	err := fault.Limit.New("one turn of the script took more than %s", Milliseconds(rt.opts.turn))
	if at := rt.Running().String(); at != "" {
		err.Message += ": it was at " + at
	}
	rt.Interrupt(err)
}
