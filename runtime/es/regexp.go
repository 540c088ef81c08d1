package es

import (
	"strings"
	"unicode/utf16"

	"github.com/dop251/goja"
)

// pattern is what the source and flags of a regular expression were before TranslatePattern.
type pattern struct{ source, flags goja.String }

// regexps is the state behind RegExp.
type regexps struct {
	// original is goja's constructor, class the one that scripts see.
	original, class *goja.Object
	// splitting is set while goja's split asks for the species. It then gets goja's own constructor, by
	// which it knows that nobody changed anything and that no second RegExp has to be compiled.
	splitting bool
	// stamp ties a pattern to a RegExp, read finds it. Both are nil until a pattern needed translation.
	stamp *goja.Object
	read  native
}

// installRegExp adds RegExp.escape, and puts a constructor in front of goja's that translates patterns
// which goja would misread in silence, \p{…} above all. Literals are the loader's.
func (r *Realm) installRegExp() {
	x := &r.regexps
	x.original = r.global("RegExp")
	proto := protoOf(x.original)
	x.class = r.either("RegExp", 2, proto, r.newRegExp)
	hidden(r.vm.GlobalObject(), "RegExp", x.class)
	hidden(proto, "constructor", x.class)
	species := r.fn("get [Symbol.species]", 0, func(c goja.FunctionCall) goja.Value {
		if x.splitting && c.This == x.class {
			x.splitting = false
			return x.original
		}
		return c.This
	})
	_ = x.class.DefineAccessorPropertySymbol(goja.SymSpecies, species, nil, yes, no)
	r.def(x.class, "escape", 1, r.regexpEscape)

	split := proto.GetSymbol(goja.SymSplit).(*goja.Object).Export().(native)
	r.defSymbol(proto, goja.SymSplit, 2, func(c goja.FunctionCall) goja.Value {
		r.object(c.This, "receiver")
		text := r.text(c.Argument(0))
		x.splitting = true
		defer func() { x.splitting = false }()
		return call(split, c.This, text, c.Argument(1))
	})
}

// newRegExp is RegExp(first, second), called with or without new.
func (r *Realm) newRegExp(target, first, second goja.Value) goja.Value {
	x := &r.regexps
	if goja.IsUndefined(target) && goja.IsUndefined(second) && r.isRegExp(first) {
		if obj := first.(*goja.Object); property(obj, "constructor") == x.class {
			return first
		}
	}
	re := r.makeRegExp(first, second)
	if t, ok := target.(*goja.Object); ok && t != x.class {
		if own, ok := t.Get("prototype").(*goja.Object); ok {
			_ = re.SetPrototype(own)
		}
	}
	return re
}

// isRegExp is IsRegExp.
func (r *Realm) isRegExp(v goja.Value) bool {
	obj, ok := v.(*goja.Object)
	if !ok {
		return false
	}
	if match := orUndefined(obj.GetSymbol(goja.SymMatch)); !goja.IsUndefined(match) {
		return match.ToBoolean()
	}
	return obj.ClassName() == "RegExp"
}

// makeRegExp lets goja make the object, of a translated pattern if need be.
func (r *Realm) makeRegExp(first, second goja.Value) *goja.Object {
	x := &r.regexps
	var p pattern
	switch v := first.(type) {
	case goja.String:
		p.source = v
	case *goja.Object:
		known, ok := r.patternOf(v)
		if !ok {
			return r.construct(x.original, first, second)
		}
		p = *known
	default:
		return r.construct(x.original, first, second)
	}
	if !goja.IsUndefined(second) {
		p.flags = r.text(second)
	}
	if p.flags == nil {
		return r.construct(x.original, p.source)
	}
	translated, ok := TranslatePattern(p.source.String(), p.flags.String())
	if !ok {
		return r.construct(x.original, p.source, p.flags)
	}
	re := r.construct(x.original, r.vm.ToValue(translated), p.flags)
	r.stampPattern(re, &p)
	return re
}

// patternOf returns what a RegExp was made of, if it was translated.
func (r *Realm) patternOf(v goja.Value) (*pattern, bool) {
	obj, ok := v.(*goja.Object)
	if !ok || r.regexps.read == nil {
		return nil, false
	}
	s, ok := call(r.regexps.read, goja.Undefined(), obj).(*slot)
	if !ok {
		return nil, false
	}
	return s.state.(*pattern), true
}

