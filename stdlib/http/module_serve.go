package http

import (
	"context"
	"crypto/tls"
	"net"
	"strconv"
	"strings"
	"time"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/fault"
	"github.com/lariatjs/lariat/runtime/loop"
	"github.com/lariatjs/lariat/stdlib/fetch"
)

// serveOptions are those of serve.
type serveOptions struct {
	Port           int             `js:"port"`
	Hostname       string          `js:"hostname"`
	Workers        int             `js:"workers"`
	RequestTimeout time.Duration   `js:"requestTimeout"`
	MaxBody        float64         `js:"maxBody"`
	Cert           string          `js:"cert"`
	Key            string          `js:"key"`
	OnListen       *bind.Function  `js:"onListen"`
	Signal         *runtime.Signal `js:"signal"`
}

// defaultMaxBody is the longest body of a request, in bytes.
const defaultMaxBody = 128 << 20

// closeTime is how long requests may go on when the server is closed. It is less than what a disposer may take.
const closeTime = 3 * time.Second

// server is the Go half of a Server. Loop goroutine only.
type server struct {
	*Server
	rt      *runtime.Runtime
	hold    *loop.Hold
	closing *loop.Hold // while it is closed and no request waits for a handler; stops virtual time
	forget  func()
	closed  *runtime.Promise
	ended   bool // it is to be closed
	over    bool // it is
	onEnd   []func()
}

// serve is serve(handler, options).
func serve(c *bind.Call, class *bind.Constructor[*server]) (any, error) {
	rt := c.Runtime()
	o := serveOptions{Hostname: "127.0.0.1", RequestTimeout: -1, MaxBody: defaultMaxBody}
	c.Options(1, &o)
	if err := o.check(c); err != nil {
		return nil, err
	}
	start, err := handlers(c, &o)
	if err != nil {
		return nil, err
	}
	scope := c.Narrow(bind.WaitOptions{Signal: o.Signal, Timeout: -1})
	ambient := rt.Scope()
	listen, address := rt.Network().Listen, net.JoinHostPort(o.Hostname, strconv.Itoa(o.Port))
	return bind.Go(c, scope, func(ctx context.Context) (*Server, error) {
		var config *tls.Config
		if o.Cert != "" {
			pair, err := tls.LoadX509KeyPair(o.Cert, o.Key)
			if err != nil {
				return nil, fault.System.New("serve: cannot use the certificate %s with the key %s: %w", o.Cert, o.Key, err)
			}
			config = &tls.Config{Certificates: []tls.Certificate{pair}, NextProtos: []string{"h2", "http/1.1"}, MinVersion: tls.VersionTLS12}
		}
		listener, err := listen(ctx, "tcp", address)
		if err != nil {
			return nil, fetch.SystemError(err)
		}
		return NewServer(listener, config, int64(o.MaxBody), fetch.OwnOf(rt)), nil
	}, func(core *Server) (any, error) {
		s := open(rt, core)
		object := class.Wrap(s)
		for _, sig := range []*runtime.Signal{&ambient.Signal, o.Signal} {
			if sig != nil {
				stop := sig.AfterFunc(func() { s.close(closeTime) })
				s.onEnd = append(s.onEnd, func() { stop() })
			}
		}
		return start(s, func() (goja.Value, error) {
			if o.OnListen != nil {
				_, err := o.OnListen.Call(object)
				return object, err
			}
			return object, nil
		})
	})
}

func (o *serveOptions) check(c *bind.Call) error {
	switch {
	case o.Port < 0 || o.Port > 65535:
		return fault.Range.New("%s: \"port\" must be from 0 to 65535, got %d", c.Name(), o.Port)
	case o.Workers < 0:
		return fault.Range.New("%s: \"workers\" must not be negative, got %d", c.Name(), o.Workers)
	case o.MaxBody < 0:
		return fault.Range.New("%s: \"maxBody\" must not be negative, got %v", c.Name(), o.MaxBody)
	case (o.Cert == "") != (o.Key == ""):
		return fault.Type.New("%s: \"cert\" and \"key\" belong together: the names of the files of a certificate and of its key", c.Name())
	case o.MaxBody > 1<<53:
		o.MaxBody = -1
	}
	return nil
}

