package slots

import (
	"reflect"

	"github.com/dop251/goja"
)

// field is the path of a field inside a representation, found once.
type field []int

func fieldOf(t reflect.Type, name string) field {
	f, _ := t.Elem().FieldByName(name)
	return f.Index
}

var (
	arrayNames  = fieldOf(arrayType, "propNames")
	arrayItems  = fieldOf(arrayType, "values")
	arrayLength = fieldOf(arrayType, "length")
	arrayCount  = fieldOf(arrayType, "objCount")
	arrayProps  = fieldOf(arrayType, "propValueCount")
)

// Dense reports whether o is an array whose elements are all present and ordinary, without accessors, and which has
// no property but them and its length. n is the length. Elements then returns them without any script code running.
func Dense(o *goja.Object) (n int, ok bool) {
	v := inside(o)
	if v.Type() != arrayType {
		return 0, false
	}
	a := v.Elem()
	n = a.FieldByIndex(arrayItems).Len()
	ok = a.FieldByIndex(arrayLength).Uint() == uint64(n) && a.FieldByIndex(arrayCount).Int() == int64(n) &&
		a.FieldByIndex(arrayProps).Int() == 0 && a.FieldByIndex(arrayNames).Len() == 1
	return n, ok
}
