package performance

import (
	_ "embed"
	"time"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
)

//go:embed hooks.js
var hooksSource string

var hooksScript = bind.NewScript("node:perf_hooks", hooksSource)

// hooks are what Node has beside the standards.
type hooks struct {
	exports *goja.Object
	timing  *goja.Object
	usage   *usage
}

type hooksKey struct{}

// loadHooks is node:perf_hooks.
func loadHooks(rt *runtime.Runtime) runtime.Exports {
	web := bind.Need(rt, webName)
	f := runtime.HandleOf(web.Get("performance")).(*face)
	exports := runtime.Exports{}
	for _, name := range web.Keys() {
		exports[name] = web.Get(name)
	}
	for _, name := range []string{"constants", "createHistogram", "monitorEventLoopDelay"} {
		exports[name] = f.node().exports.Get(name)
	}
	return exports
}

// hook is a method of performance that Node has.
func hook(name string) func(*face, *bind.Call) (any, error) {
	return func(f *face, c *bind.Call) (any, error) {
		return f.rt.Call(f.node().exports.Get(name), goja.Undefined(), c.Rest(0)...)
	}
}

// node makes what Node has when it is asked for first.
func (f *face) node() *hooks {
	return runtime.Local(f.rt, hooksKey{}, func() *hooks {
		h := &hooks{}
		class := bind.Class[*Entry]{
			Name: "PerformanceNodeEntry", Extends: f.entry, Web: true,
			Getters: map[string]func(*Entry) any{"detail": func(e *Entry) any { return detailOf(e) }},
		}.In(f.rt)
		bind.Show(f.rt, class.Prototype, "name", "entryType", "startTime", "duration", "detail")
		h.exports = hooksScript.Run(f.rt, bind.Host{
			"now": func(*bind.Call) (any, error) { return f.line.Now(), nil },
			"entry": func(c *bind.Call) (any, error) {
				e := &Entry{Name: c.Text(0), Type: "function", Start: c.Number(1, "start"), Duration: c.Number(2, "duration")}
				args := c.Object(3, "args")
				object := class.Wrap(e)
				e.Detail = &extra{object: object, detail: args}
				for _, key := range args.Keys() {
					_ = object.Set(key, args.Get(key))
				}
				f.tell(e)
				return nil, nil
			},
			"every": every,
			"usage": func(c *bind.Call) (any, error) {
				if h.usage == nil {
					h.usage = observe(f.rt.Loop())
				}
				idle, active := h.usage.times()
				return []goja.Value{bind.ToValue(f.rt, idle), bind.ToValue(f.rt, active)}, nil
			},
		})
		h.timing = f.nodeTiming(h)
		return h
	})
}

// every calls a function again and again, and returns one that ends it. It keeps nothing alive.
func every(c *bind.Call) (any, error) {
	rt, fn := c.Runtime(), c.Function(1, "fn")
	timer := rt.Loop().SetTimer(time.Duration(c.Number(0, "interval")*float64(time.Millisecond)), true, func() {
		if _, err := fn.Call(); err != nil {
			rt.ReportUncaught(rt.ErrorValue(err))
		}
	})
	timer.Unref()
	return bind.Func(rt, "stop", 0, func(*bind.Call) (any, error) { return timer.Stop(), nil }), nil
}

// nodeTiming tells of the start. An isolate has an engine and a loop at its time origin.
func (f *face) nodeTiming(h *hooks) *goja.Object {
	class := bind.Class[*Entry]{Name: "PerformanceNodeTiming", Extends: f.entry, Web: true}.In(f.rt)
	e := &Entry{Name: "node", Type: "node"}
	object := class.Wrap(e)
	e.Detail = &extra{object: object, detail: bind.Null}
	fixed := func(v float64) func() float64 { return func() float64 { return v } }
	idle := func() (ms float64) {
		if h.usage != nil {
			ms, _ = h.usage.times()
		}
		return ms
	}
	names := []string{"name", "entryType", "startTime"}
	for i, value := range []any{"node", "node", 0} {
		_ = object.DefineDataProperty(names[i], bind.ToValue(f.rt, value), goja.FLAG_FALSE, goja.FLAG_TRUE, goja.FLAG_TRUE)
	}
	for _, m := range []struct {
		name string
		get  func() float64
	}{
		{"duration", f.line.Now},
		{"nodeStart", fixed(0)},
		{"v8Start", fixed(0)},
		{"environment", fixed(0)},
		{"loopStart", fixed(0)},
		{"loopExit", fixed(-1)},
		{"bootstrapComplete", fixed(0)},
		{"idleTime", idle},
	} {
		get := bind.Func(f.rt, "get "+m.name, 0, func(*bind.Call) (any, error) { return m.get(), nil })
		_ = object.DefineAccessorProperty(m.name, get, nil, goja.FLAG_TRUE, goja.FLAG_TRUE)
		names = append(names, m.name)
	}
	bind.Show(f.rt, object, names...)
	return object
}
