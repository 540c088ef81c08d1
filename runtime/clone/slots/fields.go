package slots

import (
	"reflect"

	"github.com/dop251/goja"
	"github.com/dop251/goja/unistring"
)

var (
	plainNames  = fieldOf(plainType, "propNames")
	plainValues = fieldOf(plainType, "values")

	// propertyType is goja's record of a property that is not simply a writable, enumerable, configurable value.
	propertyType = reflect.PointerTo(arrayType.Elem().FieldByIndex(fieldOf(arrayType, "lengthProp")).Type)
)

// Fields are the string-keyed properties of an ordinary object as goja stores them: reading them costs a map look-up
// where Keys and Get cost five times as much, and tells an accessor from a value without running it.
type Fields struct {
	values map[unistring.String]goja.Value
}

// FieldsOf returns the own property names of an ordinary object in order, as a new slice, and its fields. ok is false
// for every other kind of object and for one with a name outside of ASCII or like an index, for which Keys is right.
func FieldsOf(o *goja.Object) (names []string, f Fields, ok bool) {
	v := inside(o)
	if v.Type() != plainType {
		return nil, f, false
	}
	stored := *(*[]unistring.String)(v.Elem().FieldByIndex(plainNames).Addr().UnsafePointer())
	names = make([]string, len(stored))
	for i, name := range stored {
		if name.AsUtf16() != nil || name != "" && name[0] >= '0' && name[0] <= '9' {
			return nil, f, false
		}
		names[i] = string(name)
	}
	f.values = *(*map[unistring.String]goja.Value)(v.Elem().FieldByIndex(plainValues).Addr().UnsafePointer())
	return names, f, true
}

// Value returns the value of a property when it is an ordinary one. Otherwise plain is false: it has a getter or a
// setter, is not enumerable, is read-only, or is not there (v is nil then).
func (f Fields) Value(name string) (v goja.Value, plain bool) {
	v = f.values[unistring.String(name)]
	return v, v != nil && reflect.TypeOf(v) != propertyType
}
