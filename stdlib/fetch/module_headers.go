package fetch

import (
	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/fault"
)

func (f *Fetch) headersClass() bind.Class[*Headers] {
	pairs := func(kind pairKind) func(*Headers, *bind.Call) (any, error) {
		return func(h *Headers, _ *bind.Call) (any, error) { return f.iterate("Headers", kind, f.headerPair(h)), nil }
	}
	return bind.Class[*Headers]{
		Name: "Headers", Web: true, Iterate: "entries",
		New: func(c *bind.Call) (*Headers, error) {
			h := &Headers{}
			return h, f.fillHeaders(c, h, c.Value(0))
		},
		Methods: map[string]func(*Headers, *bind.Call) (any, error){
			"append": func(h *Headers, c *bind.Call) (any, error) {
				name, value := headerArgs(c)
				return nil, h.Append(name, value)
			},
			"set": func(h *Headers, c *bind.Call) (any, error) {
				name, value := headerArgs(c)
				return nil, h.Set(name, value)
			},
			"delete": func(h *Headers, c *bind.Call) (any, error) {
				name, err := headerName(c)
				if err != nil {
					return nil, err
				}
				return nil, h.Delete(name)
			},
			"get": func(h *Headers, c *bind.Call) (any, error) {
				name, err := headerName(c)
				if err != nil {
					return nil, err
				}
				if value, ok := h.Get(name); ok {
					return fromBytes(value), nil
				}
				return bind.Null, nil
			},
			"has": func(h *Headers, c *bind.Call) (any, error) {
				name, err := headerName(c)
				return h.Has(name), err
			},
			"getSetCookie": func(h *Headers, _ *bind.Call) (any, error) {
				list := []string{}
				for _, v := range h.Values("set-cookie") {
					list = append(list, fromBytes(v))
				}
				return list, nil
			},
			"forEach": func(h *Headers, c *bind.Call) (any, error) { return forEach(c, f.headerPair(h)) },
			"entries": pairs(both), "keys": pairs(keys), "values": pairs(values),
		},
		Lengths: map[string]int{"append": 2, "set": 2, "delete": 1, "get": 1, "has": 1, "forEach": 1},
	}
}

// HeadersFrom reads what new Headers takes.
func (f *Fetch) HeadersFrom(c *bind.Call, v goja.Value) (*Headers, error) {
	h := &Headers{}
	return h, f.fillHeaders(c, h, v)
}

func headerArgs(c *bind.Call) (name, value string) {
	require(c, 2)
	return byteString(c, c.Value(0), "name"), byteString(c, c.Value(1), "value")
}

func headerName(c *bind.Call) (string, error) {
	require(c, 1)
	name := byteString(c, c.Value(0), "name")
	if !isToken(name) {
		return "", fault.Type.New("%s: %q is not a valid name of a header", c.Name(), fromBytes(name))
	}
	return name, nil
}

// headerPair is what iteration shows at a place.
func (f *Fetch) headerPair(h *Headers) pairAt {
	return func(i int) (key, value goja.Value, ok bool) {
		list := h.Sorted()
		if i >= len(list) {
			return nil, nil, false
		}
		return bind.ToValue(f.rt, list[i].key), bind.ToValue(f.rt, fromBytes(list[i].value)), true
	}
}

// fillHeaders adds what a HeadersInit has: Headers, pairs, or an object of names and values.
func (f *Fetch) fillHeaders(c *bind.Call, h *Headers, init goja.Value) error {
	if goja.IsUndefined(init) {
		return nil
	}
	obj, ok := init.(*goja.Object)
	if !ok {
		return fault.Type.New("%s: \"headers\" must be Headers, an object or an array of pairs, got %s", c.Name(), init)
	}
	iterate := obj.GetSymbol(goja.SymIterator)
	switch {
	case bind.Nullish(iterate):
		return fillRecord(c, h, obj)
	case c.Runtime().Raw(iterate) == nil:
		return fault.Type.New("%s: \"headers\" has a Symbol.iterator that is no function", c.Name())
	}
	if from, ok := f.headers.Of(obj); ok && iterate == f.headers.Prototype.GetSymbol(goja.SymIterator) {
		for _, g := range from.Sorted() {
			if err := h.Append(g.key, g.value); err != nil {
				return err
			}
		}
		return nil
	}
	var err error
	c.VM().ForOf(init, func(v goja.Value) bool {
		pair, ok := v.(*goja.Object)
		if !ok || bind.Nullish(pair.GetSymbol(goja.SymIterator)) {
			err = fault.Type.New("%s: each item of \"headers\" must be a pair [name, value]", c.Name())
			return false
		}
		var both []goja.Value
		c.VM().ForOf(pair, func(v goja.Value) bool {
			both = append(both, v)
			return true
		})
		if len(both) != 2 {
			err = fault.Type.New("%s: each item of \"headers\" must be a pair [name, value], got %d values", c.Name(), len(both))
			return false
		}
		err = h.Append(byteString(c, both[0], "name"), byteString(c, both[1], "value"))
		return err == nil
	})
	return err
}

