package streams

import (
	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/fault"
)

// writableClasses makes the classes around WritableStream.
func (s *Streams) writableClasses() {
	c := &s.classes
	c.writable = s.writableClass().In(s.rt)
	c.writer = s.writerClass().In(s.rt)
	c.sink = s.writableControlClass().In(s.rt)
	for name, of := range map[string]func(*writer) *future{
		"closed": func(wr *writer) *future { return wr.closed },
		"ready":  func(wr *writer) *future { return wr.ready },
	} {
		s.promises(c.writer.Prototype, "WritableStreamDefaultWriter", name, func(v goja.Value) *future {
			if wr, ok := c.writer.Of(v); ok {
				return of(wr)
			}
			return nil
		})
	}
	bind.Show(s.rt, c.writable.Prototype, "locked")
}

func (s *Streams) writableClass() bind.Class[*Writable] {
	return bind.Class[*Writable]{
		Name: "WritableStream", Web: true, New: s.constructWritable,
		Getters: map[string]func(*Writable) any{"locked": func(w *Writable) any { return w.Locked() }},
		Async: map[string]func(*Writable, *bind.Call) (any, error){
			"abort": func(w *Writable, c *bind.Call) (any, error) {
				if w.Locked() {
					return nil, fault.Type.New("%s: the stream is locked: abort its writer instead", c.Name())
				}
				return w.abort(c.Value(0)).promise(), nil
			},
			"close": func(w *Writable, c *bind.Call) (any, error) {
				if w.Locked() {
					return nil, fault.Type.New("%s: the stream is locked: close its writer instead", c.Name())
				}
				return w.closeOf(c)
			},
		},
		Methods: map[string]func(*Writable, *bind.Call) (any, error){
			"getWriter": func(w *Writable, _ *bind.Call) (any, error) {
				wr, thrown := w.lock()
				if thrown != nil {
					return nil, s.throw(thrown)
				}
				return s.classes.writer.Wrap(wr), nil
			},
		},
	}
}

// closeOf is close, of the stream or of its writer.
func (w *Writable) closeOf(c *bind.Call) (any, error) {
	if w.ending() {
		return nil, fault.Type.New("%s: the stream is closing already", c.Name())
	}
	return w.close().promise(), nil
}

// constructWritable is new WritableStream(underlyingSink, strategy).
func (s *Streams) constructWritable(c *bind.Call) (*Writable, error) {
	q := s.strategyAt(c, 1)
	under := goja.Undefined()
	if !goja.IsUndefined(c.Value(0)) {
		under = c.Object(0, "underlyingSink")
	}
	d := dictionaryOf(c, under, "underlyingSink")
	abort, end, start := d.function("abort"), d.function("close"), d.function("start")
	kind := d.get("type")
	write := d.function("write")
	if kind != nil {
		return nil, fault.Range.New("%s: \"type\" must be left out, got %v", c.Name(), kind)
	}
	w := &Writable{s: s}
	control := s.newWritableControl(w, q.mark(c, 1), q.size)
	object := control.value()
	control.sink = sink{
		write: func(chunk goja.Value) *future { return s.promising(write, under, chunk, object) },
		close: func() *future { return s.promising(end, under) },
		abort: func(reason goja.Value) *future { return s.promising(abort, under, reason) },
	}
	if start == nil {
		control.begin(s.done())
		return w, nil
	}
	v, thrown := s.call(start, under, object)
	if thrown != nil {
		return nil, s.throw(thrown)
	}
	control.begin(s.adopt(v))
	return w, nil
}

func (s *Streams) writerClass() bind.Class[*writer] {
	gone := func(c *bind.Call) error {
		return fault.Type.New("%s: the writer was released: get a new one to go on", c.Name())
	}
	// of makes a method of one that needs the stream.
	of := func(f func(wr *writer, c *bind.Call) (any, error)) func(*writer, *bind.Call) (any, error) {
		return func(wr *writer, c *bind.Call) (any, error) {
			if wr.stream == nil {
				return nil, gone(c)
			}
			return f(wr, c)
		}
	}
	return bind.Class[*writer]{
		Name: "WritableStreamDefaultWriter", Length: 1, Web: true,
		New: func(c *bind.Call) (*writer, error) {
			wr, thrown := s.writableAt(c, "stream").lock()
			return wr, s.throw(thrown)
		},
		Methods: map[string]func(*writer, *bind.Call) (any, error){
			"releaseLock": func(wr *writer, _ *bind.Call) (any, error) {
				if wr.stream != nil {
					wr.release()
				}
				return nil, nil
			},
		},
		Getters: map[string]func(*writer) any{"desiredSize": func(wr *writer) any {
			if wr.stream == nil {
				bind.Throw(s.rt, fault.Type.New("WritableStreamDefaultWriter.desiredSize: the writer was released"))
			}
			return wr.room()
		}},
		Async: map[string]func(*writer, *bind.Call) (any, error){
			"abort": of(func(wr *writer, c *bind.Call) (any, error) { return wr.stream.abort(c.Value(0)).promise(), nil }),
			"close": of(func(wr *writer, c *bind.Call) (any, error) { return wr.stream.closeOf(c) }),
			"write": of(func(wr *writer, c *bind.Call) (any, error) { return wr.write(c.Value(0)).promise(), nil }),
		},
	}
}

func (wr *writer) room() any {
	switch w := wr.stream; w.state {
	case broken, erroring:
		return bind.Null
	case finished:
		return 0
	default:
		return w.control.mark - w.control.queue.total
	}
}

// writableAt returns the WritableStream at argument 0.
func (s *Streams) writableAt(c *bind.Call, arg string) *Writable {
	w, ok := s.WritableOf(c.Value(0))
	if !ok {
		c.Wrong(arg, "a WritableStream")
	}
	return w
}
