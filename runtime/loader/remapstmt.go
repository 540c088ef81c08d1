package loader

import "github.com/dop251/goja/ast"

func (r *remap) class(c *ast.ClassLiteral) {
	r.moveAll(&c.Class, &c.RightBrace)
	r.ident(c.Name)
	r.expr(c.SuperClass)
	for _, el := range c.Body {
		switch m := el.(type) {
		case *ast.FieldDefinition:
			r.move(&m.Idx)
			r.expr(m.Key)
			r.expr(m.Initializer)
		case *ast.MethodDefinition:
			r.move(&m.Idx)
			r.expr(m.Key)
			r.function(m.Body)
		case *ast.ClassStaticBlock:
			r.move(&m.Static)
			r.block(m.Block)
		}
	}
}

func (r *remap) block(b *ast.BlockStatement) {
	if b == nil {
		return
	}
	r.moveAll(&b.LeftBrace, &b.RightBrace)
	r.list(b.List)
}

func (r *remap) list(list []ast.Statement) {
	for _, s := range list {
		r.stmt(s)
	}
}

// stmt moves a statement and everything in it.
func (r *remap) stmt(s ast.Statement) {
	switch n := s.(type) {
	case nil:
	case *ast.ExpressionStatement:
		r.expr(n.Expression)
	case *ast.VariableStatement:
		r.move(&n.Var)
		r.bindings(n.List)
	case *ast.LexicalDeclaration:
		r.move(&n.Idx)
		r.bindings(n.List)
	case *ast.ReturnStatement:
		r.move(&n.Return)
		r.expr(n.Argument)
	case *ast.IfStatement:
		r.move(&n.If)
		r.expr(n.Test)
		r.stmt(n.Consequent)
		r.stmt(n.Alternate)
	case *ast.BlockStatement:
		r.block(n)
	case *ast.FunctionDeclaration:
		r.function(n.Function)
	case *ast.ClassDeclaration:
		r.class(n.Class)
	case *ast.ThrowStatement:
		r.move(&n.Throw)
		r.expr(n.Argument)
	case *ast.EmptyStatement:
		r.move(&n.Semicolon)
	case *ast.BranchStatement:
		r.move(&n.Idx)
		r.ident(n.Label)
	default:
		r.compound(s)
	}
}

// compound moves the statements that hold others.
func (r *remap) compound(s ast.Statement) {
	switch n := s.(type) {
	case *ast.ForStatement:
		r.move(&n.For)
		r.initializer(n.Initializer)
		r.expr(n.Test)
		r.expr(n.Update)
		r.stmt(n.Body)
	case *ast.ForInStatement:
		r.move(&n.For)
		r.into(n.Into)
		r.expr(n.Source)
		r.stmt(n.Body)
	case *ast.ForOfStatement:
		r.move(&n.For)
		r.into(n.Into)
		r.expr(n.Source)
		r.stmt(n.Body)
	case *ast.WhileStatement:
		r.move(&n.While)
		r.expr(n.Test)
		r.stmt(n.Body)
	case *ast.DoWhileStatement:
		r.moveAll(&n.Do, &n.RightParenthesis)
		r.stmt(n.Body)
		r.expr(n.Test)
	case *ast.TryStatement:
		r.try(n)
	case *ast.SwitchStatement:
		r.moveAll(&n.Switch, &n.RightBrace)
		r.expr(n.Discriminant)
		for _, c := range n.Body {
			r.move(&c.Case)
			r.expr(c.Test)
			r.list(c.Consequent)
		}
	case *ast.LabelledStatement:
		r.ident(n.Label)
		r.move(&n.Colon)
		r.stmt(n.Statement)
	case *ast.WithStatement:
		r.move(&n.With)
		r.expr(n.Object)
		r.stmt(n.Body)
	case *ast.DebuggerStatement:
		r.move(&n.Debugger)
	case *ast.BadStatement:
		r.moveAll(&n.From, &n.To)
	}
}

func (r *remap) try(n *ast.TryStatement) {
	r.move(&n.Try)
	r.block(n.Body)
	if c := n.Catch; c != nil {
		r.move(&c.Catch)
		if c.Parameter != nil {
			r.expr(c.Parameter)
		}
		r.block(c.Body)
	}
	r.block(n.Finally)
}

func (r *remap) initializer(in ast.ForLoopInitializer) {
	switch in := in.(type) {
	case *ast.ForLoopInitializerExpression:
		r.expr(in.Expression)
	case *ast.ForLoopInitializerVarDeclList:
		r.move(&in.Var)
		r.bindings(in.List)
	case *ast.ForLoopInitializerLexicalDecl:
		r.move(&in.LexicalDeclaration.Idx)
		r.bindings(in.LexicalDeclaration.List)
	}
}

func (r *remap) into(into ast.ForInto) {
	switch t := into.(type) {
	case *ast.ForIntoVar:
		r.target(t.Binding)
		r.binding(t.Binding)
	case *ast.ForDeclaration:
		r.move(&t.Idx)
		r.expr(t.Target)
	case *ast.ForIntoExpression:
		r.target(t.Expression)
		r.expr(t.Expression)
	}
}
