package es

import (
	"math"
	"math/big"
	"reflect"
	"strings"

	"github.com/dop251/goja"
)

const (
	// maxRead and maxDigits bound the text that a BigInt is made of and the text made of it. Either takes
	// about a second; the time to read grows with the square of the length.
	maxRead   = 1 << 19
	maxDigits = 1 << 21
)

var bigIntType = reflect.TypeFor[*big.Int]()

// bufferGuard is for the constructors of buffers with elements of a size: a length that no machine has
// memory for is a RangeError.
func bufferGuard(size float64) guard {
	return func(vm *goja.Runtime, f *goja.Object) {
		wrapNew(vm, f, func(vm *goja.Runtime, original construct) construct {
			return func(args []goja.Value, target *goja.Object) *goja.Object {
				if len(args) > 0 && bytesFor(args[0])*size > maxBuffer {
					if target != nil {
						target.Get("prototype") // a script may have a say in that, and it comes first
					}
					panic(rangeErrorOf(vm, "invalid array buffer length"))
				}
				return original(args, target)
			}
		})
	}
}

// bytesFor is the number of elements that a first argument asks for, as far as no script has to run.
func bytesFor(v goja.Value) float64 {
	switch v := v.(type) {
	case *goja.Object:
		return lengthOf(v)
	case goja.String:
		return v.ToFloat()
	}
	if goja.IsNumber(v) {
		return v.ToFloat()
	}
	return 0
}

// replaceGuard works out how long a text gets if the first most occurrences of one text are replaced by another.
func replaceGuard(most int) guard {
	return wrapped(func(vm *goja.Runtime, original native) native {
		return func(c goja.FunctionCall) goja.Value {
			text, ok := c.This.(goja.String)
			old, ok2 := c.Argument(0).(goja.String)
			with, ok3 := c.Argument(1).(goja.String)
			if ok && ok2 && ok3 && mayGrow(text, with) && grown(text.String(), old.String(), with.String(), most) > maxString {
				panic(rangeErrorOf(vm, "invalid string length"))
			}
			return original(c)
		}
	})
}

// mayGrow is whether the longest result imaginable is too long: every character replaced, and every
// character of the replacement a reference to all before or after.
func mayGrow(text, with goja.String) bool {
	n, w := float64(text.Length())+1, float64(with.Length())
	return n*w > maxString || w > 1 && n*n*w/2 > maxString
}

func grown(text, old, with string, most int) float64 {
	n := float64(min(strings.Count(text, old), most))
	around, same := strings.Count(with, "$`")+strings.Count(with, "$'"), strings.Count(with, "$&")
	return n * (float64(len(with)-2*around-2*same)/3 + float64(around)*float64(len(text))/2 + float64(same)*float64(len(old))/3)
}

// bigIntText is for BigInt of a long text.
func bigIntText(vm *goja.Runtime, f *goja.Object) {
	wrap(vm, f, func(vm *goja.Runtime, original native) native {
		return func(c goja.FunctionCall) goja.Value {
			refuseDigits(vm, c.Argument(0))
			return original(c)
		}
	})
}

func refuseDigits(vm *goja.Runtime, v goja.Value) {
	if s, ok := v.(goja.String); ok && s.Length() > maxRead {
		panic(rangeErrorOf(vm, "BigInt is too long to read"))
	}
}

// bigIntWrite is for the text of a long BigInt.
func bigIntWrite(vm *goja.Runtime, f *goja.Object) {
	wrap(vm, f, func(vm *goja.Runtime, original native) native {
		return func(c goja.FunctionCall) goja.Value {
			if n := bigIntOf(c.This); n != nil && float64(n.BitLen()) > maxDigits*math.Log2(10) {
				panic(rangeErrorOf(vm, "BigInt is too long to write"))
			}
			return original(c)
		}
	})
}

// bigIntCut is for asIntN and asUintN, where goja makes a number of as many bits as it is told. A value
// that fits stays as it is, and -1 does not fit into any number of bits without a sign.
func bigIntCut(signed bool) guard {
	return wrapped(func(vm *goja.Runtime, original native) native {
		return func(c goja.FunctionCall) goja.Value {
			bits, v := c.Argument(0), c.Argument(1)
			refuseDigits(vm, v)
			if n := bigIntOf(v); n != nil && goja.IsNumber(bits) && bits.ToFloat() > maxBigInt && bits.ToFloat() < 1<<53 {
				if signed || n.Sign() >= 0 {
					return v
				}
				panic(rangeErrorOf(vm, "BigInt is too long"))
			}
			return original(c)
		}
	})
}

// bigIntOf returns the value of a BigInt, nil if v is anything else.
func bigIntOf(v goja.Value) *big.Int {
	if v == nil || v.ExportType() != bigIntType {
		return nil
	}
	if _, ok := v.(*goja.Object); ok {
		return nil
	}
	n, _ := v.Export().(*big.Int)
	return n
}

// groupDepth is how many groups are open at the deepest place of a pattern. What compiles patterns
// recurses into them.
func groupDepth(s string) int {
	if len(s) <= maxNesting {
		return 0
	}
	depth, deepest, class := 0, 0, false
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case '[':
			class = true
		case ']':
			class = false
		case '(':
			if !class {
				depth++
				deepest = max(deepest, depth)
			}
		case ')':
			if !class {
				depth--
			}
		}
	}
	return deepest
}
