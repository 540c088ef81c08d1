package es

import "github.com/dop251/goja"

// completion is how a generator is resumed.
type completion uint8

const (
	withNext completion = iota
	withThrow
	withReturn
)

// genState is the [[AsyncGeneratorState]] of the specification.
type genState uint8

const (
	genStart genState = iota
	genSuspended
	genExecuting // also while the body waits
	genDraining
	genCompleted
)

// request is one call of next, throw or return.
type request struct {
	how   completion
	value goja.Value
	reply reply
	// context is the caller's, for a request that had to queue.
	context any
}

// asyncGenerator is the state behind an AsyncGenerator object. Its body is a plain generator, whose yields say
// what they mean: a mark for await, a mark for yield*, everything else is a value for the caller.
//
// https://tc39.es/ecma262/#sec-asyncgenerator-abstract-operations
type asyncGenerator struct {
	realm *asyncRealm
	body  *plainBody
	state genState
	queue []request
	// inner is the iterator of the yield* that the body stands in.
	inner *delegate
}

// enqueue is AsyncGenerator.prototype.next, throw and return.
func (g *asyncGenerator) enqueue(how completion, v goja.Value) *goja.Promise {
	p := linkNewPromise(g.realm.vm, g.realm.promiseProto)
	g.request(how, v, reply{promise: p})
	return p
}

func (g *asyncGenerator) request(how completion, v goja.Value, to reply) {
	r := g.realm
	if how == withThrow && g.state == genStart {
		g.state = genCompleted
	}
	if g.state == genCompleted && how != withReturn {
		if how == withNext {
			to.answer(r, goja.Undefined(), true)
		} else {
			to.reject(r, v)
		}
		return
	}
	q := request{how: how, value: v, reply: to}
	switch g.state {
	case genStart, genCompleted:
		g.queue = append(g.queue, q)
		if how == withReturn {
			g.awaitReturn()
		} else {
			g.resume(withNext, v)
		}
	case genSuspended:
		g.queue = append(g.queue, q)
		g.resumeYield(how, v)
	default:
		q.context = r.host.grab()
		g.queue = append(g.queue, q)
	}
}

// pop takes the request that is being served from the queue.
func (g *asyncGenerator) pop() reply {
	to := g.queue[0].reply
	g.queue[0] = request{}
	if len(g.queue) == 1 {
		g.queue = g.queue[:0] // the usual case: the slice serves for ever
	} else {
		g.queue = g.queue[1:]
	}
	return to
}

// awaitReturn answers return(x) of a generator that has not begun or has ended.
func (g *asyncGenerator) awaitReturn() {
	g.state = genDraining
	if thrown := g.realm.await(g.queue[0].value, g, stepDrain); thrown != nil {
		g.pop().reject(g.realm, thrown)
		g.drain()
	}
}

// drain answers what is left in the queue after the body has ended.
func (g *asyncGenerator) drain() {
	for len(g.queue) > 0 {
		switch q := &g.queue[0]; q.how {
		case withReturn:
			g.awaitReturn()
			return
		case withThrow:
			reason := q.value
			g.pop().reject(g.realm, reason)
		default:
			g.pop().answer(g.realm, goja.Undefined(), true)
		}
	}
	g.state = genCompleted
}

// resumeYield serves a request that meets a yield. What return carries is awaited first.
func (g *asyncGenerator) resumeYield(how completion, v goja.Value) {
	g.state = genExecuting
	if how == withReturn {
		thrown := g.realm.await(v, g, stepReturn)
		if thrown == nil {
			return
		}
		how, v = withThrow, thrown
	}
	g.goOn(how, v)
}

// goOn resumes what the generator stands in: the inner iterator of a yield*, or the body.
func (g *asyncGenerator) goOn(how completion, v goja.Value) {
	if g.inner != nil {
		g.inner.step(g, how, v)
		return
	}
	g.resume(how, v)
}

// resume runs the body until it waits, yields or ends.
func (g *asyncGenerator) resume(how completion, v goja.Value) {
	for {
		g.state = genExecuting
		out, done, thrown := g.body.step(g.realm, how, v)
		if done || thrown != nil {
			g.finish(out, thrown)
			return
		}
		if thrown = g.suspend(out); thrown == nil {
			return
		}
		how, v = withThrow, thrown
	}
}

// suspend does what the body's yield asks for. What it throws goes back into the body.
func (g *asyncGenerator) suspend(v goja.Value) (thrown goja.Value) {
	r := g.realm
	switch v {
	case goja.Value(r.awaitMark):
		return r.await(r.takePending(), g, stepAwait)
	case goja.Value(r.starMark):
		return g.delegate(r.takePending())
	case goja.Value(r.askMark):
		w := r.asked
		r.asked = nil
		r.attach(w, g, stepAwait)
		return nil
	}
	return r.await(v, g, stepYield)
}

// settled goes on after a wait.
func (g *asyncGenerator) settled(s step, v goja.Value, ok bool) {
	how := withNext
	if !ok {
		how = withThrow
	}
	switch s {
	case stepAwait:
		g.resume(how, v)
	case stepYield:
		if ok {
			g.yield(v)
		} else {
			g.resume(withThrow, v)
		}
	case stepReturn:
		if ok {
			how = withReturn
		}
		g.goOn(how, v)
	case stepDrain:
		if ok {
			g.pop().answer(g.realm, v, true)
		} else {
			g.pop().reject(g.realm, v)
		}
		g.drain()
	default:
		g.inner.settled(g, s, v, ok)
	}
}

// yield is AsyncGeneratorYield: it answers the request being served and goes on with the next one, if there is one.
func (g *asyncGenerator) yield(v goja.Value) {
	r := g.realm
	g.pop().answer(r, v, false)
	if len(g.queue) == 0 {
		g.state = genSuspended
		return
	}
	q := g.queue[0]
	r.host.within(q.context, func() { g.resumeYield(q.how, q.value) })
}

// finish answers the request being served when the body has ended.
func (g *asyncGenerator) finish(v, thrown goja.Value) {
	g.state = genDraining
	g.body = nil
	to := g.pop()
	if thrown != nil {
		to.reject(g.realm, thrown)
	} else {
		to.answer(g.realm, v, true)
	}
	g.drain()
}
