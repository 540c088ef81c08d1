package worker

import (
	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/bindings/internal/histogram"
	"github.com/lariatjs/lariat/runtime/bind"
)

// stats is pool.stats().
func (p *pool) stats(*bind.Call) (any, error) {
	s := p.core.Stats()
	obj := p.rt.VM().NewObject()
	for _, row := range []struct {
		name  string
		value any
	}{
		{"workers", s.Workers},
		{"busy", s.Busy},
		{"idle", s.Idle},
		{"queued", s.Queued},
		{"running", s.Running},
		{"completed", s.Completed},
		{"failed", s.Failed},
		{"cancelled", s.Cancelled},
		{"interrupted", s.Interrupted},
		{"recycled", s.Recycled},
		{"utilization", s.Utilization},
		{"waitTime", p.histogram(&s.WaitTime)},
		{"runTime", p.histogram(&s.RunTime)},
	} {
		_ = obj.Set(row.name, bind.ToValue(p.rt, row.value))
	}
	return obj, nil
}

// histogram is a Histogram as scripts see it, in milliseconds.
func (p *pool) histogram(h *histogram.Histogram) *goja.Object {
	obj := p.rt.VM().NewObject()
	_ = obj.Set("count", float64(h.Count))
	for _, row := range []struct {
		name string
		time float64
	}{
		{"min", float64(h.Min)},
		{"max", float64(h.Max)},
		{"mean", float64(h.Mean())},
		{"p50", float64(h.Quantile(0.5))},
		{"p90", float64(h.Quantile(0.9))},
		{"p99", float64(h.Quantile(0.99))},
	} {
		_ = obj.Set(row.name, row.time/1e6)
	}
	return obj
}
