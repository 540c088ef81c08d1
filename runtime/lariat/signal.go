package lariat

import (
	"context"
	"reflect"
	goruntime "runtime"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
)

// Signal is an AbortSignal of a script, as a parameter of a Go function: a context that ends when the script aborts, and when
// the runtime does. It may be kept, and used on any goroutine. A nil *Signal is what a script did not give.
type Signal struct{ context.Context }

// Aborted reports whether it has ended.
func (s *Signal) Aborted() bool { return s.Context != nil && s.Err() != nil }

// Reason returns what the script has aborted it with, a *JSError or the Go error that has travelled through the script, and
// ErrClosed if the runtime has ended before; nil until then.
func (s *Signal) Reason() error {
	if s.Context == nil {
		return nil
	}
	return context.Cause(s)
}

var signalType = reflect.TypeFor[*Signal]()

// signal makes a Signal of an argument. Loop goroutine only.
func (i isolate) signal(v goja.Value, to reflect.Value) error {
	if bind.Nullish(v) {
		return nil
	}
	given, ok := bind.SignalOf(v)
	if !ok {
		return wrong("must be an AbortSignal, got " + brief(i.core.Inspect(v)))
	}
	i.open().Store(true)
	ctx, cancel := context.WithCancelCause(lifeOf(i.core).ctx)
	f := &follower{isolate: i, given: given, cancel: cancel}
	f.stop = given.AfterFunc(f.end)
	s := &Signal{ctx}
	runtime.AfterGone(s, (*follower).leave, f) // one signal may be given to many calls
	goruntime.AddCleanup(s, func(cancel context.CancelCauseFunc) { cancel(nil) }, cancel)
	to.Set(reflect.ValueOf(s))
	return nil
}

// follower is what a Signal leaves with the one of the script, which has it until then.
type follower struct {
	isolate
	given  *runtime.Signal
	cancel context.CancelCauseFunc
	stop   func() bool
}

func (f *follower) end() { f.cancel(f.reason(f.given.Err())) }

func (f *follower) leave() { f.core.Loop().Post(func() { f.stop() }) }

// reason makes an error for the host of why a signal or a scope has ended. Loop goroutine only.
func (i isolate) reason(err error) error { return i.fromEngine(err) }
