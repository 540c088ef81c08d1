package websocket

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"time"

	ws "github.com/coder/websocket"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/fault"
	"github.com/lariatjs/lariat/stdlib/fetch"
	"github.com/lariatjs/lariat/stdlib/url"
)

// maxMessage is the longest message that a client takes, and a server that is not told otherwise.
const maxMessage = 128 << 20

// Target is where a client connects to.
type Target struct {
	URL       *url.URL
	Protocols []string
	Header    http.Header
}

// Parse reads the URL of a WebSocket (https://websockets.spec.whatwg.org/#dom-websocket-websocket).
func Parse(text string) (*url.URL, error) {
	u, err := url.Parse(text, nil)
	if err != nil {
		return nil, fault.DOMSyntax.New("the URL %q is not valid", text)
	}
	switch u.Protocol() {
	case "http:":
		u.SetProtocol("ws")
	case "https:":
		u.SetProtocol("wss")
	case "ws:", "wss:":
	default:
		return nil, fault.DOMSyntax.New("the URL of a WebSocket must begin with ws:, wss:, http: or https:, got %q", text)
	}
	if strings.Contains(u.Href(), "#") {
		return nil, fault.DOMSyntax.New("the URL of a WebSocket must not have a fragment (#), got %q", text)
	}
	return u, nil
}

// CheckProtocols looks for names that are no names, or are there twice.
func CheckProtocols(names []string) error {
	for i, name := range names {
		if !isToken(name) {
			return fault.DOMSyntax.New("%q is not valid as the name of a protocol: it must be a word without spaces and separators", name)
		}
		if slices.Contains(names[:i], name) {
			return fault.DOMSyntax.New("the protocol %q was given twice", name)
		}
	}
	return nil
}

func isToken(s string) bool {
	bad := func(r rune) bool { return r <= ' ' || r > '~' || strings.ContainsRune(`()<>@,;:\"/[]?={}`, r) }
	return s != "" && !strings.ContainsFunc(s, bad)
}

// Dial connects and reads until the connection has ended. hear is told of everything. It returns the socket at once.
func Dial(n runtime.Network, to Target, hear Hearer, spawn func(func()), traced func(context.Context) context.Context) *Socket {
	s := newSocket(hear, spawn, true, maxMessage)
	spawn(func() {
		conn, extensions, err := s.connect(traced(s.ctx), n, to)
		if err != nil {
			s.over(End{Code: abnormal, Err: err})
			return
		}
		s.run(conn, extensions, 0)
	})
	return s
}

func (s *Socket) connect(ctx context.Context, n runtime.Network, to Target) (conn *ws.Conn, extensions string, err error) {
	fail := func(format string, args ...any) (*ws.Conn, string, error) {
		return nil, "", fault.Network.New("cannot connect to "+to.URL.Href()+": "+format, args...)
	}
	if fetch.BadPort(to.URL) {
		return fail("bad port: %s belongs to another protocol", to.URL.Port())
	}
	transport := &http.Transport{
		DialContext: n.Dial, TLSHandshakeTimeout: 30 * time.Second, DisableKeepAlives: true, MaxResponseHeaderBytes: 1 << 20,
	}
	if n.TLS != nil {
		transport.TLSClientConfig = n.TLS.Clone()
	}
	conn, resp, err := ws.Dial(ctx, to.URL.Href(), &ws.DialOptions{
		HTTPClient: &http.Client{
			Transport:     transport,
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		},
		HTTPHeader: to.Header, Subprotocols: to.Protocols, CompressionMode: ws.CompressionNoContextTakeover,
	})
	switch cause := context.Cause(s.ctx); {
	case cause != nil:
		if err == nil {
			_ = conn.CloseNow()
		}
		return nil, "", cause
	case err != nil && resp != nil && resp.StatusCode != http.StatusSwitchingProtocols:
		return fail("the server has answered %s instead of 101 Switching Protocols", resp.Status)
	case err != nil && resp != nil:
		return fail("the server is no WebSocket server: %s", strings.TrimPrefix(err.Error(), "failed to WebSocket dial: "))
	case err != nil:
		return fail("%w", fetch.SystemError(err))
	case len(to.Protocols) > 0 && conn.Subprotocol() == "":
		_ = conn.CloseNow()
		return fail("the server speaks none of the protocols %s", strings.Join(to.Protocols, ", "))
	}
	return conn, resp.Header.Get("Sec-Websocket-Extensions"), nil
}
