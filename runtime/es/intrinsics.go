package es

import "github.com/dop251/goja"

// intrinsics are the built-ins that are there from the start, whatever scripts do to the globals; link.go has the rest.
type intrinsics struct {
	objectProto, iteratorProto, promiseProto, bufferProto      *goja.Object
	err, errorProto                                            *goja.Object
	generatorFunctionProto, generatorProto, asyncFunctionProto *goja.Object
}

func protoOf(ctor *goja.Object) *goja.Object { return ctor.Get("prototype").(*goja.Object) }

// fnOf returns the Go function of a built-in method.
func fnOf(obj *goja.Object, name string) native {
	return obj.Get(name).(*goja.Object).Export().(native)
}
