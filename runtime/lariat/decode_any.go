package lariat

import (
	"math"
	"reflect"
	"time"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/clone"
	"github.com/lariatjs/lariat/runtime/loader"
)

func decodeError(_ *decoder, n clone.Node, to reflect.Value) error {
	if nothing(n) {
		return nil
	}
	if n.Kind() != clone.KindError {
		return want("an error", n)
	}
	to.Set(reflect.ValueOf(errorOf(n, maxCauses)))
	return nil
}

// maxCauses is how many causes an error that is data may have, one beneath another: it may be its own.
const maxCauses = 16

// errorOf makes a Go error of an error that is data.
func errorOf(n clone.Node, left int) *JSError {
	e := &JSError{Name: n.Class(), Class: n.Class()}
	_ = n.Properties(func(key string, value clone.Node) error {
		switch key {
		case "name":
			e.Name = value.Text()
		case "message":
			e.Message = value.Text()
		case "stack":
			e.Text = value.Text()
		case "code":
			e.Code = value.Text()
		case "cause":
			if left > 0 && value.Kind() == clone.KindError {
				e.Cause = errorOf(value, left-1)
			}
		}
		return nil
	})
	e.Stack = loader.ParseStack(e.Text)
	e.inner = (&runtime.JSError{Name: e.Name, Message: e.Message, Text: e.Text}).Carrying(n.Within())
	return e
}

// decodeAny makes what is nearest in Go: bool, float64, string, *big.Int, []any, map[string]any, time.Time, []byte, error,
// and nil of undefined and null. The entries of a Map whose keys are not all strings are pairs.
func decodeAny(d *decoder, n clone.Node, to reflect.Value) error {
	v, err := natural(d, n)
	if err == nil && v != nil {
		to.Set(reflect.ValueOf(v))
	}
	return err
}

func natural(d *decoder, n clone.Node) (any, error) {
	switch n.Kind() {
	case clone.KindBoolean:
		return n.Primitive().ToBoolean(), nil
	case clone.KindNumber:
		return n.Primitive().ToFloat(), nil
	case clone.KindString:
		text := n.Text()
		return text, d.charge(0, len(text))
	case clone.KindBigInt:
		return n.BigInt(), nil
	case clone.KindDate:
		if ms := n.Milliseconds(); !math.IsNaN(ms) {
			return time.UnixMilli(int64(ms)), nil
		}
		return time.Time{}, nil
	case clone.KindRegExp:
		return n.Pattern(), nil
	case clone.KindError:
		return errorOf(n, maxCauses), nil
	case clone.KindHandle:
		return n.Handle(), nil
	case clone.KindBytes:
		return filled[[]byte](d, n)
	case clone.KindArray, clone.KindSet:
		return filled[[]any](d, n)
	case clone.KindObject:
		return filled[map[string]any](d, n)
	case clone.KindMap:
		return naturalMap(d, n)
	}
	return nil, nil
}

func naturalMap(d *decoder, n clone.Node) (any, error) {
	texts := true
	_ = n.Entries(func(key, _ clone.Node) error {
		texts = texts && key.Kind() == clone.KindString
		return nil
	})
	if texts {
		return filled[map[string]any](d, n)
	}
	var pairs [][2]any
	part := partOf(reflect.TypeFor[any]())
	err := n.Entries(func(key, value clone.Node) error {
		var pair [2]any
		for i, n := range []clone.Node{key, value} {
			if err := part(d, n, reflect.ValueOf(&pair[i]).Elem()); err != nil {
				return err
			}
		}
		pairs = append(pairs, pair)
		return nil
	})
	return pairs, err
}

func filled[T any](d *decoder, n clone.Node) (v T, err error) {
	f, err := decodeOf(reflect.TypeFor[T](), nil)
	if err == nil {
		err = f(d, n, reflect.ValueOf(&v).Elem())
	}
	return v, err
}
