package es

import (
	"strconv"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime/clone/slots"
)

// quote writes a string; half surrogate pairs are escaped.
func (w *jsonWriter) quote(s goja.String) {
	ascii, units := slots.Characters(s)
	if units == nil {
		w.ascii(ascii)
		return
	}
	w.out = append(w.out, '"')
	for i := 0; i < len(units); i++ {
		u := rune(units[i])
		switch {
		case u < utf8.RuneSelf:
			w.escape(byte(u))
		case !utf16.IsSurrogate(u):
			w.out = utf8.AppendRune(w.out, u)
		default:
			if i+1 < len(units) {
				if r := utf16.DecodeRune(u, rune(units[i+1])); r != utf8.RuneError {
					w.out = utf8.AppendRune(w.out, r)
					i++
					continue
				}
			}
			w.out = append(w.out, '\\', 'u', hexDigits[u>>12], hexDigits[u>>8&15], hexDigits[u>>4&15], hexDigits[u&15])
		}
	}
	w.out = append(w.out, '"')
}

// ascii writes a string of ASCII.
func (w *jsonWriter) ascii(s string) {
	w.out = append(w.out, '"')
	start := 0
	for i := 0; i < len(s); i++ {
		if c := s[i]; c < ' ' || c == '"' || c == '\\' {
			w.out = append(w.out, s[start:i]...)
			w.escape(c)
			start = i + 1
		}
	}
	w.out = append(append(w.out, s[start:]...), '"')
}

func (w *jsonWriter) escape(c byte) {
	switch c {
	case '"', '\\':
		w.out = append(w.out, '\\', c)
	case '\b':
		w.out = append(w.out, `\b`...)
	case '\t':
		w.out = append(w.out, `\t`...)
	case '\n':
		w.out = append(w.out, `\n`...)
	case '\f':
		w.out = append(w.out, `\f`...)
	case '\r':
		w.out = append(w.out, `\r`...)
	default:
		if c >= ' ' {
			w.out = append(w.out, c)
			return
		}
		w.out = append(w.out, '\\', 'u', '0', '0', hexDigits[c>>4], hexDigits[c&15])
	}
}

// circle is the message of V8.
func (w *jsonWriter) circle(last jsonPlace) string {
	first := w.find(last.obj)
	text := "Converting circular structure to JSON\n    --> starting at object with constructor " + constructorOf(last.obj)
	line := func(p jsonPlace) {
		text += "\n    |     " + p.key() + " -> object with constructor " + constructorOf(p.obj)
	}
	shown := min(len(w.stack), first+3)
	for _, place := range w.stack[first+1 : shown] {
		line(place)
	}
	if len(w.stack) > shown+1 {
		text += "\n    |     ..."
	}
	for _, place := range w.stack[max(shown, len(w.stack)-1):] {
		line(place)
	}
	return text + "\n    --- " + last.key() + " closes the circle"
}

func (p jsonPlace) key() string {
	if p.index >= 0 {
		return "index " + strconv.Itoa(p.index)
	}
	return "property '" + p.name + "'"
}

func constructorOf(obj *goja.Object) string {
	if c, ok := obj.Get("constructor").(*goja.Object); ok {
		if name, ok := c.Get("name").(goja.String); ok && name.Length() > 0 {
			return "'" + name.String() + "'"
		}
	}
	return "'Object'"
}
