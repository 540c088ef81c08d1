package loader

import (
	"errors"
	"sync"

	"github.com/dop251/goja"
)

// raw is the Go shape of every function inside goja. Called as such it drains no microtask queue and panics
// with the exception; goja.Callable would drain the queue early when it is called from a microtask.
type raw = func(goja.FunctionCall) goja.Value

// intrinsics are taken from the VM before any script runs, so that no script can reach into the loader by
// patching them.
type intrinsics struct {
	promise               *goja.Object
	resolve, reject, then raw
	next, throw           raw
	preventExtensions     raw
	descriptor            raw
	parse                 raw
	// framed calls its argument beneath a JavaScript frame: see Loader.framed.
	framed raw
}

// preludeProgram gives the loader what cannot be had from the globals.
var preludeProgram = sync.OnceValue(func() *goja.Program {
	return goja.MustCompile(internalName, `({
	generator: Object.getPrototypeOf(Object.getPrototypeOf((function* () {})())),
	framed: function (run) { run(); },
})`, true)
})

// internalName is the file name of the loader's own frames.
const internalName = "lariat:loader"

func takeIntrinsics(vm *goja.Runtime) intrinsics {
	var in intrinsics
	object := func(name string) *goja.Object { return vm.Get(name).(*goja.Object) }
	in.promise = object("Promise")
	in.resolve, in.reject = rawOf(in.promise.Get("resolve")), rawOf(in.promise.Get("reject"))
	in.then = rawOf(in.promise.Get("prototype").(*goja.Object).Get("then"))
	in.preventExtensions = rawOf(object("Object").Get("preventExtensions"))
	in.descriptor = rawOf(object("Object").Get("getOwnPropertyDescriptor"))
	in.parse = rawOf(object("JSON").Get("parse"))
	v, err := vm.RunProgram(preludeProgram())
	if err != nil {
		panic(err)
	}
	prelude := v.(*goja.Object)
	generator := prelude.Get("generator").(*goja.Object)
	in.next, in.throw = rawOf(generator.Get("next")), rawOf(generator.Get("throw"))
	in.framed = rawOf(prelude.Get("framed"))
	return in
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
	obj, err := l.vm.New(l.in.promise, l.vm.ToValue(executor))
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
	p := call(l.in.resolve, l.in.promise, v)
	call(l.in.then, p, l.reaction(fulfilled), l.reaction(rejected))
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
	call(l.in.framed, goja.Undefined(), l.vm.ToValue(func(goja.FunctionCall) goja.Value {
		f()
		return goja.Undefined()
	}))
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
