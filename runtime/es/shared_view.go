package es

import (
	"reflect"
	"sync"
	"unsafe"

	"github.com/lariatjs/lariat/runtime/lazy"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime/memory"
)

// sharedClass is what goja's own name for the class of an object is changed to in a SharedArrayBuffer, which otherwise
// is an ArrayBuffer with another prototype. No script can do that, so it is the brand.
const sharedClass = "SharedArrayBuffer"

// views says where goja keeps what Atomics read of typed arrays and of buffers, and which of its types is which: asking
// for that through reflection at every call takes longer than the operation itself.
type views struct {
	array, buffer unsafe.Pointer // the tables of the two representations
	// in a typed array
	viewed, offset, length, numbers uintptr
	// in a buffer
	data, detached, class uintptr
	kinds                 map[unsafe.Pointer]element
}

// element is what one of the eleven typed arrays holds.
type element struct {
	memory.Kind
	big, clamped bool
}

// face is an interface value with methods: the table of its type, and the pointer in it.
type face struct{ table, value unsafe.Pointer }

func faceOf(o *goja.Object) face {
	return *(*face)(unsafe.Add(unsafe.Pointer(o), selfField.Offset))
}

var elements = lazy.Value[map[string]element]{Make: func() map[string]element {
	return map[string]element{
		"Int8Array": {Kind: memory.Int8}, "Uint8Array": {Kind: memory.Uint8}, "Uint8ClampedArray": {Kind: memory.Uint8, clamped: true},
		"Int16Array": {Kind: memory.Int16}, "Uint16Array": {Kind: memory.Uint16},
		"Int32Array": {Kind: memory.Int32}, "Uint32Array": {Kind: memory.Uint32},
		"Float32Array": {Kind: memory.Float32}, "Float64Array": {Kind: memory.Float64},
		"BigInt64Array": {Kind: memory.Int64, big: true}, "BigUint64Array": {Kind: memory.Uint64, big: true},
	}
}}

// layoutOfViews is found once, from samples. TestViews compares what is read that way with what scripts see.
var layoutOfViews = sync.OnceValue(func() *views {
	vm := goja.New()
	buffer := vm.ToValue(vm.NewArrayBuffer(nil)).(*goja.Object)
	v := &views{buffer: faceOf(buffer).table, kinds: map[unsafe.Pointer]element{}}
	t := insideType(buffer)
	v.data, v.detached = offsetOf(t, "data", reflect.TypeFor[[]byte]()), offsetOf(t, "detached", reflect.TypeFor[bool]())
	base, _ := t.FieldByName("baseObject")
	v.class = base.Offset + offsetOf(base.Type, "class", reflect.TypeFor[string]())
	for name, e := range elements.Get() {
		array, err := vm.New(vm.Get(name))
		if err != nil {
			panic(err)
		}
		t := insideType(array)
		v.array = faceOf(array).table
		v.offset, v.length = offsetOf(t, "offset", reflect.TypeFor[int]()), offsetOf(t, "length", reflect.TypeFor[int]())
		v.viewed = offsetOf(t, "viewedArrayBuf", reflect.PointerTo(insideType(buffer)))
		numbers, ok := t.FieldByName("typedArray")
		if !ok || numbers.Type.Kind() != reflect.Interface {
			panic("goja keeps its typed arrays in another way")
		}
		v.numbers = numbers.Offset
		v.kinds[(*face)(unsafe.Add(faceOf(array).value, v.numbers)).table] = e
	}
	return v
})

// insideType is the type of the struct that stands behind an object.
func insideType(o *goja.Object) reflect.Type {
	return reflect.NewAt(selfField.Type, unsafe.Add(unsafe.Pointer(o), selfField.Offset)).Elem().Elem().Type().Elem()
}

func offsetOf(t reflect.Type, name string, of reflect.Type) uintptr {
	f, ok := t.FieldByName(name)
	if !ok || f.Type != of || len(f.Index) != 1 {
		panic("goja keeps " + name + " in another way")
	}
	return f.Offset
}

// view is a typed array as it is at this moment.
type view struct {
	element
	data           []byte // of the whole buffer; nil if it is detached
	offset, length int    // in elements
	detached       bool
	shared         bool
}

// viewOf looks at a typed array; ok is false for everything else.
func viewOf(o *goja.Object) (v view, ok bool) {
	l, f := layoutOfViews(), faceOf(o)
	if f.table != l.array {
		return v, false
	}
	v.element = l.kinds[(*face)(unsafe.Add(f.value, l.numbers)).table]
	v.offset = *(*int)(unsafe.Add(f.value, l.offset))
	v.length = *(*int)(unsafe.Add(f.value, l.length))
	buffer := *(*unsafe.Pointer)(unsafe.Add(f.value, l.viewed))
	v.data = *(*[]byte)(unsafe.Add(buffer, l.data))
	v.detached = *(*bool)(unsafe.Add(buffer, l.detached))
	v.shared = *(*string)(unsafe.Add(buffer, l.class)) == sharedClass
	return v, true
}

// cell is one element.
func (v *view) cell(index int) memory.Cell {
	size := v.Size()
	return memory.At(v.data, (v.offset+index)*size, size)
}

// SharedBytes returns the memory of a SharedArrayBuffer; ok is false for everything else.
func SharedBytes(v goja.Value) (data []byte, ok bool) {
	o, isObject := v.(*goja.Object)
	if !isObject {
		return nil, false
	}
	l, f := layoutOfViews(), faceOf(o)
	if f.table != l.buffer || *(*string)(unsafe.Add(f.value, l.class)) != sharedClass {
		return nil, false
	}
	return *(*[]byte)(unsafe.Add(f.value, l.data)), true
}

// brand makes a buffer a shared one.
func brand(buffer *goja.Object) {
	*(*string)(unsafe.Add(faceOf(buffer).value, layoutOfViews().class)) = sharedClass
}
