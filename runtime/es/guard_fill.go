package es

import (
	"math"
	"math/big"

	"github.com/dop251/goja"
)

// fillGuard fills one element of a typed array as goja does, and copies it. goja sets one after the other by calls, 3 ns
// each, and 2 GiB would take that many seconds without a look at whether the script has to end.
var fillGuard = wrapped(func(vm *goja.Runtime, original native) native {
	return func(c goja.FunctionCall) goja.Value {
		array, _ := c.This.(*goja.Object)
		if array == nil || len(c.Arguments) == 0 {
			return original(c)
		}
		v, ok := viewOf(array)
		if !ok || v.shared { // others may look at each element of shared memory
			return original(c)
		}
		start, ok := relative(c.Arguments, 1, float64(v.length), 0)
		end, ok2 := relative(c.Arguments, 2, float64(v.length), float64(v.length))
		if !ok || !ok2 || start != math.Trunc(start) || end != math.Trunc(end) || end <= start {
			return original(c)
		}
		value, bits := c.Arguments[0], uint64(0)
		if v.big { // goja forgets the sign of a number
			bits = lowBits(linkToBigInt(value))
			value = vm.ToValue(new(big.Int))
		}
		original(goja.FunctionCall{This: c.This, Arguments: []goja.Value{value, vm.ToValue(start), vm.ToValue(start + 1)}})
		v, _ = viewOf(array)
		if v.big {
			v.cell(int(start)).Store(bits)
		}
		size := v.Size()
		filled := v.data[(v.offset+int(start))*size : (v.offset+int(end))*size]
		for n := size; n < len(filled); n *= 2 {
			copy(filled[n:], filled[:n])
		}
		return c.This
	}
})
