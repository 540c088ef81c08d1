package es

import "github.com/dop251/goja"

// KeepFixed makes the functions that change objects, or say whether they can be changed, treat some objects as frozen
// ones, which goja cannot do for objects that a host makes up. It costs nothing in a VM that has no such objects: it is
// called when the first one is made.
func (r *Realm) KeepFixed(fixed func(o *goja.Object) bool) {
	is := func(v goja.Value) (*goja.Object, bool) {
		o, ok := v.(*goja.Object)
		return o, ok && fixed(o)
	}
	around := func(f goja.Value, answer func(c goja.FunctionCall, original native) goja.Value) {
		if o, ok := f.(*goja.Object); ok {
			wrapped(func(_ *goja.Runtime, original native) native {
				return func(c goja.FunctionCall) goja.Value { return answer(c, original) }
			})(r.vm, o)
		}
	}
	// instead gives the answer for a frozen object that is the first argument.
	instead := func(owner *goja.Object, name string, answer func(c goja.FunctionCall, o *goja.Object) goja.Value) {
		around(owner.Get(name), func(c goja.FunctionCall, original native) goja.Value {
			if o, ok := is(c.Argument(0)); ok {
				return answer(c, o)
			}
			return original(c)
		})
	}
	always := func(v goja.Value) func(goja.FunctionCall, *goja.Object) goja.Value {
		return func(goja.FunctionCall, *goja.Object) goja.Value { return v }
	}
	right, wrong := r.vm.ToValue(true), r.vm.ToValue(false)
	for _, name := range []string{"freeze", "seal", "preventExtensions"} {
		instead(r.objectClass(), name, func(_ goja.FunctionCall, o *goja.Object) goja.Value { return o })
	}
	instead(r.objectClass(), "isFrozen", always(right))
	instead(r.objectClass(), "isSealed", always(right))
	instead(r.objectClass(), "isExtensible", always(wrong))
	instead(r.objectClass(), "setPrototypeOf", func(c goja.FunctionCall, o *goja.Object) goja.Value {
		r.keepPrototype(o, c.Argument(1))
		return o
	})
	if d := r.descriptor(r.in.objectProto, r.vm.ToValue("__proto__")); d != nil {
		around(d.Get("set"), func(c goja.FunctionCall, original native) goja.Value {
			if o, ok := is(c.This); ok {
				r.keepPrototype(o, c.Argument(0))
				return goja.Undefined()
			}
			return original(c)
		})
	}
	r.keepDescribed(is, around)
	if reflection := r.Builtin("Reflect"); reflection != nil {
		instead(reflection, "preventExtensions", always(right))
		instead(reflection, "isExtensible", always(wrong))
		instead(reflection, "setPrototypeOf", func(c goja.FunctionCall, o *goja.Object) goja.Value {
			return r.vm.ToValue(o.Prototype() == c.Argument(1))
		})
	}
}

// keepDescribed makes descriptors of fixed objects say that their properties are read-only.
func (r *Realm) keepDescribed(
	is func(goja.Value) (*goja.Object, bool), around func(goja.Value, func(goja.FunctionCall, native) goja.Value),
) {
	describe := func(f goja.Value, several bool) {
		around(f, func(c goja.FunctionCall, original native) goja.Value {
			v := original(c)
			if o, ok := v.(*goja.Object); ok {
				if _, fixed := is(c.Argument(0)); fixed {
					r.fixDescriptors(o, several)
				}
			}
			return v
		})
	}
	describe(r.objectClass().Get("getOwnPropertyDescriptor"), false)
	describe(r.objectClass().Get("getOwnPropertyDescriptors"), true)
	if reflection := r.Builtin("Reflect"); reflection != nil {
		describe(reflection.Get("getOwnPropertyDescriptor"), false)
	}
}

// keepPrototype throws unless the prototype stays.
func (r *Realm) keepPrototype(o *goja.Object, proto goja.Value) {
	if p, ok := proto.(*goja.Object); (ok || goja.IsNull(proto)) && p != o.Prototype() {
		panic(r.vm.NewTypeError("the prototype of a shared value cannot be changed"))
	}
}

// fixDescriptors makes what describes a property, or several, say that it is read-only.
func (r *Realm) fixDescriptors(d *goja.Object, several bool) {
	if several {
		for _, key := range d.Keys() {
			if one, ok := d.Get(key).(*goja.Object); ok {
				r.fixDescriptors(one, false)
			}
		}
		return
	}
	for _, name := range []string{"writable", "configurable"} {
		plain(d, name, r.vm.ToValue(false))
	}
}
