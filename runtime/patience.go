package runtime

import (
	"slices"

	"github.com/dop251/goja"
)

// Patiently runs f. A promise that f rejects although nobody handles it is not reported after the turn but when the
// program has nothing left to do, unless it gets a handler before: it belongs to somebody, such as a pool of workers,
// of whom a script may ask for many results at once and then look at them one by one. Loop goroutine only.
func (rt *Runtime) Patiently(f func()) {
	r := &rt.rejections
	saved := r.patient
	r.patient = true
	defer func() { r.patient = saved }()
	f()
}

// keep remembers a rejection for the end of the program. There is a bound to how many: beyond it they are reported
// at once, since it seems that nobody will ever look at them.
func (r *rejections) keep(p *goja.Promise) {
	r.kept = append(r.kept, p)
	if len(r.kept) < max(r.sweepAt, maxReported) {
		return
	}
	r.kept = slices.DeleteFunc(r.kept, func(p *goja.Promise) bool { return !r.waiting[p] })
	r.sweepAt = 2 * len(r.kept)
	if len(r.kept) >= maxKept {
		r.order, r.kept = append(r.order, r.kept...), nil
	}
}

// maxKept bounds how many rejections nobody looks at are remembered.
const maxKept = 100_000

// reportKept reports what nobody has looked at.
func (rt *Runtime) reportKept() {
	r := &rt.rejections
	r.order, r.kept = append(r.order, r.kept...), nil
	rt.checkRejections()
}
