package fetch

import (
	"context"
	"net"
	"sync"
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

func (c *conns) dialContext(ctx context.Context, network, address string) (net.Conn, error) {
	conn, err := c.dial(ctx, network, address)
	if err != nil {
		return nil, err
	}
	t := &tracked{conn, c}
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
