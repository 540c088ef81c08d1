package es

import (
	"reflect"
	"unicode/utf16"

	"github.com/dop251/goja"
)

// native is the Go shape of every function inside goja. Calling it runs in the caller's turn; it panics
// with the exception that the function throws.
type native = func(goja.FunctionCall) goja.Value

var (
	nativeType = reflect.TypeFor[native]()
	proxyType  = reflect.TypeFor[goja.Proxy]()
)

// call is Call(f, this, args).
func call(f native, this goja.Value, args ...goja.Value) goja.Value {
	if v := f(goja.FunctionCall{This: this, Arguments: args}); v != nil {
		return v
	}
	return goja.Undefined()
}

// callable returns the Go function of a callable value, or nil. It runs no script: an object that is not
// a function is never exported, since that would read its properties.
func (r *Realm) callable(v goja.Value) native {
	obj, ok := v.(*goja.Object)
	if !ok {
		return nil
	}
	if obj.ExportType() == nativeType {
		if f, ok := obj.Export().(native); ok {
			return f
		}
	}
	if !isCallable(obj) {
		return nil
	}
	// Classes and proxies have no Go function to hand out: go through Function.prototype.call, which has.
	return func(c goja.FunctionCall) goja.Value {
		args := append([]goja.Value{orUndefined(c.This)}, c.Arguments...)
		return linkCall(r.vm, goja.FunctionCall{This: obj, Arguments: args})
	}
}

// function returns the Go function of v, which must be callable: what names it in the TypeError.
func (r *Realm) function(v goja.Value, what string) native {
	f := r.callable(v)
	if f == nil {
		panic(r.vm.NewTypeError("%s is not a function", what))
	}
	return f
}

// method is GetMethod: nil if the property is undefined or null, a TypeError if it cannot be called.
func (r *Realm) method(v goja.Value, key goja.Value) native {
	f := r.get(v, key)
	if nullish(f) {
		return nil
	}
	return r.function(f, keyName(key))
}

// named is method for a string key of an object.
func (r *Realm) named(obj *goja.Object, name string) native {
	f := obj.Get(name)
	if nullish(f) {
		return nil
	}
	return r.function(f, name)
}

// get is GetV(v, key): a getter sees v itself as this, even if v is a primitive.
func (r *Realm) get(v goja.Value, key goja.Value) goja.Value {
	if obj, ok := v.(*goja.Object); ok {
		if sym, ok := key.(*goja.Symbol); ok {
			return orUndefined(obj.GetSymbol(sym))
		}
	}
	return call(r.syntax("get"), goja.Undefined(), v, key)
}

// property is Get(obj, name).
func property(obj *goja.Object, name string) goja.Value { return orUndefined(obj.Get(name)) }

func nullish(v goja.Value) bool { return v == nil || goja.IsUndefined(v) || goja.IsNull(v) }

func orUndefined(v goja.Value) goja.Value {
	if v == nil {
		return goja.Undefined()
	}
	return v
}

// keyName writes a property key for a message.
func keyName(key goja.Value) string {
	if sym, ok := key.(*goja.Symbol); ok {
		return "[" + sym.String() + "]"
	}
	return key.String()
}

// object returns v if it is an object; what names it in the TypeError otherwise.
func (r *Realm) object(v goja.Value, what string) *goja.Object {
	obj, ok := v.(*goja.Object)
	if !ok {
		panic(r.vm.NewTypeError("%s is not an object", what))
	}
	return obj
}

// coercible is RequireObjectCoercible.
func (r *Realm) coercible(v goja.Value, what string) {
	if nullish(v) {
		panic(r.vm.NewTypeError("%s is undefined or null", what))
	}
}

// construct is Construct(class, args). Unlike a goja.Constructor it never drains the microtask queue.
func (r *Realm) construct(class goja.Value, args ...goja.Value) *goja.Object {
	obj, err := r.vm.New(class, args...)
	if err != nil {
		panic(err)
	}
	return obj
}

// isConstructor is IsConstructor(v).
func isConstructor(v goja.Value) bool {
	_, ok := goja.AssertConstructor(v)
	return ok
}

// maxDepth bounds how deep natives of this package call each other, through a chain of iterator helpers
// or stacks within stacks. goja counts calls of JavaScript functions only, and an overflow of the Go stack
// ends the process.
const maxDepth = 2000

// descend counts a level; the caller counts it down again.
func (r *Realm) descend() {
	if r.depth >= maxDepth {
		panic(r.rangeError("maximum call stack size exceeded"))
	}
	r.depth++
}

// rangeError makes a RangeError for panic.
func (r *Realm) rangeError(text string) goja.Value { return r.errorOf("rangeError", text) }

// referenceError makes a ReferenceError for panic.
func (r *Realm) referenceError(text string) goja.Value { return r.errorOf("referenceError", text) }

func (r *Realm) errorOf(class, text string) goja.Value {
	err := call(r.syntax(class), goja.Undefined()).(*goja.Object)
	hidden(err, "message", r.vm.ToValue(text))
	return err
}

// propertyKey is ToPropertyKey: a string or a symbol.
func propertyKey(v goja.Value) goja.Value {
	switch key := v.ToString().(type) {
	case goja.String, *goja.Symbol:
		return key
	default: // goja leaves numbers and the like as they are
		return goja.StringFromUTF16(utf16.Encode([]rune(key.String())))
	}
}

// text is ToString: a symbol is a TypeError.
func (r *Realm) text(v goja.Value) goja.String {
	s, ok := propertyKey(v).(goja.String)
	if !ok {
		panic(r.vm.NewTypeError("cannot convert a Symbol value to a string"))
	}
	return s
}
