package lariat

import (
	"reflect"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/clone"
)

// Value is a copy of a value of a script. It belongs to no runtime and never changes. The zero Value is undefined.
type Value struct {
	message *clone.Message
	refused error // why there is no copy
	text    string
}

// String returns the value as console.log would show it.
func (v Value) String() string {
	if v.text == "" && v.message == nil {
		return "undefined"
	}
	return v.text
}

// As converts a value to a Go type: struct by the tags js or json, map, slice, pointer (nil for null and undefined), string,
// bool, numbers within their range, *big.Int, time.Time of a Date, time.Duration of milliseconds or "1.5s", []byte, error,
// any. The error says where in the value something else was: "tags[2]: must be a string, got 5".
func As[T any](v Value) (T, error) {
	var result T
	err := v.into(reflect.ValueOf(&result).Elem(), "")
	return result, err
}

// into is As for a place.
func (v Value) into(to reflect.Value, root string) error {
	if to.Type() == valueType {
		to.Set(reflect.ValueOf(v))
		return nil
	}
	f, err := decodeOf(to.Type(), nil)
	switch {
	case err != nil:
		return placed(err, root)
	case v.refused != nil:
		return v.refused
	case v.message == nil:
		return placed(f(&decoder{}, clone.Undefined(), to), root)
	}
	return placed(f(&decoder{}, v.message.Root(), to), root)
}

// copied makes a Value of what a script has. shown adds its text. Loop goroutine only.
func (i isolate) copied(v goja.Value, shown bool) (Value, error) {
	message, err := i.message(v)
	if err = bind.Caught(i.core, err); err != nil {
		return Value{refused: i.fromEngine(err), text: i.core.Inspect(v)}, nil
	}
	value := Value{message: message}
	if shown {
		value.text = i.core.Inspect(v)
	}
	return value, nil
}

// message copies a value with all that it holds, within limits. Loop goroutine only.
func (i isolate) message(v goja.Value) (*clone.Message, error) {
	return i.core.Cloner().Encode(v, clone.Options{MaxNodes: maxValues, MaxBytes: maxBytes})
}
