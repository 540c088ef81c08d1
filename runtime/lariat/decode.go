package lariat

import (
	"encoding"
	"math"
	"math/big"
	"reflect"
	"strconv"
	"sync"
	"time"

	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/clone"
	"github.com/lariatjs/lariat/runtime/fault"
)

// The most that one value of a script may become in Go, whatever it looks like there: an array that says it has four
// billion items, or one object that is in a list a million times.
const (
	maxValues = 1 << 22
	maxBytes  = 1 << 28
	maxDepth  = 1000
)

// decoder makes Go values of one message.
type decoder struct {
	classes              *classes
	values, bytes, depth int
}

// decode is how values become those of one Go type. The value that it fills is zero.
type decode func(d *decoder, n clone.Node, to reflect.Value) error

var decodes sync.Map // reflect.Type to decode

// decodeOf returns how values become those of a type, which is found out once. A type that has no values in JavaScript
// is an error.
func decodeOf(t reflect.Type, c *classes) (decode, error) {
	if known, ok := decodes.Load(t); ok {
		return known.(decode), nil
	}
	if err := c.express(t, nil, true); err != nil {
		return nil, err
	}
	f := newDecode(t)
	decodes.Store(t, f)
	return f, nil
}

// partOf is decodeOf for a part of a type that is known to be good; parts may lead back to what they are parts of.
func partOf(t reflect.Type) decode {
	var once sync.Once
	var f decode
	return func(d *decoder, n clone.Node, to reflect.Value) error {
		once.Do(func() {
			known, ok := decodes.Load(t)
			if !ok {
				known, _ = decodes.LoadOrStore(t, newDecode(t))
			}
			f = known.(decode)
		})
		return f(d, n, to)
	}
}

func newDecode(t reflect.Type) decode {
	f := decodeKind(t)
	return func(d *decoder, n clone.Node, to reflect.Value) error {
		if err := d.charge(1, int(min(t.Size(), maxBytes))); err != nil {
			return err
		}
		if d.depth++; d.depth > maxDepth {
			return wrong("is nested too deep, or a part of itself")
		}
		defer func() { d.depth-- }()
		if h := n.Handle(); h != nil && reflect.TypeOf(h).AssignableTo(t) {
			to.Set(reflect.ValueOf(h))
			return nil
		}
		if t.Kind() == reflect.Pointer && d.classes.has(t) && !nothing(n) {
			return want(article(t.Elem().Name()), n)
		}
		return f(d, n, to)
	}
}

func (d *decoder) charge(values, bytes int) error {
	d.values += values
	d.bytes += bytes
	if d.values > maxValues || d.bytes > maxBytes {
		most := strconv.Itoa(maxValues) + " values and " + strconv.Itoa(maxBytes>>20) + " MB"
		return &misfit{what: "is too large: it may have " + most, kind: fault.Limit}
	}
	return nil
}

func decodeKind(t reflect.Type) decode {
	switch t {
	case timeType:
		return decodeTime
	case durationType:
		return decodeDuration
	case bigType:
		return decodeBig
	case errorType:
		return decodeError
	case sharedType:
		return decodeShared
	}
	if t.Kind() != reflect.Pointer && reflect.PointerTo(t).Implements(unmarshaler) {
		return decodeText
	}
	switch t.Kind() {
	case reflect.Bool:
		return func(_ *decoder, n clone.Node, to reflect.Value) error {
			if n.Kind() != clone.KindBoolean {
				return want("true or false", n)
			}
			to.SetBool(n.Primitive().ToBoolean())
			return nil
		}
	case reflect.String:
		return func(d *decoder, n clone.Node, to reflect.Value) error {
			if n.Kind() != clone.KindString {
				return want("a string", n)
			}
			text := n.Text()
			to.SetString(text)
			return d.charge(0, len(text))
		}
	case reflect.Float32, reflect.Float64:
		return decodeFloat
	case reflect.Pointer:
		return decodePointer(t)
	case reflect.Slice:
		if t.Elem().Kind() == reflect.Uint8 {
			return decodeBytes
		}
		return decodeSlice(t)
	case reflect.Array:
		return decodeArray(t)
	case reflect.Map:
		return decodeMap(t)
	case reflect.Struct:
		return decodeStruct(t)
	case reflect.Interface:
		if t.NumMethod() == 0 {
			return decodeAny
		}
		return func(_ *decoder, n clone.Node, _ reflect.Value) error {
			return want("an object of the host that is a "+t.String(), n)
		}
	}
	return decodeInt
}

