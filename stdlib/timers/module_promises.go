package timers

import (
	"context"
	"time"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/loop"
)

// waitOptions are those of the functions that return promises.
type waitOptions struct {
	Signal *runtime.Signal `js:"signal"`
	Ref    bool            `js:"ref"`
}

func loadPromises(rt *runtime.Runtime) runtime.Exports {
	scheduler := rt.VM().NewObject()
	_ = scheduler.Set("wait", bind.AsyncFunc(rt, "wait", 1, func(c *bind.Call) (any, error) {
		return wait(c, delay(c), goja.Undefined(), options(c, 1))
	}))
	_ = scheduler.Set("yield", bind.AsyncFunc(rt, "yield", 0, func(c *bind.Call) (any, error) {
		return wait(c, 0, goja.Undefined(), waitOptions{Ref: true})
	}))
	return runtime.Exports{
		"setTimeout": bind.AsyncFunc(rt, "setTimeout", 1, func(c *bind.Call) (any, error) {
			return wait(c, delay(c), c.Value(1), options(c, 2))
		}),
		"setImmediate": bind.AsyncFunc(rt, "setImmediate", 0, func(c *bind.Call) (any, error) {
			return wait(c, 0, c.Value(0), options(c, 1))
		}),
		"setInterval": bind.Func(rt, "setInterval", 1, interval),
		"scheduler":   scheduler,
	}
}

// delay reads the first argument: milliseconds within the limits of setTimeout, or a duration like "1.5s".
func delay(c *bind.Call) time.Duration {
	v := c.Value(0)
	if _, isString := v.(goja.String); isString {
		return c.Duration(0, "delay")
	}
	if !goja.IsUndefined(v) && !goja.IsNumber(v) {
		c.Wrong("delay", `a number of milliseconds or a string such as "1.5s"`)
	}
	return loop.ClampDelay(v.ToFloat())
}

func options(c *bind.Call, i int) waitOptions {
	o := waitOptions{Ref: true}
	c.Options(i, &o)
	return o
}

// wait makes a promise that is fulfilled with value after d. The timer keeps the loop alive, so it is no
// operation and no wait in line; the scope and the signal end it.
func wait(c *bind.Call, d time.Duration, value goja.Value, o waitOptions) (any, error) {
	rt := c.Runtime()
	scope := c.Narrow(bind.WaitOptions{Signal: o.Signal, Timeout: -1})
	if err := scope.Err(); err != nil {
		scope.EndWait()
		return nil, err
	}
	p, at := rt.NewPromise(), rt.Site()
	var stop func() bool
	timer := rt.Loop().SetTimer(d, false, func() {
		stop()
		scope.EndWait()
		p.Resolve(value)
	})
	stop = scope.AfterFunc(func() {
		timer.Stop()
		scope.EndWait()
		p.RejectValue(rt.ErrorAt(scope.Err(), at))
	})
	timer.Mark(rt.MarkAt(at))
	if !o.Ref {
		timer.Unref()
	}
	return p.Value, nil
}

// ticks is the source of an async interval. It begins when it is first pulled; ticks that nobody pulls
// are counted and delivered later. Loop goroutine only.
type ticks struct {
	rt      *runtime.Runtime
	delay   time.Duration
	options waitOptions
	timer   *loop.Timer
	missed  int
	ended   error                       // why the signal ended it
	done    func(struct{}, bool, error) // of the pull that waits
	// leave detaches the pull from its scope, unfollow the interval from the signal.
	leave, unfollow func() bool
}

func interval(c *bind.Call) (any, error) {
	value := c.Value(1)
	t := &ticks{rt: c.Runtime(), delay: delay(c), options: options(c, 2)}
	return bind.Iterator(t.rt, "setInterval", t, func(struct{}) (any, error) { return value, nil }), nil
}

// Unheld says that the timer keeps the loop alive, if it should.
func (t *ticks) Unheld() {}

// Next waits for the next tick.
func (t *ticks) Next(ctx context.Context, done func(struct{}, bool, error)) {
	if t.timer == nil {
		t.start()
	}
	switch {
	case t.missed > 0:
		t.missed--
		done(struct{}{}, true, nil)
	case t.ended != nil:
		done(struct{}{}, false, t.ended)
	default:
		t.done = done
		scope := ctx.(interface{ AfterFunc(func()) func() bool })
		t.leave = scope.AfterFunc(func() { t.answer(false, ctx.Err()) })
	}
}

func (t *ticks) start() {
	t.timer = t.rt.Loop().SetTimer(t.delay, true, func() {
		if !t.answer(true, nil) {
			t.missed++
		}
	})
	if !t.options.Ref {
		t.timer.Unref()
	}
	if sig := t.options.Signal; sig != nil {
		t.unfollow = sig.AfterFunc(func() {
			t.timer.Stop()
			t.ended = sig.Err()
			t.answer(false, t.ended)
		})
	}
}

// answer ends the pull that waits, and reports whether one did.
func (t *ticks) answer(more bool, err error) bool {
	done := t.done
	if done == nil {
		return false
	}
	t.done = nil
	t.leave()
	done(struct{}{}, more, err)
	return true
}

// Close ends the interval.
func (t *ticks) Close() {
	if t.timer != nil {
		t.timer.Stop()
	}
	if t.unfollow != nil {
		t.unfollow()
	}
}
