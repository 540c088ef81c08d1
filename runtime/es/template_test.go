package es

import (
	"reflect"
	"testing"

	"github.com/dop251/goja"
)

// TestTemplateLayout compares the types that have to be laid out as goja's are.
func TestTemplateLayout(t *testing.T) {
	obj := goja.New().GlobalObject()
	self := reflect.ValueOf(obj).Elem().FieldByIndex(selfField.Index)
	slot, _ := self.Elem().Type().Elem().FieldByName("tmpl")
	compare(t, reflect.TypeFor[template](), slot.Type.Elem())
	compare(t, reflect.TypeFor[record](), propertyType)
	for _, name := range []string{"IteratorPrototype", "PromisePrototype", "Error", "Symbol"} {
		if globalFields()[name] == 0 {
			t.Errorf("goja has no place for %s", name)
		}
	}
}

func compare(t *testing.T, ours, theirs reflect.Type) {
	t.Helper()
	if ours.NumField() != theirs.NumField() || ours.Size() != theirs.Size() {
		t.Fatalf("%v has %d fields and %d bytes, %v has %d and %d", ours, ours.NumField(), ours.Size(), theirs, theirs.NumField(), theirs.Size())
	}
	for i := range ours.NumField() {
		a, b := ours.Field(i), theirs.Field(i)
		if a.Offset != b.Offset || a.Type.Kind() != b.Type.Kind() || a.Type.Kind() == reflect.Map && a.Type.Key() != b.Type.Key() {
			t.Errorf("%v: field %s is a %v at %d, goja's %s a %v at %d", ours, a.Name, a.Type, a.Offset, b.Name, b.Type, b.Offset)
		}
	}
}
