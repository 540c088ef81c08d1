package clone

import (
	"encoding/binary"
	"reflect"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime/fault"
)

// wireWriter appends one message.
type wireWriter struct {
	*Wire
	b []byte
	// numbers are, by slot, one more than the number that a shared object has in the bytes.
	numbers []int
	shared  int
	// keys are the numbers of the keys that were written before.
	keys map[string]int
	// taken are the buffers to give back after a failure.
	taken []*buffer
}

func (w *wireWriter) message(m *Message) error {
	if err := w.node(m.root); err != nil {
		return err
	}
	w.count(len(m.moved))
	for i, n := range m.moved {
		if err := w.node(n); err != nil {
			return from(at(err, index(i)), "transfer")
		}
	}
	return nil
}

func (w *wireWriter) count(n int) { w.b = binary.AppendUvarint(w.b, uint64(n)) }

func (w *wireWriter) bytes(s string) {
	w.count(len(s))
	w.b = append(w.b, s...)
}

// key writes a property name, or the number of one that was written before.
func (w *wireWriter) key(s string) {
	if n, ok := w.keys[s]; ok {
		w.count(n)
		return
	}
	w.count(0)
	w.bytes(s)
	if len(s) > maxKeyText {
		return
	}
	if w.keys == nil {
		w.keys = map[string]int{}
	}
	w.keys[s] = len(w.keys) + 1
}

func (w *wireWriter) node(n any) error {
	c, ok := n.(composite)
	if !ok {
		return w.primitive(n.(goja.Value))
	}
	var mark byte
	if slot := c.self().slot; slot != 0 {
		if number := w.numbers[slot-1]; number != 0 {
			w.b = append(w.b, tagRef)
			w.count(number - 1)
			return nil
		}
		w.shared++
		w.numbers[slot-1] = w.shared
		mark = tagShared
	}
	switch n := n.(type) {
	case *object:
		return w.object(n, tagObject, tagNamed, mark)
	case *special:
		return w.special(n, mark)
	case *array:
		w.b = append(w.b, tagArray|mark)
		return w.items(n.items, func(i int) string { return index(i) })
	case *collection:
		return w.collection(n, mark)
	case *failure:
		return w.failure(n, mark)
	case *handle:
		return w.handle(n, mark)
	}
	return w.leaf(n, mark)
}

func (w *wireWriter) special(n *special, mark byte) error {
	tag := byte(tagSparse)
	if n.names != nil {
		tag = tagSparseNamed
	}
	w.b = append(w.b, tag|mark)
	w.count(int(n.length))
	return w.fields(&n.object)
}

func (w *wireWriter) object(n *object, keyed, named, mark byte) error {
	if n.names != nil {
		keyed = named
	}
	w.b = append(w.b, keyed|mark)
	return w.fields(n)
}

func (w *wireWriter) fields(n *object) error {
	w.count(len(n.values))
	for i, x := range n.values {
		if n.names == nil {
			w.key(n.keys[i])
		} else if err := w.primitive(n.names[i]); err != nil {
			return err
		}
		if err := w.node(x); err != nil {
			if n.names != nil {
				return at(err, step(n.names[i].String()))
			}
			return at(err, step(n.keys[i]))
		}
	}
	return nil
}

func (w *wireWriter) items(items []any, step func(i int) string) error {
	w.count(len(items))
	for i, x := range items {
		if err := w.node(x); err != nil {
			return at(err, step(i))
		}
	}
	return nil
}

func (w *wireWriter) collection(n *collection, mark byte) error {
	if !n.isMap {
		w.b = append(w.b, tagSet|mark)
		return w.items(n.items, func(i int) string { return ".values()" + index(i) })
	}
	w.b = append(w.b, tagMap|mark)
	return w.items(n.items, func(i int) string {
		key, ok := n.items[i&^1].(goja.Value)
		if !ok {
			key = goja.Undefined()
		}
		return entry(key, i/2, i&1 == 0)
	})
}

func (w *wireWriter) failure(n *failure, mark byte) error {
	w.b = append(w.b, tagError|mark)
	w.bytes(n.class)
	w.count(len(n.props))
	for _, p := range n.props {
		w.key(p.key)
		w.b = append(w.b, flag(p.enumerable))
		if err := w.node(p.value); err != nil {
			return at(err, step(p.key))
		}
	}
	return nil
}

func flag(set bool) byte {
	if set {
		return 1
	}
	return 0
}

func (w *wireWriter) handle(n *handle, mark byte) error {
	if w.Pack != nil {
		if kind, parts, ok := w.Pack(n.value); ok {
			w.b = append(w.b, tagPacked|mark)
			w.bytes(kind)
			w.count(len(parts))
			for _, s := range parts {
				w.bytes(s)
			}
			return nil
		}
	}
	t := reflect.TypeOf(n.value)
	for t != nil && t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	name := "an object of the host"
	if t != nil && t.Name() != "" {
		name = "a " + t.Name()
	}
	return refuse("is " + name + ", which isolates of one process share: it cannot leave the process")
}

// leaf writes the objects that refer to no other, or only to their buffer.
func (w *wireWriter) leaf(n any, mark byte) error {
	switch n := n.(type) {
	case *boxed:
		w.b = append(w.b, tagBoxed|mark)
		return w.primitive(n.value)
	case *date:
		w.b = append(w.b, tagDate|mark)
		return w.primitive(n.time)
	case *pattern:
		w.b = append(w.b, tagRegExp|mark)
		if err := w.primitive(n.source); err != nil {
			return err
		}
		w.bytes(n.flags)
		return nil
	case *buffer:
		return w.buffer(n, mark)
	case *view:
		w.b = append(w.b, tagView|mark)
		w.bytes(n.class)
		w.count(n.offset)
		w.count(n.length)
		return at(w.node(n.buffer), ".buffer")
	}
	return fault.Internal.New("a message with an unknown node: %T", n)
}

func (w *wireWriter) buffer(n *buffer, mark byte) error {
	tag := byte(tagBuffer)
	if n.owned {
		if !n.taken.CompareAndSwap(false, true) {
			return fault.Clone.New("the message was received before: its ArrayBuffers are gone")
		}
		w.taken = append(w.taken, n)
		tag = tagOwned
	}
	w.b = append(w.b, tag|mark)
	w.count(len(n.data))
	w.b = append(w.b, n.data...)
	return nil
}
