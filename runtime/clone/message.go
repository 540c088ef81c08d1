// Package clone carries JavaScript values from one runtime to another: it is the structured clone algorithm of the HTML
// standard (structuredClone, postMessage, the arguments of a worker's task), with transfer.
//
// A value is encoded into a Message, an immutable tree of Go data that belongs to no runtime. Any number of goroutines
// may decode one Message any number of times. Strings and BigInts are shared rather than copied, buffers can be
// moved, and a host's Go objects (locks, channels, counters) travel as handles: the other side wraps the same object.
// There is no JSON and no bytes in between, which makes it two to five times as fast as a JSON round trip.
package clone

import (
	"sync/atomic"

	"github.com/dop251/goja"
)

// Message is a value in transit. It never changes and may be shared between goroutines.
type Message struct {
	root any
	// moved are the nodes of the transferred objects, in the order of the transfer list.
	moved []any
	// shared counts the nodes that are reached more than once; each has a slot.
	shared int
	size   int
}

// Size estimates the bytes that the message holds, transferred buffers included.
func (m *Message) Size() int { return m.size }

// A node of the tree is a goja.Value when it is a primitive: those are immutable and belong to no runtime. Otherwise it
// is a pointer to one of the types below.

// ref is what every node for an object has: its slot, counted from 1, or 0 when it is reached only once.
type ref struct{ slot int }

func (r *ref) self() *ref { return r }

// composite is any node but a primitive.
type composite interface{ self() *ref }

type (
	// object is a plain object. names is set instead of keys when a key is not valid Unicode.
	object struct {
		ref
		keys   []string
		names  []goja.Value
		values []any
	}
	// array is an array without holes and without properties of its own. flat says that all items are primitives.
	array struct {
		ref
		items []any
		flat  bool
	}
	// special is any other array: what it has is in keys, indexes among them.
	special struct {
		object
		length int64
	}
	// collection is a Map (key and value in turn) or a Set.
	collection struct {
		ref
		isMap bool
		items []any
	}
	// failure is an Error with its own properties.
	failure struct {
		ref
		class string
		props []property
		// within is the error of the host that it stands for, or nil. It stays in the process.
		within error
	}
	property struct {
		key        string
		value      any
		enumerable bool
	}
	// boxed is a Number, String, Boolean or BigInt object.
	boxed struct {
		ref
		value goja.Value
	}
	// date holds a time value: a number, perhaps NaN.
	date struct {
		ref
		time goja.Value
	}
	// pattern is a RegExp.
	pattern struct {
		ref
		source goja.Value
		flags  string
	}
	// buffer is an ArrayBuffer. An owned one goes to the first who decodes it; any other is copied each time.
	buffer struct {
		ref
		data  []byte
		owned bool
		taken atomic.Bool
	}
	// view is a typed array or DataView.
	view struct {
		ref
		class          string
		buffer         any
		offset, length int
	}
	// handle is a Go value of the host.
	handle struct {
		ref
		value any
	}
)
