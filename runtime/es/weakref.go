package es

import (
	"weak"

	"github.com/dop251/goja"
)

// weakTarget is a pointer to an object or a symbol that does not keep it alive.
type weakTarget struct {
	object weak.Pointer[goja.Object]
	symbol weak.Pointer[goja.Symbol]
}

func (t weakTarget) value() goja.Value {
	if obj := t.object.Value(); obj != nil {
		return obj
	}
	if sym := t.symbol.Value(); sym != nil {
		return sym
	}
	return goja.Undefined()
}

// weakTo is for values that CanBeHeldWeakly accepts: objects, and symbols that Symbol.for did not make.
func (r *Realm) weakTo(v goja.Value) (t weakTarget, ok bool) {
	switch v := v.(type) {
	case *goja.Object:
		t.object = weak.Make(v)
		return t, true
	case *goja.Symbol:
		if goja.IsUndefined(linkSymbolKeyFor(r.vm, goja.FunctionCall{Arguments: []goja.Value{v}})) {
			t.symbol = weak.Make(v)
			return t, true
		}
	}
	return t, false
}

// weakRefs returns the class WeakRef, made at first use. A target lives for as long as Go can reach it. The
// promise of the specification that a target stays until the end of the job that made or read the
// reference is not kept: deref once and use what it returned.
func (r *Realm) weakRefs() *class[weakTarget] {
	if r.weakRefClass != nil {
		return r.weakRefClass
	}
	c := publicClass(r, "WeakRef", 1, func(_ *goja.Object, target goja.Value) *weakTarget {
		t, ok := r.weakTo(target)
		if !ok {
			panic(r.vm.NewTypeError("WeakRef: target must be an object or an unregistered symbol"))
		}
		return &t
	})
	r.weakRefClass = c
	r.def(c.proto, "deref", 0, func(fc goja.FunctionCall) goja.Value {
		return c.this(r, fc.This, "WeakRef.prototype.deref").value()
	})
	return c
}
