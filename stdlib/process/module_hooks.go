package process

import (
	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
)

// unsettled is the exit code of a program whose top-level await never settles.
const unsettled = 13

// install makes the ends of the program events of process. Hooks that were there before go on working.
func install(rt *runtime.Runtime, events *goja.Object) {
	call := func(name string, args ...goja.Value) bool {
		return rt.Raw(events.Get(name))(goja.FunctionCall{This: goja.Undefined(), Arguments: args}).ToBoolean()
	}
	text := func(s string) goja.Value { return bind.ToValue(rt, s) }
	h := rt.Hooks()
	before := *h
	h.Uncaught = func(value goja.Value, origin string) bool {
		return call("uncaught", value, text(origin)) || before.Uncaught != nil && before.Uncaught(value, origin)
	}
	h.Rejection = func(reason, promise goja.Value) bool {
		return call("rejection", reason, promise) || before.Rejection != nil && before.Rejection(reason, promise)
	}
	h.RejectionHandled = func(promise goja.Value) {
		call("rejectionHandled", promise)
		if before.RejectionHandled != nil {
			before.RejectionHandled(promise)
		}
	}
	h.Idle = func() {
		if before.Idle != nil {
			before.Idle()
		}
		if jobs, _, _ := rt.Loop().Counts(); rt.MainSettled() && jobs == 0 {
			call("idle")
		}
	}
	h.Signal = func(name string) bool {
		return call("signal", text(name), bind.ToValue(rt, signalNumber(name))) || before.Signal != nil && before.Signal(name)
	}
	h.Exit = func(code int) {
		if code == 0 && !rt.MainSettled() {
			code = unsettled
		}
		call("exit", bind.ToValue(rt, code))
		if before.Exit != nil {
			before.Exit(code)
		}
	}
}
