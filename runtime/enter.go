package runtime

import (
	"reflect"
	goruntime "runtime"
	"runtime/debug"
	"strings"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime/es"
	"github.com/lariatjs/lariat/runtime/fault"
)

// raw is the Go shape of every JavaScript function inside goja.
type raw = func(goja.FunctionCall) goja.Value

var rawType = reflect.TypeFor[raw]()

// handle is a property value that carries a Go value and looks like undefined to a script. It is for objects that have no
// room for the value inside: the global one, errors.
type handle struct {
	goja.Value
	ptr any
}

// handleKey is the property.
var handleKey = goja.NewSymbol("lariat.handle")

// SetHandle ties a Go value to an object that has just been made, replacing an earlier one.
func SetHandle(obj *goja.Object, ptr any) {
	if es.Own(obj, ptr) {
		return
	}
	_ = obj.DefineDataPropertySymbol(handleKey, handle{goja.Undefined(), ptr}, goja.FLAG_FALSE, goja.FLAG_TRUE, goja.FLAG_FALSE)
}

// NewHandle makes an ordinary object that has a Go value.
func (rt *Runtime) NewHandle(proto *goja.Object, ptr any) *goja.Object {
	if obj, ok := new(es.OwnedObject).Make(rt.vm, proto, ptr); ok {
		return obj
	}
	obj := rt.vm.CreateObject(proto)
	SetHandle(obj, ptr)
	return obj
}

// HandleOf returns the Go value of an object, or nil. That of an instance is also that of a proxy of it, and of an object
// of which it is a prototype.
func HandleOf(v goja.Value) any {
	obj, ok := v.(*goja.Object)
	if !ok {
		return nil
	}
	for range maxPrototypes {
		if obj == nil {
			return nil
		}
		if owner := es.OwnerOf(obj); owner != nil {
			return owner
		}
		switch obj.ExportType() {
		case lightType:
			return obj.Export().(*light).ptr
		case proxyType:
			obj = obj.Export().(goja.Proxy).Target() // nil once it is revoked
			continue
		}
		if h, ok := obj.GetSymbol(handleKey).(handle); ok {
			return h.ptr
		}
		obj = obj.Prototype()
	}
	return nil
}

var proxyType = reflect.TypeFor[goja.Proxy]()

// maxPrototypes is how far HandleOf looks, for two proxies can have each other for a prototype.
const maxPrototypes = 64

// setUpTurn makes the frame under which every entry into JavaScript runs. goja takes an empty call stack for
// the end of all work: a call made from there would drain the microtask queue early, inside the caller's step.
func (rt *Runtime) setUpTurn() {
	rt.values = rt.realm.ValueStack()
	frame, _ := goja.AssertFunction(rt.realm.Frame())
	run := rt.vm.ToValue(func(goja.FunctionCall) goja.Value {
		for len(rt.jobs) > 0 {
			job := rt.jobs[0]
			rt.jobs = rt.jobs[1:]
			rt.job(job)
		}
		return goja.Undefined()
	})
	rt.framed = func(this goja.Value, _ ...goja.Value) (goja.Value, error) { return frame(this, run) }
}

// turn is the one entry into JavaScript: it runs a batch of jobs, drains the microtasks and then looks
// after rejections that nobody handled. A Go panic ends the runtime, not the process.
func (rt *Runtime) turn(jobs []func()) {
	if rt.failure != nil {
		return
	}
	if rt.tracer != nil {
		rt.tracer.Turn(rt, true)
	}
	if slow := rt.opts.slow; slow != nil {
		defer slow.begin(rt)()
	}
	if rt.opts.limits.Turn > 0 {
		rt.watchTurn()
		defer rt.overdue.Stop()
	}
	if rt.budget != nil {
		rt.budget.begin()
		defer rt.budget.end()
	}
	rt.enter(jobs)
	rt.checkRejections()
	if rt.tracer != nil { // it may have come or gone in this turn
		rt.tracer.Turn(rt, false)
	}
}

