package slots

import (
	"reflect"
	"sync"
	"time"

	"github.com/dop251/goja"
)

// members are fields of one of goja's types, found when the first object of the type comes along.
type members struct {
	names []string
	once  sync.Once
	paths []field
}

func membersOf(names ...string) *members { return &members{names: names} }

// at returns the i-th field of what v points to.
func (m *members) at(v reflect.Value, i int) reflect.Value {
	m.once.Do(func() {
		for _, name := range m.names {
			m.paths = append(m.paths, fieldOf(v.Type(), name))
		}
	})
	return v.Elem().FieldByIndex(m.paths[i])
}

var (
	regexps  = membersOf("source", "pattern")
	flags    = membersOf("global", "ignoreCase", "multiline", "dotAll", "unicode", "sticky")
	arrays   = membersOf("viewedArrayBuf", "offset", "length", "elemSize", "typedArray")
	views    = membersOf("viewedArrayBuf", "byteOffset", "byteLen")
	buffers  = membersOf("val", "detached")
	numbers  = membersOf("pValue")
	texts    = membersOf("value")
	elements = map[string]string{
		"uint8Array": "Uint8Array", "uint8ClampedArray": "Uint8ClampedArray", "int8Array": "Int8Array",
		"uint16Array": "Uint16Array", "int16Array": "Int16Array", "uint32Array": "Uint32Array", "int32Array": "Int32Array",
		"float32Array": "Float32Array", "float64Array": "Float64Array",
		"bigInt64Array": "BigInt64Array", "bigUint64Array": "BigUint64Array",
	}
)

// stringAt reads a field of type goja.String, as valueAt does.
func stringAt(f reflect.Value) goja.String {
	return *(*goja.String)(f.Addr().UnsafePointer())
}

// Pattern returns the source of a RegExp as it was given, without what its source property escapes, and its flags.
func Pattern(o *goja.Object) (source goja.String, letters string) {
	v := inside(o)
	pattern := regexps.at(v, 1)
	var b []byte
	for i, letter := range []byte("gimsuy") {
		if flags.at(pattern, i).Bool() {
			b = append(b, letter)
		}
	}
	return stringAt(regexps.at(v, 0)), string(b)
}

// View is what a typed array or DataView shows of its buffer. Offset is in bytes, Length in elements. Both are 0 when
// the buffer is detached.
type View struct {
	Class          string
	Buffer         *goja.Object
	Offset, Length int
	// Bytes is the length in bytes; Length counts elements, which in a DataView are the same.
	Bytes int
}

// ViewOf returns the view of a typed array or DataView.
func ViewOf(o *goja.Object) View {
	v := inside(o)
	if Of(o) == DataView {
		return viewOn(views.at(v, 0), "DataView", views.at(v, 1).Int(), views.at(v, 2).Int(), 1)
	}
	size := arrays.at(v, 3).Int()
	return viewOn(arrays.at(v, 0), TypedArrayClass(o), arrays.at(v, 1).Int()*size, arrays.at(v, 2).Int(), size)
}

func viewOn(buffer reflect.Value, class string, offset, length, size int64) View {
	view := View{Class: class, Buffer: (*goja.Object)(buffers.at(buffer, 0).UnsafePointer())}
	if !buffers.at(buffer, 1).Bool() {
		view.Offset, view.Length, view.Bytes = int(offset), int(length), int(length*size)
	}
	return view
}

// TypedArrayClass is the name of a typed array's class, which a script cannot change.
func TypedArrayClass(o *goja.Object) string {
	return elements[arrays.at(inside(o), 4).Elem().Type().Elem().Name()]
}

// Buffer returns the Go side of an ArrayBuffer.
func Buffer(o *goja.Object) (goja.ArrayBuffer, bool) {
	if o == nil || Of(o) != ArrayBuffer {
		return goja.ArrayBuffer{}, false
	}
	b, ok := o.Export().(goja.ArrayBuffer)
	return b, ok
}

// IsShared reports whether an ArrayBuffer is a SharedArrayBuffer. goja has none: package es makes them of its
// ArrayBuffers, and gives them a class of their own, which no script can do.
func IsShared(o *goja.Object) bool {
	return Of(o) == ArrayBuffer && o.ClassName() == "SharedArrayBuffer"
}

// Time returns the milliseconds of a Date; ok is false for an invalid one.
func Time(o *goja.Object) (ms int64, ok bool) {
	t, ok := o.Export().(time.Time)
	if !ok {
		return 0, false
	}
	return t.UnixMilli(), true
}

// Primitive returns what a boxed primitive holds. A *goja.Symbol is possible.
func Primitive(o *goja.Object) goja.Value {
	if Of(o) == BoxedString {
		return stringAt(texts.at(inside(o), 0))
	}
	return valueAt(numbers.at(inside(o), 0))
}
