package streams

import (
	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime/bind"
)

// branches are what the two ways of tee have in common: the two streams, and who of them has been cancelled.
type branches struct {
	s         *Streams
	of        *Readable
	reader    *reader
	two       [2]*Readable
	cancelled [2]bool
	reasons   [2]goja.Value
	cancel    *future
	reading   bool
	again     [2]bool
}

// Tee splits a stream that is not locked into two, which have the same chunks.
func (r *Readable) Tee() (one, two *Readable) {
	b := &branches{s: r.s, of: r, reader: r.acquire(), cancel: r.s.pending()}
	if _, ok := r.control.(*byteController); ok {
		for i := range b.two {
			b.two[i] = r.s.newByteStream(0, source{
				start: r.s.done, pull: func() *future { return b.pullBytes(i) }, cancel: b.canceller(i),
			})
		}
	} else {
		for i := range b.two {
			b.two[i] = r.s.newReadable(1, nil, source{start: r.s.done, pull: b.pull, cancel: b.canceller(i)})
		}
	}
	b.watch(b.reader)
	return b.two[0], b.two[1]
}

// canceller is the cancel of a branch: the stream is cancelled when both branches are.
func (b *branches) canceller(i int) func(reason goja.Value) *future {
	return func(reason goja.Value) *future {
		b.cancelled[i], b.reasons[i] = true, reason
		if b.cancelled[1-i] {
			b.cancel.follow(b.of.cancel(bind.Array(b.s.rt, b.reasons[:])))
		}
		return b.cancel
	}
}

// watch tells the branches of an error of the stream.
func (b *branches) watch(rd *reader) {
	rd.closed.then(nil, func(reason goja.Value) {
		if rd != b.reader {
			return
		}
		for _, branch := range b.two {
			branch.control.fail(reason)
		}
		b.settle()
	})
}

// settle fulfills the promise of cancel, for a branch that has been cancelled while the other still read.
func (b *branches) settle() {
	if !b.cancelled[0] || !b.cancelled[1] {
		b.cancel.fulfill()
	}
}

// ended closes the branches that are not cancelled, beginning with one.
func (b *branches) ended(first int) {
	b.reading = false
	for _, i := range []int{first, 1 - first} {
		if !b.cancelled[i] {
			b.two[i].control.close()
		}
	}
}

func (b *branches) failed(goja.Value) { b.reading = false }

// pull reads a chunk for both branches of a stream of anything.
func (b *branches) pull() *future {
	if b.reading {
		b.again[0] = true
		return b.s.done()
	}
	b.reading = true
	b.reader.read(&steps{
		// An error is known a microtask after it happens, and must reach both branches before chunks that were there.
		onChunk: func(chunk goja.Value) {
			b.s.soon(func() {
				b.again[0] = false
				for i, branch := range b.two {
					if !b.cancelled[i] {
						branch.control.(*defaultController).enqueue(chunk)
					}
				}
				b.reading = false
				if b.again[0] {
					b.pull()
				}
			})
		},
		onEnd: func(goja.Value) {
			b.ended(0)
			b.settle()
		},
		onFail: b.failed,
	})
	return b.s.done()
}

// pullBytes reads for a branch of a stream of bytes: into its view, if it has one.
func (b *branches) pullBytes(i int) *future {
	if b.reading {
		b.again[i] = true
		return b.s.done()
	}
	b.reading = true
	if q := b.bytes(i).asked(); q != nil {
		b.fillView(i, q)
	} else {
		b.readBytes()
	}
	return b.s.done()
}

func (b *branches) bytes(i int) *byteController { return b.two[i].control.(*byteController) }

// waits reports whether a branch has a view to be filled. It has none any more if it was cancelled, or failed because
// the stream ended in the middle of an element.
func (b *branches) waits(i int) bool { return !b.cancelled[i] && b.bytes(i).pulls.len() > 0 }

// use makes sure that the reader is of the kind that is needed.
func (b *branches) use(byob bool) {
	if b.reader.byob == byob {
		return
	}
	b.reader.release()
	b.reader, _ = b.of.lock(byob)
	b.watch(b.reader)
}

func (b *branches) readBytes() {
	b.use(false)
	b.reader.read(&steps{
		onChunk: func(chunk goja.Value) {
			b.s.soon(func() {
				b.again = [2]bool{}
				v, _ := viewOf(chunk.(*goja.Object))
				data := append([]byte(nil), v.data()...)
				b.give(0, v.take(), v.offset, v.bytes)
				b.give(1, data, 0, len(data))
				b.goOn()
			})
		},
		onEnd: func(goja.Value) {
			b.ended(0)
			for i := range b.two {
				if b.bytes(i).pulls.len() > 0 {
					b.bytes(i).respond(0)
				}
			}
			b.settle()
		},
		onFail: b.failed,
	})
}

func (b *branches) give(i int, buffer []byte, offset, length int) {
	if !b.cancelled[i] {
		b.bytes(i).enqueue(buffer, offset, length)
	}
}

func (b *branches) goOn() {
	b.reading = false
	for i := range b.two {
		if b.again[i] {
			b.pullBytes(i)
			return
		}
	}
}

// fillView reads into the view that a branch was asked to fill. The other branch gets a copy.
func (b *branches) fillView(i int, q *byobRequest) {
	b.use(true)
	mine, other := b.bytes(i), b.bytes(1-i)
	asked, _ := viewOf(q.view.(*goja.Object))
	b.of.disturbed = true
	if b.of.state == errored {
		b.failed(nil)
		return
	}
	b.of.control.(*byteController).pullInto(asked, 1, &steps{
		onChunk: func(chunk goja.Value) {
			b.s.soon(func() {
				b.again = [2]bool{}
				v, _ := viewOf(chunk.(*goja.Object))
				data := append([]byte(nil), v.data()...)
				if b.waits(i) {
					mine.respondWith(v)
				}
				if !b.cancelled[1-i] {
					other.enqueue(data, 0, len(data))
				}
				b.goOn()
			})
		},
		onEnd: func(rest goja.Value) {
			b.ended(i)
			if rest != nil {
				if v, _ := viewOf(rest.(*goja.Object)); b.waits(i) {
					mine.respondWith(v)
				}
				if b.waits(1 - i) {
					other.respond(0)
				}
			}
			b.settle()
		},
		onFail: b.failed,
	})
}
