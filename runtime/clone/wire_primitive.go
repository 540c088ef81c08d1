package clone

import (
	"encoding/binary"
	"math"
	"math/big"
	"reflect"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime/clone/slots"
	"github.com/lariatjs/lariat/runtime/fault"
)

// The types that goja's numbers and booleans say they are.
var (
	integerType = reflect.TypeFor[int64]()
	numberType  = reflect.TypeFor[float64]()
	booleanType = reflect.TypeFor[bool]()
)

func (w *wireWriter) primitive(v goja.Value) error {
	if s, ok := v.(goja.String); ok {
		w.text(s)
		return nil
	}
	if goja.IsUndefined(v) {
		w.b = append(w.b, tagUndefined)
		return nil
	}
	if goja.IsNull(v) {
		w.b = append(w.b, tagNull)
		return nil
	}
	switch v.ExportType() {
	case integerType:
		if n := v.ToInteger(); n >= 0 && n < tagSmall {
			w.b = append(w.b, tagSmall|byte(n))
		} else {
			w.b = binary.AppendVarint(append(w.b, tagInteger), n)
		}
	case numberType:
		w.b = binary.LittleEndian.AppendUint64(append(w.b, tagNumber), math.Float64bits(v.ToFloat()))
	case booleanType:
		w.b = append(w.b, tagFalse+flag(v.ToBoolean()))
	default:
		n, ok := v.Export().(*big.Int)
		if !ok {
			return fault.Internal.New("a message with an unknown primitive: %T", v)
		}
		w.b = append(w.b, tagPositive+flag(n.Sign() < 0))
		w.bytes(string(n.Bytes()))
	}
	return nil
}

func (w *wireWriter) text(s goja.String) {
	ascii, units := slots.Characters(s)
	if units == nil {
		w.b = append(w.b, tagASCII)
		w.bytes(ascii)
		return
	}
	var all uint16
	for _, u := range units {
		all |= u
	}
	if all < 256 {
		w.b = append(w.b, tagLatin)
		w.count(len(units))
		for _, u := range units {
			w.b = append(w.b, byte(u))
		}
		return
	}
	w.b = append(w.b, tagUTF16)
	w.count(len(units))
	for _, u := range units {
		w.b = binary.LittleEndian.AppendUint16(w.b, u)
	}
}
