package loader

import (
	"sort"
	"strconv"
	"strings"

	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/token"
)

// requireName is the parameter for TypeScript's import x = require(…); nameImport and nameMeta are the others.
const requireName = "%require"

// linker turns one parsed wrapper into a module.
type linker struct {
	*moduleHeader
	fn     *ast.FunctionLiteral
	moved  *remap
	source string
	out    *linkage
	// defaults are the local names of default exports.
	defaults map[string]bool
	// keep keeps TypeScript's imports that are never read.
	keep bool
}

// linkModule rewrites the wrapper of an ES module in place, before passAsync makes a generator of it. The
// tree comes fresh from the parser: the places of its nodes are made original on the way.
func linkModule(fn *ast.FunctionLiteral, pos *positions, source string, kind sourceKind, hints syntaxHints, keep bool) *linkage {
	k := &linker{moduleHeader: readHeader(fn.Body.List), fn: fn, source: source, defaults: map[string]bool{}, keep: keep}
	k.out = &linkage{typed: kind == kindTS || kind == kindTSX}
	k.moved = &remap{positions: pos, assigned: map[string]bool{}, members: map[string]map[string]bool{}, requires: hints.importEquals}
	for _, im := range k.imports {
		if im.variable != "" {
			k.moved.members[im.variable] = map[string]bool{}
		}
	}
	k.fn.Body.List = k.withoutHeader()
	k.moved.function(fn)
	k.requests()
	setup, getters := k.sortExports()
	k.out.index()
	k.defaultAsConst()
	k.assemble(setup, getters)
	k.out.evals = k.moved.evals
	k.out.meta, k.out.requires = k.moved.meta, hints.importEquals
	return k.out
}

// withoutHeader is the body with the helpers, so that the names in the header do not count as read.
func (k *linker) withoutHeader() []ast.Statement {
	if k.exports != nil {
		k.moved.expr(k.exports)
	}
	for _, im := range k.imports {
		if v, ok := im.at.(*ast.VariableStatement); ok {
			k.moved.move(&v.Var)
		} else {
			k.moved.stmt(im.at)
		}
	}
	return append(append([]ast.Statement(nil), k.helpers...), k.body...)
}

// requests collects the import declarations. As tsc does, it leaves out those of TypeScript whose names are
// types for all one can see, since they are never read: they may come from files that hold nothing else.
func (k *linker) requests() {
	kept := k.imports[:0]
	for _, im := range k.imports {
		q := request{specifier: im.specifier, offset: k.startOf(im.at)}
		clause, ok := parseClause(k.source, q.offset)
		if !ok || clause.specifier != im.specifier {
			clause = importClause{}
		}
		read := k.moved.members[im.variable]
		if k.out.typed && !k.keep && !im.star && clause.binds && len(read) == 0 {
			k.dropped[im.at.(*ast.VariableStatement).List[0]] = true
			continue
		}
		q.kind = clause.kind
		q.names = k.wanted(clause, read)
		if im.star {
			k.out.stars = append(k.out.stars, len(kept))
		}
		kept = append(kept, im)
		k.out.requests = append(k.out.requests, q)
	}
	k.imports = kept
}

// startOf is the offset of a declaration, -1 if esbuild gave it no place.
func (k *linker) startOf(s ast.Statement) int {
	at := s.Idx0()
	if v, ok := s.(*ast.VariableStatement); ok {
		at = v.Var
	}
	if at == 0 {
		return -1
	}
	return k.moved.shadow.source(int(at) - 1)
}

// wanted lists the names that a request must provide: those that the code reads, and in JavaScript also those
// that the declaration merely lists.
func (k *linker) wanted(clause importClause, read map[string]bool) []wanted {
	names := map[string]int{}
	for name := range read {
		if name != "" && !clause.namespace {
			names[name] = -1
		}
	}
	for _, w := range clause.names {
		if _, ok := names[w.name]; ok || !k.out.typed {
			names[w.name] = w.offset
		}
	}
	list := make([]wanted, 0, len(names))
	for name, offset := range names {
		list = append(list, wanted{name, offset})
	}
	sort.Slice(list, func(a, b int) bool {
		return list[a].offset < list[b].offset || list[a].offset == list[b].offset && list[a].name < list[b].name
	})
	return list
}

