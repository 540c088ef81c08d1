package loader

import (
	"path/filepath"

	"github.com/dop251/goja"
)

// metaOf makes import.meta.
func (l *Loader) metaOf(m *module) *goja.Object {
	meta := l.vm.CreateObject(nil)
	set := func(name string, v any) { _ = meta.Set(name, v) }
	if m.path != "" {
		set("dirname", filepath.Dir(m.path))
		set("filename", m.path)
	}
	set("main", m == l.main)
	set("resolve", l.native("resolve", func(c goja.FunctionCall) goja.Value {
		return l.vm.ToValue(l.resolveURL(c.Argument(0).String(), m.referrer()))
	}))
	set("url", m.url())
	return meta
}

// url is what import.meta.url says: the file with the query that it was imported with.
func (m *module) url() string {
	if m.path == "" && isInline(m.base) {
		return m.base
	}
	if m.path == "" {
		return urlOfPath(m.base + m.unit.path)
	}
	return urlOfPath(m.path) + m.key[len(m.path):]
}

// resolveURL is import.meta.resolve: a path needs no file behind it.
func (l *Loader) resolveURL(specifier, referrer string) string {
	res, err := l.store.resolve(specifier, referrer, forImport)
	switch {
	case err == nil && res.path == "":
		return res.key
	case err == nil:
		return urlOfPath(res.path) + res.key[len(res.path):]
	case isInline(referrer):
	case isRelative(specifier):
		plain, query := splitQuery(specifier)
		return urlOfPath(filepath.Join(filepath.Dir(referrer), filepath.FromSlash(plain))) + query
	case filepath.IsAbs(specifier):
		return urlOfPath(specifier)
	}
	l.throw(err)
	return ""
}
