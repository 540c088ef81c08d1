package es

import (
	"reflect"

	"github.com/dop251/goja"
)

// reply is where the answer to a request goes: to the promise that a script got, or straight to the generator that
// asked, when it would have done nothing with the promise but await it.
type reply struct {
	promise *goja.Promise
	waiter  *waiter
	// loop is the for-await that the answer is for. It takes the value without an iterator result.
	loop *loop
}

// answer gives an iterator result. Resolving a promise with one looks for its then, which it has if a script has given
// all objects one.
func (to reply) answer(r *asyncRealm, v goja.Value, done bool) {
	w := to.waiter
	if l := to.loop; l != nil && r.objects["then"] == nil {
		l.value, l.done = v, done
		if w != nil {
			w.settle(r, l, false)
		} else {
			linkFulfill(to.promise, l)
		}
		return
	}
	result := r.iterResult(v, done)
	if w == nil {
		r.answer(to.promise, result)
		return
	}
	then, thrown := r.get(result, "then")
	switch {
	case thrown != nil:
		w.settle(r, thrown, true)
	case isCallable(then):
		p := linkNewPromise(r.vm, r.promiseProto)
		r.follow(p, result, then)
		w.reactions(r)
		linkThen(r.vm, p, w.ok, w.bad, nil)
	default:
		w.settle(r, result, false)
	}
}

func (to reply) reject(r *asyncRealm, reason goja.Value) {
	if to.waiter == nil {
		linkReject(to.promise, reason)
		return
	}
	to.waiter.settle(r, reason, true)
}

// ask has an async generator answer without a promise. The caller must attach the waiter that it gets, once the
// call is over. It gets none if a script has changed what awaiting a promise means.
func (r *asyncRealm) ask(g *asyncGenerator, v goja.Value, l *loop) *waiter {
	if !r.ordinary() {
		return nil
	}
	w := r.take(nil, 0)
	g.request(withNext, v, reply{waiter: w, loop: l})
	return w
}

// ordinary reports whether awaiting a promise that no script has seen runs no script: it does if there is a getter for
// the constructor of all promises, or another one.
func (r *asyncRealm) ordinary() bool {
	v := r.promises["constructor"]
	if v == nil { // not made yet
		_, _ = r.get(r.promiseProto, "constructor")
		v = r.promises["constructor"]
	}
	if reflect.TypeOf(v) == recordType {
		p := (*record)(reflect.ValueOf(v).UnsafePointer())
		if v = p.value; p.accessor {
			return false
		}
	}
	return v == goja.Value(linkGetPromise(r.vm))
}

// settle queues the job of a waiter. An answer that comes before somebody waits is kept for attach: a promise would
// have been settled then, and its reaction queued only when it is awaited.
func (w *waiter) settle(r *asyncRealm, v goja.Value, failed bool) {
	w.value, w.failed = v, failed
	if w.to != nil {
		linkEnqueue(r.vm, w.job)
	}
}

// attach has to.settled called after the answer.
func (r *asyncRealm) attach(w *waiter, to awaiter, s step) {
	w.to, w.step, w.context = to, s, r.host.grab()
	if w.value != nil {
		linkEnqueue(r.vm, w.job)
	}
}
