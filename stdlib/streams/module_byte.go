package streams

import (
	"github.com/dop251/goja"
)

// byteController is the Go half of a ReadableByteStreamController. Buffers that scripts hand in are taken from them,
// so what waits here is plain bytes.
type byteController struct {
	s        *Streams
	stream   *Readable
	object   *goja.Object
	queue    line[piece]
	total    int
	pulls    line[*pullInto] // views that are to be filled, oldest first
	request  *byobRequest    // what the source was shown of the first
	source   source
	mark     float64
	allocate int // autoAllocateChunkSize, or -1
	started  bool
	closing  bool
	pulling  bool
	again    bool
}

// piece is a part of a buffer that waits to be read.
type piece struct {
	buffer         []byte
	offset, length int
}

// whom a pullInto is for.
const (
	forNobody = iota // the reader was released
	forDefault
	forByob
)

// pullInto is a view of a reader that is being filled (https://streams.spec.whatwg.org/#pull-into-descriptor).
type pullInto struct {
	buffer         []byte
	shown          *goja.ArrayBuffer // the buffer as the source has it, or nil
	offset, length int
	filled, least  int
	element        int
	class          string
	whom           int
}

// take makes sure that nobody else has the buffer.
func (p *pullInto) take() {
	if p.shown != nil {
		p.shown.Detach()
		p.shown = nil
	}
}

// lost reports whether the source has given the buffer away.
func (p *pullInto) lost() bool { return p.shown != nil && p.shown.Detached() }

func (s *Streams) newBytes(r *Readable, mark float64, allocate int) *byteController {
	c := &byteController{s: s, stream: r, mark: mark, allocate: allocate}
	r.control = c
	return c
}

// newByteStream makes a stream of bytes whose source is Go.
func (s *Streams) newByteStream(mark float64, src source) *Readable {
	r := &Readable{s: s}
	c := s.newBytes(r, mark, -1)
	c.source = src
	c.begin(src.start())
	return r
}

func (c *byteController) begin(start *future) {
	start.then(func(goja.Value) {
		c.started = true
		c.need()
	}, c.fail)
}

func (c *byteController) value() *goja.Object {
	if c.object == nil {
		c.object = c.s.classes.bytes.Wrap(c)
	}
	return c.object
}

func (c *byteController) need() {
	if !c.wants() {
		return
	}
	if c.pulling {
		c.again = true
		return
	}
	c.pulling = true
	c.source.pull().then(func(goja.Value) {
		c.pulling = false
		if c.again {
			c.again = false
			c.need()
		}
	}, c.fail)
}

func (c *byteController) wants() bool {
	return c.open() && c.started && (c.stream.waits() > 0 || c.mark-float64(c.total) > 0)
}

func (c *byteController) open() bool { return !c.closing && c.stream.state == readable }

// close closes the stream when all was read. It is an error while a view holds half an element.
func (c *byteController) close() { _ = c.end() }

func (c *byteController) end() (thrown goja.Value) {
	if !c.open() {
		return nil
	}
	if c.total > 0 {
		c.closing = true
		return nil
	}
	if c.pulls.len() > 0 {
		if p := *c.pulls.first(); p.filled%p.element != 0 {
			thrown = c.halfElement()
			c.fail(thrown)
			return thrown
		}
	}
	c.source = source{}
	c.stream.close()
	return nil
}

func (c *byteController) halfElement() goja.Value {
	return c.s.typeError("the ReadableStream ended in the middle of an element of the view that is to be filled")
}

// enqueue takes a part of a buffer, which nobody else may have.
func (c *byteController) enqueue(buffer []byte, offset, length int) (thrown goja.Value) {
	if !c.open() {
		return nil
	}
	stream := c.stream
	if c.pulls.len() > 0 {
		p := *c.pulls.first()
		if p.lost() {
			return c.s.typeError("the buffer of the BYOB request is detached and cannot be filled")
		}
		c.invalidate()
		p.take()
		if p.whom == forNobody {
			c.keepFilled(p)
		}
	}
	switch {
	case stream.hasDefault():
		c.serve()
		if stream.waits() == 0 {
			c.store(piece{buffer, offset, length})
			break
		}
		if c.pulls.len() > 0 {
			c.pulls.pop()
		}
		stream.reader.requests.pop().chunk(c.s.newView("Uint8Array", buffer, offset, length))
	case stream.hasByob():
		c.store(piece{buffer, offset, length})
		c.commitAll(c.fill())
	default:
		c.store(piece{buffer, offset, length})
	}
	c.need()
	return nil
}

func (c *byteController) store(p piece) {
	c.queue.push(p)
	c.total += p.length
}

// keepFilled puts what was filled in for a reader that is gone into the queue.
func (c *byteController) keepFilled(p *pullInto) {
	if p.filled > 0 {
		c.storeCopy(p.buffer[p.offset : p.offset+p.filled])
	}
	c.pulls.pop()
}

func (c *byteController) storeCopy(b []byte) {
	c.store(piece{append([]byte(nil), b...), 0, len(b)})
}

// serve gives readers that wait for any chunk what is there.
func (c *byteController) serve() {
	requests := &c.stream.reader.requests
	for requests.len() > 0 && c.total > 0 {
		c.give(requests.pop())
	}
}

// give answers a request with the first piece.
func (c *byteController) give(q request) {
	p := c.queue.pop()
	c.total -= p.length
	c.drained()
	q.chunk(c.s.newView("Uint8Array", p.buffer, p.offset, p.length))
}

func (c *byteController) drained() {
	if c.total == 0 && c.closing {
		c.source = source{}
		c.stream.close()
		return
	}
	c.need()
}

func (c *byteController) fail(reason goja.Value) {
	if c.stream.state != readable {
		return
	}
	c.clear()
	c.source = source{}
	c.stream.fail(reason)
}

// clear forgets what is there and what is to be filled.
func (c *byteController) clear() {
	c.invalidate()
	c.pulls.take()
	c.queue.take()
	c.total = 0
}

func (c *byteController) cancel(reason goja.Value) *future {
	c.clear()
	f := c.source.cancel(reason)
	c.source = source{}
	return f
}

func (c *byteController) pull(q request) {
	if c.total > 0 {
		c.give(q)
		return
	}
	if c.allocate >= 0 {
		c.pulls.push(&pullInto{
			buffer: make([]byte, c.allocate), length: c.allocate, least: 1, element: 1, class: "Uint8Array", whom: forDefault,
		})
	}
	c.stream.reader.requests.push(q)
	c.need()
}

func (c *byteController) release() {
	if c.pulls.len() > 0 {
		first := *c.pulls.first()
		first.whom = forNobody
		c.pulls = line[*pullInto]{}
		c.pulls.push(first)
	}
}
