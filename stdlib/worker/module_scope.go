package worker

import (
	"path/filepath"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/clone"
	"github.com/lariatjs/lariat/runtime/loader"
	"github.com/lariatjs/lariat/stdlib/abort"
	"github.com/lariatjs/lariat/stdlib/messaging"
)

// scope is a worker as it sees itself; it belongs to its loop goroutine. In a web worker it is also the Go
// half of the global object.
type scope struct {
	abort.Target
	rt      *runtime.Runtime
	m       *messaging.Messages
	events  *abort.Events
	plan    plan
	host    *hosted // another isolate's: fail is all that may be called
	port    *messaging.Port
	global  *goja.Object
	onerror goja.Value // as the script has set it
	closing bool
}

type scopeKey struct{}

// scopeOf is the scope of an isolate, nil if it is none that this package has made.
func scopeOf(rt *runtime.Runtime) *scope {
	return runtime.Local(rt, scopeKey{}, func() *scope { return nil })
}

func newScope(rt *runtime.Runtime, p plan, h *hosted, inner *messaging.End) *scope {
	s := &scope{
		rt: rt, m: messaging.In(rt), events: abort.EventsOf(rt), plan: p, host: h,
		global: rt.VM().GlobalObject(), onerror: bind.Null,
	}
	runtime.Local(rt, scopeKey{}, func() *scope { return s })
	s.port = s.m.Object(inner)
	s.port.Start()
	before := rt.Hooks().Uncaught
	rt.Hooks().Uncaught = func(v goja.Value, origin string) bool {
		return before != nil && before(v, origin) || s.uncaught(v)
	}
	if p.environment != nil {
		if v, err := rt.Cloner().Decode(p.environment); err == nil {
			environmentOf(rt).data, _ = v.(*goja.Object)
		}
	}
	return s
}

// run evaluates the program of the worker.
func (s *scope) run() {
	if s.plan.web {
		s.port.Mirror(s.listener())
		s.install()
	}
	src, load := s.plan.source, s.rt.Loader()
	switch {
	case src.file == "" && !s.plan.web: // the text of a script, which expects require
		_ = s.global.Set("require", load.RequireFunction(s.rt.Dir()+string(filepath.Separator)))
		s.rt.Follow(load.Eval(src.name, src.text))
	case src.file == "":
		s.rt.Follow(load.Eval(src.name, src.text))
	case src.query != "":
		s.rt.Follow(load.Import(src.url(), ""))
	default:
		s.rt.Follow(load.Main(src.file))
	}
}

func (s *scope) listener() messaging.Listener {
	return messaging.Listener{Target: &s.Target, This: s.global}
}

// uncaught deals with an error that nobody caught: the listeners of the global object may, otherwise it
// ends the worker and goes to the parent.
func (s *scope) uncaught(v goja.Value) bool {
	f := messaging.Failure{Message: uncaughtText(s.rt, v), Error: v}
	_ = s.rt.VM().Try(func() {
		if obj, ok := v.(*goja.Object); ok {
			if stack, ok := obj.Get("stack").(goja.String); ok {
				if frames := loader.ParseStack(stack.String()); len(frames) > 0 {
					f.Filename, f.Line, f.Column = frames[0].File, frames[0].Line, frames[0].Column
				}
			}
		}
	})
	if s.plan.web && s.m.Fail(s.listener(), f) {
		return true
	}
	message, err := s.rt.Cloner().Encode(v, clone.Options{Lenient: true, Once: true})
	if err != nil {
		message = nil // the text has to do
	}
	s.host.fail(&failure{message: f.Message, file: f.Filename, line: f.Line, column: f.Column, value: message})
	return false
}

// install makes the global object that of a worker (https://html.spec.whatwg.org/#dedicatedworkerglobalscope).
func (s *scope) install() {
	base := bind.Class[any]{Name: "WorkerGlobalScope", Extends: s.events.TargetClass()}.In(s.rt)
	class := bind.Class[any]{Name: "DedicatedWorkerGlobalScope", Extends: base.Value}.In(s.rt)
	runtime.SetHandle(s.global, s)
	_ = s.global.SetPrototype(class.Prototype)
	_ = s.global.DefineDataPropertySymbol(goja.SymToStringTag, bind.ToValue(s.rt, "DedicatedWorkerGlobalScope"),
		goja.FLAG_FALSE, goja.FLAG_TRUE, goja.FLAG_FALSE)
	s.members()
	for name, v := range map[string]goja.Value{
		"self": s.global, "name": bind.ToValue(s.rt, s.plan.name), "WorkerGlobalScope": base.Value, "DedicatedWorkerGlobalScope": class.Value,
	} {
		_ = s.global.DefineDataProperty(name, v, goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_FALSE)
	}
}

// members are those of the class. As Web IDL wants it for a global object they are its own; they are called
// without a receiver, so they know what they belong to.
func (s *scope) members() {
	s.method("postMessage", 1, s.port.Post)
	s.method("close", 0, s.close)
	s.method("addEventListener", 2, func(c *bind.Call) (any, error) { return s.events.Add(&s.Target, c) })
	s.method("removeEventListener", 2, func(c *bind.Call) (any, error) { return s.events.Remove(&s.Target, c) })
	s.method("dispatchEvent", 1, func(c *bind.Call) (any, error) { return s.events.Tell(&s.Target, s.global, c) })
	for _, kind := range []string{"message", "messageerror"} {
		s.accessor("on"+kind, func(*bind.Call) (any, error) { return s.Handler(kind), nil }, func(c *bind.Call) (any, error) {
			s.SetHandler(kind, c.Value(0))
			return nil, nil
		})
	}
	s.accessor("onerror", func(*bind.Call) (any, error) { return s.onerror, nil }, s.setOnerror)
}

func (s *scope) method(name string, length int, fn bind.Fn) {
	_ = s.global.DefineDataProperty(name, bind.Func(s.rt, name, length, fn), goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_TRUE)
}

func (s *scope) accessor(name string, get, set bind.Fn) {
	_ = s.global.DefineAccessorProperty(name, bind.Func(s.rt, "get "+name, 0, get), bind.Func(s.rt, "set "+name, 1, set),
		goja.FLAG_TRUE, goja.FLAG_TRUE)
}

// setOnerror sets the handler of errors, which gets what an ErrorEvent tells in five arguments and says with
// true that it has dealt with the error (https://html.spec.whatwg.org/#onerroreventhandler).
func (s *scope) setOnerror(c *bind.Call) (any, error) {
	fn := bind.FunctionOf(s.rt, c.Value(0))
	if fn == nil {
		s.onerror = bind.Null
		s.SetHandler("error", bind.Null)
		return nil, nil
	}
	s.onerror = c.Value(0)
	s.SetHandler("error", bind.Func(s.rt, "onerror", 1, func(c *bind.Call) (any, error) {
		event := c.Object(0, "event")
		var args []goja.Value
		for _, name := range []string{"message", "filename", "lineno", "colno", "error"} {
			args = append(args, event.Get(name))
		}
		handled, err := fn.CallOn(s.global, args...)
		if err != nil {
			return nil, err
		}
		if handled.StrictEquals(bind.ToValue(s.rt, true)) {
			return s.rt.Call(event.Get("preventDefault"), event)
		}
		return nil, nil
	}))
	return nil, nil
}

// close ends the worker after the current turn.
func (s *scope) close(*bind.Call) (any, error) {
	if !s.closing {
		s.closing = true
		s.port.Stop()
		s.rt.Loop().Post(func() { s.rt.Exit(s.rt.ExitCode()) })
	}
	return nil, nil
}
