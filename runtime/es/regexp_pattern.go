package es

import (
	"unicode/utf16"

	"github.com/dop251/goja"
)

// pattern is what a regular expression was made of before TranslatePattern.
type pattern struct {
	source, flags goja.String
	extras        extras
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
	if p.extras.any() {
		r.regexps.extras = true
		// goja asks exec when something was defined, be it the same as before, instead of its own matcher.
		_ = re.DefineDataProperty("lastIndex", Int(0), yes, no, no)
	}
	x := &r.regexps
	if x.stamp == nil {
		x.stamp = call(r.syntax("stamp"), goja.Undefined()).(*goja.Object)
		x.read = fnOf(x.stamp, "slot")
		r.showPatterns(protoOf(x.original))
	}
	r.construct(x.stamp, re, newSlot(p))
}

// showPatterns puts the accessors that must show the pattern as it was written in front of goja's.
func (r *Realm) showPatterns(proto *goja.Object) {
	r.frontGetter(proto, "source", func(p *pattern) goja.Value { return escapedSource(p.source) })
	toString := fnOf(proto, "toString")
	r.def(proto, "toString", 0, func(c goja.FunctionCall) goja.Value {
		if _, ok := r.patternOf(c.This); ok {
			re := c.This.(*goja.Object)
			return r.vm.ToValue("/" + property(re, "source").String() + "/" + property(re, "flags").String())
		}
		return toString(c)
	})
}

// frontGetter replaces an accessor, unless the script did so already.
func (r *Realm) frontGetter(proto *goja.Object, name string, show func(p *pattern) goja.Value) {
	descriptor := r.descriptor(proto, r.vm.ToValue(name))
	if descriptor == nil {
		return
	}
	get := r.callable(property(descriptor, "get"))
	if get == nil {
		return
	}
	r.getter(proto, name, func(c goja.FunctionCall) goja.Value {
		if p, ok := r.patternOf(c.This); ok {
			return show(p)
		}
		return orUndefined(get(c))
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
