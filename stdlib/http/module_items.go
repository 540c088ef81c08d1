package http

import (
	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/es"
	"github.com/lariatjs/lariat/runtime/fault"
)

// items pulls the items of an iterable, one at a time: async ones, or such whose items may be promises.
type items struct {
	rt       *runtime.Runtime
	iterator *goja.Object
	step     goja.Value
	async    bool
	busy     bool // inside next
	over     bool
}

func itemsOf(c *bind.Call, i int, arg string) (*items, error) {
	rt := c.Runtime()
	obj, ok := c.Value(i).(*goja.Object)
	if !ok {
		return nil, fault.Type.New("%s: %q must be an iterable, or an async one", c.Name(), arg)
	}
	begin, async := obj.GetSymbol(es.SymAsyncIterator), true
	if bind.Nullish(begin) {
		begin, async = obj.GetSymbol(goja.SymIterator), false
	}
	if bind.Nullish(begin) {
		return nil, fault.Type.New("%s: %q must be an iterable, or an async one", c.Name(), arg)
	}
	v, err := rt.Call(begin, obj)
	if err != nil {
		return nil, err
	}
	iterator, ok := v.(*goja.Object)
	if !ok {
		return nil, fault.Type.New("%s: the iterator of %q is no object", c.Name(), arg)
	}
	return &items{rt: rt, iterator: iterator, step: iterator.Get("next"), async: async}, nil
}

// next pulls an item. done is called at once or later.
func (it *items) next(done func(v goja.Value, more bool, err error)) {
	it.busy = true
	defer func() { it.busy = false }()
	result, err := it.rt.Call(it.step, it.iterator)
	if err != nil {
		it.over = true
		done(nil, false, err)
		return
	}
	if it.async {
		bind.Settle(it.rt, result, func(v goja.Value, err error) { it.take(v, err, done) })
		return
	}
	it.take(result, nil, done)
}

func (it *items) take(result goja.Value, err error, done func(v goja.Value, more bool, err error)) {
	obj, ok := result.(*goja.Object)
	switch {
	case err != nil:
	case !ok:
		err = fault.Type.New("the result of next() is no object")
	default:
		if end := obj.Get("done"); end != nil && end.ToBoolean() {
			it.over = true
			done(nil, false, nil)
			return
		}
	}
	if err != nil {
		it.over = true
		done(nil, false, err)
		return
	}
	v := obj.Get("value")
	if v == nil {
		v = goja.Undefined()
	}
	if _, isObject := v.(*goja.Object); !isObject {
		done(v, true, nil)
		return
	}
	bind.Settle(it.rt, v, func(v goja.Value, err error) { done(v, err == nil, err) })
}

// leave closes the iterator before its end.
func (it *items) leave() {
	if it.over {
		return
	}
	it.over = true
	if leave := it.iterator.Get("return"); leave != nil && it.rt.Raw(leave) != nil {
		v, err := it.rt.Call(leave, it.iterator)
		if err != nil {
			it.rt.ReportUncaught(it.rt.ErrorValue(err))
			return
		}
		bind.Settle(it.rt, v, func(_ goja.Value, err error) {
			if err != nil {
				it.rt.ReportUncaught(it.rt.ErrorValue(err))
			}
		})
	}
}
