package loader

import (
	"errors"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime/es"
)

// raw is the Go shape of every function inside goja. Called as such it drains no microtask queue and panics
// with the exception; goja.Callable would drain the queue early when it is called from a microtask.
type raw = func(goja.FunctionCall) goja.Value

// intrinsics are built-ins that no script can reach into the loader by patching.
type intrinsics struct {
	next, throw       raw
	preventExtensions raw
	descriptor        raw
	parse             raw
}

func takeIntrinsics(vm *goja.Runtime) intrinsics {
	bound := func(f func(*goja.Runtime, goja.FunctionCall) goja.Value) raw {
		return func(c goja.FunctionCall) goja.Value { return f(vm, c) }
	}
	return intrinsics{
		next: bound(es.GeneratorNext), throw: bound(es.GeneratorThrow),
		preventExtensions: bound(es.PreventExtensions), descriptor: bound(es.OwnProperty), parse: bound(es.ParseJSON),
	}
}

func rawOf(v goja.Value) raw {
	return v.(*goja.Object).Export().(raw)
}

func call(f raw, this goja.Value, args ...goja.Value) goja.Value {
	if v := f(goja.FunctionCall{This: this, Arguments: args}); v != nil {
		return v
	}
	return goja.Undefined()
}

// capability is a promise with the functions that settle it.
type capability struct {
	promise         *goja.Object
	resolve, reject raw
}

func (l *Loader) newCapability() *capability {
	c := &capability{}
	executor := func(f goja.FunctionCall) goja.Value {
		c.resolve, c.reject = rawOf(f.Argument(0)), rawOf(f.Argument(1))
		return goja.Undefined()
	}
	obj, err := l.vm.New(es.PromiseClass(l.vm), l.vm.ToValue(executor))
	if err != nil {
		panic(err)
	}
	c.promise = obj
	return c
}

func (c *capability) fulfil(v goja.Value) { call(c.resolve, goja.Undefined(), v) }

func (c *capability) fail(v goja.Value) { call(c.reject, goja.Undefined(), v) }

// react attaches Go reactions to a value as await does: it is made a promise first.
func (l *Loader) react(v goja.Value, fulfilled, rejected func(goja.Value)) {
	es.PromiseThen(l.vm, es.PromiseResolve(l.vm, v), l.reaction(fulfilled), l.reaction(rejected))
}

func (l *Loader) reaction(f func(goja.Value)) goja.Value {
	return l.vm.ToValue(func(c goja.FunctionCall) goja.Value {
		f(c.Argument(0))
		return goja.Undefined()
	})
}

// soon runs f as a microtask.
func (l *Loader) soon(f func()) {
	l.react(goja.Undefined(), func(goja.Value) { f() }, func(goja.Value) {})
}

// framed runs f beneath a JavaScript frame. goja takes an empty call stack for the end of all work, so that
// running a program from a microtask would drain the queue inside of it.
func (l *Loader) framed(f func()) {
	es.Of(l.vm).Within(func() goja.Value {
		f()
		return goja.Undefined()
	})
}

// try runs f and returns the JavaScript value that it threw, nil if it threw none. Go errors of the loader are
// thrown as JavaScript values by throw.
func (l *Loader) try(f func()) goja.Value {
	if ex := l.vm.Try(f); ex != nil {
		return ex.Value()
	}
	return nil
}

// throw throws a Go error as its JavaScript value.
func (l *Loader) throw(err error) {
	panic(l.errorValue(err))
}

// errorValue is the JavaScript value of an error; an exception keeps its own.
func (l *Loader) errorValue(err error) goja.Value {
	var ex *goja.Exception
	if errors.As(err, &ex) {
		return ex.Value()
	}
	return l.host.ErrorValue(err)
}
