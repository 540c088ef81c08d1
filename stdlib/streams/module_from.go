package streams

import (
	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/es"
	"github.com/lariatjs/lariat/runtime/fault"
)

// iterated is an iterator of a script that a stream has its chunks from.
type iterated struct {
	s      *Streams
	object *goja.Object
	next   *bind.Function
	sync   bool // its values are awaited, and not its results
}

// open is GetIterator(iterable, async).
func (s *Streams) open(c *bind.Call) (*iterated, error) {
	from := c.Value(0).ToObject(c.VM())
	it := &iterated{s: s}
	method := from.GetSymbol(es.SymAsyncIterator)
	if bind.Nullish(method) {
		method, it.sync = from.GetSymbol(goja.SymIterator), true
	}
	f := bind.FunctionOf(s.rt, method)
	if f == nil {
		return nil, fault.Type.New("%s: \"asyncIterable\" must be iterable: an array, a generator, another stream", c.Name())
	}
	v, thrown := s.call(f, c.Value(0))
	if thrown != nil {
		return nil, s.throw(thrown)
	}
	obj, ok := v.(*goja.Object)
	if !ok {
		return nil, fault.Type.New("%s: the iterator must be an object", c.Name())
	}
	it.object = obj
	it.next = bind.FunctionOf(s.rt, obj.Get("next"))
	return it, nil
}

// ask calls a method of the iterator and hands over its result, awaited. A nil result is an error.
func (it *iterated) ask(f *bind.Function, name string, args ...goja.Value) *future {
	if f == nil {
		return it.s.failed(it.s.typeError("%s of the iterator must be a function", name))
	}
	v, thrown := it.s.call(f, it.object, args...)
	switch {
	case thrown != nil:
		return it.s.failed(thrown)
	case !it.sync:
		return it.s.adopt(v)
	}
	return it.s.awaitValue(v)
}

// awaitValue is the result of a synchronous iterator with its value awaited.
func (s *Streams) awaitValue(v goja.Value) *future {
	obj, ok := v.(*goja.Object)
	if !ok {
		return s.failed(s.typeError("the result of an iterator must be an object"))
	}
	var done bool
	var value goja.Value
	if thrown := s.try(func() { done, value = flag(obj.Get("done")), obj.Get("value") }); thrown != nil {
		return s.failed(thrown)
	}
	if value == nil {
		value = goja.Undefined()
	}
	f := s.pending()
	s.adopt(value).then(func(v goja.Value) {
		f.settle(fulfilled, s.rt.Realm().IterResult(v, done))
	}, f.reject)
	return f
}

func flag(v goja.Value) bool { return v != nil && v.ToBoolean() }

func (it *iterated) pull(c *defaultController) *future {
	f := it.s.pending()
	it.ask(it.next, "next").then(func(result goja.Value) {
		obj, ok := result.(*goja.Object)
		if !ok {
			f.reject(it.s.typeError("the result of an iterator must be an object"))
			return
		}
		var thrown goja.Value
		if ex := it.s.try(func() {
			if flag(obj.Get("done")) {
				c.close()
				return
			}
			v := obj.Get("value")
			if v == nil {
				v = goja.Undefined()
			}
			thrown = c.enqueue(v)
		}); ex != nil {
			thrown = ex
		}
		if thrown != nil {
			f.reject(thrown)
			return
		}
		f.fulfill()
	}, f.reject)
	return f
}

func (it *iterated) cancel(reason goja.Value) *future {
	var method goja.Value
	if thrown := it.s.try(func() { method = it.object.Get("return") }); thrown != nil {
		return it.s.failed(thrown)
	}
	if bind.Nullish(method) {
		return it.s.done()
	}
	f := it.s.pending()
	it.ask(bind.FunctionOf(it.s.rt, method), "return", reason).then(func(result goja.Value) {
		if _, ok := result.(*goja.Object); !ok {
			f.reject(it.s.typeError("the result of the iterator's return must be an object"))
			return
		}
		f.fulfill()
	}, f.reject)
	return f
}
