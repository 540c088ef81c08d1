package es

import (
	"math"
	"strconv"
	"unicode/utf8"
	"unsafe" // go:linkname

	"github.com/dop251/goja"
	"github.com/dop251/goja/unistring"

	"github.com/lariatjs/lariat/runtime/clone/slots"
)

// What goja builds with. TestLinkedSignatures compares the signatures.

//go:linkname linkBaseObject github.com/dop251/goja.newBaseObjectObj
func linkBaseObject(obj, proto *goja.Object, class string) unsafe.Pointer

//go:linkname linkArrayOf github.com/dop251/goja.(*Runtime).newArrayValues
func linkArrayOf(vm *goja.Runtime, values []goja.Value) *goja.Object

//go:linkname linkInt github.com/dop251/goja.intToValue
func linkInt(i int64) goja.Value

//go:linkname linkFloat github.com/dop251/goja.floatToValue
func linkFloat(f float64) goja.Value

// jsonParse is JSON.parse. That of goja goes through encoding/json token by token: it takes four times as long, makes
// U+FFFD of lone surrogates, and lets text pass that is no JSON.
//
// https://tc39.es/ecma262/#sec-json.parse
func (r *Realm) jsonParse(c goja.FunctionCall) goja.Value {
	text := r.text(c.Argument(0))
	var reviver *goja.Object
	if isCallable(c.Argument(1)) {
		reviver = c.Argument(1).(*goja.Object)
	}
	ascii, units := slots.Characters(text)
	if units != nil {
		return parseJSON(r, units, reviver)
	}
	return parseJSON(r, unsafe.Slice(unsafe.StringData(ascii), len(ascii)), reviver)
}

// jsonParser reads one text: UTF-8, which goja's ASCII strings are, or UTF-16 code units.
type jsonParser[C byte | uint16] struct {
	realm *Realm
	text  []C
	at    int
	depth int
	// values and keys hold what has been read of the arrays and objects that are open.
	values []goja.Value
	keys   []unistring.String
	// known are keys that have been read, by a hash: most come again.
	known [128]unistring.String
	units []uint16
	// place is what is being read, if a reviver wants to know where it stands.
	place *jsonSource
}

func parseJSON[C byte | uint16](r *Realm, text []C, reviver *goja.Object) goja.Value {
	p := &jsonParser[C]{realm: r, text: text}
	if reviver != nil {
		p.place = &jsonSource{}
	}
	v := p.value(p.next())
	if p.next(); p.at < len(text) {
		p.fail("Unexpected non-whitespace character after JSON")
	}
	if reviver != nil {
		return (&jsonReviver[C]{realm: r, text: text, reviver: reviver}).revive(p.place.parts[0])
	}
	return v
}

// next passes over white space and returns the character behind it, which is not passed over: 0 is the end.
func (p *jsonParser[C]) next() C {
	for p.at < len(p.text) {
		switch c := p.text[p.at]; c {
		case ' ', '\n', '\r', '\t':
			p.at++
		default:
			return c
		}
	}
	return 0
}

// value reads the value that begins with c.
func (p *jsonParser[C]) value(c C) goja.Value {
	if p.place != nil {
		return p.placed(c)
	}
	return p.read(c)
}

func (p *jsonParser[C]) read(c C) goja.Value {
	switch {
	case c == '"':
		return p.str()
	case c == '{':
		return p.object()
	case c == '[':
		return p.array()
	case c == '-' || c >= '0' && c <= '9':
		return p.number()
	case c == 't':
		return p.word("true", p.realm.vm.ToValue(true))
	case c == 'f':
		return p.word("false", p.realm.vm.ToValue(false))
	case c == 'n':
		return p.word("null", goja.Null())
	}
	p.unexpected()
	return nil
}

func (p *jsonParser[C]) word(text string, v goja.Value) goja.Value {
	for i := range len(text) {
		if p.at >= len(p.text) || p.text[p.at] != C(text[i]) {
			p.unexpected()
		}
		p.at++
	}
	return v
}

func (p *jsonParser[C]) enter() {
	p.at++
	if p.depth++; p.depth > maxJSONDepth {
		panic(rangeErrorOf(p.realm.vm, "JSON is nested too deep"))
	}
}

