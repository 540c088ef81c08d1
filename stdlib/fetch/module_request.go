package fetch

import (
	"net/http"
	"slices"
	"strings"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/fault"
	"github.com/lariatjs/lariat/stdlib/blob"
	"github.com/lariatjs/lariat/stdlib/url"
)

// Request is the Go half of a Request. Loop goroutine only.
type Request struct {
	f       *Fetch
	method  string
	url     *url.URL     // where it goes to; what a server has read gets it when somebody asks
	blob    *blob.Blob   // that the URL had when the request was made
	list    *Headers     // the headers; of what a server has read, once somebody asks
	object  *goja.Object // of the headers
	body    *body
	stream  bool // the body is a stream of the script
	signal  *runtime.Signal
	follows []*runtime.Signal // what ends the signal, until it is made
	options *requestOptions   // never changed once they are here
	server  *http.Request     // what a server has read; nil for all others
	origin  *Origin           // of that server
}

// requestOptions are what a server's runtime keeps but hardly obeys.
type requestOptions struct {
	mode, credentials, cache, redirect, referrer, referrerPolicy, integrity string
	keepalive                                                               bool
}

// defaults are those of a request that says nothing.
var defaults = &requestOptions{
	mode: "cors", credentials: "same-origin", cache: "default", redirect: "follow", referrer: "about:client",
}

func (r *Request) bodyOf() *body { return r.body }

func (r *Request) contentType() string {
	kind, _ := r.headers().Get("content-type")
	return fromBytes(kind)
}

// Instead says how a request gets into another isolate.
func (r *Request) Instead() string { return "send its url, method, headers and await request.bytes()" }

// location returns the URL.
func (r *Request) location() *url.URL {
	if r.url == nil {
		u, err := url.Parse(r.origin.href(r.server), nil)
		if err != nil {
			u, _ = url.Parse("http://invalid/", nil) // what a client has sent as its Host is no host
		}
		r.url = u
	}
	return r.url
}

// signals returns what ends a fetch of the request.
func (r *Request) signals() []*runtime.Signal {
	if r.signal != nil {
		return []*runtime.Signal{r.signal}
	}
	return r.follows
}

// newRequest is new Request(input, init).
func (f *Fetch) newRequest(c *bind.Call) (*Request, error) {
	require(c, 1)
	init := dictionaryAt(c, 1, "init")
	r := &Request{f: f, method: http.MethodGet, list: &Headers{}, options: defaults}
	from, isRequest := f.requests.Of(c.Value(0))
	if isRequest {
		r.blob = from.blob
		r.method, r.url, r.list, r.options, r.follows = from.method, from.location(), from.headers().Clone(), from.options, from.signals()
	} else if err := r.parseURL(c.Name(), textOf(c, c.Value(0))); err != nil {
		return nil, err
	}
	if err := r.enumerated(c, init); err != nil {
		return nil, err
	}
	if err := r.methodOf(c, init); err != nil {
		return nil, err
	}
	if err := r.signalOf(c, init); err != nil {
		return nil, err
	}
	if v := init.get("headers"); v != nil {
		r.list = &Headers{}
		if err := f.fillHeaders(c, r.list, v); err != nil {
			return nil, err
		}
	}
	return r, r.takeBody(c, init, from)
}

func (r *Request) parseURL(what, text string) error {
	u, err := r.f.near.Parse(text)
	if err != nil {
		return &fault.Error{Kind: fault.Network, Message: "Failed to parse URL from " + text, Cause: err}
	}
	if u.Username() != "" || u.Password() != "" {
		return fault.Type.New("%s: the URL %s has a name or a password in it: send them in the header Authorization", what, u.Href())
	}
	r.url = u
	if u.Protocol() == "blob:" {
		r.blob, _ = blob.StoreOf(r.f.rt).Resolve(u.Href())
	}
	return nil
}

// enumerated reads the members that have few values.
func (r *Request) enumerated(c *bind.Call, init dictionary) error {
	if init.obj == nil {
		return nil
	}
	options := *r.options
	r.options = &options
	if w := init.get("window"); w != nil && !goja.IsNull(w) {
		return fault.Type.New("%s: \"window\" can only be null", c.Name())
	}
	if v := init.get("referrer"); v != nil {
		switch text := textOf(c, v); text {
		case "":
			r.options.referrer = ""
		case "about:client":
			r.options.referrer = text
		default:
			if _, err := url.Parse(text, nil); err != nil {
				return fault.Type.New("%s: \"referrer\" is %q, which is not a URL", c.Name(), text)
			}
		}
	}
	members := []struct {
		name string
		to   *string
	}{
		{"referrerPolicy", &r.options.referrerPolicy},
		{"mode", &r.options.mode},
		{"credentials", &r.options.credentials},
		{"cache", &r.options.cache},
		{"redirect", &r.options.redirect},
		{"duplex", nil},
		{"priority", nil},
	}
	for _, m := range members {
		v := init.get(m.name)
		if v == nil {
			continue
		}
		text := textOf(c, v)
		if !slices.Contains(enumerations.Get()[m.name], text) {
			return fault.Type.New("%s: %q must be one of %q, got %q", c.Name(), m.name, enumerations.Get()[m.name], text)
		}
		if m.to != nil {
			*m.to = text
		}
	}
	if r.options.cache == "only-if-cached" && r.options.mode != "same-origin" {
		return fault.Type.New("%s: \"cache\" can only be \"only-if-cached\" with the mode \"same-origin\"", c.Name())
	}
	if v := init.get("integrity"); v != nil {
		r.options.integrity = textOf(c, v)
	}
	if v := init.get("keepalive"); v != nil {
		r.options.keepalive = v.ToBoolean()
	}
	return nil
}

