package slots

import (
	"reflect"
	"sync"

	"github.com/lariatjs/lariat/runtime/lazy"

	"github.com/dop251/goja"
	"github.com/dop251/goja/unistring"
)

// base is where goja's common part of all objects keeps the own properties, for one representation.
type base struct{ names, values, symbols field }

// bases caches base by reflect.Type; nil is a representation that keeps its properties in some other way.
var bases sync.Map

// elsewhere are the representations with the common part that make properties up when they are asked for.
var elsewhere = lazy.Value[map[string]bool]{Make: func() map[string]bool {
	return map[string]bool{
		"templatedObject": true, "templatedFuncObject": true, "templatedArrayObject": true, "argumentsObject": true,
		"proxyObject": true, "objectGoMapSimple": true, "objectGoMapReflect": true, "objectGoSlice": true,
		"objectGoSliceReflect": true, "objectGoArrayReflect": true, "objectGoReflect": true,
	}
}}

func baseOf(t reflect.Type) *base {
	if b, ok := bases.Load(t); ok {
		return b.(*base)
	}
	var b *base
	if t == common().plain {
		b = &base{names: fieldOf(t, "propNames"), values: fieldOf(t, "values"), symbols: fieldOf(t, "symValues")}
	} else if f, ok := t.Elem().FieldByName("baseObject"); ok && f.Anonymous && !elsewhere.Get()[t.Elem().Name()] {
		plain, at := baseOf(common().plain), field(f.Index)
		b = &base{names: at.then(plain.names), values: at.then(plain.values), symbols: at.then(plain.symbols)}
	}
	bases.Store(t, b)
	return b
}

func (f field) then(g field) field { return append(f[:len(f):len(f)], g...) }

// Fields are the own string-keyed properties of an object as goja stores them: reading one is a map look-up, where Keys
// and Get cost five times as much, and tells an accessor from a value without running it.
type Fields struct {
	names  []unistring.String
	values map[unistring.String]goja.Value
}

// fieldsOf returns the fields of o, which lack the items of an array and the characters of a String. Names like
// indexes come where goja has put them, unless they are sorted.
func fieldsOf(o *goja.Object) (f Fields, b *base) {
	v := inside(o)
	if b = baseOf(v.Type()); b == nil {
		return f, nil
	}
	f.names = *(*[]unistring.String)(v.Elem().FieldByIndex(b.names).Addr().UnsafePointer())
	f.values = *(*map[unistring.String]goja.Value)(v.Elem().FieldByIndex(b.values).Addr().UnsafePointer())
	return f, b
}

func likeIndex(name unistring.String) bool { return name != "" && name[0] >= '0' && name[0] <= '9' }

// FieldsOf returns the own property names of an ordinary object in order, as a new slice, and its fields. ok is false
// for every other kind of object and for one with a name outside of ASCII or like an index, for which Keys is right.
func FieldsOf(o *goja.Object) (names []string, f Fields, ok bool) {
	if inside(o).Type() != common().plain {
		return nil, f, false
	}
	f, _ = fieldsOf(o)
	names = make([]string, len(f.names))
	for i, name := range f.names {
		if name.AsUtf16() != nil || likeIndex(name) {
			return nil, f, false
		}
		names[i] = string(name)
	}
	return names, f, true
}

// Value returns the value of a property when it is an ordinary one. Otherwise plain is false: it has a getter or a
// setter, is not enumerable, is read-only, or is not there (v is nil then).
func (f Fields) Value(name string) (v goja.Value, plain bool) {
	v = f.values[unistring.String(name)]
	return v, v != nil && reflect.TypeOf(v) != common().property
}
