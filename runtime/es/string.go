package es

import (
	"math"
	"unicode/utf16"

	"github.com/dop251/goja"
)

// maxString is the longest string that a built-in makes, in UTF-16 units: V8's limit. Longer ones made
// Go panic or took all memory in one step.
const maxString = 1<<29 - 24

// isWellFormed is String.prototype.isWellFormed.
func (r *Realm) isWellFormed(c goja.FunctionCall) goja.Value {
	_, lone := wellFormed(r.thisString(c, "isWellFormed"))
	return r.vm.ToValue(!lone)
}

// toWellFormed is String.prototype.toWellFormed.
func (r *Realm) toWellFormed(c goja.FunctionCall) goja.Value {
	s := r.thisString(c, "toWellFormed")
	if units, lone := wellFormed(s); lone {
		return goja.StringFromUTF16(units)
	}
	return s
}

// thisString is the receiver of a String method as a string.
func (r *Realm) thisString(c goja.FunctionCall, method string) goja.String {
	if nullish(c.This) {
		panic(r.vm.NewTypeError("String.prototype.%s called on null or undefined", method))
	}
	return r.text(c.This)
}

// wellFormed looks for lone surrogates. If there are any, it returns the text with U+FFFD in their place.
func wellFormed(s goja.String) (units []uint16, lone bool) {
	n := s.Length()
	for i := 0; i < n; i++ {
		unit := s.CharAt(i)
		switch {
		case !utf16.IsSurrogate(rune(unit)):
			continue
		case unit < 0xDC00 && i+1 < n && s.CharAt(i+1)&0xFC00 == 0xDC00:
			i++
			continue
		}
		if !lone {
			lone = true
			units = make([]uint16, n)
			for j := range units {
				units[j] = s.CharAt(j)
			}
		}
		units[i] = 0xFFFD
	}
	return units, lone
}

// repeatGuard makes a result that is too long a RangeError.
func repeatGuard(vm *goja.Runtime, f *goja.Object) {
	wrap(vm, f, func(vm *goja.Runtime, repeat native) native {
		return func(c goja.FunctionCall) goja.Value {
			r := Of(vm)
			s := r.thisString(c, "repeat")
			n := c.Argument(0).ToNumber()
			if f := n.ToFloat(); f > 0 && !math.IsInf(f, 1) && f*float64(s.Length()) > maxString {
				panic(r.rangeError("invalid string length"))
			}
			return call(repeat, s, n)
		}
	})
}

func padGuard(name string) guard {
	return wrapped(func(vm *goja.Runtime, pad native) native {
		return func(c goja.FunctionCall) goja.Value {
			r := Of(vm)
			s := r.thisString(c, name)
			n := c.Argument(0).ToNumber()
			if f := n.ToFloat(); f <= maxString || f <= float64(s.Length()) || math.IsNaN(f) {
				return call(pad, s, n, c.Argument(1))
			}
			filler := c.Argument(1)
			if !goja.IsUndefined(filler) && r.text(filler).Length() == 0 {
				return s
			}
			panic(r.rangeError("invalid string length"))
		}
	})
}
