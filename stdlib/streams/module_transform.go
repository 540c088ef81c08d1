package streams

import (
	"github.com/dop251/goja"
)

// transform is what every kind of TransformStream is.
type transform struct {
	s            *Streams
	readable     *Readable
	writable     *Writable
	control      *transformController
	backpressure bool
	changed      *future // that backpressure has
	codec        func() Codec
}

// transformController is the Go half of a TransformStreamDefaultController.
type transformController struct {
	s      *Streams
	stream *transform
	object *goja.Object
	change changes
	finish *future // of what ends the stream first: flush, abort or cancel
}

// changes are what a TransformStream does. They are gone once something ends it: a chunk that is still on its way then
// is wanted by nobody.
type changes struct {
	chunk  func(chunk goja.Value) *future
	flush  func() *future
	cancel func(reason goja.Value) *future
}

// setUp makes the two sides of a stream that begins when start is fulfilled.
func (t *transform) setUp(start *future, writing, reading strategy, writeMark, readMark float64) {
	begin := func() *future {
		f := t.s.pending()
		f.follow(start)
		return f
	}
	t.backpressure, t.changed = true, t.s.pending()
	t.writable = t.s.newWritable(writeMark, writing.size, sink{
		start: begin, write: t.write, close: t.close, abort: t.abort,
	})
	t.writable.into = t
	t.readable = t.s.newReadable(readMark, reading.size, source{start: begin, pull: t.pull, cancel: t.cancel})
	t.control = &transformController{s: t.s, stream: t}
}

func (c *transformController) cancelled(reason goja.Value) *future {
	if c.change.cancel == nil {
		return c.s.done()
	}
	return c.change.cancel(reason)
}

func (c *transformController) flushed() *future {
	if c.change.flush == nil {
		return c.s.done()
	}
	return c.change.flush()
}

func (t *transform) out() *defaultController { return t.readable.control.(*defaultController) }

func (t *transform) fail(reason goja.Value) {
	t.out().fail(reason)
	t.failWritable(reason)
}

func (t *transform) failWritable(reason goja.Value) {
	t.control.change = changes{}
	t.writable.control.failIfOpen(reason)
	t.unblock()
}

// unblock lets a write that waits for room go on, to find that there was an error.
func (t *transform) unblock() {
	if t.backpressure {
		t.press(false)
	}
}

func (t *transform) press(on bool) {
	t.changed.fulfill()
	t.changed = t.s.pending()
	t.backpressure = on
}

func (t *transform) enqueue(chunk goja.Value) (thrown goja.Value) {
	out := t.out()
	if !out.open() {
		return t.s.typeError("the readable side of the TransformStream is closed or errored: nothing can be enqueued")
	}
	if thrown := out.enqueue(chunk); thrown != nil {
		t.failWritable(thrown)
		return t.readable.stored
	}
	if on := !out.wants(); on != t.backpressure {
		t.press(true)
	}
	return nil
}

func (t *transform) terminate() {
	t.out().close()
	t.failWritable(t.s.typeError("the TransformStream was terminated"))
}

func (t *transform) perform(chunk goja.Value) *future {
	f := t.control.change.chunk
	if f == nil {
		return t.s.done()
	}
	return f(chunk).after(nil, t.fail)
}

// write is what the writable side does with a chunk.
func (t *transform) write(chunk goja.Value) *future {
	if !t.backpressure {
		return t.perform(chunk)
	}
	f := t.s.pending()
	t.changed.then(func(goja.Value) {
		if t.writable.state == erroring {
			f.reject(t.writable.stored)
			return
		}
		f.follow(t.perform(chunk))
	}, nil)
	return f
}

// once runs what ends the stream, unless something else has ended it already.
func (t *transform) once(end func() *future, settle func(), fail func(reason goja.Value)) *future {
	c := t.control
	if c.finish != nil {
		return c.finish
	}
	f := t.s.pending()
	c.finish = f
	g := end()
	c.change = changes{}
	g.then(func(goja.Value) { settle() }, func(reason goja.Value) {
		fail(reason)
		f.reject(reason)
	})
	return f
}

func (t *transform) abort(reason goja.Value) *future {
	return t.once(func() *future { return t.control.cancelled(reason) }, func() {
		if t.readable.state == errored {
			t.control.finish.reject(t.readable.stored)
			return
		}
		t.out().fail(reason)
		t.control.finish.fulfill()
	}, t.out().fail)
}

func (t *transform) close() *future {
	return t.once(t.control.flushed, func() {
		if t.readable.state == errored {
			t.control.finish.reject(t.readable.stored)
			return
		}
		t.out().close()
		t.control.finish.fulfill()
	}, t.out().fail)
}

// pull lets the writable side write.
func (t *transform) pull() *future {
	t.press(false)
	return t.changed
}

func (t *transform) cancel(reason goja.Value) *future {
	fail := func(reason goja.Value) {
		t.writable.control.failIfOpen(reason)
		t.unblock()
	}
	return t.once(func() *future { return t.control.cancelled(reason) }, func() {
		if t.writable.state == broken {
			t.control.finish.reject(t.writable.stored)
			return
		}
		fail(reason)
		t.control.finish.fulfill()
	}, fail)
}
