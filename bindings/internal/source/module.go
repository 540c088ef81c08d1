// Package source pulls the items of an iterable that a script gives to a binding: an array, an iterator or an
// async iterator. It has no meaning of its own in JavaScript.
package source

import (
	"strconv"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/clone/slots"
	"github.com/lariatjs/lariat/runtime/es"
	"github.com/lariatjs/lariat/runtime/fault"
)

// Source pulls the items of a sync or async iterable, as many as are wanted. Loop goroutine only.
type Source struct {
	rt *runtime.Runtime
	// array is set for an ordinary array, which is read by index.
	array *goja.Object
	at    int64

	iterator *goja.Object
	next     *bind.Function
	async    bool
}

type arrayIteratorKey struct{}

// Of opens an iterable; it calls its Symbol.asyncIterator or Symbol.iterator now and nothing else.
func Of(c *bind.Call, v goja.Value) (*Source, error) {
	rt := c.Runtime()
	obj, ok := v.(*goja.Object)
	if !ok {
		if _, isString := v.(goja.String); !isString {
			return nil, fault.Type.New("%s: \"items\" must be an iterable or an async iterable", c.Name())
		}
		obj = v.ToObject(rt.VM())
	}
	s := &Source{rt: rt}
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

// Pull hands the next item to done, awaited, at once when it is there.
func (s *Source) Pull(frame *runtime.Frame, done func(v goja.Value, more bool, err error)) {
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

// Batch takes up to n items that are there at once: those of an array, as long as none of them is a promise. It
// gives none when Pull has to be asked, or at the end.
func (s *Source) Batch(n int) []goja.Value {
	if s.array == nil {
		return nil
	}
	items, _, ok := slots.Items(s.array)
	if !ok || s.at >= int64(len(items)) {
		return nil
	}
	items = items[s.at:min(s.at+int64(n), int64(len(items)))]
	batch := make([]goja.Value, 0, len(items))
	for _, v := range items {
		if v == nil || s.awaited(v) {
			break
		}
		batch = append(batch, v)
	}
	s.at += int64(len(batch))
	return batch
}

// Left is the number of items that an array still has; ok is false when nobody knows.
func (s *Source) Left() (n int, ok bool) {
	if s.array == nil {
		return 0, false
	}
	return int(max(s.array.Get("length").ToInteger()-s.at, 0)), true
}

// awaited reports whether an item is one that has to be awaited.
func (s *Source) awaited(v goja.Value) (yes bool) {
	obj, ok := v.(*goja.Object)
	if !ok {
		return false
	}
	if ex := s.rt.VM().Try(func() { yes = !bind.Nullish(obj.Get("then")) }); ex != nil {
		return true // Pull reports it
	}
	return yes
}

func (s *Source) pullArray(done func(goja.Value, bool, error)) {
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
func (s *Source) unpack(result goja.Value, done func(goja.Value, bool, error)) {
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

// Close tells the iterable that nobody wants more of it, as the end of a loop over it does. done hears of it, with what
// its return method throws or rejects with: a loop that is left throws it, one that ends with an error of its own does not.
func (s *Source) Close(done func(error)) {
	if s.iterator == nil {
		done(nil)
		return
	}
	it := s.iterator
	s.iterator = nil
	end := func(result goja.Value, err error) {
		if _, ok := result.(*goja.Object); err == nil && !ok {
			err = fault.Type.New("the result of the iterator's return method is not an object")
		}
		done(err)
	}
	called := false
	err := CallMethod(s.rt, it, "return", func(result goja.Value) {
		if called = true; s.async {
			bind.Settle(s.rt, result, end)
			return
		}
		end(result, nil)
	})
	if !called {
		done(err)
	}
}

// CallMethod calls a method of an object of a script if there is one. What the object throws, its getters
// too, is the result: it must not get in the way of whoever ends something.
func CallMethod(rt *runtime.Runtime, v goja.Value, name string, then func(goja.Value)) (err error) {
	obj, ok := v.(*goja.Object)
	if !ok {
		return nil
	}
	var fn *bind.Function
	if ex := rt.VM().Try(func() { fn = bind.FunctionOf(rt, obj.Get(name)) }); ex != nil {
		return rt.Thrown(ex.Value())
	}
	if fn == nil {
		return nil
	}
	result, err := fn.CallOn(obj)
	if err == nil && then != nil {
		then(result)
	}
	return err
}