func (r *Request) methodOf(c *bind.Call, init dictionary) error {
	v := init.get("method")
	if v == nil {
		return nil
	}
	method := textOf(c, v)
	upper := strings.ToUpper(method)
	switch {
	case !isToken(method):
		return fault.Type.New("%s: %q is not a valid HTTP method", c.Name(), method)
	case slices.Contains([]string{"CONNECT", "TRACE", "TRACK"}, upper):
		return fault.Type.New("%s: the method %s cannot be sent with fetch", c.Name(), upper)
	case slices.Contains([]string{"DELETE", "GET", "HEAD", "OPTIONS", "POST", "PUT"}, upper):
		method = upper
	}
	r.method = method
	return nil
}

func (r *Request) signalOf(c *bind.Call, init dictionary) error {
	switch v := init.get("signal"); {
	case v == nil:
	case goja.IsNull(v):
		r.follows = nil
	default:
		sig, ok := bind.SignalOf(v)
		if !ok {
			return fault.Type.New("%s: \"signal\" must be an AbortSignal", c.Name())
		}
		r.follows = []*runtime.Signal{sig}
	}
	return nil
}

// takeBody reads the member body, or takes the body of the request that this one is made of.
func (r *Request) takeBody(c *bind.Call, init dictionary, from *Request) error {
	v := init.get("body")
	has := v != nil && !goja.IsNull(v)
	if (has || v == nil && from != nil && from.body != nil) && (r.method == http.MethodGet || r.method == http.MethodHead) {
		return fault.Type.New("%s: a request with the method %s cannot have a body", c.Name(), r.method)
	}
	if !has {
		if v == nil && from != nil && from.body != nil {
			return r.inherit(c, from)
		}
		return nil
	}
	b, kind, streaming, err := r.f.extract(c, v)
	if err != nil {
		return err
	}
	if streaming && init.get("duplex") == nil {
		return fault.Type.New("%s: a body that is a stream needs the option duplex: \"half\"", c.Name())
	}
	r.body, r.stream = b, streaming
	if kind != "" && !r.list.Has("content-type") {
		return r.list.Append("Content-Type", kind)
	}
	return nil
}

func (r *Request) inherit(c *bind.Call, from *Request) error {
	if from.body.disturbed() || from.body.locked() {
		return fault.Type.New("%s: the body of the Request has been read already", c.Name())
	}
	r.stream = from.stream
	moved := *from.body
	r.body, from.body = &moved, &body{f: r.f, used: true}
	return nil
}

func (f *Fetch) requestClass() bind.Class[*Request] {
	text := func(get func(*Request) string) func(*Request) any { return func(r *Request) any { return get(r) } }
	never := func(*Request) any { return false }
	return bind.Class[*Request]{
		Name: "Request", Length: 1, Web: true, New: f.newRequest,
		Getters: map[string]func(*Request) any{
			"method":         text(func(r *Request) string { return r.method }),
			"url":            text(func(r *Request) string { return r.location().Href() }),
			"mode":           text(func(r *Request) string { return r.options.mode }),
			"credentials":    text(func(r *Request) string { return r.options.credentials }),
			"cache":          text(func(r *Request) string { return r.options.cache }),
			"redirect":       text(func(r *Request) string { return r.options.redirect }),
			"referrer":       text(func(r *Request) string { return r.options.referrer }),
			"referrerPolicy": text(func(r *Request) string { return r.options.referrerPolicy }),
			"integrity":      text(func(r *Request) string { return r.options.integrity }),
			"keepalive":      func(r *Request) any { return r.options.keepalive },
			"destination":    text(func(*Request) string { return "" }),
			"duplex":         text(func(*Request) string { return "half" }),
			"headers": func(r *Request) any {
				if r.object == nil {
					r.object = f.headers.Wrap(r.headers())
				}
				return r.object
			},
			"signal": func(r *Request) any {
				if r.signal == nil {
					r.signal = f.rt.AnySignal(r.follows...)
				}
				return bind.Signal(f.rt, r.signal)
			},
			"body":                func(r *Request) any { return r.body.object() },
			"bodyUsed":            func(r *Request) any { return r.body.disturbed() },
			"isHistoryNavigation": never, "isReloadNavigation": never,
		},
		Methods: map[string]func(*Request, *bind.Call) (any, error){
			"clone": func(r *Request, c *bind.Call) (any, error) {
				if r.body.disturbed() || r.body.locked() {
					return nil, fault.Type.New("%s: the body has been read already", c.Name())
				}
				twin := *r
				twin.list, twin.object, twin.body = r.headers().Clone(), nil, r.body.clone()
				twin.signal, twin.follows = nil, r.signals()
				return f.requests.Wrap(&twin), nil
			},
		},
		Async: bodyMethods[*Request](f),
	}
}
