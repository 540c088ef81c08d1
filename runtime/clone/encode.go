package clone

import (
	"strconv"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime/clone/slots"
)

// Options are those of one Encode. The zero value has no transfer list and the default limits.
type Options struct {
	// Transfer lists the objects to move rather than copy: ArrayBuffers, and what Hooks.Transfer knows.
	Transfer []goja.Value
	// Once says that the message will be decoded at most once, so that copied buffers can be handed over.
	Once bool
	// Lenient leaves out a cause that cannot be cloned rather than fail: for the error with which a task ends.
	Lenient bool
	// MaxDepth limits nesting; 0 stands for DefaultDepth, and nothing goes beyond DepthLimit.
	MaxDepth int
	// MaxBytes limits Size, and MaxNodes the number of values; 0 is no limit.
	MaxBytes, MaxNodes int
	// Copies makes ordinary copies of what never changes (see Immutable) instead of handles: for structuredClone, and for
	// another process.
	Copies bool
}

// DefaultDepth is the nesting that is allowed unless the options say otherwise, DepthLimit what no option exceeds: each
// level takes about a kilobyte of Go stack.
const (
	DefaultDepth = 1000
	DepthLimit   = 20_000
)

// The rough cost in bytes of a value, and of an object beyond its values.
const (
	valueBytes  = 16
	objectBytes = 64
)

type encoder struct {
	*Realm
	Options
	m    *Message
	seen map[*goja.Object]composite
	// log lists the objects of seen in order, while there may be something to take back: see attempt.
	log      []*goja.Object
	attempts int
	depth    int
	nodes    int
}

// Encode copies a value into a message. Getters are called, in the order in which JavaScript would. The errors are a
// fault.Clone that names the culprit by its path, whatever the script threw (a *goja.Exception), and a
// *goja.InterruptedError or *goja.StackOverflowError, which a native function has to panic with.
func (r *Realm) Encode(v goja.Value, o Options) (*Message, error) {
	return r.encode(o, func(e *encoder) (any, error) { return e.value(v) })
}

// encode makes a message of the node that root gives.
func (r *Realm) encode(o Options, root func(e *encoder) (any, error)) (*Message, error) {
	if o.MaxDepth <= 0 {
		o.MaxDepth = DefaultDepth
	}
	o.MaxDepth = min(o.MaxDepth, DepthLimit)
	e := &encoder{Realm: r, Options: o, m: &Message{}, seen: r.seen}
	r.seen = nil // a getter may clone something too
	if e.seen == nil {
		e.seen = map[*goja.Object]composite{}
	}
	var fail error
	err := r.Run("cloning", func() { fail = e.message(root) })
	if len(e.seen) <= 1024 {
		clear(e.seen)
		r.seen = e.seen
	}
	if err == nil {
		err = finish(fail)
	}
	if err != nil {
		return nil, err
	}
	return e.m, nil
}

// message is StructuredSerializeWithTransfer.
func (e *encoder) message(root func(e *encoder) (any, error)) error {
	moves, err := e.prepareTransfer()
	if err != nil {
		return err
	}
	if e.m.root, err = root(e); err != nil {
		return err
	}
	return e.transfer(moves)
}

// charge counts a value against the limits.
func (e *encoder) charge(nodes, bytes int) error {
	e.nodes += nodes
	e.m.size += bytes
	if e.MaxBytes > 0 && e.m.size > e.MaxBytes {
		return refuse("makes the message larger than " + strconv.Itoa(e.MaxBytes) + " bytes")
	}
	if e.MaxNodes > 0 && e.nodes > e.MaxNodes {
		return refuse("makes the message larger than " + strconv.Itoa(e.MaxNodes) + " values")
	}
	return nil
}

func (e *encoder) value(v goja.Value) (any, error) {
	switch v := v.(type) {
	case *goja.Object:
		return e.object(v)
	case goja.String:
		// Length ends the lazy scan of a string that came from Go; after it the string is safe to share.
		return v, e.charge(1, valueBytes+v.Length())
	case *goja.Symbol:
		return nil, refuse(symbol)
	case nil:
		return goja.Undefined(), e.charge(1, valueBytes)
	}
	return v, e.charge(1, valueBytes)
}

func (e *encoder) object(o *goja.Object) (any, error) {
	if n, ok := e.seen[o]; ok {
		e.again(n)
		return n, nil
	}
	if e.depth == e.MaxDepth {
		return nil, refuse("is nested deeper than " + strconv.Itoa(e.MaxDepth) + " levels")
	}
	if err := e.charge(1, objectBytes); err != nil {
		return nil, err
	}
	e.depth++
	n, err := e.branch(o)
	e.depth--
	return n, err
}

// again gives a node that is reached once more a slot.
func (e *encoder) again(n composite) {
	if r := n.self(); r.slot == 0 {
		e.m.shared++
		r.slot = e.m.shared
	}
}

// branch encodes an object that was not seen before. The common kinds come first.
func (e *encoder) branch(o *goja.Object) (any, error) {
	kind := slots.Of(o)
	switch kind {
	case slots.Plain:
		if o == e.VM.GlobalObject() {
			return nil, refuse("is the global object and cannot be cloned: send the values that are needed")
		}
		if o.Prototype() == e.ObjectPrototype() {
			return e.plain(o)
		}
	case slots.Array:
		return e.array(o)
	case slots.Proxy:
		return nil, refuse(unclonable.Get()[kind])
	}
	if e.hooks.Handle != nil {
		h, err := e.hooks.Handle(o)
		if err != nil {
			return nil, err
		}
		if h != nil && !e.copied(h) {
			n := &handle{value: h}
			e.remember(o, n)
			return n, nil
		}
	}
	return e.other(kind, o)
}

// copied reports whether the object behind a handle is to be copied.
func (e *encoder) copied(handle any) bool {
	if !e.Copies {
		return false
	}
	_, ok := handle.(Immutable)
	return ok
}

// remember enters an object before its parts are encoded, so that a cycle ends at it.
func (e *encoder) remember(o *goja.Object, n composite) {
	e.seen[o] = n
	if e.attempts > 0 {
		e.log = append(e.log, o)
	}
}
