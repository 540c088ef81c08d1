package streams

import (
	"reflect"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/clone"
	"github.com/lariatjs/lariat/runtime/fault"
	"github.com/lariatjs/lariat/runtime/loop"
	"github.com/lariatjs/lariat/stdlib/messaging"
)

// A stream that is moved to another isolate is piped into a channel here, and its other half there comes out of it
// (https://streams.spec.whatwg.org/#transferrable-streams). These are the ends on their way.
type (
	readableTransit  struct{ end *messaging.Transit }
	writableTransit  struct{ end *messaging.Transit }
	transformTransit struct {
		readable *readableTransit
		writable *writableTransit
	}
)

var _ = []runtime.Transferable{(*Readable)(nil), (*Writable)(nil), transformStream{}}

// Transfer moves the stream away: what is read from it goes to the other isolate.
func (r *Readable) Transfer() (any, error) {
	if r.Locked() {
		return nil, fault.Clone.New("a ReadableStream that is locked cannot be transferred")
	}
	return r.transfer(), nil
}

func (r *Readable) transfer() *readableTransit {
	here, there := messaging.NewChannel()
	r.s.pipe(r, r.s.crossWritable(here), pipeOptions{}).handle()
	return &readableTransit{there.Depart()}
}

// Transfer moves the stream away: what is written in the other isolate is written to it.
func (w *Writable) Transfer() (any, error) {
	if w.Locked() {
		return nil, fault.Clone.New("a WritableStream that is locked cannot be transferred")
	}
	return w.transfer(), nil
}

func (w *Writable) transfer() *writableTransit {
	here, there := messaging.NewChannel()
	w.s.pipe(w.s.crossReadable(here), w, pipeOptions{}).handle()
	return &writableTransit{there.Depart()}
}

// Transfer moves both sides away.
func (t transformStream) Transfer() (any, error) {
	if t.readable.Locked() || t.writable.Locked() {
		return nil, fault.Clone.New("a TransformStream with a side that is locked cannot be transferred")
	}
	return &transformTransit{t.readable.transfer(), t.writable.transfer()}, nil
}

// arrive has the ends become streams where they arrive.
func (s *Streams) arrive() {
	end := func(t *messaging.Transit) *messaging.End {
		e, first := t.Arrive()
		if !first {
			bind.Throw(s.rt, fault.Clone.New("a stream was received before"))
		}
		return e
	}
	s.rt.RegisterClass(reflect.TypeFor[*readableTransit](), func(v any) *goja.Object {
		return s.crossReadable(end(v.(*readableTransit).end)).Value()
	})
	s.rt.RegisterClass(reflect.TypeFor[*writableTransit](), func(v any) *goja.Object {
		return s.crossWritable(end(v.(*writableTransit).end)).Value()
	})
	s.rt.RegisterClass(reflect.TypeFor[*transformTransit](), func(v any) *goja.Object {
		both := v.(*transformTransit)
		t := &transform{s: s, readable: s.crossReadable(end(both.readable.end)), writable: s.crossWritable(end(both.writable.end))}
		return s.classes.transform.Wrap(transformStream{t})
	})
}

// crossing is what the two ends of a channel tell each other besides chunks, which are messages without one.
type crossing uint8

const (
	crossPull crossing = iota + 1
	crossClose
	crossError // with the reason as the message
)

// cross is one end. Loop goroutine only.
type cross struct {
	s    *Streams
	end  *messaging.End
	hold *loop.Hold // while something is to come that matters
	over bool
	hear func(kind crossing, v goja.Value)
}

func (s *Streams) newCross(end *messaging.End, hear func(kind crossing, v goja.Value)) *cross {
	c := &cross{s: s, end: end, hear: hear}
	end.Attach(messaging.In(s.rt).Inbox())
	end.Listen(c.deliver, true)
	return c
}

// wait keeps the program alive, as a port with listeners does.
func (c *cross) wait() {
	if c.hold == nil && !c.over {
		c.hold = c.s.rt.Loop().Hold("stream", "transferred").Peer()
	}
}

func (c *cross) rest() {
	if c.hold != nil {
		c.hold.Release()
		c.hold = nil
	}
}

func (c *cross) deliver(it messaging.Item) {
	if c.over {
		return
	}
	kind, _ := it.Note.(crossing)
	v := goja.Undefined()
	switch {
	case it.Closed:
		kind, v = crossError, c.s.rt.ErrorValue(fault.Closed.New("the other half of the stream is gone with its isolate"))
	case it.Message != nil:
		var err error
		if v, err = c.s.rt.Cloner().Decode(it.Message); err != nil {
			kind, v = crossError, c.s.rt.ErrorValue(err)
			c.fail(v)
		}
	}
	if kind == crossClose || kind == crossError {
		c.finish()
	}
	c.hear(kind, v)
}

// send sends a value. One that cannot be cloned is an error, of which the other end hears.
func (c *cross) send(kind crossing, v goja.Value) (thrown goja.Value) {
	if c.over {
		return nil
	}
	it := messaging.Item{}
	if kind != 0 {
		it.Note = kind
	}
	if v != nil {
		message, err := c.s.rt.Cloner().Encode(v, clone.Options{Once: true})
		if err != nil {
			thrown = c.s.rt.ErrorValue(err)
			if kind != crossError {
				c.fail(thrown)
			}
			return thrown
		}
		it.Message = message
	}
	c.end.Send(it)
	return nil
}

// fail tells the other end of an error, or that there is one which cannot be told.
func (c *cross) fail(reason goja.Value) {
	if thrown := c.send(crossError, reason); thrown != nil {
		c.send(crossError, thrown)
	}
	c.finish()
}

// finish closes the channel; what was sent still arrives.
func (c *cross) finish() {
	c.over = true
	c.rest()
	c.end.Close()
}

// crossReadable makes the stream of what comes out of a channel.
func (s *Streams) crossReadable(end *messaging.End) *Readable {
	var r *Readable
	c := s.newCross(end, func(kind crossing, v goja.Value) {
		control := r.control.(*defaultController)
		switch kind {
		case crossClose:
			control.close()
		case crossError:
			control.fail(v)
		default:
			if control.enqueue(v); r.waits() == 0 {
				r.across.rest()
			}
		}
	})
	r = s.newReadable(0, nil, source{
		start: s.done,
		pull: func() *future {
			c.wait()
			c.send(crossPull, nil)
			return s.done()
		},
		cancel: func(reason goja.Value) *future {
			c.fail(reason)
			return s.done()
		},
	})
	r.across = c
	return r
}

// crossWritable makes the stream of what goes into a channel.
func (s *Streams) crossWritable(end *messaging.End) *Writable {
	var w *Writable
	room := s.pending() // fulfilled when the other end has asked for a chunk
	c := s.newCross(end, func(kind crossing, v goja.Value) {
		if kind == crossError {
			w.control.failIfOpen(v)
		}
		room.fulfill()
	})
	c.wait()
	w = s.newWritable(1, nil, sink{
		start: s.done,
		write: func(chunk goja.Value) *future {
			f := s.pending()
			room.then(func(goja.Value) {
				if c.over {
					f.fulfill()
					return
				}
				room = s.pending()
				if thrown := c.send(0, chunk); thrown != nil {
					f.reject(thrown)
					return
				}
				f.fulfill()
			}, nil)
			return f
		},
		close: func() *future {
			c.send(crossClose, nil)
			c.finish()
			return s.done()
		},
		abort: func(reason goja.Value) *future {
			c.fail(reason)
			return s.done()
		},
	})
	return w
}