// open starts to accept connections.
func open(rt *runtime.Runtime, core *Server) *server {
	s := &server{Server: core, rt: rt, closed: rt.NewPromise()}
	s.hold = rt.Loop().Hold("server", s.href()).Passive()
	s.forget = rt.OnClose(core.Kill)
	core.OnIdle = func() { rt.Loop().Post(s.keepTime) }
	rt.Go(func() {
		err := core.Serve()
		rt.Loop().Post(func() { s.finish(err) })
	})
	return s
}

// href is the URL that reaches the server from this machine.
func (s *server) href() string {
	host, port, _ := net.SplitHostPort(s.Addr().String())
	if ip := net.ParseIP(host); ip != nil && ip.IsUnspecified() {
		host = "localhost"
	}
	return s.origin.Scheme + "://" + net.JoinHostPort(host, port) + "/"
}

// close ends the server: requests may go on for a time.
func (s *server) close(timeout time.Duration) {
	if s.ended {
		return
	}
	s.ended = true
	s.hold.Ref()
	s.keepTime()
	core := s.Server
	s.rt.Go(func() {
		ctx, cancel := context.Background(), func() {}
		if timeout >= 0 {
			ctx, cancel = context.WithTimeout(ctx, timeout)
		}
		defer cancel()
		core.Close(ctx)
	})
}

// keepTime keeps virtual time from passing while the server is closed, but for its handlers, which may need some.
func (s *server) keepTime() {
	switch stop := s.ended && !s.over && s.Handling() == 0; {
	case stop && s.closing == nil:
		s.closing = s.rt.Loop().Hold("operation", "Server.close")
	case !stop && s.closing != nil:
		s.closing.Release()
		s.closing = nil
	}
}

// finish notes that nothing is left of the server.
func (s *server) finish(err error) {
	s.ended, s.over = true, true
	s.keepTime()
	s.hold.Release()
	s.forget()
	for _, f := range s.onEnd {
		f()
	}
	if err != nil {
		s.closed.Reject(fetch.SystemError(err))
		return
	}
	s.closed.Resolve(goja.Undefined())
}

func serverClass(rt *runtime.Runtime) bind.Class[*server] {
	return bind.Class[*server]{
		Name: "Server", AsyncDispose: "close",
		Getters: map[string]func(*server) any{
			"url": func(s *server) any {
				url, err := rt.VM().New(bind.Need(rt, "node:url").Get("URL"), bind.ToValue(rt, s.href()))
				if err != nil {
					bind.Throw(rt, err)
				}
				return url
			},
			"port": func(s *server) any {
				_, port, _ := net.SplitHostPort(s.Addr().String())
				n, _ := strconv.Atoi(port)
				return n
			},
			"hostname": func(s *server) any {
				host, _, _ := net.SplitHostPort(s.Addr().String())
				return strings.Trim(host, "[]")
			},
			"inflight": func(s *server) any { return s.Inflight() },
			"closed":   func(s *server) any { return s.closed.Value },
		},
		Async: map[string]func(*server, *bind.Call) (any, error){
			"close": func(s *server, c *bind.Call) (any, error) {
				o := struct {
					Timeout time.Duration `js:"timeout"`
				}{closeTime}
				c.Options(0, &o)
				s.close(o.Timeout)
				return s.closed.Value, nil
			},
		},
		Methods: map[string]func(*server, *bind.Call) (any, error){
			"ref":   func(s *server, c *bind.Call) (any, error) { s.hold.Ref(); return c.This(), nil },
			"unref": func(s *server, c *bind.Call) (any, error) { s.hold.Unref(); return c.This(), nil },
		},
	}
}
