package es

import "github.com/dop251/goja"

// loop is the iterator record of one for-await statement. It sits in a variable that no script can name, which is
// why it need not be an object: an embedded undefined makes it a value that the virtual machine can carry.
type loop struct {
	goja.Value
	it asyncIterator
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
	out, thrown := r.nextOf(loopOf(c).it)
	if thrown != nil {
		panic(thrown)
	}
	return out
}

// forAwaitNext is forNext inside an async generator: the wait is marked at once, and begins at once if another
// async generator is asked.
func (r *asyncRealm) forAwaitNext(c goja.FunctionCall) goja.Value {
	if it, ok := loopOf(c).it.(*generatorIterator); ok {
		if w := r.ask(it.generator, goja.Undefined()); w != nil {
			r.asked = w
			return r.askMark
		}
	}
	r.pending = r.forNext(c)
	return r.awaitMark
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
