package timers

import (
	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/loop"
)

// immediate is the Go half of what setImmediate returns. It is a timer that is due at once: such a timer
// has a turn of its own, so the microtasks of one immediate run before the next; it comes after the jobs
// that run now and before any timer that falls due later; and what it sets waits for the next round.
type immediate struct {
	timer *loop.Timer
}

func immediateClass() bind.Class[*immediate] {
	self := func(f func(i *immediate)) func(*immediate, *bind.Call) (any, error) {
		return func(i *immediate, c *bind.Call) (any, error) {
			f(i)
			return c.This(), nil
		}
	}
	return bind.Class[*immediate]{
		Name: "Immediate", Light: true,
		Methods: map[string]func(*immediate, *bind.Call) (any, error){
			"ref":    self(func(i *immediate) { i.timer.Ref() }),
			"unref":  self(func(i *immediate) { i.timer.Unref() }),
			"hasRef": func(i *immediate, _ *bind.Call) (any, error) { return i.timer.HasRef(), nil },
		},
	}
}

func (m *timers) setImmediate(c *bind.Call) (any, error) {
	fn, args := callback(c), c.Rest(1)
	i := &immediate{}
	object := m.immediates.Wrap(i)
	i.timer = m.rt.Loop().SetTimer(0, false, func() { run(m.rt, fn, object, args) })
	i.timer.Mark(m.rt.Site())
	return object, nil
}

func clearImmediate(c *bind.Call) (any, error) {
	stopImmediate(c.Value(0))
	return nil, nil
}

// stopImmediate ignores what is no Immediate.
func stopImmediate(v goja.Value) {
	if i, ok := runtime.HandleOf(v).(*immediate); ok {
		i.timer.Stop()
	}
}

// queueMicrotask calls a function as a microtask.
func queueMicrotask(rt *runtime.Runtime) bind.Fn {
	return func(c *bind.Call) (any, error) {
		fn := callback(c)
		rt.Microtask(rt.Frame(), func() { run(rt, fn, goja.Undefined(), nil) })
		return nil, nil
	}
}
