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
		Methods: map[string]func(*messageEvent, *bind.Call) (any, error){"initMessageEvent": m.initMessageEvent},
		Lengths: map[string]int{"initMessageEvent": 1},
	}
}

func (m *Messages) newMessageEvent(c *bind.Call) (*messageEvent, error) {
	e := &messageEvent{Event: m.events.Read(c)}
	var o messageOptions
	c.Options(1, &o)
	m.fill(c, e, o)
	return e, nil
}

// initMessageEvent is (type, bubbles, cancelable, data, origin, lastEventId, source, ports), the old way to make one.
func (m *Messages) initMessageEvent(e *messageEvent, c *bind.Call) (any, error) {
	if e.Init(c) {
		m.fill(c, e, messageOptions{c.Value(3), c.Value(4), c.Value(5), c.Value(6), c.Value(7)})
	}
	return nil, nil
}

// fill reads what a MessageEvent has beyond an Event.
func (m *Messages) fill(c *bind.Call, e *messageEvent, o messageOptions) {
	e.data, e.source, e.list, e.ports = bind.Null, bind.Null, nil, nil
	if o.Data != nil && !goja.IsUndefined(o.Data) {
		e.data = o.Data
	}
	e.origin, e.lastEventID = text(o.Origin, ""), text(o.LastEventID, "")
	if !bind.Nullish(o.Source) {
		if _, ok := m.ports.Of(o.Source); !ok {
			c.Wrong("source", "a MessagePort, or null")
		}
		e.source = o.Source
	}
	if o.Ports == nil || goja.IsUndefined(o.Ports) {
		return
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
		e.ports = bind.Frozen(m.rt, bind.Array(m.rt, e.list))
	}
	return e.ports
}

// Listener is a target with its object.
type Listener struct {
	*abort.Target
	This goja.Value
}

// Deliver tells the listeners of targets of a message that has come. One that cannot be read here is an event
// messageerror.
func (m *Messages) Deliver(it Item, targets ...Listener) {
	data, moved, err := m.rt.Cloner().Receive(it.Message)
	kind := "message"
	var ports []goja.Value
	if err != nil {
		m.throwStop(err)
		Discard(it)
		kind, data = "messageerror", bind.Null
	}
	for _, v := range moved {
		if _, ok := m.ports.Of(v); ok {
			ports = append(ports, v)
		}
	}
	for _, t := range targets {
		if t.Listens(kind) {
			e := &messageEvent{Event: m.events.New(kind), data: data, source: bind.Null, list: ports}
			m.events.Dispatch(t.Target, t.This, e, m.message.Wrap(e))
		}
	}
}

// throwStop lets an interrupt or an overflow of the stack go on upwards: no script may survive those.
func (m *Messages) throwStop(err error) {
	var stop *goja.InterruptedError
	var deep *goja.StackOverflowError
	if errors.As(err, &stop) || errors.As(err, &deep) {
		bind.Throw(m.rt, err)
	}
}

// Incoming is a message that comes from elsewhere than a port: from a WebSocket, or an EventSource.
type Incoming struct {
	Kind                string // the type of the event
	Data                goja.Value
	Origin, LastEventID string
}

// Tell tells the listeners of a target of such a message.
func (m *Messages) Tell(t Listener, in Incoming) {
	e := &messageEvent{
		Event: m.events.New(in.Kind), data: in.Data, origin: in.Origin, lastEventID: in.LastEventID, source: bind.Null,
	}
	m.events.Dispatch(t.Target, t.This, e, m.message.Wrap(e))
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
func (m *Messages) Fail(t Listener, f Failure) (handled bool) {
	if !t.Listens("error") {
		return false
	}
	e := &errorEvent{Event: m.events.Cancelable("error"), Failure: f}
	return m.events.Dispatch(t.Target, t.This, e, m.failures().Wrap(e))
}

// Handlers adds the event handlers of a class, such as onmessage, to its tables.
func Handlers[T any](class *bind.Class[T], target func(T) *abort.Target, kinds ...string) {
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
