package streams

import (
	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/es"
	"github.com/lariatjs/lariat/runtime/fault"
)

// shut is the error of using a stream that takes no more.
func shut(c *bind.Call, what string, r *Readable, closing bool) error {
	state := [...]string{"readable", "closed", "errored"}[r.state]
	if closing && r.state == readable {
		state = "closing"
	}
	return fault.Type.New("%s: the ReadableStream is %s and cannot be %s", c.Name(), state, what)
}

// readableClasses makes the classes around ReadableStream.
func (s *Streams) readableClasses() {
	c := &s.classes
	c.readable = s.readableClass().In(s.rt)
	c.reader = s.readerClass().In(s.rt)
	c.byobReader = s.byobReaderClass().In(s.rt)
	c.controller = s.controllerClass().In(s.rt)
	c.bytes = s.byteControllerClass().In(s.rt)
	c.request = s.byobRequestClass().In(s.rt)
	s.promises(c.reader.Prototype, "ReadableStreamDefaultReader", "closed", func(v goja.Value) *future {
		if rd, ok := c.reader.Of(v); ok {
			return rd.closed
		}
		return nil
	})
	s.promises(c.byobReader.Prototype, "ReadableStreamBYOBReader", "closed", func(v goja.Value) *future {
		if rd, ok := c.byobReader.Of(v); ok {
			return rd.closed
		}
		return nil
	})
	values := c.readable.Prototype.Get("values")
	_ = c.readable.Prototype.DefineDataPropertySymbol(es.SymAsyncIterator, values, goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_FALSE)
	c.iterator = s.iteratorPrototype()
	bind.Show(s.rt, c.readable.Prototype, "locked")
}

// promises defines a getter that gives a promise, and rejects for another receiver, which Class cannot.
func (s *Streams) promises(proto *goja.Object, class, name string, of func(this goja.Value) *future) {
	get := bind.AsyncFunc(s.rt, "get "+name, 0, func(c *bind.Call) (any, error) {
		f := of(c.This())
		if f == nil {
			return nil, fault.Type.New("%s.%s: \"this\" must be a %s", class, name, class)
		}
		return f.promise(), nil
	})
	_ = proto.DefineAccessorProperty(name, get, nil, goja.FLAG_TRUE, goja.FLAG_TRUE)
}

func (s *Streams) readableClass() bind.Class[*Readable] {
	return bind.Class[*Readable]{
		Name: "ReadableStream", Web: true, New: s.construct,
		Getters: map[string]func(*Readable) any{"locked": func(r *Readable) any { return r.Locked() }},
		Async: map[string]func(*Readable, *bind.Call) (any, error){
			"cancel": func(r *Readable, c *bind.Call) (any, error) {
				if r.Locked() {
					return nil, fault.Type.New("%s: the stream is locked: cancel its reader instead", c.Name())
				}
				return r.cancel(c.Value(0)).promise(), nil
			},
			"pipeTo": s.pipeTo,
		},
		Methods: map[string]func(*Readable, *bind.Call) (any, error){
			"getReader": s.getReader, "pipeThrough": s.pipeThrough, "values": s.iterate,
			"tee": func(r *Readable, c *bind.Call) (any, error) {
				if r.Locked() {
					return nil, fault.Type.New("%s: the stream is locked", c.Name())
				}
				one, two := r.Tee()
				return []goja.Value{one.Value(), two.Value()}, nil
			},
		},
		Statics: map[string]bind.Fn{"from": s.from},
		Lengths: map[string]int{"pipeTo": 1, "pipeThrough": 1, "from": 1},
	}
}

// construct is new ReadableStream(underlyingSource, strategy).
func (s *Streams) construct(c *bind.Call) (*Readable, error) {
	q := s.strategyAt(c, 1)
	under := goja.Undefined()
	if !goja.IsUndefined(c.Value(0)) {
		under = c.Object(0, "underlyingSource")
	}
	d := dictionaryOf(c, under, "underlyingSource")
	allocate := d.get("autoAllocateChunkSize")
	chunk := -1
	if allocate != nil {
		chunk = enforceRange(c, allocate, "autoAllocateChunkSize")
	}
	cancel, pull, start := d.function("cancel"), d.function("pull"), d.function("start")
	kind := d.get("type")
	r := &Readable{s: s}
	var control *goja.Object
	src := source{
		pull:   func() *future { return s.promising(pull, under, control) },
		cancel: func(reason goja.Value) *future { return s.promising(cancel, under, reason) },
	}
	var begin func(*future)
	switch {
	case kind == nil:
		dc := s.newDefault(r, q.mark(c, 1), q.size)
		dc.source, begin, control = src, dc.begin, dc.value()
	case kind.String() != "bytes":
		return nil, fault.Type.New("%s: \"type\" must be \"bytes\", or left out, got %q", c.Name(), kind)
	case q.sized:
		return nil, fault.Range.New("%s: the strategy of a stream of bytes cannot have a size: bytes are counted", c.Name())
	case chunk == 0:
		return nil, fault.Type.New("%s: \"autoAllocateChunkSize\" must be greater than 0", c.Name())
	default:
		bc := s.newBytes(r, q.mark(c, 0), chunk)
		bc.source, begin, control = src, bc.begin, bc.value()
	}
	if start == nil {
		begin(s.done())
		return r, nil
	}
	v, thrown := s.call(start, under, control)
	if thrown != nil {
		return nil, s.throw(thrown)
	}
	begin(s.adopt(v))
	return r, nil
}

// getReader is getReader({ mode }).
func (s *Streams) getReader(r *Readable, c *bind.Call) (any, error) {
	mode := dictionaryOf(c, c.Value(0), "options").get("mode")
	if mode != nil && mode.String() != "byob" {
		return nil, fault.Type.New("%s: \"mode\" must be \"byob\", or left out, got %q", c.Name(), mode)
	}
	rd, thrown := r.lock(mode != nil)
	if thrown != nil {
		return nil, s.throw(thrown)
	}
	if rd.byob {
		return s.classes.byobReader.Wrap(&byobReader{rd}), nil
	}
	return s.classes.reader.Wrap(&defaultReader{rd}), nil
}

// Of returns the Go half of a ReadableStream.
func (s *Streams) Of(v goja.Value) (*Readable, bool) {
	r, ok := runtime.HandleOf(v).(*Readable)
	if ok && r.object == nil {
		r.object = v.(*goja.Object)
	}
	return r, ok
}