// enter runs a batch. Where a session has survived what broke it, the rest of the batch comes after that.
func (rt *Runtime) enter(jobs []func()) {
	rt.jobs = jobs
	if s := rt.session; s != nil {
		s.busy.Store(true)
		defer s.busy.Store(false)
	}
	for rt.enterOnce(); len(rt.jobs) > 0 && rt.failure == nil; {
		rt.enterOnce()
	}
	rt.jobs = nil
}

func (rt *Runtime) enterOnce() {
	rt.SetFrame(rt.base)
	defer func() {
		if x := recover(); x != nil {
			rt.fail(engineFailure(x, string(debug.Stack())))
		}
	}()
	rt.values.Lend()
	_, err := rt.framed(goja.Undefined())
	rt.values.Clear()
	if err != nil {
		rt.fail(rt.asError(err))
	}
}

// engineFailure is the end of a runtime whose engine has panicked. Two panics are known as mistakes of the script that
// goja does not make exceptions of: for...of, destructuring and yield* call the next of an iterator without looking, and
// await takes what has Promise for its constructor, such as a Proxy of a promise, for one.
func engineFailure(x any, stack string) error {
	if _, ok := x.(goruntime.Error); ok && (strings.Contains(stack, "goja.(*iteratorRecord).step") ||
		strings.Contains(stack, "goja.(*generatorObject).callDelegated")) {
		return fault.Type.New("an iterator has no next method, or one that is no function")
	}
	if _, ok := x.(*goruntime.TypeAssertionError); ok && strings.Contains(stack, "goja.(*asyncRunner).step") {
		return fault.Type.New("await was given an object that has Promise for its constructor and is no promise, such as a Proxy of one; " +
			"await a promise, or an object with a then method of its own")
	}
	return fault.Internal.New("the engine failed: %v", x).With("goStack", stack)
}

// job runs one job; an exception that leaves it is uncaught.
func (rt *Runtime) job(f func()) {
	if rt.failure != nil {
		return
	}
	rt.SetFrame(rt.base)
	if ex := rt.vm.Try(f); ex != nil {
		rt.uncaught(ex.Value(), "uncaughtException")
	}
	rt.SetFrame(rt.base)
}

// Call calls a JavaScript function without draining the microtask queue. An exception comes back as a
// *JSError; an interrupt goes on upwards. Loop goroutine only.
func (rt *Runtime) Call(fn, this goja.Value, args ...goja.Value) (result goja.Value, err error) {
	f := rt.Raw(fn)
	if f == nil {
		return nil, fault.Type.New("value is not a function")
	}
	if ex := rt.vm.Try(func() { result = f(goja.FunctionCall{This: this, Arguments: args}) }); ex != nil {
		return nil, rt.Thrown(ex.Value())
	}
	if result == nil {
		result = goja.Undefined()
	}
	return result, nil
}

// Callable reports whether Raw would return a function, at a fraction of its cost.
func (rt *Runtime) Callable(obj *goja.Object) bool {
	if obj.ExportType() == rawType {
		return true
	}
	_, ok := goja.AssertFunction(obj)
	return ok
}

// Raw returns the Go function of a callable value, or nil. Unlike a goja.Callable it never drains
// the microtask queue, and it panics with the exception.
func (rt *Runtime) Raw(v goja.Value) func(goja.FunctionCall) goja.Value {
	obj, ok := v.(*goja.Object)
	if !ok {
		return nil
	}
	if obj.ExportType() == rawType {
		return obj.Export().(raw)
	}
	if _, ok := goja.AssertFunction(obj); !ok {
		return nil
	}
	// A callable proxy has no Go function to hand out.
	return func(c goja.FunctionCall) goja.Value {
		this := c.This
		if this == nil {
			this = goja.Undefined()
		}
		return es.Call(rt.vm, obj, this, c.Arguments...)
	}
}

// fail ends the runtime: nothing runs on it any more. The first cause is kept.
func (rt *Runtime) fail(err error) {
	if rt.failure != nil {
		return
	}
	if js, ok := err.(*JSError); ok { //nolint:errorlint // one that is wrapped has been described
		err = js.describe()
	}
	if rt.session != nil && rt.session.survives(err) {
		return
	}
	rt.failure = err
	rt.loop.Stop()
}
