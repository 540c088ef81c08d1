package loader

import (
	"net/url"
	"path/filepath"
	"strings"
)

// exported goes through the exports of a package.
func (l *lookup) exported(m *manifest, subpath string) (resolved, error) {
	if m.wrong != "" {
		return resolved{}, l.badManifest(m)
	}
	t, c := m.exports, l.chooser("", false)
	if m.exports.bySubpath() {
		var ok bool
		if t, c.star, ok = m.exports.match(subpath); !ok {
			return resolved{}, l.notExported(m, subpath)
		}
		if c.pattern = c.star != ""; !insideSegments(c.star) {
			return resolved{}, l.invalid("it leads out of what the package exports")
		}
	} else if subpath != "." {
		return resolved{}, l.notExported(m, subpath)
	}
	switch path, how := t.choose(c); how {
	case goodChoice:
		return l.inside(m, path)
	case badChoice:
		return resolved{}, l.badTarget(m, "exports", path)
	}
	return resolved{}, l.notExported(m, subpath)
}

// chooser is for exports and imports. A path must stay inside of the package; imports may lead to other packages too.
func (l *lookup) chooser(star string, imports bool) *chooser {
	return &chooser{conditions: l.holding(), star: star, pattern: star != "", valid: func(path string) bool {
		if strings.HasPrefix(path, "./") {
			return insideSegments(path[2:])
		}
		return imports && path != "" && !isRelative(path) && !strings.HasPrefix(path, "/") && !strings.HasPrefix(path, "#")
	}}
}

// inside finds a file of a package by a path that is part of a URL.
func (l *lookup) inside(m *manifest, path string) (resolved, error) {
	if lower := strings.ToLower(path); strings.Contains(lower, "%2f") || strings.Contains(lower, "%5c") {
		return resolved{}, l.invalid("it leads to " + quote(path) + ", which has an escaped slash")
	}
	plain, err := url.PathUnescape(path)
	if err == nil && plain != path && !strings.ContainsRune(plain, 0) {
		if file, ok := l.exact(filepath.Join(m.dir, filepath.FromSlash(plain))); ok {
			return l.found(file, true)
		}
	}
	return l.found(l.exact(filepath.Join(m.dir, filepath.FromSlash(path))))
}

// private goes through the imports of the own package.
func (l *lookup) private(dir string) (resolved, error) {
	m, err := l.packages.scope(dir)
	if err != nil {
		return resolved{}, err
	}
	if l.specifier == "#" || strings.HasPrefix(l.specifier, "#/") {
		return resolved{}, l.invalid("a private name must follow the #")
	}
	if m == nil || m.imports == nil {
		return resolved{}, l.notImported(m)
	}
	t, star, ok := m.imports.match(l.specifier)
	switch {
	case !ok:
		return resolved{}, l.notImported(m)
	case !insideSegments(star):
		return resolved{}, l.invalid("it leads out of what the package has for it")
	}
	path, how := t.choose(l.chooser(star, true))
	switch {
	case how == badChoice:
		return resolved{}, l.badTarget(m, "imports", path)
	case how != goodChoice:
		return resolved{}, l.notImported(m)
	case strings.HasPrefix(path, "./"):
		return l.inside(m, path)
	}
	if name, ok := l.builtin(path); ok {
		return resolved{key: name}, nil
	}
	return l.bare(path, m.dir)
}
