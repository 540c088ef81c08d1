package es

import (
	"math"
	_ "unsafe" // go:linkname

	"github.com/dop251/goja"
)

//go:linkname linkGetUint16 github.com/dop251/goja.(*Runtime).dataViewProto_getUint16
func linkGetUint16(vm *goja.Runtime, c goja.FunctionCall) goja.Value

//go:linkname linkSetUint16 github.com/dop251/goja.(*Runtime).dataViewProto_setUint16
func linkSetUint16(vm *goja.Runtime, c goja.FunctionCall) goja.Value

//go:linkname linkViewedBuffer github.com/dop251/goja.(*Runtime).dataViewProto_getBuffer
func linkViewedBuffer(vm *goja.Runtime, c goja.FunctionCall) goja.Value

//go:linkname linkToIndex github.com/dop251/goja.(*Runtime).toIndex
func linkToIndex(vm *goja.Runtime, v goja.Value) int

// completeDataView adds numbers of half precision (IEEE 754 binary16).
func completeDataView(vm *goja.Runtime, f *goja.Object) {
	r, proto := Of(vm), protoOf(f)
	r.def(proto, "getFloat16", 1, func(c goja.FunctionCall) goja.Value {
		r.thisView(c, "getFloat16")
		return linkFloat(fromHalf(uint16(linkGetUint16(vm, c).ToInteger())))
	})
	r.def(proto, "setFloat16", 2, func(c goja.FunctionCall) goja.Value {
		r.thisView(c, "setFloat16")
		at := vm.ToValue(linkToIndex(vm, c.Argument(0)))
		half := vm.ToValue(toHalf(c.Argument(1).ToNumber().ToFloat()))
		return linkSetUint16(vm, goja.FunctionCall{This: c.This, Arguments: []goja.Value{at, half, c.Argument(2)}})
	})
}

func (r *Realm) thisView(c goja.FunctionCall, name string) {
	if panicOf(func() { linkViewedBuffer(r.vm, c) }) != nil {
		panic(r.vm.NewTypeError("DataView.prototype.%s called on an incompatible receiver", name))
	}
}

// fromHalf is the number of 16 bits.
func fromHalf(bits uint16) float64 {
	exponent, fraction := int(bits>>10&31), float64(bits&0x3ff)
	var f float64
	switch {
	case exponent == 31 && fraction != 0:
		return math.NaN()
	case exponent == 31:
		f = math.Inf(1)
	case exponent == 0:
		f = math.Ldexp(fraction, -24)
	default:
		f = math.Ldexp(fraction+1024, exponent-25)
	}
	if bits>>15 != 0 {
		return -f
	}
	return f
}

// toHalf is the nearest number of 16 bits.
func toHalf(f float64) uint16 {
	f = round16(f)
	bits := uint16(0)
	if math.Signbit(f) {
		bits = 1 << 15
	}
	switch f = math.Abs(f); {
	case math.IsNaN(f):
		return 0x7e00
	case math.IsInf(f, 1):
		return bits | 0x7c00
	case f < 0x1p-14:
		return bits | uint16(math.Ldexp(f, 24))
	}
	fraction, exponent := math.Frexp(f) // from 0.5 to 1
	return bits | uint16(exponent+14)<<10 | uint16(math.Ldexp(fraction, 11))&0x3ff
}
