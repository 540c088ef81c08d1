package fetch

import (
	"net/http"
	"slices"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/es"
	"github.com/lariatjs/lariat/runtime/fault"
	"github.com/lariatjs/lariat/stdlib/blob"
	"github.com/lariatjs/lariat/stdlib/encoding"
	"github.com/lariatjs/lariat/stdlib/url"
)

// Response is the Go half of a Response. Loop goroutine only.
type Response struct {
	f          *Fetch
	status     int
	statusText string
	kind       string // "default", "basic", "error"
	raw        http.Header
	list       *Headers // of raw, once somebody asks
	object     *goja.Object
	body       *body
	url        *url.URL
	redirected bool
	protocol   Protocol
}

func (r *Response) bodyOf() *body { return r.body }

func (r *Response) headers() *Headers {
	if r.list == nil {
		r.list = HeadersOf(r.raw)
		r.list.fixed, r.raw = true, nil
	}
	return r.list
}

func (r *Response) contentType() string {
	if r.list == nil {
		return fromBytes(r.raw.Get("Content-Type"))
	}
	kind, _ := r.list.Get("content-type")
	return fromBytes(kind)
}

// Instead says how a response gets into another isolate.
func (r *Response) Instead() string { return "send its status, headers and await response.bytes()" }

// wrapIncoming makes the Response of an answer.
func (f *Fetch) wrapIncoming(in *Incoming, w *wire) *Response {
	r := &Response{
		f: f, status: in.Status, statusText: fromBytes(in.StatusText), kind: "basic", raw: in.Header, url: in.URL, redirected: in.Redirected,
	}
	if w != nil {
		r.body = &body{f: f, in: w}
	}
	return r
}

// newResponse is new Response(body, init).
func (f *Fetch) newResponse(c *bind.Call) (*Response, error) {
	r := &Response{f: f, status: http.StatusOK, kind: "default", list: &Headers{}}
	if err := r.init(c, dictionaryAt(c, 1, "init")); err != nil {
		return nil, err
	}
	if !c.Has(0) {
		return r, nil
	}
	b, kind, _, err := f.extract(c, c.Value(0))
	if err != nil {
		return nil, err
	}
	return r, r.give(c, b, kind)
}

func (r *Response) give(c *bind.Call, b *body, kind string) error {
	if nullStatus(r.status) {
		return fault.Type.New("%s: a response with the status %d cannot have a body", c.Name(), r.status)
	}
	r.body = b
	if kind != "" && !r.list.Has("content-type") {
		return r.list.Append("Content-Type", kind)
	}
	return nil
}

// init reads ResponseInit.
func (r *Response) init(c *bind.Call, init dictionary) error {
	if v := init.get("status"); v != nil {
		status := int(int16(v.ToInteger()))
		if status < 200 || status > 599 {
			return fault.Range.New("%s: \"status\" must be from 200 to 599, got %s", c.Name(), v)
		}
		r.status = status
	}
	if v := init.get("statusText"); v != nil {
		text := byteString(c, v, "statusText")
		for i := range len(text) {
			if b := text[i]; b < ' ' && b != '\t' || b == 0x7F {
				return fault.Type.New("%s: \"statusText\" has a line break or another control character in it", c.Name())
			}
		}
		r.statusText = fromBytes(text)
	}
	if v := init.get("headers"); v != nil {
		return r.f.fillHeaders(c, r.list, v)
	}
	return nil
}

// newJSON is Response.json(data, init).
func (f *Fetch) newJSON(c *bind.Call) (any, error) {
	require(c, 1)
	v, err := f.rt.Call(f.write, goja.Undefined(), c.Value(0))
	if err != nil {
		return nil, err
	}
	if goja.IsUndefined(v) {
		return nil, fault.Type.New("%s: the value cannot be written as JSON: it is undefined, a function or a symbol", c.Name())
	}
	r := &Response{f: f, status: http.StatusOK, kind: "default", list: &Headers{}}
	if err := r.init(c, dictionaryAt(c, 1, "init")); err != nil {
		return nil, err
	}
	b := f.memory(blob.New("", encoding.Encode(v.String())))
	return f.responses.Wrap(r), r.give(c, b, "application/json")
}

