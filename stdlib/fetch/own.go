package fetch

import (
	"net/http/httptrace"
	"sync"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/loop"
)

// Own is for tests in virtual time, whose server and client are one program: a request that waits for the network stops
// time, but one that waits for a handler of this very program must not, or a handler that sleeps would never wake up. It
// knows what waits at each connection, by the address of the client. A nil Own, as in real time, does nothing.
type Own struct {
	mu    sync.Mutex
	conns map[string]*conn
}

// conn is a connection of the program to itself.
type conn struct {
	holds map[*loop.Hold]bool
	lent  int // how many handlers have their time from it
}

type ownKey struct{}

// OwnOf returns what knows the connections of a program; nil in real time.
func OwnOf(rt *runtime.Runtime) *Own {
	if rt.VirtualClock() == nil {
		return nil
	}
	return runtime.Shared(rt, ownKey{}, func() *Own { return &Own{conns: map[string]*conn{}} })
}

func (o *Own) at(address string) *conn {
	c := o.conns[address]
	if c == nil {
		c = &conn{holds: map[*loop.Hold]bool{}}
		o.conns[address] = c
	}
	return c
}

func (o *Own) forget(address string, c *conn) {
	if len(c.holds) == 0 && c.lent == 0 {
		delete(o.conns, address)
	}
}

// Wait notes that a hold waits for what comes over a connection, until done is called.
func (o *Own) Wait(address string, h *loop.Hold) (done func()) {
	if o == nil {
		return func() {}
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	c := o.at(address)
	c.holds[h] = true
	if c.lent > 0 {
		h.Unref()
	}
	return func() {
		o.mu.Lock()
		defer o.mu.Unlock()
		h.Ref()
		delete(c.holds, h)
		o.forget(address, c)
	}
}

// Lend lets time pass for a handler although the client of a connection waits, until back is called.
func (o *Own) Lend(address string) (back func()) {
	if o == nil {
		return func() {}
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	c := o.at(address)
	if c.lent++; c.lent == 1 {
		for h := range c.holds {
			h.Unref()
		}
	}
	return sync.OnceFunc(func() {
		o.mu.Lock()
		defer o.mu.Unlock()
		if c.lent--; c.lent == 0 {
			for h := range c.holds {
				h.Ref()
			}
		}
		o.forget(address, c)
	})
}

// meet returns what must hear of each connection that a request gets, whose hold waits there until done is called. The
// address of the last one on this side is there once the request was sent.
func (o *Own) meet(h *loop.Hold, address *string) (met func(httptrace.GotConnInfo), done func()) {
	last := func() {}
	var mu sync.Mutex
	return func(info httptrace.GotConnInfo) {
			mu.Lock()
			defer mu.Unlock()
			last()
			*address = info.Conn.LocalAddr().String()
			last = o.Wait(*address, h)
		}, func() {
			mu.Lock()
			defer mu.Unlock()
			last()
		}
}
