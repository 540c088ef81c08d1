package inspect

import (
	"strconv"
	"strings"
	"time"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime/clone/slots"
)

func decimal[T int64 | uint64](x T) string {
	if x < 0 {
		return strconv.FormatInt(int64(x), 10)
	}
	return strconv.FormatUint(uint64(x), 10)
}

func (p *printer) regexp(s *subject) (string, bool) {
	source, flags := slots.Pattern(s.o)
	s.base = "/" + escapePattern(slots.Text(source)) + "/" + flags
	if name := s.prefix("RegExp", ""); name != "RegExp " {
		s.base = name + s.base
	}
	return p.paint(s.base, regexp), s.empty() || s.depth > p.o.Depth
}

// escapePattern writes the source of a RegExp so that it can stand between slashes.
func escapePattern(s string) string {
	if s == "" {
		return "(?:)"
	}
	var b strings.Builder
	class, escaped := false, false
	for _, c := range []byte(s) {
		switch {
		case c == '\n' || c == '\r':
			if !escaped {
				b.WriteByte('\\')
			}
			c = map[byte]byte{'\n': 'n', '\r': 'r'}[c]
		case escaped:
		case c == '/' && !class:
			b.WriteByte('\\')
		case c == '[':
			class = true
		case c == ']':
			class = false
		}
		escaped = c == '\\' && !escaped
		b.WriteByte(c)
	}
	return b.String()
}

func (p *printer) date(s *subject) (string, bool) {
	s.base = "Invalid Date"
	if ms, ok := slots.Time(s.o); ok {
		s.base = isoTime(ms)
	}
	if name := s.prefix("Date", ""); name != "Date " {
		s.base = name + s.base
	}
	return p.paint(s.base, date), s.empty()
}

// isoTime is Date.prototype.toISOString.
func isoTime(ms int64) string {
	t := time.UnixMilli(ms).UTC()
	rest := t.Format("-01-02T15:04:05.000Z")
	switch y := t.Year(); {
	case y < 0:
		return "-" + pad(-y, 6) + rest
	case y > 9999:
		return "+" + pad(y, 6) + rest
	default:
		return pad(y, 4) + rest
	}
}

func pad(n, width int) string {
	text := itoa(n)
	for len(text) < width {
		text = "0" + text
	}
	return text
}

// promise shows the state of a promise; looking does not count as handling a rejection.
func (p *printer) promise(s *subject) []string {
	x, _ := s.o.Export().(*goja.Promise)
	if x == nil || x.State() == goja.PromiseStatePending {
		return []string{p.paint("<pending>", special)}
	}
	p.indent += 2
	text := p.value(x.Result(), s.depth+1, false)
	p.indent -= 2
	if x.State() == goja.PromiseStateRejected {
		text = p.paint("<rejected>", special) + " " + text
	}
	return []string{text}
}

// boxed writes a Number, String, Boolean, BigInt or Symbol object.
func (p *printer) boxed(s *subject) (string, bool) {
	v := slots.Primitive(s.o)
	class, look := "Boolean", boolean
	switch v.(type) {
	case goja.String:
		class, look = "String", str
	case *goja.Symbol:
		class, look = "Symbol", symbol
	default:
		if goja.IsNumber(v) {
			class, look = "Number", number
		} else if goja.IsBigInt(v) {
			class, look = "BigInt", bigint
		}
	}
	s.base = "[" + class
	switch s.name {
	case class:
	case "":
		s.base += " (null prototype)"
	default:
		s.base += " (" + s.name + ")"
	}
	colors := p.o.Colors
	p.o.Colors = false
	s.base += ": " + p.primitive(v) + "]"
	p.o.Colors = colors
	if s.tag != "" && s.tag != s.name {
		s.base += " [" + s.tag + "]"
	}
	if len(s.props) == 0 {
		return p.paint(s.base, look), s.empty()
	}
	return "", false
}

// isNamespace recognizes the namespace object of a module: no prototype, and a tag that only such an object has.
func isNamespace(s *subject) bool {
	return s.name == "" && s.tag == "Module" && (s.kind == slots.Plain || s.kind == slots.Dynamic)
}

// namespace writes the exports of a module. They are getters, which are the loader's own and throw only for a binding
// that is not initialized yet.
func (p *printer) namespace(s *subject) []string {
	parts := make([]string, 0, len(s.props))
	for _, own := range s.props {
		if own.Getter != nil {
			own.Value = p.try(func() goja.Value { return p.call(own.Getter, s.o) })
			own.Getter, own.Setter = nil, nil
		}
		if own.Value == nil {
			parts = append(parts, p.key(own)+": "+p.paint("<uninitialized>", special))
			continue
		}
		parts = append(parts, p.property(s, own))
	}
	s.props = nil
	return parts
}

// call calls a function without going through goja.Callable, which would run pending promise jobs.
func (p *printer) call(f *goja.Object, this goja.Value, args ...goja.Value) goja.Value {
	if fn, ok := f.Export().(func(goja.FunctionCall) goja.Value); ok {
		return fn(goja.FunctionCall{This: this, Arguments: args})
	}
	return goja.Undefined()
}
