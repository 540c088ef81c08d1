package es

import (
	"fmt"
	"reflect"
	"sync"
	"unicode/utf16"
	"unicode/utf8"
	"unsafe" // go:linkname

	"github.com/dop251/goja"
	"github.com/dop251/goja/unistring"
)

// linkString makes a string of UTF-8. Half surrogate pairs cannot come this way.
//
//go:linkname linkString github.com/dop251/goja.newStringValue
func linkString(s string) goja.String

// baseFields says where goja keeps the own properties of an ordinary object.
type baseFields struct{ values, names uintptr }

var baseLayout = sync.OnceValue(func() baseFields {
	base, ok := reflect.TypeFor[goja.Promise]().FieldByName("baseObject")
	if !ok || base.Type.Kind() != reflect.Struct {
		panic("lariat does not know this version of goja: promises have no common part")
	}
	values, ok1 := base.Type.FieldByName("values")
	names, ok2 := base.Type.FieldByName("propNames")
	if !ok1 || !ok2 || values.Type != valuesType || names.Type != reflect.TypeFor[[]unistring.String]() {
		panic("lariat does not know this version of goja: properties are kept in another way")
	}
	return baseFields{values.Offset, names.Offset}
})

// plainObject makes an object. A key that comes twice keeps its first place and its last value; distinct says that none does.
func (r *Realm) plainObject(keys []unistring.String, values []goja.Value) (obj *goja.Object, distinct bool) {
	obj = newObject(r.vm)
	at, layout := linkBaseObject(obj, r.in.objectProto, "Object"), baseLayout()
	if len(keys) == 0 {
		return obj, true
	}
	stored, names := make(map[unistring.String]goja.Value, len(keys)), make([]unistring.String, 0, len(keys))
	for i, key := range keys {
		stored[key] = values[i]
		if len(stored) > len(names) {
			names = append(names, key)
		}
	}
	*(*map[unistring.String]goja.Value)(unsafe.Add(at, layout.values)) = stored
	*(*[]unistring.String)(unsafe.Add(at, layout.names)) = names
	return obj, len(names) == len(keys)
}

// str reads a string.
func (p *jsonParser[C]) str() goja.Value {
	text, _, units := p.quoted()
	switch {
	case units != nil:
		return goja.StringFromUTF16(units)
	case len(text) == 0:
		return linkString("")
	}
	if b := asBytes(text); b != nil {
		return linkString(string(b))
	}
	return goja.StringFromUTF16(asUnits(text))
}

// key reads the name of a property.
func (p *jsonParser[C]) key() unistring.String {
	text, wide, units := p.quoted()
	if units == nil && !wide && len(text) > 0 {
		h := (uint(len(text))*31 + uint(text[0])*7 + uint(text[len(text)-1])) % uint(len(p.known))
		if !spells(p.known[h], text) {
			p.known[h] = unistring.String(narrow(text))
		}
		return p.known[h]
	}
	switch {
	case len(text) == 0 && len(units) == 0:
		return ""
	case units == nil:
		if b := asBytes(text); b != nil {
			return unistring.NewFromString(string(b))
		}
		units = asUnits(text)
	}
	return nameOf(units)
}

// nameOf is a property key of UTF-16, which may have half surrogate pairs.
func nameOf(units []uint16) unistring.String {
	ascii := true
	for _, u := range units {
		ascii = ascii && u < utf8.RuneSelf
	}
	if ascii {
		return unistring.String(narrow(units))
	}
	return unistring.FromUtf16(append([]uint16{unistring.BOM}, units...))
}

// quoted reads a string: its text when there are no escapes in it, or else its units, which the next string reuses.
// wide says that some characters of the text are not ASCII.
func (p *jsonParser[C]) quoted() (text []C, wide bool, units []uint16) {
	p.at++
	from := p.at
	wide = p.plain()
	if p.text[p.at] == '"' {
		p.at++
		return p.text[from : p.at-1], wide, nil
	}
	if units = p.units[:0]; units == nil {
		units = make([]uint16, 0, 64)
	}
	for {
		units = appendUnits(units, p.text[from:p.at])
		if p.text[p.at] == '"' {
			p.at++
			p.units = units
			return nil, false, units
		}
		p.at++
		units = append(units, p.escape())
		from = p.at
		p.plain()
	}
}

