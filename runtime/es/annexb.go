package es

import (
	"math"

	"github.com/dop251/goja"
)

// What Annex B of the specification, "additional features for web browsers", has of methods and goja does not.

// tags are the methods of a text that put it into an element of HTML, and the attribute that the argument is for.
var tags = [...]struct{ method, tag, attribute string }{
	{"anchor", "a", "name"},
	{"big", "big", ""},
	{"blink", "blink", ""},
	{"bold", "b", ""},
	{"fixed", "tt", ""},
	{"fontcolor", "font", "color"},
	{"fontsize", "font", "size"},
	{"italics", "i", ""},
	{"link", "a", "href"},
	{"small", "small", ""},
	{"strike", "strike", ""},
	{"sub", "sub", ""},
	{"sup", "sup", ""},
}

// htmlMethods adds the methods of tags.
func htmlMethods(t *template) {
	for _, h := range tags {
		length := 0
		if h.attribute != "" {
			length = 1
		}
		t.method(h.method, length, func(r *Realm, c goja.FunctionCall) goja.Value {
			text := r.thisString(c, h.method)
			var out goja.StringBuilder
			out.WriteUTF8String("<" + h.tag)
			if h.attribute != "" {
				out.WriteUTF8String(" " + h.attribute + `="`)
				writeAttribute(&out, r.text(c.Argument(0)))
				out.WriteUTF8String(`"`)
			}
			out.WriteUTF8String(">")
			out.WriteString(text)
			out.WriteUTF8String("</" + h.tag + ">")
			return out.String()
		})
	}
}

// writeAttribute writes a text without quotation marks.
func writeAttribute(out *goja.StringBuilder, value goja.String) {
	start, n := 0, value.Length()
	for i := range n {
		if value.CharAt(i) == '"' {
			out.WriteSubstring(value, start, i)
			out.WriteUTF8String("&quot;")
			start = i + 1
		}
	}
	out.WriteSubstring(value, start, n)
}

// yearMethods adds what counts years from 1900.
func (r *Realm) yearMethods(proto *goja.Object) {
	get, set := fnOf(proto, "getFullYear"), fnOf(proto, "setFullYear")
	r.def(proto, "getYear", 0, func(c goja.FunctionCall) goja.Value {
		return Number(get(goja.FunctionCall{This: c.This}).ToFloat() - 1900)
	})
	r.def(proto, "setYear", 1, func(c goja.FunctionCall) goja.Value {
		get(goja.FunctionCall{This: c.This}) // or it is no Date
		year := math.Trunc(c.Argument(0).ToNumber().ToFloat())
		if year >= 0 && year <= 99 {
			year += 1900
		}
		return call(set, c.This, Number(year))
	})
	if f, ok := proto.Get("toUTCString").(*goja.Object); ok {
		hidden(proto, "toGMTString", f)
	}
}
