package loader

import (
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"github.com/lariatjs/lariat/runtime/fault"
)

// What Node does in the corners of exports, imports and the names of packages.
func TestResolveAsNodeDoes(t *testing.T) {
	r, dir := testResolver(t, map[string]string{
		"node_modules/plain/package.json": `{"main":"a.js"}`, "node_modules/plain/a.js": "", "node_modules/plain/x y.js": "",
		"node_modules/plain/lib/c.js": "", "node_modules/plain/b%.js": "",
		"node_modules/p/package.json": `{"exports": {
			".": ["./%61.js"], "./lib/*": "./lib/*", "./escaped": "./x%20y.js", "./dotted": "./%2e%2e/out.js", "./slash": "./lib%2fc.js",
			"./list": ["a.js", {"nobody": "./b.js"}, null, "./lib/../a.js", "./lib/c.js"], "./bad": ["a.js", "../b.js"],
			"./sub/": "./lib/", "./nulls": [null], "./cond": {"import": [null], "default": "./a.js"}, "./empty": "", "./none": []
		}}`,
		"node_modules/p/a.js": "", "node_modules/p/lib/c.js": "", "node_modules/p/x y.js": "",
		"node_modules/mixed/package.json": `{"exports": {"./a": "./a.js", "import": "./a.js"}}`, "node_modules/mixed/a.js": "",
		"node_modules/number/package.json": `{"exports": {"0": "./a.js", "default": "./a.js"}}`, "node_modules/number/a.js": "",
		"node_modules/other/package.json": `{"main":"m.js"}`, "node_modules/other/m.js": "",
		"package.json": `{"imports": {"#a": ["../x.js", "other"], "#b": "./%61.js", "#d/*": "./d/*"}}`, "a.js": "", "d/e.js": "",
	})
	for _, c := range []struct {
		specifier string
		usage     usage
		want      string
	}{
		{"plain/x%20y.js", forImport, "node_modules/plain/x y.js"},
		{"plain/x%20y.js", forRequire, "MODULE_NOT_FOUND"},
		{"plain/b%25.js", forImport, "node_modules/plain/b%.js"},
		{"plain/b%.js", forImport, "node_modules/plain/b%.js"},
		{"plain/lib/c.js?v=1", forImport, "node_modules/plain/lib/c.js?v=1"},
		{"plain/lib/c.js?v=1", forRequire, "MODULE_NOT_FOUND"},
		{"plain?v=1", forImport, "ERR_MODULE_NOT_FOUND"},
		{"p", forImport, "node_modules/p/a.js"},
		{"p/lib/c.js", forImport, "node_modules/p/lib/c.js"},
		{"p/lib/%63.js", forImport, "node_modules/p/lib/c.js"},
		{"p/lib/%63.js", forRequire, "node_modules/p/lib/c.js"},
		{"p/lib/", forImport, "ERR_PACKAGE_PATH_NOT_EXPORTED"},
		{"p/lib/", forRequire, "ERR_PACKAGE_PATH_NOT_EXPORTED"},
		{"p/sub/", forImport, "ERR_PACKAGE_PATH_NOT_EXPORTED"},
		{"p/lib/../a.js", forImport, "ERR_INVALID_MODULE_SPECIFIER"},
		{"p/escaped", forImport, "node_modules/p/x y.js"},
		{"p/dotted", forImport, "ERR_INVALID_PACKAGE_TARGET"},
		{"p/slash", forImport, "ERR_INVALID_MODULE_SPECIFIER"},
		{"p/list", forImport, "node_modules/p/lib/c.js"},
		{"p/bad", forImport, "ERR_INVALID_PACKAGE_TARGET"},
		{"p/nulls", forImport, "ERR_PACKAGE_PATH_NOT_EXPORTED"},
		{"p/cond", forImport, "ERR_PACKAGE_PATH_NOT_EXPORTED"},
		{"p/cond", forRequire, "node_modules/p/a.js"},
		{"p/empty", forImport, "ERR_INVALID_PACKAGE_TARGET"},
		{"p/none", forImport, "ERR_PACKAGE_PATH_NOT_EXPORTED"},
		{"mixed", forImport, "ERR_INVALID_PACKAGE_CONFIG"},
		{"mixed/a", forRequire, "ERR_INVALID_PACKAGE_CONFIG"},
		{"number", forImport, "ERR_INVALID_PACKAGE_CONFIG"},
		{"#a", forImport, "node_modules/other/m.js"},
		{"#b", forImport, "a.js"},
		{"#d/%65.js", forImport, "d/e.js"},
		{"#d/", forImport, "ERR_PACKAGE_IMPORT_NOT_DEFINED"},
	} {
		res, err := r.resolve(c.specifier, filepath.Join(dir, "m.js"), c.usage)
		got := strings.TrimPrefix(filepath.ToSlash(strings.TrimPrefix(res.key, dir)), "/")
		var f *fault.Error
		if errors.As(err, &f) {
			got, _ = f.Props["code"].(string)
		}
		if got != c.want {
			t.Errorf("%s (%d): got %s, want %s: %v", c.specifier, c.usage, got, c.want, err)
		}
	}
}
