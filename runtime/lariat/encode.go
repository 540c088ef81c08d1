package lariat

import (
	"encoding"
	"math/big"
	"reflect"
	"slices"
	"strconv"
	"sync"
	"time"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/clone"
)

// encoder makes values for scripts.
type encoder struct {
	classes *classes
	depth   int
}

// encode is how the values of one Go type become those of JavaScript.
type encode func(e *encoder, v reflect.Value) (clone.Node, error)

var encodes sync.Map // reflect.Type to encode

// encodeOf returns how values of a type become those of JavaScript, which is found out once. A type that has none there
// is an error.
func encodeOf(t reflect.Type, c *classes) (encode, error) {
	if known, ok := encodes.Load(t); ok {
		return known.(encode), nil
	}
	if err := c.express(t, nil, false); err != nil {
		return nil, err
	}
	f := newEncode(t)
	encodes.Store(t, f)
	return f, nil
}

// sideOf is encodeOf for a part of a type that is known to be good.
func sideOf(t reflect.Type) encode {
	var once sync.Once
	var f encode
	return func(e *encoder, v reflect.Value) (clone.Node, error) {
		once.Do(func() {
			known, ok := encodes.Load(t)
			if !ok {
				known, _ = encodes.LoadOrStore(t, newEncode(t))
			}
			f = known.(encode)
		})
		return f(e, v)
	}
}

func newEncode(t reflect.Type) encode {
	f := encodeKind(t)
	return func(e *encoder, v reflect.Value) (clone.Node, error) {
		if e.depth++; e.depth > maxDepth {
			return clone.Node{}, wrong("is nested too deep, or a part of itself")
		}
		defer func() { e.depth-- }()
		if t.Kind() == reflect.Pointer && !v.IsNil() && e.classes.has(t) {
			return clone.Handle(v.Interface()), nil
		}
		return f(e, v)
	}
}

// node converts a value whose type is known only now.
func (e *encoder) node(v any) (clone.Node, error) {
	if v == nil {
		return clone.Null(), nil
	}
	f, err := encodeOf(reflect.TypeOf(v), e.classes)
	if err != nil {
		return clone.Node{}, err
	}
	return f(e, reflect.ValueOf(v))
}

// leaf is an encode for what has no parts.
func leaf(node func(v reflect.Value) clone.Node) encode {
	return func(_ *encoder, v reflect.Value) (clone.Node, error) { return node(v), nil }
}

func encodeKind(t reflect.Type) encode {
	switch t {
	case timeType:
		return leaf(func(v reflect.Value) clone.Node { return clone.Date(float64(v.Interface().(time.Time).UnixMilli())) })
	case durationType:
		return leaf(func(v reflect.Value) clone.Node { return clone.Plain(float64(v.Int()) / float64(time.Millisecond)) })
	case bigType:
		return leaf(func(v reflect.Value) clone.Node {
			b := v.Interface().(big.Int)
			return clone.Plain(new(big.Int).Set(&b))
		})
	case sharedType:
		return encodeShared
	case valueType:
		return func(e *encoder, v reflect.Value) (clone.Node, error) {
			inner, err := As[any](v.Interface().(Value))
			if err != nil {
				return clone.Node{}, err
			}
			return e.node(inner)
		}
	}
	if t.Implements(errorType) {
		return func(_ *encoder, v reflect.Value) (clone.Node, error) {
			if (v.Kind() == reflect.Pointer || v.Kind() == reflect.Interface) && v.IsNil() {
				return clone.Null(), nil
			}
			return clone.Handle(runtime.ErrorHandle{Err: v.Interface().(error)}), nil
		}
	}
	if t.Kind() != reflect.Pointer && t.Kind() != reflect.Interface && t.Implements(marshaler) {
		return encodeText
	}
	switch t.Kind() {
	case reflect.Bool:
		return leaf(func(v reflect.Value) clone.Node { return clone.Plain(v.Bool()) })
	case reflect.String:
		return leaf(func(v reflect.Value) clone.Node { return clone.Plain(v.String()) })
	case reflect.Float32, reflect.Float64:
		return leaf(func(v reflect.Value) clone.Node { return clone.Plain(v.Float()) })
	case reflect.Pointer, reflect.Interface:
		return encodeElem(t)
	case reflect.Slice:
		if t.Elem().Kind() == reflect.Uint8 {
			return leaf(func(v reflect.Value) clone.Node { return clone.ByteArray(v.Bytes()) })
		}
		return encodeList(t)
	case reflect.Array:
		return encodeList(t)
	case reflect.Map:
		return encodeMap(t)
	case reflect.Struct:
		return encodeStruct(t)
	case reflect.Chan, reflect.Func, reflect.UnsafePointer, reflect.Complex64, reflect.Complex128, reflect.Uintptr:
		return func(*encoder, reflect.Value) (clone.Node, error) { return clone.Node{}, inexpressible(t) }
	}
	return encodeInt
}

