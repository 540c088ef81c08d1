// Package bind is the kit that gives Go to scripts: the one way to write a binding. Classes are tables of
// methods, functions take a *Call and return a Go value and an error, waits and blocking work become
// promises that obey the ambient cancellation scope, Go sources become async iterators. The kit throws,
// copies, converts and recovers, so that a binding need not.
package bind

import (
	"math/big"
	"reflect"
	"runtime/debug"
	"strconv"
	"time"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/es"
	"github.com/lariatjs/lariat/runtime/fault"
)

// Fn is the shape of every native. The result may be a goja.Value, nil for undefined, a string, a bool,
// a number, a *big.Int, a []byte (a Uint8Array), a goja.ArrayBuffer, a []string, a time.Time (a Date) or Null.
type Fn = func(c *Call) (any, error)

// Null is the result that scripts see as null.
var Null = goja.Null()

// Func makes a JavaScript function of a native. length is the number of its required arguments.
func Func(rt *runtime.Runtime, name string, length int, fn Fn) *goja.Object {
	return native(rt, name, name, length, false, fn)
}

// AsyncFunc is Func for a native that returns a promise: errors, wrong arguments among them, reject it,
// and a plain result fulfils it.
func AsyncFunc(rt *runtime.Runtime, name string, length int, fn Fn) *goja.Object {
	return native(rt, name, name, length, true, fn)
}

// native wraps fn: arguments, errors, panics and the conversion of the result. label is how messages name
// it, name is the function's name property.
func native(rt *runtime.Runtime, label, name string, length int, async bool, fn Fn) *goja.Object {
	body := bodyOf(rt, label, fn)
	call := body
	if async {
		call = func(fc goja.FunctionCall) goja.Value { return promised(rt, fc, body) }
	}
	return es.Function(rt.VM(), name, length, call)
}

func bodyOf(rt *runtime.Runtime, label string, fn Fn) func(goja.FunctionCall) goja.Value {
	var spare *Call // of the call before, unless that is still going on or has panicked
	return func(fc goja.FunctionCall) goja.Value {
		c := spare
		if spare = nil; c == nil {
			c = &Call{rt: rt, name: label}
		}
		c.this, c.args = fc.This, fc.Arguments
		v := invoke(rt, c, fn)
		c.this, c.site = nil, nil
		spare = c
		return v
	}
}

// invoke runs fn and converts its result. A Go panic that is none of goja's becomes an InternalError, so
// that a bug in a binding is an exception of the script and not the end of the process.
func invoke(rt *runtime.Runtime, c *Call, fn Fn) (result goja.Value) {
	defer func() {
		c.args = nil // the window belongs to the next call
		blame(rt, c.name, recover())
	}()
	v, err := fn(c)
	if err != nil {
		c.Throw(err)
	}
	return ToValue(rt, v)
}

// blame goes on with what a panic was recovered with, or nil: an InternalError if it is none of goja's.
func blame(rt *runtime.Runtime, name string, x any) {
	switch {
	case x == nil:
	case scripts(x):
		panic(x)
	default:
		panic(rt.ErrorValue(fault.Internal.New("%s panicked: %v", name, x).With("goStack", string(debug.Stack()))))
	}
}

// scripts reports whether a panic belongs to goja: an exception, an interrupt, a stack overflow.
func scripts(x any) bool {
	switch x.(type) {
	case goja.Value, *goja.Exception, *goja.InterruptedError, *goja.StackOverflowError:
		return true
	}
	t := reflect.TypeOf(x)
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	return t.PkgPath() == gojaPath // its typeError, rangeError and the like are not exported
}

var gojaPath = reflect.TypeFor[goja.Runtime]().PkgPath()

// promised calls body and makes a promise of whatever happens.
func promised(rt *runtime.Runtime, fc goja.FunctionCall, body func(goja.FunctionCall) goja.Value) goja.Value {
	var v goja.Value
	if ex := rt.VM().Try(func() { v = body(fc) }); ex != nil {
		p := rt.NewPromise()
		p.RejectValue(ex.Value())
		return p.Value
	}
	if es.PromiseOf(v) != nil {
		return v
	}
	if goja.IsUndefined(v) {
		return rt.Settled()
	}
	return rt.Resolved(v)
}

// ToValue converts the result of a native.
func ToValue(rt *runtime.Runtime, v any) goja.Value {
	switch v := v.(type) {
	case nil:
		return goja.Undefined()
	case goja.Value:
		return v
	case string, bool, int32, uint32, float32, *big.Int:
		return rt.VM().ToValue(v)
	case int:
		return es.Int(int64(v))
	case int64:
		return es.Int(v)
	case float64:
		return es.Number(v)
	case uint64:
		return es.Number(float64(v))
	case time.Duration:
		return es.Number(float64(v) / float64(time.Millisecond))
	case []byte:
		return Bytes(rt, v)
	case goja.ArrayBuffer:
		return rt.VM().ToValue(v)
	case []string:
		items := make([]any, len(v))
		for i, s := range v {
			items[i] = s
		}
		return rt.VM().NewArray(items...)
	case []goja.Value:
		return Array(rt, v)
	case time.Time:
		date, err := rt.VM().New(rt.Realm().Builtin("Date"), rt.VM().ToValue(v.UnixMilli()))
		if err != nil {
			panic(err)
		}
		return date
	}
	panic(fault.Internal.New("a binding returned the Go type %T, which has no JavaScript value", v))
}

// Array makes a JavaScript array of values.
func Array(rt *runtime.Runtime, values []goja.Value) *goja.Object {
	items := make([]any, len(values))
	for i, v := range values {
		items[i] = v
	}
	return rt.VM().NewArray(items...)
}

// Frozen freezes an object and returns it.
func Frozen(rt *runtime.Runtime, v goja.Value) goja.Value {
	object := rt.Realm().Builtin("Object")
	frozen, err := rt.Call(object.Get("freeze"), object, v)
	if err != nil {
		Throw(rt, err)
	}
	return frozen
}

// Bytes makes a Uint8Array over b, without a copy: b must not be used by Go afterwards.
func Bytes(rt *runtime.Runtime, b []byte) *goja.Object {
	class := runtime.Local(rt, bytesKey{}, func() *goja.Object { return rt.Realm().Builtin("Uint8Array") })
	obj, err := rt.VM().New(class, rt.VM().ToValue(rt.VM().NewArrayBuffer(b)))
	if err != nil {
		panic(err)
	}
	return obj
}

type bytesKey struct{}

func itoa(i int) string { return strconv.Itoa(i) }
