package inspect

import (
	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime/clone/slots"
)

// property writes "key: value".
func (p *printer) property(s *subject, own slots.Property) string {
	if own.Value != nil && p.o.Compact == Compact && !s.list {
		p.indent += 3
		text := p.value(own.Value, s.depth+1, false)
		between := " "
		if columns(text, p.o.Colors) > p.o.BreakLength {
			between = "\n" + spaces(p.indent)
		}
		p.indent -= 3
		return p.key(own) + ":" + between + text
	}
	return p.key(own) + ": " + p.content(s, own)
}

// content writes the value of a property, or what there is instead of one.
func (p *printer) content(s *subject, own slots.Property) string {
	switch {
	case own.Value != nil:
		p.indent += 2
		text := p.value(own.Value, s.depth+1, false)
		p.indent -= 2
		return text
	case own.Getter != nil:
		return p.getter(s, own)
	case own.Setter != nil:
		return p.paint("[Setter]", special)
	}
	return p.paint("undefined", undefined)
}

func (p *printer) getter(s *subject, own slots.Property) string {
	label := "Getter"
	if own.Setter != nil {
		label = "Getter/Setter"
	}
	switch {
	case p.o.Getters == AllGetters, p.o.Getters == PlainGetters && own.Setter == nil, p.o.Getters == PairedGetters && own.Setter != nil:
	default:
		return p.paint("["+label+"]", special)
	}
	var v goja.Value
	if ex := p.VM.Try(func() { v = p.call(own.Getter, s.o) }); ex != nil {
		return p.paint("["+label+":", special) + " <Inspection threw (" + p.messageOf(ex.Value()) + ")>" + p.paint("]", special)
	}
	p.indent += 2
	defer func() { p.indent -= 2 }()
	if o, ok := v.(*goja.Object); ok && !slots.Of(o).IsFunction() {
		return p.paint("["+label+"]", special) + " " + p.value(v, s.depth+1, false)
	}
	if _, ok := v.(*goja.Object); ok {
		return p.paint("["+label+":", special) + " " + p.value(v, s.depth+1, false) + p.paint("]", special)
	}
	return p.paint("["+label+":", special) + " " + p.primitive(v) + p.paint("]", special)
}

// messageOf is the message of what a getter has thrown.
func (p *printer) messageOf(v goja.Value) string {
	if o, ok := v.(*goja.Object); ok {
		if m := p.try(func() goja.Value { return p.VM.ToValue(o.Get("message").String()) }); m != nil {
			return m.String()
		}
	}
	return "undefined"
}

func (p *printer) key(own slots.Property) string {
	switch {
	case own.Symbol != nil:
		return "[" + p.paint(escape(symbolText(own.Symbol), '\''), symbol) + "]"
	case own.Name == "__proto__":
		return "['__proto__']"
	case !own.Enumerable:
		return "[" + escape(own.Name, '\'') + "]"
	case isIdentifier(own.Name):
		return own.Name
	}
	return p.paint(quote(own.Name), str)
}

func isIdentifier(s string) bool {
	for i := range len(s) {
		c := s[i]
		if c != '_' && (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && (i == 0 || c < '0' || c > '9') {
			return false
		}
	}
	return s != ""
}
