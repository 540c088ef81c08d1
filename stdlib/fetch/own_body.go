package fetch

import (
	"io"
	"net/http"
	"net/http/httptrace"
	"sync"

	"github.com/lariatjs/lariat/runtime/loop"
	"github.com/lariatjs/lariat/stdlib/streams"
)

// trip sends a request; by waits for the head of the answer.
func (o *Own) trip(to http.RoundTripper, r *http.Request, by streams.Waiter) (*http.Response, error) {
	a := &asking{own: o, by: by}
	if ending, ok := r.Context().(interface{ AfterFunc(f func()) func() bool }); ok { // package context would call it too late
		ending.AfterFunc(a.end)
	}
	r = r.WithContext(httptrace.WithClientTrace(r.Context(), &httptrace.ClientTrace{GotConn: a.gotConn}))
	if r.Body != nil && r.Body != http.NoBody {
		a.out = &departure{ReadCloser: r.Body, own: o}
		r.Body = a.out
	}
	limitBody(r)
	resp, err := to.RoundTrip(r)
	t := a.over()
	if err == nil && t != nil && resp.Body != http.NoBody && resp.StatusCode != http.StatusSwitchingProtocols {
		resp.Body = &arrival{ReadCloser: resp.Body, own: o, way: &t.toClient, left: resp.ContentLength}
	}
	return resp, err
}

// Arrive makes of the body of a request that a server has got one that knows when the client waits for a script.
func (o *Own) Arrive(r *http.Request, body io.ReadCloser) io.ReadCloser {
	t := o.at(r.RemoteAddr)
	if t == nil {
		return body
	}
	return &arrival{ReadCloser: body, own: o, way: &t.toServer, left: r.ContentLength}
}

// Depart makes of what a server sends after a head, which is on its way, a body that lets the client know when it waits
// for a script, and by.
func (o *Own) Depart(address string, body io.ReadCloser, by streams.Waiter) io.ReadCloser {
	t := o.at(address)
	if t == nil {
		return body
	}
	to := &t.toClient
	o.change(to, func() { to.sent++ })
	d := &departure{ReadCloser: body, own: o, by: []streams.Waiter{by}}
	d.begin(to)
	return d
}

// arrival is a body that comes over a connection of a program to itself.
type arrival struct {
	io.ReadCloser
	own  *Own
	way  *way
	left int64 // how many bytes are still to come; negative if unknown
}

// Read reads on.
func (a *arrival) Read(p []byte) (int, error) {
	a.own.change(a.way, func() { a.way.reading = a.left != 0 })
	n, err := a.ReadCloser.Read(p)
	a.own.change(a.way, func() {
		a.way.reading = false
		a.way.got += int64(n)
		a.left -= int64(n)
	})
	return n, err
}

// Close gives the rest up.
func (a *arrival) Close() error {
	a.own.change(a.way, func() { a.way.over = true })
	return a.ReadCloser.Close()
}

// Waiting lets time pass for by while the other end waits for a script.
func (a *arrival) Waiting(by streams.Waiter) (done func()) { return a.own.wait(a.way, by, forBody) }

// departure is a body that is sent over a connection of a program to itself.
type departure struct {
	io.ReadCloser
	own *Own
	by  []streams.Waiter // what waits besides the other end

	mu     sync.Mutex
	to     *way
	done   []func()
	closed bool
}

// Read reads on: what it gives is on its way.
func (d *departure) Read(p []byte) (int, error) {
	n, err := d.ReadCloser.Read(p)
	d.mu.Lock()
	to := d.to
	d.mu.Unlock()
	if to != nil {
		d.own.change(to, func() { to.sent += int64(n) })
	}
	return n, err
}

// begin notes that there is a connection for the body, the first one or another.
func (d *departure) begin(to *way) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.end()
	d.to = to
	if d.closed {
		return
	}
	move := &motion{clock: d.own.clock}
	move.Ref()
	d.done = append(d.done,
		streams.Await(d.ReadCloser, &loan{own: d.own, way: to, by: append(d.by, move)}), d.own.wait(to, move, toWrite), move.Unref)
	if writer, ok := d.ReadCloser.(streams.Waiter); ok {
		d.done = append(d.done, d.own.wait(to, writer, toWrite))
	}
}

// end is for who holds the mutex.
func (d *departure) end() {
	for _, done := range d.done {
		done()
	}
	d.done = nil
}

// Close closes the body: nothing is waited for any more.
func (d *departure) Close() error {
	err := d.ReadCloser.Close()
	d.mu.Lock()
	defer d.mu.Unlock()
	d.closed = true
	d.end()
	return err
}

// motion stops time while a body is being sent that waits neither for a script nor for the other end: nobody else may wait
// for it yet.
type motion struct {
	clock *loop.Virtual

	mu      sync.Mutex
	reasons int // to move, less those to stand still
	resume  func()
}

// Ref gives a reason to stop time, or takes one back to let it pass.
func (m *motion) Ref() { m.change(1) }

// Unref gives a reason to let time pass, or takes one back to stop it.
func (m *motion) Unref() { m.change(-1) }

func (m *motion) change(by int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.reasons += by
	switch {
	case m.reasons > 0 && m.resume == nil:
		m.resume = m.clock.Pause()
	case m.reasons <= 0 && m.resume != nil:
		m.resume()
		m.resume = nil
	}
}
