package fetch

import (
	"context"
	"net/http"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/fault"
	"github.com/lariatjs/lariat/runtime/loop"
	"github.com/lariatjs/lariat/stdlib/blob"
	"github.com/lariatjs/lariat/stdlib/streams"
)

// fetch is fetch(input, init).
func (f *Fetch) fetch(c *bind.Call) (any, error) {
	r, err := f.requestOf(c)
	if err != nil {
		return nil, err
	}
	scope := f.rt.Scope()
	for _, sig := range r.signals() {
		scope = f.rt.ForWait(sig, -1, "fetch")
	}
	if err := scope.Err(); err != nil {
		scope.EndWait()
		r.cancelBody(&scope.Signal)
		return nil, err
	}
	if local, err := f.local(r); local != nil || err != nil {
		scope.EndWait()
		return local, err
	}
	sending, err := f.Prepare(r, f.rt.Scope())
	if err != nil {
		scope.EndWait()
		return nil, err
	}
	work := func(_ context.Context, hold *loop.Hold) (*Sent, error) {
		s, err := sending.Send(hold, -1)
		if err != nil || r.options.integrity == "" {
			return s, err
		}
		return s, s.verify(r, hold)
	}
	return bind.GoThrough(c, scope, work, func(s *Sent) (any, error) { return f.Wrap(s), nil })
}

// requestOf reads (input, init). A Request is used as it is, where nothing changes it.
func (f *Fetch) requestOf(c *bind.Call) (*Request, error) {
	if r, ok := f.requests.Of(c.Value(0)); ok && !c.Has(1) {
		if r.body.disturbed() || r.body.locked() {
			return nil, fault.Type.New("%s: the body of the Request has been read already", c.Name())
		}
		return r, nil
	}
	return f.newRequest(c)
}

// cancelBody tells a stream of the script that nobody will send it.
func (r *Request) cancelBody(sig *runtime.Signal) {
	if r.body != nil && r.body.stream != nil && !r.body.locked() {
		r.body.stream.Cancel(bind.Reason(r.f.rt, sig))
	}
}

// local answers what needs no network, data: URLs, and refuses what cannot be fetched. It gives nil for the rest.
func (f *Fetch) local(r *Request) (response any, err error) {
	u := r.location()
	refuse := func(format string, args ...any) (any, error) {
		return nil, failed("fetch failed", r.method, u.Href(), fault.System.New(format, args...))
	}
	switch scheme := u.Protocol(); scheme {
	case "http:", "https:":
		if BadPort(u) {
			return refuse("bad port: %s belongs to another protocol", u.Port())
		}
		return nil, nil
	case "data:":
		kind, data, ok := parseData(u.Href())
		if !ok {
			return refuse("the data: URL is not valid: it needs a comma, and base64 after ;base64")
		}
		if err := Integrity(r.options.integrity, data); err != nil {
			return nil, failed("fetch failed", r.method, u.Href(), err)
		}
		in := &Incoming{Status: http.StatusOK, StatusText: "OK", Header: http.Header{"Content-Type": {kind}}, URL: u}
		answer := f.wrapIncoming(in, nil)
		answer.body = f.memory(blob.New("", data))
		return f.responses.Wrap(answer), nil
	case "file:":
		return refuse("file: URLs are not fetched: read files with readFile of lariat:fs")
	case "blob:":
		in, part, err := answerBlob(r.blob, r.method, r.headers())
		if err == nil && r.options.integrity != "" {
			err = Integrity(r.options.integrity, part.Bytes())
		}
		if err != nil {
			return nil, failed("fetch failed", r.method, u.Href(), err)
		}
		in.URL = u
		answer := f.wrapIncoming(in, nil)
		answer.body = f.memory(part)
		return f.responses.Wrap(answer), nil
	default:
		return refuse("unknown scheme %s: fetch takes http:, https:, data: and blob:", scheme)
	}
}

