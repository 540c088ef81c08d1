package lariat

import (
	"context"
	"reflect"
	"strconv"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/clone"
	"github.com/lariatjs/lariat/runtime/fault"
)

// Raw is a function for Module.Func that reads its arguments itself, for those that are called so often that the reflection of
// the others tells:
//
//	Func("add", lariat.Raw(func(c *lariat.Invocation) error {
//		a, err := c.Float(0)
//		…
//		return c.Return(a + b)
//	}))
//
// It is synchronous: it runs on the goroutine of the script. An error is thrown.
type Raw func(c *Invocation) error

// Invocation is a call of a Raw function. It is of no use when that has returned, nor on another goroutine.
type Invocation struct {
	isolate
	label  string
	names  []string
	call   *bind.Call
	result any
	end    context.CancelCauseFunc // of the context, if somebody has asked for it
	ctx    context.Context
}

// Len returns the number of arguments.
func (c *Invocation) Len() int {
	if c.call == nil {
		return 0
	}
	return c.call.Len()
}

// Has reports whether argument i is there, and neither undefined nor null.
func (c *Invocation) Has(i int) bool { return c.call != nil && c.call.Has(i) }

// String returns argument i, which must be a string.
func (c *Invocation) String(i int) (string, error) {
	if c.call == nil {
		return "", c.errOver()
	}
	v, ok := c.call.Value(i).(goja.String)
	if !ok {
		return "", c.want(i, "a string")
	}
	return v.String(), nil
}

// Float returns argument i, which must be a number.
func (c *Invocation) Float(i int) (float64, error) {
	if c.call == nil {
		return 0, c.errOver()
	}
	v := c.call.Value(i)
	if t := v.ExportType(); t == nil || t.Kind() != reflect.Int64 && t.Kind() != reflect.Float64 || isObject(v) {
		return 0, c.want(i, "a number")
	}
	return v.ToFloat(), nil
}

// Int returns argument i, which must be an integer, as a number or a bigint.
func (c *Invocation) Int(i int) (n int64, err error) { return n, c.Decode(i, &n) }

// Bool returns argument i, which must be true or false.
func (c *Invocation) Bool(i int) (bool, error) {
	if c.call == nil {
		return false, c.errOver()
	}
	v := c.call.Value(i)
	if t := v.ExportType(); t == nil || t.Kind() != reflect.Bool || isObject(v) {
		return false, c.want(i, "true or false")
	}
	return v.ToBoolean(), nil
}

// Bytes returns a copy of what argument i shows, which must be a buffer or a view of bytes.
func (c *Invocation) Bytes(i int) (b []byte, err error) { return b, c.Decode(i, &b) }

// Decode converts argument i as As does. to is a pointer.
func (c *Invocation) Decode(i int, to any) error {
	if c.call == nil {
		return c.errOver()
	}
	target := reflect.ValueOf(to)
	if target.Kind() != reflect.Pointer || target.IsNil() {
		return fault.Type.New("%s: Decode takes a pointer that is not nil, got %s", c.label, typeName(target))
	}
	message, err := c.message(c.call.Value(i))
	if err = bind.Caught(c.core, err); err != nil {
		return c.fromEngine(err)
	}
	f, err := decodeOf(target.Type().Elem(), c.classes)
	if err == nil {
		err = f(&decoder{classes: c.classes}, message.Root(), target.Elem())
	}
	return placed(err, c.place(i))
}

// Context ends with the scope of the calling task, as that of an asynchronous function does, and with the call. It has the values
// of the host's call that the script runs for.
func (c *Invocation) Context() context.Context {
	switch {
	case c.call == nil && c.ctx == nil:
		ended, cancel := context.WithCancelCause(context.Background())
		cancel(c.errOver())
		return ended
	case c.ctx == nil:
		c.ctx, c.end = c.contextOf(c.core.Scope())
	}
	return c.ctx
}

// Return sets what the script gets; without it that is undefined. The last call counts.
func (c *Invocation) Return(v any) error {
	if c.call == nil {
		return c.errOver()
	}
	switch v := v.(type) {
	case string, bool, float64, int32:
		c.result = v
		return nil
	case int:
		if v <= safe && v >= -safe {
			c.result = v
			return nil
		}
	}
	n, err := (&encoder{classes: c.classes}).node(v)
	if err != nil {
		return placed(err, c.label+": result")
	}
	c.result, err = c.decoded(clone.NewMessage(n))
	return err
}

// errOver is the error of an Invocation that somebody has kept.
func (c *Invocation) errOver() error {
	return fault.Internal.New("%s: the call is over: an Invocation is of no use when its function has returned", c.label)
}

// want is the error of an argument of the wrong type.
func (c *Invocation) want(i int, what string) error {
	got := c.core.Inspect(c.call.Value(i))
	return fault.Type.New("%s: must be %s, got %s", c.place(i), what, brief(got))
}

// place names an argument.
func (c *Invocation) place(i int) string {
	name := argumentName(i)
	if i >= 0 && i < len(c.names) {
		name = strconv.Quote(c.names[i])
	}
	return c.label + ": " + name
}

func (c *Invocation) over() {
	c.call = nil
	if c.end != nil {
		c.end(nil)
	}
}

func isObject(v goja.Value) bool {
	_, ok := v.(*goja.Object)
	return ok
}

// native makes the function that a script calls.
func (f Raw) native(i isolate, label string, names []string) bind.Fn {
	return func(call *bind.Call) (result any, err error) {
		defer i.recovered(label, &err)
		c := &Invocation{isolate: i, label: label, names: names, call: call}
		defer c.over()
		if err := f(c); err != nil {
			return nil, err
		}
		return c.result, nil
	}
}
