package messaging

import (
	"errors"
	"strconv"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/stdlib/abort"
)

// messageEvent is the Go half of a MessageEvent (https://html.spec.whatwg.org/#messageevent).
type messageEvent struct {
	abort.Event
	data, source        goja.Value
	origin, lastEventID string
	list                []goja.Value // the ports
	ports               goja.Value   // the frozen array of them, once a script has asked
}

// messageOptions are the second argument of the constructor, beyond those of every event.
type messageOptions struct {
	Data        goja.Value `js:"data"`
	Origin      goja.Value `js:"origin"`
	LastEventID goja.Value `js:"lastEventId"`
	Source      goja.Value `js:"source"`
	Ports       goja.Value `js:"ports"`
}

func (m *Messages) messageClass() bind.Class[*messageEvent] {
	text := func(f func(e *messageEvent) string) func(*messageEvent) any {
		return func(e *messageEvent) any { return f(e) }
	}
	return bind.Class[*messageEvent]{
		Name: "MessageEvent", Length: 1, Extends: m.events.EventClass(), Web: true, New: m.newMessageEvent,
		Getters: map[string]func(*messageEvent) any{
			"data":        func(e *messageEvent) any { return e.data },
			"origin":      text(func(e *messageEvent) string { return e.origin }),
			"lastEventId": text(func(e *messageEvent) string { return e.lastEventID }),
			"source":      func(e *messageEvent) any { return e.source },
			"ports":       m.portsOf,
		},
	}
}

func (m *Messages) newMessageEvent(c *bind.Call) (*messageEvent, error) {
	e := &messageEvent{Event: m.events.Read(c), data: bind.Null, source: bind.Null}
	var o messageOptions
	c.Options(1, &o)
	if o.Data != nil {
		e.data = o.Data
	}
	e.origin, e.lastEventID = text(o.Origin, ""), text(o.LastEventID, "")
	if !bind.Nullish(o.Source) {
		if _, ok := m.ports.Of(o.Source); !ok {
			c.Wrong("source", "a MessagePort, or null")
		}
		e.source = o.Source
	}
	if o.Ports == nil {
		return e, nil
	}
	if _, ok := o.Ports.(*goja.Object); !ok {
		c.Wrong("ports", "an iterable of MessagePorts")
	}
	c.VM().ForOf(o.Ports, func(v goja.Value) bool {
		if _, ok := m.ports.Of(v); !ok {
			c.Wrong("ports["+strconv.Itoa(len(e.list))+"]", "a MessagePort")
		}
		e.list = append(e.list, v)
		return true
	})
	return e, nil
}

// text converts an option as the web's APIs do.
func text(v goja.Value, missing string) string {
	if v == nil || goja.IsUndefined(v) {
		return missing
	}
	return v.String()
}

// portsOf is the getter of ports, which always gives the same frozen array.
func (m *Messages) portsOf(e *messageEvent) any {
	if e.ports == nil {
		list := bind.Array(m.rt, e.list)
		frozen, err := m.rt.Call(m.freeze, goja.Undefined(), list)
		if err != nil {
			bind.Throw(m.rt, err)
		}
		e.ports = frozen
	}
	return e.ports
}

// Deliver makes the event of a message that has come to a target and tells its listeners. A message that
// cannot be read here is an event messageerror.
func (m *Messages) Deliver(t *abort.Target, this goja.Value, it Item) {
	data, moved, err := m.rt.Cloner().Receive(it.Message)
	if err != nil {
		throwStop(err)
		Discard(it)
		e := &messageEvent{Event: m.events.New("messageerror"), data: bind.Null, source: bind.Null}
		m.events.Dispatch(t, this, e, m.message.Wrap(e))
		return
	}
	e := &messageEvent{Event: m.events.New("message"), data: data, source: bind.Null}
	for _, v := range moved {
		if _, ok := m.ports.Of(v); ok {
			e.list = append(e.list, v)
		}
	}
	m.events.Dispatch(t, this, e, m.message.Wrap(e))
}

// throwStop lets an interrupt or an overflow of the stack go on upwards: no script may survive those.
func throwStop(err error) {
	var stop *goja.InterruptedError
	var deep *goja.StackOverflowError
	switch {
	case errors.As(err, &stop):
		panic(stop)
	case errors.As(err, &deep):
		panic(deep)
	}
}

// Failure is what an ErrorEvent tells: an uncaught error, and where it was thrown.
type Failure struct {
	Message, Filename string
	Line, Column      int
	Error             goja.Value
}

// errorEvent is the Go half of an ErrorEvent (https://html.spec.whatwg.org/#errorevent).
type errorEvent struct {
	abort.Event
	Failure
}

type errorOptions struct {
	Message  goja.Value `js:"message"`
	Filename goja.Value `js:"filename"`
	Line     int        `js:"lineno"`
	Column   int        `js:"colno"`
	Error    goja.Value `js:"error"`
}

func (m *Messages) errorClass() bind.Class[*errorEvent] {
	return bind.Class[*errorEvent]{
		Name: "ErrorEvent", Length: 1, Extends: m.events.EventClass(), Web: true,
		New: func(c *bind.Call) (*errorEvent, error) {
			e := &errorEvent{Event: m.events.Read(c)}
			var o errorOptions
			c.Options(1, &o)
			e.Failure = Failure{text(o.Message, ""), text(o.Filename, ""), o.Line, o.Column, o.Error}
			return e, nil
		},
		Getters: map[string]func(*errorEvent) any{
			"message":  func(e *errorEvent) any { return e.Message },
			"filename": func(e *errorEvent) any { return e.Filename },
			"lineno":   func(e *errorEvent) any { return e.Line },
			"colno":    func(e *errorEvent) any { return e.Column },
			"error": func(e *errorEvent) any {
				if e.Error == nil {
					return goja.Undefined()
				}
				return e.Error
			},
		},
	}
}

// Fail tells the listeners of a target of an uncaught error, and reports whether one of them has dealt with
// it by preventDefault().
func (m *Messages) Fail(t *abort.Target, this goja.Value, f Failure) (handled bool) {
	if !t.Listens("error") {
		return false
	}
	e := &errorEvent{Event: m.events.Cancelable("error"), Failure: f}
	return m.events.Dispatch(t, this, e, m.failure.Wrap(e))
}

// handlers adds the event handlers of a class, such as onmessage, to its tables.
func handlers[T any](
	class *bind.Class[T], target func(T) *abort.Target, kinds ...string,
) {
	if class.Getters == nil {
		class.Getters = map[string]func(T) any{}
	}
	class.Setters = map[string]func(T, *bind.Call) error{}
	for _, kind := range kinds {
		class.Getters["on"+kind] = func(v T) any { return target(v).Handler(kind) }
		class.Setters["on"+kind] = func(v T, c *bind.Call) error {
			target(v).SetHandler(kind, c.Value(0))
			return nil
		}
	}
}

var _ runtime.Transferable = (*Port)(nil)
