package clone

import (
	"encoding/binary"
	"math"
	"slices"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime/fault"
)

// wireReader reads one message. After the first failure it reads on as if the rest were undefined; the result is dropped.
type wireReader struct {
	*Wire
	m    *Message
	data []byte
	// owed are the bytes that the items announced so far will take at the least: no count may promise more than is left.
	owed  int
	depth int
	// shared are the objects that others may refer to.
	shared []composite
	keys   []string
	err    error
}

func (r *wireReader) fail(format string, args ...any) {
	if r.err == nil {
		r.err = fault.Clone.New("the message is damaged: "+format, args...)
		r.data = nil
	}
}

func (r *wireReader) message() {
	r.m.root = r.node()
	for range r.count(1) {
		r.owed--
		n, ok := r.node().(composite)
		if !ok || n.self().slot == 0 {
			r.fail("what was transferred is no part of it")
			break
		}
		switch n.(type) {
		case *buffer, *handle:
			r.m.moved = append(r.m.moved, n)
		default:
			r.fail("it transfers what cannot be")
		}
	}
	if len(r.data) != 0 {
		r.fail("%d bytes follow its end", len(r.data))
	}
	r.m.shared = len(r.shared)
}

func (r *wireReader) byte() byte {
	if len(r.data) == 0 {
		r.fail("it ends too soon")
		return tagUndefined
	}
	b := r.data[0]
	r.data = r.data[1:]
	return b
}

// varint reads a number up to limit.
func (r *wireReader) varint(limit uint64) uint64 {
	n, size := binary.Uvarint(r.data)
	if size <= 0 || n > limit {
		r.fail("a number in it is too large, or cut short")
		return 0
	}
	r.data = r.data[size:]
	return n
}

func (r *wireReader) number(limit int) int { return int(r.varint(uint64(limit))) }

// count reads how many items follow, each of which takes so many bytes or more. The caller takes them from owed, one
// by one, so that items inside of items cannot promise the same bytes again.
func (r *wireReader) count(size int) int {
	left := max(0, len(r.data)-r.owed)
	n := r.number(left / size)
	r.owed += n * size
	return n
}

// take returns the next n bytes, which stay where they are.
func (r *wireReader) take(n int) []byte {
	if n > len(r.data) {
		r.fail("it ends too soon")
		return nil
	}
	b := r.data[:n]
	r.data = r.data[n:]
	return b
}

func (r *wireReader) bytes() []byte { return r.take(r.number(len(r.data))) }

func (r *wireReader) key() string {
	n := r.number(len(r.keys))
	if n > 0 {
		return r.keys[n-1]
	}
	s := string(r.bytes())
	r.m.size += len(s)
	if len(s) <= maxKeyText {
		r.keys = append(r.keys, s)
	}
	return s
}

// node reads a goja.Value or a composite.
func (r *wireReader) node() any {
	tag := r.byte()
	if v := r.primitive(tag); v != nil {
		r.m.size += valueBytes
		return v
	}
	if tag == tagRef {
		if n := r.number(len(r.shared)); n < len(r.shared) {
			return r.shared[n]
		}
		r.fail("it refers to an object that has not come yet")
		return goja.Undefined()
	}
	if r.depth == DepthLimit {
		r.fail("it is nested deeper than %d levels", DepthLimit)
		return goja.Undefined()
	}
	r.depth++
	r.m.size += objectBytes
	n := r.composite(tag&^tagShared, tag&tagShared != 0)
	r.depth--
	if n == nil || r.err != nil {
		r.fail("it has an unknown tag")
		return goja.Undefined()
	}
	return n
}

// enter gives a node its slot before its parts are read, so that they can refer to it.
func (r *wireReader) enter(n composite, shared bool) {
	if shared {
		r.shared = append(r.shared, n)
		n.self().slot = len(r.shared)
	}
}

// composite reads an object; it is nil if there is no such tag.
func (r *wireReader) composite(tag byte, shared bool) composite {
	switch tag {
	case tagObject, tagNamed:
		n := &object{}
		r.enter(n, shared)
		r.fields(n, tag == tagNamed)
		return n
	case tagSparse, tagSparseNamed:
		n := &special{}
		r.enter(n, shared)
		n.length = int64(r.varint(math.MaxUint32))
		r.fields(&n.object, tag == tagSparseNamed)
		return n
	case tagArray:
		n := &array{flat: true}
		r.enter(n, shared)
		n.items = r.items(r.count(1))
		n.flat = !slices.ContainsFunc(n.items, isComposite)
		return n
	case tagMap, tagSet:
		n := &collection{isMap: tag == tagMap}
		r.enter(n, shared)
		n.items = r.items(r.count(1))
		if n.isMap && len(n.items)%2 != 0 {
			r.fail("a Map in it has a key without a value")
		}
		return n
	case tagError:
		return r.failure(shared)
	case tagPacked:
		return r.packed(shared)
	}
	return r.leaf(tag, shared)
}

func isComposite(n any) bool {
	_, ok := n.(composite)
	return ok
}

func (r *wireReader) items(count int) []any {
	items := make([]any, count)
	for i := range items {
		r.owed--
		items[i] = r.node()
	}
	return items
}

// fields reads the properties of an object: each is a key and a value, of two bytes or more in all.
func (r *wireReader) fields(n *object, named bool) {
	count := r.count(2)
	n.values = make([]any, count)
	if named {
		n.names = make([]goja.Value, count)
	} else {
		n.keys = make([]string, count)
	}
	for i := range count {
		r.owed -= 2
		if named {
			n.names[i] = r.string()
		} else {
			n.keys[i] = r.key()
		}
		n.values[i] = r.node()
	}
}

func (r *wireReader) failure(shared bool) *failure {
	n := &failure{class: string(r.bytes())}
	r.enter(n, shared)
	count := r.count(3)
	n.props = make([]property, count)
	for i := range n.props {
		r.owed -= 3
		n.props[i].key = r.key()
		n.props[i].enumerable = r.byte() == 1
		n.props[i].value = r.node()
	}
	return n
}

func (r *wireReader) packed(shared bool) *handle {
	n := &handle{}
	r.enter(n, shared)
	kind := string(r.bytes())
	parts := make([]string, r.count(1))
	for i := range parts {
		r.owed--
		parts[i] = string(r.bytes())
	}
	if r.err != nil {
		return n
	}
	if r.Unpack == nil {
		r.fail("an object of kind %q is not known here", kind)
		return n
	}
	if n.value, r.err = r.Unpack(kind, parts); r.err != nil {
		r.data = nil
	}
	return n
}
