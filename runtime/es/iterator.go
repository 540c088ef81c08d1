package es

import (
	"math"

	"github.com/dop251/goja"
)

// The methods of Iterator.prototype sit on the prototype of every iterator that the language makes.

// visitor is what a method that takes a callback starts with: the receiver as an iterator, and the
// callback. A callback that cannot be called closes the iterator.
func (r *Realm) visitor(c goja.FunctionCall) *visitor {
	obj := r.object(c.This, "iterator")
	f := r.callable(c.Argument(0))
	if f == nil {
		r.refuse(obj, r.vm.NewTypeError("callback is not a function"))
	}
	return newVisitor(r.direct(obj), f)
}

// refuse closes an iterator that was not read yet and throws.
func (r *Realm) refuse(obj *goja.Object, reason goja.Value) {
	it := &iteration{r: r, object: obj}
	it.guard(func() { panic(reason) })
}

func (r *Realm) iteratorReduce(c goja.FunctionCall) goja.Value {
	w := r.visitor(c)
	acc, k := c.Argument(1), 0
	if len(c.Arguments) < 2 {
		v, ok := w.it.step()
		if !ok {
			panic(r.vm.NewTypeError("reduce of an empty iterator with no initial value"))
		}
		acc, k = v, 1
	}
	w.it.each(func(v goja.Value) bool {
		acc = call(w.f, goja.Undefined(), acc, v, r.vm.ToValue(k))
		k++
		return true
	})
	return acc
}

func (r *Realm) iteratorToArray(c goja.FunctionCall) goja.Value {
	it := r.direct(r.object(c.This, "iterator"))
	var items []any
	for v, ok := it.step(); ok; v, ok = it.step() {
		items = append(items, v)
	}
	return r.vm.NewArray(items...)
}

// visit calls the callback of c for every value, until stop says so of its result.
func (r *Realm) visit(c goja.FunctionCall, stop func(v, result goja.Value) bool) {
	w := r.visitor(c)
	for v, ok := w.it.step(); ok; v, ok = w.it.step() {
		if stop(v, w.call(v)) {
			w.it.stop()
			return
		}
	}
}

func (r *Realm) iteratorForEach(c goja.FunctionCall) goja.Value {
	r.visit(c, func(_, _ goja.Value) bool { return false })
	return goja.Undefined()
}

func (r *Realm) iteratorSome(c goja.FunctionCall) goja.Value {
	some := false
	r.visit(c, func(_, result goja.Value) bool {
		some = result.ToBoolean()
		return some
	})
	return r.vm.ToValue(some)
}

func (r *Realm) iteratorEvery(c goja.FunctionCall) goja.Value {
	every := true
	r.visit(c, func(_, result goja.Value) bool {
		every = result.ToBoolean()
		return !every
	})
	return r.vm.ToValue(every)
}

func (r *Realm) iteratorFind(c goja.FunctionCall) goja.Value {
	found := goja.Undefined()
	r.visit(c, func(v, result goja.Value) bool {
		if result.ToBoolean() {
			found = v
			return true
		}
		return false
	})
	return found
}

func (r *Realm) iteratorMap(c goja.FunctionCall) goja.Value {
	w := r.visitor(c)
	return r.newHelper(w.it, func(*helper) (goja.Value, bool) {
		v, ok := w.it.step()
		if !ok {
			return nil, false
		}
		return w.call(v), true
	})
}

func (r *Realm) iteratorFilter(c goja.FunctionCall) goja.Value {
	w := r.visitor(c)
	return r.newHelper(w.it, func(*helper) (goja.Value, bool) {
		for v, ok := w.it.step(); ok; v, ok = w.it.step() {
			if w.call(v).ToBoolean() {
				return v, true
			}
		}
		return nil, false
	})
}

// maxSafe is Number.MAX_SAFE_INTEGER.
const maxSafe = 1<<53 - 1

// limit reads the argument of take and drop. A bad one closes the iterator.
func (r *Realm) limit(c goja.FunctionCall) (*iteration, float64) {
	obj := r.object(c.This, "iterator")
	it := &iteration{r: r, object: obj}
	var n float64
	it.guard(func() { n = c.Argument(0).ToNumber().ToFloat() })
	if math.IsNaN(n) || math.Trunc(n) < 0 || n > maxSafe && !math.IsInf(n, 1) {
		r.refuse(obj, r.rangeError("limit must be a number from 0 to 2^53 - 1, or Infinity"))
	}
	return r.direct(obj), math.Trunc(n)
}

func (r *Realm) iteratorTake(c goja.FunctionCall) goja.Value {
	it, left := r.limit(c)
	return r.newHelper(it, func(*helper) (goja.Value, bool) {
		if left == 0 {
			it.stop()
			return nil, false
		}
		left-- // infinity stays infinity
		return it.step()
	})
}

func (r *Realm) iteratorDrop(c goja.FunctionCall) goja.Value {
	it, left := r.limit(c)
	return r.newHelper(it, func(*helper) (goja.Value, bool) {
		for ; left > 0; left-- {
			if _, ok := it.step(); !ok {
				return nil, false
			}
		}
		return it.step()
	})
}

func (r *Realm) iteratorFlatMap(c goja.FunctionCall) goja.Value {
	w := r.visitor(c)
	return r.newHelper(w.it, func(h *helper) (value goja.Value, ok bool) {
		for {
			if h.inner == nil {
				v, more := w.it.step()
				if !more {
					return nil, false
				}
				inner := w.call(v)
				w.it.guard(func() { h.inner = r.flattenable(inner, false) })
			}
			w.it.guard(func() { value, ok = h.inner.step() })
			if ok {
				return value, true
			}
			h.inner = nil
		}
	})
}
