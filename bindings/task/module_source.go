package task

import (
	"strconv"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/es"
	"github.com/lariatjs/lariat/runtime/fault"
)

// source pulls the items of a sync or async iterable one by one.
type source struct {
	rt *runtime.Runtime
	// array is set for an ordinary array, which is read by index.
	array *goja.Object
	at    int64

	iterator *goja.Object
	next     *bind.Function
	async    bool
}

type arrayIteratorKey struct{}

// sourceOf opens an iterable; it calls its Symbol.asyncIterator or Symbol.iterator now and nothing else.
func sourceOf(c *bind.Call, v goja.Value) (*source, error) {
	rt := c.Runtime()
	obj, ok := v.(*goja.Object)
	if !ok {
		if _, isString := v.(goja.String); !isString {
			return nil, fault.Type.New("%s: \"items\" must be an iterable or an async iterable", c.Name())
		}
		obj = v.ToObject(rt.VM())
	}
	s := &source{rt: rt}
	method := obj.GetSymbol(es.SymAsyncIterator)
	if s.async = !bind.Nullish(method); !s.async {
		method = obj.GetSymbol(goja.SymIterator)
		values := runtime.Local(rt, arrayIteratorKey{}, func() goja.Value {
			return rt.VM().NewArray().GetSymbol(goja.SymIterator)
		})
		if obj.ClassName() == "Array" && method == values {
			s.array = obj
			return s, nil
		}
	}
	open := bind.FunctionOf(rt, method)
	if open == nil {
		return nil, fault.Type.New("%s: \"items\" must be an iterable or an async iterable", c.Name())
	}
	it, err := open.CallOn(obj)
	if err != nil {
		return nil, err
	}
	if s.iterator, ok = it.(*goja.Object); !ok {
		return nil, fault.Type.New("%s: the iterator of \"items\" is not an object", c.Name())
	}
	if s.next = bind.FunctionOf(rt, s.iterator.Get("next")); s.next == nil {
		return nil, fault.Type.New("%s: the iterator of \"items\" has no next method", c.Name())
	}
	return s, nil
}

// pull hands the next item to done, awaited, at once when it is there.
func (s *source) pull(frame *runtime.Frame, done func(v goja.Value, more bool, err error)) {
	if s.array != nil {
		s.pullArray(done)
		return
	}
	result, err := s.next.In(frame).CallOn(s.iterator)
	if err != nil {
		done(nil, false, err)
		return
	}
	if !s.async {
		s.unpack(result, done)
		return
	}
	bind.Settle(s.rt, result, func(result goja.Value, err error) {
		if err != nil {
			done(nil, false, err)
			return
		}
		s.unpack(result, done)
	})
}

func (s *source) pullArray(done func(goja.Value, bool, error)) {
	if s.at >= s.array.Get("length").ToInteger() {
		done(nil, false, nil)
		return
	}
	v := s.array.Get(strconv.FormatInt(s.at, 10))
	s.at++
	if v == nil {
		v = goja.Undefined()
	}
	bind.Settle(s.rt, v, func(v goja.Value, err error) { done(v, err == nil, err) })
}

// unpack reads an iterator result. The value of a sync iterator may be a promise, which is awaited.
func (s *source) unpack(result goja.Value, done func(goja.Value, bool, error)) {
	var value goja.Value
	var end bool
	obj, ok := result.(*goja.Object)
	if !ok {
		done(nil, false, fault.Type.New("iterator result is not an object"))
		return
	}
	if ex := s.rt.VM().Try(func() {
		if d := obj.Get("done"); d != nil {
			end = d.ToBoolean()
		}
		if !end {
			value = obj.Get("value")
		}
	}); ex != nil {
		done(nil, false, s.rt.Thrown(ex.Value()))
		return
	}
	if value == nil {
		value = goja.Undefined()
	}
	if end || s.async {
		done(value, !end, nil)
		return
	}
	bind.Settle(s.rt, value, func(v goja.Value, err error) { done(v, err == nil, err) })
}

// close tells the iterable that nobody wants more of it.
func (s *source) close() {
	if s.iterator == nil {
		return
	}
	it := s.iterator
	s.iterator = nil
	_ = callMethod(s.rt, it, "return", func(v goja.Value) {
		if s.async { // a rejection is of no interest to anybody
			bind.Settle(s.rt, v, func(goja.Value, error) {})
		}
	})
}
