package inspect

import (
	"strings"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime/clone/slots"
)

// frame is how a line of a stack begins that names a place.
const frame = "\n    at"

// textOf is String(v), and "" where that throws.
func (p *printer) textOf(v goja.Value) string {
	if s, ok := v.(goja.String); ok {
		return slots.Text(s)
	}
	text := p.try(func() goja.Value {
		if s, ok := v.(*goja.Symbol); ok {
			return p.VM.ToValue(symbolText(s))
		}
		return p.VM.ToValue(v.String())
	})
	if text == nil {
		return ""
	}
	return text.String()
}

// failure writes the stack of an error, improved so that it names the class. What the stack tells already is removed
// from the properties; the cause and the errors of an AggregateError are added.
func (p *printer) failure(s *subject) string {
	name := "Error"
	if v := p.get(s.o, "name"); v != nil && !goja.IsUndefined(v) && !goja.IsNull(v) {
		name = p.textOf(v)
	}
	stack := p.stackOf(s.o)
	p.removeTold(s, stack)
	p.addLink(s, "cause", func(v goja.Value) bool { return v != nil })
	p.addLink(s, "errors", func(v goja.Value) bool {
		o, ok := v.(*goja.Object)
		return ok && slots.Of(o) == slots.Array
	})
	stack = improve(stack, s.name, name, s.tag)
	from := 0
	if v := p.get(s.o, "message"); v != nil {
		if message := p.textOf(v); message != "" {
			if at := strings.Index(stack, message); at > 0 {
				from = at + len(message)
			}
		}
	}
	at := strings.Index(stack[from:], frame)
	if at < 0 {
		return p.indented("[" + stack + "]")
	}
	at += from
	lines := strings.Split(stack[at+1:], "\n")
	if cause, ok := p.get(s.o, "cause").(*goja.Object); ok && slots.Of(cause) == slots.Error {
		lines = p.withoutCause(lines, p.stackOf(cause))
	}
	text := stack[:at]
	for _, line := range lines {
		text += "\n" + p.paintFrame(line)
	}
	return p.indented(text)
}

// indented indents the lines of a text but the first.
func (p *printer) indented(text string) string {
	if p.indent == 0 {
		return text
	}
	return strings.ReplaceAll(text, "\n", "\n"+spaces(p.indent))
}

// stackOf is the stack of an error in Node's form, or its description.
func (p *printer) stackOf(o *goja.Object) string {
	v := p.get(o, "stack")
	if v != nil && v.ToBoolean() {
		if p.o.Stack != nil {
			return p.o.Stack(p.textOf(v))
		}
		return FormatStack(p.textOf(v))
	}
	if throughProxy(o) {
		return "Error"
	}
	if text := p.try(func() goja.Value { return p.Call(slots.ErrorToString, o) }); text != nil {
		return p.textOf(text)
	}
	return "Error"
}

// removeTold removes enumerable properties whose text is in the stack.
func (p *printer) removeTold(s *subject, stack string) {
	if p.o.ShowHidden {
		return
	}
	kept := s.props[:0]
	for _, own := range s.props {
		switch own.Name {
		case "name", "message", "stack":
			v := own.Value
			if v == nil {
				v = p.get(s.o, own.Name)
			}
			if v != nil && own.Symbol == nil && p.tells(stack, own.Name, v) {
				continue
			}
		}
		kept = append(kept, own)
	}
	s.props = kept
}

func (p *printer) tells(stack, name string, v goja.Value) bool {
	return name == "stack" || strings.Contains(stack, p.textOf(v))
}

// addLink adds a property that is not enumerable, or is inherited, if it is there.
func (p *printer) addLink(s *subject, name string, wanted func(goja.Value) bool) {
	for _, own := range s.props {
		if own.Name == name && own.Symbol == nil {
			return
		}
	}
	own, ok := p.Own(s.o, name)
	if !ok {
		own = slots.Property{Name: name, Value: p.get(s.o, name), Enumerable: true}
	}
	if v := own.Value; wanted(v) || v == nil && own.Getter != nil && wanted(p.get(s.o, name)) {
		s.props = append(s.props, own)
	}
}

// improve makes the first line of a stack say of which class the error is. constructor is "" if there is none.
func improve(stack, constructor, name, tag string) string {
	length := len(name)
	regular := strings.HasSuffix(name, "Error") && strings.HasPrefix(stack, name) &&
		(len(stack) == length || stack[length] == ':' || stack[length] == '\n')
	if constructor != "" && !regular {
		return stack
	}
	fallback := "Error"
	if constructor == "" {
		class := classIn(stack)
		length = len(class)
		if class != "" {
			fallback = class
		}
	}
	title := strings.TrimSuffix(prefix(constructor, tag, fallback, ""), " ")
	switch {
	case name == title:
		return stack
	case !strings.Contains(title, name):
		return title + " [" + name + "]" + stack[length:]
	case length == 0:
		return title + ": " + stack
	}
	return title + stack[length:]
}

// classIn guesses the class from the first line of a stack: "TypeError" of "TypeError: message".
func classIn(stack string) string {
	const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-"
	end := strings.IndexFunc(stack, func(c rune) bool { return !strings.ContainsRune(letters+" []()", c) })
	if end > 1 && stack[0] >= 'A' && stack[0] <= 'Z' && (stack[end] == ':' || strings.HasPrefix(stack[end:], frame)) {
		return stack[:end]
	}
	if strings.HasSuffix(stack, "Error") && strings.Trim(stack, letters) == "" {
		return stack
	}
	return ""
}

// withoutCause replaces the frames that the cause has as well by a remark.
func (p *printer) withoutCause(lines []string, cause string) []string {
	at := strings.Index(cause, frame)
	if at < 0 {
		return lines
	}
	offset, n := sameFrames(lines, strings.Split(cause[at+1:], "\n"))
	if n == 0 {
		return lines
	}
	remark := p.paint("    ... "+itoa(n-2)+" lines matching cause stack trace ...", undefined)
	short := append([]string{}, lines[:offset+1]...)
	return append(append(short, remark), lines[offset+n-1:]...)
}

// sameFrames finds the first run of more than three lines of a that b has as well.
func sameFrames(a, b []string) (offset, n int) {
	for i := 0; i < len(a)-3; i++ {
		at := 0
		for at < len(b) && b[at] != a[i] {
			at++
		}
		if len(b)-at <= 3 {
			continue
		}
		n := 1
		for n < len(a)-i && n < len(b)-at && a[i+n] == b[at+n] {
			n++
		}
		if n > 3 {
			return i, n
		}
	}
	return 0, 0
}
