package streams

import (
	"github.com/dop251/goja"
)

type readState uint8

const (
	readable readState = iota
	closed
	errored
)

// Readable is the Go half of a ReadableStream. Loop goroutine only.
type Readable struct {
	s         *Streams
	state     readState
	reader    *reader // nil unless it is locked
	stored    goja.Value
	disturbed bool
	control   controller
	object    *goja.Object
	across    *cross  // the channel that it comes out of, if it was moved here
	origin    *origin // what Go reads, if FromReader has made the stream
}

// controller is what gives a stream its chunks.
type controller interface {
	cancel(reason goja.Value) *future
	pull(r request)
	release()
	close()
	fail(reason goja.Value)
}

// request is a call of read that waits: for any chunk, or for a view to be filled. Exactly one of its methods is called.
type request interface {
	chunk(v goja.Value)
	// end says that the stream is closed; rest is the view that was not filled, or nil.
	end(rest goja.Value)
	fail(reason goja.Value)
}

// steps makes a request of functions.
type steps struct {
	onChunk func(v goja.Value)
	onEnd   func(rest goja.Value)
	onFail  func(reason goja.Value)
}

func (r *steps) chunk(v goja.Value)     { r.onChunk(v) }
func (r *steps) end(rest goja.Value)    { r.onEnd(rest) }
func (r *steps) fail(reason goja.Value) { r.onFail(reason) }

// Value returns the ReadableStream.
func (r *Readable) Value() *goja.Object {
	if r.object == nil {
		r.object = r.s.classes.readable.Wrap(r)
	}
	return r.object
}

// Locked reports whether somebody reads the stream.
func (r *Readable) Locked() bool { return r.reader != nil }

// Disturbed reports whether anything was ever read from the stream, or it was cancelled.
func (r *Readable) Disturbed() bool { return r.disturbed }

// Cancel says that nobody wants the rest of the stream.
func (r *Readable) Cancel(reason goja.Value) {
	f := r.cancel(reason)
	f.handle()
}

func (r *Readable) cancel(reason goja.Value) *future {
	r.disturbed = true
	switch r.state {
	case closed:
		return r.s.done()
	case errored:
		return r.s.failed(r.stored)
	case readable:
	}
	r.close()
	if rd := r.reader; rd != nil && rd.byob {
		for _, q := range rd.requests.take() {
			q.end(nil)
		}
	}
	return r.control.cancel(reason).after(nil, nil)
}

func (r *Readable) close() {
	r.state = closed
	rd := r.reader
	if rd == nil {
		return
	}
	rd.closed.fulfill()
	if !rd.byob {
		for _, q := range rd.requests.take() {
			q.end(nil)
		}
	}
}

func (r *Readable) fail(reason goja.Value) {
	r.state, r.stored = errored, reason
	rd := r.reader
	if rd == nil {
		return
	}
	rd.closed.handle()
	rd.closed.reject(reason)
	rd.failAll(reason)
}

// waits returns how many calls of read are waiting.
func (r *Readable) waits() int {
	if r.reader == nil {
		return 0
	}
	return r.reader.requests.len()
}

// hasDefault and hasByob tell what kind of reader the stream has, if any.
func (r *Readable) hasDefault() bool { return r.reader != nil && !r.reader.byob }

func (r *Readable) hasByob() bool { return r.reader != nil && r.reader.byob }

// reader is what the two kinds of readers have in common.
type reader struct {
	s        *Streams
	stream   *Readable // nil once released
	closed   *future
	requests line[request]
	byob     bool
	watched  bool // is told of the end of the program
}

func (r *Readable) lock(byob bool) (*reader, goja.Value) {
	switch _, bytes := r.control.(*byteController); {
	case r.reader != nil:
		return nil, r.s.typeError("the ReadableStream is locked: another reader, a pipe or tee has it already")
	case byob && !bytes:
		return nil, r.s.typeError("a BYOB reader needs a ReadableStream of bytes: make it with { type: \"bytes\" }")
	}
	rd := &reader{s: r.s, stream: r, byob: byob}
	r.reader = rd
	switch r.state {
	case readable:
		rd.closed = r.s.pending()
	case closed:
		rd.closed = r.s.done()
	case errored:
		rd.closed = r.s.failed(r.stored)
		rd.closed.handle()
	}
	return rd, nil
}

// acquire is lock for a stream that is known not to be locked.
func (r *Readable) acquire() *reader {
	rd, _ := r.lock(false)
	return rd
}

func (rd *reader) read(q request) {
	stream := rd.stream
	stream.disturbed = true
	switch stream.state {
	case closed:
		q.end(nil)
	case errored:
		q.fail(stream.stored)
	case readable:
		stream.control.pull(q)
	}
}

func (rd *reader) release() {
	stream := rd.stream
	gone := rd.s.typeError("the reader was released: get a new one to go on")
	if stream.state != readable {
		rd.closed = rd.s.pending()
	}
	rd.closed.handle()
	rd.closed.reject(gone)
	stream.control.release()
	stream.reader, rd.stream = nil, nil
	rd.failAll(gone)
}

func (rd *reader) failAll(reason goja.Value) {
	for _, q := range rd.requests.take() {
		q.fail(reason)
	}
}
