package es

import "github.com/dop251/goja"

// Two properties of Iterator.prototype are accessors by the specification, so that old code which assigns to them on its
// own iterators goes on.

func (r *Realm) iteratorConstructor() goja.Value {
	get := r.fn("get constructor", 0, func(goja.FunctionCall) goja.Value { return r.iteratorClass() })
	set := r.fn("set constructor", 1, func(c goja.FunctionCall) goja.Value {
		return r.setOwn(c, r.in.iteratorProto, r.vm.ToValue("constructor"))
	})
	return accessor(get, set)
}

func (r *Realm) iteratorTag() goja.Value {
	tag := r.vm.ToValue("Iterator")
	get := r.fn("get [Symbol.toStringTag]", 0, func(goja.FunctionCall) goja.Value { return tag })
	set := r.fn("set [Symbol.toStringTag]", 1, func(c goja.FunctionCall) goja.Value {
		return r.setOwn(c, r.in.iteratorProto, goja.SymToStringTag)
	})
	return accessor(get, set)
}

// setOwn is SetterThatIgnoresPrototypeProperties: assigning makes an own property of the receiver.
func (r *Realm) setOwn(c goja.FunctionCall, home *goja.Object, key goja.Value) goja.Value {
	obj := r.object(c.This, "receiver")
	if obj == home {
		panic(r.vm.NewTypeError("cannot assign to a read only property of Iterator.prototype"))
	}
	v := c.Argument(0)
	if r.descriptor(obj, key) == nil {
		r.create(obj, key, v)
	} else {
		call(r.syntax("put"), goja.Undefined(), obj, key, v)
	}
	return goja.Undefined()
}

// iteratorClass returns Iterator, which is abstract: only a subclass makes instances.
func (r *Realm) iteratorClass() *goja.Object {
	if r.iterator != nil {
		return r.iterator
	}
	r.iterator = r.either("Iterator", 0, r.in.iteratorProto, func(target, _, _ goja.Value) goja.Value {
		if goja.IsUndefined(target) {
			panic(r.vm.NewTypeError("constructor Iterator requires new"))
		}
		if target == r.iterator {
			panic(r.vm.NewTypeError("abstract class Iterator cannot be constructed directly"))
		}
		return goja.Undefined()
	})
	r.def(r.iterator, "from", 1, r.iteratorFrom)
	r.def(r.iterator, "concat", 0, r.iteratorConcat)
	return r.iterator
}

// iteratorFrom is Iterator.from: any iterable or iterator as one that has the methods.
func (r *Realm) iteratorFrom(c goja.FunctionCall) goja.Value {
	it := r.flattenable(c.Argument(0), true)
	for p := it.object.Prototype(); p != nil; p = p.Prototype() {
		if p == r.in.iteratorProto {
			return it.object
		}
	}
	return r.wrappers().instance(r, it)
}

// wrappers returns the class of what Iterator.from makes of an iterator that is not an Iterator.
func (r *Realm) wrappers() *class[iteration] {
	if r.wrapClass != nil {
		return r.wrapClass
	}
	r.wrapClass = opaqueClass[iteration](r, r.in.iteratorProto)
	r.def(r.wrapClass.proto, "next", 0, func(c goja.FunctionCall) goja.Value {
		it := r.wrapClass.this(r, c.This, "next")
		return call(it.next, it.object)
	})
	r.def(r.wrapClass.proto, "return", 0, func(c goja.FunctionCall) goja.Value {
		it := r.wrapClass.this(r, c.This, "return")
		if end := r.named(it.object, "return"); end != nil {
			return call(end, it.object)
		}
		return r.result(goja.Undefined(), true)
	})
	return r.wrapClass
}

// iteratorConcat is Iterator.concat. The iterables are looked at now and opened one after another.
func (r *Realm) iteratorConcat(c goja.FunctionCall) goja.Value {
	type iterable struct {
		object *goja.Object
		open   native
	}
	var rest []iterable
	for _, v := range c.Arguments {
		obj := r.object(v, "value")
		open := r.method(obj, goja.SymIterator)
		if open == nil {
			panic(r.vm.NewTypeError("value is not iterable"))
		}
		rest = append(rest, iterable{obj, open})
	}
	return r.newHelper(nil, func(h *helper) (goja.Value, bool) {
		for {
			if h.inner == nil {
				if len(rest) == 0 {
					return nil, false
				}
				h.inner = r.begin(rest[0].object, rest[0].open)
				rest = rest[1:]
			}
			if v, ok := h.inner.step(); ok {
				return v, true
			}
			h.inner = nil
		}
	})
}
