package clone

import (
	"bytes"

	"github.com/lariatjs/lariat/runtime/lazy"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime/clone/slots"
)

// What can be done instead.
const (
	function = " and cannot be cloned: send data, and import the function on the other side"
	iterator = " and cannot be cloned: send its values, as in [...iterator]"
	weak     = " and cannot be cloned: send the values that are needed"
	symbol   = "is a symbol and cannot be cloned: send a string"
)

// unclonable says what the kinds without a clone are.
var unclonable = lazy.Value[map[slots.Kind]string]{Make: func() map[slots.Kind]string {
	return map[slots.Kind]string{
		slots.Function: "is a function" + function, slots.Class: "is a class" + function,
		slots.AsyncFunction:        "is an async function" + function,
		slots.GeneratorFunction:    "is a generator function" + function,
		slots.Generator:            "is a generator and cannot be cloned: send its values, as in [...generator]",
		slots.Proxy:                "is a Proxy and cannot be cloned: send what is behind it, or a copy such as { ...proxy }",
		slots.Promise:              "is a Promise and cannot be cloned: await it first",
		slots.WeakMap:              "is a WeakMap" + weak,
		slots.WeakSet:              "is a WeakSet" + weak,
		slots.MapIterator:          "is an iterator" + iterator,
		slots.SetIterator:          "is an iterator" + iterator,
		slots.ArrayIterator:        "is an iterator" + iterator,
		slots.StringIterator:       "is an iterator" + iterator,
		slots.Arguments:            "is an arguments object and cannot be cloned: send [...arguments]",
		slots.RegExpStringIterator: "is an iterator" + iterator,
	}
}}

// other encodes the kinds that have internal slots of their own.
func (e *encoder) other(kind slots.Kind, o *goja.Object) (any, error) {
	switch kind {
	case slots.Plain, slots.Dynamic:
		return e.plain(o)
	case slots.DynamicArray:
		return e.dynamic(o)
	case slots.Error:
		return e.failure(o)
	case slots.Map, slots.Set:
		return e.collection(o, kind == slots.Map)
	case slots.ArrayBuffer:
		return e.buffer(o)
	case slots.TypedArray, slots.DataView:
		return e.view(o, slots.ViewOf(o))
	case slots.Boxed, slots.BoxedString:
		v := slots.Primitive(o)
		if _, ok := v.(*goja.Symbol); ok {
			return nil, refuse(symbol)
		}
		_, err := e.value(v)
		return e.leaf(o, &boxed{value: v}, err)
	case slots.Date:
		n := &date{time: goja.NaN()}
		if ms, ok := slots.Time(o); ok {
			n.time = e.VM.ToValue(ms)
		}
		return e.leaf(o, n, nil)
	case slots.RegExp:
		source, flags := slots.Pattern(o)
		_, err := e.value(source)
		return e.leaf(o, &pattern{source: source, flags: flags}, err)
	}
	if what := unclonable.Get()[kind]; what != "" {
		return nil, refuse(what)
	}
	return nil, refuse("is an object of the host and cannot be cloned: send the values that are needed")
}

// leaf enters a node without parts, unless encoding its value has failed.
func (e *encoder) leaf(o *goja.Object, n composite, err error) (any, error) {
	if err != nil {
		return nil, err
	}
	e.remember(o, n)
	return n, nil
}

// collection encodes a Map or a Set. Its entries are taken first, as the standard says: getters may change it.
func (e *encoder) collection(o *goja.Object, isMap bool) (any, error) {
	items := make([]goja.Value, 0, 2*slots.Size(o))
	slots.Entries(o, func(key, value goja.Value) bool {
		items = append(items, key)
		if isMap {
			items = append(items, value)
		}
		return true
	})
	n := &collection{isMap: isMap, items: make([]any, len(items))}
	e.remember(o, n)
	for i, v := range items {
		x, err := e.value(v)
		if err != nil {
			if isMap {
				return nil, at(err, entry(items[i&^1], i/2, i&1 == 0))
			}
			return nil, at(err, ".values()"+index(i))
		}
		n.items[i] = x
	}
	return n, nil
}

// buffer copies an ArrayBuffer. One that is to be transferred does not come here: prepareTransfer has entered it.
func (e *encoder) buffer(o *goja.Object) (any, error) {
	b, _ := slots.Buffer(o)
	if b.Detached() {
		return nil, refuse("is a detached ArrayBuffer and cannot be cloned: it was transferred before")
	}
	if err := e.charge(0, len(b.Bytes())); err != nil {
		return nil, err
	}
	n := &buffer{data: copyBytes(b.Bytes()), owned: e.Once}
	e.remember(o, n)
	return n, nil
}

// copyBytes is never nil: goja takes a buffer without data for a detached one.
func copyBytes(b []byte) []byte {
	if len(b) == 0 {
		return []byte{}
	}
	return bytes.Clone(b)
}

func (e *encoder) view(o *goja.Object, v slots.View) (any, error) {
	b, err := e.value(v.Buffer)
	if err != nil {
		return nil, at(err, ".buffer")
	}
	n := &view{class: v.Class, buffer: b, offset: v.Offset, length: v.Length}
	e.remember(o, n)
	return n, nil
}
