package fetch

import (
	"context"
	"net/http"
	"net/http/httptrace"

	"github.com/lariatjs/lariat/runtime/loop"
)

// Configure changes how the client connects. It is for a client that has sent nothing yet.
func (c *Client) Configure(change func(*http.Transport)) { change(c.transport) }

// RoundTrip sends a request as it is and returns the answer as it came: nothing is added, followed or decoded.
func (c *Client) RoundTrip(r *http.Request) (*http.Response, error) {
	return c.transport.RoundTrip(r.WithContext(watched(r.Context())))
}

// Trace makes a request tell which connection its hold waits at, until done is called.
func (o *Own) Trace(ctx context.Context, h *loop.Hold) (traced context.Context, done func()) {
	if o == nil || h == nil {
		return ctx, func() {}
	}
	met, done := o.meet(h, new(string))
	return httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{GotConn: met}), done
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
