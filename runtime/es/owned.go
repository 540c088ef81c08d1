package es

import (
	"reflect"
	"strings"
	"sync"
	"unsafe"

	"github.com/dop251/goja"
	"github.com/dop251/goja/unistring"
)

// OwnedPromise is room for a promise and the Go value that it stands for, in one piece: a property that ties the two
// together costs more than the promise itself.
type OwnedPromise struct {
	object  goja.Object
	promise goja.Promise
	owner   any
}

// ownedClass is what goja calls the class of every promise, and by the address of this very text owned ones are known:
// goja copies the text of no object to another, so what lies behind such a promise is the rest of an OwnedPromise.
var ownedClass = strings.Clone("Object")

// promiseLayout says where goja keeps what it puts into a new promise.
type promiseLayout struct {
	table                                     unsafe.Pointer
	class, val, prototype, extensible, values uintptr
}

// layoutOfPromises is found once, from a sample. TestOwnedPromise compares what is made that way with goja's own.
var layoutOfPromises = sync.OnceValue(func() *promiseLayout {
	vm := goja.New()
	p, _, _ := vm.NewPromise()
	sample := vm.ToValue(p).(*goja.Object)
	base, ok := insideType(sample).FieldByName("baseObject")
	if !ok || insideType(sample) != reflect.TypeFor[goja.Promise]() || sample.ClassName() != ownedClass {
		panic("goja keeps its promises in another way")
	}
	at := func(name string, t reflect.Type) uintptr { return base.Offset + offsetOf(base.Type, name, t) }
	object := reflect.TypeFor[*goja.Object]()
	return &promiseLayout{
		faceOf(sample).table, at("class", reflect.TypeFor[string]()), at("val", object), at("prototype", object),
		at("extensible", reflect.TypeFor[bool]()), at("values", valuesType),
	}
})

// Make makes the promise, pending and without resolving functions: Resolve and Reject settle it.
func (o *OwnedPromise) Make(vm *goja.Runtime, proto *goja.Object, owner any) (*goja.Object, *goja.Promise) {
	l, p := layoutOfPromises(), unsafe.Pointer(&o.promise)
	o.owner = owner
	*(*string)(unsafe.Add(p, l.class)) = ownedClass
	*(**goja.Object)(unsafe.Add(p, l.val)) = &o.object
	*(**goja.Object)(unsafe.Add(p, l.prototype)) = proto
	*(*bool)(unsafe.Add(p, l.extensible)) = true
	*(*map[unistring.String]goja.Value)(unsafe.Add(p, l.values)) = map[unistring.String]goja.Value{}
	*(**goja.Runtime)(unsafe.Add(unsafe.Pointer(&o.object), ownerField.Offset)) = vm
	*(*face)(unsafe.Add(unsafe.Pointer(&o.object), selfField.Offset)) = face{l.table, p}
	return &o.object, &o.promise
}
