package es

import "github.com/dop251/goja"

// What the engine builds its own promises and iterators from. All of it belongs to the goroutine that
// owns the VM, and none of it drains the microtask queue.

// AsyncIteratorPrototype returns %AsyncIteratorPrototype%.
func (r *Realm) AsyncIteratorPrototype() *goja.Object { return r.async.ready().iteratorProto }

// NewPromise makes a pending promise without resolving functions: Resolve and Reject settle it, and the
// caller sees to it that they do so once.
func (r *Realm) NewPromise() *goja.Promise { return linkNewPromise(r.vm, r.async.promiseProto) }

// PromisePrototype is Promise.prototype.
func (r *Realm) PromisePrototype() *goja.Object { return r.in.promiseProto }

// Resolve resolves a promise with v as its resolve function would: a thenable is followed.
func (r *Realm) Resolve(p *goja.Promise, v goja.Value) {
	o, ok := v.(*goja.Object)
	if !ok {
		linkFulfill(p, v)
		return
	}
	then, thrown := r.async.get(o, "then")
	switch {
	case thrown != nil:
		linkReject(p, thrown)
	case !isCallable(then):
		linkFulfill(p, v)
	case promiseOf(o) == p:
		linkReject(p, r.vm.NewTypeError("Promise self-resolution"))
	default:
		r.async.follow(p, o, then)
	}
}

// Reject rejects a promise.
func (r *Realm) Reject(p *goja.Promise, reason goja.Value) { linkReject(p, reason) }

// Promise returns the promise that v would be awaited through: v itself if it is one, otherwise one that
// is resolved with it.
func (r *Realm) Promise(v goja.Value) *goja.Promise {
	o, ok := v.(*goja.Object)
	if ok {
		p, plain, thrown := r.async.promiseResolve(o)
		switch {
		case thrown != nil:
			p = r.NewPromise()
			linkReject(p, thrown)
			return p
		case !plain:
			return p
		}
	}
	p := r.NewPromise()
	linkFulfill(p, v)
	return p
}

// React attaches reactions to a promise; nobody sees the promise that then would return.
func (r *Realm) React(p *goja.Promise, fulfilled, rejected goja.Value) {
	linkThen(r.vm, p, fulfilled, rejected, nil)
}

// Queue runs a job as a microtask. It captures no context.
func (r *Realm) Queue(job func()) { linkEnqueue(r.vm, job) }

// IterResult makes { value, done }.
func (r *Realm) IterResult(value goja.Value, done bool) goja.Value {
	return linkIterResult(r.vm, value, done)
}

// PromiseOf returns the promise that v is, or nil.
func PromiseOf(v goja.Value) *goja.Promise {
	if o, ok := v.(*goja.Object); ok {
		return promiseOf(o)
	}
	return nil
}

// Constructor returns a built-in constructor that errors are made with, whatever a script has done to its global; nil for any
// other name.
func (r *Realm) Constructor(name string) *goja.Object {
	of := map[string]func(*goja.Runtime) *goja.Object{
		"Error": linkGetError, "TypeError": linkGetTypeError, "RangeError": linkRangeError, "SyntaxError": linkGetSyntaxError,
		"Object": linkGetObject, "Symbol": linkGetSymbol,
	}[name]
	if of == nil {
		return nil
	}
	return of(r.vm)
}
