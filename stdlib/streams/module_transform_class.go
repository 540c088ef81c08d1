package streams

import (
	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/fault"
)

// transformStream is the Go half of a TransformStream and no other.
type transformStream struct{ *transform }

// transformClasses makes the classes of TransformStream.
func (s *Streams) transformClasses() {
	c := &s.classes
	c.transform = transformClass("TransformStream", s.constructTransform).In(s.rt)
	c.transformer = s.transformControlClass().In(s.rt)
	bind.Show(s.rt, c.transform.Prototype, "readable", "writable")
}

// constructTransform is new TransformStream(transformer, writableStrategy, readableStrategy).
func (s *Streams) constructTransform(c *bind.Call) (transformStream, error) {
	t, err := s.transformOf(c)
	return transformStream{t}, err
}

func (s *Streams) transformOf(c *bind.Call) (*transform, error) {
	writing, reading := s.strategyAt(c, 1), s.strategyAt(c, 2)
	under := goja.Undefined()
	if !goja.IsUndefined(c.Value(0)) {
		under = c.Object(0, "transformer")
	}
	d := dictionaryOf(c, under, "transformer")
	cancel, flush := d.function("cancel"), d.function("flush")
	readableType := d.get("readableType")
	start, each := d.function("start"), d.function("transform")
	if readableType != nil {
		return nil, fault.Range.New("%s: \"readableType\" must be left out", c.Name())
	}
	if d.get("writableType") != nil {
		return nil, fault.Range.New("%s: \"writableType\" must be left out", c.Name())
	}
	readMark, writeMark := reading.mark(c, 0), writing.mark(c, 1)
	t := &transform{s: s}
	begun := s.pending()
	t.setUp(begun, writing, reading, writeMark, readMark)
	control := s.classes.transformer.Wrap(t.control)
	t.control.object = control
	t.control.change = changes{
		chunk:  func(chunk goja.Value) *future { return s.promising(each, under, chunk, control) },
		flush:  func() *future { return s.promising(flush, under, control) },
		cancel: func(reason goja.Value) *future { return s.promising(cancel, under, reason) },
	}
	if each == nil {
		t.control.change.chunk = t.pass
	}
	if start == nil {
		begun.fulfill()
		return t, nil
	}
	v, thrown := s.call(start, under, control)
	if thrown != nil {
		return nil, s.throw(thrown)
	}
	begun.resolve(v)
	return t, nil
}

// pass enqueues a chunk as it is.
func (t *transform) pass(chunk goja.Value) *future {
	if thrown := t.enqueue(chunk); thrown != nil {
		return t.s.failed(thrown)
	}
	return t.s.done()
}

// sides are what every kind of TransformStream has.
type sides interface{ both() *transform }

func (t *transform) both() *transform { return t }

// transformClass is the class of a TransformStream, or of one that Go transforms.
func transformClass[T sides](name string, construct func(c *bind.Call) (T, error)) bind.Class[T] {
	return bind.Class[T]{
		Name: name, Web: true, New: construct,
		Getters: map[string]func(T) any{
			"readable": func(t T) any { return t.both().readable.Value() },
			"writable": func(t T) any { return t.both().writable.Value() },
		},
	}
}

func (s *Streams) transformControlClass() bind.Class[*transformController] {
	return bind.Class[*transformController]{
		Name: "TransformStreamDefaultController", Web: true,
		Getters: map[string]func(*transformController) any{
			"desiredSize": func(c *transformController) any {
				out := c.stream.out()
				return room(c.stream.readable, out.mark, out.queue.total)
			},
		},
		Methods: map[string]func(*transformController, *bind.Call) (any, error){
			"enqueue": func(c *transformController, call *bind.Call) (any, error) {
				return nil, s.throw(c.stream.enqueue(call.Value(0)))
			},
			"error": func(c *transformController, call *bind.Call) (any, error) {
				c.stream.fail(call.Value(0))
				return nil, nil
			},
			"terminate": func(c *transformController, _ *bind.Call) (any, error) {
				c.stream.terminate()
				return nil, nil
			},
		},
	}
}

// newTransform makes a stream that Go transforms.
func (s *Streams) newTransform(each func(chunk goja.Value) *future, flush func() *future) *transform {
	t := &transform{s: s}
	t.setUp(s.done(), strategy{}, strategy{}, 1, 0)
	t.control.change = changes{chunk: each, flush: flush, cancel: func(goja.Value) *future { return s.done() }}
	return t
}
