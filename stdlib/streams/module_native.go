package streams

import (
	"context"
	"errors"
	"io"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
)

// copyNatively is a pipe that enters no JavaScript: from a Go reader that nobody has read yet, through a codec or to a
// Go writer that nobody has written to. It returns nil if the streams are others.
func (s *Streams) copyNatively(from *Readable, to *Writable, o pipeOptions) *future {
	if !to.fresh() || from.origin == nil || s.rt.Scope().Aborted() || o.signal != nil && o.signal.Aborted() {
		return nil
	}
	switch {
	case to.target != nil:
		return s.copyOut(from, to, o)
	case to.into != nil && to.into.codec != nil && o == pipeOptions{}:
		return s.copyThrough(from, to.into)
	}
	return nil
}

// copyOut copies a reader to a writer.
func (s *Streams) copyOut(from *Readable, to *Writable, o pipeOptions) *future {
	src, ended := from.take()
	if src == nil {
		return nil
	}
	done := s.pending()
	wr, _ := to.lock()
	ctx, cancel := context.WithCancelCause(context.Background())
	var stops []func() bool
	for _, sig := range []*runtime.Signal{o.signal, &s.rt.Scope().Signal} {
		if sig != nil {
			stops = append(stops, sig.AfterFunc(func() {
				cancel(s.rt.Thrown(bind.Reason(s.rt, sig)))
				_ = src.r.Close()
			}))
		}
	}
	var failed error // the writer, not the reader
	s.workOn(src.r, src.label, func() error {
		_, err := io.CopyBuffer(writerOnly{to.target.w, &failed}, readerOnly{src.r}, make([]byte, src.chunk))
		if err == nil || !o.preventCancel {
			_ = src.r.Close() // here, so that nothing is under way when the pipe has ended
		}
		return err
	}, func(err error) {
		for _, stop := range stops {
			stop()
		}
		if cause := context.Cause(ctx); cause != nil {
			err = cause
		}
		cancel(nil)
		ended(err)
		wr.release()
		s.finishCopy(to, o, err, failed != nil, done)
	})
	return done
}

// finishCopy ends the writer and tells who waits for the copy.
func (s *Streams) finishCopy(to *Writable, o pipeOptions, err error, writer bool, done *future) {
	var last *future
	switch {
	case err == nil && o.preventClose, err != nil && !writer && o.preventAbort:
		last = s.done()
	case err == nil:
		last = to.close()
	default:
		last = to.abort(s.rt.ErrorValue(err))
	}
	last.then(func(v goja.Value) {
		if err != nil {
			done.reject(s.rt.ErrorValue(err))
			return
		}
		done.fulfill()
	}, done.reject)
}

// readerOnly and writerOnly hide what else a reader and a writer can do: the copy goes in chunks.
type (
	readerOnly struct{ io.Reader }
	writerOnly struct {
		w      io.Writer
		failed *error
	}
)

func (w writerOnly) Write(p []byte) (int, error) {
	n, err := w.w.Write(p)
	if err != nil {
		*w.failed = err
	}
	return n, err
}

// copyThrough makes the readable side of a codec read the reader itself, through the codec.
func (s *Streams) copyThrough(from *Readable, t *transform) *future {
	back := t.readable
	if back.Locked() || back.disturbed || back.state != readable {
		return nil
	}
	src, ended := from.take()
	if src == nil {
		return nil
	}
	wr, _ := t.writable.lock()
	done := s.pending()
	p := &piped{from: src.r, chunk: src.chunk, codec: t.codec()}
	over := func(err error) {
		if errors.Is(err, io.EOF) {
			err = nil
		}
		ended(err)
		wr.release()
		if err != nil {
			t.writable.control.failIfOpen(s.rt.ErrorValue(err))
			done.reject(s.rt.ErrorValue(err))
			return
		}
		t.writable.close().handle()
		done.fulfill()
	}
	p.ended = func(err error) { s.rt.Loop().Post(func() { over(err) }) }
	next := s.newOrigin(p, Options{Label: src.label, Chunk: src.chunk})
	back.origin = next
	out := t.out()
	out.source.pull = func() *future { return next.pull(back) }
	out.source.cancel = func(goja.Value) *future { return next.close() }
	t.control.change.flush = s.done
	next.watch(back, nil)
	return done
}
