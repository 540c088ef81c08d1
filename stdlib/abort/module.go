// Package abort is the module "web:abort": events and cancellation as the web has them. Its globals are
// Event, CustomEvent, EventTarget, AbortController, AbortSignal and DOMException.
//
// An AbortSignal is the JavaScript object of a runtime.Signal, which is a context.Context; the signals of
// cancellation scopes are objects of the same class. The Go hooks of a signal run before its event.
package abort

import (
	_ "embed"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
)

//go:embed abort.d.ts
var types string

// Module is "web:abort".
var Module = runtime.Module{
	Name:    "web:abort",
	Types:   types,
	Globals: []string{"AbortController", "AbortSignal", "CustomEvent", "DOMException", "Event", "EventTarget"},
	Wraps:   []any{(*runtime.Signal)(nil)},
	Load:    load,
}

// dom is the module in one runtime.
type dom struct {
	rt     *runtime.Runtime
	event  *bind.Constructor[carrier]
	target *bind.Constructor[any]
	signal *bind.Constructor[*runtime.Signal]
}

func load(rt *runtime.Runtime) runtime.Exports {
	d := &dom{rt: rt}
	custom := d.eventClasses()
	d.target = d.targetClass().In(rt)
	d.signalClass()
	controllers := d.controllerClass().In(rt)
	bind.Show(d.rt, d.event.Prototype, "type", "defaultPrevented", "cancelable", "timeStamp")
	bind.Show(d.rt, d.signal.Prototype, "aborted")
	bind.Show(d.rt, controllers.Prototype, "signal")
	rt.Hooks().Aborted = d.aborted
	runtime.Local(rt, eventsKey{}, func() *Events { return &Events{d} })
	return runtime.Exports{
		"AbortController": controllers.Value,
		"AbortSignal":     d.signal.Value,
		"CustomEvent":     custom,
		"DOMException":    rt.ErrorClasses()["DOMException"],
		"Event":           d.event.Value,
		"EventTarget":     d.target.Value,
	}
}

// exception makes a DOMException as a Go error.
func (d *dom) exception(name, message string) error {
	return d.rt.Thrown(d.exceptionValue(name, message))
}

func (d *dom) exceptionValue(name, message string) goja.Value {
	class := d.rt.ErrorClasses()["DOMException"]
	obj, err := d.rt.VM().New(class, bind.ToValue(d.rt, message), bind.ToValue(d.rt, name))
	if err != nil {
		return d.rt.ErrorValue(err)
	}
	return obj
}
