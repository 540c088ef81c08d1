package loader

import (
	"errors"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime/fault"
)

// state is how far a module has come, as in https://tc39.es/ecma262/#sec-cyclic-module-records.
type state uint8

const (
	unlinked state = iota
	linking
	linked
	evaluating
	evaluatingAsync
	evaluated
)

// module is one instance of a file, or of a module of the host, in one VM.
type module struct {
	key, path string
	// base is what the imports of a source without a file are relative to.
	base string
	// unit is nil for a module of the host.
	unit  *unit
	state state
	// deps are the modules of unit.links.requests; nil until all of them were found.
	deps []*module
	// failed is what the evaluation threw.
	failed goja.Value

	// The rest is for ES modules.
	generator *goja.Object
	getters   *goja.Object
	// index and ancestor are those of Tarjan's algorithm in one walk, root is the first module of the cycle.
	index, ancestor int
	walk            *int
	root            *module
	// order is when the module began to wait for a top-level await, its own or one below; 0 if it never did.
	order   int
	settled bool
	pending int
	parents []*module
	done    *capability
	// late: some names of the namespace are known only after CommonJS modules below have run; open: not yet.
	late, open bool

	// spaces are the namespace objects: for importers with Node's interop and for others. An ES module has
	// the first one only.
	spaces [2]*space
	// foreign is what a module that is no ES module exports, once it has run.
	foreign foreignExports
	// completion is what Eval asked for.
	completion goja.Value
	// required is what require() gives for an ES module.
	required *goja.Object
}

// isModule says whether the module is an ES module.
func (m *module) isModule() bool { return m.unit != nil && m.unit.format == formatModule }

// instance returns the module that a resolution leads to, making it if need be. Its file is compiled.
func (l *Loader) instance(res resolved) (*module, error) {
	if m := l.modules[res.key]; m != nil {
		return m, nil
	}
	m := &module{key: res.key, path: res.path}
	if err := l.begin(m); err != nil {
		return nil, err
	}
	l.modules[res.key] = m
	l.exports.fresh = append(l.exports.fresh, m)
	if l.created != nil {
		l.created = append(l.created, m)
	}
	return m, nil
}

// begin gives a new module its text, or what the host has.
func (l *Loader) begin(m *module) (err error) {
	_, builtin := l.store.resolver.builtin(m.key)
	switch {
	case m.path != "":
		m.unit, err = l.store.unit(m.path)
	case isInline(m.key) && !builtin:
		m.base = m.key
		m.unit, err = l.inlineUnit(m.key)
	default:
		err = l.loadBuiltin(m)
	}
	return err
}

// load finds and compiles the static graph below m, in the order of its imports, so that the first error is
// always the same one. A graph that fails leaves nothing behind: the next import looks again.
func (l *Loader) load(m *module) error {
	if m.deps != nil || !m.isModule() {
		return nil
	}
	below := map[*module][]*module{}
	outer := l.created
	l.created = []*module{m}
	err := l.loadBelow(m, below)
	if err != nil {
		l.forget(l.created)
		l.created = nil
	} else {
		for n, deps := range below {
			n.deps = deps
		}
	}
	if outer != nil {
		outer = append(outer, l.created...)
	}
	l.created = outer
	return err
}

// forget drops modules that were not linked, so that the next import looks at their files again.
func (l *Loader) forget(list []*module) {
	for _, m := range list {
		if m.state == unlinked && m.isModule() && l.modules[m.key] == m {
			delete(l.modules, m.key)
		}
	}
}

func (l *Loader) loadBelow(m *module, below map[*module][]*module) error {
	if _, seen := below[m]; seen || m.deps != nil || !m.isModule() {
		return nil
	}
	deps := make([]*module, 0, len(m.unit.links.requests))
	below[m] = deps
	for i := range m.unit.links.requests {
		q := &m.unit.links.requests[i]
		dep, err := l.request(m, q)
		if err != nil {
			return locate(err, m.place(q))
		}
		deps = append(deps, dep)
	}
	below[m] = deps
	for _, dep := range deps {
		if err := l.loadBelow(dep, below); err != nil {
			return err
		}
	}
	return nil
}

// request finds the module of one import declaration.
func (l *Loader) request(m *module, q *request) (*module, error) {
	res, err := l.store.resolve(q.specifier, m.referrer(), forImport)
	if err != nil {
		return nil, err
	}
	dep, err := l.instance(res)
	if err != nil {
		return nil, err
	}
	return dep, checkKind(dep, q.kind)
}

// checkKind enforces the type attribute of an import.
func checkKind(dep *module, kind string) error {
	isJSON := dep.unit != nil && dep.unit.format == formatJSON
	switch {
	case kind == "" || kind == "json" && isJSON:
		return nil
	case kind == "json":
		return fault.Type.New("module %s is not JSON, as its type attribute says", quote(dep.label())).
			With("code", "ERR_IMPORT_ATTRIBUTE_TYPE_INCOMPATIBLE")
	}
	return fault.Type.New("module type %s is not supported", quote(kind)).With("code", "ERR_IMPORT_ATTRIBUTE_UNSUPPORTED")
}

// label is what messages call the module.
func (m *module) label() string {
	if isInline(m.key) {
		return inlineName(m.key)
	}
	return m.key
}

// locate adds the place of an import, if it is known, to an error that lacks one.
func locate(err error, at Frame) error {
	var f *fault.Error
	if at.Line == 0 || !errors.As(err, &f) || f.Props["line"] != nil || f.Kind == fault.Syntax {
		return err
	}
	located := *f
	located.Props = map[string]any{"file": at.File, "line": at.Line, "column": at.Column}
	for k, v := range f.Props {
		located.Props[k] = v
	}
	return &located
}

// place is where an import declaration stands.
func (m *module) place(q *request) Frame {
	if q.offset < 0 {
		return Frame{}
	}
	line, column := lineColumn(m.unit.source, q.offset)
	return Frame{File: m.unit.path, Line: line, Column: column}
}

// referrer is the path that the module's own imports are relative to.
func (m *module) referrer() string {
	if m.base != "" {
		return m.base
	}
	return m.path
}

// waits says whether evaluating the graph below m would have to wait for a top-level await.
func (m *module) waits(seen map[*module]bool) *module {
	if seen[m] || !m.isModule() || m.state == evaluated {
		return nil
	}
	seen[m] = true
	if m.unit.links.awaits || m.state == evaluatingAsync {
		return m
	}
	for _, dep := range m.deps {
		if w := dep.waits(seen); w != nil {
			return w
		}
	}
	return nil
}
