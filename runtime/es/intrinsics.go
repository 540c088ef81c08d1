package es

import "github.com/dop251/goja"

// intrinsics are taken from the VM before any script runs.
type intrinsics struct {
	object, array, promise, err, aggregateError, mapClass *goja.Object

	objectProto, iteratorProto *goja.Object

	functionCall, defineProperty, ownProperty native

	promiseResolve, mapGet, mapSet, symbolKeyFor native
}

func (r *Realm) takeIntrinsics() {
	in := &r.in
	in.object, in.array, in.promise = r.global("Object"), r.global("Array"), r.global("Promise")
	in.err, in.aggregateError, in.mapClass = r.global("Error"), r.global("AggregateError"), r.global("Map")
	in.objectProto = protoOf(in.object)
	in.functionCall = fnOf(protoOf(r.global("Function")), "call")
	in.defineProperty = fnOf(in.object, "defineProperty")
	in.ownProperty = fnOf(in.object, "getOwnPropertyDescriptor")
	in.promiseResolve = fnOf(in.promise, "resolve")
	in.mapGet, in.mapSet = fnOf(protoOf(in.mapClass), "get"), fnOf(protoOf(in.mapClass), "set")

	list := r.vm.NewArray()
	values := list.GetSymbol(goja.SymIterator).(*goja.Object).Export().(native)
	in.iteratorProto = call(values, list).(*goja.Object).Prototype().Prototype()
}

// global returns a built-in object by its name. Install only: later a script may have replaced it.
func (r *Realm) global(name string) *goja.Object { return r.vm.GlobalObject().Get(name).(*goja.Object) }

func protoOf(ctor *goja.Object) *goja.Object { return ctor.Get("prototype").(*goja.Object) }

// fnOf returns the Go function of a built-in method.
func fnOf(obj *goja.Object, name string) native {
	return obj.Get(name).(*goja.Object).Export().(native)
}
