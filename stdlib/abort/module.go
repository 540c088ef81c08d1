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

type domKey struct{}

// domOf has Event and EventTarget, which other modules need without the rest.
func domOf(rt *runtime.Runtime) *dom {
	return runtime.Local(rt, domKey{}, func() *dom {
		d := &dom{rt: rt}
		d.event = d.eventClass().In(rt)
		d.phases()
		d.target = d.targetClass().In(rt)
		bind.Show(rt, d.event.Prototype, "type", "defaultPrevented", "cancelable", "timeStamp")
		return d
	})
}

func load(rt *runtime.Runtime) runtime.Exports {
	d := domOf(rt)
	d.signalClass()
	controllers := d.controllerClass().In(rt)
	bind.Show(d.rt, d.signal.Prototype, "aborted")
	bind.Show(d.rt, controllers.Prototype, "signal")
	rt.Hooks().Aborted = d.aborted
	return runtime.Exports{
		"AbortController": controllers.Value,
		"AbortSignal":     d.signal.Value,
		"CustomEvent":     d.customClass().In(rt).Value,
		"DOMException":    rt.ErrorClass("DOMException"),
		"Event":           d.event.Value,
		"EventTarget":     d.target.Value,
	}
}

// exception makes a DOMException as a Go error.
func (d *dom) exception(name, message string) error {
	return d.rt.Thrown(d.exceptionValue(name, message))
}

func (d *dom) exceptionValue(name, message string) goja.Value {
	class := d.rt.ErrorClass("DOMException")
	obj, err := d.rt.VM().New(class, bind.ToValue(d.rt, message), bind.ToValue(d.rt, name))
	if err != nil {
		return d.rt.ErrorValue(err)
	}
	return obj
}
