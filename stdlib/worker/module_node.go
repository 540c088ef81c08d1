package worker

import (
	_ "embed"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/fault"
	"github.com/lariatjs/lariat/stdlib/messaging"
)

//go:embed threads.js
var threadsSource string

var threadsScript = bind.NewScript("node:worker_threads", threadsSource)

// threads is "node:worker_threads" in one runtime.
type threads struct {
	rt *runtime.Runtime
	m  *messaging.Messages
}

func loadNode(rt *runtime.Runtime) runtime.Exports {
	t := &threads{rt: rt, m: messaging.In(rt)}
	s := scopeOf(rt)
	id, port, data := 0, goja.Null(), goja.Null()
	if rt.Isolate() != nil {
		id = int(rt.IsolateID())
	}
	if s != nil {
		port = s.port.Value()
		if s.plan.data.Message != nil {
			v, err := rt.Cloner().Decode(s.plan.data.Message)
			if err != nil {
				bind.Throw(rt, err)
			}
			data = v
		} else {
			data = goja.Undefined()
		}
	}
	messages := bind.Need(rt, messaging.Module.Name)
	made := threadsScript.Run(rt, bind.Host{
		"EventEmitter":     bind.Need(rt, "node:events"),
		"MessageChannel":   messages.Get("MessageChannel"),
		"MessagePort":      messages.Get("MessagePort"),
		"BroadcastChannel": messages.Get("BroadcastChannel"),
		"isMainThread":     rt.Isolate() == nil,
		"threadId":         id,
		"parentPort":       port,
		"workerData":       data,
		"start":            t.start,
		"environment":      t.environment,
		"receive":          t.receive,
		"mark": func(c *bind.Call) (any, error) {
			if obj, ok := c.Value(0).(*goja.Object); ok {
				bind.MarkUntransferable(obj)
			}
			return nil, nil
		},
		"isMarked": func(c *bind.Call) (any, error) {
			obj, ok := c.Value(0).(*goja.Object)
			return ok && bind.IsUntransferable(obj), nil
		},
		"refuse": func(c *bind.Call) (any, error) { return nil, fault.Module.New("%s", c.Text(0)) },
	})
	return runtime.Exports{"default": made}
}

// environment is the Map of setEnvironmentData.
func (t *threads) environment(c *bind.Call) (any, error) {
	e := environmentOf(t.rt)
	if e.data == nil {
		obj, err := c.VM().New(t.rt.Realm().Builtin("Map"))
		if err != nil {
			return nil, err
		}
		e.data = obj
	}
	return e.data, nil
}

// receive is (port): the first message, in an object; undefined if there is none.
func (t *threads) receive(c *bind.Call) (any, error) {
	p, ok := t.m.PortOf(c.Value(0))
	if !ok {
		c.InvalidType(0, "port", "an instance of MessagePort")
	}
	v, err := t.m.Receive(p)
	if v == nil || err != nil {
		return nil, err
	}
	obj := c.VM().NewObject()
	_ = obj.Set("message", v)
	return obj, nil
}

// nodeOptions are what threads.js has checked.
type nodeOptions struct {
	Eval         bool           `js:"eval"`
	Name         string         `js:"name"`
	Env          *goja.Object   `js:"env"`
	Argv         goja.Value     `js:"argv"`
	WorkerData   goja.Value     `js:"workerData"`
	TransferList goja.Value     `js:"transferList"`
	Message      *bind.Function `js:"message"`
	Messageerror *bind.Function `js:"messageerror"`
	Online       *bind.Function `js:"online"`
	Failed       *bind.Function `js:"failed"`
	Over         *bind.Function `js:"over"`
}

// start is (filename, options): it starts a worker and returns what can be done with it.
func (t *threads) start(c *bind.Call) (any, error) {
	var o nodeOptions
	c.Options(1, &o)
	p := plan{name: o.Name, env: environ(o.Env), online: func(*hosted) { t.call(o.Online) }}
	var err error
	switch text := c.Text(0); {
	case o.Eval:
		p.source = source{text: text, name: "[worker eval]"}
	default:
		p.source, err = parseURL("new Worker", text, t.rt.Dir())
	}
	if err != nil {
		return nil, err
	}
	if o.Argv != nil {
		c.VM().ForOf(o.Argv, func(v goja.Value) bool {
			p.args = append(p.args, v.String())
			return true
		})
	}
	if p.environment, err = environmentOf(t.rt).encode(t.rt); err != nil {
		return nil, err
	}
	data := o.WorkerData
	if data == nil {
		data = goja.Undefined()
	}
	if p.data, err = t.m.EncodeValue(data, c.TransferList(o.TransferList), nil); err != nil {
		return nil, err
	}
	h := p.spawn(t.rt, t.m)
	return t.handle(h, &o), nil
}

// handle is what threads.js has of a worker.
func (t *threads) handle(h *hosted, o *nodeOptions) *goja.Object {
	h.hear = func(it messaging.Item) {
		if v, err := t.m.Read(it); err != nil {
			t.call(o.Messageerror, t.rt.ErrorValue(err))
		} else {
			t.call(o.Message, v)
		}
	}
	h.over = func(f *messaging.Failure, code int) {
		over := func() { t.call(o.Over, bind.ToValue(t.rt, code)) }
		if f == nil {
			over()
			return
		}
		t.rt.Loop().Post(over) // unless the error ends the program
		t.call(o.Failed, f.Error)
	}
	obj := t.rt.VM().NewObject()
	set := func(name string, f func(c *bind.Call) error) {
		_ = obj.Set(name, bind.Func(t.rt, "Worker."+name, 0, func(c *bind.Call) (any, error) { return nil, f(c) }))
	}
	set("postMessage", h.post)
	set("terminate", func(*bind.Call) error { h.terminate(); return nil })
	set("ref", func(*bind.Call) error { h.hold.Ref(); return nil })
	set("unref", func(*bind.Call) error { h.hold.Unref(); return nil })
	_ = obj.Set("threadId", h.isolate.ID())
	return obj
}

// call calls a function of threads.js; what a listener throws is an uncaught exception.
func (t *threads) call(fn *bind.Function, args ...goja.Value) {
	if _, err := fn.Call(args...); err != nil {
		t.rt.ReportUncaught(t.rt.ErrorValue(err))
	}
}
