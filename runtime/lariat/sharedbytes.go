package lariat

import (
	"reflect"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/clone"
	"github.com/lariatjs/lariat/runtime/fault"
	"github.com/lariatjs/lariat/runtime/memory"
)

// SharedBytes is memory that Go and scripts have in common, in all isolates that it is given to: a SharedArrayBuffer there. It
// is a parameter, a result or a value by its pointer; a []byte is a copy.
type SharedBytes struct{ block []byte }

// NewSharedBytes makes a block of n zero bytes.
func NewSharedBytes(n int) (*SharedBytes, error) {
	if n < 0 || n > maxBytes {
		return nil, fault.Range.New("NewSharedBytes: must be from 0 to %d bytes, got %d", maxBytes, n)
	}
	return &SharedBytes{memory.New(n)}, nil
}

// Bytes is the memory itself. While a script may work on it, use the functions of package runtime/memory, which are atomic, as
// Atomics is in scripts.
func (s *SharedBytes) Bytes() []byte { return s.block }

var sharedType = reflect.TypeFor[SharedBytes]()

func encodeShared(_ *encoder, v reflect.Value) (clone.Node, error) {
	return clone.Handle(runtime.SharedMemory(v.Interface().(SharedBytes).block)), nil
}

func decodeShared(_ *decoder, n clone.Node, to reflect.Value) error {
	block, ok := n.Handle().(runtime.SharedMemory)
	if !ok {
		return want("a SharedArrayBuffer", n)
	}
	to.Set(reflect.ValueOf(SharedBytes{block}))
	return nil
}
