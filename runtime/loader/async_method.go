package loader

import (
	"github.com/dop251/goja/ast"

	"github.com/lariatjs/lariat/runtime/es"
)

// object makes async generator functions of the async generator methods of an object literal. As the value of a
// property, a function has no home object, so a method that says super stays what it is.
func (p *asyncPass) object(n *ast.ObjectLiteral) {
	for _, prop := range n.Value {
		m, ok := prop.(*ast.PropertyKeyed)
		if !ok || m.Kind == ast.PropertyKindValue {
			continue
		}
		ownProto(m)
		fn, ok := m.Value.(*ast.FunctionLiteral)
		if !ok || m.Kind != ast.PropertyKindMethod || p.bodyOf(fn) == nil || saysSuper(fn) {
			continue
		}
		at := fn.Function
		var name ast.Expression
		if _, fixed := m.Key.(*ast.StringLiteral); m.Computed && !fixed {
			m.Key = callAt(at, es.AsyncKey, m.Key)
			name = callAt(at, es.AsyncKey)
		} else {
			name = literalKey(m.Key)
		}
		m.Kind, m.Value = ast.PropertyKindValue, p.functionValue(fn, name)
	}
}

// ownProto makes a method called __proto__ one that is called ["__proto__"]. goja counts it with __proto__: x, which
// there can be only one of; and once it is a value it would set the prototype.
func ownProto(m *ast.PropertyKeyed) {
	if keyName(m.Key) == "__proto__" && !m.Computed {
		m.Key, m.Computed = textAt(m.Key.Idx0(), "__proto__"), true
	}
}

// literalKey is the key of a property as an expression.
func literalKey(key ast.Expression) ast.Expression {
	if id, ok := key.(*ast.Identifier); ok {
		return textAt(id.Idx, id.Name)
	}
	return key
}

// classMethods has a static block make async generator functions of the async generator methods of a class. It
// comes first, so that no other code of the class sees them as they were. A private method, or one whose name is
// computed by anything but Symbol.x, cannot be reached again and is left with the prototype of a plain method.
func (p *asyncPass) classMethods(c *ast.ClassLiteral) {
	var args []ast.Expression
	for _, el := range c.Body {
		m, ok := el.(*ast.MethodDefinition)
		if !ok || m.Kind != ast.PropertyKindMethod {
			continue
		}
		call := p.bodyOf(m.Body)
		if call == nil {
			continue
		}
		at := m.Body.Function
		key := methodKey(m)
		if key == nil {
			continue
		}
		call.ArgumentList[2].(*ast.FunctionLiteral).Name = &ast.Identifier{Name: frameName(key), Idx: at}
		args = append(args, key, &ast.BooleanLiteral{Idx: at, Literal: "static", Value: m.Static})
	}
	if args == nil {
		return
	}
	at := c.Class
	args = append([]ast.Expression{&ast.ThisExpression{Idx: at}}, args...)
	block := &ast.ClassStaticBlock{Static: at, Block: &ast.BlockStatement{LeftBrace: at, RightBrace: at, List: []ast.Statement{
		&ast.ExpressionStatement{Expression: callAt(at, es.AsyncMethods, args...)},
	}}}
	c.Body = append([]ast.ClassElement{block}, c.Body...)
}

// methodKey is an expression for the name of a method that can be evaluated a second time.
func methodKey(m *ast.MethodDefinition) ast.Expression {
	if !m.Computed {
		switch k := m.Key.(type) {
		case *ast.Identifier, *ast.StringLiteral, *ast.NumberLiteral:
			return literalKey(k)
		}
		return nil
	}
	switch k := m.Key.(type) {
	case *ast.StringLiteral, *ast.NumberLiteral:
		return k
	case *ast.DotExpression:
		if id, ok := k.Left.(*ast.Identifier); ok && id.Name == "Symbol" {
			return &ast.DotExpression{Left: identAt(id.Idx, "Symbol"), Identifier: k.Identifier}
		}
	}
	return nil
}

// superFinder looks for super outside of inner functions and classes, except for arrow functions.
type superFinder struct{ found bool }

func saysSuper(fn *ast.FunctionLiteral) bool {
	var f superFinder
	walkFunction(&f, fn)
	return f.found
}

func (f *superFinder) expr(e ast.Expression) (ast.Expression, bool) {
	switch e.(type) {
	case *ast.SuperExpression:
		f.found = true
	case *ast.FunctionLiteral, *ast.ClassLiteral:
		return e, false
	}
	return e, !f.found
}

func (f *superFinder) stmt(s ast.Statement) bool {
	_, class := s.(*ast.ClassDeclaration)
	return !class
}

func (f *superFinder) list(l []ast.Statement) []ast.Statement { return l }
func (f *superFinder) function(*ast.FunctionLiteral)          {}
func (f *superFinder) class(*ast.ClassLiteral)                {}
func (f *superFinder) binding(*ast.Binding)                   {}

// asyncArrow turns __async(this, arguments, function* () { … yield x … }), which is what esbuild makes of an async
// function when it is asked again, back into (async () => { … await x … })().
func (p *asyncPass) asyncArrow(n *ast.CallExpression) ast.Expression {
	if len(n.ArgumentList) != 3 {
		return nil
	}
	fn, ok := n.ArgumentList[2].(*ast.FunctionLiteral)
	if !ok || !fn.Generator || len(fn.ParameterList.List) > 0 {
		return nil
	}
	arrow := &ast.ArrowFunctionLiteral{
		Start: fn.Function, ParameterList: fn.ParameterList, Body: fn.Body, Source: fn.Source,
		DeclarationList: fn.DeclarationList, Async: true,
	}
	p.inside(modeYieldToAwait, arrow)
	return &ast.CallExpression{Callee: arrow, LeftParenthesis: n.LeftParenthesis, RightParenthesis: n.RightParenthesis}
}
