package runtime

import (
	"sync/atomic"
	"time"
)

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

// WithSlowTurn calls tell when a turn of an isolate has taken longer than a while, in real time; at is where it was then, and may be
// "". It is called on the loop goroutine.
func WithSlowTurn(than time.Duration, tell func(took time.Duration, at string)) Option {
	return func(o *options) { o.slow = &slowTurns{than, tell} }
}

// slowTurns says which turns are told.
type slowTurns struct {
	than time.Duration
	tell func(took time.Duration, at string)
}

// begin looks at a turn until end is called.
func (s *slowTurns) begin(rt *Runtime) (end func()) {
	var at atomic.Pointer[string]
	began := time.Now()
	timer := time.AfterFunc(s.than, func() {
		place := rt.Running().String()
		at.Store(&place)
	})
	return func() {
		timer.Stop()
		if took := time.Since(began); took > s.than {
			place := ""
			if p := at.Load(); p != nil {
				place = *p
			}
			s.tell(took, place)
		}
	}
}
