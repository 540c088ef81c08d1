package loader

import (
	"errors"
	"path/filepath"
	"strings"

	"github.com/lariatjs/lariat/runtime/lazy"

	"github.com/lariatjs/lariat/runtime/fault"
)

// The order in which extensions are added to a name without one: TypeScript sources come first for their
// like, and last for JavaScript and for packages, which may ship both.
var (
	scriptFirst = []string{".js", ".json", ".mjs", ".cjs", ".jsx", ".ts", ".mts", ".cts", ".tsx"}
	typedFirst  = []string{".ts", ".tsx", ".mts", ".cts", ".js", ".json", ".mjs", ".cjs", ".jsx"}
)

// writtenAs lists the sources that a compiled name stands for, as in TypeScript's own resolution.
var writtenAs = lazy.Value[map[string][]string]{Make: func() map[string][]string {
	return map[string][]string{
		".js": {".ts", ".tsx"}, ".jsx": {".tsx"}, ".mjs": {".mts"}, ".cjs": {".cts"},
	}
}}

func (l *lookup) extensions() []string {
	sep := string(filepath.Separator)
	if isTyped(l.referrer) && !strings.Contains(l.referrer, sep+"node_modules"+sep) {
		return typedFirst
	}
	return scriptFirst
}

func isTyped(path string) bool {
	switch filepath.Ext(path) {
	case ".ts", ".mts", ".cts", ".tsx":
		return true
	}
	return false
}

// fileOrFolder finds a file by a name that may lack its extension or name a folder.
func (l *lookup) fileOrFolder(path string, folder bool) (string, bool) {
	if !folder {
		if file, ok := l.exact(path); ok {
			return file, true
		}
		for _, e := range l.extensions() {
			if l.isFile(path + e) {
				return path + e, true
			}
		}
	}
	if !l.isFolder(path) {
		return "", false
	}
	if m, err := l.packages.in(path); err == nil && m != nil && m.main != "" {
		if main := filepath.Join(path, filepath.FromSlash(m.main)); main != path {
			if file, ok := l.entry(main); ok {
				return file, true
			}
		}
	}
	return l.index(path)
}

// entry finds what the main of a package.json names.
func (l *lookup) entry(path string) (string, bool) {
	if file, ok := l.exact(path); ok {
		return file, true
	}
	for _, e := range l.extensions() {
		if l.isFile(path + e) {
			return path + e, true
		}
	}
	return l.index(path)
}

func (l *lookup) index(folder string) (string, bool) {
	for _, e := range l.extensions() {
		if file := filepath.Join(folder, "index"+e); l.isFile(file) {
			return file, true
		}
	}
	return "", false
}

// exact finds a file by its full name, or the source that it was compiled from.
func (l *lookup) exact(path string) (string, bool) {
	if l.isFile(path) {
		return path, true
	}
	ext := filepath.Ext(path)
	for _, e := range writtenAs.Get()[ext] {
		if file := strings.TrimSuffix(path, ext) + e; l.isFile(file) {
			return file, true
		}
	}
	return "", false
}

func (l *lookup) isFile(path string) bool {
	l.tried = append(l.tried, path)
	return l.stat(path) == 1
}

func (l *lookup) isFolder(path string) bool { return l.stat(path) == 2 }

// stat is 1 for a file, 2 for a folder and 0 for what is not there or may not be seen.
func (l *lookup) stat(path string) int {
	info, err := l.fs.Stat(path)
	switch {
	case err == nil && info.IsDir():
		return 2
	case err == nil:
		return 1
	case l.denied == nil && errors.Is(err, fault.Permission):
		l.denied = err
	}
	return 0
}
