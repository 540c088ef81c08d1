package bind

import (
	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/clone/slots"
)

// Progress tells a function of the script how far something that is made of many parts has come, as
// onProgress({ done, failed, total }): done counts the failed ones too, and total is left out until it is known. What
// happens in one turn of the loop is told once, in the next. A nil Progress, that of a script that does not ask, does
// nothing. Loop goroutine only.
type Progress struct {
	rt   *runtime.Runtime
	fn   *Function
	fail func(error)

	done, failed, total int64 // total is negative until it is known
	due                 bool  // something was not told yet
	posted              bool
}

// NewProgress makes the Progress for a function, or nil for none. fail ends the operation with what the function throws.
func NewProgress(rt *runtime.Runtime, fn *Function, fail func(error)) *Progress {
	if fn == nil {
		return nil
	}
	return &Progress{rt: rt, fn: fn, fail: fail, total: -1}
}

// Total notes how many parts there are. It is told with the next that ends.
func (p *Progress) Total(n int64) {
	if p != nil {
		p.total = n
	}
}

// Add notes that some parts have ended, and that some of these have failed.
func (p *Progress) Add(done, failed int64) {
	if p == nil || p.fn == nil {
		return
	}
	p.done += done
	p.failed += failed
	p.due = true
	if p.posted {
		return
	}
	p.posted = p.rt.Loop().Post(func() {
		p.posted = false
		if err := p.tell(); err != nil {
			p.fn = nil
			p.fail(err)
		}
	})
}

// End tells what was not told yet, before the promise of a successful operation is settled, and returns what the
// function throws. Nothing is told afterwards.
func (p *Progress) End() error {
	if p == nil {
		return nil
	}
	err := p.tell()
	p.fn = nil
	return err
}

// Drop is End for an operation that fails: nothing more is told.
func (p *Progress) Drop() {
	if p != nil {
		p.fn = nil
	}
}

func (p *Progress) tell() error {
	if !p.due || p.fn == nil {
		return nil
	}
	p.due = false
	state := p.rt.VM().NewObject()
	set := func(name string, n int64) {
		_ = state.DefineDataProperty(name, p.rt.VM().ToValue(n), goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_TRUE)
	}
	set("done", p.done)
	set("failed", p.failed)
	if p.total >= 0 {
		set("total", p.total)
	}
	_, err := p.fn.Call(state)
	return err
}

// CountOf is how many items an array, a Set or a Map has; ok is false for all else, which is known at its end only.
func CountOf(v goja.Value) (n int64, ok bool) {
	obj, isObject := v.(*goja.Object)
	if !isObject {
		return 0, false
	}
	switch slots.Of(obj) {
	case slots.Array:
		count, ok := NumberOf(obj.Get("length"))
		return int64(count), ok
	case slots.Set, slots.Map:
		return int64(slots.Size(obj)), true
	default:
		return 0, false
	}
}
