package es

import (
	"reflect"
	"strings"
	"sync"
	"unsafe"

	"github.com/dop251/goja"
	"github.com/dop251/goja/unistring"
)

// OwnedObject is room for an ordinary object and the Go value that it stands for, in one piece: a property that ties the
// two together costs more than the object itself.
type OwnedObject struct {
	object goja.Object
	body   ownedBody
}

// ownedBody is what goja has behind an ordinary object, and then the Go value.
type ownedBody struct {
	objectBody
	owner any
}

// objectBody has the layout of goja's type for ordinary objects.
type objectBody struct {
	class            string
	val, prototype   *goja.Object
	extensible       bool
	values           map[unistring.String]goja.Value
	names            []unistring.String
	sorted, indexes  int
	symbols, private unsafe.Pointer
}

// ownedObjectClass is what goja calls the class of such objects; its address tells them from all others, see ownedClass.
var ownedObjectClass = strings.Clone("Object")

// objectTable is the table of goja's type for ordinary objects; nil if that is not laid out as expected, which
// TestOwnedObject sees.
var objectTable = sync.OnceValue(func() unsafe.Pointer {
	sample := goja.New().CreateObject(nil)
	theirs, ours := insideType(sample), reflect.TypeFor[objectBody]()
	if theirs.Name() != "baseObject" || theirs.NumField() != ours.NumField() || theirs.Size() != ours.Size() {
		return nil
	}
	for i := range ours.NumField() {
		a, b := theirs.Field(i), ours.Field(i)
		pointers := b.Type.Kind() == reflect.UnsafePointer && (a.Type.Kind() == reflect.Pointer || a.Type.Kind() == reflect.Map)
		if a.Offset != b.Offset || a.Type != b.Type && !pointers {
			return nil
		}
	}
	for i, name := range []string{"class", "val", "prototype", "extensible", "values", "propNames"} {
		if theirs.Field(i).Name != name {
			return nil
		}
	}
	return faceOf(sample).table
})

// Make makes the object; false says that this version of goja has no room for the value.
func (o *OwnedObject) Make(vm *goja.Runtime, proto *goja.Object, owner any) (*goja.Object, bool) {
	table := objectTable()
	if table == nil {
		return nil, false
	}
	o.body = ownedBody{objectBody{
		class: ownedObjectClass, val: &o.object, prototype: proto, extensible: true, values: map[unistring.String]goja.Value{},
	}, owner}
	*(**goja.Runtime)(unsafe.Add(unsafe.Pointer(&o.object), ownerField.Offset)) = vm
	*(*face)(unsafe.Add(unsafe.Pointer(&o.object), selfField.Offset)) = face{table, unsafe.Pointer(&o.body)}
	return &o.object, true
}

// Own ties a Go value to an ordinary object that a constructor has just made, instead of the one that it has. False says
// that it is no ordinary object.
func Own(o *goja.Object, owner any) bool {
	inside := faceOf(o)
	if table := objectTable(); table == nil || inside.table != table {
		return false
	}
	old := (*objectBody)(inside.value)
	if owned(old) {
		(*ownedBody)(inside.value).owner = owner
		return true
	}
	body := &ownedBody{*old, owner}
	body.class = ownedObjectClass
	if old.class != body.class {
		return false
	}
	*(*face)(unsafe.Add(unsafe.Pointer(o), selfField.Offset)) = face{inside.table, unsafe.Pointer(body)}
	return true
}

func owned(body *objectBody) bool {
	return unsafe.StringData(body.class) == unsafe.StringData(ownedObjectClass)
}

// OwnerOf returns the Go value of an owned object or promise, nil for everything else.
func OwnerOf(o *goja.Object) any {
	inside := faceOf(o)
	switch inside.table {
	case objectTable():
		if body := (*objectBody)(inside.value); inside.table != nil && owned(body) {
			return (*ownedBody)(inside.value).owner
		}
	case layoutOfPromises().table:
		if unsafe.StringData(o.ClassName()) == unsafe.StringData(ownedClass) {
			return (*OwnedPromise)(unsafe.Add(inside.value, -int(unsafe.Offsetof(OwnedPromise{}.promise)))).owner
		}
	}
	return nil
}
