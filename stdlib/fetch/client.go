package fetch

import (
	"context"
	"io"
	"net"
	"net/http"
	neturl "net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/lazy"
	"github.com/lariatjs/lariat/stdlib/url"
)

// Client sends requests. It keeps connections for the next request; there are no cookies and no cache, and no proxy is
// asked for. It may be used from any goroutine.
type Client struct {
	transport *http.Transport
	conns     *conns
	through   http.RoundTripper // of the host, or nil
	own       *Own              // of the program, nil in real time
}

// NewClient makes a client for a network and a program, whose OwnOf it is given.
func NewClient(n runtime.Network, own *Own) *Client {
	c := &conns{dial: n.Dial, open: map[*tracked]bool{}}
	t := &http.Transport{
		DialContext: c.dialContext, ForceAttemptHTTP2: true,
		DisableCompression: true, // decode does it: fetch shows the Content-Encoding and takes what was asked for by hand, too
		MaxIdleConns:       1024, MaxIdleConnsPerHost: 256, IdleConnTimeout: 30 * time.Second,
		TLSHandshakeTimeout: 30 * time.Second, ExpectContinueTimeout: time.Second,
		MaxResponseHeaderBytes: 1 << 20,
	}
	if n.TLS != nil {
		t.TLSClientConfig = n.TLS.Clone()
	}
	t.DialTLSContext = func(ctx context.Context, network, address string) (net.Conn, error) {
		return c.dialTLS(ctx, t, network, address)
	}
	return &Client{transport: t, conns: c, own: own}
}

// Close closes all connections.
func (c *Client) Close() {
	c.transport.CloseIdleConnections()
	c.conns.closeAll()
}

// Content is the body of a request.
type Content struct {
	// Open gives the bytes. It is called once for each time that the request is sent.
	Open func() io.ReadCloser
	// Once says that it can be called no second time.
	Once bool
	// Length is the number of bytes; negative is unknown.
	Length int64
}

// Outgoing is a request as it is sent.
type Outgoing struct {
	Method  string
	URL     *url.URL
	Headers *Headers
	Body    *Content // nil is none
	// Redirect is "follow", "error" or "manual".
	Redirect string
}

// Incoming is what came back. The body must be read to its end or closed.
type Incoming struct {
	Status     int
	StatusText string
	Header     http.Header
	Body       io.ReadCloser // nil is none
	URL        *url.URL
	Redirected bool
	Length     int64 // of the body as it is sent; negative if unknown
}

// Close closes the body.
func (in *Incoming) Close() error {
	if in.Body != nil {
		return in.Body.Close()
	}
	return nil
}

const maxRedirects = 20

// Do sends a request and waits for the head of the answer. ctx governs the body of the answer as well. Every error that
// is not the cause of ctx is a fault.Network.
func (c *Client) Do(ctx context.Context, out *Outgoing) (*Incoming, error) {
	o := *out
	header, shared := ownHeader.Get(), len(o.Headers.list) == 0 && c.through == nil
	if !shared {
		header = o.Headers.HTTP()
	}
	for count := 0; ; count++ {
		resp, err := c.send(ctx, &o, header)
		if err != nil {
			return nil, failure(ctx, err, &o)
		}
		if shared && isRedirect(resp.StatusCode) { // which changes it
			header, shared = header.Clone(), false
		}
		next, err := o.follow(resp, header, count)
		if err != nil {
			discard(resp.Body)
			return nil, refused(&o, err)
		}
		if next == nil {
			return c.incoming(ctx, resp, &o, count > 0)
		}
		discard(resp.Body)
		o.URL = next
	}
}

func (c *Client) incoming(ctx context.Context, resp *http.Response, o *Outgoing, redirected bool) (*Incoming, error) {
	_, text, _ := strings.Cut(resp.Status, " ")
	in := &Incoming{Status: resp.StatusCode, StatusText: text, Header: resp.Header, URL: o.URL, Redirected: redirected}
	in.Length = resp.ContentLength
	if resp.Body == http.NoBody || o.Method == http.MethodHead || nullStatus(resp.StatusCode) {
		_ = resp.Body.Close()
		return in, nil
	}
	body := resp.Body
	if codings := resp.Header["Content-Encoding"]; len(codings) > 0 {
		body = decode(codings, body)
	}
	in.Body = &terminated{ctx: ctx, o: o, ReadCloser: body, raw: resp.Body}
	return in, nil
}

// nullStatus reports whether an answer of this status has no body.
func nullStatus(status int) bool {
	return slices.Contains([]int{http.StatusSwitchingProtocols, http.StatusEarlyHints, 204, 205, 304}, status)
}

func isRedirect(status int) bool { return slices.Contains([]int{301, 302, 303, 307, 308}, status) }

// send sends the request once.
func (c *Client) send(ctx context.Context, o *Outgoing, header http.Header) (*http.Response, error) {
	req := &http.Request{
		Method: o.Method, URL: wireURL(o.URL), Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Header: header, Host: header.Get("Host"),
	}
	for i := range presets {
		if p := &presets[i]; header[p.name] == nil {
			header[p.name] = p.values
		}
	}
	if err := o.attach(req, header); err != nil {
		return nil, err
	}
	if c.through != nil {
		return c.through.RoundTrip(req.WithContext(ctx))
	}
	if l, ok := ctx.(*life); ok {
		return c.trip(req.WithContext(l.hop()), l.by)
	}
	return c.trip(req.WithContext(watched(ctx)), nil)
}

