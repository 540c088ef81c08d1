package lariat

import (
	"errors"
	"time"
)

// slowTurn tells of a turn.
func (o *options) slowTurn(took time.Duration, at string) {
	o.log.Warn("a turn of a script was slow", "took", took, "at", at)
	if o.hooks.Slow != nil {
		(&kit{log: o.log}).guarded("Hooks.Slow", func() { o.hooks.Slow(took, at) })
	}
}

// broken ends a runtime by what has gone wrong in it.
func (rt *Runtime) broken(err error) {
	rt.mu.Lock()
	first := rt.ended == nil
	rt.mu.Unlock()
	var exit *ExitError
	if first && !errors.As(err, &exit) {
		rt.log.Error("a runtime has ended by what nobody caught", "error", err)
		if rt.hooks.Uncaught != nil {
			rt.guarded("Hooks.Uncaught", func() { rt.hooks.Uncaught(err) })
		}
	}
	rt.end(err)
}

// stopped tells of a call whose script was interrupted.
func (rt *Runtime) stopped(what string) {
	rt.log.Warn("a script did not let go of its goroutine, and was interrupted", "call", what)
	if rt.hooks.Stuck != nil {
		rt.guarded("Hooks.Stuck", func() { rt.hooks.Stuck(what) })
	}
}
