package es

import "github.com/dop251/goja"

// installGetOrInsert adds getOrInsert and getOrInsertComputed to Map or WeakMap. The native has, get and set do
// the checks of the receiver and of the key.
func (r *Realm) installGetOrInsert(class *goja.Object, check func(key goja.Value)) {
	proto := protoOf(class)
	has, get, set := fnOf(proto, "has"), fnOf(proto, "get"), fnOf(proto, "set")
	lookUp := func(c goja.FunctionCall, absent func() goja.Value) goja.Value {
		key := c.Argument(0)
		if call(has, c.This, key).ToBoolean() {
			return call(get, c.This, key)
		}
		v := absent()
		call(set, c.This, key, v)
		return v
	}
	r.def(proto, "getOrInsert", 2, func(c goja.FunctionCall) goja.Value {
		call(has, c.This, goja.Undefined())
		if check != nil {
			check(c.Argument(0))
		}
		return lookUp(c, func() goja.Value { return c.Argument(1) })
	})
	r.def(proto, "getOrInsertComputed", 2, func(c goja.FunctionCall) goja.Value {
		call(has, c.This, goja.Undefined())
		if check != nil {
			check(c.Argument(0))
		}
		f := r.function(c.Argument(1), "callback")
		// -0 is the key 0, and the callback sees it so.
		key := c.Argument(0)
		if goja.IsNumber(key) && key.ToFloat() == 0 {
			key = r.vm.ToValue(0)
		}
		return lookUp(c, func() goja.Value { return call(f, goja.Undefined(), key) })
	})
}
