package bind

import (
	"errors"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime"
)

// Caught makes a Go error of what the engine returned instead of a value: an exception becomes a *runtime.JSError.
// What no script catches, an interrupt or an overflow of the stack, is thrown on.
func Caught(rt *runtime.Runtime, err error) error {
	if err == nil {
		return nil
	}
	return caught(rt, err)
}

// caught is apart since its variables are made on the heap, whether there is an error or not.
func caught(rt *runtime.Runtime, err error) error {
	var stop *goja.InterruptedError
	var deep *goja.StackOverflowError
	var ex *goja.Exception
	switch {
	case errors.As(err, &stop), errors.As(err, &deep):
		Throw(rt, err)
	case errors.As(err, &ex):
		return rt.Thrown(ex.Value())
	}
	return err
}
