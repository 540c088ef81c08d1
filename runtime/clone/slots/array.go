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

// Items returns the items of an array as goja stores them, nil for a hole; those beyond the slice, up to the length,
// are holes too. No script code runs, and nothing is copied: the slice changes with the array. ok is false when some
// item is an accessor or read-only, when the array is stored sparsely, and when o is no array.
func Items(o *goja.Object) (items []goja.Value, length int, ok bool) {
	v, t := inside(o), common()
	if v.Type() != t.array {
		return nil, 0, false
	}
	a := v.Elem()
	if a.FieldByIndex(t.arrayProps).Int() != 0 {
		return nil, 0, false
	}
	items = *(*[]goja.Value)(a.FieldByIndex(t.arrayItems).Addr().UnsafePointer())
	return items, int(a.FieldByIndex(t.arrayLength).Uint()), true
}

// OnlyItems reports whether an array for which Items is ok has no string-keyed property but its items and its length.
func OnlyItems(o *goja.Object) bool {
	return inside(o).Elem().FieldByIndex(common().arrayNames).Len() == 1
}
