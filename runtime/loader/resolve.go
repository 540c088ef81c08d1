package loader

import (
	"errors"
	"net/url"
	"path/filepath"
	goruntime "runtime"
	"strings"

	"github.com/lariatjs/lariat/runtime/fault"
)

// resolver turns specifiers into files, as Node does, with three liberties: extensions and index files
// are found for import too, ./x.js finds ./x.ts, and the condition "node" does not hold.
type resolver struct {
	fs       FS
	packages manifests
	// builtin knows the modules that the host serves.
	builtin func(specifier string) (canonical string, ok bool)
	// names lists them, for hints.
	names []string
	// conditions hold besides "import", "require", "module-sync" and "default".
	conditions []string
}

// usage says what asks for a module.
type usage uint8

const (
	forImport usage = iota
	forRequire
)

// resolved is where a specifier leads.
type resolved struct {
	// key identifies the module: its path with the query, the name of a builtin, or the URL of a text.
	key string
	// path is the file, without symbolic links; empty for a builtin and a text.
	path string
}

// lookup is one resolution on its way.
type lookup struct {
	*resolver
	specifier, referrer string
	usage               usage
	// tried lists where a file could have been, for the error.
	tried []string
	// denied is the first permission that was missing on the way.
	denied error
}

// resolve finds the module that referrer means by specifier. referrer is the path of a file, or a folder
// that ends in a separator.
func (r *resolver) resolve(specifier, referrer string, u usage) (resolved, error) {
	if name, ok := r.builtin(specifier); ok {
		return resolved{key: name}, nil
	}
	l := &lookup{resolver: r, specifier: specifier, referrer: referrer, usage: u}
	if strings.ContainsRune(specifier, 0) || specifier == "" {
		return resolved{}, l.invalid("it is empty or holds a null character")
	}
	if url, ok := inlineURL(specifier); ok {
		return l.inline(url)
	}
	if isInline(referrer) {
		return l.absolute()
	}
	dir := filepath.Dir(referrer)
	switch {
	case isRelative(specifier):
		return l.location(dir, specifier)
	case filepath.IsAbs(specifier):
		return l.location("", specifier)
	case strings.HasPrefix(specifier, "#"):
		return l.private(dir)
	}
	if scheme, _, ok := strings.Cut(specifier, ":"); ok && isScheme(scheme) {
		if scheme == "file" {
			return l.fileURL()
		}
		return resolved{}, l.unsupported(scheme)
	}
	return l.bare(specifier, dir)
}

func isRelative(s string) bool {
	return s == "." || s == ".." || strings.HasPrefix(s, "./") || strings.HasPrefix(s, "../") ||
		goruntime.GOOS == "windows" && (strings.HasPrefix(s, `.\`) || strings.HasPrefix(s, `..\`))
}

// isScheme leaves out the letter of a Windows drive.
func isScheme(s string) bool {
	if len(s) < 2 || s[0] < 'a' || s[0] > 'z' {
		return false
	}
	return strings.Trim(s, "abcdefghijklmnopqrstuvwxyz0123456789+.-") == ""
}

// location finds a file by path. An import's path is part of a URL: it may carry a query and escapes.
func (l *lookup) location(dir, path string) (resolved, error) {
	if l.usage == forRequire {
		return l.found(l.fileOrFolder(filepath.Join(dir, filepath.FromSlash(path)), endsAsFolder(path)))
	}
	plain, query := splitQuery(path)
	if p, err := url.PathUnescape(plain); err == nil && !strings.ContainsRune(p, 0) {
		plain = p
	}
	file, ok := l.fileOrFolder(filepath.Join(dir, filepath.FromSlash(plain)), endsAsFolder(plain))
	if !ok && path != plain { // a file whose name holds such characters
		if file, ok = l.fileOrFolder(filepath.Join(dir, filepath.FromSlash(path)), endsAsFolder(path)); ok {
			query = ""
		}
	}
	res, err := l.found(file, ok)
	res.key += query
	return res, err
}

func splitQuery(s string) (path, query string) {
	if i := strings.IndexAny(s, "?#"); i > 0 {
		return s[:i], s[i:]
	}
	return s, ""
}

func endsAsFolder(path string) bool {
	return path == "." || path == ".." || strings.HasSuffix(path, "/") || strings.HasSuffix(path, "/.") || strings.HasSuffix(path, "/..")
}

func (l *lookup) fileURL() (resolved, error) {
	path, query, err := pathOfURL(l.specifier)
	if err != nil {
		return resolved{}, l.invalid(err.Error())
	}
	res, err := l.found(l.fileOrFolder(path, strings.HasSuffix(path, "/")))
	res.key += query
	return res, err
}

// bare finds a package: this one, or one in a node_modules folder on the way up.
func (l *lookup) bare(specifier, dir string) (resolved, error) {
	name, subpath, ok := splitPackage(specifier)
	if !ok {
		return resolved{}, l.invalid("it is no valid package name")
	}
	self, err := l.packages.scope(dir)
	if err != nil {
		return resolved{}, err
	}
	if self != nil && self.exports != nil && self.name == name {
		return l.exported(self, subpath)
	}
	for d := dir; ; d = filepath.Dir(d) {
		if filepath.Base(d) != "node_modules" {
			folder := filepath.Join(d, "node_modules", filepath.FromSlash(name))
			if l.isFolder(folder) {
				return l.fromPackage(folder, subpath)
			}
			l.tried = append(l.tried, filepath.Join(d, "node_modules"))
		}
		if d == filepath.Dir(d) {
			return resolved{}, l.noPackage(name)
		}
	}
}

// splitPackage cuts "@scope/name/sub" into "@scope/name" and "./sub".
func splitPackage(s string) (name, subpath string, ok bool) {
	n := 1
	if strings.HasPrefix(s, "@") {
		n = 2
	}
	parts := strings.SplitN(s, "/", n+1)
	if len(parts) < n {
		return "", "", false
	}
	name = strings.Join(parts[:n], "/")
	if name == "" || name[0] == '.' || strings.ContainsAny(name, "\\%") || strings.HasSuffix(name, "/") {
		return "", "", false
	}
	return name, "." + s[len(name):], true
}

func (l *lookup) fromPackage(folder, subpath string) (resolved, error) {
	m, err := l.packages.in(folder)
	if err != nil {
		return resolved{}, err
	}
	if m != nil && m.exports != nil {
		return l.exported(m, subpath)
	}
	return l.location(folder, subpath)
}

// holding returns the conditions that hold for this lookup.
func (l *lookup) holding() map[string]bool {
	m := map[string]bool{"default": true, "module-sync": true}
	if l.usage == forImport {
		m["import"] = true
	} else {
		m["require"] = true
	}
	for _, c := range l.conditions {
		m[c] = true
	}
	return m
}

// found ends a lookup: a module is known by its path without symbolic links.
func (l *lookup) found(path string, ok bool) (resolved, error) {
	if !ok {
		return resolved{}, l.notFound()
	}
	target, err := l.fs.EvalSymlinks(path)
	switch {
	case err == nil:
		path = target
	case errors.Is(err, fault.Permission):
		return resolved{}, err
	}
	return resolved{key: path, path: path}, nil
}
