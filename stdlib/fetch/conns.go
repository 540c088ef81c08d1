package fetch

import (
	"bytes"
	"context"
	"crypto/tls"
	"io"
	"net"
	"net/http"
	"net/http/httptrace"
	"sync"
	"sync/atomic"
)

// conns are the connections of a client, to be closed with it: a transport closes the idle ones only, and one of HTTP/2
// is idle some time after its last answer.
type conns struct {
	dial func(ctx context.Context, network, address string) (net.Conn, error)

	mu     sync.Mutex
	open   map[*tracked]bool
	closed bool
}

// tracked is a connection that is forgotten when it is closed.
type tracked struct {
	net.Conn
	in *conns
}

// Close closes the connection.
func (t *tracked) Close() error {
	t.in.mu.Lock()
	delete(t.in.open, t)
	t.in.mu.Unlock()
	return t.Conn.Close()
}

func (c *conns) track(ctx context.Context, network, address string) (*tracked, error) {
	conn, err := c.dial(ctx, network, address)
	if err != nil {
		return nil, err
	}
	t := &tracked{Conn: conn, in: c}
	c.mu.Lock()
	closed := c.closed
	if !closed {
		c.open[t] = true
	}
	c.mu.Unlock()
	if closed {
		_ = conn.Close()
		return nil, net.ErrClosed
	}
	return t, nil
}

func (c *conns) dialContext(ctx context.Context, network, address string) (net.Conn, error) {
	t, err := c.track(ctx, network, address)
	if err != nil {
		return nil, err
	}
	return &guarded{Conn: t}, nil
}

// dialTLS does what a transport does for https:, but for the guard, which stands where the messages of TLS itself, which may
// come at any time, are gone. What speaks HTTP/2 needs none, and the transport wants it bare.
func (c *conns) dialTLS(ctx context.Context, of *http.Transport, network, address string) (net.Conn, error) {
	t, err := c.track(ctx, network, address)
	if err != nil {
		return nil, err
	}
	config := of.TLSClientConfig.Clone() // the transport has put the protocols into it
	if config == nil {
		config = &tls.Config{MinVersion: tls.VersionTLS12}
	}
	if config.ServerName == "" {
		if config.ServerName, _, err = net.SplitHostPort(address); err != nil {
			config.ServerName = address
		}
	}
	ctx, cancel := context.WithTimeout(ctx, of.TLSHandshakeTimeout)
	defer cancel()
	conn := tls.Client(t, config)
	if err := conn.HandshakeContext(ctx); err != nil {
		_ = t.Close()
		return nil, err
	}
	if conn.ConnectionState().NegotiatedProtocol == "h2" {
		return conn, nil
	}
	return &guarded{Conn: conn}, nil
}

// guarded is a connection that gives only what comes while an answer is owed. A transport writes to the global log what else
// a server says, and might take it for the answer to the next request; here the connection ends without a word.
type guarded struct {
	net.Conn
	// uses counts the requests that have had the connection. asked is the number of the last one that has been written to
	// it, and rests that of the last one that has given it back. The next request may have it before the one before has told.
	uses, asked, rests atomic.Int64
	// bodyless says that the last request has an answer without a body, and foreign that the connection is to speak something
	// else than HTTP.
	bodyless, foreign atomic.Bool
	answer            framing // for Read alone
	surplus           bool    // there was more than an answer
}

// Write writes a part of a request: an answer is owed from now on.
func (g *guarded) Write(p []byte) (int, error) {
	if use := g.uses.Load(); g.asked.Load() != use { // a new one begins
		g.bodyless.Store(bytes.HasPrefix(p, []byte("HEAD ")))
		if bytes.HasPrefix(p, []byte("CONNECT ")) {
			g.foreign.Store(true)
		}
		g.asked.Store(use)
	}
	return g.Conn.Write(p)
}

// Read reads what belongs to a request.
func (g *guarded) Read(p []byte) (int, error) {
	if g.surplus {
		return 0, io.EOF
	}
	n, err := g.Conn.Read(p)
	if n == 0 || g.foreign.Load() {
		return n, err
	}
	if g.asked.Load() <= g.rests.Load() {
		return 0, io.EOF
	}
	g.answer.begin(g.bodyless.Load())
	if k := g.answer.feed(p[:n]); k < n {
		g.surplus = true
		return k, nil
	}
	return n, err
}

// rest notes that a request has given the connection back.
func (g *guarded) rest(nth int64) {
	for old := g.rests.Load(); old < nth && !g.rests.CompareAndSwap(old, nth); old = g.rests.Load() {
	}
}

// use is what a request knows of its connection.
type use struct {
	mu    sync.Mutex
	conn  *guarded
	nth   int64
	trace httptrace.ClientTrace
}

// watched makes a request tell its connection when it has it, and when it has it no more.
func watched(ctx context.Context) context.Context {
	u := &use{}
	u.trace.GotConn, u.trace.PutIdleConn = u.got, u.put
	return httptrace.WithClientTrace(ctx, &u.trace)
}

func (u *use) got(info httptrace.GotConnInfo) {
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.conn, _ = info.Conn.(*guarded); u.conn != nil {
		u.nth = u.conn.uses.Add(1)
	}
}

func (u *use) put(err error) {
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.conn != nil && err == nil {
		u.conn.rest(u.nth)
	}
}

func (c *conns) closeAll() {
	c.mu.Lock()
	c.closed = true
	open := c.open
	c.open = map[*tracked]bool{}
	c.mu.Unlock()
	for t := range open {
		_ = t.Conn.Close()
	}
}