// want is the error of a value of the wrong type.
func want(what string, n clone.Node) error { return wrong("must be " + what + ", got " + shown(n)) }

// shown is a value for a message.
func shown(n clone.Node) string {
	switch n.Kind() {
	case clone.KindString:
		const most = 40
		text := n.Text()
		if len(text) > most {
			text = string([]rune(text[:most])) + "…"
		}
		return strconv.Quote(text)
	case clone.KindBoolean, clone.KindNumber:
		return n.Primitive().String()
	case clone.KindBigInt:
		return "a bigint"
	case clone.KindBytes:
		return "a " + n.Class()
	}
	return n.Kind().String()
}

func nothing(n clone.Node) bool {
	k := n.Kind()
	return k == clone.KindUndefined || k == clone.KindNull
}

func decodeTime(_ *decoder, n clone.Node, to reflect.Value) error {
	ms := n.Milliseconds()
	if n.Kind() != clone.KindDate {
		return want("a Date", n)
	}
	if math.IsNaN(ms) {
		return wrong("must be a valid Date")
	}
	to.Set(reflect.ValueOf(time.UnixMilli(int64(ms))))
	return nil
}

func decodeDuration(_ *decoder, n clone.Node, to reflect.Value) error {
	if n.Kind() == clone.KindNumber {
		ns := n.Primitive().ToFloat() * float64(time.Millisecond)
		if math.Abs(ns) >= math.MaxInt64 || math.IsNaN(ns) {
			return outOfRange("must be a number of milliseconds, got " + shown(n))
		}
		to.SetInt(int64(math.Round(ns)))
		return nil
	}
	if n.Kind() != clone.KindString {
		return want(`a number of milliseconds or a string such as "1.5s"`, n)
	}
	d, err := bind.DurationOf(n.Primitive())
	if err != nil {
		return outOfRange(err.Error())
	}
	to.SetInt(int64(d))
	return nil
}

func decodeBig(_ *decoder, n clone.Node, to reflect.Value) error {
	b, ok := to.Addr().Interface().(*big.Int)
	switch n.Kind() {
	case clone.KindBigInt:
		b.Set(n.BigInt())
		return nil
	case clone.KindNumber:
		if x := n.Primitive().ToFloat(); x == math.Trunc(x) && !math.IsInf(x, 0) {
			big.NewFloat(x).Int(b)
			return nil
		}
	}
	if !ok {
		return wrong("cannot be set")
	}
	return want("a bigint or an integer", n)
}

func decodeText(_ *decoder, n clone.Node, to reflect.Value) error {
	if n.Kind() != clone.KindString {
		return want("a string", n)
	}
	if err := to.Addr().Interface().(encoding.TextUnmarshaler).UnmarshalText([]byte(n.Text())); err != nil {
		return wrong("must be " + article(to.Type().Name()) + ": " + err.Error())
	}
	return nil
}

func decodeFloat(_ *decoder, n clone.Node, to reflect.Value) error {
	if n.Kind() != clone.KindNumber {
		return want("a number", n)
	}
	x := n.Primitive().ToFloat()
	if to.OverflowFloat(x) {
		return outOfRange("must be in the range of a " + to.Type().String() + ", got " + shown(n))
	}
	to.SetFloat(x)
	return nil
}

// decodeInt takes an integer that the type can hold, as a number or a bigint.
func decodeInt(_ *decoder, n clone.Node, to reflect.Value) error {
	var i *big.Int
	switch n.Kind() {
	case clone.KindBigInt:
		i = n.BigInt()
	case clone.KindNumber:
		x := n.Primitive().ToFloat()
		if x != math.Trunc(x) || math.IsInf(x, 0) {
			return outOfRange("must be an integer, got " + shown(n))
		}
		i, _ = big.NewFloat(x).Int(nil)
	default:
		return want("an integer", n)
	}
	if to.CanInt() && i.IsInt64() && !to.OverflowInt(i.Int64()) {
		to.SetInt(i.Int64())
		return nil
	}
	if to.CanUint() && i.IsUint64() && !to.OverflowUint(i.Uint64()) {
		to.SetUint(i.Uint64())
		return nil
	}
	return outOfRange("must be in the range of " + article(to.Kind().String()) + ", got " + shown(n))
}

// brief shortens a text for a message.
func brief(text string) string {
	const most = 40
	if runes := []rune(text); len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return text
}
