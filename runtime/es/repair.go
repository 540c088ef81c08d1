package es

import (
	goruntime "runtime"

	"github.com/dop251/goja"
)

// What goja has but gets wrong is put right here.

// textGuard gives the functions of the prelude the text of built-in ones, and keeps a revoked proxy
// from making goja panic.
func textGuard(vm *goja.Runtime, f *goja.Object) {
	wrap(vm, f, func(vm *goja.Runtime, toString native) native {
		r := Of(vm)
		return func(c goja.FunctionCall) goja.Value {
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
		}
	})
}

// repairTypedArray lets TypedArray.from take primitives, strings above all, and fill take less time.
func (r *Realm) repairTypedArray(typedArray *goja.Object) {
	if r.completed["TypedArray"] {
		return
	}
	r.completed["TypedArray"] = true
	guardOf(r.vm, protoOf(typedArray), "fill", fillGuard)
	guardOf(r.vm, typedArray, "from", arrayFromGuard)
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
func (r *Realm) repairReplace(proto *goja.Object) {
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
		if with, ok := c.Argument(1).(goja.String); ok {
			if text := r.text(c.Argument(0)); growsByMatches(obj, text, with) {
				return call(replace, obj, text, r.expansion(with))
			}
		}
		return replace(c)
	})
}
