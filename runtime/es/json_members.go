package es

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime/clone/slots"
)

// array writes an array that has been entered.
func (w *jsonWriter) array(obj *goja.Object) {
	outer := w.indent[:len(w.indent)-len(w.gap)]
	items, length, ok := slots.Items(obj)
	if !ok {
		length = int(obj.Get("length").ToInteger())
	}
	w.out = append(w.out, '[')
	ran := w.ran
	for i := range length {
		w.begin(i == 0)
		if ran != w.ran {
			ran = w.ran
			items, _, ok = slots.Items(obj)
		}
		var v goja.Value
		if ok && i < len(items) {
			v = items[i]
		}
		if v == nil {
			w.ran++ // it may be inherited, or have a getter
			v = obj.Get(strconv.Itoa(i))
		}
		if !w.write(obj, jsonPlace{index: i}, v) {
			w.out = append(w.out, "null"...)
		}
	}
	w.end(length > 0, ']', outer)
}

// properties writes an object that has been entered. Those of a plain one are taken all at once, and again where a script
// has run since.
func (w *jsonWriter) properties(obj *goja.Object, names []string, fields slots.Fields, plain bool) {
	outer := w.indent[:len(w.indent)-len(w.gap)]
	from := len(w.values)
	if w.listed {
		plain = false
	}
	if plain {
		for _, name := range names {
			v, ordinary := fields.Value(name)
			if !ordinary {
				plain = false
				break
			}
			w.values = append(w.values, v)
		}
	}
	if !plain {
		w.values = w.values[:from]
		if names = w.list; !w.listed {
			names = obj.Keys()
		}
		w.ran++
	}
	w.out = append(w.out, '{')
	some, ran := false, w.ran
	for i, name := range names {
		var v goja.Value
		if plain && ran == w.ran {
			v = w.values[from+i]
		} else {
			w.ran++
			v = obj.Get(name)
		}
		mark := len(w.out)
		w.begin(!some)
		w.name(name)
		if w.write(obj, jsonPlace{name: name, index: -1}, v) {
			some = true
		} else {
			w.out = w.out[:mark]
		}
	}
	w.values = w.values[:from]
	w.end(some, '}', outer)
}

// name writes a name and the colon. One that Go cannot hold is left to goja.
func (w *jsonWriter) name(name string) {
	if slots.IsASCII(name) {
		w.ascii(name)
	} else {
		if strings.ContainsRune(name, '\uFFFD') {
			panic(foreign{})
		}
		w.quote(w.realm.vm.ToValue(name).(goja.String))
	}
	w.out = append(w.out, ':')
	if w.gap != "" {
		w.out = append(w.out, ' ')
	}
}

// begin separates members.
func (w *jsonWriter) begin(first bool) {
	if !first {
		w.out = append(w.out, ',')
	}
	if w.gap != "" {
		w.out = append(append(w.out, '\n'), w.indent...)
	}
}

// end closes an array or an object and goes back to the indent around it.
func (w *jsonWriter) end(some bool, mark byte, outer string) {
	if some && w.gap != "" {
		w.out = append(append(w.out, '\n'), outer...)
	}
	w.out = append(w.out, mark)
	w.indent = outer
}

// raw writes what JSON.rawJSON has made.
func (w *jsonWriter) raw(obj *goja.Object) bool {
	text := obj.Get("rawJSON").String()
	if strings.ContainsRune(text, utf8.RuneError) {
		panic(foreign{})
	}
	w.out = append(w.out, text...)
	return true
}

// isSymbol tells of a value whether it is one. Its object is like any other to JSON.
func isSymbol(v goja.Value) bool {
	_, ok := v.(*goja.Symbol)
	return ok
}

// unboxed is the primitive of a Number, String, Boolean or BigInt object, as JSON asks for it.
func unboxed(obj *goja.Object) goja.Value {
	switch obj.ClassName() {
	case "Number":
		return obj.ToNumber()
	case "String":
		return obj.ToString()
	}
	return slots.Primitive(obj)
}
