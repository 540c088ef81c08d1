package streams

import (
	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/fault"
)

// sink is where a stream puts its chunks.
type sink struct {
	start func() *future
	write func(chunk goja.Value) *future
	close func() *future
	abort func(reason goja.Value) *future
}

// writableController is the Go half of a WritableStreamDefaultController.
type writableController struct {
	s       *Streams
	stream  *Writable
	object  *goja.Object
	queue   measured // a nil chunk is the end
	sink    sink
	size    *bind.Function
	sized   bool // false once the algorithms are gone
	mark    float64
	started bool
	signal  *runtime.Signal // nil until a script or abort asks
	written func(goja.Value)
	refused func(goja.Value)
}

func (s *Streams) newWritableControl(w *Writable, mark float64, size *bind.Function) *writableController {
	c := &writableController{s: s, stream: w, mark: mark, size: size, sized: true}
	c.written, c.refused = c.afterWrite, c.writeFailed
	w.control = c
	w.press(c.full())
	return c
}

// newWritable makes a stream whose sink is Go.
func (s *Streams) newWritable(mark float64, size *bind.Function, to sink) *Writable {
	w := &Writable{s: s}
	c := s.newWritableControl(w, mark, size)
	c.sink = to
	c.begin(to.start())
	return w
}

func (c *writableController) begin(start *future) {
	start.then(func(goja.Value) {
		c.started = true
		c.advance()
	}, func(reason goja.Value) {
		c.started = true
		c.stream.rejected(reason)
	})
}

func (c *writableController) value() *goja.Object {
	if c.object == nil {
		c.object = c.s.classes.sink.Wrap(c)
	}
	return c.object
}

func (c *writableController) forget() { c.sink, c.size, c.sized = sink{}, nil, false }

func (c *writableController) full() bool { return c.mark-c.queue.total <= 0 }

// measure returns the size of a chunk. An error in it is one of the stream.
func (c *writableController) measure(chunk goja.Value) float64 {
	if !c.sized || c.size == nil {
		return 1
	}
	size, thrown := c.s.sizeOf(c.size, chunk)
	if thrown != nil {
		c.failIfOpen(thrown)
		return 1
	}
	return size
}

func (c *writableController) write(chunk goja.Value, size float64) {
	if thrown := c.queue.enqueue(c.s, chunk, size); thrown != nil {
		c.failIfOpen(thrown)
		return
	}
	if w := c.stream; !w.ending() && w.state == writable {
		w.press(c.full())
	}
	c.advance()
}

func (c *writableController) close() {
	c.queue.push(sized{})
	c.advance()
}

// advance hands the next chunk to the sink, if that is not at one.
func (c *writableController) advance() {
	w := c.stream
	if !c.started || w.writing != nil {
		return
	}
	if w.state == erroring {
		w.finishErroring()
		return
	}
	if c.queue.len() == 0 {
		return
	}
	chunk := c.queue.first().chunk
	if chunk != nil {
		w.writing = w.writes.pop()
		c.sink.write(chunk).then(c.written, c.refused)
		return
	}
	w.closing, w.closeAsked = w.closeAsked, nil
	c.queue.dequeue()
	f := c.sink.close()
	c.forget()
	f.then(func(goja.Value) { w.closeDone() }, w.closeFailed)
}

func (c *writableController) afterWrite(goja.Value) {
	w := c.stream
	w.writing.fulfill()
	w.writing = nil
	c.queue.dequeue()
	if !w.ending() && w.state == writable {
		w.press(c.full())
	}
	c.advance()
}

func (c *writableController) writeFailed(reason goja.Value) {
	w := c.stream
	if w.state == writable {
		c.forget()
	}
	w.writing.reject(reason)
	w.writing = nil
	w.rejected(reason)
}

func (c *writableController) failIfOpen(reason goja.Value) {
	if c.stream.state == writable {
		c.forget()
		c.stream.startErroring(reason)
	}
}

// abortSignal is the signal that tells the sink of abort.
func (c *writableController) abortSignal() *runtime.Signal {
	if c.signal == nil {
		c.signal = c.s.rt.NewSignal()
	}
	return c.signal
}

func (c *writableController) signalAbort(reason goja.Value) {
	sig := c.abortSignal()
	if sig.Aborted() {
		return
	}
	if goja.IsUndefined(reason) {
		sig.Abort(fault.Aborted.New("the stream was aborted"))
		return
	}
	sig.Reason = reason
	sig.Abort(c.s.rt.Thrown(reason))
}

func (s *Streams) writableControlClass() bind.Class[*writableController] {
	return bind.Class[*writableController]{
		Name: "WritableStreamDefaultController", Web: true,
		Getters: map[string]func(*writableController) any{
			"signal": func(c *writableController) any { return bind.Signal(s.rt, c.abortSignal()) },
		},
		Methods: map[string]func(*writableController, *bind.Call) (any, error){
			"error": func(c *writableController, call *bind.Call) (any, error) {
				c.failIfOpen(call.Value(0))
				return nil, nil
			},
		},
	}
}
