package runtime

import (
	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime/es"
)

// Promise is a pending JavaScript promise that Go settles. Settling it twice does nothing the second time,
// and nothing here drains the microtask queue, wherever it is called. Loop goroutine only.
type Promise struct {
	Value *goja.Object
	p     *goja.Promise
	rt    *Runtime
	over  bool
}

// NewPromise makes a pending promise.
func (rt *Runtime) NewPromise() *Promise {
	o := &OwnedPromise{}
	o.Open(rt, rt.realm.PromisePrototype(), nil) // not its owner's object, but in one piece
	return &o.Promise
}

// OwnedPromise is a Promise that is the object of a Go value, as an instance of a class is: HandleOf finds it.
type OwnedPromise struct {
	Promise
	room es.OwnedPromise
}

// Open makes the promise, which is pending. It is done once.
func (o *OwnedPromise) Open(rt *Runtime, proto *goja.Object, owner any) {
	o.rt = rt
	o.Value, o.p = o.room.Make(rt.vm, proto, owner)
}

// Own marks the promise as handled: somebody sees its rejection in another way. It must not have settled.
func (p *Promise) Own() { p.rt.realm.Handle(p.p) }

// Resolve settles the promise with v, or locks it to v if v is a thenable.
func (p *Promise) Resolve(v goja.Value) {
	if p.over {
		return
	}
	p.over = true
	if v == nil {
		v = goja.Undefined()
	}
	p.rt.realm.Resolve(p.p, v)
}

// Reject settles the promise with a Go error, turned into its JavaScript value.
func (p *Promise) Reject(err error) { p.RejectValue(p.rt.ErrorValue(err)) }

// RejectValue settles the promise with a JavaScript reason.
func (p *Promise) RejectValue(v goja.Value) {
	if p.over {
		return
	}
	p.over = true
	p.rt.realm.Reject(p.p, v)
}

// Settled is the shared promise that is already fulfilled with undefined: awaiting it is the cheapest
// await there is, so every acquire that is free at once returns it.
func (rt *Runtime) Settled() goja.Value { return rt.settled }

// Resolved is Promise.resolve(v).
func (rt *Runtime) Resolved(v goja.Value) goja.Value { return rt.vm.ToValue(rt.realm.Promise(v)) }

// Rejected returns a promise rejected with err.
func (rt *Runtime) Rejected(err error) goja.Value {
	p := rt.NewPromise()
	p.Reject(err)
	return p.Value
}

// Then attaches Go reactions to any value, a promise or not. They run as a microtask under the frame
// that is current now.
func (rt *Runtime) Then(v goja.Value, fulfilled, rejected func(goja.Value)) {
	rt.realm.Then(rt.realm.Promise(v), fulfilled, rejected)
}

// React is Then with functions of a script.
func (rt *Runtime) React(v, fulfilled, rejected goja.Value) {
	rt.realm.React(rt.realm.Promise(v), fulfilled, rejected)
}

// Microtask runs f as a microtask under a frame. It costs a sixth of a reaction to a promise.
func (rt *Runtime) Microtask(frame *Frame, f func()) {
	rt.realm.Queue(func() {
		rt.microtasks++
		rt.SetFrame(frame)
		f()
	})
}

// Microtasks is how many have begun so far. Loop goroutine only.
func (rt *Runtime) Microtasks() uint64 { return rt.microtasks }

// Fulfilled returns the value of v if v is a promise that is fulfilled already.
func Fulfilled(v goja.Value) (goja.Value, bool) {
	if p := es.PromiseOf(v); p != nil && p.State() == goja.PromiseStateFulfilled {
		return p.Result(), true
	}
	return nil, false
}
