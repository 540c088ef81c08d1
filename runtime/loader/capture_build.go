package loader

import (
	"slices"
	"strconv"

	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/file"
	"github.com/dop251/goja/token"
	"github.com/dop251/goja/unistring"
)

// A function that stands for itself is compiled as a module, so that its imports are linked and evaluated like those
// of any other:
//
//	function* (%import, %meta, %require, import_y) {
//	  yield { make: (rate) => { const again = …; return again; } };
//	  const { z } = require("z");
//	}
//
// Its nodes have the places that they have in their own file, so that stacks lead there.

// wrap puts the function into a wrapper of its own. What it needs is added by provide, when that is known.
func (b *extractor) wrap() *ast.FunctionLiteral {
	b.returns = &ast.ReturnStatement{Argument: b.standalone()}
	b.made = &ast.ArrowFunctionLiteral{
		ParameterList: &ast.ParameterList{},
		Body:          &ast.BlockStatement{List: []ast.Statement{b.returns}},
	}
	getters := &ast.ObjectLiteral{Value: []ast.Property{
		&ast.PropertyKeyed{Key: textAt(0, makeName), Kind: ast.PropertyKindValue, Value: b.made},
	}}
	helpers := b.helpers()
	fresh := &ast.FunctionLiteral{
		Generator: true, ParameterList: parameters(0),
		Body: &ast.BlockStatement{List: append(slices.Clone(helpers),
			&ast.ExpressionStatement{Expression: &ast.YieldExpression{Argument: getters}})},
	}
	for _, d := range b.wrapper.DeclarationList {
		if len(d.List) == 1 && slices.ContainsFunc(helpers, func(s ast.Statement) bool { return declaresBinding(s, d.List[0]) }) {
			fresh.DeclarationList = append(fresh.DeclarationList, d)
		}
	}
	return fresh
}

func declaresBinding(s ast.Statement, b *ast.Binding) bool {
	v, ok := s.(*ast.VariableStatement)
	return ok && len(v.List) == 1 && v.List[0] == b
}

// standalone is the function as an expression, under the name that it has for scripts.
func (b *extractor) standalone() ast.Expression {
	if !b.method {
		fn, ok := b.node.(*ast.FunctionLiteral)
		if b.extract.name == "" || ok && fn.Name != nil {
			return b.node
		}
		return b.property(ast.PropertyKindValue)
	}
	return b.property(ast.PropertyKindMethod) // a getter is a method with another name
}

// property is ({ "name": function })["name"].
func (b *extractor) property(kind ast.PropertyKind) ast.Expression {
	name := unistring.NewFromString(b.extract.name)
	keyed := &ast.PropertyKeyed{Key: textAt(0, name), Kind: kind, Value: b.node, Computed: name == "__proto__"}
	return &ast.BracketExpression{
		Left:   &ast.ObjectLiteral{Value: []ast.Property{keyed}},
		Member: textAt(0, name),
	}
}

// provide gives the function what inspect has found that it needs.
func (b *extractor) provide(fresh *ast.FunctionLiteral) {
	if b.provided["require"] || len(b.carried) > 0 {
		b.provided["require"] = true
		if !b.from.importEquals {
			fresh.ParameterList.List[2].Target = identifier("require")
		}
	}
	for _, im := range b.header.imports {
		if b.imports[im.variable] {
			fresh.ParameterList.List = append(fresh.ParameterList.List, &ast.Binding{Target: identifier(im.variable)})
		}
	}
	for _, c := range b.carried {
		b.moved.binding(c)
		fresh.Body.List = append(fresh.Body.List, &ast.LexicalDeclaration{Token: token.CONST, List: []*ast.Binding{c}})
	}
	var first []ast.Statement
	for _, name := range b.lowered {
		b.made.ParameterList.List = append(b.made.ParameterList.List, &ast.Binding{Target: identifier(name)})
	}
	for _, place := range b.places() {
		if b.provided[place[0]] {
			first = append(first, constant(place[0], textAt(0, unistring.NewFromString(place[1]))))
		}
	}
	for _, im := range b.session {
		fresh.ParameterList.List = append(fresh.ParameterList.List, &ast.Binding{Target: identifier(im.parameter())})
		first = append(first, constant(im.local, im.value()))
	}
	for _, name := range b.temporary {
		first = append(first, &ast.LexicalDeclaration{Token: token.LET, List: []*ast.Binding{{Target: identifier(name)}}})
	}
	if b.self != "" {
		first = append(first, constant(b.self, b.returns.Argument))
		b.returns.Argument = identifier(b.self)
	}
	b.made.Body.(*ast.BlockStatement).List = append(first, b.returns)
}

func constant(name string, value ast.Expression) ast.Statement {
	return &ast.LexicalDeclaration{Token: token.CONST, List: []*ast.Binding{{Target: identifier(name), Initializer: value}}}
}

// newUnit describes the wrapper as a module.
func (b *extractor) newUnit(fresh *ast.FunctionLiteral) *unit {
	u := &unit{
		path: b.from.path, source: b.from.source, format: formatModule, strictInterop: b.from.strictInterop,
		file: file.NewFile(b.from.path, b.moved.shadow.text, 1),
		links: &linkage{
			byName: map[string]int{}, meta: b.moved.meta, requires: b.provided["require"] || b.from.importEquals,
			typed: b.from.intent.kind == kindTS || b.from.intent.kind == kindTSX,
		},
	}
	for _, c := range b.carried {
		u.requires = append(u.requires, requireOf(c.Initializer))
	}
	for _, im := range b.header.imports {
		if b.imports[im.variable] {
			u.links.requests = append(u.links.requests, b.request(im))
		}
	}
	for _, im := range b.session {
		u.links.requests = append(u.links.requests, im.request())
	}
	return u
}

// request is the import declaration as far as the function needs it.
func (b *extractor) request(im headerImport) request {
	q := request{specifier: im.specifier, offset: -1}
	if v, ok := im.at.(*ast.VariableStatement); ok {
		if at := b.moved.at(v.Var); at > 0 {
			q.offset = b.moved.shadow.source(int(at) - 1)
		}
	}
	clause, ok := parseClause(b.from.source, q.offset)
	if !ok || clause.specifier != im.specifier {
		clause = importClause{}
	}
	q.kind = clause.kind
	for name := range b.moved.members[im.variable] {
		if name == "" || clause.namespace {
			continue
		}
		at := slices.IndexFunc(clause.names, func(w wanted) bool { return w.name == name })
		if at < 0 {
			q.names = append(q.names, wanted{name, -1})
		} else {
			q.names = append(q.names, clause.names[at])
		}
	}
	slices.SortFunc(q.names, func(a, b wanted) int { return a.offset - b.offset })
	return q
}

// place is the line and the column of a node that was moved.
func (b *extractor) place(idx file.Idx) (line, column int) {
	if idx <= 0 {
		return 0, 0
	}
	return lineColumn(b.from.source, b.moved.shadow.source(int(idx)-1))
}

func (b *extractor) where(idx file.Idx) string {
	line, column := b.place(idx)
	if line == 0 {
		return b.store.shown(b.from.path)
	}
	return b.store.shown(b.from.path) + ":" + strconv.Itoa(line) + ":" + strconv.Itoa(column)
}
