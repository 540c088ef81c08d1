package streams

import (
	"github.com/dop251/goja"
	"github.com/lariatjs/lariat/runtime/lazy"

	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/clone/slots"
)

// view is a typed array or a DataView that a script has given.
type view struct {
	class   string
	buffer  goja.ArrayBuffer
	offset  int // in bytes, as is the length
	bytes   int
	element int // bytes of an element
}

// elementSizes are the bytes of an element, for classes where that is more than one.
var elementSizes = lazy.Value[map[string]int]{Make: func() map[string]int {
	return map[string]int{
		"Int16Array": 2, "Uint16Array": 2, "Float16Array": 2, "Int32Array": 4, "Uint32Array": 4, "Float32Array": 4,
		"Float64Array": 8, "BigInt64Array": 8, "BigUint64Array": 8,
	}
}}

// viewAt returns the view at an argument.
func (s *Streams) viewAt(c *bind.Call, i int, arg string) view {
	obj, ok := c.Value(i).(*goja.Object)
	if !ok {
		c.Wrong(arg, "a typed array or a DataView")
	}
	v, ok := viewOf(obj)
	if !ok {
		c.Wrong(arg, "a typed array or a DataView, and not of a SharedArrayBuffer")
	}
	return v
}

// viewOf returns the view that an object is.
func viewOf(obj *goja.Object) (view, bool) {
	switch slots.Of(obj) {
	case slots.TypedArray, slots.DataView:
	default:
		return view{}, false
	}
	inside := slots.ViewOf(obj)
	if slots.IsShared(inside.Buffer) {
		return view{}, false
	}
	buffer, _ := slots.Buffer(inside.Buffer)
	element := max(elementSizes.Get()[inside.Class], 1)
	return view{class: inside.Class, buffer: buffer, offset: inside.Offset, bytes: inside.Bytes, element: element}, true
}

func (v *view) detached() bool { return v.buffer.Detached() }

// data returns the bytes that are seen through the view.
func (v *view) data() []byte { return v.buffer.Bytes()[v.offset : v.offset+v.bytes : v.offset+v.bytes] }

// take moves the whole buffer out of the hands of the script.
func (v *view) take() []byte {
	b := v.buffer.Bytes()
	v.buffer.Detach()
	return b
}

// newView makes a view of a class over a buffer, which nobody else may have.
func (s *Streams) newView(class string, buffer []byte, offset, elements int) *goja.Object {
	return s.viewOn(class, s.rt.VM().NewArrayBuffer(buffer), offset, elements)
}

func (s *Streams) viewOn(class string, buffer goja.ArrayBuffer, offset, elements int) *goja.Object {
	vm := s.rt.VM()
	ctor := s.views[class]
	if ctor == nil {
		ctor = s.rt.Realm().Builtin(class)
		s.views[class] = ctor
	}
	obj, err := vm.New(ctor, bind.ToValue(s.rt, buffer), bind.ToValue(s.rt, offset), bind.ToValue(s.rt, elements))
	if err != nil {
		bind.Throw(s.rt, err)
	}
	return obj
}
