package loader

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/lariatjs/lariat/runtime/fault"
)

func testResolver(t testing.TB, tree map[string]string) (*resolver, string) {
	dir := files(t, tree)
	return NewStore(Config{Dir: dir, Builtin: demoNames, Names: []string{"host:demo", "demo"}}).resolver, dir
}

func TestResolveFindsFiles(t *testing.T) {
	r, dir := testResolver(t, map[string]string{
		"a.ts": "", "a.js": "", "b.ts": "", "c.mts": "", "d.tsx": "", "e.jsx": "", "f.json": "", "both/index.js": "", "both/index.ts": "",
		"dir/index.ts": "", "pkg/package.json": `{"main":"lib"}`, "pkg/lib/index.js": "", "x y.js": "", "100%.js": "", "q?.js": "", "h#.js": "",
		"broken/package.json": "{", "broken/index.js": "", "file.js/index.js": "", "noext": "",
	})
	for _, c := range []struct {
		specifier, from string
		usage           usage
		want            string
	}{
		{"./a", "m.js", forImport, "a.js"},
		{"./a", "m.ts", forImport, "a.ts"},
		{"./a.js", "m.ts", forImport, "a.js"},
		{"./b.js", "m.js", forImport, "b.ts"},
		{"./c.mjs", "m.ts", forImport, "c.mts"},
		{"./d.js", "m.ts", forImport, "d.tsx"},
		{"./d.jsx", "m.ts", forImport, "d.tsx"},
		{"./e", "m.js", forRequire, "e.jsx"},
		{"./f", "m.js", forRequire, "f.json"},
		{"./dir", "m.js", forImport, "dir/index.ts"},
		{"./dir/", "m.js", forRequire, "dir/index.ts"},
		{"./both", "m.ts", forImport, "both/index.ts"},
		{"./both", "m.js", forImport, "both/index.js"},
		{"./pkg", "m.js", forRequire, "pkg/lib/index.js"},
		{"..", "dir/m.js", forRequire, ""},
		{".", "dir/m.js", forRequire, "dir/index.ts"},
		{"./x%20y.js", "m.js", forImport, "x y.js"},
		{"./x y.js", "m.js", forImport, "x y.js"},
		{"./x y.js", "m.js", forRequire, "x y.js"},
		{"./x%20y.js", "m.js", forRequire, ""},
		{"./100%.js", "m.js", forImport, "100%.js"},
		{"./q?.js", "m.js", forRequire, "q?.js"},
		{"./q%3F.js", "m.js", forImport, "q?.js"},
		{"./q?.js", "m.js", forImport, "q?.js"},
		{"./h%23.js", "m.js", forImport, "h#.js"},
		{"./a.js?x=1#y", "m.js", forImport, "a.js?x=1#y"},
		{"./broken", "m.js", forRequire, "broken/index.js"},
		{"./file.js", "m.js", forImport, "file.js/index.js"},
		{"./noext", "m.js", forImport, "noext"},
		{"./noext/", "m.js", forImport, ""},
		{"./a.js/", "m.js", forRequire, ""},
		{"DIR/a.js", "m.js", forImport, "a.js"},
		{"file://DIR/a.js", "m.js", forImport, "a.js"},
		{"file://DIR/x%20y.js?q", "m.js", forImport, "x y.js?q"},
		{"file://localhostDIR/a.js", "m.js", forImport, "a.js"},
		{"demo", "m.js", forImport, "host:demo"},
		{"host:demo", "m.js", forRequire, "host:demo"},
	} {
		specifier := strings.ReplaceAll(c.specifier, "DIR", dir)
		res, err := r.resolve(specifier, filepath.Join(dir, c.from), c.usage)
		got := strings.TrimPrefix(res.key, dir+string(filepath.Separator))
		if got != c.want || (err == nil) != (c.want != "") {
			t.Errorf("%q from %s: got %q (%v), want %q", c.specifier, c.from, got, err, c.want)
		}
	}
}

