package es

import "github.com/dop251/goja"

// objectClass is Object, as a script gets it.
func (r *Realm) objectClass() *goja.Object {
	f := linkGetObject(r.vm)
	r.complete("Object", f)
	return f
}

// The old names for accessor properties, on Object.prototype.

func (r *Realm) defineAccessor(c goja.FunctionCall, which string) goja.Value {
	r.coercible(c.This, "receiver")
	obj := c.This.ToObject(r.vm)
	if !isCallable(c.Argument(1)) {
		panic(r.vm.NewTypeError("accessor is not a function"))
	}
	descriptor := r.vm.CreateObject(nil)
	plain(descriptor, which, c.Argument(1))
	plain(descriptor, "enumerable", r.vm.ToValue(true))
	plain(descriptor, "configurable", r.vm.ToValue(true))
	linkDefineProperty(r.vm, goja.FunctionCall{Arguments: []goja.Value{obj, propertyKey(c.Argument(0)), descriptor}})
	return goja.Undefined()
}

func (r *Realm) lookUpAccessor(c goja.FunctionCall, which string) goja.Value {
	r.coercible(c.This, "receiver")
	obj := c.This.ToObject(r.vm)
	key := propertyKey(c.Argument(0))
	for ; obj != nil; obj = obj.Prototype() {
		if d := r.descriptor(obj, key); d != nil {
			return property(d, which)
		}
	}
	return goja.Undefined()
}
