package es

import (
	"math"
	"reflect"

	"github.com/dop251/goja"
)

var bufferType = reflect.TypeFor[goja.ArrayBuffer]()

// maxBuffer is the longest buffer that transfer makes.
const maxBuffer = 1 << 31

// goja's buffers have a fixed length, so there is no resize; resizable says so.

func (r *Realm) bufferDetached(c goja.FunctionCall) goja.Value {
	return r.vm.ToValue(r.thisBuffer(c, "detached").Detached())
}

func (r *Realm) bufferMaxByteLength(c goja.FunctionCall) goja.Value {
	return r.vm.ToValue(len(r.thisBuffer(c, "maxByteLength").Bytes()))
}

func (r *Realm) bufferResizable(c goja.FunctionCall) goja.Value {
	r.thisBuffer(c, "resizable")
	return r.vm.ToValue(false)
}

func (r *Realm) thisBuffer(c goja.FunctionCall, name string) goja.ArrayBuffer {
	if obj, ok := c.This.(*goja.Object); ok && obj.ExportType() == bufferType {
		if b, ok := obj.Export().(goja.ArrayBuffer); ok {
			return b
		}
	}
	panic(r.vm.NewTypeError("ArrayBuffer.prototype.%s called on an incompatible receiver", name))
}

// transfer moves the bytes to a new buffer and detaches the old one. Nothing is copied if the length
// stays.
func (r *Realm) transfer(c goja.FunctionCall, name string) goja.Value {
	old := r.thisBuffer(c, name)
	length := len(old.Bytes())
	if v := c.Argument(0); !goja.IsUndefined(v) {
		f := math.Trunc(v.ToNumber().ToFloat())
		if math.IsNaN(f) {
			f = 0
		}
		if f < 0 || f > maxBuffer {
			panic(r.rangeError("invalid array buffer length"))
		}
		length = int(f)
	}
	if old.Detached() {
		panic(r.vm.NewTypeError("cannot transfer a detached ArrayBuffer"))
	}
	data := old.Bytes()
	if length != len(data) {
		data = make([]byte, length)
		copy(data, old.Bytes())
	}
	old.Detach()
	return r.vm.ToValue(r.vm.NewArrayBuffer(data))
}
