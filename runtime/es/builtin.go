package es

import (
	"slices"
	_ "unsafe" // go:linkname

	"github.com/dop251/goja"
)

// Builtin returns a built-in of this name, or nil, whatever a script has done to its global: what is bound asks for its tools here. It
// is made then, if no script has looked at it.
func (r *Realm) Builtin(name string) *goja.Object {
	switch name {
	case "RegExp":
		return r.regexpClass()
	case "Function":
		return r.functionClass(plainFunction)
	case "SuppressedError":
		return r.suppressedError()
	case "encodeURIComponent", "decodeURIComponent":
		return r.component(name)
	}
	of := builtinOf(name)
	if of == nil {
		return nil
	}
	obj := of(r.vm)
	if slices.Contains(amended[:], name) {
		r.complete(name, obj)
	}
	return obj
}

// builtinOf is what the helpers of lowered code ask for built-ins.
func (r *Realm) builtinOf(c goja.FunctionCall) goja.Value {
	if o := r.Builtin(c.Argument(0).String()); o != nil {
		return o
	}
	return goja.Undefined()
}

// IsBuiltin reports whether there is a built-in that Builtin returns.
func IsBuiltin(name string) bool {
	switch name {
	case "RegExp", "Function", "SuppressedError", "encodeURIComponent", "decodeURIComponent":
		return true
	}
	return builtinOf(name) != nil
}

// component is one of the two functions for parts of URLs, which goja makes anew for each who asks.
func (r *Realm) component(name string) *goja.Object {
	made, work := &r.components[0], linkEncodeComponent
	if name == "decodeURIComponent" {
		made, work = &r.components[1], linkDecodeComponent
	}
	if *made == nil {
		*made = r.fn(name, 1, func(c goja.FunctionCall) goja.Value { return work(r.vm, c) })
	}
	return *made
}

// builtinOf is a switch, since a table would be made with the package.
func builtinOf(name string) func(*goja.Runtime) *goja.Object { //nolint:funlen // a line or two for each
	switch name {
	case "AggregateError":
		return linkGetAggregateError
	case "Array":
		return linkGetArray
	case "ArrayBuffer":
		return linkGetArrayBuffer
	case "BigInt":
		return linkGetBigInt
	case "BigInt64Array":
		return linkGetBigInt64Array
	case "BigUint64Array":
		return linkGetBigUint64Array
	case "Boolean":
		return linkGetBoolean
	case "DataView":
		return linkGetDataView
	case "Date":
		return linkGetDate
	case "Error":
		return linkGetError
	case "EvalError":
		return linkGetEvalError
	case "Float32Array":
		return linkGetFloat32Array
	case "Float64Array":
		return linkGetFloat64Array
	case "Int16Array":
		return linkGetInt16Array
	case "Int32Array":
		return linkGetInt32Array
	case "Int8Array":
		return linkGetInt8Array
	case "JSON":
		return linkGetJSON
	case "Map":
		return linkGetMap
	case "Math":
		return linkGetMath
	case "Number":
		return linkGetNumber
	case "Object":
		return linkGetObject
	case "Promise":
		return linkGetPromise
	case "Proxy":
		return linkGetProxy
	case "RangeError":
		return linkRangeError
	case "ReferenceError":
		return linkGetReferenceError
	case "Reflect":
		return linkGetReflect
	case "Set":
		return linkGetSet
	case "String":
		return linkGetString
	case "Symbol":
		return linkGetSymbol
	case "SyntaxError":
		return linkGetSyntaxError
	case "TypeError":
		return linkGetTypeError
	case "URIError":
		return linkGetURIError
	case "Uint16Array":
		return linkGetUint16Array
	case "Uint32Array":
		return linkGetUint32Array
	case "Uint8Array":
		return linkGetUint8Array
	case "Uint8ClampedArray":
		return linkGetUint8ClampedArray
	case "WeakMap":
		return linkGetWeakMap
	case "WeakSet":
		return linkGetWeakSet
	}
	return nil
}

//go:linkname linkGetJSON github.com/dop251/goja.(*Runtime).getJSON
func linkGetJSON(vm *goja.Runtime) *goja.Object

