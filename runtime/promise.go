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
	promise := rt.realm.Promise(v) // first: it may run script
	r := rt.reactions
	if r == nil {
		r = rt.newReactions()
	} else {
		rt.reactions, r.next = r.next, nil
		rt.spares--
	}
	r.fulfilled, r.rejected = fulfilled, rejected
	rt.realm.React(promise, r.onFulfilled, r.onRejected)
}

// reactions are the two functions of one Then. A promise calls one of them, once; then they are there for another Then:
// to make two functions costs more than all else of it.
type reactions struct {
	onFulfilled, onRejected goja.Value
	fulfilled, rejected     func(goja.Value)
	next                    *reactions
}

// spareReactions is how many are kept.
const spareReactions = 1024

func (rt *Runtime) newReactions() *reactions {
	r := &reactions{}
	r.onFulfilled = rt.Reaction(func(v goja.Value) { rt.spare(r, r.fulfilled)(v) })
	r.onRejected = rt.Reaction(func(v goja.Value) { rt.spare(r, r.rejected)(v) })
	return r
}

// spare keeps reactions that have been used, and returns f.
func (rt *Runtime) spare(r *reactions, f func(goja.Value)) func(goja.Value) {
	r.fulfilled, r.rejected = nil, nil
	if rt.spares < spareReactions {
		rt.reactions, r.next = r, rt.reactions
		rt.spares++
	}
	return f
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
