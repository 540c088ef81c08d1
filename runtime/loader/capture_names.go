package loader

import (
	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/token"
)

// stmt opens a scope for the statements that have one.
func (w *scopeWalker) stmt(s ast.Statement) bool {
	switch n := s.(type) {
	case *ast.BlockStatement:
		w.block(n)
	case *ast.FunctionDeclaration:
		w.declaration(n.Function)
	case *ast.ClassDeclaration:
		w.classLiteral(n.Class)
	case *ast.TryStatement:
		w.block(n.Body)
		if c := n.Catch; c != nil {
			names := map[string]declared{}
			declareTarget(names, c.Parameter)
			w.push(names)
			walkTarget(w, c.Parameter)
			w.block(c.Body)
			w.pop()
		}
		w.block(n.Finally)
	case *ast.SwitchStatement:
		w.switchStatement(n)
	case *ast.WithStatement:
		n.Object = walkExpr(w, n.Object)
		w.at = &scope{outer: w.at, with: true}
		walkStmt(w, n.Body)
		w.pop()
	case *ast.ForStatement, *ast.ForInStatement, *ast.ForOfStatement:
		w.push(loopScope(n))
		walkLoop(w, s)
		w.pop()
	default:
		return true
	}
	return false
}

func (w *scopeWalker) block(b *ast.BlockStatement) {
	if b == nil {
		return
	}
	w.push(lexicalNames(b.List))
	walkList(w, b.List)
	w.pop()
}

// declaration walks over a declared function. Its name belongs to the list that it stands in; where there is no list,
// behind an if or a label, it has a scope of its own.
func (w *scopeWalker) declaration(fn *ast.FunctionLiteral) {
	name := fn.Name.Name.String()
	if _, ok := w.at.names[name]; ok {
		w.literal(fn, false)
		return
	}
	w.push(map[string]declared{name: {value: fn}})
	w.literal(fn, false)
	w.pop()
}

func (w *scopeWalker) switchStatement(n *ast.SwitchStatement) {
	n.Discriminant = walkExpr(w, n.Discriminant)
	names := map[string]declared{}
	for _, c := range n.Body {
		declareAll(names, c.Consequent)
	}
	w.push(names)
	for _, c := range n.Body {
		c.Test = walkExpr(w, c.Test)
		walkList(w, c.Consequent)
	}
	w.pop()
}

// loopScope has the names that the head of a loop declares.
func loopScope(s ast.Statement) map[string]declared {
	names := map[string]declared{}
	var into ast.ForInto
	switch n := s.(type) {
	case *ast.ForStatement:
		if in, ok := n.Initializer.(*ast.ForLoopInitializerLexicalDecl); ok {
			for _, b := range in.LexicalDeclaration.List {
				declareTarget(names, b.Target)
			}
		}
	case *ast.ForInStatement:
		into = n.Into
	case *ast.ForOfStatement:
		into = n.Into
	}
	if d, ok := into.(*ast.ForDeclaration); ok {
		declareTarget(names, d.Target)
	}
	return names
}

func parameterNames(p *ast.ParameterList) map[string]declared {
	names := map[string]declared{}
	if p == nil {
		return names
	}
	for _, b := range p.List {
		declareTarget(names, b.Target)
	}
	declareTarget(names, p.Rest)
	return names
}

// lexicalNames are the names that the statements of a list declare for all of it.
func lexicalNames(list []ast.Statement) map[string]declared {
	names := map[string]declared{}
	declareAll(names, list)
	return names
}

func declareAll(names map[string]declared, list []ast.Statement) {
	for _, s := range list {
		for {
			label, ok := s.(*ast.LabelledStatement)
			if !ok {
				break
			}
			s = label.Statement
		}
		switch n := s.(type) {
		case *ast.FunctionDeclaration:
			names[n.Function.Name.Name.String()] = declared{value: n.Function}
		case *ast.ClassDeclaration:
			names[n.Class.Name.Name.String()] = declared{value: n.Class}
		case *ast.LexicalDeclaration:
			for _, b := range n.List {
				declareTarget(names, b.Target)
				if n.Token == token.CONST {
					declareConst(names, b)
				}
			}
		}
	}
}

// declareConst notes what the names of a const are.
func declareConst(names map[string]declared, b *ast.Binding) {
	if id, ok := b.Target.(*ast.Identifier); ok {
		names[id.Name.String()] = declared{value: unnamed(b.Initializer), binding: b}
		return
	}
	pattern := map[string]declared{}
	declareTarget(pattern, b.Target)
	for name := range pattern {
		names[name] = declared{binding: b}
	}
}

// unnamed is the function in esbuild's __name(function, "name").
func unnamed(e ast.Expression) ast.Expression {
	if c := helperCall(e, "__name"); c != nil && len(c.ArgumentList) == 2 {
		return c.ArgumentList[0]
	}
	return e
}

// declareTarget notes the names that a target declares.
func declareTarget(names map[string]declared, target ast.Expression) {
	switch t := target.(type) {
	case *ast.Identifier:
		names[t.Name.String()] = declared{}
	case *ast.AssignExpression:
		declareTarget(names, t.Left)
	case *ast.Binding:
		declareTarget(names, t.Target)
	case *ast.SpreadElement:
		declareTarget(names, t.Expression)
	case *ast.PropertyShort:
		names[t.Name.Name.String()] = declared{}
	case *ast.PropertyKeyed:
		declareTarget(names, t.Value)
	case *ast.ArrayPattern:
		for _, e := range t.Elements {
			declareTarget(names, e)
		}
		declareTarget(names, t.Rest)
	case *ast.ObjectPattern:
		for _, p := range t.Properties {
			declareTarget(names, p)
		}
		declareTarget(names, t.Rest)
	}
}
