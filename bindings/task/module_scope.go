package task

import (
	"errors"
	"math"
	"time"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
)

// shieldTimeout bounds a shield that names no timeout.
const shieldTimeout = 5 * time.Second

// sleep waits for a time on the loop's clock; the scope ends it early.
func sleep(c *bind.Call) (any, error) {
	d, scope, rt := c.Duration(0, "ms"), c.ContextExactly(1), c.Runtime()
	if err := scope.Err(); err != nil {
		scope.EndWait()
		return nil, err
	}
	if d < 0 {
		d = math.MaxInt64 / 2
	}
	p, at := rt.NewPromise(), rt.Site()
	var stop func() bool
	end := func() {
		if stop() {
			scope.EndWait()
			p.Resolve(nil)
		}
	}
	timer := rt.Loop().SetTimer(d, false, func() {
		if rt.Exploring() {
			rt.Ready(end)
		} else {
			end()
		}
	})
	stop = scope.AfterFunc(func() {
		timer.Stop()
		scope.EndWait()
		p.RejectValue(rt.ErrorAt(scope.Err(), at))
	})
	if rt.Recording() {
		timer.Mark(rt.MarkAt(at))
	}
	return p.Value, nil
}

// scoped calls fn within scope and makes a promise of its value.
func scoped(rt *runtime.Runtime, scope *runtime.Scope, fn *bind.Function, args ...goja.Value) (any, error) {
	p := rt.NewPromise()
	fn.Within(scope, func(v goja.Value, err error) {
		if err != nil {
			p.Reject(err)
			return
		}
		p.Resolve(v)
	}, args...)
	return p.Value, nil
}

func withTimeout(c *bind.Call) (any, error) {
	rt, d, fn := c.Runtime(), c.Duration(0, "timeout"), c.Function(1, "fn")
	if err := rt.Scope().Err(); err != nil {
		return nil, err
	}
	scope := rt.NewScope(rt.Scope())
	if d >= 0 {
		scope.Limit(d, "withTimeout")
	}
	return scoped(rt, scope, fn, bind.Signal(rt, &scope.Signal))
}

func withSignal(c *bind.Call) (any, error) {
	rt := c.Runtime()
	sig, ok := bind.SignalOf(c.Value(0))
	if !ok {
		c.Wrong("signal", "an AbortSignal")
	}
	fn := c.Function(1, "fn")
	if err := rt.Scope().Err(); err != nil {
		return nil, err
	}
	scope := rt.NewScope(rt.Scope())
	scope.Follow(sig)
	if err := scope.Err(); err != nil {
		scope.End()
		return nil, err
	}
	return scoped(rt, scope, fn)
}

// moveOnAfter gives the fallback when its own deadline passed; a deadline around it is still an error.
func moveOnAfter(c *bind.Call) (any, error) {
	rt, d, fn, fallback := c.Runtime(), c.Duration(0, "timeout"), c.Function(1, "fn"), c.Value(2)
	if err := rt.Scope().Err(); err != nil {
		return nil, err
	}
	scope := rt.NewScope(rt.Scope())
	if d >= 0 {
		scope.Limit(d, "moveOnAfter")
	}
	p := rt.NewPromise()
	fn.Within(scope, func(v goja.Value, err error) {
		switch {
		case err == nil:
			p.Resolve(v)
		case scope.Expired() && errors.Is(err, scope.Err()):
			p.Resolve(fallback)
		default:
			p.Reject(err)
		}
	})
	return p.Value, nil
}

// shield runs cleanup that must not be cancelled: a scope with no parent, bounded by its own deadline.
// The scope around it counts it as busy, so that nobody leaves before it is done.
func shield(c *bind.Call) (any, error) {
	rt, fn := c.Runtime(), c.Function(0, "fn")
	o := struct {
		Timeout time.Duration `js:"timeout"`
	}{shieldTimeout}
	c.Exactly(1, &o)
	done := rt.Scope().Busy()
	scope := rt.NewScope(nil)
	if o.Timeout >= 0 {
		scope.Limit(o.Timeout, "shield")
	}
	p := rt.NewPromise()
	fn.Within(scope, func(v goja.Value, err error) {
		done()
		if err != nil {
			p.Reject(err)
			return
		}
		p.Resolve(v)
	})
	return p.Value, nil
}

func currentSignal(c *bind.Call) (any, error) {
	return bind.Signal(c.Runtime(), &c.Runtime().Scope().Signal), nil
}

func currentTask(c *bind.Call) (any, error) {
	if t := c.Runtime().Frame().Task; t != nil && t.Wrapper != nil {
		return t.Wrapper, nil
	}
	return bind.Null, nil
}

func timeRemaining(c *bind.Call) (any, error) {
	rt := c.Runtime()
	deadline, ok := rt.Scope().Deadline()
	if !ok {
		return math.Inf(1), nil
	}
	return max(deadline.Sub(rt.Loop().Now()), 0), nil
}

func throwIfCancelled(c *bind.Call) (any, error) { return nil, c.Runtime().Scope().Err() }
