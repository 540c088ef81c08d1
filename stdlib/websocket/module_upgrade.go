package websocket

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/fault"
)

// defaultIdle is how long a client may be quiet before it is asked whether it is still there.
const defaultIdle = 2 * time.Minute

// Function returns upgradeWebSocket(request, options) for a runtime.
func Function(rt *runtime.Runtime) goja.Value {
	m := in(rt)
	return bind.Func(rt, "upgradeWebSocket", 1, m.upgrade)
}

func (m *sockets) upgrade(c *bind.Call) (any, error) {
	in, href, ok := m.fetch.Received(c.Value(0))
	if !ok {
		return nil, fault.Type.New("%s: \"request\" must be the Request that the handler of serve got, not a copy", c.Name())
	}
	if err := Check(in); err != nil {
		return nil, err
	}
	o := struct {
		Protocol   string        `js:"protocol"`
		Idle       time.Duration `js:"idleTimeout"`
		MaxMessage float64       `js:"maxMessage"`
	}{Idle: defaultIdle, MaxMessage: maxMessage}
	c.Options(1, &o)
	switch offered := Offered(in); {
	case o.Protocol != "" && !slices.Contains(offered, o.Protocol):
		return nil, fault.Type.New("%s: \"protocol\" must be one that the client speaks (%s), got %q",
			c.Name(), strings.Join(offered, ", "), o.Protocol)
	case o.MaxMessage < 0:
		return nil, fault.Range.New("%s: \"maxMessage\" must not be negative, got %v", c.Name(), o.MaxMessage)
	case o.MaxMessage > 1<<53:
		o.MaxMessage = -1
	}
	s := &socket{m: m, url: "ws" + strings.TrimPrefix(href, "http")}
	s.object = m.class.Wrap(s)
	s.begin("WebSocket of " + in.RemoteAddr)
	s.side.Store(m.links.join(in.RemoteAddr, 1))
	s.core = newSocket(posted{s, func() {}}, m.rt.Go, false, int64(o.MaxMessage))
	core := s.core
	s.forget = m.rt.OnClose(func() { core.Kill(fault.Closed.New("the runtime was closed")) })
	context.AfterFunc(in.Context(), func() {
		if core.taken.Load() { // it may have left by now
			return
		}
		core.over(End{Code: abnormal, Err: fault.Aborted.New("the handler has not returned the response of upgradeWebSocket")})
	})
	made := c.VM().NewObject()
	_ = made.Set("socket", s.object)
	_ = made.Set("response", m.fetch.Switching(&Upgrade{
		socket: core, protocol: o.Protocol, idle: o.Idle,
		began: func() {
			if s.state == connecting {
				s.busy = m.rt.Loop().Hold("operation", "upgradeWebSocket")
			}
		},
	}))
	return made, nil
}
