package runtime

import (
	"errors"
	"strconv"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime/fault"
	"github.com/lariatjs/lariat/runtime/inspect"
	"github.com/lariatjs/lariat/runtime/loader"
)

// JSError is a value that a script threw, as a Go error. Its texts are taken when it is caught, so that
// it can be read on any goroutine; Unwrap gives the Go error that travelled through JavaScript, if one did.
type JSError struct {
	// Name and Message are those of an Error object; for another value Name is empty.
	Name, Message string
	// Text is the value as console.log would print it, with stack and causes.
	Text string
	// Stack holds the source-mapped frames, innermost first.
	Stack []loader.Frame
	// Class is the name of its constructor, and Code its property of that name, if it is a string.
	Class, Code string
	// Causes are the errors beneath it: its cause, then those of an AggregateError or a SuppressedError.
	Causes []*JSError
	// HasCause says that the first of them is its cause.
	HasCause bool
	// Rejection says that a promise was rejected with the value and nobody handled that.
	Rejection bool

	rt    *Runtime
	value goja.Value
	goErr error
}

// Error returns "Name: message".
func (e *JSError) Error() string {
	switch {
	case e.Name == "" && e.Text != "":
		return "uncaught " + e.Text
	case e.Name == "":
		return e.brief()
	case e.Message == "":
		return e.Name
	}
	return e.Name + ": " + e.Message
}

// brief is the text of an error that nobody has described yet: one that is part of another's message.
func (e *JSError) brief() string {
	switch e.value.(type) {
	case nil, *goja.Object, *goja.Symbol:
		if e.goErr != nil {
			return e.goErr.Error()
		}
		return "an object was thrown"
	}
	return e.value.String() // a primitive value never changes
}

// Unwrap returns the Go error beneath, or nil.
func (e *JSError) Unwrap() error { return e.goErr }

// Value returns the thrown value. It belongs to the loop goroutine of its runtime.
func (e *JSError) Value() goja.Value { return e.value }

// Thrown makes a Go error of a JavaScript value that was thrown or rejected. Loop goroutine only.
func (rt *Runtime) Thrown(v goja.Value) *JSError {
	e := &JSError{rt: rt, value: v}
	if obj, ok := v.(*goja.Object); ok {
		if ex := rt.vm.Try(func() {
			if h, ok := obj.GetSymbol(goErrorKey).(handle); ok {
				e.goErr, _ = h.ptr.(error)
			}
		}); ex != nil {
			e.goErr = nil
		}
		if e.goErr == nil {
			e.goErr = rt.domFault(obj)
		}
		if e.goErr == nil && obj.ClassName() == "Error" {
			e.entitle(obj)
		}
	}
	return e
}

// entitle fills in name and message.
func (e *JSError) entitle(obj *goja.Object) {
	_ = e.rt.vm.Try(func() {
		name, message := obj.Get("name"), obj.Get("message")
		if name != nil && message != nil && isString(name) && isString(message) {
			e.Name, e.Message = name.String(), message.String()
		}
	})
}

// domFault is the row of the table of errors that a DOMException made by a script stands for, so that
// errors.Is(err, context.Canceled) holds for an AbortError whoever made it; nil for all other values.
func (rt *Runtime) domFault(obj *goja.Object) error {
	class := rt.errorClasses.made["DOMException"]
	if class == nil { // no class yet, so no instances yet
		return nil
	}
	var err error
	_ = rt.vm.Try(func() {
		if proto := obj.Prototype(); proto == nil || proto != class.Get("prototype") {
			return
		}
		name := obj.Get("name").String()
		for _, kind := range fault.Kinds() {
			if kind.Class == "DOMException" && kind.Name == name {
				err = kind.New("%s", obj.Get("message"))
			}
		}
	})
	return err
}

// describe fills in the texts of e, and what is beneath an AggregateError: they cost time, so they are taken
// only for errors that leave the runtime.
func (e *JSError) describe() *JSError {
	left := mostCauses
	return e.describeWith(&left)
}

// mostCauses is how many errors are described beneath one.
const mostCauses = 32

