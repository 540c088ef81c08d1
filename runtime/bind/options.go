package bind

import (
	"math"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/fault"
)

// Options reads the options object at argument i into the struct that o points to. Fields tagged
// `js:"name"` are set from properties that are not undefined; the others keep their value, which is how
// defaults are given. Missing options are fine. Field types: string, bool, int, float64, time.Duration
// (milliseconds or "1.5s"), *runtime.Signal, *Function, goja.Value, *goja.Object and []string.
func (c *Call) Options(i int, o any) {
	if !c.Has(i) {
		return
	}
	obj, ok := c.Value(i).(*goja.Object)
	if !ok {
		c.Wrong("options", "an object")
	}
	c.OptionsOf(obj, o)
}

// OptionsOf is Options for an object that is part of another argument.
func (c *Call) OptionsOf(obj *goja.Object, o any) {
	target := reflect.ValueOf(o).Elem()
	for _, f := range fieldsOf(target.Type()) {
		v := obj.Get(f.name)
		if v == nil || goja.IsUndefined(v) {
			continue
		}
		if err := setField(c, target.Field(f.index), f.name, v); err != nil {
			c.Throw(err)
		}
	}
}

// Exactly is Options for an interface of our own: an option that there is not is a TypeError. The other structs have
// options that are read elsewhere.
func (c *Call) Exactly(i int, o any, others ...any) {
	c.Only(i, append(others, o)...)
	c.Options(i, o)
}

// Only throws a TypeError if argument i is an object with an option that is in none of the structs, given as pointers:
// a word that is spelt wrong would be a setting that has no effect. Signal and timeout are known where they are named.
func (c *Call) Only(i int, structs ...any) {
	obj, ok := c.Value(i).(*goja.Object)
	if !ok {
		return
	}
	var known []string
	for _, o := range structs {
		for _, f := range fieldsOf(reflect.TypeOf(o).Elem()) {
			known = append(known, f.name)
		}
	}
	for _, key := range obj.Keys() {
		if !slices.Contains(known, key) {
			c.Throw(fault.Type.New("%s: there is no option %q; the options are %s", c.name, key, strings.Join(known, ", ")))
		}
	}
}

type field struct {
	name  string
	index int
}

var fieldCache sync.Map // reflect.Type to []field

func fieldsOf(t reflect.Type) []field {
	if cached, ok := fieldCache.Load(t); ok {
		return cached.([]field)
	}
	var fields []field
	for i := range t.NumField() {
		if name := t.Field(i).Tag.Get("js"); name != "" {
			fields = append(fields, field{name, i})
		}
	}
	fieldCache.Store(t, fields)
	return fields
}

func setField(c *Call, dst reflect.Value, name string, v goja.Value) error {
	switch dst.Interface().(type) {
	case time.Duration:
		d, err := DurationOf(v)
		if err != nil {
			return fault.KindOf(err).New("%s: %q %s", c.name, name, err)
		}
		dst.SetInt(int64(d))
		return nil
	case *runtime.Signal:
		sig, ok := SignalOf(v)
		if !ok {
			return c.wrong(name, "an AbortSignal")
		}
		dst.Set(reflect.ValueOf(sig))
		return nil
	case *Function:
		f := FunctionOf(c.rt, v)
		if f == nil {
			return c.wrong(name, "a function")
		}
		dst.Set(reflect.ValueOf(f))
		return nil
	case *goja.Object:
		obj, ok := v.(*goja.Object)
		if !ok {
			return c.wrong(name, "an object")
		}
		dst.Set(reflect.ValueOf(obj))
		return nil
	case goja.Value:
		dst.Set(reflect.ValueOf(&v).Elem())
		return nil
	}
	return setPlain(c, dst, name, v)
}

