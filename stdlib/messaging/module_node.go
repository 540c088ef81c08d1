package messaging

import (
	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime/bind"
)

// nodeNames are the methods that Node adds to MessagePort; see port.js.
var nodeNames = []string{
	"addListener", "emit", "eventNames", "listenerCount", "off", "on", "once", "removeAllListeners", "removeListener",
}

// nodeMethods gives MessagePort what Node adds to it, when a script first asks for any of it.
func (m *Messages) nodeMethods() {
	proto := m.ports.Prototype
	for _, name := range nodeNames {
		get := bind.Func(m.rt, "get "+name, 0, func(*bind.Call) (any, error) {
			m.runPortScript()
			return proto.Get(name), nil
		})
		set := bind.Func(m.rt, "set "+name, 1, func(c *bind.Call) (any, error) {
			if this, ok := c.This().(*goja.Object); ok {
				return nil, this.DefineDataProperty(name, c.Value(0), goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_TRUE)
			}
			return nil, nil
		})
		_ = proto.DefineAccessorProperty(name, get, set, goja.FLAG_TRUE, goja.FLAG_FALSE)
	}
}

func (m *Messages) runPortScript() {
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
