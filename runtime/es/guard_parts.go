package es

import (
	"reflect"
	"sync"
	"unsafe"

	"github.com/dop251/goja"
	"github.com/dop251/goja/unistring"
)

// construct is the Go shape of [[Construct]] inside goja.
type construct = func(args []goja.Value, target *goja.Object) *goja.Object

// A guard replaces the Go function inside a built-in. Making a new built-in in its place would cost ten
// times as much at the start of every runtime, and would have to imitate name, length, attributes and
// identity. goja's objects are looked into by the names and the types of their fields: where one is not
// as expected there is no guard, and TestGuardParts fails.

// layout says where goja keeps what guards change or read in one kind of object; -1 if it does not.
type layout struct{ call, construct, template, values, private, generator, state int }

// parts are the insides of one object.
type parts struct {
	at unsafe.Pointer
	*layout
}

var (
	selfField, _  = reflect.TypeFor[goja.Object]().FieldByName("self")
	constructType = reflect.TypeFor[construct]()
	valuesType    = reflect.TypeFor[map[unistring.String]goja.Value]()
	layouts       sync.Map // of reflect.Type to *layout
	noLayout      = &layout{-1, -1, -1, -1, -1, -1, -1}
)

func partsOf(obj *goja.Object) parts {
	if selfField.Type == nil || selfField.Type.Kind() != reflect.Interface {
		return parts{nil, noLayout}
	}
	self := reflect.NewAt(selfField.Type, unsafe.Add(unsafe.Pointer(obj), selfField.Offset)).Elem().Elem()
	if self.Kind() != reflect.Pointer || self.Type().Elem().Kind() != reflect.Struct {
		return parts{nil, noLayout}
	}
	if l, ok := layouts.Load(self.Type()); ok {
		return parts{self.UnsafePointer(), l.(*layout)}
	}
	l := layoutOf(self.Type().Elem())
	layouts.Store(self.Type(), l)
	return parts{self.UnsafePointer(), l}
}

func layoutOf(t reflect.Type) *layout {
	offset := func(name string, is func(reflect.Type) bool) int {
		if f, ok := t.FieldByName(name); ok && is(f.Type) {
			return int(f.Offset) + outer(t, f.Index)
		}
		return -1
	}
	l := &layout{
		call:      offset("f", func(t reflect.Type) bool { return t == nativeType }),
		construct: offset("construct", func(t reflect.Type) bool { return t == constructType }),
		template:  offset("tmpl", isTemplate),
		values:    -1,
		private:   -1,
		generator: offset("gen", func(t reflect.Type) bool { return t.Name() == "generator" && t.Kind() == reflect.Struct }),
		state:     offset("state", func(t reflect.Type) bool { return t.Name() == "generatorState" && t.Kind() == reflect.Uint8 }),
	}
	base, into := t, 0
	if t.Name() != "baseObject" {
		f, ok := t.FieldByName("baseObject")
		if !ok || !f.Anonymous {
			return l
		}
		base, into = f.Type, int(f.Offset)+outer(t, f.Index)
	}
	if f, ok := base.FieldByName("values"); ok && f.Type == valuesType {
		l.values = into + int(f.Offset)
	}
	if f, ok := base.FieldByName("privateElements"); ok && isPointerMap(f.Type) {
		l.private = into + int(f.Offset)
	}
	return l
}

func isPointerMap(t reflect.Type) bool {
	return t.Kind() == reflect.Map && t.Key().Kind() == reflect.Pointer && t.Elem().Kind() == reflect.Pointer
}

// outer is how far the struct that holds the last field of index is into t.
func outer(t reflect.Type, index []int) int {
	n := 0
	for _, i := range index[:len(index)-1] {
		f := t.Field(i)
		n += int(f.Offset)
		t = f.Type
	}
	return n
}

// isTemplate says whether t is a pointer to what makes properties when they are first asked for.
func isTemplate(t reflect.Type) bool {
	if t.Kind() != reflect.Pointer || t.Elem().Kind() != reflect.Struct {
		return false
	}
	props, ok := t.Elem().FieldByName("props")
	return ok && props.Type.Kind() == reflect.Map && props.Type.Key() == valuesType.Key() &&
		reflect.TypeFor[func(*goja.Runtime) goja.Value]().ConvertibleTo(props.Type.Elem())
}

func (p parts) call() *native {
	if p.layout.call < 0 {
		return nil
	}
	return (*native)(unsafe.Add(p.at, p.layout.call))
}

func (p parts) construct() *construct {
	if p.layout.construct < 0 {
		return nil
	}
	return (*construct)(unsafe.Add(p.at, p.layout.construct))
}

// values are the own properties with string keys that are there so far.
func (p parts) values() map[unistring.String]goja.Value {
	if p.layout.values < 0 {
		return nil
	}
	return *(*map[unistring.String]goja.Value)(unsafe.Add(p.at, p.layout.values))
}

// field reads a field of a property descriptor of goja's, of the type T.
func field[T any](v goja.Value, name string) (out T) {
	p := reflect.ValueOf(v)
	if p.Kind() != reflect.Pointer || p.Elem().Kind() != reflect.Struct {
		return out
	}
	if f := p.Elem().FieldByName(name); f.IsValid() && f.Type() == reflect.TypeFor[T]() {
		return *(*T)(unsafe.Pointer(f.UnsafeAddr()))
	}
	return out
}

// guardProperty guards the function that a property holds, or the property itself if it is an accessor.
func guardProperty(vm *goja.Runtime, v goja.Value, g guard) {
	if f := objectIn(v); f != nil {
		g(vm, f)
	} else if set := field[*goja.Object](v, "setterFunc"); set != nil {
		g(vm, set)
	}
}

// objectIn is the object that a property holds, nil if it holds none.
func objectIn(v goja.Value) *goja.Object {
	if obj, ok := v.(*goja.Object); ok {
		return obj
	}
	obj, _ := field[goja.Value](v, "value").(*goja.Object)
	return obj
}
