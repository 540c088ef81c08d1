package es

import "github.com/dop251/goja"

// reply is where the answer to a request goes: to the promise that a script got, or straight to the generator that
// asked, when it would have done nothing with the promise but await it.
type reply struct {
	promise *goja.Promise
	waiter  *waiter
}

// answer gives an iterator result.
func (to reply) answer(r *asyncRealm, result *goja.Object) {
	w := to.waiter
	if w == nil {
		r.answer(to.promise, result)
		return
	}
	then, thrown := r.get(result, "then")
	switch {
	case thrown != nil:
		w.settle(r, thrown, true)
	case isCallable(then): // somebody has given all objects a then
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
func (r *asyncRealm) ask(g *asyncGenerator, v goja.Value) *waiter {
	if c, thrown := r.get(r.promiseProto, "constructor"); thrown != nil || c != goja.Value(linkGetPromise(r.vm)) {
		return nil
	}
	w := r.take(nil, 0)
	g.request(withNext, v, reply{waiter: w})
	return w
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
