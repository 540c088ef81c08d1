package slots

import (
	"sync"
	"time"

	"github.com/dop251/goja"
)

// flags are the flags of a regular expression in the order of RegExp.prototype.flags.
var flags = []struct {
	get    Name
	letter byte
}{
	{getHasIndices, 'd'},
	{getGlobal, 'g'},
	{getIgnoreCase, 'i'},
	{getMultiline, 'm'},
	{getDotAll, 's'},
	{getUnicode, 'u'},
	{getSticky, 'y'},
}

// Pattern returns the source and the flags of a RegExp as it was made.
func (r *Realm) Pattern(o *goja.Object) (source goja.Value, letters string) {
	var b []byte
	for _, f := range flags {
		if r.Call(f.get, o).ToBoolean() {
			b = append(b, f.letter)
		}
	}
	return r.Call(getSource, o), string(b)
}

// View is what a typed array or DataView shows of its buffer. Offset is in bytes, Length in elements.
type View struct {
	Class          string
	Buffer         *goja.Object
	Offset, Length int
}

var elementClass = map[string]string{
	"uint8Array": "Uint8Array", "uint8ClampedArray": "Uint8ClampedArray", "int8Array": "Int8Array",
	"uint16Array": "Uint16Array", "int16Array": "Int16Array", "uint32Array": "Uint32Array", "int32Array": "Int32Array",
	"float32Array": "Float32Array", "float64Array": "Float64Array",
	"bigInt64Array": "BigInt64Array", "bigUint64Array": "BigUint64Array",
}

// elements is the field that tells the element type.
var elements = sync.OnceValue(func() field {
	vm := goja.New()
	o, err := vm.New(vm.Get("Uint8Array"))
	if err != nil {
		panic(err) // cannot happen: a new VM has its built-ins
	}
	return fieldOf(inside(o).Type(), "typedArray")
})

// TypedArrayClass is the name of a typed array's class, which a script cannot change.
func TypedArrayClass(o *goja.Object) string {
	return elementClass[inside(o).Elem().FieldByIndex(elements()).Elem().Type().Elem().Name()]
}

// TypedArray returns the view of a typed array. A detached buffer makes the offset and the length 0.
func (r *Realm) TypedArray(o *goja.Object) View {
	buffer, _ := r.Call(getBuffer, o).(*goja.Object)
	return View{
		Class: TypedArrayClass(o), Buffer: buffer,
		Offset: int(r.Call(getByteOffset, o).ToInteger()), Length: int(r.Call(getLength, o).ToInteger()),
	}
}

// DataView returns the view of a DataView. It panics with a TypeError when the buffer is detached.
func (r *Realm) DataView(o *goja.Object) View {
	buffer, _ := r.Call(viewBuffer, o).(*goja.Object)
	if b, ok := Buffer(buffer); ok && b.Detached() {
		return View{Class: "DataView", Buffer: buffer}
	}
	return View{
		Class: "DataView", Buffer: buffer,
		Offset: int(r.Call(viewByteOffset, o).ToInteger()), Length: int(r.Call(viewByteLength, o).ToInteger()),
	}
}

// Buffer returns the Go side of an ArrayBuffer.
func Buffer(o *goja.Object) (goja.ArrayBuffer, bool) {
	if o == nil || Of(o) != ArrayBuffer {
		return goja.ArrayBuffer{}, false
	}
	b, ok := o.Export().(goja.ArrayBuffer)
	return b, ok
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
func (r *Realm) Primitive(o *goja.Object) goja.Value {
	if Of(o) == BoxedString {
		return r.Call(stringValueOf, o)
	}
	x := o.Export()
	if _, isSymbol := x.(string); isSymbol { // goja exports a Symbol as its description
		return r.Call(symbolValueOf, o)
	}
	return r.VM.ToValue(x)
}
