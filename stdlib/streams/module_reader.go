package streams

import (
	"math"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/fault"
)

// defaultReader and byobReader are the Go halves of the two kinds of readers.
type (
	defaultReader struct{ *reader }
	byobReader    struct{ *reader }
)

// reading is a call of read by a script.
type reading struct {
	rt      *runtime.Runtime
	promise *runtime.Promise
}

func (r *reading) chunk(v goja.Value) { r.promise.Resolve(r.rt.Realm().IterResult(v, false)) }

func (r *reading) end(rest goja.Value) {
	if rest == nil {
		rest = goja.Undefined()
	}
	r.promise.Resolve(r.rt.Realm().IterResult(rest, true))
}

func (r *reading) fail(reason goja.Value) { r.promise.RejectValue(reason) }

func (s *Streams) newReading() *reading { return &reading{s.rt, s.rt.NewPromise()} }

// free is the error of using a reader that was released.
func free(c *bind.Call) error {
	return fault.Type.New("%s: the reader was released: get a new one to go on", c.Name())
}

// streamAt returns the ReadableStream at argument 0.
func (s *Streams) streamAt(c *bind.Call) *Readable {
	r, ok := s.Of(c.Value(0))
	if !ok {
		c.Wrong("stream", "a ReadableStream")
	}
	return r
}

func (s *Streams) readerClass() bind.Class[*defaultReader] {
	return bind.Class[*defaultReader]{
		Name: "ReadableStreamDefaultReader", Length: 1, Web: true,
		New: func(c *bind.Call) (*defaultReader, error) {
			rd, thrown := s.streamAt(c).lock(false)
			return &defaultReader{rd}, s.throw(thrown)
		},
		Async: map[string]func(*defaultReader, *bind.Call) (any, error){
			"cancel": func(rd *defaultReader, c *bind.Call) (any, error) { return rd.cancel(c) },
			"read": func(rd *defaultReader, c *bind.Call) (any, error) {
				if rd.stream == nil {
					return nil, free(c)
				}
				q := s.newReading()
				rd.readWithin(q)
				return q.promise.Value, nil
			},
		},
		Methods: map[string]func(*defaultReader, *bind.Call) (any, error){
			"releaseLock": func(rd *defaultReader, _ *bind.Call) (any, error) { return rd.unlock() },
		},
	}
}

func (rd *reader) cancel(c *bind.Call) (any, error) {
	if rd.stream == nil {
		return nil, free(c)
	}
	return rd.stream.cancel(c.Value(0)).promise(), nil
}

func (rd *reader) unlock() (any, error) {
	if rd.stream != nil {
		rd.release()
	}
	return nil, nil
}

func (s *Streams) byobReaderClass() bind.Class[*byobReader] {
	return bind.Class[*byobReader]{
		Name: "ReadableStreamBYOBReader", Length: 1, Web: true,
		New: func(c *bind.Call) (*byobReader, error) {
			rd, thrown := s.streamAt(c).lock(true)
			return &byobReader{rd}, s.throw(thrown)
		},
		Async: map[string]func(*byobReader, *bind.Call) (any, error){
			"cancel": func(rd *byobReader, c *bind.Call) (any, error) { return rd.cancel(c) },
			"read":   s.readInto,
		},
		Methods: map[string]func(*byobReader, *bind.Call) (any, error){
			"releaseLock": func(rd *byobReader, _ *bind.Call) (any, error) { return rd.unlock() },
		},
		Lengths: map[string]int{"read": 1},
	}
}

// readInto is read(view, { min }).
func (s *Streams) readInto(rd *byobReader, c *bind.Call) (any, error) {
	v := s.viewAt(c, 0, "view")
	least := 1
	if given := dictionaryOf(c, c.Value(1), "options").get("min"); given != nil {
		least = enforceRange(c, given, "min")
	}
	switch {
	case v.bytes == 0 && !v.detached():
		return nil, fault.Type.New("%s: \"view\" must not be empty", c.Name())
	case v.detached():
		return nil, fault.Type.New("%s: the buffer of \"view\" is detached", c.Name())
	case least == 0:
		return nil, fault.Type.New("%s: \"min\" must be greater than 0", c.Name())
	case least > v.bytes/v.element:
		return nil, fault.Range.New("%s: \"min\" must be at most the length of \"view\", %d, got %d", c.Name(), v.bytes/v.element, least)
	case rd.stream == nil:
		return nil, free(c)
	}
	q := s.newReading()
	stream := rd.stream
	stream.disturbed = true
	if stream.state == errored {
		q.fail(stream.stored)
	} else {
		stream.control.(*byteController).pullInto(v, least, q)
	}
	return q.promise.Value, nil
}

// enforceRange converts a value to an unsigned integer as Web IDL does with [EnforceRange].
func enforceRange(c *bind.Call, v goja.Value, arg string) int {
	n := math.Trunc(v.ToNumber().ToFloat())
	if math.IsNaN(n) || n < 0 || n > 1<<53-1 {
		c.Wrong(arg, "an integer that is not negative")
	}
	return int(n)
}
