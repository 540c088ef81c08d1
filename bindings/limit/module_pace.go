package limit

import (
	"time"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/fault"
	"github.com/lariatjs/lariat/runtime/loop"
)

// pacer calls a function less often than it is asked to: it is the one machine behind throttle and debounce. Callers
// that it does not call for at once wait for the call that it makes for all of them, with the arguments of the last.
// Loop goroutine only.
type pacer struct {
	rt *runtime.Runtime
	fn *bind.Function

	every    time.Duration // how long it is closed after a call
	again    bool          // each caller closes it anew, as in debounce
	leading  bool          // a caller who finds it open is called for at once
	trailing bool          // those who find it closed are called for when it opens
	longest  time.Duration // how long a caller may have to wait, negative for any time

	timer   *loop.Timer   // opens it, nil while it is open
	opens   time.Duration // when that is
	first   time.Duration // when the first of the callers came that wait
	waiting []*caller
	last    goja.Value // what the last call gave: a promise
}

// caller is one call of the function that a pacer made.
type caller struct {
	promise *runtime.Promise
	frame   *runtime.Frame
	this    goja.Value
	args    []goja.Value
	detach  func() bool // from its scope
}

// throttle is throttle(fn, interval, options).
func (f *face) throttle(c *bind.Call) (any, error) {
	o := struct {
		Leading  bool `js:"leading"`
		Trailing bool `js:"trailing"`
	}{true, true}
	c.Exactly(2, &o)
	if !o.Leading && !o.Trailing {
		return nil, fault.Range.New("throttle: with neither \"leading\" nor \"trailing\" nothing would ever be called")
	}
	p := &pacer{rt: f.rt, fn: c.Function(0, "fn"), every: finite(c, 1, "interval"), leading: o.Leading, trailing: o.Trailing, longest: -1}
	return p.function(), nil
}

// debounce is debounce(fn, delay, options).
func (f *face) debounce(c *bind.Call) (any, error) {
	o := struct {
		Leading bool          `js:"leading"`
		MaxWait time.Duration `js:"maxWait"`
	}{MaxWait: -1}
	c.Exactly(2, &o)
	p := &pacer{
		rt: f.rt, fn: c.Function(0, "fn"), every: finite(c, 1, "delay"), again: true, leading: o.Leading, trailing: true, longest: o.MaxWait,
	}
	return p.function(), nil
}

// finite is a duration that has an end.
func finite(c *bind.Call, i int, arg string) time.Duration {
	d := c.Duration(i, arg)
	if d < 0 {
		c.Throw(fault.Range.New("%s: %q must be finite", c.Name(), arg))
	}
	return d
}

// function is the function of the pacer, with the name and the length of the one that it calls.
func (p *pacer) function() goja.Value {
	name, length := p.fn.Value.Get("name").String(), int(p.fn.Value.Get("length").ToInteger())
	fn := bind.AsyncFunc(p.rt, name, length, p.call)
	_ = fn.Set("cancel", bind.Func(p.rt, "cancel", 0, func(c *bind.Call) (any, error) {
		err := error(fault.Aborted.New("%s was cancelled before it was called", name))
		if !goja.IsUndefined(c.Value(0)) {
			err = p.rt.Thrown(c.Value(0))
		}
		p.open()
		for _, w := range p.take() {
			w.promise.Reject(err)
		}
		return nil, nil
	}))
	_ = fn.Set("flush", bind.Func(p.rt, "flush", 0, func(*bind.Call) (any, error) {
		if len(p.waiting) > 0 {
			p.run()
		}
		return nil, nil
	}))
	return fn
}

// call is one call of the function.
func (p *pacer) call(c *bind.Call) (any, error) {
	frame := p.rt.Frame()
	if err := frame.Scope.Err(); err != nil {
		return nil, err
	}
	w := &caller{frame: frame, this: c.This(), args: c.Rest(0)}
	now := p.rt.Loop().Elapsed()
	open := p.timer == nil
	switch {
	case open && p.leading:
		p.close(now + p.every)
		return p.invoke(w), nil
	case !open && !p.trailing:
		return p.last, nil
	}
	w.promise = p.rt.NewPromise()
	w.detach = frame.Scope.AfterFunc(func() { p.leave(w) })
	if p.waiting = append(p.waiting, w); len(p.waiting) == 1 {
		p.first = now
	}
	if open || p.again {
		p.close(p.due(now))
	} else {
		p.timer.Ref()
	}
	return w.promise.Value, nil
}

// due is when those who wait are called for.
func (p *pacer) due(now time.Duration) time.Duration {
	if p.longest < 0 {
		return now + p.every
	}
	return min(now+p.every, p.first+p.longest)
}

// close sets the time at which it opens.
func (p *pacer) close(opens time.Duration) {
	p.open()
	p.opens = opens
	p.timer = p.rt.Loop().SetTimer(opens-p.rt.Loop().Elapsed(), false, p.tick)
	if len(p.waiting) == 0 {
		p.timer.Unref() // nobody waits for it
	}
}

// open takes the timer away.
func (p *pacer) open() {
	if p.timer != nil {
		p.timer.Stop()
		p.timer = nil
	}
}

// tick is the time at which it opens.
func (p *pacer) tick() {
	p.timer = nil
	if len(p.waiting) > 0 {
		p.run()
	}
}

// run calls the function for all who wait, as the last of them did. A throttle is closed again after it, from the time
// at which this was due: its calls do not drift.
func (p *pacer) run() {
	now, due := p.rt.Loop().Elapsed(), p.opens
	p.open()
	all := p.take()
	if !p.again {
		if now < due || now >= due+p.every {
			due = now
		}
		p.close(due + p.every)
	}
	last := all[len(all)-1]
	bind.Settle(p.rt, p.invoke(last), func(v goja.Value, err error) {
		for _, w := range all {
			if err != nil {
				w.promise.Reject(err)
			} else {
				w.promise.Resolve(v)
			}
		}
	})
}

// invoke calls the function as one caller did, and gives the promise of what comes of it.
func (p *pacer) invoke(w *caller) goja.Value {
	v, err := p.fn.In(w.frame).CallOn(w.this, w.args...)
	if err != nil {
		p.last = p.rt.Rejected(err)
	} else {
		p.last = p.rt.Resolved(v)
	}
	return p.last
}

// take takes all who wait.
func (p *pacer) take() []*caller {
	all := p.waiting
	p.waiting = nil
	for _, w := range all {
		w.detach()
	}
	return all
}

// leave is the end of a caller's scope. When nobody waits any more, nothing is called.
func (p *pacer) leave(w *caller) {
	for i, x := range p.waiting {
		if x == w {
			p.waiting = append(p.waiting[:i:i], p.waiting[i+1:]...)
			w.promise.Reject(w.frame.Scope.Err())
			break
		}
	}
	if len(p.waiting) == 0 && p.timer != nil {
		if p.again && !p.leading {
			p.open()
			return
		}
		p.timer.Unref()
	}
}
