package websocket

import (
	"context"
	"net/http"
	"net/http/httptrace"
	"sync"
	"sync/atomic"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/fault"
	"github.com/lariatjs/lariat/runtime/loop"
	"github.com/lariatjs/lariat/stdlib/abort"
	"github.com/lariatjs/lariat/stdlib/blob"
	"github.com/lariatjs/lariat/stdlib/fetch"
	"github.com/lariatjs/lariat/stdlib/messaging"
)

// States of a WebSocket.
const (
	connecting = iota
	open
	closing
	closed
)

// socket is the Go half of a WebSocket. Loop goroutine only.
type socket struct {
	abort.Target
	m            *sockets
	object       *goja.Object
	core         *Socket
	url          string
	origin       string
	protocol     string
	extensions   string
	state        int
	arrayBuffers bool
	cause        error      // why the scope wanted its end
	hold         *loop.Hold // keeps the program alive
	busy         *loop.Hold // while an answer is due; stops virtual time
	side         atomic.Pointer[side]
	stop         func() bool
	forget       func()
}

func (m *sockets) socketClass() bind.Class[*socket] {
	class := bind.Class[*socket]{
		Name: "WebSocket", Length: 1, Extends: m.events.TargetClass(), Web: true, New: m.connect,
		Getters: map[string]func(*socket) any{
			"url":            func(s *socket) any { return s.url },
			"readyState":     func(s *socket) any { return s.state },
			"bufferedAmount": func(s *socket) any { return s.core.Buffered() },
			"extensions":     func(s *socket) any { return s.extensions },
			"protocol":       func(s *socket) any { return s.protocol },
			"binaryType": func(s *socket) any {
				if s.arrayBuffers {
					return "arraybuffer"
				}
				return "blob"
			},
		},
		Methods: map[string]func(*socket, *bind.Call) (any, error){"send": (*socket).send, "close": (*socket).close},
		Lengths: map[string]int{"send": 1},
	}
	messaging.Handlers(&class, func(s *socket) *abort.Target { return &s.Target }, "open", "message", "error", "close")
	class.Setters["binaryType"] = func(s *socket, c *bind.Call) error {
		if kind := c.Text(0); kind == "blob" || kind == "arraybuffer" { // others are ignored, as for every enumeration
			s.arrayBuffers = kind == "arraybuffer"
		}
		return nil
	}
	return class
}

// connect is new WebSocket(url, protocols).
func (m *sockets) connect(c *bind.Call) (*socket, error) {
	if c.Len() == 0 {
		return nil, fault.Type.New("%s: 1 argument required, but only 0 present", c.Name())
	}
	u, err := Parse(wellFormed(c.Text(0)))
	if err != nil {
		return nil, err
	}
	to := Target{URL: u, Header: http.Header{"User-Agent": {"lariat"}}}
	if err := m.options(c, &to); err != nil {
		return nil, err
	}
	if err := CheckProtocols(to.Protocols); err != nil {
		return nil, err
	}
	scope := m.rt.Scope()
	if err := scope.Err(); err != nil {
		return nil, err
	}
	s := &socket{m: m, object: c.This().(*goja.Object), url: u.Href(), origin: u.Origin()}
	s.begin("WebSocket " + s.url)
	s.busy = m.rt.Loop().Hold("operation", "WebSocket "+s.url)
	s.stop = scope.AfterFunc(func() { s.abort(scope.Err()) })
	traced, arrived := s.trace()
	s.core = Dial(m.rt.Network(), to, posted{s, arrived}, m.rt.Go, traced)
	core := s.core
	s.forget = m.rt.OnClose(func() { core.Kill(fault.Closed.New("the runtime was closed")) })
	return s, nil
}

// begin keeps the program alive.
func (s *socket) begin(name string) {
	s.hold = s.m.rt.Loop().Hold("websocket", name).Passive()
	s.hold.Mark(s.m.rt.Site())
	s.stop, s.forget = func() bool { return false }, func() {}
}

