package inspect

import (
	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime/clone/slots"
)

// functionBase names a function: "[Function: f]", "[class A extends B]".
func (p *printer) functionBase(s *subject) string {
	if s.kind == slots.Class {
		return p.classBase(s)
	}
	class := "Function"
	switch s.kind {
	case slots.GeneratorFunction:
		class = "GeneratorFunction"
	case slots.AsyncFunction:
		class = "AsyncFunction"
	default: // a function that was lowered to an ordinary one, but has kept its prototype
		if s.tag == s.name && (s.tag == "AsyncGeneratorFunction" || s.tag == "AsyncFunction" || s.tag == "GeneratorFunction") {
			class = s.tag
		}
	}
	base := "[" + class
	if s.name == "" {
		base += " (null prototype)"
	}
	if name := p.nameOf(s.o); name == "" {
		base += " (anonymous)"
	} else {
		base += ": " + name
	}
	base += "]"
	// goja gives an async method the prototype of an ordinary function.
	if s.name != class && s.name != "" && (s.kind != slots.AsyncFunction || s.name != "Function") {
		base += " " + s.name
	}
	if s.tag != "" && s.name != s.tag {
		base += " [" + s.tag + "]"
	}
	return base
}

func (p *printer) classBase(s *subject) string {
	name := ""
	if _, ok := p.Own(s.o, "name"); ok {
		name = p.nameOf(s.o)
	}
	if name == "" {
		name = "(anonymous)"
	}
	base := "class " + name
	if s.name != "Function" && s.name != "" {
		base += " [" + s.name + "]"
	}
	if s.tag != "" && s.name != s.tag {
		base += " [" + s.tag + "]"
	}
	if s.name == "" {
		return "[" + base + " extends [null prototype]]"
	}
	if super := p.superName(s.o); super != "" {
		base += " extends " + super
	}
	return "[" + base + "]"
}

// superName is the name of what a class extends.
func (p *printer) superName(class *goja.Object) string {
	super := unwrap(class.Prototype())
	if super == nil {
		return ""
	}
	v := p.get(super, "name")
	if v == nil || !v.ToBoolean() {
		return ""
	}
	return p.nameOf(super)
}
