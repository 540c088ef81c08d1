package streams

import (
	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/fault"
)

// pipe moves the chunks of one stream into another (https://streams.spec.whatwg.org/#readable-stream-pipe-to).
type pipe struct {
	s       *Streams
	from    *Readable
	to      *Writable
	reader  *reader
	writer  *writer
	options pipeOptions
	done    *future
	held    bool    // there is a chunk that is about to be written
	writing *future // the last write
	ending  bool
	detach  []func() bool // from the signal and the scope
	ready   func(goja.Value)
}

type pipeOptions struct {
	preventAbort, preventCancel, preventClose bool
	signal                                    *runtime.Signal
}

// pipeOptionsOf reads options in the order of Web IDL.
func pipeOptionsOf(c *bind.Call, v goja.Value) (o pipeOptions) {
	d := dictionaryOf(c, v, "options")
	o.preventAbort, o.preventCancel, o.preventClose = d.flag("preventAbort"), d.flag("preventCancel"), d.flag("preventClose")
	if v := d.get("signal"); v != nil {
		sig, ok := bind.SignalOf(v)
		if !ok {
			c.Wrong("signal", "an AbortSignal")
		}
		o.signal = sig
	}
	return o
}

// pipeTo is pipeTo(destination, options).
func (s *Streams) pipeTo(r *Readable, c *bind.Call) (any, error) {
	to := s.writableAt(c, "destination")
	o := pipeOptionsOf(c, c.Value(1))
	if r.Locked() {
		return nil, fault.Type.New("%s: the stream is locked", c.Name())
	}
	if to.Locked() {
		return nil, fault.Type.New("%s: the destination is locked", c.Name())
	}
	return s.pipe(r, to, o).promise(), nil
}

// pipeThrough is pipeThrough({ writable, readable }, options).
func (s *Streams) pipeThrough(r *Readable, c *bind.Call) (any, error) {
	if bind.Nullish(c.Value(0)) {
		c.Wrong("transform", "an object with the streams readable and writable")
	}
	d := dictionaryOf(c, c.Value(0), "transform")
	back, ok := s.Of(d.get("readable"))
	if !ok {
		c.Wrong("transform.readable", "a ReadableStream")
	}
	to, ok := s.WritableOf(d.get("writable"))
	if !ok {
		c.Wrong("transform.writable", "a WritableStream")
	}
	o := pipeOptionsOf(c, c.Value(1))
	if r.Locked() {
		return nil, fault.Type.New("%s: the stream is locked", c.Name())
	}
	if to.Locked() {
		return nil, fault.Type.New("%s: the writable side is locked", c.Name())
	}
	s.pipe(r, to, o).handle()
	return back.Value(), nil
}

// pipe starts a pipe between two streams that are not locked. It obeys the cancellation scope as it does its signal.
func (s *Streams) pipe(from *Readable, to *Writable, o pipeOptions) *future {
	if f := s.copyNatively(from, to, o); f != nil {
		return f
	}
	p := &pipe{s: s, from: from, to: to, options: o, done: s.pending(), writing: s.done()}
	p.reader = from.acquire()
	p.writer, _ = to.lock()
	from.disturbed = true
	p.ready = p.readOne
	if p.watch() {
		return p.done
	}
	p.propagate()
	p.next()
	return p.done
}

// watch ends the pipe with the signal or the scope, and reports whether one of them has ended already.
func (p *pipe) watch() bool {
	scope := p.s.rt.Scope()
	for _, sig := range []*runtime.Signal{p.options.signal, &scope.Signal} {
		if sig == nil {
			continue
		}
		abort := func(p *pipe) { p.abort(bind.Reason(p.s.rt, sig)) }
		if sig.Aborted() {
			abort(p)
			return true
		}
		p.detach = append(p.detach, untilGone(sig, p, abort))
	}
	return false
}

func (p *pipe) abort(reason goja.Value) {
	p.stop(func() *future {
		var both []*future
		if !p.options.preventAbort {
			f := p.s.done()
			if p.to.state == writable {
				f = p.to.abort(reason)
			}
			both = append(both, f)
		}
		if !p.options.preventCancel {
			f := p.s.done()
			if p.from.state == readable {
				f = p.from.cancel(reason)
			}
			both = append(both, f)
		}
		return p.s.all(both...)
	}, reason)
}

// propagate tells each side of the end of the other.
func (p *pipe) propagate() {
	forward := func(reason goja.Value) {
		if p.options.preventAbort {
			p.stop(nil, reason)
			return
		}
		p.stop(func() *future { return p.to.abort(reason) }, reason)
	}
	backward := func(reason goja.Value) {
		if p.options.preventCancel {
			p.stop(nil, reason)
			return
		}
		p.stop(func() *future { return p.from.cancel(reason) }, reason)
	}
	closing := func(goja.Value) {
		if p.options.preventClose {
			p.stop(nil, nil)
			return
		}
		p.stop(p.writer.closeOnce, nil)
	}
	if p.from.state == errored {
		forward(p.from.stored)
	}
	if p.to.state == broken {
		backward(p.to.stored)
	}
	if p.from.state == closed {
		closing(nil)
	}
	if p.to.ending() || p.to.state == finished {
		backward(p.s.typeError("the WritableStream was closed before all could be piped into it"))
	}
	if !p.ending {
		p.reader.closed.then(closing, forward)
		p.writer.closed.then(nil, backward)
	}
}

// next waits for room and then for a chunk.
func (p *pipe) next() {
	if !p.ending {
		p.writer.ready.then(p.ready, func(goja.Value) {})
	}
}

func (p *pipe) readOne(goja.Value) {
	if !p.ending {
		p.reader.read(p)
	}
}

// chunk makes the pipe a request of its reader, with end and fail. What is enqueued is not written in the same step: a
// source does not find its sink at work when enqueue returns.
func (p *pipe) chunk(v goja.Value) {
	p.held = true
	p.s.soon(func() {
		p.held = false
		p.writing = p.writer.write(v)
		p.next()
	})
}

// end and fail have nothing to do: the promise of the reader tells of both.
func (p *pipe) end(goja.Value) {}

func (p *pipe) fail(goja.Value) {}

// stop shuts the pipe down: what was read is written, then action is done, and the promise settles with what comes of
// it, or with the reason that there is.
func (p *pipe) stop(action func() *future, reason goja.Value) {
	if p.ending {
		return
	}
	p.ending = true
	act := func() {
		if action == nil {
			p.settle(reason)
			return
		}
		action().then(func(goja.Value) { p.settle(reason) }, p.settle)
	}
	if p.to.state == writable && !p.to.ending() {
		p.afterWrites(act)
		return
	}
	act()
}

// afterWrites calls f when all that was read is written, or cannot be.
func (p *pipe) afterWrites(f func()) {
	if p.held {
		p.s.soon(func() { p.afterWrites(f) })
		return
	}
	last := p.writing
	again := func(goja.Value) {
		if last != p.writing {
			p.afterWrites(f)
			return
		}
		f()
	}
	last.then(again, again)
}

// settle ends the pipe; a nil reason is success.
func (p *pipe) settle(reason goja.Value) {
	p.writer.release()
	p.reader.release()
	for _, stop := range p.detach {
		stop()
	}
	if reason != nil {
		p.done.reject(reason)
		return
	}
	p.done.fulfill()
}
