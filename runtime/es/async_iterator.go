package es

import "github.com/dop251/goja"

// asyncIterator is an iterator record as for-await and yield* use it. Scripts never see it, so the wrapper around
// a synchronous iterator needs no object of its own.
type asyncIterator interface {
	// ask calls next, throw or return. missing is true when the iterator has no such method.
	ask(how completion, v goja.Value) (out goja.Value, missing bool, thrown goja.Value)
	// finish calls return without an argument.
	finish() (out goja.Value, missing bool, thrown goja.Value)
}

// asyncIteratorOf is GetIterator(v, async).
func (r *asyncRealm) asyncIteratorOf(v goja.Value) (it asyncIterator, thrown goja.Value) {
	ex := r.vm.Try(func() { it = r.openAsync(v) })
	if ex != nil {
		return nil, ex.Value()
	}
	return it, nil
}

func (r *asyncRealm) openAsync(v goja.Value) asyncIterator {
	if nullish(v) {
		panic(r.typeError(orUndefined(v).String() + " is not async iterable"))
	}
	o := v.ToObject(r.vm)
	if m := o.GetSymbol(SymAsyncIterator); !nullish(m) {
		return r.openObject(r.open(m, v))
	}
	it := r.open(o.GetSymbol(goja.SymIterator), v)
	return &syncIterator{realm: r, object: it, next: it.Get("next")}
}

// open calls the method that makes an iterator.
func (r *asyncRealm) open(m, v goja.Value) *goja.Object {
	f, ok := r.rawOf(m)
	if !ok {
		panic(r.typeError("the value is not async iterable"))
	}
	it, ok := f(goja.FunctionCall{This: v}).(*goja.Object)
	if !ok {
		panic(r.typeError("the iterator is not an object"))
	}
	return it
}

func (r *asyncRealm) openObject(it *goja.Object) asyncIterator {
	next := it.Get("next")
	if next != nil && next == r.protoNext {
		if g := r.class.state(it); g != nil {
			return &generatorIterator{objectIterator{realm: r, object: it, next: next}, g}
		}
	}
	i := &objectIterator{realm: r, object: it, next: next}
	if quick, ok := OwnerOf(it).(Immediate); ok && quick.Native(next) {
		i.quick = quick
	}
	return i
}

// Immediate is the Go value of an iterator whose next is a native. for-await asks it first: an item that is there at once needs
// no call, no promise of its own and no iterator result.
type Immediate interface {
	// Native reports whether next is the method that Now does the work of.
	Native(next goja.Value) bool
	// Now gives the next item if it is there; if not, next is called.
	Now() (v goja.Value, ok bool)
}

// objectIterator is any object with the methods of an iterator.
type objectIterator struct {
	realm  *asyncRealm
	object *goja.Object
	next   goja.Value
	raw    native
	quick  Immediate // or nil
}

func (i *objectIterator) ask(how completion, v goja.Value) (out goja.Value, missing bool, thrown goja.Value) {
	if how == withNext {
		out, thrown = i.callNext(v)
		return out, false, thrown
	}
	name := "throw"
	if how == withReturn {
		name = "return"
	}
	f, thrown := i.realm.method(i.object, name)
	if thrown != nil || f == nil {
		return nil, f == nil, thrown
	}
	out, thrown = i.realm.call(f, i.object, v)
	return out, false, thrown
}

func (i *objectIterator) callNext(args ...goja.Value) (out, thrown goja.Value) {
	if i.raw == nil {
		f, ok := i.realm.rawOf(i.next)
		if !ok {
			return nil, i.realm.typeError("the iterator's next is not a function")
		}
		i.raw = f
	}
	return i.realm.call(i.raw, i.object, args...)
}

func (i *objectIterator) finish() (out goja.Value, missing bool, thrown goja.Value) {
	f, thrown := i.realm.method(i.object, "return")
	if thrown != nil || f == nil {
		return nil, f == nil, thrown
	}
	out, thrown = i.realm.call(f, i.object)
	return out, false, thrown
}

// generatorIterator is an async generator whose next is the original one: it needs no call.
type generatorIterator struct {
	objectIterator
	generator *asyncGenerator
}

func (i *generatorIterator) ask(how completion, v goja.Value) (out goja.Value, missing bool, thrown goja.Value) {
	if how == withNext {
		return i.realm.vm.ToValue(i.generator.enqueue(withNext, v)), false, nil
	}
	return i.objectIterator.ask(how, v)
}
