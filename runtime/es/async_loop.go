package es

import "github.com/dop251/goja"

// loop is the iterator record of one for-await statement. It sits in a variable that no script can name, which is
// why it need not be an object: an embedded undefined makes it a value that the virtual machine can carry.
type loop struct {
	goja.Value
	it asyncIterator
	// promise is what the loop awaits when it asks an async generator: one for all items, as no script sees it.
	promise *goja.Promise
	// value and done are the answer, which the loop itself then stands for.
	value goja.Value
	done  bool
	// closing is what the iterator's return gave.
	closing goja.Value
}

func loopOf(c goja.FunctionCall) *loop {
	l, _ := c.Argument(0).(*loop)
	return l
}

// forAwait opens the iterator of a loop.
func (r *asyncRealm) forAwait(c goja.FunctionCall) goja.Value {
	it, thrown := r.asyncIteratorOf(c.Argument(0))
	if thrown != nil {
		panic(thrown)
	}
	return &loop{Value: goja.Undefined(), it: it}
}

// forNext gives what the loop has to await.
func (r *asyncRealm) forNext(c goja.FunctionCall) goja.Value {
	l := loopOf(c)
	switch it := l.it.(type) {
	case *generatorIterator:
		if r.ordinary() {
			return l.ask(r, it.generator)
		}
	case *objectIterator:
		if it.quick != nil && r.ordinary() && r.objects["then"] == nil {
			if v, ok := it.quick.Now(); ok {
				return l.have(r, v)
			}
		}
	}
	out, thrown := r.nextOf(l.it)
	if thrown != nil {
		panic(thrown)
	}
	return out
}

// forAwaitNext is forNext inside an async generator: the wait is marked at once, and begins at once if another
// async generator is asked.
func (r *asyncRealm) forAwaitNext(c goja.FunctionCall) goja.Value {
	l := loopOf(c)
	if it, ok := l.it.(*generatorIterator); ok {
		if w := r.ask(it.generator, goja.Undefined(), l); w != nil {
			r.asked = w
			return r.askMark
		}
	}
	r.pending = r.forNext(c)
	return r.awaitMark
}

// ask asks an async generator for the next item. The promise of the item before has been awaited and serves again.
func (l *loop) ask(r *asyncRealm, g *asyncGenerator) goja.Value {
	if l.promise == nil || l.promise.State() != goja.PromiseStateFulfilled {
		l.promise = linkNewPromise(r.vm, r.promiseProto)
	} else {
		unsettle(l.promise)
	}
	g.request(withNext, goja.Undefined(), reply{promise: l.promise, loop: l})
	return r.vm.ToValue(l.promise)
}

// have gives a promise that is fulfilled with the loop, whose value is there. It is always the same one.
func (l *loop) have(r *asyncRealm, v goja.Value) goja.Value {
	if l.promise == nil {
		l.promise = linkNewPromise(r.vm, r.promiseProto)
		linkFulfill(l.promise, l)
	}
	l.value = v
	return r.vm.ToValue(l.promise)
}

func (r *asyncRealm) nextOf(it asyncIterator) (out, thrown goja.Value) {
	switch it := it.(type) {
	case *generatorIterator:
		return r.vm.ToValue(it.generator.enqueue(withNext, goja.Undefined())), nil
	case *objectIterator:
		return it.callNext()
	case *syncIterator:
		return it.step(withNext), nil
	}
	out, _, thrown = it.ask(withNext, goja.Undefined())
	return out, thrown
}

// forTake takes the value of an awaited iterator result, unless that is the last one.
func (r *asyncRealm) forTake(c goja.FunctionCall) goja.Value {
	if l, ok := c.Argument(0).(*loop); ok {
		v := l.value
		l.value = nil
		if l.done {
			return r.endMark
		}
		return v
	}
	o, ok := c.Argument(0).(*goja.Object)
	if !ok {
		panic(r.typeError("an iterator result is not an object"))
	}
	if done := o.Get("done"); done != nil && done.ToBoolean() {
		return r.endMark
	}
	return orUndefined(o.Get("value"))
}

// forClose calls the iterator's return when the loop is left early, and says whether there is something to await.
func (r *asyncRealm) forClose(c goja.FunctionCall) goja.Value {
	l := loopOf(c)
	out, missing, thrown := l.it.finish()
	if thrown != nil {
		panic(thrown)
	}
	if missing {
		return r.no
	}
	l.closing = out
	return r.yes
}

// forClosing gives what return gave.
func (r *asyncRealm) forClosing(c goja.FunctionCall) goja.Value {
	return orUndefined(loopOf(c).closing)
}

// forClosed checks what came of return.
func (r *asyncRealm) forClosed(c goja.FunctionCall) goja.Value {
	if _, ok := c.Argument(0).(*goja.Object); !ok {
		panic(r.typeError("the result of an iterator's return is not an object"))
	}
	return goja.Undefined()
}
