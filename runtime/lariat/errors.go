package lariat

import (
	"errors"

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
// the value itself: thrown into the same runtime again it is the same.
type JSError struct {
	// Name and Message are those of an Error; another value has no Name.
	Name, Message string
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
	return &JSError{Name: js.Name, Message: js.Message, Text: js.Text, Stack: js.Stack, Rejection: js.Rejection, inner: js}
}
