package loader

import (
	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/file"
)

// remap moves every node of a tree from generated code to its original place, once, right after the
// parse, and notes on the way what the link pass has to know.
type remap struct {
	*positions
	// assigned holds the names that are assigned to anywhere, in whatever scope.
	assigned map[string]bool
	// evals: eval is called, so that any name may be assigned to.
	evals bool
	// meta: import.meta is read.
	meta bool
	// requires renames require, for TypeScript's import x = require(…) in a module.
	requires bool
	// members lists the names that are read of import variables; "" when the variable itself is read.
	members map[string]map[string]bool
}

func (r *remap) move(idx *file.Idx) { *idx = r.at(*idx) }

func (r *remap) moveAll(idx ...*file.Idx) {
	for _, i := range idx {
		*i = r.at(*i)
	}
}

func (r *remap) exprs(list []ast.Expression) {
	for _, e := range list {
		r.expr(e)
	}
}

func (r *remap) ident(n *ast.Identifier) {
	if n == nil {
		return
	}
	r.move(&n.Idx)
	if r.requires && n.Name == "require" {
		n.Name = requireName
	}
	r.meta = r.meta || n.Name == metaName
	if r.members != nil {
		if names := r.members[n.Name.String()]; names != nil {
			names[""] = true
		}
	}
}

// expr moves an expression and everything in it.
func (r *remap) expr(e ast.Expression) {
	switch n := e.(type) {
	case nil:
	case *ast.Identifier:
		r.ident(n)
	case *ast.DotExpression:
		r.member(n)
	case *ast.CallExpression:
		r.call(n)
	case *ast.StringLiteral:
		r.move(&n.Idx)
	case *ast.NumberLiteral:
		r.move(&n.Idx)
	case *ast.BooleanLiteral:
		r.move(&n.Idx)
	case *ast.NullLiteral:
		r.move(&n.Idx)
	case *ast.ThisExpression:
		r.move(&n.Idx)
	case *ast.SuperExpression:
		r.move(&n.Idx)
	case *ast.RegExpLiteral:
		r.move(&n.Idx)
	case *ast.BinaryExpression:
		r.expr(n.Left)
		r.expr(n.Right)
	case *ast.AssignExpression:
		r.target(n.Left)
		r.expr(n.Left)
		r.expr(n.Right)
	case *ast.UnaryExpression:
		r.unary(n)
	case *ast.ConditionalExpression:
		r.expr(n.Test)
		r.expr(n.Consequent)
		r.expr(n.Alternate)
	case *ast.BracketExpression:
		r.expr(n.Left)
		r.expr(n.Member)
		r.moveAll(&n.LeftBracket, &n.RightBracket)
	case *ast.NewExpression:
		r.expr(n.Callee)
		r.exprs(n.ArgumentList)
		r.moveAll(&n.New, &n.LeftParenthesis, &n.RightParenthesis)
	case *ast.SequenceExpression:
		r.exprs(n.Sequence)
	default:
		r.literal(e)
	}
}

// member notes what is read of an import variable.
func (r *remap) member(n *ast.DotExpression) {
	if id, ok := n.Left.(*ast.Identifier); ok && r.members != nil {
		if names := r.members[id.Name.String()]; names != nil {
			names[n.Identifier.Name.String()] = true
		}
	}
	r.expr(n.Left)
	r.move(&n.Identifier.Idx)
}

// call moves a call to its last name, as V8 does: goja reports the parenthesis, which esbuild does not map.
func (r *remap) call(n *ast.CallExpression) {
	if id, ok := n.Callee.(*ast.Identifier); ok && id.Name == "eval" {
		r.evals = true
	}
	r.expr(n.Callee)
	r.exprs(n.ArgumentList)
	n.LeftParenthesis = r.near(n.LeftParenthesis)
	r.move(&n.RightParenthesis)
	if at := lastName(n.Callee); at > 0 {
		n.LeftParenthesis = at
	}
}

// lastName is the place of the name that a callee ends in, 0 if it has none.
func lastName(e ast.Expression) file.Idx {
	switch n := e.(type) {
	case *ast.Identifier:
		return n.Idx
	case *ast.DotExpression:
		return n.Identifier.Idx
	case *ast.PrivateDotExpression:
		return n.Identifier.Idx
	case *ast.OptionalChain:
		return lastName(n.Expression)
	case *ast.Optional:
		return lastName(n.Expression)
	case *ast.SequenceExpression: // (0, import_x.f)(…)
		return lastName(n.Sequence[len(n.Sequence)-1])
	}
	return 0
}

func (r *remap) unary(n *ast.UnaryExpression) {
	if op := n.Operator.String(); op == "++" || op == "--" {
		r.target(n.Operand)
	}
	r.move(&n.Idx)
	r.expr(n.Operand)
}

// literal moves functions, classes, literals and what else is rare.
func (r *remap) literal(e ast.Expression) {
	switch n := e.(type) {
	case *ast.FunctionLiteral:
		r.function(n)
	case *ast.ArrowFunctionLiteral:
		r.move(&n.Start)
		r.parameters(n.ParameterList)
		switch b := n.Body.(type) {
		case *ast.BlockStatement:
			r.block(b)
		case *ast.ExpressionBody:
			r.expr(b.Expression)
		}
	case *ast.ClassLiteral:
		r.class(n)
	case *ast.ObjectLiteral:
		r.properties(n.Value)
		r.moveAll(&n.LeftBrace, &n.RightBrace)
	case *ast.ArrayLiteral:
		r.exprs(n.Value)
		r.moveAll(&n.LeftBracket, &n.RightBracket)
	case *ast.TemplateLiteral:
		r.template(n)
	case *ast.AwaitExpression:
		r.move(&n.Await)
		r.expr(n.Argument)
	case *ast.YieldExpression:
		r.move(&n.Yield)
		r.expr(n.Argument)
	case *ast.SpreadElement:
		r.expr(n.Expression)
	case *ast.PrivateDotExpression:
		r.expr(n.Left)
		r.ident(&n.Identifier.Identifier)
	case *ast.PrivateIdentifier:
		r.ident(&n.Identifier)
	case *ast.OptionalChain:
		r.expr(n.Expression)
	case *ast.Optional:
		r.expr(n.Expression)
	default:
		r.pattern(e)
	}
}

func (r *remap) template(n *ast.TemplateLiteral) {
	r.moveAll(&n.OpenQuote, &n.CloseQuote)
	r.expr(n.Tag)
	for _, el := range n.Elements {
		r.move(&el.Idx)
	}
	r.exprs(n.Expressions)
}

func (r *remap) pattern(e ast.Expression) {
	switch n := e.(type) {
	case *ast.ArrayPattern:
		r.exprs(n.Elements)
		r.expr(n.Rest)
		r.moveAll(&n.LeftBracket, &n.RightBracket)
	case *ast.ObjectPattern:
		r.properties(n.Properties)
		r.expr(n.Rest)
		r.moveAll(&n.LeftBrace, &n.RightBrace)
	case *ast.Binding:
		r.binding(n)
	case *ast.PropertyShort:
		r.ident(&n.Name)
		r.expr(n.Initializer)
	case *ast.PropertyKeyed:
		r.expr(n.Key)
		r.expr(n.Value)
	case *ast.MetaProperty:
		r.move(&n.Idx)
		r.ident(n.Meta)
		r.ident(n.Property)
	case *ast.BadExpression:
		r.moveAll(&n.From, &n.To)
	}
}
