package streams

import (
	"errors"
	"io"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
)

// Options say how Go's end of a stream works.
type Options struct {
	// Label names the stream in reports.
	Label string
	// Chunk is how many bytes are read at once; zero is 64 KiB.
	Chunk int
	// Scope ends the stream when it is cancelled; nil is the current one.
	Scope *runtime.Scope
}

const defaultChunk = 64 << 10

// origin is the Go reader beneath a stream.
type origin struct {
	s       *Streams
	r       io.ReadCloser
	label   string
	chunk   int
	reading bool
	instant bool // a Read does not block
	taken   bool // Go reads it without the stream
	over    bool
	forget  []func() bool
}

// FromReader makes a ReadableStream of the bytes of r, which it reads when somebody reads the stream, on goroutines of
// its own: one Read at a time. r is closed once: at its end, after an error, when the stream or the scope is cancelled,
// when nobody has the stream any more or the runtime ends. Close may come while a Read is under way, which it must end.
func (s *Streams) FromReader(r io.ReadCloser, o Options) *Readable {
	stream := s.newOrigin(r, o).stream()
	stream.origin.watch(stream, o.Scope)
	return stream
}

// FromMemory is FromReader for bytes that are there: nothing waits, and no goroutine reads them.
func (s *Streams) FromMemory(r io.Reader) *Readable {
	o := s.newOrigin(io.NopCloser(r), Options{Label: "memory"})
	o.instant = true
	return o.stream()
}

func (o *origin) stream() *Readable {
	var stream *Readable
	stream = o.s.newByteStream(0, source{
		start:  o.s.done,
		pull:   func() *future { return o.pull(stream) },
		cancel: func(goja.Value) *future { return o.close() },
	})
	stream.origin = o
	return stream
}

func (s *Streams) newOrigin(r io.ReadCloser, o Options) *origin {
	if o.Chunk <= 0 {
		o.Chunk = defaultChunk
	}
	return &origin{s: s, r: r, label: o.Label, chunk: o.Chunk}
}

// watch ends the stream with the scope and the runtime, and the reader with the stream.
func (o *origin) watch(stream *Readable, scope *runtime.Scope) {
	if scope == nil {
		scope = o.s.rt.Scope()
	}
	end := func(stream *Readable) {
		stream.control.fail(bind.Reason(o.s.rt, &scope.Signal))
		o.close()
	}
	if scope.Aborted() {
		end(stream)
		return
	}
	forget := o.s.rt.OnClose(func() { _ = o.r.Close() })
	o.forget = append(o.forget, func() bool { forget(); return true }, untilGone(&scope.Signal, stream, end))
	runtime.AfterGone(stream, func(o *origin) { o.s.rt.Loop().Post(func() { o.close() }) }, o)
}

// end notes that nothing is to be watched any more. It reports whether it is called for the first time.
func (o *origin) end() bool {
	if o.over {
		return false
	}
	o.over = true
	o.unwatch()
	return true
}

func (o *origin) unwatch() {
	for _, f := range o.forget {
		f()
	}
	o.forget = nil
}

// close closes the reader, which may take its time.
func (o *origin) close() *future {
	if !o.end() || o.instant {
		return o.s.done()
	}
	return o.s.working(o.label, o.r.Close)
}

// pull reads a chunk.
func (o *origin) pull(stream *Readable) *future {
	if o.instant {
		buffer, n, err := o.read()
		o.deliver(stream, buffer, n, err)
		return o.s.done()
	}
	f := o.s.pending()
	var buffer []byte
	var n int
	o.reading = true
	o.s.workOn(o.r, o.label, func() (err error) {
		if buffer, n, err = o.read(); err != nil {
			_ = o.r.Close() // here, so that nothing is under way when the end is known
		}
		return err
	}, func(err error) {
		o.reading = false
		o.deliver(stream, buffer, n, err)
		f.fulfill()
	})
	return f
}

// read reads at least a byte, or returns why there is none and closes the reader. What is short is given a buffer of
// its size.
func (o *origin) read() ([]byte, int, error) {
	buffer := make([]byte, o.chunk)
	for {
		n, err := o.r.Read(buffer)
		switch {
		case err != nil:
			_ = o.r.Close()
		case n == 0:
			continue
		}
		if n > 0 && n <= len(buffer)/4 {
			buffer = append(make([]byte, 0, n), buffer[:n]...)
		}
		return buffer, n, err
	}
}

// deliver gives a stream what was read.
func (o *origin) deliver(stream *Readable, buffer []byte, n int, err error) {
	if n > 0 {
		switch c := stream.control.(type) {
		case *byteController:
			c.enqueue(buffer, 0, n)
		case *defaultController:
			if c.open() {
				c.enqueue(o.s.newView("Uint8Array", buffer[:n:n], 0, n))
			}
		}
	}
	switch {
	case err == nil:
		return
	case errors.Is(err, io.EOF):
		stream.control.close()
	default:
		stream.control.fail(o.s.rt.ErrorValue(err))
	}
	if c, ok := stream.control.(*byteController); ok && stream.state == closed && c.pulls.len() > 0 {
		c.respond(0)
	}
	o.end()
}

// take returns the reader of a stream that nobody has read yet, for Go alone. The stream is locked for good, and ended
// by what must be called on the loop goroutine with the outcome: nil or io.EOF at the end of the bytes.
func (r *Readable) take() (from *origin, ended func(err error)) {
	o := r.origin
	if o == nil || o.taken || o.over || o.reading || r.disturbed || r.Locked() || r.state != readable {
		return nil, nil
	}
	o.taken, r.disturbed = true, true
	rd := r.acquire()
	return o, func(err error) {
		if err == nil || errors.Is(err, io.EOF) {
			r.control.close()
		} else {
			r.control.fail(r.s.rt.ErrorValue(err))
		}
		if rd.stream != nil {
			rd.release()
		}
		o.end()
	}
}
