package bind

import (
	"math"
	"math/big"
	"strings"

	"github.com/dop251/goja"
)

// The keys that have no Go value which compares as JavaScript's Map does.
type (
	bigKey    string                 // a bigint, in digits
	utf16Key  string                 // a string with half a surrogate pair, in UTF-16
	objectKey struct{ *goja.Object } // by identity
	symbolKey struct{ *goja.Symbol } // by identity
	nanKey    struct{}               // equal to itself
)

// String is for reports, which must not run a script's toString.
func (objectKey) String() string { return "[object]" }

// String shows the symbol as String(symbol) does.
func (k symbolKey) String() string { return "Symbol(" + k.Symbol.String() + ")" }

// String is the name of the number.
func (nanKey) String() string { return "NaN" }

// Key returns argument i as the key of a Go map, with the equality of JavaScript's Map: objects and symbols
// are keys by identity, everything else by value. It prints without running script. Undefined and null, which
// are nearly always a mistake, are refused.
func (c *Call) Key(i int, arg string) any { return c.KeyOf(c.Value(i), arg) }

// KeyOf is Key for an item of an argument.
func (c *Call) KeyOf(v goja.Value, arg string) any {
	switch v := v.(type) {
	case *goja.Object:
		return objectKey{v}
	case *goja.Symbol:
		return symbolKey{v}
	case goja.String:
		return stringKey(v)
	}
	if Nullish(v) {
		c.Wrong(arg, "neither undefined nor null")
	}
	switch x := v.Export().(type) {
	case int64:
		return float64(x)
	case float64:
		if math.IsNaN(x) {
			return nanKey{}
		}
		return x
	case *big.Int:
		return bigKey(x.String())
	default:
		return x // a boolean
	}
}

func stringKey(v goja.String) any {
	s := v.String()
	if !strings.ContainsRune(s, '\uFFFD') {
		return s
	}
	units := make([]byte, 0, 2*v.Length())
	for i := range v.Length() {
		unit := v.CharAt(i)
		units = append(units, byte(unit>>8), byte(unit))
	}
	return utf16Key(units)
}
