package lariat

import (
	"errors"
	"slices"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/fault"
	"github.com/lariatjs/lariat/runtime/loader"
)

// What errors.Is finds in the errors of this package, besides context.Canceled and context.DeadlineExceeded for what was
// cancelled or took too long. An error of these kinds that a script throws on is the same in Go.
var (
	// ErrClosed: the runtime, or something that the script uses, was closed.
	ErrClosed error = fault.Closed
	// ErrDeadlock: every task waits for another.
	ErrDeadlock error = fault.Deadlock
	// ErrLimit: a limit of the runtime was reached.
	ErrLimit error = fault.Limit
	// ErrPermission: the script was not granted what it wanted.
	ErrPermission error = fault.Permission
	// ErrUnsettled: what was awaited can never come, since nothing is left that could bring it.
	ErrUnsettled error = fault.Unsettled
	// ErrModule: a module was not found, or not granted.
	ErrModule error = fault.Module
)

// ExitError says that the script has ended the program, as process.exit does.
type ExitError = runtime.ExitError

// Frame is a place in a script: file, line and column of the source, whatever it was compiled from.
type Frame = loader.Frame

// JSError is what a script threw. Unwrap leads to the Go error that has travelled through the script, if one has, and to
// the value itself: thrown into the same runtime again it is the same. errors.Is and errors.As find what is beneath it, too: a Go
// error that the script has caught and made the cause of another, or one of those of an AggregateError.
type JSError struct {
	// Name and Message are those of an Error; another value has no Name.
	Name, Message string
	// Class is the name of its constructor, whatever the script calls it, and Code its code, if that is a string.
	Class, Code string
	// Cause is its cause: a *JSError that is an Error, or has the Text of another value; or nil.
	Cause error
	// Errors are those of an AggregateError, and the two of a SuppressedError.
	Errors []error
	// Text is the value as console.log would show it, with its stack and causes.
	Text string
	// Stack is where it was made, innermost first.
	Stack []Frame
	// Rejection says that it was the reason of a promise that nobody looked at.
	Rejection bool

	inner *runtime.JSError
}

// Error returns "Name: message".
func (e *JSError) Error() string { return e.inner.Error() }

// Unwrap returns what was thrown.
func (e *JSError) Unwrap() error { return e.inner }

// Is reports whether target is beneath it.
func (e *JSError) Is(target error) bool {
	return slices.ContainsFunc(e.beneath(), func(err error) bool { return errors.Is(err, target) })
}

// As finds what is beneath it, once it has not found what was thrown.
func (e *JSError) As(target any) bool {
	return errors.As(e.inner, target) || slices.ContainsFunc(e.beneath(), func(err error) bool { return errors.As(err, target) })
}

func (e *JSError) beneath() []error {
	if e.Cause == nil {
		return e.Errors
	}
	return append([]error{e.Cause}, e.Errors...)
}

// thrown makes a Go error of a value that a script threw. Loop goroutine only.
func (i isolate) thrown(v goja.Value) error { return outside(i.core.Describe(v)) }

// fromEngine makes an error for the host of what goja returned. Loop goroutine only.
func (i isolate) fromEngine(err error) error {
	var ex *goja.Exception
	var js *runtime.JSError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &ex):
		return i.thrown(ex.Value())
	case errors.As(err, &js) && js.Value() != nil && js.Text == "":
		return i.thrown(js.Value())
	}
	return fromRuntime(err)
}

// fromRuntime makes an error for the host of one that the runtime has ended with. Any goroutine.
func fromRuntime(err error) error {
	if js, ok := err.(*runtime.JSError); ok { //nolint:errorlint // the error itself: one that is wrapped keeps its words
		return outside(js)
	}
	return err
}

func outside(js *runtime.JSError) error {
	e := &JSError{
		Name: js.Name, Message: js.Message, Class: js.Class, Code: js.Code, Text: js.Text, Stack: js.Stack, Rejection: js.Rejection, inner: js,
	}
	for i, cause := range js.Causes {
		if i == 0 && js.HasCause {
			e.Cause = outside(cause)
			continue
		}
		e.Errors = append(e.Errors, outside(cause))
	}
	return e
}
