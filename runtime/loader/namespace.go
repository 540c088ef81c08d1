package loader

import "github.com/dop251/goja"

// A namespace object holds the exports of a module as properties: an accessor for a binding that may still
// change, a plain value once it cannot. Imported names are read from it too, so that a read costs one getter
// at most, and nothing but a property access for constants, functions and classes after their module ran.
//
// It has no prototype, is not extensible, its keys are sorted, its properties cannot be written or configured,
// and a binding that is not initialised throws its ReferenceError. What differs from the standard is what
// getOwnPropertyDescriptor tells: an accessor, or a value that is not writable.
type space struct {
	object *goja.Object
	// names are the keys of an ES module's namespace.
	names  []string
	closed bool
}

// interop says what the default import of a CommonJS module is.
type interop uint8

const (
	// strictInterop is Node's: module.exports, always. It is for files that are modules for Node too: .mjs, .mts
	// and those of a package with "type": "module".
	strictInterop interop = iota
	// babelInterop is that of TypeScript and of bundlers: exports.default if the module says that it was
	// compiled from an ES module by exports.__esModule, and has a default.
	babelInterop
)

// interop of the module as an importer.
func (m *module) interop() interop {
	if m.unit != nil && m.unit.strictInterop {
		return strictInterop
	}
	return babelInterop
}

// spaceOf makes the namespace of a module for an importer with the given interop.
func (l *Loader) spaceOf(m *module, i interop) *space {
	if m.isModule() || m.unit == nil || m.unit.format == formatJSON {
		i = strictInterop
	}
	if m.spaces[i] != nil {
		return m.spaces[i]
	}
	s := &space{object: l.vm.CreateObject(nil)}
	_ = s.object.DefineDataPropertySymbol(goja.SymToStringTag, l.vm.ToValue("Module"), goja.FLAG_FALSE, goja.FLAG_FALSE, goja.FLAG_FALSE)
	m.spaces[i] = s
	if !m.isModule() && m.state == evaluated {
		l.fillForeign(m, s, i)
	}
	return s
}

// fill defines the properties of an ES module's namespace that are known by now.
func (l *Loader) fill(m *module) {
	s := m.spaces[strictInterop]
	names, known := m.exportNames()
	if len(s.names) > 0 { // it is filled again, with more names: keep the order
		for _, n := range s.names {
			_ = s.object.Delete(n)
		}
		s.names = nil
	}
	for _, n := range names {
		b, how := m.export(n, m.interop())
		if how != unique {
			continue
		}
		_ = s.object.DefineAccessorProperty(n, l.getter(b), nil, goja.FLAG_TRUE, goja.FLAG_TRUE)
		s.names = append(s.names, n)
	}
	m.open, m.late = !known, m.late || !known
	if known {
		l.close(s)
	}
}

func (l *Loader) close(s *space) {
	if !s.closed {
		s.closed = true
		call(l.in.preventExtensions, goja.Undefined(), s.object)
	}
}

// getter returns the function that reads a binding: the one that the module itself gave, or one that reads
// the namespace of a module that is none.
func (l *Loader) getter(b binding) goja.Value {
	if b.from.isModule() {
		return b.from.getters.Get(b.name)
	}
	return l.vm.ToValue(func(goja.FunctionCall) goja.Value {
		if v := l.spaceOf(b.from, b.as).object.Get(b.name); v != nil {
			return v
		}
		return goja.Undefined()
	})
}

// settle turns the accessors of a module's namespace whose bindings cannot change any more into values. It
// is called when the module has run; bindings of modules that have not stay as they are.
func (l *Loader) settle(m *module) {
	s := m.spaces[strictInterop]
	for _, n := range s.names {
		b, how := m.export(n, m.interop())
		if how != unique {
			continue
		}
		if !b.fixed() {
			_ = s.object.DefineAccessorProperty(n, l.getter(b), nil, goja.FLAG_FALSE, goja.FLAG_TRUE)
			continue
		}
		if b.from != m && b.from.state != evaluated {
			continue
		}
		if l.try(func() {
			_ = s.object.DefineDataProperty(n, s.object.Get(n), goja.FLAG_FALSE, goja.FLAG_FALSE, goja.FLAG_TRUE)
		}) != nil {
			continue // a binding that was never initialised keeps throwing
		}
	}
}

// fixed says whether a binding cannot change once its module has run. What CommonJS exports is taken when it
// has run, as in Node.
func (b binding) fixed() bool {
	if !b.from.isModule() {
		return true
	}
	links := b.from.unit.links
	return links.local[links.byName[b.name]].fixed
}
