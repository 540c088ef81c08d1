package es

import (
	"fmt"
	"go/ast"
	"go/build"
	"go/parser"
	"go/token"
	"slices"
	"strings"
	"testing"
)

// sources parses the Go files of a folder.
func sources(t *testing.T, dir string) []*ast.File {
	t.Helper()
	pkgs, err := parser.ParseDir(token.NewFileSet(), dir, nil, parser.SkipObjectResolution|parser.ParseComments) //nolint:staticcheck // no build tags here
	if err != nil {
		t.Fatal(err)
	}
	var files []*ast.File
	for name, pkg := range pkgs {
		if strings.HasSuffix(name, "_test") {
			continue
		}
		for _, f := range pkg.Files {
			files = append(files, f)
		}
	}
	return files
}

// shapeOf writes a type without the names of parameters, as goja would.
func shapeOf(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Ident:
		switch e.Name {
		case "native":
			return "func(FunctionCall) Value"
		case "construct":
			return "func([]Value,*Object) *Object"
		case "template":
			return "objectTemplate"
		case "reaction":
			return "promiseReaction"
		case "matchOf":
			return "regexpResult"
		}
		return e.Name
	case *ast.StarExpr:
		return "*" + shapeOf(e.X)
	case *ast.ArrayType:
		return "[]" + shapeOf(e.Elt)
	case *ast.SelectorExpr:
		if e.X.(*ast.Ident).Name == "goja" {
			return e.Sel.Name
		}
		return e.X.(*ast.Ident).Name + "." + e.Sel.Name
	case *ast.FuncType:
		return "func(" + strings.Join(shapesOf(e.Params), ",") + ") " + strings.Join(shapesOf(e.Results), ",")
	}
	return fmt.Sprintf("%T", e)
}

func shapesOf(list *ast.FieldList) []string {
	var shapes []string
	if list == nil {
		return nil
	}
	for _, f := range list.List {
		for range max(1, len(f.Names)) {
			shapes = append(shapes, shapeOf(f.Type))
		}
	}
	return shapes
}

// signature is what a declaration takes, its receiver first, and gives.
func signature(fn *ast.FuncDecl) []string {
	return append(append(append(shapesOf(fn.Recv), shapesOf(fn.Type.Params)...), "gives"), shapesOf(fn.Type.Results)...)
}

// same says whether a type of ours stands for one of goja's: a pointer to what goja does not export has no name here.
func same(ours, theirs string) bool {
	return ours == theirs || ours == "*big.Int" && theirs == "*valueBigInt" || ours == "uint8" && theirs == "resultType" ||
		ours == "unsafe.Pointer" && strings.HasPrefix(theirs, "*") && theirs[1:2] == strings.ToLower(theirs[1:2])
}

// TestLinkedSignatures reads goja's source: a function whose parameters changed would still link, and corrupt memory.
func TestLinkedSignatures(t *testing.T) {
	pkg, err := build.Import("github.com/dop251/goja", ".", build.FindOnly)
	if err != nil {
		t.Fatal(err)
	}
	theirs := map[string][]string{}
	var result []string
	for _, f := range sources(t, pkg.Dir) {
		ast.Inspect(f, func(n ast.Node) bool {
			if spec, ok := n.(*ast.TypeSpec); ok && spec.Name.Name == "regexpResult" {
				result = shapesOf(spec.Type.(*ast.StructType).Fields)
			}
			return true
		})
		for _, d := range f.Decls {
			if fn, ok := d.(*ast.FuncDecl); ok {
				name := fn.Name.Name
				if fn.Recv != nil {
					name = "(" + shapesOf(fn.Recv)[0] + ")." + name
				}
				theirs[name] = signature(fn)
			}
		}
	}
	if want := []string{"[]int", "[]string"}; !slices.Equal(result, want) {
		t.Errorf("regexpResult of goja is %v, and matchOf %v", result, want)
	}
	links := 0
	for _, f := range sources(t, ".") {
		for _, d := range f.Decls {
			fn, ok := d.(*ast.FuncDecl)
			if !ok || fn.Body != nil {
				continue
			}
			links++
			target := ""
			for _, c := range fn.Doc.List {
				if fields := strings.Fields(c.Text); fields[0] == "//go:linkname" && fields[1] == fn.Name.Name {
					target = strings.TrimPrefix(fields[2], "github.com/dop251/goja.")
				}
			}
			got, want := signature(fn), theirs[target]
			ok = len(got) == len(want)
			for i := range min(len(got), len(want)) {
				ok = ok && same(got[i], want[i])
			}
			if !ok {
				t.Errorf("%s is %v, and %q of goja is %v", fn.Name.Name, got, target, want)
			}
		}
	}
	if links < 40 {
		t.Errorf("%d links only", links)
	}
}
