package streams

import (
	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime"
)

type writeState uint8

const (
	writable writeState = iota
	erroring            // the reason is known, and what is under way has to end
	broken
	finished
)

// Writable is the Go half of a WritableStream. Loop goroutine only.
type Writable struct {
	s            *Streams
	state        writeState
	stored       goja.Value
	writer       *writer // nil unless it is locked
	control      *writableController
	writing      *future // the write that the sink is at
	closeAsked   *future
	closing      *future // the close that the sink is at
	abortion     *abortion
	writes       line[*future]
	backpressure bool
	object       *goja.Object
	target       *target    // what Go writes, if ToWriter has made the stream
	into         *transform // the stream that it is the writable side of
}

// abortion is an abort that waits for what is under way.
type abortion struct {
	done   *future
	reason goja.Value
	late   bool // the stream was in error before
}

// Value returns the WritableStream.
func (w *Writable) Value() *goja.Object {
	if w.object == nil {
		w.object = w.s.classes.writable.Wrap(w)
	}
	return w.object
}

// Locked reports whether somebody writes to the stream.
func (w *Writable) Locked() bool { return w.writer != nil }

func (w *Writable) abort(reason goja.Value) *future {
	if w.state == finished || w.state == broken {
		return w.s.done()
	}
	w.control.signalAbort(reason)
	if w.state == finished || w.state == broken {
		return w.s.done()
	}
	if w.abortion != nil {
		return w.abortion.done
	}
	late := w.state == erroring
	if late {
		reason = goja.Undefined()
	}
	a := &abortion{w.s.pending(), reason, late}
	w.abortion = a
	if !late {
		w.startErroring(reason)
	}
	return a.done
}

// close asks for the end after all that was written.
func (w *Writable) close() *future {
	if w.state == finished || w.state == broken {
		return w.s.failed(w.s.typeError("the WritableStream is %s and cannot be closed", w.word()))
	}
	f := w.s.pending()
	w.closeAsked = f
	if w.writer != nil && w.backpressure && w.state == writable {
		w.writer.ready.fulfill()
	}
	w.control.close()
	return f
}

// word tells the state to people.
func (w *Writable) word() string {
	switch {
	case w.state == finished:
		return "closed"
	case w.state == broken || w.state == erroring:
		return "errored"
	case w.ending():
		return "closing"
	}
	return "writable"
}

// ending reports whether close was called.
func (w *Writable) ending() bool { return w.closeAsked != nil || w.closing != nil }

// underWay reports whether the sink is at something.
func (w *Writable) underWay() bool { return w.writing != nil || w.closing != nil }

func (w *Writable) rejected(reason goja.Value) {
	if w.state == writable {
		w.startErroring(reason)
		return
	}
	w.finishErroring()
}

func (w *Writable) startErroring(reason goja.Value) {
	w.state, w.stored = erroring, reason
	if w.writer != nil {
		w.writer.notReady(reason)
	}
	if !w.underWay() && w.control.started {
		w.finishErroring()
	}
}

func (w *Writable) finishErroring() {
	w.state = broken
	w.control.queue.reset()
	for _, f := range w.writes.take() {
		f.reject(w.stored)
	}
	a := w.abortion
	w.abortion = nil
	if a == nil {
		w.tellClosed()
		return
	}
	if a.late {
		a.done.reject(w.stored)
		w.tellClosed()
		return
	}
	f := w.control.sink.abort(a.reason)
	w.control.forget()
	f.then(func(goja.Value) {
		a.done.fulfill()
		w.tellClosed()
	}, func(reason goja.Value) {
		a.done.reject(reason)
		w.tellClosed()
	})
}

// tellClosed tells who waits for the end that there was an error.
func (w *Writable) tellClosed() {
	if w.closeAsked != nil {
		w.closeAsked.reject(w.stored)
		w.closeAsked = nil
	}
	if w.writer != nil {
		w.writer.closed.handle()
		w.writer.closed.reject(w.stored)
	}
}

func (w *Writable) closeDone() {
	w.closing.fulfill()
	w.closing = nil
	if w.state == erroring { // too late to matter
		w.stored = nil
		if w.abortion != nil {
			w.abortion.done.fulfill()
			w.abortion = nil
		}
	}
	w.state = finished
	if w.writer != nil {
		w.writer.closed.fulfill()
	}
}

func (w *Writable) closeFailed(reason goja.Value) {
	w.closing.reject(reason)
	w.closing = nil
	if w.abortion != nil {
		w.abortion.done.reject(reason)
		w.abortion = nil
	}
	w.rejected(reason)
}

// press says whether there is backpressure.
func (w *Writable) press(on bool) {
	if w.writer != nil && on != w.backpressure {
		if on {
			w.writer.ready = w.s.pending()
		} else {
			w.writer.ready.fulfill()
		}
	}
	w.backpressure = on
}

// writer is the Go half of a WritableStreamDefaultWriter.
type writer struct {
	s             *Streams
	stream        *Writable // nil once released
	ready, closed *future
}

func (w *Writable) lock() (*writer, goja.Value) {
	if w.Locked() {
		return nil, w.s.typeError("the WritableStream is locked: another writer or a pipe has it already")
	}
	wr := &writer{s: w.s, stream: w, ready: w.s.pending(), closed: w.s.pending()}
	w.writer = wr
	switch w.state {
	case writable:
		if w.ending() || !w.backpressure {
			wr.ready.fulfill()
		}
	case erroring:
		wr.ready.handle()
		wr.ready.reject(w.stored)
	case finished:
		wr.ready.fulfill()
		wr.closed.fulfill()
	case broken:
		wr.ready.handle()
		wr.ready.reject(w.stored)
		wr.closed.handle()
		wr.closed.reject(w.stored)
	}
	return wr, nil
}

// notReady rejects what waits for room.
func (wr *writer) notReady(reason goja.Value) { wr.ready = wr.s.failing(wr.ready, reason) }

// failing is f rejected, or a new future that is, if f is settled already. Nobody need handle it.
func (s *Streams) failing(f *future, reason goja.Value) *future {
	if f.state != pending {
		f = s.pending()
	}
	f.handle()
	f.reject(reason)
	return f
}

func (wr *writer) release() {
	gone := wr.s.typeError("the writer was released: get a new one to go on")
	wr.notReady(gone)
	wr.closed = wr.s.failing(wr.closed, gone)
	wr.stream.writer, wr.stream = nil, nil
}

func (wr *writer) write(chunk goja.Value) *future {
	w := wr.stream
	c := w.control
	size := c.measure(chunk)
	if wr.stream != w {
		return wr.s.failed(wr.s.typeError("the writer was released meanwhile"))
	}
	switch {
	case w.state == broken || w.state == erroring && !w.ending():
		return wr.s.failed(w.stored)
	case w.ending() || w.state == finished:
		return wr.s.failed(wr.s.typeError("the WritableStream is %s and cannot be written to", w.word()))
	}
	f := wr.s.pending()
	w.writes.push(f)
	c.write(chunk, size)
	return f
}

// closeOnce closes the stream for a pipe, which may find it closed or broken.
func (wr *writer) closeOnce() *future {
	w := wr.stream
	switch {
	case w.ending() || w.state == finished:
		return w.s.done()
	case w.state == broken:
		return w.s.failed(w.stored)
	}
	return w.close()
}

// WritableOf returns the Go half of a WritableStream.
func (s *Streams) WritableOf(v goja.Value) (*Writable, bool) {
	w, ok := runtime.HandleOf(v).(*Writable)
	if ok && w.object == nil {
		w.object = v.(*goja.Object)
	}
	return w, ok
}
