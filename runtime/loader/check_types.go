package loader

import (
	"maps"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/lariatjs/lariat/runtime/fault"
)

// What only types use is not there when TypeScript runs: esbuild drops it, and so does the link pass. Check reads the
// declarations of a file once more, with the word type taken out of them, so that all of them come through, and looks for
// each file and name. A name may be a value or a type there; where that cannot be known, all is well.

// types looks for what the TypeScript files of the graph import and export again, but do not run.
func (c *checker) types(host func(module string) string) {
	t := &typeNames{store: c.l.store, host: host, known: map[string]*typeFile{}}
	for _, m := range c.order {
		if !m.isModule() || !m.unit.links.typed || m.path == "" || inPackage(m.path) {
			continue
		}
		links := c.l.store.everyImport(m.path)
		if links == nil {
			continue
		}
		for i := range links.requests {
			q := &links.requests[i]
			names := m.unchecked(q)
			if names == nil {
				continue
			}
			if err := t.reachable(m, q); err != nil {
				c.add(locate(err, m.place(q)), "")
				continue
			}
			for _, w := range names {
				if err := t.check(m, q, w); err != nil {
					c.note(err)
				}
			}
		}
	}
}

// unchecked lists the names of a declaration that linking does not look for. It is nil if the declaration as a whole was
// looked for and has no others.
func (m *module) unchecked(q *request) []wanted {
	names := slices.Clone(q.names)
	i := slices.IndexFunc(m.unit.links.requests, func(o request) bool { return o.offset == q.offset })
	if i < 0 {
		if names == nil {
			names = []wanted{}
		}
		return names
	}
	own := &m.unit.links.requests[i]
	names = slices.DeleteFunc(names, func(w wanted) bool {
		return !m.reexports(w.name, own) && slices.ContainsFunc(own.names, func(o wanted) bool { return o.name == w.name })
	})
	if len(names) == 0 {
		return nil
	}
	return names
}

var (
	// reTypeDeclaration finds the word type of import type … and export type { … }, reTypeName that of { type X }.
	reTypeDeclaration = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`\b(?:import|export)\s+(type)\s+(?:[\p{L}\w$]+\s+from\b|[\p{L}\w$]+\s*,|[{*])`)
	})
	reNameList = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`\b(?:import|export)\s+(?:[\p{L}\w$]+\s*,\s*)?\{([^{}]*)\}`)
	})
	reTypeName = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`(?:^|,)\s*(type)\s+([\p{L}\w$]+)`) })
)

// withoutTypeWords writes spaces over the word type where it makes an import or export one of types only. It may do so in a
// comment or a text as well, where that matters to nobody who looks for declarations.
func withoutTypeWords(source string) string {
	b := []byte(source)
	for _, at := range reTypeDeclaration().FindAllSubmatchIndex(b, -1) {
		copy(b[at[2]:at[3]], "    ")
	}
	for _, list := range reNameList().FindAllSubmatchIndex(b, -1) {
		inside := b[list[2]:list[3]]
		for _, at := range reTypeName().FindAllSubmatchIndex(inside, -1) {
			if string(inside[at[4]:at[5]]) != "as" {
				copy(inside[at[2]:at[3]], "    ")
			}
		}
	}
	return string(b)
}

// everyImport is what a TypeScript file would import and export if nothing of it were a type; nil if that is no program.
func (s *Store) everyImport(path string) *linkage {
	c, err := s.compiler(path)
	if err != nil {
		return nil
	}
	c.coverage, c.cache, c.everyImport, c.source = nil, nil, true, withoutTypeWords(c.source)
	u, err := c.compile()
	if err != nil || u.format != formatModule {
		return nil
	}
	return u.links
}

// typeNames knows what files and modules of the host export, types too.
type typeNames struct {
	store *Store
	host  func(module string) string
	known map[string]*typeFile
}

// typeFile is what one of them exports. Open says that it may export more.
type typeFile struct {
	names map[string]bool
	open  bool
}

// reachable says why a declaration leads nowhere. A package may be there for its types only, and a name of Node be one that
// its types alone know: only files and modules of our own are missed.
func (t *typeNames) reachable(m *module, q *request) error {
	_, err := t.store.resolve(q.specifier, m.referrer(), forImport)
	relative := isRelative(q.specifier)
	if err == nil || !relative && !strings.HasPrefix(q.specifier, "lariat:") || strings.ContainsAny(q.specifier, "?#") {
		return nil
	}
	path := filepath.Join(filepath.Dir(m.path), filepath.FromSlash(q.specifier))
	if _, there := t.store.fs.Stat(path); relative && (there == nil || t.declared(path)) {
		return nil // a folder may say in its package.json where its types are
	}
	return err
}

// declared says whether there is a file of declarations for a path.
func (t *typeNames) declared(path string) bool {
	bare := strings.TrimSuffix(path, filepath.Ext(path))
	for _, p := range []string{
		path + ".d.ts", path + ".d.mts", path + ".d.cts", filepath.Join(path, "index.d.ts"),
		bare + ".d.ts", bare + ".d.mts", bare + ".d.cts", bare + ".d" + filepath.Ext(path) + ".ts",
	} {
		if _, err := t.store.fs.Stat(p); err == nil {
			return true
		}
	}
	return false
}

// check looks for a name that a declaration of m wants.
func (t *typeNames) check(m *module, q *request, w wanted) error {
	f := t.at(q.specifier, m.referrer())
	if f.open || f.names[w.name] {
		return nil
	}
	names := slices.Sorted(maps.Keys(f.names))
	hint := didYouMean(w.name, slices.Clone(names))
	if hint == "" {
		hint = exportsHint(names)
	}
	return placed(fault.Syntax, m.path, m.unit.source, max(w.offset, q.offset, 0),
		"the requested module %s exports neither a value nor a type named %s%s", quote(q.specifier), quote(w.name), hint)
}

// at is what a specifier leads to.
func (t *typeNames) at(specifier, referrer string) *typeFile {
	res, err := t.store.resolve(specifier, referrer, forImport)
	if err != nil {
		return &typeFile{open: true}
	}
	if f := t.known[res.key]; f != nil {
		return f
	}
	f := &typeFile{names: map[string]bool{}}
	t.known[res.key] = f // before it is whole, for cycles
	if res.path == "" {
		t.builtin(f, res.key)
	} else {
		t.file(f, res.path)
	}
	return f
}

// builtin reads the declarations of a module of the host. What there is of Node's, the types of Node know better.
func (t *typeNames) builtin(f *typeFile, name string) {
	text := ""
	if strings.HasPrefix(name, "lariat:") {
		text = t.host(name)
	}
	f.open = text == "" || strings.Contains(text, "export *")
	declaredNames(text, f.names)
}

func (t *typeNames) file(f *typeFile, path string) {
	u, err := t.store.unit(path)
	if err != nil || u.format != formatModule {
		f.open = true
		return
	}
	links := u.links
	switch {
	case links.typed:
		declaredNames(u.source, f.names)
		links = t.store.everyImport(path)
	case t.declared(path) || strings.Contains(u.source, "@typedef"):
		links = nil
	}
	if f.open = links == nil; f.open {
		return
	}
	for name := range links.byName {
		f.names[name] = true
	}
	for _, i := range links.stars {
		below := t.at(links.requests[i].specifier, path)
		f.open = f.open || below.open
		for name := range below.names {
			if name != "default" {
				f.names[name] = true
			}
		}
	}
}
