package fetch

import (
	"context"
	"io"
	"net"
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
	// uses counts the requests that have had the connection, and rests is the number of the last one that has given it
	// back: it is idle when they are the same. The next request may have it before the one before has told.
	uses, rests atomic.Int64
}

// idle reports whether the last request is over and no other is under way. A server that sends something then breaks the
// rules.
func (t *tracked) idle() bool {
	n := t.uses.Load()
	return n > 0 && n == t.rests.Load()
}

// watched makes a request tell its connection when it has it. A transport writes to the global log what an idle
// connection says; here it ends without a word. Connections with TLS are left alone: their own messages come at any time.
func watched(ctx context.Context) context.Context {
	var mu sync.Mutex
	var mine *tracked
	var use int64
	return httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		GotConn: func(info httptrace.GotConnInfo) {
			mu.Lock()
			defer mu.Unlock()
			if mine, _ = info.Conn.(*tracked); mine != nil {
				use = mine.uses.Add(1)
			}
		},
		PutIdleConn: func(err error) {
			mu.Lock()
			defer mu.Unlock()
			if mine != nil && err == nil {
				mine.rests.Store(use)
			}
		},
	})
}

// Read reads what belongs to a request.
func (t *tracked) Read(p []byte) (int, error) {
	n, err := t.Conn.Read(p)
	if n > 0 && t.idle() {
		return 0, io.EOF
	}
	return n, err
}

func (c *conns) dialContext(ctx context.Context, network, address string) (net.Conn, error) {
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

// Close closes the connection.
func (t *tracked) Close() error {
	t.in.mu.Lock()
	delete(t.in.open, t)
	t.in.mu.Unlock()
	return t.Conn.Close()
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