// Sent is an answer on its way to the script. One that nobody takes is closed.
type Sent struct {
	in     *Incoming
	wire   *wire
	loaded []byte // the body, if it was read with the head
}

// Close gives up the answer.
func (s *Sent) Close() error {
	if s.wire != nil {
		return s.wire.Close()
	}
	return nil
}

// Sending is a request that is ready to go. It is sent once, on any goroutine.
type Sending struct {
	client  *Client
	out     Outgoing
	life    life
	watches *watch
	room    [2]watch // of watches
}

// watch ends a request with a signal.
type watch struct {
	hook runtime.Hook
	sig  *runtime.Signal
	life *life
	next *watch
}

// SignalEnded ends the request.
func (w *watch) SignalEnded() { w.life.end(w.sig.Err()) }

// Prepare makes ready to send a request, which uses up its body. The scope, and the signals of the request, govern the
// body of the answer as well.
func (f *Fetch) Prepare(r *Request, scope *runtime.Scope) (*Sending, error) {
	content, err := r.body.content()
	if err != nil {
		return nil, err
	}
	s := &Sending{client: f.client}
	s.out = Outgoing{Method: r.method, URL: r.location(), Headers: r.headers(), Body: content, Redirect: r.options.redirect}
	if r.object != nil {
		s.out.Headers = r.list.Clone() // the script may change them meanwhile
	}
	s.out.Headers = s.out.Headers.forCaches(r.options.cache)
	f.alive.begin(&s.life)
	s.watch(&s.room[0], &scope.Signal)
	if r.signal != nil {
		s.watch(&s.room[1], r.signal)
	} else {
		for _, sig := range r.follows {
			s.watch(&watch{}, sig)
		}
	}
	return s, nil
}

func (s *Sending) watch(w *watch, sig *runtime.Signal) {
	w.sig, w.life, w.next = sig, &s.life, s.watches
	s.watches = w
	if !sig.Attach(&w.hook, w) {
		w.SignalEnded()
	}
}

// Cancel breaks the request off, or the body of its answer.
func (s *Sending) Cancel(cause error) { s.life.end(cause) }

func (s *Sending) release() {
	for w := s.watches; w != nil; w = w.next {
		w.sig.Detach(&w.hook)
	}
	s.life.end(context.Canceled)
}

// Send sends the request and waits for the head of the answer, and for the body if that has a known length up to whole: its
// connection is free then. hold is what keeps the program alive meanwhile.
func (s *Sending) Send(hold *loop.Hold, whole int64) (*Sent, error) {
	if hold != nil {
		s.life.by = hold
	}
	in, err := s.client.Do(&s.life, &s.out)
	if err != nil {
		s.release()
		return nil, err
	}
	if in.Body == nil {
		s.release()
		return &Sent{in: in}, nil
	}
	length := in.Length
	if in.Header["Content-Encoding"] != nil { // it is the length of something else
		length = -1
	}
	if length >= 0 && length <= whole {
		done := streams.Await(in.Body, hold)
		loaded, err := readKnown(in.Body, length)
		done()
		_ = in.Body.Close()
		s.release()
		return &Sent{in: in, loaded: loaded}, err
	}
	w := &wire{&line{body: in.Body, length: length, release: s.release}}
	return &Sent{in: in, wire: w}, nil
}

// Wrap makes the Response of an answer.
func (f *Fetch) Wrap(s *Sent) *goja.Object {
	r := f.wrapIncoming(s.in, s.wire)
	switch {
	case s.loaded != nil:
		r.body = f.memory(blob.New("", s.loaded))
	case s.wire != nil:
		// A response that the script forgets must not keep its connection, nor does one of a runtime that is closed.
		s.wire.forget = f.rt.OnClose(s.wire.give)
		runtime.AfterGone(s.wire, (*line).give, s.wire.line)
	}
	return f.responses.Wrap(r)
}
