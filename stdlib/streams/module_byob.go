package streams

import (
	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/fault"
)

// byobRequest is the Go half of a ReadableStreamBYOBRequest: the first view, as the source has it.
type byobRequest struct {
	control *byteController // nil once it is over
	object  *goja.Object
	view    goja.Value
	of      *pullInto
}

// asked returns the request that the source may fill, or nil.
func (c *byteController) asked() *byobRequest {
	if c.request == nil && c.pulls.len() > 0 {
		p := *c.pulls.first()
		buffer := c.s.rt.VM().NewArrayBuffer(p.buffer)
		p.shown = &buffer
		v := c.s.viewOn("Uint8Array", buffer, p.offset+p.filled, p.length-p.filled)
		c.request = &byobRequest{control: c, view: v, of: p}
	}
	return c.request
}

func (c *byteController) invalidate() {
	if c.request != nil {
		c.request.control, c.request.view, c.request.of = nil, bind.Null, nil
		c.request = nil
	}
}

// respond says that n bytes of the first view were filled in.
func (c *byteController) respond(n int) (thrown goja.Value) {
	p := *c.pulls.first()
	switch c.stream.state {
	case closed:
		if n != 0 {
			return c.s.typeError("respond: the stream is closed: 0 bytes are all that can be written")
		}
	default:
		if n == 0 {
			return c.s.typeError("respond: at least one byte must be written while the stream is readable")
		}
		if p.filled+n > p.length {
			return c.s.rangeError("respond: %d bytes were written into a view that has room for %d", n, p.length-p.filled)
		}
	}
	p.take()
	c.responded(n)
	return nil
}

// respondWith is respond with a view on the same bytes in another buffer.
func (c *byteController) respondWith(v view) (thrown goja.Value) {
	p := *c.pulls.first()
	switch {
	case c.stream.state == closed && v.bytes != 0:
		return c.s.typeError("respondWithNewView: the stream is closed: the view must be empty")
	case c.stream.state != closed && v.bytes == 0:
		return c.s.typeError("respondWithNewView: the view must not be empty while the stream is readable")
	case p.offset+p.filled != v.offset:
		return c.s.rangeError("respondWithNewView: the view must begin where that of the request does")
	case len(p.buffer) != len(v.buffer.Bytes()):
		return c.s.rangeError("respondWithNewView: the buffer must be as long as that of the request")
	case p.filled+v.bytes > p.length:
		return c.s.rangeError("respondWithNewView: the view must not be longer than that of the request")
	}
	n := v.bytes
	p.buffer = v.take()
	p.shown = nil
	c.responded(n)
	return nil
}

func (c *byteController) responded(n int) {
	c.invalidate()
	if p := *c.pulls.first(); c.stream.state == closed {
		c.respondedClosed(p)
	} else {
		c.respondedOpen(p, n)
	}
	c.need()
}

func (c *byteController) respondedClosed(p *pullInto) {
	if p.whom == forNobody {
		c.pulls.pop()
	}
	if !c.stream.hasByob() {
		return
	}
	var all []*pullInto
	for len(all) < c.stream.waits() {
		all = append(all, c.pulls.pop())
	}
	c.commitAll(all)
}

func (c *byteController) respondedOpen(p *pullInto, n int) {
	p.filled += n
	if p.whom == forNobody {
		c.keepFilled(p)
		c.commitAll(c.fill())
		return
	}
	if p.filled < p.least {
		return
	}
	c.pulls.pop()
	if rest := p.filled % p.element; rest > 0 {
		end := p.offset + p.filled
		c.storeCopy(p.buffer[end-rest : end])
		p.filled -= rest
	}
	more := c.fill()
	c.commit(p)
	c.commitAll(more)
}

func (s *Streams) byteControllerClass() bind.Class[*byteController] {
	return bind.Class[*byteController]{
		Name: "ReadableByteStreamController", Web: true,
		Getters: map[string]func(*byteController) any{
			"desiredSize": func(c *byteController) any { return room(c.stream, c.mark, float64(c.total)) },
			"byobRequest": func(c *byteController) any {
				q := c.asked()
				if q == nil {
					return bind.Null
				}
				if q.object == nil {
					q.object = s.classes.request.Wrap(q)
				}
				return q.object
			},
		},
		Methods: map[string]func(*byteController, *bind.Call) (any, error){
			"close": func(c *byteController, call *bind.Call) (any, error) {
				if !c.open() {
					return nil, shut(call, "closed", c.stream, c.closing)
				}
				return nil, s.throw(c.end())
			},
			"enqueue": s.enqueueView,
			"error": func(c *byteController, call *bind.Call) (any, error) {
				c.fail(call.Value(0))
				return nil, nil
			},
		},
		Lengths: map[string]int{"enqueue": 1},
	}
}

func (s *Streams) enqueueView(c *byteController, call *bind.Call) (any, error) {
	v := s.viewAt(call, 0, "chunk")
	switch {
	case v.bytes == 0 && !v.detached(), v.detached():
		return nil, fault.Type.New("%s: \"chunk\" must not be empty, nor its buffer detached", call.Name())
	case !c.open():
		return nil, shut(call, "enqueued to", c.stream, c.closing)
	}
	return nil, s.throw(c.enqueue(v.take(), v.offset, v.bytes))
}

func (s *Streams) byobRequestClass() bind.Class[*byobRequest] {
	over := func(call *bind.Call) error {
		return fault.Type.New("%s: the request is over: it was answered, or the stream has ended", call.Name())
	}
	return bind.Class[*byobRequest]{
		Name: "ReadableStreamBYOBRequest", Web: true,
		Getters: map[string]func(*byobRequest) any{"view": func(q *byobRequest) any { return q.view }},
		Methods: map[string]func(*byobRequest, *bind.Call) (any, error){
			"respond": func(q *byobRequest, call *bind.Call) (any, error) {
				if call.Len() == 0 {
					call.Wrong("bytesWritten", "given")
				}
				n := enforceRange(call, call.Value(0), "bytesWritten")
				switch {
				case q.control == nil:
					return nil, over(call)
				case q.of.lost():
					return nil, fault.Type.New("%s: the buffer of the view is detached", call.Name())
				}
				return nil, s.throw(q.control.respond(n))
			},
			"respondWithNewView": func(q *byobRequest, call *bind.Call) (any, error) {
				v := s.viewAt(call, 0, "view")
				switch {
				case q.control == nil:
					return nil, over(call)
				case v.detached():
					return nil, fault.Type.New("%s: the buffer of \"view\" is detached", call.Name())
				}
				return nil, s.throw(q.control.respondWith(v))
			},
		},
		Lengths: map[string]int{"respond": 1, "respondWithNewView": 1},
	}
}