func setPlain(c *Call, dst reflect.Value, name string, v goja.Value) error {
	switch dst.Kind() {
	case reflect.String:
		s, ok := v.(goja.String)
		if !ok {
			return c.wrong(name, "a string")
		}
		dst.SetString(s.String())
	case reflect.Bool:
		dst.SetBool(v.ToBoolean())
	case reflect.Int, reflect.Float64:
		n, ok := NumberOf(v)
		if !ok {
			return c.wrong(name, "a number")
		}
		if dst.Kind() == reflect.Float64 {
			dst.SetFloat(n)
			return nil
		}
		if n != math.Trunc(n) && !math.IsInf(n, 0) {
			return fault.Range.New("%s: %q must be an integer, got %v", c.name, name, n)
		}
		dst.SetInt(int64(min(max(n, -math.MaxInt32), math.MaxInt32)))
	case reflect.Interface:
		dst.Set(reflect.ValueOf(v))
	default:
		return fault.Internal.New("%s: option %q has the Go type %s", c.name, name, dst.Type())
	}
	return nil
}

// DurationOf reads a duration: a number of milliseconds or a string such as "250ms", "1.5s", "2m", "1h".
// Infinity is -1, which means no limit; a negative number or NaN is an error.
func DurationOf(v goja.Value) (time.Duration, error) {
	if s, ok := v.(goja.String); ok {
		return parseDuration(s.String())
	}
	ms, ok := NumberOf(v)
	if !ok {
		return 0, fault.Type.New(`must be a number of milliseconds or a string such as "1.5s"`)
	}
	if math.IsInf(ms, 1) {
		return -1, nil
	}
	if ms < 0 {
		return 0, fault.Range.New("must not be negative, got %v", ms)
	}
	if ms >= math.MaxInt64/float64(time.Millisecond) {
		return -1, nil
	}
	return time.Duration(ms * float64(time.Millisecond)), nil
}

// units are the suffixes of a duration, longest first.
var units = []struct {
	suffix string
	unit   time.Duration
}{{"ms", time.Millisecond}, {"s", time.Second}, {"m", time.Minute}, {"h", time.Hour}, {"d", 24 * time.Hour}}

func parseDuration(s string) (time.Duration, error) {
	text := strings.TrimSpace(s)
	for _, u := range units {
		digits, ok := strings.CutSuffix(text, u.suffix)
		if !ok {
			continue
		}
		n, err := strconv.ParseFloat(strings.TrimSpace(digits), 64)
		if err != nil || n < 0 || math.IsInf(n, 0) || math.IsNaN(n) || n*float64(u.unit) >= math.MaxInt64 {
			break
		}
		return time.Duration(n * float64(u.unit)), nil
	}
	return 0, fault.Range.New(`must be a duration such as "250ms", "1.5s", "2m" or "1h", got %q`, s)
}

// Duration returns argument i as a duration.
func (c *Call) Duration(i int, arg string) time.Duration {
	d, err := DurationOf(c.Value(i))
	if err != nil {
		c.Throw(fault.KindOf(err).New("%s: %q %s", c.name, arg, err))
	}
	return d
}

// WaitOptions are what every operation that can wait accepts.
type WaitOptions struct {
	Signal  *runtime.Signal `js:"signal"`
	Timeout time.Duration   `js:"timeout"`
}

// Context returns the scope of a wait: the ambient one, narrowed by the signal and the timeout in the
// options at argument i. The promise made with it ends it.
func (c *Call) Context(i int) *runtime.Scope {
	if !c.Has(i) {
		return c.rt.Scope()
	}
	o := WaitOptions{Timeout: -1}
	c.Options(i, &o)
	return c.Narrow(o)
}

// ContextExactly is Context for an interface of our own; see Exactly.
func (c *Call) ContextExactly(i int, others ...any) *runtime.Scope {
	if c.Has(i) {
		c.Only(i, append(others, &WaitOptions{})...)
	}
	return c.Context(i)
}

// Narrow is Context for options that have been read already.
func (c *Call) Narrow(o WaitOptions) *runtime.Scope {
	if o.Signal == nil && o.Timeout < 0 {
		return c.rt.Scope()
	}
	return c.rt.ForWait(o.Signal, o.Timeout, c.name)
}
