package loader

import (
	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/token"
	"github.com/dop251/goja/unistring"
)

// catch (e) { var e = 1; } declares a variable of the function and assigns to the parameter, which goja takes for a
// mistake. The variable is hoisted anyway, so the statement can become an assignment.
//
// https://tc39.es/ecma262/#sec-variablestatements-in-catch-blocks

// catchVars is the visitor that does so in the body of one catch.
type catchVars struct{ name unistring.String }

// redeclared changes the body of a catch with a plain parameter.
func redeclared(c *ast.CatchStatement) {
	if c == nil {
		return
	}
	if id, ok := c.Parameter.(*ast.Identifier); ok {
		walkBlock(catchVars{id.Name}, c.Body)
	}
}

func (v catchVars) expr(e ast.Expression) (ast.Expression, bool) { return e, false }
func (v catchVars) function(*ast.FunctionLiteral)                {}
func (v catchVars) class(*ast.ClassLiteral)                      {}
func (v catchVars) binding(*ast.Binding)                         {}

func (v catchVars) list(l []ast.Statement) []ast.Statement {
	for i := range l {
		l[i] = v.assigned(l[i])
	}
	return l
}

func (v catchVars) stmt(s ast.Statement) bool {
	switch n := s.(type) {
	case *ast.FunctionDeclaration, *ast.ClassDeclaration:
		return false
	case *ast.IfStatement:
		n.Consequent, n.Alternate = v.assigned(n.Consequent), v.assigned(n.Alternate)
	case *ast.LabelledStatement:
		n.Statement = v.assigned(n.Statement)
	case *ast.ForStatement:
		if in, ok := n.Initializer.(*ast.ForLoopInitializerVarDeclList); ok && v.declares(in.List) {
			n.Initializer = nil
			if e := assignments(in.List); e != nil {
				n.Initializer = &ast.ForLoopInitializerExpression{Expression: e}
			}
		}
		n.Body = v.assigned(n.Body)
	case *ast.ForInStatement:
		if in, ok := n.Into.(*ast.ForIntoVar); ok && v.declares([]*ast.Binding{in.Binding}) {
			n.Into = &ast.ForIntoExpression{Expression: in.Binding.Target}
		}
		n.Body = v.assigned(n.Body)
	case *ast.ForOfStatement:
		n.Body = v.assigned(n.Body)
	case *ast.WhileStatement:
		n.Body = v.assigned(n.Body)
	case *ast.DoWhileStatement:
		n.Body = v.assigned(n.Body)
	}
	return true
}

func (v catchVars) declares(list []*ast.Binding) bool {
	for _, b := range list {
		if binds(b.Target, v.name) {
			return true
		}
	}
	return false
}

// assigned is the statement with assignments in place of declarations, if it is one that declares the name.
func (v catchVars) assigned(s ast.Statement) ast.Statement {
	n, ok := s.(*ast.VariableStatement)
	if !ok || !v.declares(n.List) {
		return s
	}
	if e := assignments(n.List); e != nil {
		return &ast.ExpressionStatement{Expression: e}
	}
	return &ast.EmptyStatement{Semicolon: n.Var}
}

// assignments are the values that a var statement gives; nil if it gives none.
func assignments(list []*ast.Binding) ast.Expression {
	var all []ast.Expression
	for _, b := range list {
		if b.Initializer != nil {
			all = append(all, &ast.AssignExpression{Operator: token.ASSIGN, Left: b.Target, Right: b.Initializer})
		}
	}
	switch len(all) {
	case 0:
		return nil
	case 1:
		return all[0]
	}
	return &ast.SequenceExpression{Sequence: all}
}
