package lariat

import (
	"maps"
	"reflect"

	"github.com/lariatjs/lariat/runtime"
)

// classes are the Go types whose values are objects with methods in scripts: a script has the thing itself and not a copy.
type classes struct{ types map[reflect.Type]bool }

// classesOf finds them in modules.
func classesOf(modules []runtime.Module) *classes {
	c := &classes{types: map[reflect.Type]bool{}}
	for _, m := range modules {
		for _, zero := range m.Wraps {
			c.types[reflect.TypeOf(zero)] = true
		}
	}
	return c
}

func (c *classes) has(t reflect.Type) bool { return c != nil && c.types[t] }

// express finds out whether a type has values in JavaScript. seen are the types around it; from says that the values come
// from there.
func (c *classes) express(t reflect.Type, seen map[reflect.Type]bool, from bool) error {
	if seen[t] || c.has(t) || t == timeType || t == durationType || t == bigType || t == errorType || t == sharedType ||
		t == valueType && !from {
		return nil
	}
	switch {
	case !from && t.Implements(errorType):
		return nil
	case t.Kind() != reflect.Pointer && (!from && t.Implements(marshaler) || from && reflect.PointerTo(t).Implements(unmarshaler)):
		return nil
	}
	around := map[reflect.Type]bool{t: true}
	maps.Copy(around, seen)
	switch t.Kind() {
	case reflect.Pointer, reflect.Slice, reflect.Array:
		return c.express(t.Elem(), around, from)
	case reflect.Map:
		if !keyed(t.Key()) {
			return wrong("the Go type " + t.String() + " has keys that are no strings")
		}
		return c.express(t.Elem(), around, from)
	case reflect.Struct:
		for _, f := range fieldsOf(t) {
			if err := c.express(f.typ, around, from); err != nil {
				return at(err, property(f.name))
			}
		}
		return nil
	case reflect.Chan, reflect.Func, reflect.UnsafePointer, reflect.Complex64, reflect.Complex128, reflect.Uintptr:
		return inexpressible(t)
	}
	return nil
}

func inexpressible(t reflect.Type) error {
	return wrong("the Go type " + t.String() + " has no values in JavaScript")
}

// keyed reports whether values of a type can be names of properties.
func keyed(t reflect.Type) bool {
	k := t.Kind()
	return k == reflect.String || k >= reflect.Int && k <= reflect.Uint64 || t.Implements(marshaler) ||
		reflect.PointerTo(t).Implements(unmarshaler) || k == reflect.Interface && t.NumMethod() == 0
}