// stampPattern remembers what a RegExp was made of. From the first one on, source and toString look.
func (r *Realm) stampPattern(re *goja.Object, p *pattern) {
	x := &r.regexps
	if x.stamp == nil {
		x.stamp = call(r.syntax("stamp"), goja.Undefined()).(*goja.Object)
		x.read = fnOf(x.stamp, "slot")
		r.showPatterns(protoOf(x.original))
	}
	r.construct(x.stamp, re, newSlot(p))
}

func (r *Realm) showPatterns(proto *goja.Object) {
	get, ok := call(r.in.ownProperty, goja.Undefined(), proto, r.vm.ToValue("source")).(*goja.Object)
	if !ok {
		return
	}
	source, ok := get.Get("get").(*goja.Object)
	if !ok {
		return
	}
	original := source.Export().(native)
	r.getter(proto, "source", func(c goja.FunctionCall) goja.Value {
		if p, ok := r.patternOf(c.This); ok {
			return escapedSource(p.source)
		}
		return original(c)
	})
	toString := fnOf(proto, "toString")
	r.def(proto, "toString", 0, func(c goja.FunctionCall) goja.Value {
		if _, ok := r.patternOf(c.This); ok {
			re := c.This.(*goja.Object)
			return r.vm.ToValue("/" + property(re, "source").String() + "/" + property(re, "flags").String())
		}
		return toString(c)
	})
}

// escapedSource is EscapeRegExpPattern: the text can stand between slashes.
func escapedSource(source goja.String) goja.Value {
	escapes := map[uint16]string{'/': `\/`, '\n': `\n`, '\r': `\r`, 0x2028: `\u2028`, 0x2029: `\u2029`}
	var units []uint16
	escaped := false
	for i := range source.Length() {
		unit := source.CharAt(i)
		if text, ok := escapes[unit]; ok {
			if escaped {
				text = text[1:]
			}
			units = append(units, utf16.Encode([]rune(text))...)
			escaped = false
			continue
		}
		escaped = !escaped && unit == '\\'
		units = append(units, unit)
	}
	return goja.StringFromUTF16(units)
}

// regexpEscape is RegExp.escape.
func (r *Realm) regexpEscape(c goja.FunctionCall) goja.Value {
	text, ok := c.Argument(0).(goja.String)
	if !ok {
		panic(r.vm.NewTypeError("RegExp.escape: argument must be a string"))
	}
	units := make([]uint16, text.Length())
	for i := range units {
		units[i] = text.CharAt(i)
	}
	return goja.StringFromUTF16(escapeUnits(units))
}

const hexDigits = "0123456789abcdef"

func escapeUnits(units []uint16) []uint16 {
	out := make([]uint16, 0, len(units)+8)
	add := func(s string) {
		for i := range len(s) {
			out = append(out, uint16(s[i]))
		}
	}
	hex2 := func(u uint16) { add(`\x` + string(hexDigits[u>>4&15]) + string(hexDigits[u&15])) }
	for i, u := range units {
		paired := utf16.IsSurrogate(rune(u)) &&
			(u < 0xDC00 && i+1 < len(units) && units[i+1]&0xFC00 == 0xDC00 ||
				u >= 0xDC00 && i > 0 && units[i-1]&0xFC00 == 0xD800)
		switch {
		case i == 0 && u < 0x80 && isAlphanumeric(byte(u)):
			hex2(u)
		case u < 0x80 && strings.IndexByte(`^$\.*+?()[]{}|/`, byte(u)) >= 0:
			add(`\` + string(rune(u)))
		case u >= '\t' && u <= '\r':
			add(`\` + string("tnvfr"[u-'\t']))
		case u < 0x80 && strings.IndexByte(",-=<>#&!%:;@~'`\"", byte(u)) >= 0, u == ' ', u == 0xA0:
			hex2(u)
		case isSpace(u), utf16.IsSurrogate(rune(u)) && !paired:
			add(`\u` + string(hexDigits[u>>12]) + string(hexDigits[u>>8&15]) + string(hexDigits[u>>4&15]) + string(hexDigits[u&15]))
		default:
			out = append(out, u)
		}
	}
	return out
}

func isAlphanumeric(b byte) bool {
	return b >= '0' && b <= '9' || b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z'
}

// isSpace is for the white space and line ends beyond Latin-1.
func isSpace(u uint16) bool {
	return u == 0x1680 || u >= 0x2000 && u <= 0x200A || u == 0x2028 || u == 0x2029 || u == 0x202F || u == 0x205F ||
		u == 0x3000 || u == 0xFEFF
}
