package lariat

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"strings"
	"testing"
)

// TestAllThatIsExportedHasASentenceAndAnExample reads the package: a name without a sentence about it, or that no example uses, is one
// that hosts have to guess.
func TestAllThatIsExportedHasASentenceAndAnExample(t *testing.T) {
	used := map[string]bool{}
	var exported []declared
	files := sourcesHere(t)
	for _, f := range files {
		for _, decl := range f.Decls {
			if fn, ok := decl.(*ast.FuncDecl); ok && strings.HasPrefix(fn.Name.Name, "Example") {
				names(fn.Body, used)
			}
			if f.Name.Name == "lariat" {
				exported = append(exported, exportsOf(decl)...)
			}
		}
	}
	for _, f := range files { // what an example calls gives it a value of a type
		for _, decl := range f.Decls {
			if fn, ok := decl.(*ast.FuncDecl); ok && used[fn.Name.Name] && fn.Name.IsExported() && fn.Type.Results != nil {
				names(fn.Type.Results, used)
			}
		}
	}
	if len(exported) < 90 {
		t.Fatalf("only %d names: the package was not read", len(exported))
	}
	for _, d := range exported {
		if text := strings.TrimSpace(d.doc); !strings.HasSuffix(text, ".") && !strings.HasSuffix(text, ")") && !strings.HasSuffix(text, "}") {
			t.Errorf("%s has no sentence about it", d.name)
		}
		if !used[d.name[strings.LastIndex(d.name, ".")+1:]] {
			t.Errorf("%s is in no example", d.name)
		}
	}
}

// names adds the names in a part of a source.
func names(of ast.Node, to map[string]bool) {
	ast.Inspect(of, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok {
			to[id.Name] = true
		}
		return true
	})
}

func sourcesHere(t *testing.T) (files []*ast.File) {
	list, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range list {
		name := entry.Name()
		if !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") && !strings.HasPrefix(name, "example_") {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, f)
	}
	return files
}

// declared is an exported name, a method's with that of its type.
type declared struct{ name, doc string }

func exportsOf(decl ast.Decl) (list []declared) {
	add := func(id *ast.Ident, prefix string, docs ...*ast.CommentGroup) {
		if !id.IsExported() {
			return
		}
		var text string
		for _, doc := range docs {
			if text == "" {
				text = doc.Text()
			}
		}
		list = append(list, declared{prefix + id.Name, text})
	}
	switch d := decl.(type) {
	case *ast.FuncDecl:
		of := receiver(d)
		if of == "" || ast.IsExported(of) {
			add(d.Name, strings.TrimPrefix(of+".", "."), d.Doc)
		}
	case *ast.GenDecl:
		for _, spec := range d.Specs {
			switch s := spec.(type) {
			case *ast.TypeSpec:
				add(s.Name, "", s.Doc, d.Doc)
			case *ast.ValueSpec:
				for _, id := range s.Names {
					add(id, "", s.Doc, d.Doc)
				}
			}
		}
	}
	return list
}

// receiver is the name of the type that a function is a method of, or "".
func receiver(d *ast.FuncDecl) string {
	if d.Recv == nil {
		return ""
	}
	name := ""
	ast.Inspect(d.Recv.List[0].Type, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok && name == "" {
			name = id.Name
		}
		return true
	})
	return name
}