// newRedirect is Response.redirect(url, status).
func (f *Fetch) newRedirect(c *bind.Call) (any, error) {
	require(c, 1)
	text := textOf(c, c.Value(0))
	u, err := url.Parse(text, nil)
	if err != nil {
		return nil, &fault.Error{Kind: fault.Network, Message: "Failed to parse URL from " + text, Cause: err}
	}
	status := http.StatusFound
	if !goja.IsUndefined(c.Value(1)) {
		status = int(c.Value(1).ToInteger())
	}
	if !isRedirect(status) {
		return nil, fault.Range.New("%s: \"status\" must be 301, 302, 303, 307 or 308, got %s", c.Name(), c.Value(1))
	}
	r := &Response{f: f, status: status, kind: "default", list: &Headers{}}
	if err := r.list.Append("Location", u.Href()); err != nil {
		return nil, err
	}
	r.list.fixed = true
	return f.responses.Wrap(r), nil
}

func (f *Fetch) responseClass() bind.Class[*Response] {
	return bind.Class[*Response]{
		Name: "Response", Web: true, New: f.newResponse,
		Getters: map[string]func(*Response) any{
			"type":       func(r *Response) any { return r.kind },
			"status":     func(r *Response) any { return r.status },
			"statusText": func(r *Response) any { return r.statusText },
			"ok":         func(r *Response) any { return r.status >= 200 && r.status <= 299 },
			"redirected": func(r *Response) any { return r.redirected },
			"url": func(r *Response) any {
				if r.url == nil {
					return ""
				}
				plain := *r.url
				plain.SetHash("")
				return plain.Href()
			},
			"headers": func(r *Response) any {
				if r.object == nil {
					r.object = f.headers.Wrap(r.headers())
				}
				return r.object
			},
			"body":     func(r *Response) any { return r.body.object() },
			"bodyUsed": func(r *Response) any { return r.body.disturbed() },
		},
		Methods: map[string]func(*Response, *bind.Call) (any, error){
			"clone": func(r *Response, c *bind.Call) (any, error) {
				if r.body.disturbed() || r.body.locked() {
					return nil, fault.Type.New("%s: the body has been read already: clone the response before", c.Name())
				}
				fixed := r.headers().fixed
				twin := *r
				twin.list, twin.object, twin.body = r.list.Clone(), nil, r.body.clone()
				twin.list.fixed = fixed
				return f.responses.Wrap(&twin), nil
			},
		},
		Async: bodyMethods[*Response](f),
		Statics: map[string]bind.Fn{
			"error": func(*bind.Call) (any, error) {
				return f.responses.Wrap(&Response{f: f, kind: "error", list: &Headers{fixed: true}}), nil
			},
			"json": f.newJSON, "redirect": f.newRedirect,
		},
		Lengths: map[string]int{".json": 1, "redirect": 1},
	}
}

// disposable lets using and await using give back the connection of a response that was not read.
func (f *Fetch) disposable() {
	drop := func(name string) *goja.Object {
		return bind.Func(f.rt, name, 0, func(c *bind.Call) (any, error) {
			r, ok := f.responses.Of(c.This())
			if !ok {
				return nil, fault.Type.New("%s: \"this\" must be a Response", c.Name())
			}
			r.body.drop()
			return nil, nil
		})
	}
	define := func(symbol *goja.Symbol, fn *goja.Object) {
		_ = f.responses.Prototype.DefineDataPropertySymbol(symbol, fn, goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_FALSE)
	}
	define(es.SymDispose, drop("[Symbol.dispose]"))
	define(es.SymAsyncDispose, drop("[Symbol.asyncDispose]"))
}

// badPorts are those of other protocols, which a request could be made to speak (https://fetch.spec.whatwg.org/#bad-port).
var badPorts = []string{
	"1", "7", "9", "11", "13", "15", "17", "19", "20", "21", "22", "23", "25", "37", "42", "43", "53", "69", "77", "79", "87", "95",
	"101", "102", "103", "104", "109", "110", "111", "113", "115", "117", "119", "123", "135", "137", "139", "143", "161", "179", "389",
	"427", "465", "512", "513", "514", "515", "526", "530", "531", "532", "540", "548", "554", "556", "563", "587", "601", "636", "989",
	"990", "993", "995", "1719", "1720", "1723", "2049", "3659", "4045", "4190", "5060", "5061", "6000", "6566", "6665", "6666", "6667",
	"6668", "6669", "6679", "6697", "10080",
}

// BadPort reports whether the port of a URL belongs to another protocol.
func BadPort(u *url.URL) bool { return slices.Contains(badPorts, u.Port()) }
