package loader

import (
	"path/filepath"
	"strings"
	"testing"
)

func TestPackageFile(t *testing.T) {
	dir := files(t, map[string]string{
		"package.json": "{}", "a/b/main.mjs": "", "a/package.json": "{}",
		"node_modules/lib/package.json": `{"exports":"./x.js"}`, "node_modules/lib/x.js": "", "node_modules/@s/p/package.json": "{}", "node_modules/none/x.js": "",
	})
	l := newWorld(t, NewStore(Config{Dir: dir})).l
	for _, c := range []struct{ specifier, from, want, wrong string }{
		{specifier: "lib", from: "a/b/main.mjs", want: "node_modules/lib/package.json"},
		{specifier: "lib/deep/x.js", from: "a/b/main.mjs", want: "node_modules/lib/package.json"},
		{specifier: "@s/p", from: "a/", want: "node_modules/@s/p/package.json"},
		{specifier: "./main.mjs", from: "a/b/main.mjs", want: "a/package.json"},
		{specifier: "..", from: "a/b/main.mjs", want: "a/package.json"},
		{specifier: "../..", from: "a/b/main.mjs", want: "package.json"},
		{specifier: "./nothing/at/all", from: "a/b/main.mjs", want: "a/package.json"},
		{specifier: filepath.Join(dir, "node_modules", "lib", "x.js"), want: "node_modules/lib/package.json"},
		{specifier: urlOfPath(filepath.Join(dir, "a", "b", "main.mjs")), want: "a/package.json"},
		{specifier: "none", from: "a/", wrong: `cannot find package "none"`},
		{specifier: "", from: "a/", wrong: "is not a valid specifier"},
		{specifier: "@s", from: "a/", wrong: "no valid package name"},
	} {
		from := ""
		if c.from != "" {
			from = filepath.Join(dir, filepath.FromSlash(c.from))
			if strings.HasSuffix(c.from, "/") {
				from += string(filepath.Separator)
			}
		}
		got, err := l.PackageFile(c.specifier, from)
		if c.wrong != "" {
			if err == nil || !strings.Contains(err.Error(), c.wrong) {
				t.Errorf("%q from %q: %q, %v", c.specifier, c.from, got, err)
			}
			continue
		}
		if want := filepath.Join(dir, filepath.FromSlash(c.want)); err != nil || got != want {
			t.Errorf("%q from %q: %q, %v; want %q", c.specifier, c.from, got, err, want)
		}
	}
}
