package nodehttp

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"io"
	"maps"
	"net"
	"net/http"
	"net/textproto"
	neturl "net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/fault"
	"github.com/lariatjs/lariat/stdlib/fetch"
)

// PoolOptions say how the connections of an agent are made and kept.
type PoolOptions struct {
	KeepAlive  bool
	MaxSockets int           // to a host; 0 is no limit
	MaxFree    int           // that are kept to a host
	Idle       time.Duration // how long they are kept; 0 is for ever
	Network    string        // "tcp", "tcp4", "tcp6"
	Secure     *Secure       // nil is as the network has it
}

// Secure is what a script says about TLS, in PEM.
type Secure struct {
	Authorities, Certificate, Key []byte
	Server                        string // the name that the certificate must be for
	Insecure                      bool   // whatever certificate the server has
}

// Config changes a configuration.
func (s *Secure) Config(from *tls.Config) (*tls.Config, error) {
	config := &tls.Config{MinVersion: tls.VersionTLS12}
	if from != nil {
		config = from.Clone()
	}
	config.InsecureSkipVerify = s.Insecure //nolint:gosec // the script's word, as rejectUnauthorized: false is in Node
	if s.Server != "" {
		config.ServerName = s.Server
	}
	if len(s.Authorities) > 0 {
		config.RootCAs = x509.NewCertPool()
		if !config.RootCAs.AppendCertsFromPEM(s.Authorities) {
			return nil, fault.Type.New("the option \"ca\" holds no certificate in PEM")
		}
	}
	if len(s.Certificate) > 0 || len(s.Key) > 0 {
		pair, err := tls.X509KeyPair(s.Certificate, s.Key)
		if err != nil {
			return nil, fault.Type.New("the options \"cert\" and \"key\" must be a certificate and its key in PEM: %w", err)
		}
		config.Certificates = []tls.Certificate{pair}
	}
	return config, nil
}

// NewPool makes a client for a network and a program, whose requests share connections as the options say.
func NewPool(n runtime.Network, own *fetch.Own, o PoolOptions) (*fetch.Client, error) {
	if o.Secure != nil {
		config, err := o.Secure.Config(n.TLS)
		if err != nil {
			return nil, err
		}
		n.TLS = config
	}
	if dial := n.Dial; o.Network != "tcp" {
		n.Dial = func(ctx context.Context, _, address string) (net.Conn, error) { return dial(ctx, o.Network, address) }
	}
	pool := fetch.NewClient(n, own)
	pool.Configure(func(t *http.Transport) {
		t.ForceAttemptHTTP2 = false
		t.TLSNextProto = map[string]func(string, *tls.Conn) http.RoundTripper{}
		t.DisableKeepAlives, t.MaxConnsPerHost, t.MaxIdleConnsPerHost, t.IdleConnTimeout = !o.KeepAlive, o.MaxSockets, o.MaxFree, o.Idle
		t.MaxIdleConns = 0
	})
	return pool, nil
}

// Message is a request as a script has put it together.
type Message struct {
	Method, Scheme, Host, Path string
	Header                     []string // names and values in turn
	Length                     int64    // of the body; negative if unknown
	Body                       io.ReadCloser
}

// Request makes the request for net/http, which must send the path as it is: an opaque path is not looked at.
func (m *Message) Request(ctx context.Context) *http.Request {
	u := &neturl.URL{Scheme: m.Scheme, Host: m.Host, Opaque: m.Path}
	if strings.HasPrefix(m.Path, "//") { // which net/http takes for a host
		path, query, _ := strings.Cut(m.Path, "?")
		plain, err := neturl.PathUnescape(path)
		if err != nil {
			plain = path
		}
		u = &neturl.URL{Scheme: m.Scheme, Host: m.Host, Path: plain, RawPath: path, RawQuery: query}
	}
	header := HeaderOf(m.Header)
	r := &http.Request{
		Method: m.Method, URL: u, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Header: header, Host: header.Get("Host"),
		ContentLength: m.Length, Body: m.Body,
	}
	if _, named := header["User-Agent"]; !named {
		header["User-Agent"] = []string{""} // net/http would say who it is
	}
	header.Del("Host")
	return r.WithContext(ctx)
}

// HeaderOf makes a header of names and values in turn. The names that net/http looks at are spelt as it wants them.
func HeaderOf(list []string) http.Header {
	h := http.Header{}
	for i := 0; i+1 < len(list); i += 2 {
		name := list[i]
		switch canonical := textproto.CanonicalMIMEHeaderKey(name); canonical {
		case "Etag", "Www-Authenticate", "X-Ua-Compatible":
		default:
			name = canonical
		}
		h[name] = append(h[name], list[i+1])
	}
	return h
}

// hangUp is the end of a connection as Node tells it.
func hangUp() *fault.Error { return fault.System.New("socket hang up").With("code", "ECONNRESET") }

// Problem gives an error of a request the shape that Node gives it.
func Problem(err error) error {
	told := fetch.SystemError(err)
	e, ok := told.(*fault.Error) //nolint:errorlint // the outermost
	if !ok || e.Kind == fault.Permission {
		return told
	}
	switch code, _ := e.Props["code"].(string); {
	case code == "UND_ERR_SOCKET":
		return hangUp()
	case strings.HasPrefix(code, "HPE_"):
		return fault.System.New("Parse Error: %s", e.Message).With("code", code)
	}
	return e
}

// portOf takes an address apart.
func portOf(address net.Addr) (host string, port int, family string) {
	host, text, _ := net.SplitHostPort(address.String())
	port, _ = strconv.Atoi(text)
	family = "IPv4"
	if strings.Contains(host, ":") {
		family = "IPv6"
	}
	return host, port, family
}

// ListOf gives the names and values of a header in turn. net/http has lost the order of the names: here it is theirs.
func ListOf(h http.Header) (list []string) {
	for _, name := range slices.Sorted(maps.Keys(h)) {
		for _, value := range h[name] {
			list = append(list, name, fetch.FromLatin(value))
		}
	}
	return list
}
