package loader

// Where returns the path of the file that a specifier leads to, or the name of the host's module. referrer is as in
// Import.
func (l *Loader) Where(specifier, referrer string) (string, error) {
	res, err := l.store.resolve(specifier, l.referrerOf(referrer), forImport)
	if err != nil || res.path == "" {
		return res.key, err
	}
	return res.path, nil
}
