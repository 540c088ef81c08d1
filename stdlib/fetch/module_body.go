package fetch

import (
	"bytes"
	"context"
	"io"
	"strings"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/fault"
	"github.com/lariatjs/lariat/runtime/loop"
	"github.com/lariatjs/lariat/stdlib/blob"
	"github.com/lariatjs/lariat/stdlib/encoding"
	"github.com/lariatjs/lariat/stdlib/streams"
)

// body is the body of a Request or a Response: bytes that are there, a connection, or a stream of the script. Only when
// a script asks for the stream is one made of the first two.
type body struct {
	f      *Fetch
	source *blob.Blob // can be read again and again
	in     *wire
	stream *streams.Readable
	used   bool // it was read without a stream
}

func (f *Fetch) memory(b *blob.Blob) *body { return &body{f: f, source: b} }

func (b *body) disturbed() bool {
	return b != nil && (b.used || b.stream != nil && b.stream.Disturbed())
}

func (b *body) locked() bool { return b != nil && b.stream != nil && b.stream.Locked() }

// object gives the stream to a script.
func (b *body) object() any {
	if b == nil {
		return bind.Null
	}
	return b.asStream().Value()
}

func (b *body) asStream() *streams.Readable {
	if b.stream != nil {
		return b.stream
	}
	switch {
	case b.used: // nothing is left of it
		b.stream = b.f.streams.FromMemory(bytes.NewReader(nil))
		_, _ = b.f.streams.Consume(b.stream)
	case b.in != nil:
		b.stream = b.f.streams.FromReader(b.in, streams.Options{Label: "body", Scope: b.f.rt.Root()})
	default:
		b.stream = b.f.streams.FromMemory(b.source.Reader())
	}
	return b.stream
}

// clone makes a second body of the same bytes.
func (b *body) clone() *body {
	if b == nil || b.source != nil && b.stream == nil {
		if b == nil {
			return nil
		}
		return b.f.memory(b.source)
	}
	one, two := b.asStream().Tee()
	b.stream, b.in = one, nil
	return &body{f: b.f, stream: two, source: b.source}
}

// content is the body for the network, which uses it up.
func (b *body) content() (*Content, error) {
	switch {
	case b == nil:
		return nil, nil
	case b.source != nil:
		source := b.source
		if b.stream == nil {
			b.used = true
		} else if _, err := b.f.streams.Consume(b.stream); err != nil {
			return nil, err
		}
		return &Content{Open: func() io.ReadCloser { return io.NopCloser(source.Reader()) }, Length: source.Size()}, nil
	case b.stream == nil:
		b.used = true
		in := b.in
		return &Content{Open: func() io.ReadCloser { return in }, Once: true, Length: -1}, nil
	}
	r, err := b.f.streams.Consume(b.stream)
	if err != nil {
		return nil, err
	}
	return &Content{Open: func() io.ReadCloser { return r }, Once: true, Length: -1}, nil
}

// drop says that nobody wants the body: a connection is made ready for the next request, if that costs little.
func (b *body) drop() {
	switch {
	case b == nil || b.used:
	case b.stream != nil:
		if !b.stream.Locked() {
			b.stream.Cancel(goja.Undefined())
		}
	case b.in != nil:
		b.used = true
		b.f.rt.Go(b.in.Discard)
	}
}

// owner is a Request or a Response.
type owner interface {
	bodyOf() *body
	contentType() string
}

// bodyMethods are what Request and Response have in common.
func bodyMethods[T owner](f *Fetch) map[string]func(T, *bind.Call) (any, error) {
	as := func(convert func(o owner, b []byte) (any, error)) func(T, *bind.Call) (any, error) {
		return func(o T, c *bind.Call) (any, error) {
			return f.consume(c, o, func(b []byte) (any, error) { return convert(o, b) })
		}
	}
	return map[string]func(T, *bind.Call) (any, error){
		"text":        as(func(_ owner, b []byte) (any, error) { return utf8Text(b) }),
		"bytes":       as(func(_ owner, b []byte) (any, error) { return b, nil }),
		"arrayBuffer": as(func(_ owner, b []byte) (any, error) { return f.rt.VM().NewArrayBuffer(b), nil }),
		"json": as(func(_ owner, b []byte) (any, error) {
			text, err := utf8Text(b)
			if err != nil {
				return nil, err
			}
			return f.rt.Call(f.parse, goja.Undefined(), bind.ToValue(f.rt, text))
		}),
		"blob": as(func(o owner, b []byte) (any, error) {
			return f.wrap(blob.New(mediaType(o.contentType()), b)), nil
		}),
		"formData": as(func(o owner, b []byte) (any, error) {
			form, err := ParseForm(b, o.contentType(), f.now())
			if err != nil {
				return nil, err
			}
			return f.forms.Wrap(form), nil
		}),
	}
}

// utf8Text reads UTF-8 as the web does.
func utf8Text(b []byte) (string, error) {
	if s := string(b); isASCII(s) {
		return s, nil
	}
	d, err := encoding.NewTextDecoder("utf-8", false, false)
	if err != nil {
		return "", err
	}
	return d.Decode(b, false)
}

// mediaType writes a Content-Type as the type of a Blob.
func mediaType(contentType string) string {
	parts := strings.Split(contentType, ";")
	for i, p := range parts {
		parts[i] = strings.TrimSpace(p)
	}
	return strings.Join(parts, ";")
}

// consume reads the whole body and converts it.
func (f *Fetch) consume(c *bind.Call, o owner, convert func([]byte) (any, error)) (any, error) {
	b := o.bodyOf()
	switch {
	case b == nil:
		return convert(nil)
	case b.disturbed():
		return nil, fault.Type.New("%s: the body has been read already: clone() before the first reading gives a second one", c.Name())
	case b.locked():
		return nil, fault.Type.New("%s: the body is locked: somebody reads its stream", c.Name())
	}
	scope := f.rt.Scope()
	switch {
	case b.stream != nil:
		return f.collect(c, b.stream, scope, convert)
	case b.in == nil:
		b.used = true
		if err := scope.Err(); err != nil {
			return nil, err
		}
		return convert(b.source.Bytes())
	}
	b.used = true
	in := b.in
	return bind.GoThrough(c, scope, func(ctx context.Context, hold *loop.Hold) ([]byte, error) {
		stop := context.AfterFunc(ctx, func() { _ = in.Close() })
		defer stop()
		defer streams.Await(in, hold)()
		all, err := readWhole(in, in.length)
		_ = in.Close()
		if cause := context.Cause(ctx); cause != nil {
			err = cause
		}
		return all, err
	}, convert)
}

// reading is what the wait for a stream is called; the stream itself keeps the program alive, or its script does.
type reading struct{}

// Label is empty: the wait is not listed.
func (reading) Label() string { return "" }

// collect reads a stream to its end.
func (f *Fetch) collect(c *bind.Call, r *streams.Readable, scope *runtime.Scope, convert func([]byte) (any, error)) (any, error) {
	return bind.Await(c, scope, reading{}, func(_ context.Context, done func([]byte, error)) {
		stop := scope.AfterFunc(func() { r.Cancel(bind.Reason(f.rt, &scope.Signal)) })
		f.streams.Collect(r, mostWhole, func(b []byte, err error) {
			stop()
			if cause := scope.Err(); cause != nil {
				err = cause
			}
			done(b, err)
		})
	}, convert)
}