// presets are the fields of a request that does not have them. Nobody writes to the values.
var presets = [...]struct {
	name   string
	values []string
}{{"Accept", []string{"*/*"}}, {"Accept-Encoding", []string{"gzip, deflate"}}, {"User-Agent", []string{"lariat"}}}

// ownHeader is that of the requests that have none. Nobody writes to it.
var ownHeader = lazy.Value[http.Header]{Make: func() http.Header {
	header := http.Header{}
	for _, p := range presets {
		header[p.name] = p.values
	}
	return header
}}

// attach gives the body to the request.
func (o *Outgoing) attach(req *http.Request, header http.Header) error {
	given := header.Get("Content-Length")
	if o.Body == nil {
		if o.Method == http.MethodPost || o.Method == http.MethodPut {
			req.Body = http.NoBody // Content-Length: 0
		}
		return nil
	}
	req.ContentLength = o.Body.Length
	if given != "" {
		n, err := strconv.ParseInt(given, 10, 64)
		if err != nil || n < 0 || o.Body.Length >= 0 && n != o.Body.Length {
			return mismatch(given, o.Body.Length)
		}
		req.ContentLength = n
	}
	req.Body = o.Body.Open()
	if given != "" && o.Body.Length < 0 {
		req.Body = &promised{ReadCloser: req.Body, given: given, size: req.ContentLength}
	}
	if req.ContentLength == 0 {
		_ = req.Body.Close()
		req.Body = http.NoBody
	}
	if !o.Body.Once {
		req.GetBody = func() (io.ReadCloser, error) { return o.Body.Open(), nil }
	}
	return nil
}

// promised is a body whose length a header tells. What it lacks, or has too much, is an error of the body: what net/http says
// of it comes at the same time as what the connection says that is closed for it, and either may be heard.
type promised struct {
	io.ReadCloser
	given      string
	size, seen int64
}

// Read reads on.
func (b *promised) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	if b.seen += int64(n); b.seen > b.size || err == io.EOF && b.seen < b.size {
		return n, mismatch(b.given, b.seen)
	}
	return n, err
}

// wireURL is a URL for net/http, which must send the path as it is: an opaque path is not looked at.
func wireURL(u *url.URL) *neturl.URL {
	to := &neturl.URL{Scheme: u.Scheme(), Host: u.Host(), Opaque: u.Pathname(), RawQuery: u.Query()}
	if strings.HasPrefix(to.Opaque, "//") { // which net/http takes for a host
		path, err := neturl.PathUnescape(to.Opaque)
		if err != nil {
			path = to.Opaque
		}
		to.Path, to.RawPath, to.Opaque = path, to.Opaque, ""
	}
	return to
}

// follow changes a request into the one that an answer redirects to, and returns its URL; nil if there is none.
func (o *Outgoing) follow(resp *http.Response, header http.Header, count int) (*url.URL, error) {
	location := resp.Header.Get("Location")
	if !isRedirect(resp.StatusCode) || location == "" || o.Redirect == "manual" {
		return nil, nil
	}
	if o.Redirect == "error" {
		return nil, plain("ERR_REDIRECT", `unexpected redirect to %s: "redirect" is "error"`, location)
	}
	next, err := url.Parse(fromBytes(location), o.URL)
	switch {
	case err != nil:
		return nil, plain("ERR_INVALID_URL", "the redirect goes to %q, which is not a URL", location)
	case next.Protocol() != "http:" && next.Protocol() != "https:":
		return nil, plain("ERR_REDIRECT", "the redirect goes to %s: only http: and https: are followed", next.Href())
	case count == maxRedirects:
		return nil, plain("ERR_TOO_MANY_REDIRECTS", "redirect count exceeded: gave up after %d redirects, the last to %s",
			maxRedirects, next.Href())
	case resp.StatusCode != http.StatusSeeOther && o.Body != nil && o.Body.Once:
		return nil, plain("ERR_REDIRECT", "the body is a stream and cannot be sent again to %s, which the status %d wants",
			next.Href(), resp.StatusCode)
	}
	if next.Hash() == "" && o.URL.Hash() != "" {
		next.SetHash(o.URL.Hash())
	}
	toGet := resp.StatusCode == http.StatusSeeOther && o.Method != http.MethodGet && o.Method != http.MethodHead
	if resp.StatusCode <= http.StatusFound && o.Method == http.MethodPost || toGet {
		o.Method, o.Body = http.MethodGet, nil
		for _, name := range []string{"Content-Encoding", "Content-Language", "Content-Length", "Content-Location", "Content-Type"} {
			header.Del(name)
		}
	}
	if next.Origin() != o.URL.Origin() {
		for _, name := range []string{"Authorization", "Cookie", "Host", "Proxy-Authorization"} {
			header.Del(name)
		}
	}
	return next, nil
}
