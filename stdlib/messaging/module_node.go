package messaging

import (
	"github.com/lariatjs/lariat/runtime/bind"
)

// nodeMethods gives MessagePort what Node adds to it: on, once, off and the like.
func (m *Messages) nodeMethods() {
	port := func(c *bind.Call) *Port {
		p, ok := m.ports.Of(c.Value(0))
		if !ok {
			c.Wrong("this", "a MessagePort")
		}
		return p
	}
	portScript.Run(m.rt, bind.Host{
		"prototype":    m.ports.Prototype,
		"MessageEvent": m.message.Value,
		"Event":        m.events.EventClass(),
		"EventTarget":  m.events.TargetClass(),
		"count":        func(c *bind.Call) (any, error) { return port(c).Count(c.Text(1)), nil },
		"kinds":        func(c *bind.Call) (any, error) { return port(c).Kinds(), nil },
		"clear": func(c *bind.Call) (any, error) {
			port(c).Clear(c.Text(1))
			return nil, nil
		},
	})
}
