package loader

import "github.com/dop251/goja/ast"

// visitor is told of each node before its children and decides what becomes of it. A pass that has to do
// something after the children walks over them itself and returns false.
type visitor interface {
	// expr returns what replaces e, and whether the walk goes on into that.
	expr(e ast.Expression) (ast.Expression, bool)
	// stmt says whether the walk goes on into s.
	stmt(s ast.Statement) bool
	// list returns what replaces a list of statements: the body of a function, a block or a case. It sees
	// the list before the statements in it.
	list(l []ast.Statement) []ast.Statement
	// function is given each function that is no expression: declarations, methods and accessors. It goes on
	// with walkFunction, unless it has had enough.
	function(fn *ast.FunctionLiteral)
	// class sees each class, declarations too, and binding each name that gets a value, before their parts.
	class(c *ast.ClassLiteral)
	binding(b *ast.Binding)
}

// walkExpr walks over one expression and returns what the visitor wants in its place.
func walkExpr(v visitor, e ast.Expression) ast.Expression {
	if e == nil {
		return nil
	}
	e, on := v.expr(e)
	if on {
		walkInto(v, e)
	}
	return e
}

func walkExprs(v visitor, list []ast.Expression) {
	for i, e := range list {
		if e != nil {
			list[i] = walkExpr(v, e)
		}
	}
}

// walkInto walks over the children of an expression. Names that are not references (of functions, methods and
// properties) are no children; targets of a binding are, when they are patterns.
func walkInto(v visitor, e ast.Expression) {
	switch n := e.(type) {
	case *ast.ArrayLiteral:
		walkExprs(v, n.Value)
	case *ast.AssignExpression:
		n.Left, n.Right = walkExpr(v, n.Left), walkExpr(v, n.Right)
	case *ast.AwaitExpression:
		n.Argument = walkExpr(v, n.Argument)
	case *ast.YieldExpression:
		n.Argument = walkExpr(v, n.Argument)
	case *ast.BinaryExpression:
		n.Left, n.Right = walkExpr(v, n.Left), walkExpr(v, n.Right)
	case *ast.BracketExpression:
		n.Left, n.Member = walkExpr(v, n.Left), walkExpr(v, n.Member)
	case *ast.CallExpression:
		n.Callee = walkExpr(v, n.Callee)
		walkExprs(v, n.ArgumentList)
	case *ast.ConditionalExpression:
		n.Test, n.Consequent, n.Alternate = walkExpr(v, n.Test), walkExpr(v, n.Consequent), walkExpr(v, n.Alternate)
	case *ast.DotExpression:
		n.Left = walkExpr(v, n.Left)
	case *ast.PrivateDotExpression:
		n.Left = walkExpr(v, n.Left)
	case *ast.OptionalChain:
		n.Expression = walkExpr(v, n.Expression)
	case *ast.Optional:
		n.Expression = walkExpr(v, n.Expression)
	case *ast.NewExpression:
		n.Callee = walkExpr(v, n.Callee)
		walkExprs(v, n.ArgumentList)
	case *ast.ObjectLiteral:
		walkProperties(v, n.Value)
	case *ast.SequenceExpression:
		walkExprs(v, n.Sequence)
	case *ast.SpreadElement:
		n.Expression = walkExpr(v, n.Expression)
	case *ast.TemplateLiteral:
		n.Tag = walkExpr(v, n.Tag)
		walkExprs(v, n.Expressions)
	case *ast.UnaryExpression:
		n.Operand = walkExpr(v, n.Operand)
	default:
		walkScope(v, e)
	}
}

// walkScope walks over the expressions that hold functions, classes and patterns.
func walkScope(v visitor, e ast.Expression) {
	switch n := e.(type) {
	case *ast.FunctionLiteral:
		walkFunction(v, n)
	case *ast.ArrowFunctionLiteral:
		walkParameters(v, n.ParameterList)
		switch b := n.Body.(type) {
		case *ast.BlockStatement:
			walkBlock(v, b)
		case *ast.ExpressionBody:
			b.Expression = walkExpr(v, b.Expression)
		}
	case *ast.ClassLiteral:
		walkClass(v, n)
	case *ast.ArrayPattern:
		walkExprs(v, n.Elements)
		n.Rest = walkExpr(v, n.Rest)
	case *ast.ObjectPattern:
		walkProperties(v, n.Properties)
		n.Rest = walkExpr(v, n.Rest)
	case *ast.Binding:
		walkBinding(v, n)
	case *ast.PropertyShort:
		n.Initializer = walkExpr(v, n.Initializer)
	case *ast.PropertyKeyed:
		walkKeyed(v, n)
	}
}

// walkFunction walks over the parameters and the body of a function.
func walkFunction(v visitor, fn *ast.FunctionLiteral) {
	walkParameters(v, fn.ParameterList)
	walkBlock(v, fn.Body)
}

func walkParameters(v visitor, p *ast.ParameterList) {
	if p == nil {
		return
	}
	for _, b := range p.List {
		walkBinding(v, b)
	}
	p.Rest = walkExpr(v, p.Rest)
}

// walkBinding leaves a plain name alone: it declares.
func walkBinding(v visitor, b *ast.Binding) {
	if b == nil {
		return
	}
	v.binding(b)
	walkTarget(v, b.Target)
	b.Initializer = walkExpr(v, b.Initializer)
}

func walkTarget(v visitor, t ast.BindingTarget) {
	switch t.(type) {
	case *ast.ArrayPattern, *ast.ObjectPattern:
		walkScope(v, t)
	}
}

func walkProperties(v visitor, list []ast.Property) {
	for i, p := range list {
		if q, ok := walkExpr(v, p).(ast.Property); ok {
			list[i] = q
		}
	}
}

// walkKeyed visits a key only when it is computed: others are names.
func walkKeyed(v visitor, n *ast.PropertyKeyed) {
	if n.Computed {
		n.Key = walkExpr(v, n.Key)
	}
	n.Value = walkExpr(v, n.Value)
}

func walkClass(v visitor, c *ast.ClassLiteral) {
	v.class(c)
	c.SuperClass = walkExpr(v, c.SuperClass)
	for _, el := range c.Body {
		switch m := el.(type) {
		case *ast.FieldDefinition:
			if m.Computed {
				m.Key = walkExpr(v, m.Key)
			}
			m.Initializer = walkExpr(v, m.Initializer)
		case *ast.MethodDefinition:
			if m.Computed {
				m.Key = walkExpr(v, m.Key)
			}
			v.function(m.Body)
		case *ast.ClassStaticBlock:
			walkBlock(v, m.Block)
		}
	}
}