func (p *jsonParser[C]) array() goja.Value {
	p.enter()
	from := len(p.values)
	if c := p.next(); c != ']' || p.ended() {
		for {
			v := p.value(c)
			p.values = append(p.values, v)
			if c = p.next(); c == ']' {
				break
			}
			if c != ',' {
				p.fail("Expected ',' or ']' after array element in JSON")
			}
			p.at++
			c = p.next()
		}
	}
	p.at++
	p.depth--
	list := append(make([]goja.Value, 0, len(p.values)-from), p.values[from:]...)
	clear(p.values[from:])
	p.values = p.values[:from]
	return linkArrayOf(p.realm.vm, list)
}

func (p *jsonParser[C]) object() goja.Value {
	p.enter()
	from, named := len(p.values), len(p.keys)
	if c := p.next(); c != '}' || p.ended() {
		for first := true; ; first = false {
			if c != '"' {
				p.noKey(first)
			}
			key := p.key()
			if p.next() != ':' {
				p.fail("Expected ':' after property name in JSON")
			}
			p.at++
			v := p.value(p.next())
			p.keys, p.values = append(p.keys, key), append(p.values, v)
			if c = p.next(); c == '}' {
				break
			}
			if c != ',' {
				p.fail("Expected ',' or '}' after property value in JSON")
			}
			p.at++
			c = p.next()
		}
	}
	p.at++
	p.depth--
	o, distinct := p.realm.plainObject(p.keys[named:], p.values[from:])
	if p.place != nil {
		p.place.name(p.keys[named:], distinct)
	}
	clear(p.values[from:])
	p.keys, p.values = p.keys[:named], p.values[:from]
	return o
}

// number reads a number. Up to 15 digits are exact as they are read.
func (p *jsonParser[C]) number() goja.Value {
	from := p.at
	if p.text[p.at] == '-' {
		p.at++
	}
	var n int64
	digits := p.at
	for ; p.digit(); p.at++ {
		n = n*10 + int64(p.text[p.at]-'0')
	}
	size := p.at - digits
	switch {
	case size == 0:
		p.fail("No number after minus sign in JSON")
	case size > 1 && p.text[digits] == '0':
		p.at = digits + 1
		p.fail("Unexpected number in JSON")
	}
	if c := p.peek(); c != '.' && c|0x20 != 'e' && size <= 15 {
		if from == digits {
			return linkInt(n)
		}
		if n != 0 {
			return linkInt(-n)
		}
	}
	if p.peek() == '.' {
		if p.at++; !p.digit() {
			p.fail("Unterminated fractional number in JSON")
		}
		p.digits()
	}
	if p.peek()|0x20 == 'e' {
		p.at++
		if c := p.peek(); c == '+' || c == '-' {
			p.at++
		}
		if !p.digit() {
			p.fail("Exponent part is missing a number in JSON")
		}
		p.digits()
	}
	var buf [32]byte
	text := buf[:0]
	for _, c := range p.text[from:p.at] {
		text = append(text, byte(c))
	}
	f, _ := strconv.ParseFloat(string(text), 64) // out of range is infinite, as it should be
	if f == 0 && from != digits {
		f = math.Copysign(0, -1)
	}
	return linkFloat(f)
}

// peek is the character at hand, 0 at the end.
func (p *jsonParser[C]) peek() C {
	if p.at < len(p.text) {
		return p.text[p.at]
	}
	return 0
}

func (p *jsonParser[C]) ended() bool { return p.at >= len(p.text) }

func (p *jsonParser[C]) digit() bool {
	return p.at < len(p.text) && p.text[p.at] >= '0' && p.text[p.at] <= '9'
}

func (p *jsonParser[C]) digits() {
	for p.digit() {
		p.at++
	}
}

// plain passes over the characters of a string up to its end or a backslash. wide says that some are not ASCII.
func (p *jsonParser[C]) plain() (wide bool) {
	for p.at < len(p.text) {
		c := p.text[p.at]
		if c == '"' || c == '\\' {
			return wide
		}
		if c < ' ' {
			p.fail("Bad control character in string literal in JSON")
		}
		wide = wide || c >= utf8.RuneSelf
		p.at++
	}
	p.fail("Unterminated string in JSON")
	return false
}
