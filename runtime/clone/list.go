package clone

import (
	"github.com/dop251/goja"
)

// EncodeList copies values into one message, as Encode does with an array of them, without making the array: for the
// arguments of a call and for many results at once. What two of the values have in common stays in common.
func (r *Realm) EncodeList(values []goja.Value, o Options) (*Message, error) {
	if len(o.Transfer) == 0 && o.MaxBytes == 0 && o.MaxNodes == 0 {
		if m := primitives(values); m != nil {
			return m, nil
		}
	}
	return r.encode(o, func(e *encoder) (any, error) { return e.list(values) })
}

// primitives is the message of a list without objects, nil if it has one or what cannot be cloned.
func primitives(values []goja.Value) *Message {
	size := objectBytes + len(values)*valueBytes
	for _, v := range values {
		switch x := v.(type) {
		case *goja.Object, *goja.Symbol:
			return nil
		case goja.String:
			size += x.Length() // after which it is safe to share
		}
	}
	made := &struct { // in one piece: most lists are the arguments of a call, or its result
		message Message
		list    array
		few     [2]any
	}{message: Message{size: size}}
	n := &made.list
	n.items, n.flat = made.few[:min(len(values), len(made.few))], true
	if len(values) > len(made.few) {
		n.items = make([]any, len(values))
	}
	for i, v := range values {
		if v == nil {
			v = goja.Undefined()
		}
		n.items[i] = v
	}
	made.message.root = n
	return &made.message
}

func (e *encoder) list(values []goja.Value) (any, error) {
	if err := e.charge(1, objectBytes); err != nil {
		return nil, err
	}
	n := &array{items: make([]any, len(values))}
	for i, v := range values {
		x, err := e.value(v)
		if err != nil {
			return nil, at(err, index(i))
		}
		n.items[i] = x
	}
	return n, nil
}

// DecodeList builds the values of a message that EncodeList made; any other gives the one value that it holds.
func (r *Realm) DecodeList(m *Message) (values []goja.Value, err error) {
	n, ok := m.root.(*array)
	if !ok || n.slot != 0 {
		v, err := r.Decode(m)
		return []goja.Value{v}, err
	}
	values = make([]goja.Value, len(n.items))
	if n.flat {
		for i, x := range n.items {
			values[i] = x.(goja.Value)
		}
		return values, nil
	}
	d := decoder{Realm: r, built: make([]*goja.Object, m.shared)}
	err = r.Run("cloning", func() {
		for i, x := range n.items {
			values[i] = d.value(x).(goja.Value)
		}
	})
	if d.err != nil {
		err = d.err
	}
	if err != nil {
		return nil, err
	}
	return values, nil
}

// Len is the number of values in a message that EncodeList made, 1 for any other.
func (m *Message) Len() int {
	if n, ok := m.root.(*array); ok && n.slot == 0 {
		return len(n.items)
	}
	return 1
}
