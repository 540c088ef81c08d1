// Package messaging is the module "web:messaging": channels between isolates and inside one, as the web has
// them. Its globals are MessageChannel, MessagePort, BroadcastChannel, MessageEvent and ErrorEvent.
//
// The two ends of a channel are plain Go and belong to no isolate; a MessagePort is the object of an end
// where it is now. A port keeps its program alive as in Node: while somebody listens to its messages. It
// does so as a peer, so a program ends when all of its isolates do nothing but listen to each other.
package messaging

import (
	_ "embed"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/clone"
	"github.com/lariatjs/lariat/runtime/fault"
	"github.com/lariatjs/lariat/stdlib/abort"
)

//go:embed messaging.d.ts
var types string

//go:embed port.js
var portSource string

var portScript = bind.NewScript("web:messaging", portSource)

// Module is "web:messaging".
var Module = runtime.Module{
	Name:    "web:messaging",
	Types:   types,
	Globals: []string{"BroadcastChannel", "ErrorEvent", "MessageChannel", "MessageEvent", "MessagePort"},
	Wraps:   []any{(*Transit)(nil)},
	Load:    load,
}

// Messages is the module in one runtime. Loop goroutine only.
type Messages struct {
	rt     *runtime.Runtime
	events *abort.Events
	inbox  *Inbox

	message *bind.Constructor[*messageEvent]
	ports   *bind.Constructor[*Port]
	failure *bind.Constructor[*errorEvent] // nil before failures
}

type messagesKey struct{}

// In returns what a runtime has of the module without the rest of it.
func In(rt *runtime.Runtime) *Messages {
	return runtime.Local(rt, messagesKey{}, func() *Messages {
		m := &Messages{rt: rt, events: abort.EventsOf(rt), inbox: NewInbox(rt.Loop().Post)}
		rt.Mourn(m.inbox)
		m.message = m.messageClass().In(rt)
		m.ports = m.portClass().In(rt)
		m.wrapPorts()
		bind.Show(rt, m.message.Prototype, "type", "data", "lastEventId", "origin", "ports")
		m.nodeMethods()
		return m
	})
}

func load(rt *runtime.Runtime) runtime.Exports {
	m := In(rt)
	return runtime.Exports{
		"BroadcastChannel": m.broadcastClass(runtime.Shared(rt, messagesKey{}, NewHub)).In(rt).Value,
		"ErrorEvent":       m.failures().Value,
		"MessageChannel":   m.channelClass().In(rt).Value,
		"MessageEvent":     m.message.Value,
		"MessagePort":      m.ports.Value,
	}
}

// failures is the class ErrorEvent.
func (m *Messages) failures() *bind.Constructor[*errorEvent] {
	if m.failure == nil {
		m.failure = m.errorClass().In(m.rt)
		bind.Show(m.rt, m.failure.Prototype, "type", "message", "filename", "lineno", "colno", "error")
	}
	return m.failure
}

// Inbox returns the inbox of the isolate.
func (m *Messages) Inbox() *Inbox { return m.inbox }

// Encode reads the arguments of postMessage(value, transfer) or postMessage(value, { transfer }), which may
// not move the port that posts.
func (m *Messages) Encode(c *bind.Call, from *End) (Item, error) {
	if c.Len() == 0 {
		return Item{}, fault.Type.New("%s: \"message\" must be given", c.Name())
	}
	return m.EncodeValue(c.Value(0), c.Transfer(1), from)
}

// EncodeValue makes an item of a value. When it fails, nothing was moved.
func (m *Messages) EncodeValue(v goja.Value, transfer []goja.Value, from *End) (Item, error) {
	var ports []*Port
	for i, moved := range transfer {
		p, ok := m.ports.Of(moved)
		switch {
		case !ok:
			continue
		case p.end == nil || p.end.Closed():
			return Item{}, fault.Clone.New("transfer[%d] is a MessagePort that is closed or was transferred before", i)
		case p.end == from:
			return Item{}, fault.Clone.New("transfer[%d] is the port that posts the message", i)
		}
		ports = append(ports, p)
	}
	message, err := m.rt.Cloner().Encode(v, clone.Options{Transfer: transfer, Once: true})
	if err != nil {
		return Item{}, err
	}
	it := Item{Message: message}
	for _, p := range ports {
		it.Ports = append(it.Ports, p.transit)
	}
	return it, nil
}
