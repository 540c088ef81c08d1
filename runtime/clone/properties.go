package clone

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime/clone/slots"
)

// plain encodes the own enumerable string-keyed properties.
func (e *encoder) plain(o *goja.Object) (any, error) {
	n := &object{}
	e.remember(o, n)
	return n, e.properties(o, n)
}

func (e *encoder) properties(o *goja.Object, n *object) error {
	names, fields, ok := slots.FieldsOf(o)
	if !ok {
		return e.anyProperties(o, n)
	}
	n.keys, n.values = names[:0], make([]any, 0, len(names))
	bytes := 0
	for _, key := range names {
		v, plain := fields.Value(key)
		if !plain {
			if v == nil || !e.Call(slots.IsEnumerable, o, e.VM.ToValue(key)).ToBoolean() {
				continue // hidden, or a getter before it has deleted it
			}
			v = o.Get(key)
		}
		x, err := e.value(v)
		if err != nil {
			return at(err, step(key))
		}
		n.keys = append(n.keys, key)
		n.values = append(n.values, x)
		bytes += len(key)
	}
	return e.charge(0, bytes)
}

// anyProperties is for the objects that are not stored in the ordinary way.
func (e *encoder) anyProperties(o *goja.Object, n *object) error {
	keys := o.Keys()
	bytes := 0
	for _, key := range keys {
		if strings.ContainsRune(key, utf8.RuneError) {
			return e.namedProperties(o, n)
		}
		bytes += len(key)
	}
	if err := e.charge(0, bytes); err != nil {
		return err
	}
	n.keys, n.values = keys[:0], make([]any, 0, len(keys))
	for _, key := range keys {
		v := o.Get(key)
		if v == nil { // a getter before it has deleted it
			continue
		}
		x, err := e.value(v)
		if err != nil {
			return at(err, step(key))
		}
		n.keys = append(n.keys, key)
		n.values = append(n.values, x)
	}
	return nil
}

// namedProperties is for an object with a key that Go's strings may not be able to hold: half a surrogate pair.
func (e *encoder) namedProperties(o *goja.Object, n *object) error {
	list, _ := e.Call(slots.ObjectKeys, goja.Undefined(), o).(*goja.Object)
	stored, _, _ := slots.Items(list)
	names := slices.Clone(stored)
	for _, name := range names {
		x, err := e.value(e.Call(slots.ReflectGet, goja.Undefined(), o, name))
		if err != nil {
			return at(err, step(name.String()))
		}
		n.names = append(n.names, name)
		n.values = append(n.values, x)
	}
	return e.charge(len(names), 0)
}

// array encodes an array: all at once when nothing is odd about it, else by its keys, never by its claimed length.
func (e *encoder) array(o *goja.Object) (any, error) {
	items, length, ok := slots.Items(o)
	if !ok || len(items) != length || !slots.OnlyItems(o) {
		return e.special(o)
	}
	if err := e.charge(0, length*valueBytes); err != nil {
		return nil, err
	}
	n := &array{items: make([]any, length), flat: true}
	// The items are taken before any is encoded, because getters further down may change the array.
	for i, v := range items {
		switch x := v.(type) {
		case *goja.Object:
			n.flat = false
			e.nodes-- // it counts itself
		case goja.String:
			e.m.size += x.Length()
		case *goja.Symbol:
			return nil, at(refuse(symbol), index(i))
		case nil: // a hole
			return e.special(o)
		}
		n.items[i] = v
	}
	e.remember(o, n)
	if err := e.charge(length, 0); err != nil || n.flat {
		return n, err
	}
	for i, v := range n.items {
		if o, ok := v.(*goja.Object); ok {
			x, err := e.object(o)
			if err != nil {
				return nil, at(err, index(i))
			}
			n.items[i] = x
		}
	}
	return n, nil
}

// special encodes an array with holes, accessors or properties beside its items.
func (e *encoder) special(o *goja.Object) (any, error) {
	n := &special{length: o.Get("length").ToInteger()}
	e.remember(o, n)
	return n, e.properties(o, &n.object)
}

// dynamic encodes an array whose items a host makes up: it has neither holes nor other properties.
func (e *encoder) dynamic(o *goja.Object) (any, error) {
	length := int(o.Get("length").ToInteger())
	n := &array{items: make([]any, length)}
	e.remember(o, n)
	for i := range n.items {
		x, err := e.value(o.Get(strconv.Itoa(i)))
		if err != nil {
			return nil, at(err, index(i))
		}
		n.items[i] = x
	}
	return n, nil
}
