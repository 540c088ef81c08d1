package es

import "github.com/dop251/goja"

// promiseAny is Promise.any; unlike goja's, its error says what happened.
func (r *Realm) promiseAny(c goja.FunctionCall) goja.Value {
	class := r.object(c.This, "promise constructor")
	p := r.newCapability(class)
	var reasons []any
	left := 1
	failed := func() {
		if left--; left == 0 {
			message := r.vm.ToValue("All promises were rejected")
			r.settle(p.reject, r.construct(linkGetAggregateError(r.vm), r.vm.NewArray(reasons...), message))
		}
	}
	ex := r.vm.Try(func() {
		resolve := r.function(property(class, "resolve"), "promise resolve")
		r.iterate(c.Argument(0)).each(func(v goja.Value) bool {
			i, called := len(reasons), false
			reasons = append(reasons, goja.Undefined())
			rejected := r.vm.ToValue(func(c goja.FunctionCall) goja.Value {
				if !called {
					called = true
					reasons[i] = c.Argument(0)
					failed()
				}
				return goja.Undefined()
			})
			next := call(resolve, class, v)
			left++
			call(r.function(property(next.ToObject(r.vm), "then"), "promise then"), next, p.resolve, rejected)
			return true
		})
		failed()
	})
	if ex != nil {
		r.settle(p.reject, ex.Value())
	}
	return p.promise
}
