package streams

import (
	"io"
	"runtime/debug"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/clone/slots"
	"github.com/lariatjs/lariat/runtime/fault"
)

// work runs f on another goroutine and keeps the program alive meanwhile. then hears of the outcome on the loop
// goroutine.
func (s *Streams) work(label string, f func() error, then func(err error)) {
	s.workOn(nil, label, f, then)
}

// workOn is work that reads r.
func (s *Streams) workOn(r io.Reader, label string, f func() error, then func(err error)) {
	hold := s.rt.Loop().Hold("stream", label)
	s.rt.Go(func() {
		done := Await(r, hold)
		err := guarded(label, f)
		done()
		s.rt.Loop().Post(func() {
			hold.Release()
			then(err)
		})
	})
}

// working is work as a future.
func (s *Streams) working(label string, f func() error) *future {
	fut := s.pending()
	s.work(label, f, func(err error) {
		if err != nil {
			fut.reject(s.rt.ErrorValue(err))
			return
		}
		fut.fulfill()
	})
	return fut
}

func guarded(label string, f func() error) (err error) {
	defer func() {
		if x := recover(); x != nil {
			err = fault.Internal.New("%s panicked: %v", label, x).With("goStack", string(debug.Stack()))
		}
	}()
	return f()
}

// bytesOf copies the bytes of a chunk, which the script may change while Go reads them.
func (s *Streams) bytesOf(label string, chunk goja.Value) ([]byte, error) {
	b, ok := bind.BytesOf(chunk)
	if !ok || shared(chunk.(*goja.Object)) {
		return nil, fault.Type.New("%s: a chunk must be an ArrayBuffer or a view of one", label)
	}
	return append(make([]byte, 0, len(b)), b...), nil
}

// shared reports whether another isolate may change the bytes of a buffer or a view meanwhile.
func shared(obj *goja.Object) bool {
	if slots.Of(obj) != slots.ArrayBuffer {
		obj = slots.ViewOf(obj).Buffer
	}
	return slots.IsShared(obj)
}
