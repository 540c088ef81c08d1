package inspect

import (
	"slices"
	"strings"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime/clone/slots"
)

// maxChain ends the search along a chain of prototypes, which a Proxy can make endless.
const maxChain = 1000

// builtIns are the classes that every runtime has; their prototypes are not shown.
var builtIns = strings.Fields(`Object Function Array Number Infinity NaN Boolean String Symbol Date Promise RegExp Error
	AggregateError EvalError RangeError ReferenceError SyntaxError TypeError URIError JSON Math Intl ArrayBuffer Uint8Array
	Int8Array Uint16Array Int16Array Uint32Array Int32Array Float32Array Float64Array Uint8ClampedArray BigUint64Array
	BigInt64Array DataView Map BigInt Set WeakMap WeakSet Proxy Reflect FinalizationRegistry WeakRef SharedArrayBuffer
	Atomics WebAssembly`)

// kindName is the class of an object without a constructor.
func kindName(k slots.Kind) string {
	switch k {
	case slots.Array, slots.DynamicArray, slots.ForeignArray:
		return "Array"
	case slots.Error:
		return "Error"
	case slots.Map:
		return "Map"
	case slots.Set:
		return "Set"
	case slots.WeakMap:
		return "WeakMap"
	case slots.WeakSet:
		return "WeakSet"
	case slots.MapIterator:
		return "Map Iterator"
	case slots.SetIterator:
		return "Set Iterator"
	case slots.ArrayIterator:
		return "Array Iterator"
	case slots.StringIterator:
		return "String Iterator"
	case slots.Generator:
		return "Generator"
	case slots.Date:
		return "Date"
	case slots.RegExp:
		return "RegExp"
	case slots.ArrayBuffer:
		return "ArrayBuffer"
	case slots.DataView:
		return "DataView"
	case slots.Promise:
		return "Promise"
	}
	if k.IsFunction() {
		return "Function"
	}
	return "Object"
}

// prefix names an object: "Foo ", "Foo(2) [tag] ", "[Object: null prototype] ". It ends in a space.
func prefix(name, tag, fallback, size string) string {
	switch {
	case name == "" && tag != "" && fallback != tag:
		return "[" + fallback + size + ": null prototype] [" + tag + "] "
	case name == "":
		return "[" + fallback + size + ": null prototype] "
	case tag != "" && name != tag:
		return name + size + " [" + tag + "] "
	}
	return name + size + " "
}

// constructorName finds the nearest constructor along the prototypes of which o is an instance; it is "" when o has no
// prototype. If inherited is set, the properties of the prototypes below it are added there.
func (p *printer) constructorName(o *goja.Object, kind slots.Kind, depth int, inherited *[]string) string {
	first := unwrap(o.Prototype())
	at := o
	for n := 0; at != nil && n < maxChain; n++ {
		if at != o && (at == p.ObjectPrototype() || at == p.ArrayPrototype() && kind == slots.Array) {
			if inherited != nil && first != at {
				p.inherit(o, first, depth, inherited)
			}
			if at == p.ObjectPrototype() {
				return "Object"
			}
			return "Array"
		}
		if name := p.constructs(at, o); name != "" {
			if inherited != nil && (first != at || !slices.Contains(builtIns, name)) {
				from := first
				if at == o {
					from = o
				}
				p.inherit(o, from, depth, inherited)
			}
			return name
		}
		at = unwrap(at.Prototype())
	}
	if first == nil {
		return ""
	}
	name := kindName(kind)
	if depth > p.o.Depth || depth > maxLevels {
		return name + " <Complex prototype>"
	}
	if of := p.constructorName(first, slots.Of(first), depth+1, inherited); of != "" {
		return name + " <" + of + ">"
	}
	o2 := p.o
	o2.CustomInspect, o2.Depth = false, -1
	return name + " <" + p.Inspector.inspect(first, o2) + ">"
}

// constructs returns the name of the constructor property of at, if o is its instance.
func (p *printer) constructs(at, o *goja.Object) string {
	own, ok := p.Own(at, "constructor")
	if !ok {
		return ""
	}
	c, ok := own.Value.(*goja.Object)
	if !ok || !slots.Of(c).IsFunction() {
		return ""
	}
	if prototype, _ := p.Own(c, "prototype"); !inherits(o, prototype.Value) {
		return ""
	}
	return p.nameOf(c)
}

// inherits reports whether prototype is one of o's: instanceof without Symbol.hasInstance.
func inherits(o *goja.Object, prototype goja.Value) bool {
	want, ok := prototype.(*goja.Object)
	for n := 0; ok && n < maxChain; n++ {
		if o = unwrap(o.Prototype()); o == nil {
			return false
		}
		if o == want {
			return true
		}
	}
	return false
}

// nameOf is the name of a function, as text.
func (p *printer) nameOf(f *goja.Object) string {
	own, ok := p.Own(f, "name")
	v := own.Value
	if !ok || v == nil {
		v = p.get(f, "name")
	}
	if v == nil {
		return "undefined"
	}
	if s, ok := v.(goja.String); ok {
		return s.String()
	}
	if s := p.try(func() goja.Value { return p.VM.ToValue(v.String()) }); s != nil {
		return s.String()
	}
	return ""
}

// inherit adds the properties of up to three prototypes, from the first on, that are not functions and not hidden by
// others nearer to the object.
func (p *printer) inherit(o, first *goja.Object, depth int, out *[]string) {
	met := map[string]bool{"constructor": true}
	at := first
	for level := 0; level < 3; level++ {
		if level > 0 || at == o {
			if at = unwrap(at.Prototype()); at == nil || slices.Contains(builtIns, p.constructorOf(at)) {
				return
			}
		}
		p.seen = append(p.seen, o)
		for _, own := range p.Properties(at, true) {
			if _, ofObject := p.Own(o, own.Name); own.Symbol == nil && (met[own.Name] || ofObject) {
				continue
			}
			if own.Symbol == nil {
				met[own.Name] = true
			}
			if f, ok := own.Value.(*goja.Object); ok && slots.Of(f).IsFunction() {
				continue
			}
			text := p.property(&subject{o: o, depth: depth - 1}, own)
			if p.o.Colors {
				text = "\x1b[2m" + text + "\x1b[22m"
			}
			*out = append(*out, text)
		}
		p.seen = p.seen[:len(p.seen)-1]
	}
}

func (p *printer) constructorOf(o *goja.Object) string {
	own, _ := p.Own(o, "constructor")
	if c, ok := own.Value.(*goja.Object); ok && slots.Of(c).IsFunction() {
		return p.nameOf(c)
	}
	return ""
}
