package es

import (
	"math"
	"unsafe"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime/memory"
)

// shared is what a VM has of shared memory once a script, or a value from another isolate, needs it.
type shared struct {
	buffer, proto, atomics *goja.Object
}

// sharedBuffers returns the class SharedArrayBuffer. goja's buffers have a fixed length, so it cannot grow; growable
// says so.
func (r *Realm) sharedBuffers() *shared {
	s := &r.shared
	if s.buffer != nil {
		return s
	}
	s.proto = r.vm.NewObject()
	s.buffer = r.either(sharedClass, 1, s.proto, r.newShared)
	hidden(s.proto, "constructor", s.buffer)
	r.tag(s.proto, sharedClass)
	species := r.fn("get [Symbol.species]", 0, func(c goja.FunctionCall) goja.Value { return c.This })
	_ = s.buffer.DefineAccessorPropertySymbol(goja.SymSpecies, species, nil, yes, no)
	length := func(name string) {
		r.getter(s.proto, name, func(c goja.FunctionCall) goja.Value {
			_, data := r.thisShared(c, name)
			return r.vm.ToValue(len(data))
		})
	}
	length("byteLength")
	length("maxByteLength")
	r.getter(s.proto, "growable", func(c goja.FunctionCall) goja.Value {
		r.thisShared(c, "growable")
		return r.vm.ToValue(false)
	})
	r.def(s.proto, "grow", 1, func(c goja.FunctionCall) goja.Value {
		r.thisShared(c, "grow")
		panic(r.vm.NewTypeError("SharedArrayBuffer.prototype.grow: the buffer has a fixed length"))
	})
	r.def(s.proto, "slice", 2, r.sliceShared)
	r.guardBuffers()
	return s
}

// newShared is the constructor.
func (r *Realm) newShared(target, length, _ goja.Value) goja.Value {
	class, ok := target.(*goja.Object)
	if !ok {
		panic(r.vm.NewTypeError("constructor SharedArrayBuffer requires new"))
	}
	n := r.index(length, "length")
	proto, ok := class.Get("prototype").(*goja.Object)
	if !ok {
		proto = r.shared.proto
	}
	if float64(n) > maxBuffer {
		panic(r.rangeError("invalid shared array buffer length"))
	}
	return r.wrapShared(memory.New(n), proto)
}

// SharedBuffer makes a SharedArrayBuffer over a block of package memory.
func (r *Realm) SharedBuffer(block []byte) *goja.Object {
	return r.wrapShared(block, r.sharedBuffers().proto)
}

func (r *Realm) wrapShared(block []byte, proto *goja.Object) *goja.Object {
	o := r.vm.ToValue(r.vm.NewArrayBuffer(block)).(*goja.Object)
	brand(o)
	_ = o.SetPrototype(proto)
	return o
}

func (r *Realm) thisShared(c goja.FunctionCall, name string) (*goja.Object, []byte) {
	data, ok := SharedBytes(c.This)
	if !ok {
		panic(r.vm.NewTypeError("SharedArrayBuffer.prototype.%s called on an incompatible receiver", name))
	}
	return c.This.(*goja.Object), data
}

// sliceShared copies a part into a new SharedArrayBuffer. It is no atomic operation.
func (r *Realm) sliceShared(c goja.FunctionCall) goja.Value {
	o, data := r.thisShared(c, "slice")
	first := fromEnd(c.Argument(0), len(data), 0)
	n := max(fromEnd(c.Argument(1), len(data), len(data))-first, 0)
	made := r.construct(r.species(o, r.shared.buffer), r.vm.ToValue(n))
	target, ok := SharedBytes(made)
	switch {
	case !ok:
		panic(r.vm.NewTypeError("the species constructor did not return a SharedArrayBuffer"))
	case unsafe.SliceData(target) == unsafe.SliceData(data):
		panic(r.vm.NewTypeError("the species constructor returned the same SharedArrayBuffer"))
	case len(target) < n:
		panic(r.vm.NewTypeError("the species constructor returned a SharedArrayBuffer that is too small"))
	}
	copy(target, data[first:first+n])
	return made
}

// fromEnd is an index that counts from the end if it is negative.
func fromEnd(v goja.Value, length, missing int) int {
	if goja.IsUndefined(v) {
		return missing
	}
	n := integer(v.ToNumber())
	if n < 0 {
		return int(max(n+float64(length), 0))
	}
	return int(min(n, float64(length)))
}

// integer is ToIntegerOrInfinity of a number.
func integer(n goja.Value) float64 {
	f := n.ToFloat()
	if math.IsNaN(f) {
		return 0
	}
	return math.Trunc(f) + 0 // not -0
}

// index is ToIndex.
func (r *Realm) index(v goja.Value, what string) int {
	n := integer(v.ToNumber())
	if n < 0 || n > 1<<53-1 {
		panic(r.rangeError(what + " is out of range"))
	}
	return int(min(n, math.MaxInt))
}

// species is SpeciesConstructor.
func (r *Realm) species(o, missing *goja.Object) goja.Value {
	class := property(o, "constructor")
	if goja.IsUndefined(class) {
		return missing
	}
	found := r.object(class, "constructor").GetSymbol(goja.SymSpecies)
	switch {
	case nullish(found):
		return missing
	case !isConstructor(found):
		panic(r.vm.NewTypeError("Symbol.species is not a constructor"))
	}
	return found
}

// guardBuffers keeps the methods of ArrayBuffer from taking a shared buffer for one of theirs: it must not be detached.
func (r *Realm) guardBuffers() {
	proto := r.in.bufferProto
	for _, name := range []string{"byteLength", "detached", "maxByteLength", "resizable", "slice", "transfer", "transferToFixedLength"} {
		d := r.descriptor(proto, r.vm.ToValue(name))
		if d == nil {
			continue
		}
		for _, part := range []string{"get", "value"} {
			f, ok := property(d, part).(*goja.Object)
			if !ok {
				continue
			}
			wrapped(func(vm *goja.Runtime, original native) native {
				return func(c goja.FunctionCall) goja.Value {
					if _, ok := SharedBytes(c.This); ok {
						panic(vm.NewTypeError("ArrayBuffer.prototype.%s called on a SharedArrayBuffer", name))
					}
					return original(c)
				}
			})(r.vm, f)
		}
	}
}