func TestResolveErrorsSayWhatAndWhere(t *testing.T) {
	r, dir := testResolver(t, map[string]string{
		"util.js": "", "node_modules/lodash/package.json": `{"name":"lodash"}`, "node_modules/@s/name/index.js": "",
		"e/other.js":                        "",
		"node_modules/e/package.json":       `{"name":"e","exports":{"./feature":"./f.js","./bad":"../x.js","./gone":"./gone.js"}}`,
		"node_modules/badjson/package.json": `{"exports":`, "package.json": `{"name":"root","imports":{"#config":"./c.js"}}`,
	})
	for _, c := range []struct {
		specifier string
		usage     usage
		code      string
		parts     []string
	}{
		{"./utl.js", forImport, "ERR_MODULE_NOT_FOUND", []string{
			`"./utl.js"`, "imported from DIR/m.js", "DIR/utl.js", `did you mean "util.js"?`,
		}},
		{"./utl", forRequire, "MODULE_NOT_FOUND", []string{"DIR/utl", "another extension"}},
		{"./e", forImport, "ERR_MODULE_NOT_FOUND", []string{"DIR/e is a folder without an index file"}},
		{"lodahs", forImport, "ERR_MODULE_NOT_FOUND", []string{`package "lodahs"`, "DIR/node_modules", `did you mean "lodash"?`}},
		{"lodahs/fp", forRequire, "MODULE_NOT_FOUND", []string{`package "lodahs"`}},
		{"@s/namee", forImport, "ERR_MODULE_NOT_FOUND", []string{`did you mean "@s/name"?`}},
		{"dmeo", forImport, "ERR_MODULE_NOT_FOUND", []string{`did you mean "demo"?`}},
		{"host:dmeo", forImport, "ERR_MODULE", []string{"not available here", `did you mean "host:demo"?`}},
		{"e/featur", forImport, "ERR_PACKAGE_PATH_NOT_EXPORTED", []string{`package "e" does not export "./featur"`, `did you mean "./feature"?`}},
		{"e", forImport, "ERR_PACKAGE_PATH_NOT_EXPORTED", []string{"has no main export"}},
		{"e/bad", forImport, "ERR_INVALID_PACKAGE_TARGET", []string{`"../x.js"`}},
		{"e/gone", forImport, "ERR_MODULE_NOT_FOUND", []string{"node_modules/e/gone.js"}},
		{"badjson", forImport, "ERR_INVALID_PACKAGE_CONFIG", []string{"badjson/package.json"}},
		{"#confg", forImport, "ERR_PACKAGE_IMPORT_NOT_DEFINED", []string{`did you mean "#config"?`}},
		{"#", forImport, "ERR_INVALID_MODULE_SPECIFIER", nil},
		{"https://x/y.js", forImport, "ERR_UNSUPPORTED_ESM_URL_SCHEME", nil},
		{"file://host/x.js", forImport, "ERR_INVALID_MODULE_SPECIFIER", []string{"of this machine"}},
		{"file:///a%2Fb.js", forImport, "ERR_INVALID_MODULE_SPECIFIER", []string{"escaped slash"}},
		{"", forImport, "ERR_INVALID_MODULE_SPECIFIER", nil},
		{"./a\x00b", forImport, "ERR_INVALID_MODULE_SPECIFIER", nil},
		{"@scope", forImport, "ERR_INVALID_MODULE_SPECIFIER", nil},
		{".hidden", forImport, "ERR_INVALID_MODULE_SPECIFIER", nil},
	} {
		_, err := r.resolve(c.specifier, filepath.Join(dir, "m.js"), c.usage)
		var f *fault.Error
		if !errors.As(err, &f) || !errors.Is(err, fault.Module) || f.Props["code"] != c.code {
			t.Errorf("%q: got %v %v, want code %s", c.specifier, err, f, c.code)
			continue
		}
		for _, p := range c.parts {
			if !strings.Contains(err.Error(), strings.ReplaceAll(p, "DIR", dir)) {
				t.Errorf("%q: %q does not say %q", c.specifier, err, p)
			}
		}
	}
}

