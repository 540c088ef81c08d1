package runtime

import "time"

// watchTurn begins the watch over a turn.
func (rt *Runtime) watchTurn() {
	if rt.overdue == nil {
		rt.overdue = time.AfterFunc(rt.opts.limits.Turn, rt.stopTurn)
		return
	}
	rt.overdue.Reset(rt.opts.limits.Turn)
}

// stopTurn ends a turn that takes too long.
func (rt *Runtime) stopTurn() {
	err := exceeded("turn", "one turn of the script took more than %s", Milliseconds(rt.opts.limits.Turn))
	if at := rt.Running().String(); at != "" {
		err.Message += ": it was at " + at
	}
	rt.exceed(err)
}
