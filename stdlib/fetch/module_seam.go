package fetch

import (
	"net/http"
	"strconv"
	"time"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime/fault"
)

// RequestOf makes a request of a URL or a Request, whose body it uses up. what names the caller in errors.
func (f *Fetch) RequestOf(v goja.Value, what string) (*Request, error) {
	if r, ok := f.requests.Of(v); ok {
		if r.body.disturbed() || r.body.locked() {
			return nil, fault.Type.New("%s: the body of the Request has been read already", what)
		}
		return r, f.refuse(r)
	}
	text, ok := v.(goja.String)
	if !ok {
		obj, isObject := v.(*goja.Object)
		if !isObject || obj.Get("href") == nil {
			return nil, fault.Type.New("%s: a request must be a URL or a Request, got %s", what, f.rt.Inspect(v))
		}
		text, _ = obj.Get("href").(goja.String)
	}
	r := &Request{f: f, method: http.MethodGet, list: &Headers{}, options: defaults}
	if err := r.parseURL(what, text.String()); err != nil {
		return nil, err
	}
	return r, f.refuse(r)
}

// refuse says why a request cannot go to the network.
func (f *Fetch) refuse(r *Request) error {
	switch r.location().Protocol() {
	case "http:", "https:":
		return nil
	}
	return fault.Type.New("%s: only http: and https: can be asked here", r.location().Href())
}

// Host is where the request goes to.
func (r *Request) Host() string { return r.location().Host() }

// Again returns the request for one more try. A body that is a stream can be sent once.
func (r *Request) Again() (*Request, error) {
	twin := *r
	if b := r.body; b != nil {
		if b.source == nil && b.disturbed() {
			return nil, fault.Type.New("the body of the request is a stream, which cannot be sent again")
		}
		if b.source != nil {
			twin.body = r.f.memory(b.source)
		}
	}
	return &twin, nil
}

// Drop gives back the connection of a response that nobody reads.
func (f *Fetch) Drop(response goja.Value) {
	if r, ok := f.responses.Of(response); ok {
		r.body.drop()
	}
}

// RetryAfter is how long an answer asks to wait; negative if it does not.
func (f *Fetch) RetryAfter(response goja.Value) time.Duration {
	r, ok := f.responses.Of(response)
	if !ok {
		return -1
	}
	value, ok := r.headers().Get("retry-after")
	if !ok {
		return -1
	}
	if seconds, err := strconv.ParseUint(value, 10, 31); err == nil {
		return time.Duration(seconds) * time.Second
	}
	if at, err := http.ParseTime(value); err == nil {
		return max(at.Sub(f.rt.Loop().Now()), 0)
	}
	return -1
}
