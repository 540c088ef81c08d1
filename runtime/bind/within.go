package bind

import (
	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime"
)

// Within calls the function beneath scope and hands its value, awaited, to end, once scope has ended. When the scope is
// cancelled before, the function may take its time to unwind, but one that waits for something foreign and will never
// hear of the cancellation is left behind. Nobody leaves the scope around it before that.
func (f *Function) Within(scope *runtime.Scope, end func(goja.Value, error), args ...goja.Value) {
	f.Beneath(scope, func(v goja.Value, err error) {
		scope.End()
		end(v, err)
	}, args...)
}

// Beneath is Within for a scope that outlives the function.
func (f *Function) Beneath(scope *runtime.Scope, end func(goja.Value, error), args ...goja.Value) {
	frame := *f.frame
	frame.Scope = scope
	f.BeneathIn(&frame, end, args...)
}

// BeneathIn is Beneath in another frame, whose scope is the one. It costs least when the value is there at once.
func (f *Function) BeneathIn(frame *runtime.Frame, end func(goja.Value, error), args ...goja.Value) {
	v, err := f.callIn(frame, goja.Undefined(), args)
	if err != nil {
		end(nil, err)
		return
	}
	if value, ok := ready(f.rt, v); ok {
		end(value, nil)
		return
	}
	leavable(f.rt, frame.Scope, v, end)
}

// leavable waits for a value, and leaves it behind as Within does.
func leavable(rt *runtime.Runtime, scope *runtime.Scope, v goja.Value, end func(goja.Value, error)) {
	over, unwound := false, func() {}
	finish := func(v goja.Value, err error) {
		if over {
			return
		}
		over = true
		end(v, err)
		unwound()
	}
	settleLater(rt, v, finish)
	if over {
		return
	}
	scope.AfterFunc(func() {
		if around := scope.Parent(); around != nil {
			unwound = around.Busy()
		}
		scope.WhenQuiet(func() { finish(nil, scope.Err()) })
	})
}

// Run calls fn and makes a promise of what it returns, awaited. end is called once, when it has settled
// or thrown, before the promise is.
func Run(rt *runtime.Runtime, fn *Function, end func(), args ...goja.Value) goja.Value {
	p := rt.NewPromise()
	fn.Async(func(v goja.Value, err error) {
		end()
		if err != nil {
			p.Reject(err)
			return
		}
		p.Resolve(v)
	}, args...)
	return p.Value
}
