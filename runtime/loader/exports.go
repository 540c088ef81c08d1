package loader

import (
	"sort"
	"strings"

	"github.com/lariatjs/lariat/runtime/fault"
)

// binding is where an export comes from: an export of an ES module's own, or a name of another module's
// namespace, as importers with the given interop see it.
type binding struct {
	from *module
	name string
	as   interop
}

// lookupState says how the lookup of an export ended.
type lookupState uint8

const (
	missing lookupState = iota
	unique
	ambiguous
	// unknown: a CommonJS module that has not run yet may have the name.
	unknown
)

// exportKey is for cycles of export declarations.
type exportKey struct {
	m    *module
	name string
}

// export finds what a module exports to an importer under a name.
func (m *module) export(name string, to interop) (binding, lookupState) {
	if !m.isModule() {
		return m.foreignExport(name, to)
	}
	if i, ok := m.unit.links.byName[name]; ok && i < len(m.unit.links.local) {
		return binding{from: m, name: name}, unique
	}
	return m.resolveExport(name, to, map[exportKey]bool{})
}

// resolveExport is https://tc39.es/ecma262/#sec-resolveexport.
func (m *module) resolveExport(name string, to interop, seen map[exportKey]bool) (binding, lookupState) {
	if !m.isModule() {
		return m.foreignExport(name, to)
	}
	key := exportKey{m, name}
	if seen[key] {
		return binding{}, missing
	}
	seen[key] = true
	links := m.unit.links
	if i, ok := links.byName[name]; ok {
		if i < len(links.local) {
			return binding{from: m, name: name}, unique
		}
		e := links.indirect[i-len(links.local)]
		return m.deps[e.request].resolveExport(e.from, m.interop(), seen)
	}
	if name == "default" {
		return binding{}, missing
	}
	return m.starExport(name, seen)
}

// starExport looks a name up behind the "export *" declarations: two different finds are none.
func (m *module) starExport(name string, seen map[exportKey]bool) (found binding, how lookupState) {
	for _, i := range m.unit.links.stars {
		b, s := m.deps[i].resolveExport(name, m.interop(), seen)
		switch {
		case s == ambiguous:
			return binding{}, ambiguous
		case s == missing || s == unknown && how != missing:
		case how != unique:
			found, how = b, s
		case s == unique && b != found:
			return binding{}, ambiguous
		}
	}
	return found, how
}

// foreignExport is resolveExport for CommonJS, JSON and modules of the host.
func (m *module) foreignExport(name string, to interop) (binding, lookupState) {
	switch {
	case name == "default":
		return binding{m, name, to}, unique
	case m.unit != nil && m.unit.format == formatJSON:
		return binding{}, missing
	case m.state != evaluated:
		return binding{from: m, name: name}, unknown
	case m.foreign.has[name]:
		return binding{from: m, name: name}, unique
	}
	return binding{}, missing
}

// exportNames lists the names of a module's namespace, sorted. Ambiguous names are left out later. known is
// false when CommonJS modules below have yet to run.
func (m *module) exportNames() (names []string, known bool) {
	set, known := map[string]bool{}, true
	m.collectNames(set, map[*module]bool{}, &known)
	for n := range set {
		names = append(names, n)
	}
	sortUTF16(names)
	return names, known
}

func sortUTF16(names []string) {
	sort.Slice(names, func(i, j int) bool { return lessUTF16(names[i], names[j]) })
}

func (m *module) collectNames(set map[string]bool, seen map[*module]bool, known *bool) {
	if seen[m] {
		return
	}
	seen[m] = true
	if !m.isModule() {
		set["default"] = true
		if m.unit != nil && m.unit.format == formatJSON {
			return
		}
		if m.state != evaluated {
			*known = false
			return
		}
		for _, n := range m.foreign.names {
			set[n] = true
		}
		return
	}
	for _, e := range m.unit.links.local {
		set[e.name] = true
	}
	for _, e := range m.unit.links.indirect {
		set[e.name] = true
	}
	for _, i := range m.unit.links.stars {
		below := map[string]bool{}
		m.deps[i].collectNames(below, seen, known)
		delete(below, "default")
		for n := range below {
			set[n] = true
		}
	}
}

// lessUTF16 orders strings by code units, as JavaScript does.
func lessUTF16(a, b string) bool {
	x, y := []rune(a), []rune(b)
	for i := 0; i < len(x) && i < len(y); i++ {
		if x[i] != y[i] {
			// A code point beyond the basic plane starts with a surrogate, which sorts before U+E000.
			if p, q := x[i] > 0xffff, y[i] > 0xffff; p != q {
				if p {
					return y[i] >= 0xe000
				}
				return x[i] < 0xe000
			}
			return x[i] < y[i]
		}
	}
	return len(x) < len(y)
}

// checkImports reports the first imported name that is not there. When late is set, it is the turn of names
// of CommonJS modules, which have run by now.
func (m *module) checkImports(late bool) error {
	links := m.unit.links
	for i := range links.requests {
		q, dep := &links.requests[i], m.deps[i]
		if late && !dep.lateNames() {
			continue
		}
		for _, w := range q.names {
			if err := m.checkName(q, dep, w); err != nil {
				return err
			}
		}
	}
	return nil
}

// lateNames says whether the exports of a module are known only after CommonJS modules have run.
func (m *module) lateNames() bool {
	if m.isModule() {
		return m.late
	}
	return m.unit != nil && m.unit.format == formatCommonJS
}

func (m *module) checkName(q *request, dep *module, w wanted) error {
	_, s := dep.export(w.name, m.interop())
	if s == unique || s == unknown {
		return nil
	}
	if m.unit.links.typed && m.reexports(w.name, q) {
		return nil // a type that is exported again: nothing is left of it
	}
	offset := w.offset
	if offset < 0 {
		offset = q.offset
	}
	what := "does not provide an export named " + quote(w.name)
	if s == ambiguous {
		what = "provides more than one export named " + quote(w.name) + ", through different export * declarations"
	}
	names, _ := dep.exportNames()
	return placed(fault.Syntax, m.unit.path, m.unit.source, max(offset, 0), "the requested module %s %s%s", quote(q.specifier), what,
		dep.hint(w.name, names))
}

// hint says what was perhaps meant.
func (m *module) hint(name string, names []string) string {
	if h := didYouMean(name, names); h != "" {
		return h
	}
	switch {
	case name == "default" && len(names) > 0:
		return "; import its names in braces, or * as a whole"
	case len(names) == 1 && names[0] == "default":
		return "; it has a default export only"
	case m.unit != nil && m.unit.format == formatCommonJS:
		return "; it is CommonJS: its default import is all of module.exports"
	}
	return exportsHint(names)
}

// exportsHint lists what there is, if that is little.
func exportsHint(names []string) string {
	const most = 8
	switch n := len(names); {
	case n == 0:
		return "; it exports nothing"
	case n > most:
		return ""
	case n == 1:
		return "; it exports " + names[0]
	default:
		return "; it exports " + strings.Join(names[:n-1], ", ") + " and " + names[n-1]
	}
}

// reexports says whether a name that is wanted of a request is only exported again.
func (m *module) reexports(name string, q *request) bool {
	for _, e := range m.unit.links.indirect {
		if e.from == name && &m.unit.links.requests[e.request] == q {
			return true
		}
	}
	return false
}
