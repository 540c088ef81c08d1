package es

import "github.com/dop251/goja"

// iteration is an Iterator Record: an iterator with the next method that was read from it once.
type iteration struct {
	r      *Realm
	object *goja.Object
	next   native
	// helper is set when object is one of our own helpers and next is theirs: it is then stepped without
	// making a result object, which nothing could have seen.
	helper *helper
}

// direct is GetIteratorDirect: a next that cannot be called is an error only when it is called.
func (r *Realm) direct(obj *goja.Object) *iteration {
	it := &iteration{r: r, object: obj}
	next := property(obj, "next")
	if f, ok := next.(*goja.Object); ok && f == r.helperNext {
		it.helper = r.helpers().state(obj)
	}
	if it.next = r.callable(next); it.next == nil {
		it.next = func(goja.FunctionCall) goja.Value { panic(r.vm.NewTypeError("iterator.next is not a function")) }
	}
	return it
}

// iterate is GetIterator(v, sync).
func (r *Realm) iterate(v goja.Value) *iteration {
	method := r.method(v, goja.SymIterator)
	if method == nil {
		panic(r.vm.NewTypeError("value is not iterable"))
	}
	return r.begin(v, method)
}

// begin is GetIteratorFromMethod.
func (r *Realm) begin(v goja.Value, method native) *iteration {
	return r.direct(r.object(call(method, v), "iterator"))
}

// flattenable is GetIteratorFlattenable: an iterable, or an iterator itself. Of the primitives only
// strings may be iterable, and only if stringsToo.
func (r *Realm) flattenable(v goja.Value, stringsToo bool) *iteration {
	obj, ok := v.(*goja.Object)
	if !ok && !(stringsToo && goja.IsString(v)) {
		panic(r.vm.NewTypeError("value is not an object"))
	}
	if method := r.method(v, goja.SymIterator); method != nil {
		obj = r.object(call(method, v), "iterator")
	}
	return r.direct(r.object(obj, "iterator"))
}

// step is IteratorStepValue: the next value, or false at the end.
func (it *iteration) step() (goja.Value, bool) {
	if it.helper != nil {
		return it.helper.advance(it.r)
	}
	result := it.r.object(call(it.next, it.object), "iterator result")
	if property(result, "done").ToBoolean() {
		return nil, false
	}
	return property(result, "value"), true
}

// stop is IteratorClose with a normal completion: what closing throws goes to the caller.
func (it *iteration) stop() {
	if end := it.r.named(it.object, "return"); end != nil {
		it.r.object(call(end, it.object), "iterator result")
	}
}

// stopAfter is IteratorClose after an exception: that one wins over whatever closing throws.
func (it *iteration) stopAfter(ex *goja.Exception) {
	_ = it.r.vm.Try(func() {
		if end := it.r.named(it.object, "return"); end != nil {
			call(end, it.object)
		}
	})
	panic(ex)
}

// guard runs f and closes the iterator if it throws.
func (it *iteration) guard(f func()) {
	if ex := it.r.vm.Try(f); ex != nil {
		it.stopAfter(ex)
	}
}

// each runs f for every value. It closes the iterator if f throws, or when it returns false.
func (it *iteration) each(f func(v goja.Value) bool) {
	for {
		v, ok := it.step()
		if !ok {
			return
		}
		more := false
		it.guard(func() { more = f(v) })
		if !more {
			it.stop()
			return
		}
	}
}

// visitor is the callback of an iterator method. It gets a value and a counter; if it throws, the
// iterator is closed. What a call needs is made once, since there is a call for every value.
type visitor struct {
	it     *iteration
	f      native
	count  int
	args   [2]goja.Value
	result goja.Value
	run    func()
}

func newVisitor(it *iteration, f native) *visitor {
	w := &visitor{it: it, f: f}
	w.run = func() { w.result = call(w.f, goja.Undefined(), w.args[:]...) }
	return w
}

func (w *visitor) call(v goja.Value) goja.Value {
	w.args = [2]goja.Value{v, w.it.r.vm.ToValue(w.count)}
	w.count++
	w.it.guard(w.run)
	return w.result
}
