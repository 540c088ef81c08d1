package bind

import (
	"math"
	"slices"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/es"
	"github.com/lariatjs/lariat/runtime/fault"
)

// Call is one call of a native from JavaScript. It is valid until the native returns; the values that its
// methods return may be kept, the Call may not. A method that finds the wrong argument throws a TypeError
// in the one wording: Mutex.run: "fn" must be a function.
type Call struct {
	rt   *runtime.Runtime
	name string
	this goja.Value
	args []goja.Value // a window of the VM's stack: never kept
	site *runtime.Site
}

// Runtime returns the runtime that the call runs on.
func (c *Call) Runtime() *runtime.Runtime { return c.rt }

// VM returns the JavaScript engine.
func (c *Call) VM() *goja.Runtime { return c.rt.VM() }

// Name returns the name of the native as messages show it: "Mutex.lock".
func (c *Call) Name() string { return c.name }

// Site returns the place in the script that makes the call. It may be kept.
func (c *Call) Site() *runtime.Site {
	if c.site == nil {
		site := c.rt.Site()
		c.site = &site
	}
	return c.site
}

// This returns the receiver.
func (c *Call) This() goja.Value { return c.this }

// Len returns the number of arguments.
func (c *Call) Len() int { return len(c.args) }

// Value returns argument i, undefined if it is missing.
func (c *Call) Value(i int) goja.Value {
	if i < len(c.args) && c.args[i] != nil {
		return c.args[i]
	}
	return goja.Undefined()
}

// Rest returns a copy of the arguments from i on.
func (c *Call) Rest(i int) []goja.Value {
	if i >= len(c.args) {
		return nil
	}
	return slices.Clone(c.args[i:])
}

// Has reports whether argument i is there and neither undefined nor null.
func (c *Call) Has(i int) bool { return !Nullish(c.Value(i)) }

// Nullish reports whether v is undefined or null.
func Nullish(v goja.Value) bool { return v == nil || goja.IsUndefined(v) || goja.IsNull(v) }

// Throw throws err as its JavaScript value, but an interrupt and an overflow of the stack as what they are:
// no script catches those. It does not return.
func (c *Call) Throw(err error) { Throw(c.rt, err) }

// Wrong throws the TypeError of an argument: c.Wrong("fn", "a function").
func (c *Call) Wrong(arg, want string) { c.Throw(c.wrong(arg, want)) }

func (c *Call) wrong(arg, want string) error {
	return fault.Type.New("%s: %q must be %s", c.name, arg, want)
}

// Bad throws the RangeError of an argument that has the right type and an impossible value.
func (c *Call) Bad(arg, want string, got any) {
	c.Throw(fault.Range.New("%s: %q must be %s, got %v", c.name, arg, want, got))
}

// String returns argument i, which must be a string.
func (c *Call) String(i int, arg string) string {
	s, ok := c.Value(i).(goja.String)
	if !ok {
		c.Wrong(arg, "a string")
	}
	return s.String()
}

// Text returns argument i converted to a string as the web's APIs do.
func (c *Call) Text(i int) string {
	if _, ok := c.Value(i).(*goja.Symbol); ok {
		c.Throw(fault.Type.New("%s: a symbol cannot be converted to a string", c.name))
	}
	return c.Value(i).String()
}

// Number returns argument i, which must be a number and not NaN.
func (c *Call) Number(i int, arg string) float64 {
	n, ok := NumberOf(c.Value(i))
	if !ok {
		c.Wrong(arg, "a number")
	}
	return n
}

// NumberOf returns the number that v is; NaN and objects are none.
func NumberOf(v goja.Value) (float64, bool) {
	if _, isObject := v.(*goja.Object); isObject {
		return 0, false // exporting an object would run its getters
	}
	switch n := v.Export().(type) {
	case int64:
		return float64(n), true
	case float64:
		return n, !math.IsNaN(n)
	}
	return 0, false
}

// Int returns argument i, which must be an integer from low on.
func (c *Call) Int(i int, arg string, low int) int {
	n := c.Number(i, arg)
	switch {
	case n != math.Trunc(n) || n < float64(low):
		c.Bad(arg, "an integer of at least "+itoa(low), n)
	case n > math.MaxInt32:
		c.Bad(arg, "an integer from "+itoa(low)+" to "+itoa(math.MaxInt32), n)
	}
	return int(n)
}

// IntOr returns argument i, or def when it is missing.
func (c *Call) IntOr(i int, arg string, low, def int) int {
	if goja.IsUndefined(c.Value(i)) {
		return def
	}
	return c.Int(i, arg, low)
}

// Bool returns argument i as a truth value.
func (c *Call) Bool(i int) bool { return c.Value(i).ToBoolean() }

