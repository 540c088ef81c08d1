package test

import "github.com/lariatjs/lariat/runtime"

// Outcome is how a test went.
type Outcome struct {
	Name    string
	Skipped bool
	// Failure is what a test tells that has failed, else empty.
	Failure string
}

// listener is what a runtime keeps of Listen.
type listener struct{ told func(Outcome) }

// listenerKey is the key of the listener of a runtime.
type listenerKey struct{}

// Listen has told be called with how each test of a runtime went, before its program is run and on the goroutine of its loop.
// Such a runtime does not write that to its standard output, where it would be among what the tests print.
func Listen(rt *runtime.Runtime, told func(Outcome)) { listening(rt).told = told }

func listening(rt *runtime.Runtime) *listener {
	return runtime.Local(rt, listenerKey{}, func() *listener { return &listener{} })
}
