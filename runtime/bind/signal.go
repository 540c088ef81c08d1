package bind

import (
	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime"
)

// SignalOf returns the Go half of an AbortSignal.
func SignalOf(v goja.Value) (*runtime.Signal, bool) {
	sig, ok := runtime.HandleOf(v).(*runtime.Signal)
	return sig, ok
}

// Signal returns the AbortSignal object of a signal; one signal is always the same object. A runtime
// without a module for AbortSignal gives undefined.
func Signal(rt *runtime.Runtime, sig *runtime.Signal) goja.Value {
	if sig.Wrapper == nil {
		obj, err := rt.Wrap(sig)
		if err != nil {
			return goja.Undefined()
		}
		sig.Wrapper = obj
	}
	return sig.Wrapper
}

// Reason returns the JavaScript reason of an ended signal; it is the same value at every call.
func Reason(rt *runtime.Runtime, sig *runtime.Signal) goja.Value {
	err := sig.Err()
	if err == nil {
		return goja.Undefined()
	}
	if sig.Reason == nil {
		sig.Reason = rt.ErrorValue(err)
	}
	return sig.Reason
}

// Follow is a native that calls a function with the reason when the scope of this moment ends, and returns what stops that.
func Follow(c *Call) (any, error) {
	rt, fn, scope := c.Runtime(), c.Function(0, "fn"), c.Runtime().Scope()
	stop := scope.AfterFunc(func() {
		if _, err := fn.Call(Reason(rt, &scope.Signal)); err != nil {
			rt.ReportUncaught(rt.ErrorValue(err))
		}
	})
	return Func(rt, "stop", 0, func(*Call) (any, error) {
		stop()
		return nil, nil
	}), nil
}
