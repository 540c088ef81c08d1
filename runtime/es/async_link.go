package es

import (
	"reflect"
	"sync"
	"unsafe" // go:linkname

	"github.com/dop251/goja"
)

// The exported face of goja has one way to make a promise, and it builds two resolving functions and calls into
// the virtual machine for it: 1.4 µs; Promise.prototype.then makes another promise that nobody sees: 2.3 µs. An
// async generator needs two of each for every item. These are goja's own methods beneath, which take 0.1 to
// 0.3 µs. Only methods whose parameters have exported types are used, and TestLinkedSignatures compares them with
// goja's source, so that an upgrade that changes one cannot pass unseen; a method that goes away fails the link.

//go:linkname linkNewPromise github.com/dop251/goja.(*Runtime).newPromise
func linkNewPromise(vm *goja.Runtime, proto *goja.Object) *goja.Promise

//go:linkname linkFulfill github.com/dop251/goja.(*Promise).fulfill
func linkFulfill(p *goja.Promise, v goja.Value) goja.Value

//go:linkname linkReject github.com/dop251/goja.(*Promise).reject
func linkReject(p *goja.Promise, reason goja.Value) goja.Value

//go:linkname linkResolvers github.com/dop251/goja.(*Promise).createResolvingFunctions
func linkResolvers(p *goja.Promise) (resolve, reject *goja.Object)

// linkThen is PerformPromiseThen; a nil capability means that nobody sees the promise that then returns.
//
//go:linkname linkThen github.com/dop251/goja.(*Runtime).performPromiseThen
func linkThen(vm *goja.Runtime, p *goja.Promise, ok, bad goja.Value, capability unsafe.Pointer) goja.Value

// linkEnqueue is what goja queues a promise job with. It captures no context: see asyncRealm.tick.
//
//go:linkname linkEnqueue github.com/dop251/goja.(*Runtime).enqueuePromiseJob
func linkEnqueue(vm *goja.Runtime, job func())

//go:linkname linkIterResult github.com/dop251/goja.(*Runtime).createIterResultObject
func linkIterResult(vm *goja.Runtime, value goja.Value, done bool) goja.Value

// unsettled are the fields of a promise that settling it changes, but for its reactions, of which none is left then.
var unsettled = sync.OnceValue(func() (offsets [3]uintptr) {
	for i, name := range []string{"state", "result", "handled"} {
		f, ok := reflect.TypeFor[goja.Promise]().FieldByName(name)
		if !ok || f.Type != []reflect.Type{reflect.TypeFor[goja.PromiseState](), reflect.TypeFor[goja.Value](), reflect.TypeFor[bool]()}[i] {
			panic("lariat does not know this version of goja: promises are kept in another way")
		}
		offsets[i] = f.Offset
	}
	return offsets
})

// unsettle makes a settled promise, which nobody else has, pending again.
func unsettle(p *goja.Promise) {
	at, offsets := unsafe.Pointer(p), unsettled()
	*(*goja.PromiseState)(unsafe.Add(at, offsets[0])) = goja.PromiseStatePending
	*(*goja.Value)(unsafe.Add(at, offsets[1])) = nil
	*(*bool)(unsafe.Add(at, offsets[2])) = false
}

// Handle marks a pending promise as handled, without a reaction that does nothing: nobody is told when it is rejected.
func (r *Realm) Handle(p *goja.Promise) {
	*(*bool)(unsafe.Add(unsafe.Pointer(p), unsettled()[2])) = true
}

// promiseOf returns the promise that o is, or nil. It looks at what is behind the object: to export it says the same and
// takes ten times as long, which every wait would pay.
func promiseOf(o *goja.Object) *goja.Promise {
	if f := faceOf(o); f.table == layoutOfPromises().table {
		return (*goja.Promise)(f.value)
	}
	return nil
}
