package slots

import (
	"runtime/debug"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime/fault"
)

// Run calls f, which may run script code. A JavaScript exception comes back as the *goja.Exception that it is, and so
// do an interrupt and a stack overflow: a native function has to panic with those again, or the script would go on. Any
// other panic is a bug, ours or goja's; what names the work that it broke.
func (r *Realm) Run(what string, f func()) (err error) {
	defer func() {
		switch x := recover().(type) {
		case nil:
		case *goja.InterruptedError:
			err = x
		case *goja.StackOverflowError:
			err = x
		default:
			err = fault.Internal.New("%s failed: %v", what, x).With("stack", string(debug.Stack()))
		}
	}()
	if ex := r.VM.Try(f); ex != nil {
		return ex
	}
	return nil
}
