package lariat

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"reflect"
	"strconv"
	"strings"

	"github.com/lariatjs/lariat/stdlib"
)

// DTS writes the TypeScript declarations of modules, for editors and compilers.
func DTS(w io.Writer, modules ...*Module) error {
	o := &options{}
	if w == nil {
		o.mistake = append(o.mistake, errNil("DTS", "w", "an io.Writer"))
	}
	WithModules(modules...)(o)
	k := &kit{classes: classesOf(stdlib.All())}
	o.hostModules(k)
	if len(o.mistake) > 0 {
		return errors.Join(o.mistake...)
	}
	d := &declarations{kit: k, classes: map[reflect.Type]string{}}
	for _, m := range modules {
		for _, it := range m.items {
			if t := it.instance(); t != nil {
				d.classes[t] = fmt.Sprintf("import(%q).%s", m.name, it.name)
			}
		}
	}
	var text bytes.Buffer
	for i, m := range modules {
		if i > 0 {
			text.WriteString("\n")
		}
		d.module(&text, m)
	}
	_, err := w.Write(text.Bytes())
	return err
}

// declarations writes types.
type declarations struct {
	*kit
	classes map[reflect.Type]string
	named   []named // interfaces that the module at hand needs
	taken   map[string]reflect.Type
}

// named is a struct with a name; in says that scripts make such objects, and perhaps that Go does.
type named struct {
	reflect.Type
	in bool
}

func (d *declarations) module(w *bytes.Buffer, m *Module) {
	d.named, d.taken = nil, map[string]reflect.Type{}
	for _, it := range m.items {
		d.taken[it.name] = nil
	}
	comment(w, "", m.doc)
	fmt.Fprintf(w, "declare module %s {\n", strconv.Quote(m.name))
	for _, it := range m.items {
		comment(w, "  ", it.doc)
		switch c, ok := it.value.(constant); {
		case ok:
			fmt.Fprintf(w, "  export const %s: %s;\n", it.name, d.typ(reflect.TypeOf(c.v), false))
		case it.class:
			d.class(w, it)
		case isRaw(it.value):
			fmt.Fprintf(w, "  export function %s%s;\n", it.name, rawSignature(it.params))
		default:
			b, _ := d.bindingOf("", reflect.ValueOf(it.value), false, nil)
			fmt.Fprintf(w, "  export function %s%s;\n", it.name, d.signature(b, it.params))
		}
	}
	for i := 0; i < len(d.named); i++ {
		t := d.named[i]
		fmt.Fprintf(w, "  export interface %s {\n", t.Name())
		for _, f := range fieldsOf(t.Type) {
			fmt.Fprintf(w, "    %s%s: %s;\n", key(f.name), optional(f), d.typ(f.typ, t.in))
		}
		w.WriteString("  }\n")
	}
	w.WriteString("}\n")
}

// optional is the mark of a property that may not be there.
func optional(f field) string {
	if f.omitEmpty {
		return "?"
	}
	return ""
}

func key(name string) string {
	if identifier(name) {
		return name
	}
	return strconv.Quote(name)
}

// comment writes a doc comment.
func comment(w *bytes.Buffer, indent, text string) {
	if text != "" {
		text = strings.ReplaceAll(strings.TrimSpace(text), "*/", "*\\/")
		fmt.Fprintf(w, "%s/** %s */\n", indent, strings.ReplaceAll(text, "\n", "\n"+indent+" * "))
	}
}

func (d *declarations) class(w *bytes.Buffer, it *item) {
	b := &builder{kit: d.kit}
	b.addClass(it, "")
	k := b.class[0]
	fmt.Fprintf(w, "  export class %s {\n", it.name)
	if k.make == nil {
		w.WriteString("    private constructor();\n")
	} else {
		signature, _, _ := strings.Cut(d.signature(k.make, it.params), "):")
		fmt.Fprintf(w, "    constructor%s);\n", signature)
	}
	for _, f := range k.methods {
		for name, doc := range it.docs {
			if camel(name) == f.name {
				comment(w, "    ", doc)
			}
		}
		var names []string
		for name, list := range it.names {
			if camel(name) == f.name {
				names = list
			}
		}
		fmt.Fprintf(w, "    %s%s;\n", f.name, d.signature(f.binding, names))
		if f.name == "close" {
			symbol, result := "dispose", "void"
			if f.promises() {
				symbol, result = "asyncDispose", "Promise<void>"
			}
			fmt.Fprintf(w, "    [Symbol.%s](): %s;\n", symbol, result)
		}
	}
	w.WriteString("  }\n")
}

