package runtime

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"strings"
	"sync"
	"syscall"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime/es"
	"github.com/lariatjs/lariat/runtime/fault"
)

//go:embed errors.js
var errorsSource string

// errorsProgram is compiled once a process; every runtime runs it when it first needs an error class.
var errorsProgram = sync.OnceValue(func() *goja.Program {
	return es.MustCompile("lariat:errors", errorsSource, true)
})

// codes are the codes of the classes of lariat by their names.
var codes = sync.OnceValue(func() map[string]string {
	all := map[string]string{base: ""}
	for _, k := range fault.Kinds() {
		if k.Code != "" && !nativeError(k.Class) {
			all[k.Class] = k.Code
		}
	}
	return all
})

// errorClasses are the classes that a runtime has needed so far.
type errorClasses struct {
	made   map[string]*goja.Object
	derive goja.Value // makes a class of lariat
}

// ErrorClass returns a class of the table of errors by name, LariatError and DOMException among them; nil for a name that
// is not in it. Loop goroutine only.
func (rt *Runtime) ErrorClass(name string) *goja.Object {
	e := &rt.errorClasses
	if class := e.made[name]; class != nil {
		return class
	}
	if e.made == nil {
		e.made = map[string]*goja.Object{}
	}
	code, ours := codes()[name]
	switch {
	case name == "DOMException":
		e.made[name] = rt.errorPart("web")
	case nativeError(name):
		e.made[name] = rt.realm.Constructor(name)
	case ours:
		if e.derive == nil {
			part := rt.errorPart("lariat")
			e.made[base], e.derive = part.Get(base).(*goja.Object), part.Get("derive")
		}
		if name != base {
			class, err := rt.Call(e.derive, goja.Undefined(), rt.vm.ToValue(name), rt.vm.ToValue(code))
			if err != nil {
				panic(fault.Internal.New("cannot make the class %s: %w", name, err))
			}
			e.made[name] = class.(*goja.Object)
		}
	}
	return e.made[name]
}

// errorPart calls a part of errors.js.
func (rt *Runtime) errorPart(name string) *goja.Object {
	parts, err := rt.vm.RunProgram(errorsProgram())
	var part goja.Value
	if err == nil {
		of := rt.realm.Constructor
		part, err = rt.Call(parts.(*goja.Object).Get(name), goja.Undefined(), rt.errorTools(), of("Error"), of("Object"), goja.SymToStringTag)
	}
	if err != nil {
		panic(fault.Internal.New("cannot make the classes of errors: %w", err))
	}
	return part.(*goja.Object)
}

// errorTools are the natives of errors.js.
func (rt *Runtime) errorTools() *goja.Object {
	tools := rt.vm.CreateObject(nil)
	for name, work := range map[string]func(goja.FunctionCall) goja.Value{
		"define": func(c goja.FunctionCall) goja.Value { return es.DefineProperty(rt.vm, c) },
		"own":    func(c goja.FunctionCall) goja.Value { return es.OwnProperty(rt.vm, c) },
		"assign": func(c goja.FunctionCall) goja.Value {
			to, from := c.Argument(0).ToObject(rt.vm), c.Argument(1).ToObject(rt.vm)
			for _, key := range from.Keys() {
				_ = to.Set(key, from.Get(key))
			}
			for _, key := range from.Symbols() {
				_ = to.SetSymbol(key, from.GetSymbol(key))
			}
			return goja.Undefined()
		},
		"titled": func(c goja.FunctionCall) goja.Value {
			stack := c.Argument(0).String()
			if rest, ok := strings.CutPrefix(stack, "Error"); ok {
				stack = c.Argument(1).String() + rest
			}
			return rt.vm.ToValue(stack)
		},
	} {
		_ = tools.Set(name, es.Function(rt.vm, name, 0, work))
	}
	return tools
}

// base is the class that all others of lariat extend.
const base = "LariatError"

func nativeError(class string) bool {
	switch class {
	case "Error", "TypeError", "RangeError", "SyntaxError", "DOMException":
		return true
	}
	return false
}

// ErrorValue turns a Go error into the JavaScript value that a script catches. An error that came out of
// this runtime's JavaScript gives back the very value that was thrown. Loop goroutine only.
func (rt *Runtime) ErrorValue(err error) goja.Value { return rt.errorValue(err, Site{}) }

// errorValue makes the value of an error that a wait at a place in the script ends with.
func (rt *Runtime) errorValue(err error, at Site) goja.Value {
	if c, ok := err.(*cancellation); ok && c.rt == rt { //nolint:errorlint // the cause itself, not one in a chain
		if c.value == nil {
			obj := rt.freshError(c.error, at)
			carry(obj, c)
			c.value = obj
		}
		return c.value
	}
	if v := rt.thrownBy(err); v != nil {
		return v
	}
	return rt.freshError(err, at)
}

// cancellation is why a signal ended, when that was no script's own reason. Whoever asks sees one and the
// same JavaScript value: what a wait rejects with is signal.reason.
type cancellation struct {
	error
	rt    *Runtime
	value goja.Value // loop goroutine
}

