package fetch

import (
	"context"
	"net/http"
	neturl "net/url"
	"strconv"
	"strings"

	"github.com/lariatjs/lariat/runtime"
)

// Through makes the requests of a program go through something of the host, each hop of a redirection on its own, and its
// permission asked before. It must be called before the program runs; workers that are processes of their own have the network.
func Through(rt *runtime.Runtime, trip http.RoundTripper) {
	runtime.Shared(rt, throughKey{}, func() *through { return &through{trip} })
}

type throughKey struct{}

// through is what the host has given, or nothing.
type through struct{ http.RoundTripper }

// roundTripper returns what sends the requests of a runtime instead of its transport, or nil.
func roundTripper(rt *runtime.Runtime) http.RoundTripper {
	given := runtime.Shared(rt, throughKey{}, func() *through { return &through{} })
	if given.RoundTripper == nil {
		return nil
	}
	return &asked{given, func(ctx context.Context, host string, port int) error { return rt.Permissions().Net(ctx, host, port) }}
}

// asked sends a request when it is permitted.
type asked struct {
	to    http.RoundTripper
	allow func(ctx context.Context, host string, port int) error
}

// RoundTrip sends a request whose path is where others than net/http look for it.
func (a *asked) RoundTrip(r *http.Request) (*http.Response, error) {
	port, err := strconv.Atoi(r.URL.Port())
	if err != nil {
		if port = 80; r.URL.Scheme == "https" {
			port = 443
		}
	}
	if err := a.allow(r.Context(), r.URL.Hostname(), port); err != nil {
		if r.Body != nil {
			_ = r.Body.Close()
		}
		return nil, err
	}
	if r.URL.Opaque != "" {
		r.URL = plainURL(r.URL)
	}
	return a.to.RoundTrip(r)
}

// plainURL is a URL with a path instead of an opaque one.
func plainURL(u *neturl.URL) *neturl.URL {
	to := *u
	path, err := neturl.PathUnescape(u.Opaque)
	if err != nil || !strings.HasPrefix(path, "/") {
		return u
	}
	to.Path, to.RawPath, to.Opaque = path, u.Opaque, ""
	return &to
}