// signature writes parameters and result.
func (d *declarations) signature(b *binding, names []string) string {
	var params []string
	for i, p := range b.params {
		name := "arg" + strconv.Itoa(i+1)
		if i < len(names) {
			name = names[i]
		}
		switch {
		case b.variadic && i == len(b.params)-1:
			params = append(params, "..."+name+": "+array(d.typ(p.typ, true)))
		case p.signal:
			params = append(params, name+"?: AbortSignal | null")
		case p.callback != nil:
			params = append(params, name+": "+d.callback(p.callback))
		case p.options:
			params = append(params, name+"?: Partial<"+d.typ(p.typ, true)+">")
		case i >= b.least():
			params = append(params, name+"?: "+d.typ(p.typ, true))
		default:
			params = append(params, name+": "+d.typ(p.typ, true))
		}
	}
	return "(" + strings.Join(params, ", ") + "): " + d.result(b)
}

func (d *declarations) result(b *binding) string {
	result := "void"
	switch {
	case b.outcome == reader:
		result = "ReadableStream<Uint8Array>"
	case b.outcome != plain:
		return "AsyncIterableIterator<" + d.typ(b.value, false) + ">"
	case b.value != nil:
		result = d.typ(b.value, false)
	}
	if b.promises() {
		return "Promise<" + result + ">"
	}
	return result
}

func (d *declarations) callback(cb *callback) string {
	var params []string
	for i := range cb.typ.NumIn() {
		if i > 0 || !cb.context {
			params = append(params, "arg"+strconv.Itoa(len(params)+1)+": "+d.typ(cb.typ.In(i), false))
		}
	}
	result := "unknown"
	if cb.value != nil {
		result = d.typ(cb.value, true)
		result += " | Promise<" + result + ">"
	}
	return "(" + strings.Join(params, ", ") + ") => " + result
}

func array(item string) string {
	if strings.ContainsAny(item, " |") {
		return "(" + item + ")[]"
	}
	return item + "[]"
}

// typ writes a type; in says that the value goes from the script to Go.
func (d *declarations) typ(t reflect.Type, in bool) string {
	switch {
	case t == nil || t == valueType:
		return "any"
	case d.classes[t] != "":
		return d.classes[t]
	case t == timeType:
		return "Date"
	case t == durationType && in:
		return "number | string"
	case t == bigType || t == reflect.PointerTo(bigType):
		return "bigint"
	case t == errorType:
		return "Error"
	case t == sharedType:
		return "SharedArrayBuffer"
	case t.Kind() != reflect.Pointer && (t.Implements(marshaler) || reflect.PointerTo(t).Implements(unmarshaler)):
		return "string"
	}
	switch t.Kind() {
	case reflect.Bool:
		return "boolean"
	case reflect.String:
		return "string"
	case reflect.Interface:
		return "any"
	case reflect.Pointer:
		return d.typ(t.Elem(), in) + " | null"
	case reflect.Slice, reflect.Array:
		if t.Kind() == reflect.Slice && t.Elem().Kind() == reflect.Uint8 {
			return "Uint8Array"
		}
		return array(d.typ(t.Elem(), in))
	case reflect.Map:
		return "Record<string, " + d.typ(t.Elem(), in) + ">"
	case reflect.Struct:
		return d.structure(t, in)
	}
	return "number"
}

// structure names a struct that has a name of its own, and spells out any other.
func (d *declarations) structure(t reflect.Type, in bool) string {
	if other, ok := d.taken[t.Name()]; identifier(t.Name()) && (!ok || other == t) {
		if !ok {
			d.taken[t.Name()] = t
			d.named = append(d.named, named{t, in})
		}
		return t.Name()
	}
	var parts []string
	for _, f := range fieldsOf(t) {
		parts = append(parts, key(f.name)+optional(f)+": "+d.typ(f.typ, in))
	}
	return "{ " + strings.Join(parts, "; ") + " }"
}

func isRaw(f any) bool {
	_, ok := f.(Raw)
	return ok
}

// rawSignature is that of a function whose arguments have names, perhaps, but no types.
func rawSignature(names []string) string {
	if len(names) == 0 {
		return "(...args: any[]): any"
	}
	return "(" + strings.Join(names, ": any, ") + ": any): any"
}
