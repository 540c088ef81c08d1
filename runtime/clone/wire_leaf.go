package clone

import (
	"encoding/binary"
	"math"
	"math/big"

	"github.com/lariatjs/lariat/runtime/lazy"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime/clone/slots"
)

// importer makes primitive values. They belong to no runtime, so one that does nothing else, and need not be set up
// for it, will do for all.
var importer goja.Runtime

// primitive reads what follows the tag of a primitive; it is nil for any other tag.
func (r *wireReader) primitive(tag byte) goja.Value {
	if tag >= tagSmall {
		return importer.ToValue(int(tag &^ tagSmall))
	}
	switch tag {
	case tagUndefined:
		return goja.Undefined()
	case tagNull:
		return goja.Null()
	case tagFalse, tagTrue:
		return importer.ToValue(tag == tagTrue)
	case tagInteger:
		n, size := binary.Varint(r.data)
		if size <= 0 {
			r.fail("a number in it is cut short")
			return goja.Undefined()
		}
		r.data = r.data[size:]
		return importer.ToValue(n)
	case tagNumber:
		if b := r.take(8); b != nil {
			return importer.ToValue(math.Float64frombits(binary.LittleEndian.Uint64(b)))
		}
		return goja.Undefined()
	case tagPositive, tagNegative:
		n := new(big.Int).SetBytes(r.bytes())
		if tag == tagNegative {
			n.Neg(n)
		}
		return importer.ToValue(n)
	case tagASCII, tagLatin, tagUTF16:
		return r.text(tag)
	}
	return nil
}

// text reads a string. A short one is built in the form in which goja keeps its own, which is faster to work with; a long
// one costs less as one that came from Go.
func (r *wireReader) text(tag byte) goja.Value {
	if tag == tagUTF16 {
		n := r.number(len(r.data) / 2)
		b := r.take(2 * n)
		if r.err != nil {
			return goja.Undefined()
		}
		units := make([]uint16, n)
		for i := range units {
			units[i] = binary.LittleEndian.Uint16(b[2*i:])
		}
		r.m.size += n
		return goja.StringFromUTF16(units)
	}
	b := r.bytes()
	r.m.size += len(b)
	if tag == tagLatin {
		units := make([]uint16, len(b))
		for i, c := range b {
			units[i] = uint16(c)
		}
		return goja.StringFromUTF16(units)
	}
	ascii := string(b)
	if !slots.IsASCII(ascii) {
		r.fail("a string in it is not ASCII, as it claims")
		return goja.Undefined()
	}
	if len(b) > 64 {
		v := importer.ToValue(ascii)
		v.(goja.String).Length() // it looks at what came from Go once: from here on goroutines may share it
		return v
	}
	var s goja.StringBuilder
	s.WriteUTF8String(ascii)
	return s.String()
}

// string reads a node that must be a string.
func (r *wireReader) string() goja.Value {
	if v, ok := r.primitive(r.byte()).(goja.String); ok {
		return v
	}
	r.fail("something in it is not a string")
	return importer.ToValue("")
}

// leaf reads the objects that refer to no other, or only to their buffer; it is nil if there is no such tag.
func (r *wireReader) leaf(tag byte, shared bool) composite {
	switch tag {
	case tagBoxed:
		n := &boxed{value: r.primitive(r.byte())}
		r.enter(n, shared)
		if n.value == nil || goja.IsUndefined(n.value) || goja.IsNull(n.value) {
			r.fail("an object in it has no primitive value")
		}
		return n
	case tagDate:
		n := &date{time: r.primitive(r.byte())}
		r.enter(n, shared)
		if n.time == nil || !goja.IsNumber(n.time) {
			r.fail("a Date in it has no time")
		}
		return n
	case tagRegExp:
		n := &pattern{source: r.string(), flags: string(r.bytes())}
		r.enter(n, shared)
		return n
	case tagBuffer, tagOwned:
		n := &buffer{data: copyBytes(r.bytes()), owned: tag == tagOwned}
		r.enter(n, shared)
		r.m.size += len(n.data)
		return n
	case tagView:
		return r.view(shared)
	}
	return nil
}

// sizes are the bytes of an element in the classes that view a buffer.
var sizes = lazy.Value[map[string]int]{Make: func() map[string]int {
	return map[string]int{
		"DataView": 1, "Int8Array": 1, "Uint8Array": 1, "Uint8ClampedArray": 1, "Int16Array": 2, "Uint16Array": 2,
		"Int32Array": 4, "Uint32Array": 4, "Float32Array": 4, "Float64Array": 8, "BigInt64Array": 8, "BigUint64Array": 8,
	}
}}

func (r *wireReader) view(shared bool) *view {
	n := &view{class: string(r.bytes()), offset: r.number(math.MaxInt), length: r.number(math.MaxInt)}
	r.enter(n, shared)
	b, ok := r.node().(*buffer)
	size := sizes.Get()[n.class]
	if !ok || size == 0 || n.offset%size != 0 || n.length > (len(b.data)-n.offset)/size || n.offset > len(b.data) {
		r.fail("a view in it does not fit its buffer")
		return n
	}
	n.buffer = b
	return n
}
