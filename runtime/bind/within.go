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
	over, unwound := false, func() {}
	finish := func(v goja.Value, err error) {
		if over {
			return
		}
		over = true
		end(v, err)
		unwound()
	}
	f.AsyncIn(&frame, finish, args...)
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
