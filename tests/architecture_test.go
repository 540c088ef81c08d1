package tests

import (
	"go/ast"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var (
	namedPath   = regexp.MustCompile("`((?:runtime|bindings|stdlib|repl|cmd|scripts|tests)(?:/[\\w.*-]+)*)`")
	namedSymbol = regexp.MustCompile("`([a-z]+)\\.([A-Z]\\w*)`")
	linked      = regexp.MustCompile(`\]\(([\w./-]+)\)`)
)

// TestArchitecture holds the pages about the code against the code: what they name is there, and ARCHITECTURE.md names each
// package but the modules, of which there are many.
func TestArchitecture(t *testing.T) {
	tr := openTree(t, root)
	page := tr.text(".github/ARCHITECTURE.md")
	for _, file := range []string{".github/ARCHITECTURE.md", ".github/CONTRIBUTING.md"} {
		text := tr.text(file)
		for _, name := range namesIn(text, namedPath) {
			if !there(tr, name) {
				t.Errorf("%s names %s, which is not there", file, name)
			}
		}
		for _, link := range namesIn(text, linked) {
			if name := path.Join(".github", link); !there(tr, name) {
				t.Errorf("%s has a link to %s, which is not there", file, name)
			}
		}
	}
	declared := declarations(tr)
	for _, m := range namedSymbol.FindAllStringSubmatch(page, -1) {
		if name := m[1] + "." + m[2]; name != "context.Context" && !declared[name] {
			t.Errorf("ARCHITECTURE.md names %s, which no package declares", name)
		}
	}
	named := namesIn(page, namedPath)
	for f := range tr.golang {
		module := glob("bindings/*", f.pkg()) || glob("stdlib/*", f.pkg()) || f.pkg() == "bindings/internal"
		if !f.isTest() && !module && !strings.HasPrefix(f.pkg(), "tests") && !slices.Contains(named, f.pkg()) {
			t.Fatalf("ARCHITECTURE.md does not name the package %s", f.pkg())
		}
	}
}

func namesIn(text string, pattern *regexp.Regexp) (names []string) {
	for _, m := range pattern.FindAllStringSubmatch(text, -1) {
		names = append(names, m[1])
	}
	return names
}

// there reports whether a name, which may have a *, is that of a file or of a folder with files.
func there(tr *tree, name string) bool {
	return slices.ContainsFunc(tr.files, func(f *file) bool { return f.path == name || glob(name, f.path) || glob(name+"/**", f.path) })
}

// declarations are the exported functions, methods and types of the packages: lock.Mutex, runtime.Run.
func declarations(tr *tree) map[string]bool {
	all := map[string]bool{}
	for f := range tr.golang {
		if f.isTest() {
			continue
		}
		for _, d := range f.syntax.Decls {
			switch d := d.(type) {
			case *ast.FuncDecl:
				all[f.syntax.Name.Name+"."+d.Name.Name] = true
			case *ast.GenDecl:
				for _, s := range d.Specs {
					switch s := s.(type) {
					case *ast.TypeSpec:
						all[f.syntax.Name.Name+"."+s.Name.Name] = true
					case *ast.ValueSpec:
						for _, name := range s.Names {
							all[f.syntax.Name.Name+"."+name.Name] = true
						}
					}
				}
			}
		}
	}
	return all
}
