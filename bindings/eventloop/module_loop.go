package eventloop

import (
	"time"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/bindings/internal/histogram"
	"github.com/lariatjs/lariat/runtime/bind"
)

// current is the object loop: what there is to know of the loop that the script runs on.
func (f *face) current() *goja.Object {
	obj := f.rt.VM().NewObject()
	method := func(name string, length int, fn bind.Fn) {
		_ = obj.DefineDataProperty(name, bind.Func(f.rt, "loop."+name, length, fn), goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_TRUE)
	}
	method("now", 0, func(*bind.Call) (any, error) { return f.rt.Loop().Elapsed(), nil })
	method("stats", 0, f.stats)
	method("onLongTask", 2, f.onLongTask)
	method("exit", 0, func(c *bind.Call) (any, error) {
		f.rt.Exit(c.IntOr(0, "code", 0, f.rt.ExitCode()))
		return nil, nil
	})
	pending := bind.Func(f.rt, "get pending", 0, func(*bind.Call) (any, error) { return f.pending(), nil })
	_ = obj.DefineAccessorProperty("pending", pending, nil, goja.FLAG_TRUE, goja.FLAG_TRUE)
	return obj
}

// pending leaves out what keeps a worker ready for more.
func (f *face) pending() int {
	n := f.rt.Loop().Pending()
	if i := f.rt.Isolate(); i != nil && i.Kept() {
		n--
	}
	return n
}

// measure begins to measure at the first call.
func (f *face) measure() *Meter {
	if f.meter == nil {
		f.meter = NewMeter(f.rt)
	}
	return f.meter
}

// stats is loop.stats().
func (f *face) stats(*bind.Call) (any, error) {
	s := f.measure().Stats()
	_, timers, ops := f.rt.Loop().Counts()
	longest := f.object("duration", s.Longest.Duration, "at", s.Longest.At.String())
	return f.object(
		"ticks", s.Ticks, "tasks", s.Tasks, "utilization", s.Utilization, "lag", f.spread(&s.Lag),
		"timers", timers, "ops", ops, "microtasks", f.rt.Microtasks(), "longest", longest,
	), nil
}

func (f *face) spread(h *histogram.Histogram) *goja.Object {
	return f.object("mean", h.Mean(), "p50", h.Quantile(0.5), "p95", h.Quantile(0.95), "p99", h.Quantile(0.99), "max", h.Max)
}

// object makes an object of names and values.
func (f *face) object(properties ...any) *goja.Object {
	obj := f.rt.VM().NewObject()
	for i := 0; i < len(properties); i += 2 {
		_ = obj.Set(properties[i].(string), bind.ToValue(f.rt, properties[i+1]))
	}
	return obj
}

// onLongTask is loop.onLongTask(threshold, fn).
func (f *face) onLongTask(c *bind.Call) (any, error) {
	over, fn := c.Duration(0, "threshold"), c.Function(1, "fn")
	meter := f.measure()
	stop := meter.Watch(&LongTask{Over: max(over, time.Microsecond), Ended: func(t Turn) {
		f.rt.Loop().Post(func() {
			meter.Overlook() // fn may take long itself, and there would be no end to it
			info := f.object("duration", t.Duration, "at", t.At.String())
			if _, err := fn.Call(info); err != nil {
				f.rt.ReportUncaught(f.rt.ErrorValue(err))
			}
		})
	}})
	return bind.Func(f.rt, "stop", 0, func(*bind.Call) (any, error) {
		stop()
		return nil, nil
	}), nil
}
