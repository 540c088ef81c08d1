package fetch

import (
	"io"
	"net/http"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/fault"
)

// Origin is where a server is: the scheme and the address of its URLs.
type Origin struct{ Scheme, Address string }

// href is the URL that a client has asked for.
func (o *Origin) href(in *http.Request) string {
	if in.URL.Scheme != "" { // as a proxy is asked
		return in.URL.String()
	}
	host := in.Host
	if host == "" {
		host = o.Address
	}
	return o.Scheme + "://" + host + in.URL.RequestURI()
}

// Receive makes the Request of what a server has read, which nobody changes any more. A nil body is none. The signal is
// that of the task.
func (f *Fetch) Receive(in *http.Request, origin *Origin, from io.ReadCloser, signal *runtime.Signal) *goja.Object {
	r := &Request{f: f, method: in.Method, signal: signal, options: defaults, server: in, origin: origin}
	if from != nil {
		r.body = &body{f: f, in: &wire{&line{body: from, length: in.ContentLength, release: func() {}}}}
	}
	return f.requests.Wrap(r)
}

// headers are made of what a server has read when somebody asks.
func (r *Request) headers() *Headers {
	if r.list == nil {
		r.list = HeadersOf(r.server.Header)
		r.list.fixed = true
		if r.server.Host != "" {
			r.list.list = append(r.list.list, field{"host", "Host", r.server.Host})
		}
	}
	return r.list
}

// Received returns what a server has read of a Request that Receive has made, and its URL.
func (f *Fetch) Received(v goja.Value) (in *http.Request, href string, ok bool) {
	r, ok := f.requests.Of(v)
	if !ok || r.server == nil {
		return nil, "", false
	}
	return r.server, r.location().Href(), true
}

// Protocol takes a connection over, as a WebSocket does.
type Protocol interface {
	// Begin says that the answer is on its way. Loop goroutine of the handler.
	Begin()
	// Take answers the request and returns when the connection has ended.
	Take(w http.ResponseWriter, r *http.Request)
	// Leave asks for the end, and Kill does not ask. Close is for one that is never taken.
	Leave()
	Kill()
	Close() error
}

// Switching makes the Response that hands the connection over: 101 Switching Protocols.
func (f *Fetch) Switching(p Protocol) *goja.Object {
	return f.responses.Wrap(&Response{
		f: f, status: http.StatusSwitchingProtocols, statusText: "Switching Protocols", kind: "default", list: &Headers{fixed: true}, protocol: p,
	})
}

// Reply is a Response as a server writes it, on any goroutine.
type Reply struct {
	// Protocol takes the connection over, and nothing is written; nil as a rule.
	Protocol Protocol

	Status int
	Header http.Header   // a part of the fields, see Fields
	Bytes  []byte        // the body, if it is there and short
	Body   io.ReadCloser // else the body, or nil; it must be closed
	Length int64         // of Body, negative if unknown
	Live   bool          // each piece of a Body is sent as it comes, as it is when its length is unknown
	// Trailer gives what follows a Body of unknown length; nil as a rule.
	Trailer func() http.Header

	fields []field // the rest
}

// Fields adds the header fields to those that are there.
func (r *Reply) Fields(to http.Header) {
	for name, values := range r.Header {
		to[name] = values
	}
	values := make([]string, len(r.fields))
	for i, f := range r.fields {
		name := http.CanonicalHeaderKey(f.name)
		if to[name] == nil { // one has no list of its own
			values[i] = f.value
			to[name] = values[i : i+1 : i+1]
			continue
		}
		to[name] = append(to[name], f.value)
	}
}

// shortBody is the length up to which a body is copied rather than read.
const shortBody = 64 << 10

// ReplyOf takes apart what a handler has returned, and uses up its body. what names the handler in the error; reply is
// where the parts go.
func (f *Fetch) ReplyOf(v goja.Value, what string, reply *Reply) error {
	r, ok := f.responses.Of(v)
	switch {
	case !ok:
		return fault.Type.New("%s must return a Response, got %s", what, f.rt.Inspect(v))
	case r.kind == "error":
		return fault.Type.New("%s returned Response.error(), which cannot be sent", what)
	case r.body.disturbed() || r.body.locked():
		return fault.Type.New("%s returned a Response whose body has been read already: return response.clone()", what)
	}
	*reply = Reply{Status: r.status, Header: r.raw, Protocol: r.protocol}
	if r.list != nil {
		reply.fields = r.list.lend()
	}
	b := r.body
	if b == nil {
		return nil
	}
	if b.source != nil && b.stream == nil && b.source.Size() <= shortBody {
		b.used = true
		reply.Bytes = b.source.Bytes()
		return nil
	}
	content, err := b.content()
	if err != nil {
		return err
	}
	reply.Body, reply.Length = content.Open(), content.Length
	return nil
}
