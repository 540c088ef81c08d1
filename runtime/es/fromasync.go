package es

import (
	"math"

	"github.com/dop251/goja"
)

// installFromAsync adds Array.fromAsync, whose algorithm is the one in prelude.js.
func (r *Realm) installFromAsync(array *goja.Object) {
	var run native
	r.def(array, "fromAsync", 1, func(c goja.FunctionCall) goja.Value {
		if run == nil {
			run = call(r.syntax("fromAsync"), goja.Undefined(), r.fromAsyncParts()).(*goja.Object).Export().(native)
		}
		return call(run, goja.Undefined(), c.This, c.Argument(0), c.Argument(1), c.Argument(2))
	})
}

// fromAsyncParts is the object "go" of the algorithm.
func (r *Realm) fromAsyncParts() *goja.Object {
	parts := r.vm.CreateObject(nil)
	part := func(name string, f native) { plain(parts, name, r.vm.ToValue(f)) }
	plain(parts, "iterator", goja.SymIterator)
	plain(parts, "asyncIterator", SymAsyncIterator)
	part("object", func(c goja.FunctionCall) goja.Value { return r.object(c.Argument(0), "iterator result") })
	part("toObject", func(c goja.FunctionCall) goja.Value { return c.Argument(0).ToObject(r.vm) })
	part("callable", func(c goja.FunctionCall) goja.Value {
		r.function(c.Argument(0), "mapping callback")
		return goja.Undefined()
	})
	part("method", func(c goja.FunctionCall) goja.Value {
		f := r.get(c.Argument(0), c.Argument(1))
		if nullish(f) {
			return goja.Undefined()
		}
		r.function(f, keyName(c.Argument(1)))
		return f
	})
	part("call", func(c goja.FunctionCall) goja.Value {
		f := r.function(c.Argument(0), "method")
		return call(f, c.Argument(1), c.Arguments[min(2, len(c.Arguments)):]...)
	})
	part("create", func(c goja.FunctionCall) goja.Value {
		class := c.Argument(0)
		if !isConstructor(class) {
			class = linkGetArray(r.vm)
		}
		return r.construct(class, c.Arguments[1:]...)
	})
	part("define", func(c goja.FunctionCall) goja.Value {
		r.create(c.Argument(0).(*goja.Object), propertyKey(c.Argument(1)), c.Argument(2))
		return goja.Undefined()
	})
	part("length", func(c goja.FunctionCall) goja.Value {
		n := property(c.Argument(0).(*goja.Object), "length").ToNumber().ToFloat()
		if math.IsNaN(n) || n <= 0 {
			return r.vm.ToValue(0)
		}
		return r.vm.ToValue(math.Min(math.Trunc(n), maxSafe))
	})
	return parts
}
