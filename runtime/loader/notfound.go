package loader

import (
	"path/filepath"
	"strings"

	"github.com/lariatjs/lariat/runtime/fault"
)

// The errors of a lookup say what was looked for, from where, where it looked and what was perhaps meant.
// Their codes are Node's where it has one: packages probe for optional dependencies by them.

func (l *lookup) fail(code, format string, args ...any) error {
	err := fault.Module.New(format, args...)
	err.Props = map[string]any{"code": code, "specifier": l.specifier}
	if l.referrer != "" {
		err.Props["referrer"] = l.referrer
	}
	return err
}

func (l *lookup) from() string {
	if l.referrer == "" {
		return ""
	}
	if isInline(l.referrer) {
		return ", imported from " + inlineName(l.referrer)
	}
	return ", imported from " + strings.TrimSuffix(l.referrer, string(filepath.Separator))
}

func (l *lookup) invalid(why string) error {
	return l.fail("ERR_INVALID_MODULE_SPECIFIER", "%q is not a valid specifier%s: %s", l.specifier, l.from(), why)
}

func (l *lookup) unsupported(scheme string) error {
	for _, n := range append([]string{"node:"}, l.names...) {
		if strings.HasPrefix(n, scheme+":") {
			return l.fail("ERR_MODULE", "module %s is not available here%s%s", quote(l.specifier), l.from(), didYouMean(l.specifier, l.names))
		}
	}
	return l.fail("ERR_UNSUPPORTED_ESM_URL_SCHEME", "cannot import %s%s: only files and modules of the host can be imported",
		quote(l.specifier), l.from())
}

func (l *lookup) notFoundCode() string {
	if l.usage == forRequire {
		return "MODULE_NOT_FOUND"
	}
	return "ERR_MODULE_NOT_FOUND"
}

// notFound is for a path. A permission that was missing on the way comes first: granting it may be the cure.
func (l *lookup) notFound() error {
	if l.denied != nil {
		return l.denied
	}
	if len(l.tried) == 0 {
		return l.fail(l.notFoundCode(), "cannot find module %s%s", quote(l.specifier), l.from())
	}
	first := l.tried[0]
	if l.isFolder(first) {
		return l.fail(l.notFoundCode(), "cannot find module %s%s: %s is a folder without an index file", quote(l.specifier), l.from(), first)
	}
	what, also := "file "+first, ""
	if first == l.specifier {
		what = "such file"
	}
	if len(l.tried) > 1 {
		also = ", nor one with another extension, nor an index file"
	}
	hint := didYouMean(filepath.Base(first), l.filesIn(filepath.Dir(first)))
	return l.fail(l.notFoundCode(), "cannot find module %s%s: there is no %s%s%s", quote(l.specifier), l.from(), what, also, hint)
}

func (l *lookup) noPackage(name string) error {
	if l.denied != nil {
		return l.denied
	}
	candidates := append([]string(nil), l.names...)
	looked := l.tried[:0]
	for _, dir := range l.tried {
		if names := l.packagesIn(dir); len(names) > 0 || l.isFolder(dir) {
			candidates = append(candidates, names...)
			looked = append(looked, dir)
		}
	}
	where := "there is no node_modules folder on the way up"
	if len(looked) > 0 {
		where = "it is not in " + strings.Join(looked, " or ")
	}
	return l.fail(l.notFoundCode(), "cannot find package %s%s: %s%s", quote(name), l.from(), where, didYouMean(name, candidates))
}

func (l *lookup) notExported(m *manifest, subpath string) error {
	what := "has no main export"
	if subpath != "." {
		what = "does not export " + quote(subpath)
	}
	hint := ""
	if m.exports.bySubpath() {
		hint = didYouMean(subpath, append([]string(nil), m.exports.keys...))
	}
	return l.fail("ERR_PACKAGE_PATH_NOT_EXPORTED", "package %s %s%s: see exports in %s%s", quote(m.name), what, l.from(),
		filepath.Join(m.dir, "package.json"), hint)
}

func (l *lookup) notImported(m *manifest) error {
	where, hint := "there is no package.json on the way up", ""
	if m != nil {
		where = "see imports in " + filepath.Join(m.dir, "package.json")
		if m.imports != nil {
			hint = didYouMean(l.specifier, append([]string(nil), m.imports.keys...))
		}
	}
	return l.fail("ERR_PACKAGE_IMPORT_NOT_DEFINED", "%s is not defined as a private import%s: %s%s", quote(l.specifier), l.from(), where, hint)
}

func (l *lookup) badTarget(m *manifest, field, path string) error {
	return l.fail("ERR_INVALID_PACKAGE_TARGET", "%s in %s leads to %s, which is no path inside of the package%s", field,
		filepath.Join(m.dir, "package.json"), quote(path), l.from())
}

func (l *lookup) badManifest(m *manifest) error {
	return l.fail("ERR_INVALID_PACKAGE_CONFIG", "%s %s%s", filepath.Join(m.dir, "package.json"), m.wrong, l.from())
}

// filesIn lists a folder for hints; an FS that cannot list gives none.
func (l *lookup) filesIn(dir string) []string {
	r, ok := l.fs.(dirReader)
	if !ok {
		return nil
	}
	entries, err := r.ReadDir(dir)
	if err != nil {
		return nil
	}
	names := make([]string, 0, len(entries))
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

func (l *lookup) packagesIn(dir string) []string {
	var names []string
	for _, n := range l.filesIn(dir) {
		if !strings.HasPrefix(n, "@") {
			names = append(names, n)
			continue
		}
		for _, sub := range l.filesIn(filepath.Join(dir, n)) {
			names = append(names, n+"/"+sub)
		}
	}
	return names
}