//go:linkname linkGetMath github.com/dop251/goja.(*Runtime).getMath
func linkGetMath(vm *goja.Runtime) *goja.Object

//go:linkname linkGetReflect github.com/dop251/goja.(*Runtime).getReflect
func linkGetReflect(vm *goja.Runtime) *goja.Object

//go:linkname linkGetDate github.com/dop251/goja.(*Runtime).getDate
func linkGetDate(vm *goja.Runtime) *goja.Object

//go:linkname linkGetBigInt github.com/dop251/goja.(*Runtime).getBigInt
func linkGetBigInt(vm *goja.Runtime) *goja.Object

//go:linkname linkGetBoolean github.com/dop251/goja.(*Runtime).getBoolean
func linkGetBoolean(vm *goja.Runtime) *goja.Object

//go:linkname linkGetNumber github.com/dop251/goja.(*Runtime).getNumber
func linkGetNumber(vm *goja.Runtime) *goja.Object

//go:linkname linkGetString github.com/dop251/goja.(*Runtime).getString
func linkGetString(vm *goja.Runtime) *goja.Object

//go:linkname linkGetSet github.com/dop251/goja.(*Runtime).getSet
func linkGetSet(vm *goja.Runtime) *goja.Object

//go:linkname linkGetWeakSet github.com/dop251/goja.(*Runtime).getWeakSet
func linkGetWeakSet(vm *goja.Runtime) *goja.Object

//go:linkname linkGetProxy github.com/dop251/goja.(*Runtime).getProxy
func linkGetProxy(vm *goja.Runtime) *goja.Object

//go:linkname linkGetDataView github.com/dop251/goja.(*Runtime).getDataView
func linkGetDataView(vm *goja.Runtime) *goja.Object

//go:linkname linkGetInt8Array github.com/dop251/goja.(*Runtime).getInt8Array
func linkGetInt8Array(vm *goja.Runtime) *goja.Object

//go:linkname linkGetUint8Array github.com/dop251/goja.(*Runtime).getUint8Array
func linkGetUint8Array(vm *goja.Runtime) *goja.Object

//go:linkname linkGetUint8ClampedArray github.com/dop251/goja.(*Runtime).getUint8ClampedArray
func linkGetUint8ClampedArray(vm *goja.Runtime) *goja.Object

//go:linkname linkGetInt16Array github.com/dop251/goja.(*Runtime).getInt16Array
func linkGetInt16Array(vm *goja.Runtime) *goja.Object

//go:linkname linkGetUint16Array github.com/dop251/goja.(*Runtime).getUint16Array
func linkGetUint16Array(vm *goja.Runtime) *goja.Object

//go:linkname linkGetInt32Array github.com/dop251/goja.(*Runtime).getInt32Array
func linkGetInt32Array(vm *goja.Runtime) *goja.Object

//go:linkname linkGetUint32Array github.com/dop251/goja.(*Runtime).getUint32Array
func linkGetUint32Array(vm *goja.Runtime) *goja.Object

//go:linkname linkGetFloat32Array github.com/dop251/goja.(*Runtime).getFloat32Array
func linkGetFloat32Array(vm *goja.Runtime) *goja.Object

//go:linkname linkGetFloat64Array github.com/dop251/goja.(*Runtime).getFloat64Array
func linkGetFloat64Array(vm *goja.Runtime) *goja.Object

//go:linkname linkGetBigInt64Array github.com/dop251/goja.(*Runtime).getBigInt64Array
func linkGetBigInt64Array(vm *goja.Runtime) *goja.Object

//go:linkname linkGetBigUint64Array github.com/dop251/goja.(*Runtime).getBigUint64Array
func linkGetBigUint64Array(vm *goja.Runtime) *goja.Object

//go:linkname linkGetEvalError github.com/dop251/goja.(*Runtime).getEvalError
func linkGetEvalError(vm *goja.Runtime) *goja.Object

//go:linkname linkGetReferenceError github.com/dop251/goja.(*Runtime).getReferenceError
func linkGetReferenceError(vm *goja.Runtime) *goja.Object

//go:linkname linkGetURIError github.com/dop251/goja.(*Runtime).getURIError
func linkGetURIError(vm *goja.Runtime) *goja.Object
