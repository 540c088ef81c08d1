package nodehttp

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/http/httptrace"
	"net/textproto"
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

// pool is the connections of an agent.
type pool struct {
	client *fetch.Client
	turns  *turns // nil as a rule
}

// pool is (options).
func (m *face) pool(c *bind.Call) (any, error) {
	o := struct {
		KeepAlive   bool       `js:"keepAlive"`
		MaxSockets  int        `js:"maxSockets"`
		MaxFree     int        `js:"maxFree"`
		Idle        float64    `js:"idle"`
		Family      int        `js:"family"`
		Secure      bool       `js:"secure"`
		Authorities goja.Value `js:"ca"`
		Certificate goja.Value `js:"cert"`
		Key         goja.Value `js:"key"`
		Server      string     `js:"servername"`
		Insecure    bool       `js:"insecure"`
	}{}
	c.Options(0, &o)
	options := PoolOptions{
		KeepAlive: o.KeepAlive, MaxSockets: o.MaxSockets, MaxFree: o.MaxFree, Idle: time.Duration(o.Idle * float64(time.Millisecond)),
		Network: map[int]string{4: "tcp4", 6: "tcp6"}[o.Family],
	}
	if options.Network == "" {
		options.Network = "tcp"
	}
	if o.Secure {
		options.Secure = &Secure{
			Authorities: pemOf(o.Authorities), Certificate: pemOf(o.Certificate), Key: pemOf(o.Key), Server: o.Server, Insecure: o.Insecure,
		}
	}
	client, err := NewPool(m.rt.Network(), m.own, options)
	if err != nil {
		return nil, err
	}
	m.rt.OnClose(client.Close)
	p := &pool{client: client}
	if m.own != nil && o.MaxSockets > 0 {
		p.turns = &turns{most: o.MaxSockets, hosts: map[string]*queue{}}
	}
	return m.pools.Wrap(p), nil
}

// pemOf reads text or bytes.
func pemOf(v goja.Value) []byte {
	if b, ok := bind.BytesOf(v); ok {
		return b
	}
	if bind.Nullish(v) {
		return nil
	}
	return []byte(v.String())
}

// closePool is (pool): its connections are closed.
func (m *face) closePool(c *bind.Call) (any, error) {
	if p, ok := runtime.HandleOf(c.Value(0)).(*pool); ok {
		m.rt.Go(p.client.Close)
	}
	return nil, nil
}

// sending is a request under way.
type sending struct {
	cancel context.CancelCauseFunc
	out    *pipe // where its body is written to; nil if it was sent as a whole

	open      bool       // no answer yet
	unwinding *loop.Hold // of one that was given up before its answer; stops virtual time
}

// send is (pool, told, method, scheme, host, path, headers, length, bytes): told is called with the name of what happens
// and what belongs to it. Without bytes the body is written bit by bit; a negative length is unknown.
func (m *face) send(c *bind.Call) (any, error) {
	p, ok := runtime.HandleOf(c.Value(0)).(*pool)
	if !ok {
		c.Wrong("pool", "a pool")
	}
	told := c.Function(1, "told")
	message := &Message{
		Method: c.Text(2), Scheme: c.Text(3), Host: c.Text(4), Path: c.Text(5), Header: textsOf(c, c.Value(6)),
		Length: int64(c.Number(7, "length")),
	}
	s := &sending{}
	message.Body = http.NoBody
	switch given, whole := bind.BytesOf(c.Value(8)); {
	case whole && len(given) > 0:
		message.Body = io.NopCloser(bytes.NewReader(append([]byte(nil), given...)))
		message.Length = int64(len(given))
	case !whole:
		s.out = newPipe()
		message.Body = s.out
	default:
		message.Length = 0
	}
	ctx, cancel := context.WithCancelCause(context.Background())
	s.cancel, s.open = cancel, true
	hold := m.rt.Loop().Hold("operation", "http")
	hold.Mark(m.rt.MarkAt(*c.Site()))
	traced, client, turn := m.traced(ctx, told), p.client, p.turns.join(message.Scheme+"://"+message.Host, waiters{hold, s.out})
	forget := m.rt.OnClose(func() { cancel(fault.Closed.New("the runtime was closed")) })
	m.rt.Go(func() {
		var resp *http.Response
		err := turn.wait(ctx)
		if err == nil {
			if resp, err = client.RoundTrip(message.Request(traced), hold); err == nil {
				turn.until(resp)
			}
		}
		forget() // what is left ends with its connection
		posted := m.rt.Loop().Post(func() {
			hold.Release()
			s.open = false
			if s.unwinding != nil {
				s.unwinding.Release()
			}
			if err != nil {
				cancel(nil)
				m.call(told, "error", Problem(err))
				return
			}
			m.arrived(told, resp)
		})
		if !posted && err == nil {
			_ = resp.Body.Close()
		}
	})
	return m.sending.Wrap(s), nil
}

