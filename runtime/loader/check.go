package loader

import "path/filepath"

// Check finds what keeps a file from being run: mistakes of its syntax and of that of everything that it imports, imports
// that lead nowhere, and names that a module does not export. Nothing of them runs. What a module of the host throws when it
// is loaded is a panic.
func (l *Loader) Check(path string) error {
	path = l.referrerOf(filepath.FromSlash(path))
	res, err := l.store.resolve(escape.Replace(path), "", forImport)
	if err != nil {
		return err
	}
	m, err := l.instance(res)
	if err != nil {
		return err
	}
	return l.linkAhead(m)
}
