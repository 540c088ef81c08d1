package slots

import (
	"reflect"
	"unicode/utf16"

	"github.com/lariatjs/lariat/runtime/lazy"

	"github.com/dop251/goja"
	"github.com/dop251/goja/unistring"
)

// Property is an own property as it is stored: its getter has not run.
type Property struct {
	// Name is the key, unless Symbol is set. Half a surrogate pair in it is encoded as if it were a character (WTF-8).
	Name   string
	Symbol *goja.Symbol
	// Value is nil for an accessor.
	Value          goja.Value
	Getter, Setter *goja.Object
	Enumerable     bool
}

// stored reads a value from the properties of an object: either itself, or goja's record of something special.
func stored(v goja.Value) Property {
	t := common()
	if reflect.TypeOf(v) != t.property {
		return Property{Value: v, Enumerable: true}
	}
	r := reflect.ValueOf(v).Elem()
	p := Property{Enumerable: r.FieldByIndex(t.propertyEnumerable).Bool()}
	if r.FieldByIndex(t.propertyAccessor).Bool() {
		p.Getter = (*goja.Object)(r.FieldByIndex(t.propertyGetter).UnsafePointer())
		p.Setter = (*goja.Object)(r.FieldByIndex(t.propertySetter).UnsafePointer())
		return p
	}
	if p.Value = valueAt(r.FieldByIndex(t.propertyValue)); p.Value == nil {
		p.Value = goja.Undefined()
	}
	return p
}

// late are the properties that some kinds of object only work out when they are asked for; an array's length is stored
// late, too.
var late = lazy.Value[map[string]bool]{Make: func() map[string]bool {
	return map[string]bool{"stack": true, "prototype": true, "length": true}
}}

// Own returns an own property. On a Proxy it runs traps; otherwise no script code runs.
func (r *Realm) Own(o *goja.Object, name string) (Property, bool) {
	if f, b := fieldsOf(o); b != nil && name != "length" && !likeIndex(unistring.String(name)) {
		v := f.values[unistring.NewFromString(name)]
		if v != nil {
			p := stored(v)
			p.Name = name
			return p, true
		}
		if !late.Get()[name] {
			return Property{}, false
		}
	}
	p, ok := r.describe(o, r.VM.ToValue(name))
	p.Name = name
	return p, ok
}

// describe asks Object.getOwnPropertyDescriptor.
func (r *Realm) describe(o *goja.Object, key goja.Value) (p Property, ok bool) {
	d, ok := r.Call(descriptor, goja.Undefined(), o, key).(*goja.Object)
	if !ok {
		return p, false
	}
	f, _ := fieldsOf(d)
	p.Enumerable = f.values["enumerable"].ToBoolean()
	if p.Value = f.values["value"]; p.Value == nil {
		p.Getter, _ = f.values["get"].(*goja.Object)
		p.Setter, _ = f.values["set"].(*goja.Object)
	}
	return p, true
}

// Properties returns the own properties of an object: with string keys, then with symbols. Those that are not
// enumerable are among them if hidden is set. The items of arrays and typed arrays and the characters of a String are
// left out. On a Proxy it runs traps; otherwise no script code runs.
func (r *Realm) Properties(o *goja.Object, hidden bool) []Property {
	f, b := fieldsOf(o)
	if b == nil || hidden || !inside(o).Elem().FieldByIndex(b.symbols).IsNil() {
		return r.describeAll(o, hidden)
	}
	var list []Property
	for i := range f.names {
		if likeIndex(f.names[i]) {
			o.Keys() // sorts the names
			f, _ = fieldsOf(o)
			break
		}
	}
	for _, name := range f.names {
		p := stored(f.values[name])
		if !p.Enumerable {
			continue
		}
		if u := name.AsUtf16(); u != nil {
			p.Name = WTF8(u[1:])
		} else {
			p.Name = string(name)
		}
		if list == nil {
			list = make([]Property, 0, len(f.names))
		}
		list = append(list, p)
	}
	return list
}

func (r *Realm) describeAll(o *goja.Object, hidden bool) []Property {
	var list []Property
	skip := virtualIndexes(Of(o))
	for _, names := range []Name{ownNames, ownSymbols} {
		keys, ok := r.Call(names, goja.Undefined(), o).(*goja.Object)
		if !ok {
			continue
		}
		items, _, _ := Items(keys)
		for _, key := range items {
			if names == ownNames && skip && isIndex(key.String()) {
				continue
			}
			p, ok := r.describe(o, key)
			if !ok || !p.Enumerable && !hidden {
				continue
			}
			switch key := key.(type) {
			case *goja.Symbol:
				p.Symbol = key
			case goja.String:
				p.Name = Text(key)
			}
			list = append(list, p)
		}
	}
	return list
}

func virtualIndexes(k Kind) bool {
	return k == Array || k == TypedArray || k == BoxedString || k == DynamicArray || k == ForeignArray
}

// isIndex reports whether a key is that of an array item.
func isIndex(s string) bool {
	if s == "" || len(s) > 10 || s[0] == '0' && s != "0" {
		return false
	}
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return len(s) < 10 || s < "4294967295"
}

// Text is the exact contents of a string. Go strings cannot hold half a surrogate pair; it is encoded as if it were a
// character (WTF-8), which is not valid UTF-8.
func Text(s goja.String) string {
	text := s.String()
	for _, c := range text {
		if c == '\ufffd' { // perhaps one that goja has put for half a pair
			u := make([]uint16, s.Length())
			for i := range u {
				u[i] = s.CharAt(i)
			}
			return WTF8(u)
		}
	}
	return text
}

// WTF8 encodes UTF-16.
func WTF8(u []uint16) string {
	b := make([]byte, 0, len(u)*3)
	for i := 0; i < len(u); i++ {
		c := rune(u[i])
		if utf16.IsSurrogate(c) {
			if i+1 < len(u) {
				if pair := utf16.DecodeRune(c, rune(u[i+1])); pair != '\ufffd' {
					b = append(b, string(pair)...)
					i++
					continue
				}
			}
			b = append(b, 0xe0|byte(c>>12), 0x80|byte(c>>6)&0x3f, 0x80|byte(c)&0x3f)
			continue
		}
		b = append(b, string(c)...)
	}
	return string(b)
}
