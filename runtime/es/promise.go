package es

import "github.com/dop251/goja"

// capability is a PromiseCapability record: a promise of any class with the functions that settle it.
type capability struct {
	promise         *goja.Object
	resolve, reject goja.Value
}

// newCapability is NewPromiseCapability(class).
func (r *Realm) newCapability(class goja.Value) *capability {
	if !isConstructor(class) {
		panic(r.vm.NewTypeError("promise constructor is not a constructor"))
	}
	c := &capability{resolve: goja.Undefined(), reject: goja.Undefined()}
	executor := r.vm.ToValue(func(fc goja.FunctionCall) goja.Value {
		if !goja.IsUndefined(c.resolve) || !goja.IsUndefined(c.reject) {
			panic(r.vm.NewTypeError("promise executor was called before"))
		}
		c.resolve, c.reject = fc.Argument(0), fc.Argument(1)
		return goja.Undefined()
	})
	c.promise = r.construct(class, executor)
	if !isCallable(c.resolve) || !isCallable(c.reject) {
		panic(r.vm.NewTypeError("promise resolve or reject function is not callable"))
	}
	return c
}

// settle calls one of the functions of a capability.
func (r *Realm) settle(how, v goja.Value) {
	call(r.function(how, "promise function"), goja.Undefined(), v)
}

// repairPromise keeps Promise.resolve from taking an object for a promise that only has its constructor: what goja
// does with it then ends the program.
func (r *Realm) repairPromise(promise *goja.Object) {
	resolve := fnOf(promise, "resolve")
	r.def(promise, "resolve", 1, func(c goja.FunctionCall) goja.Value {
		if v, ok := c.Argument(0).(*goja.Object); ok && promiseOf(v) == nil {
			p := r.newCapability(r.object(c.This, "promise constructor"))
			r.settle(p.resolve, v)
			return p.promise
		}
		return resolve(c)
	})
	r.def(promise, "any", 1, r.promiseAny)
}

func (r *Realm) installPromise(promise *goja.Object) {
	r.def(promise, "withResolvers", 0, r.withResolvers)
	r.def(promise, "try", 1, r.promiseTry)
	r.repairPromise(promise)
}

// promiseClass is Promise, as a script gets it.
func (r *Realm) promiseClass() *goja.Object {
	f := linkGetPromise(r.vm)
	r.complete("Promise", f)
	return f
}

// withResolvers is Promise.withResolvers.
func (r *Realm) withResolvers(c goja.FunctionCall) goja.Value {
	p := r.newCapability(c.This)
	obj := r.vm.NewObject()
	plain(obj, "promise", p.promise)
	plain(obj, "resolve", p.resolve)
	plain(obj, "reject", p.reject)
	return obj
}

// promiseTry is Promise.try: whatever the callback does becomes a promise, an exception too.
func (r *Realm) promiseTry(c goja.FunctionCall) goja.Value {
	class := r.object(c.This, "promise constructor")
	p := r.newCapability(class)
	var v goja.Value
	args := c.Arguments[min(1, len(c.Arguments)):]
	ex := r.vm.Try(func() { v = call(r.function(c.Argument(0), "callback"), goja.Undefined(), args...) })
	if ex != nil {
		r.settle(p.reject, ex.Value())
	} else {
		r.settle(p.resolve, v)
	}
	return p.promise
}
