package abort

import (
	"maps"
	"slices"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
)

// Event is the Go half of an Event. Those of other modules' events embed it.
type Event = event

// Target is the Go half of an EventTarget of another module, which embeds it: what listens there.
type Target struct{ listeners }

// targetHandle is a handle that embeds a Target.
type targetHandle interface{ own() *listeners }

func (t *Target) own() *listeners { return &t.listeners }

// Watch has f called when the first listener of a kind comes and when the last one goes. Handlers, such as
// onmessage, are listeners too.
func (t *Target) Watch(f func(kind string, some bool)) { t.watch = f }

// Listens reports whether anybody listens to events of a kind.
func (t *Target) Listens(kind string) bool { return t.Count(kind) > 0 }

// Count is the number of listeners of a kind.
func (t *Target) Count(kind string) int { return len(t.of[kind]) }

// Kinds are those that anybody listens to, in the order of their names.
func (t *Target) Kinds() []string { return slices.Sorted(maps.Keys(t.of)) }

// Clear removes all listeners of a kind.
func (t *Target) Clear(kind string) {
	for _, l := range slices.Clone(t.of[kind]) {
		t.remove(l)
	}
}

// Events is what other modules make events and targets of their own with. Loop goroutine only.
type Events struct{ d *dom }

// EventsOf returns the events of a runtime.
func EventsOf(rt *runtime.Runtime) *Events { return &Events{domOf(rt)} }

// EventClass returns the class Event, for the classes of other events to extend.
func (e *Events) EventClass() *goja.Object { return e.d.event.Value }

// TargetClass returns the class EventTarget, for the classes of other targets to extend.
func (e *Events) TargetClass() *goja.Object { return e.d.target.Value }

// Read makes the event that a script constructs, from the first two arguments of the constructor.
func (e *Events) Read(c *bind.Call) Event {
	made, _ := e.d.newEvent(c)
	return made
}

// New makes an event of lariat itself.
func (e *Events) New(kind string) Event {
	return Event{kind: kind, trusted: true, at: e.d.rt.Loop().Elapsed()}
}

// Cancelable makes an event of lariat itself whose listeners may prevent what it announces.
func (e *Events) Cancelable(kind string) Event {
	made := e.New(kind)
	made.cancelable = true
	return made
}

// Wrap makes the object of a plain Event.
func (e *Events) Wrap(made *Event) *goja.Object { return e.d.event.Wrap(made) }

// Dispatch tells the listeners of a target of an event, and reports whether one of them has canceled it.
// this is the object of the target and obj that of the event.
func (e *Events) Dispatch(t *Target, this goja.Value, made carrier, obj *goja.Object) (canceled bool) {
	e.d.dispatch(&t.listeners, this, obj, made.base())
	return made.base().canceled
}

// Fire is Dispatch for a plain event that nobody can cancel; nothing is made if nobody listens.
func (e *Events) Fire(t *Target, this goja.Value, kind string) {
	if t.Listens(kind) {
		made := e.New(kind)
		e.Dispatch(t, this, &made, e.Wrap(&made))
	}
}

// Announce tells the listeners of a target that is written in JavaScript of an event of lariat itself: (target, event).
func (e *Events) Announce(c *bind.Call) (any, error) {
	target := c.Object(0, "target")
	ls, ok := runtime.HandleOf(target).(*listeners)
	if !ok {
		ls = attached(target)
	}
	obj := c.Object(1, "event")
	if made, ok := runtime.HandleOf(obj).(carrier); ok && ls != nil {
		made.base().trusted = true
		e.d.dispatch(ls, target, obj, made.base())
	}
	return nil, nil
}

// Add is addEventListener, for a target that a script reaches in a way of its own: the global object.
func (e *Events) Add(t *Target, c *bind.Call) (any, error) {
	return e.d.addEventListener(&t.listeners, c)
}

// Remove is removeEventListener.
func (e *Events) Remove(t *Target, c *bind.Call) (any, error) {
	return e.d.removeEventListener(&t.listeners, c)
}

// Tell is dispatchEvent for the target whose object is this.
func (e *Events) Tell(t *Target, this goja.Value, c *bind.Call) (any, error) {
	return e.d.tellAll(&t.listeners, this, c)
}

// Handler returns the event handler of a kind, such as onmessage; null if there is none.
func (t *Target) Handler(kind string) goja.Value {
	if l := t.handler(kind); l != nil {
		return l.callback
	}
	return bind.Null
}

// SetHandler sets the event handler of a kind; anything but an object takes it away.
func (t *Target) SetHandler(kind string, v goja.Value) { t.setHandler(kind, v) }
