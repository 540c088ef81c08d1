package bind

import (
	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/clone/slots"
)

// BytesOf returns the bytes that an ArrayBuffer, a typed array or a DataView shows, without a copy: what
// is written to them is seen by the script. ok is false for every other value. A detached buffer has no
// bytes.
func BytesOf(v goja.Value) (b []byte, ok bool) {
	obj, isObject := v.(*goja.Object)
	if !isObject {
		return nil, false
	}
	switch slots.Of(obj) {
	case slots.ArrayBuffer:
		return obj.Export().(goja.ArrayBuffer).Bytes(), true
	case slots.TypedArray, slots.DataView:
		return viewed(obj), true
	}
	return nil, false
}

// viewed returns the bytes beneath a view. goja's own Export dies when the buffer is detached.
func viewed(obj *goja.Object) []byte {
	view := slots.ViewOf(obj)
	buffer, ok := slots.Buffer(view.Buffer)
	if !ok {
		return nil
	}
	end := view.Offset + view.Bytes
	return buffer.Bytes()[view.Offset:end:end]
}

// Buffer makes a Buffer of Node over b, without a copy, or a Uint8Array in a runtime without "node:buffer". b must not
// be used by Go afterwards.
func Buffer(rt *runtime.Runtime, b []byte) *goja.Object {
	proto := runtime.Local(rt, bufferKey{}, func() *goja.Object {
		exports, err := rt.Exports("node:buffer")
		if err != nil {
			return nil
		}
		return exports.Get("Buffer").(*goja.Object).Get("prototype").(*goja.Object)
	})
	obj := Bytes(rt, b)
	if proto != nil {
		_ = obj.SetPrototype(proto)
	}
	return obj
}

type bufferKey struct{}