// Is makes two errors the same when JavaScript threw the same value: a cancellation comes back out of a
// script as another JSError with the script's own reason.
func (e *JSError) Is(target error) bool {
	t, ok := target.(*JSError)
	return ok && t.rt == e.rt && t.value != nil && e.value != nil && t.value.SameAs(e.value)
}

// Unwrap returns the cause.
func (c *cancellation) Unwrap() error { return c.error }

func (rt *Runtime) freshError(err error, at Site) *goja.Object {
	if rt.closing.Load() { // no script will see it, and none may run to make it
		return rt.vm.NewObject()
	}
	kind := fault.KindOf(err)
	if kind == nil {
		kind = fault.System
	}
	obj := rt.newError(kind, err)
	var f *fault.Error
	if errors.As(err, &f) {
		for _, name := range sortedKeys(f.Props) {
			if name == "goStack" {
				continue // for Go hosts and the command line only
			}
			// The message tells the waits, and what cannot be captured, too: who prints the error sees them once.
			shown := goja.ToFlag(name != "waits" && f.Kind != fault.Capture)
			_ = obj.DefineDataProperty(name, rt.plain(f.Props[name]), goja.FLAG_TRUE, goja.FLAG_TRUE, shown)
		}
		// The number of a failed system call is for Go hosts; a script has it in errno and code.
		if _, number := f.Cause.(syscall.Errno); f.Cause != nil && !number { //nolint:errorlint // the cause itself
			_ = obj.DefineDataProperty("cause", rt.ErrorValue(f.Cause), goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_FALSE)
		}
	}
	rt.place(obj, at)
	return obj
}

// thrownBy finds the value that JavaScript threw, if err is nothing but that on its way through Go. A fault
// that has such an error as its cause is an error of its own.
func (rt *Runtime) thrownBy(err error) goja.Value {
	if _, ok := err.(*fault.Error); ok { //nolint:errorlint // outermost, whatever its causes are
		return nil
	}
	var thrown *JSError
	if errors.As(err, &thrown) && thrown.rt == rt {
		return thrown.value
	}
	var ex *goja.Exception
	if errors.As(err, &ex) {
		return ex.Value()
	}
	return nil
}

// ErrorAt is ErrorValue for an error that a wait or an operation ends with: the stack of a fresh error
// shows the place that waits, since the loop has none of its own.
func (rt *Runtime) ErrorAt(err error, at Site) goja.Value { return rt.errorValue(err, at) }

// place sets the stack of a fresh error to the place that waits.
func (rt *Runtime) place(obj *goja.Object, at Site) {
	place := at.String()
	if place == "" {
		return
	}
	_ = rt.vm.Try(func() {
		stack := fmt.Sprintf("%s: %s\n    at %s", obj.Get("name"), obj.Get("message"), place)
		_ = obj.DefineDataProperty("stack", rt.vm.ToValue(stack), goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_FALSE)
	})
}

func (rt *Runtime) newError(kind *fault.Kind, err error) *goja.Object {
	message := err.Error()
	if err == context.Canceled || err == context.DeadlineExceeded { //nolint:errorlint // a wrapped one has a message
		message = kind.Error()
	}
	args := []goja.Value{rt.vm.ToValue(message)}
	if kind.Class == "DOMException" {
		args = append(args, rt.vm.ToValue(kind.Name))
	}
	class := rt.ErrorClass(kind.Class)
	if class == nil {
		class = rt.realm.Constructor("Error")
	}
	obj, newErr := rt.vm.New(class, args...)
	if newErr != nil {
		panic(newErr)
	}
	switch {
	case kind.Code == "":
	case kind.Class == base: // which has no code of its own
		_ = obj.DefineDataProperty("code", rt.vm.ToValue(kind.Code), goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_FALSE)
	case nativeError(kind.Class):
		_ = obj.Set("code", kind.Code)
	}
	carry(obj, err)
	return obj
}

// goErrorKey keeps the Go error beside its JavaScript object, so that it comes back errors.Is-equal when
// the script throws it out again.
var goErrorKey = goja.NewSymbol("lariat.error")

// carry ties a Go error to its object, replacing an earlier one.
func carry(obj *goja.Object, err error) {
	_ = obj.DefineDataPropertySymbol(goErrorKey, handle{goja.Undefined(), err}, goja.FLAG_FALSE, goja.FLAG_TRUE, goja.FLAG_FALSE)
}

// plain converts the plain Go data of an error's properties.
func (rt *Runtime) plain(v any) goja.Value {
	switch v := v.(type) {
	case []map[string]any:
		items := make([]any, len(v))
		for i, m := range v {
			items[i] = rt.plain(m)
		}
		return rt.vm.NewArray(items...)
	case map[string]any:
		obj := rt.vm.NewObject()
		for _, k := range sortedKeys(v) {
			_ = obj.Set(k, rt.plain(v[k]))
		}
		return obj
	case []string:
		items := make([]any, len(v))
		for i, s := range v {
			items[i] = s
		}
		return rt.vm.NewArray(items...)
	case []error:
		items := make([]any, len(v))
		for i, e := range v {
			items[i] = rt.ErrorValue(e)
		}
		return rt.vm.NewArray(items...)
	case string, bool, int, int64, float64, goja.Value, nil:
		return rt.vm.ToValue(v)
	}
	return rt.vm.ToValue(fmt.Sprint(v))
}
