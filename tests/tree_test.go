package tests

import (
	"errors"
	"go/ast"
	"go/build"
	"go/build/constraint"
	"go/parser"
	"go/token"
	"io"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
)

// tree is the source tree that the checks of the house look at: the real one, or a small fake one that
// shows a check failing.
type tree struct {
	fsys  fs.FS
	files []*file
}

// file is one text of the tree. The syntax is nil unless it is Go.
type file struct {
	path   string
	text   string
	syntax *ast.File
	set    *token.FileSet
}

// openTree reads every file but those of other people (testdata, node_modules), of tools (hidden
// folders other than our own) and those that .gitignore names.
func openTree(t *testing.T, fsys fs.FS) *tree {
	t.Helper()
	tr := &tree{fsys: fsys}
	ignored := ignoredNames(fsys)
	err := fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || name == "." {
			return err
		}
		foreign := slices.ContainsFunc(ignored, func(pattern string) bool {
			if rooted, ok := strings.CutPrefix(pattern, "/"); ok {
				return rooted == name // a folder beneath, such as cmd/lariat, is ours
			}
			return glob(pattern, d.Name())
		})
		if d.IsDir() {
			if hidden := strings.HasPrefix(d.Name(), ".") && name != ".ci" && name != ".github"; hidden || foreign || d.Name() == "testdata" {
				return fs.SkipDir
			}
			return nil
		}
		if foreign || !d.Type().IsRegular() {
			return nil
		}
		return tr.add(name)
	})
	if err != nil {
		t.Fatal(err)
	}
	return tr
}

func (tr *tree) add(name string) error {
	data, err := fs.ReadFile(tr.fsys, name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil // an editor's file, gone since the folder was read
	case err != nil:
		return err
	}
	f := &file{path: name, text: string(data)}
	if path.Ext(name) == ".go" {
		f.set = token.NewFileSet()
		if f.syntax, err = parser.ParseFile(f.set, name, data, parser.ParseComments|parser.SkipObjectResolution); err != nil {
			return err
		}
	}
	tr.files = append(tr.files, f)
	return nil
}

// golang yields the Go files.
func (tr *tree) golang(yield func(*file) bool) {
	for _, f := range tr.files {
		if f.syntax != nil && !yield(f) {
			return
		}
	}
}

// text returns the content of a file, or "" if there is none.
func (tr *tree) text(name string) string {
	for _, f := range tr.files {
		if f.path == name {
			return f.text
		}
	}
	return ""
}

// match returns the paths that a pattern finds, in order.
func (tr *tree) match(pattern string) []string {
	var paths []string
	for _, f := range tr.files {
		if glob(pattern, f.path) {
			paths = append(paths, f.path)
		}
	}
	return paths
}

func (f *file) pkg() string    { return path.Dir(f.path) }
func (f *file) isTest() bool   { return strings.HasSuffix(f.path, "_test.go") }
func (f *file) isModule() bool { return glob("**/module*.go", f.path) && !f.isTest() }

// at says where in the file something stands.
func (f *file) at(n ast.Node) string {
	return f.path + ":" + strconv.Itoa(f.set.Position(n.Pos()).Line)
}

// imports returns the import paths with their specs.
func (f *file) imports() map[string]*ast.ImportSpec {
	specs := map[string]*ast.ImportSpec{}
	for _, spec := range f.syntax.Imports {
		if name, err := strconv.Unquote(spec.Path.Value); err == nil {
			specs[name] = spec
		}
	}
	return specs
}

// hasBuildLine reports whether the file says for which systems it is built.
func (f *file) hasBuildLine() bool {
	for _, group := range f.syntax.Comments {
		for _, c := range group.List {
			if c.Pos() < f.syntax.Package && constraint.IsGoBuild(c.Text) {
				return true
			}
		}
	}
	return false
}

// buildsOn reports whether the go command compiles the file for the system, by its name and build line.
func (tr *tree) buildsOn(f *file, goos, goarch string) bool {
	ctx := build.Default
	ctx.GOOS, ctx.GOARCH, ctx.CgoEnabled = goos, goarch, false
	ctx.JoinPath = path.Join
	ctx.OpenFile = func(name string) (io.ReadCloser, error) { return tr.fsys.Open(name) }
	ok, err := ctx.MatchFile(path.Dir(f.path), path.Base(f.path))
	return ok && err == nil
}

// ignoredNames are the patterns of .gitignore: names, or with a slash in front one of the root.
func ignoredNames(fsys fs.FS) []string {
	data, err := fs.ReadFile(fsys, ".gitignore")
	if err != nil {
		return nil
	}
	var names []string
	for line := range strings.Lines(stripComments(string(data))) {
		if name := strings.TrimSuffix(strings.TrimSpace(line), "/"); name != "" {
			names = append(names, name)
		}
	}
	return names
}

// glob matches a path as path.Match does; ** stands for any number of folders, none included.
func glob(pattern, name string) bool {
	re := regexp.QuoteMeta(pattern)
	re = strings.ReplaceAll(re, `\*\*/`, `(.*/)?`)
	re = strings.ReplaceAll(re, `\*\*`, `.*`)
	re = strings.ReplaceAll(re, `\*`, `[^/]*`)
	ok, err := regexp.MatchString("^"+re+"$", name)
	return ok && err == nil
}

// fakes are small trees in memory, each with a part of every problem that a check has to find in it.
type fakes []struct {
	name  string
	files map[string]string
	want  []string
}

// run holds the check against each of them: what it finds must be what is wanted, no more and no less.
func (trees fakes) run(t *testing.T, check func(t *testing.T, tr *tree) []string) {
	for _, fake := range trees {
		t.Run(fake.name, func(t *testing.T) {
			fsys := fstest.MapFS{}
			for name, text := range fake.files {
				fsys[name] = &fstest.MapFile{Data: []byte(text)}
			}
			got := check(t, openTree(t, fsys))
			for _, want := range fake.want {
				i := slices.IndexFunc(got, func(problem string) bool { return strings.Contains(problem, want) })
				if i < 0 {
					t.Errorf("no problem says %q; there are %q", want, got)
					continue
				}
				got = slices.Delete(got, i, i+1)
			}
			for _, problem := range got {
				t.Errorf("not expected: %s", problem)
			}
		})
	}
}

func TestGlob(t *testing.T) {
	for _, c := range []struct {
		pattern, name string
		want          bool
	}{
		{"runtime/**", "runtime/a/b.go", true},
		{"runtime/**", "runtimes/a.go", false},
		{"**/module*.go", "module.go", true},
		{"**/module*.go", "bindings/lock/module_pool.go", true},
		{"**/module*.go", "bindings/module/lock.go", false},
		{"bindings/*", "bindings/lock", true},
		{"bindings/*", "bindings/lock/x", false},
		{"*.go", "xgo", false},
	} {
		if got := glob(c.pattern, c.name); got != c.want {
			t.Errorf("glob(%q, %q) = %v", c.pattern, c.name, got)
		}
	}
}