// options reads the second argument: a protocol, several, or, as Node has it, an object with them and headers.
func (m *sockets) options(c *bind.Call, to *Target) error {
	given := c.Value(1)
	if obj, ok := given.(*goja.Object); ok && bind.Nullish(obj.GetSymbol(goja.SymIterator)) {
		given = obj.Get("protocols")
		if headers := obj.Get("headers"); !bind.Nullish(headers) {
			list, err := m.fetch.HeadersFrom(c, headers)
			if err != nil {
				return err
			}
			for name, values := range list.HTTP() {
				to.Header[name] = values
			}
		}
	}
	switch v := given.(type) {
	case nil:
	case *goja.Object:
		c.VM().ForOf(v, func(item goja.Value) bool {
			to.Protocols = append(to.Protocols, item.String())
			return true
		})
	default:
		if !goja.IsUndefined(v) {
			to.Protocols = []string{v.String()}
		}
	}
	return nil
}

// trace lets virtual time know what waits at which connection of the program to itself, until arrived is called.
func (s *socket) trace() (traced func(context.Context) context.Context, arrived func()) {
	links, own, busy := s.m.links, fetch.OwnOf(s.m.rt), s.busy
	if links == nil {
		return func(ctx context.Context) context.Context { return ctx }, func() {}
	}
	var mu sync.Mutex
	last := func() {}
	return func(ctx context.Context) context.Context {
			return httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{GotConn: func(info httptrace.GotConnInfo) {
				mu.Lock()
				defer mu.Unlock()
				address := info.Conn.LocalAddr().String()
				s.side.Store(links.join(address, 0))
				last = own.Wait(address, busy)
			}})
		}, func() {
			mu.Lock()
			defer mu.Unlock()
			last()
			last = func() {}
		}
}

// posted tells the loop what becomes of a connection.
type posted struct {
	s       *socket
	arrived func()
}

// Opened posts the event open.
func (p posted) Opened(protocol, extensions string) {
	p.arrived()
	p.s.m.rt.Loop().Post(func() { p.s.opened(protocol, extensions) })
}

// Heard posts a message.
func (p posted) Heard(m Message) { p.s.m.rt.Loop().Post(func() { p.s.heard(m) }) }

// Over posts the end.
func (p posted) Over(e End) {
	p.arrived()
	p.s.m.rt.Loop().Post(func() { p.s.over(e) })
}

func (s *socket) this() messaging.Listener {
	return messaging.Listener{Target: &s.Target, This: s.object}
}

func (s *socket) opened(protocol, extensions string) {
	if s.state != connecting {
		return
	}
	s.busy.Release()
	s.state, s.protocol, s.extensions = open, protocol, extensions
	s.m.events.Fire(&s.Target, s.object, "open")
}

func (s *socket) heard(m Message) {
	defer func() {
		s.core.Taken(m)
		s.side.Load().got()
	}()
	if s.state != open || !s.Listens("message") {
		return
	}
	rt := s.m.rt
	var data goja.Value
	switch {
	case m.Text:
		data = bind.ToValue(rt, string(m.Data))
	case s.arrayBuffers:
		data = bind.ToValue(rt, rt.VM().NewArrayBuffer(m.Data))
	default:
		obj, err := rt.Wrap(blob.New("", m.Data))
		if err != nil {
			bind.Throw(rt, err)
		}
		data = obj
	}
	s.m.messages.Tell(s.this(), messaging.Incoming{Kind: "message", Data: data, Origin: s.origin})
}

// over is the end (https://websockets.spec.whatwg.org/#feedback-from-the-protocol).
func (s *socket) over(e End) {
	s.state = closed
	s.side.Load().leave()
	s.stop()
	s.forget()
	cause := s.cause
	if cause == nil {
		cause = e.Err
	}
	if cause != nil && s.Listens("error") {
		value := s.m.rt.ErrorValue(cause)
		s.m.messages.Fail(s.this(), messaging.Failure{Message: cause.Error(), Error: value})
	}
	if s.Listens("close") {
		made := &closeEvent{s.m.events.New("close"), e.Clean, e.Code, e.Reason}
		s.m.events.Dispatch(&s.Target, s.object, made, s.m.closes.Wrap(made))
	}
	s.hold.Release()
	if s.busy != nil {
		s.busy.Release()
	}
}

// abort is the end of the scope in which the socket was made.
func (s *socket) abort(cause error) {
	if s.state < closing {
		s.cause = cause
		s.leave(goingAway, "")
	}
}

// leave begins the end.
func (s *socket) leave(code int, reason string) {
	s.state = closing
	if s.busy != nil {
		s.busy.Release()
	}
	s.busy = s.m.rt.Loop().Hold("operation", "WebSocket.close")
	s.side.Load().sent()
	s.core.Close(code, reason)
}
