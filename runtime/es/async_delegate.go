package es

import "github.com/dop251/goja"

// delegate is a yield* in progress.
//
// https://tc39.es/ecma262/#sec-generator-function-definitions-runtime-semantics-evaluation
type delegate struct {
	from asyncIterator
	// how is what the inner iterator was asked for last.
	how completion
}

// delegate begins a yield* over iterable. What it throws belongs to the body.
func (g *asyncGenerator) delegate(iterable goja.Value) (thrown goja.Value) {
	from, thrown := g.realm.asyncIteratorOf(iterable)
	if thrown != nil {
		return thrown
	}
	g.inner = &delegate{from: from}
	g.inner.step(g, withNext, goja.Undefined())
	return nil
}

// step passes a request on to the inner iterator.
func (d *delegate) step(g *asyncGenerator, how completion, v goja.Value) {
	d.how = how
	if it, ok := d.from.(*generatorIterator); ok && how == withNext {
		if w := g.realm.ask(it.generator, v, nil); w != nil {
			g.realm.attach(w, g, stepDelegate)
			return
		}
	}
	out, missing, thrown := d.from.ask(how, v)
	if thrown == nil && !missing {
		thrown = g.realm.await(out, g, stepDelegate)
	} else if thrown == nil && how == withReturn {
		thrown = g.realm.await(v, g, stepDelegateLast)
	} else if thrown == nil {
		d.close(g)
		return
	}
	if thrown != nil {
		d.leave(g, withThrow, thrown)
	}
}

// close ends an inner iterator that has no throw.
func (d *delegate) close(g *asyncGenerator) {
	out, missing, thrown := d.from.finish()
	if thrown == nil && !missing {
		thrown = g.realm.await(out, g, stepDelegateClose)
		if thrown == nil {
			return
		}
	}
	if thrown == nil {
		thrown = g.realm.typeError("the inner iterator of yield* has no throw method")
	}
	d.leave(g, withThrow, thrown)
}

// leave ends the yield* and resumes the body.
func (d *delegate) leave(g *asyncGenerator, how completion, v goja.Value) {
	g.inner = nil
	g.resume(how, v)
}

// settled goes on after the wait for an answer of the inner iterator.
func (d *delegate) settled(g *asyncGenerator, s step, v goja.Value, ok bool) {
	if !ok {
		d.leave(g, withThrow, v)
		return
	}
	switch s {
	case stepDelegate:
		d.answered(g, v)
	case stepDelegateLast:
		d.leave(g, withReturn, v)
	case stepDelegateClose:
		if _, ok := v.(*goja.Object); !ok {
			d.leave(g, withThrow, g.realm.typeError("the result of an iterator's return is not an object"))
			return
		}
		d.leave(g, withThrow, g.realm.typeError("the inner iterator of yield* has no throw method"))
	}
}

// answered takes an iterator result of the inner iterator. Its value is not awaited again.
func (d *delegate) answered(g *asyncGenerator, result goja.Value) {
	value, done, thrown := g.realm.result(result)
	switch {
	case thrown != nil:
		d.leave(g, withThrow, thrown)
	case !done:
		g.yield(value)
	case d.how == withReturn:
		d.leave(g, withReturn, value)
	default:
		d.leave(g, withNext, value)
	}
}