// safe is the largest integer up to which all integers are numbers.
const safe = 1 << 53

func encodeInt(_ *encoder, v reflect.Value) (clone.Node, error) {
	if v.CanUint() {
		if n := v.Uint(); n > safe {
			return clone.Plain(new(big.Int).SetUint64(n)), nil
		}
		return clone.Plain(int64(v.Uint())), nil
	}
	if n := v.Int(); n > safe || n < -safe {
		return clone.Plain(big.NewInt(n)), nil
	}
	return clone.Plain(v.Int()), nil
}

func encodeText(_ *encoder, v reflect.Value) (clone.Node, error) {
	text, err := v.Interface().(encoding.TextMarshaler).MarshalText()
	if err != nil {
		return clone.Node{}, wrong("cannot be written: " + err.Error())
	}
	return clone.Plain(string(text)), nil
}

// encodeElem is for pointers and interfaces.
func encodeElem(t reflect.Type) encode {
	if t.Kind() == reflect.Interface {
		return func(e *encoder, v reflect.Value) (clone.Node, error) {
			if v.IsNil() {
				return clone.Null(), nil
			}
			return e.node(v.Interface())
		}
	}
	part := sideOf(t.Elem())
	return func(e *encoder, v reflect.Value) (clone.Node, error) {
		if v.IsNil() {
			return clone.Null(), nil
		}
		return part(e, v.Elem())
	}
}

func encodeList(t reflect.Type) encode {
	part := sideOf(t.Elem())
	return func(e *encoder, v reflect.Value) (clone.Node, error) {
		items := make([]clone.Node, v.Len())
		for i := range items {
			n, err := part(e, v.Index(i))
			if err != nil {
				return n, at(err, index(i))
			}
			items[i] = n
		}
		return clone.Array(items), nil
	}
}

// encodeMap makes an object whose properties are in order.
func encodeMap(t reflect.Type) encode {
	part := sideOf(t.Elem())
	return func(e *encoder, v reflect.Value) (clone.Node, error) {
		type entry struct {
			key   string
			value reflect.Value
		}
		entries := make([]entry, 0, v.Len())
		for it := v.MapRange(); it.Next(); {
			key, err := keyText(it.Key())
			if err != nil {
				return clone.Node{}, err
			}
			entries = append(entries, entry{key, it.Value()})
		}
		slices.SortFunc(entries, func(a, b entry) int {
			if a.key < b.key {
				return -1
			}
			return 1
		})
		keys, values := make([]string, len(entries)), make([]clone.Node, len(entries))
		for i, x := range entries {
			n, err := part(e, x.value)
			if err != nil {
				return n, at(err, property(x.key))
			}
			keys[i], values[i] = x.key, n
		}
		return clone.Object(keys, values), nil
	}
}

// keyText is the name of the property for the key of a map.
func keyText(key reflect.Value) (string, error) {
	if m, ok := key.Interface().(encoding.TextMarshaler); ok {
		text, err := m.MarshalText()
		if err != nil {
			return "", wrong("has a key that cannot be written: " + err.Error())
		}
		return string(text), nil
	}
	switch {
	case key.Kind() == reflect.String:
		return key.String(), nil
	case key.CanInt():
		return strconv.FormatInt(key.Int(), 10), nil
	case key.CanUint():
		return strconv.FormatUint(key.Uint(), 10), nil
	case key.Kind() == reflect.Interface && !key.IsNil():
		return keyText(key.Elem())
	}
	return "", wrong("has a key that is no string: " + key.Type().String())
}

func encodeStruct(t reflect.Type) encode {
	fields := fieldsOf(t)
	parts := make([]encode, len(fields))
	for i, f := range fields {
		parts[i] = sideOf(f.typ)
	}
	return func(e *encoder, v reflect.Value) (clone.Node, error) {
		keys, values := make([]string, 0, len(fields)), make([]clone.Node, 0, len(fields))
		for i, f := range fields {
			x := v.FieldByIndex(f.index)
			if f.omitEmpty && x.IsZero() {
				continue
			}
			n, err := parts[i](e, x)
			if err != nil {
				return n, at(err, property(f.name))
			}
			keys, values = append(keys, f.name), append(values, n)
		}
		return clone.Object(keys, values), nil
	}
}
