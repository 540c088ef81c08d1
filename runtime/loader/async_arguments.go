package loader

import (
	"slices"

	"github.com/dop251/goja/ast"
)

// captured looks after the arguments object of the function at hand. goja takes an arguments object that is mentioned
// in an arrow function only for a variable of the arrow function, and panics. After a mention in the function itself
// all is well.
type captured struct {
	arrows int // how many arrow functions are open
	found  bool
}

// walk walks over a function that has an arguments object of its own.
func (p *asyncPass) walk(fn *ast.FunctionLiteral) {
	outer := p.captured
	p.captured = captured{}
	for _, b := range fn.ParameterList.List {
		p.parameter(b)
		if p.captured.found && b.Initializer != nil {
			b.Initializer = &ast.SequenceExpression{Sequence: []ast.Expression{argumentsAt(fn), b.Initializer}}
			p.captured.found = false
		}
	}
	fn.ParameterList.Rest = walkExpr(p, fn.ParameterList.Rest)
	walkBlock(p, fn.Body)
	if p.captured.found && !hidesArguments(fn.Body.List) {
		mention := &ast.ExpressionStatement{Expression: argumentsAt(fn)}
		at := directives(fn.Body.List)
		fn.Body.List = slices.Insert(fn.Body.List, at, ast.Statement(mention))
	}
	p.captured = outer
}

// hidesArguments says that sloppy code has a let of that name, which must not be mentioned before its time.
func hidesArguments(list []ast.Statement) bool {
	return slices.ContainsFunc(list, func(s ast.Statement) bool {
		d, ok := s.(*ast.LexicalDeclaration)
		return ok && slices.ContainsFunc(d.List, func(b *ast.Binding) bool { return binds(b.Target, "arguments") })
	})
}

func argumentsAt(fn *ast.FunctionLiteral) *ast.Identifier { return identAt(fn.Function, "arguments") }
