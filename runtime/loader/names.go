package loader

import (
	"slices"
	"strings"

	"github.com/lariatjs/lariat/runtime/lazy"

	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/unistring"

	"github.com/lariatjs/lariat/runtime/es"
)

// Names that esbuild's output has in place of import.meta, import(x) and, at the top of a module, await x. They are
// long enough to be nobody's.
const (
	metaName   = "__lariat_import_meta"
	importName = "__lariat_import"
	// leftName is for the import(x, options) that esbuild leaves as it is: as long as that word, and nobody's.
	leftName  = "__impo"
	awaitName = "__lariat_await"
)

// Names in the tree after passAsync. None is an identifier, so no script can say one. Whoever links the code binds
// %import and %meta; the others are variables of the wrapper, made by esbuild's helpers, until the linker puts
// something better in their place.
const (
	nameImport     = es.ImportText // (specifier)
	nameMeta       = "%meta"       // import.meta
	nameToESM      = "%toESM"      // (require(…), node mode) what an import of CommonJS sees
	nameToCommonJS = "%toCommonJS" // (exports) what require() of a module sees
	nameExport     = "%export"     // (exports, getters)
	nameReExport   = "%reExport"   // (exports, module, second exports)
)

// helper is one function of esbuild's run-time library, recognised by the names of its parameters.
type helper struct {
	params string
	name   string
}

// helpers are those that mean something to us. Those with a name of package es are replaced by natives.
var helpers = lazy.Value[map[string]helper]{Make: func() map[string]helper {
	return map[string]helper{
		"__asyncGenerator": {"__this __arguments generator", es.AsyncGenerate},
		"__await":          {"promise isYieldStar", es.AsyncAwait},
		"__yieldStar":      {"value", es.AsyncYieldStar},
		"__forAwait":       {"obj it method", es.AsyncForOpen},
		"__name":           {"target value", es.FunctionName},
		"__async":          {"__this __arguments generator", "%async"},
		"__toESM":          {"mod isNodeMode target", nameToESM},
		"__toCommonJS":     {"mod", nameToCommonJS},
		"__export":         {"target all", nameExport},
		"__reExport":       {"target mod secondTarget", nameReExport},
	}
}}

// native says that es declares the name, so that esbuild's version is not needed.
var native = lazy.Value[map[unistring.String]bool]{Make: func() map[unistring.String]bool {
	return map[unistring.String]bool{
		es.AsyncGenerate: true, es.AsyncAwait: true, es.AsyncYieldStar: true, es.AsyncForOpen: true, es.FunctionName: true,
	}
}}

// header is the run-time library at the start of esbuild's output: the statements before the empty one that lower
// puts behind it.
type header struct {
	statements []ast.Statement
	names      map[unistring.String]unistring.String // from esbuild's, perhaps numbered, to ours
}

// takeHeader splits the library off a list of statements.
func takeHeader(list []ast.Statement) (h header, rest []ast.Statement) {
	h.names = map[unistring.String]unistring.String{metaName: nameMeta, importName: nameImport, leftName: nameImport}
	rest = list
	for i, s := range list {
		if _, ok := s.(*ast.EmptyStatement); ok {
			h.statements, rest = list[:i], list[i+1:]
			break
		}
	}
	for _, s := range h.statements {
		id, init := helperOf(s)
		if id == nil {
			continue
		}
		base := strings.TrimRight(id.Name.String(), "0123456789")
		if known, ok := helpers.Get()[base]; ok && params(init) == known.params {
			h.names[id.Name] = unistring.String(known.name)
		}
	}
	return h, rest
}

// helperOf takes a statement apart that declares one name.
func helperOf(s ast.Statement) (*ast.Identifier, ast.Expression) {
	v, ok := s.(*ast.VariableStatement)
	if !ok || len(v.List) != 1 {
		return nil, nil
	}
	id, ok := v.List[0].Target.(*ast.Identifier)
	if !ok {
		return nil, nil
	}
	return id, v.List[0].Initializer
}

// params joins the names of a function's parameters, without the numbers that keep them apart from others.
func params(f ast.Expression) string {
	var list *ast.ParameterList
	switch f := f.(type) {
	case *ast.FunctionLiteral:
		list = f.ParameterList
	case *ast.ArrowFunctionLiteral:
		list = f.ParameterList
	default:
		return ""
	}
	var names []string
	for _, b := range list.List {
		if id, ok := b.Target.(*ast.Identifier); ok {
			names = append(names, strings.TrimRight(id.Name.String(), "0123456789"))
		}
	}
	return strings.Join(names, " ")
}

// keep returns the statements of the header that are still needed, with our names, and drops the variables of the
// others from the declarations. Helpers call each other, in any order.
func (p *asyncPass) keep(declared *[]*ast.VariableDeclaration) []ast.Statement {
	needed := make([]bool, len(p.header.statements))
	p.helping = true
	defer func() { p.helping = false }()
	for again := true; again; {
		again = false
		for i, s := range p.header.statements {
			id, init := helperOf(s)
			if needed[i] || id != nil && (!p.used[id.Name] || native.Get()[p.header.names[id.Name]]) {
				continue
			}
			needed[i], again = true, true
			if id == nil {
				walkStmt(p, s)
			} else {
				s.(*ast.VariableStatement).List[0].Initializer = walkExpr(p, init)
			}
		}
	}
	var kept []ast.Statement
	gone := map[*ast.Binding]bool{}
	for i, s := range p.header.statements {
		id, _ := helperOf(s)
		if !needed[i] {
			gone[s.(*ast.VariableStatement).List[0]] = true
			continue
		}
		if id != nil {
			p.reference(id)
		}
		kept = append(kept, s)
	}
	*declared = slices.DeleteFunc(*declared, func(d *ast.VariableDeclaration) bool { return len(d.List) == 1 && gone[d.List[0]] })
	return kept
}
