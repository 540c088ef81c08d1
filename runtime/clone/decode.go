package clone

import (
	"slices"
	"strconv"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime/clone/slots"
	"github.com/lariatjs/lariat/runtime/fault"
)

// Decode builds the value of a message in this runtime.
func (r *Realm) Decode(m *Message) (goja.Value, error) {
	v, _, err := r.Receive(m)
	return v, err
}

// Receive is Decode that also returns the transferred objects, in the order of the transfer list (event.ports).
func (r *Realm) Receive(m *Message) (v goja.Value, transferred []goja.Value, err error) {
	d := decoder{Realm: r, built: make([]*goja.Object, m.shared)}
	err = r.Run("cloning", func() {
		v = d.value(m.root).(goja.Value)
		for _, n := range m.moved {
			transferred = append(transferred, d.value(n).(goja.Value))
		}
	})
	if d.err != nil { // a later exception may be its consequence
		err = d.err
	}
	if err != nil {
		return nil, nil, err
	}
	return v, transferred, nil
}

type decoder struct {
	*Realm
	// built are the objects of the nodes that have a slot.
	built []*goja.Object
	// err is the first failure; decoding goes on and its result is dropped.
	err error
}

func (d *decoder) fail(err error) {
	if err != nil && d.err == nil {
		d.err = err
	}
}

// value returns the goja.Value of a node.
func (d *decoder) value(n any) any {
	c, ok := n.(composite)
	if !ok {
		return n
	}
	r := c.self()
	if r.slot != 0 {
		if o := d.built[r.slot-1]; o != nil {
			return o
		}
	}
	switch n := n.(type) {
	case *object:
		return d.object(n)
	case *array:
		return d.array(n)
	case *special:
		return d.special(n)
	case *collection:
		return d.collection(n)
	case *failure:
		return d.failure(n)
	case *handle:
		return d.handle(n)
	}
	return d.keep(r, d.leaf(n))
}

// keep enters an object in its slot, before its parts are built, so that a cycle finds it.
func (d *decoder) keep(r *ref, o *goja.Object) *goja.Object {
	if r.slot != 0 {
		d.built[r.slot-1] = o
	}
	return o
}

func (d *decoder) object(n *object) *goja.Object {
	// Without a prototype there are no setters, and "__proto__" is a key like any other; it is faster, too.
	o := d.keep(&n.ref, d.VM.CreateObject(nil))
	d.fill(o, n)
	d.fail(o.SetPrototype(d.ObjectPrototype()))
	return o
}

func (d *decoder) fill(o *goja.Object, n *object) {
	for i, key := range n.keys {
		d.fail(o.Set(key, d.value(n.values[i])))
	}
	for i, name := range n.names {
		d.Call(slots.ReflectSet, goja.Undefined(), o, name, d.value(n.values[i]).(goja.Value))
	}
}

func (d *decoder) array(n *array) *goja.Object {
	if n.flat {
		return d.keep(&n.ref, d.VM.NewArray(n.items...))
	}
	if n.slot == 0 { // nothing inside refers to it: build the items first
		items := make([]any, len(n.items))
		for i, x := range n.items {
			items[i] = d.value(x)
		}
		return d.VM.NewArray(items...)
	}
	items := slices.Clone(n.items)
	for i, x := range items {
		if _, ok := x.(composite); ok {
			items[i] = goja.Undefined()
		}
	}
	a := d.keep(&n.ref, d.VM.NewArray(items...))
	for i, x := range n.items {
		if _, ok := x.(composite); ok {
			d.fail(a.Set(strconv.Itoa(i), d.value(x)))
		}
	}
	return a
}

// special never allocates by length: goja keeps an array with far apart indexes as a sorted list.
func (d *decoder) special(n *special) *goja.Object {
	a := d.keep(&n.ref, d.VM.NewArray())
	d.fail(a.SetPrototype(nil))
	d.fail(a.Set("length", n.length))
	d.fill(a, &n.object)
	d.fail(a.SetPrototype(d.ArrayPrototype()))
	return a
}

