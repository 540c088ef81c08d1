package es

import (
	goruntime "runtime"

	"github.com/dop251/goja"
)

// installRepairs puts right what goja has but gets wrong.
func (r *Realm) installRepairs() {
	r.repairToString()
	r.repairTypedArrayFrom()
	r.repairReplace()
}

// repairToString gives the functions of the prelude the text of built-in ones, and keeps a revoked proxy
// from making goja panic.
func (r *Realm) repairToString() {
	proto := protoOf(r.global("Function"))
	toString := fnOf(proto, "toString")
	r.def(proto, "toString", 0, func(c goja.FunctionCall) goja.Value {
		obj, ok := c.This.(*goja.Object)
		if !ok {
			return toString(c)
		}
		if name, ok := r.builtin[obj]; ok {
			return r.vm.ToValue("function " + name + "() { [native code] }")
		}
		if obj.ExportType() == proxyType {
			if !isCallable(obj) {
				panic(r.vm.NewTypeError("receiver is not a function"))
			}
			return r.vm.ToValue("function () { [native code] }")
		}
		return toString(c)
	})
}

// repairTypedArrayFrom lets TypedArray.from take primitives, strings above all.
func (r *Realm) repairTypedArrayFrom() {
	typedArray := r.global("Uint8Array").Prototype()
	from := fnOf(typedArray, "from")
	r.def(typedArray, "from", 1, func(c goja.FunctionCall) goja.Value {
		if source := c.Argument(0); len(c.Arguments) > 0 && !nullish(source) {
			args := append([]goja.Value{source.ToObject(r.vm)}, c.Arguments[1:]...)
			return call(from, c.This, args...)
		}
		return from(c)
	})
}

// repairReplace keeps RegExp.prototype[Symbol.replace] from a Go panic when exec cannot be called: goja
// does not look. Looking first would read exec earlier than the specification does.
func (r *Realm) repairReplace() {
	proto := protoOf(r.regexps.original)
	replace := proto.GetSymbol(goja.SymReplace).(*goja.Object).Export().(native)
	r.defSymbol(proto, goja.SymReplace, 2, func(c goja.FunctionCall) goja.Value {
		obj := r.object(c.This, "receiver")
		defer func() {
			if x := recover(); x != nil {
				if _, ok := x.(goruntime.Error); ok && !isCallable(obj.Get("exec")) {
					panic(r.vm.NewTypeError("exec is not a function"))
				}
				panic(x)
			}
		}()
		return replace(c)
	})
}
