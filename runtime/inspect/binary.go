package inspect

import (
	"fmt"
	"strings"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime/clone/slots"
)

// buffer shows the bytes of an ArrayBuffer, unless it is shown below a typed array.
func (p *printer) buffer(s *subject) (string, bool) {
	b, _ := slots.Buffer(s.o)
	length := slots.Property{Name: "byteLength", Value: p.VM.ToValue(len(b.Bytes())), Enumerable: true}
	name := s.prefix("ArrayBuffer", "")
	if s.bare && s.empty() {
		return name + "{ byteLength: " + p.paint(itoa(len(b.Bytes())), number) + " }", true
	}
	s.open = name + "{"
	s.props = append([]slots.Property{length}, s.props...)
	if s.bare {
		return "", false
	}
	s.items = func() []string {
		if b.Detached() {
			return []string{p.paint("(detached)", special)}
		}
		data := b.Bytes()
		room := p.room(len(data))
		text := strings.TrimSuffix(fmt.Sprintf("% x ", data[:room]), " ")
		if more := len(data) - room; more > 0 {
			text += " ... " + itoa(more) + " more byte" + plural(more)
		}
		return []string{p.paint("[Uint8Contents]", special) + ": <" + text + ">"}
	}
	return "", false
}

func (p *printer) dataView(s *subject) (string, bool) {
	v := slots.ViewOf(s.o)
	s.open = s.prefix("DataView", "") + "{"
	s.props = append([]slots.Property{
		{Name: "byteLength", Value: p.VM.ToValue(v.Length), Enumerable: true},
		{Name: "byteOffset", Value: p.VM.ToValue(v.Offset), Enumerable: true},
		{Name: "buffer", Value: v.Buffer, Enumerable: true},
	}, s.props...)
	return "", false
}

func (p *printer) typedArray(s *subject) (string, bool) {
	v := slots.ViewOf(s.o)
	fallback := ""
	if s.name == "" {
		fallback = v.Class
	}
	s.list, s.shut = true, "]"
	s.open = s.prefix(fallback, "("+itoa(v.Length)+")") + "["
	if v.Length == 0 && len(s.props) == 0 && !p.o.ShowHidden {
		return s.open + "]", true
	}
	s.items = func() []string {
		room := p.room(v.Length)
		parts := p.elements(s.o, room)
		if v.Length > room {
			parts = append(parts, moreItems(v.Length-room))
		}
		if p.o.ShowHidden {
			parts = append(parts, p.hiddenView(s, v)...)
		}
		return parts
	}
	return "", false
}

// elements writes the first n elements of a typed array.
func (p *printer) elements(o *goja.Object, n int) []string {
	parts := make([]string, 0, n+1)
	if n == 0 {
		return parts
	}
	switch x := o.Export().(type) {
	case []uint8:
		return numbers(p, parts, x[:n])
	case []int8:
		return numbers(p, parts, x[:n])
	case []uint16:
		return numbers(p, parts, x[:n])
	case []int16:
		return numbers(p, parts, x[:n])
	case []uint32:
		return numbers(p, parts, x[:n])
	case []int32:
		return numbers(p, parts, x[:n])
	case []float32:
		return numbers(p, parts, x[:n])
	case []float64:
		return numbers(p, parts, x[:n])
	case []int64:
		return bigints(p, parts, x[:n])
	case []uint64:
		return bigints(p, parts, x[:n])
	}
	return parts
}

func numbers[T any](p *printer, parts []string, items []T) []string {
	for _, x := range items {
		parts = append(parts, p.paint(p.number(p.VM.ToValue(x)), number))
	}
	return parts
}

// bigints writes 64-bit integers, of which goja would make numbers.
func bigints[T int64 | uint64](p *printer, parts []string, items []T) []string {
	for _, x := range items {
		digits := decimal(x)
		if p.o.NumericSeparator {
			digits = separate(digits)
		}
		parts = append(parts, p.paint(digits+"n", bigint))
	}
	return parts
}

// hiddenView writes the getters of a typed array's prototype.
func (p *printer) hiddenView(s *subject, v slots.View) []string {
	size := elementSize(v.Class)
	p.indent += 2
	parts := []string{
		"[BYTES_PER_ELEMENT]: " + p.value(p.VM.ToValue(size), s.depth+1, true),
		"[length]: " + p.value(p.VM.ToValue(v.Length), s.depth+1, true),
		"[byteLength]: " + p.value(p.VM.ToValue(v.Length*size), s.depth+1, true),
		"[byteOffset]: " + p.value(p.VM.ToValue(v.Offset), s.depth+1, true),
		"[buffer]: " + p.value(v.Buffer, s.depth+1, true),
	}
	p.indent -= 2
	return parts
}

func elementSize(class string) int {
	switch {
	case strings.Contains(class, "64"):
		return 8
	case strings.Contains(class, "32"):
		return 4
	case strings.Contains(class, "16"):
		return 2
	}
	return 1
}