// Object returns argument i, which must be an object.
func (c *Call) Object(i int, arg string) *goja.Object {
	obj, ok := c.Value(i).(*goja.Object)
	if !ok {
		c.Wrong(arg, "an object")
	}
	return obj
}

// Function returns argument i, which must be a function. It keeps the ambient frame of this moment.
func (c *Call) Function(i int, arg string) *Function {
	f := FunctionOf(c.rt, c.Value(i))
	if f == nil {
		c.Wrong(arg, "a function")
	}
	return f
}

// FunctionOr is Function for an optional argument; a missing one gives nil.
func (c *Call) FunctionOr(i int, arg string) *Function {
	if !c.Has(i) {
		return nil
	}
	return c.Function(i, arg)
}

// Function is a JavaScript function that Go keeps. It remembers the ambient frame in which it was handed
// over and runs under it: scope, task and AsyncContext variables are those of the one who gave it.
type Function struct {
	rt    *runtime.Runtime
	frame *runtime.Frame
	raw   func(goja.FunctionCall) goja.Value
	// Value is the function itself.
	Value *goja.Object
}

// FunctionOf makes a Function of a callable value; nil for any other.
func FunctionOf(rt *runtime.Runtime, v goja.Value) *Function {
	raw := rt.Raw(v)
	if raw == nil {
		return nil
	}
	return &Function{rt, rt.Frame(), raw, v.(*goja.Object)}
}

// Frame returns the frame that the function runs under.
func (f *Function) Frame() *runtime.Frame { return f.frame }

// In returns the function for another frame.
func (f *Function) In(frame *runtime.Frame) *Function {
	g := *f
	g.frame = frame
	return &g
}

// AsyncIn is Async under another frame.
func (f *Function) AsyncIn(frame *runtime.Frame, done func(goja.Value, error), args ...goja.Value) {
	v, err := f.callIn(frame, goja.Undefined(), args)
	if err != nil {
		done(nil, err)
		return
	}
	Settle(f.rt, v, done)
}

// Call calls the function with undefined as this. A thrown value comes back as a *runtime.JSError.
// Microtasks are not drained. Loop goroutine only.
func (f *Function) Call(args ...goja.Value) (goja.Value, error) {
	return f.CallOn(goja.Undefined(), args...)
}

// CallOn is Call with a receiver.
func (f *Function) CallOn(this goja.Value, args ...goja.Value) (goja.Value, error) {
	return f.callIn(f.frame, this, args)
}

func (f *Function) callIn(frame *runtime.Frame, this goja.Value, args []goja.Value) (result goja.Value, err error) {
	var ex *goja.Exception
	f.rt.Under(frame, func() {
		ex = f.rt.VM().Try(func() { result = f.raw(goja.FunctionCall{This: this, Arguments: args}) })
	})
	if ex != nil {
		return nil, f.rt.Thrown(ex.Value())
	}
	if result == nil {
		result = goja.Undefined()
	}
	return result, nil
}

// Async calls the function and hands its value, awaited, to done: at once if it is not a promise or one
// that is fulfilled already, else as a microtask.
func (f *Function) Async(done func(goja.Value, error), args ...goja.Value) {
	f.AsyncIn(f.frame, done, args...)
}

// plain reports whether an object is an instance of a class of ours and no thenable, such as what handlers return.
func plain(rt *runtime.Runtime, obj *goja.Object) (yes bool) {
	if runtime.HandleOf(obj) == nil || es.PromiseOf(obj) != nil {
		return false
	}
	_ = rt.VM().Try(func() { yes = obj.Get("then") == nil })
	return yes
}

// ready returns the awaited value of v if it is there.
func ready(rt *runtime.Runtime, v goja.Value) (goja.Value, bool) {
	if value, ok := runtime.Fulfilled(v); ok {
		return value, true
	}
	obj, isObject := v.(*goja.Object)
	return v, !isObject || plain(rt, obj)
}

// Settle hands the awaited value of v to done, at once if it is there.
func Settle(rt *runtime.Runtime, v goja.Value, done func(goja.Value, error)) {
	if value, ok := ready(rt, v); ok {
		done(value, nil)
		return
	}
	settleLater(rt, v, done)
}

func settleLater(rt *runtime.Runtime, v goja.Value, done func(goja.Value, error)) {
	if ex := rt.VM().Try(func() { // a promise may have a getter in the way
		rt.Then(v, func(v goja.Value) { done(v, nil) }, func(reason goja.Value) { done(nil, rt.Thrown(reason)) })
	}); ex != nil {
		done(nil, rt.Thrown(ex.Value()))
	}
}
