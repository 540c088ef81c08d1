package es

import (
	"unsafe" // go:linkname

	"github.com/dop251/goja"
)

// What guards ask of goja past its exported face. TestLinkedSignatures compares the signatures.

// linkStdArray returns nil unless obj is an ordinary array without holes or accessors.
//
//go:linkname linkStdArray github.com/dop251/goja.(*Runtime).checkStdArrayObj
func linkStdArray(vm *goja.Runtime, obj *goja.Object) unsafe.Pointer

// linkList returns the elements of such an array, not a copy.
//
//go:linkname linkList github.com/dop251/goja.(*Runtime).createListFromArrayLike
func linkList(vm *goja.Runtime, v goja.Value) []goja.Value

//go:linkname linkRangeError github.com/dop251/goja.(*Runtime).getRangeError
func linkRangeError(vm *goja.Runtime) *goja.Object

//go:linkname linkGetSyntaxError github.com/dop251/goja.(*Runtime).getSyntaxError
func linkGetSyntaxError(vm *goja.Runtime) *goja.Object

//go:linkname linkGetTypeError github.com/dop251/goja.(*Runtime).getTypeError
func linkGetTypeError(vm *goja.Runtime) *goja.Object

//go:linkname linkNewError github.com/dop251/goja.(*Runtime).newError
func linkNewError(vm *goja.Runtime, class *goja.Object, text string) goja.Value

// linkCall is Function.prototype.call, which calls whatever can be called.
//
//go:linkname linkCall github.com/dop251/goja.(*Runtime).functionproto_call
func linkCall(vm *goja.Runtime, c goja.FunctionCall) goja.Value
