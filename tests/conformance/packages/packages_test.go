// Package packages holds lariat against well-known packages of npm: a script of testdata does a small job
// with each, and has to print what Node v20 printed. LARIAT_PACKAGES names a folder with the node_modules that
// package.json and its lock ask for (npm ci); without it only the bookkeeping is checked.
package packages

import (
	"encoding/json"
	"flag"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "record what the node in PATH prints")

// dependencies are the names and versions in the given file, beneath the given keys.
func dependencies(t *testing.T, file string, keys ...string) map[string]string {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for _, key := range keys {
		var level map[string]json.RawMessage
		if err := json.Unmarshal(b, &level); err != nil {
			t.Fatal(file, err)
		}
		b = level[key]
	}
	var versions map[string]string
	if err := json.Unmarshal(b, &versions); err != nil {
		t.Fatal(file, err)
	}
	return versions
}

// names are the packages, sorted.
func names(t *testing.T) []string {
	t.Helper()
	return slices.Sorted(maps.Keys(dependencies(t, "package.json", "dependencies")))
}

var exact = regexp.MustCompile(`^\d+\.\d+\.\d+$`)

// TestEachPackageIsListed finds what would otherwise never be run, or be run with just any version.
func TestEachPackageIsListed(t *testing.T) {
	versions := dependencies(t, "package.json", "dependencies")
	for name, version := range versions {
		if !exact.MatchString(version) {
			t.Errorf("package.json: %s has to be an exact version of %s", version, name)
		}
	}
	if locked := dependencies(t, "package-lock.json", "packages", "", "dependencies"); !maps.Equal(versions, locked) {
		t.Error("package-lock.json is not that of package.json: npm install --package-lock-only --omit-lockfile-registry-resolved")
	}
	for _, ext := range []string{".mjs", ".txt"} {
		files, err := filepath.Glob("testdata/*" + ext)
		if err != nil {
			t.Fatal(err)
		}
		var found []string
		for _, file := range files {
			found = append(found, strings.TrimSuffix(filepath.Base(file), ext))
		}
		if slices.Sort(found); !slices.Equal(found, names(t)) {
			t.Errorf("testdata/*%s are %v, package.json lists %v", ext, found, names(t))
		}
	}
	for name := range versions {
		if text := read(t, "testdata/"+name+".mjs"); !strings.Contains(text, `from "`+name+`"`) {
			t.Errorf("testdata/%s.mjs does not import %s", name, name)
		}
		if read(t, "testdata/"+name+".txt") == "" {
			t.Errorf("testdata/%s.txt is empty", name)
		}
	}
}

func read(t *testing.T, file string) string {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}
