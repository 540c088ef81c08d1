package inspect

import (
	"slices"
	"strings"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime/clone/slots"
)

// subject is an object that is being written.
type subject struct {
	o     *goja.Object
	kind  slots.Kind
	depth int
	// name is that of the constructor, "" if there is none to be found.
	name string
	// tag is Symbol.toStringTag, where it tells something new.
	tag   string
	props []slots.Property
	// inherited are the properties of the prototypes, written already: only with ShowHidden.
	inherited []string
	// bare leaves the contents of a buffer out.
	bare bool

	// What is written: base is put before the braces, items inside them, before the properties.
	base, open, shut string
	items            func() []string
	// list says that the items are those of an array.
	list bool
}

// empty reports whether there are no properties to write.
func (s *subject) empty() bool { return len(s.props) == 0 && len(s.inherited) == 0 }

func (s *subject) prefix(fallback, size string) string { return prefix(s.name, s.tag, fallback, size) }

// object writes an object, including what its internal slots hold.
func (p *printer) object(o *goja.Object, kind slots.Kind, depth int, bare bool) string {
	s := &subject{o: o, kind: kind, depth: depth, bare: bare, open: "{", shut: "}"}
	var inherited *[]string
	if p.o.ShowHidden && depth <= p.o.Depth {
		inherited = &s.inherited
	}
	s.name = p.constructorName(o, kind, depth, inherited)
	s.props = p.Properties(o, p.o.ShowHidden)
	s.tag = p.tag(s)
	if text, done := p.shape(s); done {
		return text
	}
	if p.spend(1, 0); depth > p.o.Depth {
		return p.closed(s)
	}
	return p.open(s)
}

// tag is the toStringTag, unless it is among the properties anyway.
func (p *printer) tag(s *subject) string {
	isTag := func(own slots.Property) bool { return own.Symbol == goja.SymToStringTag }
	if slices.ContainsFunc(s.props, isTag) {
		return ""
	}
	v := p.symbolOf(s.o, goja.SymToStringTag)
	if text, ok := v.(goja.String); ok {
		return text.String()
	}
	return ""
}

// get and symbolOf read a property as a script would. They are nil where that throws or is not safe.
func (p *printer) get(o *goja.Object, name string) goja.Value {
	if throughProxy(o) {
		own, _ := p.Own(o, name)
		return own.Value
	}
	return p.try(func() goja.Value { return o.Get(name) })
}

func (p *printer) symbolOf(o *goja.Object, s *goja.Symbol) goja.Value {
	if throughProxy(o) {
		return nil
	}
	return p.try(func() goja.Value { return o.GetSymbol(s) })
}

// try is nil where f throws.
func (p *printer) try(f func() goja.Value) (v goja.Value) {
	if ex := p.VM.Try(func() { v = f() }); ex != nil {
		return nil
	}
	return v
}

// closed writes an object that is too deep.
func (p *printer) closed(s *subject) string {
	text := strings.TrimSuffix(s.prefix(p.fallback(s), ""), " ")
	if s.name != "" {
		text = "[" + text + "]"
	}
	return p.paint(text, special)
}

// open writes the items and the properties.
func (p *printer) open(s *subject) string {
	p.seen = append(p.seen, s.o)
	p.deepest = s.depth + 1
	var parts []string
	if s.items != nil {
		parts = s.items()
	}
	for _, own := range s.props {
		parts = append(parts, p.property(s, own))
	}
	parts = append(parts, s.inherited...)
	p.seen = p.seen[:len(p.seen)-1]
	if n, ok := p.circular[s.o]; ok {
		ref := p.paint("<ref *"+itoa(n)+">", special)
		switch {
		case p.o.Compact == Compact:
			s.open = ref + " " + s.open
		case s.base == "":
			s.base = ref
		default:
			s.base = ref + " " + s.base
		}
	}
	if p.o.Sorted || p.o.Less != nil {
		p.sort(parts, s)
	}
	p.spend(0, len(s.base)+len(s.open)+len(parts)*(p.indent+2))
	return p.join(s, parts)
}

// sort sorts the properties; the items of an array keep their order.
func (p *printer) sort(parts []string, s *subject) {
	if s.list {
		parts = parts[len(parts)-len(s.props):]
	}
	less := p.o.Less
	if less == nil {
		less = compareUnits
	}
	slices.SortStableFunc(parts, less)
}

// shape works out what stands around the properties. done is true when that is all: text is the result.
func (p *printer) shape(s *subject) (text string, done bool) {
	switch {
	case s.kind == slots.Array || s.kind == slots.DynamicArray || s.kind == slots.ForeignArray:
		return p.array(s)
	case s.kind == slots.Set || s.kind == slots.Map:
		return p.collection(s)
	case s.kind == slots.TypedArray:
		return p.typedArray(s)
	case s.kind == slots.MapIterator || s.kind == slots.SetIterator:
		return p.iterator(s)
	case s.kind.IsFunction():
		s.base = p.functionBase(s)
		return p.paint(s.base, special), s.empty()
	case s.name == "Object":
		return p.plain(s)
	}
	return p.special(s)
}

func (p *printer) plain(s *subject) (string, bool) {
	switch {
	case s.kind == slots.Arguments:
		s.open = "[Arguments] {"
	case s.tag != "":
		s.open = s.prefix("Object", "") + "{"
	}
	return s.open + "}", s.empty()
}

// special is for the objects with internal slots that are no lists.
func (p *printer) special(s *subject) (string, bool) {
	switch s.kind {
	case slots.RegExp:
		return p.regexp(s)
	case slots.Date:
		return p.date(s)
	case slots.Error:
		s.base = p.failure(s)
		return s.base, s.empty()
	case slots.ArrayBuffer:
		return p.buffer(s)
	case slots.DataView:
		return p.dataView(s)
	case slots.Promise:
		s.open = s.prefix("Promise", "") + "{"
		s.items = func() []string { return p.promise(s) }
	case slots.WeakSet, slots.WeakMap:
		s.open = s.prefix(kindName(s.kind), "") + "{"
		s.items = func() []string { return []string{p.paint("<items unknown>", special)} }
	case slots.Boxed, slots.BoxedString:
		return p.boxed(s)
	default:
		if isNamespace(s) {
			s.open = "[Module: null prototype] {"
			s.items = func() []string { return p.namespace(s) }
			return "", false
		}
		s.open = s.prefix(p.fallback(s), "") + "{"
		return s.open + "}", s.empty()
	}
	return "", false
}

// fallback is the name of an object without a constructor.
func (p *printer) fallback(s *subject) string {
	if s.kind == slots.TypedArray {
		return slots.TypedArrayClass(s.o)
	}
	if name := kindName(s.kind); name != s.tag {
		return name
	}
	return "Object"
}
