package fetch

import (
	"context"
	"io"
	"net/http"
	"sync"

	"github.com/lariatjs/lariat/stdlib/streams"
)

// Configure changes how the client connects. It is for a client that has sent nothing yet.
func (c *Client) Configure(change func(*http.Transport)) { change(c.transport) }

// RoundTrip sends a request as it is and returns the answer as it came: nothing is added, followed or decoded. by waits for
// the head of the answer.
func (c *Client) RoundTrip(r *http.Request, by streams.Waiter) (*http.Response, error) {
	return c.trip(r.WithContext(watched(r.Context())), by)
}

// trip sends a request over a connection. by waits for the head of the answer; nil if nobody does.
func (c *Client) trip(r *http.Request, by streams.Waiter) (*http.Response, error) {
	if c.own == nil || by == nil {
		limitBody(r)
		return c.transport.RoundTrip(r)
	}
	return c.own.trip(c.transport, r, by)
}

// limitBody has the body of a request closed when its context ends: net/http waits for a Read of it that is under way, and a
// script may have nothing more to send for ever. One that can be sent again waits for nobody.
func limitBody(r *http.Request) {
	if r.Body == nil || r.Body == http.NoBody || r.GetBody != nil {
		return
	}
	body := &limited{ReadCloser: r.Body}
	body.stop = context.AfterFunc(r.Context(), func() { _ = body.end() })
	r.Body = body
}

// limited is a body that is closed once.
type limited struct {
	io.ReadCloser
	stop func() bool
	once sync.Once
}

func (l *limited) end() (err error) {
	l.once.Do(func() { err = l.ReadCloser.Close() })
	return err
}

// Close closes the body.
func (l *limited) Close() error {
	l.stop()
	return l.end()
}

// Latin makes the bytes of a header of a text. One with a character above U+00FF stays as it is.
func Latin(s string) string {
	b, ok := toBytes(s)
	if !ok {
		return s
	}
	return b
}

// FromLatin gives the text of the bytes of a header.
func FromLatin(b string) string { return fromBytes(b) }
