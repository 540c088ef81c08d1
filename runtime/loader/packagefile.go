package loader

import (
	"path/filepath"
	"strings"
)

// PackageFile finds what findPackageJSON of node:module tells of: for the name of a package its package.json, whatever the
// package exports; for a path, a relative one or a file: URL the nearest package.json above. It is "" when there is none.
func (l *Loader) PackageFile(specifier, referrer string) (string, error) {
	referrer = l.referrerOf(referrer)
	k := &lookup{resolver: l.store.resolver, specifier: specifier, referrer: referrer, usage: forImport}
	dir, path := filepath.Dir(referrer), ""
	switch {
	case specifier == "" || strings.ContainsRune(specifier, 0):
		return "", k.invalid("it is empty or holds a null character")
	case isRelative(specifier):
		path = filepath.Join(dir, filepath.FromSlash(specifier))
	case filepath.IsAbs(specifier):
		path = specifier
	case strings.HasPrefix(specifier, "file:"):
		var err error
		if path, _, err = pathOfURL(specifier); err != nil {
			return "", k.invalid(err.Error())
		}
	default:
		return k.packageFile(dir)
	}
	if k.isFolder(path) {
		return k.above(path)
	}
	return k.above(filepath.Dir(path))
}

// packageFile finds the package.json of a package by its name.
func (l *lookup) packageFile(dir string) (string, error) {
	name, _, ok := splitPackage(l.specifier)
	if !ok {
		return "", l.invalid("it is no valid package name")
	}
	for d := dir; ; d = filepath.Dir(d) {
		if filepath.Base(d) != "node_modules" {
			folder := filepath.Join(d, "node_modules", filepath.FromSlash(name))
			if file := filepath.Join(folder, "package.json"); l.isFile(file) {
				return file, nil
			}
			l.tried = append(l.tried, filepath.Join(d, "node_modules"))
		}
		if d == filepath.Dir(d) {
			return "", l.noPackage(name)
		}
	}
}

// above finds the nearest package.json from a folder on upwards.
func (l *lookup) above(dir string) (string, error) {
	for ; ; dir = filepath.Dir(dir) {
		if file := filepath.Join(dir, "package.json"); l.isFile(file) {
			return file, nil
		}
		if dir == filepath.Dir(dir) {
			return "", l.denied
		}
	}
}
