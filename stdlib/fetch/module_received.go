package fetch

import (
	"io"
	"net/http"
	"slices"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/fault"
)

// Receive makes the Request of what a server has read. A nil body is none. The signal is that of the task.
func (f *Fetch) Receive(in *http.Request, href string, from io.ReadCloser, signal *runtime.Signal) *goja.Object {
	r := &Request{f: f, method: in.Method, href: href, headers: HeadersOf(in.Header), signal: signal, options: defaults, server: in}
	r.headers.fixed = true
	if in.Host != "" {
		r.headers.list = append(r.headers.list, field{"host", "Host", in.Host})
	}
	if from != nil {
		r.body = &body{f: f, in: &wire{&line{body: from, length: in.ContentLength, release: func() {}}}}
	}
	return f.requests.Wrap(r)
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

// ReplyOf takes apart what a handler has returned, and uses up its body. what names the handler in the error.
func (f *Fetch) ReplyOf(v goja.Value, what string) (*Reply, error) {
	r, ok := f.responses.Of(v)
	switch {
	case !ok:
		return nil, fault.Type.New("%s must return a Response, got %s", what, f.rt.Inspect(v))
	case r.kind == "error":
		return nil, fault.Type.New("%s returned Response.error(), which cannot be sent", what)
	case r.body.disturbed() || r.body.locked():
		return nil, fault.Type.New("%s returned a Response whose body has been read already: return response.clone()", what)
	}
	reply := &Reply{Status: r.status, Header: r.raw, Protocol: r.protocol}
	if r.list != nil {
		reply.fields = slices.Clone(r.list.list) // the script may change them later
	}
	b := r.body
	if b == nil {
		return reply, nil
	}
	if b.source != nil && b.stream == nil && b.source.Size() <= shortBody {
		b.used = true
		reply.Bytes = b.source.Bytes()
		return reply, nil
	}
	content, err := b.content()
	if err != nil {
		return nil, err
	}
	reply.Body, reply.Length = content.Open(), content.Length
	return reply, nil
}
