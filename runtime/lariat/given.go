package lariat

import (
	"context"

	"github.com/lariatjs/lariat/runtime/fault"
)

// errNil is the error of an argument of a Go function that is not there.
func errNil(what, arg, want string) error {
	return fault.Type.New("%s: %q must be %s, got nil", what, arg, want)
}

// given reports what is wrong with a runtime and the context of a call.
func (rt *Runtime) given(ctx context.Context, what string) error {
	switch {
	case rt == nil:
		return errNil(what, "rt", "a *lariat.Runtime")
	case rt.core == nil:
		return fault.Type.New(`%s: "rt" must be a *lariat.Runtime that New has made`, what)
	case ctx == nil:
		return errNil(what, "ctx", "a context.Context")
	}
	return nil
}

// guarded calls a function of the host that has no caller to tell of a panic: a hook, on a goroutine of the runtime.
func (k *kit) guarded(what string, f func()) {
	var err error
	defer k.recovered(what, &err) // which logs it
	f()
}
