package shared

import (
	"strconv"
	"unicode/utf16"

	"github.com/lariatjs/lariat/runtime/lazy"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/clone/slots"
	"github.com/lariatjs/lariat/runtime/fault"
)

// share makes an immutable value of any. A primitive is one already, and so is what was shared before.
func (f *faces) share(v goja.Value) (any, error) {
	x, err := f.tree(v)
	if err != nil {
		return nil, err
	}
	return f.value(x), nil
}

// tree is what a value is in Go: a leaf or a *Tree.
func (f *faces) tree(v goja.Value) (any, error) {
	s := sharer{faces: f}
	x, err := s.convert(v)
	if r, ok := err.(*refusal); ok { //nolint:errorlint // never wrapped
		return nil, fault.Clone.New("value%s %s", r.path, r.what)
	}
	return x, err
}

// sharer turns one value into trees.
type sharer struct {
	*faces
	// seen keeps what is reached twice one thing, and ends cycles.
	seen  map[*goja.Object]*Tree
	depth int
}

// refusal says what cannot be shared; on its way out it collects the path to it.
type refusal struct{ path, what string }

func (r *refusal) Error() string { return r.path + " " + r.what }

func refuse(what string) error { return &refusal{what: what} }

func at(err error, step string) error {
	if r, ok := err.(*refusal); ok { //nolint:errorlint // never wrapped
		r.path = step + r.path
	}
	return err
}

func (s *sharer) convert(v goja.Value) (any, error) {
	switch v := v.(type) {
	case *goja.Object:
		return s.object(v)
	case goja.String:
		v.Length() // ends the lazy scan of a string that came from Go; after it the string is safe to share
		return v, nil
	case *goja.Symbol:
		return nil, refuse("is a symbol and cannot be shared")
	case nil:
		return Undefined, nil
	}
	return v, nil
}

// advice says what to do about objects that are no plain data.
var advice = lazy.Value[map[slots.Kind]string]{Make: func() map[slots.Kind]string {
	return map[slots.Kind]string{
		slots.Function: "is a function and cannot be shared", slots.AsyncFunction: "is a function and cannot be shared",
		slots.GeneratorFunction: "is a function and cannot be shared", slots.Class: "is a class and cannot be shared",
		slots.Map:         "is a Map, which can be changed: share its entries as an array, or use a SharedMap",
		slots.Set:         "is a Set, which can be changed: share its items as an array",
		slots.Date:        "is a Date, which can be changed: share its time as a number or as text",
		slots.TypedArray:  "is a typed array, which can be changed: use a SharedArray, or share its items as an array",
		slots.DataView:    "is a DataView, which can be changed: use a SharedArray",
		slots.ArrayBuffer: "is a buffer, which can be changed: use a SharedArray or a SharedArrayBuffer beside the shared value",
		slots.Promise:     "is a Promise: await it first", slots.Proxy: "is a Proxy and cannot be shared",
		slots.Error:  "is an error and cannot be shared: share its message",
		slots.RegExp: "is a regular expression, which has a state: share its source as text",
	}
}}

func (s *sharer) object(o *goja.Object) (any, error) {
	if t, ok := shown(o); ok {
		return t, nil
	}
	if t := s.seen[o]; t != nil {
		return t, nil
	}
	if s.depth == maxDepth {
		return nil, refuse("is nested deeper than " + strconv.Itoa(maxDepth) + " levels")
	}
	s.depth++
	defer func() { s.depth-- }()
	kind, realm := slots.Of(o), s.rt.Cloner()
	proto := o.Prototype()
	switch {
	case kind == slots.Array && proto == realm.ArrayPrototype():
		return s.list(o)
	case kind == slots.Plain && (proto == nil || proto == realm.ObjectPrototype()) && o != s.rt.VM().GlobalObject():
		return s.record(o)
	case advice.Get()[kind] != "":
		return nil, refuse(advice.Get()[kind])
	}
	return nil, refuse("is an instance of a class and cannot be shared: only plain objects and arrays can")
}

func (s *sharer) remember(o *goja.Object, t *Tree) *Tree {
	if s.seen == nil {
		s.seen = map[*goja.Object]*Tree{}
	}
	s.seen[o] = t
	return t
}

func (s *sharer) list(o *goja.Object) (any, error) {
	items, length, ok := slots.Items(o)
	if !ok {
		length = int(o.Get("length").ToInteger())
	}
	if !ok || len(items) != length || !slots.OnlyItems(o) {
		keys := len(o.Keys())
		if length > keys+1<<20 {
			return nil, refuse("is an array of holes and cannot be shared")
		}
		if keys > length || ok && !slots.OnlyItems(o) {
			return nil, refuse("is an array with properties of its own, which would be lost: share an object instead")
		}
	}
	t := s.remember(o, &Tree{array: true, values: make([]any, length)})
	for i := range t.values {
		var item goja.Value
		if ok && i < len(items) {
			item = items[i]
		} else {
			item = o.Get(strconv.Itoa(i))
		}
		x, err := s.convert(item)
		if err != nil {
			return nil, at(err, "["+strconv.Itoa(i)+"]")
		}
		t.values[i] = x
	}
	return t, nil
}

func (s *sharer) record(o *goja.Object) (any, error) {
	names, fields, ok := slots.FieldsOf(o)
	if !ok {
		names = o.Keys()
	}
	t := s.remember(o, &Tree{keys: names[:0], values: make([]any, 0, len(names))})
	for _, key := range names {
		v, plain := fields.Value(key)
		if !plain {
			if ok && (v == nil || !s.rt.Cloner().Call(slots.IsEnumerable, o, bind.ToValue(s.rt, key)).ToBoolean()) {
				continue // hidden, or a getter before it has deleted it
			}
			if v = o.Get(key); v == nil {
				return nil, at(refuse("cannot be read: the key is not valid Unicode"), step(key))
			}
		}
		x, err := s.convert(v)
		if err != nil {
			return nil, at(err, step(key))
		}
		t.keys, t.values = append(t.keys, key), append(t.values, x)
	}
	return t, nil
}

// step writes a property access the way one would write it in JavaScript.
func step(key string) string {
	for i, c := range key {
		letter := c == '_' || c == '$' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= 0x80
		if !letter && (i == 0 || c < '0' || c > '9') {
			return "[" + strconv.Quote(key) + "]"
		}
	}
	if key == "" {
		return `[""]`
	}
	return "." + key
}

func utf16Of(s string) []uint16 { return utf16.Encode([]rune(s)) }

// value is the JavaScript value of a leaf or a tree.
func (f *faces) value(x any) goja.Value {
	switch x := x.(type) {
	case goja.Value:
		return x
	case *Tree:
		return f.enter(x)
	case nil:
		return goja.Null()
	case undefined:
		return goja.Undefined()
	}
	return bind.ToValue(f.rt, x)
}
