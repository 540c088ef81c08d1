package fetch

import (
	"net/http"

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
		return c.transport.RoundTrip(r)
	}
	return c.own.trip(c.transport, r, by)
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
