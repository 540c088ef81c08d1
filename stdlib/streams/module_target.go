package streams

import (
	"io"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/fault"
)

// target is the Go writer beneath a stream.
type target struct {
	s     *Streams
	w     io.WriteCloser
	label string
}

// Aborter is a writer that wants to know that what was written is not complete. Otherwise it is closed.
type Aborter interface{ Abort(err error) error }

// ToWriter makes a WritableStream that writes bytes, and strings as UTF-8, to w, on goroutines of its own: one Write at a
// time. w is closed once: when the stream is, after an error, or by Abort if it has that.
func (s *Streams) ToWriter(w io.WriteCloser, o Options) *Writable {
	t := &target{s: s, w: w, label: o.Label}
	stream := s.newWritable(1, nil, sink{start: s.done, write: t.write, close: t.close, abort: t.abort})
	stream.target = t
	return stream
}

func (t *target) write(chunk goja.Value) *future {
	var b []byte
	if text, ok := chunk.(goja.String); ok {
		b = []byte(text.String())
	} else {
		var err error
		if b, err = t.s.bytesOf(t.label, chunk); err != nil {
			t.abort(t.s.rt.ErrorValue(err))
			return t.s.failed(t.s.rt.ErrorValue(err))
		}
	}
	return t.s.working(t.label, func() error {
		_, err := t.w.Write(b)
		if err != nil {
			_ = t.drop(err)
		}
		return err
	})
}

func (t *target) close() *future { return t.s.working(t.label, t.w.Close) }

func (t *target) abort(reason goja.Value) *future {
	err := error(t.s.rt.Thrown(reason))
	return t.s.working(t.label, func() error { return t.drop(err) })
}

func (t *target) drop(err error) error {
	if a, ok := t.w.(Aborter); ok {
		return a.Abort(err)
	}
	return t.w.Close()
}

// fresh reports whether nobody has used the stream yet.
func (w *Writable) fresh() bool {
	return w.state == writable && !w.Locked() && !w.ending() && w.control.queue.len() == 0 && w.writing == nil
}

// Collect reads all bytes of a stream that is not locked and hands them to done on the loop goroutine. More than limit
// bytes are an error; a negative limit is none.
func (s *Streams) Collect(r *Readable, limit int64, done func(b []byte, err error)) {
	if o, ended := r.take(); o != nil {
		var all []byte
		s.workOn(o.r, o.label, func() (err error) {
			all, err = readAll(o.r, limit)
			_ = o.r.Close()
			return err
		}, func(err error) {
			ended(err)
			done(all, err)
		})
		return
	}
	rd, thrown := r.lock(false)
	if thrown != nil {
		done(nil, s.throw(thrown))
		return
	}
	c := &collecting{s: s, reader: rd, limit: limit, done: done}
	c.next()
}

// readAll reads up to a limit.
func readAll(r io.Reader, limit int64) ([]byte, error) {
	if limit < 0 {
		return io.ReadAll(r)
	}
	b, err := io.ReadAll(io.LimitReader(r, limit+1))
	if err == nil && int64(len(b)) > limit {
		return nil, tooLong(limit)
	}
	return b, err
}

func tooLong(limit int64) error {
	return fault.Limit.New("the stream has more than %d bytes", limit)
}

// collecting is one Collect, as a request of its reader.
type collecting struct {
	s      *Streams
	reader *reader
	all    []byte
	limit  int64
	done   func([]byte, error)
	busy   bool // inside read
	again  bool
}

// next reads until a chunk does not come at once.
func (c *collecting) next() {
	c.again = true
	if c.busy {
		return
	}
	c.busy = true
	for c.again {
		c.again = false
		c.reader.read(c)
	}
	c.busy = false
}

func (c *collecting) chunk(v goja.Value) {
	b, ok := bind.BytesOf(v)
	switch {
	case !ok:
		c.give(fault.Type.New("a chunk of a stream of bytes must be a Uint8Array"))
	case c.limit >= 0 && int64(len(c.all)+len(b)) > c.limit:
		c.give(tooLong(c.limit))
	default:
		c.all = append(c.all, b...)
		c.next()
	}
}

// give ends it: nobody wants the rest.
func (c *collecting) give(err error) {
	c.reader.stream.cancel(c.s.rt.ErrorValue(err)).handle()
	c.reader.release()
	c.done(nil, err)
}

func (c *collecting) end(goja.Value) {
	c.reader.release()
	c.done(c.all, nil)
}

func (c *collecting) fail(reason goja.Value) {
	c.reader.release()
	c.done(nil, c.s.throw(reason))
}
