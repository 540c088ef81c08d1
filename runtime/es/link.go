package es

import (
	"unsafe" // go:linkname

	"github.com/dop251/goja"
)

// Built-ins as goja made them, whatever scripts have done to the globals since. To ask for them by name when a
// runtime starts would make every object that they are found on, most of which no script ever looks at.
// TestLinkedSignatures compares the signatures.

//go:linkname linkGetPromise github.com/dop251/goja.(*Runtime).getPromise
func linkGetPromise(vm *goja.Runtime) *goja.Object

//go:linkname linkGetMap github.com/dop251/goja.(*Runtime).getMap
func linkGetMap(vm *goja.Runtime) *goja.Object

//go:linkname linkGetWeakMap github.com/dop251/goja.(*Runtime).getWeakMap
func linkGetWeakMap(vm *goja.Runtime) *goja.Object

//go:linkname linkGetArray github.com/dop251/goja.(*Runtime).getArray
func linkGetArray(vm *goja.Runtime) *goja.Object

//go:linkname linkGetArrayValues github.com/dop251/goja.(*Runtime).getArrayValues
func linkGetArrayValues(vm *goja.Runtime) *goja.Object

//go:linkname linkGetError github.com/dop251/goja.(*Runtime).getError
func linkGetError(vm *goja.Runtime) *goja.Object

//go:linkname linkGetAggregateError github.com/dop251/goja.(*Runtime).getAggregateError
func linkGetAggregateError(vm *goja.Runtime) *goja.Object

//go:linkname linkGetFunction github.com/dop251/goja.(*Runtime).getFunction
func linkGetFunction(vm *goja.Runtime) *goja.Object

//go:linkname linkGetGeneratorFunction github.com/dop251/goja.(*Runtime).getGeneratorFunction
func linkGetGeneratorFunction(vm *goja.Runtime) *goja.Object

//go:linkname linkGetAsyncFunction github.com/dop251/goja.(*Runtime).getAsyncFunction
func linkGetAsyncFunction(vm *goja.Runtime) *goja.Object

//go:linkname linkGetArrayBuffer github.com/dop251/goja.(*Runtime).getArrayBuffer
func linkGetArrayBuffer(vm *goja.Runtime) *goja.Object

//go:linkname linkGetRegExp github.com/dop251/goja.(*Runtime).getRegExp
func linkGetRegExp(vm *goja.Runtime) *goja.Object

//go:linkname linkGetSymbol github.com/dop251/goja.(*Runtime).getSymbol
func linkGetSymbol(vm *goja.Runtime) *goja.Object

//go:linkname linkGetEval github.com/dop251/goja.(*Runtime).getEval
func linkGetEval(vm *goja.Runtime) *goja.Object

// The prototypes that any script reaches through literals, without a name. Asking for one makes it.

//go:linkname linkFunctionProto github.com/dop251/goja.(*Runtime).getFunctionPrototype
func linkFunctionProto(vm *goja.Runtime) *goja.Object

//go:linkname linkArrayProto github.com/dop251/goja.(*Runtime).getArrayPrototype
func linkArrayProto(vm *goja.Runtime) *goja.Object

//go:linkname linkStringProto github.com/dop251/goja.(*Runtime).getStringPrototype
func linkStringProto(vm *goja.Runtime) *goja.Object

//go:linkname linkBigIntProto github.com/dop251/goja.(*Runtime).getBigIntPrototype
func linkBigIntProto(vm *goja.Runtime) *goja.Object

//go:linkname linkSymbolProto github.com/dop251/goja.(*Runtime).getSymbolPrototype
func linkSymbolProto(vm *goja.Runtime) *goja.Object

// What goja builds objects with.

// linkTemplated makes obj an object whose properties a template makes when they are first asked for.
//
//go:linkname linkTemplated github.com/dop251/goja.(*Runtime).newTemplatedObject
func linkTemplated(vm *goja.Runtime, t *template, obj *goja.Object) unsafe.Pointer

// linkTemplatedFunction is linkTemplated for a function; construct is nil if there is no new for it.
//
//go:linkname linkTemplatedFunction github.com/dop251/goja.(*Runtime).newTemplatedFuncObject
func linkTemplatedFunction(vm *goja.Runtime, t *template, obj *goja.Object, f native, construct construct) unsafe.Pointer

// linkValue makes what is stored for a property.
//
//go:linkname linkValue github.com/dop251/goja.valueProp
func linkValue(v goja.Value, writable, enumerable, configurable bool) goja.Value

//go:linkname linkConstructToCall github.com/dop251/goja.(*Runtime).constructToCall
func linkConstructToCall(vm *goja.Runtime, build func([]goja.Value, *goja.Object) *goja.Object, proto *goja.Object) native

//go:linkname linkWrapConstruct github.com/dop251/goja.(*Runtime).wrapNativeConstruct
func linkWrapConstruct(vm *goja.Runtime, build func([]goja.Value, *goja.Object) *goja.Object, ctor, proto *goja.Object) construct

//go:linkname linkGetObject github.com/dop251/goja.(*Runtime).getObject
func linkGetObject(vm *goja.Runtime) *goja.Object

// Int is the number i. The exported way boxes it twice.
//
//go:linkname Int github.com/dop251/goja.intToValue
func Int(i int64) goja.Value

// Number is the number f.
//
//go:linkname Number github.com/dop251/goja.floatToValue
func Number(f float64) goja.Value
