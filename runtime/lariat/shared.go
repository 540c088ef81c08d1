package lariat

import (
	"context"
	"reflect"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/fault"
)

// hostModule is the module of what hosts share with scripts.
const hostModule = "lariat:host"

// shared is an object that a host shares.
type shared struct {
	name  string
	value any
}

// WithShared gives scripts an object that the host goes on using: import { name } from "lariat:host". It is the plain Go
// value of a class that the runtime has, a lock.Mutex, a limit.RateLimiter or a queue.Channel of the standard library or one
// of a Module: Go and all isolates of all runtimes that it is given to take turns at it.
func WithShared(name string, value any) Option {
	return func(o *options) { o.shared = append(o.shared, shared{name, value}) }
}

// sharedModule makes the module.
func (o *options) sharedModule(k *kit) []runtime.Module {
	if len(o.shared) == 0 {
		return nil
	}
	seen := map[string]bool{}
	for _, s := range o.shared {
		switch t := reflect.TypeOf(s.value); {
		case !identifier(s.name) || seen[s.name]:
			o.mistake = append(o.mistake, fault.Type.New("WithShared: the name must be an identifier that is not taken, got %q", s.name))
		case t == nil || !k.classes.has(t) || reflect.ValueOf(s.value).IsNil():
			o.mistake = append(o.mistake, fault.Type.New("WithShared: %q must be a pointer of a type that has a class in this runtime, got %s",
				s.name, typeName(reflect.ValueOf(s.value))))
		}
		seen[s.name] = true
	}
	list := o.shared
	return []runtime.Module{{Name: hostModule, Load: func(core *runtime.Runtime) runtime.Exports {
		isolate{k, core}.open().Store(true)
		exports := runtime.Exports{}
		for _, s := range list {
			obj, err := core.Wrap(s.value)
			if err != nil {
				bind.Throw(core, err)
			}
			exports[s.name] = obj
		}
		return exports
	}}}
}

// Await waits for what takes a callback, as the plain Go values of the standard library's classes do: start begins the wait
// and calls done once, with the outcome or, when ctx has ended, with the reason for that.
//
//	token, err := lariat.Await(ctx, func(ctx context.Context, done func(*limit.Token, error)) {
//		limiter.Acquire(ctx, limit.Party{}, done)
//	})
func Await[T any](ctx context.Context, start func(ctx context.Context, done func(T, error))) (T, error) {
	var none T
	switch {
	case ctx == nil:
		return none, errNil("Await", "ctx", "a context.Context")
	case start == nil:
		return none, errNil("Await", "start", "a function that calls done")
	}
	type outcome struct {
		value T
		err   error
	}
	answer := make(chan outcome, 1)
	start(ctx, func(v T, err error) {
		select {
		case answer <- outcome{v, err}:
		default: // it has been called before
		}
	})
	o := <-answer
	return o.value, o.err
}
