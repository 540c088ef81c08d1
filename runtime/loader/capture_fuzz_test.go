package loader

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/dop251/goja"
	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/file"
	"github.com/dop251/goja/unistring"
)

// The names that goja's compiler finds no variable for become instructions that look them up while the program runs.
// They are what the analysis is compared with.

// lookedUp lists the names in such instructions of a program and of all that it makes.
func lookedUp(p *goja.Program) []string {
	set, seen := map[string]bool{}, map[uintptr]bool{}
	var program func(v reflect.Value)
	var visit func(v reflect.Value)
	visit = func(v reflect.Value) {
		switch v.Kind() {
		case reflect.Interface, reflect.Pointer:
			if v.IsNil() {
				return
			}
			if v.Type() == reflect.TypeFor[*goja.Program]() {
				program(v)
				return
			}
			if v.Kind() == reflect.Interface || v.Elem().Kind() == reflect.Struct && instruction(v.Type()) {
				visit(v.Elem())
			}
		case reflect.Struct:
			for i := range v.NumField() {
				visit(v.Field(i))
			}
		case reflect.Slice:
			for i := range v.Len() {
				visit(v.Index(i))
			}
		case reflect.String:
			switch v.Type().Name() {
			case "loadDynamic", "loadDynamicRef", "loadDynamicCallee", "resolveVar1", "resolveVar1Strict", "deleteVar",
				"setGlobal", "setGlobalStrict":
				set[unistring.String(v.String()).String()] = true
			}
		}
	}
	program = func(v reflect.Value) {
		if !seen[v.Pointer()] {
			seen[v.Pointer()] = true
			visit(v.Elem().FieldByName("code"))
		}
	}
	program(reflect.ValueOf(p))
	names := make([]string, 0, len(set))
	for n := range set {
		names = append(names, n)
	}
	slices.Sort(names)
	return names
}

// instruction says that a type is one of those with programs in them.
func instruction(t reflect.Type) bool {
	name := strings.ToLower(t.Elem().Name())
	return strings.HasPrefix(name, "new") || strings.Contains(name, "init") || strings.Contains(name, "field")
}

// analysed parses an expression that is a function and lists its free names by both ways. ok is false for a text that
// is none, or one in which names cannot be told.
func analysed(source string, strict bool) (ours, theirs []string, ok bool) {
	if Guard("fuzz", source) != nil {
		return nil, nil, false
	}
	prg, err := parseLowered("fuzz", []byte("("+source+"\n)"), false)
	if err != nil || len(prg.Body) != 1 {
		return nil, nil, false
	}
	e, ok := prg.Body[0].(*ast.ExpressionStatement)
	if !ok {
		return nil, nil, false
	}
	switch e.Expression.(type) {
	case *ast.FunctionLiteral, *ast.ArrowFunctionLiteral:
	default:
		return nil, nil, false
	}
	p, err := compiled(prg, strict)
	if err != nil {
		return nil, nil, false
	}
	tied := false
	for _, f := range freeNames(e.Expression, e.Expression, func(feature, file.Idx) { tied = true }) {
		ours = append(ours, f.name)
	}
	slices.Sort(ours)
	return ours, lookedUp(p), !tied && !strings.Contains(source, "with") && !strings.Contains(source, "eval")
}

func compiled(prg *ast.Program, strict bool) (p *goja.Program, err error) {
	defer func() {
		if x := recover(); x != nil {
			err = fmt.Errorf("%v", x)
		}
	}()
	return goja.CompileAST(prg, strict)
}

func FuzzCapture(f *testing.F) {
	for _, s := range []string{
		"(a, {b = c, ...d}, [e = a] = f) => { for (let g of h) { var i = g } return i + j }",
		"function f(x = y) { var y; class A extends B { #p = z; static [k] = this.#p; static { q } } try { throw r } catch ({ s = t }) { s } }",
		"async () => { switch (a) { case b: let c; default: function d() { return e } } l: for (var i in o) continue l }",
		"function* () { yield* g(arguments, typeof h, { i, j: k, [l]: m, n() { return super.x }, get o() { return this } }) }",
		"(a = () => b, b) => `${c}${d`e`}` + ((f) => f?.g?.[h])(i)",
	} {
		f.Add(s, true)
		f.Add(s, false)
	}
	f.Fuzz(func(t *testing.T, source string, strict bool) {
		ours, theirs, ok := analysed(source, strict)
		if !ok {
			return
		}
		for _, name := range theirs {
			if !slices.Contains(ours, name) {
				t.Errorf("%s is not seen\nours   %q\ntheirs %q\n%s", name, ours, theirs, source)
			}
		}
	})
}

// Random functions, all of whose code can run, have the same names either way.
func TestFreeNamesOfRandomFunctions(t *testing.T) {
	compared := 0
	for seed := range uint64(6000) {
		g := &functionWriter{r: rand.New(rand.NewPCG(seed, 1)), left: 40}
		source := g.function()
		ours, theirs, ok := analysed(source, seed%2 == 0)
		if !ok {
			continue
		}
		compared++
		if !slices.Equal(ours, theirs) {
			t.Fatalf("seed %d\nours   %q\ntheirs %q\n%s", seed, ours, theirs, source)
		}
	}
	if compared < 2400 {
		t.Errorf("only %d functions could be compared", compared)
	}
}
