package loader

import "github.com/dop251/goja/ast"

// walkList walks over a list of statements and returns what the visitor wants in its place.
func walkList(v visitor, list []ast.Statement) []ast.Statement {
	list = v.list(list)
	for _, s := range list {
		walkStmt(v, s)
	}
	return list
}

func walkBlock(v visitor, b *ast.BlockStatement) {
	if b != nil {
		b.List = walkList(v, b.List)
	}
}

// walkStmt walks over one statement.
func walkStmt(v visitor, s ast.Statement) {
	if s == nil || !v.stmt(s) {
		return
	}
	switch n := s.(type) {
	case *ast.ExpressionStatement:
		n.Expression = walkExpr(v, n.Expression)
	case *ast.VariableStatement:
		walkBindings(v, n.List)
	case *ast.LexicalDeclaration:
		walkBindings(v, n.List)
	case *ast.ReturnStatement:
		n.Argument = walkExpr(v, n.Argument)
	case *ast.IfStatement:
		n.Test = walkExpr(v, n.Test)
		walkStmt(v, n.Consequent)
		walkStmt(v, n.Alternate)
	case *ast.BlockStatement:
		walkBlock(v, n)
	case *ast.FunctionDeclaration:
		v.function(n.Function)
	case *ast.ClassDeclaration:
		walkClass(v, n.Class)
	case *ast.ThrowStatement:
		n.Argument = walkExpr(v, n.Argument)
	case *ast.TryStatement:
		walkTry(v, n)
	case *ast.SwitchStatement:
		n.Discriminant = walkExpr(v, n.Discriminant)
		for _, c := range n.Body {
			c.Test = walkExpr(v, c.Test)
			c.Consequent = walkList(v, c.Consequent)
		}
	case *ast.LabelledStatement:
		walkStmt(v, n.Statement)
	case *ast.WithStatement:
		n.Object = walkExpr(v, n.Object)
		walkStmt(v, n.Body)
	default:
		walkLoop(v, s)
	}
}

func walkBindings(v visitor, list []*ast.Binding) {
	for _, b := range list {
		walkBinding(v, b)
	}
}

func walkTry(v visitor, n *ast.TryStatement) {
	walkBlock(v, n.Body)
	if n.Catch != nil {
		walkTarget(v, n.Catch.Parameter)
		walkBlock(v, n.Catch.Body)
	}
	walkBlock(v, n.Finally)
}

func walkLoop(v visitor, s ast.Statement) {
	switch n := s.(type) {
	case *ast.ForStatement:
		switch in := n.Initializer.(type) {
		case *ast.ForLoopInitializerExpression:
			in.Expression = walkExpr(v, in.Expression)
		case *ast.ForLoopInitializerVarDeclList:
			walkBindings(v, in.List)
		case *ast.ForLoopInitializerLexicalDecl:
			walkBindings(v, in.LexicalDeclaration.List)
		}
		n.Test, n.Update = walkExpr(v, n.Test), walkExpr(v, n.Update)
		walkStmt(v, n.Body)
	case *ast.ForInStatement:
		walkForInto(v, n.Into)
		n.Source = walkExpr(v, n.Source)
		walkStmt(v, n.Body)
	case *ast.ForOfStatement:
		walkForInto(v, n.Into)
		n.Source = walkExpr(v, n.Source)
		walkStmt(v, n.Body)
	case *ast.WhileStatement:
		n.Test = walkExpr(v, n.Test)
		walkStmt(v, n.Body)
	case *ast.DoWhileStatement:
		walkStmt(v, n.Body)
		n.Test = walkExpr(v, n.Test)
	}
}

// walkForInto walks over what for-in and for-of assign to.
func walkForInto(v visitor, into ast.ForInto) {
	switch t := into.(type) {
	case *ast.ForIntoVar:
		walkBinding(v, t.Binding)
	case *ast.ForDeclaration:
		walkTarget(v, t.Target)
	case *ast.ForIntoExpression:
		t.Expression = walkExpr(v, t.Expression)
	}
}
