package retry

import (
	"time"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/fault"
	"github.com/lariatjs/lariat/runtime/loop"
)

// hedgeOptions are those of hedge.
type hedgeOptions struct {
	delay   time.Duration
	latency *Latency // what the delay follows, if it follows anything
	max     int
	budget  *Budget
}

// hedgeOptions reads the options at argument i; latency is for the delay "p95".
func (f *face) hedgeOptions(c *bind.Call, i int, latency func() *Latency) (hedgeOptions, error) {
	o := struct {
		Delay  goja.Value `js:"delay"`
		Max    int        `js:"max"`
		Budget goja.Value `js:"budget"`
	}{Max: 2}
	c.Exactly(i, &o)
	if o.Max < 1 {
		return hedgeOptions{}, fault.Range.New("hedge: \"max\" must be at least 1, got %d", o.Max)
	}
	budget, err := f.budgetOf(o.Budget)
	if err != nil {
		return hedgeOptions{}, err
	}
	read := hedgeOptions{max: o.Max, budget: budget, delay: -1}
	if text, ok := o.Delay.(goja.String); bind.Nullish(o.Delay) || ok && text.String() == "p95" {
		read.latency = latency()
		return read, nil
	}
	if read.delay, err = bind.DurationOf(o.Delay); err != nil {
		return read, fault.KindOf(err).New("hedge: \"delay\" %s", err)
	}
	return read, nil
}

// hedge is hedge(fn, options). The latencies that "p95" follows are those of the place that calls.
func (f *face) hedge(c *bind.Call) (any, error) {
	fn := c.Function(0, "fn")
	o, err := f.hedgeOptions(c, 1, func() *Latency {
		at := c.Site().String()
		if f.sites[at] == nil {
			f.sites[at] = &Latency{}
		}
		return f.sites[at]
	})
	if err != nil {
		return nil, err
	}
	return f.startHedging(fn, o)
}

// hedger is hedger(options): hedge with these options and latencies of its own.
func (f *face) hedger(c *bind.Call) (any, error) {
	o, err := f.hedgeOptions(c, 0, func() *Latency { return &Latency{} })
	if err != nil {
		return nil, err
	}
	return bind.AsyncFunc(f.rt, "hedge", 1, func(c *bind.Call) (any, error) { return f.startHedging(c.Function(0, "fn"), o) }), nil
}

// hedging is one call of hedge. Loop goroutine only.
type hedging struct {
	f       *face
	o       hedgeOptions
	fn      *bind.Function
	outer   *runtime.Scope
	scope   *runtime.Scope // of all attempts
	promise *runtime.Promise
	timer   *loop.Timer
	started int
	running int
	decided bool
	over    bool
	value   goja.Value
	err     error // why it ends, when decided, or else what the attempts failed with
	errors  []goja.Value
}

func (f *face) startHedging(fn *bind.Function, o hedgeOptions) (any, error) {
	h := &hedging{f: f, o: o, fn: fn, outer: f.rt.Scope()}
	if err := h.outer.Err(); err != nil {
		return nil, err
	}
	if o.latency != nil {
		if p95, ok := o.latency.P95(); ok {
			h.o.delay = p95
		}
	}
	if o.budget != nil {
		o.budget.Call()
	}
	h.promise, h.scope = f.rt.NewPromise(), f.rt.NewScope(h.outer)
	h.attempt()
	return h.promise.Value, nil
}

// attempt begins another attempt, and sets the timer for the one after it.
func (h *hedging) attempt() {
	h.started++
	h.running++
	rt := h.f.rt
	scope, began := rt.NewScope(h.scope), rt.Loop().Elapsed()
	h.fn.Within(scope, func(v goja.Value, err error) {
		h.running--
		if err == nil && !h.decided && h.o.latency != nil {
			h.o.latency.Add(rt.Loop().Elapsed() - began)
		}
		h.settled(v, err)
	}, h.f.argument(h.started))
	if h.o.delay >= 0 && h.started < h.o.max && !h.decided && !h.over && h.timer == nil {
		h.timer = rt.Loop().SetTimer(h.o.delay, false, func() {
			h.timer = nil
			h.another()
		})
	}
}

// another begins another attempt if there may be one.
func (h *hedging) another() bool {
	if h.decided || h.started >= h.o.max || h.scope.Err() != nil || h.o.budget != nil && !h.o.budget.Retry() {
		return false
	}
	h.stopTimer()
	h.attempt()
	return true
}

// settled takes the outcome of an attempt. A failure that another attempt cannot mend decides as a success does.
func (h *hedging) settled(v goja.Value, err error) {
	switch {
	case h.decided:
	case err == nil:
		h.decide(v, nil)
	default:
		value := h.f.rt.ErrorValue(err)
		verdict, failure := h.f.judge.Call(value)
		switch {
		case failure != nil:
			h.decide(nil, failure)
		case verdict.ToInteger() == stopped:
			h.decide(nil, h.f.stopped(value))
		case verdict.ToInteger() == hopeless:
			h.decide(nil, err)
		default:
			h.err = err
			h.errors = append(h.errors, value)
			h.another()
		}
	}
	if h.running == 0 {
		h.finish()
	}
}

// decide cancels the other attempts.
func (h *hedging) decide(v goja.Value, err error) {
	h.decided, h.value, h.err = true, v, err
	h.stopTimer()
	h.scope.Abort(fault.Aborted.New("hedge was decided by another attempt"))
}

func (h *hedging) stopTimer() {
	if h.timer != nil {
		h.timer.Stop()
		h.timer = nil
	}
}

// finish settles the promise when no attempt runs any more.
func (h *hedging) finish() {
	h.over = true
	h.stopTimer()
	h.scope.End()
	switch {
	case h.decided:
		end(h.promise, h.value, h.err)
	case h.outer.Err() != nil:
		h.promise.Reject(h.outer.Err())
	case len(h.errors) == 1:
		h.promise.Reject(h.err)
	default:
		message := bind.ToValue(h.f.rt, "all attempts of hedge failed")
		all, err := h.f.aggregate.Call(bind.Array(h.f.rt, h.errors), message)
		if err != nil {
			h.promise.Reject(err)
			return
		}
		h.promise.RejectValue(all)
	}
}