// fillRecord adds the own enumerable properties of an object. A symbol among them is no name.
func fillRecord(c *bind.Call, h *Headers, obj *goja.Object) error {
	for _, symbol := range obj.Symbols() {
		if own(c, obj, symbol) {
			return fault.Type.New("%s: a symbol cannot be the name of a header", c.Name())
		}
	}
	for _, key := range obj.Keys() {
		name := byteString(c, bind.ToValue(c.Runtime(), key), "name")
		if err := h.Append(name, byteString(c, obj.Get(key), "value")); err != nil {
			return err
		}
	}
	return nil
}

// own reports whether a symbol is an enumerable property that a script has given to an object.
func own(c *bind.Call, obj *goja.Object, symbol *goja.Symbol) bool {
	has := c.Runtime().Realm().Builtin("Object").Get("prototype").(*goja.Object).Get("propertyIsEnumerable")
	v, err := c.Runtime().Call(has, obj, symbol)
	return err == nil && v.ToBoolean()
}

// forEach is forEach(callback, thisArg) of what has pairs.
func forEach(c *bind.Call, at pairAt) (any, error) {
	require(c, 1)
	fn, this, self := c.Function(0, "callback"), c.Value(1), c.This()
	for i := 0; ; i++ {
		key, value, ok := at(i)
		if !ok {
			return nil, nil
		}
		if _, err := fn.CallOn(this, value, key, self); err != nil {
			return nil, err
		}
	}
}

// pairAt gives the pair at a place of a list that may change meanwhile.
type pairAt func(i int) (key, value goja.Value, ok bool)

type pairKind int

const (
	both pairKind = iota
	keys
	values
)

// pairIterator is the Go half of an iterator of pairs (https://webidl.spec.whatwg.org/#js-default-iterator-object).
type pairIterator struct {
	class string
	kind  pairKind
	at    pairAt
	i     int
}

func (f *Fetch) iterate(class string, kind pairKind, at pairAt) *goja.Object {
	proto := f.pairs[class]
	if proto == nil {
		proto = f.iteratorPrototype(class)
		f.pairs[class] = proto
	}
	obj := f.rt.VM().CreateObject(proto)
	runtime.SetHandle(obj, &pairIterator{class: class, kind: kind, at: at})
	return obj
}

func (f *Fetch) iteratorPrototype(class string) *goja.Object {
	vm := f.rt.VM()
	array := vm.NewArray()
	start, err := f.rt.Call(array.GetSymbol(goja.SymIterator), array)
	if err != nil {
		bind.Throw(f.rt, err)
	}
	proto := vm.CreateObject(start.(*goja.Object).Prototype().Prototype())
	next := bind.Func(f.rt, "next", 0, func(c *bind.Call) (any, error) {
		it, ok := runtime.HandleOf(c.This()).(*pairIterator)
		if !ok || it.class != class {
			return nil, fault.Type.New("next: \"this\" must be an iterator of %s", class)
		}
		key, value, ok := it.at(it.i)
		if !ok {
			return f.rt.Realm().IterResult(goja.Undefined(), true), nil
		}
		it.i++
		switch it.kind {
		case keys:
			value = key
		case both:
			value = bind.Array(f.rt, []goja.Value{key, value})
		case values:
		}
		return f.rt.Realm().IterResult(value, false), nil
	})
	_ = proto.DefineDataProperty("next", next, goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_TRUE)
	tag := bind.ToValue(f.rt, class+" Iterator")
	_ = proto.DefineDataPropertySymbol(goja.SymToStringTag, tag, goja.FLAG_FALSE, goja.FLAG_TRUE, goja.FLAG_FALSE)
	return proto
}
