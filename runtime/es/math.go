package es

import (
	"math"
	"math/big"

	"github.com/dop251/goja"
)

// exactBits hold any sum of 2^53 doubles without rounding: exponents from -1074 to 1023.
const exactBits = 2200

// sumPrecise is Math.sumPrecise: the sum is exact and rounded once.
func (r *Realm) sumPrecise(c goja.FunctionCall) goja.Value {
	r.coercible(c.Argument(0), "items")
	var sum *big.Float
	var odd float64                  // the sum of the values that are not finite: an infinity or NaN
	zero := math.Copysign(0, -1)     // what the sum is if there are only zeros
	small, isSmall := int64(0), true // the sum as long as integers do
	const bound = int64(1) << 52
	r.iterate(c.Argument(0)).each(func(v goja.Value) bool {
		if !goja.IsNumber(v) {
			panic(r.vm.NewTypeError("value is not a number"))
		}
		f := v.ToFloat()
		switch {
		case math.IsNaN(f) || math.IsInf(f, 0):
			odd += f
		case f == 0:
			zero += f
		case isSmall && math.Abs(f) < float64(bound) && f == math.Trunc(f) && max(small, -small) < bound:
			small += int64(f)
			zero = 0
		default:
			if isSmall {
				isSmall, zero = false, 0
				sum = new(big.Float).SetPrec(exactBits).SetInt64(small)
			}
			sum.Add(sum, new(big.Float).SetFloat64(f))
		}
		return true
	})
	switch {
	case odd != 0:
		return r.vm.ToValue(odd)
	case sum != nil:
		f, _ := sum.Float64()
		return r.vm.ToValue(f + zero)
	case small != 0:
		return r.vm.ToValue(small)
	}
	return r.vm.ToValue(zero)
}

// round16 rounds to the nearest half-precision number, ties to even, in one step.
func round16(f float64) float64 {
	size := math.Abs(f)
	switch {
	case f == 0 || math.IsNaN(f):
		return f
	case size >= 65520:
		return math.Copysign(math.Inf(1), f)
	}
	exponent := -14
	if size >= 0x1p-14 {
		_, e := math.Frexp(size)
		exponent = e - 1
	}
	unit := math.Ldexp(1, exponent-10)
	return math.Copysign(math.RoundToEven(size/unit)*unit, f)
}