// sortExports sorts the exports into local and indirect ones. It returns the statements that bind the imports
// and the object of the getters of local exports.
func (k *linker) sortExports() (setup []ast.Statement, getters *ast.ObjectLiteral) {
	variables := map[string]int{}
	for i, im := range k.imports {
		if im.variable != "" {
			variables[im.variable] = i
			setup = append(setup, k.bind(im.at.(*ast.VariableStatement), "%"+strconv.Itoa(i)))
		}
	}
	getters = &ast.ObjectLiteral{}
	if k.exports == nil {
		return setup, getters
	}
	for _, p := range k.exports.Value {
		keyed, ok := p.(*ast.PropertyKeyed)
		if !ok {
			continue
		}
		name := propertyName(keyed.Key)
		value := arrowValue(keyed.Value)
		if i, from, ok := importMember(value, variables); ok {
			k.out.indirect = append(k.out.indirect, indirectExport{name: name, request: i, from: from})
			continue
		}
		getters.Value = append(getters.Value, keyed)
		local := identName(value)
		k.defaults[local] = name == "default"
		k.out.local = append(k.out.local, localExport{name: name, fixed: !k.moved.assigned[local] && !k.moved.evals})
	}
	return setup, getters
}

// importMember recognises import_x.name.
func importMember(e ast.Expression, variables map[string]int) (request int, name string, ok bool) {
	switch n := e.(type) {
	case *ast.DotExpression:
		request, ok = variables[identName(n.Left)]
		return request, n.Identifier.Name.String(), ok
	case *ast.BracketExpression:
		request, ok = variables[identName(n.Left)]
		return request, propertyName(n.Member), ok
	}
	return 0, "", false
}

func propertyName(e ast.Expression) string {
	if s, ok := e.(*ast.StringLiteral); ok {
		return s.Value.String()
	}
	return identName(e)
}

// arrowValue is x of () => x.
func arrowValue(e ast.Expression) ast.Expression {
	if fn, ok := e.(*ast.ArrowFunctionLiteral); ok {
		if b, ok := fn.Body.(*ast.ExpressionBody); ok {
			return b.Expression
		}
	}
	return nil
}

// bind gives an import variable its namespace. The statement can throw nothing, so it needs no place.
func (k *linker) bind(v *ast.VariableStatement, parameter string) ast.Statement {
	v.Var = 0
	v.List[0].Target.(*ast.Identifier).Idx = 0
	v.List[0].Initializer = identifier(parameter)
	return v
}

// assemble puts the module's parts together again. The imports are bound and the getters given before the
// yield, so that functions of the module work as soon as it is linked.
func (k *linker) assemble(setup []ast.Statement, getters *ast.ObjectLiteral) {
	list := make([]ast.Statement, 0, len(k.helpers)+len(setup)+len(k.body)+1)
	list = append(append(list, k.helpers...), setup...)
	list = append(list, &ast.ExpressionStatement{Expression: &ast.YieldExpression{Argument: getters}})
	k.fn.Body.List = append(list, k.body...)
	k.fn.ParameterList = parameters(len(k.imports))
	kept := k.fn.DeclarationList[:0] // goja's parser collects the var bindings apart from the statements
	for _, d := range k.fn.DeclarationList {
		if len(d.List) != 1 || !k.dropped[d.List[0]] {
			kept = append(kept, d)
		}
	}
	k.fn.DeclarationList = kept
}

func parameters(requests int) *ast.ParameterList {
	p := &ast.ParameterList{}
	names := []string{nameImport, nameMeta, requireName}
	for i := range requests {
		names = append(names, "%"+strconv.Itoa(i))
	}
	for _, n := range names {
		p.List = append(p.List, &ast.Binding{Target: identifier(n)})
	}
	return p
}

// defaultAsConst gives export default its temporal dead zone: esbuild writes var x_default = ….
func (k *linker) defaultAsConst() {
	for i, s := range k.body {
		v, ok := s.(*ast.VariableStatement)
		if !ok || len(v.List) != 1 || v.List[0].Initializer == nil || !strings.Contains(identName(v.List[0].Target), "_default") {
			continue
		}
		if k.defaults[identName(v.List[0].Target)] {
			k.body[i] = &ast.LexicalDeclaration{Idx: v.Var, Token: token.CONST, List: v.List}
			k.dropped[v.List[0]] = true
		}
	}
}

// index fills byName.
func (l *linkage) index() {
	l.byName = make(map[string]int, len(l.local)+len(l.indirect))
	for i, e := range l.local {
		l.byName[e.name] = i
	}
	for i, e := range l.indirect {
		l.byName[e.name] = len(l.local) + i
	}
}
