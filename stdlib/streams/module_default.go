package streams

import (
	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime/bind"
)

// source is where a stream has its chunks from.
type source struct {
	start  func() *future
	pull   func() *future
	cancel func(reason goja.Value) *future
}

// defaultController is the Go half of a ReadableStreamDefaultController.
type defaultController struct {
	s        *Streams
	stream   *Readable
	object   *goja.Object
	queue    measured
	source   source
	size     *bind.Function
	sized    bool // false once the algorithms are gone
	mark     float64
	started  bool
	closing  bool
	pulling  bool
	again    bool
	pulled   func(goja.Value)
	failWith func(goja.Value)
}

func (s *Streams) newDefault(r *Readable, mark float64, size *bind.Function) *defaultController {
	c := &defaultController{s: s, stream: r, mark: mark, size: size, sized: true}
	c.pulled, c.failWith = c.afterPull, c.fail
	r.control = c
	return c
}

// newReadable makes a stream whose source is Go.
func (s *Streams) newReadable(mark float64, size *bind.Function, src source) *Readable {
	r := &Readable{s: s}
	c := s.newDefault(r, mark, size)
	c.source = src
	c.begin(src.start())
	return r
}

// begin waits for the source to start.
func (c *defaultController) begin(start *future) {
	start.then(func(goja.Value) {
		c.started = true
		c.need()
	}, c.failWith)
}

func (c *defaultController) value() *goja.Object {
	if c.object == nil {
		c.object = c.s.classes.controller.Wrap(c)
	}
	return c.object
}

// need pulls if somebody waits for a chunk or there is room for one.
func (c *defaultController) need() {
	if !c.wants() {
		return
	}
	if c.pulling {
		c.again = true
		return
	}
	c.pulling = true
	c.source.pull().then(c.pulled, c.failWith)
}

func (c *defaultController) afterPull(goja.Value) {
	c.pulling = false
	if c.again {
		c.again = false
		c.need()
	}
}

func (c *defaultController) wants() bool {
	return c.open() && c.started && (c.stream.waits() > 0 || c.mark-c.queue.total > 0)
}

// open reports whether chunks may be enqueued.
func (c *defaultController) open() bool { return !c.closing && c.stream.state == readable }

func (c *defaultController) forget() { c.source, c.size, c.sized = source{}, nil, false }

func (c *defaultController) close() {
	if !c.open() {
		return
	}
	c.closing = true
	if c.queue.len() == 0 {
		c.forget()
		c.stream.close()
	}
}

func (c *defaultController) enqueue(chunk goja.Value) (thrown goja.Value) {
	if !c.open() {
		return nil
	}
	if c.stream.waits() > 0 {
		c.stream.reader.requests.pop().chunk(chunk)
	} else if thrown := c.store(chunk); thrown != nil {
		c.fail(thrown)
		return thrown
	}
	c.need()
	return nil
}

func (c *defaultController) store(chunk goja.Value) (thrown goja.Value) {
	size := 1.0
	if c.size != nil {
		if size, thrown = c.s.sizeOf(c.size, chunk); thrown != nil {
			return thrown
		}
	}
	return c.queue.enqueue(c.s, chunk, size)
}

func (c *defaultController) fail(reason goja.Value) {
	if c.stream.state != readable {
		return
	}
	c.queue.reset()
	c.forget()
	c.stream.fail(reason)
}

func (c *defaultController) cancel(reason goja.Value) *future {
	c.queue.reset()
	f := c.source.cancel(reason)
	c.forget()
	return f
}

func (c *defaultController) pull(q request) {
	if c.queue.len() == 0 {
		c.stream.reader.requests.push(q)
		c.need()
		return
	}
	chunk := c.queue.dequeue()
	if c.closing && c.queue.len() == 0 {
		c.forget()
		c.stream.close()
	} else {
		c.need()
	}
	q.chunk(chunk)
}

func (c *defaultController) release() {}

// room is desiredSize: how much the stream has room for.
func room(r *Readable, mark, total float64) any {
	switch r.state {
	case errored:
		return bind.Null
	case closed:
		return 0
	case readable:
	}
	return mark - total
}

func (s *Streams) controllerClass() bind.Class[*defaultController] {
	return bind.Class[*defaultController]{
		Name: "ReadableStreamDefaultController", Web: true,
		Getters: map[string]func(*defaultController) any{
			"desiredSize": func(c *defaultController) any { return room(c.stream, c.mark, c.queue.total) },
		},
		Methods: map[string]func(*defaultController, *bind.Call) (any, error){
			"close": func(c *defaultController, call *bind.Call) (any, error) {
				if !c.open() {
					return nil, c.shut(call, "closed")
				}
				c.close()
				return nil, nil
			},
			"enqueue": func(c *defaultController, call *bind.Call) (any, error) {
				if !c.open() {
					return nil, c.shut(call, "enqueued to")
				}
				return nil, s.throw(c.enqueue(call.Value(0)))
			},
			"error": func(c *defaultController, call *bind.Call) (any, error) {
				c.fail(call.Value(0))
				return nil, nil
			},
		},
	}
}

func (c *defaultController) shut(call *bind.Call, what string) error {
	return shut(call, what, c.stream, c.closing)
}