// traced tells of what comes before the answer.
func (m *face) traced(ctx context.Context, told *bind.Function) context.Context {
	return httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		GotConn: func(info httptrace.GotConnInfo) {
			here, port, _ := portOf(info.Conn.LocalAddr())
			there, remote, family := portOf(info.Conn.RemoteAddr())
			m.rt.Loop().Post(func() { m.call(told, "socket", here, port, there, remote, family, info.Reused) })
		},
		Got1xxResponse: func(code int, header textproto.MIMEHeader) error {
			m.rt.Loop().Post(func() { m.call(told, "information", code, http.StatusText(code), m.list(http.Header(header))) })
			return nil
		},
	})
}

// arrived tells of the answer.
func (m *face) arrived(told *bind.Function, resp *http.Response) {
	b := &body{r: resp.Body, trailer: func() http.Header { return resp.Trailer }}
	header := resp.Header
	if len(resp.TransferEncoding) > 0 {
		header["Transfer-Encoding"] = resp.TransferEncoding
	}
	if _, named := header["Connection"]; resp.Close && !named {
		header["Connection"] = []string{"close"}
	}
	_, text, _ := strings.Cut(resp.Status, " ")
	m.call(told, "response", resp.StatusCode, text, itoa(resp.ProtoMajor)+"."+itoa(resp.ProtoMinor), m.list(header), m.bodies.Wrap(b))
}

// write is (sending, bytes, told): told(error) is called once.
func (m *face) write(c *bind.Call) (any, error) {
	s, ok := runtime.HandleOf(c.Value(0)).(*sending)
	if !ok || s.out == nil {
		c.Wrong("request", "a request whose body is written")
	}
	m.pour(c, s.out)
	return nil, nil
}

// pour writes argument 1 and calls argument 2 then.
func (m *face) pour(c *bind.Call, to *pipe) {
	b, ok := bind.BytesOf(c.Value(1))
	if !ok {
		c.Wrong("chunk", "bytes")
	}
	told := c.Function(2, "told")
	b = append([]byte(nil), b...)
	hold := m.rt.Loop().Hold("operation", "http")
	poured := to.begin(len(b), hold)
	m.rt.Go(func() {
		_, err := to.w.Write(b)
		poured()
		m.rt.Loop().Post(func() {
			hold.Release()
			if err != nil {
				m.call(told, Problem(err))
				return
			}
			m.call(told)
		})
	})
}

// finish is (sending): the body is complete.
func (m *face) finish(c *bind.Call) (any, error) {
	if s, ok := runtime.HandleOf(c.Value(0)).(*sending); ok && s.out != nil {
		s.out.end(nil)
	}
	return nil, nil
}

// cancel is (sending): nobody wants the answer, or the rest of it.
func (m *face) cancel(c *bind.Call) (any, error) {
	if s, ok := runtime.HandleOf(c.Value(0)).(*sending); ok {
		err := hangUp()
		if s.open && s.unwinding == nil {
			s.unwinding = m.rt.Loop().Hold("operation", "http")
		}
		s.cancel(err)
		if s.out != nil {
			s.out.end(err)
		}
	}
	return nil, nil
}

func itoa(i int) string { return strconv.Itoa(i) }
