package es

import (
	_ "unsafe" // go:linkname

	"github.com/dop251/goja"
)

// The Go functions of goja's built-ins. TestLinkedSignatures compares the signatures.

//go:linkname linkApply github.com/dop251/goja.(*Runtime).functionproto_apply
func linkApply(vm *goja.Runtime, c goja.FunctionCall) goja.Value

//go:linkname linkEncodeComponent github.com/dop251/goja.(*Runtime).builtin_encodeURIComponent
func linkEncodeComponent(vm *goja.Runtime, c goja.FunctionCall) goja.Value

//go:linkname linkDecodeComponent github.com/dop251/goja.(*Runtime).builtin_decodeURIComponent
func linkDecodeComponent(vm *goja.Runtime, c goja.FunctionCall) goja.Value

//go:linkname linkDefineProperty github.com/dop251/goja.(*Runtime).object_defineProperty
func linkDefineProperty(vm *goja.Runtime, c goja.FunctionCall) goja.Value

//go:linkname linkOwnProperty github.com/dop251/goja.(*Runtime).object_getOwnPropertyDescriptor
func linkOwnProperty(vm *goja.Runtime, c goja.FunctionCall) goja.Value

//go:linkname linkPromiseResolve github.com/dop251/goja.(*Runtime).promise_resolve
func linkPromiseResolve(vm *goja.Runtime, c goja.FunctionCall) goja.Value

//go:linkname linkPromiseThen github.com/dop251/goja.(*Runtime).promiseProto_then
func linkPromiseThen(vm *goja.Runtime, c goja.FunctionCall) goja.Value

//go:linkname linkPromiseCatch github.com/dop251/goja.(*Runtime).promiseProto_catch
func linkPromiseCatch(vm *goja.Runtime, c goja.FunctionCall) goja.Value

//go:linkname linkPromiseFinally github.com/dop251/goja.(*Runtime).promiseProto_finally
func linkPromiseFinally(vm *goja.Runtime, c goja.FunctionCall) goja.Value

//go:linkname linkMapGet github.com/dop251/goja.(*Runtime).mapProto_get
func linkMapGet(vm *goja.Runtime, c goja.FunctionCall) goja.Value

//go:linkname linkMapSet github.com/dop251/goja.(*Runtime).mapProto_set
func linkMapSet(vm *goja.Runtime, c goja.FunctionCall) goja.Value

//go:linkname linkWeakMapGet github.com/dop251/goja.(*Runtime).weakMapProto_get
func linkWeakMapGet(vm *goja.Runtime, c goja.FunctionCall) goja.Value

//go:linkname linkWeakMapSet github.com/dop251/goja.(*Runtime).weakMapProto_set
func linkWeakMapSet(vm *goja.Runtime, c goja.FunctionCall) goja.Value

//go:linkname linkReturnThis github.com/dop251/goja.(*Runtime).returnThis
func linkReturnThis(vm *goja.Runtime, c goja.FunctionCall) goja.Value

//go:linkname linkSymbol github.com/dop251/goja.(*Runtime).builtin_symbol
func linkSymbol(vm *goja.Runtime, c goja.FunctionCall) goja.Value

//go:linkname linkSymbolFor github.com/dop251/goja.(*Runtime).symbol_for
func linkSymbolFor(vm *goja.Runtime, c goja.FunctionCall) goja.Value

//go:linkname linkSymbolKeyFor github.com/dop251/goja.(*Runtime).symbol_keyfor
func linkSymbolKeyFor(vm *goja.Runtime, c goja.FunctionCall) goja.Value

//go:linkname linkByteLength github.com/dop251/goja.(*Runtime).arrayBufferProto_getByteLength
func linkByteLength(vm *goja.Runtime, c goja.FunctionCall) goja.Value

//go:linkname linkSliceBuffer github.com/dop251/goja.(*Runtime).arrayBufferProto_slice
func linkSliceBuffer(vm *goja.Runtime, c goja.FunctionCall) goja.Value

//go:linkname linkGeneratorNext github.com/dop251/goja.(*Runtime).builtin_genproto_next
func linkGeneratorNext(vm *goja.Runtime, c goja.FunctionCall) goja.Value

//go:linkname linkGeneratorReturn github.com/dop251/goja.(*Runtime).builtin_genproto_return
func linkGeneratorReturn(vm *goja.Runtime, c goja.FunctionCall) goja.Value

//go:linkname linkGeneratorThrow github.com/dop251/goja.(*Runtime).builtin_genproto_throw
func linkGeneratorThrow(vm *goja.Runtime, c goja.FunctionCall) goja.Value

//go:linkname linkErrorText github.com/dop251/goja.(*Runtime).error_toString
func linkErrorText(vm *goja.Runtime, c goja.FunctionCall) goja.Value

//go:linkname linkIsError github.com/dop251/goja.(*Runtime).error_isError
func linkIsError(vm *goja.Runtime, c goja.FunctionCall) goja.Value

//go:linkname linkError github.com/dop251/goja.(*Runtime).builtin_Error
func linkError(vm *goja.Runtime, args []goja.Value, proto *goja.Object) *goja.Object

//go:linkname linkBind github.com/dop251/goja.(*Runtime).functionproto_bind
func linkBind(vm *goja.Runtime, c goja.FunctionCall) goja.Value

//go:linkname linkPreventExtensions github.com/dop251/goja.(*Runtime).object_preventExtensions
func linkPreventExtensions(vm *goja.Runtime, c goja.FunctionCall) goja.Value
