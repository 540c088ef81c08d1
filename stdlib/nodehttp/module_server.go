package nodehttp

import (
	"bytes"
	"context"
	"crypto/tls"
	"net"
	nethttp "net/http"
	"strings"
	"time"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/loop"
	"github.com/lariatjs/lariat/stdlib/fetch"
	"github.com/lariatjs/lariat/stdlib/http"
)

// server is a server that listens. Loop goroutine only.
type server struct {
	*http.Server
	http.Line[*http.Exchange]
	m      *face
	hold   *loop.Hold
	asked  *bind.Function // (visit, method, url, version, more, body)
	told   *bind.Function // (through, event)
	ended  *bind.Function
	forget func()

	leaving, killed, over bool

	closing *loop.Hold // while it is closed and no request waits for a handler; stops virtual time
}

// listenOptions are those of listen.
type listenOptions struct {
	Port        int        `js:"port"`
	Host        string     `js:"host"`
	HeadTime    float64    `js:"headersTimeout"`
	IdleTime    float64    `js:"keepAliveTimeout"`
	Secure      bool       `js:"secure"`
	Certificate goja.Value `js:"cert"`
	Key         goja.Value `js:"key"`
}

// listen is (options, asked, told, ended, open): open(error, server, host, port, family) is called once, and ended(error) when
// nothing is left of the server. told hears of a request what followVisit says.
func (m *face) listen(c *bind.Call) (any, error) {
	o := listenOptions{}
	c.Options(0, &o)
	asked, told, ended, open := c.Function(1, "asked"), c.Function(2, "told"), c.Function(3, "ended"), c.Function(4, "open")
	var config *tls.Config
	if o.Secure {
		secure := &Secure{Certificate: pemOf(o.Certificate), Key: pemOf(o.Key)}
		made, err := secure.Config(nil)
		if err != nil {
			return nil, err
		}
		config = made
		config.NextProtos = []string{"http/1.1"}
	}
	listen, address := m.rt.Network().Listen, net.JoinHostPort(o.Host, itoa(o.Port))
	hold := m.rt.Loop().Hold("operation", "http")
	ctx := bind.Located(context.Background(), m.rt)
	m.rt.Go(func() {
		listener, err := listen(ctx, "tcp", address)
		posted := m.rt.Loop().Post(func() {
			hold.Release()
			if err != nil {
				m.call(open, fetch.SystemError(err))
				return
			}
			core := http.NewServer(listener, config, -1, m.own)
			core.Limit(milliseconds(o.HeadTime), milliseconds(o.IdleTime))
			core.HTTP1()
			s := &server{Server: core, m: m, asked: asked, told: told, ended: ended}
			s.Line = http.Line[*http.Exchange]{Post: m.rt.Loop().Post, Answer: s.take}
			s.open()
			host, port, family := portOf(listener.Addr())
			m.call(open, nil, m.servers.Wrap(s), host, port, family)
		})
		if !posted && err == nil {
			_ = listener.Close()
		}
	})
	return nil, nil
}

func milliseconds(n float64) time.Duration { return time.Duration(n * float64(time.Millisecond)) }

// open starts to accept connections.
func (s *server) open() {
	rt := s.m.rt
	s.hold = rt.Loop().Hold("server", s.Addr().String()).Passive()
	s.forget = rt.OnClose(s.Kill)
	s.OnIdle = func() { rt.Loop().Post(s.keepTime) }
	s.Add(s)
	rt.Go(func() {
		err := s.Serve()
		rt.Loop().Post(func() {
			s.over = true
			s.keepTime()
			s.hold.Release()
			s.forget()
			if err != nil {
				s.m.call(s.ended, fetch.SystemError(err))
				return
			}
			s.m.call(s.ended)
		})
	})
}

// keepTime keeps virtual time from passing while the server is closed, but for its handlers, which may need some.
func (s *server) keepTime() {
	switch stop := !s.over && (s.killed || s.leaving && s.Handling() == 0); {
	case stop && s.closing == nil:
		s.closing = s.m.rt.Loop().Hold("operation", "http")
	case !stop && s.closing != nil:
		s.closing.Release()
		s.closing = nil
	}
}

// closeServer is (server, how): "leave" takes no more requests and waits for those that are under way, "kill" breaks them
// off, "idle" closes the connections that have none.
func (m *face) closeServer(c *bind.Call) (any, error) {
	s, ok := runtime.HandleOf(c.Value(0)).(*server)
	if !ok {
		c.Wrong("server", "a server")
	}
	switch c.Text(1) {
	case "leave":
		s.hold.Ref()
		s.leaving = true
		s.keepTime()
		m.rt.Go(func() { s.Close(context.Background()) })
	case "kill":
		s.killed = true
		s.keepTime()
		m.rt.Go(s.Kill)
	default:
		m.rt.Go(s.CloseIdle)
	}
	return nil, nil
}

