package lariat

import (
	"errors"
	"net/http"
	"net/url"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/stdlib/fetch"
)

// WithHTTPClient makes fetch, and what is built on it, send its requests through a client of the host: its Transport, Jar and
// Timeout. Where they may go is still what WithPermissions says, and redirections are the script's affair: CheckRedirect is not
// asked. node:http and WebSocket dial themselves.
func WithHTTPClient(c *http.Client) Option {
	return func(o *options) {
		if c == nil {
			o.mistake = append(o.mistake, errNil("WithHTTPClient", "c", "an *http.Client"))
			return
		}
		one := *c
		one.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
		o.ready = append(o.ready, func(core *runtime.Runtime) { fetch.Through(core, client{&one}) })
	}
}

// client sends one request.
type client struct{ *http.Client }

// RoundTrip sends it. What the error says of the request, fetch says itself.
func (c client) RoundTrip(r *http.Request) (*http.Response, error) {
	resp, err := c.Do(r) //nolint:bodyclose // it is the caller's
	var of *url.Error
	if errors.As(err, &of) {
		err = of.Err
	}
	return resp, err
}
