package loader

import (
	"errors"
	"path/filepath"
	"slices"
	"strings"

	"github.com/evanw/esbuild/pkg/api"

	"github.com/lariatjs/lariat/runtime/fault"
)

// Check finds what keeps a file from being run: mistakes of its syntax and of that of everything that it imports, imports
// that lead nowhere, and names that a module does not export. Nothing of them runs. What a module of the host throws when it
// is loaded is a panic. It does not end at the first mistake; a require("…") with a text in it counts as well, unless it is
// in a try block, where packages look for what may be missing, or in a package. So does what TypeScript imports for its types
// alone; types gives the declarations of a module of the host, or "".
func (l *Loader) Check(path string, types func(module string) string) []error {
	path = l.referrerOf(filepath.FromSlash(path))
	c := &checker{l: l, seen: map[*module]bool{}, told: map[string]bool{}}
	res, err := l.store.resolve(escape.Replace(path), "", forImport)
	if err != nil {
		return []error{err}
	}
	m, err := l.instance(res)
	if err != nil {
		c.add(err, path)
		return c.list
	}
	stop := l.store.prefetch(m.unit, m.referrer())
	c.module(m)
	stop()
	c.names()
	c.types(types)
	if c.list != nil {
		c.undo()
		return c.list
	}
	if err := l.link(m); err != nil {
		c.add(err, path)
	}
	return c.list
}

// checker collects the mistakes of one graph.
type checker struct {
	l     *Loader
	seen  map[*module]bool
	order []*module // those of seen, dependencies first
	fresh []*module // whose deps were set here
	told  map[string]bool
	list  []error
}

// add notes a mistake. Of a file that does not compile, all that is wrong with it is told.
func (c *checker) add(err error, path string) {
	var f *fault.Error
	if errors.As(err, &f) && f.Kind == fault.Syntax {
		file, _ := f.Props["file"].(string)
		if more := c.l.store.syntaxErrors(orElse(file, path)); len(more) > 1 {
			for _, err := range more {
				c.note(err)
			}
			return
		}
	}
	c.note(err)
}

func (c *checker) note(err error) {
	if !c.told[err.Error()] {
		c.told[err.Error()] = true
		c.list = append(c.list, err)
	}
}

// module looks for the imports of a module, and for theirs.
func (c *checker) module(m *module) {
	if m.unit == nil || c.seen[m] {
		return
	}
	c.seen[m] = true
	if m.isModule() && m.deps == nil {
		deps := make([]*module, len(m.unit.links.requests))
		for i := range deps {
			q := &m.unit.links.requests[i]
			dep, err := c.l.request(m, q)
			if err != nil {
				c.add(locate(err, m.place(q)), "")
				continue
			}
			deps[i] = dep
			c.module(dep)
		}
		if !slices.Contains(deps, nil) {
			m.deps = deps
			c.fresh = append(c.fresh, m)
		}
	}
	c.requires(m)
	c.order = append(c.order, m)
}

// names looks for the names that modules import, where all that could give them is there.
func (c *checker) names() {
	for _, m := range c.order {
		if !m.isModule() || !c.whole(m, map[*module]bool{}) {
			continue
		}
		for i := range m.unit.links.requests {
			q := &m.unit.links.requests[i]
			for _, w := range q.names {
				if err := m.checkName(q, m.deps[i], w); err != nil {
					c.note(err)
				}
			}
		}
	}
}

// whole reports whether all modules below m were found.
func (c *checker) whole(m *module, seen map[*module]bool) bool {
	if seen[m] || !m.isModule() {
		return true
	}
	seen[m] = true
	if m.deps == nil {
		return len(m.unit.links.requests) == 0
	}
	return !slices.ContainsFunc(m.deps, func(dep *module) bool { return !c.whole(dep, seen) })
}

// undo leaves the graph as it was, so that the next one looks again.
func (c *checker) undo() {
	for _, m := range c.fresh {
		m.deps = nil
	}
	c.l.forget(c.order)
}

// requires looks for what a module requires.
func (c *checker) requires(m *module) {
	if m.path == "" || inPackage(m.path) || len(literalRequires(m.unit.source)) == 0 {
		return
	}
	for _, q := range c.l.store.requiresOf(m.path) {
		res, err := c.l.store.resolve(q.specifier, m.referrer(), forRequire)
		if err == nil {
			var dep *module
			if dep, err = c.l.instance(res); err == nil {
				c.module(dep)
				continue
			}
		}
		c.add(locate(err, Frame{File: m.path, Line: q.line, Column: q.column}), "")
	}
}

func inPackage(path string) bool {
	return strings.Contains(filepath.ToSlash(path), "/node_modules/")
}

// syntaxErrors lists all that esbuild finds wrong with a file.
func (s *Store) syntaxErrors(path string) (list []error) {
	c, err := s.compiler(path)
	if err != nil {
		return nil
	}
	if c.hints, err = guard(c.path, c.source, c.intent.kind); err != nil {
		return nil
	}
	req := c.request(c.intent.module || c.hints.module, false)
	for _, message := range api.Transform(req.source(), req.options()).Errors {
		if !strings.HasPrefix(message.Text, noTopLevelAwait) && !strings.HasPrefix(message.Text, noAsyncAwait) {
			list = append(list, inSource(syntaxError(message), c.source))
		}
	}
	return list
}
