// Package websocket is the module "web:websocket": WebSocket and CloseEvent, as the web has them
// (https://websockets.spec.whatwg.org), and what a server needs to answer with one.
//
// The protocol is that of github.com/coder/websocket. Reading and writing happen on goroutines; a script that is slow to
// deal with messages slows the other side down.
package websocket

import (
	_ "embed"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/stdlib/abort"
	"github.com/lariatjs/lariat/stdlib/fetch"
	"github.com/lariatjs/lariat/stdlib/messaging"
)

//go:embed websocket.d.ts
var types string

// Module is "web:websocket".
var Module = runtime.Module{
	Name: "web:websocket", Types: types, Globals: []string{"CloseEvent", "WebSocket"}, Load: load,
}

// sockets is the module in one runtime. Loop goroutine only.
type sockets struct {
	rt       *runtime.Runtime
	events   *abort.Events
	messages *messaging.Messages
	fetch    *fetch.Fetch
	links    *links
	class    *bind.Constructor[*socket]
	closes   *bind.Constructor[*closeEvent]
}

type socketsKey struct{}

func in(rt *runtime.Runtime) *sockets {
	return runtime.Local(rt, socketsKey{}, func() *sockets {
		m := &sockets{rt: rt, events: abort.EventsOf(rt), messages: messaging.In(rt), fetch: fetch.In(rt), links: linksOf(rt)}
		m.class = m.socketClass().In(rt)
		m.closes = m.closeClass().In(rt)
		for state, name := range []string{"CONNECTING", "OPEN", "CLOSING", "CLOSED"} {
			for _, obj := range []*goja.Object{m.class.Value, m.class.Prototype} {
				_ = obj.DefineDataProperty(name, bind.ToValue(rt, state), goja.FLAG_FALSE, goja.FLAG_FALSE, goja.FLAG_TRUE)
			}
		}
		bind.Show(rt, m.class.Prototype, "url", "readyState", "protocol", "bufferedAmount")
		bind.Show(rt, m.closes.Prototype, "type", "wasClean", "code", "reason")
		return m
	})
}

func load(rt *runtime.Runtime) runtime.Exports {
	m := in(rt)
	return runtime.Exports{"CloseEvent": m.closes.Value, "WebSocket": m.class.Value}
}

// closeEvent is the Go half of a CloseEvent (https://websockets.spec.whatwg.org/#the-closeevent-interface).
type closeEvent struct {
	abort.Event
	clean  bool
	code   int
	reason string
}

func (m *sockets) closeClass() bind.Class[*closeEvent] {
	return bind.Class[*closeEvent]{
		Name: "CloseEvent", Length: 1, Extends: m.events.EventClass(), Web: true,
		New: func(c *bind.Call) (*closeEvent, error) {
			e := &closeEvent{Event: m.events.Read(c)}
			var o struct {
				Clean  bool       `js:"wasClean"`
				Code   goja.Value `js:"code"`
				Reason goja.Value `js:"reason"`
			}
			c.Options(1, &o)
			e.clean = o.Clean
			if o.Code != nil {
				e.code = int(uint16(o.Code.ToInteger()))
			}
			if o.Reason != nil {
				e.reason = wellFormed(o.Reason.String())
			}
			return e, nil
		},
		Getters: map[string]func(*closeEvent) any{
			"wasClean": func(e *closeEvent) any { return e.clean },
			"code":     func(e *closeEvent) any { return e.code },
			"reason":   func(e *closeEvent) any { return e.reason },
		},
	}
}
