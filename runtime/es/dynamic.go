package es

import (
	"reflect"
	"sync"
	"unsafe"

	"github.com/dop251/goja"
)

// DynamicObject is room for an object whose properties Go code answers for, in one piece with what answers: the parts
// that goja.Runtime.NewDynamicObject allocates one by one, and then the prototype that it gets.
type DynamicObject struct {
	object goja.Object
	body   dynamicBody
}

// dynamicBody has the layout of goja's type for such objects.
type dynamicBody struct {
	val, prototype *goja.Object
	d              goja.DynamicObject
}

// dynamicTable is the table of goja's type for such objects; nil if that is not laid out as expected, which
// TestDynamicObject sees.
var dynamicTable = sync.OnceValue(func() unsafe.Pointer {
	sample := goja.New().NewDynamicObject(nothing{})
	theirs, ours := insideType(sample), reflect.TypeFor[dynamicBody]()
	base, ok1 := theirs.FieldByName("baseDynamicObject")
	answers, ok2 := theirs.FieldByName("d")
	if !ok1 || !ok2 || theirs.NumField() != 2 || theirs.Size() != ours.Size() || base.Offset != 0 || base.Type.NumField() != 2 ||
		base.Type.Field(0).Name != "val" || base.Type.Field(1).Name != "prototype" || answers.Offset != ours.Field(2).Offset {
		return nil
	}
	return faceOf(sample).table
})

// Make makes the object.
func (o *DynamicObject) Make(vm *goja.Runtime, proto *goja.Object, d goja.DynamicObject) *goja.Object {
	table := dynamicTable()
	if table == nil {
		obj := vm.NewDynamicObject(d)
		_ = obj.SetPrototype(proto)
		return obj
	}
	o.body = dynamicBody{&o.object, proto, d}
	*(**goja.Runtime)(unsafe.Add(unsafe.Pointer(&o.object), ownerField.Offset)) = vm
	*(*face)(unsafe.Add(unsafe.Pointer(&o.object), selfField.Offset)) = face{table, unsafe.Pointer(&o.body)}
	return &o.object
}

// nothing is an object without properties.
type nothing struct{}

func (nothing) Get(string) goja.Value       { return nil }
func (nothing) Set(string, goja.Value) bool { return false }
func (nothing) Has(string) bool             { return false }
func (nothing) Delete(string) bool          { return true }
func (nothing) Keys() []string              { return nil }