// escape reads what stands behind a backslash.
func (p *jsonParser[C]) escape() uint16 {
	if p.ended() {
		p.throw(endOfJSON)
	}
	c := p.text[p.at]
	p.at++
	switch c {
	case '"', '\\', '/':
		return uint16(c)
	case 'b':
		return '\b'
	case 'f':
		return '\f'
	case 'n':
		return '\n'
	case 'r':
		return '\r'
	case 't':
		return '\t'
	case 'u':
		return p.hex()
	}
	p.at--
	p.fail("Bad escaped character in JSON")
	return 0
}

func (p *jsonParser[C]) hex() (u uint16) {
	for range 4 {
		c := p.peek()
		switch {
		case p.digit():
			u = u<<4 | uint16(c-'0')
		case c|0x20 >= 'a' && c|0x20 <= 'f':
			u = u<<4 | uint16(c|0x20-'a'+10)
		default:
			p.fail("Bad Unicode escape in JSON")
		}
		p.at++
	}
	return u
}

// asBytes is a text of bytes as such, nil if it is one of units.
func asBytes[C byte | uint16](text []C) []byte {
	if unsafe.Sizeof(text[0]) != 1 {
		return nil
	}
	return unsafe.Slice((*byte)(unsafe.Pointer(&text[0])), len(text))
}

func asUnits[C byte | uint16](text []C) []uint16 {
	return unsafe.Slice((*uint16)(unsafe.Pointer(&text[0])), len(text))
}

func appendUnits[C byte | uint16](units []uint16, text []C) []uint16 {
	if len(text) == 0 {
		return units
	}
	b := asBytes(text)
	if b == nil {
		return append(units, asUnits(text)...)
	}
	for i := 0; i < len(b); {
		c, size := utf8.DecodeRune(b[i:])
		units = utf16.AppendRune(units, c)
		i += size
	}
	return units
}

// narrow makes a Go string of ASCII characters.
func narrow[C byte | uint16](text []C) string {
	b := make([]byte, len(text))
	for i, c := range text {
		b[i] = byte(c)
	}
	return unsafe.String(unsafe.SliceData(b), len(b))
}

func spells[C byte | uint16](name unistring.String, text []C) bool {
	if len(name) != len(text) {
		return false
	}
	for i, c := range text {
		if C(name[i]) != c {
			return false
		}
	}
	return true
}

// fail throws a SyntaxError in the words that other engines use.
func (p *jsonParser[C]) fail(what string) {
	line, column := 1, 1
	for _, c := range p.text[:p.at] {
		if column++; c == '\n' {
			line, column = line+1, 1
		}
	}
	p.throw(fmt.Sprintf("%s at position %d (line %d column %d)", what, p.at, line, column))
}

func (p *jsonParser[C]) throw(message string) {
	panic(linkNewError(p.realm.vm, linkGetSyntaxError(p.realm.vm), message))
}

// noKey is for what stands where a property name has to.
func (p *jsonParser[C]) noKey(first bool) {
	if first {
		p.fail("Expected property name or '}' in JSON")
	}
	p.fail("Expected double-quoted property name in JSON")
}

const endOfJSON = "Unexpected end of JSON input"

// aside is how much of the text is shown on either side of what is wrong.
const aside = 10

// unexpected is for what is no value.
func (p *jsonParser[C]) unexpected() {
	if p.ended() {
		p.throw(endOfJSON)
	}
	all := p.show(0, min(len(p.text), 64))
	switch all {
	case "undefined", "NaN", "Infinity", "[object Object]":
		p.throw(fmt.Sprintf("%q is not valid JSON", all))
	}
	from, to, before, after := p.at-aside, p.at+aside, "...", "..."
	if from <= 0 || len(p.text) <= 2*aside {
		from, before = 0, ""
	}
	if to >= len(p.text) || len(p.text) <= 2*aside {
		to, after = len(p.text), ""
	}
	p.throw(fmt.Sprintf("Unexpected token '%s', %s\"%s\"%s is not valid JSON", p.show(p.at, p.at+1), before, p.show(from, to), after))
}

// show is a piece of the text.
func (p *jsonParser[C]) show(from, to int) string {
	return string(utf16.Decode(appendUnits(nil, p.text[from:to])))
}
