package inspection

import (
	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
)

// recorder is what startTrace gives.
type recorder struct {
	trace *Trace
	file  string
	saved goja.Value // a promise, once the trace is written
	// forget says that the trace need not be stopped when the isolate is closed.
	forget func()
}

// traces makes startTrace, and the class of what it gives.
func (f *face) traces() goja.Value {
	stop := func(r *recorder, _ *bind.Call) (any, error) { return f.stop(r) }
	class := bind.Class[*recorder]{
		Name: "Trace", Abstract: true, AsyncDispose: "stop",
		Async: map[string]func(*recorder, *bind.Call) (any, error){"stop": stop},
	}.In(f.rt)
	return bind.Func(f.rt, "startTrace", 0, func(c *bind.Call) (any, error) {
		var o struct {
			File       string     `js:"file"`
			Categories goja.Value `js:"categories"`
		}
		c.Options(0, &o)
		var categories []string
		if !bind.Nullish(o.Categories) {
			c.VM().ForOf(o.Categories, func(v goja.Value) bool {
				categories = append(categories, v.String())
				return true
			})
		}
		trace, err := StartTrace(f.rt, categories...)
		if err != nil {
			return nil, err
		}
		f.rt.JoinTrace()
		return class.Wrap(&recorder{trace: trace, file: o.File, forget: f.rt.OnClose(func() { trace.Stop() })}), nil
	})
}

// stop ends a trace and writes it where it is to be, with the powers that the script has.
func (f *face) stop(r *recorder) (any, error) {
	r.forget()
	data := f.bytes(r.trace.Stop())
	if r.file == "" {
		return data, nil
	}
	if r.saved == nil {
		fs, err := f.rt.Exports("lariat:fs")
		if err != nil {
			return nil, err
		}
		if r.saved, err = f.rt.Call(fs.Get("writeFile"), goja.Undefined(), bind.ToValue(f.rt, r.file), data); err != nil {
			return nil, err
		}
	}
	p := f.rt.NewPromise()
	f.rt.Then(r.saved, func(goja.Value) { p.Resolve(data) }, p.RejectValue)
	return p.Value, nil
}

func (f *face) bytes(data []byte) goja.Value { return bind.ToValue(f.rt, data) }

var _ runtime.Tracer = (*Trace)(nil)
