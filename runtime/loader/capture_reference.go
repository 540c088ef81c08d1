package loader

import (
	"net/url"
	"slices"
	"strings"

	"github.com/lariatjs/lariat/runtime/fault"
)

// Reference finds the function that a text means: "./task.ts#name", also with a file: URL or the name of a package.
// Without a name it is the default export. referrer is as in Import. Whether there is such an export is known only when
// the module has run, if it is CommonJS or exports what others export.
func (l *Loader) Reference(specifier, referrer string) (*Portable, error) {
	plain, name := splitExport(specifier)
	res, err := l.store.resolve(plain, l.referrerOf(referrer), forImport)
	if err != nil {
		return nil, err
	}
	p := &Portable{Name: name, ref: reference{key: res.key, path: res.path, export: name}}
	if res.path == "" {
		return p, nil
	}
	u, err := l.store.unit(res.path)
	if err != nil {
		return nil, err
	}
	if u.links == nil || len(u.links.stars) > 0 {
		return p, nil
	}
	if _, ok := u.links.byName[name]; !ok {
		names := make([]string, 0, len(u.links.byName))
		for n := range u.links.byName {
			names = append(names, n)
		}
		return nil, l.noExport(&module{key: res.key, path: res.path, unit: u}, name, names)
	}
	return p, nil
}

// splitExport takes the name of an export off a specifier, which itself may begin with the sign.
func splitExport(specifier string) (plain, name string) {
	i := strings.LastIndexByte(specifier, '#')
	if i <= 0 {
		return specifier, "default"
	}
	plain, name = specifier[:i], specifier[i+1:]
	if s, err := url.PathUnescape(name); err == nil {
		name = s
	}
	if name == "" {
		name = "default"
	}
	return plain, name
}

// noExport is the error about an export that is not there.
func (l *Loader) noExport(m *module, name string, names []string) error {
	slices.Sort(names)
	has := "it exports nothing"
	if len(names) > 0 {
		shown := names[:min(len(names), 10)]
		has = "it exports " + strings.Join(shown, ", ")
		if len(shown) < len(names) {
			has += ", …"
		}
	}
	what := "export " + quote(name)
	if name == "default" {
		what = "default export"
	}
	return fault.Module.New("module %s has no %s: %s%s", l.store.shown(m.key), what, has, didYouMean(name, names)).With("module", m.key)
}