// keepServer is (server, kept): whether the program has to wait for it.
func (m *face) keepServer(c *bind.Call) (any, error) {
	if s, ok := runtime.HandleOf(c.Value(0)).(*server); ok {
		if c.Bool(1) {
			s.hold.Ref()
		} else {
			s.hold.Unref()
		}
	}
	return nil, nil
}

// visit is one request and its answer.
type visit struct {
	x       *http.Exchange
	s       *server
	out     *pipe
	trailer nethttp.Header
}

// take hands a request to the script.
func (s *server) take(x *http.Exchange) {
	if x.Context().Err() != nil {
		x.Fail(x.Cause())
		return
	}
	x.Lend(s.m.own.Lend(x.Request.RemoteAddr))
	r := x.Request
	header := r.Header
	header["Host"] = []string{r.Host}
	if len(r.TransferEncoding) > 0 {
		header["Transfer-Encoding"] = r.TransferEncoding
	}
	in := goja.Null()
	if x.Body != nil {
		in = s.m.bodies.Wrap(&body{r: x.Body, trailer: func() nethttp.Header { return r.Trailer }})
	}
	s.m.call(s.asked, s.m.visits.Wrap(&visit{x: x, s: s}), r.Method, r.RequestURI, itoa(r.ProtoMajor)+"."+itoa(r.ProtoMinor),
		header["Expect"] != nil || header["Upgrade"] != nil, in)
}

// headers is (visit): the names and values of the request in turn.
func (m *face) headers(c *bind.Call) (any, error) { return m.list(m.visit(c).x.Request.Header), nil }

// ends is (visit): where the connection begins and where it leads to.
func (m *face) ends(c *bind.Call) (any, error) {
	v := m.visit(c)
	r, listening := v.x.Request, v.s.Addr()
	there, port, _ := net.SplitHostPort(r.RemoteAddr)
	here, local, family := portOf(addressOf(r, listening))
	if all, _, _ := portOf(listening); all == "::" && !strings.Contains(there, ":") { // a socket for both kinds has only one
		here, there, family = "::ffff:"+here, "::ffff:"+there, "IPv6"
	}
	to := m.rt.VM().NewObject()
	for name, value := range map[string]any{"here": here, "port": local, "there": there, "remote": port, "family": family} {
		if err := to.Set(name, bind.ToValue(m.rt, value)); err != nil {
			return nil, err
		}
	}
	return to, nil
}

func addressOf(r *nethttp.Request, otherwise net.Addr) net.Addr {
	if a, ok := r.Context().Value(nethttp.LocalAddrContextKey).(net.Addr); ok {
		return a
	}
	return otherwise
}

func (m *face) visit(c *bind.Call) *visit {
	v, ok := runtime.HandleOf(c.Value(0)).(*visit)
	if !ok {
		c.Wrong("visit", "a request that a server got")
	}
	return v
}

// followVisit is (visit, through): told(through, "left") when the client leaves before the answer has been sent,
// told(through, "sent") once it has.
func (m *face) followVisit(c *bind.Call) (any, error) {
	v, through := m.visit(c), c.Value(1)
	left := v.x.OnLeft(func() { m.rt.Loop().Post(func() { m.call(v.s.told, through, "left") }) })
	v.x.OnEnd(func() {
		left()
		m.rt.Loop().Post(func() { m.call(v.s.told, through, "sent") })
	})
	return nil, nil
}

// answer is (visit, status, headers, length, bytes), the headers as lines that are a name and its value in turn: with bytes
// they are all, else the body is written bit by bit.
func (m *face) answer(c *bind.Call) (any, error) {
	v := m.visit(c)
	reply := &fetch.Reply{Status: c.Int(1, "status", 100), Header: HeaderOf(linesOf(c.Text(2))), Length: int64(c.Number(3, "length"))}
	for _, name := range []string{"Content-Type", "Date"} {
		if _, named := reply.Header[name]; !named {
			reply.Header[name] = nil // net/http would add one
		}
	}
	if b, whole := bind.BytesOf(c.Value(4)); whole {
		reply.Bytes = bytes.Clone(b)
	} else if !goja.IsNull(c.Value(4)) {
		v.out = newPipe()
		reply.Body, reply.Live = v.out, true
		reply.Trailer = func() nethttp.Header { return v.trailer }
	}
	v.x.Answer(reply)
	return nil, nil
}

// writeAnswer is (visit, bytes, told): told(error) is called once.
func (m *face) writeAnswer(c *bind.Call) (any, error) {
	m.pour(c, m.visit(c).out)
	return nil, nil
}

// finishAnswer is (visit, trailers): the body is complete.
func (m *face) finishAnswer(c *bind.Call) (any, error) {
	if v := m.visit(c); v.out != nil {
		v.trailer = HeaderOf(textsOf(c, c.Value(1)))
		v.out.end(nil)
	}
	return nil, nil
}

// breakOff is (visit): the connection is closed, whatever has been sent.
func (m *face) breakOff(c *bind.Call) (any, error) {
	v := m.visit(c)
	if v.out != nil {
		v.out.end(hangUp())
	}
	v.x.Break()
	return nil, nil
}
