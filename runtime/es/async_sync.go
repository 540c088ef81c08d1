package es

import "github.com/dop251/goja"

// syncIterator is the %AsyncFromSyncIterator% around an iterator that gives values or promises.
//
// https://tc39.es/ecma262/#sec-async-from-sync-iterator-objects
type syncIterator struct {
	realm  *asyncRealm
	object *goja.Object
	next   goja.Value
	raw    native
}

// syncAnswer is one iterator result whose value is awaited.
type syncAnswer struct {
	from    *syncIterator
	promise *goja.Promise
	done    bool
	// closing says that a rejected value ends the iterator, as it must after next and throw.
	closing bool
}

func (i *syncIterator) ask(how completion, v goja.Value) (goja.Value, bool, goja.Value) {
	return i.step(how, v), false, nil
}

func (i *syncIterator) finish() (goja.Value, bool, goja.Value) {
	return i.step(withReturn), false, nil
}

// step calls next, throw or return and gives a promise of the iterator result. It never throws.
func (i *syncIterator) step(how completion, args ...goja.Value) goja.Value {
	r := i.realm
	a := &syncAnswer{from: i, promise: linkNewPromise(r.vm, r.promiseProto), closing: how != withReturn}
	f, thrown := i.method(how)
	if thrown == nil && f == nil && how == withReturn {
		value := goja.Undefined()
		if len(args) > 0 {
			value = args[0]
		}
		r.answer(a.promise, r.iterResult(value, true))
		return r.vm.ToValue(a.promise)
	}
	var out, value goja.Value
	if thrown == nil && f == nil {
		thrown = i.noThrow()
	}
	if thrown == nil {
		out, thrown = r.call(f, i.object, args...)
	}
	if thrown == nil {
		value, a.done, thrown = r.result(out)
	}
	if thrown != nil {
		linkReject(a.promise, thrown)
	} else {
		a.closing = a.closing && !a.done
		a.wait(value)
	}
	return r.vm.ToValue(a.promise)
}

func (i *syncIterator) method(how completion) (native, goja.Value) {
	switch how {
	case withThrow:
		return i.realm.method(i.object, "throw")
	case withReturn:
		return i.realm.method(i.object, "return")
	}
	if i.raw == nil {
		f, ok := i.realm.rawOf(i.next)
		if !ok {
			return nil, i.realm.typeError("the iterator's next is not a function")
		}
		i.raw = f
	}
	return i.raw, nil
}

// noThrow closes an iterator that has no throw method and returns the error for that.
func (i *syncIterator) noThrow() goja.Value {
	r := i.realm
	f, thrown := r.method(i.object, "return")
	if thrown != nil {
		return thrown
	}
	if f != nil {
		out, thrown := r.call(f, i.object)
		if thrown != nil {
			return thrown
		}
		if _, ok := out.(*goja.Object); !ok {
			return r.typeError("the result of an iterator's return is not an object")
		}
	}
	return r.typeError("the iterator has no throw method")
}

// wait is the end of AsyncFromSyncIteratorContinuation.
func (a *syncAnswer) wait(value goja.Value) {
	if thrown := a.from.realm.await(value, a, stepAwait); thrown != nil {
		a.settled(stepAwait, thrown, false)
	}
}

func (a *syncAnswer) settled(_ step, v goja.Value, ok bool) {
	r := a.from.realm
	if ok {
		r.answer(a.promise, r.iterResult(v, a.done))
		return
	}
	if a.closing { // what return throws is lost: the rejection goes on
		if f, thrown := r.method(a.from.object, "return"); thrown == nil && f != nil {
			_, _ = r.call(f, a.from.object)
		}
	}
	linkReject(a.promise, v)
}