func (d *decoder) collection(n *collection) *goja.Object {
	if !n.isMap {
		s := d.keep(&n.ref, d.Construct(slots.Set, "Set"))
		for _, x := range n.items {
			d.Call(slots.SetAdd, s, d.value(x).(goja.Value))
		}
		return s
	}
	m := d.keep(&n.ref, d.Construct(slots.Map, "Map"))
	for i := 0; i < len(n.items); i += 2 {
		d.Call(slots.MapSet, m, d.value(n.items[i]).(goja.Value), d.value(n.items[i+1]).(goja.Value))
	}
	return m
}

// failure makes an Error. NewTypeError is the one way to make one that does not go through a global. Its own stack is
// deleted while it has no prototype: goja composes it only then, and would ask a getter for the name.
func (d *decoder) failure(n *failure) *goja.Object {
	o := d.keep(&n.ref, d.VM.NewTypeError())
	prototype := d.errorPrototype(n.class, o.Prototype())
	d.fail(o.SetPrototype(nil))
	d.fail(o.Delete("message"))
	d.fail(o.Delete("stack"))
	d.fail(o.SetPrototype(prototype))
	for _, p := range n.props {
		d.fail(o.DefineDataProperty(p.key, d.value(p.value).(goja.Value), goja.FLAG_TRUE, goja.FLAG_TRUE, goja.ToFlag(p.enumerable)))
	}
	if n.within != nil && d.hooks.SetErrorWithin != nil {
		d.hooks.SetErrorWithin(o, n.within)
	}
	return o
}

// errorPrototype finds the prototype of an error class; typeError is that of TypeError.
func (d *decoder) errorPrototype(class string, typeError *goja.Object) *goja.Object {
	if p := d.errors[class]; p != nil {
		return p
	}
	base := typeError.Prototype()
	p := base
	switch {
	case class == "TypeError":
		p = typeError
	case class != "Error" && slices.Contains(standardErrors, class):
		if own, ok := d.Class(class).Get("prototype").(*goja.Object); ok {
			p = own
		}
	case class != "Error" && d.hooks.ErrorPrototype != nil:
		if own := d.hooks.ErrorPrototype(class); own != nil {
			return own // the host may come to know more classes: ask again
		}
		return base
	}
	if d.errors == nil {
		d.errors = map[string]*goja.Object{}
	}
	d.errors[class] = p
	return p
}

func (d *decoder) handle(n *handle) goja.Value {
	if d.hooks.Wrap == nil {
		d.fail(fault.Clone.New("an object of the host is not known in this runtime"))
		return goja.Undefined()
	}
	v, err := d.hooks.Wrap(n.value)
	d.fail(err)
	if v == nil {
		return goja.Undefined()
	}
	if o, ok := v.(*goja.Object); ok {
		d.keep(&n.ref, o)
	}
	return v
}

// leaf makes the objects that refer to no other, or only to their buffer.
func (d *decoder) leaf(n any) *goja.Object {
	switch n := n.(type) {
	case *boxed:
		return n.value.ToObject(d.VM)
	case *date:
		return d.Construct(slots.Date, "Date", n.time)
	case *pattern:
		return d.Construct(slots.RegExp, "RegExp", n.source, d.VM.ToValue(n.flags))
	case *buffer:
		return d.VM.ToValue(d.VM.NewArrayBuffer(d.bytes(n))).(*goja.Object)
	case *view:
		kind := slots.TypedArray
		if n.class == "DataView" {
			kind = slots.DataView
		}
		b := d.value(n.buffer).(goja.Value)
		return d.Construct(kind, n.class, b, d.VM.ToValue(n.offset), d.VM.ToValue(n.length))
	}
	d.fail(fault.Internal.New("a message with an unknown node: %T", n))
	return d.VM.NewObject()
}

// bytes returns the contents of a buffer: the message's own to the first, when it is to be handed over, else a copy.
func (d *decoder) bytes(n *buffer) []byte {
	if !n.owned {
		return copyBytes(n.data)
	}
	if !n.taken.CompareAndSwap(false, true) {
		d.fail(fault.Clone.New("the message was received before: its ArrayBuffers are gone"))
		return []byte{}
	}
	return n.data
}