func TestResolveFollowsLinks(t *testing.T) {
	r, dir := testResolver(t, map[string]string{"store/pkg/index.js": "", "store/pkg/node_modules/dep/index.js": "", "app/main.js": ""})
	if err := os.MkdirAll(filepath.Join(dir, "app/node_modules"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(filepath.Join(dir, "store/pkg"), filepath.Join(dir, "app/node_modules/pkg")); err != nil {
		t.Fatal(err)
	}
	res, err := r.resolve("pkg", filepath.Join(dir, "app/main.js"), forRequire)
	if want := filepath.Join(dir, "store/pkg/index.js"); err != nil || res.path != want {
		t.Fatalf("got %v %v, want %s", res, err, want)
	}
	if res, err = r.resolve("dep", res.path, forRequire); err != nil {
		t.Fatalf("a dependency beside the real path: %v %v", res, err)
	}
}

func TestConditionsAreInOrderAndConfigurable(t *testing.T) {
	tree := map[string]string{
		"node_modules/p/package.json": `{"exports":{"node":"./node.js",` +
			`"lariat":"./lariat.js","module-sync":"./sync.js","import":"./import.js","default":"./default.js"}}`,
		"node_modules/p/node.js": "", "node_modules/p/lariat.js": "", "node_modules/p/sync.js": "", "node_modules/p/import.js": "",
		"node_modules/p/default.js": "",
	}
	dir := files(t, tree)
	for conditions, want := range map[string]string{"": "sync.js", "lariat": "lariat.js", "node lariat": "node.js"} {
		r := NewStore(Config{Dir: dir, Conditions: strings.Fields(conditions)}).resolver
		res, err := r.resolve("p", filepath.Join(dir, "m.js"), forImport)
		if err != nil || filepath.Base(res.path) != want {
			t.Errorf("%q: got %v %v, want %s", conditions, res, err, want)
		}
	}
}

// guardedFS refuses everything outside of a folder, as a sandbox does.
type guardedFS struct {
	Disk
	root string
}

func (g guardedFS) check(name string) error {
	if !strings.HasPrefix(name, g.root) {
		return fault.Permission.New("read access to %s is not granted", name)
	}
	return nil
}

func (g guardedFS) Stat(name string) (fs.FileInfo, error) {
	if err := g.check(name); err != nil {
		return nil, err
	}
	return g.Disk.Stat(name)
}

func (g guardedFS) ReadFile(name string) ([]byte, error) {
	if err := g.check(name); err != nil {
		return nil, err
	}
	return g.Disk.ReadFile(name)
}

func (g guardedFS) EvalSymlinks(name string) (string, error) {
	path, err := g.Disk.EvalSymlinks(name)
	if err != nil {
		return "", err
	}
	return path, g.check(path)
}

func TestPermissionsAreReported(t *testing.T) {
	dir := files(t, map[string]string{"in/main.mjs": "", "in/ok.mjs": "", "out/secret.mjs": "", "node_modules/p/index.js": ""})
	if err := os.Symlink(filepath.Join(dir, "out/secret.mjs"), filepath.Join(dir, "in/link.mjs")); err != nil {
		t.Fatal(err)
	}
	s := NewStore(Config{Dir: dir, FS: guardedFS{root: filepath.Join(dir, "in")}})
	main := filepath.Join(dir, "in/main.mjs")
	if _, err := s.resolve("./ok.mjs", main, forImport); err != nil {
		t.Error(err)
	}
	for _, specifier := range []string{"../out/secret.mjs", "./link.mjs", "p", "/etc/passwd"} {
		if _, err := s.resolve(specifier, main, forImport); !errors.Is(err, fault.Permission) {
			t.Errorf("%s: got %v, want a permission error", specifier, err)
		}
	}
	if _, err := s.resolve("./nothing.mjs", main, forImport); !errors.Is(err, fault.Module) {
		t.Errorf("a file that is not there: %v", err)
	}
}

func TestDiskRefusesWhatIsNoFile(t *testing.T) {
	for _, name := range []string{"/dev/zero", "/dev/null", t.TempDir()} {
		if b, err := (Disk{}).ReadFile(name); err == nil {
			t.Errorf("%s: read %d bytes", name, len(b))
		}
	}
}

func TestManifestChangesAreSeen(t *testing.T) {
	dir := files(t, map[string]string{"package.json": `{"type":"module"}`})
	m := manifests{fs: Disk{}}
	if got, err := m.scope(dir); err != nil || got.kind != "module" {
		t.Fatal(got, err)
	}
	if err := os.WriteFile(filepath.Join(dir, "package.json"), []byte(`{"type":"commonjs"}`), 0o600); err != nil {
		t.Fatal(err)
	}
	if got, err := m.scope(dir); err != nil || got.kind != "commonjs" {
		t.Fatal(got, err)
	}
}

func TestNearest(t *testing.T) {
	for _, c := range []struct{ name, want string }{
		{"Mutx", "Mutex"}, {"mutex", "Mutex"}, {"Semahpore", "Semaphore"}, {"zzz", ""}, {"Mutex", ""}, {"", ""}, {"Mutxe", "Mutex"},
	} {
		if got := Nearest(c.name, []string{"Semaphore", "Mutex", "RWLock"}); got != c.want {
			t.Errorf("%q: got %q, want %q", c.name, got, c.want)
		}
	}
}

func FuzzPackageMaps(f *testing.F) {
	f.Add(`{".":"./a.js","./*":{"import":"./*.js","default":null},"./x/*.js":["./y.js"]}`, "./x/1.js")
	f.Add(`["./a",{"default":"./b"}]`, ".")
	f.Add(`{"a":{"b":{"c":"../up"}}}`, "./a")
	f.Fuzz(func(t *testing.T, exports, key string) {
		m, err := parseManifest("/p", []byte(`{"name":"p","exports":`+exports+`,"imports":`+exports+`}`))
		if err != nil {
			return
		}
		r := &resolver{fs: Disk{}, packages: manifests{fs: Disk{}}, builtin: func(string) (string, bool) { return "", false }}
		l := &lookup{resolver: r, specifier: key, referrer: "/p/m.js"}
		if m.exports != nil {
			if res, err := l.exported(m, key); err == nil && !strings.HasPrefix(res.path, "/p/") {
				t.Errorf("%s of %s leads out of the package: %s", key, exports, res.path)
			}
		}
	})
}