// describeWith is describe for an error that is one of several; left is how many there may be yet.
func (e *JSError) describeWith(left *int) *JSError {
	rt := e.rt
	if e.Text != "" {
		return e
	}
	e.Text = rt.Inspect(e.value)
	obj, ok := e.value.(*goja.Object)
	if !ok {
		return e
	}
	e.entitle(obj)
	_ = rt.vm.Try(func() {
		if stack := obj.Get("stack"); stack != nil && isString(stack) {
			e.Stack = loader.ParseStack(stack.String())
		}
		if e.goErr == nil {
			e.goErr = rt.joined(obj.Get("errors"))
		}
		if obj.ClassName() == "Error" {
			e.classify(obj)
			e.trace(obj, left)
		}
	})
	return e
}

// classify fills in class and code.
func (e *JSError) classify(obj *goja.Object) {
	if class, ok := obj.Get("constructor").(*goja.Object); ok {
		if name := class.Get("name"); name != nil && isString(name) {
			e.Class = name.String()
		}
	}
	if code := obj.Get("code"); code != nil && isString(code) {
		e.Code = code.String()
	}
}

// trace fills in the causes.
func (e *JSError) trace(obj *goja.Object, left *int) {
	cause := obj.Get("cause")
	e.HasCause = e.beneath(cause, left)
	if list, ok := obj.Get("errors").(*goja.Object); ok && list.ClassName() == "Array" {
		for i := int64(0); i < list.Get("length").ToInteger() && *left > 0; i++ {
			e.beneath(list.Get(strconv.FormatInt(i, 10)), left)
		}
	}
	if e.Class == "SuppressedError" {
		e.beneath(obj.Get("error"), left)
		e.beneath(obj.Get("suppressed"), left)
	}
}

// beneath adds a cause, if there is one and room for it, and reports that.
func (e *JSError) beneath(v goja.Value, left *int) bool {
	if v == nil || goja.IsUndefined(v) || *left == 0 {
		return false
	}
	*left--
	e.Causes = append(e.Causes, e.rt.Thrown(v).describeWith(left))
	return true
}

// Carrying says which Go error has travelled as the error, and returns it.
func (e *JSError) Carrying(err error) *JSError {
	e.goErr = err
	return e
}

// joined are the Go errors among the first of an AggregateError's, or nil.
func (rt *Runtime) joined(list goja.Value) error {
	obj, ok := list.(*goja.Object)
	if !ok || obj.ClassName() != "Array" {
		return nil
	}
	const most = 100
	var errs []error
	for i := range min(obj.Get("length").ToInteger(), most) {
		errs = append(errs, rt.Thrown(obj.Get(strconv.FormatInt(i, 10))).goErr)
	}
	return errors.Join(errs...)
}

// Inspector returns what prints the values of the runtime.
func (rt *Runtime) Inspector() *inspect.Inspector {
	if rt.inspector == nil {
		o := inspect.Default()
		o.Stack = loader.CleanStack
		rt.inspector = inspect.New(rt.vm, o)
		rt.inspector.Builtin = rt.Realm().Builtin
	}
	return rt.inspector
}

// Inspect returns a value as an error report shows it.
func (rt *Runtime) Inspect(v goja.Value) string {
	i := rt.Inspector()
	o := i.Defaults
	o.Depth, o.BreakLength = 4, 120
	return i.Text(v, o)
}

func isString(v goja.Value) bool {
	_, ok := v.(goja.String)
	return ok
}

// asError makes a Go error of whatever a call into the VM returned: exceptions become JSErrors, an
// interrupt gives its reason, an overflow of the call stack a limit.
func (rt *Runtime) asError(err error) error {
	var ex *goja.Exception
	var stop *goja.InterruptedError
	var deep *goja.StackOverflowError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &stop):
		if reason, ok := stop.Value().(error); ok {
			return reason
		}
		return fault.Limit.New("the script was interrupted")
	case errors.As(err, &deep):
		return tooDeep(loader.ParseStack(deep.String()), rt.opts.limits.frames())
	case errors.As(err, &ex):
		return rt.Thrown(ex.Value())
	}
	return err
}

// tooDeep is the end of a recursion, with the place of the innermost call.
func tooDeep(stack []loader.Frame, limit int) error {
	if len(stack) == 0 {
		return fault.Limit.New("the call stack is too deep")
	}
	at := stack[0]
	return fault.Limit.New("the call stack is too deep: %d calls, the innermost at %s", limit, at).
		With("file", at.File).With("line", at.Line).With("column", at.Column)
}
