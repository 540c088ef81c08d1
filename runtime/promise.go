package runtime

import "github.com/dop251/goja"

// Promise is a pending JavaScript promise with the functions that settle it. They never drain the
// microtask queue, wherever they are called. Loop goroutine only.
type Promise struct {
	Value           *goja.Object
	resolve, reject raw
	rt              *Runtime
}

// NewPromise makes a pending promise.
func (rt *Runtime) NewPromise() *Promise {
	in := &rt.intrinsics
	obj, err := rt.vm.New(in.promise, in.executor)
	if err != nil {
		panic(err)
	}
	return &Promise{obj, in.onResolve.Export().(raw), in.onReject.Export().(raw), rt}
}

// Resolve settles the promise with v, or locks it to v if v is a thenable.
func (p *Promise) Resolve(v goja.Value) {
	if v == nil {
		v = goja.Undefined()
	}
	p.resolve(goja.FunctionCall{This: goja.Undefined(), Arguments: []goja.Value{v}})
}

// Reject settles the promise with a Go error, turned into its JavaScript value.
func (p *Promise) Reject(err error) { p.RejectValue(p.rt.ErrorValue(err)) }

// RejectValue settles the promise with a JavaScript reason.
func (p *Promise) RejectValue(v goja.Value) {
	p.reject(goja.FunctionCall{This: goja.Undefined(), Arguments: []goja.Value{v}})
}

// Settled is the shared promise that is already fulfilled with undefined: awaiting it is the cheapest
// await there is, so every acquire that is free at once returns it.
func (rt *Runtime) Settled() goja.Value { return rt.settled }

// Resolved is Promise.resolve(v).
func (rt *Runtime) Resolved(v goja.Value) goja.Value {
	in := &rt.intrinsics
	return in.resolve(goja.FunctionCall{This: in.promise, Arguments: []goja.Value{v}})
}

// Rejected returns a promise rejected with err.
func (rt *Runtime) Rejected(err error) goja.Value {
	p := rt.NewPromise()
	p.Reject(err)
	return p.Value
}

// Then attaches Go reactions to any value, a promise or not. They run as a microtask under the frame
// that is current now.
func (rt *Runtime) Then(v goja.Value, fulfilled, rejected func(goja.Value)) {
	rt.React(v, rt.Reaction(fulfilled), rt.Reaction(rejected))
}

// Reaction makes a function for React; one that is used many times is cheaper than many.
func (rt *Runtime) Reaction(f func(goja.Value)) goja.Value {
	return rt.vm.ToValue(func(c goja.FunctionCall) goja.Value {
		f(c.Argument(0))
		return goja.Undefined()
	})
}

// React is Then with reactions that were made before.
func (rt *Runtime) React(v, fulfilled, rejected goja.Value) {
	var p goja.Value
	if ex := rt.vm.Try(func() { p = rt.Resolved(v) }); ex != nil {
		p = rt.Rejected(rt.Thrown(ex.Value()))
	}
	rt.intrinsics.then(goja.FunctionCall{This: p, Arguments: []goja.Value{fulfilled, rejected}})
}

// Fulfilled returns the value of v if v is a promise that is fulfilled already.
func Fulfilled(v goja.Value) (goja.Value, bool) {
	obj, ok := v.(*goja.Object)
	if !ok {
		return nil, false
	}
	p, ok := obj.Export().(*goja.Promise)
	if !ok || p.State() != goja.PromiseStateFulfilled {
		return nil, false
	}
	return p.Result(), true
}
