package streams

import (
	"slices"
	"strings"
	"sync"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/fault"
)

// The Go halves of CompressionStream and DecompressionStream (https://compression.spec.whatwg.org).
type (
	compressionStream   struct{ *transform }
	decompressionStream struct{ *transform }
)

func (s *Streams) compressionClasses() (compress, decompress *goja.Object) {
	one := transformClass("CompressionStream", func(c *bind.Call) (compressionStream, error) {
		t, err := s.codecStream(c, "CompressionStream", NewCompressor)
		return compressionStream{t}, err
	})
	two := transformClass("DecompressionStream", func(c *bind.Call) (decompressionStream, error) {
		t, err := s.codecStream(c, "DecompressionStream", NewDecompressor)
		return decompressionStream{t}, err
	})
	one.Length, two.Length = 1, 1
	return one.In(s.rt).Value, two.In(s.rt).Value
}

// codecStream makes the TransformStream of new CompressionStream(format).
func (s *Streams) codecStream(c *bind.Call, label string, codec func(format string) Codec) (*transform, error) {
	want := strings.Join(formats, ", ")
	if c.Len() == 0 {
		c.Wrong("format", "one of "+want)
	}
	format := c.Text(0)
	if !slices.Contains(formats, format) {
		return nil, fault.Type.New("%s: \"format\" must be one of %s, got %q", c.Name(), want, format)
	}
	return s.Through(label, func() Codec { return codec(format) }), nil
}

// Through makes a TransformStream whose chunks, which are bytes, go through a codec on other goroutines.
func (s *Streams) Through(label string, codec func() Codec) *transform {
	k := &coding{s: s, label: label, held: &heldCodec{codec: codec()}}
	k.t = s.newTransform(k.chunk, k.flush)
	k.t.codec = codec
	k.t.control.change.cancel = func(goja.Value) *future {
		k.held.drop()
		return s.done()
	}
	k.held.forget = s.rt.OnClose(k.held.drop)
	runtime.AfterGone(k.t, (*heldCodec).drop, k.held)
	return k.t
}

// heldCodec is a codec that may be dropped from any goroutine: with the stream, or with the runtime.
type heldCodec struct {
	mu     sync.Mutex
	codec  Codec // nil once it was dropped
	forget func()
}

func (h *heldCodec) drop() {
	h.mu.Lock()
	codec := h.codec
	h.codec = nil
	if codec != nil {
		codec.Drop()
	}
	h.mu.Unlock()
	if codec != nil && h.forget != nil {
		h.forget()
	}
}

// use runs f with the codec.
func (h *heldCodec) use(f func(codec Codec) error) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.codec == nil {
		return fault.Closed.New("the stream was closed")
	}
	return f(h.codec)
}

// coding is a stream that goes through a codec.
type coding struct {
	s     *Streams
	label string
	held  *heldCodec
	t     *transform
}

func (k *coding) chunk(chunk goja.Value) *future {
	in, err := k.s.bytesOf(k.label, chunk)
	if err != nil {
		k.held.drop()
		return k.s.failed(k.s.rt.ErrorValue(err))
	}
	done := k.s.pending()
	k.piece(func(codec Codec) ([]byte, error) { return codec.Write(in) }, done)
	return done
}

func (k *coding) flush() *future {
	done := k.s.pending()
	k.piece(Codec.Finish, done)
	return done.after(k.held.drop, nil)
}

// piece has the codec do something and enqueues what comes of it, and then what more there is, as fast as it is read.
func (k *coding) piece(do func(codec Codec) ([]byte, error), done *future) {
	var out []byte
	more := false
	k.s.work(k.label, func() error {
		return k.held.use(func(codec Codec) (err error) {
			out, err = do(codec)
			more = codec.More()
			return err
		})
	}, func(err error) {
		if len(out) > 0 && k.t.out().open() {
			k.t.enqueue(k.s.newView("Uint8Array", out, 0, len(out)))
		}
		switch {
		case err != nil:
			k.held.drop()
			done.reject(k.s.rt.ErrorValue(err))
		case !more:
			done.fulfill()
		case k.t.backpressure:
			k.t.changed.then(func(goja.Value) { k.rest(done) }, nil)
		default:
			k.rest(done)
		}
	})
}

// rest goes on with what a piece has left.
func (k *coding) rest(done *future) {
	if !k.t.out().open() {
		done.fulfill() // nobody wants it
		return
	}
	k.piece(func(codec Codec) ([]byte, error) { return codec.Write(nil) }, done)
}
